"""FIT files as a watch writes them: a header, definitions, messages, checksums."""

import struct
from collections.abc import Sequence

Field = tuple[int, str, int | bytes]
"""Number in the FIT profile, struct code (``B``, ``H``, ``I``, ``s``), value."""
Message = tuple[int, Sequence[Field]]

EPOCH = 631_065_600
_TYPES = {"b": 0x01, "B": 0x02, "h": 0x83, "H": 0x84, "i": 0x85, "I": 0x86}
_ENUM = 0x00
_CRC = (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
)  # fmt: skip

FILE_ID, SESSION, RECORD, WEIGHT, ACTIVITY, MONITORING, MONITORING_INFO, SLEEP = (
    0,
    18,
    20,
    30,
    34,
    55,
    103,
    275,
)


def fit(messages: Sequence[Message]) -> bytes:
    """A whole file. A struct code in capitals with a trailing ``e`` (``Be``) is an enum."""
    body = bytearray()
    for number, fields in messages:
        body += struct.pack("<BBBHB", 0x40, 0, 0, number, len(fields))
        for field, code, _ in fields:
            kind = _ENUM if code.endswith("e") else _TYPES[code]
            body += struct.pack("<BBB", field, struct.calcsize(code[0]), kind)
        body += b"\x00"
        for _, code, value in fields:
            body += struct.pack("<" + code[0], value)
    header = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    whole = header + struct.pack("<H", _crc(header)) + bytes(body)
    return whole + struct.pack("<H", _crc(whole))


def workout(start: int, beats: Sequence[int]) -> bytes:
    """A run of ten minutes an hour east of UTC, one heart beat rate a second."""
    return fit(
        [
            (FILE_ID, [(0, "Be", 4), (1, "H", 1), (4, "I", start - EPOCH)]),
            *(
                (RECORD, [(253, "I", start - EPOCH + at), (3, "B", rate), (0, "i", 500_000_000)])
                for at, rate in enumerate(beats)
            ),
            (
                SESSION,
                [
                    (253, "I", start - EPOCH + 600), (2, "I", start - EPOCH), (5, "Be", 1), (7, "I", 600_000),
                    (8, "I", 600_000), (9, "I", 200_000), (11, "H", 150), (16, "B", 141), (17, "B", 165),
                ],
            ),
            (
                ACTIVITY,
                [(253, "I", start - EPOCH + 600), (5, "I", start - EPOCH + 600 + 3600), (0, "I", 600_000)],
            ),
        ]
    )  # fmt: skip


def day(midnight: int, counts: Sequence[tuple[int, int]], *, later_s: int = 0) -> bytes:
    """Steps as a watch counts them, growing since midnight, at seconds after it; the zone is an hour east."""
    begin = midnight + later_s - EPOCH
    return fit(
        [
            (FILE_ID, [(0, "Be", 32), (1, "H", 1), (4, "I", begin)]),
            (MONITORING_INFO, [(253, "I", begin), (0, "I", begin + 3600)]),
            *(
                (MONITORING, [(253, "I", midnight - EPOCH + at), (5, "Be", 6), (3, "I", steps)])
                for at, steps in counts
            ),
        ]
    )


def weighing(moment: int, grams: int) -> bytes:
    """One weight, in the profile's hundredths of a kilogram."""
    return fit(
        [
            (FILE_ID, [(0, "Be", 9), (1, "H", 1), (4, "I", moment - EPOCH)]),
            (WEIGHT, [(253, "I", moment - EPOCH), (0, "H", grams // 10), (1, "H", 2610)]),
        ]
    )


def _crc(data: bytes) -> int:
    crc = 0
    for byte in data:
        for nibble in (byte & 0xF, byte >> 4):
            crc = ((crc >> 4) & 0x0FFF) ^ _CRC[crc & 0xF] ^ _CRC[nibble]
    return crc

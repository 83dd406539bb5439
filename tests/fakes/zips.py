"""Archives as people and attackers make them."""

import io
import stat
import struct
import zipfile
from collections.abc import Mapping


def zipped(members: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """A plain zip."""
    made = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(made, "w", method) as archive:
        for path, data in members.items():
            archive.writestr(zipfile.ZipInfo(path, (2026, 11, 3, 8, 0, 0)), data, method)
    return made.getvalue()


def with_link(target: str) -> bytes:
    """A zip whose only member is a symbolic link."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("report.pdf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, target)
    return made.getvalue()


def announcing(data: bytes, size_bytes: int) -> bytes:
    """A zip of one member whose directory and header lie about its inflated size."""
    whole = bytearray(zipped({"big.txt": data}))
    whole[22:26] = struct.pack("<I", size_bytes)
    directory = whole.index(b"PK\x01\x02")
    whole[directory + 24 : directory + 28] = struct.pack("<I", size_bytes)
    return bytes(whole)


def encrypted_flag(data: bytes) -> bytes:
    """A zip of one member that says it is encrypted."""
    whole = bytearray(zipped({"report.txt": data}))
    whole[6] |= 1
    directory = whole.index(b"PK\x01\x02")
    whole[directory + 8] |= 1
    return bytes(whole)

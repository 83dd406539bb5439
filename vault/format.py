"""The bytes of a sealed vault: layouts, padding, and what each seal is bound to. No keys, no I/O.

`docs/vault-format.md` is the document; this file follows it. What format 1 sealed, every later version
opens; a number this file does not know is refused, never guessed at.
"""

import hashlib
import json
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from core.errors import InputError, IntegrityError

FORMAT = 1
ID_BYTES = 16
SALT_BYTES = 32
COMMIT_BYTES = 32
MAC_BYTES = 16
SEAL_BYTES = 1 + SALT_BYTES + COMMIT_BYTES + MAC_BYTES
CHUNK_BYTES = 1 << 20
ROW_FLOOR_BYTES = 256
HEAD_FLOOR_BYTES = 512
ITEM_MAX_BYTES = 256 << 20
EMPTY_SUM = 0
SUM_MODULUS = 1 << 256

_KIND = re.compile(r"[a-z][a-z0-9_]{0,31}(?:/[A-Za-z0-9_.-]{1,64})?\Z")
_ID_MAX_BYTES = 512


@dataclass(frozen=True, slots=True)
class Item:
    """One thing kept in a vault.

    Attributes:
        kind: A lower-case word, such as ``document``, or one with a part, such as ``step/<thread id>``, so
            that a part can be listed by itself. Sealed.
        id: Unique within its kind; up to 512 bytes of UTF-8. Sealed.
        body: The content. Sealed.
    """

    kind: str
    id: str
    body: bytes


def check_item(item: Item) -> None:
    """Refuse an item that cannot be sealed.

    Raises:
        InputError: ``item_invalid`` for an odd kind or id, ``item_too_large`` above 256 MiB.
    """
    try:
        id_bytes = len(item.id.encode())
    except UnicodeEncodeError:
        raise InputError("item_invalid") from None
    if not _KIND.match(item.kind) or not 0 < id_bytes <= _ID_MAX_BYTES:
        raise InputError("item_invalid")
    if len(item.body) > ITEM_MAX_BYTES:
        raise InputError("item_too_large", bytes=len(item.body))


def padded_bytes(length: int, floor: int = ROW_FLOOR_BYTES) -> int:
    """The length that hides `length`: Padmé, at most 12 % more, never under `floor`.

    >>> padded_bytes(10), padded_bytes(1000), padded_bytes(1_000_000)
    (256, 1024, 1015808)

    Source:
        Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019.
    """
    if length <= floor:
        return floor
    exponent = length.bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return (length + mask) & ~mask


def frame(item: Item) -> bytes:
    """The item as padded plaintext: kind, id and body, each behind its length, then zeros."""
    kind, name = item.kind.encode(), item.id.encode()
    size = 2 + len(kind) + 2 + len(name) + 8 + len(item.body)
    return b"".join(
        (
            len(kind).to_bytes(2), kind,
            len(name).to_bytes(2), name,
            len(item.body).to_bytes(8), item.body,
            bytes(padded_bytes(size) - size),
        )
    )  # fmt: skip


def unframe(plaintext: bytes) -> Item:
    """The item that `frame` wrote.

    Raises:
        IntegrityError: ``seal_broken`` when the lengths do not fit or the padding is not zeros.
    """
    try:
        parts: list[bytes] = []
        at = 0
        for width in (2, 2, 8):
            length = int.from_bytes(plaintext[at : at + width])
            at += width
            if len(plaintext) < at + length:
                raise IntegrityError("seal_broken")
            parts.append(plaintext[at : at + length])
            at += length
        item = Item(parts[0].decode(), parts[1].decode(), parts[2])
    except UnicodeDecodeError:
        raise IntegrityError("seal_broken") from None
    if plaintext.count(0, at) != len(plaintext) - at:
        raise IntegrityError("seal_broken")
    return item


# What a seal is bound to (the associated data of its cipher). Each begins with its own words, so that
# a head can never be taken for a row, nor a row of one vault for a row of another.


def row_context(vault: bytes, tag: bytes, kind: bytes, position: int, version: int) -> bytes:
    """Associated data of a row."""
    return b"carnet row" + bytes([FORMAT]) + vault + tag + kind + position.to_bytes(8) + version.to_bytes(8)


def head_context(vault: bytes) -> bytes:
    """Associated data of the head."""
    return b"carnet head" + bytes([FORMAT]) + vault


def chunk_context(vault: bytes, blob: bytes) -> bytes:
    """Associated data of a blob's chunks."""
    return b"carnet blob" + bytes([FORMAT]) + vault + blob


def slot_context(vault: bytes, header: bytes) -> bytes:
    """Associated data of the vault key wrapped in a slot; `header` is all that stands before it."""
    return b"carnet slot" + vault + header


class SlotType(IntEnum):
    """What opens a slot."""

    PASSPHRASE = 1
    RECOVERY = 2


_SLOT = struct.Struct(">BBIII16s32s48s")
_SLOT_HEADER_BYTES = _SLOT.size - 48
_MEMORY_KIB, _PASSES, _LANES = (8, 1 << 20), (1, 16), (1, 8)


@dataclass(frozen=True, slots=True)
class Slot:
    """The vault key, wrapped for one secret.

    Attributes:
        type: Passphrase or recovery code.
        memory_kib: Argon2id memory; 0 in a recovery slot, as are the next two.
        passes: Argon2id time cost.
        lanes: Argon2id parallelism.
        salt: 16 random bytes.
        commit: 32 bytes that only the right secret derives; compared before anything is decrypted.
        wrapped: The vault key, sealed: 48 bytes.
    """

    type: SlotType
    memory_kib: int
    passes: int
    lanes: int
    salt: bytes
    commit: bytes
    wrapped: bytes

    def encode(self) -> bytes:
        """The 110 bytes kept in the store."""
        return _SLOT.pack(
            FORMAT, self.type, self.memory_kib, self.passes, self.lanes, self.salt, self.commit, self.wrapped
        )

    def header(self) -> bytes:
        """Everything before the wrapped key."""
        return self.encode()[:_SLOT_HEADER_BYTES]

    @classmethod
    def decode(cls, data: bytes) -> "Slot":
        """Read a slot.

        Raises:
            IntegrityError: ``format_unknown`` for another format number or type; ``slot_damaged`` for
                another length or an Argon2id cost outside what any version ever wrote (so that a
                planted slot cannot exhaust the machine).
        """
        if len(data) != _SLOT.size:
            raise IntegrityError("slot_damaged")
        number, kind, memory, passes, lanes, salt, commit, wrapped = _SLOT.unpack(data)
        if number != FORMAT or kind not in tuple(SlotType):
            raise IntegrityError("format_unknown")
        if kind == SlotType.PASSPHRASE:
            cost = ((memory, _MEMORY_KIB), (passes, _PASSES), (lanes, _LANES))
            if any(not low <= value <= high for value, (low, high) in cost) or memory < 8 * lanes:
                raise IntegrityError("slot_damaged")
        elif (memory, passes, lanes) != (0, 0, 0):
            raise IntegrityError("slot_damaged")
        return cls(SlotType(kind), memory, passes, lanes, salt, commit, wrapped)


def slots_digest(slots: Mapping[int, bytes]) -> bytes:
    """SHA-256 over all slots by type, which the head keeps: an old slot put back is noticed."""
    return hashlib.sha256(
        b"".join(bytes([kind]) + len(slots[kind]).to_bytes(2) + slots[kind] for kind in sorted(slots))
    ).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """What the vault holds at one moment.

    Attributes:
        counter: One more with every change; the version written into the rows of that change.
        rows: Number of live rows.
        sum: Sum modulo 2^256 of the leaves of all live rows.
        position: The position that the next new row gets.
        slots: Digest of the key slots.
    """

    counter: int
    rows: int
    sum: int
    position: int
    slots: bytes

    def encode(self) -> bytes:
        """Canonical JSON, padded with zeros."""
        fields = {
            "counter": self.counter,
            "position": self.position,
            "rows": self.rows,
            "slots": self.slots.hex(),
            "sum": self.sum.to_bytes(32).hex(),
        }
        data = json.dumps(fields, separators=(",", ":"), sort_keys=True).encode()
        return data.ljust(padded_bytes(len(data), HEAD_FLOOR_BYTES), b"\0")

    @classmethod
    def decode(cls, data: bytes) -> "Head":
        """Read a head that was unsealed.

        Raises:
            IntegrityError: ``format_unknown`` when it does not read.
        """
        try:
            fields = json.loads(data.rstrip(b"\0"))
            return cls(
                counter=int(fields["counter"]),
                rows=int(fields["rows"]),
                sum=int.from_bytes(bytes.fromhex(fields["sum"])),
                position=int(fields["position"]),
                slots=bytes.fromhex(fields["slots"]),
            )
        except (ValueError, KeyError, TypeError):
            raise IntegrityError("format_unknown") from None

"""What goes over the pipe from the parser process: bounded frames, and nothing in them is believed unchecked.

A frame is one kind byte, a length (4 bytes, big endian) and a payload. Records travel as JSON, one by one as
`records.codec` writes them or many facts as the columns of `records.table`: nothing is ever unpickled. The
parser may have been taken over by the file it reads, so the house's side checks shapes, types, dates and
numbers before a record is let in.
"""

import dataclasses
import json
import struct
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import orjson

from connectors.base import About
from core import garbage
from records import codec, table
from records.metrics import metrics
from records.model import Fact, Passage, Person, Problem, Record
from records.samples import ROWS_MAX, Samples
from records.source import Source
from records.when import When

RECORDS, SAMPLES, ABOUT, ERROR, DONE = b"R", b"S", b"A", b"E", b"D"
PICTURE, PART, WALLS = b"P", b"B", b"W"
WANT = b"?"
_KINDS = frozenset((RECORDS, SAMPLES, ABOUT, ERROR, DONE, PICTURE, PART, WALLS, WANT))
_HEADER = struct.Struct(">cI")
_RANGE = struct.Struct(">QQ")

MAX_FRAME = 32 * 1024 * 1024
"""Bytes in one frame."""
MAX_TOTAL = 256 * 1024 * 1024
"""Bytes from one parser process."""
MOST_RECORDS = 4096
"""Records in one frame."""
_FEW = 16
_KEYS_MAX = 100
"""Keys of one document."""
"""Facts for which columns do not pay."""
_MAX_DIGITS = 60
_HARMLESS = frozenset((str, int, bool, type(None)))
_TYPES: dict[str, type[Record | Problem]] = {kind.__name__: kind for kind in (Fact, Passage, Person, Problem)}


def pack(kind: bytes, payload: bytes) -> bytes:
    """One frame."""
    return _HEADER.pack(kind, len(payload)) + payload


def pack_want(at: int, count: int) -> bytes:
    """That `count` bytes of the file are wanted, from `at` on."""
    return pack(WANT, _RANGE.pack(at, count))


def unpack_want(payload: bytes, size_bytes: int) -> tuple[int, int]:
    """Where the wanted piece of the file begins and ends.

    Raises:
        ValueError: Not a place in a file of `size_bytes`.
    """
    if len(payload) != _RANGE.size:
        raise ValueError("not a range")
    at, count = _RANGE.unpack(payload)
    if at + count > size_bytes:
        raise ValueError("beyond the file")
    return at, at + count


def pack_records(records: Sequence[Record | Problem]) -> bytes:
    """Records as frames: one, or several where one would be too large.

    At most `MOST_RECORDS`.
    """
    try:
        payload = orjson.dumps(_columns(records))
    except TypeError:  # half of a character pair, which JSON cannot hold
        plain = [codec.to_plain(record) for record in records]
        payload = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    if len(payload) > MAX_FRAME and len(records) > 1:
        half = len(records) // 2
        return pack_records(records[:half]) + pack_records(records[half:])
    return pack(RECORDS, payload)


def _columns(records: Sequence[Record | Problem]) -> Any:
    """The facts as columns and the others where they stand among them; all one by one when facts are few."""
    facts = [record for record in records if isinstance(record, Fact)]
    if len(facts) < _FEW:
        return [codec.to_plain(record) for record in records]
    return {
        "facts": table.write(Fact, facts, elsewhere=("source",)),
        "sources": table.write(Source, [fact.source for fact in facts]),
        "others": [
            (at, codec.to_plain(record)) for at, record in enumerate(records) if not isinstance(record, Fact)
        ],
    }


class Unpacker:
    """Cuts what comes out of the pipe into frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._total = 0

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """The frames that `data` completes, as (kind, payload).

        Raises:
            ValueError: Too long, too many, or of no known kind.
        """
        self._total += len(data)
        if self._total > MAX_TOTAL:
            raise ValueError("too many bytes")
        self._buffer += data
        while len(self._buffer) >= _HEADER.size:
            kind, length = _HEADER.unpack_from(self._buffer)
            if kind not in _KINDS or length > MAX_FRAME:
                raise ValueError("not a frame")
            end = _HEADER.size + length
            if len(self._buffer) < end:
                return
            payload = bytes(self._buffer[_HEADER.size : end])
            del self._buffer[:end]
            yield kind, payload


@garbage.left()
def unpack_records(payload: bytes) -> list[Record | Problem]:
    """The records of one frame.

    Raises:
        ValueError: Not records, or a date or number in them that no source could have printed.
    """
    plain = orjson.loads(payload)
    try:
        if isinstance(plain, dict):
            return _admit_columns(**plain)
        if isinstance(plain, list) and len(plain) <= MOST_RECORDS:
            return [_admit(item) for item in plain]
    except (TypeError, KeyError, IndexError, AttributeError, ArithmeticError, StopIteration):
        pass
    raise ValueError("record shape")


def _admit(plain: Any) -> Record | Problem:
    record = codec.from_plain(_TYPES[plain["_"]], plain)
    _check(record)
    return record


def _admit_columns(facts: Any, sources: Any, others: Any) -> list[Record | Problem]:
    # Columns that name one value again and again are short: counted before they are spread out.
    if not 0 <= facts["n"] + len(others) <= MOST_RECORDS or sources["n"] != facts["n"]:
        raise ValueError("too many records")
    records: list[Record | Problem] = []
    records += table.read(
        Fact, facts, _readers(Fact).get, source=table.read(Source, sources, _readers(Source).get)
    )
    for at, plain in others:
        records.insert(at, _admit(plain))
    return records


@lru_cache(maxsize=4)
def _readers(kind: type) -> dict[str, table.Reader]:
    """How the values of a column that nobody vouches for are read."""
    return {name: _checked(hint) for name, hint in codec.hints(kind).items()}


def _checked(hint: Any) -> table.Reader:
    read = codec.reader(hint)

    def checked(plain: Any) -> Any:
        value = read(plain)
        if type(value) not in _HARMLESS:
            _check(value)
        return value

    return checked


def _check(value: object) -> None:
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, tuple):
        for item in value:
            _check(item)
        return
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > _MAX_DIGITS:
            raise ValueError("not a printed number")
        return
    if isinstance(value, When):  # its other fields are a word of a list and a number
        if not _is_date(value.local):
            raise ValueError("not a date")
        return
    if isinstance(value, Passage) and not value.text.strip():
        raise ValueError("blank passage")
    kind: type = type(value)
    for name in _fields(kind):
        item = getattr(value, name)
        if type(item) not in _HARMLESS:
            _check(item)


@lru_cache(maxsize=4096)
def _is_date(local: str) -> bool:
    return When.parse(local) is not None


@lru_cache(maxsize=64)
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def unpack_samples(payload: bytes) -> Samples:
    """One batch of samples.

    Raises:
        ValueError: Not samples of a metric we know in its unit, or too many at once.
    """
    try:
        samples = Samples.from_bytes(payload)
    except (ArithmeticError, IndexError):
        raise ValueError("samples shape") from None
    metric = metrics().get(samples.metric)
    if metric is None or metric.unit != samples.unit or len(samples) > ROWS_MAX:
        raise ValueError("samples metric")
    return samples


def pack_about(about: About) -> bytes:
    """What the document says of itself, as one frame."""
    plain = {
        "when": codec.to_plain(about.when),
        "pages": about.pages,
        "identifiers": about.identifiers,
        "replaces": about.replaces,
    }
    return pack(ABOUT, json.dumps(plain).encode())


def unpack_about(payload: bytes) -> About:
    """What the document says of itself.

    Raises:
        ValueError: Not that shape.
    """
    plain = json.loads(payload)
    if not isinstance(plain, dict):
        raise ValueError("not about a document")
    try:
        when = None if plain.get("when") is None else codec.from_plain(When, plain["when"])
    except (TypeError, KeyError, AttributeError):
        raise ValueError("date shape") from None
    _check(when)
    pages = plain.get("pages")
    if pages is not None and (not isinstance(pages, int) or not 0 <= pages <= 1_000_000):  # noqa: PLR2004  any sane count
        raise ValueError("page count")
    return About(when, pages, _keys(plain.get("identifiers")), _keys(plain.get("replaces")))


def _keys(plain: object) -> tuple[str, ...]:
    if (
        not isinstance(plain, list)
        or len(plain) > _KEYS_MAX
        or not all(isinstance(one, str) for one in plain)
    ):
        raise ValueError("document keys")
    return tuple(plain)

"""One file's dense measurements as sealed bodies: columns of one metric from one device, in order of time.

A body is a line of JSON with its length, then the columns one after the other, each deflated by itself. Start
times are kept as differences; a value that has few decimals is kept as a whole number; and the bytes of equal
weight stand together, because they are what repeats. Measured: 3 to 7 bytes a sample instead of 22.

What a vault must know of a body without opening it (`Segment`) is sealed with the file's import.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from core.errors import IntegrityError
from records import codec
from records.samples import OFFSET_UNKNOWN, Samples
from records.source import Lines, Locator, Rows, Source
from vault.unlocked import Item, new_id

KIND = "samples"
ROWS_MAX = 1_000_000
"""Rows of one body: some megabytes sealed."""
_HEAD = 4
_LEVEL = 3
_SCALES = (1, 10, 100, 1000)
_WHOLE = 2**31
_KINDS = frozenset(("<i2", "<i4", "<i8", "<u4", "<f8"))

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Segment:
    """One sealed body, as its file's import knows it.

    Attributes:
        id: Of the sealed row.
        metric: Key of ``metrics.toml``.
        source: The file's part, and as `device` who measured.
        n: Rows.
        first_s: Start of the earliest sample, on its own clock: local seconds since 1970.
        last_s: Start of the latest sample, likewise.
    """

    id: str
    metric: str
    source: Source
    n: int
    first_s: int
    last_s: int


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Samples of one metric and device, by time. Columns as in `records.samples.Samples`."""

    start_s: Array
    duration_s: Array
    offset_min: Array
    values: Array

    def __len__(self) -> int:
        return len(self.start_s)

    @classmethod
    def of(cls, batches: Sequence[Samples]) -> "Columns":
        """The rows of several batches together."""

        def whole(name: str, kind: str) -> Array:
            return np.concatenate([np.frombuffer(getattr(one, name), kind) for one in batches])

        return cls(whole("start_s", "=i8"), whole("duration_s", "=i4"), whole("offset_min", "=i2"),
                   whole("values", "=f8"))  # fmt: skip

    @classmethod
    def joined(cls, parts: Sequence["Columns"]) -> "Columns":
        """Several as one."""
        if len(parts) == 1:
            return parts[0]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in _NAMES))

    def at(self, rows: Array | slice) -> "Columns":
        """Some rows of it."""
        return Columns(*(getattr(self, name)[rows] for name in _NAMES))

    def ordered(self) -> "Columns":
        """By start, duration and value, and what is there twice only once, whatever clock wrote it."""
        if len(self) < 2:  # noqa: PLR2004  one row is in order
            return self
        if _rises(self.start_s, self.duration_s, self.values):
            return self
        # Two exports of one device are two orders of one thing: merging them costs a tenth of sorting by all.
        merged = self._picked(np.argsort(self.start_s, kind="stable"))
        if _rises(merged.start_s, merged.duration_s, merged.values):
            return merged
        keys = (merged.offset_min == OFFSET_UNKNOWN, merged.values, merged.duration_s, merged.start_s)
        return merged._picked(np.lexsort(keys))

    def _picked(self, rows: Array) -> "Columns":
        """The rows in another order, those that repeat the one before left out."""
        start, duration, values = self.start_s[rows], self.duration_s[rows], self.values[rows]
        return self.at(rows[_fresh(start, duration, values)])

    def local_s(self) -> Array:
        """Start times on the clock on the wall."""
        offset = np.where(self.offset_min == OFFSET_UNKNOWN, 0, self.offset_min).astype(np.int64)
        return self.start_s + offset * 60

    def to_bytes(self) -> bytes:
        """The body."""
        start = np.diff(self.start_s, prepend=self.start_s[:1])
        scale, values = _whole(self.values)
        head: dict[str, Any] = {"v": 1, "n": len(self), "from": int(self.start_s[0]), "scale": scale, "c": []}
        packed = []
        for column in (_narrow(start), self.duration_s, self.offset_min, values):
            little = column.astype(column.dtype.newbyteorder("<"), copy=False)
            planes = np.ascontiguousarray(little.view(np.uint8).reshape(len(self), -1).T)
            packed.append(zlib.compress(planes.tobytes(), _LEVEL))
            head["c"].append([little.dtype.str, len(packed[-1])])
        line = orjson.dumps(head)
        return b"".join((len(line).to_bytes(_HEAD, "big"), line, *packed))

    @classmethod
    def from_bytes(cls, body: bytes) -> "Columns":
        """Read back what `to_bytes` wrote.

        Raises:
            IntegrityError: ``samples_shape``: a sealed body that is none of ours.
        """
        at = _HEAD + int.from_bytes(body[:_HEAD], "big")
        try:
            head = orjson.loads(body[_HEAD:at])
            if head["v"] != 1:
                raise ValueError("version")
            n, columns = head["n"], []
            for kind, size in head["c"]:
                columns.append(_inflated(body[at : at + size], kind, n))
                at += size
            start, duration, offset, values = columns
        except (ValueError, KeyError, TypeError, zlib.error):
            raise IntegrityError("samples_shape") from None
        return cls(
            np.cumsum(start, dtype=np.int64) + head["from"],
            duration.astype(np.int32, copy=False),
            offset.astype(np.int16, copy=False),
            values.astype(np.float64) / head["scale"] if head["scale"] else values,
        )


_NAMES = ("start_s", "duration_s", "offset_min", "values")


def _rises(start: Array, duration: Array, values: Array) -> bool:
    """Whether every row comes strictly after the one before."""
    if bool(np.all(start[1:] > start[:-1])):
        return True
    if bool(np.any(start[1:] < start[:-1])):
        return False
    same = np.flatnonzero(start[1:] == start[:-1])
    longer = duration[same + 1] > duration[same]
    equal = duration[same + 1] == duration[same]
    return bool(np.all(longer | (equal & (values[same + 1] > values[same]))))


def _fresh(start: Array, duration: Array, values: Array) -> Array:
    new = np.ones(len(start), dtype=bool)
    new[1:] = (start[1:] != start[:-1]) | (duration[1:] != duration[:-1]) | (values[1:] != values[:-1])
    return new


def _narrow(column: Array) -> Array:
    fits = len(column) and column.min() >= 0 and column.max() < 2**32
    return column.astype(np.uint32) if fits else column


def _whole(values: Array) -> tuple[int, Array]:
    """Values as whole numbers of a tenth, a hundredth …, where that gives each of them back exactly."""
    largest = float(np.abs(values).max())
    for scale in _SCALES:
        if largest >= _WHOLE / scale - 1:
            break
        scaled = np.rint(values * scale)
        if bool(np.all(scaled / scale == values)):
            return scale, scaled.astype(np.int32)
    return 0, values


def _inflated(packed: bytes, kind: str, n: int) -> Array:
    if kind not in _KINDS:
        raise ValueError("kind of column")
    dtype = np.dtype(kind)
    planes = np.frombuffer(zlib.decompress(packed), np.uint8)
    return np.ascontiguousarray(planes.reshape(dtype.itemsize, n).T).view(dtype)[:, 0]


def plain(segment: Segment) -> dict[str, Any]:
    """As an import's JSON holds it; the file is the import's own."""
    source = codec.to_plain(replace(segment.source, file_id="", file_name=""))
    return {
        "id": segment.id, "metric": segment.metric, "source": source,
        "n": segment.n, "from": segment.first_s, "to": segment.last_s,
    }  # fmt: skip


def unplain(held: dict[str, Any], file_id: str, file_name: str) -> Segment:
    """Read back; `ValueError`, `KeyError` or `TypeError` when it is none of ours."""
    source = replace(codec.from_plain(Source, held["source"]), file_id=file_id, file_name=file_name)
    return Segment(held["id"], held["metric"], source, held["n"], held["from"], held["to"])


def gathered(samples: Iterable[Samples], file_id: str, file_name: str) -> Iterator[tuple[Segment, Item]]:
    """What is to be sealed of one file's samples: bodies and what is known of each.

    Args:
        samples: Batches, in any order.
        file_id: Of the sealed original.
        file_name: As the person named it.
    """
    groups: dict[tuple[str, str | None, str], list[Samples]] = {}
    for batch in samples:
        if len(batch):
            key = (batch.metric, batch.source.device, batch.source.member)
            groups.setdefault(key, []).append(batch)
    for (metric, _, _), batches in groups.items():
        source = replace(batches[0].source, locator=_span(batches), file_id=file_id, file_name=file_name)
        columns = Columns.of(batches).ordered()
        for at in range(0, len(columns), ROWS_MAX):
            part = columns.at(slice(at, at + ROWS_MAX))
            local = part.local_s()
            segment = Segment(new_id(), metric, source, len(part), int(local.min()), int(local.max()))
            yield segment, Item(KIND, segment.id, part.to_bytes())


def _span(batches: Sequence[Samples]) -> Locator:
    """From the first place to the last, where places have an order."""
    places = [batch.source.locator for batch in batches]
    lines = [place for place in places if isinstance(place, Lines)]
    if len(lines) == len(places):
        return Lines(min(place.first for place in lines), max(place.last for place in lines))
    rows = [place for place in places if isinstance(place, Rows)]
    if len(rows) == len(places) and len({place.table for place in rows}) == 1:
        return Rows(rows[0].table, min(place.first for place in rows), max(place.last for place in rows))
    return places[0]

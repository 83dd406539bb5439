"""Dense measurements: what a watch, a phone or a sensor writes many times a day, as columns.

A sample is too small to be a `Fact` and too many to be read one by one. Its exactness is that of a 64-bit
float, which holds every value such devices print; what a laboratory or a person states is a `Quantity`.
"""

import sys
from array import array
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, Self

import orjson

from records import codec
from records.source import Source

ROWS_MAX = 50_000
"""Rows of one batch."""
OFFSET_UNKNOWN = -32768
"""In `offset_min`: the source does not say how far its clock is from UTC."""

_COLUMNS: tuple[tuple[str, str], ...] = (
    ("start_s", "q"), ("duration_s", "i"), ("offset_min", "h"), ("values", "d"),
)  # fmt: skip
_FIRST_S, _LAST_S = -2_208_988_800, 4_102_444_800  # the years 1900 to 2099
_HEAD = 4

Row = tuple[int, int, int | None, float]
"""Start in seconds, duration in seconds, minutes east of UTC or None, value."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Samples of one metric from one source, in any order. numpy reads the columns without a copy.

    Attributes:
        metric: Key of ``records/data/metrics.toml``.
        unit: UCUM; the metric's.
        source: The file, and as `device` the watch, sensor or app that measured.
        start_s: Seconds since 1970-01-01 UTC (``q``); local seconds where `offset_min` is unknown.
        duration_s: Of each sample (``i``); 0 for an instant.
        offset_min: Minutes east of UTC (``h``), or `OFFSET_UNKNOWN`.
        values: In `unit` (``d``); 1.0 for a metric that only counts time.
    """

    metric: str
    unit: str
    source: Source
    start_s: "array[int]"
    duration_s: "array[int]"
    offset_min: "array[int]"
    values: "array[float]"

    def __len__(self) -> int:
        return len(self.start_s)

    @classmethod
    def of(cls, metric: str, unit: str, source: Source, rows: list[Row]) -> Self:
        """From rows."""
        return cls(
            metric,
            unit,
            source,
            array("q", [row[0] for row in rows]),
            array("i", [row[1] for row in rows]),
            array("h", [OFFSET_UNKNOWN if row[2] is None else row[2] for row in rows]),
            array("d", [row[3] for row in rows]),
        )

    def placed(self, source: Source) -> "Samples":
        """The same samples from a source that knows its file."""
        return replace(self, source=source)

    def to_bytes(self) -> bytes:
        """A line of JSON with its length, then the columns, little endian."""
        head = orjson.dumps(
            {"v": 1, "metric": self.metric, "unit": self.unit, "n": len(self),
             "source": codec.to_plain(self.source)}
        )  # fmt: skip
        columns = (_little(getattr(self, name)).tobytes() for name, _ in _COLUMNS)
        return b"".join((len(head).to_bytes(_HEAD, "big"), head, *columns))

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """Read back what `to_bytes` wrote.

        Raises:
            ValueError: Not that shape, or numbers that no clock or device gives.
        """
        at = _HEAD + int.from_bytes(body[:_HEAD], "big")
        try:
            head: dict[str, Any] = orjson.loads(body[_HEAD:at])
            if head["v"] != 1:
                raise ValueError("version")
            metric, unit, n = str(head["metric"]), str(head["unit"]), int(head["n"])
            source = codec.from_plain(Source, head["source"])
        except (KeyError, TypeError, AttributeError, StopIteration):
            raise ValueError("samples shape") from None
        columns: list[array[Any]] = []
        for _, kind in _COLUMNS:
            column = array(kind)
            end = at + n * column.itemsize
            column.frombytes(body[at:end])
            columns.append(_little(column))
            at = end
        if n < 0 or at != len(body) or any(len(column) != n for column in columns):
            raise ValueError("samples length")
        made = cls(metric, unit, source, *columns)
        if n and not made._possible():
            raise ValueError("samples values")
        return made

    def _possible(self) -> bool:
        started = min(self.start_s) >= _FIRST_S and max(self.start_s) <= _LAST_S
        return started and min(self.duration_s) >= 0 and all(map(isfinite, self.values))


def _little(column: "array[Any]") -> "array[Any]":
    if sys.byteorder == "big":
        column = column[:]
        column.byteswap()
    return column

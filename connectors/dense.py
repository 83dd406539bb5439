"""Columns that fill while a device's export is read: one a metric and device, let go in bounded batches.

Knows nothing of any vendor: units are converted before.
"""

from array import array
from collections.abc import Iterator, Sequence
from math import isfinite

from core.errors import UnreadableFileError
from records.metrics import metrics
from records.samples import OFFSET_UNKNOWN, ROWS_MAX, Samples
from records.source import Locator, Source

LONGEST_S = 366 * 86_400
"""No sample lasts longer."""
_FIRST_S, _LAST_S = -2_208_988_800, 4_102_444_800  # the years 1900 to 2099, as `Samples` has it
_MOST = 1e12
_COLUMNS_MAX = 4_000
_SPARE = 8_000
_HELD_MAX = 3_000_000


class Column:
    """Rows of one metric from one device; whoever appends keeps the four of equal length."""

    __slots__ = ("device", "durations", "metric", "offsets", "starts", "values")

    def __init__(self, metric: str, device: str | None) -> None:
        self.metric, self.device = metric, device
        self.starts, self.durations = array("q"), array("i")
        self.offsets, self.values = array("h"), array("d")

    def taken(self) -> "tuple[array[int], array[int], array[int], array[float]]":
        """All rows; the column is empty afterwards, and its four arrays are the same objects."""
        rows = (self.starts[:], self.durations[:], self.offsets[:], self.values[:])
        for column in (self.starts, self.durations, self.offsets, self.values):
            del column[:]
        return rows

    def add(self, start_s: int, duration_s: int, offset_min: int | None, value: float) -> None:
        """One row. `start_s` is UTC, or the local clock's where the offset is unknown."""
        self.durations.append(duration_s)
        self.starts.append(start_s)
        self.offsets.append(OFFSET_UNKNOWN if offset_min is None else offset_min)
        self.values.append(value)

    def extend(
        self,
        starts_s: Sequence[int],
        durations_s: Sequence[int],
        offsets_min: Sequence[int],
        values: Sequence[float],
    ) -> None:
        """Rows whose offsets are all known; see `add`."""
        self.durations.extend(durations_s)
        self.starts.extend(starts_s)
        self.offsets.extend(offsets_min)
        self.values.extend(values)


class Columns:
    """All columns of one reading.

    Attributes:
        locator: Where in the file the rows are that are let go next.
        impossible: Rows that were dropped: no such time, no such number.
    """

    def __init__(self, locator: Locator, member: str = "") -> None:
        self.locator = locator
        self._member = member
        self._columns: dict[tuple[str, str | None], Column] = {}
        self.impossible = 0

    def of(self, metric: str, device: str | None) -> Column:
        """The column of a metric and a device.

        Raises:
            UnreadableFileError: ``file_too_complex``: more devices than anyone has.
        """
        column = self._columns.get((metric, device))
        if column is None:
            if len(self._columns) >= _COLUMNS_MAX:
                raise UnreadableFileError("file_too_complex")
            column = self._columns[metric, device] = Column(metric, device)
        return column

    def add(
        self,
        metric: str,
        device: str | None,
        start_s: int,
        duration_s: int,
        offset_min: int | None,
        value: float,
    ) -> None:
        """One row; impossible ones are counted."""
        if 0 <= duration_s <= LONGEST_S and _FIRST_S <= start_s <= _LAST_S and -_MOST < value < _MOST:
            self.of(metric, device).add(start_s, duration_s, offset_min, value)
        else:
            self.impossible += 1

    def ready(self) -> Iterator[Samples]:
        """Batches that are nearly full; everything, when much has gathered in many small ones."""
        held = 0
        for column in self._columns.values():
            if len(column.starts) >= ROWS_MAX - _SPARE:
                yield from self._taken(column)
            held += len(column.starts)
        if held > _HELD_MAX:
            yield from self.rest()

    def rest(self) -> Iterator[Samples]:
        """Whatever is left."""
        for column in self._columns.values():
            if column.starts:
                yield from self._taken(column)

    def _taken(self, column: Column) -> Iterator[Samples]:
        starts, durations, offsets, values = column.taken()
        possible = min(starts) >= _FIRST_S and max(starts) <= _LAST_S and min(durations) >= 0
        if not possible or not all(map(isfinite, values)):
            kept = [
                row
                for row in zip(starts, durations, offsets, values, strict=True)
                if _FIRST_S <= row[0] <= _LAST_S and row[1] >= 0 and isfinite(row[3])
            ]
            self.impossible += len(starts) - len(kept)
            starts, durations = array("q", [row[0] for row in kept]), array("i", [row[1] for row in kept])
            offsets, values = array("h", [row[2] for row in kept]), array("d", [row[3] for row in kept])
        unit = metrics()[column.metric].unit
        source = Source(self.locator, device=column.device, member=self._member)
        for at in range(0, len(starts), ROWS_MAX):
            cut = slice(at, at + ROWS_MAX)
            yield Samples(column.metric, unit, source, starts[cut], durations[cut], offsets[cut], values[cut])

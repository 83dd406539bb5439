"""Reads the CSV export of LibreView (FreeStyle Libre 1 to 3).

The header is in the person's language, its nineteen columns are always in the same order: so the order is
what is read, and the units that stand in the header are what it is recognised by.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from connectors import delimited, sniff
from connectors.daytimes import Order, order_of_log, parse
from connectors.delimited import Row
from connectors.glucose import BASAL, BOLUS, CARBS, Log, unit_in
from core.errors import UnreadableFileError
from records.model import Person, Problem, Record
from records.samples import Samples
from records.source import Lines
from records.when import When

_HEADER_WITHIN = 6
_LEAST_COLUMNS = 17
_DEVICE, _TIME = 0, 2
_HISTORIC, _SCAN, _RAPID, _CARBS, _LONG, _NOTES, _STRIP, _KETONE = 4, 5, 7, 9, 12, 13, 14, 15
_DOSES = ((_RAPID, BOLUS), (_LONG, BASAL), (_CARBS, CARBS), (16, BOLUS), (17, BOLUS), (18, BOLUS))
_BY = 4


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether one of the first lines has LibreView's columns, in whatever language."""
    text = sniff.decode(head)
    if text is None:
        return False
    lines = text.splitlines()[:_HEADER_WITHIN]
    return any(_header(delimited.rows(line)) is not None for line in lines if line.strip())


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """The person, then meter values, notes and words of the sensor, then samples.

    Raises:
        UnreadableFileError: ``file_damaged``: there is no header any more.
    """
    text = delimited.text_of(stream.read())
    sample = next((line for line in text.splitlines()[:_HEADER_WITHIN] if unit_in(line)), "")
    rows = delimited.rows(text, separator=delimited.separator_of(sample))
    at = _header(rows)
    if at is None:
        raise UnreadableFileError("file_damaged")
    if at and rows[0].cell(_BY):
        yield Person(names=(rows[0].cell(_BY),))
    yield from _log(rows[at].cells, rows[at + 1 :]).records()


def _header(rows: list[Row]) -> int | None:
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        glucose = [unit_in(row.cell(place)) for place in (_HISTORIC, _SCAN, _STRIP)]
        if len(row.cells) >= _LEAST_COLUMNS and None not in glucose and unit_in(row.cell(_KETONE)):
            return index
    return None


@dataclass(frozen=True, slots=True)
class _Columns:
    """The unit and the printed name of each glucose column."""

    header: tuple[str, ...]

    def unit(self, place: int) -> str | None:
        return unit_in(self.header[place])

    def label(self, place: int) -> str:
        text = self.header[place]
        for unit in ("mg/dL", "mmol/L", "(mg/dL)", "(mmol/L)", "()"):
            text = text.replace(unit, "")
        return " ".join(text.split())


def _log(header: tuple[str, ...], rows: list[Row]) -> Log:
    log, columns = Log(), _Columns(header)
    order = _order([row.cell(_TIME) for row in rows])
    for row in rows:
        if row.cell(_TIME):
            _take(log, row, parse(row.cell(_TIME), order), columns)
    return log


def _order(times: list[str]) -> Order | None:
    """Where twelve days or fewer settle nothing: LibreView puts the month first with AM and PM only."""
    order = order_of_log(times)
    if order is None and times:
        return Order.MDY if times[0].upper().rstrip(".").endswith(("AM", "PM", "M.")) else Order.DMY
    return order


def _take(log: Log, row: Row, when: When | None, columns: _Columns) -> None:
    place, device = Lines(row.first, row.last), row.cell(_DEVICE) or None
    for index in (_HISTORIC, _SCAN):
        if row.cell(index):
            log.sensor(when, row.cell(index), columns.unit(index), device, place, columns.label(index))
    if row.cell(_STRIP):
        log.drop(when, row.cell(_STRIP), columns.unit(_STRIP), device, place, columns.label(_STRIP))
    if row.cell(_KETONE):
        unit, label = columns.unit(_KETONE), columns.label(_KETONE)
        log.drop(when, row.cell(_KETONE), unit, device, place, label, analyte=None)
    for index, metric in _DOSES:
        if row.cell(index):
            log.dose(metric, when, row.cell(index), device, place)
    if row.cell(_NOTES):
        log.note(when, row.cell(_NOTES), device, place)

"""Reads the CSV export of Medtronic CareLink: blocks for pump, meter and sensor, each with its own header."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import BinaryIO

from connectors import delimited, sniff
from connectors.daytimes import Order, at, order_of_log, parse, parse_time
from connectors.delimited import Row, column
from connectors.glucose import BASAL, BOLUS, CARBS, Log, seconds, unit_in
from core.errors import UnreadableFileError
from records.model import Person, Problem, Record
from records.quantity import parse_number
from records.samples import Samples
from records.source import Lines
from records.when import Precision, When
from records.words import words

_HEADER_WITHIN = 20
_METER = ("bg reading", "lecture glycemie", "glycemie mesuree", "bz messung", "lectura gs")
_SENSOR = ("sensor glucose", "glucose capteur", "sensorglukose", "glucosa sensor")
_DATE, _CLOCK = ("date", "datum", "fecha", "data"), ("time", "heure", "uhrzeit", "hora", "ora", "tijd")
_MARK = re.compile(r"[^:]{1,30}:\s*(?P<value>[\d.,]+)\s*(?:g|grams?|grammes?|gramm|gramos?)\Z", re.IGNORECASE)
_RULE = "-------"
_DAY_S = 86400


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether one of the first lines is the header of a CareLink block."""
    text = sniff.decode(head)
    if text is None:
        return False
    lines = [line for line in text.splitlines()[:_HEADER_WITHIN] if line.strip()]
    return any(_is_header(row) for line in lines for row in delimited.rows(line))


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """The person, then meter values and notes, then samples.

    Raises:
        UnreadableFileError: ``file_damaged``: there is no block any more.
    """
    text = delimited.text_of(stream.read())
    header = next((line for line in text.splitlines() if _is_header_line(line)), None)
    if header is None:
        raise UnreadableFileError("file_damaged")
    rows = delimited.rows(text, separator=delimited.separator_of(header))
    yield from _person(rows)
    yield from _read(rows).records()


def _is_header_line(line: str) -> bool:
    return unit_in(line) is not None and any(map(_is_header, delimited.rows(line)))


def _is_header(row: Row) -> bool:
    return (
        words(row.cell(0)) == ("index",)
        and column(row.cells, *_DATE) is not None
        and column(row.cells, *_METER) is not None
        and column(row.cells, *_SENSOR) is not None
    )


def _person(rows: list[Row]) -> Iterator[Person]:
    """The first line names columns, the second holds the person's names."""
    if len(rows) > 1 and not _is_header(rows[0]) and not rows[0].cell(0).startswith(_RULE):
        names = [name for name in (rows[1].cell(1), rows[1].cell(0)) if name]
        if names and len(rows[0].cells) > 3:  # noqa: PLR2004  last name, first name, ids
            yield Person(names=(" ".join(names),))


@dataclass(slots=True)
class _Block:
    """The columns of the block that is being read."""

    header: tuple[str, ...]
    device: str | None
    order: Order | None
    meter: int | None = field(init=False)
    sensor: int | None = field(init=False)

    def __post_init__(self) -> None:
        self.meter, self.sensor = column(self.header, *_METER), column(self.header, *_SENSOR)
        self.date, self.clock = column(self.header, *_DATE), column(self.header, *_CLOCK)
        self.rate = column(self.header, "basal rate", "debit basal", "basalrate")
        self.temporary = column(self.header, "temp basal amount", "temp basal type")
        self.suspend = column(self.header, "suspend")
        self.bolus = column(self.header, "bolus volume delivered", "volume bolus administre")
        self.carbs = column(self.header, "bwz carb input", "glucides")
        self.marker = column(self.header, "event marker", "marqueur evenement")

    date: int | None = field(init=False)
    clock: int | None = field(init=False)
    rate: int | None = field(init=False)
    temporary: int | None = field(init=False)
    suspend: int | None = field(init=False)
    bolus: int | None = field(init=False)
    carbs: int | None = field(init=False)
    marker: int | None = field(init=False)

    def when(self, row: Row) -> When | None:
        day, clock = parse(row.cell(self.date), self.order), parse_time(row.cell(self.clock))
        return at(day, clock) if day is not None and clock is not None else day


def _read(rows: list[Row]) -> Log:
    log, block, device = Log(), None, None
    rates: list[tuple[When, str, Lines]] = []
    changed = False
    order = order_of_log([row.cell(1) for row in rows])
    for row in rows:
        if row.cell(0).startswith(_RULE):
            device = row.cell(1) or None
        elif _is_header(row):
            block = _Block(row.cells, device, order)
        elif block is not None and row.cell(block.date):
            when, place = block.when(row), Lines(row.first, row.last)
            changed = changed or bool(row.cell(block.temporary) or row.cell(block.suspend))
            if row.cell(block.rate) and when is not None:
                rates.append((when, row.cell(block.rate), place))
            _take(log, block, row, when, place)
    if changed:
        log.problems["basal_rates_not_read"] += len(rates)
    else:
        _basal(log, rates, device)
    return log


def _take(log: Log, block: _Block, row: Row, when: When | None, place: Lines) -> None:
    for index, take in ((block.sensor, log.sensor), (block.meter, log.drop)):
        if index is not None and row.cell(index):
            label = re.sub(r"\s*\([^)]*\)", "", block.header[index])
            take(when, row.cell(index), unit_in(block.header[index]), block.device, place, label)
    if row.cell(block.bolus):
        log.dose(BOLUS, when, row.cell(block.bolus), block.device, place)
    if row.cell(block.carbs):
        log.dose(CARBS, when, row.cell(block.carbs), block.device, place)
    mark = row.cell(block.marker)
    meal = _MARK.match(mark)
    if meal:
        log.dose(CARBS, when, meal["value"], block.device, place)
    elif mark:  # insulin whose kind is not said, exercise, what the person wrote
        log.note(when, mark, block.device, place)


def _basal(log: Log, rates: list[tuple[When, str, Lines]], device: str | None) -> None:
    """A rate holds until the next one, for a day at most; the last one has no end and is left out."""
    timed = sorted(
        (rate for rate in rates if rate[0].precision is Precision.SECOND), key=lambda rate: rate[0]
    )
    for (when, text, place), (following, _, _) in pairwise(timed):
        rate, held = parse_number(text), seconds(following) - seconds(when)
        if rate is not None and 0 < held <= _DAY_S:
            log.dose(BASAL, when, str(float(rate.value) * held / 3600), device, place, held)

"""Oura's documents by their fields, whether they stand in JSON or in a table. HRV is RMSSD.

Scores (readiness, sleep, activity, resilience) are Oura's own and not kept.

Source: Oura API v2 (cloud.ouraring.com/v2/docs): names, units, the meaning of the five-minute phases.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeGuard

import orjson

from connectors import nights
from connectors.delimited import Row
from connectors.dense import Columns
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Problem
from records.quantity import Quantity, parse_number
from records.samples import OFFSET_UNKNOWN, Samples
from records.source import JsonPointer, Lines, Locator, Source
from records.when import Precision, When

Found = Iterator[Fact | Problem | Samples]
Item = Mapping[str, Any]

_DEVICE = "Oura ring"
_EXERCISE, _SLEEP = Coding(LOINC, "55411-3", "Exercise duration"), Coding(LOINC, "93832-4", "Sleep duration")
_PHASES = {"1": nights.DEEP, "2": nights.LIGHT, "3": nights.REM, "4": nights.AWAKE}
_PHASE_S = 300
_DAY_S = 86_400
_STAGES = (
    ("light_sleep_duration", "light"), ("deep_sleep_duration", "deep"), ("rem_sleep_duration", "REM"),
)  # fmt: skip
_DAYS = (
    ("steps", "steps", 2e5),
    ("active_calories", "energy_active", 2e4),
    ("total_calories", "energy_total", 3e4),
)
_SERIES = (("heart_rate", "heart_rate", 300), ("hrv", "hrv_rmssd", 1000))
_SANE = 1e9
_AS_IS = frozenset(("sleep_phase_5_min", "hypnogram_5min"))
"""Digits that are no number."""


class Reader:
    """What has been read of one export."""

    def __init__(self) -> None:
        self._columns = Columns(JsonPointer(""))
        self._problems: Counter[str] = Counter()

    def document(self, whole: Any, member: str) -> Found:
        """Lists of documents, under their names or alone."""
        lists = whole.items() if isinstance(whole, dict) else (("", whole),)
        for name, listed in lists:
            for at, item in enumerate(listed if isinstance(listed, list) else ()):
                if isinstance(item, dict):
                    pointer = f"/{name}/{at}" if name else f"/{at}"
                    yield from self._item(item, JsonPointer(pointer), member)
            yield from self._columns.ready()

    def table(self, rows: Sequence[Row], member: str) -> Found:
        """The same from a table, whose cells may hold JSON."""
        header = rows[0].cells if rows else ()
        for row in rows[1:]:
            filled = [(label, cell) for label, cell in zip(header, row.cells, strict=False) if cell]
            item = {label: cell if label in _AS_IS else _cell(cell) for label, cell in filled}
            yield from self._item(item, Lines(row.first, row.last), member)
        yield from self._columns.ready()

    def rest(self) -> Found:
        """Samples, and what could not be read."""
        yield from self._columns.rest()
        self._problems["samples_not_read"] += self._columns.impossible
        yield from (Problem(code, count=count) for code, count in self._problems.items() if count)

    def _item(self, item: Item, locator: Locator, member: str) -> Iterator[Fact]:
        source = Source(locator, device=_DEVICE, member=member)
        if "bedtime_start" in item:
            yield from self._night(item, source)
        elif "bpm" in item:
            self._beat(item)
        elif "steps" in item and "day" in item:
            self._day(item)
        elif "spo2_percentage" in item:
            self._saturation(item)
        elif "activity" in item and "start_datetime" in item:
            yield from self._workout(item, source)

    def _night(self, item: Item, source: Source) -> Iterator[Fact]:
        start, end = _moment(item.get("bedtime_start")), _moment(item.get("bedtime_end"))
        lengths = [(name, item.get(field)) for field, name in _STAGES]
        slept = sum(int(value) for _, value in lengths if _is_number(value) and value > 0)
        if item.get("type") in ("deleted", "rest") or not slept:
            return
        if start is None or end is None or not 0 < slept <= end[0] - start[0] <= _DAY_S:
            self._problems["samples_not_read"] += 1
            return
        self._columns.add(nights.IN_BED, _DEVICE, start[0], end[0] - start[0], start[1], 1.0)
        phases = item.get("sleep_phase_5_min") or item.get("hypnogram_5min")
        if isinstance(phases, str):
            self._phases(phases, start, end[0])
        else:
            self._columns.add(nights.ASLEEP, _DEVICE, start[0], slept, start[1], 1.0)
        for field, metric, most in _SERIES:
            self._series(metric, item.get(field), most)
        minutes = str(round(slept / 60))
        awake = ("awake", item.get("awake_time"))
        said = [
            f"{name} {round(value / 60)} min"
            for name, value in (*lengths, awake)
            if _is_number(value) and value > 0
        ]
        yield Fact(
            Kind.OBSERVATION, "Sleep", source, codings=(_SLEEP,), quantity=Quantity(Decimal(minutes), "min"),
            value_text=minutes, unit_text="min", start=nights.when(*start), end=nights.when(*end),
            detail=", ".join(said),
        )  # fmt: skip

    def _phases(self, phases: str, start: tuple[int, int | None], end: int) -> None:
        """Five minutes a digit; neighbours of one kind are one stretch."""
        at = 0
        while at < len(phases):
            until = at + 1
            while until < len(phases) and phases[until] == phases[at]:
                until += 1
            stage = _PHASES.get(phases[at])
            first, last = start[0] + at * _PHASE_S, min(start[0] + until * _PHASE_S, end)
            if stage is not None and last > first:
                self._columns.add(stage, _DEVICE, first, last - first, start[1], 1.0)
            at = until

    def _series(self, metric: str, series: Any, most: float) -> None:
        if not isinstance(series, dict):
            return
        start, each, items = _moment(series.get("timestamp")), series.get("interval"), series.get("items")
        if start is None or not _is_number(each) or not 0 < each <= 3600 or not isinstance(items, list):  # noqa: PLR2004  seconds
            self._problems["samples_not_read"] += 1
            return
        for at, value in enumerate(items):
            if _is_number(value) and 0 < value <= most:
                self._columns.add(metric, _DEVICE, start[0] + int(at * each), 0, start[1], float(value))

    def _beat(self, item: Item) -> None:
        moment, beats = _moment(item.get("timestamp")), item.get("bpm")
        if moment is None or not _is_number(beats) or not 0 < beats <= 300:  # noqa: PLR2004  no heart beats faster
            self._problems["samples_not_read"] += 1
            return
        self._columns.add("heart_rate", _DEVICE, moment[0], 0, moment[1], float(beats))

    def _day(self, item: Item) -> None:
        day = When.parse(str(item.get("day")))
        if day is None or day.precision is not Precision.DAY:
            self._problems["rows_without_date"] += 1
            return
        begin = _moment(item.get("timestamp"))
        midnight = int(datetime.fromisoformat(day.local).replace(tzinfo=UTC).timestamp())
        offset = begin[1] if begin is not None else None
        start = midnight - (offset or 0) * 60
        for field, metric, most in _DAYS:
            value = item.get(field)
            if _is_number(value) and 0 < value <= most:
                self._columns.add(
                    metric, _DEVICE, start, _DAY_S, OFFSET_UNKNOWN if offset is None else offset, float(value)
                )

    def _saturation(self, item: Item) -> None:
        day, held = When.parse(str(item.get("day"))), item.get("spo2_percentage")
        average = held.get("average") if isinstance(held, dict) else held
        if day is None or day.precision is not Precision.DAY:
            self._problems["rows_without_date"] += 1
        elif _is_number(average) and 50 < average <= 100:  # noqa: PLR2004  percent of the living
            start = int(datetime.fromisoformat(day.local).replace(tzinfo=UTC).timestamp())
            self._columns.add("spo2", _DEVICE, start, 0, OFFSET_UNKNOWN, float(average))

    def _workout(self, item: Item, source: Source) -> Iterator[Fact]:
        start, end = _moment(item.get("start_datetime")), _moment(item.get("end_datetime"))
        if start is None or end is None or not 0 < end[0] - start[0] <= 7 * _DAY_S:
            self._problems["rows_without_date"] += 1
            return
        minutes = format(round(Decimal(end[0] - start[0]) / 60, 1), "f")
        name = str(item.get("activity") or "workout").replace("_", " ")[:100]
        said = [
            f"{label} {format(round(Decimal(repr(value)) / divisor, 2).normalize(), 'f')} {unit}"
            for label, value, divisor, unit in (
                ("distance", item.get("distance"), 1000, "km"), ("energy", item.get("calories"), 1, "kcal"),
            )
            if _is_number(value) and value > 0
        ]  # fmt: skip
        yield Fact(
            Kind.OBSERVATION, name[:1].upper() + name[1:], source, codings=(_EXERCISE,),
            quantity=Quantity(Decimal(minutes), "min"), value_text=minutes, unit_text="min",
            start=nights.when(*start), end=nights.when(*end), detail=", ".join(said) or None,
        )  # fmt: skip


def _cell(text: str) -> Any:
    """A cell as the JSON it may hold, as a number, or as it is."""
    if text[:1] in "{[":
        try:
            return orjson.loads(text)
        except ValueError:
            return text
    number = parse_number(text) if len(text) <= 15 and "-" not in text[1:] else None  # noqa: PLR2004  a measurement
    return text if number is None or number.comparator else float(number.value)


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _SANE


def _moment(value: Any) -> tuple[int, int | None] | None:
    """Seconds since 1970 in UTC and minutes east of it; the local clock and None where it is not said."""
    when = When.parse(value) if isinstance(value, str) else None
    if when is None or when.precision is not Precision.SECOND:
        return None
    moment = when.utc or datetime.fromisoformat(when.local).replace(tzinfo=UTC)
    return int(moment.timestamp()), when.offset_min

"""Fitbit in a Takeout archive: a file a day or a month for each kind.

Days are written month first, at the clock on the wall, without its distance from UTC. Weights have no unit:
kilograms or pounds are told by the body mass index beside them and the height in the profile, or not at all.

Source: layout and units from public readers of Takeout.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson

from connectors import delimited, nights
from connectors.archive import Member
from connectors.dense import Columns
from connectors.nights import Nights, Stretch
from connectors.parts import place
from core.errors import UnreadableFileError
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Problem
from records.quantity import Quantity, parse_number
from records.samples import OFFSET_UNKNOWN, Samples
from records.source import JsonPointer, Source
from records.when import Precision, When

Found = Iterator[Fact | Problem | Samples]
Item = Mapping[str, Any]

_NAME = re.compile(
    r"(?:^|/)(steps|heart_rate|resting_heart_rate|calories|sleep|weight|exercise)-(?:\d{4}-\d\d-\d\d|\d+)\.json\Z"
)
_TABLE = re.compile(r"(?:^|/)(Heart Rate Variability Details|Minute SpO2) - [^/]*\.csv\Z")
_PROFILE = re.compile(r"(?:^|/)Profile\.csv\Z")
_US = re.compile(r"(\d\d)/(\d\d)/(\d\d) (\d\d:\d\d:\d\d)\Z")
_US_DAY = re.compile(r"(\d\d)/(\d\d)/(\d\d)\Z")
_DEVICE = "Fitbit"
_EXERCISE = Coding(LOINC, "55411-3", "Exercise duration")
_STAGES = {
    "wake": nights.AWAKE, "awake": nights.AWAKE, "restless": nights.AWAKE, "asleep": nights.ASLEEP,
    "light": nights.LIGHT, "deep": nights.DEEP, "rem": nights.REM,
}  # fmt: skip
_POUND = Decimal("0.45359237")
_CLOSE = Decimal("0.08")
_FASTEST = 300
_LEAST_SPO2 = 50  # what the band writes when it could not measure
_LONGEST_STAGE_S = 24 * 3600


class Fitbit:
    """The Fitbit folder of one archive."""

    def __init__(self, members: Sequence[Member]) -> None:
        self._there = any(_NAME.search(member.path) or "Fitbit" in member.path for member in members)
        self._columns = Columns(JsonPointer(""), "")
        self._asleep = Nights(JsonPointer(""), "")
        self._problems: Counter[str] = Counter()
        self._height_m: Decimal | None = None
        self._weights: list[tuple[Item, Source]] = []

    def wants(self, path: str) -> bool:
        """Whether a file is one of ours that says something."""
        return self._there and bool(_NAME.search(path) or _TABLE.search(path) or _PROFILE.search(path))

    def read(self, path: str, data: bytes) -> Found:
        """One file."""
        match = _NAME.search(path)
        if match is None:
            yield from self._table(path, data)
            return
        try:
            loaded = orjson.loads(data)
        except ValueError:
            yield Problem("part_not_read", place(path))
            return
        for at, item in enumerate(loaded if isinstance(loaded, list) else ()):
            if isinstance(item, dict):
                yield from self._item(
                    match[1], item, Source(JsonPointer(f"/{at}"), device=_DEVICE, member=path)
                )
        yield from self._columns.ready()

    def rest(self) -> Found:
        """What waited for the profile; nights and samples; and what could not be read."""
        for item, source in self._weights:
            yield from self._weight(item, source)
        yield from nights.rest(self._asleep, self._columns, self._problems)

    def _item(self, kind: str, item: Item, source: Source) -> Iterator[Fact]:
        value = item.get("value")
        inner: Item = value if isinstance(value, dict) else {}
        match kind:
            case "steps":
                self._sample("steps", item.get("dateTime"), value, most=1e5)
            case "calories":
                self._sample("energy_total", item.get("dateTime"), value, most=1e4)
            case "heart_rate" if inner.get("confidence") == 0:
                self._problems["measures_not_kept"] += 1
            case "heart_rate":
                self._sample("heart_rate", item.get("dateTime"), inner.get("bpm"), most=_FASTEST)
            case "resting_heart_rate":
                self._sample("resting_heart_rate", item.get("dateTime"), inner.get("value"), most=_FASTEST)
            case "weight":
                self._weights.append((item, source))
            case "sleep":
                self._night(item)
            case _:
                yield from self._workout(item, source)

    def _sample(self, metric: str, at: Any, value: Any, *, most: float, lasted: int | None = None) -> None:
        number = _number(value)
        if number is None or number == 0:
            return
        moment = _moment(at)
        if moment is None or not 0 < number <= most:
            self._problems["samples_not_read"] += 1
            return
        minute = 60 if metric in ("steps", "energy_total") else 0
        self._columns.add(
            metric, _DEVICE, moment, minute if lasted is None else lasted, OFFSET_UNKNOWN, number
        )

    def _night(self, item: Item) -> None:
        levels = item.get("levels")
        listed = levels.get("data") if isinstance(levels, dict) else None
        for one in listed if isinstance(listed, list) else ():
            if not isinstance(one, dict):
                continue
            start, lasted = _moment(one.get("dateTime")), one.get("seconds")
            stage = _STAGES.get(str(one.get("level")))
            if (
                start is None
                or stage is None
                or not isinstance(lasted, int)
                or not 0 < lasted <= _LONGEST_STAGE_S
            ):
                self._problems["samples_not_read"] += 1
                continue
            self._columns.add(stage, _DEVICE, start, lasted, OFFSET_UNKNOWN, 1.0)
            self._asleep.add(_DEVICE, Stretch(start, start + lasted, stage, None))

    def _workout(self, item: Item, source: Source) -> Iterator[Fact]:
        start, lasted = (
            _moment(item.get("startTime")),
            _number(item.get("activeDuration") or item.get("duration")),
        )
        if start is None or lasted is None or lasted <= 0:
            self._problems["rows_without_date"] += 1
            return
        minutes = format(round(Decimal(repr(lasted)) / 60_000, 1), "f")
        said = [
            f"{label} {format(round(Decimal(repr(number)), 2).normalize(), 'f')} {unit}"
            for label, field, unit in (
                ("energy", "calories", "kcal"), ("heart rate average", "averageHeartRate", "/min"),
            )
            if (number := _number(item.get(field))) is not None and number > 0
        ]  # fmt: skip
        name = str(item.get("activityName") or "Workout")[:100]
        yield Fact(
            Kind.OBSERVATION, name, source, codings=(_EXERCISE,), quantity=Quantity(Decimal(minutes), "min"),
            value_text=minutes, unit_text="min", start=nights.when(start, None),
            detail=", ".join(said) or None,
        )  # fmt: skip

    def _weight(self, item: Item, source: Source) -> Iterator[Fact]:
        day, clock = _US_DAY.match(str(item.get("date"))), str(item.get("time"))
        start = When.parse(f"20{day[3]}-{day[1]}-{day[2]}T{clock}") if day else None
        if start is None or start.precision is not Precision.SECOND:
            self._problems["rows_without_date"] += 1
            return
        weight, bmi = _decimal(item.get("weight")), _decimal(item.get("bmi"))
        unit = self._weight_unit(weight, bmi)
        if unit is None:
            self._problems["values_without_unit"] += 1
        for label, code, value, ucum, printed in (
            ("Weight", "29463-7", weight if unit else None, "[lb_av]" if unit == "lb" else "kg", unit or ""),
            ("Body mass index", "39156-5", bmi, "kg/m2", "kg/m²"),
            ("Body fat percentage", "41982-0", _decimal(item.get("fat")), "%", "%"),
        ):
            if value is None or value <= 0:
                continue
            text = format(round(value, 2).normalize(), "f")
            yield Fact(
                Kind.OBSERVATION, label, source, codings=(Coding(LOINC, code),),
                quantity=Quantity(Decimal(text), ucum), value_text=text, unit_text=printed, start=start,
            )  # fmt: skip

    def _weight_unit(self, weight: Decimal | None, bmi: Decimal | None) -> str | None:
        """The unit under which weight, height and body mass index agree."""
        if weight is None or bmi is None or self._height_m is None or bmi <= 0:
            return None
        expected = bmi * self._height_m * self._height_m
        for unit, factor in (("kg", Decimal(1)), ("lb", _POUND)):
            if abs(weight * factor - expected) <= _CLOSE * expected:
                return unit
        return None

    def _table(self, path: str, data: bytes) -> Found:
        try:
            rows = delimited.rows(delimited.text_of(data), separator=",")
        except UnreadableFileError:
            yield Problem("part_not_read", place(path))
            return
        header = rows[0].cells if rows else ()
        if _PROFILE.search(path):
            height = parse_number(rows[1].cell(delimited.column(header, "height"))) if len(rows) > 1 else None
            if height is not None and 100 <= height.value <= 230:  # noqa: PLR2004  centimetres of an adult
                self._height_m = height.value / 100
            return
        spo2 = "SpO2" in path
        column = delimited.column(header, "value" if spo2 else "rmssd")
        for row in rows[1:]:
            number = parse_number(row.cell(column))
            when = When.parse(row.cell(0))
            least = _LEAST_SPO2 if spo2 else 0
            most = 100 if spo2 else 1000
            if (
                number is None
                or when is None
                or when.precision is not Precision.SECOND
                or not least < number.value <= most
            ):
                self._problems["samples_not_read"] += 1
                continue
            moment = when.utc or datetime.fromisoformat(when.local).replace(tzinfo=UTC)
            offset = OFFSET_UNKNOWN if when.offset_min is None else when.offset_min
            metric = "spo2" if spo2 else "hrv_rmssd"
            self._columns.add(metric, _DEVICE, int(moment.timestamp()), 0, offset, float(number.value))
        yield from self._columns.ready()


def _number(value: Any) -> float | None:
    """A number, also where it is written as text."""
    if isinstance(value, str):
        parsed = parse_number(value)
        return None if parsed is None or parsed.comparator else float(parsed.value)
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12:  # noqa: PLR2004  sane
        return None
    return float(value)


def _decimal(value: Any) -> Decimal | None:
    number = _number(value)
    return None if number is None else Decimal(repr(number))


def _moment(value: Any) -> int | None:
    """Seconds of the local clock since 1970; None for what is no time."""
    text = value if isinstance(value, str) else ""
    match = _US.match(text)
    iso = f"20{match[3]}-{match[1]}-{match[2]}T{match[4]}" if match else text.replace(" ", "T")
    when = When.parse(iso)
    if when is None or when.precision is not Precision.SECOND:
        return None
    return int(datetime.fromisoformat(when.local).replace(tzinfo=UTC).timestamp())

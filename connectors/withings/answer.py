"""What Withings' interface answers: groups of measures, days, nights, workouts.

A value is a whole number and a power of ten: 118003 and -3 are 118.003.

Source: developer.withings.com, "Measure v2", "Sleep v2" (types, units, attributes).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple, TypeGuard

from connectors import nights, zones
from connectors.dense import Columns
from connectors.nights import Nights, Stretch
from connectors.whole_json import loaded
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Problem
from records.quantity import Quantity
from records.samples import Samples
from records.source import JsonPointer, Source
from records.when import When

Found = Iterator[Fact | Problem | Samples]
Item = Mapping[str, Any]

EXERCISE = Coding(LOINC, "55411-3", "Exercise duration")
SLEEP = Coding(LOINC, "93832-4", "Sleep duration")
STATES = {0: nights.AWAKE, 1: nights.LIGHT, 2: nights.DEEP, 3: nights.REM}
_REAL, _UNSURE = 1, 1
_BY_HAND = (2, 4)
_LAST_S = 4_102_444_800
_DAY_S = 86_400
_POWER = 12
_DEVICE = "Withings"
_EPOCH = re.compile(r"\d{9,10}\Z")


class Measure(NamedTuple):
    """A kind of measure: label in English, LOINC code, UCUM unit, the unit as people write it."""

    label: str
    loinc: str
    unit: str
    printed: str


MEASURES = {
    1: Measure("Weight", "29463-7", "kg", "kg"),
    4: Measure("Height", "8302-2", "m", "m"),
    5: Measure("Fat-free mass", "", "kg", "kg"),
    6: Measure("Body fat percentage", "41982-0", "%", "%"),
    8: Measure("Fat mass", "", "kg", "kg"),
    9: Measure("Diastolic blood pressure", "8462-4", "mm[Hg]", "mmHg"),
    10: Measure("Systolic blood pressure", "8480-6", "mm[Hg]", "mmHg"),
    11: Measure("Heart rate", "8867-4", "/min", "/min"),
    12: Measure("Temperature", "8310-5", "Cel", "°C"),
    54: Measure("Oxygen saturation", "59408-5", "%", "%"),
    71: Measure("Body temperature", "8310-5", "Cel", "°C"),
    73: Measure("Skin temperature", "", "Cel", "°C"),
    76: Measure("Muscle mass", "", "kg", "kg"),
    77: Measure("Body water", "", "kg", "kg"),
    88: Measure("Bone mass", "", "kg", "kg"),
    91: Measure("Pulse wave velocity", "", "m/s", "m/s"),
    123: Measure("VO2 max (estimated by device)", "", "mL/min/kg", "mL/min/kg"),
}
SPORTS = {
    1: "Walk", 2: "Run", 3: "Hiking", 4: "Skating", 5: "BMX", 6: "Bicycling", 7: "Swimming", 8: "Surfing",
    9: "Kitesurfing", 10: "Windsurfing", 12: "Tennis", 13: "Table tennis", 14: "Squash", 15: "Badminton",
    16: "Weight lifting", 17: "Fitness", 18: "Elliptical", 19: "Pilates", 20: "Basketball", 21: "Soccer",
    22: "Football", 23: "Rugby", 24: "Volleyball", 25: "Water polo", 26: "Horse riding", 27: "Golf",
    28: "Yoga",
    29: "Dancing", 30: "Boxing", 31: "Fencing", 32: "Wrestling", 33: "Martial arts", 34: "Skiing",
    35: "Snowboarding", 187: "Rowing", 188: "Zumba", 191: "Baseball", 192: "Handball", 193: "Hockey",
    194: "Ice hockey", 195: "Climbing", 196: "Ice skating", 306: "Indoor walk", 307: "Indoor run",
    308: "Indoor cycling",
}  # fmt: skip
_DAYS = (("steps", "steps", 2e5), ("calories", "energy_active", 2e4), ("totalcalories", "energy_total", 3e4),
         ("elevation", "floors", 5000))  # fmt: skip
_IN_SLEEP = (("hr", "heart_rate", 300), ("rr", "respiratory_rate", 100), ("rmssd", "hrv_rmssd", 1000),
             ("sdnn_1", "hrv_sdnn", 1000))  # fmt: skip
STAGES = (("lightsleepduration", "light"), ("deepsleepduration", "deep"), ("remsleepduration", "REM"))


def read(data: bytes) -> Found:
    """What an answer states.

    Raises:
        UnreadableFileError: ``file_damaged``: not JSON.
    """
    reader = _Reader()
    yield from reader.answer(loaded(data), "")
    yield from reader.rest()


class _Reader:
    def __init__(self) -> None:
        self._columns = Columns(JsonPointer(""))
        self._asleep = Nights(JsonPointer(""))
        self._problems: Counter[str] = Counter()
        self._seen: set[tuple[Any, ...]] = set()

    def answer(self, whole: Any, pointer: str) -> Found:
        body = whole.get("body") if isinstance(whole, dict) else None
        if isinstance(whole, list):
            yield from self._groups(whole, pointer, None)
        elif isinstance(body, dict):
            zone = body.get("timezone")
            for name in ("measuregrps", "activities", "series"):
                listed = body.get(name)
                if isinstance(listed, list):
                    yield from self._groups(listed, f"{pointer}/body/{name}", zone)

    def _groups(self, items: list[Any], pointer: str, zone: Any) -> Found:
        for at, item in enumerate(items):
            if not isinstance(item, dict):
                continue
            source = Source(JsonPointer(f"{pointer}/{at}"), device=_model(item))
            zoned = item.get("timezone") or zone
            if isinstance(item.get("measures"), list):
                yield from self._measures(item, source, zoned)
            elif "steps" in item and "date" in item:
                self._day(item, zoned)
            elif "state" in item:
                self._state(item, zoned)
            elif isinstance(item.get("data"), dict) and "category" in item:
                yield from self._workout(item, source, zoned)
            elif isinstance(item.get("data"), dict):
                yield from self._night(item, source, zoned)
            else:
                yield from self.answer(item, f"{pointer}/{at}")
        yield from self._columns.ready()

    def rest(self) -> Found:
        yield from nights.rest(self._asleep, self._columns, self._problems)

    def _measures(self, group: Item, source: Source, zone: Any) -> Iterator[Fact]:
        """Goals are no measures; nor is what the scale itself does not know whose it is."""
        measures = [one for one in group["measures"] if isinstance(one, dict)]
        if group.get("category") != _REAL:
            return
        if group.get("attrib") == _UNSURE:
            self._problems["person_unsure"] += len(measures)
            return
        start = _when(group.get("date"), zone)
        by_hand = group.get("attrib") in _BY_HAND
        for one in measures:
            kind, value, power = one.get("type"), one.get("value"), one.get("unit")
            measure = MEASURES.get(kind) if isinstance(kind, int) else None
            if measure is None or one.get("position") is not None:
                self._problems["measures_not_kept"] += 1
            elif not isinstance(value, int) or not isinstance(power, int) or abs(power) > _POWER:
                self._problems["value_not_a_number"] += 1
            elif start is None:
                self._problems["rows_without_date"] += 1
            elif value > 0 and (key := (group.get("grpid"), kind, value, power, start)) not in self._seen:
                self._seen.add(key)
                text = format(Decimal(value).scaleb(power), "f")
                yield Fact(
                    Kind.OBSERVATION, measure.label, source,
                    codings=(Coding(LOINC, measure.loinc),) if measure.loinc else (),
                    quantity=Quantity(Decimal(text), measure.unit), value_text=text,
                    unit_text=measure.printed, start=start, detail="entered by hand" if by_hand else None,
                )  # fmt: skip

    def _day(self, day: Item, zone: Any) -> None:
        date = When.parse(str(day.get("date"))[:10])
        if date is None:
            self._problems["rows_without_date"] += 1
            return
        midnight = int(datetime.fromisoformat(date.local).replace(tzinfo=UTC).timestamp())
        offset = zones.offset(midnight, zone) if isinstance(zone, str) else None
        start = midnight - (offset or 0) * 60
        for field, metric, most in _DAYS:
            value = day.get(field)
            if is_number(value) and 0 < value <= most:
                self._columns.add(metric, _model(day), start, _DAY_S, offset, float(value))

    def _state(self, item: Item, zone: Any) -> None:
        start, end = _seconds(item.get("startdate")), _seconds(item.get("enddate"))
        state = item.get("state")
        stage = STATES.get(state) if isinstance(state, int) else None
        device = _model(item)
        if start is None or end is None or stage is None or not 0 < end - start <= _DAY_S:
            self._problems["samples_not_read"] += 1
            return
        offset = _offset(start, zone)
        self._columns.add(stage, device, start, end - start, offset, 1.0)
        self._asleep.add(device, Stretch(start, end, stage, offset))
        for field, metric, most in _IN_SLEEP:
            listed = item.get(field)
            for at, value in listed.items() if isinstance(listed, dict) else ():
                moment = _seconds(int(at)) if isinstance(at, str) and _EPOCH.match(at) else None
                if moment is not None and is_number(value) and 0 < value <= most:
                    self._columns.add(metric, device, moment, 0, offset, float(value))

    def _night(self, item: Item, source: Source, zone: Any) -> Iterator[Fact]:
        """How long each stage was, not when: one stretch of that length stands for the night."""
        start, end, data = _seconds(item.get("startdate")), _seconds(item.get("enddate")), item["data"]
        stages = [(name, data.get(field)) for field, name in STAGES]
        slept = sum(int(value) for _, value in stages if is_number(value) and value > 0)
        if not slept:
            return
        if start is None or end is None or not 0 < slept <= end - start <= _DAY_S:
            self._problems["samples_not_read"] += 1
            return
        offset = _offset(start, zone)
        self._columns.add(nights.ASLEEP, source.device, start, slept, offset, 1.0)
        self._columns.add(nights.IN_BED, source.device, start, end - start, offset, 1.0)
        yield night(source, nights.when(start, offset), nights.when(end, offset), slept, [
            *stages, ("awake", data.get("wakeupduration")),
        ])  # fmt: skip
        index = data.get("apnea_hypopnea_index")
        if is_number(index) and index >= 0:
            text = str(index)
            yield Fact(
                Kind.OBSERVATION, "Apnea-hypopnea index (estimated by device)", source,
                quantity=Quantity(Decimal(text), "/h"), value_text=text, unit_text="/h",
                start=nights.when(start, offset), end=nights.when(end, offset),
            )  # fmt: skip

    def _workout(self, item: Item, source: Source, zone: Any) -> Iterator[Fact]:
        start, end = _seconds(item.get("startdate")), _seconds(item.get("enddate"))
        if start is None or end is None or not 0 < end - start <= 7 * _DAY_S:
            self._problems["rows_without_date"] += 1
            return
        category = item.get("category")
        label = SPORTS.get(category, "Workout") if isinstance(category, int) else "Workout"
        offset = _offset(start, zone)
        yield workout(
            source, label, nights.when(start, offset), nights.when(end, offset), end - start, item["data"]
        )


def night(source: Source, start: When, end: When, slept_s: int, lengths: list[tuple[str, Any]]) -> Fact:
    """One night, with how long each stage was."""
    minutes = str(round(slept_s / 60))
    said = [f"{name} {round(value / 60)} min" for name, value in lengths if is_number(value) and value > 0]
    return Fact(
        Kind.OBSERVATION, "Sleep", source, codings=(SLEEP,), quantity=Quantity(Decimal(minutes), "min"),
        value_text=minutes, unit_text="min", start=start, end=end, detail=", ".join(said),
    )  # fmt: skip


def workout(source: Source, label: str, start: When, end: When | None, lasted_s: int, data: Item) -> Fact:
    """One workout, with what was measured over the whole of it."""
    minutes = format(round(Decimal(lasted_s) / 60, 1), "f")
    said = [
        f"{name} {format(round(Decimal(repr(value)) / divisor, 2).normalize(), 'f')} {unit}"
        for name, value, divisor, unit in (
            ("distance", data.get("distance") or data.get("manual_distance"), 1000, "km"),
            ("energy", data.get("calories") or data.get("manual_calories"), 1, "kcal"),
            ("heart rate average", data.get("hr_average"), 1, "/min"),
            ("heart rate maximum", data.get("hr_max"), 1, "/min"),
        )
        if is_number(value) and value > 0
    ]
    return Fact(
        Kind.OBSERVATION, label, source, codings=(EXERCISE,), quantity=Quantity(Decimal(minutes), "min"),
        value_text=minutes, unit_text="min", start=start, end=end, detail=", ".join(said) or None,
    )  # fmt: skip


def is_number(value: Any) -> TypeGuard[int | float]:
    """Whether JSON holds a number that a body or a day can have."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LAST_S


def _model(item: Item) -> str:
    model = item.get("model")
    return f"{_DEVICE} {model}"[:200] if isinstance(model, str) and model else _DEVICE


def _seconds(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LAST_S else None


def _offset(moment: int, zone: Any) -> int:
    """Minutes east of UTC; 0 where no zone is said, since the moment is in UTC all the same."""
    return (zones.offset(moment, zone) or 0) if isinstance(zone, str) else 0


def _when(value: Any, zone: Any) -> When | None:
    moment = _seconds(value)
    return None if moment is None else nights.when(moment, _offset(moment, zone))

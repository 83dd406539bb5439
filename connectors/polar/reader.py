"""Polar's files. Days and workouts are at the clock on the wall; nights say how far it was from UTC.

A workout names its sport by a number whose catalogue is not in the archive: newer ones are just workouts.
Scores (recovery, sleep, load) are Polar's own and not kept. HRV is RMSSD.

Source: Polar AccessLink documentation (units); layout from public readers of the archive.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeGuard

from connectors import nights
from connectors.dense import Columns
from connectors.nights import Nights, Stretch
from connectors.whole_json import loaded
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Problem
from records.quantity import Quantity
from records.samples import OFFSET_UNKNOWN, Samples
from records.source import JsonPointer, Source
from records.when import Precision, When

Found = Iterator[Fact | Problem | Samples]
Item = Mapping[str, Any]

_DEVICE = "Polar"
_EXERCISE = Coding(LOINC, "55411-3", "Exercise duration")
_STATES = {
    "WAKE": nights.AWAKE, "REM": nights.REM, "NONREM1": nights.LIGHT, "NONREM2": nights.LIGHT,
    "NONREM12": nights.LIGHT, "NONREM3": nights.DEEP,
}  # fmt: skip
_LENGTH = re.compile(r"PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,7})(?:\.\d+)?S)?\Z")
_CLOCK = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?")
_DAY_S = 86_400
_WIDEST_MIN = 15 * 60
_FASTEST = 300
_LONGEST_S = 7 * _DAY_S
_SANE = 1e10


class Reader:
    """What has been read of one archive."""

    def __init__(self) -> None:
        self._columns = Columns(JsonPointer(""))
        self._asleep = Nights(JsonPointer(""))
        self._problems: Counter[str] = Counter()

    def read(self, kind: str, data: bytes, member: str) -> Found:
        """One file.

        Raises:
            UnreadableFileError: ``file_damaged``: not JSON.
        """
        whole = loaded(data)
        for item in whole if isinstance(whole, list) else [whole]:
            if not isinstance(item, dict):
                continue
            if kind == "activity":
                self._day(item)
            elif kind == "training-session":
                yield from self._workout(item, Source(JsonPointer(""), device=_DEVICE, member=member))
            elif kind == "247ohr":
                self._pulse(item)
            elif kind == "sleep_result":
                self._night(item)
            else:
                self._recovery(item)
        yield from self._columns.ready()

    def rest(self) -> Found:
        """Nights and samples, and what could not be read."""
        yield from nights.rest(self._asleep, self._columns, self._problems)

    def _day(self, item: Item) -> None:
        midnight = _midnight(item.get("date"))
        samples, summary = item.get("samples"), item.get("summary")
        if midnight is None:
            self._problems["rows_without_date"] += 1
            return
        steps = samples.get("steps") if isinstance(samples, dict) else None
        for one in steps if isinstance(steps, list) else ():
            at = _clock(one.get("localTime")) if isinstance(one, dict) else None
            value = one.get("value") if isinstance(one, dict) else None
            if at is None or not _is_number(value):
                self._problems["samples_not_read"] += 1
            elif 0 < value <= 10_000:  # noqa: PLR2004  steps of a minute
                self._columns.add("steps", _DEVICE, midnight + at, 60, OFFSET_UNKNOWN, float(value))
        total = summary.get("stepCount") if isinstance(summary, dict) else None
        if not steps and _is_number(total) and 0 < total <= 200_000:  # noqa: PLR2004  steps of a day
            self._columns.add("steps", _DEVICE, midnight, _DAY_S, OFFSET_UNKNOWN, float(total))

    def _pulse(self, item: Item) -> None:
        days = item.get("deviceDays")
        for day in days if isinstance(days, list) else ():
            midnight = _midnight(day.get("date")) if isinstance(day, dict) else None
            listed = day.get("samples") if isinstance(day, dict) else None
            for one in listed if isinstance(listed, list) else ():
                at = one.get("secondsFromDayStart") if isinstance(one, dict) else None
                beats = one.get("heartRate") if isinstance(one, dict) else None
                if (
                    midnight is None
                    or not _is_number(at)
                    or not _is_number(beats)
                    or not 0 < beats <= _FASTEST
                ):
                    self._problems["samples_not_read"] += 1
                else:
                    self._columns.add(
                        "heart_rate", _DEVICE, midnight + int(at), 0, OFFSET_UNKNOWN, float(beats)
                    )

    def _recovery(self, item: Item) -> None:
        midnight = _midnight(item.get("night"))
        rmssd = item.get("meanNightlyRecoveryRmssd", item.get("meanNightlyRecoveryRMSSD"))
        if midnight is not None and _is_number(rmssd) and 0 < rmssd <= 1000:  # noqa: PLR2004  milliseconds
            self._columns.add("hrv_rmssd", _DEVICE, midnight, 0, OFFSET_UNKNOWN, float(rmssd))

    def _night(self, item: Item) -> None:
        """A state lasts until the next, the last one until the sleep ends."""
        result = item.get("sleepResult")
        graph = result.get("hypnogram") if isinstance(result, dict) else None
        held: Item = graph if isinstance(graph, dict) else {}
        start, end = _instant(held.get("sleepStart")), _instant(held.get("sleepEnd"))
        listed = held.get("sleepStateChanges")
        changes = [one for one in (listed if isinstance(listed, list) else ()) if isinstance(one, dict)]
        if start is None or end is None or not 0 < end[0] - start[0] <= _DAY_S:
            self._problems["samples_not_read"] += 1
            return
        self._columns.add(nights.IN_BED, _DEVICE, start[0], end[0] - start[0], start[1], 1.0)
        begins = [_length(one.get("offsetFromStart")) for one in changes]
        for at, (one, begin) in enumerate(zip(changes, begins, strict=True)):
            stage = _STATES.get(str(one.get("state")))
            after = begins[at + 1] if at + 1 < len(begins) else end[0] - start[0]
            if begin is None or after is None:
                self._problems["samples_not_read"] += 1
                continue
            first, last = start[0] + begin, min(start[0] + after, end[0])
            if stage is not None and last > first:
                self._columns.add(stage, _DEVICE, first, last - first, start[1], 1.0)
                self._asleep.add(_DEVICE, Stretch(first, last, stage, start[1]))

    def _workout(self, item: Item, source: Source) -> Iterator[Fact]:
        start, offset = When.parse(str(item.get("startTime"))), _offset(item)
        lasted = _lasted(item)
        if (
            start is None
            or start.precision is not Precision.SECOND
            or lasted is None
            or not 0 < lasted <= _LONGEST_S
        ):
            self._problems["rows_without_date"] += 1
            return
        exercises = item.get("exercises")
        parts = [one for one in (exercises if isinstance(exercises, list) else ()) if isinstance(one, dict)]
        sports = {one["sport"] for one in parts if isinstance(one.get("sport"), str)}
        name = sports.pop().replace("_", " ").capitalize() if len(sports) == 1 else "Workout"
        minutes = format(round(Decimal(repr(lasted)) / 60, 1), "f")
        title = item.get("name")
        said = [title[:200]] if isinstance(title, str) and title else []
        for label, value, divisor, unit in (
            ("distance", item.get("distanceMeters"), 1000, "km"),
            ("energy", item.get("calories", item.get("kiloCalories")), 1, "kcal"),
            ("heart rate average", item.get("hrAvg", item.get("averageHeartRate")), 1, "/min"),
            ("heart rate maximum", item.get("hrMax", item.get("maximumHeartRate")), 1, "/min"),
        ):
            if _is_number(value) and value > 0:
                said.append(
                    f"{label} {format(round(Decimal(repr(value)) / divisor, 2).normalize(), 'f')} {unit}"
                )
        for part in parts:
            self._signals(part, offset if _offset(part) is None else _offset(part))
        yield Fact(
            Kind.OBSERVATION, name[:100], source, codings=(_EXERCISE,),
            quantity=Quantity(Decimal(minutes), "min"), value_text=minutes, unit_text="min",
            start=When(start.local, start.precision, offset), detail=", ".join(said) or None,
        )  # fmt: skip

    def _signals(self, part: Item, offset: int | None) -> None:
        """Heart rate at a steady interval; a slot without a reading holds the word NaN."""
        held, begin = part.get("samples"), _local(part.get("startTime"))
        listed = held.get("samples") if isinstance(held, dict) else None
        if begin is None:
            return
        start = begin - (offset or 0) * 60
        column = OFFSET_UNKNOWN if offset is None else offset
        for series in listed if isinstance(listed, list) else ():
            if not isinstance(series, dict) or series.get("type") != "HEART_RATE":
                continue
            each, values = series.get("intervalMillis"), series.get("values")
            if not _is_number(each) or not 0 < each <= 3_600_000 or not isinstance(values, list):  # noqa: PLR2004  an hour
                self._problems["samples_not_read"] += 1
                continue
            for at, value in enumerate(values):
                if _is_number(value) and 0 < value <= _FASTEST:
                    self._columns.add(
                        "heart_rate", _DEVICE, start + int(at * each) // 1000, 0, column, float(value)
                    )


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _SANE


def _midnight(value: Any) -> int | None:
    day = When.parse(value) if isinstance(value, str) else None
    if day is None or day.precision is not Precision.DAY:
        return None
    return int(datetime.fromisoformat(day.local).replace(tzinfo=UTC).timestamp())


def _local(value: Any) -> int | None:
    """Seconds of the local clock since 1970."""
    when = When.parse(value) if isinstance(value, str) else None
    if when is None or when.precision is not Precision.SECOND:
        return None
    return int(datetime.fromisoformat(when.local).replace(tzinfo=UTC).timestamp())


def _instant(value: Any) -> tuple[int, int] | None:
    """Seconds since 1970 in UTC and minutes east of it; None without an offset."""
    when = When.parse(value) if isinstance(value, str) else None
    if when is None or when.utc is None or when.offset_min is None:
        return None
    return int(when.utc.timestamp()), when.offset_min


def _clock(value: Any) -> int | None:
    match = _CLOCK.match(value) if isinstance(value, str) else None
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0) if match else None


def _offset(item: Item) -> int | None:
    value = item.get("timezoneOffsetMinutes", item.get("timeZoneOffset"))
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,3}", value):
        value = int(value)
    known = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _WIDEST_MIN
    return value if known else None


def _lasted(item: Item) -> float | None:
    millis = item.get("durationMillis")
    return millis / 1000 if _is_number(millis) else _length(item.get("duration"))


def _length(value: Any) -> int | None:
    """``PT1H30M`` in seconds."""
    match = _LENGTH.match(value) if isinstance(value, str) else None
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds

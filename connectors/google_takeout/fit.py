"""Google Fit: streams of every app and device ("All Data"), workouts, and sums of whole days.

Times are nanoseconds in UTC and nobody says how far the clock on the wall was. A merged (`derived`) stream
repeats the raw ones it was made of: raw ones are read only where there is no other of that kind.

Source: developers.google.com/fit/datatypes (units); layout from public readers of Takeout.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple

import orjson

from connectors import delimited, long_list, nights
from connectors.archive import Member
from connectors.dense import LONGEST_S, Columns
from connectors.nights import Nights, Stretch
from connectors.parts import place
from core.errors import UnreadableFileError
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Problem
from records.quantity import Quantity, parse_number
from records.samples import OFFSET_UNKNOWN, Samples
from records.source import JsonPointer, Source
from records.when import When

Found = Iterator[Fact | Problem | Samples]
Item = Mapping[str, Any]

_FILE = re.compile(r"(?:^|/)(derived|raw)_(com\.google\.[^/]*)\.json\Z")
_SESSION = re.compile(r"/(?:All Sessions|[^/]*[Ss]essions?[^/]*)/[^/]+\.json\Z")
_DAILY = re.compile(
    r"/Daily [Aa]ctivity [Mm]etrics\.csv\Z|/(?:Métriques|Statistiques|Mesures)[^/]*quotidienne?s?\.csv\Z"
)
_DEVICE = "Google Fit"
_POINTS = "Data Points"
_READY_EVERY = 10_000
_EXERCISE = Coding(LOINC, "55411-3", "Exercise duration")
_DAY_S = 86_400
_LAST_NS = 4_102_444_800_000_000_000
_STAGES = {1: nights.AWAKE, 2: nights.ASLEEP, 4: nights.LIGHT, 5: nights.DEEP, 6: nights.REM}
_STREAMS = {
    "com.google.step_count.delta": ("steps", 1, 1e6),
    "com.google.heart_rate.bpm": ("heart_rate", 1, 400),
    "com.google.calories.expended": ("energy_total", 1, 3e4),
    "com.google.oxygen_saturation": ("spo2", 1, 100),
    "com.google.hydration": ("water", 1000, 2e4),
}
"""Kind: metric, factor to its unit, and what no value is above."""


class _Measure(NamedTuple):
    label: str
    loinc: str
    unit: str
    printed: str
    places: int
    most: float


_MEASURES = {
    "com.google.weight": (_Measure("Weight", "29463-7", "kg", "kg", 3, 700),),
    "com.google.height": (_Measure("Height", "8302-2", "m", "m", 3, 3),),
    "com.google.body.fat.percentage": (_Measure("Body fat percentage", "41982-0", "%", "%", 2, 100),),
    "com.google.body.temperature": (_Measure("Body temperature", "8310-5", "Cel", "°C", 2, 60),),
    "com.google.blood_glucose": (_Measure("Blood glucose", "", "mmol/L", "mmol/L", 3, 100),),
    "com.google.blood_pressure": (
        _Measure("Systolic blood pressure", "8480-6", "mm[Hg]", "mmHg", 1, 400),
        _Measure("Diastolic blood pressure", "8462-4", "mm[Hg]", "mmHg", 1, 400),
    ),
}
_SLEEP = "com.google.sleep.segment"
_SUMS = (
    ("com.google.distance.delta", "distance", 1000, "km"),
    ("com.google.calories.expended", "energy", 1, "kcal"),
)


class Fit:
    """The Fit folder of one archive."""

    def __init__(self, members: Sequence[Member]) -> None:
        found = [known for member in members if (known := _kind(member.path))]
        self._merged = {kind for kind, merged in found if merged}
        self._columns = Columns(JsonPointer(""), "")
        self._asleep = Nights(JsonPointer(""), "")
        self._problems: Counter[str] = Counter()

    def wants(self, path: str) -> bool:
        """Whether a file is one of ours that says something."""
        known = _kind(path)
        if known is not None:
            return known[1] or known[0] not in self._merged
        return bool(_SESSION.search(path) or _DAILY.search(path))

    def read(self, path: str, data: bytes) -> Found:
        """One file."""
        known = _kind(path)
        if known is None and path.endswith(".csv"):
            yield from self._days(path, data)
            return
        try:
            loaded = orjson.loads(data)
        except ValueError:
            yield Problem("part_not_read", place(path))
            return
        if not isinstance(loaded, dict):
            yield Problem("part_not_read", place(path))
        elif known is None:
            yield from self._session(path, loaded)
        else:
            points = loaded.get(_POINTS)
            yield from self._points(known[0], points if isinstance(points, list) else (), path)

    def stream(self, path: str, file: BinaryIO) -> Found:
        """One file of a stream that is too large to be in memory whole."""
        known = _kind(path)
        try:
            if known is not None:
                yield from self._points(known[0], long_list.objects(file, _POINTS), path)
        except ValueError:
            yield Problem("part_not_read", place(path))

    def _points(self, kind: str, points: Iterable[Any], path: str) -> Found:
        for at, point in enumerate(points):
            if isinstance(point, dict):
                yield from self._point(kind, point, JsonPointer(f"/{_POINTS}/{at}"), path)
            if not (at + 1) % _READY_EVERY:
                yield from self._columns.ready()
        yield from self._columns.ready()

    def rest(self) -> Found:
        """Nights and samples, and what could not be read."""
        yield from nights.rest(self._asleep, self._columns, self._problems)

    def _point(self, kind: str, point: Item, pointer: JsonPointer, path: str) -> Iterator[Fact]:
        start, end = _nanoseconds(point.get("startTimeNanos")), _nanoseconds(point.get("endTimeNanos"))
        values = [_value(one) for one in point["fitValue"]] if isinstance(point.get("fitValue"), list) else []
        first = values[0] if values else None
        if start is None or end is None or first is None or not 0 <= end - start <= LONGEST_S:
            self._problems["samples_not_read"] += 1
            return
        device = _device(point.get("originDataSourceId"))
        if kind == _SLEEP:
            stage = _STAGES.get(int(first))
            if stage is not None and end > start:
                self._columns.add(stage, device, start, end - start, 0, 1.0)
                self._asleep.add(device, Stretch(start, end, stage, 0))
        elif kind in _STREAMS:
            metric, factor, most = _STREAMS[kind]
            if 0 < first * factor <= most:
                self._columns.add(metric, device, start, end - start, 0, first * factor)
            elif first:
                self._problems["samples_not_read"] += 1
        else:
            source = Source(pointer, device=device, member=path)
            for measure, value in zip(_MEASURES[kind], values, strict=False):
                if value is None or not 0 < value <= measure.most:
                    self._problems["value_impossible"] += 1
                    continue
                text = format(round(Decimal(repr(value)), measure.places).normalize(), "f")
                yield Fact(
                    Kind.OBSERVATION, measure.label, source,
                    codings=(Coding(LOINC, measure.loinc),) if measure.loinc else (),
                    quantity=Quantity(Decimal(text), measure.unit), value_text=text,
                    unit_text=measure.printed, start=nights.when(start, 0),
                )  # fmt: skip

    def _session(self, path: str, session: Item) -> Iterator[Fact]:
        start, end = _stamp(session.get("startTime")), _stamp(session.get("endTime"))
        kind = session.get("fitnessActivity")
        if start is None or end is None or not 0 < end - start <= LONGEST_S or not isinstance(kind, str):
            self._problems["rows_without_date"] += 1
            return
        if kind.startswith("sleep"):
            if _SLEEP not in self._merged:
                self._columns.add(nights.ASLEEP, _DEVICE, start, end - start, 0, 1.0)
                self._asleep.add(_DEVICE, Stretch(start, end, nights.ASLEEP, 0))
            return
        minutes = format(round(Decimal(end - start) / 60, 1), "f")
        name = kind.replace("_", " ").strip()[:100] or "workout"
        yield Fact(
            Kind.OBSERVATION, name[:1].upper() + name[1:],
            Source(JsonPointer(""), device=_DEVICE, member=path),
            codings=(_EXERCISE,), quantity=Quantity(Decimal(minutes), "min"), value_text=minutes,
            unit_text="min", start=nights.when(start, 0), end=nights.when(end, 0),
            detail=_sums(session) or None,
        )  # fmt: skip

    def _days(self, path: str, data: bytes) -> Found:
        """Sums of whole days, at the clock on the wall; only where no stream says the same more closely."""
        if "com.google.step_count.delta" in self._merged:
            return
        try:
            rows = delimited.rows(delimited.text_of(data))
        except UnreadableFileError:
            yield Problem("part_not_read", place(path))
            return
        header = rows[0].cells if rows else ()
        day = delimited.column(header, "date", "fecha", "datum", "data")
        wanted = (
            (
                "steps",
                delimited.column(header, "step count", "nombre de pas", "steps", "pasos", "schritte"),
                2e5,
            ),
            ("energy_total", delimited.column(header, "calories kcal", "kcal"), 3e4),
        )
        for row in rows[1:]:
            when = When.parse(row.cell(day))
            if when is None or len(when.local) != len("2024-01-01"):
                self._problems["rows_without_date"] += 1
                continue
            start = int(datetime.fromisoformat(when.local).replace(tzinfo=UTC).timestamp())
            for metric, column, most in wanted:
                number = parse_number(row.cell(column))
                if number is not None and 0 < number.value <= most:
                    self._columns.add(metric, _DEVICE, start, _DAY_S, OFFSET_UNKNOWN, float(number.value))


def _kind(path: str) -> tuple[str, bool] | None:
    """What kind of stream a file holds, and whether it is a merged one; None for kinds that are not read."""
    match = _FILE.search(path)
    if match is None:
        return None
    kind = next(
        (kind for kind in (*_STREAMS, *_MEASURES, _SLEEP) if f"{match[2]}_".startswith(f"{kind}_")), None
    )
    return None if kind is None else (kind, match[1] == "derived")


def _sums(session: Item) -> str:
    listed = session.get("aggregate")
    found = {
        str(one.get("metricName")): one.get("floatValue", one.get("intValue"))
        for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict)
    }
    said = []
    for name, label, divisor, unit in _SUMS:
        value = found.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e7:  # noqa: PLR2004  sane
            said.append(f"{label} {format(round(Decimal(repr(value)) / divisor, 2).normalize(), 'f')} {unit}")
    return ", ".join(said)


def _device(origin: Any) -> str:
    """``Pixel Watch`` or the app, of ``raw:com.google.heart_rate.bpm:com.fitbit:Google:Pixel Watch:id:``."""
    parts = origin.split(":") if isinstance(origin, str) else []
    named = parts[4] if len(parts) > 4 and parts[4] else ""  # noqa: PLR2004  kind, type, app, maker, model
    app = parts[2] if len(parts) > 2 else ""  # noqa: PLR2004  as above
    return (f"{named} ({app})" if named and app else named or app)[:200] or _DEVICE


def _value(one: Any) -> float | None:
    held = one.get("value") if isinstance(one, dict) else None
    if not isinstance(held, dict):
        return None
    number = held.get("fpVal", held.get("intVal"))
    return float(number) if isinstance(number, int | float) and not isinstance(number, bool) else None


def _nanoseconds(value: Any) -> int | None:
    if isinstance(value, str) and value.isdecimal() and len(value) < 20:  # noqa: PLR2004  nineteen digits until 2262
        value = int(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value // 1_000_000_000 if whole and 0 < value < _LAST_NS else None


def _stamp(value: Any) -> int | None:
    parsed = When.parse(value) if isinstance(value, str) else None
    return int(parsed.utc.timestamp()) if parsed is not None and parsed.utc is not None else None

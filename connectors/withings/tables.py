"""The zip of tables of a Withings account. Headers are in the account's language; the names of files are not.

Raw tables hold lists: where a row has several lengths and values, they follow each other.

Source: the README that Withings puts into the zip, as public readers quote it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import orjson

from connectors import archive, delimited, nights
from connectors.delimited import Row
from connectors.dense import Columns
from connectors.nights import Nights, Stretch
from connectors.parts import place
from connectors.withings import answer
from core.errors import UnreadableFileError
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Problem
from records.quantity import Quantity, parse_number
from records.samples import OFFSET_UNKNOWN, Samples
from records.source import Lines, Source
from records.when import Precision, When

Found = Iterator[Fact | Problem | Samples]

_DEVICE = "Withings"
_RAW = {
    "raw_hr_hr.csv": ("heart_rate", 300),
    "raw_sleep-monitor_hr.csv": ("heart_rate", 300),
    "raw_tracker_hr.csv": ("heart_rate", 300),
    "raw_sleep-monitor_respiratory-rate.csv": ("respiratory_rate", 100),
    "raw_tracker_steps.csv": ("steps", 1e5),
    "raw_tracker_calories-earned.csv": ("energy_active", 1e4),
    "raw_spo2_auto_spo2.csv": ("spo2", 100),
    "raw_hr_hr rms sd.csv": ("hrv_rmssd", 1000),
}
_INSTANT = frozenset(("heart_rate", "respiratory_rate", "spo2", "hrv_rmssd"))
_STATES = ("raw_tracker_sleep-state.csv", "raw_sleep-monitor_sleep-state.csv")
_STEPS, _DAILY_STEPS = "raw_tracker_steps.csv", "aggregates_steps.csv"
_LISTS = re.compile(r"(\[[^\[\]]*\]|[^\[\],]*),(\[[^\[\]]*\]|[^\[\],]*)\Z")
_UNIT = re.compile(r"\(([^()]{1,6})\)")
_DAY_S = 86_400
_UNITS = {
    "kg": ("kg", "kg"),
    "lb": ("[lb_av]", "lb"),
    "lbs": ("[lb_av]", "lb"),
    "m": ("m", "m"),
    "cm": ("cm", "cm"),
}
_WEIGHT = (
    (("weight", "poids", "gewicht", "peso"), "Weight", "29463-7"),
    (("fat mass", "masse grasse", "fettmasse", "masa grasa"), "Fat mass", ""),
    (("bone mass", "masse osseuse", "knochenmasse"), "Bone mass", ""),
    (("muscle mass", "masse musculaire", "muskelmasse"), "Muscle mass", ""),
    (("hydration", "hydratation", "wasser"), "Body water", ""),
)
_HEIGHT = ((("height", "taille", "grosse", "altura"), "Height", "8302-2"),)
_PRESSURE = (
    (
        ("systolic", "systolique", "pas", "systolisch", "sistolica"),
        "Systolic blood pressure",
        "8480-6",
        "mm[Hg]",
        "mmHg",
    ),
    (
        ("diastolic", "diastolique", "pad", "diastolisch", "diastolica"),
        "Diastolic blood pressure",
        "8462-4",
        "mm[Hg]",
        "mmHg",
    ),
    (
        ("heart rate", "frequence cardiaque", "rythme cardiaque", "herzfrequenz", "pulse"),
        "Heart rate",
        "8867-4",
        "/min",
        "/min",
    ),
)
_STAGES = (
    ("light", ("light", "leger", "leicht")),
    ("deep", ("deep", "profond", "tief")),
    ("REM", ("rem", "paradoxal")),
    ("awake", ("awake", "eveil", "eveille", "wach")),
)


def read(stream: BinaryIO) -> Found:
    """What the tables state. Files that nobody reads are counted in one problem.

    Raises:
        UnreadableFileError: As `connectors.archive`.
    """
    members = archive.members(stream)
    reader = _Reader({member.path.rsplit("/", 1)[-1].lower() for member in members})
    unread = 0
    for member in members:
        name = member.path.rsplit("/", 1)[-1].lower()
        if not reader.wants(name):
            unread += 1
            continue
        try:
            rows = delimited.rows(delimited.text_of(archive.read(stream, member)), separator=",")
        except UnreadableFileError as error:
            if error.code == "file_too_complex":
                raise
            yield Problem("part_not_read", place(member.path))
            continue
        if rows:
            yield from reader.table(name, member.path, rows)
    yield from reader.rest()
    if unread:
        yield Problem("part_not_read", count=unread)


class _Reader:
    def __init__(self, names: set[str]) -> None:
        self._names = names
        self._columns = Columns(Lines(1, 1))
        self._asleep = Nights(Lines(1, 1))
        self._problems: Counter[str] = Counter()

    def wants(self, name: str) -> bool:
        if name == _DAILY_STEPS:
            return _STEPS not in self._names
        return (
            name in _RAW
            or name in _STATES
            or name in ("weight.csv", "height.csv", "bp.csv", "sleep.csv", "activities.csv")
        )

    def table(self, name: str, path: str, rows: Sequence[Row]) -> Found:
        header, body = rows[0].cells, rows[1:]
        if name in _RAW:
            metric, most = _RAW[name]
            self._raw(metric, most, header, body)
        elif name in _STATES:
            self._states(header, body)
        elif name == _DAILY_STEPS:
            self._days(body)
        elif name == "sleep.csv":
            yield from self._sleep(path, header, body)
        elif name == "activities.csv":
            yield from self._workouts(path, header, body)
        else:
            yield from self._measures(name, path, header, body)
        yield from self._columns.ready()

    def rest(self) -> Found:
        if "sleep.csv" not in self._names:
            yield from self._asleep.facts()
        yield from self._columns.rest()
        self._problems["samples_not_read"] += self._columns.impossible
        yield from (Problem(code, count=count) for code, count in self._problems.items() if count)

    # --- samples --------------------------------------------------------------------------------------------

    def _spans(self, header: Sequence[str], body: Sequence[Row]) -> Iterator[tuple[int, int, int, float]]:
        """Start, length, minutes from UTC and value of everything in a raw table."""
        for row in body:
            start = When.parse(row.cell(0))
            match = _LISTS.match(",".join(row.cells[1:]))  # lists may stand without quotes around them
            lengths, values = (_numbers(match[1]), _numbers(match[2])) if match else ([], [])
            if header[:3] != ("start", "duration", "value"):
                lengths = []
            if start is None or start.utc is None or len(lengths) != len(values) or not values:
                self._problems["samples_not_read"] += 1
                continue
            moment = int(start.utc.timestamp())
            for length, value in zip(lengths, values, strict=True):
                yield moment, int(length), start.offset_min or 0, value
                moment += int(length)

    def _raw(self, metric: str, most: float, header: Sequence[str], body: Sequence[Row]) -> None:
        for start, length, offset, value in self._spans(header, body):
            if 0 < value <= most:
                self._columns.add(metric, _DEVICE, start, 0 if metric in _INSTANT else length, offset, value)
            elif value:
                self._problems["samples_not_read"] += 1

    def _states(self, header: Sequence[str], body: Sequence[Row]) -> None:
        """Older monitors know asleep and awake only: then 1 is no stage."""
        spans = list(self._spans(header, body))
        staged = any(value > 1 for *_, value in spans)
        for start, length, offset, value in spans:
            stage = answer.STATES.get(int(value)) if staged or not value else nights.ASLEEP
            if stage is None or not 0 < length <= _DAY_S:
                self._problems["samples_not_read"] += 1
                continue
            self._columns.add(stage, _DEVICE, start, length, offset, 1.0)
            self._asleep.add(_DEVICE, Stretch(start, start + length, stage, offset))

    def _days(self, body: Sequence[Row]) -> None:
        for row in body:
            when, number = When.parse(row.cell(0)), parse_number(row.cell(1))
            if when is None or when.precision is not Precision.DAY or number is None:
                self._problems["samples_not_read"] += 1
            elif 0 < number.value < 200_000:  # noqa: PLR2004  steps of a day
                start = int(datetime.fromisoformat(when.local).replace(tzinfo=UTC).timestamp())
                self._columns.add("steps", _DEVICE, start, _DAY_S, OFFSET_UNKNOWN, float(number.value))

    # --- facts ----------------------------------------------------------------------------------------------

    def _measures(self, name: str, path: str, header: Sequence[str], body: Sequence[Row]) -> Found:
        day = delimited.column(header, "date", "datum", "fecha", "data")
        wanted = _PRESSURE if name == "bp.csv" else _WEIGHT if name == "weight.csv" else _HEIGHT
        for names, label, code, *fixed in wanted:
            column = delimited.column(header, *names)
            if column is None:
                continue
            unit, printed = (fixed[0], fixed[1]) if fixed else _unit(header[column])
            for row in body:
                number = parse_number(row.cell(column))
                if number is None or number.value <= 0:
                    continue
                start = When.parse(row.cell(day).replace(" ", "T"))
                if not unit or start is None:
                    self._problems["rows_without_date" if unit else "values_without_unit"] += 1
                    continue
                yield Fact(
                    Kind.OBSERVATION, label,
                    Source(Lines(row.first, row.last), device=_DEVICE, member=path),
                    codings=(Coding(LOINC, code),) if code else (), quantity=Quantity(number.value, unit),
                    value_text=row.cell(column), unit_text=printed, start=start,
                )  # fmt: skip

    def _sleep(self, path: str, header: Sequence[str], body: Sequence[Row]) -> Found:
        begin, finish = (
            delimited.column(header, "from", "de", "von"),
            delimited.column(header, "to", "a", "bis"),
        )
        columns = [(name, delimited.column(header, *names)) for name, names in _STAGES]
        raw = any(state in self._names for state in _STATES)
        for row in body:
            start, end = When.parse(row.cell(begin)), When.parse(row.cell(finish))
            lengths = [(name, _seconds(row.cell(column))) for name, column in columns]
            slept = sum(value for name, value in lengths if name != "awake")
            if not slept:
                continue
            if start is None or end is None or start.utc is None or end.utc is None:
                self._problems["rows_without_date"] += 1
                continue
            lasted = int((end.utc - start.utc).total_seconds())
            if not slept <= lasted <= _DAY_S:
                self._problems["samples_not_read"] += 1
                continue
            if not raw:
                moment, offset = int(start.utc.timestamp()), start.offset_min
                self._columns.add(nights.ASLEEP, _DEVICE, moment, slept, offset, 1.0)
                self._columns.add(nights.IN_BED, _DEVICE, moment, lasted, offset, 1.0)
            source = Source(Lines(row.first, row.last), device=_DEVICE, member=path)
            yield answer.night(source, start, end, slept, [(name, value) for name, value in lengths])

    def _workouts(self, path: str, header: Sequence[str], body: Sequence[Row]) -> Found:
        begin, finish = (
            delimited.column(header, "from", "de", "von"),
            delimited.column(header, "to", "a", "bis"),
        )
        kind = delimited.column(
            header, "activity type", "type d'activite", "aktivitatstyp", "tipo de actividad"
        )
        held = delimited.column(header, "data", "donnees", "daten", "datos")
        for row in body:
            start, end = When.parse(row.cell(begin)), When.parse(row.cell(finish))
            if start is None or end is None or start.utc is None or end.utc is None or end.utc <= start.utc:
                self._problems["rows_without_date"] += 1
                continue
            try:
                data: Any = orjson.loads(row.cell(held) or "{}")
            except ValueError:
                data = {}
            lasted = int((end.utc - start.utc).total_seconds())
            source = Source(Lines(row.first, row.last), device=_DEVICE, member=path)
            label = (row.cell(kind) or "Workout")[:100]
            yield answer.workout(source, label, start, end, lasted, data if isinstance(data, dict) else {})


def _numbers(text: str) -> list[float]:
    """``[60,60]`` or ``60`` as numbers; empty where one of them is none."""
    found = [parse_number(part) for part in text.strip("[]").split(",")]
    return [float(number.value) for number in found if number is not None] if None not in found else []


def _seconds(text: str) -> int:
    number = parse_number(text)
    return int(number.value) if number is not None and 0 < number.value <= Decimal(_DAY_S) else 0


def _unit(label: str) -> tuple[str, str]:
    match = _UNIT.search(label)
    return _UNITS.get(match[1].lower(), ("", "")) if match else ("", "")

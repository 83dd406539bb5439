"""Health Connect's tables as records. Apps copy each other's measurements: each stays a source of its own."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from connectors import nights
from connectors.dense import LONGEST_S, Columns
from connectors.health_connect import kinds
from connectors.health_connect.database import Database
from connectors.nights import Nights, Stretch
from core.errors import UnreadableFileError
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Problem
from records.quantity import Quantity
from records.samples import Samples
from records.source import Locator, Rows, Source
from records.when import When

_NOTHING = 1e-300  # 4.9e-324, the least number there is, stands for "not recorded"
_EXERCISE_CODE = Coding(LOINC, "55411-3", "Exercise duration")
_FIRST_MS, _LAST_MS = -2_208_988_800_000, 4_102_444_800_000
_WIDEST_S = 18 * 3600
_SENSOR_A_DAY = 30
_BY = ("app_info_id", "device_info_id", "recording_method")
_LONG = 200
_LOOK_EVERY = 2000
_FASTEST = 400  # beats a minute
_CODE_DIGITS = 8

Found = Iterator[Fact | Problem | Samples]


class Reader:
    """One export."""

    def __init__(self, database: Database, member: str) -> None:
        self._database, self._member = database, member
        self._problems: Counter[str] = Counter()
        self._devices = self._named()
        self._place = 0
        self._sessions: list[tuple[int, int, int]] = []
        self._read: set[str] = {kinds.APPS, kinds.DEVICES}

    def records(self) -> Found:
        """Everything; a broken table is counted, and the others are read."""
        yield from self._safely(self._exercise())
        for table, measures in kinds.MEASURES.items():
            yield from self._safely(self._measures(table, measures))
        for table in kinds.WORDS:
            yield from self._safely(self._words(table))
        yield from self._safely(self._sugar())
        yield from self._safely(self._sleep())
        for table, stream in kinds.STREAMS.items():
            yield from self._safely(self._stream(table, (stream,)))
        yield from self._safely(self._stream(kinds.FOOD, kinds.EATEN))
        yield from self._safely(self._distance())
        yield from self._safely(self._beats())
        others = [
            table
            for table in self._database.tables
            if table.endswith(("_record_table", "RecordTable", "medical_resource_table"))
            and table not in self._read
        ]
        self._problems["measures_not_kept"] += sum(self._database.any_row(table) for table in others)
        for code, count in self._problems.items():
            if count:
                yield Problem(code, count=count)

    def _safely(self, found: Found) -> Found:
        try:
            yield from found
        except UnreadableFileError as error:
            if error.code != "file_damaged":
                raise
            self._problems["samples_not_read"] += 1

    # --- who measured ---------------------------------------------------------------------------------------

    def _named(self) -> "_Devices":
        apps = {
            row_id: _text(name) or _text(package)
            for row_id, name, package in self._database.rows(
                kinds.APPS, ("row_id", "app_name", "package_name")
            )
        }
        devices = {
            row_id: _text(model) or kinds.DEVICE_TYPES.get(kind if isinstance(kind, int) else 0, "")
            for row_id, model, kind in self._database.rows(kinds.DEVICES, ("row_id", "model", "device_type"))
        }
        return _Devices(apps, devices)

    def _source(self, table: str, first: int, last: int, device: str | None = None) -> Source:
        return Source(Rows(table, first, last), device=device, member=self._member)

    def _rows(self, table: str, columns: tuple[str, ...]) -> Iterator[tuple[int, tuple[Any, ...]]]:
        self._read.add(table)
        self._place = 0
        for self._place, row in enumerate(self._database.rows(table, columns), start=1):  # noqa: B020  kept for batches
            yield self._place, row

    # --- facts ----------------------------------------------------------------------------------------------

    def _measures(self, table: str, measures: tuple[kinds.Measure, ...]) -> Found:
        columns = ("time", "zone_offset", *_BY, *(measure.column for measure in measures))
        for place, row in self._rows(table, columns):
            for measure, value in zip(measures, row[5:], strict=True):
                yield from self._measure(measure, value, row[:5], self._source(table, place, place))

    def _measure(
        self, measure: kinds.Measure, value: Any, at: tuple[Any, ...], source: Source, remark: str = ""
    ) -> Iterator[Fact]:
        number = _number(value)
        if number is None:
            return
        start = _when(at[0], at[1])
        if start is None:
            self._problems["rows_without_date"] += 1
            return
        if not measure.least < number <= measure.most:
            self._problems["value_impossible"] += 1
            return
        exact = round(Decimal(repr(number)) / measure.divisor, measure.places).normalize()
        text = format(exact, "f")
        remarks = [remark] if remark else []
        if at[4] == kinds.BY_HAND:
            remarks.append("entered by hand")
        yield Fact(
            Kind.OBSERVATION, measure.label,
            Source(source.locator, device=self._devices.of(at[2], at[3]), member=source.member),
            codings=(Coding(LOINC, measure.loinc),) if measure.loinc else (),
            quantity=Quantity(Decimal(text), measure.unit), value_text=text, unit_text=measure.printed,
            start=start, detail=", ".join(remarks) or None,
        )  # fmt: skip

    def _words(self, table: str) -> Found:
        label, column, words = kinds.WORDS[table]
        columns = (
            "time",
            "zone_offset",
            *_BY,
            column,
            "start_time",
            "start_zone_offset",
            "end_time",
            "end_zone_offset",
        )
        for place, row in self._rows(table, columns):
            start = _when(row[0], row[1]) or _when(row[6], row[7])
            if start is None:
                self._problems["rows_without_date"] += 1
                continue
            word = words.get(row[5]) if isinstance(row[5], int) else None
            if words and word is None:
                continue
            yield Fact(
                Kind.OBSERVATION, label, self._source(table, place, place, self._devices.of(row[2], row[3])),
                value_text=word, start=start, end=_when(row[8], row[9]), negated=word == "negative",
            )  # fmt: skip

    def _exercise(self) -> Found:
        columns = (
            "start_time", "start_zone_offset", *_BY, "end_time", "end_zone_offset", "exercise_type", "title",
        )  # fmt: skip
        for place, row in self._rows(kinds.EXERCISE, columns):
            start, end = _when(row[0], row[1]), _when(row[5], row[6])
            if start is None or end is None or row[5] < row[0]:
                self._problems["rows_without_date"] += 1
                continue
            kind = row[7] if isinstance(row[7], int) else 0
            self._sessions.append((row[0], row[5], kind))
            minutes = format(round(Decimal(row[5] - row[0]) / 60_000, 1), "f")
            yield Fact(
                Kind.OBSERVATION, kinds.SPORTS.get(kind, "Workout"),
                self._source(kinds.EXERCISE, place, place, self._devices.of(row[2], row[3])),
                codings=(_EXERCISE_CODE,), quantity=Quantity(Decimal(minutes), "min"), value_text=minutes,
                unit_text="min", start=start, end=end, detail=_text(row[8]) or None,
            )  # fmt: skip
        self._sessions.sort()

    def _sugar(self) -> Found:
        """Of a sensor, when it says so or speaks more often than anyone pricks a finger; else facts."""
        columns = ("time", "zone_offset", *_BY, "level", "specimen_source", "relation_to_meal")
        known = [
            (place, row) for place, row in self._rows(kinds.GLUCOSE, columns) if _number(row[5]) is not None
        ]
        per_day = Counter((row[2], row[0] // 86_400_000) for _, row in known if isinstance(row[0], int))
        days, rows = Counter(app for app, _ in per_day), Counter[Any]()
        for (app, _), count in per_day.items():
            rows[app] += count
        columns_of = Columns(Rows(kinds.GLUCOSE, 1, max(1, len(known))), self._member)
        for place, row in known:
            sensor = _whole(row[6]) == kinds.INTERSTITIAL or rows[row[2]] > _SENSOR_A_DAY * max(
                1, days[row[2]]
            )
            meal = kinds.MEALS.get(_whole(row[7]), "")
            if not sensor:
                yield from self._measure(
                    kinds.SUGAR, row[5], row[:5], self._source(kinds.GLUCOSE, place, place), meal
                )
            elif _moment(row[0]) is not None and 0 < float(row[5]) <= kinds.SUGAR.most:
                device = self._devices.of(row[2], row[3])
                columns_of.add("glucose_sensor", device, row[0] // 1000, 0, _offset(row[1]), float(row[5]))
            else:
                self._problems["samples_not_read"] += 1
        yield from self._let_go(columns_of)

    # --- samples --------------------------------------------------------------------------------------------

    def _stream(self, table: str, streams: tuple[kinds.Stream, ...]) -> Found:
        interval = streams[0].interval
        times = (
            ("start_time", "start_zone_offset", "end_time") if interval else ("time", "zone_offset", "time")
        )
        columns = Columns(Rows(table, 1, 1), self._member)
        for _, row in self._rows(table, (*times, *_BY, *(stream.column for stream in streams))):
            for stream, value in zip(streams, row[6:], strict=True):
                self._add(columns, stream, row, value)
            yield from self._full(columns)
        yield from self._let_go(columns)

    def _add(self, columns: Columns, stream: kinds.Stream, row: tuple[Any, ...], value: Any) -> None:
        number = _number(value)
        if number is None:
            return
        start, end = _moment(row[0]), _moment(row[2])
        if (
            start is None
            or end is None
            or not 0 <= end - start <= LONGEST_S
            or not 0 <= number * stream.factor <= stream.most
        ):
            self._problems["samples_not_read"] += 1
            return
        device = self._devices.of(row[3], row[4])
        columns.add(stream.metric, device, start, end - start, _offset(row[1]), number * stream.factor)

    def _distance(self) -> Found:
        """On foot, unless a workout of another kind was going on: the table does not say."""
        starts = [session[0] for session in self._sessions]
        columns = Columns(Rows(kinds.DISTANCE, 1, 1), self._member)
        for _, row in self._rows(
            kinds.DISTANCE, ("start_time", "start_zone_offset", "end_time", *_BY, "distance")
        ):
            metric = self._moved(starts, row[0], row[2])
            if metric is None:
                self._problems["measures_not_kept"] += 1
            else:
                self._add(columns, kinds.Stream(metric, "distance", 1, 1e6, interval=True), row, row[6])
            yield from self._full(columns)
        yield from self._let_go(columns)

    def _moved(self, starts: list[int], start: Any, end: Any) -> str | None:
        if _moment(start) is None or _moment(end) is None:
            return "distance_walking"
        middle = (start + end) // 2
        at = bisect_right(starts, middle) - 1
        kind = self._sessions[at][2] if at >= 0 and middle <= self._sessions[at][1] else 0
        if kind in kinds.CYCLING:
            return "distance_cycling"
        if kind in kinds.SWIMMING:
            return "distance_swimming"
        return "distance_walking" if kind in kinds.ON_FOOT else None

    def _beats(self) -> Found:
        parents: dict[Any, tuple[Any, ...]] = {}
        for _, row in self._rows(
            kinds.HEART, ("row_id", "start_zone_offset", "app_info_id", "device_info_id")
        ):
            parents[row[0]] = row
        columns = Columns(Rows(kinds.BEATS, 1, 1), self._member)
        for _, (parent, moment, beats) in self._rows(
            kinds.BEATS, ("parent_key", "epoch_millis", "beats_per_minute")
        ):
            of = parents.get(parent)
            start, number = _moment(moment), _number(beats)
            if of is None or start is None or number is None or not 0 < number <= _FASTEST:
                self._problems["samples_not_read"] += 1
                continue
            columns.add("heart_rate", self._devices.of(of[2], of[3]), start, 0, _offset(of[1]), number)
            yield from self._full(columns)
        yield from self._let_go(columns)

    def _sleep(self) -> Found:
        sessions: dict[Any, tuple[Any, ...]] = {}
        for _, row in self._rows(
            kinds.SLEEP, ("row_id", "start_time", "end_time", "start_zone_offset", *_BY)
        ):
            sessions[row[0]] = row
        everything = Rows(kinds.SLEEP, 1, max(1, len(sessions)))
        columns, asleep = Columns(everything, self._member), Nights(everything, self._member)
        staged: set[Any] = set()
        for _, (parent, start, end, kind) in self._rows(
            kinds.STAGE_ROWS, ("parent_key", "stage_start_time", "stage_end_time", "stage_type")
        ):
            of, stage = sessions.get(parent), kinds.STAGES.get(_whole(kind))
            if of is not None and stage is not None:
                staged.add(parent)
                self._stretch(columns, asleep, of, start, end, stage)
        for row_id, of in sessions.items():
            if row_id not in staged:
                self._stretch(columns, asleep, of, of[1], of[2], nights.ASLEEP)
        yield from asleep.facts()
        self._place = len(sessions)
        yield from self._let_go(columns)

    def _stretch(
        self, columns: Columns, asleep: Nights, of: tuple[Any, ...], start: Any, end: Any, stage: str
    ) -> None:
        first, last = _moment(start), _moment(end)
        if first is None or last is None or not 0 < last - first <= LONGEST_S:
            self._problems["samples_not_read"] += 1
            return
        device, offset = self._devices.of(of[4], of[5]), _offset(of[3])
        columns.add(stage, device, first, last - first, offset, 1.0)
        asleep.add(device, Stretch(first, last, stage, offset))

    def _full(self, columns: Columns) -> Iterator[Samples]:
        """Batches that are full, looked for now and then."""
        if self._place % _LOOK_EVERY == 0:
            columns.locator = _through(columns.locator, self._place)
            yield from columns.ready()

    def _let_go(self, columns: Columns) -> Iterator[Samples]:
        columns.locator = _through(columns.locator, self._place)
        yield from columns.rest()
        self._problems["samples_not_read"] += columns.impossible


def _through(locator: Locator, last: int) -> Locator:
    return Rows(locator.table, 1, max(1, last)) if isinstance(locator, Rows) else locator


class _Devices:
    """Names of those who measured: the device and the app that wrote it down."""

    def __init__(self, apps: dict[Any, str], devices: dict[Any, str]) -> None:
        self._apps, self._devices = apps, devices

    def of(self, app: Any, device: Any) -> str | None:
        """``Pixel Watch (Fitbit)``, either alone, or None."""
        model, name = self._devices.get(device, ""), self._apps.get(app, "")
        return f"{model} ({name})" if model and name else model or name or None


def _text(value: Any) -> str:
    return value.strip()[:_LONG] if isinstance(value, str) else ""


def _whole(value: Any) -> int:
    """A number from a column that is text in some versions; 0 for anything else."""
    return int(value) if isinstance(value, int) or _is_code(value) else 0


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and value.isdecimal() and len(value) <= _CODE_DIGITS


def _number(value: Any) -> float | None:
    """A recorded number; None for none and for the one that means "not recorded"."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return None if 0 < abs(value) < _NOTHING else float(value)


def _moment(value: Any) -> int | None:
    """Seconds since 1970; None for what is no time."""
    return value // 1000 if isinstance(value, int) and _FIRST_MS <= value <= _LAST_MS else None


def _offset(value: Any) -> int:
    """Minutes east of UTC; 0 where it is not said, since the moment is in UTC all the same."""
    return value // 60 if isinstance(value, int) and abs(value) <= _WIDEST_S else 0


def _when(value: Any, offset: Any) -> When | None:
    moment = _moment(value)
    return None if moment is None else nights.when(moment, _offset(offset))

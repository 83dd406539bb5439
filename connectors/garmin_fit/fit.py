"""One FIT file: a workout, a day of a watch, a weighing. Positions, speed and power are not kept.

Source: FIT profile (message and field names as `fitdecode` has them); times are seconds since 1989-12-31 UTC.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, TypeGuard

from connectors import nights
from connectors.dense import Columns
from connectors.nights import Nights, Stretch
from core.errors import UnreadableFileError
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Problem
from records.quantity import Quantity
from records.samples import Samples
from records.source import Rows, Source
from records.when import When

Message = Mapping[str, Any]
Found = Iterator[Fact | Problem | Samples]

_EPOCH = 631_065_600  # 1989-12-31 in seconds since 1970
_CLOCK_UNSET_S = _EPOCH + 0x10000000  # below it, FIT counts from when the device was switched on
_LAST_S = 4_102_444_800
_EXERCISE = Coding(LOINC, "55411-3", "Exercise duration")
_FASTEST = 300
_WIDEST_MIN = 15 * 60
_MESSAGES_MAX = 3_000_000
_STEPS_A_CYCLE = 2
_ON_FOOT = ("walking", "running")
_STAGES = {"awake": nights.AWAKE, "light": nights.LIGHT, "deep": nights.DEEP, "rem": nights.REM}
_STAGE_MAX_S = 4 * 3600
_WEIGHING = (
    ("weight", "Weight", "29463-7", "kg", "kg"),
    ("percent_fat", "Body fat percentage", "41982-0", "%", "%"),
    ("percent_hydration", "Body water percentage", "", "%", "%"),
    ("bone_mass", "Bone mass", "", "kg", "kg"),
    ("muscle_mass", "Muscle mass", "", "kg", "kg"),
    ("bmi", "Body mass index", "39156-5", "kg/m2", "kg/m²"),
)
_PRESSURE = (
    ("systolic_pressure", "Systolic blood pressure", "8480-6", "mm[Hg]", "mmHg"),
    ("diastolic_pressure", "Diastolic blood pressure", "8462-4", "mm[Hg]", "mmHg"),
    ("heart_rate", "Heart rate", "8867-4", "/min", "/min"),
)
_KNOWN_KINDS = frozenset(("hr", "hrv_value", "hrv"))


def read(data: bytes, member: str = "", *, workouts: bool = True) -> Found:
    """What a FIT file states.

    Args:
        data: The file.
        member: Where it is, inside another.
        workouts: Whether a workout is a fact; not where the export lists them beside.

    Raises:
        UnreadableFileError: ``file_damaged``: not one message can be read; ``file_too_complex``.
    """
    import fitdecode  # type: ignore[import-untyped]  # no stubs; here: the house's process only asks `identify`

    reader = _Reader(member, workouts=workouts)
    messages = 0
    broken = False
    try:
        with fitdecode.FitReader(
            BytesIO(data),
            check_crc=fitdecode.CrcCheck.DISABLED,
            error_handling=fitdecode.ErrorHandling.IGNORE,
        ) as frames:
            for frame in frames:
                if isinstance(frame, fitdecode.FitDataMessage):
                    messages += 1
                    if messages > _MESSAGES_MAX:
                        raise UnreadableFileError("file_too_complex")
                    yield from reader.hear(frame.name, {field.name: field.value for field in frame.fields})
    except (fitdecode.FitError, ValueError, KeyError, TypeError, IndexError, OverflowError, ArithmeticError):
        broken = True
    if broken and messages < 2:  # noqa: PLR2004  its own name alone is no content
        raise UnreadableFileError("file_damaged")
    yield from reader.rest()
    if broken:
        yield Problem("file_ends_early", Source(Rows("fit", 1, max(1, messages)), member=member))


class _Reader:
    """Messages as they come; what depends on what follows waits for the end."""

    def __init__(self, member: str, *, workouts: bool) -> None:
        self._member, self._workouts = member, workouts
        self._columns = Columns(Rows("fit", 1, 1), member)
        self._asleep = Nights(Rows("sleep_level", 1, 1), member)
        self._places: Counter[str] = Counter()
        self._problems: Counter[str] = Counter()
        self._maker: str | None = None
        self._offset = 0
        self._from_midnight = False
        self._last_s: int | None = None
        self._counted: dict[str, tuple[int, float]] = {}
        self._rows: list[tuple[str, int, int, float]] = []
        self._stage: tuple[int, str] | None = None
        self._stretches: list[tuple[int, int, str]] = []
        self._waiting: list[tuple[str, Message, int]] = []

    def hear(self, name: str, message: Message) -> Found:
        """One message."""
        self._places[name] += 1
        self._last_s = _seconds(message.get("timestamp")) or self._last_s
        if name == "file_id":
            self._maker = (
                " ".join(
                    str(part).replace("_", " ")
                    for part in (
                        message.get("manufacturer"),
                        message.get("garmin_product") or message.get("product_name"),
                    )
                    if isinstance(part, str) and part
                )[:100]
                or self._maker
            )
        elif name in ("activity", "monitoring_info"):
            self._learn_offset(message, monitoring=name == "monitoring_info")
        elif name == "record":
            self._point("heart_rate", message, message.get("heart_rate"), most=_FASTEST)
        elif name == "monitoring":
            self._monitored(message)
        elif name == "stress_level":
            self._point(
                "stress", message, message.get("stress_level_value"), at="stress_level_time", most=100
            )
        elif name == "respiration_rate":
            self._point("respiratory_rate", message, message.get("respiration_rate"), most=100)
        elif name == "spo2_data":
            self._point("spo2", message, message.get("reading_spo2"), most=100)
        elif name == "monitoring_hr_data":
            self._point(
                "resting_heart_rate", message, message.get("current_day_resting_heart_rate"), most=_FASTEST
            )
        elif name == "sleep_level":
            self._slept(message)
        elif name in ("session", "weight_scale", "blood_pressure"):
            self._waiting.append((name, message, self._places[name]))
        elif name in _KNOWN_KINDS:
            self._problems["measures_not_kept"] += 1
        yield from ()

    def rest(self) -> Found:
        """Everything that waited; by now the distance from UTC is known."""
        for name, message, place in self._waiting:
            source = Source(Rows(name, place, place), device=self._maker, member=self._member)
            if name == "session":
                if self._workouts:
                    yield from self._session(message, source)
            else:
                table = _WEIGHING if name == "weight_scale" else _PRESSURE
                yield from self._measured(message, table, source)
        for metric, start, lasted, value in self._rows:
            self._columns.add(metric, self._maker, start, lasted, self._offset, value)
        for start, end, stage in self._stretches:
            self._columns.add(stage, self._maker, start, end - start, self._offset, 1.0)
            self._asleep.add(self._maker, Stretch(start, end, stage, self._offset))
        yield from self._asleep.facts()
        self._columns.locator = Rows("fit", 1, max(1, self._places.total()))
        yield from self._columns.rest()
        self._problems["samples_not_read"] += self._columns.impossible
        for code, count in self._problems.items():
            if count:
                yield Problem(code, Source(Rows("fit", 1, 1), member=self._member), count)

    def _learn_offset(self, message: Message, *, monitoring: bool) -> None:
        moment, local = _seconds(message.get("timestamp")), _seconds(message.get("local_timestamp"))
        if moment is None or local is None:
            return
        minutes = round((local - moment) / 60)
        if abs(minutes) <= _WIDEST_MIN:
            self._offset = minutes
        if monitoring:
            self._from_midnight = local % 86_400 == 0

    def _point(
        self, metric: str, message: Message, value: Any, *, most: float, at: str = "timestamp"
    ) -> None:
        if not _is_number(value) or not 0 < value <= most:
            return
        moment = _seconds(message.get(at))
        if moment is None:
            self._problems["samples_not_read"] += 1
        else:
            self._rows.append((metric, moment, 0, float(value)))

    def _monitored(self, message: Message) -> None:
        """Counts that grow since midnight; a step is what was added since the count before.

        Where a file begins later in the day, its first count is of the file before.
        """
        moment = self._moment(message)
        self._monitored_heart(message, moment)
        kind = message.get("activity_type")
        steps = message.get("steps")
        cycles = message.get("cycles")
        if not _is_number(steps):
            steps = cycles * _STEPS_A_CYCLE if _is_number(cycles) else None
        if kind not in _ON_FOOT or steps is None or moment is None or message.get("duration_min") is not None:
            return
        before = self._counted.get(kind)
        self._counted[kind] = (moment, float(steps))
        if before is None:
            if not self._from_midnight:
                return
            before = (moment, 0.0)
        added = steps - before[1] if steps >= before[1] else steps
        if added > 0:
            self._rows.append(("steps", before[0], max(0, moment - before[0]), float(added)))

    def _monitored_heart(self, message: Message, moment: int | None) -> None:
        beats = message.get("heart_rate")
        if _is_number(beats) and 0 < beats <= _FASTEST and moment is not None:
            self._rows.append(("heart_rate", moment, 0, float(beats)))

    def _moment(self, message: Message) -> int | None:
        """The time of a monitoring message, which often has only its last sixteen bits."""
        whole = _seconds(message.get("timestamp"))
        short = message.get("timestamp_16")
        if whole is None and isinstance(short, int) and self._last_s is not None:
            last = self._last_s - _EPOCH
            whole = self._last_s + ((short - (last & 0xFFFF)) & 0xFFFF)
            self._last_s = whole
        return whole

    def _slept(self, message: Message) -> None:
        """A stage lasts until the next is announced; how long the last lasts nobody says."""
        moment = _seconds(message.get("timestamp"))
        if moment is None:
            return
        if self._stage is not None and 0 < moment - self._stage[0] <= _STAGE_MAX_S:
            self._stretches.append((self._stage[0], moment, self._stage[1]))
        stage = _STAGES.get(str(message.get("sleep_level")))
        self._stage = (moment, stage) if stage else None

    def _session(self, message: Message, source: Source) -> Iterator[Fact]:
        start = _seconds(message.get("start_time"))
        lasted = message.get("total_timer_time")
        if start is None or not _is_number(lasted) or lasted <= 0:
            return
        elapsed = message.get("total_elapsed_time")
        end = start + round(elapsed if _is_number(elapsed) and elapsed >= lasted else lasted)
        sport, branch = message.get("sport"), message.get("sub_sport")
        name = branch if isinstance(branch, str) and branch not in ("generic", "all") else sport
        label = str(name).replace("_", " ") if isinstance(name, str) and name != "generic" else "workout"
        minutes = format(round(Decimal(str(lasted)) / 60, 1), "f")
        said = [
            _said("distance", message.get("total_distance"), 1000, "km"),
            _said("energy", message.get("total_calories"), 1, "kcal"),
            _said("heart rate average", message.get("avg_heart_rate"), 1, "/min"),
            _said("heart rate maximum", message.get("max_heart_rate"), 1, "/min"),
        ]
        yield Fact(
            Kind.OBSERVATION, label[:1].upper() + label[1:100], source, codings=(_EXERCISE,),
            quantity=Quantity(Decimal(minutes), "min"), value_text=minutes, unit_text="min",
            start=self._when(start), end=self._when(end),
            detail=", ".join(part for part in said if part) or None,
        )  # fmt: skip

    def _measured(
        self, message: Message, table: tuple[tuple[str, str, str, str, str], ...], source: Source
    ) -> Iterator[Fact]:
        moment = _seconds(message.get("timestamp"))
        for field, label, code, unit, printed in table:
            value = message.get(field)
            if not _is_number(value) or value <= 0:
                continue
            if moment is None:
                self._problems["rows_without_date"] += 1
                continue
            text = format(Decimal(str(value)), "f")
            yield Fact(
                Kind.OBSERVATION, label, source, codings=(Coding(LOINC, code),) if code else (),
                quantity=Quantity(Decimal(text), unit), value_text=text, unit_text=printed,
                start=self._when(moment),
            )  # fmt: skip

    def _when(self, moment: int) -> When:
        return nights.when(moment, self._offset)


def _said(what: str, value: Any, divisor: int, unit: str) -> str:
    if not _is_number(value) or value <= 0:
        return ""
    return f"{what} {format(round(Decimal(str(value)) / divisor, 2).normalize(), 'f')} {unit}"


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9  # noqa: PLR2004  no body, no day


def _seconds(value: Any) -> int | None:
    """Seconds since 1970; None for what is no time, and for a clock that was never set."""
    if isinstance(value, datetime):
        moment = int((value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp())
    elif isinstance(value, int) and not isinstance(value, bool):
        moment = _EPOCH + value
    else:
        return None
    return moment if _CLOCK_UNSET_S < moment < _LAST_S else None

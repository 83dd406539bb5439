"""The archive of a Garmin account: summaries in JSON, and the FIT files of every day inside further zips.

Lengths of workouts are in centimetres, times in milliseconds, weights in grams. Scores (body battery, sleep
score, stress of a day) are Garmin's own and not kept; nor are calories of workouts, whose unit nobody states.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, BinaryIO, TypeGuard

import orjson

from connectors import archive, limits, nights
from connectors.dense import Columns
from connectors.garmin_fit import fit
from connectors.limits import Upload
from connectors.parts import place
from core.errors import UnreadableFileError
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Problem
from records.quantity import Quantity
from records.samples import Samples
from records.source import WITHIN, JsonPointer, Source
from records.when import When

Found = Iterator[Fact | Problem | Samples]
Item = Mapping[str, Any]

_DAYS, _SLEEP, _BODY, _WORKOUTS = (
    "udsfile",
    "sleepdata.json",
    "userbiometrics.json",
    "summarizedactivities.json",
)
_SUMMARIES = (_DAYS, _SLEEP, _BODY, _WORKOUTS)
_FIT_BYTES = 80 * 1024 * 1024  # of FIT files read in one account: some four minutes
_DEVICE = "Garmin"
_EXERCISE_CODE, _SLEEP_CODE = (
    Coding(LOINC, "55411-3", "Exercise duration"),
    Coding(LOINC, "93832-4", "Sleep duration"),
)
_DAY_S = 86_400
_LAST_S = 4_102_444_800
_WIDEST_MIN = 15 * 60
_LONGEST_SLEEP_S = 24 * 3600
_SANE = 1e13  # milliseconds since 1970 are below it
_STAGES = (("lightSleepSeconds", "light"), ("deepSleepSeconds", "deep"), ("remSleepSeconds", "REM"))
_OF_A_DAY = (
    ("totalSteps", "steps", 200_000),
    ("wellnessDistanceMeters", "distance_walking", 300_000),
    ("activeKilocalories", "energy_active", 20_000),
    ("bmrKilocalories", "energy_resting", 10_000),
    ("totalKilocalories", "energy_total", 30_000),
)
_WEIGHING = (
    ("weight", "Weight", "29463-7", "kg", "kg", 1000),
    ("bmi", "Body mass index", "39156-5", "kg/m2", "kg/m²", 1),
    ("bodyFat", "Body fat percentage", "41982-0", "%", "%", 1),
    ("muscleMass", "Muscle mass", "", "kg", "kg", 1000),
    ("boneMass", "Bone mass", "", "kg", "kg", 1000),
)


def read(stream: BinaryIO) -> Found:
    """What the archive states. Files that nobody reads are counted in one problem.

    Raises:
        UnreadableFileError: As `connectors.archive`.
    """
    members = archive.members(stream)
    account = _Account(stream)
    wanted = sorted(members, key=lambda member: _rank(member.path))
    for member in wanted:
        name = member.path.rsplit("/", 1)[-1].lower()
        if _rank(member.path) < len(_SUMMARIES):
            yield from account.summary(member, name)
        elif name.endswith(".fit"):
            yield from account.fit(member.path, _read(stream, member))
        elif name.endswith(".zip"):
            yield from account.fits(member)
        else:
            account.unread += 1
    yield from account.rest()


def _rank(path: str) -> int:
    """Days first, since they say how far the clock is from UTC; FIT files last."""
    name = path.rsplit("/", 1)[-1].lower()
    known = (name.startswith(_DAYS), name.endswith(_SLEEP), name.endswith(_BODY), name.endswith(_WORKOUTS))
    return next((rank for rank, here in enumerate(known) if here), len(_SUMMARIES))


class _Account:
    """What has been read of one account.

    Attributes:
        unread: Files that nobody read.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._columns = Columns(JsonPointer(""), "")
        self._offsets: dict[str, int] = {}
        self._problems: Counter[str] = Counter()
        self._left = _FIT_BYTES
        self._listed = False
        self.unread = 0

    def summary(self, member: archive.Member, name: str) -> Found:
        """One file of summaries."""
        try:
            loaded = orjson.loads(archive.read(self._stream, member))
        except (UnreadableFileError, ValueError):
            yield Problem("part_not_read", place(member.path))
            return
        items = loaded if isinstance(loaded, list) else [loaded]
        for pointer, item in _each(items, name):
            source = Source(JsonPointer(pointer), device=_DEVICE, member=member.path)
            if name.startswith(_DAYS):
                self._day(item)
            elif name.endswith(_SLEEP):
                yield from self._night(item, source)
            elif name.endswith(_BODY):
                yield from self._weighing(item, source)
            else:
                self._listed = True
                yield from self._workout(item, source)

    def fit(self, path: str, data: bytes | None) -> Found:
        """One FIT file, while there is time left for any."""
        if data is None or data[8:12] != b".FIT" or len(data) > self._left:
            self.unread += 1
            return
        self._left -= len(data)
        try:
            yield from fit.read(data, path, workouts=not self._listed)
        except UnreadableFileError as error:
            if error.code == "file_too_complex":
                raise
            self.unread += 1

    def fits(self, member: archive.Member) -> Found:
        """FIT files inside a further zip; nothing else in it is read, and no zip inside it."""
        data = _read(self._stream, member)
        try:
            inner = Upload(data or b"", limits.of(self._stream))
            found = archive.members(inner)
        except UnreadableFileError:
            self.unread += 1
            return
        for one in sorted(found, key=lambda one: one.path, reverse=True):
            if one.path.lower().endswith(".fit") and one.size_bytes <= self._left:
                yield from self.fit(member.path + WITHIN + one.path, _read(inner, one))
            else:
                self.unread += 1

    def rest(self) -> Found:
        """Days as samples, and what could not be read."""
        yield from self._columns.rest()
        self._problems["samples_not_read"] += self._columns.impossible
        self._problems["part_not_read"] += self.unread
        for code, count in self._problems.items():
            if count:
                yield Problem(code, count=count)

    def _day(self, item: Item) -> None:
        start, local = _moment(item.get("wellnessStartTimeGmt")), _moment(item.get("wellnessStartTimeLocal"))
        if start is None or local is None or abs(local - start) > _WIDEST_MIN * 60:
            self._problems["rows_without_date"] += 1
            return
        offset = (local - start) // 60
        self._offsets[str(item.get("calendarDate"))[:10]] = offset
        for field, metric, most in _OF_A_DAY:
            value = item.get(field)
            if _is_number(value) and 0 < value <= most:
                self._columns.add(metric, _DEVICE, start, _DAY_S, offset, float(value))
        resting = item.get("restingHeartRate")
        if _is_number(resting) and 0 < resting <= 250:  # noqa: PLR2004  0 says there is none
            self._columns.add("resting_heart_rate", _DEVICE, start, 0, offset, float(resting))

    def _night(self, item: Item, source: Source) -> Found:
        """Garmin lists how long each stage was, not when: one stretch of that length stands for the night."""
        start, end = _moment(item.get("sleepStartTimestampGMT")), _moment(item.get("sleepEndTimestampGMT"))
        stages = [(name, item.get(field)) for field, name in _STAGES]
        slept = sum(int(value) for _, value in stages if _is_number(value) and value > 0)
        if not slept:
            return
        if start is None or end is None or not 0 < end - start <= _LONGEST_SLEEP_S or slept > end - start:
            self._problems["samples_not_read"] += 1
            return
        offset = self._offsets.get(str(item.get("calendarDate"))[:10], 0)
        self._columns.add("sleep_in_bed", _DEVICE, start, end - start, offset, 1.0)
        self._columns.add("sleep_asleep", _DEVICE, start, slept, offset, 1.0)
        minutes = str(round(slept / 60))
        lengths = [*stages, ("awake", item.get("awakeSleepSeconds"))]
        said = [
            f"{name} {round(value / 60)} min" for name, value in lengths if _is_number(value) and value > 0
        ]
        yield Fact(
            Kind.OBSERVATION, "Sleep", source, codings=(_SLEEP_CODE,),
            quantity=Quantity(Decimal(minutes), "min"), value_text=minutes, unit_text="min",
            start=nights.when(start, offset), end=nights.when(end, offset), detail=", ".join(said),
        )  # fmt: skip

    def _weighing(self, item: Item, source: Source) -> Found:
        body = item.get("weight")
        if not isinstance(body, dict):
            return
        moment = _moment(body.get("timestampGMT"))
        about = item.get("metaData")
        day = When.parse(str(about.get("calendarDate"))[:10]) if isinstance(about, dict) else None
        when = nights.when(moment, 0) if moment is not None else day
        for field, label, code, unit, printed, divisor in _WEIGHING:
            value = body.get(field)
            if not _is_number(value) or value <= 0:
                continue
            if when is None:
                self._problems["rows_without_date"] += 1
                continue
            text = format(round(Decimal(str(value)) / divisor, 3).normalize(), "f")
            yield Fact(
                Kind.OBSERVATION, label, source, codings=(Coding(LOINC, code),) if code else (),
                quantity=Quantity(Decimal(text), unit), value_text=text, unit_text=printed, start=when,
            )  # fmt: skip

    def _workout(self, item: Item, source: Source) -> Found:
        begin, local = _milliseconds(item.get("beginTimestamp")), _milliseconds(item.get("startTimeLocal"))
        lasted = item.get("duration")
        if begin is None or not _is_number(lasted) or lasted <= 0:
            self._problems["rows_without_date"] += 1
            return
        offset = (local - begin) // 60 if local is not None and abs(local - begin) <= _WIDEST_MIN * 60 else 0
        name = str(item.get("activityType") or "workout").replace("_", " ")[:100]
        minutes = format(round(Decimal(str(lasted)) / 60_000, 1), "f")
        said = [
            f"{label} {format(round(Decimal(str(value)) / divisor, 2).normalize(), 'f')} {unit}"
            for label, value, divisor, unit in (
                ("distance", item.get("distance"), 100_000, "km"),
                ("heart rate average", item.get("avgHr"), 1, "/min"),
                ("heart rate maximum", item.get("maxHr"), 1, "/min"),
            )
            if _is_number(value) and value > 0
        ]
        yield Fact(
            Kind.OBSERVATION, name[:1].upper() + name[1:], source, codings=(_EXERCISE_CODE,),
            quantity=Quantity(Decimal(minutes), "min"), value_text=minutes, unit_text="min",
            start=nights.when(begin, offset), end=nights.when(begin + round(lasted / 1000), offset),
            detail=", ".join(said) or None,
        )  # fmt: skip


def _each(items: Sequence[Any], name: str) -> Iterator[tuple[str, Item]]:
    for at, item in enumerate(items):
        if not isinstance(item, dict):
            continue
        listed = item.get("summarizedActivitiesExport") if name.endswith(_WORKOUTS) else None
        if isinstance(listed, list):
            for inner, one in enumerate(listed):
                if isinstance(one, dict):
                    yield f"/{at}/summarizedActivitiesExport/{inner}", one
        else:
            yield f"/{at}", item


def _read(stream: BinaryIO, member: archive.Member) -> bytes | None:
    try:
        return archive.read(stream, member)
    except UnreadableFileError:
        return None


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _SANE


def _milliseconds(value: Any) -> int | None:
    moment = int(value) // 1000 if _is_number(value) else None
    return moment if moment is not None and 0 < moment < _LAST_S else None


def _moment(value: Any) -> int | None:
    """Seconds since 1970 of ``2023-01-01T22:30:00.0`` (in UTC) or of milliseconds."""
    if not isinstance(value, str):
        return _milliseconds(value)
    try:
        parsed = datetime.fromisoformat(value.removesuffix("Z").split(".")[0]).replace(tzinfo=UTC)
    except ValueError:
        return None
    moment = int(parsed.timestamp())
    return moment if 0 < moment < _LAST_S else None

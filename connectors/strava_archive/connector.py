"""Reads the archive that Strava hands out; its interface is never asked, and positions are dropped."""

import re
import zlib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import BinaryIO

from connectors import archive, daytimes, delimited
from connectors.daytimes import Order
from connectors.delimited import Row
from core.errors import UnreadableFileError
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Problem, Record
from records.quantity import Quantity, parse_number
from records.samples import Samples
from records.source import Lines, Source
from records.when import Precision, When

_LIST = "activities.csv"
_RECORDED = re.compile(r"(?:^|/)activities/[^/]+\.(?:fit|gpx|tcx)(?:\.gz)?\Z", re.IGNORECASE)
_BESIDE = frozenset(
    "bikes.csv shoes.csv profile.csv global_challenges.csv applications.csv routes.csv".split()
)
_EXERCISE = Coding(LOINC, "55411-3", "Exercise duration")
_ID, _DATE, _NAME, _TYPE, _ELAPSED, _DISTANCE = 0, 1, 2, 3, 5, 6
_IS_ID = re.compile(r"\d{4,20}\Z")
_HEART = (
    ("average", ("average heart rate", "frequence cardiaque moyenne", "durchschnittliche herzfrequenz",
                 "frecuencia cardiaca media", "frequenza cardiaca media")),
    ("maximum", ("max heart rate", "frequence cardiaque max", "frequence cardiaque max.", "max. herzfrequenz",
                 "frecuencia cardiaca maxima", "frequenza cardiaca max")),
)  # fmt: skip
_ENERGY = ("calories", "kalorien", "calorias", "calorie")
_LONGEST_S = 10 * 86_400
_FIT_BYTES = 60 * 1024 * 1024


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  a zip is told by what lies in it
    """Never by its first bytes."""
    return False


def identify_archive(members: Sequence[str], name: str) -> bool:  # noqa: ARG001  names lie, members decide
    """Whether the archive has the list of activities and something else that only Strava puts beside it."""
    names = {member.rsplit("/", 1)[-1].lower() for member in members}
    recorded = any(_RECORDED.search(member) for member in members)
    return _LIST in names and (recorded or len(names & _BESIDE) > 1)


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """A fact for each activity of the list; heart rate out of the FIT files as samples.

    Raises:
        UnreadableFileError: As `connectors.archive`.
    """
    from connectors.garmin_fit import fit  # here: the house's process only asks `identify_archive`

    members = archive.members(stream)
    left, unread = _FIT_BYTES, 0
    for member in members:
        name = member.path.rsplit("/", 1)[-1].lower()
        if name == _LIST:
            yield from _activities(member.path, archive.read(stream, member))
        elif name.endswith((".fit", ".fit.gz")):
            data = (
                _inflated(archive.read(stream, member), left)
                if name.endswith(".gz")
                else archive.read(stream, member)
            )
            if data is None or len(data) > left or data[8:12] != b".FIT":
                unread += 1
                continue
            left -= len(data)
            try:
                yield from fit.read(data, member.path, workouts=False)
            except UnreadableFileError as error:
                if error.code != "file_damaged":
                    raise
                unread += 1
        else:
            unread += 1
    if unread:
        yield Problem("part_not_read", count=unread)


def _inflated(data: bytes, most: int) -> bytes | None:
    """What a gzip file holds; None when it is broken or holds more."""
    inflate = zlib.decompressobj(wbits=31)
    try:
        whole = inflate.decompress(data, most + 1)
    except zlib.error:
        return None
    return whole if inflate.eof and len(whole) <= most else None


def _activities(path: str, data: bytes) -> Iterator[Fact | Problem]:
    """The columns have names in the account's language, but one order; the first seven are always there."""
    rows = delimited.rows(delimited.text_of(data), separator=",")
    header, body = (rows[0].cells, rows[1:]) if rows else ((), [])
    order = daytimes.orders([row.cell(_DATE) for row in body])
    certain = next(iter(order)) if len(order) == 1 else None
    undated = 0
    for row in body:
        fact = _activity(path, header, row, certain)
        if fact is None:
            undated += 1
        else:
            yield fact
    if undated:
        yield Problem("rows_without_date", Source(Lines(1, max(1, len(rows))), member=path), undated)


def _activity(path: str, header: Sequence[str], row: Row, order: Order | None) -> Fact | None:
    start, lasted = _utc(row.cell(_DATE), order), parse_number(row.cell(_ELAPSED))
    if (
        start is None
        or lasted is None
        or not 0 < lasted.value <= _LONGEST_S
        or not _IS_ID.match(row.cell(_ID))
    ):
        return None
    minutes = format(round(lasted.value / 60, 1), "f")
    said = [row.cell(_NAME)[:200], _distance(header, row), _measured(header, row, "energy", _ENERGY, "kcal")]
    said += [_measured(header, row, f"heart rate {name}", names, "/min") for name, names in _HEART]
    return Fact(
        Kind.OBSERVATION, row.cell(_TYPE)[:100] or "Workout",
        Source(Lines(row.first, row.last), device="Strava", member=path), codings=(_EXERCISE,),
        quantity=Quantity(Decimal(minutes), "min"), value_text=minutes, unit_text="min", start=start,
        detail=", ".join(part for part in said if part) or None,
    )  # fmt: skip


def _utc(text: str, order: Order | None) -> When | None:
    """Strava lists activities at UTC, whatever the language of the month."""
    when = daytimes.parse(text, order)
    if when is None or when.precision is not Precision.SECOND:
        return None
    return when if when.offset_min is not None else When(when.local, when.precision, 0)


def _distance(header: Sequence[str], row: Row) -> str:
    """The second column of that name is in metres; the first in what the account prefers."""
    if len(header) <= _DISTANCE:
        return ""
    again = [at for at, label in enumerate(header) if label == header[_DISTANCE]]
    number = parse_number(row.cell(again[1])) if len(again) > 1 else None
    return "" if number is None or number.value <= 0 else f"distance {_short(number.value / 1000)} km"


def _measured(header: Sequence[str], row: Row, label: str, names: Sequence[str], unit: str) -> str:
    column = delimited.column(header, *names)
    number = parse_number(row.cell(column))
    return "" if number is None or number.value <= 0 else f"{label} {_short(number.value)} {unit}"


def _short(value: Decimal) -> str:
    return format(round(value, 2).normalize(), "f")

"""Stretches of sleep joined to nights: one `Fact` for each time that somebody slept, from each device.

Knows nothing of any vendor. Stretches that overlap count once; a break of two hours or more ends a night.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from connectors.dense import Columns
from core.errors import UnreadableFileError
from records.codes import LOINC, Coding
from records.model import Fact, Kind, Problem
from records.quantity import Quantity
from records.samples import Samples
from records.source import Locator, Source
from records.when import Precision, When

ASLEEP, LIGHT, DEEP, REM, AWAKE, IN_BED = (
    "sleep_asleep", "sleep_light", "sleep_deep", "sleep_rem", "sleep_awake", "sleep_in_bed",
)  # fmt: skip
STAGES = (ASLEEP, LIGHT, DEEP, REM, AWAKE, IN_BED)
"""Metrics of sleep; `ASLEEP` where no stage is known."""
_ASLEEP = frozenset((ASLEEP, LIGHT, DEEP, REM))
_NAMES = {LIGHT: "light", DEEP: "deep", REM: "REM", AWAKE: "awake"}
_BREAK_S = 2 * 3600
_LEAST_S = 10 * 60
_MOST = 2_000_000
_CODE = Coding(LOINC, "93832-4", "Sleep duration")


class Stretch(NamedTuple):
    """Time in one stage: seconds since 1970 in UTC, or of the local clock where the offset is unknown."""

    start_s: int
    end_s: int
    stage: str
    offset_min: int | None


def when(moment_s: int, offset_min: int | None) -> When:
    """A moment as the clock on the wall showed it."""
    local = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment_s, minutes=offset_min or 0)
    return When(local.strftime("%Y-%m-%dT%H:%M:%S"), Precision.SECOND, offset_min)


class Nights:
    """The sleep of one reading."""

    def __init__(self, locator: Locator, member: str = "") -> None:
        self._locator, self._member = locator, member
        self._stretches: dict[str | None, list[Stretch]] = {}
        self._count = 0

    def add(self, device: str | None, stretch: Stretch) -> None:
        """One stretch.

        Raises:
            UnreadableFileError: ``file_too_complex``: more than a life has.
        """
        self._count += 1
        if self._count > _MOST:
            raise UnreadableFileError("file_too_complex")
        self._stretches.setdefault(device, []).append(stretch)

    def facts(self) -> Iterator[Fact]:
        """A fact for each night and nap; time in bed or awake alone is none."""
        for device, stretches in self._stretches.items():
            for night in _nights(sorted(s for s in stretches if s.stage != IN_BED)):
                fact = self._fact(device, night)
                if fact is not None:
                    yield fact

    def _fact(self, device: str | None, night: list[Stretch]) -> Fact | None:
        slept = [stretch for stretch in night if stretch.stage in _ASLEEP]
        covered = _covered(slept)
        if covered < _LEAST_S:
            return None
        parts = ((name, _covered(s for s in night if s.stage == stage)) for stage, name in _NAMES.items())
        minutes = str(round(covered / 60))
        last = max(slept, key=lambda stretch: stretch.end_s)
        return Fact(
            Kind.OBSERVATION, "Sleep", Source(self._locator, device=device, member=self._member),
            codings=(_CODE,), quantity=Quantity(Decimal(minutes), "min"), value_text=minutes, unit_text="min",
            start=when(slept[0].start_s, slept[0].offset_min), end=when(last.end_s, last.offset_min),
            detail=", ".join(f"{name} {round(part / 60)} min" for name, part in parts if part) or None,
        )  # fmt: skip


def _nights(stretches: list[Stretch]) -> Iterator[list[Stretch]]:
    night: list[Stretch] = []
    end = 0
    for stretch in stretches:
        if night and stretch.start_s - end >= _BREAK_S:
            yield night
            night = []
        end = max(end, stretch.end_s) if night else stretch.end_s
        night.append(stretch)
    if night:
        yield night


def _covered(stretches: Iterable[Stretch]) -> int:
    """Seconds in any of them, those in several counted once."""
    ordered = sorted(stretches)
    if not ordered:
        return 0
    total, reach = 0, ordered[0].start_s
    for stretch in ordered:
        total += max(0, stretch.end_s - max(stretch.start_s, reach))
        reach = max(reach, stretch.end_s)
    return total


def rest(asleep: Nights, columns: Columns, problems: Counter[str]) -> Iterator[Fact | Samples | Problem]:
    """What a reading of a device's files ends with: nights, samples, and what could not be read, counted."""
    yield from asleep.facts()
    yield from columns.rest()
    problems["samples_not_read"] += columns.impossible
    yield from (Problem(code, count=count) for code, count in problems.items() if count)

"""From the samples of several devices to one value a day: which device counts when, and what a day comes to.

Pure arithmetic on columns. The rules are those of `retrieval.samples`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from records.devices import closeness
from records.metrics import Aggregate
from records.samples import OFFSET_UNKNOWN
from retrieval.ingest.dense import Columns

TARGET = (70 * 10 / 180.156, 10.0)
"""Glucose time in range in mmol/L, both ends included: 70 to 180 mg/dL, 3.9 to 10.0 mmol/L. The lower end is
70 mg/dL by the molar mass, so that a sensor's 70 is inside in either unit. Source: international consensus on
time in range, Battelino et al., Diabetes Care 2019;42:1593."""
DAY_S = 86_400
LONG_S = 2 * 3600
"""A sample that lasts so long states part of a day as a whole."""

_HOUR_S = 3600
_NIGHT_AHEAD_S = 6 * _HOUR_S
_HOURS = 24
_WHOLE_DAY = -(10**9)
_HAIR = 1e-9

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Day:
    """One metric on one day.

    Attributes:
        day: On the clock on the wall; of a night the day it ends on.
        value: The day's sum, mean, last value, or minutes, in the metric's unit.
        n: Samples it was worked out from.
        total: Their sum; of a duration the minutes.
        low: Smallest of them; of a duration the minutes.
        high: Largest of them; likewise.
        hours: In how many hours something was measured.
        sources: Those that count on that day, the one of most hours first.
        within: Samples within `TARGET`.
        under: Samples below it.
    """

    day: date
    value: float
    n: int
    total: float
    low: float
    high: float
    hours: int
    sources: tuple[str, ...]
    within: int = 0
    under: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """One source and its samples of one metric, in order, each once."""

    name: str
    columns: Columns


@dataclass(slots=True)
class _Tally:
    """A day as it adds up."""

    n: int = 0
    total: float = 0.0
    low: float = float("inf")
    high: float = float("-inf")
    within: int = 0
    under: int = 0
    latest: tuple[int, float] = (-(2**62), 0.0)
    hours: dict[str, int] = field(default_factory=dict)


def days(origins: Sequence[Origin], aggregate: Aggregate) -> tuple[Day, ...]:
    """Every day with samples that count, oldest first."""
    if aggregate is Aggregate.DURATION:
        return _nights(origins)
    tallies: dict[int, _Tally] = {}
    instants = _instants(origins)
    for origin, instant, rows in zip(origins, instants, counting(origins, aggregate), strict=True):
        columns = origin.columns if rows is None else origin.columns.at(rows)
        if len(columns):
            _add(tallies, origin.name, columns, instant if rows is None else instant[rows])
    return tuple(_day(day, tallies[day], aggregate) for day in sorted(tallies))


def _day(day: int, tally: _Tally, aggregate: Aggregate) -> Day:
    mean = tally.total / tally.n
    value = {Aggregate.SUM: tally.total, Aggregate.MEAN: mean}.get(aggregate, tally.latest[1])
    sources = tuple(sorted(tally.hours, key=lambda name: (-tally.hours[name], name)))
    return Day(
        day=_date(day), value=value, n=tally.n, total=tally.total, low=tally.low, high=tally.high,
        hours=min(sum(tally.hours.values()), _HOURS), sources=sources, within=tally.within, under=tally.under,
    )  # fmt: skip


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)


# --- which rows count ---------------------------------------------------------------------------------------


def counting(origins: Sequence[Origin], aggregate: Aggregate) -> list[Array | None]:
    """For each origin which of its rows count, as a mask; None when all do."""
    locals_ = [origin.columns.local_s() // DAY_S for origin in origins]
    whole = _whole_days(origins, locals_)
    masks = _chosen(origins, locals_, whole)
    if aggregate is Aggregate.SUM and len(whole):
        masks = [
            _once(origin.columns, local, whole, mask)
            for origin, local, mask in zip(origins, locals_, masks, strict=True)
        ]
    return masks


def _whole_days(origins: Sequence[Origin], locals_: Sequence[Array]) -> Array:
    """Days of which some source states a long stretch as one."""
    found = [
        local[origin.columns.duration_s >= LONG_S] for origin, local in zip(origins, locals_, strict=True)
    ]
    return _distinct(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _chosen(origins: Sequence[Origin], locals_: Sequence[Array], whole: Array) -> list[Array | None]:
    """One source for each hour, or for a day that somebody states as a whole."""
    if len(origins) < 2:  # noqa: PLR2004  one source has no rival
        return [None] * len(origins)
    runs = [
        _runs_of(origin, instant, local, whole)
        for origin, instant, local in zip(origins, _instants(origins), locals_, strict=True)
    ]
    order = sorted(range(len(origins)), key=lambda at: origins[at].name)
    place = {at: number for number, at in enumerate(order)}
    slots = np.concatenate([run.slots for run in runs])
    owner = np.concatenate([np.full(len(run.slots), at) for at, run in enumerate(runs)])
    rank = np.concatenate(
        [np.full(len(run.slots), closeness(origins[at].name)) for at, run in enumerate(runs)]
    )
    names = np.concatenate([np.full(len(run.slots), place[at]) for at, run in enumerate(runs)])
    hours = np.concatenate([run.hours for run in runs])
    best = np.lexsort((names, -hours, rank, slots))
    slots, owner = slots[best], owner[best]
    first = np.ones(len(slots), dtype=bool)
    first[1:] = slots[1:] != slots[:-1]
    slots, owner = slots[first], owner[first]
    return [
        np.repeat(owner[np.searchsorted(slots, run.slots)] == at, run.lengths) for at, run in enumerate(runs)
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Runs:
    """Rows that follow each other in one slot: which, how many, in how many hours of its day it measured."""

    slots: Array
    lengths: Array
    hours: Array


def _runs_of(origin: Origin, instant: Array, local: Array, whole: Array) -> _Runs:
    slot = instant // _HOUR_S
    if len(whole):
        slot = np.where(np.isin(local, whole), local + _WHOLE_DAY, slot)
    starts = _starts(slot)
    lengths = np.diff(starts, append=len(slot))
    measured, hours = _hours_a_day(origin.columns, instant, local)
    return _Runs(slot[starts], lengths, hours[np.searchsorted(measured, local[starts])])


def _hours_a_day(columns: Columns, instant: Array, local: Array) -> tuple[Array, Array]:
    """Each day, and in how many hours of it there are samples; long ones count all of theirs."""
    hour = instant // _HOUR_S
    starts = _starts(hour, local)
    ordered = np.sort(local[starts])
    firsts = _starts(ordered)
    measured, counts = ordered[firsts], np.diff(firsts, append=len(ordered))
    long = columns.duration_s >= LONG_S
    if bool(long.any()):
        more = np.maximum(columns.duration_s[long] // _HOUR_S - 1, 0)
        np.add.at(counts, np.searchsorted(measured, local[long]), more)
    return measured, np.minimum(counts, _HOURS)


def _once(columns: Columns, local: Array, whole: Array, mask: Array | None) -> Array:
    """Of a day stated both as a whole and in parts by one source, the larger: they state the same thing."""
    mask = np.ones(len(columns), dtype=bool) if mask is None else mask
    place = np.searchsorted(whole, local).clip(max=len(whole) - 1)
    here = mask & (whole[place] == local)
    long = columns.duration_s >= LONG_S
    totals = np.bincount(place[here & long], columns.values[here & long], len(whole))
    parts = np.bincount(place[here & ~long], columns.values[here & ~long], len(whole))
    as_whole = (totals >= parts)[place]
    kept: Array = mask & ~(here & (long != as_whole))
    return kept


def _instants(origins: Sequence[Origin]) -> list[Array]:
    """Start times in UTC; where a source does not know its offset, that of the nearest sample that does."""
    unknown = [origin.columns.offset_min == OFFSET_UNKNOWN for origin in origins]
    if not any(bool(mask.any()) for mask in unknown):
        return [origin.columns.start_s for origin in origins]
    known = [origin.columns.at(~mask) for origin, mask in zip(origins, unknown, strict=True)]
    told = Columns.joined(known)
    if not len(told):
        return [origin.columns.start_s for origin in origins]
    clock = told.local_s()
    order = np.argsort(clock, kind="stable")
    clock, offsets = clock[order], told.offset_min[order].astype(np.int64)
    instants = []
    for origin, mask in zip(origins, unknown, strict=True):
        start = origin.columns.start_s.copy()
        after = np.searchsorted(clock, start[mask]).clip(1, max(len(clock) - 1, 1)).clip(max=len(clock) - 1)
        before = np.maximum(after - 1, 0)
        nearer = np.where(start[mask] - clock[before] <= clock[after] - start[mask], before, after)
        start[mask] -= offsets[nearer] * 60
        instants.append(start)
    return instants


# --- what a day comes to ------------------------------------------------------------------------------------


def _starts(*columns: Array) -> Array:
    """Where runs begin of rows that are equal in every column; of at least one row."""
    fresh = np.zeros(len(columns[0]), dtype=bool)
    fresh[:1] = True
    for column in columns:
        fresh[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(fresh)


def _distinct(values: Array) -> Array:
    """Each value once, in order. numpy's own way of it loads a module for half a second."""
    ordered = np.sort(values)
    return ordered[_starts(ordered)]


def _add(tallies: dict[int, _Tally], name: str, columns: Columns, instant: Array) -> None:
    local = columns.local_s() // DAY_S
    starts = _starts(local)
    values = columns.values
    inside = (values >= TARGET[0] - _HAIR) & (values <= TARGET[1] + _HAIR)
    below = values < TARGET[0] - _HAIR
    ends = np.append(starts[1:], len(values))
    sums = (
        local[starts].tolist(), (ends - starts).tolist(), np.add.reduceat(values, starts).tolist(),
        np.minimum.reduceat(values, starts).tolist(), np.maximum.reduceat(values, starts).tolist(),
        np.add.reduceat(inside, starts, dtype=np.int64).tolist(),
        np.add.reduceat(below, starts, dtype=np.int64).tolist(),
        instant[ends - 1].tolist(), values[ends - 1].tolist(),
    )  # fmt: skip
    for day, n, total, low, high, within, under, at, last in zip(*sums, strict=True):
        tally = tallies.setdefault(day, _Tally())
        tally.n += n
        tally.total += total
        tally.low, tally.high = min(tally.low, low), max(tally.high, high)
        tally.within += within
        tally.under += under
        tally.latest = max(tally.latest, (at, last))
    for day, hours in zip(*(part.tolist() for part in _hours_a_day(columns, instant, local)), strict=True):
        tallies[day].hours[name] = hours


# --- nights -------------------------------------------------------------------------------------------------


def _nights(origins: Sequence[Origin]) -> tuple[Day, ...]:
    """Time covered, by the night; one source for each."""
    best: dict[int, tuple[tuple[int, int, str], int]] = {}
    for origin, instant in zip(origins, _instants(origins), strict=True):
        if not len(origin.columns):
            continue
        for night, (seconds, n) in _covered(origin.columns, instant).items():
            claim = (int(closeness(origin.name)), -seconds, origin.name)
            if night not in best or claim < best[night][0]:
                best[night] = (claim, n)
    return tuple(_night(night, -claim[1], n, claim[2]) for night, (claim, n) in sorted(best.items()))


def _night(night: int, seconds: int, n: int, name: str) -> Day:
    minutes = seconds / 60
    hours = min(-(-seconds // _HOUR_S), _HOURS)
    return Day(_date(night), minutes, n, minutes, minutes, minutes, hours, (name,))


def _covered(columns: Columns, instant: Array) -> dict[int, tuple[int, int]]:
    """Seconds in any stretch and how many stretches there were, by night."""
    order = np.argsort(instant, kind="stable")
    begin = instant[order]
    length = columns.duration_s[order].astype(np.int64)
    clock = columns.local_s()[order]
    keep = (length > 0) & (length <= DAY_S)  # nobody sleeps longer: a broken record
    begin, length, clock = begin[keep], length[keep], clock[keep]
    if not len(begin):
        return {}
    reach = np.maximum.accumulate(begin + length)
    fresh = np.concatenate([[True], begin[1:] > reach[:-1]])
    starts = np.flatnonzero(fresh)
    ends = np.append(starts[1:], len(begin))
    seconds = reach[ends - 1] - begin[starts]
    nights = (clock[starts] + _NIGHT_AHEAD_S) // DAY_S
    found: dict[int, tuple[int, int]] = {}
    for night, span, n in zip(nights.tolist(), seconds.tolist(), (ends - starts).tolist(), strict=True):
        before = found.get(night, (0, 0))
        found[night] = (before[0] + span, before[1] + n)
    return found


def among(origins: Sequence[Origin], aggregate: Aggregate, holds: Callable[[Array], Array]) -> Array:
    """The values that count, of the days that `holds` says yes to (days since 1970, as an array)."""
    parts = []
    for origin, rows in zip(origins, counting(origins, aggregate), strict=True):
        columns = origin.columns if rows is None else origin.columns.at(rows)
        parts.append(columns.values[holds(columns.local_s() // DAY_S)])
    return np.concatenate(parts) if parts else np.empty(0)

"""What columns work out at once is what a slow reading of the same rules works out row by row."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.devices import closeness
from records.metrics import Aggregate
from records.samples import Row
from retrieval.days import LONG_S, Origin, days
from retrieval.ingest.dense import Columns
from tests.fakes.samples import APP, DAY, HOUR, PHONE, WATCH, batch

NAMES = (WATCH, PHONE, APP, "Garmin Venu", "Montre")
Rows = list[tuple[int, int, int, float]]


@st.composite
def sources(draw: st.DrawFn) -> dict[str, Rows]:
    """A few sources, each on its own clock, with readings of four days, some of them long."""
    found = {}
    for name in draw(st.sets(st.sampled_from(NAMES), min_size=1, max_size=4)):
        offset = draw(st.sampled_from((-300, 0, 60, 120)))
        row = st.tuples(
            st.integers(0, 4 * DAY // 300).map(lambda step: 19_000 * DAY + step * 300),
            st.sampled_from((0, 0, 300, 600, HOUR, LONG_S, 20_000)),
            st.just(offset),
            st.integers(0, 50).map(float),
        )
        found[name] = draw(st.lists(row, max_size=25))
    return found


def columns(rows: Rows) -> Columns:
    whole: list[Row] = list(rows)
    return Columns.of([batch("steps", None, whole)]).ordered()


def local_day(row: tuple[int, int, int, float]) -> int:
    return (row[0] + row[2] * 60) // DAY


def slowly(found: dict[str, Rows], aggregate: Aggregate) -> dict[int, tuple[float, int]]:
    """Value and number of samples of each day, by the rules as they are written down."""
    rows = {name: sorted(set(own)) for name, own in found.items()}
    whole = {local_day(row) for own in rows.values() for row in own if row[1] >= LONG_S}

    def slot(row: tuple[int, int, int, float]) -> tuple[str, int]:
        day = local_day(row)
        return ("day", day) if day in whole else ("hour", row[0] // HOUR)

    def hours(name: str, day: int) -> int:
        own = [row for row in rows[name] if local_day(row) == day]
        long = sum(row[1] // HOUR - 1 for row in own if row[1] >= LONG_S)
        return min(24, len({row[0] // HOUR for row in own}) + long)

    claims: dict[tuple[str, int], list[tuple[int, int, str]]] = defaultdict(list)
    for name, own in rows.items():
        for row in own:
            claims[slot(row)].append((int(closeness(name)), -hours(name, local_day(row)), name))
    chosen = {place: min(claim)[2] for place, claim in claims.items()}
    by_day: dict[int, Rows] = defaultdict(list)
    for name, own in rows.items():
        for row in own:
            if chosen[slot(row)] == name:
                by_day[local_day(row)].append(row)
    result = {}
    for day, taken in by_day.items():
        counted = taken
        if aggregate is Aggregate.SUM and day in whole:
            long = [row for row in taken if row[1] >= LONG_S]
            short = [row for row in taken if row[1] < LONG_S]
            counted = max(long, short, key=lambda part: sum(row[3] for row in part))
        if counted:
            total = sum(row[3] for row in counted)
            result[day] = (total if aggregate is Aggregate.SUM else total / len(counted), len(counted))
    return result


@pytest.mark.parametrize("aggregate", [Aggregate.SUM, Aggregate.MEAN])
@settings(max_examples=150, deadline=None)
@given(found=sources())
def test_days_are_those_of_the_slow_reading(aggregate: Aggregate, found: dict[str, Rows]) -> None:
    worked = days([Origin(name, columns(rows)) for name, rows in found.items() if rows], aggregate)

    expected = slowly(found, aggregate)
    assert {day.day.toordinal() - 719_163: day.n for day in worked} == {
        day: n for day, (_, n) in expected.items()
    }
    assert [day.value for day in worked] == pytest.approx([expected[day][0] for day in sorted(expected)])


@settings(max_examples=150, deadline=None)
@given(found=sources())
def test_nights_are_those_of_the_slow_reading(found: dict[str, Rows]) -> None:
    worked = days([Origin(name, columns(rows)) for name, rows in found.items() if rows], Aggregate.DURATION)
    best: dict[int, tuple[int, int, str]] = {}
    for name, rows in found.items():
        spent: dict[int, int] = defaultdict(int)
        reach, night = -1, 0
        for start, length, offset, _ in sorted(row for row in rows if row[1]):
            if start > reach:
                night = (start + offset * 60 + 6 * HOUR) // DAY
                reach = start
            spent[night] += max(0, start + length - max(start, reach))
            reach = max(reach, start + length)
        for night, seconds in spent.items():
            claim = (int(closeness(name)), -seconds, name)
            best[night] = min(best.get(night, claim), claim)

    assert {day.day.toordinal() - 719_163: round(day.value * 60) for day in worked} == {
        night: -seconds for night, (_, seconds, _) in best.items()
    }

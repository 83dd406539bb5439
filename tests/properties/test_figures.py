"""Statistics: the same whatever the order of the facts, and equal to another way of working them out."""

import statistics
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from records.model import Fact, Kind
from records.normalise import normalise
from records.quantity import Quantity
from records.source import Lines, Source
from records.when import When
from retrieval import figures
from retrieval.facts import FactTable, Statistic
from retrieval.period import Period
from retrieval.spans import Step, begins, ends, following

_START = date(2015, 1, 1)
_LABORATORIES = ("", "Laboratoire A", "Laboratoire B")
_STATISTICS = [one for one in Statistic if one is not Statistic.IN_RANGE]

amounts = st.decimals(min_value="0.1", max_value="500", places=2)
days = st.integers(0, 4000).map(lambda count: _START + timedelta(days=count))
dated = st.lists(st.tuples(days, amounts), min_size=1, max_size=14)


def fact(number: int, day: date, amount: Decimal, laboratory: str = "", sign: str | None = None) -> Fact:
    made = Fact(
        Kind.OBSERVATION, "Ferritine", Source(Lines(1, 1), laboratory=laboratory or None), f"{number:04d}",
        quantity=Quantity(amount, "ug/L", sign), value_text=str(amount), unit_text="µg/L",  # type: ignore[arg-type]
        start=When.of_day(day),
    )  # fmt: skip
    return normalise(made)


facts = st.lists(
    st.tuples(days, amounts, st.sampled_from(_LABORATORIES), st.sampled_from([None, None, None, "<", ">"])),
    min_size=1, max_size=12,
).map(lambda rows: [fact(number, *row) for number, row in enumerate(rows)])  # fmt: skip


@settings(deadline=None)
@given(facts, st.randoms())
def test_the_order_of_facts_changes_nothing(made: list[Fact], chance: object) -> None:
    shuffled = list(made)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    middle = Period(None, _START + timedelta(days=2000)), Period(_START + timedelta(days=2001), None)
    one, other = FactTable(made), FactTable(shuffled)

    for statistic in _STATISTICS:
        assert one.worked(statistic, "ferritin") == other.worked(statistic, "ferritin")
    assert one.compared(Statistic.MEAN, "ferritin", middle) == other.compared(
        Statistic.MEAN, "ferritin", middle
    )


@settings(deadline=None)
@given(dated)
def test_statistics_equal_another_way_of_working_them_out(rows: list[tuple[date, Decimal]]) -> None:
    table = FactTable([fact(number, *row) for number, row in enumerate(rows)])
    values = [amount for _, amount in rows]

    def only(statistic: Statistic) -> Decimal | None:
        parts = table.worked(statistic, "ferritin").parts
        return parts[0].value if parts else None

    assert only(Statistic.MIN) == min(values)
    assert only(Statistic.MAX) == max(values)
    whole = table.worked(Statistic.COUNT, "ferritin").overall
    assert whole is not None
    assert whole.n == len(rows)
    if len(rows) > 1:
        half = Decimal("0.0005")
        mean, middle = only(Statistic.MEAN), only(Statistic.MEDIAN)
        assert mean is not None
        assert middle is not None
        assert abs(mean - Decimal(statistics.fmean(map(float, values)))) <= half + Decimal("1e-9")
        assert abs(middle - statistics.median(values)) <= half


@settings(deadline=None)
@given(facts)
def test_no_series_holds_values_of_two_laboratories(made: list[Fact]) -> None:
    table = FactTable(made)
    for statistic in (Statistic.MEAN, Statistic.MEDIAN, Statistic.CHANGE, Statistic.SLOPE):
        for part in table.worked(statistic, "ferritin").parts:
            used = [table.get(id_) for id_ in part.fact_ids]
            assert len({one.source.laboratory for one in used if one is not None}) == 1
            assert all(one is not None and one.quantity and one.quantity.comparator is None for one in used)


@settings(deadline=None)
@given(facts)
def test_every_value_is_used_or_set_aside_or_in_a_series_too_short(made: list[Fact]) -> None:
    table = FactTable(made)
    for statistic in (Statistic.MEAN, Statistic.MEDIAN):
        worked = table.worked(statistic, "ferritin")
        used = {id_ for part in worked.parts for id_ in part.fact_ids}
        aside = {id_ for ids in worked.aside.values() for id_ in ids}
        few = {one.id for part in worked.few for one in part.facts}
        assert used | aside | few == {one.id for one in table.counting()}
        assert not used & aside


# --- slope --------------------------------------------------------------------------------------------------

distinct = st.lists(
    st.tuples(st.integers(0, 3000), amounts), min_size=5, max_size=12, unique_by=lambda row: row[0]
)


def _counted_out(n: int, share: float) -> int:
    """Hollander and Wolfe's k: the smallest S with at most `share` of all orders at or beyond it."""
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    scores = [sum(1 if order[j] > order[i] else -1 for i, j in pairs) for order in permutations(range(n))]
    return min(k for k in set(scores) if sum(score >= k for score in scores) <= share * len(scores))


def test_the_ranks_of_the_interval_are_those_of_every_order_counted_out() -> None:
    for n in (5, 6, 7):
        assert figures._spread(n) == _counted_out(n, 0.025) - 2


@settings(deadline=None)
@given(distinct)
def test_the_slope_is_the_median_of_all_slopes_and_lies_in_its_interval(
    rows: list[tuple[int, Decimal]],
) -> None:
    points = [(_START + timedelta(days=day), amount) for day, amount in rows]
    made = figures.slope(points, Step.YEAR)
    slopes = [
        float(after[1] - before[1]) / (after[0] - before[0]) * 365.25
        for before in rows for after in rows if after[0] > before[0]
    ]  # fmt: skip

    assert made is not None
    tolerance = max(1.0, abs(float(made.high - made.low))) * 0.06
    assert abs(float(made.value) - statistics.median(slopes)) <= tolerance
    assert made.low <= made.value <= made.high
    assert figures.slope(list(reversed(points)), Step.YEAR) == made


@settings(deadline=None)
@given(distinct, st.decimals(min_value="0.5", max_value="20", places=1))
def test_shifting_values_leaves_the_slope(rows: list[tuple[int, Decimal]], shift: Decimal) -> None:
    points = [(_START + timedelta(days=day), amount) for day, amount in rows]
    moved = [(day, amount + shift) for day, amount in points]

    assert figures.slope(points, Step.YEAR) == figures.slope(moved, Step.YEAR)


def test_values_of_one_day_count_as_one() -> None:
    points = [(_START + timedelta(days=30 * month), Decimal(10 + month)) for month in range(6)]
    doubled = [*points, (points[0][0], points[0][1])]
    few = [*points[:4], *points[:4]]
    one, other = figures.slope(points), figures.slope(doubled)

    assert one == other
    assert figures.slope(few) is None


def test_a_straight_line_has_its_slope_and_no_doubt() -> None:
    points = [(_START + timedelta(days=7 * week), Decimal("0.7") * week) for week in range(20)]
    made = figures.slope(points, Step.WEEK)

    assert made is not None
    assert (made.value, made.low, made.high, made.direction) == (
        Decimal("0.70"),
        Decimal("0.70"),
        Decimal("0.70"),
        1,
    )


def test_what_does_not_move_has_no_direction() -> None:
    points = [(_START + timedelta(days=30 * month), Decimal(5)) for month in range(12)]
    made = figures.slope(points)

    assert made is not None
    assert (made.value, made.direction) == (Decimal(0), 0)


# --- stretches ----------------------------------------------------------------------------------------------


@given(days, st.sampled_from(Step))
def test_stretches_hold_their_days_and_follow_each_other(day: date, step: Step) -> None:
    first, last = begins(day, step), ends(day, step)

    assert first <= day <= last
    assert (begins(first, step), ends(last, step)) == (first, last)
    assert following(first, step) == last + timedelta(days=1) == begins(last + timedelta(days=1), step)


def test_a_replaced_value_changes_the_answer() -> None:
    rows = [fact(number, _START + timedelta(days=number), Decimal(number + 1)) for number in range(3)]
    table = FactTable(rows)
    before = table.worked(Statistic.MEAN, "ferritin").parts[0].value
    table.add(
        [replace(rows[0], quantity=Quantity(Decimal(10), "ug/L"), canonical=Quantity(Decimal(10), "ug/L"))]
    )

    assert (before, table.worked(Statistic.MEAN, "ferritin").parts[0].value) == (
        Decimal("2.0"),
        Decimal("5.0"),
    )

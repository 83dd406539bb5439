"""The fact table counts each result once, and works out only what is certain."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from records.merge import SUPERSEDED, merge
from records.model import Extraction, Fact, Kind
from records.normalise import normalise
from records.quantity import Comparator, Quantity
from records.source import Lines, Source
from records.when import When
from retrieval.facts import Aside, FactTable, Statistic, StatisticResult
from retrieval.period import Period
from retrieval.spans import Step

SOURCE = Source(Lines(1, 1))


def lab(
    id_: str, value: str, when: str | None, label: str = "Ferritine", unit: str = "ug/L", **more: object
) -> Fact:
    fact = Fact(
        Kind.OBSERVATION,
        label,
        SOURCE,
        id_,
        quantity=Quantity(Decimal(value), unit),
        value_text=value,
        unit_text=unit,
        start=When.parse(when) if when else None,
    )
    return normalise(replace(fact, **more))  # type: ignore[arg-type]  # test shorthand


def ids(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.id for fact in facts]


@pytest.fixture
def table() -> FactTable:
    return FactTable([lab("a", "9", "2021-06-01"), lab("b", "15", "2023-02"), lab("c", "12.5", "2024-03-12")])


def test_selection_is_newest_first_and_keeps_to_the_period(table: FactTable) -> None:
    period = Period(date(2023, 1, 1), date(2023, 12, 31))

    assert ids(table.select(["ferritin"])) == ["c", "b", "a"]
    assert ids(table.select(["ferritin"], period=period)) == ["b"]
    assert ids(table.select(["tsh"])) == []


def test_a_date_of_a_month_lies_in_the_days_of_that_month(table: FactTable) -> None:
    assert ids(table.select(["ferritin"], period=Period(date(2023, 2, 10), date(2023, 2, 12)))) == ["b"]


def test_latest_and_nearest(table: FactTable) -> None:
    table.add([lab("undated", "99", None)])
    latest, near = (
        table.latest("ferritin"),
        table.nearest("ferritin", Period(date(2021, 9, 1), date(2021, 9, 30))),
    )

    assert latest is not None
    assert near is not None
    assert (latest.id, near.id) == ("c", "a")
    assert table.latest("tsh") is None


def test_what_repeats_counts_once_and_takes_over_when_the_first_is_forgotten(table: FactTable) -> None:
    table.add([lab("d", "12.5", "2024-03-12", same_as="c"), lab("e", "12.5", "2024-03-12", same_as="c")])

    assert ids(table.select(["ferritin"])) == ["c", "b", "a"]
    table.remove(["c"])
    assert ids(table.select(["ferritin"])) == ["d", "b", "a"]


def test_a_correction_stands_in_for_the_original(table: FactTable) -> None:
    table.add([lab("t", "125", "2024-03-12", corrects="c", extraction=Extraction.TYPED, confirmed=True)])

    assert ids(table.select(["ferritin"])) == ["t", "b", "a"]
    assert "c" in ids(table.all())


@pytest.mark.parametrize("status", ["entered-in-error", SUPERSEDED, "cancelled"])
def test_what_was_withdrawn_counts_nowhere(table: FactTable, status: str) -> None:
    table.add([lab("x", "500", "2024-06-01", status=status)])

    assert "x" not in ids(table.select())


def test_labels_find_what_has_no_analyte() -> None:
    zorgine = lab("z", "3", "2024-01-01", "Zorgine sérique", "U/L")
    table = FactTable([zorgine, lab("a", "9", "2021-06-01")])

    assert ids(table.select(labels=["zorgine serique"])) == ["z"]
    assert ids(table.select(labels=["Zorgyne sérique"])) == ["z"]
    assert ids(table.select(labels=["Zinc"])) == []


def one(
    table: FactTable, statistic: Statistic, analyte: str = "ferritin", period: Period | None = None
) -> StatisticResult:
    """The result of the only series there is."""
    (result,) = table.worked(statistic, analyte, period).parts
    return result


@pytest.mark.parametrize(
    ("statistic", "value", "n"),
    [
        (Statistic.MIN, "9", 3),
        (Statistic.MAX, "15", 3),
        (Statistic.RANGE, "15", 3),
        (Statistic.MEAN, "12.17", 3),
        (Statistic.MEDIAN, "12.5", 3),
        (Statistic.CHANGE, "3.5", 2),
    ],
)
def test_statistics_are_exact(table: FactTable, statistic: Statistic, value: str, n: int) -> None:
    result = one(table, statistic)

    assert (value, n) == (str(result.value), result.n)
    assert (result.first.local, result.last.local) == ("2021-06-01", "2024-03-12")
    assert result == one(table, statistic)


def test_values_are_counted(table: FactTable) -> None:
    overall = table.worked(Statistic.COUNT, "ferritin").overall

    assert overall is not None
    assert (overall.value, overall.unit) == (Decimal(3), "1")


def test_the_extreme_points_to_the_reports_that_hold_it(table: FactTable) -> None:
    assert one(table, Statistic.MAX).fact_ids == ("b",)
    assert one(table, Statistic.RANGE).fact_ids == ("a", "b")


def test_a_number_read_by_ocr_counts_once_it_is_confirmed(table: FactTable) -> None:
    doubtful = lab("o", "190", "2024-05-01", extraction=Extraction.OCR)
    table.add([doubtful])
    before = table.worked(Statistic.MAX, "ferritin")
    table.add([replace(doubtful, confirmed=True)])
    after = table.worked(Statistic.MAX, "ferritin")

    assert [str(part.value) for part in (*before.parts, *after.parts)] == ["15", "190"]
    assert (before.aside, after.aside) == ({Aside.UNCONFIRMED: ("o",)}, {})


def test_values_in_conflict_are_set_aside_never_averaged(table: FactTable) -> None:
    merged = merge(table.all(), [lab("r", "21", "2024-03-12")])
    table.add([*merged.new, *merged.changed])
    worked = table.worked(Statistic.MAX, "ferritin")

    assert [str(part.value) for part in worked.parts] == ["15"]
    assert {reason: set(ids) for reason, ids in worked.aside.items()} == {Aside.CONFLICT: {"c", "r"}}
    table.remove(["r"])
    freed = table.worked(Statistic.COUNT, "ferritin").overall
    assert freed is not None
    assert freed.value == Decimal(3)


def limit(id_: str, value: str, sign: Comparator, when: str) -> Fact:
    quantity = Quantity(Decimal(value), "ug/L", sign)
    return replace(lab(id_, value, when), quantity=quantity, canonical=quantity)


def test_a_limit_is_no_number_to_average(table: FactTable) -> None:
    table.add([limit("l", "5", "<", "2024-06-01")])
    mean, least = table.worked(Statistic.MEAN, "ferritin"), one(table, Statistic.MIN)

    assert str(mean.parts[0].value) == "12.17"
    assert mean.aside == {Aside.LIMIT: ("l",)}
    assert (str(least.value), least.comparator) == ("5", "<")


def test_a_limit_is_an_extreme_only_where_nothing_printed_lies_beyond_it(table: FactTable) -> None:
    table.add([limit("above", "500", "<", "2024-06-01"), limit("below", "10", "<", "2024-07-01")])
    least, most = table.worked(Statistic.MIN, "ferritin"), table.worked(Statistic.MAX, "ferritin")

    assert [(str(part.value), part.comparator) for part in least.parts] == [("9", None)]
    assert [(str(part.value), part.comparator) for part in most.parts] == [("15", None)]
    assert set(most.aside[Aside.LIMIT]) == {"above", "below"}


def elsewhere(id_: str, value: str, when: str) -> Fact:
    return replace(lab(id_, value, when), source=Source(Lines(1, 1), laboratory="Autre labo"))


def test_nothing_crosses_a_comparability_boundary(table: FactTable) -> None:
    table.add([elsewhere("x", "40", "2024-08-01"), elsewhere("y", "44", "2024-09-01")])
    means, highest = table.worked(Statistic.MEAN, "ferritin"), table.worked(Statistic.MAX, "ferritin")

    assert [(str(part.value), part.origin) for part in means.parts] == [("12.17", ""), ("42.0", "Autre labo")]
    assert means.overall is None
    assert highest.overall is not None
    assert (str(highest.overall.value), highest.overall.fact_ids) == ("44", ("y",))


def test_a_series_with_too_few_values_is_named_beside_the_others(table: FactTable) -> None:
    table.add([elsewhere("x", "40", "2024-08-01")])
    worked = table.worked(Statistic.CHANGE, "ferritin")

    assert [str(part.value) for part in worked.parts] == ["3.5"]
    assert [[fact.id for fact in part.facts] for part in worked.few] == [["x"]]


def test_mixed_units_are_compared_in_the_canonical_one() -> None:
    table = FactTable(
        [
            lab("a", "0.99", "2022-01-01", "Glycémie", "g/L"),
            lab("b", "5.4", "2023-01-01", "Glycémie", "mmol/L"),
        ]
    )
    result = one(table, Statistic.MAX, "glucose")

    assert (str(result.value), result.unit, result.fact_ids) == ("5.495", "mmol/L", ("a",))


def test_too_few_values_say_nothing() -> None:
    table = FactTable([lab("a", "9", "2021-06-01")])

    assert table.worked(Statistic.MEAN, "ferritin").parts == ()
    assert table.worked(Statistic.CHANGE, "ferritin").parts == ()
    assert table.worked(Statistic.COUNT, "tsh").overall is None
    assert table.worked(Statistic.COUNT, None).overall is None


def test_a_slope_needs_five_days(table: FactTable) -> None:
    table.add([lab("d", "14", "2024-06-01"), lab("e", "15", "2024-06-01")])
    few = table.worked(Statistic.SLOPE, "ferritin")
    table.add([lab("f", "18", "2025-06-01"), lab("g", "20", "2026-06-01")])
    enough = table.worked(Statistic.SLOPE, "ferritin")

    assert (few.parts, len(few.few)) == ((), 1)
    assert [part.per for part in enough.parts] == [Step.YEAR]
    assert few.aside == {Aside.IMPRECISE: ("b",)}


BEFORE, AFTER = Period(None, date(2023, 12, 31)), Period(date(2024, 1, 2), None)


def test_stretches_stand_side_by_side_series_by_series(table: FactTable) -> None:
    table.add([elsewhere("x", "40", "2024-08-01"), lab("d", "14", "2024-06-01"), lab("v", "70", "2024")])
    found = table.compared(Statistic.MEAN, "ferritin", [BEFORE, AFTER])

    assert [(row.origin, [result and str(result.value) for result in row.results]) for row in found.rows] == [
        ("", ["12.0", "13.25"]),
        ("Autre labo", [None, "40"]),
    ]
    assert found.aside == {Aside.IMPRECISE: ("v",)}  # some time in 2024: it may be either side


def test_counting_stretches_compares_no_values(table: FactTable) -> None:
    table.add([elsewhere("x", "40", "2024-08-01")])
    (row,) = table.compared(Statistic.COUNT, "ferritin", [BEFORE, AFTER]).rows

    assert [result and result.n for result in row.results] == [2, 2]

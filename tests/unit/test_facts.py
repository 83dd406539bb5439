"""The fact table counts each result once, and works out only what is certain."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from records.merge import SUPERSEDED, merge
from records.model import Extraction, Fact, Kind
from records.normalise import normalise
from records.quantity import Quantity
from records.source import Lines, Source
from records.when import When
from retrieval.facts import FactTable, Statistic
from retrieval.period import Period

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


@pytest.mark.parametrize(
    ("statistic", "value", "n"),
    [
        (Statistic.COUNT, "3", 3),
        (Statistic.MIN, "9", 3),
        (Statistic.MAX, "15", 3),
        (Statistic.MEAN, "12.17", 3),
        (Statistic.MEDIAN, "12.5", 3),
        (Statistic.CHANGE, "3.5", 2),
    ],
)
def test_statistics_are_exact(table: FactTable, statistic: Statistic, value: str, n: int) -> None:
    result = table.statistic(statistic, "ferritin")

    assert result is not None
    assert (value, n) == (str(result.value), result.n)
    assert (result.first.local, result.last.local) == ("2021-06-01", "2024-03-12")
    assert result == table.statistic(statistic, "ferritin")


def test_the_extreme_points_to_the_reports_that_hold_it(table: FactTable) -> None:
    result = table.statistic(Statistic.MAX, "ferritin")

    assert result is not None
    assert result.fact_ids == ("b",)


def test_a_number_read_by_ocr_counts_once_it_is_confirmed(table: FactTable) -> None:
    doubtful = lab("o", "190", "2024-05-01", extraction=Extraction.OCR)
    table.add([doubtful])
    before = table.statistic(Statistic.MAX, "ferritin")
    table.add([replace(doubtful, confirmed=True)])
    after = table.statistic(Statistic.MAX, "ferritin")

    assert before is not None
    assert after is not None
    assert (str(before.value), str(after.value)) == ("15", "190")
    assert before.set_aside == ("o",)


def test_values_in_conflict_are_set_aside_never_averaged(table: FactTable) -> None:
    merged = merge(table.all(), [lab("r", "21", "2024-03-12")])
    table.add([*merged.new, *merged.changed])
    result = table.statistic(Statistic.MAX, "ferritin")

    assert result is not None
    assert ("15", {"c", "r"}) == (str(result.value), set(result.set_aside))
    table.remove(["r"])
    freed = table.statistic(Statistic.COUNT, "ferritin")
    assert freed is not None
    assert Decimal(3) == freed.value


def test_a_limit_is_no_number_to_average(table: FactTable) -> None:
    low = lab("l", "5", "2024-06-01")
    low = replace(
        low, quantity=Quantity(Decimal(5), "ug/L", "<"), canonical=Quantity(Decimal(5), "ug/L", "<")
    )
    table.add([low])
    mean, least = table.statistic(Statistic.MEAN, "ferritin"), table.statistic(Statistic.MIN, "ferritin")

    assert mean is not None
    assert least is not None
    assert (str(mean.value), str(least.value), least.comparator) == ("12.17", "5", "<")


def test_no_mean_or_change_crosses_a_comparability_boundary(table: FactTable) -> None:
    elsewhere = replace(lab("x", "40", "2024-08-01"), source=Source(Lines(1, 1), laboratory="Autre labo"))
    table.add([elsewhere])
    change, highest = (
        table.statistic(Statistic.CHANGE, "ferritin"),
        table.statistic(Statistic.MAX, "ferritin"),
    )

    assert change is not None
    assert highest is not None
    assert (str(change.value), str(highest.value)) == ("3.5", "40")
    assert "x" in change.set_aside


def test_mixed_units_are_compared_in_the_canonical_one() -> None:
    table = FactTable(
        [
            lab("a", "0.99", "2022-01-01", "Glycémie", "g/L"),
            lab("b", "5.4", "2023-01-01", "Glycémie", "mmol/L"),
        ]
    )
    result = table.statistic(Statistic.MAX, "glucose")

    assert result is not None
    assert (str(result.value), result.unit, result.fact_ids) == ("5.495", "mmol/L", ("a",))


def test_too_few_values_say_nothing() -> None:
    table = FactTable([lab("a", "9", "2021-06-01")])

    assert table.statistic(Statistic.MEAN, "ferritin") is None
    assert table.statistic(Statistic.CHANGE, "ferritin") is None
    assert table.statistic(Statistic.COUNT, "tsh") is None
    assert table.statistic(Statistic.COUNT, None) is None


def test_an_absence_is_listed_but_not_counted() -> None:
    none = Fact(Kind.ALLERGY, "Aucune allergie connue", SOURCE, "n", negated=True)
    table = FactTable([none])

    assert ids(table.select(kinds=[Kind.ALLERGY])) == ["n"]
    assert not table.certain(none)

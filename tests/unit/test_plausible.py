"""Which numbers read from a picture may count unseen."""

from dataclasses import replace
from decimal import Decimal

import pytest

from records import plausible
from records.model import Extraction, Fact, Kind, ReferenceRange
from records.normalise import normalise
from records.quantity import Quantity
from records.source import PageBoxes, Source
from records.when import When


def reading(
    label: str = "Glycémie à jeun",
    value: str = "0,93",
    unit: str | None = "g/L",
    low: str | None = "0.70",
    high: str | None = "1.05",
    detail: str | None = None,
) -> Fact:
    """A fact as it comes from a picture, both readings agreeing."""

    def limit(text: str | None) -> Quantity | None:
        return None if text is None else Quantity(Decimal(text), unit or "1")

    return normalise(
        Fact(
            kind=Kind.OBSERVATION,
            label=label,
            source=Source(PageBoxes(1)),
            quantity=Quantity(Decimal(value.replace(",", ".")), unit or "1"),
            value_text=value,
            unit_text=unit,
            reference=ReferenceRange("as printed", limit(low), limit(high)) if low or high else None,
            start=When.parse("2024-03-26"),
            detail=detail,
            extraction=Extraction.OCR,
            confirmed=True,
        )
    )


def test_a_number_of_the_size_and_style_of_its_range_counts() -> None:
    assert plausible.holds(reading())


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("93", "0.70", "1.05"),
        ("093", "0.70", "1.05"),
        ("0,93", "70", "105"),
        ("9,3", "0.70", "1.05"),
        ("0,06", "0.70", "1.05"),
        ("0,93", "1.05", "0.70"),
        ("0,93", None, None),
    ],
    ids=[
        "mark lost",
        "zero before",
        "range lost its mark",
        "mark moved",
        "far below",
        "limits swapped",
        "no range",
    ],
)
def test_a_number_that_does_not_fit_its_range_waits(value: str, low: str | None, high: str | None) -> None:
    assert not plausible.holds(reading(value=value, low=low, high=high))


def test_under_an_upper_limit_alone_a_number_may_be_small_but_not_a_hundredth() -> None:
    assert plausible.holds(reading("CRP", "0,4", "mg/L", None, "5.0"))
    assert not plausible.holds(reading("CRP", "0,0", "mg/L", None, "5.0"))


@pytest.mark.parametrize("unit", [None, "UI/L", "9/L"])
def test_a_number_without_a_unit_of_its_analyte_waits(unit: str | None) -> None:
    assert not plausible.holds(reading(unit=unit))


def test_a_pure_number_needs_no_unit() -> None:
    assert plausible.holds(reading("INR", "1,10", None, "0.80", "1.20"))


def test_an_analyte_that_is_not_known_waits() -> None:
    assert not plausible.holds(reading(label="Zymogène imaginaire"))


def pair(second: str) -> tuple[Fact, Fact]:
    """Fasting glucose in both units, as a report prints them side by side."""
    return reading(), reading(value=second, unit="mmol/L", low="3.89", high="5.83", detail="= 0,93 g/L")


def test_the_second_unit_confirms_both() -> None:
    both = pair("5,16")

    assert [fact.confirmed for fact in plausible.checked(both)] == [True, True]


@pytest.mark.parametrize("second", ["5,76", "6,15"])
def test_a_second_unit_that_differs_leaves_both_to_the_person(second: str) -> None:
    """One digit taken for another: each fits its own range, together they cannot be."""
    both = pair(second)

    assert [fact.confirmed for fact in plausible.checked(both)] == [False, False]


def test_what_the_readings_differ_on_stays_open_whatever_fits() -> None:
    doubtful = replace(reading(), confirmed=False)

    assert not plausible.checked([doubtful])[0].confirmed


@pytest.mark.parametrize("kind", [Kind.MEDICATION, Kind.ALLERGY, Kind.CONDITION])
def test_nothing_but_a_number_is_ever_taken_from_a_picture_unseen(kind: Kind) -> None:
    assert not plausible.checked([replace(reading(), kind=kind)])[0].confirmed


def test_coded_facts_and_those_of_a_text_layer_are_let_through() -> None:
    coded = replace(reading(value="93"), extraction=Extraction.CODED)
    text = replace(reading(value="93"), extraction=Extraction.TEXT, confirmed=False)

    assert plausible.checked([coded, text]) == (coded, text)

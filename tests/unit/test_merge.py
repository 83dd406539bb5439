"""The same thing twice is one; the same key with another value is a conflict that keeps both."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from records.codes import SNOMED, Coding
from records.merge import SUPERSEDED, VOID, Merged, merge
from records.model import Fact, Kind
from records.normalise import normalise
from records.quantity import Quantity
from records.source import Lines, Source
from records.when import When

SOURCE = Source(Lines(1, 1), file_id="file-1")


def lab(id_: str, label: str, value: str, unit: str, when: str | None, **more: object) -> Fact:
    start = When.parse(when) if when else None
    number = Quantity(Decimal(value), unit)
    fact = Fact(
        Kind.OBSERVATION, label, SOURCE, id_, quantity=number, value_text=value, unit_text=unit, start=start
    )
    return normalise(replace(fact, **more))  # type: ignore[arg-type]  # test shorthand


def other(id_: str, kind: Kind, label: str, when: str | None = None, **more: object) -> Fact:
    fact = Fact(kind, label, SOURCE, id_, start=When.parse(when) if when else None)
    return replace(fact, **more)  # type: ignore[arg-type]  # test shorthand


def same(merged: Merged) -> dict[str, str | None]:
    return {fact.id: fact.same_as for fact in merged.same}


def conflicts(merged: Merged) -> set[tuple[str, str]]:
    return {(one.id, two.id) for one, two in merged.conflicts}


def test_one_glucose_in_two_units_and_two_files_is_one() -> None:
    """4.89 mmol/L and 0.88 g/L from the coded file, and both again from its PDF: one value, four sources."""
    coded = [
        lab("a", "Glucose", "4.89", "mmol/L", "2014-04-02"),
        lab("b", "Glycémie", "0.88", "g/L", "2014-04-02"),
    ]
    printed = [
        lab("c", "Glycémie à jeun", "0.88", "g/l", "2014-04-02"),
        lab("d", "Glycémie", "4.89", "mmol/l", "2014-04-02"),
    ]

    first = merge([], coded)
    second = merge([*first.new, *first.same], printed)

    assert same(first) == {"b": "a"}
    assert same(second) == {"c": "a", "d": "a"}
    assert second.new == ()


def test_two_numbers_in_one_unit_are_two_results_however_close() -> None:
    """140 and 141 mmol/L differ by less than one per cent and are still two values."""
    merged = merge(
        [lab("a", "Sodium", "140", "mmol/L", "2024-03-12")],
        [lab("b", "Sodium", "141", "mmol/L", "2024-03-12")],
    )

    assert {("a", "b")} == conflicts(merged)
    assert merged.new[0].conflict_with == ("a",)
    assert merged.changed[0].conflict_with == ("b",)


def test_a_rounded_print_of_the_same_value_is_the_same() -> None:
    merged = merge(
        [lab("a", "Ferritine", "12.4", "ug/L", "2024-03-12")],
        [lab("b", "Ferritine", "12", "ug/L", "2024-03-12")],
    )

    assert same(merged) == {"b": "a"}


def test_a_previous_result_column_repeats_the_earlier_report() -> None:
    earlier = [lab("a", "Ferritine", "9", "ug/L", "2023-11-02")]
    report = [
        lab("b", "Ferritine", "15", "ug/L", "2024-03-12"),
        lab("c", "Ferritine", "9", "ug/L", "2023-11-02"),
    ]

    merged = merge(earlier, report)

    assert same(merged) == {"c": "a"}
    assert [fact.id for fact in merged.new] == ["b"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("Ferritine", "12", "ug/L", "2024-03-12"), ("Ferritine", "12", "ug/L", "2024-03-13")),
        (("Créatinine", "80", "umol/L", "2024-03-12"), ("Créatinine urinaire", "8", "mmol/L", "2024-03-12")),
        (("Neutrophiles", "60", "%", "2024-03-12"), ("Neutrophiles", "4.2", "10*9/L", "2024-03-12")),
        (
            ("Glucose", "5.1", "mmol/L", "2024-03-12T08:00:00+01:00"),
            ("Glucose", "7.9", "mmol/L", "2024-03-12T10:00:00+01:00"),
        ),
        (("Lp(a)", "30", "mg/dL", "2024-03-12"), ("Lp(a)", "75", "nmol/L", "2024-03-12")),
        (("Zorgine", "3", "g/L", "2024-03-12"), ("Zorgine", "40", "U/L", "2024-03-12")),
        (("Ferritine", "12", "ug/L", None), ("Ferritine", "15", "ug/L", None)),
        (("Ferritine", "12", "ug/L", "2024-03"), ("Ferritine", "15", "ug/L", "2024-03-12")),
    ],
)
def test_two_things_are_neither_one_nor_in_conflict(
    one: tuple[str, str, str, str], two: tuple[str, str, str, str]
) -> None:
    merged = merge([lab("a", *one)], [lab("b", *two)])

    assert [fact.id for fact in merged.new] == ["b"]
    assert set() == conflicts(merged)


def test_two_ways_of_reckoning_in_one_report_are_two_results() -> None:
    """A report prints the filtration rate by CKD-EPI and by MDRD."""
    unit = "mL/min/{1.73_m2}"
    facts = [
        lab("a", "DFG (CKD-EPI)", "62", unit, "2024-03-12"),
        lab("b", "DFG (MDRD)", "65", unit, "2024-03-12"),
        lab("c", "DFG estimé", "62", unit, "2024-03-12"),
    ]
    merged = merge([], facts)

    assert set() == conflicts(merged)
    assert same(merged) == {"c": "a"}


def test_one_instant_told_in_two_time_zones_is_one() -> None:
    merged = merge(
        [lab("a", "Glucose", "5.1", "mmol/L", "2024-03-12T08:00:00+01:00")],
        [
            lab("b", "Glucose", "5.1", "mmol/L", "2024-03-12T07:00:00Z"),
            lab("c", "Glucose", "5.1", "mmol/L", "2024-03-12"),
        ],
    )

    assert same(merged) == {"b": "a", "c": "a"}


def test_a_limit_is_not_the_number_it_bounds() -> None:
    below = lab("a", "CRP", "5", "mg/L", "2024-03-12")
    below = replace(
        below, quantity=Quantity(Decimal(5), "mg/L", "<"), canonical=Quantity(Decimal(5), "mg/L", "<")
    )

    assert {("a", "b")} == conflicts(merge([below], [lab("b", "CRP", "5", "mg/L", "2024-03-12")]))


def test_text_results_agree_or_disagree_in_words() -> None:
    def culture(id_: str, words: str) -> Fact:
        return other(id_, Kind.OBSERVATION, "ECBU", "2024-03-12", value_text=words)

    assert same(merge([culture("a", "Négatif")], [culture("b", "NEGATIF")])) == {"b": "a"}
    assert {("a", "b")} == conflicts(merge([culture("a", "Négatif")], [culture("b", "Positif")]))


def test_systolic_and_diastolic_of_one_resource_stay_two() -> None:
    key = ("server|Observation|7|1",)
    facts = [
        lab("a", "Tension artérielle systolique", "128", "mm[Hg]", "2024-03-12", identifiers=key),
        lab("b", "Tension artérielle diastolique", "81", "mm[Hg]", "2024-03-12", identifiers=key),
    ]

    assert len(merge([], facts).new) == 2


def test_blood_pressures_of_one_day_are_readings_not_conflicts() -> None:
    readings = [
        lab(f"{n}", "Tension artérielle systolique", f"{120 + n}", "mm[Hg]", "2024-03-12") for n in range(3)
    ]

    assert set() == conflicts(merge([], readings))


def test_a_corrected_version_takes_the_place_of_the_first() -> None:
    first = lab("a", "Potassium", "6.1", "mmol/L", "2024-03-12", identifiers=("lab|77",), status="final")
    second = lab("b", "Potassium", "4.1", "mmol/L", "2024-03-12", identifiers=("lab|77",), status="corrected")

    merged = merge([first], [second])

    assert ("b", set()) == (merged.new[0].id, conflicts(merged))
    assert [(fact.id, fact.status) for fact in merged.changed] == [("a", SUPERSEDED)]


def test_what_its_source_withdraws_counts_no_more() -> None:
    first = lab("a", "Potassium", "6.1", "mmol/L", "2024-03-12", identifiers=("lab|77",), status="final")
    withdrawn = replace(
        first, id="b", status="entered-in-error", value_text=None, quantity=None, canonical=None
    )

    merged = merge([first], [withdrawn])

    assert [(fact.id, fact.status) for fact in merged.changed] == [("a", SUPERSEDED)]
    assert merge([*merged.new, *merged.changed], [replace(withdrawn, id="c")]).new == ()


@pytest.mark.parametrize(
    "kind", [Kind.MEDICATION, Kind.ALLERGY, Kind.CONDITION, Kind.IMMUNIZATION, Kind.PROCEDURE]
)
def test_named_things_are_the_same_by_label_or_code_and_start(kind: Kind) -> None:
    code = (Coding(SNOMED, "1234"),)
    known = [other("a", kind, "Pénicilline", "2010-05-01", codings=code)]

    by_label = merge(known, [other("b", kind, "PENICILLINE", "2010-05-01")])
    by_code = merge(known, [other("c", kind, "Penicillin", "2010-05-01", codings=code)])
    later = merge(known, [other("d", kind, "Pénicilline", "2020-05-01")])

    assert same(by_label) == {"b": "a"}
    assert same(by_code) == {"c": "a"}
    assert [fact.id for fact in later.new] == ["d"]


def test_an_allergy_without_a_date_is_the_dated_one() -> None:
    merged = merge([other("a", Kind.ALLERGY, "Pollen", "2010-05-01")], [other("b", Kind.ALLERGY, "Pollen")])

    assert same(merged) == {"b": "a"}


def test_an_absence_never_merges_into_a_presence() -> None:
    merged = merge([other("a", Kind.ALLERGY, "Pollen")], [other("b", Kind.ALLERGY, "Pollen", negated=True)])

    assert [fact.id for fact in merged.new] == ["b"]


def test_another_dose_is_another_statement() -> None:
    known = [other("a", Kind.MEDICATION, "Metformine", "2024-01-01", detail="500 mg matin et soir")]

    assert merge(known, [other("b", Kind.MEDICATION, "Metformine", "2024-01-01", detail="850 mg matin")]).new
    assert merge(known, [other("c", Kind.MEDICATION, "Metformine", "2024-01-01")]).same


def test_a_correction_by_the_person_is_not_merged_away() -> None:
    """The typed fact stands beside the original; a second import of the file still finds the original."""
    original = lab("a", "Ferritine", "190", "ug/L", "2024-03-12")
    typed = replace(original, id="t", corrects="a", canonical=Quantity(Decimal("1.90"), "ug/L"))

    merged = merge([original, typed], [replace(original, id="b")])

    assert same(merged) == {"b": "a"}


@pytest.mark.parametrize("spread", ["days", "one day", "one day by the clock"])
def test_large_imports_take_time_in_proportion(spread: str) -> None:
    def facts(count: int) -> Sequence[Fact]:
        return [_reading(n, spread) for n in range(count)]

    small, large = facts(400), facts(1600)
    merge([], small[:50])

    assert _calls(large) < 4 * 2 * _calls(small)


def _reading(n: int, spread: str) -> Fact:
    when = {
        "days": f"{1960 + n // 300}-{n % 12 + 1:02}-{n % 25 + 1:02}",
        "one day": "2024-03-12",
        "one day by the clock": f"2024-03-12T{n // 60 % 24:02}:{n % 60:02}:00",
    }[spread]
    return lab(f"f{n}", "Glucose", f"{40 + n % 977}", "mg/dL", when)


def _calls(facts: Sequence[Fact]) -> int:
    """How many functions merging calls: the same on any machine, unlike its time."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        merge([], facts)
    finally:
        sys.setprofile(before)
    return count


def test_a_result_taken_back_once_is_not_taken_back_at_every_import() -> None:
    """One identifier, first entered in error, then final: importing both again adds nothing."""
    source = Source(Lines(1, 1))

    def result(number: str, value: str, status: str) -> Fact:
        return normalise(
            Fact(
                Kind.OBSERVATION,
                "Ferritine",
                source,
                id=number,
                quantity=Quantity(Decimal(value), "ug/L"),
                value_text=value,
                unit_text="µg/L",
                start=When.parse("2024"),
                status=status,
                identifiers=("lab|1",),
            )
        )

    facts = [result("a", "88", "entered-in-error"), result("b", "12", "final")]
    once = merge([], facts)
    again = merge([*once.new, *once.same], [replace(fact, id=f"again-{fact.id}") for fact in facts])

    assert [fact.id for fact in again.new if fact.status not in VOID] == []


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("Glucose", "5.40", "mmol/L", "2024-03-12"), ("Glycémie", "0,97", "g/L", "2024-03-12")),
        (
            ("Poids", "72.35", "kg", "2024-03-12T07:00:10Z"),
            ("Weight", "72.4", "kg", "2024-03-12T08:00:40+01:00"),
        ),
        (
            ("Poids", "72.4", "kg", "2024-03-12T23:30:00Z"),
            ("Poids", "72.4", "kg", "2024-03-13T00:30:00+01:00"),
        ),
        (("Poids", "72.4", "kg", "2024-03-12"), ("Poids", "72.4", "kg", "2024-03-12T07:00:00+01:00")),
        (("HbA1c", "7.1", "%", "2024-03-12"), ("HbA1c", "54", "mmol/mol", "2024-03-12")),
        (("Hématocrite", "42", "%", "2024-03-12"), ("Hématocrite", "0.42", "L/L", "2024-03-12")),
        (
            ("Tension artérielle systolique", "12", "cm[Hg]", "2024-03-12"),
            ("Tension artérielle systolique", "120", "mm[Hg]", "2024-03-12"),
        ),
        (("Ferritine", "12", "ug/L", "2024-03"), ("Ferritine", "12", "ug/L", "2024-03-12")),
    ],
)
def test_one_measurement_told_by_two_formats_is_one_in_either_order(
    one: tuple[str, str, str, str], two: tuple[str, str, str, str]
) -> None:
    def told(id_: str, label: str, value: str, unit: str, when: str) -> Fact:
        return lab(id_, label, value.replace(",", "."), unit, when)

    assert same(merge([told("a", *one)], [told("b", *two)])) == {"b": "a"}
    assert same(merge([told("a", *two)], [told("b", *one)])) == {"b": "a"}


def test_a_month_joins_no_day_when_two_days_offer_themselves() -> None:
    days = [
        lab("a", "Ferritine", "12", "ug/L", "2024-03-12"),
        lab("b", "Ferritine", "12", "ug/L", "2024-03-20"),
    ]
    month = lab("c", "Ferritine", "12", "ug/L", "2024-03")

    assert merge(days, [month]).same == ()
    assert same(merge([month], days)) == {"a": "c"}


def test_two_specimens_of_one_name_are_two_results() -> None:
    def culture(id_: str, specimen: str) -> Fact:
        return other(id_, Kind.OBSERVATION, "Culture", "2024-03-12", value_text="négatif", detail=specimen)

    merged = merge([culture("a", "Urine")], [culture("b", "Sang")])

    assert ([fact.id for fact in merged.new], conflicts(merged)) == (["b"], set())


def test_many_statements_of_one_name_take_time_in_proportion() -> None:
    def drugs(count: int) -> list[Fact]:
        return [other(f"{n}", Kind.MEDICATION, f"Metformine {n} mg", status="active") for n in range(count)]

    small, large = drugs(400), drugs(1600)
    merge([], small[:50])

    assert _calls(large) < 4 * 2 * _calls(small)
    assert merge(merge([], large).new, [replace(fact, id=f"again-{fact.id}") for fact in large]).new == ()

"""The table is sound, and labels find their analyte or nothing."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from records.analytes import analytes, by_code, by_label, get, groups, name
from records.codes import LOINC, Coding
from records.model import Fact, Kind, ReferenceRange
from records.normalise import normalise
from records.quantity import Quantity
from records.source import Lines, Source
from records.ucum import measure
from records.units import canonical
from records.words import fold

SOURCE = Source(Lines(1, 1))


def _fact(label: str, value: str, unit: str | None, **more: object) -> Fact:
    number = Quantity(Decimal(value), unit or "1")
    fact = Fact(Kind.OBSERVATION, label, SOURCE, quantity=number, value_text=value, unit_text=unit)
    return replace(fact, **more)  # type: ignore[arg-type]  # test shorthand


def test_every_loinc_code_has_its_check_digit_and_one_row() -> None:
    """A mistyped code would file a value under a stranger."""
    codes = [code for row in analytes() for code in row.loinc]

    assert [code for code in codes if not _check_digit_holds(code)] == []
    assert [code for code, count in Counter(codes).items() if count > 1] == []


def _check_digit_holds(code: str) -> bool:
    number, digit = code.split("-")
    total = 0
    for index, sign in enumerate(reversed(number)):
        doubled = int(sign) * (2 if index % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return (10 - total % 10) % 10 == int(digit)


def test_every_row_is_whole() -> None:
    keys = {group.key for group in groups()}
    for row in analytes():
        assert row.group in keys
        assert row.names["fr"]
        assert row.names["en"]
        assert row.source
        assert row.current_days > 0
        assert measure(row.unit) is not None, row.key
        assert len(analytes()) >= 200


def test_no_label_of_the_table_is_dead() -> None:
    """Every printed label leads back to its row beside the row's own unit, or is listed as shared."""
    lost = {
        fold(label)
        for row in analytes()
        for label in row.labels
        if by_label(label, row.unit, section="urine" if row.specimen == "urine" else "") != row.key
    }

    assert lost == SHARED


# Two analytes print these, in one unit: nothing tells them apart, so neither is chosen.
SHARED = frozenset(
    {
        "saturation",
        "% saturation",
        "troponine",
        "troponine us",
        "troponine hs",
        "troponine ultrasensible",
        "troponine hypersensible",
        "troponin",
        "hs-troponin",
        "high sensitivity troponin",
    }
)


@pytest.mark.parametrize(
    ("label", "unit", "key"),
    [
        ("Créatinine (sérum)", "umol/L", "creatinine"),
        ("CREATININE", "mg/L", "creatinine"),
        ("Créatinine urinaire", "mmol/L", "urine_creatinine"),
        ("Creatinine, urine", "mmol/L", "urine_creatinine"),
        ("Créatinine (urines)", "mmol/L", "urine_creatinine"),
        ("Créatinine", "mmol/d", "urine_creatinine_day"),
        ("Créatinine plasmatique", "umol/L", "creatinine"),
        ("Créatinine - méthode enzymatique", "umol/L", "creatinine"),
        ("Ferritine", "ug/L", "ferritin"),
        ("FERRITINE SERIQUE", "ng/mL", "ferritin"),
        ("Hémoglobine glyquée (HbA1c)", "%", "hba1c"),
        ("HbA1c", "mmol/mol", "hba1c"),
        ("Hémoglobine", "g/dL", "hemoglobin"),
        ("Polynucléaires neutrophiles", "10*9/L", "neutrophils"),
        ("Polynucléaires neutrophiles", "%", "neutrophils_percent"),
        ("LDL cholestérol (calculé)", "g/L", "ldl"),
        ("Cholestérol-LDL", "mmol/L", "ldl"),
        ("LDL Cholesterol", "mg/dL", "ldl"),
        ("Cholestérol total", "g/L", "cholesterol"),
        ("Gamma-GT (γ-GT)", "U/L", "ggt"),
        ("γGT", "[IU]/L", "ggt"),
        ("ALAT (SGPT)", "U/L", "alt"),
        ("TGP (ALAT)", "U/L", "alt"),
        ("Phosphatases alcalines", "U/L", "alp"),
        ("TSH ultra-sensible", "m[IU]/L", "tsh"),
        ("T4 libre", "pmol/L", "free_t4"),
        ("ACE", "ug/L", "cea"),
        ("ACE", "U/L", "angiotensin_converting_enzyme"),
        ("25-OH-vitamine D (D2+D3)", "nmol/L", "vitamin_d"),
        ("Glycémie à jeun", "g/L", "glucose"),
        ("Glucose", "mg/dL", "glucose"),
        ("Temps de Quick", "s", "prothrombin_time"),
        ("Temps de Quick", "%", "prothrombin_percent"),
        ("TCA", "s", "aptt"),
        ("TCA", "1", "aptt_ratio"),
        ("Plaquettes", "10*9/L", "platelets"),
        ("RDW", "%", "rdw"),
        ("RDW", "fL", "rdw_sd"),
        ("DFG estimé (CKD-EPI)", "mL/min/{1.73_m2}", "egfr"),
        ("Protéines", "g/d", "urine_protein_day"),
        ("VS 1ère heure", "mm/h", "esr"),
        ("K+", "mmol/L", "potassium"),
        ("D-Dimères", "ug/L", "d_dimer"),
    ],
)
def test_printed_labels_find_their_analyte(label: str, unit: str, key: str) -> None:
    assert by_label(label, unit) == key


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("ACE", None),
        ("Créatinine", "10*9/L"),
        ("Glucose", "U/L"),
        ("Index", None),
        ("Ferritine index", "ug/L"),
        ("", "g/L"),
        ("Commentaire", None),
        ("Neutrophiles", None),
        ("Troponine", "ng/L"),
        ("Créatinine liquide", "mmol/L"),
        ("LCR Glucose", "mmol/L"),
        ("Hémoglobine fœtale inconnue", "%"),
        ("Anticorps anti-ferritine", "ug/L"),
    ],
)
def test_a_doubtful_label_is_not_guessed(label: str, unit: str | None) -> None:
    assert by_label(label, unit) is None


def test_a_code_decides_before_a_label() -> None:
    fact = _fact("Glucose", "5.1", "mmol/L", codings=(Coding(LOINC, "2276-4"),))

    assert normalise(fact).analyte == "ferritin"


def test_a_code_of_another_thing_keeps_the_label_out() -> None:
    """Glucose in spinal fluid prints "Glucose" too."""
    fact = _fact("Glucose", "3.1", "mmol/L", codings=(Coding(LOINC, "2342-4", "Glucose in CSF"),))

    assert normalise(fact).analyte is None


def test_normalising_keeps_what_is_printed_and_adds_the_rest() -> None:
    limit = ReferenceRange("0,70 - 1,10", Quantity(Decimal("0.70"), "g/l"), Quantity(Decimal("1.10"), "g/l"))
    fact = normalise(_fact("Glycémie à jeun", "0.88", "g/l", reference=limit))

    assert fact.analyte == "glucose"
    assert fact.quantity == Quantity(Decimal("0.88"), "g/L")
    assert fact.canonical == Quantity(Decimal("4.885"), "mmol/L")
    assert fact.value_text == "0.88"
    assert fact.unit_text == "g/l"
    assert fact.reference is not None
    assert fact.reference.low == Quantity(Decimal("0.70"), "g/L")
    assert normalise(fact) == fact


def test_capital_grams_are_not_giga() -> None:
    assert normalise(_fact("PROTIDES TOTAUX", "72", "G/L")).canonical == Quantity(Decimal(72), "g/L")
    assert normalise(_fact("Leucocytes", "6.5", "g/l")).canonical == Quantity(Decimal("6.5"), "10*9/L")


def test_a_label_is_not_believed_with_an_impossible_value() -> None:
    """Urine creatinine of 8.5 mmol/L, its section heading lost, is not a blood creatinine of 8500 µmol/L."""
    assert normalise(_fact("Créatinine", "8.5", "mmol/L")).analyte is None
    assert normalise(_fact("Créatinine", "8.5", "mmol/L", detail="URINES")).analyte == "urine_creatinine"


def test_a_number_without_unit_is_whole_where_none_is_needed() -> None:
    assert normalise(_fact("INR", "2.5", None)).canonical == Quantity(Decimal("2.5"), "1")
    assert normalise(_fact("pH urinaire", "6", None)).canonical == Quantity(Decimal(6), "[pH]")
    assert normalise(_fact("Ferritine", "120", None)).canonical is None


def test_what_is_not_measured_is_left_alone() -> None:
    fact = Fact(Kind.MEDICATION, "Fer", SOURCE)

    assert normalise(fact) is fact


def test_names_are_for_reading() -> None:
    assert name("ferritin", "fr") == "Ferritine"
    assert name("unknown_key", "fr") == "unknown_key"
    assert get("unknown_key") is None
    assert by_code([Coding("http://snomed.info/sct", "2276-4")]) is None


def test_canonical_of_an_unknown_analyte_is_none() -> None:
    assert canonical(Quantity(Decimal(1), "g/L"), "unknown_key") is None


@pytest.mark.parametrize(
    ("label", "unit", "method"),
    [
        ("LDL-cholestérol (calculé)", "g/L", "calculé"),
        ("LDL Cholesterol, calculated", "mg/dL", "calculé"),
        ("LDL direct", "mg/dL", "direct"),
        ("LDL", "mg/dL", None),
        ("DFG estimé (CKD-EPI)", "mL/min/{1.73_m2}", "CKD-EPI"),
    ],
)
def test_a_way_of_reckoning_is_read_from_the_label(label: str, unit: str, method: str | None) -> None:
    """So that values of two ways are not drawn as one line."""
    assert method == normalise(_fact(label, "62", unit)).source.method

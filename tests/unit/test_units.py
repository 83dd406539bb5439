"""Printed units become UCUM, and quantities convert exactly or not at all."""

from decimal import Decimal

import pytest

from core.errors import UnitError
from records.quantity import Quantity
from records.units import canonical, convert, ucum


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("µg/L", "ug/L"),
        ("μg/l", "ug/L"),
        ("ug/l", "ug/L"),
        ("mcg/L", "ug/L"),
        ("ng/mL", "ng/mL"),
        ("UI/L", "[IU]/L"),
        ("U.I./L", "[IU]/L"),
        ("U/l", "U/L"),
        ("IU/L", "[IU]/L"),
        ("mUI/L", "m[IU]/L"),
        ("mUI/mL", "m[IU]/mL"),
        ("µUI/mL", "u[IU]/mL"),
        ("kUI/L", "k[IU]/L"),
        ("G/L", "10*9/L"),
        ("Giga/L", "10*9/L"),
        ("giga/l", "10*9/L"),
        ("T/L", "10*12/L"),
        ("Téra/L", "10*12/L"),
        ("10^9/L", "10*9/L"),
        ("x10E9/L", "10*9/L"),
        ("x10^9/L", "10*9/L"),
        ("10⁹/L", "10*9/L"),
        ("10 9/L", "10*9/L"),
        ("× 10⁹/L", "10*9/L"),
        ("10*9/l", "10*9/L"),
        ("K/uL", "10*3/uL"),
        ("M/µL", "10*6/uL"),
        ("10³/mm³", "10*3/uL"),
        ("10 3/mm3", "10*3/uL"),
        ("/mm3", "/uL"),
        ("M/mm3", "10*6/uL"),
        ("g/dL", "g/dL"),
        ("G/DL", "g/dL"),
        ("g/100mL", "g/dL"),
        ("g/100 ml", "g/dL"),
        ("g/l", "g/L"),
        ("mg/dl", "mg/dL"),
        ("MG/DL", "mg/dL"),
        ("mmol/L", "mmol/L"),
        ("mmol/l", "mmol/L"),
        ("MMOL/L", "mmol/L"),
        ("µmol/L", "umol/L"),
        ("mEq/L", "meq/L"),
        ("mg/24h", "mg/d"),
        ("mg/24 heures", "mg/d"),
        ("mmol/24h", "mmol/d"),
        ("g/24 h", "g/d"),
        ("mL/min/1,73m²", "mL/min/{1.73_m2}"),
        ("ml/mn/1.73 m2", "mL/min/{1.73_m2}"),
        ("mL/min/1.73 m^2", "mL/min/{1.73_m2}"),
        ("mL/min", "mL/min"),
        ("%", "%"),
        ("fL", "fL"),
        ("fl", "fL"),
        ("µ3", "fL"),
        ("µm³", "fL"),
        ("pg", "pg"),
        ("sec", "s"),
        ("sec.", "s"),
        ("secondes", "s"),
        ("ratio", "1"),
        ("INR", "1"),
        ("mm/h", "mm/h"),
        ("mm/1ère heure", "mm/h"),
        ("mmHg", "mm[Hg]"),
        ("mm Hg", "mm[Hg]"),
        ("bpm", "/min"),
        ("batt/min", "/min"),
        ("kg/m²", "kg/m2"),
        ("°C", "Cel"),
        ("mg/mmol", "mg/mmol"),
        ("mg/g créat", "mg/g"),
        ("mOsm/kg", "mosm/kg"),
        ("copies/mL", "{copies}/mL"),
        ("(mmol/L)", "mmol/L"),
        ("mm[Hg]", "mm[Hg]"),
        ("10*3/uL", "10*3/uL"),
        ("mL/min/{1.73_m2}", "mL/min/{1.73_m2}"),
        ("U/L", "U/L"),
        ("", None),
        ("bananes", None),
        ("mg/bananes", None),
        ("12", None),
        ("/", None),
        ("résultat", None),
    ],
)
def test_printed_units_become_ucum(printed: str, code: str | None) -> None:
    assert ucum(printed) == code


@pytest.mark.parametrize(
    ("printed", "analyte", "code"),
    [
        ("G/L", "total_protein", "g/L"),
        ("G/L", "fibrinogen", "g/L"),
        ("G/L", "platelets", "10*9/L"),
        ("g/l", "leukocytes", "10*9/L"),
        ("g/L", "glucose", "g/L"),
    ],
)
def test_capitals_are_read_by_what_the_analyte_can_be(printed: str, analyte: str, code: str) -> None:
    """A laboratory that prints in capitals writes grams like giga."""
    assert ucum(printed, analyte) == code


@pytest.mark.parametrize(
    ("value", "unit", "analyte", "target", "expected"),
    [
        ("0.88", "g/L", "glucose", "mmol/L", "4.885"),
        ("99", "mg/dL", "glucose", "mmol/L", "5.495"),
        ("1.60", "g/L", "ldl", "mmol/L", "4.1381"),
        ("1.50", "g/L", "triglycerides", "mmol/L", "1.6941"),
        ("9.0", "mg/L", "creatinine", "umol/L", "79.56"),
        ("1.2", "mg/dL", "creatinine", "umol/L", "106.1"),
        ("12.5", "g/dL", "hemoglobin", "g/L", "125"),
        ("7.50", "10*3/uL", "leukocytes", "10*9/L", "7.50"),
        ("4.5", "10*6/uL", "erythrocytes", "10*12/L", "4.5"),
        ("250000", "/uL", "platelets", "10*9/L", "250.000"),
        ("15.0", "ng/mL", "ferritin", "ug/L", "15.0"),
        ("2.5", "u[IU]/mL", "tsh", "m[IU]/L", "2.5"),
        ("2.5", "mU/L", "tsh", "m[IU]/L", "2.5"),
        ("30", "[IU]/L", "alt", "U/L", "30"),
        ("140", "meq/L", "sodium", "mmol/L", "140"),
        ("0.42", "L/L", "hematocrit", "%", "42"),
        ("30", "ng/mL", "vitamin_d", "nmol/L", "74.88"),
        ("6.5", "%", "hba1c", "mmol/mol", "47.53"),
        ("48", "mmol/mol", "hba1c", "%", "6.543"),
        ("98.6", "[degF]", "temperature", "Cel", "37.000"),
        ("150", "[lb_av]", "weight", "kg", "68.039"),
        ("30", "mg/g", "albumin_creatinine_ratio", "mg/mmol", "3.394"),
        ("10", "mg/dL", "calcium", "mmol/L", "2.495"),
    ],
)
def test_known_conversions(value: str, unit: str, analyte: str, target: str, expected: str) -> None:
    assert convert(Quantity(Decimal(value), unit), analyte, target) == Quantity(Decimal(expected), target)


def test_the_comparator_is_kept() -> None:
    assert convert(Quantity(Decimal("0.5"), "g/L", "<"), "glucose", "mmol/L").comparator == "<"


def test_digits_of_a_printed_number_survive_a_power_of_ten() -> None:
    """12,50 g/dL is 125,0 g/L, not 125."""
    assert str(convert(Quantity(Decimal("12.50"), "g/dL"), "hemoglobin", "g/L").value) == "125.0"


@pytest.mark.parametrize(
    ("unit", "analyte", "target", "code"),
    [
        ("mg/dL", "lipoprotein_a", "nmol/L", "unit_inconvertible"),  # particles of unequal mass
        ("ug/L", "prolactin", "m[IU]/L", "unit_inconvertible"),  # depends on the assay's standard
        ("meq/L", "calcium", "mmol/L", "unit_inconvertible"),  # two charges
        ("mL/min", "egfr", "mL/min/{1.73_m2}", "unit_inconvertible"),  # needs the body surface
        ("%", "neutrophils", "10*9/L", "unit_inconvertible"),  # needs the white count
        ("g/L", "albumin", "umol/L", "unit_inconvertible"),
        ("bananas", "glucose", "mmol/L", "unit_unknown"),
        ("mg/dL", "no_such_analyte", "mmol/L", "unit_unknown"),
        ("1", "hba1c", "%", "unit_inconvertible"),
    ],
)
def test_what_is_not_exact_is_refused(unit: str, analyte: str, target: str, code: str) -> None:
    with pytest.raises(UnitError) as caught:
        convert(Quantity(Decimal(5), unit), analyte, target)

    assert code == str(caught.value)


def test_no_canonical_value_rather_than_a_wrong_one() -> None:
    assert canonical(Quantity(Decimal(30), "mg/dL"), "lipoprotein_a") == Quantity(Decimal("0.30"), "g/L")
    assert canonical(Quantity(Decimal(75), "nmol/L"), "lipoprotein_a") is None

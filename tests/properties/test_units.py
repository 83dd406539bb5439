"""What must hold of every conversion, for every analyte of the table."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UnitError
from records.analytes import Analyte, analytes
from records.quantity import Quantity
from records.ucum import measure
from records.units import convert, ucum

UNITS = (
    "g/L g/dL mg/dL mg/L ug/L ng/mL pg/mL ng/dL mol/L mmol/L umol/L nmol/L pmol/L meq/L U/L [IU]/L "
    "m[IU]/L k[IU]/L u[IU]/mL nkat/L 10*9/L 10*12/L 10*3/uL 10*6/uL /uL /mL % L/L 1 mmol/mol mg/g "
    "mg/mmol ug/mg mg/d g/d mmol/d fL pg s mm/h kg [lb_av] cm [in_i] Cel [degF] mm[Hg] kPa"
).split()
printed = st.decimals(min_value=Decimal("0.001"), max_value=Decimal(99999), places=3).filter(bool)
numbers = st.builds(round, printed, st.integers(0, 3)).filter(bool)


@settings(max_examples=200, deadline=None)
@given(row=st.sampled_from(analytes()), unit=st.sampled_from(UNITS), value=numbers)
def test_there_and_back_gives_the_printed_number(row: Analyte, unit: str, value: Decimal) -> None:
    """Within half of the last printed digit, and to the canonical unit and back."""
    start = Quantity(value, unit)
    try:
        there = convert(start, row.key, row.unit)
    except UnitError:
        return
    back = convert(there, row.key, unit)

    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
    assert abs(back.value - value) <= half
    assert back.unit == unit


@settings(max_examples=120, deadline=None)
@given(row=st.sampled_from(analytes()), unit=st.sampled_from(UNITS), one=numbers, other=numbers)
def test_order_is_kept(row: Analyte, unit: str, one: Decimal, other: Decimal) -> None:
    """The larger value stays the larger (or rounds to the same)."""
    low, high = sorted((one, other))
    try:
        first = convert(Quantity(low, unit), row.key, row.unit)
        second = convert(Quantity(high, unit), row.key, row.unit)
    except UnitError:
        return

    assert first.value <= second.value or abs(first.value - second.value) <= abs(first.value) * Decimal(
        "0.005"
    )


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=30))
def test_any_text_is_a_unit_or_none(text: str) -> None:
    """No text breaks the reader, and what it answers can be reckoned with or is a listed annotation."""
    code = ucum(text)

    assert code is None or measure(code) is not None or "{" in code or "[CFU]" in code

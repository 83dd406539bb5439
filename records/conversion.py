"""From one unit to another of the same analyte, exactly or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from core.errors import UnitError
from records.ucum import Measure, measure


@dataclass(frozen=True, slots=True)
class Chemistry:
    """What an exact conversion may use.

    Attributes:
        molar_mass: In g/mol; None where mass and amount are not to be converted (proteins, assays). Of what
            the result is divided by for a ratio (creatinine: ``mg/mmol`` and ``mg/g``).
        monovalent: The ion carries one charge, so mEq and mmol are the same number.
        linear: ``hba1c`` where the two units lie on a line; such an analyte has no factor.
    """

    molar_mass: Decimal | None = None
    monovalent: bool = False
    linear: Literal["hba1c"] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """``target = slope * source + offset``."""

    slope: Fraction
    offset: Fraction = Fraction(0)


# NGSP % = 0.09148 * IFCC mmol/mol + 2.152. Source: Hoelzel et al., Clin Chem 2004;50:166-174; ngsp.org/ifcc.
_NGSP_SLOPE, _NGSP_OFFSET = Fraction("0.09148"), Fraction("2.152")
_HBA1C: Mapping[tuple[str, str], Line] = {
    ("mmol/mol", "%"): Line(_NGSP_SLOPE, _NGSP_OFFSET),
    ("%", "mmol/mol"): Line(1 / _NGSP_SLOPE, -_NGSP_OFFSET / _NGSP_SLOPE),
}
_TEMPERATURE: Mapping[tuple[str, str], Line] = {
    ("[degF]", "Cel"): Line(Fraction(5, 9), Fraction(-160, 9)),
    ("Cel", "[degF]"): Line(Fraction(9, 5), Fraction(32)),
}


@lru_cache(maxsize=4096)
def line(source: str, target: str, chemistry: Chemistry) -> Line:
    """How to get from one unit to the other.

    Args:
        source: UCUM.
        target: UCUM.
        chemistry: Of the analyte.

    Raises:
        UnitError: ``unit_unknown`` when a unit is not in our part of UCUM, ``unit_inconvertible`` when there
            is no exact way.
    """
    if source == target:
        return Line(Fraction(1))
    have, want = measure(source), measure(target)
    if have is None or want is None:
        raise UnitError("unit_unknown")
    if chemistry.linear == "hba1c":
        found = _HBA1C.get((source, target))
    else:
        found = _TEMPERATURE.get((source, target)) or _proportional(have, want, chemistry)
    if found is None:
        raise UnitError("unit_inconvertible")
    return found


def reaches(source: str, target: str, chemistry: Chemistry) -> bool:
    """Whether `line` finds a way."""
    try:
        line(source, target, chemistry)
    except UnitError:
        return False
    return True


def _proportional(have: Measure, want: Measure, chemistry: Chemistry) -> Line | None:
    factor = have.factor / want.factor
    excess = dict(have.dimension)
    for base, power in want.dimension:
        excess[base] = excess.get(base, 0) - power
    excess = {base: power for base, power in excess.items() if power}
    if not excess:
        return Line(factor)
    if chemistry.monovalent and excess in ({"eq": 1, "mol": -1}, {"eq": -1, "mol": 1}):
        return Line(factor)
    if chemistry.molar_mass is not None and excess in ({"g": 1, "mol": -1}, {"g": -1, "mol": 1}):
        grams = Fraction(chemistry.molar_mass)
        return Line(factor / grams if excess["g"] == 1 else factor * grams)
    return None

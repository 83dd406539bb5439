"""The part of UCUM that medicine prints, worked out exactly: so many of which base quantities."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

Dimension = tuple[tuple[str, int], ...]
"""Powers of the base quantities, sorted: ``(("g", 1), ("l", -1))`` is a mass concentration."""

_PREFIXES: Mapping[str, int] = MappingProxyType(
    {"T": 12, "G": 9, "M": 6, "k": 3, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
)
# A day of collection, as FHIR servers write it.
_DAY = re.compile(r"\(24\.h\)|24\.h|\{24_?h\}")
_TEN = re.compile(r"10[*^](-?\d+)\Z")
_ATOM = re.compile(r"(?P<name>(?:\[[^\]]*\]|[A-Za-z%*^'])(?:[A-Za-z%]|\[[^\]]*\])*?)(?P<power>-?\d+)?\Z")


@dataclass(frozen=True, slots=True)
class Measure:
    """A UCUM code worked out: `factor` times the base units of `dimension`."""

    factor: Fraction
    dimension: Dimension


# Base quantities: mass g, volume l, length m, amount mol, charge eq, catalytic or biological unit u, time s,
# particles osm, pressure mmhg. Volume is kept apart from length: nobody reports creatinine per cubic metre.
# ``[IU]`` and ``U`` share one dimension: laboratories print UI/L and U/L for the same result. Katal is the SI
# unit of what ``U`` counts (1 U = 1 umol/min, UCUM), and is kept apart for biological units by the analyte.
_ATOMS: Mapping[str, tuple[Fraction, str]] = MappingProxyType(
    {
        "g": (Fraction(1), "g"), "L": (Fraction(1), "l"), "l": (Fraction(1), "l"), "m": (Fraction(1), "m"),
        "mol": (Fraction(1), "mol"), "eq": (Fraction(1), "eq"), "U": (Fraction(1), "u"),
        "[IU]": (Fraction(1), "u"), "[iU]": (Fraction(1), "u"), "kat": (Fraction(60_000_000), "u"),
        "s": (Fraction(1), "s"), "min": (Fraction(60), "s"), "h": (Fraction(3600), "s"),
        "d": (Fraction(86400), "s"), "osm": (Fraction(1), "osm"), "m[Hg]": (Fraction(1000), "mmhg"),
        "Pa": (Fraction(760, 101325), "mmhg"), "[pH]": (Fraction(1), "ph"), "%": (Fraction(1, 100), ""),
        "[lb_av]": (Fraction("453.59237"), "g"), "[oz_av]": (Fraction("28.349523125"), "g"),
        "[in_i]": (Fraction("0.0254"), "m"), "[ft_i]": (Fraction("0.3048"), "m"), "[CFU]": (Fraction(1), ""),
        "Cel": (Fraction(1), "cel"), "[degF]": (Fraction(1), "degf"), "W": (Fraction(1), "w"),
        "cal": (Fraction(1), "cal"), "[BSA]": (Fraction(1), "bsa"), "[BAU]": (Fraction(1), "bau"),
    }
)  # fmt: skip


@lru_cache(maxsize=2048)
def measure(code: str) -> Measure | None:
    """Work a UCUM code out; None when it holds something that is not in our part of UCUM.

    >>> measure("mg/dL").dimension, measure("mg/dL").factor
    ((('g', 1), ('l', -1)), Fraction(1, 100))

    Source:
        UCUM 2.1. Annotations in braces count nothing, except the 1.73 m2 of body surface, which makes a
        clearance another quantity.
    """
    bare = _DAY.sub("d", code).replace("{1.73_m2}", "[BSA]")
    bare = re.sub(r"\{[^{}]*\}", "", bare)
    if not bare.strip("/."):
        return Measure(Fraction(1), ()) if "{" in code else None
    factor, powers = Fraction(1), dict[str, int]()
    for index, part in enumerate(bare.split("/")):
        sign = 1 if index == 0 else -1
        for term in part.split("."):
            if term in ("", "1"):
                continue
            worked = _term(term)
            if worked is None:
                return None
            scale, base, power = worked
            factor *= scale**sign
            if base:
                powers[base] = powers.get(base, 0) + sign * power
    return Measure(factor, tuple(sorted((base, power) for base, power in powers.items() if power)))


def _term(term: str) -> tuple[Fraction, str, int] | None:
    ten = _TEN.match(term)
    if ten:
        exponent = int(ten[1])
        return (Fraction(10) ** exponent, "", 0) if abs(exponent) <= 24 else None  # noqa: PLR2004  UCUM's widest prefix
    match = _ATOM.match(term)
    if match is None:
        return None
    name, power = match["name"], int(match["power"] or 1)
    for prefix, exponent in (("", 0), *_PREFIXES.items()):
        atom = _ATOMS.get(name[len(prefix) :]) if name.startswith(prefix) else None
        if atom is not None and (not prefix or name[len(prefix) :] not in {"%", "min", "h", "d", "[pH]"}):
            scale, base = atom
            return (scale * Fraction(10) ** exponent) ** power, base, power
    return None


_ANNOTATION = re.compile(r"\{[^{}]*\}")


def is_annotation(unit: str) -> bool:
    """Whether a unit is only words in braces beside the unit 1, which nobody writes.

    >>> is_annotation("{score}"), is_annotation("mL/min/{1.73_m2}")
    (True, False)
    """
    return _ANNOTATION.fullmatch(unit) is not None

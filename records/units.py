"""Units: from the way a report prints them to UCUM, and a measurement from one unit to another.

Arithmetic is exact; between mass and amount it goes only through the molar mass of the analyte's row, between
the two HbA1c units along their line, between enzyme methods never. Whatever is not listed raises `UnitError`:
a number is better left as printed than guessed.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from core.errors import UnitError
from records.analytes import get
from records.conversion import Line, line, reaches
from records.quantity import Quantity
from records.ucum import measure

_GUARD_DIGITS = 2
_LEAST_DIGITS = 3
_VOLUMES = (("um3", "fL"), ("mm3", "uL"), ("mm^3", "uL"), ("cm3", "mL"), ("dm3", "L"))
_SMALL_LITRE = re.compile(r"(?<![A-Za-z])([dcmunpf]?)l(?![A-Za-z])")


def ucum(printed: str, analyte: str | None = None) -> str | None:
    """The UCUM code of a unit as reports print it; None when it is not in the table.

    >>> ucum("µg/l"), ucum("Giga/L"), ucum("mUI/mL"), ucum("g/100 mL")
    ('ug/L', '10*9/L', 'm[IU]/mL', 'g/dL')
    >>> ucum("G/L", "total_protein"), ucum("g/l", "leukocytes")
    ('g/L', '10*9/L')

    Args:
        printed: As printed, or already UCUM.
        analyte: Key of the analyte, when known: decides what ``G/L`` means where a laboratory prints
            everything in capitals (gram or giga).
    """
    readings = _readings(printed)
    row = get(analyte) if analyte else None
    if row is None:
        return next(iter(readings), None)
    fitting = (code for code in readings if reaches(code, row.unit, row.chemistry))
    return next(fitting, next(iter(readings), None))


def convert(quantity: Quantity, analyte: str, unit: str) -> Quantity:
    """The same measurement in another unit.

    The comparator is kept. Powers of ten keep every printed digit; other factors are rounded to two digits
    more than were printed (three at least), so that the way back gives the printed number again.

    >>> convert(Quantity(Decimal("0.88"), "g/L"), "glucose", "mmol/L").value
    Decimal('4.885')

    Args:
        quantity: With a UCUM unit.
        analyte: Key in ``records/data/analytes.toml``.
        unit: Target, UCUM.

    Raises:
        UnitError: ``unit_unknown`` when a unit or the analyte is not in its table, ``unit_inconvertible``
            when no exact conversion exists for this analyte.

    Source:
        UCUM 2.1; molar masses row by row in ``records/data/analytes.toml``; HbA1c in `records.conversion`.
    """
    if quantity.unit == unit:
        return quantity
    row = get(analyte)
    if row is None:
        raise UnitError("unit_unknown")
    way = line(quantity.unit, unit, row.chemistry)
    return replace(quantity, value=_along(way, quantity.value), unit=unit)


def canonical(quantity: Quantity, analyte: str) -> Quantity | None:
    """The quantity in its analyte's canonical unit; None where no exact conversion exists."""
    row = get(analyte)
    if row is None:
        return None
    try:
        return convert(quantity, analyte, row.unit)
    except UnitError:
        return None


def _along(way: Line, printed: Decimal) -> Decimal:
    shift = _power_of_ten(way.slope) if way.offset == 0 else None
    if shift is not None:
        return Decimal(format(printed.scaleb(shift), "f"))
    exact = Fraction(printed) * way.slope + way.offset
    digits = max(len(printed.as_tuple().digits) + _GUARD_DIGITS, _LEAST_DIGITS)
    value = Context(prec=digits, rounding=ROUND_HALF_EVEN).divide(
        Decimal(exact.numerator), Decimal(exact.denominator)
    )
    return Decimal(format(value, "f"))


@lru_cache(maxsize=1024)
def _power_of_ten(factor: Fraction) -> int | None:
    """The n of ``10**n``; None for any other factor."""
    number, sign = (factor.numerator, 1) if factor.denominator == 1 else (factor.denominator, -1)
    if 1 not in (factor.numerator, factor.denominator) or not re.fullmatch(r"10*", str(number)):
        return None
    return sign * (len(str(number)) - 1)


@dataclass(frozen=True, slots=True)
class _Table:
    whole: Mapping[str, str]
    above: Mapping[str, tuple[str, ...]]
    below: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = tomllib.loads(files("records.data").joinpath("units.toml").read_text("utf-8"))
    return _Table(
        whole=MappingProxyType({key: str(code) for key, code in data["whole"].items()}),
        above=MappingProxyType({key: tuple(codes) for key, codes in data["above"].items()}),
        below=MappingProxyType({key: tuple(codes) for key, codes in data["below"].items()}),
    )


@lru_cache(maxsize=4096)
def _readings(printed: str) -> tuple[str, ...]:
    """Every UCUM code the printed text may mean, likeliest first."""
    text = "".join(unicodedata.normalize("NFKC", printed).split()).replace("\u03bc", "u")
    text = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    for volume, code in _VOLUMES:
        text = text.replace(volume, code)
    text = _SMALL_LITRE.sub(r"\1L", text.replace("10^", "10*"))
    table = _table()
    whole = table.whole.get(text) or table.whole.get(text.lower())
    found = [whole] if whole else []
    if text and not text.isdigit() and measure(text) is not None:
        found.append(text)
    above, slash, below = text.partition("/")
    bottoms = _part(below, table.below) if slash else ("",)
    tops = _part(above, table.above) if above else ("",)
    found += [f"{top}{slash}{bottom}" for top in tops for bottom in bottoms if top or bottom]
    return tuple(dict.fromkeys(found))


def _part(text: str, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Exact spelling first (``G`` is giga), then what the letters mean in another case (``g``)."""
    return tuple(dict.fromkeys((*names.get(text, ()), *names.get(text.lower(), ()))))

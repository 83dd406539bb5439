"""Whether a number read from a picture fits what its own report prints around it.

A poor picture turns ``1,90`` into ``190`` and ``0.73`` into ``073``. Such a number is caught by the report's
own range or by the same result in a second unit. Neither catches one digit taken for another of the same
size: that both readings of the picture agree is asked before this is, by `connectors.ocr`.
"""

import re
from decimal import Decimal

from records.analytes import get
from records.model import Fact, Kind
from records.normalise import normalise
from records.quantity import Quantity, parse_number
from records.units import canonical, ucum

_ABOVE, _BELOW = 10, Decimal("0.1")
_ROUNDING = Decimal("0.02")
_BARE = frozenset({"1", "[pH]", "{score}"})
"""Units that reports leave out."""
_SECOND = re.compile(r"= (?P<number>[<>]?\s?[\d.,\s]*\d) (?P<unit>\S.*)\Z")


def holds(fact: Fact) -> bool:
    """Whether the value may count before the person has looked at it beside the picture.

    It has a unit of its analyte, or none where none is printed; no leading zero without a mark; and it fits
    the printed range (`fits_range`) or its second unit (`fits_second_unit`).

    Args:
        fact: As its connector read it.
    """
    if fact.kind is not Kind.OBSERVATION or fact.quantity is None or fact.negated:
        return False
    if _lost_mark(fact.value_text or ""):
        return False
    known = normalise(fact)
    if known.analyte is None or known.canonical is None:
        return False
    row = get(known.analyte)
    if row is None or (not fact.unit_text and row.unit not in _BARE):
        return False
    second = fits_second_unit(known)
    return second if second is not None else fits_range(known)


def fits_range(fact: Fact) -> bool:
    """Whether the value is of the size and style of the printed range.

    Not beyond 10 times its upper limit or below a tenth of its lower one, the limits in order, and with as
    many decimals as the limits have.
    """
    value, reference = fact.quantity, fact.reference
    if value is None or reference is None:
        return False
    low = reference.low.value if reference.low else None
    high = reference.high.value if reference.high else None
    limits = [limit for limit in (low, high) if limit is not None]
    if not limits or (low is not None and high is not None and low >= high):
        return False
    if high is not None and value.value > _ABOVE * high:
        return False
    if low is not None and value.value < _BELOW * low:
        return False
    if high is None and low is not None and value.value > _ABOVE * low:
        return False
    if low is None and high is not None and value.value < high / 100:
        return False
    return all(_decimals(limit) == _decimals(value.value) for limit in limits)


def fits_second_unit(fact: Fact) -> bool | None:
    """Whether the same result in another unit, printed beside it, is the same amount; None without one."""
    found = _SECOND.match(fact.detail or "")
    if found is None or fact.quantity is None or fact.analyte is None:
        return None
    number, unit = parse_number(found["number"]), ucum(found["unit"], fact.analyte)
    mine = canonical(fact.quantity, fact.analyte)
    if number is None or unit is None or mine is None:
        return None
    other = canonical(Quantity(number.value, unit), fact.analyte)
    if other is None or other.unit != mine.unit:
        return None
    # Half a unit in the last printed place of each, and the molar mass as that laboratory rounds it.
    slack = sum(_half_place(each) for each in (fact.quantity.value, number.value)) + _ROUNDING
    largest = max(abs(mine.value), abs(other.value))
    return largest > 0 and abs(mine.value - other.value) <= slack * largest


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _half_place(value: Decimal) -> Decimal:
    """Half a unit in the last place, as a share of the value."""
    return Decimal("0.5").scaleb(int(value.as_tuple().exponent)) / abs(value) if value else Decimal(1)


def _lost_mark(text: str) -> bool:
    """``073``: no report pads a result with zeros."""
    return re.match(r"[<>≤≥=\s]*0\d", text) is not None

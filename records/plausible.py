"""Which numbers read from a picture may count before the person has looked at them.

A poor picture turns ``1,90`` into ``190`` and ``0.73`` into ``073``. Such a number is caught by the report's
own range or by the same result in a second unit. Neither catches one digit taken for another of the same
size; two different readings of the picture do (`connectors.ocr`). So a number counts when both readings
agree on every character of its row, its unit is one of its analyte, and range or second unit fit.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from records.analytes import get
from records.model import Extraction, Fact, Kind
from records.quantity import Quantity

_TIMES = 10
_FAR_BELOW = 100
"""A value under ``< 5,0`` may well be small; a decimal mark too many makes it a hundredth at least."""
_BARE = frozenset({"1", "[pH]", "{score}"})
"""Units that reports leave out."""
_MOLAR_ROUNDING = Decimal("0.02")
"""How far laboratories' own factors between two units lie from ours, as a share."""
_PADDED = re.compile(r"[<>≤≥=\s]*0\d")


def checked(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts; those from pictures keep `confirmed` only where their number fits what is printed around it.

    Args:
        facts: Of one document, normalised. From a picture, `confirmed` says that both readings agree.
    """
    every = tuple(facts)
    return tuple(
        replace(fact, confirmed=holds(fact, every))
        if fact.extraction is Extraction.OCR and fact.confirmed
        else fact
        for fact in every
    )


def holds(fact: Fact, document: Sequence[Fact] = ()) -> bool:
    """Whether the number fits: a unit of its analyte, and its second unit or else the printed range.

    Only a measured number can; a drug, a diagnosis or a word read from a picture never does.

    Args:
        fact: Normalised.
        document: All facts of the same document, among which is the same result in a second unit.
    """
    if fact.kind is not Kind.OBSERVATION or fact.negated or not _whole(fact):
        return False
    pairs = [_same_amount(fact, other) for other in _in_second_unit(fact, document)]
    return all(pairs) if pairs else _fits_range(fact)


def _whole(fact: Fact) -> bool:
    """Whether label, number and unit make a measurement that is known, and no mark is lost (``073``)."""
    row = get(fact.analyte) if fact.analyte else None
    if row is None or fact.quantity is None or fact.canonical is None:
        return False
    if not fact.unit_text and row.unit not in _BARE:
        return False
    return _PADDED.match(fact.value_text or "") is None


def _fits_range(fact: Fact) -> bool:
    """Whether the value is of the size and style of the printed range.

    Not beyond ten times its upper limit nor below a tenth of its lower one, and with its decimals.
    """
    value, low, high = fact.quantity, _limit(fact, "low"), _limit(fact, "high")
    if (
        value is None
        or (low is None and high is None)
        or (low is not None and high is not None and low >= high)
    ):
        return False
    most = _TIMES * (high if high is not None else low or Decimal(0))
    least = low / _TIMES if low is not None else (high or Decimal(0)) / _FAR_BELOW
    styled = all(_decimals(limit) == _decimals(value.value) for limit in (low, high) if limit is not None)
    return styled and least <= value.value <= most


def _limit(fact: Fact, side: str) -> Decimal | None:
    bound = getattr(fact.reference, side, None)
    return bound.value if isinstance(bound, Quantity) else None


def _in_second_unit(fact: Fact, document: Sequence[Fact]) -> Iterator[Fact]:
    """The same result in another unit: its `detail` names this one's number and unit, or this one's its."""
    for other in document:
        if other is fact or other.start != fact.start or other.label != fact.label:
            continue
        if _names(other, fact) or _names(fact, other):
            yield other


def _names(fact: Fact, other: Fact) -> bool:
    return fact.detail is not None and fact.detail == f"= {other.value_text} {other.unit_text}"


def _same_amount(fact: Fact, other: Fact) -> bool:
    mine, theirs = fact.canonical, other.canonical
    if mine is None or theirs is None or mine.unit != theirs.unit or fact.analyte != other.analyte:
        return False
    # Half a unit in the last printed place of each, and the factor as that laboratory rounds it.
    slack = sum((_half_place(each) for each in (fact, other)), _MOLAR_ROUNDING)
    largest = max(abs(mine.value), abs(theirs.value))
    return largest > 0 and abs(mine.value - theirs.value) <= slack * largest


def _half_place(fact: Fact) -> Decimal:
    """Half a unit in the last printed place, as a share of the value."""
    value = fact.quantity.value if fact.quantity is not None else Decimal(0)
    return Decimal("0.5").scaleb(int(value.as_tuple().exponent)) / abs(value) if value else Decimal(1)


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))

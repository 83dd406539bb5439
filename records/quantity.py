"""A measured value: the number exactly as printed, its comparator and its unit."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

Comparator = Literal["<", "<=", ">", ">="]

_COMPARATORS: dict[str, Comparator] = {
    "<": "<", ">": ">", "<=": "<=", ">=": ">=", "≤": "<=", "≥": ">=", "=<": "<=", "=>": ">=",
    "inf": "<", "inférieur à": "<", "inf. à": "<", "sup": ">", "supérieur à": ">", "sup. à": ">",
}  # fmt: skip
_SPACES = re.compile(r"(?<=\d)[\u00a0\u202f\u2009 ](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)\Z")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit.

    Attributes:
        value: The printed number; trailing zeros are kept, so ``5.40`` stays ``5.40``.
        unit: UCUM code (``mmol/L``); ``1`` for a pure number; the unit as printed when it has no UCUM code.
        comparator: ``<`` means the true value is below `value`; None means `value` itself.
    """

    value: Decimal
    unit: str
    comparator: Comparator | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number before its unit is known."""

    value: Decimal
    comparator: Comparator | None = None


def parse_number(text: str) -> Number | None:
    """Read a number as French or English reports print it; None when `text` is not one number.

    A decimal comma and a decimal point mean the same. Thin, no-break or plain spaces group thousands.
    ``1,234,567`` and ``1.234.567`` group; ``1,234`` alone is read as a decimal, since reports print decimals
    far more often than thousands with a comma. Callers that know better must say so.

    >>> parse_number("< 0,05")
    Number(value=Decimal('0.05'), comparator='<')
    >>> parse_number("250 000").value
    Decimal('250000')
    >>> parse_number("négatif") is None
    True
    """
    text = text.strip()
    comparator: Comparator | None = None
    for sign in sorted(_COMPARATORS, key=len, reverse=True):
        if text.lower().startswith(sign):
            comparator, text = _COMPARATORS[sign], text[len(sign) :].strip()
            break
    text = _SPACES.sub("", text).replace("\u2212", "-")
    if re.fullmatch(r"[+-]?\d{1,3}(?:,\d{3}){2,}", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"[+-]?\d{1,3}(?:\.\d{3}){2,}", text):
        text = text.replace(".", "")
    if not _NUMBER.match(text):
        return None
    try:
        return Number(Decimal(text.replace(",", ".")), comparator)
    except InvalidOperation:
        return None

"""Which sign is the decimal sign of a document, and reading its numbers with it."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from connectors.pdf_report.units import counts_things
from records.quantity import Comparator, Number, parse_number

_COMMA = re.compile(r"(?<![\d.,])\d{1,4},(?:\d{1,2}|\d{4})(?![\d,.])")
_POINT = re.compile(r"(?<![\d.,/])\d{1,4}\.(?:\d{1,2}|\d{4})(?![\d,./])")
_GROUPED_DECIMAL = re.compile(r"[-+−–]?[1-9]\d{0,2}(?:(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+)\Z")
_GROUPED_COMMA = re.compile(r"[-+−–]?[1-9]\d{0,2},\d{3}\Z")
_GROUPED_POINT = re.compile(r"[-+−–]?[1-9]\d{0,2}\.\d{3}\Z")


@dataclass(frozen=True, slots=True)
class Numerals:
    """How one document writes numbers.

    Attributes:
        decimal: ``,`` or ``.``; None when the document does not show it.
    """

    decimal: str | None = None

    @classmethod
    def of(cls, text: str, *, french: bool) -> "Numerals":
        """What the numbers of the document `text` show.

        >>> Numerals.of("Hb 13,2 g/dL; 4,5", french=True).decimal
        ','
        """
        commas, points = len(_COMMA.findall(text)), len(_POINT.findall(text))
        if commas > 2 * points:
            return cls(",")
        if points > 2 * commas:
            return cls(".")
        return cls(None if commas or points else ("," if french else "."))

    def read(self, text: str | None, unit: str = "") -> Decimal | None:
        """The number `text`; None when it is none."""
        if not text:
            return None
        number = self.number(None, text, unit)
        return number.value if number else None

    def number(self, comparator: str | None, text: str, unit: str = "") -> Number | None:
        """The number `text` with its comparator. `unit` is what follows it: counts are grouped by thousands.

        ``1,234`` is one thousand where the decimal sign is a point. ``1.234`` is one thousand where it is a
        comma and the unit counts cells; otherwise it is a decimal that an analyser printed its own way.
        """
        digits = re.sub(r"(?<=\d)[ '’](?=\d{3}(?!\d))", "", text.strip()).replace("−", "-").replace("–", "-")
        grouped = (self.decimal == "." and _GROUPED_COMMA.match(digits)) or (
            (self.decimal == "," or counts_things(unit))
            and _GROUPED_POINT.match(digits)
            and counts_things(unit)
        )
        if grouped:
            digits = digits.replace(",", "").replace(".", "")
        if _GROUPED_DECIMAL.match(digits):
            digits = digits.replace(min(",", ".", key=digits.index), "")
        value = parse_number(digits)
        if value is None:
            return None
        try:
            return Number(Decimal(value.value), _comparator(comparator))
        except InvalidOperation:
            return None


def _comparator(text: str | None) -> Comparator | None:
    if not text:
        return None
    word = text.strip().lower()
    if word[0] in "<≤i" or word == "=<":
        return "<=" if "=" in word or "≤" in word else "<"
    return ">=" if "=" in word or "≥" in word else ">"

"""Numbers as cells hold them: a decimal mark that the whole column decides, a comparator, a unit, a flag."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from records.quantity import Comparator

Decimals = Literal[",", "."]

_COMPARE: dict[str, Comparator] = {"<": "<", ">": ">", "<=": "<=", ">=": ">=", "≤": "<=", "≥": ">="}
_CELL = re.compile(
    r"(?P<sign><=|>=|[<>≤≥])?\s*(?P<number>[+\-\u2212]?(?:\d[\d.,'’\u00a0\u202f\u2009 ]*\d|\d))"
    r"\s*(?![eE][+-]?\d)(?P<unit>[%°µμA-Za-z{\[][^\s*]{0,20}(?:\s?/\s?[^\s*]{1,12})?)?\s*(?P<flag>\*{1,2}|[HL↑↓]|\([HL]\))?\Z"
)
_SPACES = re.compile(r"[\u00a0\u202f\u2009 '’](?=\d{3}(?:\D|\Z))")
_PRESSURE = re.compile(
    r"(?P<high>\d{1,3}(?:[.,]\d{1,2})?)\s*(?:/|-|x|sur)\s*(?P<low>\d{1,3}(?:[.,]\d{1,2})?)"
    r"\s*(?P<unit>mm\s?hg|cm\s?hg)?\Z",
    re.IGNORECASE,
)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """A number with what is printed around it."""

    value: Decimal
    comparator: Comparator | None = None
    unit: str = ""
    flag: str = ""


def token(text: str) -> str | None:
    """The number of a cell before its decimal mark is known, thousands that spaces part joined."""
    match = _CELL.match(text) if text and len(text) <= _LONGEST else None
    return _SPACES.sub("", match["number"]) if match else None


def marks(texts: Iterable[str], *, typed: bool = False) -> frozenset[Decimals]:
    """The decimal marks for which there is evidence in a column; ``1,234`` alone is none."""
    found: set[Decimals] = set()
    for text in texts:
        number = token(text)
        if number is not None:
            found.update(_evidence(number, typed=typed))
    return frozenset(found)


def mark_of(texts: Sequence[str], fallback: Decimals | None, *, whole: bool, typed: bool) -> Decimals | None:
    """The decimal mark of one column; `fallback` where it shows none.

    Args:
        texts: Its cells.
        fallback: What the rest of the table uses.
        whole: It counts in whole numbers, so that a mark before three digits parts thousands.
        typed: Numbers came as such.
    """
    found = marks(texts, typed=typed)
    if len(found) == 1:
        return next(iter(found))
    if whole and not found:
        grouped = [number for text in texts if (number := token(text)) and groups(number)]
        return "." if any("," in number for number in grouped) else "," if grouped else fallback
    return fallback


def _evidence(number: str, *, typed: bool) -> tuple[Decimals, ...]:
    comma, point = number.rfind(","), number.rfind(".")
    if comma >= 0 and point >= 0:
        return (",",) if comma > point else (".",)
    if comma < 0 and point < 0:
        return ()
    mark, other = (",", ".") if comma >= 0 else (".", ",")
    if number.count(mark) > 1:
        return (other,)  # type: ignore[return-value]  # one of the two
    if typed and mark == ".":
        return (".",)
    return () if groups(number) else (mark,)  # type: ignore[return-value]  # one of the two


def groups(number: str) -> bool:
    """Whether the one mark of a number may part thousands as well as decimals: ``1,234``."""
    return re.fullmatch(r"[+\-\u2212]?[1-9]\d{0,2}[.,]\d{3}", number) is not None


def read(text: str, decimal: Decimals | None, *, typed: bool = False) -> Reading | None:
    """The number of a cell; None for words, and for a mark that `decimal` leaves in doubt.

    >>> read("< 0,05 mg/L", ",")
    Reading(value=Decimal('0.05'), comparator='<', unit='mg/L', flag='')
    >>> read("1,234", None) is None, read("1,234", ".").value, read("72.5", None).value
    (True, Decimal('1234'), Decimal('72.5'))
    """
    match = _CELL.match(text) if text and len(text) <= _LONGEST else None
    if match is None:
        return None
    number = _SPACES.sub("", match["number"]).replace("\u2212", "-")
    own = _evidence(number, typed=typed)
    mark = own[0] if own else decimal
    if mark is None and ("," in number or "." in number):
        return None
    value = _value(number, mark or ".")
    if value is None:
        return None
    sign = match["sign"]
    return Reading(
        value, _COMPARE[sign] if sign else None, match["unit"] or "", (match["flag"] or "").strip("()")
    )


def _value(number: str, mark: Decimals) -> Decimal | None:
    thousands = "." if mark == "," else ","
    whole, _, rest = number.partition(mark)
    if thousands in whole:
        if not re.fullmatch(rf"[+-]?\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", whole):
            return None
        whole = whole.replace(thousands, "")
    text = f"{whole}.{rest}" if rest else whole
    try:
        return Decimal(text) if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", text) else None
    except InvalidOperation:
        return None


@dataclass(frozen=True, slots=True)
class Pressure:
    """A blood pressure written in one cell, as printed."""

    high: str
    low: str
    unit: str

    @property
    def values(self) -> tuple[Decimal, Decimal]:
        """Upper and lower as numbers."""
        return Decimal(self.high.replace(",", ".")), Decimal(self.low.replace(",", "."))


def pressure(text: str) -> Pressure | None:
    """``132/84``, ``13,2/8,4``; None where the upper is not above the lower.

    >>> pressure("132/84 mmHg").values
    (Decimal('132'), Decimal('84'))
    """
    match = _PRESSURE.match(text.strip()) if len(text) <= _LONGEST else None
    if match is None:
        return None
    found = Pressure(match["high"], match["low"], match["unit"] or "")
    high, low = found.values
    return found if high > low else None

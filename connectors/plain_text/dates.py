"""The date that a document prints near its top."""

import re
from collections.abc import Sequence
from datetime import date

from records.when import When

_MONTHS = {
    "janvier": 1, "février": 2, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7,
    "août": 8, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "decembre": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
_NAME = "|".join(_MONTHS)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DAY_MONTH_NAME = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:er|st|nd|rd|th)?\s+({_NAME})\s+(\d{{4}})\b", re.IGNORECASE
)
_MONTH_NAME_DAY = re.compile(rf"\b({_NAME})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_MONTH_NAME = re.compile(rf"\b({_NAME})\s+(\d{{4}})\b", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?![\d/.-])")
_FRENCH = re.compile(r"\b(?:le|la|les|du|de|des|et|docteur|patiente?|compte|rendu)\b|[éèêàçù]", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|and|on|for|with|visit|date|doctor|is|was)\b", re.IGNORECASE)
_BIRTH = re.compile(
    r"\b(?:né|née|nee|naissance|ddn|date\s+of\s+birth|dob|born|birth\s*date|birthday)\b", re.IGNORECASE
)


def printed_date(lines: Sequence[str]) -> When | None:
    """The first date on a line that does not speak of a birth; None without one.

    ``03/04/2024`` is a day of April where the lines are French. Elsewhere it could be April or March: it is
    given no more precisely than it is sure, as its year, unless a number above 12 settles the order.

    >>> printed_date(["Née le 02/05/1980", "Compte rendu du 12 mars 2024"]).local
    '2024-03-12'
    >>> printed_date(["Visit 03/04/2024"]).local
    '2024'
    """
    french = len(_FRENCH.findall(" ".join(lines))) > len(_ENGLISH.findall(" ".join(lines)))
    for line in lines:
        if _BIRTH.search(line):
            continue
        found = _date_in(line, day_first=french)
        if found is not None:
            return found
    return None


def _date_in(line: str, *, day_first: bool) -> When | None:
    """The leftmost real date of a line."""
    found = [
        *((match.start(), When.parse(match[0])) for match in _ISO.finditer(line)),
        *((m.start(), _day(m[3], _MONTHS[m[2].lower()], m[1])) for m in _DAY_MONTH_NAME.finditer(line)),
        *((m.start(), _day(m[3], _MONTHS[m[1].lower()], m[2])) for m in _MONTH_NAME_DAY.finditer(line)),
        *((m.start(), _numbers(m[1], m[2], m[3], day_first=day_first)) for m in _NUMBERS.finditer(line)),
        *((m.start(), When.parse(f"{m[2]}-{_MONTHS[m[1].lower()]:02}")) for m in _MONTH_NAME.finditer(line)),
    ]
    real = [(place, when) for place, when in found if when is not None]
    return min(real, key=lambda reading: reading[0])[1] if real else None


def _day(year: str, month: int, day: str) -> When | None:
    try:
        return When.of_day(date(int(year), month, int(day)))
    except ValueError:
        return None


def _numbers(first: str, second: str, year: str, *, day_first: bool) -> When | None:
    french, american = _day(year, int(second), first), _day(year, int(first), second)
    if day_first:
        return french
    if french is not None and american is not None and french != american:
        return When.parse(year)
    return french or american

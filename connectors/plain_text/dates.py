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
_BIRTH = re.compile(
    r"\b(?:né|née|nee|naissance|ddn|date\s+of\s+birth|dob|born|birth\s*date|birthday)\b", re.IGNORECASE
)


def printed_date(lines: Sequence[str]) -> When | None:
    """The first date on a line that does not speak of a birth; None without one.

    ``03/04/2024`` could be April or March: such a date is given no more precisely than it is sure, so as its
    year; ``31/04`` style nonsense is no date. A day above 12 settles the order.

    >>> printed_date(["Née le 02/05/1980", "Compte rendu du 12 mars 2024"]).local
    '2024-03-12'
    """
    for line in lines:
        if _BIRTH.search(line):
            continue
        found = _date_in(line)
        if found is not None:
            return found
    return None


def _date_in(line: str) -> When | None:
    readings = []
    for match in _ISO.finditer(line):
        readings.append((match.start(), When.parse(match[0])))
    for match in _DAY_MONTH_NAME.finditer(line):
        readings.append((match.start(), _day(match[3], _MONTHS[match[2].lower()], match[1])))
    for match in _MONTH_NAME_DAY.finditer(line):
        readings.append((match.start(), _day(match[3], _MONTHS[match[1].lower()], match[2])))
    for match in _NUMBERS.finditer(line):
        readings.append((match.start(), _numbers(match[1], match[2], match[3])))
    for match in _MONTH_NAME.finditer(line):
        readings.append((match.start(), When.parse(f"{match[2]}-{_MONTHS[match[1].lower()]:02}")))
    real = [(place, when) for place, when in readings if when is not None]
    return min(real, key=lambda reading: reading[0])[1] if real else None


def _day(year: str, month: int, day: str) -> When | None:
    try:
        return When.of_day(date(int(year), month, int(day)))
    except ValueError:
        return None


def _numbers(first: str, second: str, year: str) -> When | None:
    french, american = _day(year, int(second), first), _day(year, int(first), second)
    if french is not None and american is not None and french != american:
        return When.parse(year)
    return french or american

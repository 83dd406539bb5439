"""Dates of any precision in prose, ranges of days, and clock times. Relative dates are never worked out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from connectors.pdf_report import dates
from records.months import MONTH, MONTHS
from records.when import Precision, When

_YEAR = r"(?:19|20)\d\d"
_MONTH_YEAR = re.compile(
    rf"(?<![\d/.-])(?:(?P<name>{MONTH})\.?,?\s+(?P<y1>{_YEAR})|(?P<m>0?[1-9]|"
    rf"1[0-2])\s?/\s?(?P<y2>{_YEAR}))(?![\d/])"
)
_YEAR_ALONE = re.compile(
    rf"(?:\b(?:en|depuis|since|in|annee|de|from|vers|en l'an|dx|diagnosed|about|around)\s+|\A|\(\s*|"
    rf",\s*|\s)(?P<y>{_YEAR})(?!\d|[/.-]\d|\s?[kmg]\b)"
)
_SHARED = re.compile(
    rf"\b(?:du|from|entre le)\s+(?:\w+\s+)?(?P<d1>\d{{1,2}})(?:er|st|nd|rd|th)?(?:\s+(?P<n1>{MONTH}))?\s+"
    rf"(?:au|to|until|et le|-)\s+(?:\w+\s+)?(?P<d2>\d{{1,2}})(?:er|st|nd|rd|"
    rf"th)?\s+(?P<n2>{MONTH})\.?,?\s+(?P<y>{_YEAR})"
)
_BIRTH = re.compile(
    r"\b(?:nee?(?:\(e\))?\s?(?:le|:)?|naissance|ddn|d\.?o\.?b\.?|date of birth|born(?: on)?)[\s:]*\Z"
)
_CLOCK = re.compile(
    r"\s*,?\s*(?:a|at|@|vers|-)?\s*(?P<h>[01]?\d|2[0-3])\s?(?:h|"
    r":)\s?(?P<m>[0-5]\d)?(?!\d)\s?(?P<half>[ap]\.?m\b)?"
)

_DAY_MONTH = re.compile(
    rf"(?<![\d/.,-])(?P<d1>\d{{1,2}})(?:er|st|nd|rd|th)?\s(?:of\s)?(?P<n1>{MONTH})\b\.?(?!,?\s?(?:19|"
    rf"20)\d\d)|"
    rf"\b(?P<n2>{MONTH})\.?\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d/:.]\d|\d|,?\s(?:19|20)\d\d|\s?(?:h|mg|"
    rf"ml|%))"
)
_DAY_SLASH_MONTH = re.compile(
    r"\b(?:le|du|au|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s(?P<d>\d{1,2})[/.](?P<m>\d{1,2})"
    r"(?![/.\d]|,\d|\s?(?:mg|g|%|mm|ml))"
)
"""As the French write a day of this year; elsewhere ``3/7`` is as often three days of seven."""
_MAY = re.compile(r"\b(?:on|of|by|from|until|since|dated|the|le|du|au)\s\Z")
_NEAR = 120
"""Days: a day without its year is that of the year which brings it this near to the day of the letter."""
_ONES = (
    "premier deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit "
    "dix-neuf vingt"
).split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third "
    "twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
_TENS = (
    "vingt et un",
    "vingt-et-un",
    *(f"vingt-{one}" for one in _ONES[1:9]),
    "trente",
    "trente et un",
    "trente-et-un",
)
_IN_WORDS = (
    dict(zip(_ONES, range(1, 21), strict=True))
    | dict(zip(_TENS, (21, 21, *range(22, 30), 30, 31, 31), strict=True))
    | dict(zip(_ORDINALS, range(1, 32), strict=True))
)
_YEARS = {"": 0} | {word: number for word, number in _IN_WORDS.items() if word not in _ORDINALS} | {"un": 1}
_WORDED = re.compile(
    rf"\b(?P<d>{'|'.join(sorted(_IN_WORDS, key=len, reverse=True))})\s(?:of\s)?(?P<n>{MONTH})\b,?"
    rf"(?:\s(?:(?P<y>(?:19|20)\d\d)|deux[ -]mille(?:[ "
    rf"-](?P<yw>{'|'.join(sorted(filter(None, _YEARS), key=len, reverse=True))}))?))?"
)
"""``le douze mai deux mille vingt-six``, ``the twelfth of May 2026``."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and where it stands."""

    start: int
    end: int
    when: When


@dataclass(frozen=True, slots=True)
class Moments:
    """How this document writes dates."""

    calendar: dates.Calendar
    french: bool = False
    today: date | None = None

    @classmethod
    def of(cls, text: str, *, french: bool) -> "Moments":
        """Read the document's way from all its text."""
        return cls(dates.calendar(text, french=french), french)

    def knowing(self, today: When | None) -> "Moments":
        """The same, knowing the day of the letter: days without a year are those near it."""
        whole = today is not None and today.precision is not Precision.YEAR and len(today.local) >= _WHOLE
        return replace(self, today=date.fromisoformat(today.local[:_WHOLE]) if whole and today else None)

    def days(self, plain: str) -> list[Moment]:
        """Whole dates, left to right; never the date of a birth."""
        found = []
        for printed in dates.find(plain):
            when = self.calendar.read(printed)
            if when is not None and not _BIRTH.search(plain[max(0, printed.start - 28) : printed.start]):
                found.append(Moment(printed.start, printed.end, when))
        for start, end, when in self._yearless(plain):
            apart = all(end <= one.start or one.end <= start for one in found)
            if apart and not _BIRTH.search(plain[max(0, start - 28) : start]):
                found.append(Moment(start, end, when))
        return sorted(found, key=lambda one: one.start)

    def _yearless(self, plain: str) -> Iterator[tuple[int, int, When]]:
        """Days in words, and days without a year where the letter's own day tells it."""
        for match in _WORDED.finditer(plain):
            year = (
                int(match["y"])
                if match["y"]
                else 2000 + _YEARS[match["yw"] or ""]
                if "mille" in match[0]
                else None
            )
            when = self._near(_IN_WORDS[match["d"]], MONTHS[match["n"]], year)
            if when is not None:
                yield match.start(), match.end(), when
        for match in _DAY_MONTH.finditer(plain):
            day, name = match["d1"] or match["d2"], match["n1"] or match["n2"]
            if name == "may" and not _MAY.search(plain[: match.start()]):
                continue
            when = self._near(int(day), MONTHS[name], None)
            if when is not None:
                yield match.start(), match.end(), when
        for match in _DAY_SLASH_MONTH.finditer(plain) if self.french else ():
            when = self._near(int(match["d"]), int(match["m"]), None)
            if when is not None:
                yield match.start("d"), match.end(), when

    def _near(self, day: int, month: int, year: int | None) -> When | None:
        """That day of that year, or of the year that brings it near to the letter's; None without one."""
        if year is None and self.today is None:
            return None
        years = [year] if year else [self.today.year + step for step in (-1, 0, 1)] if self.today else []
        for one in years:
            try:
                found = date(one, month, day)
            except ValueError:
                continue
            if year is not None or (self.today and abs((found - self.today).days) <= _NEAR):
                return When.parse(found.isoformat())
        return None

    def all(self, plain: str) -> list[Moment]:
        """Dates, months with their year, and years that words or brackets make years; left to right."""
        found = self.days(plain)
        for pattern, read in ((_MONTH_YEAR, _month), (_YEAR_ALONE, _year)):
            for match in pattern.finditer(plain):
                start = match.start("y") if pattern is _YEAR_ALONE else match.start()
                if any(one.start < match.end() and start < one.end for one in found):
                    continue
                when = read(match)
                if when is not None:
                    found.append(Moment(start, match.end(), when))
        return sorted(found, key=lambda one: one.start)

    def range(self, plain: str) -> tuple[When, When] | None:
        """``du 3 au 7 mai 2026``, ``from 28/04/2026 to 03/05/2026``; None without one."""
        match = _SHARED.search(plain)
        if match is not None:
            year, last = match["y"], MONTHS[match["n2"]]
            first = MONTHS[match["n1"]] if match["n1"] else last
            start = When.parse(f"{year}-{first:02}-{int(match['d1']):02}")
            end = When.parse(f"{year}-{last:02}-{int(match['d2']):02}")
            return (start, end) if start and end and start.local <= end.local else None
        days = self.days(plain)
        for one, other in pairwise(days):
            before, between = plain[max(0, one.start - 8) : one.start], plain[one.end : other.start]
            if re.search(r"\b(?:du|from)\s*\Z", before) and re.fullmatch(
                r"\s*(?:au|to|until)(?: le)?\s*", between
            ):
                return (one.when, other.when) if one.when.local <= other.when.local else None
        return None

    def clocked(self, plain: str, moment: Moment) -> Moment:
        """The same date with the clock time printed after it, when there is one."""
        match = _CLOCK.match(plain, moment.end)
        if match is None or len(moment.when.local) != 10:  # noqa: PLR2004  a whole date
            return moment
        hour = int(match["h"])
        if match["half"]:
            hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
        when = When.parse(f"{moment.when.local}T{hour:02}:{match['m'] or '00'}")
        return Moment(moment.start, match.end(), when) if when is not None else moment


_WHOLE = len("2026-03-12")
_HEAD_LINES, _TAIL = 16, 24
_OTHER_DAY = re.compile(
    r"\b(?:entree?|admission|admitted|admis\w*|sortie?|discharge[d]?|prevue?|planned|next|"
    r"prochain\w*|rendez-?vous|rdv|review date|due|depuis|since|comparison|comparaison|started|"
    r"debut|proposed|scheduled|booked|appointment|expires?|valable|valid|"
    r"intervention|revue? en|revoir|reverr\w+|accouchement)\b[^.\d]{0,24}\Z"
)


_NAMED = re.compile(
    r"\b(?:patiente?|mme|monsieur|madame|mlle|m\.|mr\.?|mrs\.?|ms\.?|miss|master|enfant|bebe|concerne|re|"
    r"nom|name|client|"
    r"resident|usager)\b[^\d]{0,60}\Z"
)
"""Before a date of an older year: that of somebody's birth."""


def document_date(lines: Sequence[str], moments: Moments, fallback: When | None) -> When | None:
    """The day a letter gives itself: the first in its head that is not of birth, stay or coming visit."""
    newest = max((day.when.day for line in lines for day in moments.days(line)), default="")
    for number, line in enumerate(lines[:_HEAD_LINES]):
        above = lines[number - 1][-_TAIL:] if number else ""
        for day in moments.days(line):
            beside_a_name = _NAMED.search(line[: day.start]) and day.when.day[:4] < newest[:4]
            if (
                not beside_a_name
                and not _OTHER_DAY.search(f"{above} {line[: day.start]}")
                and day.when.precision is Precision.DAY
            ):
                return day.when
    return fallback


def _month(match: re.Match[str]) -> When | None:
    number = MONTHS[match["name"]] if match["name"] else int(match["m"])
    return When.parse(f"{match['y1'] or match['y2']}-{number:02}")


def _year(match: re.Match[str]) -> When | None:
    return When.parse(match["y"])


def future(moments: Iterator[Moment] | list[Moment], today: When | None) -> Moment | None:
    """The first moment after the document's own date."""
    return next((one for one in moments if today is not None and one.when.local[:10] > today.day), None)

"""Dates as reports print them, and which of day and month comes first.

The order is decided once a document: an impossible reading of any date settles it (a day above 12); then
marks of the country; French is always day first. In English with no mark at all an ambiguous date is given to
the year only, since a wrong month is worse than a vague one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from records.when import Precision, When

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january", "février fevrier févr fevr fév fev feb february", "mars mar march",
            "avril avr apr april", "mai may", "juin jun june", "juillet juil jul july",
            "août aout aoû aug august",
            "septembre sept sep september", "octobre oct october", "novembre nov november",
            "décembre decembre déc dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"""(?<![\d/.,-])(?:
      (?P<y1>(?:19|20)\d\d)\s?[-/.]\s?(?P<m1>\d{{1,2}})\s?[-/.]\s?(?P<d1>\d{{1,2}})
    | (?P<y5>(?:19|20)\d\d)[-/. ](?P<n5>{_MONTH})\.?[-/. ](?P<d5>\d{{1,2}})
    | (?P<a>\d{{1,2}})\s?(?P<sep>[/.-])\s?(?P<b>\d{{1,2}})\s?(?P=sep)\s?(?P<y2>(?:19|20)\d\d|\d\d)
    | (?P<d3>\d{{1,2}})(?:\s?(?:er|st|nd|rd|th))?[\s/.-]*(?:of\s)?(?P<n3>{_MONTH})\.?,?[\s/-]*
      (?P<y3>(?:19|20)\d\d|\d\d(?!\d|:|[hH.,/]))
    | (?P<n4>{_MONTH})\.?\s(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y4>(?:19|20)\d\d)
    )(?![\d/]|[.,-]\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_FIRST_OF_LAST_CENTURY = 60  # 60 is 1960, 59 is 2059; births are set right against the date of the report


class Order(Enum):
    """Which number of ``03/04/2024`` is the day."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Printed:
    """A date on the page, not yet read.

    Attributes:
        start: Where in the text it starts.
        end: Where it ends.
        year: Four digits, or two when `short`.
        first: Month or day, as printed first.
        second: The other.
        sure: `first` is the month and `second` the day whatever the country.
    """

    start: int
    end: int
    year: int
    first: int
    second: int
    sure: bool
    short: bool

    def readings(self) -> tuple[Order, ...]:
        """The orders in which it is a day of the calendar."""
        if self.sure:
            return ()
        return tuple(
            order
            for order in (Order.DAY_FIRST, Order.MONTH_FIRST)
            if _day(self.year + (2000 if self.short else 0), *self._month_day(order)) is not None
        )

    def _month_day(self, order: Order) -> tuple[int, int]:
        if self.sure or order is Order.MONTH_FIRST:
            return self.first, self.second
        return self.second, self.first

    def when(self, order: Order) -> When | None:
        """The day; the year alone when the order is unknown and matters; None when it is no real date."""
        year = self.year
        if self.short:
            year += 2000 if year < _FIRST_OF_LAST_CENTURY else 1900
        if order is Order.UNKNOWN and not self.sure:
            possible = {
                _day(year, *self._month_day(each)) for each in (Order.DAY_FIRST, Order.MONTH_FIRST)
            } - {None}
            if len(possible) > 1:
                return When(str(year), Precision.YEAR)
            order = next(iter(self.readings()), Order.DAY_FIRST)
        day = _day(year, *self._month_day(order))
        return When.of_day(day) if day is not None else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find(text: str) -> Iterator[Printed]:
    """Every date in `text`, left to right. Never a range such as ``4.0-10.0``."""
    return iter(_found(text))


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[Printed, ...]:
    every = (_printed(match) for match in _DATE.finditer(text))
    return tuple(printed for printed in every if printed is not None and (printed.sure or printed.readings()))


def _printed(match: re.Match[str]) -> Printed | None:
    start, end = match.span()
    if match["y1"]:
        return Printed(
            start, end, int(match["y1"]), int(match["m1"]), int(match["d1"]), sure=True, short=False
        )
    for name, day, year in (("n3", "d3", "y3"), ("n4", "d4", "y4"), ("n5", "d5", "y5")):
        if match[name]:
            short = len(match[year]) == 2  # noqa: PLR2004  two digits
            return Printed(
                start,
                end,
                int(match[year]),
                _MONTHS[match[name].lower()],
                int(match[day]),
                sure=True,
                short=short,
            )
    short = len(match["y2"]) == 2  # noqa: PLR2004  two digits
    if short and match["sep"] == "-" and int(match["a"]) < 10 and len(match["a"]) == 1:  # noqa: PLR2004
        return None  # 4-10-12 is no date
    return Printed(start, end, int(match["y2"]), int(match["a"]), int(match["b"]), sure=False, short=short)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How this document writes dates."""

    order: Order

    def read(self, printed: Printed) -> When | None:
        """The date."""
        return printed.when(self.order)

    def first(self, text: str) -> When | None:
        """The first date in `text`."""
        return next((self.read(printed) for printed in find(text)), None)


# Each kind of mark counts once, with its weight: a page of mmol/L says no more than one.
_REGISTER, _STRONG, _WEAK = 4, 2, 1  # American spelling is also written in India
_AMERICAN = tuple(
    (weight, re.compile(pattern))
    for weight, pattern in (
        (_STRONG, r"\b(?:CLIA|NPI|Quest Diagnostics|LabCorp|Labcorp|Medicare|Medicaid|ZIP)\b"),
        (_STRONG, r"\(\d{3}\)\s?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b"),
        (_STRONG, r"\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b"),
        (_STRONG, r"\b(?:EST|PST|CST|MST|EDT|PDT|CDT|MDT)\b"),
        (_STRONG, r"(?i:\b(?:hematology|hemoglobin|hematocrit|anemia|pediatric|leukocytes)\b)"),
        (_WEAK, r"x10E3|Thousand/uL|Million/uL|\bMRN\b"),
        (_WEAK, r"\b\d{1,2}:\d{2}(?::\d{2})?\s?[AP]M\b"),
        (_WEAK, r"\bmg/dL\b"),
    )
)
_ELSEWHERE = tuple(
    (weight, re.compile(pattern))
    for weight, pattern in (
        (
            _REGISTER,
            r"(?i:\b(?:fecha|paciente|utente|paziente|data d[iao]|geburtsdatum|befund\w*|"
            r"einheit\w*|laboratorio|laboratório)\b)",
        ),
        (_REGISTER, r"\b(?:NHS|UKAS|INAB|NATA|NABL|GMC)\b"),
        (_STRONG, r"(?:thou|mill)\.?/(?:mm3|cumm|[µu]L)|\bgm/dL|\blakhs?\b|(?i:bio\. ref)"),
        (
            _STRONG,
            (
                r"\b(?:London|UK|Ireland|Australia|India|Singapore|South Africa|New Zealand|Switzerland|"
                r"Suisse|Belgi\w+)\b"
            ),
        ),
        (_STRONG, r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"),
        (_STRONG, r"\+(?!1\b)\d{2,3}[\s(]?\d"),
        (
            _STRONG,
            r"(?i:\b(?:haematology|haemoglobin|haematocrit|anaemia|paediatric|leucocytes|oesophag\w*|oestr\w*|analysers?|litres?)\b)",
        ),
        (_WEAK, r"[mµμunp]mol/L"),
        (_WEAK, r"\b(?:GP|FBC|Ltd|Trust|Pvt)\b"),
    )
)


def _weight(marks: tuple[tuple[int, re.Pattern[str]], ...], text: str) -> int:
    return sum(weight for weight, pattern in marks if pattern.search(text))


def calendar(text: str, *, french: bool) -> Calendar:
    """How the document `text` writes dates."""
    printed = list(find(text))
    return Calendar(_order(text, printed, french=french))


def _order(text: str, printed: Iterable[Printed], *, french: bool) -> Order:
    only = [each.readings()[0] for each in printed if len(each.readings()) == 1]
    days, months = only.count(Order.DAY_FIRST), only.count(Order.MONTH_FIRST)
    if days != months:
        return Order.DAY_FIRST if days > months else Order.MONTH_FIRST
    if french:
        return Order.DAY_FIRST
    american, elsewhere = _weight(_AMERICAN, text), _weight(_ELSEWHERE, text)
    if american == elsewhere:
        return Order.UNKNOWN
    return Order.MONTH_FIRST if american > elsewhere else Order.DAY_FIRST

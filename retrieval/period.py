"""Stretches of calendar days, and the ones that a question names."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from records.months import MONTH, MONTHS
from records.when import When


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included.

    Attributes:
        first: None when open towards the past.
        last: None when open towards the future.
        year_stated: False when the question named a month, a day or a season without its year, so that
            `first` and `last` are the most recent ones and another year may be meant.
    """

    first: date | None
    last: date | None
    year_stated: bool = True

    def holds(self, when: When | None) -> bool:
        """Whether something that imprecise may lie inside. What has no date lies in no period."""
        if when is None:
            return False
        return (self.first is None or when.last_day >= self.first) and (
            self.last is None or when.first_day <= self.last
        )

    def distance_days(self, when: When) -> int:
        """How far outside it lies; 0 inside."""
        if self.first is not None and when.last_day < self.first:
            return (self.first - when.last_day).days
        if self.last is not None and when.first_day > self.last:
            return (when.first_day - self.last).days
        return 0


@dataclass(frozen=True, slots=True)
class Named:
    """A period and the words that named it.

    Attributes:
        period: The days.
        start: Where the words begin in the text.
        end: Where they end.
        stretch: True for "since …", "between …", "the last six months": a course rather than a point.
    """

    period: Period
    start: int
    end: int
    stretch: bool = False


def find(text: str, today: date) -> Named | None:
    """The period that a question names; None when it names none.

    >>> find("quelle etait ma ferritine en mars ?", date(2026, 10, 5)).period.first
    datetime.date(2026, 3, 1)

    Args:
        text: Lower case, without accents, plain apostrophes (see `records.words.fold`).
        today: A month without its year is the most recent one that has begun.
    """
    try:
        points = _points(text, today)
        return _stretch(text, today, points) or _joined(text, today, points)
    except (OverflowError, ValueError):  # a year that no calendar has
        return None


def every(text: str, today: date) -> list[Named]:
    """Every date and period that a question names, in reading order: what `find` chooses from.

    Raises:
        ValueError, OverflowError: It names a year that no calendar has.
    """
    points = _points(text, today)
    stretch = _stretch(text, today, points)
    if stretch is None:
        return points
    apart = [named for named in points if named.end <= stretch.start or named.start >= stretch.end]
    return sorted([stretch, *apart], key=lambda named: named.start)


# --- words --------------------------------------------------------------------------------------------------

_DOUBTFUL = frozenset("may march mar sept mai dec jan jun jul sep fev avr apr oct nov aug feb".split())
_SEASONS = {
    "printemps": 3, "spring": 3, "ete": 6, "summer": 6, "automne": 9, "autumn": 9, "fall": 9, "hiver": 12,
    "winter": 12,
}  # fmt: skip
_NUMBERS = {
    "un": 1, "une": 1, "a": 1, "an": 1, "one": 1, "deux": 2, "two": 2, "couple of": 2, "trois": 3, "three": 3,
    "quatre": 4, "four": 4, "cinq": 5, "five": 5, "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8,
    "neuf": 9, "nine": 9, "dix": 10, "ten": 10, "douze": 12, "twelve": 12, "quinze": 15, "dix-huit": 18,
    "eighteen": 18, "vingt": 20, "twenty": 20, "quelques": 3, "few": 3,
}  # fmt: skip
_UNITS = {
    "jour": "day", "jours": "day", "day": "day", "days": "day", "semaine": "week", "semaines": "week",
    "week": "week", "weeks": "week", "mois": "month", "month": "month", "months": "month", "an": "year",
    "ans": "year", "annee": "year", "annees": "year", "year": "year", "years": "year",
}  # fmt: skip
_MONTH = rf"(?:{MONTH})\b\.?"
_SEASON = "(?:" + "|".join(_SEASONS) + r")\b"
_UNIT = "(?:" + "|".join(sorted(_UNITS, key=len, reverse=True)) + r")\b"
_COUNT = r"(?:\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_YEAR = r"(?:19|20)\d{2}"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"

_BuildPoint = Callable[[re.Match[str], date], Period | None]


def _full(match: re.Match[str], _: date) -> Period | None:
    return _span(date(int(match["y"]), _number(match["m"]), int(match["d"])))


def _numeric(match: re.Match[str], _: date) -> Period | None:
    """Day first; month first only where day first cannot be."""
    day, month, year = int(match["d"]), int(match["m"]), int(match["y"])
    year += 0 if year > 99 else 2000 if year < 70 else 1900  # noqa: PLR2004  two-digit years
    if month > 12:  # noqa: PLR2004  months of a year
        day, month = month, day
    return _span(date(year, month, day))


def _month_of(match: re.Match[str], _: date) -> Period | None:
    return _month(int(match["y"]), _number(match["m"]))


def _day_alone(match: re.Match[str], today: date) -> Period | None:
    month, day = _number(match["m"]), int(match["d"])
    year = today.year if (month, day) <= (today.month, today.day) else today.year - 1
    when = date(year, month, day)
    return Period(when, when, year_stated=False)


def _month_alone(match: re.Match[str], today: date) -> Period | None:
    month = _number(match["m"])
    month_of = _month(today.year if month <= today.month else today.year - 1, month)
    return Period(month_of.first, month_of.last, year_stated=False)


def _month_last_year(match: re.Match[str], today: date) -> Period | None:
    return _month(today.year - 1, _number(match["m"]))


def _season_of(match: re.Match[str], _: date) -> Period | None:
    return _season(int(match["y"]), _SEASONS[match["s"]])


def _season_alone(match: re.Match[str], today: date) -> Period | None:
    start = _SEASONS[match["s"]]
    year = today.year if date(today.year, start, 1) <= today else today.year - 1
    found = _season(year, start)
    return Period(found.first, found.last, year_stated=False)


def _season_last(match: re.Match[str], today: date) -> Period | None:
    """The most recent one that is over, or running since before now."""
    found = _season_alone(match, today)
    if found is not None and found.last is not None and found.first is not None and found.last >= today:
        found = _season(found.first.year - 1, found.first.month)
    return found


def _part_of_year(match: re.Match[str], _: date) -> Period | None:
    year, part = int(match["y"]), match["part"]
    if part.startswith(("debut", "early", "beginning", "start")):
        return Period(date(year, 1, 1), date(year, 4, 30))
    if part.startswith(("mi", "milieu")):
        return Period(date(year, 5, 1), date(year, 8, 31))
    return Period(date(year, 9, 1), date(year, 12, 31))


def _year_of(match: re.Match[str], _: date) -> Period | None:
    year = int(match["y"])
    return Period(date(year, 1, 1), date(year, 12, 31))


def _relative(unit: str, back: int) -> _BuildPoint:
    return lambda _, today: _calendar(today, unit, back)


def _ago(match: re.Match[str], today: date) -> Period | None:
    return _calendar(today, _UNITS[match["unit"]], _count(match["n"]))


# Longest and surest first; what one has taken the next does not see.
_POINTS: tuple[tuple[re.Pattern[str], _BuildPoint], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (rf"\b(?P<y>{_YEAR})-(?P<m>\d{{2}})-(?P<d>\d{{2}})\b", _full),
        (rf"\b(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>{_YEAR}|\d{{2}})\b", _numeric),
        (rf"\b(?P<d>{_DAY})(?:er|st|nd|rd|th)?(?: of)? (?P<m>{_MONTH}),? (?P<y>{_YEAR})\b", _full),
        (rf"\b(?P<m>{_MONTH}) (?:the )?(?P<d>{_DAY})(?:st|nd|rd|th)?,? (?P<y>{_YEAR})\b", _full),
        (rf"\b(?P<m>{_MONTH})(?: of|,)? (?P<y>{_YEAR})\b", _month_of),
        (rf"\b(?P<m>0?[1-9]|1[0-2])/(?P<y>{_YEAR})\b", _month_of),
        (rf"\b(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])\b", _month_of),
        (rf"\b(?P<m>{_MONTH}) (?:de )?(?:l'an dernier|l'annee derniere|l'an passe|last year)",
         _month_last_year),
        (rf"\b(?P<d>{_DAY})(?:er|st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})(?=\W|$)", _day_alone),
        (rf"\b(?P<m>{_MONTH}) (?:the )?(?P<d>{_DAY})(?:st|nd|rd|th)?\b", _day_alone),
        (rf"\b(?P<part>debut|mi|milieu|fin|early|mid|late|end of|beginning of|start of)(?: de| d'| |-)+"
         rf"(?P<y>{_YEAR})\b", _part_of_year),
        (rf"\b(?P<s>{_SEASON})(?: of| de)? (?P<y>{_YEAR})\b", _season_of),
        (rf"\b(?:last|past) (?P<s>{_SEASON})", _season_last),
        (rf"\b(?P<s>{_SEASON}) (?:dernier|derniere|passe|passee)\b", _season_last),
        (rf"\b(?:this|cet|cette|ce|l'|en|au|in the|in) ?(?P<s>{_SEASON})", _season_alone),
        (r"\b(?:l'an dernier|l'annee derniere|l'an passe|l'annee passee|last year|annee precedente)\b",
         _relative("year", 1)),
        (r"\b(?:cette annee|this year|annee en cours)\b", _relative("year", 0)),
        (r"\b(?:le mois dernier|mois dernier|le mois passe|last month)\b", _relative("month", 1)),
        (r"\b(?:ce mois-ci|ce mois ci|ce mois|this month)\b", _relative("month", 0)),
        (r"\b(?:la semaine derniere|semaine derniere|la semaine passee|last week)\b", _relative("week", 1)),
        (r"\b(?:cette semaine|this week)\b", _relative("week", 0)),
        (r"\b(?:avant-hier|avant hier|day before yesterday)\b", _relative("day", 2)),
        (r"\b(?:hier|yesterday)\b", _relative("day", 1)),
        (r"\b(?:aujourd'hui|today|ce matin|this morning|cette nuit|la nuit derniere|last night)(?!\w)",
         _relative("day", 0)),
        (rf"\b(?:il y a|ya|y a)(?: environ)? (?P<n>{_COUNT}) (?P<unit>{_UNIT})", _ago),
        (rf"\b(?P<n>{_COUNT}) (?P<unit>{_UNIT}) (?:ago|earlier|plus tot|auparavant)\b", _ago),
        (rf"\b(?:last|past) (?P<m>{_MONTH})", _month_alone),
        (rf"\b(?P<m>{_MONTH}) (?:dernier|passe)\b", _month_alone),
        (rf"\b(?P<m>{_MONTH})(?=\W|$)", _month_alone),
        (rf"(?<![\d.,/])\b(?P<y>{_YEAR})\b(?![.,/]\d)", _year_of),
    )
)  # fmt: skip

_LAST_N = re.compile(
    rf"\b(?:(?:ces|les|des|sur|durant|pendant|dans|au cours des) )*"
    rf"(?P<n>{_COUNT}) (?:derniers|dernieres) (?P<unit>{_UNIT})"
    rf"|\b(?:(?:over|in|during|within|for|the) )*"
    rf"(?:last|past|previous) (?:(?P<n2>{_COUNT}) )?(?P<unit2>{_UNIT})"
    rf"|\b(?:depuis|for|since|sur) (?:environ |about |the )?(?P<n3>{_COUNT}) (?P<unit3>{_UNIT})"
)
_BETWEEN = re.compile(r"(?:\bentre|\bbetween|\bde|\bdu|\bfrom|\bd')\s*(?:le|l'|the)?\s*\Z")
_JOIN = re.compile(
    r"\s*(?:et|and|a|au|to|jusqu'en|jusqu'a|jusqu'au|until|till|-|–)\s*(?:le |l'|the |en )?\s*\Z"
)
_BARE_JOIN = re.compile(r"\s*(?:et|and|-|–)\s*(?:en |in )?\s*\Z")
_LEAD = re.compile(
    r"\b(?:(?P<since>depuis|since|a partir de|a partir du|a compter de|starting)"
    r"|(?P<before>avant|before|prior to|jusqu'en|jusqu'a|jusqu'au|until|up to)"
    r"|(?P<after>apres|after|posterieur a|later than))"
    r"(?: |$)(?:le |la |l'|l |the |fin de |en |mon |in )?\s*\Z"
)
_ONWARDS = re.compile(r" (?:onwards?|on|et apres)\b")
_INTRODUCES = re.compile(
    r"\b(?:en|in|de|d'|au|du|of|since|depuis|from|to|last|avant|before|after|apres|et|and|le|on|mois|this"
    r"|contre|versus|vs\.?|against|than)\s*\Z"
)
_SET_AGAINST = re.compile(r"\s*(?:contre|versus|vs\b|against)")


# --- finding ------------------------------------------------------------------------------------------------


def _points(text: str, today: date) -> list[Named]:
    """Every date and period the text names, in reading order."""
    found: list[Named] = []
    for pattern, build in _POINTS:
        for match in pattern.finditer(text):
            if any(match.start() < named.end and named.start < match.end() for named in found):
                continue
            if build is _month_alone and not _is_month(text, match):
                continue
            try:
                period = build(match, today)
            except ValueError:  # the 31st of February
                continue
            if period is not None:
                found.append(Named(period, match.start(), match.end()))
    return sorted(found, key=lambda named: named.start)


def _is_month(text: str, match: re.Match[str]) -> bool:
    """Whether a lone "may", "mars", "sept" is a month: doubtful words want a preposition before them."""
    word = match["m"].rstrip(".")
    if word not in _DOUBTFUL or _INTRODUCES.search(text[: match.start("m")]):
        return True
    return bool(_SET_AGAINST.match(text[match.end("m") :]))


def _stretch(text: str, today: date, points: list[Named]) -> Named | None:
    """Words like "the last six months", "ces 6 derniers mois", "depuis deux ans"."""
    for match in _LAST_N.finditer(text):
        unit = _UNITS[match["unit"] or match["unit2"] or match["unit3"]]
        count = match["n"] or match["n2"] or match["n3"]
        if match["unit2"] and not count and not re.search(r"\b(?:over|during|within|the|past)\b", match[0]):
            continue  # "last year" is a calendar year
        if match["n3"] and text[match.end() :].lstrip().startswith(("ago", "earlier")):
            continue
        days = _back(today, unit, _count(count) if count else 1)
        if any(named.start < match.start() and named.end > match.end() for named in points):
            continue
        return Named(Period(days, today), match.start(), match.end(), stretch=True)
    return None


def _joined(text: str, today: date, points: list[Named]) -> Named | None:
    """A range of two points, or the first point with what leads it in."""
    if not points:
        return None
    if len(points) > 1:
        one, other = points[0], points[1]
        between = text[one.end : other.start]
        lead = _BETWEEN.search(text[: one.start])
        if _JOIN.match(between) and (lead or _BARE_JOIN.match(between)):
            period = _from_to(one.period, other.period)
            if period is not None:
                return Named(period, lead.start() if lead else one.start, other.end, stretch=True)
    return _led(text, today, points[0])


def _from_to(one: Period, other: Period) -> Period | None:
    """Both and what lies between; a month without its year takes the other's ("de mars à juin 2024")."""
    first, last = one.first, other.last
    if first is None or last is None:
        return None
    if not one.year_stated and other.year_stated:
        first = first.replace(year=last.year if first.month <= last.month else last.year - 1)
    return Period(first, last, one.year_stated or other.year_stated) if first <= last else None


def _led(text: str, today: date, named: Named) -> Named:
    """Let "since", "before", "after", "onwards" turn a point into a stretch."""
    first, last, stated = named.period.first, named.period.last, named.period.year_stated
    lead = _LEAD.search(text[: named.start])
    start = lead.start() if lead else named.start
    if lead is None and not _ONWARDS.match(text[named.end :]):
        return named
    if lead is None or lead["since"]:
        return Named(_until_now(first, today, stated), start, named.end, stretch=True)
    if lead["after"]:
        after = last + timedelta(days=1) if last is not None else first
        return Named(_until_now(after, today, stated), start, named.end, stretch=True)
    if not lead[0].startswith(("jusqu", "until", "up to")):
        last = first - timedelta(days=1) if first is not None else last
    return Named(Period(None, last, stated), start, named.end)


def _until_now(first: date | None, today: date, stated: bool) -> Period:
    """From a day to today; open towards the future when that day is still to come."""
    return Period(first, today if first is None or first <= today else None, stated)


# --- the calendar -------------------------------------------------------------------------------------------


def _number(month: str) -> int:
    return MONTHS[month.rstrip(".")] if not month.isdigit() else int(month)


def _count(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def _span(day: date) -> Period:
    return Period(day, day)


def _month(year: int, month: int) -> Period:
    first = date(year, month, 1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def _season(year: int, start: int) -> Period:
    """Three whole months; winter runs into the next year."""
    first = date(year, start, 1)
    return Period(first, (first + timedelta(days=93)).replace(day=1) - timedelta(days=1))


def _calendar(today: date, unit: str, back: int) -> Period:
    """The whole calendar unit that lies so many back."""
    day = _back(today, unit, back)
    if unit == "year":
        return Period(date(day.year, 1, 1), date(day.year, 12, 31))
    if unit == "month":
        return _month(day.year, day.month)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    return Period(day, day)


def _back(today: date, unit: str, count: int) -> date:
    if unit in ("day", "week"):
        return today - timedelta(days=count * (7 if unit == "week" else 1))
    months = count * (12 if unit == "year" else 1)
    whole = today.year * 12 + today.month - 1 - months
    last = _month(whole // 12, whole % 12 + 1).last
    return date(whole // 12, whole % 12 + 1, min(today.day, last.day if last else 28))

"""Dates and times of day as the columns of tables print them; never one that is not certain.

``03/04/2024`` is a day of April or of March: `orders` looks at the whole column, and where nothing in it
settles the order nobody here guesses.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from records.months import MONTH, MONTHS
from records.when import Precision, When
from records.words import fold


class Order(StrEnum):
    """Which comes first, where a date is three numbers that end with the year."""

    DMY = "dmy"
    MDY = "mdy"


_WEEKDAY = (
    r"(?:(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:di|day|s|nes|rs|ur)?"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|wednesday|saturday)\.?,?\s+(?:le\s+)?"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:h](?P<minute>\d{2})(?:[:m](?P<second>\d{2})(?:[.,]\d{1,9})?s?)?|h)"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?"
)
_TIME = re.compile(_CLOCK + r"\Z")
_AFTER = (
    rf"(?:[T,]?\s*(?:a\s+|at\s+|-\s+)?(?P<clock>{_CLOCK})\s*(?P<zone>z|utc|gmt|[+-]\d{{2}}:?\d{{2}})?)?\Z"
)
_START = rf"(?:{_WEEKDAY})?"
_YEAR_FIRST = re.compile(
    rf"{_START}(?P<y>\d{{4}})(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})"
    + _AFTER.replace("[T,]?", "[t,]?")
)
_COMPACT = re.compile(
    r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:t?(?P<hh>\d{2})(?P<mi>\d{2})(?P<ss>\d{2})?)?\Z"
)
_YEAR_LAST = re.compile(
    rf"{_START}(?P<a>\d{{1,2}})(?P<sep>[-/.\s])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d{{2}})" + _AFTER
)
_DAY_NAME = re.compile(
    rf"{_START}(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)?[-\s./]*(?P<name>{MONTH})\.?[-\s./,]*(?P<y>\d{{4}}|\d{{2}})"
    + _AFTER
)
_NAME_DAY = re.compile(
    rf"{_START}(?P<name>{MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})" + _AFTER
)
_NAME_ONLY = re.compile(rf"(?P<name>{MONTH})\.?[-\s]+(?P<y>\d{{4}})\Z")
_MONTH_ONLY = re.compile(r"(?:(?P<m>\d{1,2})[-/](?P<y>\d{4})|(?P<y2>\d{4})-(?P<m2>\d{1,2}))\Z")
_CENTURY = 50
_CLEARLY = 5
_SECONDS, _MILLISECONDS = re.compile(r"1\d{9}\Z"), re.compile(r"1\d{12}\Z")
_SERIAL = re.compile(r"(?P<day>[2-6]\d{4})(?P<part>\.\d+)?\Z")
_EPOCH_1900 = date(1899, 12, 30)
_NOON = 12
_LONGEST = 60


def orders(texts: Iterable[str]) -> frozenset[Order]:
    """The orders under which every date of a column exists; both where nothing settles it.

    Empty where the column contradicts itself, and where no date in it depends on an order: ask `parse`.
    """
    left = set(Order)
    depends = False
    for text in texts:
        match = _year_last(text)
        if match is None:
            continue
        first, second = int(match["a"]), int(match["b"])
        depends = depends or first != second
        if first > 12 or match["sep"] == ".":  # noqa: PLR2004  months; nobody who writes dots puts the month first
            left.discard(Order.MDY)
        if second > 12:  # noqa: PLR2004  months
            left.discard(Order.DMY)
    return frozenset(left) if depends else frozenset()


def order_of_log(texts: Sequence[str]) -> Order | None:
    """The order of a log that a device wrote every few minutes, where `orders` leaves two.

    Neighbouring readings of a device are minutes apart; read in the wrong order its days lie a month apart.
    None where the log has one day only, or is none.
    """
    left = orders(texts)
    if len(left) == 1:
        return next(iter(left))
    if not left:
        return None
    spans = {order: _span_days(texts, order) for order in left}
    best = min(spans, key=lambda order: spans[order])
    longest = max(spans.values())
    return best if 0 < spans[best] < longest / _CLEARLY else None


def _span_days(texts: Sequence[str], order: Order) -> int:
    days = [when.first_day for text in texts if (when := parse(text, order)) is not None]
    return (max(days) - min(days)).days if days else 0


def needs_order(text: str) -> bool:
    """Whether the day and the month of this date cannot be told apart without its column."""
    match = _year_last(text)
    return match is not None and match["a"] != match["b"]


def parse(text: str, order: Order | None = None) -> When | None:
    """A date, with its time of day where it has one; None for anything else and where `order` is missing.

    >>> parse("12/03/2024 8:05 PM", Order.DMY).local, parse("3 mars 2024").local, parse("03/04/2024")
    ('2024-03-12T20:05:00', '2024-03-03', None)
    """
    if not text or len(text) > _LONGEST:
        return None
    folded = fold(text).strip()
    return _numbered(folded, order) or _worded(folded)


def _numbered(folded: str, order: Order | None) -> When | None:
    """A date in numbers alone."""
    if match := _YEAR_FIRST.match(folded):
        return _when(match["y"], match["m"], match["d"], match)
    if match := _YEAR_LAST.match(folded):
        return _by_order(match, order)
    if match := _COMPACT.match(folded):
        clock = f"T{match['hh']}:{match['mi']}:{match['ss'] or '00'}" if match["hh"] else ""
        return When.parse(f"{match['y']}-{match['m']}-{match['d']}{clock}")
    if match := _MONTH_ONLY.match(folded):
        return When.parse(f"{match['y'] or match['y2']}-{int(match['m'] or match['m2']):02}")
    return None


def _worded(folded: str) -> When | None:
    """A date whose month is a word."""
    if match := _DAY_NAME.match(folded) or _NAME_DAY.match(folded):
        return _when(match["y"], str(MONTHS[match["name"]]), match["d"], match)
    if match := _NAME_ONLY.match(folded):
        return When.parse(f"{match['y']}-{MONTHS[match['name']]:02}")
    return None


def parse_time(text: str) -> str | None:
    """A time of day as ``HH:MM:SS``; None for anything else.

    >>> parse_time("20h30"), parse_time("8:05 pm"), parse_time("7")
    ('20:30:00', '20:05:00', None)
    """
    match = _TIME.match(fold(text).strip()) if len(text) <= _LONGEST else None
    return _clock(match) if match else None


def at(day: When, clock: str) -> When:
    """A day with its time of day; a date that has one already, or is no whole day, stays as it is."""
    if day.precision is not Precision.DAY:
        return day
    return When.parse(f"{day.local}T{clock}") or day


def of_serial(text: str) -> When | None:
    """The date that a spreadsheet stores as a number of days since 1899-12-30; None for other numbers."""
    match = _SERIAL.match(text)
    if match is None:
        return None
    day = _EPOCH_1900 + timedelta(days=int(match["day"]))
    if not match["part"]:
        return When.of_day(day)
    seconds = round(float("0" + match["part"]) * 86400)
    return When.parse((datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)).isoformat())  # noqa: DTZ001  a wall clock


def of_epoch(text: str) -> When | None:
    """The instant that a program counts in seconds or milliseconds since 1970; None for other numbers."""
    if _SECONDS.match(text):
        seconds = int(text)
    elif _MILLISECONDS.match(text):
        seconds = int(text) // 1000
    else:
        return None
    return When.parse(datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _year_last(text: str) -> "re.Match[str] | None":
    return _YEAR_LAST.match(fold(text).strip()) if len(text) <= _LONGEST else None


def _by_order(match: "re.Match[str]", order: Order | None) -> When | None:
    first, second = match["a"], match["b"]
    order = Order.DMY if match["sep"] == "." or int(first) == int(second) else order
    if order is None:
        return None
    day, month = (second, first) if order is Order.MDY else (first, second)
    return _when(match["y"], month, day, match)


def _when(year: str, month: str, day: str, match: "re.Match[str]") -> When | None:
    whole = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < _CENTURY else 1900)  # noqa: PLR2004  digits
    text = f"{whole:04}-{int(month):02}-{int(day):02}"
    if match["clock"]:
        clock = _clock(match)
        if clock is None:
            return None
        zone = (match["zone"] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
        text += f"T{clock}{zone}"
    return When.parse(text)


def _clock(match: "re.Match[str]") -> str | None:
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    half = (match["half"] or "")[:1]
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004  a clock
        return None
    return f"{hour:02}:{minute:02}:{second:02}"

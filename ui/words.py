"""Dates and numbers as people of each language write them."""

from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, get_decimal_symbol

from core.language import Language
from records.when import Precision, When

_PATTERNS = {Precision.YEAR: "y", Precision.MONTH: "MMMM y"}


def day(when: When, language: Language) -> str:
    """The date, no more precise than it is known.

    >>> day(When("2024-03", Precision.MONTH), "fr")
    'mars 2024'
    """
    pattern = _PATTERNS.get(when.precision)
    if pattern is not None:
        return format_date(when.first_day, format=pattern, locale=language)
    return day_of(when.first_day, language)


def day_of(value: date, language: Language) -> str:
    """A calendar date in words, as British or French readers write it."""
    return format_date(value, format="d MMMM y", locale="en_GB" if language == "en" else "fr")


def at(when: When, language: Language) -> str:
    """A day as `day` says it, with its time of day where that is known.

    >>> at(When.parse("2026-12-01T14:30"), "en")
    '1 December 2026, 14:30'
    """
    clock = when.local[11:16]
    return f"{day(when, language)}, {clock}" if clock else day(when, language)


def moment(iso: str, language: Language) -> str:
    """An instant in words, in the machine's own time zone.

    Args:
        iso: ISO 8601 with its offset.
        language: Of the words.
    """
    local = datetime.fromisoformat(iso).astimezone()
    return format_datetime(local, "d MMMM y, HH:mm", locale="en_GB" if language == "en" else "fr")


def count(value: int, language: Language) -> str:
    """A count with its language's separators."""
    return format_decimal(value, locale="en_GB" if language == "en" else "fr")


def country(code: str, language: Language) -> str:
    """The name of a country; its code when there is none.

    >>> country("DE", "fr")
    'Allemagne'
    """
    return str(Locale.parse("en_GB" if language == "en" else "fr").territories.get(code, code))


def decimal_mark(language: Language) -> str:
    """``,`` or ``.``."""
    return str(get_decimal_symbol("en_GB" if language == "en" else "fr"))

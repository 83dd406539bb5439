"""Dates and numbers as people of each language write them."""

from datetime import date

from babel.dates import format_date
from babel.numbers import get_decimal_symbol

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


def decimal_mark(language: Language) -> str:
    """``,`` or ``.``."""
    return str(get_decimal_symbol("en_GB" if language == "en" else "fr"))

"""A month or year of one metric as a line of words: to be found by them, and to be read beside a citation."""

from decimal import Decimal
from typing import TYPE_CHECKING

from babel.dates import format_date

from core.language import Language
from records.metrics import Aggregate, grouped
from records.when import Precision, When

if TYPE_CHECKING:
    from retrieval.samples import Summary

_SOURCES_MAX = 4


def line(found: "Summary", span: str, language: Language) -> str:
    """``Pas, mars 2026 : 31 jours, en moyenne 8 214 pas par jour, de 2 103 à 15 889 pas ; source Watch``."""
    metric, french = found.metric, language == "fr"
    shown = [metric.shown(value, language) for value in (found.mean, found.low, found.high)]
    nights = metric.aggregate is Aggregate.DURATION
    count = f"{len(found.days)} {_noun(len(found.days), nights, language)}"
    if metric.aggregate is Aggregate.MEAN:
        readings = f", {grouped(Decimal(found.n), language)} " + ("mesures" if french else "readings")
        count, each = count + readings, ""
    elif french:
        each = " par nuit" if nights else " par jour"
    else:
        each = " a night" if nights else " a day"
    sources = ", ".join(list(found.sources)[:_SOURCES_MAX])
    title = f"{metric.title(language)}, {spoken(span, language)}"
    mean, low, high = shown
    if french:
        return f"{title} : {count}, en moyenne {mean}{each}, de {low} à {high} ; source {sources}"
    return f"{title}: {count}, on average {mean}{each}, from {low} to {high}; source {sources}"


def spoken(span: str, language: Language) -> str:
    """``mars 2026``, ``March 2026``, ``2026``."""
    when = When.parse(span)
    if when is None or when.precision is Precision.YEAR:
        return span
    return format_date(when.first_day, format="MMMM y", locale="fr" if language == "fr" else "en_GB")


def _noun(count: int, nights: bool, language: Language) -> str:
    words = {"fr": ("jour", "nuit"), "en": ("day", "night")}[language]
    return words[nights] + ("s" if count != 1 else "")

"""Facts as lines of text: one to read, one to be found by its words, one to be found by its meaning."""

from functools import lru_cache

from core.language import LANGUAGES, Language
from records import analytes
from records.model import Fact
from records.when import Precision, When

_JOIN = " · "


def whole(text: str) -> str:
    """What a browser or a file system handed in, as text that can be kept: half characters become ``?``."""
    return text.encode("utf-8", "replace").decode()


def fact_line(fact: Fact, language: Language) -> str:
    """One readable line, in the words of its document; only the date follows the reader's language.

    ``Ferritine 8 µg/L (15 - 150) L · 12/03/2024 · Laboratoire X``. What a source says is absent is called so.
    """
    value = " ".join(part for part in (fact.value_text, fact.unit_text) if part)
    words = [fact.label, value]
    if fact.negated:
        words.append("(absent)")
    if fact.reference is not None:
        words.append(f"({fact.reference.text})")
    words.append(fact.interpretation or "")
    parts = [" ".join(word for word in words if word), fact.detail or ""]
    parts.append(when_text(fact.start, language) if fact.start else "")
    parts.append(fact.source.laboratory or "")
    return _JOIN.join(part for part in parts if part)


def when_text(when: When, language: Language) -> str:
    """A date as precise as its source: ``12/03/2024`` in French, ``2024-03-12`` (never ambiguous) in English.

    >>> when_text(When.parse("2024-03"), "fr")
    '03/2024'
    """
    if language == "en":
        return when.day
    if when.precision is Precision.YEAR:
        return when.local
    if when.precision is Precision.MONTH:
        return f"{when.local[5:7]}/{when.local[:4]}"
    year, month, day = when.day.split("-")
    return f"{day}/{month}/{year}"


def fact_words(fact: Fact) -> str:
    """What a fact can be found by: its line, its dates as written, its codes' words, its analyte's names."""
    codings = (f"{coding.display} {coding.code}" for coding in fact.codings)
    dates = (when_text(fact.start, language) for language in LANGUAGES) if fact.start else ()
    return " ".join([fact_line(fact, "en"), *dates, *codings, *_names(fact), *(fact.identifiers)])


def topic_words(fact: Fact) -> str:
    """What all facts of one label are embedded as: the label and its names in both languages.

    Value and date are left out: a model of meaning cannot compare numbers, a period is looked up in the fact
    table, and one text then stands for a series of any length.
    """
    return _JOIN.join(dict.fromkeys([fact.label, *_names(fact)]))


def topic_key(fact: Fact) -> str:
    """The same for every fact that the same `topic_words` stand for."""
    return f"{fact.kind}|{fact.analyte or ''}|{fact.label.casefold()}"


def _names(fact: Fact) -> tuple[str, ...]:
    """What its analyte is called in both languages, by clinicians and by everybody else."""
    return _names_of(fact.analyte) if fact.analyte else ()


@lru_cache(maxsize=1024)
def _names_of(key: str) -> tuple[str, ...]:
    analyte = analytes.get(key)
    return () if analyte is None else (*(analyte.names[language] for language in LANGUAGES), *analyte.lay)

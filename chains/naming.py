"""The one thing a question about a list asks for: "allergique à la pénicilline", "vaccinated for tetanus"."""

import re
from collections.abc import Sequence
from datetime import date

from chains.drafts import Asked
from core.language import Language
from records.model import Fact
from records.words import fold, words
from retrieval.keyword import content_words
from retrieval.lexicon import stands, thing_of
from retrieval.query import Query, plan

_STEM = 5
_LETTERS = 3
_ANTI = 7
"""Letters of a word that may be one against something ("antigrippal")."""
_OF_ANY_VALUE = frozenset(
    "rapport ratio taux dosage indice index level urine urinaire serum blood sanguin to sur".split()
)
"""Words of a name that say how it is measured, not what."""
_NAME = r"(?P<name>[a-z0-9][a-z0-9' -]{2,40}?)\s*[?.!]*\Z"
_TRAILING = re.compile(r"(?:\s*,)?\s+(?:et|and|ou|or) (?:quand|when|ou|where|combien|how (?:much|many))\Z")
_NAMED: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:(?:allergi\w+|intoleran\w+) (?:a|aux?)|contre|prends?|prescri\w+|ai-je|j'ai|as-tu|avez-vous"
        r"|souffr\w+|(?:test|dosage|examen|resultats?) d(?:e|u|es))\s+(?:deja |eue?s? |faite?s? |recue?s? )*"
        r"(?:du |de la |de l'|d'|des |un |une |la |le |les |l'|au )*" + _NAME
    ),
    "en": re.compile(
        r"\b(?:(?:allergic|intolerant|allergy|intolerance) to|against|taking|take|prescribed|do i have"
        r"|have i(?: \w+)?|suffer from|diagnosed with|results? (?:of|from))\s+"
        r"(?:ever |had |any |an? |the |my |last |latest )*" + _NAME
    ),
}


def named(query: Query) -> str | None:
    """The thing asked for, folded, as the person wrote it; None when the question asks for the whole list."""
    match = _NAMED[query.language].search(_TRAILING.sub("", fold(query.text).rstrip(" ?!.")))
    if match is None or not set(words(match["name"])) & set(query.words):
        return None
    return match["name"].strip()


def unclaimed(query: Query, today: date) -> tuple[str, ...]:
    """Its content words that name nothing which records are sorted by ("lettre", "créatinine" do)."""
    return tuple(
        word
        for word in query.words
        if len(word) >= _LETTERS and not plan(word, query.language, today=today).names_something
    )


def sought(query: Query, today: date) -> str | None:
    """The one thing a question about a list asks for: by its form, or a word that there are others for."""
    told = named(query)
    if told is not None:
        return told
    return " ".join(word for word in query.words if plan(word, query.language, today=today).also) or None


def among(facts: tuple[Fact, ...], name: str, query: Query) -> tuple[Fact, ...]:
    """The facts that speak of it, in its own words or those that mean the same."""
    stems = {stem for text in (name, *query.also) for stem in _stems(text)}
    things = [thing for thing in query.things if thing.named and thing.kind is not None]
    return tuple(
        fact
        for fact in facts
        if stems & _stems(f"{fact.label} {fact.detail or ''}")
        or any(stands(thing, fact.label) for thing in things)
    )


def speaks_of(fact: Fact, phrases: Sequence[Sequence[str]]) -> bool:
    """Whether the fact's own words hold one of the phrases whole."""
    said = _stems(f"{fact.label} {fact.detail or ''}")
    return any((stems := _stems(" ".join(phrase))) and stems <= said for phrase in phrases)


def holds_stem(fact: Fact, query: Query) -> bool:
    """Whether a long word of the question stands somewhere in the fact's ("thyroid": "hypothyroidism")."""
    said = fold(fact.label)
    return any(word[:_STEM] in said for word in query.words if len(word) >= _STEM)


def printed_so(asked: Asked, analyte: str) -> tuple[str, ...]:
    """Printed labels that no analyte is known for and that hold every telling word of one of its names.

    "Ratio albumine créatinine" where a report prints "Albumine/créatinine urinaire".
    """
    names = [stems for phrase in thing_of(analyte).phrases if len(stems := _telling(phrase)) > 1]
    unknown = [label for label, key in asked.room.facts.printed().items() if key is None]
    return tuple(label for label in unknown if any(stems <= _stems(label) for stems in names))


def _telling(phrase: Sequence[str]) -> set[str]:
    return _stems(" ".join(word for word in phrase if word not in _OF_ANY_VALUE))


def closer(asked: Asked) -> tuple[str, ...]:
    """Printed labels that a question comes closer to than the analyte it names ("glucose after two hours").

    They hold a word of the analyte's own labels and another word of the question.
    """
    query = asked.query
    if not query.analytes or query.groups:
        return ()
    printed = asked.room.facts.printed()
    stems = {label: _stems(label) for label in printed}
    theirs = {stem for label in printed if printed[label] in query.analytes for stem in stems[label]}
    said = _stems(query.text)
    others = [label for label in printed if printed[label] not in query.analytes]
    return tuple(label for label in others if stems[label] & said & theirs and stems[label] & (said - theirs))


def _stems(text: str) -> set[str]:
    """Beginnings of long words, without "anti" before them; short ones whole ("ROR")."""
    said = [word for word in content_words(text) if len(word) >= _LETTERS]
    said += [word.removeprefix("anti") for word in said if len(word) > _ANTI]
    return {word.rstrip("s")[:_STEM] for word in said}

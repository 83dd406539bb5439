"""The one thing a question about a list asks for: "allergique à la pénicilline", "vaccinated for tetanus"."""

import re

from core.language import Language
from records.model import Fact
from records.words import fold, words
from retrieval.query import Query

_STEM = 5
_NAME = r"(?P<name>[a-z0-9][a-z0-9' -]{2,40}?)\s*[?.!]*\Z"
_NAMED: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:(?:allergi\w+|intoleran\w+) (?:a|aux?)|contre|prends?|prescri\w+|ai-je|j'ai|as-tu|avez-vous"
        r"|souffr\w+)\s+(?:deja |eu )*(?:du |de la |de l'|d'|des |un |une |la |le |les |l'|au )*" + _NAME
    ),
    "en": re.compile(
        r"\b(?:(?:allergic|intolerant|allergy|intolerance) to|against|taking|take|prescribed|do i have"
        r"|have i(?: \w+)?|suffer from|diagnosed with)\s+(?:ever |had |any |an? |the |my )*" + _NAME
    ),
}


def named(query: Query) -> str | None:
    """The thing asked for, folded, as the person wrote it; None when the question asks for the whole list."""
    match = _NAMED[query.language].search(fold(query.text))
    if match is None or not set(words(match["name"])) & set(query.words):
        return None
    return match["name"].strip()


def among(facts: tuple[Fact, ...], name: str, query: Query) -> tuple[Fact, ...]:
    """The facts that speak of it, in its own words or those that mean the same."""
    stems = {word[:_STEM] for text in (name, *query.also) for word in words(text) if len(word) >= _STEM}
    return tuple(
        fact
        for fact in facts
        if stems & {word[:_STEM] for word in words(f"{fact.label} {fact.detail or ''}") if len(word) >= _STEM}
    )

"""The words of a document that bear on a question, cut out verbatim."""

import re
from collections.abc import Iterator, Sequence

from chains.drafts import BULLET, Asked, Draft
from chains.lists import item
from chains.values import statement
from chains.wording import shown
from records.evidence import Evidence
from records.model import Kind
from records.words import words
from retrieval.keyword import content_words

_QUOTE_MAX = 320
_PIECE = re.compile(r"[^\n.!?]+(?:[.!?](?!\s|$)[^\n.!?]*)*[.!?]?")
_STEM = 5
_SAYS = frozenset(".!?;:")
"""Signs of a sentence; without one, and without a number, words are a heading."""
_GREETING = 4
"""Words; a passage of no more says nothing ("Cher confrère,")."""


def quoted(asked: Asked, found: Sequence[Evidence], lead: str) -> Iterator[Draft]:
    """Passages in their own words and facts as lines, under a first sentence.

    Args:
        asked: The question; its words choose the part of a passage.
        found: At least one.
        lead: Key of the sentence above them.
    """
    yield asked.stated(lead)
    for evidence in found:
        yield line(asked, evidence)


def line(asked: Asked, evidence: Evidence) -> Draft:
    """One evidence as a bullet."""
    say = asked.wording
    if evidence.fact is not None:
        if evidence.fact.kind is Kind.OBSERVATION:
            return statement(asked, evidence.fact).after(BULLET)
        return Draft(item(asked, evidence.fact), (evidence,), lead=BULLET)
    if evidence.passage is not None and evidence.passage.quoted_orders:
        return Draft(say.say("search.orders"), (evidence,), lead=BULLET, quote="")
    quote = excerpt(evidence.text, asked.query.text)
    when = evidence.passage.when if evidence.passage is not None else None
    if when is None:
        text = say.say("search.quote", quote=shown(quote))
    else:
        text = say.say("search.quote_dated", quote=shown(quote), date=say.on(when))
    return Draft(text, (evidence,), lead=BULLET, quote=quote)


def tells(asked: Asked, evidence: Evidence) -> bool:
    """Whether what would be quoted is more than a heading, a greeting, a name or a date."""
    return evidence.fact is not None or says_something(excerpt(evidence.text, asked.query.text))


def says_something(text: str) -> bool:
    """Whether words are more than a heading, a greeting, a name or a date."""
    told = any(sign in _SAYS or sign.isdigit() for sign in text)
    return told and sum(not word.isdigit() for word in content_words(text)) > _GREETING


def excerpt(text: str, question: str) -> str:
    """The pieces of `text` around those that share most words with `question`, at most a few lines, verbatim.

    >>> excerpt("Bilan du jour. La ferritine est à surveiller. Revoir dans un mois.", "ferritine ?")
    'La ferritine est à surveiller. Revoir dans un mois.'
    """
    spans = [match.span() for match in _PIECE.finditer(text) if match[0].strip()]
    if not spans:
        return text.strip()[:_QUOTE_MAX]
    wanted = {word[:_STEM] for word in content_words(question)}

    def shared(index: int) -> int:
        start, end = spans[index]
        return len(wanted & {word[:_STEM] for word in words(text[start:end])})

    best = max(range(len(spans)), key=lambda index: (shared(index), -index))
    start, end = spans[best]
    for _, further in spans[best + 1 :]:
        if further - start > _QUOTE_MAX:
            break
        end = further
    return " ".join(text[start : min(end, start + _QUOTE_MAX)].split())

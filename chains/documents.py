"""Documents asked about: "la lettre du cardiologue", "my last report", "which papers are of the hospital"."""

import re
from collections.abc import Iterable, Iterator, Sequence

from chains import quotes
from chains.absence import absent_anything
from chains.drafts import BULLET, Asked, Draft, counted
from chains.events import Basis
from chains.lists import document as bullet
from chains.values import told
from chains.wording import shown
from records.evidence import Evidence
from records.model import Document, Fact, Kind
from records.words import fold, words
from retrieval.keyword import Thing, singular
from retrieval.lexicon import thing_of
from retrieval.period import Period
from retrieval.query import Aim, plan

_LIST_OF_A_SORT = re.compile(
    r"\b(?:list\w*|combien|how many|quel(?:le)?s|which)\b.*\b(?:prises de sang|bilans(?: sanguins)?|letters"
    r"|lettres|comptes?[ -]rendus|courriers|lab(?:oratory)? reports|blood tests)\b"
    r"(?!.*\b(?:disent|say|montrent|show)\b)"
)
_STEM, _LETTERS = 4, 3
"""Letters that name a document in both languages: *lettre* and *letter*, *cardiologue* and *cardiology*."""
_PASSAGES_MAX = 6
_RESULTS_MAX = 20
_HEAD_PASSAGES, _HEAD_WORDS = 2, 30
"""Of a document's beginning: who wrote it, and what it is."""
_LISTED_MAX = 25
_OF_PAPERS = (None, Kind.NOTE, Kind.ENCOUNTER)
_SORTS = {
    "laboratory": re.compile(
        r"\b(?:lab(?:o|s|oratoire|oratory)?|prises? de sang|bilans?|analyses|blood (?:tests?|work|results))\b"
    ),
    "letter": re.compile(r"\b(?:lettres?|courriers?|letters?|comptes?[ -]rendus?)\b"),
}
"""Sorts of documents that questions name; which a document is, its facts and passages say."""


def told_of(asked: Asked, bearing: Sequence[Evidence]) -> Iterator[Draft]:
    """What the document says that the question names; of a report just called that, its results.

    Args:
        asked: The question.
        bearing: What of the record holds the question's words, for a question that names no document.
    """
    say = asked.wording
    if meant := words_of_named(asked):
        title = shown(meant[0].source.file_name)
        yield Draft(say.say("document.lead", label=title), basis=Basis.WORKED_OUT, fixed=True)
        for evidence in meant:
            yield quotes.line(asked, evidence)
    elif bearing:
        yield from quotes.quoted(asked, bearing[:_PASSAGES_MAX], "search.lead")
    elif facts := results_of_newest(asked):
        title = shown(facts[0].source.file_name)
        yield Draft(say.say("document.results", label=title), basis=Basis.WORKED_OUT, fixed=True)
        for fact in facts:
            yield from told(asked, fact, lead=BULLET)
    elif asked.found:
        yield from quotes.quoted(asked, asked.found[:2], "search.nearest")
    else:
        yield from absent_anything(asked)


def words_of_named(asked: Asked) -> tuple[Evidence, ...]:
    """The passages of the document that the question names; none when it names none or that has no words."""
    document = _named(asked)
    return _telling(asked, document.id) if document is not None else ()


def whole(asked: Asked, file_id: str) -> Iterator[Draft]:
    """What a document says, from its beginning."""
    title = shown(asked.room.document(file_id).name)
    yield Draft(asked.wording.say("document.lead", label=title), basis=Basis.WORKED_OUT, fixed=True)
    for evidence in _telling(asked, file_id):
        yield quotes.line(asked, evidence)


def _telling(asked: Asked, file_id: str) -> tuple[Evidence, ...]:
    passages = asked.room.passages_of(file_id)
    telling = [passage for passage in passages if quotes.says_something(passage.text)] or passages
    return tuple(asked.room.evidence(passage.id) for passage in telling[:_PASSAGES_MAX])


def asks_for_a_sort(asked: Asked) -> bool:
    """Whether it is documents of a sort that are to be listed ("combien de prises de sang as-tu ?")."""
    return not asked.query.analytes and _LIST_OF_A_SORT.search(fold(asked.query.text)) is not None


def narrowed(asked: Asked) -> tuple[Document, ...] | None:
    """The documents that an inventory is narrowed to, newest first; None when it is about all of them.

    A year, a sort ("mes prises de sang"), whoever wrote them ("from the hospital") narrow it.
    """
    query = asked.query
    documents = [one for one in asked.room.documents() if one.connector]
    sorts = [name for name, pattern in _SORTS.items() if pattern.search(fold(query.text))]
    meant = singled_out(asked, documents)
    if query.period is None and not sorts and meant is None:
        return None
    found = [
        one
        for one in documents
        if (query.period is None or _is_of(asked, one, query.period))
        and (not sorts or any(_is_a(asked, one, sort) for sort in sorts))
        and (meant is None or one in meant)
    ]
    return tuple(sorted(found, key=_dated, reverse=True))


def _is_of(asked: Asked, document: Document, period: Period) -> bool:
    """Whether a document's date lies in a period; of one without a date, the date of something it states."""
    if document.when is not None:
        return period.holds(document.when)
    return any(period.holds(fact.start) for fact in asked.room.facts_of(document.id))


def listed(asked: Asked, documents: Sequence[Document]) -> Iterator[Draft]:
    """Some of the person's documents, by name and date."""
    if not documents:
        yield Draft(asked.wording.say("papers.none"), basis=Basis.WORKED_OUT, fixed=True)
        return
    count = len(documents)
    text = (
        asked.wording.say("papers.some", count=str(count)) if count > 1 else asked.wording.say("papers.one")
    )
    yield Draft(text, (), (counted(count),), Basis.WORKED_OUT)
    for one in documents[:_LISTED_MAX]:
        yield bullet(asked, one)


def singled_out(asked: Asked, documents: Sequence[Document]) -> tuple[Document, ...] | None:
    """Those whose name, beginning or laboratory holds what the question names beside values; None if none do.

    What more than half of them hold singles nothing out by itself.
    """
    places = _places(asked)
    if not places:
        return None
    heads = {one.id: _head(asked, one) for one in documents}
    held = []
    for place in places:
        phrases = [_whole_words(phrase) for phrase in place.phrases]
        held.append(
            {id for id, head in heads.items() if any(phrase and phrase <= head for phrase in phrases)}
        )
    if not any(ids and 2 * len(ids) <= len(documents) for ids in held):
        return None
    found = {id for ids in held if len(ids) < len(documents) for id in ids}
    return tuple(one for one in documents if one.id in found)


def _places(asked: Asked) -> list[Thing]:
    """What a question names that no list and no value answers to: who wrote, where, which paper."""
    query = asked.query
    values = {phrase for key in query.analytes for phrase in thing_of(key).phrases}
    values |= {words(label) for label in query.labels}
    return [
        thing for thing in query.things if thing.kind in _OF_PAPERS and not values.intersection(thing.phrases)
    ]


def _head(asked: Asked, document: Document) -> set[str]:
    """Words of a document's name, of how it begins, and of its laboratories."""
    beginning = [
        word
        for passage in asked.room.passages_of(document.id)[:_HEAD_PASSAGES]
        for word in words(f"{passage.heading or ''} {passage.text}")
    ]
    laboratories = {fact.source.laboratory or "" for fact in asked.room.facts_of(document.id)[:_RESULTS_MAX]}
    return _whole_words([*words(document.name), *beginning[:_HEAD_WORDS], *words(" ".join(laboratories))])


def _is_a(asked: Asked, document: Document, sort: str) -> bool:
    """Whether a document is a laboratory's report (values beside printed ranges), or written in sentences."""
    facts = asked.room.facts_of(document.id)
    reports = any(fact.reference is not None or fact.source.laboratory for fact in facts)
    if sort == "laboratory":
        return reports
    passages = asked.room.passages_of(document.id)
    return not reports and any(quotes.says_something(passage.text) for passage in passages)


def is_named(asked: Asked) -> bool:
    """Whether a word of the question stands in a document's own name, kinds of record ("lettre") aside."""
    names = {
        stem
        for document in asked.room.documents()
        if document.connector
        for stem in _stems(words(document.name))
    }
    return bool(_which(asked) & names)


def results_of_newest(asked: Asked) -> tuple[Fact, ...]:
    """The newest report's own values, for a question on how to read it; what it repeats is left out."""
    newest = next(iter(asked.room.facts.select(kinds=(Kind.OBSERVATION,))), None)
    if newest is None or asked.query.aim not in (Aim.EXPLAIN, Aim.RANGE, Aim.LATEST):
        return ()
    return tuple(
        fact
        for fact in asked.room.facts.counting()
        if fact.kind is Kind.OBSERVATION
        and fact.source.file_id == newest.source.file_id
        and fact.start == newest.start
    )[:_RESULTS_MAX]


def _dated(document: Document) -> str:
    return document.when.local if document.when is not None else ""


def _named(asked: Asked) -> Document | None:
    """The newest document whose name or headings hold most of the question's words; in the period, if any.

    A word that only says "letter" or "report" counts less than one that says which.
    """
    query, period = asked.query, asked.query.period
    which, wanted = _which(asked), _stems(query.words)
    meant = singled_out(asked, [one for one in asked.room.documents() if one.connector]) or ()
    ranked = []
    for document in asked.room.documents():
        if not document.connector or (period is not None and not period.holds(document.when)):
            continue
        headings = [passage.heading or "" for passage in asked.room.passages_of(document.id)]
        stems = _stems(words(" ".join([document.name, *headings])))
        told = 2 * (document in meant)
        ranked.append((2 * len(which & stems) + len(wanted & stems) + told, _dated(document), document))
    best = max(ranked, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and (best[0] or period is not None) else None


def _which(asked: Asked) -> set[str]:
    """Beginnings of the words that say which document."""
    query = asked.query
    return _stems(word for word in query.words if not plan(word, query.language, today=asked.today).kinds)


def _stems(said: Iterable[str]) -> set[str]:
    return {word[:_STEM] for word in said if len(word) >= _LETTERS and not word.isdigit()}


def _whole_words(said: Iterable[str]) -> set[str]:
    return {singular(word) for word in said if len(word) >= _LETTERS and not word.isdigit()}

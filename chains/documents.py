"""A whole document asked about: "la lettre du cardiologue", "my last report"."""

from collections.abc import Iterable, Iterator, Sequence

from chains import quotes
from chains.absence import absent_anything
from chains.drafts import BULLET, Asked, Draft
from chains.events import Basis
from chains.values import told
from chains.wording import shown
from records.evidence import Evidence
from records.model import Document, Fact, Kind
from records.words import words
from retrieval.query import Aim, plan

_STEM, _LETTERS = 4, 3
"""Letters that name a document in both languages: *lettre* and *letter*, *cardiologue* and *cardiology*."""
_PASSAGES_MAX = 6
_RESULTS_MAX = 20


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
    ranked = []
    for document in asked.room.documents():
        if not document.connector or (period is not None and not period.holds(document.when)):
            continue
        headings = [passage.heading or "" for passage in asked.room.passages_of(document.id)]
        stems = _stems(words(" ".join([document.name, *headings])))
        ranked.append((2 * len(which & stems) + len(wanted & stems), _dated(document), document))
    best = max(ranked, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and (best[0] or period is not None) else None


def _which(asked: Asked) -> set[str]:
    """Beginnings of the words that say which document."""
    query = asked.query
    return _stems(word for word in query.words if not plan(word, query.language, today=asked.today).kinds)


def _stems(said: Iterable[str]) -> set[str]:
    return {word[:_STEM] for word in said if len(word) >= _LETTERS and not word.isdigit()}

"""A whole document asked about: "la lettre du cardiologue", "my last report"."""

from collections.abc import Iterator, Sequence

from chains import quotes
from chains.absence import absent_anything
from chains.drafts import BULLET, Asked, Draft
from chains.events import Basis
from chains.values import told
from chains.wording import shown
from records.evidence import Evidence
from records.model import Document, Kind
from records.words import words
from retrieval.query import Aim

_STEM = 4
"""Letters that name a document in both languages: *lettre* and *letter*, *cardiologue* and *cardiology*."""
_PASSAGES_MAX = 6
_RESULTS_MAX = 20


def told_of(asked: Asked, bearing: Sequence[Evidence]) -> Iterator[Draft]:
    """What the document says that the question names; of a report just called that, its results.

    Args:
        asked: The question.
        bearing: What of the record holds the question's words, for a question that names no document.
    """
    document = _named(asked)
    if document is not None:
        yield from _quoted(asked, document)
    elif bearing:
        yield from quotes.quoted(asked, bearing[:_PASSAGES_MAX], "search.lead")
    elif asked.query.aim in (Aim.EXPLAIN, Aim.RANGE, Aim.LATEST) and (newest := _newest_report(asked)):
        yield from _results(asked, newest)
    elif asked.found:
        yield from quotes.quoted(asked, asked.found[:2], "search.nearest")
    else:
        yield from absent_anything(asked)


def _dated(document: Document) -> str:
    return document.when.local if document.when is not None else ""


def _named(asked: Asked) -> Document | None:
    """The newest document whose name or headings hold most of the question's words; in the period, if any."""
    wanted = {word[:_STEM] for word in asked.query.words}
    period = asked.query.period
    ranked = []
    for document in asked.room.documents():
        if not document.connector or (period is not None and not period.holds(document.when)):
            continue
        headings = [passage.heading or "" for passage in asked.room.passages_of(document.id)]
        stems = {word[:_STEM] for word in words(" ".join([document.name, *headings]))}
        ranked.append((len(wanted & stems), _dated(document), document))
    best = max(ranked, key=lambda one: one[:2], default=None)
    return best[2] if best is not None and (best[0] or period is not None) else None


def _quoted(asked: Asked, document: Document) -> Iterator[Draft]:
    passages = asked.room.passages_of(document.id)
    if not passages:
        yield from _results(asked, document)
        return
    yield Draft(
        asked.wording.say("document.lead", label=shown(document.name)), basis=Basis.WORKED_OUT, fixed=True
    )
    long = [passage for passage in passages if len(passage.text.split()) > 4] or passages  # noqa: PLR2004  greetings say nothing
    for passage in long[:_PASSAGES_MAX]:
        yield quotes.line(asked, asked.room.evidence(passage.id))


def _newest_report(asked: Asked) -> Document | None:
    newest = next(iter(asked.room.facts.select(kinds=(Kind.OBSERVATION,))), None)
    return asked.room.document(newest.source.file_id) if newest is not None else None


def _results(asked: Asked, document: Document) -> Iterator[Draft]:
    """The document's own values, each with its own range; what it repeats of earlier reports is left out."""
    facts = [fact for fact in asked.room.facts.counting() if fact.source.file_id == document.id]
    newest = max((fact.start.local for fact in facts if fact.start is not None), default="")
    own = [fact for fact in facts if fact.start is not None and fact.start.local == newest] or facts
    yield Draft(
        asked.wording.say("document.results", label=shown(document.name)), basis=Basis.WORKED_OUT, fixed=True
    )
    for fact in own[:_RESULTS_MAX]:
        yield from told(asked, fact, lead=BULLET)

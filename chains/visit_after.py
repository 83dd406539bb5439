"""After the visit: what notes or a letter say is to be done, when, and which medicines changed. To confirm.

Nothing here is kept. A proposal becomes a task, or a medicine of the record, only once the person said yes;
each one names the page, or the words, that it was read from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chains.visit_courses import Course, courses, differ
from chains.visit_kept import Preparation
from chains.visit_prep import coming
from connectors import prose
from core.language import Language
from records.model import Document, Extraction, Fact, Kind
from records.normalise import normalise
from records.source import Entry, Source
from records.when import When
from records.words import fold, words
from retrieval.room import Room

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_BULLET = re.compile(r"^\s*(?:[-–•*·]|\d{1,2}[.)])\s*")
_STOP = re.compile(r"\b(?:arret\w*|stop\w*|suspend\w*|interromp\w*|ne plus prendre|discontinue\w*)\b")
_SEEN = re.compile(
    r"\b(?:rendez[ -]?vous|rdv|consultations?|visites?|revoi[rs]|reverr\w+|appointments?|visits?|clinic"
    r"|review|see (?:you|him|her|me)(?: again| back)?)\b"
)
_FRAME: dict[Language, tuple[str, ...]] = {
    "fr": ("Compte rendu de consultation : notes du patient", "", "Conduite à tenir :"),
    "en": ("Visit note: notes of the patient", "", "Plan:"),
}
"""What the notes are, said as a letter says it, so that they are read as one."""
_OVER = frozenset("stopped completed ended discontinued inactive".split())
_SHORTEST, _PROPOSALS_MAX, _TEXT_MAX, _NAME = 6, 30, 240, 4


class Sort(StrEnum):
    """What a proposal is about."""

    TASK = "task"
    APPOINTMENT = "appointment"
    NEW = "new"
    STOPPED = "stopped"
    DOSE = "dose"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that may be kept.

    Attributes:
        id: The same as long as the same words say it; no words in it.
        sort: What it is about.
        text: As printed or typed.
        when: Its day, or day and time; None where none is said.
        fact: The fact of a letter that says so, or, from notes, what would be entered; None for a plain task.
        before: What the record says of that medicine so far; None when nothing.
    """

    id: str
    sort: Sort
    text: str
    when: When | None = None
    fact: Fact | None = None
    before: Fact | None = None

    @property
    def of_letter(self) -> bool:
        """Whether a document says it, so that its page can be opened."""
        return self.fact is not None and bool(self.fact.source.file_id)


def letters(room: Room, kept: Preparation) -> tuple[Document, ...]:
    """The documents that may have come of a visit: dated, or given, on its day or later; newest first."""
    moment = kept.moment
    day = moment.day if moment is not None else kept.created[:10]
    found = [
        one
        for one in room.documents()
        if one.connector and ((one.when is not None and one.when.day >= day) or one.received[:10] >= day)
    ]
    return tuple(
        sorted(found, key=lambda one: (one.when.day if one.when else "", one.received), reverse=True)
    )


def proposals(room: Room, kept: Preparation, language: Language, today: date) -> tuple[Proposal, ...]:
    """Everything that the letter and the notes of a visit propose, each once, in the order it is said.

    Args:
        room: Whose record; it decides what is new or changed.
        kept: The preparation, with its notes and letter.
        language: Of the notes.
        today: The visit's day when it has none.
    """
    day = kept.moment.first_day if kept.moment is not None else today
    found = [*_of_letter(room, kept.letter), *_of_notes(room, kept.notes, language, day)]
    return tuple({one.id: one for one in found}.values())[:_PROPOSALS_MAX]


# --- a letter -----------------------------------------------------------------------------------------------


def _of_letter(room: Room, file_id: str) -> Iterator[Proposal]:
    if not any(document.id == file_id for document in room.documents()):
        return
    known = courses(room, Kind.MEDICATION, date.max)
    for fact in room.facts_of(file_id):
        if fact.negated or fact.corrects is not None:
            continue
        if fact.kind is Kind.MEDICATION:
            yield from _medicine(fact.id, fact, known)
        elif fact.status == "planned":
            yield Proposal(fact.id, _sort(fact.label, fact.start), fact.label, fact.start, fact)


def _medicine(id: str, fact: Fact, known: tuple[Course, ...]) -> Iterator[Proposal]:
    """A medicine that is new, stopped, or of another dose than the last document before said."""
    course = next((one for one in known if any(m.fact.id == fact.id for m in one.mentions)), None)
    before = None
    if course is not None:
        others = [one.fact for one in course.mentions if one.fact.source.file_id != fact.source.file_id]
        before = others[0] if others else None
    over = (fact.status or "").lower() in _OVER
    text = " ".join(part for part in (fact.label, fact.detail) if part)
    if over:
        yield Proposal(id, Sort.STOPPED, text, fact.end, fact, before)
    elif before is None or (before.status or "").lower() in _OVER:
        yield Proposal(id, Sort.NEW, text, fact.start, fact, before)
    elif differ(fact, before):
        yield Proposal(id, Sort.DOSE, text, fact.start, fact, before)


# --- notes --------------------------------------------------------------------------------------------------


def _of_notes(room: Room, notes: str, language: Language, day: date) -> Iterator[Proposal]:
    """What is read in the person's words; a sentence nothing was read in is offered as a plain task."""
    if not notes.strip():
        return
    known = courses(room, Kind.MEDICATION, date.max)
    said = [_BULLET.sub("", one).strip() for one in _SENTENCE.split(notes)]
    for sentence in [one for one in said if len(one) >= _SHORTEST]:
        read = list(_read(sentence, language, day))
        stopped = _stopped(sentence, known, day)
        for fact in stopped:
            yield Proposal(
                _id(room, sentence, fact.label), Sort.STOPPED, sentence[:_TEXT_MAX], fact.end, fact, fact
            )
        taken = [one for one in read if one.kind is Kind.MEDICATION and not _names(one, stopped)]
        for fact in taken:
            yield from _typed_medicine(room, sentence, fact, known)
        planned = next((one for one in read if one.kind is Kind.NOTE and one.status == "planned"), None)
        if planned is not None or not (taken or stopped):
            when = planned.start if planned is not None and planned.start else coming(sentence, language, day)
            yield Proposal(_id(room, sentence, ""), _sort(sentence, when), sentence[:_TEXT_MAX], when)


def _read(sentence: str, language: Language, day: date) -> Iterator[Fact]:
    lines = [prose.Line(text) for text in (*_FRAME[language], sentence)]
    when = When.of_day(day)
    yield from prose.facts(
        lines, lambda _: Source(Entry()), language=language, document_date=when, extraction=Extraction.TYPED
    )


def _typed_medicine(room: Room, sentence: str, fact: Fact, known: tuple[Course, ...]) -> Iterator[Proposal]:
    course = next((one for one in known if _names(one.newest.fact, [fact])), None)
    before = course.newest.fact if course is not None else None
    fact = normalise(fact)
    if before is None or (course is not None and course.newest.over):
        yield Proposal(
            _id(room, sentence, fact.label), Sort.NEW, sentence[:_TEXT_MAX], fact.start, fact, before
        )
    elif differ(fact, before):
        yield Proposal(
            _id(room, sentence, fact.label), Sort.DOSE, sentence[:_TEXT_MAX], fact.start, fact, before
        )


def _stopped(sentence: str, known: tuple[Course, ...], day: date) -> list[Fact]:
    """Medicines of the record whose name stands behind a word of stopping."""
    match = _STOP.search(fold(sentence))
    if match is None:
        return []
    after = set(words(fold(sentence)[match.end() :])[: 2 * _NAME])
    return [
        Fact(
            kind=Kind.MEDICATION,
            label=course.newest.fact.label,
            source=Source(Entry()),
            end=When.of_day(day),
            status="stopped",
            extraction=Extraction.TYPED,
            confirmed=True,
        )
        for course in known
        if not course.newest.over and _first(course.newest.fact.label) in after
    ]


def _sort(text: str, when: When | None) -> Sort:
    """An appointment when somebody is seen on a day; else something to do."""
    return Sort.APPOINTMENT if when is not None and _SEEN.search(fold(text)) else Sort.TASK


def _names(fact: Fact, others: list[Fact]) -> bool:
    return any(_first(fact.label) == _first(other.label) for other in others)


def _first(label: str) -> str:
    """The name a medicine goes by: its first long word."""
    return next((word for word in words(label) if len(word) >= _NAME and word.isalpha()), "\n")


def _id(room: Room, sentence: str, label: str) -> str:
    return room.vault.hmac("visit_note", f"{sentence}\n{label}".encode())[:24]

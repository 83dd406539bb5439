"""Letters and messages drafted for the person: signed words, lines of the record, blanks for the rest.

Nothing is sent and nothing is invented: what the record does not hold stays a blank in brackets. Each line
taken from the record keeps its evidence, so that it can be compared with its page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from chains.drafts import Asked, Draft
from chains.events import Basis
from chains.wording import Wording, plain, shown
from core.errors import NotFoundError
from core.language import Language
from records.evidence import Evidence
from records.model import Document, Fact, Kind
from records.words import fold, words
from retrieval.room import Room
from safety.care import Care

_LETTERS = re.compile(r"\b(?:lettre|courrier|letter|referral|compte[ -]?rendu|report|consultation)\b")
_PRESCRIPTIONS = re.compile(r"\b(?:ordonnance|prescription)\b")
_DOCUMENTS = {"letter": _LETTERS, "prescription": _PRESCRIPTIONS}
_ENDED = frozenset({"stopped", "completed", "ended", "inactive", "resolved", "entered-in-error", "cancelled"})
_LASTING = frozenset({Kind.MEDICATION, Kind.CONDITION, Kind.ALLERGY})
"""Kinds that hold until they end; of others the newest are taken."""
_LINES_MAX = 12
_NEWEST_MAX = 3
_STEM = 5

TAKEN: dict[str, tuple[str, ...]] = {
    "appointment": ("letter", "prescription"),
    "records": ("encounter",),
    "contest": ("letter", "prescription"),
    "second_opinion": ("letter", "results"),
    "message_doctor": ("medication",),
    "change_doctor": ("letter", "results"),
    "travel": ("medication", "allergy"),
    "school_allergy": ("allergy",),
    "complaint": ("encounter",),
}
"""Every letter, and what of the record it takes over: kinds of facts and documents, the newest results."""
_READ_IN: dict[Language, frozenset[str]] = {
    "fr": frozenset({"fr", "lu", "sn", "ci", "ma", "dz", "tn"}),
    "en": frozenset({"gb", "us", "ie"}),
}
"""Countries where a hospital or an office reads one of our languages; elsewhere the person's own is kept."""
_LEANS_ON = {"records": "records", "contest": "refusal"}
"""Letters that may lean on a law, and the need whose way names it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing taken from the record.

    Attributes:
        text: Plain words, in the language of the letter.
        evidence: What it rests on.
    """

    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft.

    Attributes:
        kind: A key of `TAKEN`.
        language: Of its words.
        title: Its subject line.
        opening: Before the lines of the record.
        lines: Taken from the record; may be empty.
        closing: After them.
        today: Its date.
    """

    kind: str
    language: Language
    title: str
    opening: str
    lines: tuple[Line, ...]
    closing: str
    today: date

    def text(self, say: Wording) -> str:
        """The whole letter as plain text, to be edited, copied and printed."""
        taken = [f"- {line.text}" for line in self.lines] or [say.say("letter.blank_items")]
        head = say.say("letter.head", date=say.today(self.today), label=self.title)
        body = "\n".join([self.opening, *taken])
        return "\n\n".join([head, body, self.closing, say.say("letter.foot")])


def letter(
    kind: str,
    room: Room,
    say: Wording,
    today: date,
    care: Care,
    *,
    question: str = "",
    own: bool = True,
) -> Letter:
    """The draft of a kind of letter.

    Args:
        kind: A key of `TAKEN`.
        room: Whose record is taken from.
        say: Sentences of the language that the recipient reads.
        today: The date it bears.
        care: Of the country it is written in: the law it may lean on, the numbers it may name.
        question: The person's words; a document that they name comes first.
        own: False when the letter is about somebody else: then nothing is taken from this record.

    Raises:
        NotFoundError: ``not_found``: there is no such letter.
    """
    if kind not in TAKEN:
        raise NotFoundError("not_found")
    closing = say.say(f"letter_close.{kind}", numbers=", ".join(line.number for line in care.emergency[:2]))
    way = care.atlas.ways(care.country).of(_LEANS_ON.get(kind, ""))
    if way is not None and way.law is not None:
        closing = f"{say.say('letter.law', label=way.law[say.language])}\n\n{closing}"
    return Letter(
        kind=kind,
        language=say.language,
        title=say.say(f"letter_title.{kind}"),
        opening=say.say(f"letter_open.{kind}"),
        lines=tuple(_taken(kind, room, say, question))[:_LINES_MAX] if own else (),
        closing=closing,
        today=today,
    )


def reader(kind: str, country: str, own: Language) -> Language:
    """The language of who will read a letter: an office of the country; at a border, English.

    >>> reader("records", "fr", "en"), reader("records", "ch", "fr"), reader("travel", "fr", "fr")
    ('fr', 'fr', 'en')
    """
    if kind == "travel":
        return "en"
    return next((language for language, codes in _READ_IN.items() if country in codes), own)


def link(kind: str, country: str, spoken: Language, *, own: bool = True) -> str:
    """The page where a letter can be edited, in the language of who will read it."""
    return f"/ways/letter/{kind}?to={reader(kind, country, spoken)}{'' if own else '&about=other'}"


def drafted(asked: Asked, kind: str, care: Care, *, own: bool = True) -> Iterator[Draft]:
    """A letter as the chat shows it, with a link to the page where it can be edited."""
    say = asked.wording
    draft = letter(kind, asked.room, say, asked.today, care, question=asked.query.text, own=own)
    page = link(kind, care.country, say.language, own=own)
    yield Draft(say.say("letter.ready", link=page), basis=Basis.GUIDANCE, fixed=True)
    yield Draft(_aside(f"**{draft.title}**\n\n{draft.opening}"), basis=Basis.GUIDANCE, fixed=True)
    for line in draft.lines:
        yield Draft(shown(line.text), (line.evidence,), lead="\n> - ", fixed=line.evidence.fact is None)
    if not draft.lines:
        yield Draft(_aside(say.say("letter.blank_items")), basis=Basis.GUIDANCE, lead="\n", fixed=True)
    yield Draft(_aside(draft.closing), basis=Basis.GUIDANCE, lead="\n>\n", fixed=True)
    if not own:
        yield asked.stated("care.other")
    elif not draft.lines:
        yield Draft(say.say("letter.nothing_found"), basis=Basis.WORKED_OUT, fixed=True)


def _aside(text: str) -> str:
    """Lines set apart from the answer around them."""
    return "> " + text.replace("\n", "\n> ")


# --- what the record holds that helps -----------------------------------------------------------------------


def holding(room: Room, kind: Kind) -> tuple[Fact, ...]:
    """Facts of a kind that still hold, newest first, each label once; of events the newest few."""
    facts: dict[str, Fact] = {}
    for fact in room.facts.select(kinds=(kind,)):
        over = fact.end is not None or (fact.status or "").lower() in _ENDED
        if not fact.negated and not (over and kind in _LASTING):
            facts.setdefault(fold(fact.label), fact)
    return tuple(facts.values())[: _LINES_MAX if kind in _LASTING else _NEWEST_MAX]


def documents(room: Room, kind: str, question: str) -> tuple[tuple[Document, Evidence], ...]:
    """Letters or prescriptions among the documents, those that the question names first, then the newest."""
    wanted = {word[:_STEM] for word in words(question) if len(word) >= _STEM}
    found = []
    for document in room.documents():
        passages = room.passages_of(document.id)
        headings = " ".join(filter(None, (passage.heading for passage in passages[:4])))
        names = f"{document.name} {headings}"
        if not passages or not _DOCUMENTS[kind].search(fold(names).replace("_", " ").replace("-", " ")):
            continue
        shared = len(wanted & {word[:_STEM] for word in words(f"{names} {passages[0].text}")})
        dated = document.when.local if document.when is not None else ""
        found.append((shared, dated, document, room.evidence(passages[0].id)))
    found.sort(key=lambda one: one[:2], reverse=True)
    return tuple((document, evidence) for _, _, document, evidence in found[:_NEWEST_MAX])


def newest_results(room: Room) -> Fact | None:
    """One value of the newest report of results, standing for its page."""
    return next(iter(room.facts.select(kinds=(Kind.OBSERVATION,))), None)


def _taken(kind: str, room: Room, say: Wording, question: str) -> Iterator[Line]:
    for part in TAKEN[kind]:
        if part in _DOCUMENTS:
            for document, evidence in documents(room, part, question):
                yield Line(dated(document.name, document, say), evidence)
        elif part == "results":
            if (fact := newest_results(room)) is not None:
                yield Line(_of_document(fact, say), room.evidence(fact.id))
        else:
            for fact in holding(room, Kind(part)):
                yield Line(_line(fact, say), room.evidence(fact.id))


def dated(name: str, document: Document, say: Wording) -> str:
    """A document's name with its own date, when it gives one."""
    return f"{name}, {say.on(document.when)}" if document.when is not None else name


def _of_document(fact: Fact, say: Wording) -> str:
    name = fact.source.file_name
    return f"{name}, {say.on(fact.start)}" if fact.start is not None else name


def _line(fact: Fact, say: Wording) -> str:
    """A fact as one plain line: label, what is printed with it, since when or on which date."""
    parts: Sequence[str | None] = (plain(say.label(fact)), _value(fact, say), fact.detail, _when(fact, say))
    return ", ".join(part for part in parts if part)


def _value(fact: Fact, say: Wording) -> str | None:
    return plain(say.value(fact)) if fact.value_text is not None else None


def _when(fact: Fact, say: Wording) -> str | None:
    if fact.start is None:
        return None
    return say.since(fact.start) if fact.kind in _LASTING else say.on(fact.start)

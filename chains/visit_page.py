"""The prepared page as it is shown, printed and drawn: sections, numbered sources, the person's own words.

One shape for the browser, the print and the PDF, so that they never say different things. Plain text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chains.visit_kept import Preparation, Question
from chains.visit_sheet import Line, Part, Sheet, Suggestion, arranged, sheet
from chains.wording import Wording
from core.errors import NotFoundError
from core.language import Language
from records.when import When
from retrieval.room import Room


@dataclass(frozen=True, slots=True)
class Place:
    """One numbered source.

    Attributes:
        number: As printed behind a line.
        evidence: Opens it in the browser.
        text: File, page, and the day of the document where it says one.
    """

    number: int
    evidence: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line with the numbers of its sources."""

    line: Line
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A section.

    Attributes:
        part: Which.
        title: Its heading.
        told: The lines that are shown.
        left: Those that are not.
        note: What stands under or in place of the lines; empty without.
    """

    part: Part
    title: str
    told: tuple[Told, ...]
    left: tuple[Line, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of the person's as it is shown."""

    question: Question
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page.

    Attributes:
        language: Of all but the person's words and what documents print.
        title: Which visit.
        when: When it is, said; empty when it is not known.
        since: What "changed" counts from, said.
        since_place: The visit before; None without one.
        worries: Heading and the person's words.
        blocks: The sections.
        asking: Heading and the questions.
        suggestions: Those not taken.
        sources: Heading and the numbered sources.
        own_words: Says that something was typed by the person.
        made: What the page is and is not.
        numbering: Says "page" before a page's number.
    """

    language: Language
    title: str
    when: str
    since: str
    since_place: Place | None
    worries: tuple[str, str]
    blocks: tuple[Block, ...]
    asking: tuple[str, tuple[Asking, ...]]
    suggestions: tuple[Suggestion, ...]
    sources: tuple[str, tuple[Place, ...]]
    own_words: str
    made: str
    numbering: str


def compose(room: Room, wording: Wording, kept: Preparation, today: date) -> Page:
    """The page of one preparation in the language of `wording`.

    Args:
        room: Whose record.
        wording: Signed sentences.
        kept: What the person chose.
        today: The day it is made.
    """
    made, say = sheet(room, wording, kept, today), wording
    sources = _Sources(room, wording)
    since = sources.of((made.since_evidence,)) if made.since_evidence else ()
    blocks = tuple(_block(made, part, kept, sources) for part in Part)
    when = kept.moment
    return Page(
        language=say.language,
        title=made.title,
        when=say.say("visit.for_day", date=_at(say, when)) if when is not None else "",
        since=made.since,
        since_place=since[0] if since else None,
        worries=(say.say("visit.part_worries"), kept.worries),
        blocks=blocks,
        asking=(say.say("visit.part_questions"), _asking(made, kept)),
        suggestions=tuple(
            one for one in made.suggestions if one.id not in {q.suggestion for q in kept.questions}
        ),
        sources=(say.say("visit.part_sources"), tuple(sources.places)),
        own_words=say.say("visit.own_words"),
        made=say.say("visit.made", date=say.today(today)),
        numbering=say.say("visit.page"),
    )


def _at(say: Wording, when: When) -> str:
    """The day, with the time of day where it is known."""
    clock = when.local[11:16]
    return f"{say.on(when)}, {clock}" if clock else say.on(when)


def _block(made: Sheet, part: Part, kept: Preparation, sources: "_Sources") -> Block:
    say, lines = made.wording, made.part(part)
    on, left = arranged(lines, kept)
    if not lines:
        note = say.say(f"visit.none_{part.value}")
    elif left:
        note = say.say("visit.left_out", count=str(len(left)))
    else:
        note = ""
    told = tuple(Told(line, sources.of(line.evidence)) for line in on)
    return Block(part, say.say(f"visit.part_{part.value}"), told, left, note)


def _asking(made: Sheet, kept: Preparation) -> tuple[Asking, ...]:
    """Their questions; a suggestion that the record no longer makes is gone with what it rested on."""
    suggested = {one.id: one.text for one in made.suggestions}
    told = ((one, one.text or suggested.get(one.suggestion, "")) for one in kept.questions)
    return tuple(Asking(one, text) for one, text in told if text)


@dataclass(slots=True)
class _Sources:
    """Numbers the places that lines rest on, in the order they are first named."""

    room: Room
    say: Wording
    places: list[Place] = field(default_factory=list)
    _known: dict[tuple[str, int | None, str], Place] = field(default_factory=dict)
    _days: Mapping[str, When | None] | None = None

    def of(self, evidence: Sequence[str]) -> tuple[Place, ...]:
        """The places of some facts, each once."""
        found = [place for id in evidence if (place := self._place(id)) is not None]
        return tuple({place.number: place for place in found}.values())

    def _place(self, id: str) -> Place | None:
        try:
            source = self.room.evidence(id).source
        except NotFoundError:  # forgotten a moment ago
            return None
        key = (source.file_id, source.page, source.member)
        if key not in self._known:
            place = Place(len(self.places) + 1, id, self._text(source.file_id, source.file_name, source.page))
            self.places.append(place)
            self._known[key] = place
        return self._known[key]

    def _text(self, file_id: str, name: str, page: int | None) -> str:
        if self._days is None:
            self._days = {document.id: document.when for document in self.room.documents()}
        day = self._days.get(file_id)
        parts = [name, f"p. {page}" if page else "", self.say.day(day) if day is not None else ""]
        return ", ".join(part for part in parts if part)

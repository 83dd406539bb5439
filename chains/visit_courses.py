"""What all documents say of one medicine, condition or allergy, in the order they say it.

The fact table counts a thing once; a page for a clinician needs every document's own word on it: which said
it first, which last, and where two disagree. Nothing is decided between them here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from records.identity import Name, dose, name
from records.merge import VOID
from records.model import Extraction, Fact, Kind
from records.when import When
from retrieval.room import Room

_OVER = frozenset(
    "completed stopped inactive resolved remission ended discontinued not-taken not-done aborted".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One document's word on it.

    Attributes:
        fact: As that document states it.
        day: When it was stated: the letter's own date, for coded and typed statements theirs; None unknown.
    """

    fact: Fact
    day: When | None

    @property
    def over(self) -> bool:
        """Whether it says that the thing has ended."""
        return (self.fact.status or "").lower() in _OVER


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that is said of one thing, newest word first; undated words last."""

    mentions: tuple[Mention, ...]

    @property
    def newest(self) -> Mention:
        """The last word."""
        return self.mentions[0]

    @property
    def began(self) -> When | None:
        """The earliest day that any document gives as its start."""
        return min((one.fact.start for one in self.mentions if one.fact.start is not None), default=None)

    @property
    def first_said(self) -> Mention | None:
        """The earliest dated mention."""
        return next((one for one in reversed(self.mentions) if one.day is not None), None)

    def is_over(self, today: date) -> bool:
        """Whether the last word is that it ended, or an end that it gives has passed."""
        end = self.newest.fact.end
        return self.newest.over or (end is not None and end.last_day < today)

    def lasting(self) -> tuple[Mention, ...]:
        """What was said since the last word of an end, newest first."""
        until = next((at for at, one in enumerate(self.mentions) if one.over), len(self.mentions))
        return self.mentions[:until]

    def before(self, day: date) -> tuple[Mention, ...]:
        """What had been said by that day, newest first."""
        return tuple(one for one in self.mentions if one.day is not None and one.day.last_day <= day)

    def is_new(self, since: date) -> bool:
        """Whether it began, as far as documents say, after that day."""
        first = self.first_said
        if self.began is not None and self.began.first_day <= since:
            return False
        return first is not None and first.day is not None and first.day.first_day > since


def courses(room: Room, kind: Kind, until: date, *, denied: bool = False) -> tuple[Course, ...]:
    """All things of a kind, the last spoken of first.

    Args:
        room: Whose record.
        kind: Medicines, conditions or allergies.
        until: What was stated later is left out.
        denied: Those that documents say are absent, in place of those they say are there.
    """
    stated = [
        one
        for one in mentions(room, kind)
        if one.fact.negated is denied and (one.day is None or one.day.first_day <= until)
    ]
    made = [Course(tuple(sorted(group, key=_age, reverse=True))) for group in _grouped(stated)]
    return tuple(sorted(made, key=lambda one: _age(one.newest), reverse=True))


def mentions(room: Room, kind: Kind) -> Iterable[Mention]:
    """Every document's statement of a kind; not what was withdrawn, or corrected by the person."""
    days = {document.id: document.when for document in room.documents()}
    facts = room.facts.all()
    corrected = {fact.corrects for fact in facts}
    for fact in facts:
        if fact.kind is kind and fact.id not in corrected and fact.status not in VOID:
            told = fact.extraction in (Extraction.TEXT, Extraction.OCR)
            day = days.get(fact.source.file_id) if told else fact.start
            yield Mention(fact, day or fact.start or fact.end)


def differ(one: Fact, other: Fact) -> bool:
    """Whether the numbers of two statements of one medicine contradict each other."""
    return not dose(one.label, one.detail or "").agrees(dose(other.label, other.detail or ""))


def disagreeing(course: Course) -> tuple[Mention, ...]:
    """The newest mention of each dose that documents give, newest first; nothing when all agree."""
    apart: list[Mention] = []
    for one in course.lasting():
        if all(
            differ(one.fact, other.fact) and one.fact.source.file_id != other.fact.source.file_id
            for other in apart
        ):
            apart.append(one)
    return tuple(apart) if len(apart) > 1 else ()


def _age(one: Mention) -> tuple[str, str]:
    return (one.day.local if one.day is not None else "", one.fact.id)


def _grouped(stated: list[Mention]) -> list[list[Mention]]:
    """Mentions that share a name, as `records.identity` compares them."""
    groups: dict[int, list[Mention]] = {}
    by_own: dict[str, int] = {}
    by_also: dict[str, int] = {}
    for number, one in enumerate(stated):
        said = name(one.fact)
        joined = _known(said, by_own, by_also)
        home = min(joined, default=number)
        members = [one]
        for other in joined:
            members += groups.pop(other)
        groups[home] = members
        if joined - {home}:
            for place in (by_own, by_also):
                place.update([(key, home) for key, group in place.items() if group in joined])
        by_own.update((key, home) for key in said.own)
        by_also.update((key, home) for key in said.also)
    return list(groups.values())


def _known(said: Name, by_own: dict[str, int], by_also: dict[str, int]) -> set[int]:
    found = {by_own[key] for key in said.keys if key in by_own}
    return found | {by_also[key] for key in said.own if key in by_also}

"""Visits the record knows of: from stays and consultations, and from letters that name a specialty."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from records.model import Extraction, Fact, Kind, Passage
from records.specialties import mentioned
from records.when import Precision, When
from retrieval.room import Room

_HEAD = 700
"""Characters at the top of a letter, where it says who writes."""
NOT_HELD = frozenset("planned booked proposed pending not-done noshow cancelled waitlist".split())
"""Statuses of a visit that did not take place, or has not yet."""
_DAY = (Precision.DAY, Precision.SECOND)


@dataclass(frozen=True, slots=True)
class Seen:
    """One visit of the past.

    Attributes:
        when: Its day.
        label: The visit as printed, or the name of its letter.
        evidence: Id of the fact or passage that says so.
        specialties: Those that it, or the head of its letter, names.
    """

    when: When
    label: str
    evidence: str
    specialties: frozenset[str]

    @property
    def day(self) -> date:
        """The calendar day."""
        return self.when.first_day


def seen(room: Room, until: date) -> tuple[Seen, ...]:
    """Every visit before the day `until`, newest first; of one letter and its visit, the visit."""
    heads = _heads(room)
    found = [*_visits(room, heads), *_letters(room, heads)]
    days: dict[tuple[str, frozenset[str]], Seen] = {}
    for one in found:
        if one.day < until:
            days.setdefault((one.when.day, one.specialties), one)
    return tuple(sorted(days.values(), key=lambda one: (one.when.local, one.evidence), reverse=True))


def last_seen(room: Room, specialty: str, until: date) -> Seen | None:
    """The newest visit of that specialty; None when the record holds none, or none is named."""
    return next((one for one in seen(room, until) if specialty and specialty in one.specialties), None)


def _visits(room: Room, heads: dict[str, Passage]) -> Iterator[Seen]:
    for fact in room.facts.select(kinds=(Kind.ENCOUNTER,)):
        if fact.start is None or fact.start.precision not in _DAY or fact.negated:
            continue
        if (fact.status or "").lower() not in NOT_HELD:
            yield Seen(fact.start, fact.label, fact.id, _named(fact, heads))


def _named(fact: Fact, heads: dict[str, Passage]) -> frozenset[str]:
    """What the visit itself names; what the head of its letter names where it names nothing."""
    own = mentioned(f"{fact.label} {fact.detail or ''}", printed=True)
    told = fact.extraction in (Extraction.TEXT, Extraction.OCR)
    head = heads.get(fact.source.file_id)
    return own or (_of_head(head) if told and head is not None else own)


def _letters(room: Room, heads: dict[str, Passage]) -> Iterator[Seen]:
    """Dated letters; not reports of results, whose heads name who asked for them."""
    reports = {fact.source.file_id for fact in room.facts.all() if fact.reference is not None}
    for document in room.documents():
        head, when = heads.get(document.id), document.when
        if head is None or when is None or when.precision not in _DAY or document.id in reports:
            continue
        if named := _of_head(head):
            yield Seen(when, document.name, head.id, named)


def _of_head(head: Passage) -> frozenset[str]:
    """The specialties that the name of a letter and its first words name."""
    text = f"{head.source.file_name} {head.heading or ''} {head.text}"
    return mentioned(text[:_HEAD], printed=True)


def _heads(room: Room) -> dict[str, Passage]:
    """The first passage of each file."""
    found: dict[str, Passage] = {}
    with room.lock:
        for passage in room.shelf.passages.values():
            found.setdefault(passage.source.file_id, passage)
    return found

"""A sentence before it is checked, and what a responder draws on to write one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from chains.events import Basis
from chains.wording import Wording
from records.evidence import Evidence
from records.model import Fact
from retrieval.query import Query
from retrieval.room import Room
from safety.answer_check import Statistic
from safety.care import Care

_SOURCES_MAX = 3
PARAGRAPH, SPACE, BULLET = "\n\n", " ", "\n- "
"""What may lead a sentence in."""


def counted(number: int) -> Statistic:
    """How many of something, as a sentence may state it."""
    return Statistic(Decimal(number))


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence that may be said once it is checked.

    Attributes:
        text: Markdown; words from a document went through `wording.shown`.
        evidence: What it rests on.
        statistics: Numbers in it that code worked out from that evidence.
        basis: What kind of statement it is.
        lead: What to print before it.
        quote: The words of the (one) passage that it quotes; None when it quotes none.
        fixed: Signed words as they stand, or about the house itself (a file's name): nothing in it to bind.
    """

    text: str
    evidence: tuple[Evidence, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    basis: Basis = Basis.RECORD
    lead: str = PARAGRAPH
    quote: str | None = None
    fixed: bool = False

    def after(self, lead: str) -> "Draft":
        """The same, led in otherwise."""
        return replace(self, lead=lead)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and everything an answer to it may draw on.

    Attributes:
        query: As planned.
        room: Whose record.
        wording: Sentences of the answer's language.
        today: To say how old a value is.
        care: Numbers and care paths of the person's country.
        found: What the search found, best first.
    """

    query: Query
    room: Room
    wording: Wording
    today: date
    care: Care
    found: tuple[Evidence, ...] = ()

    def stated(self, key: str, lead: str = PARAGRAPH) -> Draft:
        """A signed sentence with nothing filled in: said as it stands."""
        return Draft(self.wording.say(key), basis=Basis.GUIDANCE, lead=lead, fixed=True)

    def cite(self, facts: Iterable[Fact]) -> tuple[Evidence, ...]:
        """Facts as evidence."""
        return tuple(self.room.evidence(fact.id) for fact in facts)

    def sources(self, fact: Fact) -> tuple[Evidence, ...]:
        """A fact as evidence, then the same as other documents state it; a few."""
        files = {fact.source.file_id: fact}
        for other in self.room.facts.repeats(fact):
            files.setdefault(other.source.file_id, other)
        return self.cite(list(files.values())[:_SOURCES_MAX])

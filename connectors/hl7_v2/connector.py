"""Reads HL7 version 2 messages: results (ORU), documents (MDM), vaccinations (VXU), visits and orders.

A message from a French laboratory is often an envelope around a clinical document or a PDF: those are read by
their own connectors, in the same process.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from connectors import limits
from connectors.base import About
from connectors.hl7_v2 import observations, statements
from connectors.hl7_v2.segments import Segment, messages
from connectors.limits import Limits
from core.errors import UnreadableFileError
from records.model import Fact, Kind, Passage, Person, Problem, Record
from records.samples import Samples
from records.source import Lines, Source
from records.when import When

_START = re.compile(rb"\A(?:\xef\xbb\xbf|\x0b|\s)*(?:MSH|FHS|BHS)[^A-Za-z0-9\s]")
_MEMBER = re.compile(r"OBX-(?P<line>\d+)\Z")
_STATED = {"AL1": statements.allergy, "DG1": statements.diagnosis, "PR1": statements.procedure}
_MEDICINES = ("RXE", "RXO", "RXD", "RXG")
_LONG = 120
"""Characters; a longer text under a result is a passage of its own."""


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether it begins like a message or a batch of them."""
    return _START.match(head) is not None


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples | About]:
    """What the messages say, in order.

    Raises:
        UnreadableFileError: ``file_damaged``.
    """
    bounds = limits.of(stream)
    people: list[Person] = []
    dates: list[When] = []
    found = 0
    for segments in messages(stream.read()):
        reader = _Message(bounds)
        for record in reader.read(segments):
            found += 1
            yield record
        people += reader.people
        dates += reader.dates
    distinct = list(dict.fromkeys(people))
    yield from distinct[:1]
    if len({(person.names, person.birth) for person in distinct}) > 1:
        yield Problem("several_people", count=len(distinct))
    if not found:
        raise UnreadableFileError("no_facts_in_structured_file")
    yield About(when=max(dates, default=None))


def part(data: bytes, step: str) -> bytes:
    """The file inside an encapsulated result.

    Args:
        data: The messages.
        step: ``OBX-<line>``, as `extract` gives it.

    Raises:
        UnreadableFileError: ``file_damaged``: there is none.
    """
    match = _MEMBER.match(step)
    if match is not None:
        for segments in messages(data):
            for segment in segments:
                if segment.line == int(match["line"]) and (held := observations.attachment(segment)):
                    return held
    raise UnreadableFileError("file_damaged")


@dataclass(slots=True)
class _Message:
    """Reads one message, remembering what stands above each segment."""

    bounds: Limits
    people: list[Person] = field(default_factory=list)
    dates: list[When] = field(default_factory=list)
    laboratory: str | None = None
    kind: str = ""
    order: str = ""
    panel: str = ""
    taken: When | None = None
    title: str = ""
    text: list[Segment] = field(default_factory=list)
    undated: int = 0

    def read(self, segments: list[Segment]) -> Iterator[Record | Problem | Samples]:
        for position, segment in enumerate(segments):
            if segment.name != "OBX" or segment.get(2) not in observations.TEXT:
                yield from self._prose()
            following = segments[position + 1] if position + 1 < len(segments) else None
            yield from self._one(segment, following)
        yield from self._prose()
        if self.undated:
            yield Problem("date_missing", count=self.undated)

    def _one(self, segment: Segment, following: Segment | None) -> Iterator[Record | Problem | Samples]:
        match segment.name:
            case "MSH":
                self.laboratory = segment.get(4) or segment.get(3) or None
                self.kind = segment.get(9)
            case "PID":
                self.people.append(statements.person(segment))
            case "OBR":
                self.order = segment.get(3) or segment.get(2)
                self.panel = self.title = observations.words(segment, 4)
                self.taken = segment.when(7) or segment.when(8) or segment.when(22)
            case "TXA":
                yield from self._document(segment)
            case "OBX":
                yield from self._result(segment)
            case "NTE":
                yield from self._passage(segment.get(3), segment.place)
            case "PV1":
                yield from self._out(statements.visit(segment, self.laboratory))
            case "RXA":
                route = following if following is not None and following.name == "RXR" else None
                yield from self._out(statements.vaccination(segment, route))
            case name if name in _MEDICINES:
                yield from self._out(statements.medication(segment))
            case name if name in _STATED:
                yield from self._out(_STATED[name](segment))

    def _out(self, fact: Fact | None) -> Iterator[Fact]:
        if fact is None:
            return
        if fact.start is not None:
            self.dates.append(fact.start)
        laboratory = fact.source.laboratory or self.laboratory
        yield replace(fact, source=replace(fact.source, laboratory=laboratory))

    def _document(self, segment: Segment) -> Iterator[Fact]:
        """TXA: the document that the following texts are."""
        self.title = observations.words(segment, 2)
        self.taken = segment.when(4) or segment.when(6) or segment.when(7)
        if not self.title:
            return
        number = segment.get(12)
        status = {"AU": "final", "LA": "final", "DI": "preliminary", "CA": "cancelled"}.get(segment.get(17))
        fact = Fact(
            kind=Kind.NOTE,
            label=self.title,
            source=Source(segment.place),
            start=self.taken,
            status=status,
            confirmed=True,
            identifiers=(f"document|{number}",) if number else (),
        )
        yield from self._out(fact)

    def _result(self, segment: Segment) -> Iterator[Record | Problem | Samples]:
        kind, status = segment.get(2), segment.get(11)
        if kind == "ED":
            yield from self._attached(segment)
        elif kind == "RP":
            yield Problem("attachment_elsewhere", Source(segment.place))
        elif self.kind == "VXU":  # funding, leaflets, eligibility: about the vaccination, not the person
            value = segment.get(5, 2) or segment.get(5)
            yield from self._passage(f"{observations.words(segment, 3)}: {value}", segment.place)
        elif kind in observations.TEXT and status not in observations.WITHOUT_RESULT:
            self.text.append(segment)
        else:
            fact = observations.observation(
                segment, laboratory=self.laboratory, taken=self.taken, order=self.order, panel=self.panel
            )
            if fact is not None and fact.start is None:
                self.undated += 1
            yield from self._out(fact)

    def _attached(self, segment: Segment) -> Iterator[Record | Problem | Samples]:
        data = observations.attachment(segment)
        if data is None:
            yield Problem("attachment_not_read", Source(segment.place))
            return
        from connectors.parts import read_part  # here: only few messages hold files

        yield from read_part(data, "", f"OBX-{segment.line}", self.bounds)

    def _prose(self) -> Iterator[Record]:
        """Texts gathered so far: one short text with a name of its own is a result, the rest are passages."""
        texts, self.text = self.text, []
        if len(texts) == 1 and not self.kind.startswith("MDM") and len(texts[0].get(5)) <= _LONG:
            fact = observations.observation(
                texts[0], laboratory=self.laboratory, taken=self.taken, order=self.order, panel=self.panel
            )
            if fact is not None and fact.quantity is not None:
                fact = replace(fact, quantity=None)  # words may hold a number; the type says they are words
            yield from self._out(fact)
            return
        if texts:
            words = "\n".join(line for text in texts if (line := text.get(5)))
            heading = observations.words(texts[0], 3)
            self.title = heading or self.title
            yield from self._passage(words, Lines(texts[0].line, texts[-1].line))

    def _passage(self, words: str, place: Lines) -> Iterator[Passage]:
        if words.strip():
            yield Passage(words, Source(place, self.laboratory), heading=self.title or None, when=self.taken)

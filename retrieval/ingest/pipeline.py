"""One document, from the bytes a person dropped to a record that answers. The other main path.

Every step leaves the vault in a state from which the next unlock goes on: a `Pending` row is written first
and removed in the same transaction that makes the import visible, and importing the same bytes again
changes nothing. Nothing is written anywhere but into the vault.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import orjson

from connectors import intake, sniff
from connectors.intake import Limits, Reading
from core import garbage
from core.errors import AmbiguousFileError, AppError, IntegrityError, NotFoundError, UnreadableFileError
from core.log import event, fault
from records import plausible
from records.merge import SUPERSEDED, Merged, merge
from records.model import Document, Extraction, Fact, Passage, Person, Problem, revised
from records.normalise import normalise
from records.source import Source
from retrieval.ingest import columns, dense, entries
from retrieval.ingest.chunk import split
from retrieval.ingest.person import differs
from retrieval.ingest.report import Dense, IngestReport, Share, Stage
from retrieval.ingest.segment import Imported
from retrieval.ingest.text import whole
from safety.documents import mark
from vault.unlocked import Item, Unlocked, new_id

if TYPE_CHECKING:
    from retrieval.room import Room

KIND = "pending"
CANCELLED = "reading_cancelled"
Progress = Callable[[Stage, float], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Pending:
    """A file whose import or removal has begun.

    Attributes:
        id: Of an import: the keyed hash of its bytes, since the original may not be sealed yet.
            Of a removal: the file's.
        name: As the person named it.
        forget: A removal.
    """

    id: str
    name: str = ""
    forget: bool = False

    @classmethod
    def of(cls, vault: Unlocked, data: bytes, name: str) -> "Pending":
        """The import of `data`."""
        return cls(vault.hmac(KIND, data), name)

    def to_item(self) -> Item:
        """As the vault seals it."""
        return Item(KIND, self.id, orjson.dumps({"v": 1, "name": self.name, "forget": self.forget}))

    @classmethod
    def from_item(cls, item: Item) -> "Pending":
        """Read back; ``pending_shape`` (IntegrityError) when it is none of ours."""
        try:
            plain = orjson.loads(item.body)
            return cls(item.id, plain["name"], plain["forget"])
        except (ValueError, KeyError, TypeError):
            raise IntegrityError("pending_shape", item=item.id) from None


def ingest_file(
    room: "Room",
    name: str,
    data: bytes,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> IngestReport:
    """Seal a file, read it, and make it part of the record.

    A file that cannot be read is kept all the same, as a document with a problem; importing it again tries
    again. Imports into one room wait for each other.

    Args:
        room: Whose record.
        name: As the person named the file.
        data: Its bytes.
        limits: What reading may cost; the connectors' own when None.
        progress: Told the stage and, where it is known, the share of it that is done; while reading a
            `Share`, which says how much was read.
        cancelled: Asked while reading; True ends the import as if it had not begun.

    Raises:
        UnreadableFileError: ``file_empty``, ``file_too_large``: refused before anything is kept;
            ``reading_cancelled``.
        LockedError: The vault was locked meanwhile; the next unlock goes on.
    """
    largest = limits.size_bytes if limits is not None else intake.largest_bytes()
    name, limits = whole(name), limits or Limits()
    if not data:
        raise UnreadableFileError("file_empty")
    if len(data) > largest:
        raise UnreadableFileError("file_too_large", bytes=len(data), limit_bytes=largest)
    tell = progress or (lambda _stage, _share: None)
    with room.importing:
        return _Import(room, name, data, limits, tell, cancelled).run()


def reread(
    room: "Room",
    file_id: str,
    options: Mapping[str, str],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> IngestReport:
    """Read a file that is here once more, as the person says it is to be read.

    Until the new reading takes its place in one transaction, the earlier one stands. What the person
    confirmed or corrected in the earlier one is gone with it.

    Args:
        room: Whose record.
        file_id: A file of theirs.
        options: What they chose (`connectors.limits.options_of`).
        progress: As for `ingest_file`.
        cancelled: As for `ingest_file`.

    Raises:
        NotFoundError: ``not_found``.
        UnreadableFileError: The file cannot be read that way: the earlier reading stays.
        LockedError: The vault was locked meanwhile.
    """
    document = room.document(file_id)
    data = room.original(file_id)
    tell = progress or (lambda _stage, _share: None)
    with room.importing:
        again = _Import(room, document.name, data, Limits(), tell, cancelled, again=True, options=options)
        return again.run()


def resume(room: "Room", item: Item, stopped: Cancelled) -> None:
    """Finish or repeat what a `Pending` row says has begun; when `stopped`, leave it for the next time."""
    pending = Pending.from_item(item)
    if pending.forget:
        room.vault.remove_blob(pending.id)
        room.vault.put_many([], remove=[(KIND, pending.id)])
        return
    with room.importing:
        data = _sealed_already(room, pending)
        if data is None:  # cut off before the original was sealed: nobody was told that it was
            room.vault.put_many([], remove=[(KIND, pending.id)])
        else:
            again = _Import(
                room, pending.name, data, Limits(), lambda _stage, _share: None, stopped, resumed=True
            )
            with suppress(_StoppedError):
                again.run()


def _sealed_already(room: "Room", pending: Pending) -> bytes | None:
    known = {document.id for document in room.documents() if document.connector}
    for id in reversed(room.vault.blobs()):
        if id not in known and room.vault.hmac(KIND, data := room.vault.blob(id)) == pending.id:
            return data
    return None


class _StoppedError(Exception):
    """The room is closing; the marker stays."""


@dataclass(slots=True)
class _Import:
    room: "Room"
    name: str
    data: bytes
    limits: Limits
    tell: Progress
    cancelled: Cancelled | None
    resumed: bool = False
    again: bool = False
    options: Mapping[str, str] | None = None

    def run(self) -> IngestReport:
        started = time.monotonic()
        room = self.room

        # (1) the original, sealed first: from here on nothing is lost
        self.tell(Stage.SEALING, 0.0)
        pending = Pending.of(room.vault, self.data, self.name)
        room.vault.put_many([pending.to_item()])
        self.tell(Stage.SEALING, 0.5)
        file_id = room.vault.put_blob(self.data).id
        before = self._before(file_id)
        if before is not None and before.connector and not self.again:
            room.vault.put_many([], remove=[(KIND, pending.id)])
            return _already_here(room, before, time.monotonic() - started)

        # (2) one connector, in a process of its own; what cannot be read is kept with its reason
        self.tell(Stage.READING, 0.0)
        try:
            reading = self._read(file_id)
        except (UnreadableFileError, AmbiguousFileError) as error:
            if error.code == CANCELLED and self.resumed:
                raise _StoppedError from None
            if self.again:
                room.vault.put_many([], remove=[(KIND, pending.id)])
                raise
            if error.code == CANCELLED:
                self._undo(file_id, pending, keep=before is not None)
                raise
            reading = _unread(self.data, error.code)

        # (3) and (4) what it says, and what of that is new
        self.tell(Stage.MERGING, 0.0)
        others = room.people()
        try:
            imported, merged, bodies = self._understood(reading, file_id)
        except AppError:
            raise
        except Exception as error:  # a fault of ours over one file must not keep the vault shut
            fault("import_failed", error, file=file_id, connector=reading.connector)
            if self.again:  # what was read before stands
                room.vault.put_many([], remove=[(KIND, pending.id)])
                raise
            reading = _unread(self.data, "import_failed")
            imported, merged, bodies = Imported(file_id, self.name, None, (), ()), Merged((), (), (), ()), ()

        # (5) one transaction: the import is whole and the marker is gone, or neither
        self.tell(Stage.SAVING, 0.0)
        document = self._document(file_id, reading, before)
        with garbage.left():
            room.admit(document, imported, done=[(KIND, pending.id)], samples=bodies)

        # (6) words and facts answer at once, meaning and months of samples follow
        self.tell(Stage.INDEXING, 0.0)
        room.keywords(pages=False)
        room.wake()
        embedded, all_of_it = room.embedding_progress()
        self.tell(Stage.EMBEDDING, embedded / all_of_it if all_of_it else 1.0)
        seconds = time.monotonic() - started
        event(
            "imported", file=file_id, connector=reading.connector, records=len(imported.facts),
            samples=sum(one.n for one in imported.samples), passages=len(imported.passages),
            problems=len(reading.problems), seconds=round(seconds, 3),
        )  # fmt: skip
        return _report(room, document, imported, merged, others, seconds)

    @garbage.left()
    def _understood(self, reading: Reading, file_id: str) -> tuple[Imported, Merged, tuple[Item, ...]]:
        # (3) orders inside a document are quoted data; long passages in pieces; facts with codes and units
        passages = self._passages(reading, file_id)
        facts = self._facts(reading, file_id)
        person = next((record for record in reading.records if isinstance(record, Person)), None)

        # (4) new, already stated, or in conflict with the record
        merged = merge([fact for fact in self.room.heads() if fact.source.file_id != file_id], facts)
        linked = {fact.id: fact for fact in (*merged.new, *merged.same)}
        in_order = tuple(linked[fact.id] for fact in facts)
        # Other changes to earlier facts (a conflict listed on both sides) follow from this file's own links.
        superseded = tuple(fact.id for fact in merged.changed if fact.status == SUPERSEDED)
        # what devices wrote every few minutes goes as it is: it is judged when it is asked about
        sealed = tuple(dense.gathered(reading.samples, file_id, self.name))
        segments, bodies = tuple(one for one, _ in sealed), tuple(body for _, body in sealed)
        imported = Imported(file_id, self.name, person, in_order, passages, superseded, segments)
        return imported, merged, bodies

    def _before(self, file_id: str) -> Document | None:
        try:
            return self.room.document(file_id)
        except NotFoundError:
            return None

    def _read(self, file_id: str) -> Reading:
        def count(read: int) -> None:
            self.tell(Stage.READING, Share(0.0, read))

        event("reading", file=file_id, bytes=len(self.data))
        options = self.options
        if options is None:
            options = columns.options_for(self.room.vault, self.data, self.name)
        limits, cancelled = self.limits, self.cancelled
        return intake.read(
            self.data, self.name, limits=limits, options=options, progress=count, cancelled=cancelled
        )

    def _undo(self, file_id: str, pending: Pending, *, keep: bool) -> None:
        if not keep:
            self.room.vault.remove_blob(file_id)
        self.room.vault.put_many([], remove=[(KIND, pending.id)])

    def _placed(self, source: Source, file_id: str) -> Source:
        return revised(source, file_id=file_id, file_name=self.name)

    def _passages(self, reading: Reading, file_id: str) -> tuple[Passage, ...]:
        return tuple(
            replace(piece, id=new_id(), source=self._placed(piece.source, file_id))
            for record in reading.records
            if isinstance(record, Passage)
            for piece in split(mark(record))
        )

    def _facts(self, reading: Reading, file_id: str) -> tuple[Fact, ...]:
        ours = reading.connector == "by_hand" and entries.is_ours(self.room.vault, self.data)
        return plausible.checked(
            normalise(
                record,
                id=new_id(),
                source=self._placed(record.source, file_id),
                extraction=_as_read(record, ours),
                confirmed=ours or _sure(record),
            )
            for record in reading.records
            if isinstance(record, Fact)
        )

    def _document(self, file_id: str, reading: Reading, before: Document | None) -> Document:
        return Document(
            id=file_id,
            name=self.name,
            media_type=reading.media_type,
            size_bytes=len(self.data),
            received=before.received if before else self.room.clock.now().isoformat(),
            connector=reading.connector,
            when=reading.when,
            pages=reading.pages,
            problems=tuple(self._located(problem, file_id) for problem in reading.problems),
            identifiers=reading.identifiers,
            replaces=reading.replaces,
        )

    def _located(self, problem: Problem, file_id: str) -> Problem:
        return (
            problem
            if problem.source is None
            else replace(problem, source=self._placed(problem.source, file_id))
        )


def _as_read(fact: Fact, ours: bool) -> Extraction:
    """Only what was typed here is the person's own word, whatever a file says of itself."""
    return Extraction.TEXT if fact.extraction is Extraction.TYPED and not ours else fact.extraction


def _sure(fact: Fact) -> bool:
    """Coded facts are; of those from a picture, the ones that two readings agree on may become so."""
    return fact.extraction is Extraction.CODED or (fact.extraction is Extraction.OCR and fact.confirmed)


def _unread(data: bytes, code: str) -> Reading:
    """A reading of nothing, with the reason."""
    media_type = sniff.media_type(data[: sniff.HEAD_BYTES])
    return Reading("", "", media_type, (), (Problem(code),), None, None, structured=False)


def _already_here(room: "Room", document: Document, seconds: float) -> IngestReport:
    return IngestReport(
        file_id=document.id,
        file_name=document.name,
        connector=document.connector,
        added=(),
        merged=len(room.facts_of(document.id)),
        conflicts=(),
        to_confirm=(),
        passages=len(room.passages_of(document.id)),
        problems=document.problems,
        already_here=True,
        document=document,
        person_differs=False,
        seconds=seconds,
        samples=Dense.of(room.samples.segments(document.id)),
    )


def _report(
    room: "Room",
    document: Document,
    imported: Imported,
    merged: Merged,
    others: tuple[Person, ...],
    seconds: float,
) -> IngestReport:
    live, person = room.shelf.facts, imported.person
    added = tuple(live.get(fact.id, fact) for fact in merged.new)
    return IngestReport(
        file_id=document.id,
        file_name=document.name,
        connector=document.connector,
        added=added,
        merged=len(merged.same),
        conflicts=tuple((live.get(a.id, a), live.get(b.id, b)) for a, b in merged.conflicts),
        to_confirm=tuple(f for f in added if f.extraction is Extraction.OCR and not f.confirmed),
        passages=len(imported.passages),
        problems=document.problems,
        already_here=False,
        document=document,
        person_differs=person is not None and differs(person, others, room.profile.name),
        seconds=seconds,
        samples=Dense.of(imported.samples),
    )

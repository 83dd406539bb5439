"""One person's opened memory: what the vault holds, made searchable for as long as it is unlocked.

Everything here is a projection of sealed rows and gone with `close`. Rows and what they hold:
``document`` (one a file), ``import`` (its facts and passages, `retrieval.ingest.segment`), ``samples`` (its
dense measurements, `retrieval.ingest.dense`), ``vectors`` (`retrieval.index`), ``amendment`` (what the person
confirmed or corrected, by the fact's id), ``pending`` (a file whose import or removal has begun and not
ended), ``profile``, ``preferences``.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any, Literal, Self, TypeVar

import numpy as np
import orjson

from connectors import registry
from core.clock import Clock
from core.errors import AppError, InputError, IntegrityError, NotFoundError
from core.language import Language
from core.log import fault
from records import codec, units
from records.evidence import Evidence
from records.merge import merge
from records.model import Document, Extraction, Fact, Passage, Person
from records.normalise import normalise
from records.quantity import Quantity, parse_number
from retrieval.embedding import Embedder, Vectors
from retrieval.facts import FactTable
from retrieval.index import VectorIndex
from retrieval.ingest import dense
from retrieval.ingest.segment import Imported
from retrieval.ingest.text import fact_words, whole
from retrieval.keyword import KeywordIndex
from retrieval.projection import Amendment, heads, live, replaced, represented
from retrieval.remembered import KIND as PREFERENCES
from retrieval.remembered import Preferences
from retrieval.samples import Page, SampleTable
from retrieval.shelf import Shelf
from vault.unlocked import Item, Unlocked, new_id

SEALED_TOGETHER = 32
"""Vectors of one batch: about two seconds of embedding short texts, the most a sudden end can lose."""
_LISTED_TOGETHER = 32 * SEALED_TOGETHER
_QUESTIONS = 64
STATED = ("stopped", "resolved", "entered-in-error")
"""What a person may say of a thing on a list (FHIR words)."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Profile:
    """Who the account belongs to and how to speak to them."""

    name: str
    language: Language = "fr"
    country: str = "FR"
    role: Literal["patient", "clinician"] = "patient"
    created: str = ""

    def to_bytes(self) -> bytes:
        """As the vault seals it."""
        return orjson.dumps(asdict(self))

    @classmethod
    def from_bytes(cls, body: bytes | None) -> Self:
        """Read back; a vault without a profile gets an empty one."""
        if body is None:
            return cls(name="")
        try:
            return cls(**orjson.loads(body))
        except (ValueError, TypeError):
            raise IntegrityError("profile_shape") from None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What `Room.forget` removed, counted."""

    file_id: str
    facts: int
    passages: int
    vectors: int
    amendments: int
    blobs: int
    samples: int = 0


class Room:
    """One person's memory. Safe to call from several threads; one import at a time.

    Attributes:
        vault: The unlocked vault; locked by `close`.
        clock: Tells when things were received.
        facts: Every live fact, with what the person confirmed or corrected.
        shelf: Facts, passages and topics by id.
        samples: Dense measurements, worked out by day.
        words: The keyword index.
        index: The vectors.
        importing: Held by the import that is under way.
        replaced: Files that a later version took the place of, by id, and that version's.
        lock: Held for every look at and every change of what is live.
    """

    def __init__(self, vault: Unlocked, embedder: Embedder, clock: Clock) -> None:
        self.vault, self.clock, self.embedder = vault, clock, embedder
        self.importing = threading.Lock()
        self.lock = threading.RLock()
        self._profile = Profile.from_bytes(vault.get("profile", "profile"))
        self._language = self._profile.language
        self._preferences = Preferences.from_bytes(vault.get(PREFERENCES, PREFERENCES))
        self.facts = FactTable()
        self.words = KeywordIndex()
        self.shelf = Shelf(lambda key: vault.hmac("topic", key.encode()), self._profile.language)
        self.samples = SampleTable(self._body, lambda key: vault.hmac("page", key.encode()))
        self._spoken_pages: Mapping[str, Page] = {}
        self._titles = {one.id: one.title.model_dump() for one in registry.manifests() if not one.fallback}
        self._documents: dict[str, Document] = {}
        self._imports: dict[str, Imported] = {}
        self._amendments: dict[str, Amendment] = {}
        self._linked: dict[str, Fact] = {}
        self.replaced: Mapping[str, str] = {}
        self._unspoken: dict[str, None] = {}
        self._questions: OrderedDict[str, Vectors] = OrderedDict()
        self._worker: _Worker | None = None
        self._read_vault()
        self.index = VectorIndex(vault, self.shelf, embedder, lock=self.lock)

    @classmethod
    def open(cls, vault: Unlocked, *, embedder: Embedder, clock: Clock, background: bool = True) -> Self:
        """Open what an unlocked vault holds, and finish what was cut off.

        Reading costs about 20 µs a fact. Nothing is embedded here.

        Args:
            vault: Unlocked; the room locks it again when it closes.
            embedder: Shared by all rooms.
            clock: For times of arrival.
            background: Embed and warm the index in a thread of this room. Without it, `settle` embeds.

        Raises:
            IntegrityError: A sealed row does not hold, or holds nothing of ours.
        """
        room = cls(vault, embedder, clock)
        if background:
            room._worker = _Worker(room)
        else:
            room.resume(lambda: False)
        return room

    def resume(self, stopped: Callable[[], bool]) -> None:
        """Finish or repeat every import and removal that was cut off, until `stopped`."""
        from retrieval.ingest.pipeline import resume  # here: the pipeline leads and knows the room

        for item in list(self.vault.items("pending")):
            resume(self, item, stopped)

    def _read_vault(self) -> None:
        for item in self.vault.items("document"):
            document = codec.from_plain(Document, orjson.loads(item.body))
            self._documents[document.id] = document
        self._amendments = {item.id: Amendment.from_item(item) for item in self.vault.items("amendment")}
        for item in self.vault.items("import"):
            self._take_in(Imported.from_bytes(item.body))
        self._project()

    # -- the projection ---------------------------------------------------------------------------------

    def _take_in(self, imported: Imported) -> None:
        """A file's passages; its facts follow by `_project`."""
        self._imports[imported.file_id] = imported
        self.samples.put(imported.file_id, self._origin(imported), imported.samples)
        self.shelf.put(passages=imported.passages)
        self._unspoken.update(dict.fromkeys(one.id for one in imported.passages))

    def _origin(self, imported: Imported) -> str:
        """Who measured, where samples name no device: the kind of file; the file, where that is open."""
        document = self._documents.get(imported.file_id)
        titles = self._titles.get(document.connector if document is not None else "")
        return imported.file_name if titles is None else titles[self._language]

    def _body(self, id: str) -> bytes:
        body = self.vault.get(dense.KIND, id)
        if body is None:
            raise IntegrityError("samples_missing")
        return body

    def _project(self) -> None:
        """Bring shelf, fact table and words to what is sealed."""
        self.replaced = replaced(self._documents.values())
        self._linked = live(self._imports.values(), self._amendments, self.replaced)
        before, after = self.shelf.facts, represented(self._linked)
        gone = [id for id in before if id not in after]
        fresh = [fact for id, fact in after.items() if before.get(id) != fact]
        changed = [fact.id for fact in fresh if fact.id in before]
        if gone or changed:
            self.facts.remove([*gone, *changed])
        self._take_out(gone)
        self.shelf.put(fresh)
        self.facts.add(fresh)
        self._unspoken.update(dict.fromkeys(fact.id for fact in fresh))

    def _take_out(self, ids: Collection[str]) -> None:
        """Facts and passages out of shelf and words."""
        if ids:
            self.shelf.take(ids)
            self.words.remove(ids)
            for id in ids:
                self._unspoken.pop(id, None)

    def keywords(self, *, pages: bool = True) -> KeywordIndex:
        """The keyword index, with everything live in it (built at the first search).

        Args:
            pages: Months of samples, too; working out years of them takes a moment.
        """
        if pages:
            self.samples.pages()  # outside the lock: others need not wait for it
        with self.lock:
            fresh = self.samples.pages() if pages else self._spoken_pages
            if fresh is not self._spoken_pages:
                self.words.remove(self._spoken_pages)
                self.words.add([(id, self.samples.words(page)) for id, page in fresh.items()])
                self._spoken_pages = fresh
            if self._unspoken:
                self.words.add([(id, self._spoken(id)) for id in self._unspoken])
                self._unspoken = {}
            return self.words

    def _unspeak_pages(self) -> None:
        """Months of samples out of the words, until the next search works them out again."""
        self.words.remove(self._spoken_pages)
        self._spoken_pages = {}

    def _spoken(self, id: str) -> str:
        if (passage := self.shelf.passages.get(id)) is not None:
            return f"{passage.heading or ''} {passage.source.file_name} {passage.text}"
        return fact_words(self.shelf.facts[id])

    # -- reading ----------------------------------------------------------------------------------------

    @property
    def profile(self) -> Profile:
        """Who the account belongs to."""
        return self._profile

    def update_profile(self, **changes: Any) -> Profile:
        """Seal a changed profile.

        Raises:
            TypeError: A change is none of the profile's fields.
        """
        with self.lock:
            profile = replace(self._profile, **changes)
            self.vault.put_many([Item("profile", "profile", profile.to_bytes())])
            self._profile = profile
            self.shelf.language = profile.language
            return profile

    @property
    def preferences(self) -> Preferences:
        """How Carnet works for them."""
        return self._preferences

    def prefer(self, **changes: Any) -> Preferences:
        """Seal changed preferences.

        Raises:
            TypeError: A change is none of their fields.
        """
        with self.lock:
            preferences = self._preferences.changed(**changes)
            self.vault.put_many([Item(PREFERENCES, PREFERENCES, preferences.to_bytes())])
            self._preferences = preferences
            return preferences

    def documents(self) -> tuple[Document, ...]:
        """Every file the person gave, in the order they came, also those that could not be read."""
        with self.lock:
            return tuple(self._documents.values())

    def document(self, id: str) -> Document:
        """One file; ``not_found``."""
        with self.lock:
            return _found(self._documents.get(id))

    def original(self, id: str) -> bytes:
        """The sealed original, byte for byte; ``not_found``."""
        self.document(id)
        return self.vault.blob(id)

    def people(self) -> tuple[Person, ...]:
        """Who the files say they are about."""
        with self.lock:
            people = (imported.person for imported in self._imports.values())
            return tuple(person for person in people if person is not None)

    def fact(self, id: str) -> Fact:
        """One live fact; ``not_found``."""
        with self.lock:
            return _found(self.shelf.facts.get(id))

    def passage(self, id: str) -> Passage:
        """One passage; ``not_found``."""
        with self.lock:
            return _found(self.shelf.passages.get(id))

    def evidence(self, id: str) -> Evidence:
        """A fact, a passage, or a month of samples as something to cite; ``not_found``."""
        with self.lock:
            passage = self.shelf.passages.get(id)
            if passage is None and id not in self.shelf.facts and (page := self.samples.page(id)) is not None:
                passage = self.samples.passage(page, self.shelf.language)
            if passage is not None:
                return Evidence(id, passage.text, passage.source, passage=passage)
            fact = self.fact(id)
            return Evidence(id, self.shelf.line(fact), fact.source, fact=fact)

    def heads(self) -> tuple[Fact, ...]:
        """What an incoming fact is compared with."""
        with self.lock:
            return heads(self._linked.values())

    def passages_of(self, file_id: str) -> tuple[Passage, ...]:
        """A file's passages, in its order; ``not_found``."""
        with self.lock:
            self.document(file_id)
            return self.shelf.passages_of(file_id)

    def facts_of(self, file_id: str) -> tuple[Fact, ...]:
        """A file's live facts and what the person typed over them, in its order; ``not_found``."""
        with self.lock:
            self.document(file_id)
            return self.shelf.facts_of(file_id)

    def question(self, text: str) -> Vectors:
        """The vector of a question; the last few are kept, here, so that they are gone when the room is."""
        with self.lock:
            if (vector := self._questions.get(text)) is not None:
                self._questions.move_to_end(text)
                return vector
        vector = self.embedder.question(text)
        with self.lock:
            self._questions[text] = vector
            while len(self._questions) > _QUESTIONS:
                self._questions.popitem(last=False)
        return vector

    # -- changes ----------------------------------------------------------------------------------------

    def admit(
        self,
        document: Document,
        imported: Imported,
        *,
        done: Iterable[tuple[str, str]],
        samples: Iterable[Item] = (),
    ) -> None:
        """Seal one file's import in one transaction, then show it. The last word of the pipeline.

        What was read of the same file before, and what the person said of it, is gone in that transaction.

        Args:
            document: What to keep of the file; replaces what was kept under the same id.
            imported: Facts with ids, analytes and links; passages with ids.
            done: Rows (kind, id) that this import ends, removed in the same transaction.
            samples: The bodies that `imported.samples` names.
        """
        with self.lock:
            before = self._imports.get(document.id)
            passages = [passage.id for passage in before.passages] if before is not None else []
            stale = [segment.id for segment in self.samples.segments(document.id)]
            facts = self.shelf.facts_of(document.id)
            amended = [fact.id for fact in facts if fact.id in self._amendments]
            ids = [*(fact.id for fact in facts), *passages]
            removal = self.index.removal([*ids, *self.shelf.emptied_without(ids)])
            self.vault.put_many(
                [
                    *removal.items,
                    Item("document", document.id, orjson.dumps(codec.to_plain(document))),
                    Item("import", document.id, imported.to_bytes()),
                    *samples,
                ],
                remove=(
                    *done,
                    *(("amendment", id) for id in amended),
                    *((dense.KIND, id) for id in stale),
                    *removal.gone,
                ),
            )
            for id in amended:
                del self._amendments[id]
            self._take_out(passages)
            self._documents[document.id] = document
            self._take_in(imported)
            self._project()
            self.index.drop(removal)

    def confirm(self, fact_id: str) -> Fact:
        """The person looked and the value is right. A correction made before is taken back.

        Raises:
            NotFoundError: ``not_found``.
        """
        return self._amend(self._read_fact(fact_id), None)

    def correct(self, fact_id: str, value_text: str, unit_text: str | None) -> Fact:
        """What the person reads instead. The original stays; the new fact says which one it corrects.

        Args:
            fact_id: A fact, or an earlier correction of it.
            value_text: As typed; a number where the report has one.
            unit_text: As typed; None keeps the report's.

        Returns:
            The typed fact, at the same date and place, so that its page opens beside it.

        Raises:
            InputError: ``value_blank``, or ``value_not_a_number`` where the report has a number.
            NotFoundError: ``not_found``.
        """
        original = self._read_fact(fact_id)
        value_text = whole(value_text).strip()
        number = parse_number(value_text)
        if not value_text:
            raise InputError("value_blank")
        if number is None and original.quantity is not None:
            raise InputError("value_not_a_number")
        printed = original.unit_text if unit_text is None else whole(unit_text).strip() or None
        unit = (units.ucum(printed) or printed) if printed else "1"
        typed = replace(
            _theirs(original),
            quantity=None if number is None else Quantity(number.value, unit, number.comparator),
            value_text=value_text,
            unit_text=printed,
            canonical=None,
            interpretation=None,  # the report's flag was given to the other value
        )
        return self._amend(original, normalise(typed))

    def restate(self, fact_id: str, status: str) -> Fact:
        """What the person says of a medicine, a condition, an allergy: it ended, or it is not so.

        The document's own words stay and can be opened; the person's count. Taken back by `undo_amendment`.

        Args:
            fact_id: A fact, or what the person said of it before.
            status: ``stopped``, ``resolved``, or ``entered-in-error``: then it counts nowhere.

        Raises:
            InputError: ``status_unknown``.
            NotFoundError: ``not_found``.
        """
        if status not in STATED:
            raise InputError("status_unknown")
        original = self._read_fact(fact_id)
        return self._amend(original, replace(_theirs(original), status=status))

    def undo_amendment(self, fact_id: str) -> Fact:
        """Take back a confirmation or correction; the fact is again as its document says.

        Raises:
            NotFoundError: ``not_found``: no such fact, or nothing was said of it.
        """
        with self.lock:
            id = self._read_fact(fact_id).id
            _found(self._amendments.get(id))
            self.vault.put_many([], remove=[("amendment", id)])
            del self._amendments[id]
            self._project()
            return self.fact(id)

    def _read_fact(self, id: str) -> Fact:
        """The fact a document states, for its own id or that of a correction."""
        with self.lock:
            fact = self.fact(id)
            return fact if fact.corrects is None else self.fact(fact.corrects)

    def _amend(self, fact: Fact, typed: Fact | None) -> Fact:
        with self.lock:
            if typed is not None:
                mine = {fact.id, self._typed_id(fact.id)}
                others = heads(other for id, other in self._linked.items() if id not in mine)
                judged = merge(others, [replace(typed, corrects=None)])
                typed = replace((*judged.new, *judged.same)[0], corrects=fact.id)
            amendment = Amendment(fact.id, typed)
            self.vault.put_many([amendment.to_item()])
            self._amendments[fact.id] = amendment
            self._project()
            return self.fact(fact.id if typed is None else typed.id)

    def _typed_id(self, fact_id: str) -> str | None:
        amendment = self._amendments.get(fact_id)
        return None if amendment is None or amendment.typed is None else amendment.typed.id

    def forget(self, file_id: str) -> Receipt:
        """Remove a file and all that was read from it: facts, corrections, passages, samples, vectors.

        Raises:
            NotFoundError: ``not_found``.
        """
        from retrieval.ingest.pipeline import Pending

        with self.lock:
            self.document(file_id)
            facts, passages = self.facts_of(file_id), self.passages_of(file_id)
            amended = [fact.id for fact in facts if fact.id in self._amendments]
            ids = [fact.id for fact in facts] + [passage.id for passage in passages]
            removal = self.index.removal([*ids, *self.shelf.emptied_without(ids)])
            vectors = sum(id in self.index for id in removal.ids)
            segments = self.samples.segments(file_id)
            self.vault.put_many(
                [*removal.items, Pending(file_id, forget=True).to_item()],
                remove=[
                    ("document", file_id),
                    ("import", file_id),
                    *((dense.KIND, segment.id) for segment in segments),
                    *(("amendment", id) for id in amended),
                    *removal.gone,
                ],
            )
            del self._documents[file_id]
            self._imports.pop(file_id, None)
            for id in amended:
                del self._amendments[id]
            self.samples.take(file_id)
            self._unspeak_pages()
            self._take_out([passage.id for passage in passages])
            self._project()
            self.index.drop(removal)
        self.vault.remove_blob(file_id)
        self.vault.put_many([], remove=[("pending", file_id)])
        n = sum(segment.n for segment in segments)
        return Receipt(file_id, len(facts), len(passages), vectors, len(amended), blobs=1, samples=n)

    # -- embedding --------------------------------------------------------------------------------------

    def embedding_progress(self) -> tuple[int, int]:
        """How many topics and passages have a vector, and how many there are."""
        with self.lock:
            wanted = list(self.shelf.embeddable())
            return sum(id in self.index for id in wanted), len(wanted)

    def settle(self, timeout_s: float | None = None) -> bool:
        """Wait until everything is embedded; without a background thread, do it now.

        Args:
            timeout_s: At most so long; None waits for the end. Not looked at while embedding here.

        Returns:
            Whether nothing is left to do.
        """
        if self._worker is None:
            self.embed(lambda: False)
        else:
            self._worker.idle.wait(timeout_s)
        done, wanted = self.embedding_progress()
        return done == wanted

    def wake(self) -> None:
        """Something new is to be embedded."""
        if self._worker is not None:
            self._worker.wake()

    def embed(self, stopped: Callable[[], bool]) -> None:
        """Embed what has no vector yet, sealing as it goes; the same words are embedded once."""
        while waiting := self._without_vector():
            for start in range(0, len(waiting), SEALED_TOGETHER):
                self._embed(waiting[start : start + SEALED_TOGETHER], stopped)
                if stopped():
                    return
        self.index.compact()

    def _embed(self, ids: Sequence[str], stopped: Callable[[], bool]) -> None:
        with self.lock:
            batch = {id: text for id in ids if (text := self.shelf.text(id)) and id not in self.index}
        rows: dict[str, Vectors] = {}
        for text in dict.fromkeys(batch.values()):
            if stopped():
                break
            rows[text] = self.embedder.passages([text])[0]
        with self.lock:
            done = [id for id, text in batch.items() if text in rows and self.shelf.text(id) == text]
            if done:
                self.index.add(done, np.stack([rows[batch[id]] for id in done]))

    def _without_vector(self) -> list[str]:
        """The first of what is still to be embedded; looked for anew now and then, as more may have come."""
        with self.lock:
            missing = (id for id in self.shelf.embeddable() if id not in self.index)
            return list(islice(missing, _LISTED_TOGETHER))

    def close(self) -> None:
        """Stop the thread, let go of everything, and lock the vault."""
        if self._worker is not None:
            self._worker.stop()
        with self.lock:
            self.index.close()
            self.words.close()
            self.samples.clear()
            self._spoken_pages = {}
            self._questions.clear()
        self.vault.lock()


class _Worker:
    """The room's thread: finishes what was cut off, embeds what is new, warms Chroma, and waits."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._stop, self._work, self.idle = threading.Event(), threading.Event(), threading.Event()
        self._turn = threading.Lock()
        self._work.set()
        self._thread = threading.Thread(target=self._run, name="carnet-room", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        with self._turn:
            self.idle.clear()
            self._work.set()

    def stop(self) -> None:
        self._stop.set()
        self._work.set()
        if self._thread is not threading.current_thread():
            self._thread.join()
        self.idle.set()

    def _run(self) -> None:
        self._guarded(lambda: self._room.resume(self._stop.is_set))
        while not self._stop.is_set():
            self._work.clear()
            self._guarded(self._catch_up)
            with self._turn:
                if not self._work.is_set():
                    self.idle.set()
            self._work.wait()

    def _catch_up(self) -> None:
        self._room.keywords()
        self._room.embed(self._stop.is_set)
        self._room.index.warm(self._stop)

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001  the root of a thread: Python would print what escapes
            code = error.code if isinstance(error, AppError) else "background_failed"
            fault(code, error, stage="background")


def _theirs(original: Fact) -> Fact:
    """A fact as the person states it, beside the one of the document."""
    return replace(
        original,
        id=new_id(),
        extraction=Extraction.TYPED,
        confirmed=True,
        identifiers=(),
        same_as=None,
        conflict_with=(),
        corrects=original.id,
    )


def _found(value: T | None) -> T:
    if value is None:
        raise NotFoundError("not_found")
    return value

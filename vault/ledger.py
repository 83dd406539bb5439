"""The live rows of one vault, as its sealed head commits to them.

The head holds how many rows are live and the sum of their leaves, a leaf being a secret pseudorandom
number of everything that pins a row (see `docs/decisions/0003-vault-head.md` for why a sum is sound).
The ledger keeps every leaf in memory, so that one row is checked by one comparison and one change costs
the same at ten rows and at a hundred thousand. Other processes may write the same vault: each
transaction first reads the head, and catches up when somebody moved it.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from core.errors import AppError, IntegrityError, LockedError
from core.log import fault
from vault.backends import Store
from vault.format import (
    EMPTY_SUM,
    ID_BYTES,
    SEAL_BYTES,
    SUM_MODULUS,
    Head,
    Item,
    Slot,
    check_item,
    frame,
    head_context,
    row_context,
    slots_digest,
    unframe,
)
from vault.keys import Keyring
from vault.seal import Sealed, seal, unseal
from vault.strongbox import Anchor, Strongbox
from vault.tables import chunks, rows, slots, vaults

_BATCH_ROWS = 200
_BATCH_BYTES = 8 << 20
_NUMBER_MAX = 1 << 63


class Row(NamedTuple):
    """What the ledger remembers of a live row."""

    kind: bytes
    position: int
    version: int
    leaf: int
    size: int


class Pins(NamedTuple):
    """A row as the store tells it, without its body."""

    kind: bytes
    position: int
    version: int
    seal: bytes


def _pins(kind: object, position: object, version: object, seal_bytes: object) -> Pins:
    """The columns, if they are of the shape that anything sealed has."""
    if (
        isinstance(kind, bytes)
        and isinstance(position, int)
        and isinstance(version, int)
        and isinstance(seal_bytes, bytes)
        and 0 <= position < _NUMBER_MAX
        and 0 <= version < _NUMBER_MAX
        and len(kind) == ID_BYTES
        and len(seal_bytes) == SEAL_BYTES
    ):
        return Pins(kind, position, version, seal_bytes)
    raise IntegrityError("vault_altered")


def seal_head(keyring: Keyring, head: Head) -> bytes:
    """The head as the store keeps it."""
    sealed = seal(keyring.head, head_context(keyring.vault), head.encode())
    return sealed.seal + sealed.body


def unseal_head(keyring: Keyring, data: bytes) -> Head:
    """The head that `seal_head` sealed.

    Raises:
        IntegrityError: ``seal_broken``, ``format_unknown``.
    """
    sealed = Sealed(data[:SEAL_BYTES], data[SEAL_BYTES:])
    return Head.decode(unseal(keyring.head, head_context(keyring.vault), sealed))


class Ledger:
    """Reads and writes the rows of one vault, one thread at a time; others wait.

    Raises:
        LockedError: From every method, once closed: ``locked``; ``vault_gone`` when the vault was deleted
            elsewhere.
        IntegrityError: From every method: ``vault_altered`` when the rows are not those the head commits to,
            ``vault_rolled_back`` when the head is an older one, ``seal_broken`` when a seal does not hold.
    """

    def __init__(self, store: Store, keyring: Keyring, strongbox: Strongbox) -> None:
        self._store = store
        self._strongbox = strongbox
        self._keyring: Keyring | None = keyring
        self._lock = RLock()
        self._head: Head | None = None
        self._sealed_head = b""
        self._rows: dict[bytes, Row] = {}
        self._kinds: dict[bytes, dict[bytes, None]] = {}
        self.vault = keyring.vault

    @property
    def keyring(self) -> Keyring:
        """The vault's keys."""
        if self._keyring is None:
            raise LockedError("locked")
        return self._keyring

    @property
    def closed(self) -> bool:
        """Whether the keys are gone."""
        return self._keyring is None

    @property
    def head(self) -> Head:
        """The head as of the last transaction."""
        if self._head is None:
            raise LockedError("locked")
        return self._head

    @property
    def tip(self) -> bytes:
        """SHA-256 of the sealed head."""
        return hashlib.sha256(self._sealed_head).digest()

    def close(self) -> None:
        """Drop the keys and all that was remembered."""
        with self._lock:
            self._keyring = None
            self._head = None
            self._rows, self._kinds = {}, {}

    # Transactions

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A view of one moment, caught up with what others wrote."""
        with self._lock:
            self.keyring  # noqa: B018  refuses when locked, before the store is touched
            with self._store.read() as connection:
                self._catch_up(connection)
                yield connection

    @contextmanager
    def writing(self, prepare: Callable[[Connection], None] | None = None) -> Iterator["Draft"]:
        """One change, all or nothing: durable when the block is left without an error.

        Args:
            prepare: Done first, in the same transaction: a new vault's own row is written so.
        """
        with self._lock:
            self.keyring  # noqa: B018  refuses when locked, before the store is touched
            with self._store.write() as connection:
                if prepare is not None:
                    prepare(connection)
                self._catch_up(connection)
                draft = Draft(self, connection)
                yield draft
                draft.finish()
            self._apply(draft)

    # What is live

    def find(self, tag: bytes) -> Row | None:
        """The live row at `tag`."""
        return self._rows.get(tag)

    def tags(self, kind: str) -> tuple[bytes, ...]:
        """The live rows of a kind, in the order they were first put."""
        return tuple(self._kinds.get(self.keyring.kind_tag(kind), ()))

    def counts(self) -> dict[str, int]:
        """Live rows by kind name; kinds without any are left out."""
        counted = {kind: len(self.tags(kind)) for kind in self.head.kinds}
        return {kind: count for kind, count in counted.items() if count}

    def stored_bytes(self) -> int:
        """Ciphertext of all live rows."""
        return sum(row.size for row in self._rows.values())

    def batches(self, tags: Sequence[bytes]) -> Iterator[list[bytes]]:
        """The tags in runs that fit in memory together."""
        batch: list[bytes] = []
        size = 0
        for tag in tags:
            row = self._rows.get(tag)
            if row is None:
                continue
            if batch and (len(batch) == _BATCH_ROWS or size + row.size > _BATCH_BYTES):
                yield batch
                batch, size = [], 0
            batch.append(tag)
            size += row.size
        if batch:
            yield batch

    def fetch(self, connection: Connection, tags: Sequence[bytes]) -> list[Item]:
        """The items at `tags`, in that order; those no longer live are left out.

        Raises:
            IntegrityError: ``vault_altered`` for a row that is missing or another one; ``seal_broken``.
        """
        live = [tag for tag in tags if tag in self._rows]
        columns = (rows.c.tag, rows.c.kind, rows.c.position, rows.c.version, rows.c.seal, rows.c.body)
        query = select(*columns).where(rows.c.vault == self.vault, rows.c.tag.in_(live))
        found = {tag: (_pins(*pins), body) for tag, *pins, body in connection.execute(query)}
        return [self._open(tag, *found[tag]) if tag in found else self._missing() for tag in live]

    def chunks(self, connection: Connection, blob: bytes) -> list[bytes]:
        """The sealed chunks of a blob, in order of number."""
        query = select(chunks.c.number, chunks.c.body).where(
            chunks.c.vault == self.vault, chunks.c.blob == blob
        )
        found = connection.execute(query.order_by(chunks.c.number)).all()
        if [number for number, _ in found] != list(range(len(found))):
            raise IntegrityError("seal_broken")
        return [bytes(body) for _, body in found]

    def stored_slots(self, connection: Connection) -> dict[int, bytes]:
        """The key slots, as the head commits to them.

        Raises:
            IntegrityError: ``vault_altered``: an older or foreign slot was put in.
        """
        found = read_slots(connection, self.vault)
        if not hmac.compare_digest(slots_digest(found), self.head.slots):
            raise IntegrityError("vault_altered")
        return found

    def check_anchor(self, anchor: Anchor | None) -> None:
        """Refuse a head that is older than what was known before it was read.

        Raises:
            IntegrityError: ``vault_rolled_back``.
        """
        if anchor is None or self.head.counter > anchor.counter:
            return
        if self.head.counter < anchor.counter or not hmac.compare_digest(self.tip, anchor.tip):
            raise IntegrityError("vault_rolled_back")

    def reload(self, connection: Connection) -> None:
        """Read every seal again and compare with the head."""
        self._load(connection, self.head)

    # Catching up

    def _catch_up(self, connection: Connection) -> None:
        sealed = connection.execute(
            select(vaults.c.head).where(vaults.c.vault == self.vault)
        ).scalar_one_or_none()
        if sealed is None:
            self.close()
            raise LockedError("vault_gone")
        if sealed == self._sealed_head:
            return
        head = unseal_head(self.keyring, sealed)
        if self._head is not None and head.counter <= self._head.counter:
            raise IntegrityError("vault_rolled_back")
        if self._head is None or not self._follow(connection, self._head, head):
            self._load(connection, head)
        self._head, self._sealed_head = head, sealed

    def _follow(self, connection: Connection, known: Head, head: Head) -> bool:
        """Take in only the rows written since; False when that does not explain the new head (a removal)."""
        newer = self._scan(connection, since=known.counter)
        total = known.sum + sum(row.leaf for row in newer.values())
        total -= sum(self._rows[tag].leaf for tag in newer if tag in self._rows)
        count = known.rows + sum(tag not in self._rows for tag in newer)
        if (total % SUM_MODULUS, count) != (head.sum, head.rows):
            return False
        for tag, row in newer.items():
            self._remember(tag, row)
        return True

    def _load(self, connection: Connection, head: Head) -> None:
        live = self._scan(connection)
        if (sum(row.leaf for row in live.values()) % SUM_MODULUS, len(live)) != (head.sum, head.rows):
            raise IntegrityError("vault_altered")
        self._rows, self._kinds = {}, {}
        for tag, row in live.items():
            self._remember(tag, row)

    def _scan(self, connection: Connection, since: int | None = None) -> dict[bytes, Row]:
        """Every row of the vault (or those with a later version than `since`), by position."""
        columns = (rows.c.tag, rows.c.kind, rows.c.position, rows.c.version, rows.c.seal)
        query = select(*columns, func.length(rows.c.body)).where(rows.c.vault == self.vault)
        if since is not None:
            query = query.where(rows.c.version > since)
        found: list[tuple[bytes, Row]] = []
        for tag, *columns_read, size in connection.execute(query):
            pins = _pins(*columns_read)
            leaf = self.keyring.leaf(tag, *pins)
            found.append((tag, Row(pins.kind, pins.position, pins.version, leaf, size)))
        found.sort(key=lambda pair: pair[1].position)
        return dict(found)

    def _remember(self, tag: bytes, row: Row) -> None:
        known = self._rows.get(tag)
        if known is not None and known.position != row.position:
            self._forget(tag)
        self._rows[tag] = row
        self._kinds.setdefault(row.kind, {})[tag] = None

    def _forget(self, tag: bytes) -> None:
        row = self._rows.pop(tag, None)
        if row is not None:
            del self._kinds[row.kind][tag]

    def _apply(self, draft: "Draft") -> None:
        if draft.head is None:
            return
        for tag, row in draft.changes.items():
            self._forget(tag) if row is None else self._remember(tag, row)
        self._head, self._sealed_head = draft.head, draft.sealed_head
        self._advance_anchor()

    def _advance_anchor(self) -> None:
        """Written after the commit, so that the anchor never leads; a failure costs no acknowledged write."""
        try:
            self._strongbox.advance_anchor(self.vault, Anchor(self.head.counter, self.tip))
        except AppError as error:
            fault(error.code, error, vault=self.vault.hex())

    # Opening a row

    def _open(self, tag: bytes, pins: Pins, body: bytes) -> Item:
        if self.keyring.leaf(tag, *pins) != self._rows[tag].leaf:
            raise IntegrityError("vault_altered")
        context = row_context(self.vault, tag, pins.kind, pins.position, pins.version)
        item = unframe(unseal(self.keyring.rows, context, Sealed(pins.seal, body)))
        if self.keyring.tag(item.kind, item.id) != tag or self.keyring.kind_tag(item.kind) != pins.kind:
            raise IntegrityError("seal_broken")
        return item

    @staticmethod
    def _missing() -> Item:
        raise IntegrityError("vault_altered")


class Draft:
    """A change being made inside one write transaction. Made by `Ledger.writing`."""

    def __init__(self, ledger: Ledger, connection: Connection) -> None:
        self._ledger = ledger
        self.connection = connection
        self.changes: dict[bytes, Row | None] = {}
        self.head: Head | None = None
        self.sealed_head = b""
        self._inserts: dict[bytes, dict[str, object]] = {}
        self._before = ledger.head
        self._version = self._before.counter + 1
        self._position = self._before.position
        self._names = dict.fromkeys(self._before.kinds)
        self._slots = self._before.slots

    def has(self, kind: str, name: str) -> bool:
        """Whether the item is there, this change included."""
        return self._live(self._ledger.keyring.tag(kind, name)) is not None

    def put(self, item: Item) -> None:
        """Add the item, or replace the one of its kind and id, which keeps its place.

        Raises:
            InputError: ``item_invalid``, ``item_too_large``.
        """
        check_item(item)
        keys = self._ledger.keyring
        tag, kind = keys.tag(item.kind, item.id), keys.kind_tag(item.kind)
        known = self._live(tag)
        position = self._position if known is None else known.position
        context = row_context(keys.vault, tag, kind, position, self._version)
        sealed = seal(keys.rows, context, frame(item))
        pins = Pins(kind, position, self._version, sealed.seal)
        self.changes[tag] = Row(*pins[:3], keys.leaf(tag, *pins), len(sealed.body))
        self._inserts[tag] = {"vault": keys.vault, "tag": tag, "body": sealed.body, **pins._asdict()}
        self._names[item.kind] = None
        self._position += known is None

    def remove(self, kind: str, name: str) -> bool:
        """Take the item away; False when it was not there."""
        tag = self._ledger.keyring.tag(kind, name)
        if self._live(tag) is None:
            return False
        self.changes[tag] = None
        self._inserts.pop(tag, None)
        return True

    def put_chunks(self, blob: bytes, bodies: Iterable[bytes]) -> None:
        """Write the sealed chunks of a blob, of which none is there yet."""
        self.remove_chunks(blob)
        for number, body in enumerate(bodies):
            self.connection.execute(
                insert(chunks).values(vault=self._ledger.vault, blob=blob, number=number, body=body)
            )

    def remove_chunks(self, blob: bytes) -> None:
        """Take the chunks of a blob away."""
        self.connection.execute(
            delete(chunks).where(chunks.c.vault == self._ledger.vault, chunks.c.blob == blob)
        )

    def set_slot(self, slot: Slot) -> None:
        """Replace the slot of that type; the head commits to the new one."""
        found = self._ledger.stored_slots(self.connection) | {slot.type: slot.encode()}
        write_slot(self.connection, self._ledger.vault, slot.type, slot.encode())
        self._slots = slots_digest(found)

    def finish(self) -> None:
        """Write rows and head; the commit is the transaction's."""
        if not self.changes and self._slots == self._before.slots:
            return
        self._write_rows()
        before = [self._ledger.find(tag) for tag in self.changes]
        total = self._before.sum - sum(row.leaf for row in before if row)
        total += sum(row.leaf for row in self.changes.values() if row)
        count = self._before.rows - sum(row is not None for row in before) + len(self._inserts)
        head = Head(
            self._version, count, total % SUM_MODULUS, self._position, self._slots, tuple(self._names)
        )
        self.sealed_head = seal_head(self._ledger.keyring, head)
        self.connection.execute(
            update(vaults).where(vaults.c.vault == self._ledger.vault).values(head=self.sealed_head)
        )
        self.head = head

    def _live(self, tag: bytes) -> Row | None:
        return self.changes[tag] if tag in self.changes else self._ledger.find(tag)

    def _write_rows(self) -> None:
        gone = [{"gone": tag} for tag in self.changes if self._ledger.find(tag)]
        if gone:
            where = (rows.c.vault == self._ledger.vault, rows.c.tag == bindparam("gone"))
            self.connection.execute(delete(rows).where(*where), gone)
        if self._inserts:
            self.connection.execute(insert(rows), list(self._inserts.values()))


def first_head(slots_now: dict[int, bytes]) -> Head:
    """The head of a vault that holds nothing yet."""
    return Head(0, 0, EMPTY_SUM, 0, slots_digest(slots_now), ())


def read_slots(connection: Connection, vault: bytes) -> dict[int, bytes]:
    """The key slots of a vault by type, unchecked."""
    query = select(slots.c.type, slots.c.body).where(slots.c.vault == vault)
    return {int(kind): bytes(body) for kind, body in connection.execute(query)}


def write_slot(connection: Connection, vault: bytes, kind: int, body: bytes) -> None:
    """Put a slot in the place of the one of its type."""
    connection.execute(delete(slots).where(slots.c.vault == vault, slots.c.type == kind))
    connection.execute(insert(slots).values(vault=vault, type=kind, body=body))

"""The live rows of one vault, as its sealed head commits to them.

The head holds how many rows are live and the sum of their leaves, a leaf being a secret pseudorandom
number of everything that pins a row (see `docs/decisions/vault-head.md` for why a sum is sound).
The ledger keeps every leaf in memory, so that one row is checked by one comparison and one change costs
the same at ten rows and at a hundred thousand. Other processes may write the same vault: each
transaction first reads the head, and catches up when somebody moved it.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import RLock

from sqlalchemy import Connection, bindparam, func, select

from core.errors import AppError, IntegrityError, LockedError
from core.log import fault
from vault.backends import Store
from vault.draft import KIND, Draft
from vault.format import ID_BYTES, SEAL_BYTES, SUM_MODULUS, Head, Item, row_context, unframe
from vault.head import unseal_head
from vault.index import Index, Pins, Row
from vault.keys import Keyring
from vault.seal import Sealed, unseal
from vault.strongbox import Anchor, Strongbox
from vault.tables import chunks, rows, vaults

_NUMBER_MAX = 1 << 63

# Built once: composing a statement costs more than running it.
_READ_HEAD = select(vaults.c.head).where(vaults.c.vault == bindparam("vault"))
_READ_ROWS = select(rows.c.tag, rows.c.kind, rows.c.position, rows.c.version, rows.c.seal, rows.c.body).where(
    rows.c.vault == bindparam("vault"), rows.c.tag.in_(bindparam("tags", expanding=True))
)


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
        self.index = Index()
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
            self.index = Index()

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
    def writing(self, prepare: Callable[[Connection], None] | None = None) -> Iterator[Draft]:
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
                draft = Draft(connection, self.index, self.keyring, self.head)
                yield draft
                draft.finish()
            self._apply(draft)

    # What is live

    def tags(self, kind: str) -> tuple[bytes, ...]:
        """The live rows of a kind, in the order they were first put."""
        return self.index.tags(self.keyring.kind_tag(kind))

    def counts(self, connection: Connection) -> dict[str, int]:
        """Live rows by kind name, parts of a kind together; the rows that hold kind names are left out."""
        counted: Counter[str] = Counter()
        for batch in self.index.batches(self.tags(KIND)):
            for item in self.fetch(connection, batch):
                counted[item.id.partition("/")[0]] += len(self.tags(item.id))
        return dict(counted)

    def fetch(self, connection: Connection, tags: Sequence[bytes]) -> list[Item]:
        """The items at `tags`, in that order; those no longer live are left out.

        Raises:
            IntegrityError: ``vault_altered`` for a row that is missing or another one; ``seal_broken``.
        """
        live = [tag for tag in tags if self.index.find(tag)]
        if not live:
            return []
        read = connection.execute(_READ_ROWS, {"vault": self.vault, "tags": live})
        found = {tag: (_pins(*pins), body) for tag, *pins, body in read}
        if len(found) != len(live):
            raise IntegrityError("vault_altered")
        return [self._open(tag, *found[tag]) for tag in live]

    def chunks(self, connection: Connection, blob: bytes) -> list[bytes]:
        """The sealed chunks of a blob, in order of number."""
        query = select(chunks.c.number, chunks.c.body).where(
            chunks.c.vault == self.vault, chunks.c.blob == blob
        )
        found = connection.execute(query.order_by(chunks.c.number)).all()
        if [number for number, _ in found] != list(range(len(found))):
            raise IntegrityError("seal_broken")
        return [bytes(body) for _, body in found]

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
        sealed = connection.execute(_READ_HEAD, {"vault": self.vault}).scalar_one_or_none()
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
        replaced = [row for row in (self.index.find(tag) for tag, _ in newer) if row]
        total = known.sum + sum(row.leaf for _, row in newer) - sum(row.leaf for row in replaced)
        count = known.rows + len(newer) - len(replaced)
        if (total % SUM_MODULUS, count) != (head.sum, head.rows):
            return False
        for tag, row in newer:
            self.index.put(tag, row)
        return True

    def _load(self, connection: Connection, head: Head) -> None:
        index = Index(self._scan(connection))
        if (index.leaves() % SUM_MODULUS, len(index)) != (head.sum, head.rows):
            raise IntegrityError("vault_altered")
        self.index = index

    def _scan(self, connection: Connection, since: int | None = None) -> list[tuple[bytes, Row]]:
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
        return found

    def _apply(self, draft: Draft) -> None:
        if draft.head is None:
            return
        for tag, row in draft.changes.items():
            if row is None:
                self.index.drop(tag)
            else:
                self.index.put(tag, row)
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
        known = self.index.find(tag)
        if known is None or self.keyring.leaf(tag, *pins) != known.leaf:
            raise IntegrityError("vault_altered")
        context = row_context(self.vault, tag, pins.kind, pins.position, pins.version)
        item = unframe(unseal(self.keyring.rows, context, Sealed(pins.seal, body)))
        if self.keyring.tag(item.kind, item.id) != tag or self.keyring.kind_tag(item.kind) != pins.kind:
            raise IntegrityError("seal_broken")
        return item

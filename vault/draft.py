"""A change being made to a vault: rows put and removed, slots rewritten, and the head that follows."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert, update

from vault.format import SUM_MODULUS, Head, Item, Slot, check_item, frame, row_context, slots_digest
from vault.head import seal_head
from vault.index import Index, Pins, Row
from vault.keys import Keyring
from vault.seal import seal
from vault.slots import checked_slots, write_slot
from vault.tables import chunks, rows, vaults

KIND = "kind"
"""Kind of the rows that hold the names of the kinds in use."""


class Draft:
    """A change being made inside one write transaction. Made by `Ledger.writing`."""

    def __init__(self, connection: Connection, index: Index, keyring: Keyring, head: Head) -> None:
        self.connection = connection
        self._index = index
        self._keyring = keyring
        self.changes: dict[bytes, Row | None] = {}
        self.head: Head | None = None
        self.sealed_head = b""
        self._inserts: dict[bytes, dict[str, object]] = {}
        self._before = head
        self._version = self._before.counter + 1
        self._position = self._before.position
        self._kinds: dict[str, bytes] = {}
        self._slots = self._before.slots

    def has(self, kind: str, name: str) -> bool:
        """Whether the item is there, this change included."""
        return self._live(self._keyring.tag(kind, name)) is not None

    def put(self, item: Item) -> None:
        """Add the item, or replace the one of its kind and id, which keeps its place.

        Raises:
            InputError: ``item_invalid``, ``item_too_large``.
        """
        check_item(item)
        keys = self._keyring
        tag, kind = keys.tag(item.kind, item.id), self._touch(item.kind)
        known = self._live(tag)
        position = self._position if known is None else known.position
        context = row_context(keys.vault, tag, kind, position, self._version)
        sealed = seal(keys.rows, context, frame(item))
        pins = Pins(kind, position, self._version, sealed.seal)
        if known is None:
            self.changes.pop(tag, None)  # removed a moment ago: it now comes last, here as on the disk
        self.changes[tag] = Row(kind, position, self._version, keys.leaf(tag, *pins), len(sealed.body))
        self._inserts[tag] = {"vault": keys.vault, "tag": tag, "body": sealed.body, **pins._asdict()}
        self._position += known is None

    def remove(self, kind: str, name: str) -> bool:
        """Take the item away; False when it was not there."""
        tag = self._keyring.tag(kind, name)
        if self._live(tag) is None:
            return False
        self.changes[tag] = None
        self._inserts.pop(tag, None)
        self._touch(kind)
        return True

    def put_chunks(self, blob: bytes, bodies: Iterable[bytes]) -> None:
        """Write the sealed chunks of a blob, of which none is there yet."""
        self.remove_chunks(blob)
        for number, body in enumerate(bodies):
            self.connection.execute(
                insert(chunks).values(vault=self._keyring.vault, blob=blob, number=number, body=body)
            )

    def remove_chunks(self, blob: bytes) -> None:
        """Take the chunks of a blob away."""
        self.connection.execute(
            delete(chunks).where(chunks.c.vault == self._keyring.vault, chunks.c.blob == blob)
        )

    def set_slot(self, slot: Slot) -> None:
        """Replace the slot of that type; the head commits to the new one."""
        found = checked_slots(self.connection, self._keyring.vault, self._before.slots) | {
            slot.type: slot.encode()
        }
        write_slot(self.connection, self._keyring.vault, slot.type, slot.encode())
        self._slots = slots_digest(found)

    def finish(self) -> None:
        """Write rows and head; the commit is the transaction's."""
        if not self.changes and self._slots == self._before.slots:
            return
        self._name_kinds()
        self._write_rows()
        before = [self._index.find(tag) for tag in self.changes]
        total = self._before.sum - sum(row.leaf for row in before if row)
        total += sum(row.leaf for row in self.changes.values() if row)
        count = self._before.rows - sum(row is not None for row in before) + len(self._inserts)
        head = Head(self._version, count, total % SUM_MODULUS, self._position, self._slots)
        self.sealed_head = seal_head(self._keyring, head)
        self.connection.execute(
            update(vaults).where(vaults.c.vault == self._keyring.vault).values(head=self.sealed_head)
        )
        self.head = head

    def _live(self, tag: bytes) -> Row | None:
        return self.changes[tag] if tag in self.changes else self._index.find(tag)

    def _touch(self, kind: str) -> bytes:
        """The tag of a kind of which rows come or go."""
        if kind not in self._kinds:
            self._kinds[kind] = self._keyring.kind_tag(kind)
        return self._kinds[kind]

    def _name_kinds(self) -> None:
        """Keep one row per kind in use, holding its name, which the rows of that kind do not show."""
        gained: Counter[bytes] = Counter()
        for tag, row in self.changes.items():
            known = self._index.find(tag)
            if row is not None:
                gained[row.kind] += known is None
            elif known is not None:
                gained[known.kind] -= 1
        for kind, tag in sorted(self._kinds.items()):
            if len(self._index.tags(tag)) + gained[tag]:
                if not self.has(KIND, kind):
                    self.put(Item(KIND, kind, b""))
            else:
                self.remove(KIND, kind)

    def _write_rows(self) -> None:
        gone = [{"gone": tag} for tag in self.changes if self._index.find(tag)]
        if gone:
            where = (rows.c.vault == self._keyring.vault, rows.c.tag == bindparam("gone"))
            self.connection.execute(delete(rows).where(*where), gone)
        if self._inserts:
            self.connection.execute(insert(rows), list(self._inserts.values()))

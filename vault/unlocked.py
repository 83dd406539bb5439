"""One person's vault, open. Everything a caller does with sealed things goes through `Unlocked`."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from core.clock import Clock
from core.errors import InputError
from core.log import event
from vault import audit
from vault.audit import Entry, Event
from vault.deliveries import OWN_KINDS, absorb, check_inbox_key, vouch_again
from vault.draft import Draft
from vault.format import ID_BYTES, Item
from vault.keys import ServerKeys, Stretcher, passphrase_slot, recovery_slot
from vault.ledger import Ledger
from vault.originals import BLOB, put_original, read_original, remove_original
from vault.passphrase import check_passphrase
from vault.recovery import CODE_BYTES, write_code
from vault.slots import checked_slots
from vault.strongbox import Anchor, Strongbox
from vault.verify import VerifyReport, verify

__all__ = ["Blob", "Item", "Unlocked", "VerifyReport", "new_id"]


def new_id() -> str:
    """An id that says nothing: 32 hex digits, random."""
    return os.urandom(ID_BYTES).hex()


@dataclass(frozen=True, slots=True)
class Blob:
    """An original, kept byte for byte.

    Attributes:
        id: Opaque; the same bytes have the same id in one vault, and another in every other vault.
        known: Whether it was already here.
    """

    id: str
    known: bool


class Unlocked:
    """A vault whose keys are in memory, until `lock`. Safe to use from several threads.

    The same vault may be open elsewhere, in this process or another: writes never mix, and every read
    sees what was last acknowledged anywhere.

    Raises:
        LockedError: From everything, once locked: ``locked``; ``vault_gone`` when the account was deleted.
        IntegrityError: From everything that reads: ``seal_broken``, ``vault_altered``,
            ``vault_rolled_back``, ``store_damaged``.
        UpstreamError: ``store_busy``, ``store_unavailable``.
    """

    def __init__(
        self, ledger: Ledger, strongbox: Strongbox, server: ServerKeys, stretcher: Stretcher, clock: Clock
    ) -> None:
        self._ledger = ledger
        self._strongbox = strongbox
        self._server = server
        self._stretcher = stretcher
        self._clock = clock
        self.vault_id = ledger.vault.hex()

    # Items

    def put_many(self, items: Iterable[Item], *, remove: Iterable[tuple[str, str]] = ()) -> None:
        """Remove some items, then add or replace others: all of it or nothing, durable on return.

        Args:
            items: Replaced by kind and id; a replaced item keeps its place in the order.
            remove: Pairs of kind and id; those not there are passed over.

        Raises:
            InputError: ``item_invalid`` (also for the vault's own kinds: audit, blob, delivered, kind);
                ``item_too_large`` above 256 MiB.
        """
        batch, gone = list(items), list(remove)
        if any(kind in OWN_KINDS for kind in (*(item.kind for item in batch), *(kind for kind, _ in gone))):
            raise InputError("item_invalid")
        with self._ledger.writing() as draft:
            for kind, name in gone:
                draft.remove(kind, name)
            for item in batch:
                draft.put(item)

    def get(self, kind: str, id: str) -> bytes | None:
        """The body of one item, None when there is none."""
        tag = self._ledger.keyring.tag(kind, id)
        with self._ledger.reading() as connection:
            found = self._ledger.fetch(connection, (tag,))
        return found[0].body if found else None

    def items(self, kind: str) -> Iterator[Item]:
        """The items of a kind that are there now, in the order they were first put.

        They are read in batches as the iterator is used: an item replaced meanwhile comes as it is by
        then, one removed meanwhile is left out.
        """
        with self._ledger.reading():
            batches = list(self._ledger.index.batches(self._ledger.tags(kind)))
        return self._each(batches)

    def _each(self, batches: list[list[bytes]]) -> Iterator[Item]:
        for batch in batches:
            with self._ledger.reading() as connection:
                found = self._ledger.fetch(connection, batch)
            yield from found

    def sizes(self) -> dict[str, int]:
        """How many items there are of each kind (parts of one together), the vault's own included."""
        with self._ledger.reading() as connection:
            return self._ledger.counts(connection)

    # Originals

    def put_blob(self, data: bytes) -> Blob:
        """Keep an original, once: the same bytes again change nothing."""
        with self._ledger.writing() as draft:
            return Blob(*put_original(self._ledger, draft, data))

    def blob(self, id: str) -> bytes:
        """The original, byte for byte.

        Raises:
            NotFoundError: ``not_found``.
        """
        with self._ledger.reading() as connection:
            return read_original(self._ledger, connection, id)

    def blobs(self) -> tuple[str, ...]:
        """The ids of all originals, oldest first."""
        return tuple(item.id for item in self.items(BLOB))

    def remove_blob(self, id: str) -> None:
        """Remove an original; nothing happens when it is not there."""
        with self._ledger.writing() as draft:
            remove_original(draft, id)

    # Keys

    def hmac(self, purpose: str, data: bytes) -> str:
        """A hash of `data` that only this vault can compute: 64 hex digits. Purposes never mix."""
        return self._ledger.keyring.lookup(purpose, data)

    def change_passphrase(self, new: str) -> None:
        """Make `new` the passphrase. One slot is rewritten; nothing else is sealed again.

        Raises:
            InputError: ``passphrase_weak``.
        """
        check_passphrase(new)
        self._write_passphrase_slot(new, Event.PASSPHRASE_CHANGED)
        event("passphrase_changed", vault=self.vault_id)

    def strengthen(self, passphrase: str) -> None:
        """Wrap the key again for the same passphrase, at the present cost of a guess."""
        self._write_passphrase_slot(passphrase, Event.PASSPHRASE_STRENGTHENED)

    def new_recovery_code(self) -> str:
        """A new recovery code, to be shown once; the old one opens nothing from now on."""
        secret = os.urandom(CODE_BYTES)
        slot = recovery_slot(self._ledger.keyring, secret)
        with self._ledger.writing() as draft:
            draft.set_slot(slot)
            self._note(draft, Event.RECOVERY_CODE_CHANGED)
        event("recovery_code_changed", vault=self.vault_id)
        return write_code(secret)

    def _write_passphrase_slot(self, passphrase: str, what: Event) -> None:
        keyring = self._ledger.keyring
        share = self._strongbox.make_share(keyring.vault)
        slot = passphrase_slot(keyring, passphrase, share, self._stretcher)
        with self._ledger.writing() as draft:
            draft.set_slot(slot)
            self._note(draft, what)

    # Audit

    def record(self, what: Event, count: int = 0) -> None:
        """Add a security event to the vault's audit trail."""
        with self._ledger.writing() as draft:
            self._note(draft, what, count)

    def audit_trail(self) -> tuple[Entry, ...]:
        """Every security event, oldest first.

        Raises:
            IntegrityError: ``audit_broken``.
        """
        return audit.check(item.body for item in self.items(audit.KIND))

    def _note(self, draft: Draft, what: Event, count: int = 0) -> None:
        known = self._ledger.tags(audit.KIND)
        last = self._ledger.fetch(draft.connection, known[-1:])
        entry = audit.following(last[0].body if last else None, what, self._clock.now(), count)
        draft.put(Item(audit.KIND, f"{entry.number:012d}", entry.encode()))

    # Opening, checking, closing

    def begin(
        self,
        what: Event,
        anchor: Anchor | None,
        *,
        items: Iterable[Item] = (),
        prepare: Callable[[Connection], None] | None = None,
    ) -> None:
        """The first transaction after the key was found: check what can be checked, empty the inbox, note it.

        Args:
            what: How it was opened.
            anchor: Read before the head was.
            items: What a new vault begins with.
            prepare: Writes a new vault's own row, in the same transaction.

        Raises:
            IntegrityError: ``vault_altered``, ``vault_rolled_back``, ``inbox_key_damaged``, ``seal_broken``.
        """
        with self._ledger.writing(prepare) as draft:
            self._ledger.check_anchor(anchor)
            checked_slots(draft.connection, self._ledger.vault, self._ledger.head.slots)
            if not check_inbox_key(self._server, draft.connection, self._ledger.keyring):
                vouch_again(self._server, draft.connection, self._ledger.keyring)
            for item in items:
                draft.put(item)
            absorbed = absorb(self._server, self._ledger, draft)
            self._note(draft, what, absorbed)

    def absorb(self) -> int:
        """Take in what jobs delivered while the vault was locked (or since); the number of new items."""
        with self._ledger.writing() as draft:
            absorbed = absorb(self._server, self._ledger, draft)
            if absorbed:
                self._note(draft, Event.INBOX_ABSORBED, absorbed)
        return absorbed

    def verify(self) -> VerifyReport:
        """Open every seal there is.

        Raises:
            IntegrityError: At the first that does not hold: ``seal_broken``, ``vault_altered``,
                ``audit_broken``, ``delivery_broken``, ``inbox_key_damaged``.
        """
        return verify(self._ledger, self._server)

    @property
    def locked(self) -> bool:
        """Whether the keys are gone."""
        return self._ledger.closed

    def lock(self) -> None:
        """Drop the keys. Everything asked afterwards raises ``locked``."""
        self._ledger.close()

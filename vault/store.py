"""All the vaults of one installation: make, open, delete, back up, put back. Names are not kept in clear."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from weakref import WeakSet

from sqlalchemy import Column, Connection, delete, func, insert, select

from core.clock import Clock
from core.errors import (
    AppError,
    InputError,
    IntegrityError,
    NotFoundError,
    WrongPassphraseError,
)
from core.log import event
from vault.audit import Event
from vault.backends.sqlite import SqliteStore, database_path
from vault.backup import read_backup, refuse_existing, write_backup
from vault.deliveries import OWN_KINDS, inbox_mark, put_delivery, vouched_key
from vault.format import ID_BYTES, Item, Slot, SlotType
from vault.head import first_head, seal_head
from vault.keys import (
    KEY_BYTES,
    STRONG,
    KdfCost,
    Keyring,
    ServerKeys,
    Stretcher,
    open_passphrase_slot,
    open_recovery_slot,
    passphrase_slot,
    recovery_slot,
)
from vault.ledger import Ledger
from vault.migrations import migrate
from vault.originals import BLOB
from vault.passphrase import check_passphrase
from vault.recovery import CODE_BYTES, read_code, write_code
from vault.slots import read_slots, write_slot
from vault.strongbox import Strongbox
from vault.tables import PERSONAL, chunks, deliveries, rows, vaults
from vault.unlocked import Unlocked

PROFILE = "profile"
"""Kind and id of the item that `Vaults.create` writes when it is given a profile."""

_COPIED_TOGETHER = 16


@dataclass(frozen=True, slots=True)
class DeletionReceipt:
    """What was removed when an account was deleted.

    Attributes:
        vault_id: Which vault.
        rows: Items removed, by kind.
        blobs: Originals removed.
        bytes: Ciphertext removed.
        when: UTC.
        compacted: Whether the file was rewritten without them too. The bytes were overwritten in any case;
            False means another process held the file, and the next deletion or start does it.
    """

    vault_id: str
    rows: dict[str, int]
    blobs: int
    bytes: int
    when: datetime
    compacted: bool


class Vaults:
    """Every account of one data folder.

    Args:
        engine_url: SQLAlchemy address of the sealed rows: a SQLite file, made when absent.
        secrets: The secrets folder, which must not lie in the data folder nor in its backups.
        clock: For the audit trail and receipts.
        kdf: Cost of one guess at a passphrase, for slots written from now on; older ones are raised to it
            at sign-in.

    Raises:
        ConfigError: ``store_unsupported``, ``store_newer``, ``secrets_missing``.
        IntegrityError: ``store_damaged``, ``secrets_damaged``.
        UpstreamError: ``store_unavailable``, ``store_busy``, ``secrets_unavailable``.
    """

    def __init__(self, engine_url: str, secrets: Path, *, clock: Clock, kdf: KdfCost = STRONG) -> None:
        self._path = database_path(engine_url)
        self._store = SqliteStore(self._path)
        self._clock = clock
        self._stretcher = Stretcher(kdf)
        self._opened: WeakSet[Unlocked] = WeakSet()
        try:
            with self._store.write() as connection:
                migrate(connection)
                empty = connection.execute(select(func.count()).select_from(vaults)).scalar_one() == 0
            self._strongbox = Strongbox(secrets)
            self._server = ServerKeys.of(self._strongbox.server_secret(may_create=empty))
        except AppError:
            self._store.close()
            raise

    def create(self, name: str, passphrase: str, *, profile: bytes = b"") -> tuple[Unlocked, str]:
        """Make an account and open its vault.

        Args:
            name: 1 to 64 characters; compared without regard to case and accents' encoding.
            passphrase: At least 12 characters that are hard to guess.
            profile: Kept as the item (`PROFILE`, `PROFILE`) when not empty.

        Returns:
            The open vault, and its recovery code, to be shown once and kept nowhere.

        Raises:
            InputError: ``name_invalid``, ``passphrase_weak``, ``account_exists``.
        """
        account = self._server.account(name)
        check_passphrase(passphrase, name=name)
        keyring = Keyring.of(os.urandom(ID_BYTES), os.urandom(KEY_BYTES))
        code = os.urandom(CODE_BYTES)
        share = self._strongbox.make_share(keyring.vault)
        slots = (
            passphrase_slot(keyring, passphrase, share, self._stretcher),
            recovery_slot(keyring, code),
        )

        def prepare(connection: Connection) -> None:
            refuse_existing(connection, account)
            self._insert(connection, account, keyring, slots)

        vault = self._unlocked(keyring)
        items = [Item(PROFILE, PROFILE, profile)] if profile else []
        try:
            vault.begin(Event.CREATED, None, items=items, prepare=prepare)
        except InputError:
            self._strongbox.destroy(keyring.vault)
            raise
        event("vault_created", vault=vault.vault_id)
        return vault, write_code(code)

    def open(self, name: str, passphrase: str) -> Unlocked:
        """Open a vault. Trying an unknown name costs the same work as trying a wrong passphrase.

        Raises:
            WrongPassphraseError: ``wrong_passphrase``; ``share_missing`` when the account is here but its
                share is not in the secrets folder (a backup put back elsewhere: the recovery code opens it).
            IntegrityError: What was found is not what was sealed.
        """
        found = self._find(name)
        if found is None:
            self._stretcher.stretch(passphrase, os.urandom(16), self._stretcher.cost)
            raise WrongPassphraseError("wrong_passphrase")
        slot = _slot(found.slots, SlotType.PASSPHRASE)
        share = self._strongbox.share(found.vault)
        master = open_passphrase_slot(slot, found.vault, passphrase, share or b"", self._stretcher)
        if master is None:
            raise WrongPassphraseError("wrong_passphrase" if share else "share_missing")
        vault = self._begin(Keyring.of(found.vault, master), Event.OPENED)
        if KdfCost(slot.memory_kib, slot.passes, slot.lanes).weaker_than(self._stretcher.cost):
            vault.strengthen(passphrase)
        return vault

    def open_with_recovery(self, name: str, code: str) -> Unlocked:
        """Open a vault with its recovery code, whatever its spaces, dashes and case.

        Raises:
            WrongPassphraseError: ``recovery_code_mistyped`` when it cannot be any code;
                ``wrong_recovery_code``.
            IntegrityError: What was found is not what was sealed.
        """
        secret = read_code(code)
        found = self._find(name)
        slot = None if found is None else _slot(found.slots, SlotType.RECOVERY)
        master = open_recovery_slot(slot, found.vault, secret) if found and slot else None
        if found is None or master is None:
            raise WrongPassphraseError("wrong_recovery_code")
        return self._begin(Keyring.of(found.vault, master), Event.OPENED_WITH_RECOVERY)

    def exists(self, name: str) -> bool:
        """Whether there is an account of that name."""
        return self._find(name) is not None

    def empty(self) -> bool:
        """Whether no account was made here yet."""
        with self._store.read() as connection:
            return connection.execute(select(vaults.c.vault).limit(1)).first() is None

    def delete(self, vault: Unlocked) -> DeletionReceipt:
        """Remove everything of a vault: rows, originals, slots, deliveries, then its share and anchor.

        Once the share is gone no copy of the rows, in any backup, opens by passphrase; a recovery code
        still opens a copy. The vault is locked afterwards.
        """
        vault_id = bytes.fromhex(vault.vault_id)
        vault.record(Event.DELETED)
        kinds = vault.sizes()
        with self._store.write() as connection:
            size = sum(_stored_bytes(connection, body, vault_id) for body in _BODIES)
            for table in PERSONAL:
                connection.execute(delete(table).where(table.c.vault == vault_id))
        self._strongbox.destroy(vault_id)
        vault.lock()
        receipt = DeletionReceipt(
            vault_id=vault.vault_id,
            rows=kinds,
            blobs=kinds.get(BLOB, 0),
            bytes=size,
            when=self._clock.now(),
            compacted=self._store.compact(),
        )
        event("vault_deleted", vault=vault.vault_id, bytes=size, records=sum(kinds.values()))
        return receipt

    def backup(self, vault: Unlocked, target: Path) -> None:
        """Write the vault's sealed rows, as they are, to one file; `target` appears whole or not at all.

        The file holds neither the account's name nor the share: alone it opens with the recovery code only.

        Raises:
            InputError: ``backup_exists``: nothing is overwritten.
            UpstreamError: ``store_unavailable``: no room, or no right, to write there.
        """
        vault.record(Event.BACKED_UP)
        write_backup(self._store, bytes.fromhex(vault.vault_id), target)
        event("vault_backed_up", vault=vault.vault_id)

    def restore(self, source: Path, name: str, *, replace: bool = False) -> str:
        """Put a backup back under an account name. It is opened like any vault afterwards.

        The anchor of that vault is forgotten: going back in time is what was asked for. Seals cannot be
        checked without a key; opening does.

        Args:
            source: A file that `backup` wrote; it is only read.
            name: The account's name from now on.
            replace: Put it in the place of the same vault, or of the account of that name.

        Returns:
            The vault's id.

        Raises:
            InputError: ``backup_missing``; ``account_exists`` without `replace`; ``name_invalid``.
            IntegrityError: ``backup_damaged``: not a whole backup of one vault.
            ConfigError: ``store_newer``: a later Carnet wrote it.
        """
        account = self._server.account(name)
        vault_id = read_backup(source, self._store, self._path, account, replace=replace)
        self._strongbox.forget_anchor(vault_id)
        event("vault_restored", vault=vault_id.hex())
        return vault_id.hex()

    def inbox_key(self, name: str) -> bytes:
        """The half of an account's inbox pair that only writes, for `vault.inbox.seal_for`.

        Raises:
            NotFoundError: ``not_found``: no such account.
            IntegrityError: ``inbox_key_damaged``: it is not the one the vault vouched for when last opened.
        """
        vault_id = self._known(name).vault
        with self._store.read() as connection:
            return vouched_key(self._server, connection, vault_id)

    def deliver(self, name: str, item: Item) -> None:
        """Put an item in an account's inbox, without its passphrase. The vault takes it in when next opened.

        It never replaces an item that is there.

        Raises:
            NotFoundError: ``not_found``: no such account.
            InputError: ``item_invalid``, ``item_too_large``.
            IntegrityError: ``inbox_key_damaged``.
        """
        if item.kind in OWN_KINDS:
            raise InputError("item_invalid")
        vault_id = self._known(name).vault
        with self._store.write() as connection:
            put_delivery(self._server, connection, vault_id, item)

    def close(self) -> None:
        """Lock every vault opened here and let go of the store."""
        for vault in tuple(self._opened):
            vault.lock()
        self._store.close()

    def _find(self, name: str) -> "_Found | None":
        try:
            account = self._server.account(name)
        except InputError:
            return None
        with self._store.read() as connection:
            vault_id = connection.execute(
                select(vaults.c.vault).where(vaults.c.account == account)
            ).scalar_one_or_none()
            return None if vault_id is None else _Found(vault_id, read_slots(connection, vault_id))

    def _known(self, name: str) -> "_Found":
        found = self._find(name)
        if found is None:
            raise NotFoundError("not_found")
        return found

    def _unlocked(self, keyring: Keyring) -> Unlocked:
        ledger = Ledger(self._store, keyring, self._strongbox)
        vault = Unlocked(ledger, self._strongbox, self._server, self._stretcher, self._clock)
        self._opened.add(vault)
        return vault

    def _begin(self, keyring: Keyring, what: Event) -> Unlocked:
        vault = self._unlocked(keyring)
        try:
            vault.begin(what, self._strongbox.anchor(keyring.vault))
        except AppError:
            vault.lock()
            raise
        event("vault_opened", vault=vault.vault_id)
        return vault

    def _insert(
        self, connection: Connection, account: bytes, keyring: Keyring, slots: tuple[Slot, ...]
    ) -> None:
        stored = {int(slot.type): slot.encode() for slot in slots}
        for kind, body in stored.items():
            write_slot(connection, keyring.vault, kind, body)
        connection.execute(
            insert(vaults).values(
                vault=keyring.vault,
                account=account,
                inbox_key=keyring.inbox_public(),
                inbox_mark=inbox_mark(self._server, keyring.vault, keyring.inbox_public()),
                head=seal_head(keyring, first_head(stored)),
            )
        )


_BODIES = (rows.c.body, chunks.c.body, deliveries.c.sealed)


@dataclass(frozen=True, slots=True)
class _Found:
    vault: bytes
    slots: dict[int, bytes]


def _slot(slots: dict[int, bytes], kind: SlotType) -> Slot:
    if kind not in slots:
        raise IntegrityError("slot_damaged")
    slot = Slot.decode(slots[kind])
    if slot.type != kind:
        raise IntegrityError("slot_damaged")
    return slot


def _stored_bytes(connection: Connection, column: Column[bytes], vault_id: bytes) -> int:
    query = select(func.coalesce(func.sum(func.length(column)), 0)).where(column.table.c.vault == vault_id)
    return int(connection.execute(query).scalar_one())

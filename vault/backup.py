"""A backup: the sealed rows of one vault, as they are, in a SQLite file of the same shape as the store.

It holds neither the account's name nor the server share, so that it alone opens with the recovery code
only. Nothing here has a key; whether the seals hold is found out by opening.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, delete, exists, insert, select

from core.errors import InputError, IntegrityError, UpstreamError
from vault.backends import Store
from vault.backends.sqlite import SqliteStore
from vault.files import draft_beside, publish
from vault.format import ID_BYTES
from vault.migrations import migrate
from vault.tables import PERSONAL, vaults

_COPIED_TOGETHER = 16


def write_backup(store: Store, vault: bytes, target: Path) -> None:
    """Copy one vault to `target`, which appears whole or not at all.

    Raises:
        InputError: ``backup_exists``: nothing is overwritten.
        UpstreamError: ``store_unavailable``: no room, or no right, to write there.
    """
    if target.exists():
        raise InputError("backup_exists")
    with _translated(), draft_beside(target) as draft:
        with _opened(draft) as copy, store.read() as source, copy.write() as sink:
            migrate(sink)
            _copy(source, sink, vault, account=b"")
        publish(draft, target)


def read_backup(source: Path, store: Store, beside: Path, account: bytes, *, replace: bool) -> bytes:
    """Copy the vault of a backup into the store under `account`; its id.

    Args:
        source: Only read.
        store: Where to.
        beside: The store's file: a working copy of the backup is made in its folder.
        account: What the store calls the account.
        replace: Put it in the place of the same vault, or of the account of that name.

    Raises:
        InputError: ``backup_missing``; ``account_exists`` without `replace`.
        IntegrityError: ``backup_damaged``: not a whole backup of one vault.
        ConfigError: ``store_newer``: a later Carnet wrote it.
    """
    if not source.is_file():
        raise InputError("backup_missing")
    with _translated(), draft_beside(beside) as draft:
        shutil.copyfile(source, draft)
        with _opened(draft) as copy:
            vault = _only_vault(copy)
            with copy.read() as found, store.write() as sink:
                if replace:
                    _make_room(sink, vault, account)
                refuse_existing(sink, account, vault)
                _copy(found, sink, vault, account=account)
    return vault


def refuse_existing(connection: Connection, account: bytes, vault: bytes = b"") -> None:
    """Refuse to write over an account.

    Raises:
        InputError: ``account_exists``.
    """
    same = (vaults.c.account == account) | (vaults.c.vault == vault)
    if connection.execute(select(exists().where(same))).scalar_one():
        raise InputError("account_exists")


@contextmanager
def _opened(draft: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(draft, log=False)
    try:
        yield store
    finally:
        store.close()


def _only_vault(copy: SqliteStore) -> bytes:
    try:
        with copy.write() as connection:
            copy.check_pages(connection)
            migrate(connection)
            found = connection.execute(select(vaults.c.vault)).scalars().all()
    except IntegrityError:
        raise IntegrityError("backup_damaged") from None
    if len(found) != 1 or len(found[0]) != ID_BYTES:
        raise IntegrityError("backup_damaged")
    return bytes(found[0])


def _make_room(connection: Connection, vault: bytes, account: bytes) -> None:
    same = (vaults.c.account == account) | (vaults.c.vault == vault)
    for found in connection.execute(select(vaults.c.vault).where(same)).scalars().all():
        for table in PERSONAL:
            connection.execute(delete(table).where(table.c.vault == found))


def _copy(source: Connection, sink: Connection, vault: bytes, *, account: bytes) -> None:
    """Every row of one vault, as it is, but for the account and the mark that opening makes again."""
    for table in PERSONAL:
        query = select(table).where(table.c.vault == vault)
        found = source.execution_options(yield_per=_COPIED_TOGETHER).execute(query).mappings()
        for batch in found.partitions(_COPIED_TOGETHER):
            values = [dict(row) for row in batch]
            if table is vaults:
                values = [row | {"account": account, "inbox_mark": b""} for row in values]
            sink.execute(insert(table), values)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except FileExistsError:
        raise InputError("backup_exists") from None
    except OSError:
        raise UpstreamError("store_unavailable") from None

"""What the workbench keeps, sealed: dictionaries by kind and id, each with a revision.

One vault of the same format as a person's, in ``<home>/workbench.db``. Its passphrase is 256 random bits in
the secrets folder, so that the data folder alone, or a backup of it, opens nothing. It opens at first use.

A writer says which revision it read. If another wrote meanwhile it is told so and nothing is overwritten.
Writers of several processes (the server, the command line) take turns at a lock file.
"""

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Any

import orjson

from core.clock import Clock
from core.errors import ConfigError, InputError, NotFoundError
from vault import files
from vault.keys import STRONG, KdfCost
from vault.store import Vaults
from vault.unlocked import Item, Unlocked

Data = dict[str, Any]
"""What an item holds: JSON, so dates as ISO text and numbers that matter as text."""

NEW = 0
"""The revision of what is not there yet."""

_ACCOUNT = "workbench"


@dataclass(frozen=True, slots=True)
class Kept:
    """One item as it is kept.

    Attributes:
        kind: As the vault's kinds: ``draft``, ``comment/<draft id>``.
        id: Unique within the kind.
        revision: 1 when first written, one more with each write.
        at: When this revision was written, UTC.
        data: What it holds.
    """

    kind: str
    id: str
    revision: int
    at: datetime
    data: Data


class Store:
    """The sealed store of one installation's workbench. Safe from several threads and processes.

    Args:
        home: The data folder.
        secrets: The secrets folder.
        clock: For the time of each write.
        kdf: Cost of opening; only tests lower it.

    Raises:
        ConfigError, IntegrityError, UpstreamError: From every method, as `vault.store.Vaults`.
    """

    def __init__(self, home: Path, secrets: Path, clock: Clock, *, kdf: KdfCost = STRONG) -> None:
        self._home = home
        self._secrets = secrets / "workbench"
        self._clock = clock
        self._kdf = kdf
        self._lock = RLock()
        self._opened: tuple[Vaults, Unlocked] | None = None

    def get(self, kind: str, id: str) -> Kept | None:
        """The item, None when there is none."""
        body = self._vault().get(kind, id)
        return None if body is None else _read(kind, id, body)

    def require(self, kind: str, id: str) -> Kept:
        """The item.

        Raises:
            NotFoundError: ``not_found``.
        """
        found = self.get(kind, id)
        if found is None:
            raise NotFoundError("not_found")
        return found

    def all(self, kind: str) -> tuple[Kept, ...]:
        """Every item of a kind, in the order they were first written."""
        return tuple(_read(kind, item.id, item.body) for item in self._vault().items(kind))

    def put(self, kind: str, id: str, data: Mapping[str, Any], *, revision: int) -> Kept:
        """Write an item.

        Args:
            kind: Of the item.
            id: Of the item.
            data: All of it.
            revision: Of the item as it was read; `NEW` for one that is not there yet.

        Raises:
            InputError: ``changed_meanwhile``: it is at another revision now; nothing was written.
        """
        with self._alone():
            return self._write(kind, id, dict(data), revision)

    def put_all(self, kind: str, rows: Mapping[str, Mapping[str, Any]]) -> tuple[Kept, ...]:
        """Write several new items, all of them or none.

        Raises:
            InputError: ``changed_meanwhile``: one of the ids is there already.
        """
        with self._alone():
            if any(self.get(kind, id) is not None for id in rows):
                raise InputError("changed_meanwhile")
            kept = tuple(Kept(kind, id, NEW + 1, self._clock.now(), dict(data)) for id, data in rows.items())
            self._vault().put_many([_item(one) for one in kept])
        return kept

    def change(self, kind: str, id: str, how: Callable[[Data], Data]) -> Kept:
        """Read, change and write an item with nobody in between; `how` must not write to the store itself.

        Raises:
            NotFoundError: ``not_found``.
        """
        with self._alone():
            found = self.require(kind, id)
            return self._write(kind, id, how(found.data), found.revision)

    def remove(self, kind: str, id: str) -> bool:
        """Take an item out; False when it was not there (so that of two takers one is told so)."""
        with self._alone():
            if self.get(kind, id) is None:
                return False
            self._vault().put_many((), remove=[(kind, id)])
        return True

    def close(self) -> None:
        """Lock the store; it opens again when it is used again."""
        with self._lock:
            if self._opened is not None:
                self._opened[0].close()
                self._opened = None

    def _write(self, kind: str, id: str, data: Data, revision: int) -> Kept:
        found = self.get(kind, id)
        if (found.revision if found else NEW) != revision:
            raise InputError("changed_meanwhile")
        kept = Kept(kind, id, revision + 1, self._clock.now(), data)
        self._vault().put_many([_item(kept)])
        return replace(kept, data=orjson.loads(orjson.dumps(data)))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time, of all threads and processes."""
        with self._lock:
            self._vault()
            with files.open_private(self._home / "workbench.lock") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield

    def _vault(self) -> Unlocked:
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened[1]

    def _open(self) -> tuple[Vaults, Unlocked]:
        self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = self._secrets / "workbench.key"
        with files.open_private(self._home / "workbench.lock") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            vaults = Vaults(
                f"sqlite:///{self._home / 'workbench.db'}", self._secrets, clock=self._clock, kdf=self._kdf
            )
            try:
                if vaults.empty():
                    files.create_once(key, os.urandom(32).hex().encode())
                    vault, _ = vaults.create(_ACCOUNT, key.read_text("ascii"))
                else:
                    if not key.exists():
                        raise ConfigError("secrets_missing")
                    vault = vaults.open(_ACCOUNT, key.read_text("ascii"))
            except BaseException:
                vaults.close()
                raise
        return vaults, vault


def _item(kept: Kept) -> Item:
    plain = {"revision": kept.revision, "at": kept.at.isoformat(), "data": kept.data}
    return Item(kept.kind, kept.id, orjson.dumps(plain))


def _read(kind: str, id: str, body: bytes) -> Kept:
    plain = orjson.loads(body)
    return Kept(kind, id, plain["revision"], datetime.fromisoformat(plain["at"]), plain["data"])

"""The secrets folder: what must not lie beside the sealed rows, nor in their backups.

It holds one server secret (names accounts, marks deliveries), one share per vault (without which a
passphrase cannot be guessed at from the rows alone), and one anchor per vault (how far it had come, so
that a whole older database put back is noticed). None of these opens a vault.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.errors import ConfigError, IntegrityError, UpstreamError
from vault import files

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far a vault had come: the counter of its head, and SHA-256 of the sealed head."""

    counter: int
    tip: bytes


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise UpstreamError("secrets_unavailable") from None


class Strongbox:
    """A folder readable by its owner only.

    Raises:
        UpstreamError: ``secrets_unavailable`` from any method, when the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with _translated():
            for place in (folder, folder / "shares", folder / "anchors"):
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
                place.chmod(0o700)

    def server_secret(self, *, may_create: bool) -> bytes:
        """The installation's 32 secret bytes.

        Args:
            may_create: Whether there are no vaults yet. A new secret would lock every existing account
                out of its own name.

        Raises:
            ConfigError: ``secrets_missing``: there are vaults, and their secrets folder is not here.
            IntegrityError: ``secrets_damaged``.
        """
        path = self._folder / "server.key"
        if not path.exists():
            if not may_create:
                raise ConfigError("secrets_missing")
            self._create(path)
        return self._read_secret(path)

    def share(self, vault: bytes) -> bytes | None:
        """The vault's share, None when it is not (or no longer) here.

        Raises:
            IntegrityError: ``secrets_damaged``.
        """
        path = self._share_path(vault)
        return self._read_secret(path) if path.exists() else None

    def make_share(self, vault: bytes) -> bytes:
        """The vault's share, made first when there is none."""
        self._create(self._share_path(vault))
        return self._read_secret(self._share_path(vault))

    def anchor(self, vault: bytes) -> Anchor | None:
        """How far the vault is known to have come; None when it was never written.

        Raises:
            IntegrityError: ``secrets_damaged``.
        """
        try:
            with _translated():
                counter, tip = self._anchor_path(vault).read_text("ascii").split()
            return Anchor(int(counter), bytes.fromhex(tip))
        except UpstreamError:
            if self._anchor_path(vault).exists():
                raise
            return None
        except ValueError:
            raise IntegrityError("secrets_damaged") from None

    def advance_anchor(self, vault: bytes, anchor: Anchor) -> None:
        """Write how far the vault has come, unless another process already wrote that it came further."""
        with _translated(), files.open_private(self._folder / "anchors.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = self.anchor(vault)
            if known is None or known.counter < anchor.counter:
                files.replace(self._anchor_path(vault), f"{anchor.counter} {anchor.tip.hex()}\n".encode())

    def forget_anchor(self, vault: bytes) -> None:
        """Accept whatever state the vault is opened in next: a backup was put back on purpose."""
        with _translated():
            self._anchor_path(vault).unlink(missing_ok=True)

    def destroy(self, vault: bytes) -> None:
        """Overwrite and remove the vault's share and anchor: no copy of the rows opens by passphrase now."""
        with _translated():
            files.destroy(self._share_path(vault))
        self.forget_anchor(vault)

    def _share_path(self, vault: bytes) -> Path:
        return self._folder / "shares" / vault.hex()

    def _anchor_path(self, vault: bytes) -> Path:
        return self._folder / "anchors" / vault.hex()

    @staticmethod
    def _create(path: Path) -> None:
        with _translated():
            files.create_once(path, os.urandom(SECRET_BYTES))

    def _read_secret(self, path: Path) -> bytes:
        with _translated():
            secret = path.read_bytes()
        if len(secret) != SECRET_BYTES:
            raise IntegrityError("secrets_damaged")
        return secret

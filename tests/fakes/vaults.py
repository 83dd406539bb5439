"""Real vaults in a temporary folder, at the cheap cost of a guess, and a clock that stands still."""

from datetime import UTC, datetime
from pathlib import Path

from core.clock import Clock
from vault.keys import KdfCost
from vault.store import Vaults
from vault.unlocked import Unlocked

PASSPHRASE = "sept pommes bleues sous la lune"


class StillClock:
    """Always the same instant, until it is set."""

    def __init__(self, instant: datetime = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


class House:
    """A data folder and its secrets folder, with accounts made on first use."""

    def __init__(self, root: Path, clock: Clock | None = None) -> None:
        self.root, self.clock = root, clock or StillClock()
        self.data = root / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{self.data / 'carnet.db'}"
        self.vaults = Vaults(url, root / "secrets", clock=self.clock, kdf=KdfCost.CHEAP)

    def vault(self, name: str = "marie") -> Unlocked:
        if self.vaults.exists(name):
            return self.vaults.open(name, PASSPHRASE)
        return self.vaults.create(name, PASSPHRASE)[0]

    def bytes_on_disk(self) -> bytes:
        return b"".join(path.read_bytes() for path in sorted(self.root.rglob("*")) if path.is_file())

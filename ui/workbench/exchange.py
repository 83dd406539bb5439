"""The signed texts in use and the parts made from them, exchanged whole while the house runs.

Who asks for `services` keeps what was given: an answer that has begun ends with the texts it began with, and
the next one has the new ones. What is released lies outside the package (`prompts.release`); which keys count
is read from ``clinicians.toml`` and from the sealed store of the workbench.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock, Thread

from chains.services import Services
from core import log
from core.clock import Clock, today
from core.errors import AppError, ConfigError
from core.settings import Settings
from prompts.log import Head
from prompts.registry import Registry
from prompts.release import Live, Releases, Silent, Speaking, Version, package_files
from prompts.signing import ROOT, Signer, library, read_signers, safety_data
from ui.workbench.keys import Keys
from ui.workbench.people import People
from ui.workbench.store import NEW, Store

_HEAD = "log_head"


class SealedHead:
    """The head of the log in the sealed store, where who can only write files cannot reach it."""

    def __init__(self, store: Store, database: Path) -> None:
        self._store = store
        self._database = database

    def read(self) -> Head | None:
        """What was kept; None when there is no workbench yet."""
        if not self._database.exists():
            return None
        kept = self._store.get(_HEAD, _HEAD)
        return None if kept is None else Head(kept.data["sequence"], kept.data["hash"])

    def write(self, head: Head) -> None:
        """Keep it."""
        kept = self._store.get(_HEAD, _HEAD)
        data = {"sequence": head.sequence, "hash": head.hash}
        self._store.put(_HEAD, _HEAD, data, revision=kept.revision if kept else NEW)


class Exchange:
    """Hands out the current texts and services, and changes them at once for everybody.

    Args:
        settings: Where things lie; whether this is production.
        clock: The day decides which signatures count.
        store: The workbench's.
        compose: Makes the services over a registry.
        root: Of the package's texts.

    Raises:
        ConfigError: A text or safety file of the package does not hold.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        store: Store,
        compose: Callable[[Registry], Services],
        root: Path = ROOT,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._root = root
        self._compose = compose
        self._lock = Lock()
        database = settings.home / "workbench.db"
        people = People(store, clock, idle_s=settings.idle_lock_s, longest_s=settings.session_max_s)
        self.keys = Keys(store, people)
        self.releases = released_in(settings.home, clock, SealedHead(store, database), root)
        self._services = self._load()
        self._day = self.day

    @property
    def services(self) -> Services:
        """What a turn is handed now. On a new day everything is read again behind, for keys that ended."""
        if self.day != self._day:
            self._day = self.day
            Thread(target=self._reload_behind, daemon=True).start()
        return self._services

    @property
    def prompts(self) -> Registry:
        """The signed texts now."""
        return self._services.prompts

    def live(self, name: str) -> Live | None:
        """The version that speaks instead of the package's text of that name; None where that speaks."""
        return self.prompts.speaking.live.get(name)

    @property
    def day(self) -> date:
        """Today."""
        return today(self._clock)

    def signers(self) -> dict[str, Signer]:
        """Every key that counts, of the package and of members."""
        listed = read_signers(self._root / "clinicians.toml")
        return listed | self.keys.signers() if self.releases.log.path.exists() else listed

    def reload(self) -> Services:
        """Read everything again and speak from it from now on.

        Raises:
            ConfigError: A text or safety file of the package does not hold; nothing was exchanged.
        """
        with self._lock:
            self._services = self._load()
        log.event("texts_exchanged", records=len(self.prompts.speaking.live))
        return self._services

    def would_load(self, version: Version) -> bool:
        """Whether everything could be built with `version` speaking, before anybody lets it."""
        speaking = self.releases.speaking(self.signers(), self.day, trial=version)
        try:
            self._built(speaking)
        except ConfigError:
            return False
        return True

    def _reload_behind(self) -> None:
        try:
            self.reload()
        except AppError as error:
            log.fault(error.code, error, event_id="exchange")

    def _load(self) -> Services:
        speaking = Speaking()
        if self.releases.log.path.exists() or self.releases.log.known():
            speaking = self.releases.speaking(self.signers(), self.day)
        try:
            return self._built(speaking)
        except ConfigError:
            if not speaking.live:
                raise
            # What was approved for an earlier package does not load with this one: the package speaks.
            gone = tuple(Silent(name, live.version.version) for name, live in speaking.live.items())
            return self._built(replace(speaking, live={}, silent=(*speaking.silent, *gone)))

    def _built(self, speaking: Speaking) -> Services:
        production = self._settings.environment == "production"
        return self._compose(
            Registry.load(self._root, production=production, today=self.day, released=speaking)
        )


def released_in(home: Path, clock: Clock, anchor: SealedHead | None = None, root: Path = ROOT) -> Releases:
    """The released versions of one data folder."""
    files = package_files(library(root), safety_data())
    return Releases(home / "library", files, clock, () if anchor is None else (anchor,))

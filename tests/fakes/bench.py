"""The workbench behind the gate in one process, on a sealed store in a temporary folder."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI
from starlette.testclient import TestClient

from chains.services import Services
from core.settings import Settings
from prompts.registry import Registry
from safety import care, screen
from tests.fakes.embedder import WordEmbedder
from tests.fakes.record import NOW
from tests.fakes.vaults import PASSPHRASE, StillClock
from ui import workbench
from ui.compose import PROMPTS
from ui.gate import Gate
from ui.rooms import Rooms
from ui.workbench.exchange import Exchange
from ui.workbench.people import People, Role
from ui.workbench.store import Store
from vault.keys import KdfCost

ORIGIN = "http://localhost:8000"
_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')


@dataclass
class Bench:
    """One installation with a workbench; cheap guesses and a clock that stands still."""

    root: Path
    services: Services | None = None
    clock: StillClock = field(default_factory=lambda: StillClock(NOW))
    root_of_texts: Path = PROMPTS

    def __post_init__(self) -> None:
        self.settings = Settings(home=self.root / "home", secrets=self.root / "secrets", origin=ORIGIN)
        self.store = Store(self.settings.home, self.settings.secrets, self.clock, kdf=KdfCost.CHEAP)
        self.people = People(self.store, self.clock, idle_s=1800, longest_s=43_200, kdf=KdfCost.CHEAP)
        self.rooms = Rooms(self.settings, embedder=WordEmbedder(), clock=self.clock)
        self.place = workbench.Workplace(
            settings=self.settings,
            clock=self.clock,
            exchange=Exchange(self.settings, self.clock, self.store, self._compose, self.root_of_texts),
            embedder=WordEmbedder(),
            store=self.store,
        )

    def _compose(self, prompts: Registry) -> Services:
        """The services given, over the registry; without any, what only has texts and their safety data."""
        if self.services is not None:
            return replace(self.services, prompts=prompts)
        built = screen.load(prompts.signed_bytes, None)
        lines = partial(care.care, read=prompts.signed_bytes)
        return Services(screen=built, prompts=prompts, care=lines, model=None, clock=self.clock)

    @cached_property
    def site(self) -> Gate:
        """The one application that every browser talks to."""
        site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        site.mount(workbench.HERE, workbench.create(self.place, self.people))
        return Gate(site, self)

    def browser(self, name: str | None = None, role: Role = "clinician", **more: Any) -> "Browser":
        """A new browser, signed in as a new member of that name when there is one."""
        browser = Browser(self)
        if name is not None:
            browser.join(self.people.invite(name, role, **more))
        return browser


class Browser:
    """A member's browser: a cookie, an Origin on forms, and the form token of the page it saw last."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.http = TestClient(
            bench.site,
            base_url=ORIGIN,
            headers={"accept": "text/html", "accept-language": "en"},
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    def see(self, path: str, **headers: str) -> httpx2.Response:
        """Open a page below ``/workbench``, going where it sends us."""
        return self.http.get(workbench.HERE + path, headers=headers, follow_redirects=True)

    def send(
        self, path: str, fields: Mapping[str, Any] | None = None, *, follow: bool = True, **more: Any
    ) -> httpx2.Response:
        """Send a form, with this session's token as its pages carry it."""
        token = _TOKEN.search(self.see("/me").text)
        data = {**(fields or {}), **more, "form_token": token[1] if token else ""}
        return self.http.post(
            workbench.HERE + path, data=data, headers={"origin": ORIGIN}, follow_redirects=follow
        )

    def join(self, code: str, passphrase: str = PASSPHRASE) -> httpx2.Response:
        """Take the place a code keeps."""
        return self.send("/join", code=code, passphrase=passphrase)

    def sign_in(self, name: str, passphrase: str = PASSPHRASE) -> httpx2.Response:
        """Send the sign-in form."""
        return self.send("/login", name=name, passphrase=passphrase)

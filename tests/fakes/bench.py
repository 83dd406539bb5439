"""The workbench behind the gate in one process, on a sealed store in a temporary folder."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx2
from fastapi import FastAPI
from starlette.testclient import TestClient

from chains.services import Services
from core.settings import Settings
from tests.fakes.embedder import WordEmbedder
from tests.fakes.record import committed
from tests.fakes.vaults import PASSPHRASE, StillClock
from ui import workbench
from ui.gate import Gate
from ui.rooms import Rooms
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
    clock: StillClock = field(default_factory=StillClock)

    def __post_init__(self) -> None:
        self.settings = Settings(home=self.root / "home", secrets=self.root / "secrets", origin=ORIGIN)
        self.store = Store(self.settings.home, self.settings.secrets, self.clock, kdf=KdfCost.CHEAP)
        self.people = People(self.store, self.clock, idle_s=1800, longest_s=43_200, kdf=KdfCost.CHEAP)
        self.rooms = Rooms(self.settings, embedder=WordEmbedder(), clock=self.clock)
        self.place = workbench.Workplace(
            settings=self.settings,
            clock=self.clock,
            prompts=committed(),
            services=cast(Services, self.services),
            embedder=WordEmbedder(),
            store=self.store,
        )

    def browser(self, name: str | None = None, role: Role = "clinician", **more: Any) -> "Browser":
        """A new browser, signed in as a new member of that name when there is one."""
        browser = Browser(self)
        if name is not None:
            browser.join(self.people.invite(name, role, **more))
        return browser


class Browser:
    """A member's browser: a cookie, an Origin on forms, and the form token of the page it saw last."""

    def __init__(self, bench: Bench) -> None:
        site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        site.mount(workbench.HERE, workbench.create(bench.place, bench.people))
        self.bench = bench
        self.http = TestClient(
            Gate(site, bench),
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

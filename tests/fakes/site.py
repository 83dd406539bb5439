"""Our pages behind the gate, on real vaults, without the chat: what a browser talks to, in one process."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI
from starlette.responses import HTMLResponse, JSONResponse
from starlette.testclient import TestClient

from core.settings import Settings
from prompts.registry import Registry
from retrieval.room import Room
from safety import care
from tests.fakes.embedder import WordEmbedder
from tests.fakes.record import committed
from tests.fakes.vaults import PASSPHRASE, StillClock
from ui import auth, pages
from ui.gate import Gate
from ui.rooms import Rooms
from vault.keys import KdfCost
from vault.store import Vaults

ORIGIN = "http://localhost:8000"
HTML = {"accept": "text/html"}
_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')


class Services:
    """The part of the services that pages ask; the numbers without signatures."""

    @property
    def prompts(self) -> Registry:
        """The library as committed."""
        return committed()

    def care(self, country: str) -> care.Care:
        """The numbers as they are on file."""
        return care.care(country, read=Path.read_bytes)


@dataclass
class Home:
    """A house with one data folder, cheap guesses, a clock that stands still, and words for embeddings."""

    root: Path
    extra: dict[str, Any] = field(default_factory=dict)
    clock: StillClock = field(default_factory=StillClock)

    def __post_init__(self) -> None:
        self.settings = Settings(
            home=self.root / "home",
            secrets=self.root / "secrets",
            background_embedding=False,
            **{"origin": ORIGIN, **self.extra},
        )
        self.settings.home.mkdir(parents=True, exist_ok=True)
        store = f"sqlite:///{self.settings.home / 'carnet.db'}"
        self.vaults = Vaults(store, self.settings.secrets, clock=self.clock, kdf=KdfCost.CHEAP)
        self.rooms = Rooms(self.settings, embedder=WordEmbedder(), clock=self.clock)
        self.services = Services()

    def application(self) -> Gate:
        """The pages, with two routes that stand for the chat's page and one of its scripts' addresses."""
        site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        site.include_router(pages.router(self))
        pages.errors(site)

        @site.get("/thread/{thread_id}")
        @site.get("/")
        async def chat(thread_id: str = "") -> HTMLResponse:
            return HTMLResponse(f"<h1>chat {thread_id}</h1>")

        @site.get("/user")
        async def user() -> JSONResponse:
            return JSONResponse({"ok": True})

        return Gate(site, self)

    def browser(self, **headers: str) -> "Browser":
        """A new browser, signed out."""
        return Browser(self, headers)


class Browser:
    """A person's browser: cookies, an Origin on forms, and the form tokens of the pages it saw."""

    def __init__(self, home: Home, headers: dict[str, str]) -> None:
        self.home = home
        self.http = TestClient(
            home.application(),
            base_url=ORIGIN,
            headers={**HTML, "accept-language": "en", **headers},
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    def see(self, path: str, **headers: str) -> httpx2.Response:
        """Open a page, going where it sends us."""
        return self.http.get(path, headers=headers, follow_redirects=True)

    def send(
        self,
        path: str,
        *,
        follow: bool = True,
        fields: Mapping[str, str] | None = None,
        **more: str,
    ) -> httpx2.Response:
        """Send a form, with this session's token as its pages carry it."""
        token = _TOKEN.search(self.see("/privacy").text) if self.signed_in else None
        data = {**(fields or {}), **more, **({"form_token": token[1]} if token else {})}
        return self.http.post(path, data=data, headers={"origin": ORIGIN}, follow_redirects=follow)

    @property
    def signed_in(self) -> bool:
        """Whether its cookie opens anything."""
        cookie = self.http.cookies.get(auth.COOKIE)
        session_id = auth.session_in(cookie)
        return session_id is not None and self.home.rooms.person(session_id) is not None

    @property
    def session_id(self) -> str:
        """Of its live session."""
        found = auth.session_in(self.http.cookies.get(auth.COOKIE))
        assert found is not None
        return found

    @property
    def room(self) -> Room:
        """The person's room."""
        return self.home.rooms.of(self.session_id)

    def register(self, name: str = "Marie", language: str = "en") -> str:
        """Make an account and note its recovery code, which is returned."""
        self.send("/register", name=name, passphrase=PASSPHRASE, language=language, country="FR")
        return self.note_code()

    def note_code(self) -> str:
        """Type the groups of the recovery code that the page asks for."""
        text = self.see("/recovery-code").text
        code = re.search(r'data-copy="([0-9A-Z-]+)"', text)
        assert code is not None
        groups = code[1].split("-")
        asked = re.findall(r'name="group_(\d+)"', text)
        typed = {f"group_{number}": groups[int(number) - 1] for number in asked}
        self.send("/recovery-code", fields=typed)
        return code[1]

    def sign_in(self, name: str = "Marie", passphrase: str = PASSPHRASE, **fields: str) -> httpx2.Response:
        """Send the sign-in form."""
        return self.send("/login", follow=False, fields={"name": name, "passphrase": passphrase, **fields})

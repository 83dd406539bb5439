"""What every page route leans on: the house, the person's room, a form that is theirs, where to go next."""

from typing import Protocol
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse

from core.clock import Clock
from core.errors import InputError
from core.settings import Settings
from prompts.registry import Registry
from retrieval.room import Room
from safety.care import Care
from ui import auth
from ui.auth import Entry
from ui.rooms import Rooms, session
from vault.store import Vaults


class HasTexts(Protocol):
    """Signed texts, and numbers by country."""

    @property
    def prompts(self) -> Registry:
        """The signed library."""
        ...

    def care(self, country: str) -> Care:
        """The numbers of a country, or the general ones."""
        ...


class House(Protocol):
    """The part of the composed house that pages need."""

    @property
    def settings(self) -> Settings:
        """The settings."""
        ...

    @property
    def clock(self) -> Clock:
        """The clock."""
        ...

    @property
    def vaults(self) -> Vaults:
        """All accounts."""
        ...

    @property
    def rooms(self) -> Rooms:
        """The open rooms."""
        ...

    @property
    def services(self) -> HasTexts:
        """Where the emergency numbers and the sentences of a prepared page come from."""
        ...


class Desk:
    """One set of routes' access to the house, and the entry they share."""

    def __init__(self, home: House) -> None:
        self.home = home
        self.entry = Entry(home.vaults, home.rooms, home.clock)

    @property
    def room(self) -> Room:
        """The signed-in person's room.

        Raises:
            LockedError: ``locked``.
        """
        return self.home.rooms.current()

    async def form(self, request: Request, *, max_fields: int = 40) -> dict[str, str]:
        """The fields of a form, once it is known to be one of this session's own pages.

        Raises:
            InputError: ``form_outdated``: the page was made for another session.
        """
        async with request.form(max_files=0, max_fields=max_fields) as sent:
            fields = {key: value for key, value in sent.items() if isinstance(value, str)}
        here = session.get()
        if here is not None and not auth.form_token_holds(here, fields.get("form_token", "")):
            raise InputError("form_outdated")
        return fields


def address(request: Request) -> str:
    """The network address that asks, for slowing down guesses."""
    return request.client.host if request.client is not None else ""


def local_path(target: str | None, fallback: str = "/") -> str:
    """`target` when it is a path of ours; `fallback` for anything that could lead elsewhere.

    >>> local_path("/thread/1"), local_path("//evil.example"), local_path("https://evil.example/x")
    ('/thread/1', '/', '/')
    """
    if (
        not target
        or not target.startswith("/")
        or target.startswith(("//", "/\\"))
        or not target.isprintable()
    ):
        return fallback
    parts = urlsplit(target)
    return fallback if parts.scheme or parts.netloc or "\\" in target else target


def see(path: str) -> RedirectResponse:
    """Go and see `path`, after a form was handled."""
    return RedirectResponse(path, 303)

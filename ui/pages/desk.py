"""What every page route leans on: the house, the person's room, a form that is theirs, where to go next."""

from typing import Protocol

from starlette.requests import Request

from core.clock import Clock
from core.errors import InputError
from core.settings import Settings
from prompts.registry import Registry
from retrieval.room import Room
from safety.care import Care
from ui import auth
from ui.auth import Entry
from ui.going import address, local_path, see
from ui.rooms import Rooms, session
from vault.store import Vaults

__all__ = ["Desk", "HasTexts", "House", "address", "local_path", "see"]


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

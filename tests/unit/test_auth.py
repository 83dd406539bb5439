"""Signing in and out: guesses are slowed, sockets closed before the vault, tokens without keys."""

import asyncio
import json
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Any

import pytest
from chainlit.server import sio
from chainlit.session import WebsocketSession, ws_sessions_id

from core.errors import InputError, LockedError, WrongPassphraseError
from tests.fakes.site import Home
from tests.fakes.vaults import PASSPHRASE
from ui import auth
from ui.auth import Entry
from ui.rooms import session

SOCKET_SESSION = "6f6c0c9e-2d55-4a53-9c3a-1f6b2c8f0a11"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.vaults.create("marie", PASSPHRASE)[0].lock()
    return made


@pytest.fixture
def entry(home: Home) -> Entry:
    return Entry(home.vaults, home.rooms, home.clock)


def test_token_names_a_session_and_a_vault_and_nothing_else(home: Home, entry: Entry) -> None:
    """The cookie's content, which anybody with the cookie can read, holds no name and no key."""
    session_id = asyncio.run(entry.sign_in("marie", PASSPHRASE, "::1"))
    vault_id = home.rooms.of(session_id).vault.vault_id
    token = auth.token_for(session_id, vault_id)
    body = token.split(".")[1]
    held = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))

    assert auth.session_in(token) == session_id
    assert held["identifier"] == vault_id
    assert held["metadata"] == {"sid": session_id}
    assert "marie" not in json.dumps(held)


def test_wrong_passphrase_opens_no_session(home: Home, entry: Entry) -> None:
    """A wrong guess and an unknown name are refused in the same words."""
    for name, passphrase in (("marie", "not the passphrase"), ("nobody", PASSPHRASE)):
        with pytest.raises(WrongPassphraseError, match="wrong_passphrase"):
            asyncio.run(entry.sign_in(name, passphrase, "::1"))


def test_guesses_at_one_account_run_out_whatever_the_address(entry: Entry) -> None:
    """Guessing from many addresses is slowed too, and so is the right passphrase after it."""
    for number in range(8):
        with pytest.raises(WrongPassphraseError):
            asyncio.run(entry.sign_in("Marie ", "not the passphrase", f"10.0.0.{number}"))

    with pytest.raises(InputError, match="too_many_tries"):
        asyncio.run(entry.sign_in("marie", PASSPHRASE, "10.0.0.99"))


def test_guesses_from_one_address_run_out_whatever_the_account(entry: Entry) -> None:
    """One address trying many names is slowed."""
    for number in range(30):
        with pytest.raises(WrongPassphraseError):
            asyncio.run(entry.sign_in(f"name {number}", "not the passphrase", "10.0.0.1"))

    with pytest.raises(InputError, match="too_many_tries"):
        asyncio.run(entry.sign_in("marie", PASSPHRASE, "10.0.0.1"))


def test_recovery_code_gives_a_new_passphrase_and_a_new_code(home: Home, entry: Entry) -> None:
    """After recovery the old passphrase and the old code open nothing."""
    vault, code = home.vaults.create("paul", PASSPHRASE)
    vault.lock()
    fresh = "quatre renards dorment sous la neige"
    session_id, new_code = asyncio.run(entry.recover("paul", code.lower().replace("-", " "), fresh, "::1"))

    assert new_code != code
    assert home.rooms.person(session_id) == vault.vault_id
    for name, passphrase in (("paul", PASSPHRASE),):
        with pytest.raises(WrongPassphraseError):
            home.vaults.open(name, passphrase)
    with pytest.raises(WrongPassphraseError):
        home.vaults.open_with_recovery("paul", code)
    home.vaults.open("paul", fresh).lock()


def test_weak_new_passphrase_leaves_the_vault_locked_and_unchanged(home: Home, entry: Entry) -> None:
    """A recovery that is refused half way leaves nothing open and the code valid."""
    vault, code = home.vaults.create("paul", PASSPHRASE)
    vault.lock()
    with pytest.raises(InputError, match="passphrase_weak"):
        asyncio.run(entry.recover("paul", code, "123456789012", "::1"))

    assert home.rooms.sessions_of(vault.vault_id) == ()
    home.vaults.open_with_recovery("paul", code).lock()


def test_form_token_is_its_sessions_alone() -> None:
    """A token of one session does not carry a form of another."""
    assert auth.form_token_holds("a", auth.form_token("a"))
    assert not auth.form_token_holds("a", auth.form_token("b"))
    assert not auth.form_token_holds("a", "")


class Wire:
    """Chainlit's socket server, seen from outside: what it sent and whom it hung up on, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.log: list[tuple[str, str, bool]] = []
        self.opened: Any = None
        monkeypatch.setattr(sio, "emit", self._emit)
        monkeypatch.setattr(sio, "disconnect", self._disconnect)

    async def _emit(self, name: str, _data: object, to: str) -> None:
        self.log.append((name, to, self._can_still_write()))

    async def _disconnect(self, to: str) -> None:
        self.log.append(("disconnect", to, self._can_still_write()))

    def _can_still_write(self) -> bool:
        try:
            return not self.opened.current().vault.locked
        except LockedError:
            return False


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    return Wire(monkeypatch)


def open_socket(token: str) -> WebsocketSession:
    """A browser tab's session as Chainlit keeps it."""

    async def nothing(*_: object) -> None:
        return None

    return WebsocketSession(
        id=SOCKET_SESSION,
        socket_id="socket-1",
        emit=nothing,
        emit_call=nothing,
        user_env={},
        client_type="webapp",
        token=token,
    )


def test_sockets_close_first_and_can_still_write_while_they_do(home: Home, entry: Entry, wire: Wire) -> None:
    """At sign-out every open page reloads, then hangs up, then the vault locks."""
    wire.opened = home.rooms
    session_id = asyncio.run(entry.sign_in("marie", PASSPHRASE, "::1"))
    room = home.rooms.of(session_id)
    held = open_socket(auth.token_for(session_id, room.vault.vault_id))
    try:
        asyncio.run(auth.sign_out(home.rooms, session_id))

        assert wire.log == [("reload", "socket-1", True), ("disconnect", "socket-1", True)]
        assert held.to_clear
        assert room.vault.locked
    finally:
        ws_sessions_id.pop(SOCKET_SESSION, None)


def test_other_peoples_sockets_stay(home: Home, entry: Entry, wire: Wire) -> None:
    """Signing out hangs up on one's own pages only."""
    home.vaults.create("paul", PASSPHRASE)[0].lock()
    mine = asyncio.run(entry.sign_in("marie", PASSPHRASE, "::1"))
    other = asyncio.run(entry.sign_in("paul", PASSPHRASE, "::1"))
    open_socket(auth.token_for(other, home.rooms.of(other).vault.vault_id))
    try:
        asyncio.run(auth.sign_out(home.rooms, mine))

        assert wire.log == []
        assert home.rooms.person(other)
    finally:
        ws_sessions_id.pop(SOCKET_SESSION, None)


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The guarded connect handler, and Chainlit's own put back afterwards."""
    handlers = sio.handlers["/"]
    monkeypatch.setitem(handlers, "connect", handlers["connect"])
    auth.harden()
    return handlers["connect"]


@pytest.mark.parametrize(
    "given",
    [
        None,
        {},
        {"sessionId": "../../etc"},
        {"sessionId": 7},
        {"sessionId": "6F6C0C9E2D554A539C3A1F6B2C8F0A11"},
        {"sessionId": SOCKET_SESSION, "threadId": "1' OR '1'='1"},
    ],
)
def test_socket_with_an_id_that_is_no_uuid_is_refused(connect: Any, given: dict[str, object] | None) -> None:
    """Ids that a page chooses are UUIDs or nothing."""
    with pytest.raises(ConnectionRefusedError):
        asyncio.run(connect("socket-1", {}, given))


def test_socket_without_session_is_sent_to_sign_in(connect: Any, wire: Wire, home: Home) -> None:
    """A page whose session ended, or whose server restarted, is told to reload and hung up on."""
    wire.opened = home.rooms

    async def knock() -> bool:
        accepted = bool(await connect("socket-1", {}, {"sessionId": SOCKET_SESSION}))
        await asyncio.sleep(0.01)
        return accepted

    assert asyncio.run(knock())
    assert [name for name, _, _ in wire.log] == ["reload", "disconnect"]
    assert SOCKET_SESSION not in ws_sessions_id
    assert session.get() is None

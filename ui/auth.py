"""Signing in and out: from a passphrase to a session id, and what Chainlit is told about it.

The cookie is Chainlit's own signed token. It carries an opaque session id and the vault's id, never a key;
its secret is drawn at each start, so a restart signs everyone out. Passphrases are checked in a thread, two
at a time, since each check is meant to be slow. Sockets are closed before a vault is locked, because
Chainlit still writes when they close.
"""

import asyncio
import hmac
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from chainlit.auth import create_jwt, decode_jwt, set_auth_cookie
from chainlit.auth.cookie import get_token_from_cookies
from chainlit.session import WebsocketSession, ws_sessions_id
from chainlit.user import User
from starlette.requests import Request, cookie_parser
from starlette.responses import Response

from core import log
from core.clock import Clock
from core.errors import AppError
from ui.rooms import Rooms, session
from ui.throttle import Throttle
from vault.store import Vaults
from vault.unlocked import Unlocked

COOKIE = "access_token"
_FORM_KEY = secrets.token_bytes(32)
_SWEEP_S = 15.0


def token_for(session_id: str, vault_id: str) -> str:
    """The signed token for a session: who (an opaque vault id) and which session, nothing else."""
    token: str = create_jwt(User(identifier=vault_id, metadata={"sid": session_id}))
    return token


def sign_in_response(request: Request, response: Response, session_id: str, vault_id: str) -> None:
    """Put the session's cookie on `response`."""
    set_auth_cookie(request, response, token_for(session_id, vault_id))


def session_in(token: str | None) -> str | None:
    """The session id a token carries; None for no token, a foreign one or an outdated one."""
    if not token:
        return None
    try:
        user = decode_jwt(token)
    except Exception:  # noqa: BLE001  whatever is wrong with a token, it opens nothing
        return None
    session_id = user.metadata.get("sid")
    return session_id if isinstance(session_id, str) else None


def token_of_cookies(header: str) -> str | None:
    """The token in a Cookie header, whether it holds or not."""
    token: str | None = get_token_from_cookies(cookie_parser(header))
    return token


def form_token(session_id: str) -> str:
    """The token a signed-in form carries, so that no other page can have written it."""
    return hmac.new(_FORM_KEY, session_id.encode(), "sha256").hexdigest()


def form_token_holds(session_id: str, given: str) -> bool:
    """Whether `given` is the form token of this session."""
    return hmac.compare_digest(form_token(session_id), given)


class Entry:
    """The way in and out of Carnet for people with a browser.

    Args:
        vaults: All accounts.
        rooms: The open rooms.
        clock: For slowing down guesses.
    """

    def __init__(self, vaults: Vaults, rooms: Rooms, clock: Clock) -> None:
        self._vaults = vaults
        self._rooms = rooms
        self._by_account = Throttle(clock, tries=8, window_s=600)
        self._by_address = Throttle(clock, tries=30, window_s=600)
        self._registrations = Throttle(clock, tries=60, window_s=3600)
        self._slow = asyncio.Semaphore(2)

    async def register(self, name: str, passphrase: str, profile: bytes, address: str) -> tuple[str, str]:
        """A new account, signed in.

        Returns:
            Session id, and the recovery code, which exists nowhere else.

        Raises:
            InputError: ``account_exists``, ``name_invalid``, ``passphrase_weak``, ``too_many_tries``.
        """
        self._registrations.admit(address)
        async with self._slow:
            vault, code = await asyncio.to_thread(self._vaults.create, name, passphrase, profile=profile)
        return await asyncio.to_thread(self._rooms.enter, vault), code

    async def sign_in(self, name: str, passphrase: str, address: str) -> str:
        """A new session.

        Raises:
            WrongPassphraseError: ``wrong_passphrase``; the same for an unknown name.
            InputError: ``too_many_tries``.
        """
        return await asyncio.to_thread(self._rooms.enter, await self.prove(name, passphrase, address))

    async def prove(self, name: str, passphrase: str, address: str) -> Unlocked:
        """The account's vault, opened by its passphrase; the caller locks it.

        Raises:
            WrongPassphraseError: ``wrong_passphrase``.
            InputError: ``too_many_tries``.
        """
        self._admit(name, address)
        async with self._slow:
            vault = await asyncio.to_thread(self._vaults.open, name, passphrase)
        self._forgive(name, address)
        return vault

    async def recover(self, name: str, code: str, passphrase: str, address: str) -> tuple[str, str]:
        """A session by recovery code, with a new passphrase and a new recovery code.

        Raises:
            WrongPassphraseError: The code opens nothing.
            InputError: ``passphrase_weak`` or ``too_many_tries``.
        """
        self._admit(name, address)
        async with self._slow:
            vault = await asyncio.to_thread(self._vaults.open_with_recovery, name, code)
            self._forgive(name, address)
            new_code = await asyncio.to_thread(_renew, vault, passphrase)
        return await asyncio.to_thread(self._rooms.enter, vault), new_code

    def _admit(self, name: str, address: str) -> None:
        self._by_address.admit(address)
        self._by_account.admit(_account(name))

    def _forgive(self, name: str, address: str) -> None:
        self._by_account.forgive(_account(name))
        self._by_address.forgive(address)


def _account(name: str) -> str:
    return name.strip().casefold()


def _renew(vault: Unlocked, passphrase: str) -> str:
    try:
        vault.change_passphrase(passphrase)
        return vault.new_recovery_code()
    except AppError:
        vault.lock()
        raise


async def sign_out(rooms: Rooms, session_id: str, *, by_person: bool = True) -> None:
    """End a session: refuse its requests, close its sockets, then lock if it was the person's last."""
    rooms.dismiss(session_id, by_person=by_person)
    await close_sockets({session_id})
    await asyncio.to_thread(rooms.leave, session_id)
    log.event("signed_out" if by_person else "locked_itself")


@asynccontextmanager
async def watching(rooms: Rooms) -> AsyncIterator[None]:
    """For the application's lifespan: sign out what is idle, and lock everything at the end."""
    watch = asyncio.create_task(_watch(rooms))
    try:
        yield
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
        await asyncio.to_thread(rooms.close)


async def _watch(rooms: Rooms) -> None:
    while True:
        await asyncio.sleep(_SWEEP_S)
        for session_id in rooms.ended():
            try:
                await sign_out(rooms, session_id, by_person=False)
            except Exception as error:  # noqa: BLE001  one room that fails to close must not keep others open
                log.fault("sweep_failed", error)


async def close_sockets(session_ids: Iterable[str]) -> None:
    """Tell the open pages of these sessions to reload, and close their sockets.

    A page that reloads without a session lands on the sign-in page. Files that Chainlit holds for the
    socket go with it.
    """
    from chainlit.server import sio

    wanted = frozenset(session_ids)
    for held in list(ws_sessions_id.values()):
        session_id = session_in(held.token)
        if session_id not in wanted:
            continue
        held.to_clear = True
        if held.current_task is not None:
            held.current_task.cancel()
        serving = session.set(session_id)
        try:
            await sio.emit("reload", {}, to=held.socket_id)
            await sio.disconnect(held.socket_id)
        finally:
            session.reset(serving)


def harden() -> None:
    """Guard Chainlit's socket: ids that a client chooses must be UUIDs, and a page without session reloads.

    Chainlit keeps the token of the first connection when a socket comes back; it is replaced by the
    one that was just checked.
    """
    import chainlit.socket as handlers
    from chainlit.server import sio

    original = handlers.connect

    async def connect(socket_id: str, environ: dict[str, Any], auth: dict[str, Any] | None) -> bool:
        auth = auth or {}
        for name, required in (("sessionId", True), ("threadId", False)):
            value = auth.get(name)
            if (value or required) and not _is_uuid(value):
                raise ConnectionRefusedError("bad id")
        if session.get() is None:
            asyncio.get_running_loop().create_task(_send_to_sign_in(socket_id))
            return True
        done = await original(socket_id, environ, auth)
        held = WebsocketSession.get(socket_id)
        if held is not None:
            held.token = token_of_cookies(environ.get("HTTP_COOKIE", ""))
        return bool(done)

    async def _send_to_sign_in(socket_id: str) -> None:
        await asyncio.sleep(0)
        await sio.emit("reload", {}, to=socket_id)
        await sio.disconnect(socket_id)

    sio.handlers["/"]["connect"] = connect


def _is_uuid(value: object) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value.lower()
    except ValueError:
        return False

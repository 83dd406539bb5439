"""Whose vault is open here: sign-in sessions, and the one `Room` that all sessions of a person share.

Sessions are known by an opaque id made here, never by a name. The last session to leave closes the room,
which locks the vault. A session ends when it was idle too long, lived too long, or was left; after that
its id opens nothing, whatever cookie still carries it.
"""

import secrets
import threading
from collections import deque
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from core.clock import Clock
from core.errors import LockedError
from core.settings import Settings
from retrieval.embedding import Embedder
from retrieval.room import Room
from vault.unlocked import Unlocked

session: ContextVar[str | None] = ContextVar("carnet_session", default=None)
"""The session id of the request or socket being served; set by the gate, inherited by its tasks."""


@dataclass(slots=True)
class _Session:
    vault_id: str
    entered: datetime
    seen: datetime
    closing: bool = False


class Rooms:
    """The open rooms of this process. Every method may be called from any thread.

    Args:
        settings: `idle_lock_s`, seconds without a sign of the person after which a session ends;
            `session_max_s`, after which it ends however busy it is.
        embedder: For the rooms.
        clock: The wall clock, so that a laptop asleep counts as idle.
    """

    def __init__(self, settings: Settings, *, embedder: Embedder, clock: Clock) -> None:
        self._settings = settings
        self._embedder = embedder
        self._clock = clock
        self._sessions: dict[str, _Session] = {}
        self._rooms: dict[str, Room] = {}
        self._lock = threading.Lock()
        self._doors: dict[str, threading.Lock] = {}
        self._signed_out: deque[str] = deque(maxlen=256)

    def enter(self, vault: Unlocked) -> str:
        """A new session on `vault`. Blocking while the room is opened.

        When the person already has a room here it is shared, and the second opening of their vault is
        locked again at once.

        Returns:
            The opaque session id.
        """
        with self._door(vault.vault_id):
            with self._lock:
                room = self._rooms.get(vault.vault_id)
            if room is None:
                room = Room.open(
                    vault,
                    embedder=self._embedder,
                    clock=self._clock,
                    background=self._settings.background_embedding,
                )
            elif vault is not room.vault:
                vault.lock()
            session_id, now = secrets.token_urlsafe(32), self._clock.now()
            with self._lock:
                self._rooms[vault.vault_id] = room
                self._sessions[session_id] = _Session(vault.vault_id, now, now)
        return session_id

    def of(self, session_id: str) -> Room:
        """The room of a live session, or of one that is closing, so that its sockets can still put away.

        Raises:
            LockedError: ``locked``: there is no such session, or it has ended.
        """
        with self._lock:
            held = self._sessions.get(session_id)
            if held is None or not (held.closing or self._alive(held)):
                raise LockedError("locked")
            return self._rooms[held.vault_id]

    def current(self) -> Room:
        """The room of the request, socket or task being served.

        Raises:
            LockedError: ``locked``: it has no live session.
        """
        return self.of(session.get() or "")

    def person(self, session_id: str) -> str | None:
        """The vault id behind a live session; None without one."""
        with self._lock:
            held = self._sessions.get(session_id)
            return held.vault_id if held is not None and self._alive(held) else None

    def touch(self, session_id: str) -> bool:
        """Note a sign of the person. False when the session is unknown or has ended, which is for good."""
        with self._lock:
            held = self._sessions.get(session_id)
            if held is None or held.closing or not self._alive(held):
                return False
            held.seen = self._clock.now()
            return True

    def sessions_of(self, vault_id: str) -> tuple[str, ...]:
        """Ids of a person's sessions, ended ones included until they are left."""
        with self._lock:
            return tuple(key for key, held in self._sessions.items() if held.vault_id == vault_id)

    def ended(self) -> tuple[str, ...]:
        """Ids of sessions whose time is over and that still wait to be left."""
        with self._lock:
            return tuple(key for key, held in self._sessions.items() if not self._alive(held))

    def dismiss(self, session_id: str, *, by_person: bool) -> None:
        """Refuse new requests of a session while its open sockets are being closed; `leave` follows.

        Args:
            session_id: Its id.
            by_person: True for a sign-out; false when Carnet locked itself.
        """
        with self._lock:
            held = self._sessions.get(session_id)
            if held is not None:
                held.closing = True
            if by_person:
                self._signed_out.append(session_id)

    def signed_out(self, session_id: str) -> bool:
        """Whether the person ended this session themselves, not long ago."""
        with self._lock:
            return session_id in self._signed_out

    def leave(self, session_id: str) -> None:
        """End a session; the last one of a person closes the room, which locks the vault."""
        with self._lock:
            held = self._sessions.get(session_id)
        if held is None:
            return
        with self._door(held.vault_id):
            with self._lock:
                self._sessions.pop(session_id, None)
                if any(other.vault_id == held.vault_id for other in self._sessions.values()):
                    return
                room = self._rooms.pop(held.vault_id, None)
            if room is not None:
                room.close()

    def sweep(self) -> tuple[str, ...]:
        """Leave every session whose time is over, and say which."""
        over = self.ended()
        for session_id in over:
            self.leave(session_id)
        return over

    def close(self) -> None:
        """Leave all sessions: every room closed, every vault locked."""
        with self._lock:
            everyone = tuple(self._sessions)
        for session_id in everyone:
            self.leave(session_id)

    def _alive(self, held: _Session) -> bool:
        now = self._clock.now()
        idle_s = (now - held.seen).total_seconds()
        age_s = (now - held.entered).total_seconds()
        return idle_s < self._settings.idle_lock_s and age_s < self._settings.session_max_s

    def _door(self, vault_id: str) -> threading.Lock:
        with self._lock:
            return self._doors.setdefault(vault_id, threading.Lock())

"""Slows down guessing: so many tries per key in so many seconds, the rest must wait."""

import hashlib
import math
import threading
from collections import deque
from datetime import datetime, timedelta

from core.clock import Clock
from core.errors import InputError

_MANY_KEYS = 10_000


class Throttle:
    """A sliding window of tries per key. Keys are hashed, so nothing typed is kept.

    Args:
        clock: Tells the time.
        tries: How many tries a key has inside the window.
        window_s: Length of the window in seconds.
    """

    def __init__(self, clock: Clock, *, tries: int, window_s: float) -> None:
        self._clock = clock
        self._tries = tries
        self._window = timedelta(seconds=window_s)
        self._seen: dict[bytes, deque[datetime]] = {}
        self._lock = threading.Lock()

    def admit(self, key: str) -> None:
        """Count one try, before its outcome is known, so that parallel guesses count too.

        Raises:
            InputError: ``too_many_tries``, with `retry_after_s`.
        """
        now = self._clock.now()
        with self._lock:
            if len(self._seen) > _MANY_KEYS:
                self._forget_old(now)
            tries = self._seen.setdefault(_digest(key), deque())
            while tries and now - tries[0] >= self._window:
                tries.popleft()
            if len(tries) >= self._tries:
                wait = tries[0] + self._window - now
                raise InputError("too_many_tries", retry_after_s=math.ceil(wait.total_seconds()))
            tries.append(now)

    def forgive(self, key: str) -> None:
        """Forget the tries of `key`: the last one was right."""
        with self._lock:
            self._seen.pop(_digest(key), None)

    def _forget_old(self, now: datetime) -> None:
        for key in [key for key, tries in self._seen.items() if not tries or now - tries[-1] >= self._window]:
            del self._seen[key]


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()

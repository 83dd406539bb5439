"""Recovery codes between being made and being noted: in memory, for one session, shown until confirmed."""

import secrets
from dataclasses import dataclass

from ui.rooms import Rooms

_ASKED = 2


@dataclass(frozen=True, slots=True)
class Pending:
    """A code that waits to be confirmed.

    Attributes:
        code: As it is to be written down.
        asked: Which groups are asked for, from 1, in order.
    """

    code: str
    asked: tuple[int, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The code's groups."""
        return tuple(self.code.split("-"))

    def matches(self, typed: tuple[str, ...]) -> bool:
        """Whether the asked groups were typed, whatever their case and spaces."""
        wanted = tuple(self.groups[number - 1] for number in self.asked)
        return secrets.compare_digest(
            "-".join(wanted), "-".join(_plain(group) for group in typed).encode("ascii", "replace").decode()
        )


def _plain(group: str) -> str:
    return "".join(group.split()).replace("-", "").upper()


class Codes:
    """The codes waiting in this process, by session."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._waiting: dict[str, Pending] = {}

    def keep(self, session_id: str, code: str) -> None:
        """Hold a fresh code for a session; codes of sessions that ended are dropped."""
        self._waiting = {key: held for key, held in self._waiting.items() if self._rooms.person(key)}
        whole = [number for number, group in enumerate(code.split("-"), start=1) if len(group) >= 4]  # noqa: PLR2004  the last group is a short check
        asked = sorted(secrets.SystemRandom().sample(whole, _ASKED))
        self._waiting[session_id] = Pending(code, tuple(asked))

    def of(self, session_id: str) -> Pending | None:
        """The code waiting for a session."""
        return self._waiting.get(session_id)

    def drop(self, session_id: str) -> None:
        """The code was noted, or its session ends."""
        self._waiting.pop(session_id, None)

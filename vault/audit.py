"""The vault's own diary of security events: append-only, each entry holding the digest of the one before.

Pure: it writes and checks entries; `vault.unlocked` keeps them, sealed, as rows of kind ``audit``.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.errors import IntegrityError

KIND = "audit"
START = bytes(32)


class Event(StrEnum):
    """What can happen to a vault."""

    CREATED = "created"
    OPENED = "opened"
    OPENED_WITH_RECOVERY = "opened_with_recovery"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105  the name of an event
    PASSPHRASE_STRENGTHENED = "passphrase_strengthened"  # noqa: S105  the name of an event
    RECOVERY_CODE_CHANGED = "recovery_code_changed"
    INBOX_ABSORBED = "inbox_absorbed"
    EXPORTED = "exported"
    BACKED_UP = "backed_up"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Entry:
    """One event.

    Attributes:
        number: From 0, without gaps.
        when: UTC.
        event: What happened.
        count: How many things it concerned (items deleted, deliveries absorbed); 0 when it counts nothing.
        previous: SHA-256 of the entry before; zeros in the first.
    """

    number: int
    when: datetime
    event: Event
    count: int
    previous: bytes

    def encode(self) -> bytes:
        """Canonical JSON."""
        fields = {
            "count": self.count,
            "event": self.event.value,
            "number": self.number,
            "previous": self.previous.hex(),
            "when": self.when.isoformat(),
        }
        return json.dumps(fields, separators=(",", ":"), sort_keys=True).encode()

    @classmethod
    def decode(cls, body: bytes) -> "Entry":
        """Read an entry.

        Raises:
            IntegrityError: ``audit_broken``.
        """
        try:
            fields = json.loads(body)
            return cls(
                number=int(fields["number"]),
                when=datetime.fromisoformat(fields["when"]),
                event=Event(fields["event"]),
                count=int(fields["count"]),
                previous=bytes.fromhex(fields["previous"]),
            )
        except (ValueError, KeyError, TypeError):
            raise IntegrityError("audit_broken") from None


def following(last: bytes | None, event: Event, when: datetime, count: int = 0) -> Entry:
    """The entry after the one whose body is `last` (None: the first)."""
    if last is None:
        return Entry(0, when, event, count, START)
    return Entry(Entry.decode(last).number + 1, when, event, count, hashlib.sha256(last).digest())


def check(bodies: Iterable[bytes]) -> tuple[Entry, ...]:
    """All entries, in order.

    Raises:
        IntegrityError: ``audit_broken`` at the first gap, or the first entry that does not follow.
    """
    entries: list[Entry] = []
    previous = START
    for number, body in enumerate(bodies):
        entry = Entry.decode(body)
        if entry.number != number or entry.previous != previous:
            raise IntegrityError("audit_broken")
        entries.append(entry)
        previous = hashlib.sha256(body).digest()
    return tuple(entries)

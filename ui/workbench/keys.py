"""Keys of members: the public halves that an administrator entered, and private halves that members sealed.

A member may have had several keys: signatures made with an earlier one are checked with it. What a key may
sign follows its member as they are now; a member who is shut out signs nothing, and what they signed counts
no longer.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.errors import InputError
from prompts.signing import Signer, read_public
from ui.workbench.people import Member, People
from ui.workbench.store import NEW, Store

LONGEST_DAYS = 366
"""A key counts for a year at most; then the texts are read again."""

_KEY, _SEALED = "signing_key", "sealed_key"


@dataclass(frozen=True, slots=True)
class Key:
    """The public half of one key.

    Attributes:
        id: As printed wherever a version is shown.
        member: Whose.
        public: Base64 of 32 bytes.
        valid_from: First day it counts.
        valid_until: Last day it counts.
        by: Id of the administrator who entered it.
    """

    id: str
    member: str
    public: str
    valid_from: date
    valid_until: date
    by: str


class Keys:
    """The keys of one workbench.

    Args:
        store: Where they are kept.
        people: Whose they are.
    """

    def __init__(self, store: Store, people: People) -> None:
        self._store = store
        self._people = people

    def all(self) -> tuple[Key, ...]:
        """Every key that was ever entered, oldest first."""
        return tuple(
            Key(
                id=kept.id,
                member=kept.data["member"],
                public=kept.data["public"],
                valid_from=date.fromisoformat(kept.data["valid_from"]),
                valid_until=date.fromisoformat(kept.data["valid_until"]),
                by=kept.data["by"],
            )
            for kept in self._store.all(_KEY)
        )

    def of(self, member: Member) -> Key | None:
        """The key a member signs with now; None before an administrator entered one."""
        own = [key for key in self.all() if key.member == member.id and key.public == member.public_key]
        return own[-1] if own else None

    def enter(self, member: Member, public: str, until: date, *, by: str) -> Key:
        """Enter the public half of a member's key. An earlier key stays known for what it signed.

        Raises:
            InputError: ``key_invalid``: not 32 bytes in base64; ``key_taken``: another member's, or an
                earlier one; ``key_days_wrong``: over today, or more than a year; ``changed_meanwhile``.
        """
        public = "".join(public.split())
        today = self._people.day
        if read_public(public) is None:
            raise InputError("key_invalid")
        if any(key.public == public for key in self.all()):
            raise InputError("key_taken")
        if not today <= until <= today + timedelta(days=LONGEST_DAYS):
            raise InputError("key_days_wrong")
        key = Key(key_id(member.name, public), member.id, public, today, until, by)
        self._people.change(member, public_key=public)
        self._store.put(_KEY, key.id, _plain(key), revision=NEW)
        return key

    def end(self, id: str) -> Key:
        """A key that counts no more from today on: nothing it signed speaks any longer.

        Raises:
            NotFoundError: ``not_found``.
        """
        last = (self._people.day - timedelta(days=1)).isoformat()
        self._store.change(_KEY, id, lambda data: data | {"valid_until": min(data["valid_until"], last)})
        return next(key for key in self.all() if key.id == id)

    def signer(self, key: Key, member: Member) -> Signer:
        """A key as the rules of approval know it."""
        public = read_public(key.public)
        if public is None:
            raise InputError("key_invalid")
        yesterday = self._people.day - timedelta(days=1)
        return Signer(
            key_id=key.id,
            name=member.name,
            role=member.role,
            clinician=member.role == "clinician",
            public_key=public,
            valid_from=key.valid_from,
            valid_until=min(key.valid_until, yesterday) if member.disabled else key.valid_until,
            languages=member.languages,
            scope=member.scope,
            person=member.id,
        )

    def signers(self) -> dict[str, Signer]:
        """Every key by id, with whose it is as they are now."""
        members = {member.id: member for member in self._people.members()}
        return {key.id: self.signer(key, members[key.member]) for key in self.all() if key.member in members}

    # The private half, which only its member can open

    def sealed(self, member: Member) -> dict[str, Any] | None:
        """The member's private half as their browser sealed it; None when none is kept here."""
        kept = self._store.get(_SEALED, member.id)
        return None if kept is None else kept.data

    def keep_sealed(self, member: Member, sealed: dict[str, Any]) -> None:
        """Keep a private half that the member's browser encrypted under a passphrase that never came here.

        Raises:
            InputError: ``key_invalid``: it is not such a thing, or its public half is no key.
        """
        if not _looks_sealed(sealed):
            raise InputError("key_invalid")
        found = self._store.get(_SEALED, member.id)
        self._store.put(_SEALED, member.id, sealed, revision=found.revision if found else NEW)


def key_id(name: str, public: str) -> str:
    """An id from a name and a public half.

    >>> key_id("Dr Zoé Martin", "AAAA")
    'dr-zoe-martin-63c1dd95'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48] or "member"
    return f"{words}-{hashlib.sha256(public.encode()).hexdigest()[:8]}"


_SEALED_FIELDS = frozenset(
    ("format", "kdf", "hash", "iterations", "salt", "cipher", "iv", "sealed", "public")
)
_LEAST_ITERATIONS = 600_000
_LONGEST_FIELD = 400


def _looks_sealed(sealed: dict[str, Any]) -> bool:
    return (
        sealed.keys() == _SEALED_FIELDS
        and sealed["format"] == "carnet key 1"
        and (sealed["kdf"], sealed["hash"], sealed["cipher"]) == ("PBKDF2", "SHA-256", "AES-GCM")
        and isinstance(sealed["iterations"], int)
        and sealed["iterations"] >= _LEAST_ITERATIONS
        and _short_text(sealed[name] for name in ("salt", "iv", "sealed", "public"))
        and read_public(sealed["public"]) is not None
    )


def _short_text(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) and len(value) <= _LONGEST_FIELD for value in values)


def _plain(key: Key) -> dict[str, Any]:
    return {
        "member": key.member,
        "public": key.public,
        "valid_from": key.valid_from.isoformat(),
        "valid_until": key.valid_until.isoformat(),
        "by": key.by,
    }

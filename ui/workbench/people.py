"""Who works here: members with a role, invitations by one-time code, signing in and sessions.

A member's passphrase is stretched as a vault's is (Argon2id) and opens this application only; a patient's
account opens nothing here. Codes, and what passphrases are checked against, are kept apart from what pages
show.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Any, Literal

from core import log
from core.clock import Clock, today
from core.errors import InputError, LockedError, NotFoundError, WrongPassphraseError
from core.language import LANGUAGES, Language
from ui.throttle import Throttle
from ui.workbench.store import NEW, Kept, Store
from vault.keys import STRONG, KdfCost, Stretcher, canonical_name
from vault.passphrase import check_passphrase

Role = Literal["administrator", "clinician", "reviewer"]
ROLES: tuple[Role, ...] = ("administrator", "clinician", "reviewer")
SCOPES = ("general", "mental_health")
"""What a clinician may sign about; ``mental_health`` is asked for texts about a crisis."""

INVITATION_DAYS = 14

_MEMBER, _SECRET, _INVITATION = "member", "member_secret", "invitation"
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no letter that can be taken for a figure
_CODE_LENGTH = 20  # 98 bits


@dataclass(frozen=True, slots=True)
class Member:
    """A person who works here.

    Attributes:
        id: Opaque.
        name: As it will stand under an approval.
        role: What they may do.
        languages: That they may approve texts in.
        scope: Of `SCOPES`.
        public_key: Ed25519, base64, entered by an administrator; None before.
        valid_from: First day they may sign in and sign.
        valid_until: Last day; None for as long as nothing ends it.
        disabled: Shut out at once, whatever the days say.
        tour_done: Has seen, or put away, the first steps on the library page.
        revision: For `People.change`.
    """

    id: str
    name: str
    role: Role
    languages: tuple[Language, ...]
    scope: tuple[str, ...]
    valid_from: date
    valid_until: date | None = None
    public_key: str | None = None
    disabled: bool = False
    tour_done: bool = False
    revision: int = NEW

    def active(self, day: date) -> bool:
        """Whether they may work here on `day`."""
        return not self.disabled and self.valid_from <= day <= (self.valid_until or day)

    @property
    def writes(self) -> bool:
        """Whether they write drafts, comment, make cases and judge."""
        return self.role != "administrator"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A place kept for somebody.

    Attributes:
        id: Hash of the code; the code itself is shown once and kept nowhere.
        name: Of who is invited.
        role: They will have.
        languages: They will have.
        scope: They will have.
        by: Id of the member who invites; empty for the command line.
        expires: Last instant it can be used.
        member: Id of the member it lets in again; empty for somebody new.
        valid_until: Last day of the member; None for no end.
    """

    id: str
    name: str
    role: Role
    languages: tuple[Language, ...]
    scope: tuple[str, ...]
    by: str
    expires: datetime
    member: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A member's sign-in in one browser.

    Attributes:
        id: What the cookie carries.
        member: Whose.
        form_token: What this session's forms carry, so that no other page can have written them.
    """

    id: str
    member: str
    form_token: str


class People:
    """Members, invitations and sessions of one installation.

    Args:
        store: Where they are kept.
        clock: Tells the time.
        idle_s: A session unused for so long is over.
        longest_s: A session is over after so long in any case.
        kdf: Cost of one guess at a passphrase; only tests lower it.
    """

    def __init__(
        self, store: Store, clock: Clock, *, idle_s: float, longest_s: float, kdf: KdfCost = STRONG
    ) -> None:
        self._store = store
        self._clock = clock
        self._stretcher = Stretcher(kdf)
        self._sessions = _Sessions(clock, timedelta(seconds=idle_s), timedelta(seconds=longest_s))
        self._by_name = Throttle(clock, tries=8, window_s=600)
        self._by_address = Throttle(clock, tries=30, window_s=600)

    # Members

    def member(self, id: str) -> Member:
        """One member.

        Raises:
            NotFoundError: ``not_found``.
        """
        return _member(self._store.require(_MEMBER, id))

    def members(self) -> tuple[Member, ...]:
        """Everybody, in the order they joined."""
        return tuple(_member(kept) for kept in self._store.all(_MEMBER))

    def name_of(self, id: str) -> str:
        """The name of a member; empty when there is none of that id."""
        kept = self._store.get(_MEMBER, id)
        return "" if kept is None else str(kept.data["name"])

    def change(self, member: Member, **what: Any) -> Member:
        """Change fields of a member as it was read.

        Raises:
            InputError: ``changed_meanwhile``; ``last_administrator`` when nobody could let people in.
        """
        changed = replace(member, **what)
        if _leads(member, self.day) and not _leads(changed, self.day):
            others = [one for one in self.members() if one.id != member.id and _leads(one, self.day)]
            if not others:
                raise InputError("last_administrator")
        kept = self._store.put(_MEMBER, member.id, _plain(changed), revision=member.revision)
        if not changed.active(self.day):
            self._sessions.end_of(member.id)
        return _member(kept)

    @property
    def day(self) -> date:
        """Today, for what is valid from and until."""
        return today(self._clock)

    # Invitations

    def invite(
        self,
        name: str,
        role: Role,
        *,
        languages: Iterable[Language] = LANGUAGES,
        scope: Iterable[str] = ("general",),
        by: str = "",
        valid_until: date | None = None,
    ) -> str:
        """Keep a place for somebody.

        Returns:
            The one-time code, to be handed over in person; it is kept nowhere.

        Raises:
            InputError: ``name_invalid``; ``member_exists`` when the name is taken or already invited.
        """
        wanted = canonical_name(name)
        taken = [one.name for one in self.members()]
        taken += [one.name for one in self.invitations() if not one.member]
        if wanted in {canonical_name(one) for one in taken}:
            raise InputError("member_exists")
        place = Invitation(
            id="",
            name=" ".join(name.split()),
            role=role,
            languages=tuple(languages),
            scope=tuple(scope),
            by=by,
            expires=self._clock.now() + timedelta(days=INVITATION_DAYS),
            valid_until=valid_until,
        )
        return self._keep(place)

    def invite_again(self, member: Member, *, by: str) -> str:
        """A new code for a member who lost the passphrase; an earlier such code no longer works.

        Their key stays entered: only who has its private half can sign.
        """
        for old in self.invitations():
            if old.member == member.id:
                self._store.remove(_INVITATION, old.id)
        expires = self._clock.now() + timedelta(days=INVITATION_DAYS)
        return self._keep(
            Invitation("", member.name, member.role, member.languages, member.scope, by, expires, member.id)
        )

    def invitations(self) -> tuple[Invitation, ...]:
        """The places that can still be taken."""
        found = (_invitation(kept) for kept in self._store.all(_INVITATION))
        return tuple(one for one in found if one.expires >= self._clock.now())

    def withdraw(self, id: str) -> None:
        """Take an invitation back."""
        self._store.remove(_INVITATION, id)

    def join(self, code: str, passphrase: str, address: str) -> Session:
        """Take the place a code keeps, with a passphrase of one's own; signed in.

        Raises:
            InputError: ``invitation_unknown`` (wrong, used, withdrawn or expired), ``passphrase_weak``,
                ``too_many_tries``.
        """
        self._by_address.admit(address)
        kept = self._store.get(_INVITATION, _code_id(code))
        place = None if kept is None else _invitation(kept)
        if place is None or place.expires < self._clock.now():
            raise InputError("invitation_unknown")
        check_passphrase(passphrase, name=place.name)
        secret = self._secret(passphrase)
        if not self._store.remove(_INVITATION, place.id):
            raise InputError("invitation_unknown")
        self._by_address.forgive(address)
        member = self.member(place.member) if place.member else self._new(place)
        self._set_secret(member.id, secret)
        self._sessions.end_of(member.id)
        log.event("workbench_joined", kind=member.role)
        return self._sessions.begin(member.id)

    def _new(self, place: Invitation) -> Member:
        member = Member(
            id=secrets.token_hex(8),
            name=place.name,
            role=place.role,
            languages=place.languages,
            scope=place.scope,
            valid_from=self.day,
            valid_until=place.valid_until,
        )
        return _member(self._store.put(_MEMBER, member.id, _plain(member), revision=NEW))

    def _keep(self, place: Invitation) -> str:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
        self._store.put(_INVITATION, _code_id(code), _plain(place), revision=NEW)
        return "-".join(code[start : start + 4] for start in range(0, _CODE_LENGTH, 4))

    # Signing in

    def sign_in(self, name: str, passphrase: str, address: str) -> Session:
        """A new session. An unknown name costs the same work as a wrong passphrase.

        Raises:
            WrongPassphraseError: ``wrong_passphrase``; the same for an unknown name.
            InputError: ``too_many_tries``; ``member_ended`` when the passphrase is right and time is over.
        """
        member = self._named(name)
        self._by_address.admit(address)
        self._by_name.admit(name.strip().casefold())
        if not self._proves(member.id if member else "", passphrase) or member is None:
            raise WrongPassphraseError("wrong_passphrase")
        if not member.active(self.day):
            raise InputError("member_ended")
        self._by_name.forgive(name.strip().casefold())
        self._by_address.forgive(address)
        return self._sessions.begin(member.id)

    def change_passphrase(self, member: Member, old: str, new: str) -> None:
        """A new passphrase for who knows the old one.

        Raises:
            WrongPassphraseError: ``wrong_passphrase``.
            InputError: ``passphrase_weak``, ``too_many_tries``.
        """
        self._by_name.admit(member.id)
        if not self._proves(member.id, old):
            raise WrongPassphraseError("wrong_passphrase")
        self._by_name.forgive(member.id)
        check_passphrase(new, name=member.name)
        self._set_secret(member.id, self._secret(new))

    def session(self, id: str | None, *, noticed: bool = True) -> Session | None:
        """The session of that id, while it is alive and its member may work here.

        Args:
            id: What a cookie carried.
            noticed: Whether this is a sign of the person; not what an open page asks by itself.
        """
        found = self._sessions.of(id, noticed=noticed) if id else None
        if found is None:
            return None
        try:
            active = self.member(found.member).active(self.day)
        except NotFoundError:
            active = False
        if not active:
            self._sessions.end_of(found.member)
        return found if active else None

    def sign_out(self, id: str) -> None:
        """End a session."""
        self._sessions.end(id)

    def _named(self, name: str) -> Member | None:
        try:
            wanted = canonical_name(name)
        except InputError:
            return None
        return next((one for one in self.members() if canonical_name(one.name) == wanted), None)

    def _secret(self, passphrase: str) -> dict[str, Any]:
        salt, cost = os.urandom(16), self._stretcher.cost
        stretched = self._stretcher.stretch(passphrase, salt, cost)
        return {"salt": salt.hex(), "cost": asdict(cost), "stretched": stretched.hex()}

    def _set_secret(self, id: str, secret: dict[str, Any]) -> None:
        known = self._store.get(_SECRET, id)
        self._store.put(_SECRET, id, secret, revision=known.revision if known else NEW)

    def _proves(self, id: str, passphrase: str) -> bool:
        kept = self._store.get(_SECRET, id) if id else None
        if kept is None:
            self._stretcher.stretch(passphrase, os.urandom(16), self._stretcher.cost)
            return False
        salt, cost = bytes.fromhex(kept.data["salt"]), KdfCost(**kept.data["cost"])
        given = self._stretcher.stretch(passphrase, salt, cost)
        return hmac.compare_digest(given.hex(), kept.data["stretched"])


class _Sessions:
    """Sessions in memory: a restart signs everybody out."""

    def __init__(self, clock: Clock, idle: timedelta, longest: timedelta) -> None:
        self._clock = clock
        self._idle = idle
        self._longest = longest
        self._alive: dict[str, tuple[Session, datetime, datetime]] = {}
        self._lock = Lock()

    def begin(self, member: str) -> Session:
        session = Session(secrets.token_urlsafe(32), member, secrets.token_hex(32))
        now = self._clock.now()
        with self._lock:
            self._alive[session.id] = session, now, now
        return session

    def of(self, id: str, *, noticed: bool) -> Session | None:
        now = self._clock.now()
        with self._lock:
            found = self._alive.get(id)
            if found is None:
                return None
            session, begun, seen = found
            if now - seen > self._idle or now - begun > self._longest:
                del self._alive[id]
                return None
            if noticed:
                self._alive[id] = session, begun, now
        return session

    def end(self, id: str) -> None:
        with self._lock:
            self._alive.pop(id, None)

    def end_of(self, member: str) -> None:
        with self._lock:
            self._alive = {id: held for id, held in self._alive.items() if held[0].member != member}


def require_role(member: Member, *roles: Role) -> Member:
    """`member`, when they have one of `roles` (any role when none is named).

    Raises:
        LockedError: ``not_your_role``.
    """
    if roles and member.role not in roles:
        raise LockedError("not_your_role")
    return member


def _leads(member: Member, day: date) -> bool:
    return member.role == "administrator" and member.active(day)


def _code_id(code: str) -> str:
    bare = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(b"carnet invitation 1\n" + bare.encode()).hexdigest()


def _plain(value: Member | Invitation) -> dict[str, Any]:
    plain = asdict(value)
    for gone in ("id", "revision"):
        plain.pop(gone, None)
    return {
        key: item.isoformat() if isinstance(item, date) else item  # a datetime is a date too
        for key, item in plain.items()
    }


def _member(kept: Kept) -> Member:
    data = kept.data | {
        "languages": _languages(kept.data["languages"]),
        "scope": tuple(kept.data["scope"]),
        "valid_from": date.fromisoformat(kept.data["valid_from"]),
        "valid_until": _day(kept.data["valid_until"]),
    }
    return Member(id=kept.id, revision=kept.revision, **data)


def _invitation(kept: Kept) -> Invitation:
    data = kept.data | {
        "languages": _languages(kept.data["languages"]),
        "scope": tuple(kept.data["scope"]),
        "expires": datetime.fromisoformat(kept.data["expires"]),
        "valid_until": _day(kept.data["valid_until"]),
    }
    return Invitation(id=kept.id, **data)


def _languages(codes: Iterable[str]) -> tuple[Language, ...]:
    return tuple(known for known in LANGUAGES if known in set(codes))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)

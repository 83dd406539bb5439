"""Approvals as a member meets them: handing a draft in, signing it, letting it speak, silencing it.

The rules are in `prompts.approval`, the files and the log in `prompts.release`. Here they meet the people of
the workbench and the texts in use, which are exchanged as soon as an act is written.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.errors import InputError, NotFoundError
from prompts.approval import Refusal
from prompts.log import Head
from prompts.release import Live, Move, Releases, Silent, Standing, Version
from prompts.signing import Signature, Signer
from ui.workbench import texts
from ui.workbench.drafts import Draft, Drafts
from ui.workbench.exchange import Exchange
from ui.workbench.people import Member
from ui.workbench.store import NEW, Store

SOON_DAYS = 45
"""What ends within so many days is shown for renewal."""

GATE_REPORT = "gate_report"
"""Kind, by draft id, of the gate's last report: ``content`` (SHA-256 of the draft), ``report``, ``cases``."""

_HANDED_IN = "handed_in"
_SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the gate gives for a draft.

    Attributes:
        report: JSON; ``passed`` says whether it may be signed.
        cases: ``cases.yaml`` as it was run.
    """

    report: bytes
    cases: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """A version as one member sees it.

    Attributes:
        standing: How far it is.
        live: Whether it speaks now.
        spoke: Whether it ever did.
        refusal: Why this member may not sign it; None when they may.
        move: What it takes to make it speak, when nothing but that act is missing; None otherwise.
        move_refusals: Why this member may not make it speak.
        ends: First day on which its approval no longer holds; None when it does not hold today.
        draft: Id of the draft it was handed in from.
    """

    standing: Standing
    live: bool
    spoke: bool
    refusal: Refusal | None
    move: Move | None
    move_refusals: tuple[Refusal, ...]
    ends: date | None
    draft: str

    @property
    def version(self) -> Version:
        """Which."""
        return self.standing.version

    @property
    def last_day(self) -> date | None:
        """Last day of its approval."""
        return None if self.ends is None else self.ends - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Board:
    """What the page of approvals shows.

    Attributes:
        mine: Versions that wait for this member's signature.
        renew: Versions in use whose approval ends soon and that this member may sign again.
        ready: Approved, and not in use.
        others: Versions that wait for other people.
        drafts: Sent to review and not handed in for signature yet.
        reports: By draft, whether the gate has a report on it as it stands.
        live: In use.
        silent: Should be in use and are not.
    """

    mine: tuple[Seen, ...]
    renew: tuple[Seen, ...]
    ready: tuple[Seen, ...]
    others: tuple[Seen, ...]
    drafts: tuple[Draft, ...]
    reports: Mapping[str, bool]
    live: tuple[Seen, ...]
    silent: tuple[Silent, ...]


class Approvals:
    """The approvals of one workbench.

    Args:
        exchange: The texts in use, and where versions lie.
        drafts: What versions are handed in from.
        store: Where it is kept which draft a version came from.
    """

    def __init__(self, exchange: Exchange, drafts: Drafts, store: Store) -> None:
        self.exchange = exchange
        self._drafts = drafts
        self._store = store

    @property
    def releases(self) -> Releases:
        """The versions and their log."""
        return self.exchange.releases

    def signer(self, member: Member) -> Signer | None:
        """The key a member signs with; None before an administrator entered it."""
        key = self.exchange.keys.of(member)
        return None if key is None else self.exchange.keys.signer(key, member)

    def board(self, member: Member) -> Board:
        """Everything, sorted by what this member can do about it.

        Raises:
            IntegrityError: ``log_broken``.
        """
        seen = [self._see(version, member) for version in self._current()]
        waiting = [one for one in seen if not one.spoke]
        mine = [one for one in waiting if one.refusal is None and not one.standing.approved]
        live = [one for one in seen if one.live]
        soon = self.exchange.day + timedelta(days=SOON_DAYS)
        renew = [one for one in live if one.ends is not None and one.ends <= soon and one.refusal is None]
        ready = [one for one in seen if one.standing.approved and not one.live and not one.spoke]
        handed_in = {one.draft for one in seen}
        drafts = tuple(
            draft for draft in self._drafts.all() if draft.status == "in_review" and draft.id not in handed_in
        )
        return Board(
            mine=tuple(mine),
            renew=tuple(renew),
            ready=tuple(ready),
            others=tuple(one for one in waiting if one not in mine and one not in ready),
            drafts=drafts,
            reports={draft.id: self.evidence(draft) is not None for draft in drafts},
            live=tuple(live),
            silent=self.exchange.prompts.speaking.silent,
        )

    def see(self, name: str, version: str, member: Member) -> Seen:
        """One version.

        Raises:
            NotFoundError: ``not_found``.
            IntegrityError: ``log_broken``.
        """
        return self._see(self.releases.version(name, version), member)

    def earlier(self, version: Version, member: Member) -> tuple[Seen, ...]:
        """Other versions of this text that spoke and could again, newest first."""
        others = [one for one in self.releases.versions() if one.name == version.name and one != version]
        seen = [self._see(one, member) for one in others]
        return tuple(reversed([one for one in seen if one.spoke and one.move is not None]))

    def falls_back(self, version: Version) -> Version | None:
        """What would speak if this version were disabled; None for the package's text."""
        return self.releases.before(version, self.exchange.signers(), self.exchange.day)

    def evidence(self, draft: Draft) -> Evidence | None:
        """The gate's last report on a draft as it stands; None when there is none."""
        kept = self._store.get(GATE_REPORT, draft.id)
        if kept is None or kept.data["content"] != hashlib.sha256(draft.content.encode()).hexdigest():
            return None
        return Evidence(kept.data["report"].encode(), kept.data["cases"].encode())

    def hand_in(self, draft: Draft, member: Member) -> Version:
        """Hand a draft in for signature, with the cases it was run against and the gate's report.

        Raises:
            InputError: ``draft_closed`` when it is not in review; ``gate_missing`` when the gate has no
                report on the draft as it stands; as `Releases.propose`.
        """
        if draft.status != "in_review":
            raise InputError("draft_closed")
        evidence = self.evidence(draft)
        if evidence is None:
            raise InputError(Refusal.GATE_MISSING)
        number = draft.version or self.releases.next_version(draft.text)
        version = self.releases.propose(
            draft.text,
            number,
            draft.content.encode(),
            cases=evidence.cases,
            report=evidence.report,
            authors=draft.authors,
            by=member.name,
            note=draft.why,
        )
        self._store.put(_HANDED_IN, _id(version), {"draft": draft.id}, revision=NEW)
        return version

    def sign(self, version: Version, member: Member, *, day: str, value: str) -> Standing:
        """Put a member's signature, made in their browser, under a version.

        Raises:
            InputError: The code of a `Refusal`; ``page_outdated``, ``signature_unreadable``.
            ConfigError: ``prompt_signature_wrong``.
        """
        signature = _signature(self.signer(member), day, value)
        signers, today = self.exchange.signers(), self.exchange.day
        standing = self.releases.sign(version, signature, signers, today)
        if standing.approved:
            self._tell_draft(version, "approved")
        if self.releases.spoke(
            version
        ):  # what had ended may speak again, and who signed is told with answers
            self._exchange()
        return standing

    def move(self, move: Move, version: Version, member: Member, *, day: str, head: str, value: str) -> None:
        """Make a version speak, at once, for the next question of everybody.

        Raises:
            InputError: The code of a `Refusal`; ``page_outdated``, ``signature_unreadable``;
                ``version_does_not_load``: the program could not use it, so nothing was done.
            ConfigError: ``prompt_signature_wrong``.
            IntegrityError: ``log_broken``, ``log_moved_on``.
        """
        signature = _signature(self.signer(member), day, value)
        signers, today = self.exchange.signers(), self.exchange.day
        for refusal in self.releases.may_not_move(move, version, signers, signature.key, today):
            raise InputError(refusal)
        if not self.exchange.would_load(version):
            raise InputError("version_does_not_load")
        self.releases.move(move, version, signature, _head(head), signers, today)
        self._tell_draft(version, "live")
        self._exchange()

    def disable(self, version: Version, member: Member, reason: str) -> None:
        """Silence a version at once; one person is enough.

        Raises:
            InputError: ``reason_missing``.
            IntegrityError: ``log_broken``.
        """
        if not reason.strip():
            raise InputError("reason_missing")
        self.releases.disable(version, member.name, reason.strip())
        self._exchange()

    def withdraw(self, version: Version, member: Member) -> None:
        """Take back what never spoke; its draft can be written on.

        Raises:
            InputError: ``version_spoke``.
        """
        self.releases.withdraw(version, member.name)

    def enter_key(self, member: Member, public: str, until: date, by: Member) -> None:
        """Enter the public half of a member's key.

        Raises:
            InputError: As `Keys.enter`.
        """
        key = self.exchange.keys.enter(member, public, until, by=by.id)
        self.releases.enter_key(self.exchange.keys.signer(key, member), by.name)

    def end_key(self, id: str, members: Iterable[Member], by: Member) -> None:
        """End a key at once: its signatures count no longer.

        Raises:
            NotFoundError: ``not_found``.
        """
        key = self.exchange.keys.end(id)
        for member in members:
            if member.id == key.member:
                self.releases.enter_key(self.exchange.keys.signer(key, member), by.name)
        self._exchange()

    def statements(self, seen: Seen, member: Member) -> dict[str, str]:
        """The texts this member's browser signs, exactly: of the version, and of making it speak."""
        signer, covered = self.signer(member), seen.standing.covered
        if signer is None or covered is None:
            return {}
        day = self.exchange.day
        made = {"sign": covered.statement(signer.key_id, day)}
        if seen.move is not None:
            head = self.releases.log.head()
            made["move"] = self.releases.statement(seen.move, seen.version, signer.key_id, day, head)
        return {name: statement.decode() for name, statement in made.items()}

    def head(self) -> str:
        """The log's head as a form carries it."""
        head = self.releases.log.head()
        return f"{head.sequence}:{head.hash}"

    def _current(self) -> tuple[Version, ...]:
        """Versions handed in; one whose draft was taken back into work is withdrawn with it."""
        found = []
        for version in self.releases.versions():
            draft = self._draft_of(version)
            if draft is not None and draft.status in ("draft", "withdrawn"):
                try:
                    self.releases.withdraw(version, draft.by)
                    continue
                except InputError:  # it spoke; the draft is another story
                    pass
            found.append(version)
        return tuple(found)

    def _see(self, version: Version, member: Member) -> Seen:
        signers, today = self.exchange.signers(), self.exchange.day
        standing = self.releases.standing(version, signers, today)
        signer = self.signer(member)
        live = self._live(version)
        spoke = self.releases.spoke(version)
        move: Move | None = None
        refusals: tuple[Refusal, ...] = ()
        if standing.approved and live is None:
            move = "rolled_back" if spoke else "released"
            key = signer.key_id if signer is not None else ""
            refusals = self.releases.may_not_move(move, version, signers, key, today)
            if Refusal.DISABLED in refusals:
                move = None
        draft = self._draft_of(version)
        return Seen(
            standing=standing,
            live=live is not None,
            spoke=spoke,
            refusal=self.releases.may_not_sign(standing, signer, today)
            if standing.covered is not None
            else Refusal.EDITED,
            move=move,
            move_refusals=refusals,
            ends=self._ends(standing),
            draft=draft.id if draft is not None else "",
        )

    def _live(self, version: Version) -> Live | None:
        live = self.exchange.prompts.speaking.live.get(version.name)
        return live if live is not None and live.version == version else None

    def _ends(self, standing: Standing) -> date | None:
        """The first day on which a key that is needed counts no longer."""
        if not standing.approved:
            return None
        signers = self.exchange.signers()
        days = sorted({signer.valid_until + timedelta(days=1) for signer in standing.signers})
        ended = (day for day in days if not self.releases.standing(standing.version, signers, day).approved)
        return next(ended, None)

    def _draft_of(self, version: Version) -> Draft | None:
        kept = self._store.get(_HANDED_IN, _id(version))
        try:
            return None if kept is None else self._drafts.get(kept.data["draft"])
        except NotFoundError:
            return None

    def _tell_draft(self, version: Version, status: Any) -> None:
        draft = self._draft_of(version)
        if draft is not None and draft.open and draft.status != status:
            self._drafts.close(draft.id, status, revision=draft.revision)

    def _exchange(self) -> None:
        self.exchange.reload()
        texts.forget()


def _signature(signer: Signer | None, day: str, value: str) -> Signature:
    if signer is None:
        raise InputError(Refusal.KEY_UNKNOWN)
    try:
        made = base64.b64decode(value, validate=True)
        if len(made) != _SIGNATURE_BYTES:
            raise ValueError
        return Signature(signer.key_id, date.fromisoformat(day), made)
    except (binascii.Error, ValueError):
        raise InputError("signature_unreadable") from None


def _head(text: str) -> Head:
    sequence, _, hash = text.partition(":")
    if not sequence.isdecimal():
        raise InputError("page_outdated")
    return Head(int(sequence), hash)


def _id(version: Version) -> str:
    return f"{version.name}@{version.version}"

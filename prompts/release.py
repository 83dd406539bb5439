"""Approved versions outside the package, which of them speaks, and how that changes.

Versions lie in the form of the package's library, ``<folder>/<text>/<version>/`` with the text, its cases,
the gate's report and the signatures; the log beside them says what was done. Which version speaks is the last
act of the log that holds: *released* and *rolled back* are signed by a clinician over the text's hash and the
log's head, *disabled* needs one person and no key. Nothing is trusted at loading: the chain, the act, the
files, the signatures and the rules of approval are all checked again, and what does not hold is silent. The
package's text speaks then, and `Silent` says why.
"""

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from core.clock import Clock
from core.errors import ConfigError, InputError, IntegrityError, NotFoundError
from prompts import template
from prompts.approval import Refusal, Subject, in_scope, lacking, may_not_sign
from prompts.log import Anchor, Entry, Head, Log
from prompts.signing import (
    Cover,
    Signature,
    Signer,
    add,
    cover,
    holds,
    name_of,
    proves,
    report_of,
    sig_of,
    signatures,
    signer_of,
    text_of,
)

Move = Literal["released", "rolled_back"]
"""A signed act: a version begins to speak, for the first time or again."""

LOG = "log.jsonl"

_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}\Z")
_NAME = re.compile(r"[a-z][a-z0-9_]*/[a-zA-Z0-9_]+(\.[a-z]+)*\Z")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of one text that was handed in.

    Attributes:
        name: Folder and file of the package's text (``card_emergency/prompt.fr.md``, ``care/fr.toml``).
        version: Its number.
        path: Where it lies.
        authors: Ids of who wrote it.
        by: Who handed it in.
        time: When, UTC, ISO 8601.
        digest: SHA-256 of text and cases as handed in.
        report: SHA-256 of the gate's report; None when there was none.
        base: Digest of the package's text at that time.
        note: What it changes and why, in its author's words.
    """

    name: str
    version: str
    path: Path
    authors: frozenset[str]
    by: str
    time: str
    digest: str
    report: str | None
    base: str
    note: str

    @property
    def number(self) -> tuple[int, ...]:
        """For comparing versions of one text."""
        return number_of(self.version)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a version is today.

    Attributes:
        version: Which.
        covered: What a signature of it covers now; None when it cannot be read.
        signed: Signatures that hold and count today, with whose they are.
        gate: What the report says; None when there is no report on this very text.
        refusals: What still keeps it from speaking; empty when nothing does.
    """

    version: Version
    covered: Cover | None
    signed: tuple[tuple[Signer, Signature], ...]
    gate: bool | None
    refusals: tuple[Refusal, ...]

    @property
    def approved(self) -> bool:
        """Whether it may speak."""
        return not self.refusals

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Who signed."""
        return tuple(signer for signer, _ in self.signed)


@dataclass(frozen=True, slots=True)
class Live:
    """A version that speaks.

    Attributes:
        standing: Its files and signatures, checked.
        since: Time of the act that made it speak.
        sequence: Line of that act.
    """

    standing: Standing
    since: str
    sequence: int

    @property
    def version(self) -> Version:
        """Which."""
        return self.standing.version

    @property
    def data(self) -> bytes:
        """Its text."""
        return self.standing.covered.data if self.standing.covered is not None else b""


@dataclass(frozen=True, slots=True)
class Silent:
    """A version that should speak and does not; the package's text speaks.

    Attributes:
        name: Of the text; empty when the log itself does not hold.
        version: Of it.
        refusals: Why.
        line: Of the log, where that does not hold.
    """

    name: str
    version: str
    refusals: tuple[Refusal, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Speaking:
    """What speaks instead of the package's texts, by name; and what should and does not."""

    live: Mapping[str, Live] = field(default_factory=dict)
    silent: tuple[Silent, ...] = ()


class Releases:
    """The versions and the log of one installation.

    Args:
        folder: Where they lie.
        package: The package's files by name, which versions stand in for.
        clock: For the log.
        anchors: Places besides the file beside the log that remember its head.
        name: Of the log's file.
    """

    def __init__(
        self,
        folder: Path,
        package: Mapping[str, Path],
        clock: Clock,
        anchors: Sequence[Anchor] = (),
        *,
        name: str = LOG,
    ) -> None:
        self.folder = folder
        self.package = package
        self.log = Log(folder / name, clock, anchors)

    # Handing in

    def versions(self) -> tuple[Version, ...]:
        """Every version handed in and not taken back, oldest first.

        Raises:
            IntegrityError: ``log_broken``.
        """
        return _versions(self.folder, self.log.entries())

    def version(self, name: str, version: str) -> Version:
        """One of them.

        Raises:
            NotFoundError: ``not_found``.
            IntegrityError: ``log_broken``.
        """
        found = _known(self.folder, self.log.entries()).get((name, version))
        if found is None:
            raise NotFoundError("not_found")
        return found

    def next_version(self, name: str) -> str:
        """A number that no version of this text has yet.

        Raises:
            InputError: ``text_unknown``.
        """
        return str(max((number[0] for number in self._numbers(name)), default=0) + 1)

    def propose(
        self,
        name: str,
        version: str,
        data: bytes,
        *,
        cases: bytes = b"",
        report: bytes | None,
        authors: Iterable[str],
        by: str,
        note: str = "",
    ) -> Version:
        """Hand a version in for signature.

        Args:
            name: Of the package's text it stands in for.
            version: A number above those the text had; for a text also in its front matter.
            data: The text, or the data file.
            cases: ``cases.yaml``; nothing for a data file.
            report: The gate's report, JSON.
            authors: Ids of everybody who wrote in it: they may not sign it.
            by: Who hands it in.
            note: What it changes and why.

        Raises:
            InputError: ``text_unknown``, ``version_taken``, ``version_does_not_fit``.
            ConfigError: ``prompt_invalid``.
            IntegrityError: ``log_broken``.
        """
        if not _VERSION.match(version) or number_of(version) <= max(self._numbers(name), default=(0,)):
            raise InputError("version_taken")
        path = _place(self.folder, name, version)
        if name.endswith(".md"):
            prompt = template.parse(text_of(data))
            if prompt.version != version or not _fits(data, self.package[name]):
                raise InputError("version_does_not_fit")
            self._share_cases(path, cases)
        path.parent.mkdir(parents=True, exist_ok=True)
        sig_of(path).unlink(missing_ok=True)
        report_of(path).unlink(missing_ok=True)
        path.write_bytes(data)
        if report is not None:
            report_of(path).write_bytes(report)
        covered, base = cover(path, name), cover(self.package[name])
        self.log.append("proposed", by, {
            "name": name, "version": version, "digest": covered.digest, "report": covered.report,
            "base": base.digest, "authors": sorted(set(authors)), "note": note,
        })  # fmt: skip
        return self.version(name, version)

    def spoke(self, version: Version) -> bool:
        """Whether it ever spoke.

        Raises:
            IntegrityError: ``log_broken``.
        """
        return any(entry.act == "released" and _about(entry, version) for entry in self.log.entries())

    def withdraw(self, version: Version, by: str) -> None:
        """Take back a version that never spoke; its files stay, and its number is not given again.

        Raises:
            InputError: ``version_spoke``.
        """
        if self.spoke(version):
            raise InputError("version_spoke")
        self.log.append("withdrawn", by, {"name": version.name, "version": version.version})

    def _share_cases(self, path: Path, cases: bytes) -> None:
        """Both languages of a version were judged on the same cases, which lie beside them once."""
        file = path.with_name("cases.yaml")
        text = text_of(cases)
        others = [one for one in path.parent.glob("prompt.*.md") if one != path]
        if others and file.exists() and text_of(file.read_bytes()) != text:
            raise InputError("version_taken")
        path.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    def _numbers(self, name: str) -> list[tuple[int, ...]]:
        if name not in self.package:
            raise InputError("text_unknown")
        handed_in = [
            number_of(str(entry.what["version"]))
            for entry in self.log.entries()
            if entry.act == "proposed" and entry.what["name"] == name
        ]
        if name.endswith(".md"):
            handed_in.append(number_of(template.parse(text_of(self.package[name].read_bytes())).version))
        return handed_in

    # Signing

    def standing(self, version: Version, signers: Mapping[str, Signer], today: date) -> Standing:
        """How far a version is today; whatever is wrong with its files is a refusal, no error."""
        try:
            covered = cover(version.path, version.name)
            found = signatures(version.path)
            subject = Subject.of(version.name, covered.data, version.authors)
        except (ConfigError, UnicodeDecodeError):
            return Standing(version, None, (), None, (Refusal.EDITED,))
        as_handed_in = (covered.digest, covered.report) == (version.digest, version.report)
        counting = tuple(
            (signers[one.key], one)
            for one in found
            if holds(one, covered, signers)
            and signers[one.key].valid_from <= one.day <= today
            and signers[one.key].counts(today)
        )
        gate = _gate(version.path, covered)
        reasons = [
            (not as_handed_in or not all(holds(one, covered, signers) for one in found), Refusal.EDITED),
            (gate is None, Refusal.GATE_MISSING),
            (gate is False, Refusal.GATE_FAILED),
            (not _fits(covered.data, self.package.get(version.name)), Refusal.DOES_NOT_FIT),
            (self._package_changed(version), Refusal.PACKAGE_CHANGED),
        ]
        refusals = [refusal for applies, refusal in reasons if applies]
        refusals += lacking(subject, [signer for signer, _ in counting])
        return Standing(version, covered, counting, gate, tuple(refusals))

    def may_not_sign(self, standing: Standing, signer: Signer | None, today: date) -> Refusal | None:
        """Why this person may not sign this version today; None when they may."""
        for refusal in (Refusal.EDITED, Refusal.DOES_NOT_FIT, Refusal.PACKAGE_CHANGED):
            if refusal in standing.refusals:
                return refusal
        subject = self.subject(standing)
        return may_not_sign(subject, signer, standing.signers, gate=standing.gate, today=today)

    def subject(self, standing: Standing) -> Subject:
        """What the rules know of a version that can be read."""
        data = standing.covered.data if standing.covered is not None else b""
        return Subject.of(standing.version.name, data, standing.version.authors)

    def sign(
        self,
        version: Version,
        signature: Signature,
        signers: Mapping[str, Signer],
        today: date,
        *,
        made: bool = False,
    ) -> Standing:
        """Put a signature made elsewhere under a version.

        Args:
            version: Which.
            signature: Over what `Cover.statement` gives.
            signers: Keys by id.
            today: The day.
            made: Whether it was made on an earlier day and comes along with an imported version.

        Raises:
            InputError: The code of a `Refusal`; ``page_outdated`` when it was made for another day.
            ConfigError: ``prompt_signature_wrong``: it is not over this text, or not by this key.
        """
        standing = self.standing(version, signers, today)
        refusal = self.may_not_sign(standing, signers.get(signature.key), today)
        if refusal is not None:
            raise InputError(refusal)
        if (signature.day != today and not made) or standing.covered is None:
            raise InputError("page_outdated")
        if not signers[signature.key].counts(signature.day):
            raise InputError(Refusal.KEY_EXPIRED)
        add(version.path, signature, standing.covered, signers)
        self.log.append("signed", signature.key, _signed(version, signature))
        return self.standing(version, signers, today)

    # Speaking

    def speaking(self, signers: Mapping[str, Signer], today: date, trial: Version | None = None) -> Speaking:
        """What speaks today instead of the package.

        Args:
            signers: Keys that are trusted, by id.
            today: The day.
            trial: A version to count as released, to see whether everything would still load.
        """
        try:
            entries = self.log.entries()
            known = _known(self.folder, entries)
        except IntegrityError as error:
            return Speaking(silent=(Silent("", "", line=int(str(error.facts["line"]))),))
        live: dict[str, Live] = {}
        silent: list[Silent] = []
        for name, (stack, wrong) in _stacks(entries, known, signers).items():
            silent += wrong
            if stack:
                standing = self.standing(stack[-1][0], signers, today)
                if standing.approved:
                    live[name] = Live(standing, stack[-1][1].time, stack[-1][1].sequence)
                else:
                    silent.append(Silent(name, stack[-1][0].version, standing.refusals))
        if trial is not None:
            live[trial.name] = Live(self.standing(trial, signers, today), "", 0)
        return Speaking(live, tuple(silent))

    def may_not_move(
        self, move: Move, version: Version, signers: Mapping[str, Signer], key: str, today: date
    ) -> tuple[Refusal, ...]:
        """Why this person may not make this version speak; empty when they may."""
        standing = self.standing(version, signers, today)
        history = [entry for entry in self.log.entries() if _about(entry, version)]
        live = self.speaking(signers, today).live.get(version.name)
        signer = signers.get(key)
        reasons = (
            (signer is None, Refusal.KEY_UNKNOWN),
            (signer is not None and not signer.counts(today), Refusal.KEY_EXPIRED),
            (signer is not None and signer.whose in version.authors, Refusal.OWN_WORK),
            (
                signer is not None and not in_scope(signer, self.subject(standing)),
                Refusal.NOT_A_CLINICIAN,
            ) if standing.covered is not None else (False, Refusal.NOT_A_CLINICIAN),
            (any(entry.act == "disabled" for entry in history), Refusal.DISABLED),
            (live is not None and live.version == version, Refusal.LIVE_ALREADY),
            (
                move == "rolled_back" and not any(entry.act == "released" for entry in history),
                Refusal.NEVER_RELEASED,
            ),
        )  # fmt: skip
        return (*(refusal for applies, refusal in reasons if applies), *standing.refusals)

    def statement(self, move: Move, version: Version, key: str, day: date, head: Head) -> bytes:
        """The bytes that are signed to make a version speak; they carry the head of the log before it."""
        return _statement(move, version, key, day, head.hash)

    def move(
        self,
        move: Move,
        version: Version,
        signature: Signature,
        head: Head,
        signers: Mapping[str, Signer],
        today: date,
    ) -> Entry:
        """Make a version speak, by a signed act. It speaks from the next loading on.

        Args:
            move: Released for the first time, or rolled back to.
            version: Which.
            signature: Over `statement`.
            head: Of the log, as signed.
            signers: Keys by id.
            today: The day.

        Raises:
            InputError: The code of a `Refusal`; ``page_outdated``.
            ConfigError: ``prompt_signature_wrong``.
            IntegrityError: ``log_broken``, ``log_moved_on``.
        """
        for refusal in self.may_not_move(move, version, signers, signature.key, today):
            raise InputError(refusal)
        if signature.day != today:
            raise InputError("page_outdated")
        statement = self.statement(move, version, signature.key, today, head)
        if not proves(signers[signature.key], statement, signature.value):
            raise ConfigError("prompt_signature_wrong", prompt=version.name)
        return self.log.append(move, signature.key, _signed(version, signature), after=head)

    def disable(self, version: Version, by: str, reason: str) -> Entry:
        """Silence a version at once and for good; the one before it that still holds speaks, or the package.

        Raises:
            IntegrityError: ``log_broken`` (nothing but the package speaks then anyway).
        """
        what = {"name": version.name, "version": version.version, "reason": reason}
        return self.log.append("disabled", by, what)

    def before(self, version: Version, signers: Mapping[str, Signer], today: date) -> Version | None:
        """The version that would speak if `version` were disabled; None for the package's text."""
        entries = self.log.entries()
        known = _known(self.folder, entries)
        stack, _ = _stacks(entries, known, signers).get(version.name, ([], []))
        below = [one for one, _ in stack if one != version]
        return below[-1] if below and self.standing(below[-1], signers, today).approved else None

    def enter_key(self, signer: Signer, by: str) -> None:
        """Note in the log that a key counts from now on, or with other limits; the row lies there whole."""
        self.log.append("key", by, _row(signer))

    def _package_changed(self, version: Version) -> bool:
        path = self.package.get(version.name)
        return path is not None and cover(path).digest not in (version.base, version.digest)


def package_files(library: Iterable[Path], data: Iterable[Path]) -> dict[str, Path]:
    """The package's files by the name that signatures bind."""
    return {name_of(path): path for path in (*library, *data)}


def signers_of(entries: Iterable[Entry]) -> dict[str, Signer]:
    """The keys a log says were entered, as last entered: for checking a log where no workbench is.

    Raises:
        IntegrityError: ``log_broken``: a row is no key.
    """
    found = {}
    for entry in entries:
        if entry.act == "key":
            try:
                signer = signer_of(entry.what)
            except (KeyError, TypeError, ValueError):
                raise IntegrityError("log_broken", line=entry.sequence) from None
            found[signer.key_id] = signer
    return found


def wrong_acts(entries: Iterable[Entry], folder: Path, signers: Mapping[str, Signer]) -> tuple[Entry, ...]:
    """The signed lines of a log whose signature does not hold."""
    lines = tuple(entries)
    known = _known(folder, lines, withdrawn=True)
    return tuple(entry for entry in lines if entry.act in _SIGNED and not _proved(entry, known, signers))


_MOVES = ("released", "rolled_back")
_SIGNED = ("signed", *_MOVES)


def _versions(folder: Path, entries: Iterable[Entry]) -> tuple[Version, ...]:
    return tuple(_known(folder, entries).values())


def _known(folder: Path, entries: Iterable[Entry], *, withdrawn: bool = False) -> "Known":
    """Versions by name and number; those taken back only when asked for."""
    found: dict[tuple[str, str], Version] = {}
    for entry in entries:
        if entry.act == "proposed":
            version = _version(folder, entry)
            found[version.name, version.version] = version
        elif entry.act == "withdrawn" and not withdrawn:
            found.pop((str(entry.what["name"]), str(entry.what["version"])), None)
    return found


def _version(folder: Path, entry: Entry) -> Version:
    what = entry.what
    try:
        name, version = str(what["name"]), str(what["version"])
        if not _NAME.match(name) or not _VERSION.match(version):
            raise ValueError
        return Version(
            name=name,
            version=version,
            path=_place(folder, name, version),
            authors=frozenset(str(author) for author in what["authors"]),
            by=entry.who,
            time=entry.time,
            digest=str(what["digest"]),
            report=None if what["report"] is None else str(what["report"]),
            base=str(what["base"]),
            note=str(what["note"]),
        )
    except (KeyError, TypeError, ValueError):
        raise IntegrityError("log_broken", line=entry.sequence) from None


Known = Mapping[tuple[str, str], Version]


def _stacks(
    entries: Iterable[Entry], known: Known, signers: Mapping[str, Signer]
) -> dict[str, tuple[list[tuple[Version, Entry]], list[Silent]]]:
    """By name the versions that spoke and were not disabled, the present one last, each with its act."""
    stacks: dict[str, tuple[list[tuple[Version, Entry]], list[Silent]]] = {}
    disabled: set[Version] = set()
    for entry in entries:
        if entry.act not in (*_MOVES, "disabled"):
            continue
        name, number = str(entry.what.get("name")), str(entry.what.get("version"))
        version = known.get((name, number))
        stack, wrong = stacks.setdefault(name, ([], []))
        if version is None or (entry.act in _MOVES and not _proved(entry, known, signers)):
            wrong.append(Silent(name, number, line=entry.sequence))
            continue
        spoke = [one for one, _ in stack]
        if entry.act == "disabled":
            disabled.add(version)
            stack[:] = [(one, act) for one, act in stack if one != version]
        elif version not in disabled:
            # What was rolled back from is not what speaks when this one is disabled.
            keep = spoke.index(version) if version in spoke else len(stack)
            stack[keep:] = [(version, entry)]
    return stacks


def _signed(version: Version, signature: Signature) -> dict[str, Any]:
    """What a line holds of a signed act; `_proved` reads it back."""
    return {
        "name": version.name, "version": version.version, "digest": version.digest,
        "report": version.report, "day": signature.day.isoformat(),
        "signature": base64.b64encode(signature.value).decode(),
    }  # fmt: skip


def _proved(entry: Entry, known: Known, signers: Mapping[str, Signer]) -> bool:
    """Whether a signed line's signature holds over the version as it was handed in."""
    what = entry.what
    version = known.get((str(what.get("name")), str(what.get("version"))))
    signer = signers.get(entry.who)
    if version is None or signer is None:
        return False
    try:
        day = date.fromisoformat(what["day"])
        value = base64.b64decode(what["signature"], validate=True)
    except (KeyError, TypeError, ValueError):
        return False
    if entry.act in _MOVES:
        statement = _statement(entry.act, version, entry.who, day, entry.previous)
        return signer.clinician and signer.counts(day) and proves(signer, statement, value)
    covered = Cover(version.name, version.digest, version.report, b"")
    return signer.counts(day) and proves(signer, covered.statement(entry.who, day), value)


def _statement(act: str, version: Version, key: str, day: date, previous: str) -> bytes:
    return (
        f"carnet act 1\n{act}\n{version.name}\n{version.version}\n{version.digest}\n"
        f"report {version.report or 'none'}\n{key}\n{day.isoformat()}\nafter {previous}\n"
    ).encode()


def _about(entry: Entry, version: Version) -> bool:
    return (entry.what.get("name"), entry.what.get("version")) == (version.name, version.version)


def _gate(path: Path, covered: Cover) -> bool | None:
    """What the report beside a text says; None when there is none, or it is about another text."""
    try:
        plain = json.loads(report_of(path).read_bytes())
        if plain.get("sha256", covered.digest) != covered.digest:
            return None
        return plain["passed"] is True
    except (OSError, ValueError, KeyError, AttributeError):
        return None


def _fits(data: bytes, package: Path | None) -> bool:
    """Whether code that uses the package's text can use this one: the same inputs, sections and places."""
    if package is None:
        return False
    if package.suffix != ".md":
        return True
    try:
        mine, theirs = template.parse(text_of(data)), template.parse(text_of(package.read_bytes()))
    except (ConfigError, UnicodeDecodeError):
        return False
    front, base = mine.front, theirs.front
    if front.risk_class < base.risk_class or front.kind != base.kind:
        return False
    return (
        (mine.id, mine.language, set(front.inputs)) == (theirs.id, theirs.language, set(base.inputs))
        and {key: template.places(text) for key, text in mine.sections.items()}
        == {key: template.places(text) for key, text in theirs.sections.items()}
        and template.places(mine.body) == template.places(theirs.body)
    )


def _place(folder: Path, name: str, version: str) -> Path:
    text, _, file = name.partition("/")
    return folder / text / version / file


def number_of(version: str) -> tuple[int, ...]:
    """A version's number, for comparing two of one text."""
    return tuple(int(part) for part in version.split("."))


def _row(signer: Signer) -> dict[str, Any]:
    return {
        "key_id": signer.key_id, "name": signer.name, "role": signer.role, "clinician": signer.clinician,
        "public_key": base64.b64encode(signer.public_key).decode(), "languages": list(signer.languages),
        "valid_from": signer.valid_from.isoformat(), "valid_until": signer.valid_until.isoformat(),
        "scope": list(signer.scope), "person": signer.person,
    }  # fmt: skip

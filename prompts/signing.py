"""Who signed which text: canonical bytes and detached Ed25519 signatures.

Beside a signed file stands ``<file>.sig``, one line per signature: key id, day, signature in base64. What
is signed is a short statement: the file's name with its folder (so that no signed file can stand in for
another), the key id, the day, and the SHA-256 of the canonical bytes. Those are, for a
``prompt.<language>.md``, its front matter with sorted keys, its body and the ``cases.yaml`` beside it, in
NFC with LF; for a data file its bytes, with LF if it is text. Where a gate's report stands beside the text
(``report.<language>.json``), the statement has one more line with its SHA-256: a signature made without it
does not hold with it, nor the other way round.

Public keys stand in ``clinicians.toml``; those of the workbench's members are handed in. A key counts from
`valid_from` to `valid_until`, and only for what was signed between the two. Whose signatures are enough is
said in `prompts.approval`.

``python -m prompts.signing --development`` signs everything that must be signed and is not, with the
committed development key, which is no clinician's and opens nothing in production.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from core.errors import ConfigError
from core.language import LANGUAGES, Language
from prompts import template

ROOT = Path(__file__).resolve().parent
SAFETY_DATA = (
    "decision_table.toml", "rules/*.toml", "heads/*.json", "heads/*.npz", "care/*.toml", "care/paths/*.toml",
)  # fmt: skip
"""What of the folder ``safety/`` must be signed besides the texts of the library."""

_TEXT = frozenset({".toml", ".json", ".md", ".yaml"})
_LINE = re.compile(r"(?P<key>[a-z0-9-]{3,64}) (?P<day>\d{4}-\d{2}-\d{2}) (?P<value>[A-Za-z0-9+/=]{88})\Z")


@dataclass(frozen=True, slots=True)
class Signer:
    """A key of ``clinicians.toml``, or of a member of the workbench.

    Attributes:
        key_id: As printed wherever a version is shown.
        name: Of the person; for the development key, that it is nobody.
        role: ``general practitioner``, ``psychiatrist`` …
        clinician: Whether a review by a clinician stands behind it.
        public_key: 32 bytes.
        valid_from: First day it counts.
        valid_until: Last day it counts.
        languages: Of the texts they may review; all when the row does not say.
        scope: ``general``, ``mental_health``; general when the row does not say.
        person: Id of the member, where one has several keys; otherwise the name tells people apart.
    """

    key_id: str
    name: str
    role: str
    clinician: bool
    public_key: bytes
    valid_from: date
    valid_until: date
    languages: tuple[Language, ...] = LANGUAGES
    scope: tuple[str, ...] = ("general",)
    person: str = ""

    @property
    def whose(self) -> str:
        """Tells people apart: two keys of one person are one person."""
        return self.person or self.name

    def counts(self, day: date) -> bool:
        """Whether the key is valid on `day`."""
        return self.valid_from <= day <= self.valid_until


@dataclass(frozen=True, slots=True)
class Signature:
    """A line of a ``.sig`` file.

    Attributes:
        key: Id of the key.
        day: That was signed with the rest.
        value: 64 bytes.
    """

    key: str
    day: date
    value: bytes

    def line(self) -> str:
        """As it stands in the file."""
        return f"{self.key} {self.day.isoformat()} {base64.b64encode(self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Signed:
    """A file that holds.

    Attributes:
        data: The bytes that were verified; for a prompt its text, NFC with LF.
        by: Signers whose key counts today, each once; never empty.
    """

    data: bytes
    by: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """What a signature of one file covers.

    Attributes:
        name: Folder and file, as the signature binds them (``card_emergency/prompt.fr.md``).
        digest: SHA-256 of the canonical bytes: text and cases, or a data file.
        report: SHA-256 of the gate's report beside it; None when there is none.
        data: What a reader is given.
    """

    name: str
    digest: str
    report: str | None
    data: bytes

    def statement(self, key: str, day: date) -> bytes:
        """The bytes that are signed."""
        report = f"report {self.report}\n" if self.report is not None else ""
        return f"carnet signature 1\n{self.name}\n{key}\n{day.isoformat()}\n{self.digest}\n{report}".encode()


def read_signers(path: Path) -> dict[str, Signer]:
    """The keys of a ``clinicians.toml``, by id.

    Raises:
        ConfigError: ``signers_invalid``.
    """
    try:
        rows = tomllib.loads(path.read_text("utf-8"))["signer"]
        signers = [_listed(row) for row in rows]
    except (OSError, KeyError, TypeError, ValueError):  # TOML and base64 errors are ValueErrors
        raise ConfigError("signers_invalid") from None
    by_id = {signer.key_id: signer for signer in signers}
    if len(by_id) != len(signers) or len({signer.public_key for signer in signers}) != len(signers):
        raise ConfigError("signers_invalid")
    return by_id


def _listed(row: Mapping[str, Any]) -> Signer:
    """A key of the file: its days are dates of TOML, and its name says whose it is."""
    if not all(isinstance(row[name], date) for name in ("valid_from", "valid_until")):
        raise ValueError
    return signer_of({**row, "person": ""})


def signer_of(row: Mapping[str, Any]) -> Signer:
    """A key from its row, in TOML or in JSON (where dates are ISO text).

    Raises:
        KeyError, TypeError, ValueError: It is none.
    """
    key = base64.b64decode(row["public_key"], validate=True)
    Ed25519PublicKey.from_public_bytes(key)
    return Signer(
        key_id=str(row["key_id"]),
        name=str(row["name"]),
        role=str(row["role"]),
        clinician=row["clinician"] is True,
        public_key=key,
        valid_from=_day(row["valid_from"]),
        valid_until=_day(row["valid_until"]),
        languages=tuple(code for code in LANGUAGES if code in row.get("languages", LANGUAGES)),
        scope=tuple(str(word) for word in row.get("scope", ("general",))),
        person=str(row.get("person", "")),
    )


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def read_public(text: str) -> bytes | None:
    """The 32 bytes of a public key from base64; None when it is none."""
    try:
        key = base64.b64decode(text, validate=True)
        Ed25519PublicKey.from_public_bytes(key)
    except ValueError:
        return None
    return key


def read_key(path: Path, passphrase: str | None = None) -> Ed25519PrivateKey:
    """A private key from a PEM file (PKCS 8), which a clinician keeps under a passphrase.

    Raises:
        ConfigError: ``signing_key_invalid``: not such a file, another kind of key, or the wrong passphrase.
    """
    try:
        key = load_pem_private_key(path.read_bytes(), passphrase.encode() if passphrase else None)
    except (OSError, ValueError, TypeError):
        raise ConfigError("signing_key_invalid") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigError("signing_key_invalid")
    return key


def cover(path: Path, name: str | None = None) -> Cover:
    """What a signature of `path` covers.

    Args:
        path: The file.
        name: Folder and file that signatures bind, where the file lies elsewhere (a version of it).

    Raises:
        ConfigError: ``prompt_missing`` (the file, or a prompt's ``cases.yaml``), ``prompt_invalid``.
    """
    name = name or name_of(path)
    canonical, data = _canonical(path)
    report = report_of(path)
    found = _read(report) if report.exists() else None
    return Cover(
        name=name,
        digest=hashlib.sha256(canonical).hexdigest(),
        report=None if found is None else hashlib.sha256(found).hexdigest(),
        data=data,
    )


def report_of(path: Path) -> Path:
    """Where the gate's report on a file lies: ``report.fr.json`` for ``prompt.fr.md`` and for ``fr.toml``."""
    return path.with_name(f"report.{path.stem.removeprefix('prompt.')}.json")


def _canonical(path: Path) -> tuple[bytes, bytes]:
    if not _is_prompt(path):
        data = _read(path)
        data = data.replace(b"\r\n", b"\n") if path.suffix in _TEXT else data
        return data, data
    text, cases = _text(path), _text(path.with_name("cases.yaml"))
    prompt = template.parse(text)
    front = json.dumps(prompt.front.model_dump(), sort_keys=True, ensure_ascii=False)
    parts = [unicodedata.normalize("NFC", front).encode(), prompt.body.encode(), cases.encode()]
    return b"".join(b"%d\n%b\n" % (len(part), part) for part in parts), text.encode()


def sign(path: Path, key: Ed25519PrivateKey, *, signers: Mapping[str, Signer], today: date) -> Signer:
    """Add `key`'s signature to ``<path>.sig``; its earlier one and any that no longer hold are taken out.

    Raises:
        ConfigError: ``signing_key_unknown`` when no key of `signers` is this one, or not for today;
            and as `cover`.
    """
    public = key.public_key().public_bytes_raw()
    signer = next((one for one in signers.values() if one.public_key == public), None)
    if signer is None or not signer.counts(today):
        raise ConfigError("signing_key_unknown")
    covered = cover(path)
    add(
        path,
        Signature(signer.key_id, today, key.sign(covered.statement(signer.key_id, today))),
        covered,
        signers,
    )
    return signer


def add(path: Path, signature: Signature, covered: Cover, signers: Mapping[str, Signer]) -> None:
    """Add a signature made elsewhere; its key's earlier one and any that no longer hold are taken out.

    Raises:
        ConfigError: ``prompt_signature_wrong``: it does not hold.
    """
    if not holds(signature, covered, signers):
        raise ConfigError("prompt_signature_wrong", prompt=covered.name)
    kept = [one for one in signatures(path) if one.key != signature.key and holds(one, covered, signers)]
    fresh = sig_of(path).with_name(sig_of(path).name + ".new")
    fresh.write_text("".join(one.line() for one in (*kept, signature)), "utf-8", newline="\n")
    fresh.replace(sig_of(path))


def verify(path: Path, *, signers: Mapping[str, Signer], today: date, name: str | None = None) -> Signed:
    """The content of `path`, when every signature beside it holds and at least one counts today.

    Args:
        path: The file.
        signers: Keys by id.
        today: The day it is asked for.
        name: As for `cover`.

    Raises:
        ConfigError: ``prompt_unsigned``, ``prompt_signature_wrong`` (the text was changed, or the key is not
            listed), ``prompt_signature_expired``; and as `cover`.
    """
    covered = cover(path, name)
    found = signatures(path)
    if not found:
        raise ConfigError("prompt_unsigned", prompt=covered.name)
    if not all(holds(one, covered, signers) for one in found):
        raise ConfigError("prompt_signature_wrong", prompt=covered.name)
    by = {
        one.key: signers[one.key]
        for one in found
        if signers[one.key].valid_from <= one.day <= today and signers[one.key].counts(today)
    }
    if not by:
        raise ConfigError("prompt_signature_expired", prompt=covered.name)
    return Signed(covered.data, tuple(by.values()))


def safety_data(folder: Path = ROOT.parent / "safety") -> tuple[Path, ...]:
    """The data files of the safety room that must be signed, sorted."""
    return tuple(sorted(path for pattern in SAFETY_DATA for path in folder.glob(pattern)))


def library(root: Path) -> tuple[Path, ...]:
    """The texts of ``root/library``, sorted."""
    return tuple(sorted(root.glob("library/*/prompt.*.md")))


def sign_all(
    root: Path = ROOT, *, data: Iterable[Path], key: Path | None = None, passphrase: str | None = None
) -> int:
    """Sign every text of the library and every file of `data` that this key has not signed as it stands.

    Args:
        root: Where ``library`` and ``clinicians.toml`` are.
        data: Data files to sign besides.
        key: A PEM file; the committed development key when None.
        passphrase: Of `key`.

    Returns:
        How many signatures were written.

    Raises:
        ConfigError: As `read_signers`, `read_key` and `sign`.
    """
    signers = read_signers(root / "clinicians.toml")
    private = read_key(key or root / "development.key", passphrase)
    today = datetime.now(UTC).date()
    count = 0
    for path in (*library(root), *data):
        if not _signed_by(private, path, signers):
            sign(path, private, signers=signers, today=today)
            count += 1
    return count


def _signed_by(key: Ed25519PrivateKey, path: Path, signers: Mapping[str, Signer]) -> bool:
    public = key.public_key().public_bytes_raw()
    covered = cover(path)
    try:
        found = signatures(path)
    except ConfigError:
        return False
    return all(holds(one, covered, signers) for one in found) and any(
        signers[one.key].public_key == public for one in found
    )


def signatures(path: Path) -> tuple[Signature, ...]:
    """The lines of ``<path>.sig``, whether they hold or not; none when there is no such file.

    Raises:
        ConfigError: ``prompt_signature_wrong``: a line is no signature.
    """
    sig = sig_of(path)
    if not sig.exists():
        return ()
    return tuple(_signature(path, text) for text in sig.read_text("utf-8", errors="replace").splitlines())


def _signature(path: Path, text: str) -> Signature:
    match = _LINE.match(text)
    try:
        if match is None:
            raise ValueError
        value = base64.b64decode(match["value"], validate=True)
        return Signature(match["key"], date.fromisoformat(match["day"]), value)
    except ValueError:
        raise ConfigError("prompt_signature_wrong", prompt=name_of(path)) from None


def holds(signature: Signature, covered: Cover, signers: Mapping[str, Signer]) -> bool:
    """Whether a listed key made this signature over what the file is now; its validity is not asked."""
    signer = signers.get(signature.key)
    statement = covered.statement(signature.key, signature.day)
    return signer is not None and proves(signer, statement, signature.value)


def proves(signer: Signer, statement: bytes, value: bytes) -> bool:
    """Whether `value` is the signer's Ed25519 signature of `statement`."""
    try:
        Ed25519PublicKey.from_public_bytes(signer.public_key).verify(value, statement)
    except InvalidSignature:
        return False
    return True


def name_of(path: Path) -> str:
    """Folder and file: what a signature binds, so that no signed file can stand in for another."""
    return f"{path.parent.name}/{path.name}"


def sig_of(path: Path) -> Path:
    """Where the signatures of a file lie."""
    return path.with_name(path.name + ".sig")


def _is_prompt(path: Path) -> bool:
    return path.name.startswith("prompt.") and path.suffix == ".md"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise ConfigError("prompt_missing", prompt=name_of(path)) from None


def _text(path: Path) -> str:
    try:
        return text_of(_read(path))
    except UnicodeDecodeError:
        raise ConfigError("prompt_invalid", prompt=name_of(path)) from None


def text_of(data: bytes) -> str:
    """A text as signatures see it: UTF-8, NFC, with LF.

    Raises:
        UnicodeDecodeError: It is no UTF-8.
    """
    return unicodedata.normalize("NFC", data.decode("utf-8").replace("\r\n", "\n"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Sign everything that must be signed and is not, with the development key."""
    parser = argparse.ArgumentParser(prog="python -m prompts.signing", description=main.__doc__)
    parser.add_argument("--development", action="store_true", required=True)
    parser.parse_args(arguments)
    sys.stdout.write(f"{sign_all(data=safety_data())} signatures written\n")


if __name__ == "__main__":
    main()

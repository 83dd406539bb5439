"""Who signed which text: canonical bytes and detached Ed25519 signatures.

Beside a signed file stands ``<file>.sig``, one line per signature: key id, day, signature in base64. What
is signed is a short statement: the file's name with its folder (so that no signed file can stand in for
another), the key id, the day, and the SHA-256 of the canonical bytes. Those are, for a
``prompt.<language>.md``, its front matter with sorted keys, its body and the ``cases.yaml`` beside it, in
NFC with LF; for a data file its bytes, with LF if it is text.

Public keys stand in ``clinicians.toml``. A key counts from `valid_from` to `valid_until`, and only for what
was signed between the two.

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
    """A key of ``clinicians.toml``.

    Attributes:
        key_id: As printed wherever a version is shown.
        name: Of the person; for the development key, that it is nobody.
        role: ``general practitioner``, ``psychiatrist`` …
        clinician: Whether a review by a clinician stands behind it.
        public_key: 32 bytes.
        valid_from: First day it counts.
        valid_until: Last day it counts.
    """

    key_id: str
    name: str
    role: str
    clinician: bool
    public_key: bytes
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class Signed:
    """A file that holds.

    Attributes:
        data: The bytes that were verified; for a prompt its text, NFC with LF.
        by: Signers whose key counts today, each once; never empty.
    """

    data: bytes
    by: tuple[Signer, ...]


def read_signers(path: Path) -> dict[str, Signer]:
    """The keys of a ``clinicians.toml``, by id.

    Raises:
        ConfigError: ``signers_invalid``.
    """
    try:
        rows = tomllib.loads(path.read_text("utf-8"))["signer"]
        signers = [_signer(row) for row in rows]
    except (OSError, KeyError, TypeError, ValueError):  # TOML and base64 errors are ValueErrors
        raise ConfigError("signers_invalid") from None
    by_id = {signer.key_id: signer for signer in signers}
    if len(by_id) != len(signers) or len({signer.public_key for signer in signers}) != len(signers):
        raise ConfigError("signers_invalid")
    return by_id


def _signer(row: Mapping[str, Any]) -> Signer:
    key = base64.b64decode(row["public_key"], validate=True)
    Ed25519PublicKey.from_public_bytes(key)
    if not all(isinstance(row[name], date) for name in ("valid_from", "valid_until")):
        raise ValueError
    return Signer(
        key_id=str(row["key_id"]),
        name=str(row["name"]),
        role=str(row["role"]),
        clinician=row["clinician"] is True,
        public_key=key,
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
    )


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


def canonical(path: Path) -> tuple[bytes, bytes]:
    """What a signature covers, and what a reader is given.

    Raises:
        ConfigError: ``prompt_missing`` (the file, or a prompt's ``cases.yaml``), ``prompt_invalid``.
    """
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
        ConfigError: ``signing_key_unknown`` when ``clinicians.toml`` does not list the key, or not for today;
            and as `canonical`.
    """
    public = key.public_key().public_bytes_raw()
    signer = next((one for one in signers.values() if one.public_key == public), None)
    if signer is None or not signer.valid_from <= today <= signer.valid_until:
        raise ConfigError("signing_key_unknown")
    covered, _ = canonical(path)
    value = key.sign(_statement(path, signer.key_id, today, covered))
    lines = [
        line for line in _lines(path) if line.key != signer.key_id and _holds(line, path, covered, signers)
    ]
    lines.append(_Line(signer.key_id, today, value))
    text = "".join(
        f"{one.key} {one.day.isoformat()} {base64.b64encode(one.value).decode()}\n" for one in lines
    )
    _sig(path).write_text(text, "utf-8", newline="\n")
    return signer


def verify(path: Path, *, signers: Mapping[str, Signer], today: date) -> Signed:
    """The content of `path`, when every signature beside it holds and at least one counts today.

    Raises:
        ConfigError: ``prompt_unsigned``, ``prompt_signature_wrong`` (the text was changed, or the key is not
            listed), ``prompt_signature_expired``; and as `canonical`.
    """
    name = _name(path)
    covered, data = canonical(path)
    lines = _lines(path)
    if not lines:
        raise ConfigError("prompt_unsigned", prompt=name)
    if not all(_holds(line, path, covered, signers) for line in lines):
        raise ConfigError("prompt_signature_wrong", prompt=name)
    by = {
        line.key: signers[line.key]
        for line in lines
        if signers[line.key].valid_from <= line.day <= today <= signers[line.key].valid_until
    }
    if not by:
        raise ConfigError("prompt_signature_expired", prompt=name)
    return Signed(data, tuple(by.values()))


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
    covered, _ = canonical(path)
    try:
        lines = _lines(path)
    except ConfigError:
        return False
    return all(_holds(line, path, covered, signers) for line in lines) and any(
        signers[line.key].public_key == public for line in lines
    )


@dataclass(frozen=True, slots=True)
class _Line:
    key: str
    day: date
    value: bytes


def _lines(path: Path) -> list[_Line]:
    sig = _sig(path)
    if not sig.exists():
        return []
    lines = []
    for text in sig.read_text("utf-8", errors="replace").splitlines():
        match = _LINE.match(text)
        try:
            if match is None:
                raise ValueError
            value = base64.b64decode(match["value"], validate=True)
            lines.append(_Line(match["key"], date.fromisoformat(match["day"]), value))
        except ValueError:
            raise ConfigError("prompt_signature_wrong", prompt=_name(path)) from None
    return lines


def _holds(line: _Line, path: Path, covered: bytes, signers: Mapping[str, Signer]) -> bool:
    signer = signers.get(line.key)
    if signer is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(signer.public_key).verify(
            line.value, _statement(path, line.key, line.day, covered)
        )
    except InvalidSignature:
        return False
    return True


def _statement(path: Path, key_id: str, day: date, covered: bytes) -> bytes:
    digest = hashlib.sha256(covered).hexdigest()
    return f"carnet signature 1\n{_name(path)}\n{key_id}\n{day.isoformat()}\n{digest}\n".encode()


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _sig(path: Path) -> Path:
    return path.with_name(path.name + ".sig")


def _is_prompt(path: Path) -> bool:
    return path.name.startswith("prompt.") and path.suffix == ".md"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise ConfigError("prompt_missing", prompt=_name(path)) from None


def _text(path: Path) -> str:
    try:
        text = _read(path).decode("utf-8")
    except UnicodeDecodeError:
        raise ConfigError("prompt_invalid", prompt=_name(path)) from None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def main(arguments: Sequence[str] | None = None) -> None:
    """Sign everything that must be signed and is not, with the development key."""
    parser = argparse.ArgumentParser(prog="python -m prompts.signing", description=main.__doc__)
    parser.add_argument("--development", action="store_true", required=True)
    parser.parse_args(arguments)
    sys.stdout.write(f"{sign_all(data=safety_data())} signatures written\n")


if __name__ == "__main__":
    main()

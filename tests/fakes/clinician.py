"""A clinician with a key, and a small library to sign: what review would look like once somebody does it."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.language import LANGUAGES, Language
from prompts.signing import Signature, Signer, read_signers, sign

TODAY = date(2026, 11, 24)

TEXT = """---
id: {id}
version: 1
language: {language}
purpose: A text for tests.
inputs: [name]
risk_class: {risk_class}
kind: fixed
---
Bonjour {{{{name}}}}, ça va ?
"""


@dataclass
class Clinician:
    """Somebody whose key `clinicians.toml` may list."""

    key_id: str
    clinician: bool = True
    valid_from: date = date(2026, 1, 1)
    valid_until: date = date(2026, 12, 31)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    languages: tuple[Language, ...] = LANGUAGES
    scope: tuple[str, ...] = ("general",)
    person: str = ""

    def signer(self) -> Signer:
        """As the workbench knows them."""
        return Signer(
            key_id=self.key_id, name=self.key_id, role="general practitioner", clinician=self.clinician,
            public_key=self.key.public_key().public_bytes_raw(), valid_from=self.valid_from,
            valid_until=self.valid_until, languages=self.languages, scope=self.scope, person=self.person,
        )  # fmt: skip

    def signs(self, statement: bytes, day: date = TODAY) -> Signature:
        """Their signature of some bytes."""
        return Signature(self.key_id, day, self.key.sign(statement))

    def row(self) -> str:
        """Their entry in ``clinicians.toml``."""
        public = base64.b64encode(self.key.public_key().public_bytes_raw()).decode()
        return (
            f'[[signer]]\nkey_id = "{self.key_id}"\nname = "{self.key_id}"\nrole = "general practitioner"\n'
            f'clinician = {str(self.clinician).lower()}\npublic_key = "{public}"\n'
            f"valid_from = {self.valid_from.isoformat()}\nvalid_until = {self.valid_until.isoformat()}\n"
        )


class Library:
    """A prompts folder in `root` with one text in both languages."""

    def __init__(
        self, root: Path, people: Sequence[Clinician], *, risk_class: str = "B", id: str = "greeting"
    ) -> None:
        self.root = root
        self.people = people
        self.folder = root / "library" / id
        self.folder.mkdir(parents=True)
        (root / "clinicians.toml").write_text("\n".join(person.row() for person in people), "utf-8")
        (self.folder / "cases.yaml").write_text("- id: one\n", "utf-8")
        for language in ("fr", "en"):
            text = TEXT.format(id=id, language=language, risk_class=risk_class)
            self.text(language).write_text(text, "utf-8")

    def text(self, language: str = "fr") -> Path:
        """The prompt file of one language."""
        return self.folder / f"prompt.{language}.md"

    @property
    def signers(self) -> dict[str, Signer]:
        """As ``clinicians.toml`` lists them."""
        return read_signers(self.root / "clinicians.toml")

    def signed_by(self, *people: Clinician, today: date = TODAY) -> "Library":
        """Both languages, signed by `people`."""
        for person in people:
            for language in ("fr", "en"):
                sign(self.text(language), person.key, signers=self.signers, today=today)
        return self

"""Signed texts, verified before anything can use them. Production takes clinicians' signatures only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from core.errors import ConfigError
from core.language import LANGUAGES, Language
from prompts import approval, template
from prompts.approval import Subject
from prompts.release import Speaking
from prompts.signing import Signed, Signer, library, name_of, read_signers, verify
from prompts.template import Prompt, RiskClass


@dataclass(frozen=True, slots=True)
class Checked:
    """What `verify_all` found of one file.

    Attributes:
        name: Folder and file (``records_answer/prompt.fr.md``).
        version: Of the front matter; None for a data file.
        risk_class: ``D`` for safety data.
        signed_by: Ids of the keys that count today.
        clinicians: How many of them are clinicians'.
        code: Error code when it does not verify; None when it does.
        production: Whether production would take it.
    """

    name: str
    version: str | None
    risk_class: RiskClass | None
    signed_by: tuple[str, ...]
    clinicians: int
    code: str | None
    production: bool

    @property
    def ok(self) -> bool:
        """Whether every signature holds and at least one counts."""
        return self.code is None

    def plain(self) -> dict[str, object]:
        """JSON-ready."""
        return asdict(self) | {"ok": self.ok}

    def line(self) -> str:
        """For a terminal."""
        if self.code is not None:
            return f"{self.name}: {self.code}"
        version = f" v{self.version}" if self.version else ""
        review = "reviewed" if self.production else "not reviewed by the clinicians that production asks for"
        return f"{self.name}{version} [{self.risk_class}] signed by {', '.join(self.signed_by)}; {review}"


class Registry:
    """Every text of the library, and the reader of signed data files."""

    def __init__(
        self, prompts: Sequence[Prompt], signers: Mapping[str, Signer], *, production: bool, today: date
    ) -> None:
        self._released: dict[str, bytes] = {}
        self._speaking = Speaking()
        self._prompts = {(prompt.id, prompt.language): prompt for prompt in prompts}
        self._signers = signers
        self._production = production
        self._today = today
        self._development = False

    @classmethod
    def load(
        cls, root: Path, *, production: bool, today: date, released: Speaking | None = None
    ) -> "Registry":
        """Read and verify every text of ``root/library`` with the keys of ``root/clinicians.toml``.

        Args:
            root: Of the package's texts. They are the floor: each must verify whatever speaks instead of it.
            production: Whether clinicians' signatures are asked for.
            today: The day.
            released: Versions that speak instead (`prompts.release`, which checked them).

        Raises:
            ConfigError: ``prompt_unsigned``, ``prompt_signature_wrong``, ``prompt_signature_expired``,
                ``prompt_missing``, ``prompt_invalid``, ``signers_invalid``; in production also
                ``prompt_not_reviewed``: no clinician signed it, or only one of the two of classes C and D.
        """
        registry = cls((), read_signers(root / "clinicians.toml"), production=production, today=today)
        for path in library(root):
            prompt = registry._read(path)
            registry._prompts[prompt.id, prompt.language] = prompt
        for id, language in list(registry._prompts):
            for other in LANGUAGES:
                if (id, other) not in registry._prompts:
                    raise ConfigError("prompt_missing", prompt=f"{id}/prompt.{other}.md")
            if registry._prompts[id, language].version != registry._prompts[id, "fr"].version:
                raise ConfigError("prompt_invalid", prompt=id)
        registry._overlay(released or Speaking())
        return registry

    @property
    def speaking(self) -> Speaking:
        """Which versions speak instead of the package's texts, and which should and do not."""
        return self._speaking

    def get(self, id: str, language: Language) -> Prompt:
        """The verified text.

        Raises:
            ConfigError: ``prompt_missing``.
        """
        try:
            return self._prompts[id, language]
        except KeyError:
            raise ConfigError("prompt_missing", prompt=f"{id}/prompt.{language}.md") from None

    def signed_bytes(self, path: Path) -> bytes:
        """The content of a data file whose ``<path>.sig`` holds, or of the version released instead.

        Raises:
            ConfigError: As `load`.
        """
        released = self._released.get(name_of(path))
        if released is not None:
            return released
        signed = verify(path, signers=self._signers, today=self._today)
        self._admit(path, signed)
        return signed.data

    @property
    def development(self) -> bool:
        """Whether any text in use lacks the clinicians that production asks for."""
        return self._development

    def all(self) -> tuple[Prompt, ...]:
        """Every text, sorted by id and language."""
        return tuple(self._prompts[key] for key in sorted(self._prompts))

    def _overlay(self, released: Speaking) -> None:
        self._speaking = released
        for name, live in released.live.items():
            if name.endswith(".md"):
                prompt = template.parse(live.data.decode())
                by = tuple(signer.key_id for signer in live.standing.signers)
                self._prompts[prompt.id, prompt.language] = replace(prompt, signed_by=by)
            else:
                self._released[name] = live.data

    def _read(self, path: Path) -> Prompt:
        signed = verify(path, signers=self._signers, today=self._today)
        prompt = _named(path, template.parse(signed.data.decode()))
        self._admit(path, signed)
        return replace(prompt, signed_by=tuple(signer.key_id for signer in signed.by))

    def _admit(self, path: Path, signed: Signed) -> None:
        if approval.unreviewed(Subject.of(name_of(path), signed.data), signed.by):
            if self._production:
                raise ConfigError("prompt_not_reviewed", prompt=name_of(path))
            self._development = True


def verify_all(root: Path, *, data: Iterable[Path], today: date) -> tuple[Checked, ...]:
    """Check every text of ``root/library`` and every file of `data`; what does not hold is a value, no error.

    Raises:
        ConfigError: ``signers_invalid``.
    """
    signers = read_signers(root / "clinicians.toml")
    return tuple(_check(path, signers, today) for path in (*library(root), *data))


def _check(path: Path, signers: Mapping[str, Signer], today: date) -> Checked:
    name = name_of(path)
    try:
        signed = verify(path, signers=signers, today=today)
        prompt = _named(path, template.parse(signed.data.decode())) if path.suffix == ".md" else None
    except ConfigError as error:
        return Checked(name, None, None, (), 0, error.code, production=False)
    subject = Subject.of(name, signed.data)
    return Checked(
        name=name,
        version=prompt.version if prompt is not None else None,
        risk_class=subject.risk_class,
        signed_by=tuple(signer.key_id for signer in signed.by),
        clinicians=len({signer.whose for signer in signed.by if signer.clinician}),
        code=None,
        production=not approval.unreviewed(subject, signed.by),
    )


def _named(path: Path, prompt: Prompt) -> Prompt:
    if (prompt.id, f"prompt.{prompt.language}.md") != (path.parent.name, path.name):
        raise ConfigError("prompt_invalid", prompt=prompt.id)
    return prompt

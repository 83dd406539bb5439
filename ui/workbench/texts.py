"""The texts a draft can be made of: prompts, fixed texts, rules, care data, as they stand now.

A text has one name everywhere: folder and file, as its signature binds it (``records_answer/prompt.fr.md``,
``rules/asks.toml``).
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml

from core.errors import ConfigError, NotFoundError
from core.language import Language
from prompts import registry, signing, template
from prompts.release import Live
from prompts.signing import library
from prompts.template import RiskClass

Kind = Literal["model", "fixed", "rules", "care", "paths"]
KINDS: tuple[Kind, ...] = ("model", "fixed", "rules", "care", "paths")
"""Sent to a model; said as it stands; decides (rules, decision table); whom to call; how care is found."""

State = Literal["live", "expired", "broken"]

_VERSION = re.compile(r"^(version:\s*[\"']?)([0-9]+(?:\.[0-9]+)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the library as it stands.

    Attributes:
        name: Folder and file.
        kind: What it is for.
        purpose: One line of its front matter; empty for data.
        language: It is written in; None for data, which holds both.
        version: Of the front matter; None for data.
        risk_class: ``D`` for data.
        state: Whether it speaks now, or why not.
        signed_by: Ids of the keys that count.
        reviewed: Whether the clinicians that production asks for signed it.
    """

    name: str
    kind: Kind
    purpose: str
    language: Language | None
    version: str | None
    risk_class: RiskClass
    state: State
    signed_by: tuple[str, ...]
    reviewed: bool

    @property
    def short(self) -> str:
        """Its folder for a prompt; folder and stem for data: ``records_answer``, ``rules/asks``."""
        return self.name.removesuffix(".toml") if self.is_data else self.name.split("/")[0]

    @property
    def is_data(self) -> bool:
        """Whether it is a TOML file."""
        return self.name.endswith(".toml")


class Texts:
    """Every text that clinicians may change.

    Args:
        root: Where ``library`` and ``clinicians.toml`` are.
        live: The version that speaks instead of the package's file; None where the package's speaks.
    """

    def __init__(
        self, root: Path = signing.ROOT, live: Callable[[str], Live | None] = lambda _name: None
    ) -> None:
        self._root = root
        self._live = live
        self._paths = {
            signing.name_of(path): path
            for path in (*library(root), *signing.safety_data())
            if path.suffix in (".md", ".toml")
        }

    def all(self, today: date) -> tuple[Text, ...]:
        """Every text, prompts first, by name."""
        return _read_all(self, today)

    def get(self, name: str, today: date) -> Text:
        """One text.

        Raises:
            NotFoundError: ``not_found``.
        """
        found = next((text for text in self.all(today) if text.name == name), None)
        if found is None:
            raise NotFoundError("not_found")
        return found

    def path(self, name: str) -> Path:
        """Where the package has it.

        Raises:
            NotFoundError: ``not_found``.
        """
        try:
            return self._paths[name]
        except KeyError:
            raise NotFoundError("not_found") from None

    def content(self, name: str) -> str:
        """The text that speaks now, LF at line ends.

        Raises:
            NotFoundError: ``not_found``.
        """
        data = self._released(name) or self.path(name).read_bytes()
        return data.decode("utf-8").replace("\r\n", "\n")

    def _released(self, name: str) -> bytes | None:
        live = self._live(name)
        return None if live is None else live.data

    def twin(self, name: str) -> str | None:
        """The name of the same text in the other language; None for data."""
        if not name.endswith(".md"):
            return None
        other = {"prompt.fr.md": "prompt.en.md", "prompt.en.md": "prompt.fr.md"}
        folder, file = name.split("/")
        return f"{folder}/{other[file]}"

    def reader(self, instead: Mapping[str, str]) -> Callable[[Path], bytes]:
        """Reads data files as they stand, some of them replaced by a draft's text."""

        def read(path: Path) -> bytes:
            name = signing.name_of(path)
            if name in instead:
                return instead[name].encode()
            return (self._released(name) if name in self._paths else None) or path.read_bytes()

        return read

    def samples(self, name: str) -> dict[str, str]:
        """Made-up values for the places of a text, from the cases beside it; the first case that has one."""
        if not name.endswith(".md"):
            return {}
        language = template.parse(self.content(name)).language
        try:
            cases = yaml.safe_load(self.path(name).with_name("cases.yaml").read_text("utf-8"))
        except (OSError, yaml.YAMLError):
            return {}
        found: dict[str, str] = {}
        for case in cases if isinstance(cases, list) else []:
            given = case.get("inputs") or {key: case.get(key) for key in ("question", "evidence")}
            for key, value in given.items():
                text = _said(value, language)
                if text:
                    found.setdefault(key, text)
        return found

    def texts(self, today: date) -> tuple[Text, ...]:
        """As `all`, read anew."""
        checked = registry.verify_all(self._root, data=self._paths.values(), today=today)
        seen = {one.name: one for one in checked}
        return tuple(self._text(seen[name]) for name in self._paths)

    def _text(self, checked: registry.Checked) -> Text:
        name = checked.name
        purpose, language, version, kind = "", None, None, _kind_of(name)
        if name.endswith(".md"):
            try:
                front = template.parse(self.content(name)).front
                purpose, language, version, kind = front.purpose, front.language, front.version, front.kind
            except ConfigError:
                kind = "fixed"
        live = self._live(name)
        if live is not None:
            by = tuple(signer.key_id for signer in live.standing.signers)
            risk = _risk_of(name, live)
            return Text(
                name, kind, purpose, language, version or live.version.version, risk, "live", by, True
            )
        expired = checked.code == "prompt_signature_expired"
        return Text(
            name=name,
            kind=kind,
            purpose=purpose,
            language=language,
            version=version,
            risk_class=checked.risk_class or "D",
            state="live" if checked.ok else "expired" if expired else "broken",
            signed_by=checked.signed_by,
            reviewed=checked.production,
        )


def _risk_of(name: str, live: Live) -> RiskClass:
    return template.parse(live.data.decode()).front.risk_class if name.endswith(".md") else "D"


@lru_cache(maxsize=4)
def _read_all(texts: Texts, today: date) -> tuple[Text, ...]:
    return texts.texts(today)


def forget() -> None:
    """Read the library anew at the next look: something was released, disabled or rolled back."""
    _read_all.cache_clear()


def raised(content: str) -> str:
    """A prompt's text with the last number of its version raised by one.

    >>> raised("version: 1.2")
    'version: 1.3'
    """

    def one_more(match: re.Match[str]) -> str:
        *front, last = match[2].split(".")
        return match[1] + ".".join([*front, str(int(last) + 1)])

    return _VERSION.sub(one_more, content, count=1)


def version_of(content: str) -> str | None:
    """The version that a prompt's text states; None when it states none."""
    match = _VERSION.search(content)
    return match[2] if match else None


def outline(content: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What a data file holds: each table's name with the names of its rows; empty when it cannot be read."""
    try:
        plain = tomllib.loads(content)
    except tomllib.TOMLDecodeError:
        return ()
    return tuple((key, _row_names(value)) for key, value in plain.items())


def _row_names(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        names = ("id", "key", "need", "number", "name")
        return tuple(str(next((row[name] for name in names if name in row), "·")) for row in value)
    if isinstance(value, dict):
        return tuple(f"{key}: {item}" for key, item in value.items())
    return (str(value),)


def _said(value: object, language: Language) -> str:
    if isinstance(value, dict):
        value = value.get(language, "")
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    return "" if value is None else str(value)


def _kind_of(name: str) -> Kind:
    folder = name.split("/")[0]
    return {"care": "care", "paths": "paths"}.get(folder, "rules")  # type: ignore[return-value]  # of KINDS

"""From an error, or a key, to the sentence a person reads. The only place that looks at a foreign exception.

Sentences live in ``ui/strings/<language>.toml`` and, for the workbench, ``workbench.<language>.toml``;
sections become dotted keys (``login.title``). An error is told in three parts: what
happened, what is safe, what to do now. The text of an exception that is not ours never leaves this module: it
may hold a person's words.
"""

import secrets
import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import cast

from core import log
from core.errors import AppError, InputError, IntegrityError, LockedError, NotFoundError, UpstreamError
from core.language import Language

PARTS = ("happened", "safe", "todo")

language: ContextVar[Language] = ContextVar("carnet_language", default="en")
"""The interface language of the request being served; set by the gate."""


@dataclass(frozen=True, slots=True)
class Told:
    """An error as a person reads it.

    Attributes:
        code: For machines and for the command line's ``--json``.
        happened: What happened, one sentence.
        safe: What is safe.
        todo: What to do now.
        reference: Short random mark, also in the log; empty for our own errors.
    """

    code: str
    happened: str
    safe: str
    todo: str
    reference: str = ""

    @property
    def text(self) -> str:
        """The three parts as one paragraph, and the reference when there is one."""
        parts = [self.happened, self.safe, self.todo]
        return " ".join(
            [*(part for part in parts if part), *([f"({self.reference})"] if self.reference else [])]
        )


_STATUS: tuple[tuple[type[AppError], int], ...] = (
    (NotFoundError, 404),
    (InputError, 422),
    (LockedError, 401),
    (UpstreamError, 503),
    (IntegrityError, 500),
)


def status_of(error: BaseException) -> int:
    """The HTTP status of an error, by its kind."""
    return next((code for kind, code in _STATUS if isinstance(error, kind)), 500)


class Strings:
    """All sentences of one language, under dotted keys."""

    def __init__(self, language: Language, sentences: Mapping[str, str]) -> None:
        self.language = language
        self._sentences = sentences

    def text(self, key: str, **facts: object) -> str:
        """The sentence under `key`, its ``{names}`` filled in.

        Raises:
            KeyError: No such sentence, or a name it needs is missing: a fault of ours, found by tests.
        """
        sentence = self._sentences[key]
        return sentence.format_map(facts) if facts else sentence

    def has(self, key: str) -> bool:
        """Whether there is a sentence under `key`."""
        return key in self._sentences

    def names(self) -> tuple[str, ...]:
        """Every key, sorted."""
        return tuple(sorted(self._sentences))

    def parts(self, section: str, code: str, **facts: object) -> Told:
        """An entry of ``errors``, ``problems`` or ``notices``; of its parts only `happened` is required.

        A problem that is also an error (a file that could not be read at all) is told as that error; a code
        that an earlier version sealed and nobody knows any more, as ``other``.
        """
        place = self.entry(section, code) or self.entry("errors", code) or f"{section}.other"
        happened, safe, todo = (
            self.text(f"{place}.{part}", **facts) if self.has(f"{place}.{part}") else "" for part in PARTS
        )
        return Told(code, happened, safe, todo)

    def entry(self, section: str, code: str) -> str | None:
        """The key above the parts of an entry, followed through ``like``; None when there is none."""
        key = f"{section}.{code}"
        if self.has(f"{key}.like"):
            return self.entry(section, self.text(f"{key}.like"))
        return key if self.has(f"{key}.happened") else None


@lru_cache(maxsize=2)
def strings(language: Language) -> Strings:
    """The sentences of `language`."""
    folder, sentences = resources.files("ui.strings"), dict[str, str]()
    for name in (f"{language}.toml", f"workbench.{language}.toml"):
        more = dict(_flat(tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))))
        if sentences.keys() & more.keys():
            raise ValueError(f"said twice: {min(sentences.keys() & more.keys())}")
        sentences |= more
    return Strings(language, MappingProxyType(sentences))


def _flat(table: Mapping[str, object], above: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            flat += _flat(cast("Mapping[str, object]", value), f"{above}{key}.")
        else:
            flat.append((above + key, str(value)))
    return flat


def told(error: BaseException, language: Language) -> Told:
    """The sentence for `error`. Never its own text, and a trace of where it broke goes to the log.

    An `AppError` whose code has no sentence, and every exception that is not ours, is told as
    ``unexpected`` with a reference.
    """
    words = strings(language)
    if isinstance(error, AppError) and words.entry("errors", error.code) is not None:
        return words.parts("errors", error.code, **_facts(error))
    reference = secrets.token_hex(3)
    code = error.code if isinstance(error, AppError) else "unexpected"
    log.fault(code, error, event_id=reference)
    known = words.parts("errors", "unexpected")
    return Told("unexpected", known.happened, known.safe, known.todo, reference)


def _facts(error: AppError) -> dict[str, object]:
    """The error's facts for its sentence; a waiting time is told in whole minutes, at least one."""
    facts: dict[str, object] = dict(error.facts)
    wait_s = facts.get("retry_after_s")
    if isinstance(wait_s, int | float):
        facts["minutes"] = max(1, round(wait_s / 60))
    return facts

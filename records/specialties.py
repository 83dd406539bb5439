"""The people one has an appointment with, found in everyday words of either language.

The table is ``records/data/specialties.toml``. What is not in it is no specialty: nothing is guessed.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from core.language import Language
from records.words import words

GENERAL = "general"
"""Key of the doctor one sees for everything: what every specialty's words go before."""


@dataclass(frozen=True, slots=True)
class Specialty:
    """One of them.

    Attributes:
        key: Stable key.
        names: What a person reads, by language.
        phrases: As people and letter heads say it: folded words.
        spoken_only: What only a person means by it; in a letter's head the words say nothing.
        groups: Panels of ``groups.toml`` that come first on a page for that visit.
    """

    key: str
    names: Mapping[Language, str]
    phrases: frozenset[tuple[str, ...]]
    spoken_only: frozenset[tuple[str, ...]]
    groups: tuple[str, ...]


@lru_cache(maxsize=1)
def specialties() -> Mapping[str, Specialty]:
    """All of them by key, in the order of the table."""
    rows = tomllib.loads(files("records.data").joinpath("specialties.toml").read_text("utf-8"))
    return MappingProxyType({key: _specialty(key, row) for key, row in rows.items()})


def _specialty(key: str, row: Mapping[str, Any]) -> Specialty:
    names: dict[Language, str] = {"fr": row["fr"], "en": row["en"]}
    phrases = _phrases(row["fr"], row["en"], *row["words"].split(","))
    spoken_only = _phrases(*row.get("spoken_only", "").split(","))
    return Specialty(key, MappingProxyType(names), phrases, spoken_only, tuple(row["groups"]))


def _phrases(*texts: str) -> frozenset[tuple[str, ...]]:
    return frozenset(found for text in texts if (found := words(text)))


def named(text: str) -> str | None:
    """The specialty that a text names; a special one before the general one; None when it names none or two.

    >>> named("je vois mon cardiologue mardi"), named("my doctor sent me to the nephrologist"), named("hello")
    ('cardiology', 'nephrology', None)
    """
    found = mentioned(text)
    special = found - {GENERAL}
    chosen = special or found
    return next(iter(chosen)) if len(chosen) == 1 else None


def mentioned(text: str, *, printed: bool = False) -> frozenset[str]:
    """Every specialty that a text speaks of; words inside the longer words of another do not count.

    Args:
        text: What a person says, or the head of a letter.
        printed: It is a letter's: "Docteur" before a name says nothing.
    """
    said = words(text)
    plural = tuple(word[:-1] if len(word) > 4 and word.endswith("s") else word for word in said)  # noqa: PLR2004  not "gps"
    found = {
        (at, at + len(phrase), key)
        for key, one in specialties().items()
        for phrase in (one.phrases if printed else one.phrases | one.spoken_only)
        for form in (said, plural)
        for at in range(len(form) - len(phrase) + 1)
        if form[at : at + len(phrase)] == phrase
    }
    return frozenset(
        key
        for first, last, key in found
        if not any(a <= first and last <= b and b - a > last - first for a, b, _ in found)
    )

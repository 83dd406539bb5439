"""The lay lexicon: what people call what they have, take, had done and are afraid of, in both languages.

Data, in ``retrieval/lexicon_*.toml``, a source per row; this module only reads it. A concept is one thing and
every way to write it. What is measured is named in ``records/data`` (analytes, groups, metrics);
``lexicon_measurements.toml`` adds words to those rows and to the kinds of record.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from records.model import Kind
from records.words import words

Phrase = tuple[str, ...]

_FILES = ("conditions", "symptoms", "care", "medicines")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing in everybody's words.

    Attributes:
        key: Stable, lower-case words joined by ``_``.
        part: ``conditions``, ``symptoms``, ``body``, ``imaging``, ``procedures``, ``vaccines``,
            ``specialties``, ``documents``, ``lifestyle`` or ``medicines``.
        kind: The kind of record that lists it; None for what only stands in the words of a document.
        names: As written in either language; in CAPITALS where it counts only so.
        analytes: What is looked at with it; never a diagnosis.
        includes: Narrower concepts that it is asked for with: a class and its medicines.
        treats: What people say a class is taken for ("pour le coeur", "water tablets").
        source: Published lists that hold its name, or ``own`` for everyday usage.
    """

    key: str
    part: str
    kind: Kind | None
    names: tuple[str, ...]
    analytes: tuple[str, ...]
    includes: tuple[str, ...]
    treats: tuple[str, ...]
    source: tuple[str, ...]


@lru_cache(maxsize=1)
def concepts() -> Mapping[str, Concept]:
    """Every concept by key, a class before its members."""
    found: dict[str, Concept] = {}
    for name in _FILES:
        for key, row in _read(f"lexicon_{name}.toml").items():
            kind = Kind(row["kind"]) if "kind" in row else None
            members = row.get("members", {})
            found[key] = Concept(
                key=key,
                part=row["part"],
                kind=kind,
                names=(*row["fr"], *row["en"]),
                analytes=tuple(row.get("analytes", ())),
                includes=(*members, *row.get("includes", ())),
                treats=(*row.get("treats_fr", ()), *row.get("treats_en", ())),
                source=tuple(row["source"]),
            )
            for member, names in members.items():
                found[member] = Concept(
                    member, row["part"], kind, tuple(names), (), (), (), found[key].source
                )
    return MappingProxyType(found)


def family(key: str) -> tuple[Concept, ...]:
    """A concept and those it includes."""
    concept = concepts()[key]
    return (concept, *(concepts()[member] for member in concept.includes))


@lru_cache(maxsize=1)
def more_names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Words for rows that stand elsewhere: ``analytes``, ``groups``, ``metrics``, ``kinds``; each by key."""
    return MappingProxyType(
        {
            table: MappingProxyType({key: (*row["fr"], *row["en"]) for key, row in rows.items()})
            for table, rows in _read("lexicon_measurements.toml").items()
        }
    )


@lru_cache(maxsize=1)
def treated() -> Mapping[Phrase, tuple[str, ...]]:
    """What a medicine is taken for, and the classes that people take for it."""
    found: dict[Phrase, list[str]] = {}
    for concept in concepts().values():
        for text in concept.treats:
            found.setdefault(words(text), []).append(concept.key)
    return MappingProxyType({phrase: tuple(keys) for phrase, keys in found.items()})


def in_capitals(name: str) -> bool:
    """Whether a name of the lexicon counts only when written in capitals ("MI", "ED")."""
    return len(name) > 1 and name.isupper() and name.isalpha()


def _read(file: str) -> dict[str, Any]:
    return tomllib.loads(files("retrieval").joinpath(file).read_text("utf-8"))

"""The signed library of plain words: what an analyte or a term of letters is, at three reading levels.

Files ``prompts/library/plain_words_<subject>``, one section a text: ``## ferritin.simple``, ``.usual``,
``.detailed``, ``.source``; a term has ``.name`` and ``.forms`` (the ways it is written, ``;`` between them).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.language import Language
from prompts.registry import Registry
from records.words import fold, words
from retrieval.remembered import READINGS, Reading

LIBRARY = "plain_words_"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing explained.

    Attributes:
        key: Of an analyte (``ferritin``), or a term's own (``hta``).
        texts: By reading level.
        source: Where the explanation comes from and when it was written.
        name: What an abbreviation stands for; empty for an analyte, whose name its table knows.
        forms: How a term is written, folded.
        heard: Its words in a sentence, a space on each side.
    """

    key: str
    texts: Mapping[Reading, str]
    source: str
    name: str = ""
    forms: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def library(prompts: Registry, language: Language) -> Mapping[str, Entry]:
    """Every entry of the signed library in one language, by key."""
    found: dict[str, dict[str, str]] = {}
    for prompt in prompts.all():
        if prompt.language == language and prompt.id.startswith(LIBRARY):
            for section, text in prompt.sections.items():
                key, _, part = section.rpartition(".")
                found.setdefault(key, {})[part] = text
    return {key: _entry(key, parts) for key, parts in found.items()}


def _entry(key: str, parts: Mapping[str, str]) -> Entry:
    forms = tuple(fold(form.strip()) for form in parts.get("forms", "").split(";") if form.strip())
    texts: dict[Reading, str] = {level: parts[level] for level in READINGS if level in parts}
    heard = tuple(f" {' '.join(words(form))} " for form in forms)
    return Entry(key, texts, parts.get("source", ""), parts.get("name", ""), forms, heard)


@lru_cache(maxsize=4)
def meaning(prompts: Registry, language: Language) -> Mapping[str, Entry]:
    """Terms by the way they are written (folded): what the page shows on hover or tap."""
    return {form: entry for entry in library(prompts, language).values() for form in entry.forms}

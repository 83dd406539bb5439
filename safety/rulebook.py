r"""Signed rules: concepts (the words people use), qualifiers and rules that combine concepts.

A concept lists, per language, the stems and phrases that mean one thing (*thorax*, *chest*).
A rule asks for several concepts near each other. Since concepts hold both languages, a rule also reads a
message that changes language half-way. This module opens no file: it is given bytes.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from core.errors import ConfigError
from safety.normalise import Reader, Token, fold
from safety.verdict import Intent, Urgency

FILLERS = frozenset(
    "le la les l un une des du de d mon ma mes ton ta tes son sa ses notre votre tres vraiment trop assez si "
    "tellement presque meme aussi bien peu toujours encore vachement super hyper grave completement "
    "totalement the a an my his her its their our your really so very just too quite bit of little "
    "literally still even fucking bloody absolutely completely totally getting like genre".split()
)
"""Words a phrase may skip, so that ``cant breathe`` also reads *can't really breathe*."""
_MAX_SKIP = 2


class Qualifier(StrEnum):
    """What makes a phrase not a statement about now."""

    NEGATED = "negated"
    PAST = "past"
    EDUCATIONAL = "educational"
    RECORD = "record"
    FICTION = "fiction"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class Hit:
    """A concept found in a message.

    Attributes:
        concept: Its name.
        start: Index of its first token.
        end: Index after its last token.
        clause: Index of the clause it starts in.
        qualifiers: Of that place in the clause.
    """

    concept: str
    start: int
    end: int
    clause: int = 0
    qualifiers: frozenset[Qualifier] = frozenset()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in order; a word with ``*`` is a stem, ``_`` is any one word."""

    words: tuple[str, ...]

    def end_at(self, words: Sequence[str], start: int) -> int | None:
        """Index after the phrase when it begins at `start`, fillers inside it skipped; None otherwise."""
        place = start
        for number, pattern in enumerate(self.words):
            skipped = 0
            while number and place < len(words) and not _reads(pattern, words[place]):
                if words[place] not in FILLERS or skipped == _MAX_SKIP:
                    return None
                place, skipped = place + 1, skipped + 1
            if place >= len(words) or not _reads(pattern, words[place]):
                return None
            place += 1
        return place


def _reads(pattern: str, word: str) -> bool:
    if pattern == "_":
        return word.isalnum()
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a rule file.

    Attributes:
        id: Names the row in `Verdict.reasons`.
        language: ``fr``, ``en`` or ``any``. Every rule runs on every message, whatever its language.
        all: Groups of concepts; one of each group must be present.
        none: Concepts that must not stand in the same clauses.
        within: Most tokens from the first to the last concept.
        intent: What the row finds.
        urgency: How soon.
        sure: True for the hard card; False makes a soft banner.
        live: True when negated, past, educational, record and fiction hits do not count.
        clause: True when all concepts must stand in one clause.
        age_below_days: The message must state an age below this.
        record: The person's record must carry one of these flags (`RecordFlags` field names).
        source: Guideline or practice the row follows.
        reviewer: Who reviewed it; never claims a review that did not happen.
        checked: Date the row was last read against its source.
    """

    id: str
    language: str
    all: tuple[frozenset[str], ...]
    intent: Intent
    urgency: Urgency
    source: str
    reviewer: str
    checked: date
    none: frozenset[str] = frozenset()
    within: int = 14
    sure: bool = True
    live: bool = True
    clause: bool = False
    age_below_days: int | None = None
    record: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Lexicon:
    """Concepts, indexed by the first word of each phrase."""

    phrases: Mapping[str, tuple[Phrase, ...]]
    _exact: dict[str, list[tuple[str, Phrase]]] = field(default_factory=dict, init=False, repr=False)
    _stems: dict[str, list[tuple[str, Phrase]]] = field(default_factory=dict, init=False, repr=False)
    _any: list[tuple[str, Phrase]] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        for concept, phrases in self.phrases.items():
            for phrase in phrases:
                first = phrase.words[0]
                if first.endswith("*"):
                    self._stems.setdefault(first[:-1], []).append((concept, phrase))
                else:
                    self._exact.setdefault(first, []).append((concept, phrase))

    @cached_property
    def words(self) -> frozenset[str]:
        """Every literal word and stem of every phrase."""
        return frozenset(
            word.rstrip("*")
            for phrases in self.phrases.values()
            for phrase in phrases
            for word in phrase.words
        )

    @cached_property
    def _inner_stems(self) -> frozenset[str]:
        return frozenset(
            word[:-1]
            for phrases in self.phrases.values()
            for phrase in phrases
            for word in phrase.words
            if word.endswith("*")
        )

    def knows(self, word: str) -> bool:
        """True when `word` is a literal word or begins with a stem of some phrase."""
        return word in self.words or any(word[:size] in self._inner_stems for size in range(3, len(word)))

    def find(self, tokens: Sequence[Token]) -> tuple[Hit, ...]:
        """Every concept in `tokens`, longest phrase first at each place."""
        words = [token.word for token in tokens]
        hits: list[Hit] = []
        for start, word in enumerate(words):
            for concept, phrase in self._starting(word):
                end = phrase.end_at(words, start)
                if end is not None:
                    hits.append(Hit(concept, start, end))
        return tuple(hits)

    def _starting(self, word: str) -> Iterable[tuple[str, Phrase]]:
        yield from self._exact.get(word, ())
        for size in range(2, len(word) + 1):
            yield from self._stems.get(word[:size], ())


@dataclass(frozen=True)
class RuleBook:
    """All signed rules with their words.

    Attributes:
        lexicon: Concepts.
        rules: Rows, in file order.
        expansions: SMS forms.
        known: Words never corrected to a key word.
    """

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    expansions: Mapping[str, str]
    known: frozenset[str]

    @cached_property
    def reader(self) -> Reader:
        """Cuts messages with this book's spelling."""
        return Reader(self.expansions, self.known | FILLERS, self.lexicon.words, self.lexicon.knows)


def phrase(text: str) -> Phrase:
    """The phrase written ``mal a respir*``: folded, apostrophes as blanks.

    >>> phrase("peux pas respir*").words
    ('peux', 'pas', 'respir*')
    """
    return Phrase(tuple(fold(text).replace("'", " ").split()))


def read_concepts(data: bytes) -> dict[str, tuple[Phrase, ...]]:
    """Concepts of one words file: ``[concept] fr = "a, b c"`` and ``en = …``.

    Raises:
        ConfigError: ``rules_unreadable``.
    """
    concepts: dict[str, tuple[Phrase, ...]] = {}
    for name, table in _toml(data).items():
        if not isinstance(table, dict) or not table.keys() <= {"fr", "en"}:
            raise ConfigError("rules_unreadable", part=name)
        parts = [
            part for words in table.values() for part in re.split(r",\s+|\n", str(words)) if part.strip()
        ]
        concepts[name] = tuple(dict.fromkeys(phrase(part) for part in parts))
    return concepts


def read_rules(data: bytes, concepts: Mapping[str, object]) -> tuple[Rule, ...]:
    """Rows of one rule file, each checked against the concepts.

    Raises:
        ConfigError: ``rules_unreadable`` with the row's id: a field is missing, or a concept does not exist.
    """
    content = _toml(data)
    shared = content.get("defaults", {})
    return tuple(_rule({**shared, **row}, concepts) for row in content.get("rule", ()))


def read_spelling(data: bytes) -> tuple[dict[str, str], frozenset[str]]:
    """SMS expansions and words that are never corrected."""
    content = _toml(data)
    expansions = {fold(short): fold(long).replace("'", " ") for short, long in content["sms"].items()}
    return expansions, frozenset(fold(" ".join(content["known"].values())).replace("'", " ").split())


def _toml(data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ConfigError("rules_unreadable") from None


def _rule(row: Mapping[str, Any], concepts: Mapping[str, object]) -> Rule:
    name = str(row.get("id", ""))
    try:
        groups = tuple(frozenset(group.split("|")) for group in row["all"])
        vetoes = frozenset(row.get("none", ()))
        if not (frozenset().union(*groups) | vetoes) <= concepts.keys():
            raise ConfigError("rules_unreadable", part=name)
        known = {"sure", "live", "clause", "within", "age_below_days"}
        fields = {key: row[key] for key in known & row.keys()}
        return Rule(
            id=name,
            language=str(row["language"]),
            all=groups,
            none=vetoes,
            intent=Intent(str(row["intent"])),
            urgency=Urgency(int(str(row["urgency"]))),
            source=str(row["source"]),
            reviewer=str(row["reviewer"]),
            checked=date.fromisoformat(str(row["checked"])),
            record=frozenset(row.get("record", ())),
            **fields,
        )
    except (KeyError, ValueError, TypeError):
        raise ConfigError("rules_unreadable", part=name) from None


def matches(rule: Rule, hits: Mapping[str, Sequence[Hit]]) -> tuple[Hit, ...] | None:
    """The hits, one per group, that make `rule` true; None when there are none.

    Args:
        rule: Its ages and record flags are the caller's to check.
        hits: Hits by concept, in order of `start`.
    """
    groups = [
        sorted(
            (hit for concept in group for hit in hits.get(concept, ()) if _counts(rule, hit)),
            key=lambda hit: (hit.start, hit.end),
        )
        for group in rule.all
    ]
    if not all(groups):
        return None
    for first in groups[0]:
        chosen = [first]
        for group in groups[1:]:
            free = [
                hit for hit in group if all(hit.end <= one.start or one.end <= hit.start for one in chosen)
            ]
            if rule.clause:
                free = [hit for hit in free if hit.clause == first.clause]
            if not free:
                break
            chosen.append(min(free, key=lambda hit: abs(hit.start - first.start)))
        else:
            if max(hit.end for hit in chosen) - min(hit.start for hit in chosen) > rule.within:
                continue
            clauses = {hit.clause for hit in chosen}
            if any(hit.clause in clauses for concept in rule.none for hit in hits.get(concept, ())):
                continue
            return tuple(chosen)
    return None


def _counts(rule: Rule, hit: Hit) -> bool:
    return not rule.live or hit.qualifiers <= {Qualifier.HYPOTHETICAL}

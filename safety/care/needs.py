"""What somebody needs from a health system, told from their words: "changer de docteur", "insurance refused".

A need is a combination of ideas; an idea is a list of everyday words in both languages (``ideas.toml``), so
that any wording of the same ideas means the same need, in either language, without accents and with a slip of
the keyboard. Data, signed; nothing is learned and nothing is guessed: too few ideas mean no need.
"""

import math
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from core.errors import ConfigError
from core.language import LANGUAGES, Language
from safety.normalise import Reader, clean
from safety.rulebook import FILLERS, Hit, Lexicon, read_concepts, read_spelling

HOME = Path(__file__).parent / "paths"
IDEAS, NEEDS = HOME / "ideas.toml", HOME / "needs.toml"
RULES = HOME.parents[1] / "rules"

GROUPS = ("urgent", "doctor", "family", "prevention", "mind", "money", "work", "rights", "letters")
"""What a need belongs to, in the order a page shows it; ``letters`` have no way of their own."""

PAPERWORK = frozenset({"money", "rights", "work"})
"""Groups of what nobody names without a reason: a record says nothing of how it is done."""
_ENOUGH = 2.2
"""Weight of the ideas that a question must hold: two common ones, or one that says it alone."""
_SECOND = 0.05
"""What another way of saying the same need adds: only to decide between two that are as likely."""
_OWN = frozenset({"mon", "ma", "mes", "my"})
"""A bare topic of one's own ("mes vaccins ?") is the record's."""
_COUNTRY = "country_"
"""Begins the name of an idea that is a country."""
_JOURNEY = frozenset({"travel", "abroad"})
_DEMANDING = 0.9
"""Share of a question's ideas that a bare topic ("dossier MDPH") must consist of when nothing is asked."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that people need.

    Attributes:
        key: Names it in the files of the countries.
        group: One of `GROUPS`.
        title: By language.
        when: Ways to say it: each a set of groups of ideas, one of each group present.
        unless: Ideas (each a set that must be there together) that mean something else.
        record: What of the record helps: kinds of facts, and ``letter`` or ``prescription`` for documents.
        letter: The letter that goes with it; None when there is none.
        urgent: What makes it urgent, by language, before the numbers to call; None for paperwork.
        home: When a journey is spoken of, the person's own country answers, whatever place is named.
    """

    key: str
    group: str
    title: Mapping[Language, str]
    when: tuple[tuple[frozenset[str], ...], ...]
    unless: tuple[frozenset[str], ...] = ()
    record: tuple[str, ...] = ()
    letter: str | None = None
    urgent: Mapping[Language, str] | None = None
    home: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text was understood to need.

    Attributes:
        needs: Best first; empty when none is likely.
        asked: It asks for the way, not only names it: such a question is answered with a way.
        country: ISO code in lower case of the country it names; None when it names none, or only to go there.
        writes: It asks for a letter.
        other: It is about somebody else: the person's own record says nothing of them.
    """

    needs: tuple[Need, ...] = ()
    asked: bool = False
    country: str | None = None
    writes: bool = False
    other: bool = False


@dataclass(frozen=True)
class Needs:
    """All needs, with the words that mean them.

    Attributes:
        all: In the order of their file.
        lexicon: Ideas with their words.
        frames: Names of the ideas that ask (``ask``), that only ask what a thing is (``explain``), that ask
            the person's own record (``record``), and those that are a name of their own (``names``).
        spelling: SMS forms, and words that are never corrected: everyday ones, and those of symptoms.
    """

    all: tuple[Need, ...]
    lexicon: Lexicon
    frames: Mapping[str, frozenset[str]]
    spelling: tuple[Mapping[str, str], Collection[str]] = field(default=({}, ()))

    @cached_property
    def _reader(self) -> Reader:
        expansions, known = self.spelling
        return Reader(expansions, frozenset(known) | FILLERS, self.lexicon.words, self.lexicon.knows)

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """How much an idea says: the fewer needs it takes part in, the more."""
        used: dict[str, set[str]] = {}
        for need in self.all:
            for way in need.when:
                for group in way:
                    for idea in group:
                        used.setdefault(idea, set()).add(need.key)
        return {idea: math.log(1 + len(self.all) / len(keys)) for idea, keys in used.items()}

    def get(self, key: str) -> Need | None:
        """The need of a key."""
        return next((need for need in self.all if need.key == key), None)

    def meant(self, text: str) -> Meaning:
        """The needs that `text` speaks of, best first, and whether it asks for the way."""
        tokens = self._reader.tokens(clean(text))
        hits = _apart(self.lexicon.find(tokens))
        ideas = frozenset(hit.concept for hit in hits)
        scored = sorted(
            ((score, -place) for place, need in enumerate(self.all) if (score := self._score(need, ideas))),
            reverse=True,
        )
        needs = tuple(self.all[-place] for score, place in scored if score >= _ENOUGH)
        if not needs:
            return Meaning()
        named = next((idea for idea in sorted(ideas) if idea.startswith(_COUNTRY)), None)
        at_home = needs[0].home and bool(ideas & _JOURNEY)
        return Meaning(
            needs,
            asked=self._asks(needs[0], ideas, hits, [one.word for one in tokens]),
            country=None if named is None or at_home else named.removeprefix(_COUNTRY),
            writes="write_now" in ideas or needs[0].group == "letters",
            other="other_person" in ideas,
        )

    def _score(self, need: Need, ideas: frozenset[str]) -> float:
        if any(together <= ideas for together in need.unless):
            return 0.0
        said = [
            sum(max(self._weights[idea] for idea in group & ideas) for group in way)
            for way in need.when
            if all(group & ideas for group in way)
        ]
        return max(said) + _SECOND * (len(said) - 1) if said else 0.0

    def _asks(self, need: Need, ideas: frozenset[str], hits: Sequence[Hit], words: Sequence[str]) -> bool:
        asking = [hit for hit in hits if hit.concept in self.frames["ask"]]
        if any(hit.concept in self.frames["record"] and not _within(hit, asking) for hit in hits):
            return False
        if asking:
            return True
        named = frozenset(idea for way in need.when for group in way for idea in group) & ideas
        if ideas & self.frames["explain"]:
            return bool(named & self.frames["names"])
        if need.group in PAPERWORK:
            return True
        if not _OWN.isdisjoint(words):
            return False
        covered = {place for hit in hits for place in range(hit.start, hit.end)}
        covered |= {place for place, word in enumerate(words) if word in FILLERS or not word.isalnum()}
        return len(covered) >= _DEMANDING * len(words)


def _within(hit: Hit, others: Sequence[Hit]) -> bool:
    """Whether a longer phrase holds it: "ai-je droit" asks for the way, though "ai-je" asks the record."""
    return any(
        one.start <= hit.start and hit.end <= one.end and one.end - one.start > hit.end - hit.start
        for one in others
    )


def _apart(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Hits of one idea without those inside a longer one of the same idea."""
    return tuple(hit for hit in hits if not _within(hit, [one for one in hits if one.concept == hit.concept]))


def needs(read: Callable[[Path], bytes]) -> Needs:
    """All needs from their signed files.

    Args:
        read: Gives the bytes of a file after its signature was checked.

    Raises:
        ConfigError: ``care_unreadable``, or what `read` raises.
    """
    ideas = read_concepts(read(IDEAS))
    try:
        plain = tomllib.loads(read(NEEDS).decode())
        found = tuple(_need(row, ideas) for row in plain["need"])
        frames = {name: frozenset(plain[name]) for name in ("ask", "explain", "record", "names")}
        if any(not names <= ideas.keys() for names in frames.values()):
            raise ValueError("frames")
        if len({need.key for need in found}) != len(found):
            raise ValueError("twice")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError, TypeError):
        raise ConfigError("care_unreadable") from None
    expansions, known = read_spelling(read(RULES / "spelling.toml"))
    symptoms = Lexicon(read_concepts(read(RULES / "words_body.toml")))
    return Needs(found, Lexicon(ideas), MappingProxyType(frames), (expansions, known | symptoms.words))


def both(table: object) -> Mapping[Language, str]:
    """A text in both languages.

    Raises:
        ValueError: One is missing or blank.
    """
    if not isinstance(table, dict) or table.keys() != set(LANGUAGES) or not all(table.values()):
        raise ValueError("both")
    return MappingProxyType({language: str(table[language]) for language in LANGUAGES})


def _need(row: Mapping[str, object], ideas: Collection[str]) -> Need:
    when = tuple(tuple(frozenset(group.split("|")) for group in text.split()) for text in _texts(row["when"]))
    unless = tuple(frozenset(text.split()) for text in _texts(row.get("unless", [])))
    used = {idea for way in when for group in way for idea in group}
    used |= {idea for together in unless for idea in together}
    if not used <= set(ideas) or row["group"] not in GROUPS:
        raise ValueError("need")
    letter, urgent = row.get("letter"), row.get("urgent")
    return Need(
        key=str(row["key"]),
        group=str(row["group"]),
        title=both(row["title"]),
        when=when,
        unless=unless,
        record=_texts(row.get("record", [])),
        letter=str(letter) if letter is not None else None,
        urgent=both(urgent) if urgent is not None else None,
        home=row.get("home") is True,
    )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("list")
    return tuple(str(one) for one in value)

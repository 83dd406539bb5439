"""Which analytes, panels and kinds the words of a question mean, slips of the pen included.

Longest phrase first, at word borders, so "fer" is not found in "transfert". Abbreviations that are also words
("K", "TP", "VS") count only as laboratories write them. A misspelt word is corrected only when it is no
ordinary word, close to one word of the lexicon and to no other.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

from rapidfuzz.distance import OSA

from records.analytes import URINE, analytes, by_label, get, groups
from records.metrics import metrics
from records.model import Kind
from records.words import fold, words

_WORD = re.compile(r"[^\W_]+")
_SHORT = 3
_CORRECTED_FROM = 5
_TWO_SLIPS_FROM = 9
_ANCHOR_FROM = 5
_HEARD_LENGTHS_APART = 3

Phrase = tuple[str, ...]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the question: as written, folded, and where."""

    printed: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one phrase may stand for."""

    analytes: tuple[str, ...] = ()
    group: str | None = None
    kind: Kind | None = None
    term: str | None = None
    label: str | None = None
    metric: str | None = None


@dataclass(slots=True)
class Understood:
    """What was found in a question.

    Attributes:
        analytes: Keys, in the order of the question.
        groups: Panels named as such.
        kinds: Kinds of record named.
        labels: Printed labels of this person's record that were named.
        terms: Conditions and medicine classes, keys of ``kinds.toml``.
        metrics: What devices measure, keys of ``metrics.toml``.
        spans: Where in the text the words stand.
        corrections: Folded word as written, and as understood.
    """

    analytes: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    metrics: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    corrections: dict[str, str] = field(default_factory=dict)


def tokens(text: str, low: str) -> list[Token]:
    """The words of `text`; `low` is its folded twin of the same length."""
    return [
        Token(text[match.start() : match.end()], match[0], match.start(), match.end())
        for match in _WORD.finditer(low)
    ]


def understand(found: Sequence[Token], labels: Iterable[str] = ()) -> Understood:
    """Find the longest phrases of the lexicon and of this person's labels.

    Args:
        found: Words of the question, those of its period left out.
        labels: Printed labels of the record.
    """
    own = _own_phrases(labels, {token.folded for token in found})
    found = _rejoined(found)
    shouting = all(token.printed.upper() == token.printed for token in found) and len(found) > 2  # noqa: PLR2004
    said = Understood()
    spelled = [_corrected(token.folded, own) for token in found]
    urine = any(word in _URINE for word in spelled)
    longest = max((len(phrase) for phrase in (*_phrases(), *own)), default=1)
    index = 0
    while index < len(found):
        for size in range(min(longest, len(found) - index), 0, -1):
            phrase = tuple(spelled[index : index + size])
            meanings = (*own.get(phrase, ()), *_phrases().get(phrase, ()))
            if meanings and (size > 1 or _written_so(found[index], phrase, shouting, phrase in own)):
                _take(said, meanings, urine)
                said.spans.append((found[index].start, found[index + size - 1].end))
                index += size
                break
        else:
            index += 1
    said.corrections = {
        token.folded: word
        for token, word in zip(found, spelled, strict=True)
        if word != token.folded and any(start <= token.start < end for start, end in said.spans)
    }
    if said.analytes:
        said.groups = [key for key in said.groups if not _spoken_for(key, said.analytes)]
    return said


def expand(terms: Iterable[str], keys: Iterable[str]) -> tuple[str, ...]:
    """Other words for what was named, in both languages, for a search in free text."""
    found = [word for term in terms for word in _terms()[term]]
    for key in keys:
        row = get(key)
        if row is not None:
            found += [*row.names.values(), *row.lay]
    return tuple(dict.fromkeys(found))


def related(terms: Iterable[str]) -> tuple[str, ...]:
    """The analytes that belong to the conditions named."""
    return tuple(dict.fromkeys(key for term in terms for key in _kinds()["terms"][term].get("analytes", ())))


def twins(metric: str) -> frozenset[str]:
    """Analytes that go by a name of a metric: "resting heart rate" is a heart rate, too."""
    texts = metrics()[metric].lay
    return frozenset(key for text in texts for one in _phrases()[words(text)] for key in one.analytes)


# --- taking a phrase ----------------------------------------------------------------------------------------

_URINE = frozenset("urine urines urinaire urinaires urinary pipi pee".split())


def _take(said: Understood, meanings: Sequence[Meaning], urine: bool) -> None:
    keys = [key for meaning in meanings for key in meaning.analytes]
    wet = [key for key in keys if (row := get(key)) is not None and row.specimen == URINE]
    dry = [key for key in keys if key not in wet]
    _extend(said.analytes, wet if wet and (urine or not dry) else dry)
    for meaning in meanings:
        _extend(said.groups, [meaning.group] if meaning.group and not keys else [])
        _extend(said.kinds, [meaning.kind] if meaning.kind else [])
        _extend(said.terms, [meaning.term] if meaning.term else [])
        _extend(said.metrics, [meaning.metric] if meaning.metric else [])
        _extend(said.labels, [meaning.label] if meaning.label else [])


def _extend(into: list[_T], more: Iterable[_T]) -> None:
    into += [item for item in more if item not in into]


def _spoken_for(group: str, keys: Sequence[str]) -> bool:
    """A panel named beside one of its own analytes, or urine beside a urine analyte, adds nothing."""
    rows = [row for key in keys if (row := get(key)) is not None]
    return any(row.group == group or (group == URINE and row.specimen == URINE) for row in rows)


def _written_so(token: Token, phrase: Phrase, shouting: bool, own: bool) -> bool:
    """A short abbreviation counts when people say it, or when it stands as laboratories print it."""
    word = phrase[0]
    if word in _spoken() or (own and len(word) >= _SHORT):
        return True
    if len(word) > _SHORT:
        return word not in common()
    return not shouting and token.printed != token.folded and token.printed in _printed_short().get(word, ())


@lru_cache(maxsize=1)
def _printed_short() -> Mapping[str, frozenset[str]]:
    """How laboratories write each short abbreviation: as listed, or in capitals."""
    spelled: dict[str, set[str]] = {}
    for row in analytes():
        for label in row.labels:
            if len(label) <= _SHORT:
                spelled.setdefault(fold(label), {fold(label).upper()}).add(label)
    return MappingProxyType({word: frozenset(forms) for word, forms in spelled.items()})


def _rejoined(found: Sequence[Token]) -> list[Token]:
    """Words that were torn apart ("tri glycérides"), put together where only the whole is in the lexicon."""
    joined: list[Token] = []
    for token in found:
        before = joined[-1] if joined else None
        if before is not None and before.end + 1 == token.start:
            whole = before.folded + token.folded
            apart = before.folded in _vocabulary() and token.folded in _vocabulary()
            if len(whole) >= _TWO_SLIPS_FROM and (whole,) in _phrases() and not apart:
                joined[-1] = Token(before.printed + token.printed, whole, before.start, token.end)
                continue
        joined.append(token)
    return joined


# --- spelling -----------------------------------------------------------------------------------------------


def _corrected(word: str, own: Mapping[Phrase, tuple[Meaning, ...]]) -> str:
    if len(word) < _CORRECTED_FROM or word in _vocabulary() or word in common() or not word.isalpha():
        return word
    if any(word in phrase for phrase in own):
        return word
    near = [
        (distance, candidate)
        for candidate in _by_first_sound().get(_heard(word)[:1], ())
        if (distance := _slips(word, candidate)) is not None
    ]
    if not near:
        return word
    best = min(distance for distance, _ in near)
    close = [candidate for distance, candidate in near if distance == best]
    meant = {_phrases().get((candidate,), candidate) for candidate in close}
    if len(meant) > 1:
        return word
    return close[0]


def _slips(word: str, candidate: str) -> int | None:
    """How far a word is from one of the lexicon; None when too far to be it.

    One slip of the pen, two in a long word; or the same sound, or one slip of sound in a long word.
    ``hypo`` and ``hyper`` are opposites, however close.
    """
    if word.startswith(_OPPOSITES) and candidate.startswith(_OPPOSITES) and word[:4] != candidate[:4]:
        return None
    long = len(word) >= _TWO_SLIPS_FROM
    written = OSA.distance(word, candidate, score_cutoff=2)
    if written <= (2 if long else 1):
        return written
    heard = OSA.distance(_heard(word), _heard(candidate), score_cutoff=1)
    return (
        heard + 1 if heard <= int(long) and abs(len(word) - len(candidate)) <= _HEARD_LENGTHS_APART else None
    )


_OPPOSITES = ("hypo", "hype")
_SOUNDS = (
    ("ph", "f"),
    ("qu", "k"),
    ("ck", "k"),
    ("c", "k"),
    ("y", "i"),
    ("z", "s"),
    ("h", ""),
    ("eau", "o"),
    ("au", "o"),
)
_DOUBLE = re.compile(r"(.)\1+")


def _heard(word: str) -> str:
    """The word as it sounds, roughly: what French and English spellers exchange is made one."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _DOUBLE.sub(r"\1", word)


@lru_cache(maxsize=1)
def _measured_words() -> frozenset[str]:
    """Words of analytes and panels: they lead to the analyte, never to a label that shares one."""
    said = ((phrase, meaning) for phrase, meanings in _phrases().items() for meaning in meanings)
    return frozenset(word for phrase, meaning in said if meaning.analytes or meaning.group for word in phrase)


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    return frozenset(word for phrase in _phrases() for word in phrase)


@lru_cache(maxsize=1)
def _by_first_sound() -> Mapping[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for word in sorted(_vocabulary() - common()):
        if len(word) >= _CORRECTED_FROM:
            index.setdefault(_heard(word)[:1], []).append(word)
    return MappingProxyType({sound: tuple(found) for sound, found in index.items()})


# --- the person's own labels --------------------------------------------------------------------------------


def _own_phrases(labels: Iterable[str], asked: Set[str]) -> dict[Phrase, tuple[Meaning, ...]]:
    """Labels that no analyte answers to: whole, without parentheses, and by the words that set them apart.

    Only labels that share a word with the question are looked at, so a large record costs little.
    """
    found: dict[Phrase, list[Meaning]] = {}
    anchors: dict[str, list[str]] = {}
    for label in dict.fromkeys(labels):
        whole = words(label)
        if asked.isdisjoint(whole) or by_label(label) is not None:
            continue
        bare = words(re.sub(r"\([^()]*\)", " ", label))
        for phrase in {whole, bare} - {()}:
            if phrase not in _phrases():
                found.setdefault(phrase, []).append(Meaning(label=label))
        for word in dict.fromkeys(bare):
            if len(word) >= _ANCHOR_FROM and word.isalpha() and word not in common() | _measured_words():
                anchors.setdefault(word, []).append(label)
    for word, holders in anchors.items():
        meanings = found.setdefault((word,), [])
        meanings += [Meaning(label=label) for label in holders if Meaning(label=label) not in meanings]
    return {phrase: tuple(meanings) for phrase, meanings in found.items()}


# --- the lexicon --------------------------------------------------------------------------------------------


_NOT_SLEEP = (
    "apnée du sommeil", "apnées du sommeil", "trouble du sommeil", "troubles du sommeil", "sleep apnea",
    "sleep apnoea", "sleep disorder", "sleeping pill", "sleeping pills", "sleeping tablets",
)  # fmt: skip
"""Illnesses and medicines whose names hold a metric's: looked for by their words."""


def _enter_metrics(enter: Callable[[str, Meaning], None]) -> None:
    for metric in metrics().values():
        for text in metric.lay:
            enter(text, Meaning(metric=metric.key))
    for text in _NOT_SLEEP:
        enter(text, Meaning())


@lru_cache(maxsize=1)
def _phrases() -> Mapping[Phrase, tuple[Meaning, ...]]:
    index: dict[Phrase, list[Meaning]] = {}

    def enter(text: str, meaning: Meaning) -> None:
        held = index.setdefault(words(text), [])
        if meaning not in held:
            held.append(meaning)

    for row in analytes():
        for text in (*row.lay, *row.labels, *row.names.values()):
            enter(text, Meaning(analytes=(row.key,)))
    for group in groups():
        for text in (*group.lay, *group.names.values()):
            enter(text, Meaning(group=group.key))
    _enter_metrics(enter)
    for kind, entry in _kinds()["kinds"].items():
        for text in entry["lay"]:
            enter(text, Meaning(kind=Kind(kind)))
    for term, entry in _kinds()["terms"].items():
        for text in entry["words"]:
            enter(text, Meaning(kind=Kind(entry["kind"]), term=term))
    return MappingProxyType({phrase: tuple(held) for phrase, held in index.items() if phrase})


@lru_cache(maxsize=1)
def _spoken() -> frozenset[str]:
    """Single words that people say, however short: "fer", "sel", "ldl"."""
    texts = [text for row in analytes() for text in row.lay]
    texts += [text for group in groups() for text in group.lay]
    texts += [text for metric in metrics().values() for text in metric.lay]
    texts += [text for entry in _kinds()["kinds"].values() for text in entry["lay"]]
    texts += [text for entry in _kinds()["terms"].values() for text in entry["words"]]
    return frozenset(word for text in texts for word in [" ".join(words(text))] if " " not in word)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, Any]:
    return tomllib.loads(files("records.data").joinpath("kinds.toml").read_text("utf-8"))


def _terms() -> Mapping[str, tuple[str, ...]]:
    return {term: tuple(entry["words"]) for term, entry in _kinds()["terms"].items()}


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Ordinary words of questions that stand near a word of the lexicon and mean nothing in it."""
    data = tomllib.loads(files("records.data").joinpath("common_words.toml").read_text("utf-8"))
    return frozenset(word for texts in data["words"].values() for word in words(texts))

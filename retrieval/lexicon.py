"""What the words of a question mean: things measured, conditions, medicines, examinations, kinds of record.

Longest phrase first, at word borders, so "fer" is not found in "transfert". Abbreviations that are also
words ("K", "TP", "MI") count only as laboratories and doctors write them. What a phrase means depends on
what stands beside it: "prostate" is a value, but an organ after "opéré de la"; "grippe" is a vaccine after
"vaccin".
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from records.analytes import URINE, analytes, get, groups
from records.metrics import metrics
from records.model import Kind
from records.words import fold, words
from retrieval.concepts import Phrase, concepts, family, in_capitals, more_names, treated
from retrieval.keyword import Thing, singular
from retrieval.labels import Labels, spellings
from retrieval.spelling import Speller

_WORD = re.compile(r"[^\W_]+")
_SHORT = 3
_JOINED_FROM = 9
_ANCHOR_FROM = 5

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
        terms: Concepts of the lexicon, keys of `retrieval.concepts`.
        metrics: What devices measure, keys of ``metrics.toml``.
        things: What it is about, each with every way to write it; ordinary words and kinds left out.
        spans: Where in the text the words stand.
        corrections: Folded word as written, and as understood.
    """

    analytes: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    metrics: list[str] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    corrections: dict[str, str] = field(default_factory=dict)


def tokens(text: str, low: str) -> list[Token]:
    """The words of `text`; `low` is its folded twin of the same length."""
    return [
        Token(text[match.start() : match.end()], match[0], match.start(), match.end())
        for match in _WORD.finditer(low)
    ]


def understand(found: Sequence[Token], labels: Iterable[str] = ()) -> Understood:
    """Find the longest phrases of the lexicon and of this person's labels, and what they mean together.

    Args:
        found: Words of the question, those of its period left out.
        labels: Printed labels of the record.
    """
    own = _own_phrases(labels, {token.folded for token in found})
    found = _rejoined(found)
    shouting = all(token.printed.upper() == token.printed for token in found) and len(found) > 2  # noqa: PLR2004
    own_words = {word for phrase in own for word in phrase}
    spelled = [
        token.folded if token.folded in own_words else _speller().corrected(_listed_form(token.folded))
        for token in found
    ]
    taken = _taken(found, spelled, own, shouting)
    taken = _with_treated(taken, spelled)
    said = Understood()
    _resolve(said, taken, spelled)
    said.spans = [(found[one.first].start, found[one.last].end) for one in taken]
    said.corrections = {
        token.folded: word
        for token, word in zip(found, spelled, strict=True)
        if word != token.folded and any(start <= token.start < end for start, end in said.spans)
    }
    if said.analytes:
        said.groups = [key for key in said.groups if not _spoken_for(key, said.analytes)]
    return said


def expand(terms: Iterable[str], keys: Iterable[str]) -> tuple[str, ...]:
    """Other words for what was named, in both languages: single words of concepts, all names of analytes."""
    names = [name for term in terms for one in family(term) for name in one.names]
    found = [name for name in names if len(words(name)) == 1 and len(name) > _SHORT]
    for key in keys:
        row = get(key)
        if row is not None:
            found += [*row.names.values(), *row.lay]
    return tuple(dict.fromkeys(found))


def related(terms: Iterable[str]) -> tuple[str, ...]:
    """The analytes that belong to the conditions named."""
    return tuple(dict.fromkeys(key for term in terms for key in concepts()[term].analytes))


def twins(metric: str) -> frozenset[str]:
    """Analytes that go by a name of a metric: "resting heart rate" is a heart rate, too."""
    texts = metrics()[metric].lay
    return frozenset(key for text in texts for one in _phrases()[words(text)] for key in one.analytes)


def stands(thing: Thing, text: str) -> bool:
    """Whether a thing stands in a text by itself, not only inside the name of another.

    "Hémoglobine" does not stand in "hémoglobine glyquée".
    """
    said = words(text)
    bare = tuple(map(singular, said))
    asked = {tuple(map(singular, phrase)) for phrase in thing.phrases}
    reach = {phrase[0]: max(len(one) for one in asked if one[0] == phrase[0]) for phrase in asked}
    index = 0
    while index < len(said):
        longest = max(_reach().get(said[index], 0), reach.get(bare[index], 0))
        for size in range(min(longest, len(said) - index), 0, -1):
            if bare[index : index + size] in asked:
                return True
            if said[index : index + size] in _phrases():
                index += size
                break
        else:
            index += 1
    return False


# --- finding phrases ----------------------------------------------------------------------------------------


class _Span(NamedTuple):
    """Words of the question, first to last, and what they may mean."""

    first: int
    last: int
    meanings: tuple[Meaning, ...]


def _taken(
    found: Sequence[Token], spelled: Sequence[str], own: Mapping[Phrase, tuple[Meaning, ...]], shouting: bool
) -> list[_Span]:
    longest = max((_longest(), *(len(phrase) for phrase in own)))
    taken: list[_Span] = []
    index = 0
    while index < len(found):
        for size in range(min(longest, len(found) - index), 0, -1):
            phrase = tuple(spelled[index : index + size])
            meanings = (*own.get(phrase, ()), *_phrases().get(phrase, ()))
            if meanings and (size > 1 or _written_so(found[index], phrase, shouting, phrase in own)):
                taken.append(_Span(index, index + size - 1, meanings))
                index += size
                break
        else:
            index += 1
    return taken


def _written_so(token: Token, phrase: Phrase, shouting: bool, own: bool) -> bool:
    """A short abbreviation counts when people say it, or when it stands as laboratories print it."""
    word = phrase[0]
    if word in _spoken() or (own and len(word) >= _SHORT):
        return True
    if word not in _printed_short():
        return len(word) > _SHORT and word not in common()
    return not shouting and token.printed != token.folded and token.printed in _printed_short()[word]


def _listed_form(word: str) -> str:
    """The singular, where only it is in the lexicon ("weights")."""
    bare = singular(word)
    return bare if word not in _vocabulary() and (bare,) in _phrases() else word


def _rejoined(found: Sequence[Token]) -> list[Token]:
    """Words that were torn apart ("tri glycérides"), put together where only the whole is in the lexicon."""
    joined: list[Token] = []
    for token in found:
        before = joined[-1] if joined else None
        if before is not None and before.end + 1 == token.start:
            whole = before.folded + token.folded
            apart = before.folded in _vocabulary() and token.folded in _vocabulary()
            if len(whole) >= _JOINED_FROM and (whole,) in _phrases() and not apart:
                joined[-1] = Token(before.printed + token.printed, whole, before.start, token.end)
                continue
        joined.append(token)
    return joined


# --- medicines by what they are taken for -------------------------------------------------------------------

_FILLERS = frozenset(
    "pour contre de du des d la le les l ma mon mes a au aux ces en for the my against any some of "
    "qui fait font me faire fais baisser descendre diminuer that makes make lowers lower".split()
)
_FILLERS_MAX = 5


def _with_treated(taken: list[_Span], spelled: Sequence[str]) -> list[_Span]:
    """The words for medicines and what they are for, as one: "cachets pour le coeur", "water tablets"."""
    for span in [one for one in taken if _names_medicines(one, spelled)]:
        after, classes = _treated_after(spelled, span.last + 1)
        first, last = span.first, after
        if not classes:
            before, classes = _treated_before(spelled, span.first)
            first, last = before, span.last
        if classes:
            named = (Meaning(kind=Kind.MEDICATION, term=key) for key in classes)
            whole = _Span(first, last, (Meaning(kind=Kind.MEDICATION), *named))
            taken = sorted(
                [*(one for one in taken if one.last < first or one.first > last), whole],
                key=lambda one: one.first,
            )
    return taken


def _names_medicines(span: _Span, spelled: Sequence[str]) -> bool:
    """Whether it is a word for medicines, or ends with one ("the pill")."""
    ends = _phrases().get((spelled[span.last],), ())
    return Meaning(kind=Kind.MEDICATION) in (*span.meanings, *ends)


def _treated_after(spelled: Sequence[str], start: int) -> tuple[int, tuple[str, ...]]:
    """Where what they are for ends, when fillers and then it follow."""
    index = start
    while index < len(spelled) and spelled[index] in _FILLERS and index - start < _FILLERS_MAX:
        index += 1
    if index == start:
        return start, ()
    for size in range(min(_longest_treated(), len(spelled) - index), 0, -1):
        if classes := _classes_for(spelled[index : index + size]):
            return index + size - 1, classes
    return start, ()


def _treated_before(spelled: Sequence[str], end: int) -> tuple[int, tuple[str, ...]]:
    """Where what they are for begins, when it stands right before, as in English."""
    for size in range(min(_longest_treated(), end), 0, -1):
        if classes := _classes_for(spelled[end - size : end]):
            return end - size, classes
    return end, ()


def _classes_for(phrase: Sequence[str]) -> tuple[str, ...]:
    """The classes taken for it; a plural is as good as its singular."""
    return treated().get(tuple(phrase)) or _treated_bare().get(tuple(map(singular, phrase)), ())


@lru_cache(maxsize=1)
def _treated_bare() -> Mapping[Phrase, tuple[str, ...]]:
    return MappingProxyType({tuple(map(singular, phrase)): classes for phrase, classes in treated().items()})


@lru_cache(maxsize=1)
def _longest_treated() -> int:
    return max(len(phrase) for phrase in treated())


# --- what phrases mean beside each other --------------------------------------------------------------------

_URINE = frozenset("urine urines urinaire urinaires urinary pipi pee wee".split())
_LISTS = frozenset(Kind) - {Kind.OBSERVATION}
_CARE = frozenset({"imaging", "procedures", "vaccines", "specialties", "documents"})
"""Parts of the lexicon beside which an organ is an organ and not its blood tests."""
_ASIDE = frozenset({"symptoms", "body", "specialties", "documents", "lifestyle"})
_INFLECTED_SHARE = 0.25
_ASIDE_SHARE = 0.5
"""What they weigh beside an illness, a medicine or an examination: "des plaques à cause des sulfamides"."""


def _resolve(said: Understood, taken: Sequence[_Span], spelled: Sequence[str]) -> None:
    """Take what the phrases mean, each in the light of the others, and the words that none took."""
    asked = {one.kind for span in taken for one in span.meanings if one.kind and one.term is None} & _LISTS
    if asked == {Kind.MEDICATION} and any(map(_only_a_vaccine, taken)):
        asked = {Kind.IMMUNIZATION}  # vaccines come in doses, too
    parts = {concepts()[one.term].part for span in taken for one in span.meanings if one.term}
    organs = bool(asked - {Kind.CONDITION}) or bool(parts & _CARE)
    urine = any(word in _URINE for word in spelled)
    held: set[int] = set()
    for span in taken:
        held.update(range(span.first, span.last + 1))
        meanings = _meant(span.meanings, frozenset(asked), organs)
        in_words = [one for one in meanings if one.group is None or Kind.NOTE not in asked]
        _take(said, in_words, urine)  # what a letter says of a panel stands in its words
        thing = _thing(meanings, tuple(spelled[span.first : span.last + 1]))
        _extend(said.things, [thing] if thing is not None else [])
    if asked:
        said.kinds = [kind for kind in said.kinds if kind in asked or kind is Kind.OBSERVATION]
    rest = [word for index, word in enumerate(spelled) if index not in held]
    mere = [word for word in rest if word not in common() and len(word) > 1]
    _extend(
        said.things, [Thing(((word,),), share=_INFLECTED_SHARE if _inflected(word) else 1.0) for word in mere]
    )


def _only_a_vaccine(span: _Span) -> bool:
    return all(one.term is not None and one.kind is Kind.IMMUNIZATION for one in span.meanings)


def _inflected(word: str) -> bool:
    """Whether it looks like a form of an ordinary word ("donnait" of "donner")."""
    return any(word[:size] in _common_stems() for size in range(4, min(len(word), 8)))


@lru_cache(maxsize=1)
def _common_stems() -> frozenset[str]:
    return frozenset(word[:-1] for word in common() if len(word) > 4)  # noqa: PLR2004  shorter ones begin anything


def _meant(meanings: Sequence[Meaning], asked: Set[Kind], organs: bool) -> tuple[Meaning, ...]:
    """Of the meanings of one phrase, those that fit what stands beside it."""
    terms = [one for one in meanings if one.term is not None]
    measured = [one for one in meanings if one.analytes or one.group]
    others = [one for one in meanings if one not in terms and one not in measured]
    fitting = [one for one in terms if one.kind in asked] or terms
    if measured and terms:
        of_body = any(concepts()[one.term].part == "body" for one in terms if one.term)
        taken = any(one.kind is Kind.MEDICATION for one in fitting) and bool(
            asked & {Kind.MEDICATION, Kind.ALLERGY}
        )
        if (organs and of_body) or taken:
            measured = []
        else:  # a value is asked for; the name of the illness only helps to find
            fitting = [Meaning(term=one.term) for one in fitting if not of_body]
    kinds = {one.kind for one in fitting}
    if len(kinds) > 1:
        first = fitting[0].kind
        fitting = [one for one in fitting if one.kind is first]
    return (*others, *measured, *fitting)


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


def _thing(meanings: Sequence[Meaning], written: Phrase) -> Thing | None:
    """What a phrase is about, in every way to write it; None when it only names a kind of record."""
    if all(one.kind is not None and one.term is None for one in meanings):
        return None
    names: list[str] = []
    for one in meanings:
        names += [name for key in one.analytes for name in _names_of(key)]
        names += _group_names(one.group) if one.group else ()
        names += [name for concept in family(one.term) for name in concept.names] if one.term else []
        names += [one.label] if one.label else []
        names += metrics()[one.metric].lay if one.metric else []
    phrases = dict.fromkeys([written, *(words(name) for name in names)])
    found = [concepts()[one.term] for one in meanings if one.term]
    kinds = [concept.kind for concept in found if concept.kind is not None]
    aside = bool(found) and all(concept.part in _ASIDE for concept in found) and len(found) == len(meanings)
    return Thing(
        tuple(phrase for phrase in phrases if phrase),
        named=True,
        kind=kinds[0] if kinds else None,
        share=_ASIDE_SHARE if aside else 1.0,
    )


@lru_cache(maxsize=256)
def thing_of(analyte: str) -> Thing:
    """What an analyte is called, in every way to write it."""
    return Thing(tuple(dict.fromkeys(words(name) for name in _names_of(analyte))), named=True)


def _names_of(analyte: str) -> tuple[str, ...]:
    row = get(analyte)
    if row is None:
        return ()
    own = (*row.names.values(), *row.lay, *row.labels, *more_names()["analytes"].get(analyte, ()))
    return tuple(name for name in own if len(name) >= _SHORT)


def _group_names(group: str) -> Iterable[str]:
    for row in groups():
        if row.key == group:
            yield from (*row.names.values(), *row.lay, *more_names()["groups"].get(group, ()))
            yield from (name for key in row.analytes if (one := get(key)) for name in one.names.values())


# --- the person's own labels --------------------------------------------------------------------------------


def _own_phrases(labels: Iterable[str], asked: Set[str]) -> dict[Phrase, tuple[Meaning, ...]]:
    """Labels that no analyte answers to: whole, without parentheses, and by the words that set them apart.

    Only labels that share a word with the question are looked at, so a large record costs little.
    """
    held = labels if isinstance(labels, Labels) else Labels(labels)
    found: dict[Phrase, list[Meaning]] = {}
    anchors: dict[str, list[str]] = {}
    for label in held.sharing(asked):
        whole, bare = spellings(label)
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


@lru_cache(maxsize=1)
def _entries() -> tuple[tuple[str, Meaning, bool], ...]:
    """Every name, what it means, and whether people say it (else it is printed)."""
    found: list[tuple[str, Meaning, bool]] = []

    def enter(names: Iterable[str], meaning: Meaning, *, spoken: bool = True) -> None:
        found.extend((name, meaning, spoken and not in_capitals(name)) for name in names)

    more = more_names()
    for row in analytes():
        meaning = Meaning(analytes=(row.key,))
        enter((*row.lay, *more["analytes"].get(row.key, ())), meaning)
        enter((*row.labels, *row.names.values()), meaning, spoken=False)
    for group in groups():
        enter((*group.lay, *more["groups"].get(group.key, ())), Meaning(group=group.key))
        enter(group.names.values(), Meaning(group=group.key), spoken=False)
    for metric in metrics().values():
        enter((*metric.lay, *more["metrics"].get(metric.key, ())), Meaning(metric=metric.key))
    for kind, names in more["kinds"].items():
        enter(names, Meaning(kind=Kind(kind)))
    for concept in concepts().values():
        enter(concept.names, Meaning(kind=concept.kind, term=concept.key))
    return tuple(found)


@lru_cache(maxsize=1)
def _phrases() -> Mapping[Phrase, tuple[Meaning, ...]]:
    index: dict[Phrase, list[Meaning]] = {}
    for name, meaning, _ in _entries():
        held = index.setdefault(words(name), [])
        if meaning not in held:
            held.append(meaning)
    return MappingProxyType({phrase: tuple(held) for phrase, held in index.items() if phrase})


@lru_cache(maxsize=1)
def _reach() -> Mapping[str, int]:
    """How long the longest phrase is that begins with a word."""
    found: dict[str, int] = {}
    for phrase in _phrases():
        found[phrase[0]] = max(len(phrase), found.get(phrase[0], 0))
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(len(phrase) for phrase in _phrases())


@lru_cache(maxsize=1)
def _spoken() -> frozenset[str]:
    """Single words that people say, however short: "fer", "sel", "ldl"."""
    return frozenset(words(name)[0] for name, _, spoken in _entries() if spoken and len(words(name)) == 1)


@lru_cache(maxsize=1)
def _printed_short() -> Mapping[str, frozenset[str]]:
    """How each short abbreviation, or word that means something else in small letters, is written."""
    spelled: dict[str, set[str]] = {}
    for name, _, spoken in _entries():
        if not spoken and (len(name) <= _SHORT or in_capitals(name)):
            spelled.setdefault(fold(name), {fold(name).upper()}).add(name)
    return MappingProxyType({word: frozenset(forms) for word, forms in spelled.items()})


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    return frozenset(word for phrase in _phrases() for word in phrase)


@lru_cache(maxsize=1)
def _measured_words() -> frozenset[str]:
    """Words of analytes, panels and kinds of record: they lead there, never to a label that shares one."""
    said = [(phrase, one) for phrase, meanings in _phrases().items() for one in meanings]
    kinds = {phrase[0] for phrase, one in said if one.kind and one.term is None and len(phrase) == 1}
    return frozenset(kinds | {word for phrase, one in said if one.analytes or one.group for word in phrase})


@lru_cache(maxsize=1)
def _speller() -> Speller:
    return Speller(_vocabulary(), common() | ordinary(), lambda word: _phrases().get((word,)))


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """Ordinary words of questions that stand near a word of the lexicon and mean nothing in it."""
    data = tomllib.loads(files("records.data").joinpath("common_words.toml").read_text("utf-8"))
    return frozenset(word for texts in data["words"].values() for word in words(texts))


@lru_cache(maxsize=1)
def ordinary() -> frozenset[str]:
    """Real words of either language a slip of the pen from a word of the lexicon: never corrected."""
    data = tomllib.loads(files("retrieval").joinpath("ordinary_words.toml").read_text("utf-8"))
    return frozenset(words(data["words"]))

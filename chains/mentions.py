"""What documents say in their own words, sentence by sentence, on what a question names and no fact holds.

A list or a value answers with what was read as a fact; a letter may say more ("une fraction d'éjection
à 38 %"). Only sentences that hold the question's own words whole are shown, verbatim.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from chains.drafts import BULLET, PARAGRAPH, Asked, Draft
from chains.naming import sought, unclaimed
from chains.wording import shown
from records.evidence import Evidence
from records.model import Fact, Kind, Passage
from records.words import fold, words
from retrieval.keyword import Thing
from retrieval.lexicon import stands, thing_of
from retrieval.period import every
from retrieval.query import Aim, plan

_POOL = 40
_ROWS_MAX = 1000
_MOST = 3
_STEM = 5
_LETTERS = 3
"""A shorter word says nothing by itself ("de", "nt")."""
_WAYS_MAX = 12
_A_SENTENCE = 3
"""Words; fewer are a heading or a greeting."""
_END = re.compile(r"(?<=[.!?;])\s+|\n(?=\s*(?:[-*•–]|[A-ZÀ-Þ]))|\n\s*\n")
_AGAIN = re.compile(r"\b(?:refaire|re?control\w+|repeat\w*|recheck\w*|again|prochaine?s?|next)\b")
_REPEATED = ("contrôle", "contrôler", "refaire", "revoir", "repeat", "recheck")
_ALLERGIC = ("allergique", "allergie", "allergic", "allergy", "intolérant", "intolerant")
_FORMS = (
    "comprimé",
    "gélule",
    "ampoule",
    "sachet",
    "gouttes",
    "bouffée",
    "injection",
    "tablet",
    "capsule",
    "puff",
)
_AIMED = re.compile(
    r"\b(?:cibles?|objectifs?|seuils?|viser|targets?|goals?|aim(?:ing|s)?|when|if|si|quand|lorsque)\b"
)
"""Of a value that is aimed at or supposed, not measured."""
_DOSE = re.compile(r"\d\s?(?:mg|[µμ]g|mcg|g|ui|iu|ml|microgram\w*)\b")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WHOLE = 1 - 1e-9
_WORDY = frozenset({Aim.LATEST, Aim.LOOKUP, Aim.RANGE, Aim.LIST})


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence of a passage, verbatim but for its line breaks."""

    evidence: Evidence
    text: str


def ways(asked: Asked, name: str) -> tuple[str, ...]:
    """A thing in the person's words, and in the other words and the other language for it."""
    said = plan(name, asked.query.language, today=asked.today)
    return tuple(dict.fromkeys((name, *said.also)))[:_WAYS_MAX]


def further(
    asked: Asked, besides: Sequence[Evidence], quoted: Collection[str] = frozenset()
) -> Iterator[Draft]:
    """Sentences that say more than the lines of an answer do; none when nothing does.

    Args:
        asked: The question.
        besides: What the answer cites already.
        quoted: What it quotes already.
    """
    query = asked.query
    if query.aim not in _WORDY or query.metrics or query.groups or Kind.NOTE in query.kinds:
        return
    name = sought(query, asked.today)
    if query.analytes or (query.labels and not query.kinds):
        found = [one for one in values(asked) if not _is_stated(one.text, besides)]
        said = {one.text for one in found}
        found += [one for one in mentions(asked, _beside_values(asked), besides) if one.text not in said]
    elif name is not None:
        found = of_things(asked, name, besides) or mentions(asked, ways(asked, name), besides)
        if Kind.MEDICATION in query.kinds and found and not any(_doses(one.text) for one in found):
            files = {one.evidence.source.file_id for one in found}
            found += [one for one in _prescriptions(asked, besides) if one.evidence.source.file_id in files]
    elif Kind.MEDICATION in query.kinds:
        found = _prescribed(asked, besides)
    elif Kind.ALLERGY in query.kinds:
        found = mentions(asked, _ALLERGIC, besides)
    else:
        found = mentions(asked, [" ".join(unclaimed(query, asked.today))], besides)
    yield from told(asked, [one for one in found if one.text not in quoted])


def values(asked: Asked) -> list[Mention]:
    """Sentences with a number for what is asked, of documents no value of it was read from; newest first.

    A letter may say a weight that no fact was made of: the newest value of the record is not the newest then.
    """
    query, room = asked.query, asked.room
    found: dict[str, Mention] = {}
    for key in query.analytes[:_MOST]:
        thing = thing_of(key)
        read = {fact.source.file_id for fact in room.facts.select([key])}
        for passage in _newest_with(asked, [thing], read):
            for text in sentences(passage.text):
                if stands(thing, text) and _number_after(thing, text, asked):
                    found.setdefault(text, Mention(room.evidence(passage.id), text))
    return sorted(found.values(), key=_dated, reverse=True)[:_MOST]


def _number_after(thing: Thing, text: str, asked: Asked) -> bool:
    """Whether a number that is no date follows the name of what was measured."""
    folded = fold(text)
    said = [place for phrase in thing.phrases if (place := folded.find(" ".join(phrase))) >= 0]
    try:
        dates = every(folded, asked.today)
    except (OverflowError, ValueError):  # a year that no calendar has
        return False
    return bool(said) and any(
        number.start() > min(said) and not any(one.start <= number.start() < one.end for one in dates)
        for number in _NUMBER.finditer(folded)
    )


def _dated(mention: Mention) -> str:
    passage = mention.evidence.passage
    return passage.when.local if passage is not None and passage.when is not None else ""


def newer(asked: Asked, than: Fact) -> bool:
    """Whether words of the record give a later value than its newest fact."""
    return than.start is not None and any(
        _dated(one) > than.start.local and not _AIMED.search(fold(one.text)) for one in values(asked)
    )


def _is_stated(text: str, besides: Collection[Evidence]) -> bool:
    """Whether all that a sentence counts are values of facts that the answer cites."""
    told = {number.replace(",", ".") for one in besides if one.fact for number in _NUMBER.findall(one.text)}
    return {number.replace(",", ".") for number in _NUMBER.findall(text)} <= told


def _beside_values(asked: Asked) -> Iterator[str]:
    """What a question on a value says beside its name: a place, a time of day, another thing, a next time."""
    query = asked.query
    known = [plan(word, query.language, today=asked.today) for word in query.words]
    pairs = [(word, one) for word, one in zip(query.words, known, strict=True) if len(word) >= _LETTERS]
    values = [word for word, one in pairs if one.analytes or one.labels][:_MOST]
    others = [word for word, one in pairs if not (one.analytes or one.labels)]
    if len(others) > 1:
        yield " ".join(others)
    yield from (" ".join(pair) for pair in product(values, others))
    if _AGAIN.search(fold(query.text)):
        yield from (" ".join(pair) for pair in product(values, _REPEATED))


def _prescribed(asked: Asked, besides: Sequence[Evidence]) -> list[Mention]:
    """Lines that prescribe, of documents no medicine was read in as a fact: a list must not hide them."""
    read = {fact.source.file_id for fact in asked.room.facts.select(kinds=(Kind.MEDICATION,))}
    read |= {one.source.file_id for one in besides}
    return [one for one in _prescriptions(asked, besides) if one.evidence.source.file_id not in read]


def _prescriptions(asked: Asked, besides: Sequence[Evidence]) -> list[Mention]:
    found = mentions(asked, _FORMS, besides, most=_POOL)
    return [one for one in found if _doses(one.text)][: 2 * _MOST]


def _doses(text: str) -> bool:
    return _DOSE.search(fold(text)) is not None


def of_things(asked: Asked, name: str, besides: Collection[Evidence] = ()) -> list[Mention]:
    """Sentences in which all stands that a name names, in any way to write it, newest first."""
    things = [one for one in plan(name, asked.query.language, today=asked.today).things if one.named]
    found: dict[str, Mention] = {}
    for passage in _newest_with(asked, things) if things else ():
        evidence = asked.room.evidence(passage.id)
        for text in sentences(passage.text):
            if all(stands(thing, text) for thing in things) and not _is_told(text, evidence, besides):
                found.setdefault(text, Mention(evidence, text))
    return sorted(found.values(), key=_dated, reverse=True)[:_MOST]


def _newest_with(asked: Asked, things: Sequence[Thing], read: Collection[str] = ()) -> list[Passage]:
    """The newest passages, of the period, in which all things stand; so few that reading them costs little.

    Args:
        asked: The question.
        things: What is to stand there.
        read: Files to leave out.
    """
    passages, period = asked.room.shelf.passages, asked.query.period
    hits = asked.room.keywords().find(things, _ROWS_MAX)
    held = [passages[hit.id] for hit in hits if hit.coverage >= _WHOLE and hit.id in passages]
    held = [
        one
        for one in held
        if not one.quoted_orders
        and one.source.file_id not in read
        and (period is None or one.when is None or period.holds(one.when))
    ]
    return sorted(held, key=lambda one: one.when.local if one.when else "", reverse=True)[:_POOL]


def told(asked: Asked, found: Sequence[Mention]) -> Iterator[Draft]:
    """Sentences as bullets under a first line; nothing without any."""
    if found:
        yield asked.stated("said.also", PARAGRAPH)
    for one in found:
        yield line(asked, one)


def line(asked: Asked, mention: Mention) -> Draft:
    """A sentence as a bullet, with the date of its document."""
    say, evidence = asked.wording, mention.evidence
    when = evidence.passage.when if evidence.passage is not None else None
    quote = shown(mention.text)
    if when is None:
        text = say.say("search.quote", quote=quote)
    else:
        text = say.say("search.quote_dated", quote=quote, date=say.on(when))
    return Draft(text, (evidence,), lead=BULLET, quote=mention.text)


def mentions(
    asked: Asked, sought: Iterable[str], besides: Collection[Evidence] = (), most: int = _MOST
) -> list[Mention]:
    """Sentences that hold every word of one of the phrases, of the newest documents first, each once."""
    period, room = asked.query.period, asked.room
    people = _stems(" ".join([room.profile.name, *(name for one in room.people() for name in one.names)]))
    found: dict[str, tuple[str, int, Mention]] = {}
    for phrase in sought:
        stems = _stems(phrase)
        if stems <= people:  # whose record it is says nothing of what is asked
            continue
        for hit in room.keywords().search(phrase, _POOL):
            evidence = room.evidence(hit.id) if hit.coverage >= _WHOLE else None
            passage = evidence.passage if evidence is not None else None
            if evidence is None or passage is None or passage.quoted_orders:
                continue
            if period is not None and passage.when is not None and not period.holds(passage.when):
                continue
            for place, text in enumerate(sentences(passage.text)):
                if stems <= _stems(text) and not _is_told(text, evidence, besides):
                    when = passage.when.local if passage.when is not None else ""
                    found.setdefault(text, (when, -place, Mention(evidence, text)))
    ranked = sorted(found.values(), key=lambda one: one[:2], reverse=True)
    return [mention for _, _, mention in ranked[:most]]


def sentences(text: str) -> Iterator[str]:
    r"""The sentences and lines of a passage that say something, each on one line.

    >>> list(sentences("Cher confrère,\nLe LDL est à\n1,42 g/L. Revoir dans\nsix mois."))
    ['Le LDL est à 1,42 g/L.', 'Revoir dans six mois.']
    """
    for piece in _END.split(text):
        line = " ".join(piece.split())
        if len(words(line)) >= _A_SENTENCE:
            yield line.lstrip("-*•– ")


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words(text) if len(word) >= _LETTERS)


def _is_told(text: str, evidence: Evidence, besides: Collection[Evidence]) -> bool:
    """Whether a fact of the same file that the answer cites is what the sentence states."""
    stems = _stems(text)
    return any(
        one.fact is not None
        and one.source.file_id == evidence.source.file_id
        and _stems(one.fact.label) <= stems
        and _holds(text, one)
        for one in besides
    )


def _holds(text: str, one: Evidence) -> bool:
    """Whether the value of a fact stands there; of a fact without one, whether no further number does."""
    if one.fact is not None and one.fact.value_text is not None:
        return one.fact.value_text in text
    return set(_NUMBER.findall(text)) <= set(_NUMBER.findall(one.text))

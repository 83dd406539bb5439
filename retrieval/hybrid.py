"""Finding evidence: the facts a question names, then its words, then its meaning.

A score says how something was found, so that "not in your record" can be said honestly. At `SUPPORTED` and
above what the question is about stands in the evidence; below it, it merely resembles the question, and
resemblance has no threshold: this model gives two unrelated texts a cosine of .8. Within each band the better
match comes first.

=============  ===============================================================================
0.95 to 1.00   a fact of an analyte, label, condition, medicine or kind that the question names
0.50 to 0.95   words: at least half of what is asked about (by its weight) stands in it
0.00 to 0.50   meaning: .8 of the resemblance and .2 of the words, as measured (docs/decisions/0010)
=============  ===============================================================================
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from records.evidence import Evidence
from records.model import Fact, Kind
from records.when import Precision, When
from records.words import words
from retrieval.concepts import more_names
from retrieval.keyword import Hit, Thing
from retrieval.lexicon import stands
from retrieval.period import Period
from retrieval.query import Query
from retrieval.room import Room
from retrieval.samples import Page

SUPPORTED = 0.5
"""Scores from here on rest on what the question says, not on what it resembles."""

_NAMED = 0.95
_SUPPORTED_LATE = 0.6
_OTHERS = 0.45
_HALF = 0.5
_ALIKE = dict.fromkeys((Kind.CONDITION, Kind.MEDICATION), (Kind.CONDITION, Kind.MEDICATION, Kind.ALLERGY))
"""Kinds that list a thing named by its name: an allergy to it, too."""
_MEANING, _WORDS = 0.8, 0.2
_STRICT = (Kind.IMMUNIZATION, Kind.ALLERGY)
_READ_AGAIN = 8
_A_TOPIC = 3
"""Facts shown of one label that only meaning or words found: its newest ones."""
_POOL = 50
"""Candidates of each leg; spreads the scores of one question, of which only their order means something."""


def search(room: Room, query: Query, k: int) -> tuple[Evidence, ...]:
    """What of the record bears on a question, best first, each thing once; at most `k`.

    Answers with what there is: while nothing is embedded, facts and words alone.

    Args:
        room: Whose record.
        query: From `retrieval.query.plan`. Its period excludes what is dated outside it.
        k: At least 1.
    """
    things = _things(query)
    hits = _fitting(room, query, things, room.keywords().find(things, _POOL))
    found: dict[str, float] = {}
    for scores in (_named(room, query, hits, k), _worded_and_alike(room, query, hits)):
        for id, score in scores.items():
            found[id] = max(score, found.get(id, 0.0))
    ranked = sorted(found.items(), key=lambda pair: -pair[1])
    return _distinct((replace(room.evidence(id), score=score) for id, score in ranked), k)


def supported(evidence: Evidence) -> bool:
    """Whether what the question is about stands in it."""
    return evidence.score >= SUPPORTED


def _things(query: Query) -> tuple[Thing, ...]:
    """What is looked for; a question that only names a kind of record ("mes courriers") by its words.

    Whoever asks for a vaccine against shingles does not ask for shingles: there the words for the kind must
    stand beside what is named.
    """
    things = query.things or tuple(Thing(((word,),)) for word in query.words or words(query.text))
    kinds = [kind for kind in query.kinds if kind in _STRICT] if any(one.named for one in things) else []
    names = [name for kind in kinds for name in more_names()["kinds"][kind]]
    return (*things, Thing(tuple(map(words, names)), named=True, share=0.0)) if names else things


def _fitting(room: Room, query: Query, things: Sequence[Thing], hits: Iterable[Hit]) -> list[Hit]:
    """The hits that fit; of the passages that speak of a value, the first few, as each is read again."""
    kept: list[Hit] = []
    read = 0
    for hit in hits:
        again = bool(query.analytes) and hit.id in room.shelf.passages
        if (not again or read < _READ_AGAIN) and _fits(room, query, things, hit):
            kept.append(hit)
        read += again
    return kept


def _fits(room: Room, query: Query, things: Sequence[Thing], hit: Hit) -> bool:
    """Whether a hit is of the kind asked for, where that decides; nor a value of something else."""
    fact = room.facts.get(hit.id)
    if (
        fact is not None
        and fact.analyte is not None
        and query.analytes
        and fact.analyte not in query.analytes
    ):
        return False
    if fact is None and query.analytes and (passage := room.shelf.passages.get(hit.id)) is not None:
        return any(stands(things[place], f"{passage.heading or ''} {passage.text}") for place in hit.named)
    strict = [kind for kind in query.kinds if kind in _STRICT]
    if not strict or len(things) == len(query.things):
        return True
    return fact.kind in strict if fact is not None else len(things) - 1 in hit.named


# --- what is named ------------------------------------------------------------------------------------------


def _named(room: Room, query: Query, hits: Sequence[Hit], k: int) -> dict[str, float]:
    """What the question names, newest first: months of its metrics, and facts, every name in its turn."""
    pages = [page.id for metric in query.metrics for page in room.samples.pages_of(metric, query.period)[:k]]
    facts = [*_measured(room, query), *_listed(room, query, hits)]
    found = _from_the_top(pages[:k]) | _from_the_top(_in_turn(facts)[:k])
    if not facts:  # what is looked at with an illness; and of a kind asked for, others than the one named
        found |= {id: _SUPPORTED_LATE - rank / 1000 for rank, id in enumerate(_related(room, query)[:k])}
        others = room.facts.select(
            (), [kind for kind in query.kinds if kind is not Kind.OBSERVATION], query.period
        )
        if query.kinds and not query.analytes:
            found |= {fact.id: _OTHERS - rank / 1000 for rank, fact in enumerate(others[:k])}
    return found


def _related(room: Room, query: Query) -> list[str]:
    """The newest value of each analyte that is looked at with the condition named."""
    facts = (next(iter(room.facts.select([key], (), query.period)), None) for key in query.related)
    return [fact.id for fact in facts if fact is not None]


def _measured(room: Room, query: Query) -> Sequence[Fact]:
    """Facts of the analytes and labels."""
    if not (query.analytes or query.labels):
        return ()
    return room.facts.select(query.analytes, (), query.period, query.labels)


def _listed(room: Room, query: Query, hits: Sequence[Hit]) -> Sequence[Fact]:
    """Facts of the conditions, medicines and vaccines named; of a kind, all of it when nothing narrows it."""
    kinds = {kind for thing in query.things if thing.kind for kind in _ALIKE.get(thing.kind, (thing.kind,))}
    kinds |= set(query.kinds) - {Kind.OBSERVATION}
    places = {place for place, thing in enumerate(query.things) if thing.named}
    found = []
    for hit in hits:
        fact = room.facts.get(hit.id)
        if fact is not None and fact.kind in kinds and hit.named & places and room.facts.counts(fact.id):
            found += [fact] if query.period is None or query.period.holds(fact.start) else []
    if found or places or query.labels or query.analytes or not query.kinds:
        return found
    return room.facts.select((), query.kinds, query.period, ())


def _in_turn(facts: Sequence[Fact]) -> list[str]:
    """Ids: the newest of every name, then the next of every name."""
    rounds: dict[str, int] = {}
    order: list[tuple[int, int, str]] = []
    for position, fact in enumerate(facts):
        name = fact.analyte or fact.label
        rounds[name] = rounds.get(name, 0) + 1
        order.append((rounds[name], position, fact.id))
    return [id for _, _, id in sorted(order)]


def _from_the_top(ids: Sequence[str]) -> dict[str, float]:
    return {id: 1.0 - (1.0 - _NAMED) * rank / len(ids) for rank, id in enumerate(ids)}


# --- what is said, and what is alike ------------------------------------------------------------------------


def _worded_and_alike(room: Room, query: Query, hits: Sequence[Hit]) -> dict[str, float]:
    words, whole = _worded(room, query, hits)
    alike = _alike(room, query)
    scores: dict[str, float] = {}
    for id in {**words, **alike}:
        meaning, said = alike.get(id, 0.0), words.get(id, 0.0)
        if id in whole:
            scores[id] = SUPPORTED + (_NAMED - SUPPORTED) * 0.999 * (_WORDS * meaning + _MEANING * said)
        else:
            scores[id] = SUPPORTED * 0.999 * (_MEANING * meaning + _WORDS * said)
    return scores


def _worded(room: Room, query: Query, hits: Sequence[Hit]) -> tuple[dict[str, float], set[str]]:
    """What holds things of the question, and those of it that hold at least half of them."""
    words: dict[str, float] = {}
    whole: set[str] = set()
    for hit in hits:
        for id in _shown(room, hit.id, query.period):
            words[id] = max(words.get(id, 0.0), hit.coverage * (0.5 + 0.5 * hit.score))
            if hit.coverage >= _HALF - 1e-9:
                whole.add(id)
    return words, whole


def _alike(room: Room, query: Query) -> dict[str, float]:
    """What resembles the question: the nearest 1, the last of the pool 0."""
    if not len(room.index) or not query.text.strip():
        return {}
    near = room.index.search(room.question(query.text), _POOL)
    if not near:
        return {}
    best, worst = near[0][1], near[-1][1]
    spread = (best - worst) or 1.0
    scores: dict[str, float] = {}
    for id, cosine in near:
        for rank, shown in enumerate(_shown(room, id, query.period)):
            share = (cosine - worst) / spread if len(near) > 1 else 1.0
            scores[shown] = max(scores.get(shown, 0.0), share - 0.001 * rank)
    return scores


def _shown(room: Room, id: str, period: Period | None) -> list[str]:
    """The facts and passages that a hit stands for, in the period, newest first."""
    with room.lock:
        if (passage := room.shelf.passages.get(id)) is not None:
            if passage.source.file_id in room.replaced:
                return []
            outside = period is not None and passage.when is not None and not period.holds(passage.when)
            return [] if outside else [id]
        if (topic := room.shelf.topics.get(id)) is not None:
            facts = [room.shelf.facts[fact_id] for fact_id in topic.facts]
        elif (page := room.samples.page(id)) is not None:
            return [id] if period is None or _is_of(page, period) else []
        elif (fact := room.shelf.facts.get(id)) is not None:
            facts = [room.shelf.facts.get(fact.same_as or "", fact)]
        else:
            return []
    counts = room.facts.counts
    facts = [fact for fact in facts if counts(fact.id) and (period is None or period.holds(fact.start))]
    facts.sort(key=lambda fact: fact.start.local if fact.start else "", reverse=True)
    return [fact.id for fact in facts[:_A_TOPIC]]


def _is_of(page: Page, period: Period) -> bool:
    """Whether a month touches the period; a year, whether it lies in it."""
    when = When.parse(page.span)
    if when is None or not period.holds(when):
        return False
    first, last = When.of_day(when.first_day), When.of_day(when.last_day)
    return when.precision is Precision.MONTH or (period.holds(first) and period.holds(last))


def _distinct(evidence: Iterable[Evidence], k: int) -> tuple[Evidence, ...]:
    """The first of those that say the same words."""
    kept: dict[str, Evidence] = {}
    for one in evidence:
        kept.setdefault(" ".join(one.text.split()), one)
        if len(kept) == k:
            break
    return tuple(kept.values())

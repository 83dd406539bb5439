"""Finding evidence: the facts a question names, then its words, then its meaning.

A score says how something was found, so that "not in your record" can be said honestly. At `SUPPORTED` and
above the question's own words or analytes stand in the evidence; below it, it merely resembles the question,
and resemblance has no threshold: this model gives two unrelated texts a cosine of .8. Within each band the
better match comes first.

=============  ===============================================================================
0.95 to 1.00   a fact of an analyte, label or kind that the question names
0.50 to 0.95   words: at least half of the question's words (by their weight) stand in it
0.00 to 0.50   meaning: .8 of the resemblance and .2 of the words, as measured (docs/decisions/0010)
=============  ===============================================================================
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from records.evidence import Evidence
from records.model import Fact
from records.when import Precision, When
from retrieval.period import Period
from retrieval.query import Query
from retrieval.room import Room
from retrieval.samples import Page

SUPPORTED = 0.5
"""Scores from here on rest on what the question says, not on what it resembles."""

_NAMED = 0.95
_HALF = 0.5
_MEANING, _WORDS = 0.8, 0.2
_A_TOPIC = 3
"""Facts shown of one label that only meaning or words found: its newest ones."""
_ALSO = 12
"""Other wordings of the question that are looked up."""
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
    found: dict[str, float] = {}
    for scores in (_named(room, query, k), _worded_and_alike(room, query)):
        for id, score in scores.items():
            found[id] = max(score, found.get(id, 0.0))
    ranked = sorted(found.items(), key=lambda pair: -pair[1])
    return _distinct((replace(room.evidence(id), score=score) for id, score in ranked), k)


def supported(evidence: Evidence) -> bool:
    """Whether the question's own words or analytes stand in it."""
    return evidence.score >= SUPPORTED


def _named(room: Room, query: Query, k: int) -> dict[str, float]:
    """What the question names, newest first: months of its metrics, and facts, every analyte in its turn."""
    pages = [page.id for metric in query.metrics for page in room.samples.pages_of(metric, query.period)[:k]]
    found = _from_the_top(pages[:k])
    if not (query.analytes or query.kinds or query.labels):
        return found
    facts = room.facts.select(query.analytes, query.kinds, query.period, query.labels)
    rounds: dict[str, int] = {}
    order: list[tuple[int, int, Fact]] = []
    for position, fact in enumerate(facts):
        name = fact.analyte or fact.label
        rounds[name] = rounds.get(name, 0) + 1
        order.append((rounds[name], position, fact))
    first = sorted(order, key=lambda one: one[:2])[:k]
    return found | _from_the_top([fact.id for _, _, fact in first])


def _from_the_top(ids: Sequence[str]) -> dict[str, float]:
    return {id: 1.0 - (1.0 - _NAMED) * rank / len(ids) for rank, id in enumerate(ids)}


def _worded_and_alike(room: Room, query: Query) -> dict[str, float]:
    counting = {fact.id for fact in room.facts.counting()}
    words, whole = _worded(room, query, counting)
    alike = _alike(room, query, counting)
    scores: dict[str, float] = {}
    for id in {**words, **alike}:
        meaning, said = alike.get(id, 0.0), words.get(id, 0.0)
        if id in whole:
            scores[id] = SUPPORTED + (_NAMED - SUPPORTED) * 0.999 * (_WORDS * meaning + _MEANING * said)
        else:
            scores[id] = SUPPORTED * 0.999 * (_MEANING * meaning + _WORDS * said)
    return scores


def _worded(room: Room, query: Query, counting: set[str]) -> tuple[dict[str, float], set[str]]:
    """What shares words with the question, and those of it that hold at least half of them.

    The same thing in other words (`Query.also`) must stand there whole, and ranks just behind.
    """
    words: dict[str, float] = {}
    whole: set[str] = set()
    asked = " ".join(query.words) or query.text
    for text, weight, least in ((asked, 1.0, _HALF), *((other, 0.9, 1.0) for other in query.also[:_ALSO])):
        for hit in room.keywords().search(text, _POOL):
            if hit.coverage < least - 1e-9 and weight < 1.0:
                continue
            for id in _shown(room, hit.id, query.period, counting):
                words[id] = max(words.get(id, 0.0), weight * hit.coverage * (0.5 + 0.5 * hit.score))
                if hit.coverage >= least - 1e-9:
                    whole.add(id)
    return words, whole


def _alike(room: Room, query: Query, counting: set[str]) -> dict[str, float]:
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
        for rank, shown in enumerate(_shown(room, id, query.period, counting)):
            share = (cosine - worst) / spread if len(near) > 1 else 1.0
            scores[shown] = max(scores.get(shown, 0.0), share - 0.001 * rank)
    return scores


def _shown(room: Room, id: str, period: Period | None, counting: set[str]) -> list[str]:
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
    facts = [fact for fact in facts if fact.id in counting and (period is None or period.holds(fact.start))]
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

"""A brake on worry: the same fear again and again gets the plan that was agreed and a pause, no new causes.

Only where the screen found nothing urgent: no card, no banner. What was asked is kept sealed for a month, as
the stems of its words, so that a third time within a week is known. New documents since the first time
are a new question. The person turns it off in their settings. Nothing is counted for anyone but themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

import orjson

from chains.compose_answer import what_the_record_says
from chains.drafts import BULLET, SPACE, Asked, Draft, counted
from chains.events import Basis, Chart
from chains.lists import item
from chains.visit_prep import planned
from core.errors import IntegrityError
from records.model import Kind
from records.words import words
from retrieval.query import Aim
from retrieval.room import Room
from safety.verdict import Intent, Urgency, Verdict
from vault.unlocked import Item

KIND = "worry"
_FEARS = frozenset({Intent.DIAGNOSIS, Intent.ANXIETY, Intent.SYMPTOM})
_FELT = frozenset({Aim.SEARCH, Aim.LATEST, Aim.LIST, Aim.RANGE, Aim.EXPLAIN})
_AGAIN = 3
"""The time from which it is the same fear again."""
_WITHIN = timedelta(days=7)
_KEPT = timedelta(days=30)
_KEPT_MAX = 200
_STEM = 5
_ALIKE = 0.5
_PLANS_MAX = 3


@dataclass(frozen=True, slots=True)
class _Fear:
    day: date
    stems: frozenset[str]
    documents: int


def again(asked: Asked, verdict: Verdict) -> int:
    """How often the same fear came within a week, this time included, when it is to be met with calm; else 0.

    Keeps this time.
    """
    if not asked.room.preferences.calming or not _is_fear(verdict) or _is_looked_up(asked):
        return 0
    this = _Fear(asked.today, _stems(asked), len(asked.room.documents()))
    if not this.stems:
        return 0
    before = [fear for fear in _kept(asked.room) if asked.today - fear.day <= _KEPT]
    _keep(asked.room, [*before, this])
    same = [fear for fear in before if _is_same(fear, this) and asked.today - fear.day <= _WITHIN]
    times = len(same) + 1
    is_news = bool(same) and this.documents > same[0].documents
    return times if times >= _AGAIN and not is_news else 0


def calmed(asked: Asked, times: int) -> Iterator[Draft | Chart]:
    """What the record says of it, that it was asked before, what is planned, and a pause."""
    say = asked.wording
    if lines := list(what_the_record_says(asked)):
        yield asked.stated("redirect.lead")
        yield from lines
    text = say.say("worry.again", count=str(times))
    yield Draft(text, statistics=(counted(times),), basis=Basis.WORKED_OUT, fixed=True)
    coming, _ = planned(asked.room, asked.today)
    if coming:
        yield asked.stated("worry.plan")
        for fact in islice(coming, _PLANS_MAX):
            yield Draft(item(asked, fact), asked.sources(fact), lead=BULLET)
    else:
        yield asked.stated("worry.no_plan")
    yield asked.stated("worry.changes")
    yield asked.stated("worry.pause")
    yield asked.stated("worry.setting", SPACE)


def _is_fear(verdict: Verdict) -> bool:
    quiet = verdict.card is None and not verdict.banner and not verdict.crisis
    return (
        quiet and verdict.intent in _FEARS and verdict.urgency >= Urgency.U3 and not verdict.treatment_change
    )


def _is_looked_up(asked: Asked) -> bool:
    """Whether it asks what the record holds: that is always answered, however often."""
    query = asked.query
    listed = set(query.kinds) - {Kind.CONDITION}
    return bool(listed) or query.aim not in _FELT


def _stems(asked: Asked) -> frozenset[str]:
    """What the fear is about: analytes and conditions in both languages, else its words."""
    query = asked.query
    about = {*query.analytes, *query.related, *(word[:_STEM] for text in query.also for word in words(text))}
    return frozenset(about or {word[:_STEM] for word in query.words if len(word) >= _STEM})


def _is_same(one: _Fear, other: _Fear) -> bool:
    return len(one.stems & other.stems) / len(one.stems | other.stems) >= _ALIKE


def _kept(room: Room) -> list[_Fear]:
    body = room.vault.get(KIND, KIND)
    if body is None:
        return []
    try:
        return [
            _Fear(date.fromisoformat(day), frozenset(stems), documents)
            for day, stems, documents in orjson.loads(body)["fears"]
        ]
    except (ValueError, KeyError, TypeError):
        raise IntegrityError("worry_shape") from None


def _keep(room: Room, fears: Sequence[_Fear]) -> None:
    rows = [(one.day.isoformat(), sorted(one.stems), one.documents) for one in fears[-_KEPT_MAX:]]
    room.vault.put_many([Item(KIND, KIND, orjson.dumps({"v": 1, "fears": rows}))])

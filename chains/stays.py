"""Values of the days on which a stay in hospital began or ended: "à l'admission", "when I left hospital"."""

import re
from collections.abc import Sequence
from datetime import timedelta

from chains.drafts import Asked
from records.model import Fact, Kind
from records.words import fold
from retrieval.period import Period

_IN = re.compile(
    r"\b(?:a l'(?:admission|entree|arrivee)|en (?:arrivant|entrant)|(?:at|on) (?:admission|arrival)|admitted"
    r"|when i (?:arrived|came in|got to (?:the )?hospital))\b"
)
_OUT = re.compile(
    r"\b(?:a (?:la|ma) sortie|au depart|en sortant|(?:at|on) (?:discharge|leaving)|discharged"
    r"|when i (?:left|came out of|went home))\b"
)
_AND_NOW = re.compile(
    r"\b(?:dernier|derniere|actuel\w*|maintenant|aujourd'hui|last|latest|newest|now|today)\b"
)
_DAY = timedelta(days=1)


def values(asked: Asked, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Of the newest stay: the values of its first day, its last, or both, as asked; none without one.

    Beside them the newest value, where that is asked for too.

    Args:
        asked: The question.
        facts: Of one thing, newest first.
    """
    said = fold(asked.query.text)
    periods = [
        period
        for pattern, period in ((_IN, _first(asked)), (_OUT, _last(asked)))
        if period and pattern.search(said)
    ]
    found = [fact for fact in facts if any(period.holds(fact.start) for period in periods)]
    if found and _AND_NOW.search(said) and facts[0] not in found:
        found.insert(0, facts[0])
    return tuple(found)


def _first(asked: Asked) -> Period | None:
    stay = _newest(asked)
    if stay is None or stay.start is None:
        return None
    return Period(stay.start.first_day, stay.start.last_day)


def _last(asked: Asked) -> Period | None:
    """The last day and the one before: the last sample is often taken on the eve."""
    stay = _newest(asked)
    return Period(stay.end.first_day - _DAY, stay.end.last_day) if stay is not None and stay.end else None


def _newest(asked: Asked) -> Fact | None:
    """The newest encounter that lasted longer than a day."""
    stays = asked.room.facts.select(kinds=(Kind.ENCOUNTER,))
    return next((one for one in stays if one.end is not None and one.end != one.start), None)

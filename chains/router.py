"""Which way a message goes after the screen. Navigation comes with later issues."""

from enum import StrEnum

from chains.navigate import is_way
from chains.remembering import is_recall
from chains.visit_prep import visit_meant
from records.model import Kind
from retrieval.query import Aim, Query
from safety.verdict import Intent, Verdict


class Route(StrEnum):
    """What happens to a message."""

    CARD_ONLY = "card_only"
    GUIDANCE = "guidance"
    TRENDS = "trends"
    ANSWER = "answer"


_WORKED_OUT = frozenset({Aim.TREND, Aim.STATISTIC, Aim.INVENTORY, Aim.LIST})


def route(verdict: Verdict, query: Query) -> Route:
    """The way of a message that is still to be answered.

    Guidance is fixed text beside the record's own lines. Trends, statistics, lists and whatever devices
    measured, and visits, are worked out by code; a model could add nothing to them but a mistake. Everything
    else, documents included, a model may word.

    Beside a card only its other clauses (`Verdict.rest`) are answered, plainly; without any, the message asks
    anew below an earlier card and gets its own guidance.
    """
    if verdict.redirect and (verdict.card is None or not verdict.rest):
        return Route.GUIDANCE
    code = query.metrics or visit_meant(query, verdict) or is_recall(query) or is_way(verdict)
    if code or _is_explained(verdict, query):
        return Route.TRENDS
    return Route.TRENDS if query.aim in _WORKED_OUT and Kind.NOTE not in query.kinds else Route.ANSWER


def _is_explained(verdict: Verdict, query: Query) -> bool:
    """Whether the signed library may answer: a model has no source for what is generally so."""
    if Kind.NOTE in query.kinds:
        return False
    return verdict.intent in (Intent.EDUCATION, Intent.EXPLAIN) or (
        query.aim is Aim.EXPLAIN and bool(query.analytes)
    )

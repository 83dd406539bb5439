"""From a question in everyday French or English to what is looked for, and how it is to be answered.

No model: words, the lexicon, the calendar. Never raises on any text; what is not understood becomes a search.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from core.language import Language
from records.analytes import groups
from records.metrics import metrics
from records.model import Kind
from records.words import fold, words
from retrieval.asking import Event, Heard, Limit, hear, is_count, is_slope, limit, statistic
from retrieval.facts import Statistic
from retrieval.keyword import Thing, content_words
from retrieval.lexicon import Understood, common, expand, related, tokens, twins, understand
from retrieval.period import Named, Period, find
from retrieval.spans import Step

_BARE_STEPS = re.compile(
    r"(?=.*■)(?:mes |my )?(?:pas|steps)"
    r"(?:[ ■,]|\b(?:en|in|de|of|on|le|depuis|since|et|and|contre|versus|vs|against)\b)++[?.!]*"
)
"""A period and this word alone: "pas" in a sentence is a negation, and "steps" are taken in anything."""


_AS_OF_NOW = re.compile(r"\b(?:aujourd'hui|today)\b")
"""Of a value that no device measures: "ma taille aujourd'hui" is the newest one."""


_TARGET_EDGES = {True: (Decimal(10), Decimal(180)), False: (Decimal("3.9"), Decimal(70))}


class Aim(StrEnum):
    """What kind of answer is asked for."""

    LATEST = "latest"
    LOOKUP = "lookup"
    RANGE = "range"
    TREND = "trend"
    EXPLAIN = "explain"
    INVENTORY = "inventory"
    LIST = "list"
    STATISTIC = "statistic"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Query:
    """A question understood.

    Attributes:
        text: As asked.
        language: Of the question.
        words: Its content words, folded, misspellings corrected, in order.
        analytes: Keys named, or all of the panels named; in the order of the question.
        kinds: Kinds of record named.
        period: Days named; None when none are.
        aim: How it is to be answered.
        statistic: Which one, for `Aim.STATISTIC` and for "by how much" in `Aim.TREND`.
        follow_up: True when it leans on the question before.
        labels: Printed labels of this person's record that it names; for facts without an analyte.
        groups: Panels named as such ("mon bilan hépatique").
        also: The same things in other words and the other language, for a search in free text.
        related: Analytes looked at with a condition named ("diabète": HbA1c, glucose); not asked for.
        metrics: What this person's devices measured that it names, metrics of its analytes included.
        unheld: What devices can measure and none of theirs did; only when it names nothing else.
        in_target: It asks how much of the time glucose was in the target range.
        things: What it is about, each in every way to write it, in both languages.
        step: What values are to be taken together by ("par mois"); of a slope what it is per.
        versus: Another stretch of time that `period` is compared with.
        event: What divides the values into before and after.
        beyond: The limit of the person's own that values are counted beyond.
    """

    text: str
    language: Language
    words: tuple[str, ...] = ()
    analytes: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    period: Period | None = None
    aim: Aim = Aim.SEARCH
    statistic: Statistic | None = None
    follow_up: bool = False
    labels: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    unheld: tuple[str, ...] = ()
    in_target: bool = False
    things: tuple[Thing, ...] = ()
    step: Step | None = None
    versus: Period | None = None
    event: Event | None = None
    beyond: Limit | None = None

    @property
    def names_something(self) -> bool:
        """Whether it says what it is about."""
        return bool(self.analytes or self.labels or self.kinds or self.groups or self.metrics or self.unheld)


def plan(
    text: str,
    language: Language,
    *,
    today: date,
    labels: Sequence[str] = (),
    held: Sequence[str] = (),
    previous: Query | None = None,
) -> Query:
    """Understand a question.

    >>> plan("quelle était ma ferritine en mars ?", "fr", today=date(2026, 10, 5)).analytes
    ('ferritin',)

    Args:
        text: Any text at all.
        language: Of the question.
        today: For "last year", "en mars".
        labels: Printed labels in this person's record, so that what the table does not know is found too.
        held: Keys of the metrics that this person's devices measured.
        previous: The question before, for "and the HDL?", "et en 2023 ?".
    """
    plain, low = _twins(text)
    heard = hear(low, today)
    query, rest, named = _understood(text, language, plain, low, heard, today, labels, held)
    measured = query.analytes or query.metrics or query.labels
    if heard.divides and not measured and (previous is None or query.names_something):  # nothing to divide
        query, rest, named = _understood(text, language, plain, low, Heard(), today, labels, held)
    if (
        _AS_OF_NOW.search(low)
        and query.period == Period(today, today)
        and query.analytes
        and not query.metrics
    ):
        query, named = replace(query, period=None), None
    signal = _signal(rest, query)
    query = replace(query, statistic=_statistic(rest, query, signal))
    if previous is not None and _leans(rest, query, signal):
        return _lean(query, signal, named, previous)
    return replace(query, aim=_aim(signal, query, named, rest))


def _understood(
    text: str,
    language: Language,
    plain: str,
    low: str,
    heard: Heard,
    today: date,
    labels: Sequence[str],
    held: Sequence[str],
) -> tuple[Query, str, Named | None]:
    """What a question is about, what is left of its words, and the period it names."""
    low = _blank(low, heard.spans)
    named = heard.period or find(low, today)
    if named is not None and heard.period is None:
        low = _blank(low, [(named.start, named.end)])
    said = understand(tokens(plain, low), labels)
    rest = " ".join(_blank(low, said.spans).split())
    members = [key for group in groups() if group.key in said.groups for key in group.analytes]
    query = Query(
        text=text,
        language=language,
        words=_content(low, said),
        analytes=tuple(dict.fromkeys((*said.analytes, *members))),
        kinds=tuple(said.kinds),
        period=named.period if named else None,
        labels=tuple(said.labels),
        groups=tuple(said.groups),
        also=expand(said.terms, said.analytes),
        related=related(said.terms),
        things=tuple(said.things),
        step=heard.step,
        versus=heard.versus,
        event=heard.event,
        beyond=limit(low),
    )
    if _BARE_STEPS.fullmatch(" ".join(low.split())):
        said.metrics.append("steps")
    return _with_metrics(query, said, held, low), rest, named


def _with_metrics(query: Query, said: Understood, held: Sequence[str], low: str) -> Query:
    """The metrics that are named; the name of a value ("glycémie") names what a sensor measures, too."""
    named = [key for key in said.metrics if key in held]
    others = {analyte for key in named for analyte in twins(key)}
    analytes = tuple(key for key in query.analytes if key not in others)
    linked = [key for key in held if metrics()[key].analyte in analytes]
    found = tuple(dict.fromkeys((*named, *linked)))
    if not found:
        return query if query.names_something else replace(query, unheld=tuple(said.metrics))
    words_of = {word for key in found for text in metrics()[key].lay for word in words(text)}
    return replace(
        query,
        analytes=analytes,
        metrics=found,
        labels=tuple(label for label in query.labels if not set(words(label)) <= words_of),
        in_target="glucose_sensor" in found and (_says("in_target", low) or _is_edge(query.beyond)),
    )


def _is_edge(beyond: Limit | None) -> bool:
    """Whether a limit is an edge of the glucose target, in mmol/L or mg/dL (consensus of 2019)."""
    return beyond is not None and beyond.value in _TARGET_EDGES[beyond.above]


# --- the text twice -----------------------------------------------------------------------------------------


def _twins(text: str) -> tuple[str, str]:
    """The text without accents, as written and in lower case, sign for sign of the same length."""
    written = "".join(_bare(sign) for sign in unicodedata.normalize("NFC", text))
    return written, "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in written)


@lru_cache(maxsize=1024)
def _bare(sign: str) -> str:
    folded = fold(sign)
    return folded.upper() if sign != sign.lower() else folded


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with some stretches blotted out by a mark that is no word."""
    for start, end in spans:
        text = text[:start] + "■" * (end - start) + text[end:]
    return text


def _content(low: str, said: Understood) -> tuple[str, ...]:
    found = (said.corrections.get(word, word) for word in words(low))
    about = {
        word for thing in said.things if thing.named for word in content_words(" ".join(thing.phrases[0]))
    }
    return tuple(
        dict.fromkeys(word for word in found if (word in about or word not in common()) and len(word) > 1)
    )


# --- aims ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """What each aim sounds like; one alternation an aim."""
    data = tomllib.loads(files("retrieval").joinpath("aims.toml").read_text("utf-8"))
    return MappingProxyType(
        {
            aim: re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
            for aim, patterns in data.items()
        }
    )


def _says(aim: str, rest: str) -> bool:
    return bool(_patterns()[aim].search(rest))


@dataclass(frozen=True, slots=True)
class _Signal:
    """The aim the words ask for by themselves; None when they leave it open."""

    aim: Aim | None
    latest: bool = False


def _signal(rest: str, query: Query) -> _Signal:
    latest = _says("latest", rest)
    about = query.analytes or query.labels or query.metrics
    divided = query.step is not None or query.versus is not None or query.event is not None
    for aim, heard in (
        (Aim.STATISTIC, query.beyond is not None and bool(about)),
        (Aim.INVENTORY, not about and not query.groups and _says("inventory", rest)),
        (Aim.STATISTIC, statistic(rest) is not None or is_slope(rest, query.step)),
        (Aim.STATISTIC, _counts(rest, query) or any(_says(word, rest) for word in ("max", "min", "median"))),
        (Aim.STATISTIC, divided and _says("mean", rest)),
        (Aim.EXPLAIN, _says("explain", rest)),
        (Aim.STATISTIC, _says("mean", rest)),
        (Aim.TREND, _says("change", rest) or _says("trend", rest)),
        (Aim.STATISTIC, divided),
        (Aim.RANGE, _says("range", rest)),
        (Aim.EXPLAIN, not latest and _says("explain_weakly", rest)),
    ):
        if heard:
            return _Signal(aim, latest)
    return _Signal(None, latest)


def _counts(rest: str, query: Query) -> bool:
    """Whether it says "how many times", but not "how many platelets": that is a value."""
    return _says("count", rest) and not (
        (query.analytes or query.metrics) and re.search(r"\bcombien de ■", rest)
    )


def _statistic(rest: str, query: Query, signal: _Signal) -> Statistic | None:
    if signal.aim is Aim.TREND:
        return Statistic.CHANGE if _says("change", rest) else None
    if signal.aim is not Aim.STATISTIC:
        return None
    if is_slope(rest, query.step):
        return Statistic.SLOPE
    if (own := statistic(rest)) is not None:
        return own
    for one in (Statistic.MEDIAN, Statistic.MAX, Statistic.MIN, Statistic.MEAN):
        if _says(one.value, rest):
            return one
    divided = query.step is not None or query.versus is not None or query.event is not None
    counted = query.beyond is not None or _counts(rest, query) or (not query.metrics and is_count(rest))
    return None if divided and not counted else Statistic.COUNT


def _aim(signal: _Signal, query: Query, named: Named | None, rest: str) -> Aim:
    listed = [kind for kind in query.kinds if kind is not Kind.OBSERVATION]
    measured = bool(query.analytes or query.metrics) or (not listed and bool(query.labels or query.kinds))
    if signal.aim is Aim.INVENTORY:
        return Aim.INVENTORY
    if signal.aim is not None and (measured or signal.aim is Aim.EXPLAIN):
        return signal.aim
    if listed and not query.analytes and not query.metrics:
        return Aim.LATEST if signal.latest else Aim.LIST
    if not measured:
        return signal.aim if signal.aim is Aim.RANGE and not rest.strip(" ?!.") else Aim.SEARCH
    if query.period is None:
        return Aim.LATEST
    return Aim.TREND if named is not None and named.stretch and not signal.latest else Aim.LOOKUP


# --- follow-ups ---------------------------------------------------------------------------------------------


def _leans(rest: str, query: Query, signal: _Signal) -> bool:
    """Whether the question cannot stand alone: it opens with "and", points back, or lacks its subject."""
    if signal.aim is Aim.INVENTORY:
        return False
    opens = _says("opens", rest)
    if query.names_something:
        return opens
    short = len(rest.split()) <= 6  # noqa: PLR2004  "montre-moi la courbe", "is that normal?"
    return (
        opens
        or (query.period is not None and short)
        or (signal.aim is not None and (short or _says("points_back", rest)))
    )


def _lean(query: Query, signal: _Signal, named: Named | None, previous: Query) -> Query:
    """Take what the question leaves unsaid from the one before."""
    about = bool(query.names_something)
    merged = replace(
        query,
        follow_up=True,
        analytes=query.analytes if about else previous.analytes,
        labels=query.labels if about else previous.labels,
        kinds=query.kinds if about else previous.kinds,
        groups=query.groups if about else previous.groups,
        also=query.also if about else previous.also,
        related=query.related if about else previous.related,
        metrics=query.metrics if about else previous.metrics,
        unheld=query.unheld if about else previous.unheld,
        in_target=query.in_target if about else previous.in_target,
        things=query.things if about else tuple(dict.fromkeys((*query.things, *previous.things))),
        step=query.step or (None if about else previous.step),
        versus=query.versus or (None if about else previous.versus),
        event=query.event or (None if about else previous.event),
        period=query.period if query.period is not None or not about else previous.period,
        words=query.words if about else tuple(dict.fromkeys((*query.words, *previous.words))),
    )
    if signal.aim is not None:
        return replace(merged, aim=_aim(signal, merged, named, ""))
    fresh = _aim(signal, merged, named, "")
    if previous.aim in (Aim.LATEST, Aim.LOOKUP, Aim.INVENTORY, Aim.SEARCH) or signal.latest:
        return replace(merged, aim=fresh)
    if fresh is Aim.LIST or previous.aim is Aim.LIST:
        return replace(merged, aim=fresh)
    return replace(merged, aim=previous.aim, statistic=previous.statistic)

"""What a question asks of numbers beyond the newest one: per month, two stretches compared, before and after.

Part of understanding a question (`retrieval.query`): words and the calendar, no model, in both languages.
Never raises on any text.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from retrieval.figures import Statistic
from retrieval.period import Named, Period, every
from retrieval.spans import Step, begins, ends

_NAME_WORDS, _WORD_LEAST = 5, 3
_DETERMINERS = frozenset(
    "le la les l un une des du de d mon ma mes son sa ses the a an my his her of au aux cette ce cet that "
    "this".split()
)
_ENDS_NAME = frozenset(
    "a ai ont est sont etait etaient a-t-elle a-t-il ont-ils a-t-on et and or ou has have had is are was "
    "were did does do how what which comment quel quelle quels quelles combien mon ma mes my i je j qui que "
    "qu en in on par per sur compared compare comme as it its mieux better est-ce pour for with avec gone s "
    "? , ; . ! :".split()
)
_LIMIT = re.compile(
    r"\s*(?:de |a |la barre des? |the |than )*(\d{1,5}(?:[.,]\d+)?)(?![\d/])"
    r"(?! ?(?:fois|times|jours?|days?|semaines?|weeks?|mois|months?|ans?|years?|heures?|hours?)\b)"
)
_TOKEN = re.compile(r"■+|[a-z0-9][a-z0-9'’.-]*[a-z0-9]|[a-z0-9]|[?,;.!:/()]")


class Side(StrEnum):
    """Which side of an event is asked for."""

    BEFORE = "before"
    AFTER = "after"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Event:
    """Something in a person's life that divides their values: named in words, or a date.

    Attributes:
        name: The words for it, in lower case without accents; empty when it is a date.
        period: The date; None when it is named.
        side: What is asked for.
        end: True when its end is meant (a treatment that was stopped).
    """

    name: str
    period: Period | None
    side: Side
    end: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a question.

    Attributes:
        step: What the values are to be taken together by.
        period: The stretch of time that is compared with `versus`, or that goes with an event; None when
            the question's period is to be found as usual.
        versus: The other stretch of time.
        event: What divides the values.
        spans: Where the words for all this stand.
    """

    step: Step | None = None
    period: Named | None = None
    versus: Period | None = None
    event: Event | None = None
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def divides(self) -> bool:
        """Whether values are to be set side by side."""
        return self.step is not None or self.versus is not None or self.event is not None


def hear(text: str, today: date) -> Heard:
    """What a question asks of numbers.

    >>> hear("mes pas en mars contre avril", date(2026, 11, 24)).versus.first
    datetime.date(2026, 4, 1)

    Args:
        text: In lower case, without accents, plain apostrophes (see `records.words.fold`).
        today: For "last year", "en mars".
    """
    step, spans = _step(text)
    try:
        points = every(text, today)
        against = _against(text, today, points)
    except (OverflowError, ValueError):  # a year that no calendar has
        return Heard(step, spans=spans)
    if against is not None:
        one, other, more = against
        return Heard(step, Named(one, *_whole(more)), other, spans=(*spans, *more))
    divided = _event(text, points, spans)
    if divided is None:
        return Heard(step, spans=spans)
    event, span = divided
    return Heard(step, event=event, spans=(*spans, span))


def statistic(rest: str) -> Statistic | None:
    """A statistic that only its own words ask for: in range, slope, range; None when none is.

    Args:
        rest: The question without the words for what, when and per what.
    """
    for one, key in (
        (Statistic.IN_RANGE, "in_range"),
        (Statistic.SLOPE, "slope"),
        (Statistic.RANGE, "range"),
    ):
        if _find(key, rest):
            return one
    both = re.search(r"\bmin\w*\b|\bbass?e?s?\b|\blowest\b", rest) and re.search(
        r"\bmax\w*\b|\bhaute?s?\b|\bhighest\b", rest
    )
    return Statistic.RANGE if both else None


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of the person's own that values are to be counted beyond.

    Attributes:
        value: As written.
        above: Whether values above it are meant; below it otherwise.
    """

    value: Decimal
    above: bool


def limit(text: str) -> Limit | None:
    """The limit that a question counts values beyond; None when it counts none, or no number is one.

    >>> limit("combien de fois mon inr a-t-il depasse 3,5 ?")
    Limit(value=Decimal('3.5'), above=True)
    """
    if _find("how_often", text) is None:
        return None
    for key in ("over", "under"):
        match = _find(key, text)
        number = _LIMIT.match(text, match.end()) if match is not None else None
        if number is not None:
            return Limit(Decimal(number[1].replace(",", ".")), key == "over")
    return None


def is_count(rest: str) -> bool:
    """Whether it asks how many of what was measured; beside words for each month or year only."""
    return re.search(r"\b(?:combien de|nombre de|how many|number of) ■", rest) is not None


def is_slope(rest: str, step: Step | None) -> bool:
    """Whether it asks by how much per step something moves."""
    return step is not None and _find("by_how_much", rest) is not None


# --- words --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    data = tomllib.loads(files("retrieval").joinpath("asking.toml").read_text("utf-8"))
    return MappingProxyType(
        {key: re.compile("|".join(f"(?:{one})" for one in patterns)) for key, patterns in data.items()}
    )


def _find(key: str, text: str) -> re.Match[str] | None:
    return _patterns()[key].search(text)


def _step(text: str) -> tuple[Step | None, tuple[tuple[int, int], ...]]:
    for step in (Step.DAY, Step.WEEK, Step.MONTH, Step.YEAR):
        match = _find(f"each_{step.value}", text)
        if match is not None:
            return step, (match.span(),)
    return None, ()


# --- two stretches of time ----------------------------------------------------------------------------------


_Spans = tuple[tuple[int, int], ...]


def _against(text: str, today: date, points: Sequence[Named]) -> tuple[Period, Period, _Spans] | None:
    """Two stretches set against each other, in the order named, and where their words stand."""
    compared = _find("versus", text)
    if compared is None:
        return None
    earlier = _find("before_that", text)
    if earlier is not None and points:
        named = points[0]
        if not (named.start < earlier.end() and earlier.start() < named.end):
            before = _before(named.period)
            if before is not None:
                return named.period, before, ((named.start, named.end), earlier.span())
    if len(points) > 1:
        one, other = points[0], points[1]
        return (
            _with_year(one.period, other.period),
            _with_year(other.period, one.period),
            ((one.start, one.end), (other.start, other.end)),
        )
    now = _running(points[0].period, today) if points else None
    if now is None or points[0].start < compared.start():
        return None
    return now, points[0].period, ((points[0].start, points[0].end),)


def _whole(spans: _Spans) -> tuple[int, int]:
    return min(start for start, _ in spans), max(end for _, end in spans)


def _before(period: Period) -> Period | None:
    """The stretch of the same length just before; of a calendar unit the unit before."""
    first, last = period.first, period.last
    if first is None or last is None:
        return None
    for step in (Step.YEAR, Step.MONTH, Step.WEEK):
        if (first, last) == (begins(first, step), ends(first, step)):
            before = first - timedelta(days=1)
            return Period(begins(before, step), before)
    length = last - first
    before = first - timedelta(days=1)
    return Period(before - length, before)


def _running(period: Period, today: date) -> Period | None:
    """The calendar unit that runs today, when `period` is the one before it ("than last month")."""
    if period.first is None or period.last is None:
        return None
    for step in (Step.YEAR, Step.MONTH, Step.WEEK):
        now = begins(today, step)
        if (period.first, period.last) == (begins(now - timedelta(days=1), step), now - timedelta(days=1)):
            return Period(now, ends(now, step))
    return None


def _with_year(period: Period, other: Period) -> Period:
    """A month without its year takes the year of the other one's ("mars contre avril 2025")."""
    first, last, stated = period.first, period.last, other.first
    if period.year_stated or not other.year_stated or first is None or last is None or stated is None:
        return period
    try:
        return Period(
            first.replace(year=stated.year), last.replace(year=stated.year + last.year - first.year)
        )
    except ValueError:  # the 29th of February
        return period


# --- an event -----------------------------------------------------------------------------------------------


def _event(
    text: str, points: Sequence[Named], taken: Sequence[tuple[int, int]]
) -> tuple[Event, tuple[int, int]] | None:
    """What divides the values, and where its words stand; None when a date alone makes a period."""
    for side, key in ((Side.BOTH, "both_sides"), (Side.AFTER, "after_it"), (Side.BEFORE, "before_it")):
        for lead in _patterns()[key].finditer(text):
            if any(start <= lead.start() < end for start, end in taken):
                continue  # "année après année"
            found = _named_after(text, lead, side, points)
            if found is not None:
                return found
    return None


def _named_after(
    text: str, lead: re.Match[str], side: Side, points: Sequence[Named]
) -> tuple[Event, tuple[int, int]] | None:
    start = lead.end() + (len(text) - lead.end() - len(text[lead.end() :].lstrip()))
    following = text[start:]
    stop = _find("stops", following)
    begin = _find("begins", following)
    end = stop is not None and bool(stop[0].strip())
    led = stop if end else begin
    offset = led.end() if led is not None else 0
    skipped = re.match(
        r"\s*(?:(?:le|la|les|l'|du|de|d'|des|the|my|mon|ma|mes|a|an|un|une|of)\b ?'?)*", following[offset:]
    )
    place = start + offset + (skipped.end() if skipped else 0)
    dated = next(
        (named for named in points if named.start <= place < named.end or 0 <= named.start - place <= 1), None
    )
    if dated is not None:
        if side is not Side.BOTH:
            return None
        return Event("", dated.period, side), (lead.start(), dated.end)
    name, until = _name(text, start + offset)
    if not name:
        return None
    # "avant le traitement, et d'après": what follows the name belongs to the lead
    tail = (
        re.compile(r"(?:,? ?(?:et|and) (?:d')?(?:apres|after))\b").match(text, until)
        if side is Side.BOTH
        else None
    )
    return Event(name, None, side, end), (lead.start(), tail.end() if tail else until)


def _name(text: str, start: int) -> tuple[str, int]:
    """The words that name it: up to a stop, a verb, or the next "my"."""
    found: list[str] = []
    end = start
    for match in _TOKEN.finditer(text, start):
        word = match[0]
        bare = re.sub(r"^(?:l|d|qu|j|m|n|s)'", "", word)
        if not found and word in _DETERMINERS and bare not in ("i", "je"):
            continue
        if word in _ENDS_NAME or bare.split("-")[0] in _ENDS_NAME or "■" in word or len(found) == _NAME_WORDS:
            if word in ("de", "d", "of", "du") and found:
                continue
            break
        if word in _DETERMINERS and word not in ("de", "du", "of", "d"):
            break
        found.append(bare)
        end = match.end()
    while found and found[-1] in _DETERMINERS:
        found.pop()
    named = any(len(word) >= _WORD_LEAST and not word.isdigit() for word in found)
    return (" ".join(found) if named and not _find("no_event", found[0]) else "", end)

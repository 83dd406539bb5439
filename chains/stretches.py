"""What a question sets side by side: two periods, before and after something, week after week.

What divides a life into before and after is a date the person names, or the first date that their documents
give for the thing they name; when nothing or several things could be meant, that is said and nothing guessed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile

from chains.absence import spoken
from chains.drafts import Asked, Draft
from chains.events import Basis, Mark
from chains.wording import plain, shown
from records.model import Fact, Kind
from records.when import Precision, When
from records.words import words
from retrieval import spans
from retrieval.asking import Event, Side
from retrieval.facts import Statistic
from retrieval.period import Period
from retrieval.query import Query, plan
from retrieval.spans import Step
from safety import answer_check

_MOST = 24
"""Stretches told of one question; the newest."""
_NAMES_MAX = 6
_STEM, _WORD_LEAST = 5, 4
_HAPPENINGS = (Kind.MEDICATION, Kind.PROCEDURE, Kind.CONDITION, Kind.ENCOUNTER, Kind.IMMUNIZATION)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time and what it is called.

    Attributes:
        name: Begins a line ("en mars 2026", "avant").
        period: Its days.
        whens: The dates that its name says.
        by_day: Its name says days, which need not be the day of a value in it.
    """

    name: str
    period: Period
    whens: tuple[When, ...] = ()
    by_day: bool = False

    @property
    def dated(self) -> tuple[answer_check.Statistic, ...]:
        """Lets a sentence say these dates."""
        return dated(self.whens)


@dataclass(frozen=True, slots=True)
class Division:
    """What is set side by side.

    Attributes:
        stretches: In the order of time; empty when it cannot be said what divides.
        lead: Sentences that say what divides, or why nothing does.
        compared: The first two are compared; otherwise they are told one after the other.
        mark: What a chart shows at the dividing date.
    """

    stretches: tuple[Stretch, ...]
    lead: tuple[Draft, ...] = ()
    compared: bool = False
    mark: Mark | None = None


def asked_for(query: Query) -> bool:
    """Whether a question sets stretches of time side by side."""
    if query.statistic is Statistic.SLOPE:
        return query.versus is not None or query.event is not None
    return query.step is not None or query.versus is not None or query.event is not None


def divide(asked: Asked, days: Collection[date]) -> Division:
    """The stretches of time that a question sets side by side.

    Args:
        asked: The question; `asked_for` says that it does.
        days: Of the values there are; a stretch after stretch is told only where it holds one.
    """
    query = asked.query
    if query.event is not None:
        return _around(asked, query.event)
    if query.versus is not None:
        periods = sorted(
            (period for period in (query.period, query.versus) if period is not None),
            key=lambda period: period.first or date.min,
        )
        return Division(tuple(_named(asked, period) for period in periods), compared=True)
    step, within = query.step or Step.MONTH, query.period or Period(None, None)
    starts = {spans.begins(day, step) for day in days if within.holds(When.of_day(day))}
    found = [
        _within(_named(asked, Period(start, spans.ends(start, step)), step), within)
        for start in sorted(starts)
    ]
    return Division(tuple(found[-_MOST:]), _left_out(asked, len(found) - _MOST))


def _within(stretch: Stretch, period: Period) -> Stretch:
    """The days of a stretch that lie in the period of the question too."""
    first, last = stretch.period.first, stretch.period.last
    if first is None or last is None:
        return stretch
    return replace(stretch, period=Period(max(first, period.first or first), min(last, period.last or last)))


def _left_out(asked: Asked, count: int) -> tuple[Draft, ...]:
    return (asked.stated("figure.newest_only"),) if count > 0 else ()


def _named(asked: Asked, period: Period, step: Step | None = None) -> Stretch:
    ends = tuple(When.of_day(day) for day in (period.first, period.last) if day is not None)
    if step is Step.WEEK and period.first is not None:
        text = asked.wording.say("metric.week_of", date=asked.wording.day(ends[0]))
        return Stretch(text, period, ends[:1], by_day=True)
    return Stretch(spoken(period, asked.wording), period, ends, by_day=_by_day(period))


def dated(whens: Iterable[When]) -> tuple[answer_check.Statistic, ...]:
    """Lets a sentence say these dates."""
    return tuple(answer_check.Statistic(Decimal(0), None, when, when, 0) for when in whens)


# --- an event -----------------------------------------------------------------------------------------------


def _around(asked: Asked, event: Event) -> Division:
    """Before and after an event, as far as its date is known."""
    say = asked.wording
    if event.period is not None:
        ends = _ends(event.period)
        text = say.say("figure.event_date", date=say.on(_as_when(event.period)))
        lead = Draft(text, statistics=dated(ends), basis=Basis.WORKED_OUT)
        return _sides(asked, event, event.period, (lead,), Mark(_as_when(event.period), ""))
    things = _happenings(asked, event)
    if not things:
        text = say.say("figure.event_unknown", label=shown(event.name))
        return Division((), (Draft(text, basis=Basis.WORKED_OUT),))
    if len(things) > 1:
        return Division((), (_which(asked, things, event),))
    fact = things[0]
    when = _when(fact, event)
    key = "figure.event_end" if event.end else "figure.event_start"
    text = say.say(key, label=shown(fact.label), date=say.on(when))
    lead = Draft(text, asked.cite([fact]), dated([when]), Basis.WORKED_OUT)
    period = Period(when.first_day, when.last_day)
    return _sides(asked, event, period, (lead,), Mark(when, plain(shown(fact.label))))


def _sides(asked: Asked, event: Event, at: Period, lead: tuple[Draft, ...], mark: Mark) -> Division:
    assert at.first is not None  # noqa: S101  an event has a day
    assert at.last is not None  # noqa: S101
    say = asked.wording
    before = Stretch(say.say("figure.before"), Period(None, at.first - timedelta(days=1)))
    after = Stretch(say.say("figure.after"), Period(at.last + timedelta(days=1), None))
    one_sided = event.side is not Side.BOTH and asked.query.statistic is not None
    if one_sided:
        return Division((before if event.side is Side.BEFORE else after,), lead, mark=mark)
    return Division((before, after), lead, compared=True, mark=mark)


def _which(asked: Asked, things: Sequence[Fact], event: Event) -> Draft:
    say = asked.wording
    items = say.joined(
        say.say("working.item", value=shown(fact.label), date=say.day(_when(fact, event)))
        for fact in things[:_NAMES_MAX]
    )
    cited = asked.cite(things[:_NAMES_MAX])
    return Draft(say.say("figure.event_which", label=shown(event.name), items=items), cited)


def _happenings(asked: Asked, event: Event) -> list[Fact]:
    """The things an event may mean, each by the fact that dates it: the first start, or the last end."""
    meant = plan(event.name, asked.query.language, today=asked.today)
    kinds = [kind for kind in meant.kinds if kind in _HAPPENINGS]
    dated_facts = [
        fact
        for fact in asked.room.facts.select(kinds=_HAPPENINGS)
        if (fact.end if event.end else fact.start) is not None and not fact.negated
    ]
    own = [word for word in words(event.name) if len(word) >= _WORD_LEAST and not _is_general(asked, word)]
    if own:
        found = [fact for fact in dated_facts if _speaks_of(fact, own)]
        if not found and not set(kinds) & {Kind.MEDICATION}:  # other words for a drug may be other drugs
            found = [
                fact for fact in dated_facts if any(_speaks_of(fact, words(text)) for text in meant.also)
            ]
        found = [_deciding(found, event)] if found else []
    else:
        groups: dict[str, list[Fact]] = {}
        for fact in dated_facts:
            if fact.kind in kinds:
                groups.setdefault(next(iter(words(fact.label)), fact.label), []).append(fact)
        found = [_deciding(facts, event) for facts in groups.values()]
    return sorted(found, key=lambda fact: (_when(fact, event).local, fact.id))


def _is_general(asked: Asked, word: str) -> bool:
    """Whether a word names a kind of thing ("traitement") and nothing of that kind."""
    meant = plan(word, asked.query.language, today=asked.today)
    return bool(meant.kinds) and not meant.also


def _speaks_of(fact: Fact, own: Sequence[str]) -> bool:
    """Whether every word stands in its line, in either language's spelling, or as the family of a drug."""
    said = words(f"{fact.label} {fact.detail or ''}")
    long = [word for word in own if len(word) >= _WORD_LEAST]
    return bool(long) and all(any(_same(word, one) for one in said) for word in long)


def _same(word: str, printed: str) -> bool:
    """Whether two words are one.

    >>> _same("metformine", "metformin"), _same("statines", "atorvastatine")
    (True, True)
    >>> _same("prednisone", "prednisolone")
    False
    """
    one, other = word.rstrip("s"), printed.rstrip("s")
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    if shared >= max(_STEM, min(len(one), len(other)) - 1) or one == other:
        return True
    return len(one) > _STEM and one.rstrip("e") in other


def _deciding(facts: Sequence[Fact], event: Event) -> Fact:
    choose = max if event.end else min
    return choose(facts, key=lambda fact: (_when(fact, event).local, fact.id))


def _when(fact: Fact, event: Event) -> When:
    when = fact.end if event.end else fact.start
    if when is None:
        raise AssertionError("only what has the date was looked at")
    return When(when.day, when.precision if when.precision is not Precision.SECOND else Precision.DAY)


def _ends(period: Period) -> tuple[When, ...]:
    return tuple(When.of_day(day) for day in (period.first, period.last) if day is not None)


def _by_day(period: Period) -> bool:
    """Whether a period is said by its first and last day."""
    first = period.first
    if first is None or period.last is None:
        return True
    return all(
        period.last != spans.ends(first, step) or first != spans.begins(first, step)
        for step in (Step.DAY, Step.MONTH, Step.YEAR)
    )


def _as_when(period: Period) -> When:
    """A named date as precisely as it was named: a day, a month, a year; else its first day."""
    assert period.first is not None  # noqa: S101  an event has a day
    iso = period.first.isoformat()
    for precision, text in ((Precision.DAY, iso), (Precision.MONTH, iso[:7]), (Precision.YEAR, iso[:4])):
        when = When(text, precision)
        if (when.first_day, when.last_day) == (period.first, period.last):
            return when
    return When.of_day(period.first)

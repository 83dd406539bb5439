"""Lowest, highest, mean, median, count: worked out by code, with the values they rest on."""

from collections.abc import Iterator

from chains.drafts import PARAGRAPH, SPACE, Asked, Draft, counted
from chains.events import Basis
from chains.wording import number, shown
from records.model import Fact
from retrieval.facts import Statistic, StatisticResult
from safety import answer_check

_VALUES_MAX = 12
_EXTREMES = {Statistic.MIN: "minimum", Statistic.MAX: "maximum"}


def worked_out(
    asked: Asked, statistic: Statistic, label: str, analyte: str | None, labels: tuple[str, ...] = ()
) -> Iterator[Draft]:
    """One statistic of one analyte (or printed label), and what it was worked out from.

    Args:
        asked: The question.
        statistic: Any but `Statistic.CHANGE`, which is a trend.
        label: To print, as Markdown.
        analyte: Its key.
        labels: Printed labels, when there is no key.
    """
    say = asked.wording
    result = asked.room.facts.statistic(statistic, analyte, asked.query.period, labels=labels)
    if result is None:
        yield Draft(say.say("statistic.none", label=label), basis=Basis.WORKED_OUT)
        return
    facts = [asked.room.fact(id) for id in result.fact_ids]
    if statistic in _EXTREMES:
        yield _extreme(asked, result, label, facts)
    else:
        yield _figure(asked, result, label, facts)
        yield from _working(asked, facts)
    if result.set_aside and statistic is not Statistic.COUNT:
        count = len(result.set_aside)
        text = say.say("statistic.aside", count=str(count))
        cited = asked.cite(asked.room.fact(id) for id in result.set_aside[:1])
        yield Draft(text, cited, (counted(count),), Basis.WORKED_OUT, SPACE)


def _extreme(asked: Asked, result: StatisticResult, label: str, facts: list[Fact]) -> Draft:
    say, fact = asked.wording, facts[-1]
    value = say.value(fact) if _is_printed(fact, result) else shown(_value(asked, result, facts))
    unit = _unit(result, facts) or None
    statistics = () if _is_printed(fact, result) else (answer_check.Statistic(result.value, unit),)
    key = f"statistic.{_EXTREMES[result.statistic]}"
    text = say.say(key, label=label, value=value, date=say.on(fact.start))
    return Draft(text, asked.cite([fact]), statistics, Basis.WORKED_OUT)


def _is_printed(fact: Fact, result: StatisticResult) -> bool:
    return fact.quantity is not None and (fact.quantity.value, fact.quantity.unit) == (
        result.value,
        result.unit,
    )


def _figure(asked: Asked, result: StatisticResult, label: str, facts: list[Fact]) -> Draft:
    say = asked.wording
    unit = _unit(result, facts) or None
    text = say.say(
        f"statistic.{result.statistic.value}",
        label=label,
        count=str(result.n),
        **({} if result.statistic is Statistic.COUNT else {"value": shown(_value(asked, result, facts))}),
        **{"from": say.day(result.first), "to": say.day(result.last)},
    )
    statistic = answer_check.Statistic(result.value, unit, result.first, result.last, result.n)
    statistics = (counted(result.n), statistic)
    return Draft(text, asked.cite(facts[:_VALUES_MAX]), statistics, Basis.WORKED_OUT, PARAGRAPH)


def _value(asked: Asked, result: StatisticResult, facts: list[Fact]) -> str:
    value = f"{result.comparator or ''} {number(str(result.value), asked.wording.language)}".strip()
    return f"{value} {_unit(result, facts)}".strip()


def _unit(result: StatisticResult, facts: list[Fact]) -> str:
    """The unit as a report prints it, when one uses it."""
    for fact in reversed(facts):
        if fact.quantity is not None and fact.quantity.unit == result.unit and fact.unit_text:
            return fact.unit_text
    return "" if result.unit == "1" else result.unit


def _working(asked: Asked, facts: list[Fact]) -> Iterator[Draft]:
    say, used = asked.wording, facts[-_VALUES_MAX:]
    items = say.joined(
        say.say("working.item", value=say.value(fact), date=say.day(fact.start)) for fact in used
    )
    yield Draft(say.say("statistic.working", items=items), asked.cite(used), lead=SPACE)

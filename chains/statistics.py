"""Numbers worked out by code over the values of one thing, each with what it was worked out from.

Nothing crosses a comparability boundary (another laboratory, method, device, a unit that does not convert):
then each series is told by itself. What takes no part is counted and said why.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from chains import stretches
from chains.charts import drawn
from chains.drafts import BULLET, PARAGRAPH, SPACE, Asked, Draft, counted
from chains.events import Basis, Chart
from chains.stretches import Division, Stretch, dated
from chains.values import place
from chains.wording import number, shown, unit
from records.model import Fact
from records.quantity import Quantity
from records.when import When
from retrieval.asking import Limit
from retrieval.facts import Aside, Compared, Row, Statistic, StatisticResult, Worked
from retrieval.figures import SLOPE_LEAST, SLOPE_LEVEL, capped
from safety import answer_check

_VALUES_MAX = 12
_ITEMS_MAX = 6
"""Values named behind one figure of several."""
_FEW = 3
"""Values on a side below which a difference may well be chance, and is said to be."""
_KEYS = {Statistic.MIN: "minimum", Statistic.MAX: "maximum"}
_SIDE_BY_SIDE = frozenset({Statistic.COUNT, Statistic.MIN, Statistic.MAX, Statistic.MEAN, Statistic.MEDIAN})
_UNITLESS = ("1", "", "{INR}")
_STANDINGS = ("within", "above", "below", "printed")

Drafts = Iterator[Draft | Chart]


def is_asked(asked: Asked) -> bool:
    """Whether the question asks for a number that is worked out, beyond first against last."""
    query = asked.query
    return stretches.asked_for(query) or query.statistic not in (None, Statistic.CHANGE)


def told(asked: Asked, label: str, analyte: str | None, labels: tuple[str, ...] = ()) -> Drafts:
    """The number that the question asks for.

    Args:
        asked: The question; `is_asked` says that it asks for one.
        label: Of what was measured, as Markdown.
        analyte: Its key.
        labels: Printed labels, when there is no key.
    """
    if stretches.asked_for(asked.query):
        yield from _divided(asked, label, analyte, labels)
    else:
        yield from worked_out(asked, asked.query.statistic or Statistic.COUNT, label, analyte, labels)


def worked_out(
    asked: Asked, statistic: Statistic, label: str, analyte: str | None, labels: tuple[str, ...] = ()
) -> Iterator[Draft]:
    """One statistic over the period of the question, and what it was worked out from.

    Args:
        asked: The question.
        statistic: Any but `Statistic.CHANGE`, which is a trend.
        label: To print, as Markdown.
        analyte: Its key.
        labels: Printed labels, when there is no key.
    """
    if statistic is Statistic.IN_RANGE:
        yield from _in_range(asked, label, analyte, labels)
        return
    if asked.query.beyond is not None:
        yield from _beyond(asked, asked.query.beyond, label, analyte, labels)
        return
    per = asked.query.step
    worked = asked.room.facts.worked(statistic, analyte, asked.query.period, labels=labels, per=per)
    if statistic is Statistic.COUNT and worked.overall is not None:
        yield from _part(asked, worked.overall, label)
    elif not worked.parts:
        yield from _too_few(asked, statistic, label, worked)
    elif len(worked.parts) == 1 and not worked.few:
        yield from _part(asked, worked.parts[0], label)
    else:
        yield from _series_by_series(asked, worked, label)
    lead = SPACE if len(worked.parts) + len(worked.few) == 1 else PARAGRAPH
    if statistic is Statistic.SLOPE and worked.parts:
        yield asked.stated("figure.slope_method", lead)
    yield from _aside(asked, worked.aside, lead)


# --- one series, or several ---------------------------------------------------------------------------------


def _too_few(asked: Asked, statistic: Statistic, label: str, worked: Worked) -> Iterator[Draft]:
    say = asked.wording
    facts = [fact for part in worked.few for fact in part.facts]
    if statistic is not Statistic.SLOPE or not facts:
        yield Draft(say.say("statistic.none", label=label), asked.cite(facts), basis=Basis.WORKED_OUT)
    else:
        text = say.say("figure.slope_few", label=label, detail=str(SLOPE_LEAST))
        needed = (counted(SLOPE_LEAST),)
        yield Draft(text, asked.cite(facts[-_VALUES_MAX:]), needed, Basis.WORKED_OUT)
    if facts:
        yield _working(asked, facts)


def _series_by_series(asked: Asked, worked: Worked, label: str) -> Iterator[Draft]:
    """What single reports state first, then that the series are not compared, then each by itself."""
    say = asked.wording
    if worked.overall is not None:
        yield from _part(asked, worked.overall, label)
    facts = [part.facts[-1] for part in worked.few]
    facts += [asked.room.fact(part.fact_ids[-1]) for part in worked.parts]
    count = len(worked.parts) + len(worked.few)
    text = say.say("trend.boundary", label=label, count=str(count))
    yield Draft(text, asked.cite(facts), (counted(count),), Basis.WORKED_OUT)
    for part in worked.parts:
        name = shown(part.origin) or say.say("trend.unnamed")
        drafts = tuple(_part(asked, part, name))
        yield drafts[0].after(BULLET)
        yield from drafts[1:]
    for segment in worked.few:
        name, fact = shown(segment.origin) or say.say("trend.unnamed"), segment.facts[-1]
        if len(segment.facts) == 1:
            text = say.say("trend.single", text=name, value=say.value(fact), date=say.on(fact.start))
        else:
            text = say.say("statistic.none", label=name)
        yield Draft(text, asked.cite(segment.facts), basis=Basis.WORKED_OUT, lead=BULLET)


def _part(asked: Asked, result: StatisticResult, label: str) -> Iterator[Draft]:
    """The figure of one series, and its working."""
    facts = [asked.room.fact(id) for id in result.fact_ids]
    match result.statistic:
        case Statistic.MIN | Statistic.MAX:
            yield _extreme(asked, result, label, facts)
        case Statistic.RANGE:
            yield _range(asked, result, label, facts)
        case Statistic.SLOPE:
            yield from slope(asked, result, label)
            yield _working(asked, facts)
        case _:
            yield _figure(asked, result, label, facts)
            yield _working(asked, facts)


def _extreme(asked: Asked, result: StatisticResult, label: str, facts: list[Fact]) -> Draft:
    say, fact = asked.wording, facts[-1]
    value = _text(asked, result, result.value, facts)
    key = f"statistic.{_KEYS[result.statistic]}"
    text = say.say(key, label=label, value=value, date=say.on(fact.start))
    return Draft(text, asked.cite([fact]), _bound(result, facts, result.value), Basis.WORKED_OUT)


def _range(asked: Asked, result: StatisticResult, label: str, facts: list[Fact]) -> Draft:
    say, low = asked.wording, result.low or Decimal(0)
    text = say.say(
        "figure.range", label=label, count=str(result.n),
        first=_text(asked, result, low, facts[:1]), first_date=say.on(facts[0].start),
        last=_text(asked, result, result.value, facts[1:]), last_date=say.on(facts[1].start),
        **_dates(asked, result),
    )  # fmt: skip
    bound = (counted(result.n), *_bound(result, facts[:1], low), *_bound(result, facts[1:], result.value))
    return Draft(text, asked.cite(facts), (*bound, *_ends(result)), Basis.WORKED_OUT)


def slope(asked: Asked, result: StatisticResult, label: str | None = None) -> Iterator[Draft]:
    """How fast a series moves, with its uncertainty, and what that can say.

    Args:
        asked: The question.
        result: Of `Statistic.SLOPE`.
        label: What moves, as Markdown; None where it was said just before.
    """
    say, per = asked.wording, result.per
    facts = [asked.room.fact(id) for id in result.fact_ids]
    in_unit = _unit(result, facts)
    low, high = result.low or Decimal(0), result.high or Decimal(0)
    assert per is not None  # noqa: S101  a slope is per something
    inputs = {
        "value": signed(asked, result.value, in_unit),
        "text": say.say(f"per.{per.value}"),
        "detail": str(SLOPE_LEVEL),
        "first": signed(asked, low, in_unit),
        "last": signed(asked, high, in_unit),
    }
    if label is None:
        text = say.say("figure.slope_too", **inputs)
    else:
        text = say.say("figure.slope", label=label, count=str(result.n), **inputs, **_dates(asked, result))
    stated = [answer_check.Statistic(value, in_unit or None) for value in (result.value, low, high)]
    level = answer_check.Statistic(Decimal(SLOPE_LEVEL), "%")
    bound = (counted(result.n), level, *stated, *_ends(result))
    lead = SPACE if label is None else PARAGRAPH
    yield Draft(text, asked.cite(facts[-_VALUES_MAX:]), bound, Basis.WORKED_OUT, lead)
    direction = "up" if low > 0 else "down" if high < 0 else "none"
    yield asked.stated(f"slope.{direction}", SPACE)


def _figure(asked: Asked, result: StatisticResult, label: str, facts: list[Fact]) -> Draft:
    say = asked.wording
    value = (
        {} if result.statistic is Statistic.COUNT else {"value": _text(asked, result, result.value, facts)}
    )
    text = say.say(
        f"statistic.{result.statistic.value}",
        label=label,
        count=str(result.n),
        **value,
        **_dates(asked, result),
    )
    in_unit = _unit(result, facts) or None
    statistic = answer_check.Statistic(result.value, in_unit, result.first, result.last, result.n)
    return Draft(text, asked.cite(facts[:_VALUES_MAX]), (counted(result.n), statistic), Basis.WORKED_OUT)


def _working(asked: Asked, facts: Sequence[Fact], *, whole: bool = True) -> Draft:
    """The values behind a figure, or the newest of them."""
    say, used = asked.wording, facts[-_VALUES_MAX:]
    key = "statistic.working" if whole and len(used) == len(facts) else "figure.working_newest"
    return Draft(say.say(key, items=_items(asked, used)), asked.cite(used), lead=SPACE)


def _items(asked: Asked, facts: Iterable[Fact]) -> str:
    say = asked.wording
    return say.joined(
        say.say("working.item", value=say.value(fact), date=say.day(fact.start)) for fact in facts
    )


def _aside(asked: Asked, aside: Mapping[Aside, tuple[str, ...]], lead: str = PARAGRAPH) -> Iterator[Draft]:
    """How many values take no part, and why."""
    if not aside:
        return
    say = asked.wording
    items = say.joined(say.say(f"aside.{reason.value}", count=str(len(ids))) for reason, ids in aside.items())
    cited = asked.cite(asked.room.fact(ids[0]) for ids in aside.values())
    counts = tuple(counted(len(ids)) for ids in aside.values())
    yield Draft(say.say("figure.aside", items=items), cited, counts, Basis.WORKED_OUT, lead)


# --- in the range that each report prints -------------------------------------------------------------------


def _in_range(asked: Asked, label: str, analyte: str | None, labels: tuple[str, ...]) -> Iterator[Draft]:
    """How many values lie in the range of their own report: each against its own, so no series is crossed."""
    say, table = asked.wording, asked.room.facts
    worked = table.worked(Statistic.COUNT, analyte, asked.query.period, labels=labels)
    if worked.overall is None:
        yield Draft(say.say("statistic.none", label=label), basis=Basis.WORKED_OUT)
        return
    facts = [asked.room.fact(id) for id in worked.overall.fact_ids]
    groups = {name: [fact for fact in facts if place(fact) == name] for name in _STANDINGS}
    placed = len(facts) - len(groups["printed"])
    text = say.say(
        "figure.in_range", label=label, count=str(placed), value=str(len(groups["within"])),
        **_dates(asked, worked.overall),
    )  # fmt: skip
    stated = (counted(placed), counted(len(groups["within"])), *_ends(worked.overall))
    yield Draft(text, asked.cite(facts[-_VALUES_MAX:]), stated, Basis.WORKED_OUT)
    for name in _STANDINGS:
        if found := groups[name]:
            text = say.say(f"placed.{name}", count=str(len(found)))
            cited = asked.cite(found[-_VALUES_MAX:])
            yield Draft(text, cited, (counted(len(found)),), Basis.WORKED_OUT, BULLET)
            yield _working(asked, found)
    yield from _aside(asked, worked.aside)


def _beyond(
    asked: Asked, limit: Limit, label: str, analyte: str | None, labels: tuple[str, ...]
) -> Iterator[Draft]:
    """How many values lie beyond a limit that the person named, in the unit of the newest value."""
    say, table = asked.wording, asked.room.facts
    counted_facts = table.worked(Statistic.COUNT, analyte, asked.query.period, labels=labels)
    ids = counted_facts.overall.fact_ids if counted_facts.overall is not None else ()
    facts = [fact for id in ids if table.certain(fact := asked.room.fact(id)) and fact.start is not None]
    newest = facts[-1].quantity if facts else None
    facts = [fact for fact in facts if newest and fact.quantity and _in_unit_of(fact.quantity, newest)]
    if not facts:
        yield Draft(say.say("statistic.none", label=label), basis=Basis.WORKED_OUT)
        return
    found = [fact for fact in facts if fact.quantity and _passes(fact.quantity.value, limit)]
    ends = (facts[0].start, facts[-1].start)
    text = say.say(
        f"beyond.{'above' if limit.above else 'below'}", label=label, count=str(len(facts)),
        value=str(len(found)), **{"from": say.day(ends[0]), "to": say.day(ends[1])},
    )  # fmt: skip
    stated = (counted(len(facts)), counted(len(found)), *dated(end for end in ends if end is not None))
    yield Draft(text, asked.cite(facts[-_VALUES_MAX:]), stated, Basis.WORKED_OUT)
    if found:
        yield _working(asked, found)


def _in_unit_of(quantity: Quantity, newest: Quantity) -> bool:
    """Whether a value can be held against the same number: no limit itself, in one unit or without any."""
    return quantity.comparator is None and {quantity.unit, newest.unit} <= {newest.unit, *_UNITLESS}


def _passes(value: Decimal, limit: Limit) -> bool:
    return value > limit.value if limit.above else value < limit.value


# --- side by side -------------------------------------------------------------------------------------------


def _divided(asked: Asked, label: str, analyte: str | None, labels: tuple[str, ...]) -> Drafts:
    """Two periods, before and after, or stretch after stretch."""
    segments = asked.room.facts.segments(analyte, labels=labels)
    facts = sorted(
        (fact for segment in segments for fact in segment.facts),
        key=lambda fact: (_start(fact).local, fact.id),
    )
    if not facts:
        yield Draft(asked.wording.say("statistic.none", label=label), basis=Basis.WORKED_OUT)
        return
    division = stretches.divide(asked, {_start(fact).first_day for fact in facts})
    statistic = asked.query.statistic or Statistic.MEAN
    yield from division.lead
    if not division.stretches:
        return
    if statistic not in _SIDE_BY_SIDE or len(division.stretches) == 1:
        yield from _one_by_one(asked, division, statistic, label, analyte, labels)
        return
    if len(facts) > 1:
        chart = drawn(asked, analyte, segments)
        yield replace(chart, marks=(division.mark,) if division.mark is not None else ())
    periods = [stretch.period for stretch in division.stretches]
    found = asked.room.facts.compared(statistic, analyte, periods, labels=labels)
    yield from _compared(asked, division, found, label)
    yield from _aside(asked, found.aside)
    if asked.query.event is not None:
        yield asked.stated("figure.not_cause")


def _one_by_one(
    asked: Asked,
    division: Division,
    statistic: Statistic,
    label: str,
    analyte: str | None,
    labels: tuple[str, ...],
) -> Iterator[Draft]:
    """A statistic that is told whole for each stretch."""
    for stretch in division.stretches:
        query = replace(asked.query, period=stretch.period, step=None, versus=None, event=None)
        name = asked.wording.say("figure.labelled", label=label, period=stretch.name)
        for draft in worked_out(replace(asked, query=query), statistic, name, analyte, labels):
            yield replace(draft, statistics=(*draft.statistics, *stretch.dated))


def _compared(asked: Asked, division: Division, found: Compared, label: str) -> Iterator[Draft]:
    say = asked.wording
    if len(found.rows) > 1:
        count = len(found.rows)
        facts = [asked.room.fact(row.held[-1].fact_ids[-1]) for row in found.rows]
        text = say.say("trend.boundary", label=label, count=str(count))
        yield Draft(text, asked.cite(facts), (counted(count),), Basis.WORKED_OUT)
    if not found.rows:
        yield Draft(say.say("figure.in_none_of_them", label=label), basis=Basis.WORKED_OUT)
        return
    for row in found.rows:
        name = label if len(found.rows) == 1 else shown(row.origin) or say.say("trend.unnamed")
        yield from _row(asked, division, row, name)
    apart = division.compared and all(len(row.held) == 1 for row in found.rows) and len(found.rows) > 1
    if apart:
        yield asked.stated("figure.apart")


def _row(asked: Asked, division: Division, row: Row, name: str) -> Iterator[Draft]:
    """One series: a line for each stretch, and the difference of two."""
    say = asked.wording
    statistic = row.held[0].statistic
    lead = say.say("figure.side_by_side", label=name, text=say.say(f"told_of.{statistic.value}"))
    newest = asked.room.fact(row.held[-1].fact_ids[-1])
    yield Draft(lead, asked.cite([newest]), basis=Basis.WORKED_OUT, lead=PARAGRAPH)
    for stretch, result in zip(division.stretches, row.results, strict=True):
        if result is not None:
            yield from _line(asked, stretch, result)
        elif division.compared:
            text = say.say("figure.in_none", period=stretch.name)
            yield Draft(text, statistics=stretch.dated, basis=Basis.WORKED_OUT, lead=BULLET)
    first, last = row.results[0], row.results[-1]
    if division.compared and first is not None and last is not None:
        yield from _difference(asked, first, last)


def _line(asked: Asked, stretch: Stretch, result: StatisticResult) -> Iterator[Draft]:
    """The figure of one stretch, and the values behind it where there are several."""
    say = asked.wording
    facts = [asked.room.fact(id) for id in result.fact_ids]
    bound = (counted(result.n), *stretch.dated)
    several = result.n > 1 and result.statistic not in _KEYS
    inputs = {"period": stretch.name}
    if result.statistic is Statistic.COUNT:
        text = say.say("figure.in_count", count=str(result.n), **inputs)
    else:
        inputs["value"] = _text(asked, result, result.value, facts)
        figure = answer_check.Statistic(result.value, _unit(result, facts) or None)
        bound = (*bound, *((figure,) if stretch.by_day else _bound(result, facts, result.value)))
        if several:
            text = say.say("figure.in_several", count=str(result.n), **inputs)
        else:
            text = say.say("figure.in_one", date=say.day(facts[-1].start), **inputs)
    yield Draft(text, asked.cite(facts[-_VALUES_MAX:]), bound, Basis.WORKED_OUT, BULLET)
    if several:
        yield _working(asked, facts[-_ITEMS_MAX:], whole=len(facts) <= _ITEMS_MAX)


def _difference(asked: Asked, first: StatisticResult, last: StatisticResult) -> Iterator[Draft]:
    """The second less the first; not of counts, and not where a limit is one of them."""
    if first.comparator or last.comparator or first.statistic is Statistic.COUNT:
        return
    say = asked.wording
    facts = [asked.room.fact(id) for result in (first, last) for id in result.fact_ids]
    printed = [fact.quantity.value for fact in facts if fact.quantity is not None]
    difference, in_unit = capped(last.value - first.value, printed), _unit(last, facts)
    text = say.say("figure.difference", difference=signed(asked, difference, in_unit))
    stated = (answer_check.Statistic(difference, in_unit or None),)
    yield Draft(text, asked.cite(facts[-_VALUES_MAX:]), stated, Basis.WORKED_OUT)
    if min(first.n, last.n) < _FEW and first.statistic in (Statistic.MEAN, Statistic.MEDIAN):
        yield asked.stated("figure.chance", SPACE)


# --- numbers and dates --------------------------------------------------------------------------------------


def signed(asked: Asked, value: Decimal, in_unit: str) -> str:
    """A difference with its sign and unit: ``+0,42 mmol/L``."""
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return shown(f"{sign}{number(f'{abs(value):f}', asked.wording.language)} {in_unit}".strip())


def _text(asked: Asked, result: StatisticResult, value: Decimal, facts: Sequence[Fact]) -> str:
    """As its report prints it where one value is told, else as worked out."""
    fact, printed = facts[-1], facts[-1].quantity
    one = result.n == 1 or result.statistic in (Statistic.MIN, Statistic.MAX, Statistic.RANGE)
    if one and printed is not None and (printed.value, printed.unit) == (value, result.unit):
        return asked.wording.value(fact)
    text = number(f"{value:f}", asked.wording.language)
    return shown(" ".join(part for part in (result.comparator, text, _unit(result, facts)) if part))


def _bound(
    result: StatisticResult, facts: Sequence[Fact], value: Decimal
) -> tuple[answer_check.Statistic, ...]:
    """What was worked out; nothing for a value that a cited fact prints: it is bound to that fact."""
    printed = facts[-1].quantity
    if printed is not None and (printed.value, printed.unit) == (value, result.unit):
        return ()
    return (answer_check.Statistic(value, _unit(result, facts) or None),)


def _unit(result: StatisticResult, facts: Sequence[Fact]) -> str:
    """The unit as a report prints it, when one uses it."""
    for fact in reversed(facts):
        if fact.quantity is not None and fact.quantity.unit == result.unit and fact.unit_text:
            return unit(fact.unit_text)
    return "" if result.unit == "1" else unit(result.unit)


def _dates(asked: Asked, result: StatisticResult) -> dict[str, str]:
    return {"from": asked.wording.day(result.first), "to": asked.wording.day(result.last)}


def _ends(result: StatisticResult) -> tuple[answer_check.Statistic, ...]:
    return dated((result.first, result.last))


def _start(fact: Fact) -> When:
    if fact.start is None:
        raise AssertionError("a segment holds dated facts only")
    return fact.start

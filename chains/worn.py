"""What devices measured, set side by side or told by how fast it moves; one device at a time.

A day counts for the device that measured most of it. Two devices are never compared: where one measured
before and another after, no difference is worked out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from chains import measures, stretches
from chains.drafts import BULLET, PARAGRAPH, SPACE, Asked, Draft
from chains.events import Chart
from chains.stretches import Division, Stretch
from records.metrics import Aggregate, Metric, grouped
from retrieval import figures
from retrieval.facts import Statistic
from retrieval.figures import SLOPE_LEAST, SLOPE_LEVEL, Slope
from retrieval.samples import Summary
from retrieval.spans import Step, ends
from safety import answer_check

SIDELINE = 0.1
"""Of the days measured; a source that was the main one on fewer is named and not compared."""
SOURCES_MAX = 4
LEAST_DAYS = {Step.DAY: 1, Step.WEEK: 3, Step.MONTH: 8, Step.YEAR: 30}
"""Days measured that a week or month must have to be compared."""
_COMPARED_LEAST = 3
WHOLE = (Statistic.SLOPE, Statistic.RANGE, Statistic.CHANGE, Statistic.IN_RANGE)
"""Told of one stretch of time, never side by side."""
_BY_WEEK_DAYS = 731


def main_sources(found: Summary) -> list[str]:
    """Those that measured enough of the days to be told apart, the most frequent first."""
    least = max(2, SIDELINE * len(found.days))
    return [source for source, days in found.sources.items() if days >= least][:SOURCES_MAX]


# --- side by side -------------------------------------------------------------------------------------------


def divided(asked: Asked, metric: Metric, chart: Chart | None) -> Iterator[Draft | Chart]:
    """Two periods, before and after something, or stretch after stretch.

    Args:
        asked: The question; `stretches.asked_for` says that it asks for this.
        metric: Measured on at least one day.
        chart: Its course.
    """
    days = asked.room.samples.days(metric.key)
    division = stretches.divide(asked, {day.day for day in days})
    yield from division.lead
    if not division.stretches:
        return
    if chart is not None and len(division.stretches) > 1:
        yield replace(chart, marks=(division.mark,) if division.mark is not None else ())
    whole = asked.room.samples.summary(metric.key)
    sources = (main_sources(whole) if whole is not None else []) or list(dict.fromkeys(days[-1].sources[:1]))
    rows = [(source, _row(asked, metric, division, source)) for source in sources]
    told = [(source, row) for source, row in rows if any(row)]
    if len(told) > 1 and whole is not None:
        text = asked.wording.say("metric.boundary", label=measures.label(asked, metric), count=str(len(told)))
        yield measures.draft(asked, whole, text, [len(told)], [])
    for source, row in told:
        yield from _lines(asked, metric, division, source, row)
    if not told:
        yield Draft(asked.wording.say("figure.in_none_of_them", label=measures.label(asked, metric)))
    elif division.compared and len(told) > 1 and not any(all(row) for _, row in told):
        yield asked.stated("figure.apart")
    if asked.query.event is not None:
        yield asked.stated("figure.not_cause")


_Row = list[Summary | None]


def _row(asked: Asked, metric: Metric, division: Division, source: str) -> _Row:
    table = asked.room.samples
    return [table.summary(metric.key, stretch.period, source) for stretch in division.stretches]


def _lines(asked: Asked, metric: Metric, division: Division, source: str, row: _Row) -> Iterator[Draft]:
    """One device: a line for each stretch, and the difference of two."""
    say = asked.wording
    held = [found for found in row if found is not None]
    name = f"{measures.label(asked, metric)}, {measures.quoted(source, asked)}"
    lead = say.say("figure.side_by_side", label=name, text=say.say(f"worn_of.{_kind(asked, metric)}"))
    newest = replace(held[-1], days=held[-1].days[-1:])
    yield measures.draft(asked, newest, lead, [source], [])  # numbers in a device's name are its name's
    for stretch, found in zip(division.stretches, row, strict=True):
        if found is not None:
            yield _line(asked, stretch, found)
        elif division.compared:
            text = say.say("figure.in_none", period=stretch.name)
            yield Draft(text, statistics=stretch.dated, lead=BULLET)
    first, last = row[0], row[-1]
    if division.compared and first is not None and last is not None:
        yield _difference(asked, first, last)


def _kind(asked: Asked, metric: Metric) -> str:
    """What is told of each stretch."""
    statistic = asked.query.statistic or Statistic.MEAN
    if statistic in (Statistic.MIN, Statistic.MAX, Statistic.COUNT):
        return statistic.value
    if statistic is Statistic.MEDIAN:
        return "median" if metric.aggregate is Aggregate.MEAN else "median_day"
    return {Aggregate.MEAN: "mean", Aggregate.DURATION: "night"}.get(metric.aggregate, "day")


def _figure(asked: Asked, found: Summary) -> float:
    """The number of a stretch, in the metric's unit."""
    match asked.query.statistic:
        case Statistic.MIN:
            return found.low
        case Statistic.MAX:
            return found.high
        case Statistic.MEDIAN:
            return asked.room.samples.median(found)
        case _:
            return found.mean


def _line(asked: Asked, stretch: Stretch, found: Summary) -> Draft:
    say, metric = asked.wording, found.metric
    kind = "nights" if metric.aggregate is Aggregate.DURATION else "days"
    texts: list[str | int] = [len(found.days)]
    inputs = {"period": stretch.name, "count": str(len(found.days))}
    if asked.query.statistic is Statistic.COUNT:
        value = measures.counted(asked, found.n)
    else:
        value = measures.text_of(asked, metric, _figure(asked, found))
    texts.append(value)
    if (
        metric.aggregate is Aggregate.SUM
        and len(found.days) > 1
        and asked.query.statistic in (None, Statistic.MEAN)
    ):
        total = measures.text_of(asked, metric, found.total)
        texts.append(total)
        text = say.say("figure.worn_sum", value=value, text=total, **inputs)
    else:
        text = say.say(f"worn_line.{kind}", value=value, **inputs)
    draft = measures.draft(asked, found, text, texts, [], lead=BULLET)
    return replace(draft, statistics=(*draft.statistics, *stretch.dated))


def _difference(asked: Asked, first: Summary, last: Summary) -> Draft:
    """The second less the first, as they are printed; not of a few days, and not of counts."""
    say, metric = asked.wording, first.metric
    if min(len(first.days), len(last.days)) < _COMPARED_LEAST:
        return asked.stated("figure.worn_few")
    difference = metric.rounded(_figure(asked, last)) - metric.rounded(_figure(asked, first))
    text = signed(asked, metric, difference)
    found = replace(last, days=(*first.days, *last.days))
    said = say.say("figure.difference", difference=text)
    return measures.draft(asked, found, said, [text], [])


def signed(asked: Asked, metric: Metric, value: Decimal) -> str:
    """A difference in the printed unit with its sign."""
    sign = "−" if value < 0 else "+" if value > 0 else ""
    timed = "min" if metric.aggregate is Aggregate.DURATION else ""
    unit = metric.printed_unit(asked.wording.language) or timed
    return f"{sign}{grouped(abs(value), asked.wording.language)} {unit}".rstrip()


# --- how fast it moves --------------------------------------------------------------------------------------


def slopes(asked: Asked, metric: Metric) -> Iterator[Draft]:
    """How fast what each device measured moves, with its uncertainty."""
    found = asked.room.samples.summary(metric.key, asked.query.period)
    if found is None:
        return
    sources = main_sources(found)
    told = [(source, made) for source in sources if (made := slope_of(asked, metric, source)) is not None]
    if not told:
        text = asked.wording.say(
            "figure.worn_slope_few", label=measures.label(asked, metric), detail=str(SLOPE_LEAST)
        )
        yield measures.draft(asked, found, text, [SLOPE_LEAST], [])
        return
    if len(sources) > 1:
        text = asked.wording.say(
            "metric.boundary", label=measures.label(asked, metric), count=str(len(sources))
        )
        yield measures.draft(asked, found, text, [len(sources)], [])
    for source, (sloped, parts) in told:
        name = f"{measures.label(asked, metric)}, {measures.quoted(source, asked)}"
        yield from slope_told(asked, metric, sloped, parts, name)
    yield asked.stated("figure.slope_method", PARAGRAPH)


Sloped = tuple[Slope, tuple[Summary, ...]]


def slope_of(asked: Asked, metric: Metric, source: str) -> Sloped | None:
    """The slope over the means of whole weeks (of months when there are more than two years of them)."""
    step = _step_of(asked, metric, source)
    parts = tuple(
        part
        for part in asked.room.samples.stretches(metric.key, step, asked.query.period, source)
        if len(part.days) >= LEAST_DAYS[step]
    )
    points = [
        (part.first + (ends(part.first, step) - part.first) / 2, Decimal(repr(part.mean / metric.per)))
        for part in parts
    ]
    made = figures.slope(points, asked.query.step)
    return None if made is None else (made, parts)


def _step_of(asked: Asked, metric: Metric, source: str) -> Step:
    days = [
        day.day for day in asked.room.samples.days(metric.key, asked.query.period) if day.sources[0] == source
    ]
    long = bool(days) and days[-1] - days[0] > timedelta(days=_BY_WEEK_DAYS)
    return Step.MONTH if long else Step.WEEK


def slope_told(
    asked: Asked, metric: Metric, made: Slope, parts: Sequence[Summary], name: str | None
) -> Iterator[Draft]:
    """A slope and what it can say.

    Args:
        asked: The question.
        metric: What moves.
        made: Over the means of `parts`.
        parts: Weeks or months.
        name: What moves, as Markdown; None where it was said just before.
    """
    say = asked.wording
    texts = [signed(asked, metric, value) for value in (made.value, made.low, made.high)]
    inputs = {
        "value": texts[0], "text": say.say(f"per.{made.per.value}"), "detail": str(SLOPE_LEVEL),
        "first": texts[1], "last": texts[2],
    }  # fmt: skip
    first, last = parts[0].first, parts[-1].last
    whole = replace(parts[-1], days=tuple(day for part in parts for day in part.days))
    if name is None:
        text = say.say("figure.slope_too", **inputs)
    else:
        from_to = {"from": measures.day_of(asked, first), "to": measures.day_of(asked, last)}
        weekly = (parts[-1].last - parts[-1].first).days < LEAST_DAYS[Step.MONTH]
        kind = "weeks" if weekly else "months"
        text = say.say(f"worn_slope.{kind}", label=name, count=str(made.n), **inputs, **from_to)
    draft = measures.draft(
        asked, whole, text, [made.n, *texts, f"{SLOPE_LEVEL} %"],
        [first, last], lead=SPACE if name is None else PARAGRAPH,
    )  # fmt: skip
    yield draft
    direction = {1: "up", -1: "down", 0: "none"}[made.direction]
    yield asked.stated(f"slope.{direction}", SPACE)


def ranged(asked: Asked, found: Summary, period: str, whens: Sequence[answer_check.Statistic]) -> Draft:
    """From the lowest to the highest."""
    metric = found.metric
    low, high = (measures.text_of(asked, metric, value) for value in (found.low, found.high))
    text = asked.wording.say(
        "figure.worn_range", label=measures.label(asked, metric), period=period,
        first=low, first_date=measures.on(asked, metric, found.low_on),
        last=high, last_date=measures.on(asked, metric, found.high_on),
    )  # fmt: skip
    draft = measures.draft(asked, found, text, [low, high], [found.low_on, found.high_on])
    return replace(draft, statistics=(*draft.statistics, *whens))

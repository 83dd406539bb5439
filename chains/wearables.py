"""What devices measured, told: what a period comes to, its extremes, its course, with coverage and source.

Every number is one that `retrieval.samples` worked out, stated with the days it stands for. Values of two
devices are never compared.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from chains import measures, stretches, worn
from chains.absence import spoken
from chains.drafts import BULLET, PARAGRAPH, SPACE, Asked, Draft
from chains.events import Basis, Chart, Point, Series
from records.metrics import Aggregate, Metric, grouped, metrics
from records.when import Precision, When
from retrieval.days import Day
from retrieval.facts import Statistic
from retrieval.period import Period
from retrieval.query import Aim
from retrieval.samples import SENSOR, Summary
from retrieval.spans import Step
from safety import answer_check

_RECENT_DAYS = 30
_OF_EVERYTHING = (Statistic.MIN, Statistic.MAX, Statistic.RANGE, Statistic.COUNT)
_BY_MONTH_DAYS = 120
_POINTS_BY_DAY, _POINTS_BY_WEEK = 92, 731

Drafts = Iterator[Draft | Chart]


def told(asked: Asked, key: str) -> Drafts:
    """The answer to a question about one metric that the record holds.

    Args:
        asked: The question.
        key: Of the metric.
    """
    query, metric = asked.query, metrics()[key]
    everything = asked.room.samples.days(key)
    if stretches.asked_for(query):
        yield from _divided(asked, metric, Period(everything[0].day, everything[-1].day))
        return
    period = query.period or _recent(everything)
    if query.period is None and query.statistic in _OF_EVERYTHING:
        period = Period(everything[0].day, everything[-1].day)
    found = asked.room.samples.summary(key, period)
    if found is None:
        yield from _not_then(asked, metric, period, everything)
        return
    if query.in_target and key == SENSOR:
        yield from _target(asked, found, period)
    elif query.aim is Aim.TREND or query.statistic is Statistic.CHANGE:
        if query.period is not None:
            yield from _summary(asked, found, period)
        yield from _course(asked, metric)
    elif query.statistic is not None:
        yield from _figure(asked, found, period, query.statistic)
    elif query.period is None:
        yield _latest(asked, metric, everything[-1])
        yield from _summary(asked, found, period)
    else:
        yield from _summary(asked, found, period)
    if (query.aim is Aim.RANGE or query.statistic is Statistic.IN_RANGE) and not query.in_target:
        yield asked.stated("metric.no_range", SPACE)
    elif query.aim is Aim.EXPLAIN:
        yield asked.stated("explain.limit")


def listed(asked: Asked) -> Iterator[Draft]:
    """Every metric that the record holds: how many readings, from when to when, from which source."""
    table, say = asked.room.samples, asked.wording
    held = table.held()
    if held:
        yield asked.stated("inventory.metrics")
    for key in held:
        found = table.summary(key)
        if found is None:
            continue
        sources, days = measures.sources_of(found, asked)
        text = say.say(
            "inventory.metric",
            label=measures.label(asked, found.metric),
            count=measures.counted(asked, found.n),
            items=sources,
            **{"from": measures.day_of(asked, found.first), "to": measures.day_of(asked, found.last)},
        )
        numbers: list[str | int] = [measures.counted(asked, found.n), *days]
        yield measures.draft(asked, found, text, numbers, [found.first, found.last], lead=BULLET)


# --- one period ---------------------------------------------------------------------------------------------


def _recent(days: Sequence[Day]) -> Period:
    last = days[-1].day
    return Period(last - timedelta(days=_RECENT_DAYS - 1), last)


def _summary(asked: Asked, found: Summary, period: Period) -> Iterator[Draft]:
    """What a period comes to, its extremes, and how much of it was measured."""
    say, metric = asked.wording, found.metric
    if period.first == period.last:
        yield from _one_day(asked, found)
        return
    mean = measures.text_of(asked, metric, found.mean)
    inputs = {"label": measures.label(asked, metric), "period": spoken(period, say)}
    texts = [mean]
    match metric.aggregate:
        case Aggregate.SUM:
            total = measures.text_of(asked, metric, found.total)
            texts.append(total)
            text = say.say("metric.sum", value=total, text=mean, **inputs)
        case Aggregate.MEAN:
            texts.append(measures.counted(asked, found.n))
            text = say.say("metric.mean", value=mean, count=texts[-1], **inputs)
        case _:
            text = say.say(f"metric.{metric.aggregate.value}", value=mean, **inputs)
    yield measures.draft(asked, found, text, texts, measures.ends(period))
    if found.low != found.high:
        low, high = measures.text_of(asked, metric, found.low), measures.text_of(asked, metric, found.high)
        text = say.say(
            "metric.extremes", first=low, first_date=measures.on(asked, metric, found.low_on),
            last=high, last_date=measures.on(asked, metric, found.high_on),
        )  # fmt: skip
        yield measures.draft(asked, found, text, [low, high], [found.low_on, found.high_on], lead=SPACE)
    yield _coverage(asked, found, period)


def _one_day(asked: Asked, found: Summary) -> Iterator[Draft]:
    say, metric, day = asked.wording, found.metric, found.days[0]
    value = measures.text_of(asked, metric, day.value)
    inputs = {
        "label": measures.label(asked, metric),
        "value": value,
        "date": measures.on(asked, metric, day.day),
    }
    if metric.aggregate is Aggregate.MEAN:
        count = measures.counted(asked, day.n)
        yield measures.draft(
            asked, found, say.say("metric.day_mean", count=count, **inputs), [value, count], [day.day]
        )
        if day.low != day.high:
            low, high = measures.text_of(asked, metric, day.low), measures.text_of(asked, metric, day.high)
            on = measures.on(asked, metric, day.day)
            text = say.say("metric.extremes", first=low, first_date=on, last=high, last_date=on)
            yield measures.draft(asked, found, text, [low, high], [day.day], lead=SPACE)
    else:
        yield measures.draft(asked, found, say.say("metric.day", **inputs), [value], [day.day])
    sources, _ = measures.sources_of(found, asked)
    if metric.aggregate is Aggregate.DURATION:
        yield measures.draft(asked, found, say.say("metric.source", items=sources), [], [], lead=SPACE)
    else:
        text = say.say("metric.hours", count=str(day.hours), items=sources)
        yield measures.draft(asked, found, text, [day.hours], [], lead=SPACE)


def _coverage(asked: Asked, found: Summary, period: Period) -> Draft:
    """On how many days of the period there is anything, and who measured."""
    first = period.first or found.first
    last = min(period.last or asked.today, max(asked.today, found.last))
    whole = max((last - first).days + 1, len(found.days))
    kind = "nights" if found.metric.aggregate is Aggregate.DURATION else "days"
    sources, days = measures.sources_of(found, asked)
    text = asked.wording.say(
        f"metric.coverage_{kind}", count=str(len(found.days)), detail=str(whole), items=sources
    )
    return measures.draft(asked, found, text, [len(found.days), whole, *days], [], lead=SPACE)


def _latest(asked: Asked, metric: Metric, day: Day) -> Draft:
    value = measures.text_of(asked, metric, day.value)
    key = "metric.latest_mean" if metric.aggregate is Aggregate.MEAN and day.n > 1 else "metric.latest"
    text = asked.wording.say(
        key, label=measures.label(asked, metric), value=value, date=measures.on(asked, metric, day.day)
    )
    return measures.draft(asked, _alone(asked, metric, day), text, [value], [day.day])


def _alone(asked: Asked, metric: Metric, day: Day) -> Summary:
    found = asked.room.samples.summary(metric.key, Period(day.day, day.day))
    assert found is not None  # noqa: S101  the day was measured
    return found


def _not_then(asked: Asked, metric: Metric, period: Period, days: Sequence[Day]) -> Iterator[Draft]:
    """Nothing in the period: said, with when there is something."""
    say = asked.wording
    text = say.say("absent.period", label=measures.label(asked, metric), period=spoken(period, say))
    yield Draft(text, statistics=measures.bound([], measures.ends(period)), basis=Basis.WORKED_OUT)
    first, last = days[0].day, days[-1].day
    text = say.say(
        "metric.held", **{"from": measures.day_of(asked, first), "to": measures.day_of(asked, last)}
    )
    pages = measures.cited(asked, metric.key, Period(last, last))
    yield Draft(text, pages, measures.bound([], [first, last]), Basis.WORKED_OUT, SPACE)


def _divided(asked: Asked, metric: Metric, whole: Period) -> Drafts:
    """Stretches of time side by side; what is told of one stretch only, of each by itself."""
    if asked.query.statistic not in worn.WHOLE:
        yield from worn.divided(asked, metric, _chart(asked, metric, whole))
        return
    division = stretches.divide(asked, {day.day for day in asked.room.samples.days(metric.key)})
    yield from division.lead
    for stretch in division.stretches:
        period = Period(stretch.period.first or whole.first, stretch.period.last or whole.last)
        query = replace(asked.query, period=period, step=None, versus=None, event=None)
        yield from told(replace(asked, query=query), metric.key)


def _figure(asked: Asked, found: Summary, period: Period, statistic: Statistic) -> Iterator[Draft]:
    """One figure of the period, and what it rests on; of each device by itself where several measured."""
    if statistic is Statistic.SLOPE:
        yield from worn.slopes(asked, found.metric)
        return
    sources = worn.main_sources(found)
    if len(sources) > 1 and statistic is not Statistic.COUNT:
        yield _boundary(asked, found, len(sources))
        for source in sources:
            part = asked.room.samples.summary(found.metric.key, period, source)
            if part is not None:
                yield _one_figure(asked, part, period, statistic).after(BULLET)
                yield _coverage(asked, part, period)
        return
    yield _one_figure(asked, found, period, statistic)
    yield _coverage(asked, found, period)


def _one_figure(asked: Asked, found: Summary, period: Period, statistic: Statistic) -> Draft:
    if statistic is Statistic.RANGE:
        dated = measures.bound([], measures.ends(period))
        return worn.ranged(asked, found, spoken(period, asked.wording), dated)
    return _statistic(asked, found, period, statistic)


def _boundary(asked: Asked, found: Summary, count: int) -> Draft:
    """That several devices measured, which are not compared."""
    label = measures.label(asked, found.metric)
    text = asked.wording.say("metric.boundary", label=label, count=str(count))
    return measures.draft(asked, found, text, [count], [])


def _statistic(asked: Asked, found: Summary, period: Period, statistic: Statistic) -> Draft:
    """One figure of the period."""
    say, metric = asked.wording, found.metric
    inputs = {"label": measures.label(asked, metric), "period": spoken(period, say)}
    if statistic is Statistic.COUNT:
        count = measures.counted(asked, found.n)
        return measures.draft(
            asked, found, say.say("metric.count", count=count, **inputs), [count], measures.ends(period)
        )
    if statistic in (Statistic.MIN, Statistic.MAX):
        lowest = statistic is Statistic.MIN
        value = measures.text_of(asked, metric, found.low if lowest else found.high)
        on = found.low_on if lowest else found.high_on
        key = "metric.lowest" if lowest else "metric.highest"
        text = say.say(key, value=value, date=measures.on(asked, metric, on), **inputs)
        return measures.draft(asked, found, text, [value], [on, *measures.ends(period)])
    if statistic is Statistic.MEDIAN:
        value = measures.text_of(asked, metric, asked.room.samples.median(found))
        text = say.say("metric.median", value=value, **inputs)
        return measures.draft(asked, found, text, [value], measures.ends(period))
    return next(_summary(asked, found, period))


def _target(asked: Asked, found: Summary, period: Period) -> Iterator[Draft]:
    """The share of readings in the consensus target, below and above it."""
    target = asked.room.samples.target(period)
    if target is None:
        return
    say = asked.wording
    low, high = Decimal("3.9"), Decimal("10.0")
    joint = "à" if say.language == "fr" else "to"
    limits = (
        f"{grouped(low, say.language)} {joint} {grouped(high, say.language)} mmol/L (70 {joint} 180 mg/dL)"
    )
    shares = [f"{round(100 * part / target.n)} %" for part in (target.within, target.under, target.over)]
    count = measures.counted(asked, target.n)
    text = say.say(
        "metric.target",
        label=measures.label(asked, found.metric),
        period=spoken(period, say),
        value=shares[0],
        count=count,
        range=limits,
        first=shares[1],
        last=shares[2],
    )
    yield measures.draft(asked, found, text, [*shares, count, limits], measures.ends(period))
    yield _coverage(asked, found, period)
    yield asked.stated("metric.target_source", SPACE)


# --- its course ---------------------------------------------------------------------------------------------


def _course(asked: Asked, metric: Metric) -> Drafts:
    """A chart, and for each device its first weeks or months beside its last."""
    found = asked.room.samples.summary(metric.key, asked.query.period)
    if found is None:
        return
    sources = worn.main_sources(found)
    if (chart := _chart(asked, metric, asked.query.period)) is not None:
        yield chart
    if len(sources) > 1:
        text = asked.wording.say(
            "metric.boundary", label=measures.label(asked, metric), count=str(len(sources))
        )
        yield measures.draft(asked, found, text, [len(sources)], [])
    for source in sources:
        yield from _moved(asked, found, source, alone=len(sources) == 1)
    if not sources or asked.query.period is None:
        yield _coverage(asked, found, Period(found.first, found.last))


def _chart(asked: Asked, metric: Metric, period: Period | None) -> Chart | None:
    """The course of each device by day, week or month; None where none has two points."""
    found = asked.room.samples.summary(metric.key, period)
    if found is None:
        return None
    made = [_series(asked, found, source, period) for source in worn.main_sources(found)]
    series = tuple(one for one in made if one is not None)
    return Chart(metric.title(asked.wording.language), series) if series else None


def _moved(asked: Asked, found: Summary, source: str, *, alone: bool) -> Iterator[Draft]:
    """First against last, of one device."""
    say, metric = asked.wording, found.metric
    mine = [day for day in found.days if day.sources[0] == source]
    step = Step.MONTH if (mine[-1].day - mine[0].day).days >= _BY_MONTH_DAYS else Step.WEEK
    parts = [
        part
        for part in asked.room.samples.stretches(metric.key, step, asked.query.period, source)
        if len(part.days) >= worn.LEAST_DAYS[step]
    ]
    few = len(parts) < 2  # noqa: PLR2004  one says no direction
    if few and alone:
        if asked.query.period is None:
            yield _few(asked, found)
        return
    title = f"**{measures.label(asked, metric)}**" if alone else measures.quoted(source, asked)
    ends = {"from": measures.day_of(asked, mine[0].day), "to": measures.day_of(asked, mine[-1].day)}
    text = say.say("metric.series", text=title, count=str(len(mine)), **ends)
    dates, lead = [mine[0].day, mine[-1].day], PARAGRAPH if alone else BULLET
    yield measures.draft(asked, found, text, [len(mine)], dates, lead=lead)
    if few:
        return
    first, last = parts[0], parts[-1]
    texts = [measures.text_of(asked, metric, first.mean), measures.text_of(asked, metric, last.mean)]
    inputs = {"first": texts[0], "first_date": _during(asked, first, step)}
    inputs |= {"last": texts[1], "last_date": _during(asked, last, step)}
    difference = metric.rounded(last.mean) - metric.rounded(first.mean)
    dates = [first.first, last.last, _begin(first, step), _begin(last, step)]
    key = "metric.rise" if difference > 0 else "metric.fall" if difference else "metric.same"
    size = measures.text_of(asked, metric, abs(float(difference)) * metric.per)
    text = say.say(key, difference=size, **inputs)
    signed = answer_check.Statistic(difference, metric.printed_unit(say.language) or "1")
    draft = measures.draft(asked, found, text, [*texts, size], dates, lead=SPACE)
    yield replace(draft, statistics=(*draft.statistics, signed))
    if (sloped := worn.slope_of(asked, metric, source)) is not None:
        yield from worn.slope_told(asked, metric, *sloped, None)


def _few(asked: Asked, found: Summary) -> Draft:
    period = spoken(Period(found.first, found.last), asked.wording)
    text = asked.wording.say("metric.few", label=measures.label(asked, found.metric), period=period)
    return measures.draft(asked, found, text, [], [found.first, found.last])


def _begin(part: Summary, step: Step) -> date:
    return (
        part.first - timedelta(days=part.first.weekday()) if step is Step.WEEK else part.first.replace(day=1)
    )


def _during(asked: Asked, part: Summary, step: Step) -> str:
    say = asked.wording
    if step is Step.MONTH:
        return say.on(When(part.first.isoformat()[:7], Precision.MONTH))
    return say.say("metric.week_of", date=measures.day_of(asked, _begin(part, step)))


def _series(asked: Asked, found: Summary, source: str, period: Period | None) -> Series | None:
    metric, language = found.metric, asked.wording.language
    span = (found.last - found.first).days
    step = Step.DAY if span < _POINTS_BY_DAY else Step.WEEK if span < _POINTS_BY_WEEK else Step.MONTH
    parts = asked.room.samples.stretches(metric.key, step, period, source)
    if len(parts) < 2:  # noqa: PLR2004  a point is no course
        return None
    pages = {page.span: page.id for page in asked.room.samples.pages().values() if page.metric == metric.key}
    points = tuple(
        Point(
            when=_point_at(part, step),
            value=float(metric.rounded(part.mean)),
            text=metric.shown(part.mean, language),
            comparator=None, low=None, high=None, evidence_id=pages[part.first.isoformat()[:7]],
        )
        for part in parts
    )  # fmt: skip
    return Series(metric.title(language), metric.printed_unit(language), source, points)


def _point_at(part: Summary, step: Step) -> When:
    if step is Step.MONTH:
        return When(part.first.isoformat()[:7], Precision.MONTH)
    return When.of_day(_begin(part, step) if step is Step.WEEK else part.first)

"""What devices measured, told: what a period comes to, its extremes, its course, with coverage and source.

Every number is one that `retrieval.samples` worked out, stated with the days it stands for. Values of two
devices are never compared.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from chains.absence import spoken
from chains.drafts import BULLET, PARAGRAPH, SPACE, Asked, Draft
from chains.events import Basis, Chart, Point, Series
from chains.wording import shown
from records.evidence import Evidence
from records.metrics import Aggregate, Metric, grouped, metrics
from records.when import Precision, When
from retrieval.days import Day
from retrieval.facts import Statistic
from retrieval.period import Period
from retrieval.query import Aim
from retrieval.samples import SENSOR, Summary
from retrieval.spans import Step
from safety import answer_check
from safety.figures import values

_RECENT_DAYS = 30
_PAGES_MAX = 12
_SOURCES_MAX = 4
_SERIES_MAX = 4
_LEAST_DAYS = {Step.WEEK: 3, Step.MONTH: 8}
"""Days measured that a week or month must have to be compared."""
_BY_MONTH_DAYS = 120
_POINTS_BY_DAY, _POINTS_BY_WEEK = 92, 731
_COUNTED = (None, "jours", "jour", "days", "day")
_SIDELINE = 0.1
"""Of the days measured; a source that was the main one on fewer is named and not compared."""

Drafts = Iterator[Draft | Chart]


def told(asked: Asked, key: str) -> Drafts:
    """The answer to a question about one metric that the record holds.

    Args:
        asked: The question.
        key: Of the metric.
    """
    query, metric = asked.query, metrics()[key]
    everything = asked.room.samples.days(key)
    period = query.period or _recent(everything)
    if query.period is None and query.statistic in (Statistic.MIN, Statistic.MAX, Statistic.COUNT):
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
        yield _statistic(asked, found, period, query.statistic)
        yield _coverage(asked, found, period)
    elif query.period is None:
        yield _latest(asked, metric, everything[-1])
        yield from _summary(asked, found, period)
    else:
        yield from _summary(asked, found, period)
    if query.aim is Aim.RANGE and not query.in_target:
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
        sources, days = _sources(found, asked)
        text = say.say(
            "inventory.metric", label=_label(asked, found.metric), count=_count(asked, found.n),
            items=sources, **{"from": _day(asked, found.first), "to": _day(asked, found.last)},
        )  # fmt: skip
        numbers: list[str | int] = [_count(asked, found.n), *days]
        yield _draft(asked, found, text, numbers, [found.first, found.last], lead=BULLET)


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
    mean = _text(asked, metric, found.mean)
    inputs = {"label": _label(asked, metric), "period": spoken(period, say)}
    texts = [mean]
    match metric.aggregate:
        case Aggregate.SUM:
            total = _text(asked, metric, found.total)
            texts.append(total)
            text = say.say("metric.sum", value=total, text=mean, **inputs)
        case Aggregate.MEAN:
            texts.append(_count(asked, found.n))
            text = say.say("metric.mean", value=mean, count=texts[-1], **inputs)
        case _:
            text = say.say(f"metric.{metric.aggregate.value}", value=mean, **inputs)
    yield _draft(asked, found, text, texts, _ends(period))
    if found.low != found.high:
        low, high = _text(asked, metric, found.low), _text(asked, metric, found.high)
        text = say.say(
            "metric.extremes", first=low, first_date=_on(asked, metric, found.low_on),
            last=high, last_date=_on(asked, metric, found.high_on),
        )  # fmt: skip
        yield _draft(asked, found, text, [low, high], [found.low_on, found.high_on], lead=SPACE)
    yield _coverage(asked, found, period)


def _one_day(asked: Asked, found: Summary) -> Iterator[Draft]:
    say, metric, day = asked.wording, found.metric, found.days[0]
    value = _text(asked, metric, day.value)
    inputs = {"label": _label(asked, metric), "value": value, "date": _on(asked, metric, day.day)}
    if metric.aggregate is Aggregate.MEAN:
        count = _count(asked, day.n)
        yield _draft(
            asked, found, say.say("metric.day_mean", count=count, **inputs), [value, count], [day.day]
        )
        if day.low != day.high:
            low, high = _text(asked, metric, day.low), _text(asked, metric, day.high)
            on = _on(asked, metric, day.day)
            text = say.say("metric.extremes", first=low, first_date=on, last=high, last_date=on)
            yield _draft(asked, found, text, [low, high], [day.day], lead=SPACE)
    else:
        yield _draft(asked, found, say.say("metric.day", **inputs), [value], [day.day])
    sources, _ = _sources(found, asked)
    if metric.aggregate is Aggregate.DURATION:
        yield _draft(asked, found, say.say("metric.source", items=sources), [], [], lead=SPACE)
    else:
        text = say.say("metric.hours", count=str(day.hours), items=sources)
        yield _draft(asked, found, text, [day.hours], [], lead=SPACE)


def _coverage(asked: Asked, found: Summary, period: Period) -> Draft:
    """On how many days of the period there is anything, and who measured."""
    first = period.first or found.first
    last = min(period.last or asked.today, max(asked.today, found.last))
    whole = max((last - first).days + 1, len(found.days))
    kind = "nights" if found.metric.aggregate is Aggregate.DURATION else "days"
    sources, days = _sources(found, asked)
    text = asked.wording.say(
        f"metric.coverage_{kind}", count=str(len(found.days)), detail=str(whole), items=sources
    )
    return _draft(asked, found, text, [len(found.days), whole, *days], [], lead=SPACE)


def _latest(asked: Asked, metric: Metric, day: Day) -> Draft:
    value = _text(asked, metric, day.value)
    key = "metric.latest_mean" if metric.aggregate is Aggregate.MEAN and day.n > 1 else "metric.latest"
    text = asked.wording.say(key, label=_label(asked, metric), value=value, date=_on(asked, metric, day.day))
    return _draft(asked, _alone(asked, metric, day), text, [value], [day.day])


def _alone(asked: Asked, metric: Metric, day: Day) -> Summary:
    found = asked.room.samples.summary(metric.key, Period(day.day, day.day))
    assert found is not None  # noqa: S101  the day was measured
    return found


def _not_then(asked: Asked, metric: Metric, period: Period, days: Sequence[Day]) -> Iterator[Draft]:
    """Nothing in the period: said, with when there is something."""
    say = asked.wording
    text = say.say("absent.period", label=_label(asked, metric), period=spoken(period, say))
    yield Draft(text, statistics=_bound([], _ends(period)), basis=Basis.WORKED_OUT)
    first, last = days[0].day, days[-1].day
    text = say.say("metric.held", **{"from": _day(asked, first), "to": _day(asked, last)})
    pages = _cited(asked, metric.key, Period(last, last))
    yield Draft(text, pages, _bound([], [first, last]), Basis.WORKED_OUT, SPACE)


def _statistic(asked: Asked, found: Summary, period: Period, statistic: Statistic) -> Draft:
    """One figure of the period."""
    say, metric = asked.wording, found.metric
    inputs = {"label": _label(asked, metric), "period": spoken(period, say)}
    if statistic is Statistic.COUNT:
        count = _count(asked, found.n)
        return _draft(asked, found, say.say("metric.count", count=count, **inputs), [count], _ends(period))
    if statistic in (Statistic.MIN, Statistic.MAX):
        lowest = statistic is Statistic.MIN
        value = _text(asked, metric, found.low if lowest else found.high)
        on = found.low_on if lowest else found.high_on
        key = "metric.lowest" if lowest else "metric.highest"
        text = say.say(key, value=value, date=_on(asked, metric, on), **inputs)
        return _draft(asked, found, text, [value], [on, *_ends(period)])
    if statistic is Statistic.MEDIAN:
        exact = asked.room.samples.statistic(metric.key, statistic, period)
        value = _text(asked, metric, float(exact or 0) * metric.per)
        text = say.say("metric.median", value=value, **inputs)
        return _draft(asked, found, text, [value], _ends(period))
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
    count = _count(asked, target.n)
    text = say.say(
        "metric.target", label=_label(asked, found.metric), period=spoken(period, say), value=shares[0],
        count=count, range=limits, first=shares[1], last=shares[2],
    )  # fmt: skip
    yield _draft(asked, found, text, [*shares, count, limits], _ends(period))
    yield _coverage(asked, found, period)
    yield asked.stated("metric.target_source", SPACE)


# --- its course ---------------------------------------------------------------------------------------------


def _course(asked: Asked, metric: Metric) -> Drafts:
    """A chart, and for each device its first weeks or months beside its last."""
    found = asked.room.samples.summary(metric.key, asked.query.period)
    if found is None:
        return
    sources = [
        source for source, days in found.sources.items() if days >= max(2, _SIDELINE * len(found.days))
    ][:_SERIES_MAX]
    series = [one for source in sources if (one := _series(asked, found, source)) is not None]
    if series:
        yield Chart(metric.title(asked.wording.language), tuple(series))
    if len(sources) > 1:
        text = asked.wording.say("metric.boundary", label=_label(asked, metric), count=str(len(sources)))
        yield _draft(asked, found, text, [len(sources)], [])
    for source in sources:
        yield from _moved(asked, found, source, alone=len(sources) == 1)
    if not sources or asked.query.period is None:
        yield _coverage(asked, found, Period(found.first, found.last))


def _moved(asked: Asked, found: Summary, source: str, *, alone: bool) -> Iterator[Draft]:
    """First against last, of one device."""
    say, metric = asked.wording, found.metric
    mine = [day for day in found.days if day.sources[0] == source]
    step = Step.MONTH if (mine[-1].day - mine[0].day).days >= _BY_MONTH_DAYS else Step.WEEK
    parts = [
        part
        for part in asked.room.samples.stretches(metric.key, step, asked.query.period, source)
        if len(part.days) >= _LEAST_DAYS[step]
    ]
    few = len(parts) < 2  # noqa: PLR2004  one says no direction
    if few and alone:
        if asked.query.period is None:
            yield _few(asked, found)
        return
    title = f"**{_label(asked, metric)}**" if alone else _quoted(source, asked)
    ends = {"from": _day(asked, mine[0].day), "to": _day(asked, mine[-1].day)}
    text = say.say("metric.series", text=title, count=str(len(mine)), **ends)
    dates, lead = [mine[0].day, mine[-1].day], PARAGRAPH if alone else BULLET
    yield _draft(asked, found, text, [len(mine)], dates, lead=lead)
    if few:
        return
    first, last = parts[0], parts[-1]
    texts = [_text(asked, metric, first.mean), _text(asked, metric, last.mean)]
    inputs = {"first": texts[0], "first_date": _during(asked, first, step)}
    inputs |= {"last": texts[1], "last_date": _during(asked, last, step)}
    difference = metric.rounded(last.mean) - metric.rounded(first.mean)
    dates = [first.first, last.last, _begin(first, step), _begin(last, step)]
    key = "metric.rise" if difference > 0 else "metric.fall" if difference else "metric.same"
    size = _text(asked, metric, abs(float(difference)) * metric.per)
    text = say.say(key, difference=size, **inputs)
    signed = answer_check.Statistic(difference, metric.printed_unit(say.language) or "1")
    draft = _draft(asked, found, text, [*texts, size], dates, lead=SPACE)
    yield replace(draft, statistics=(*draft.statistics, signed))


def _few(asked: Asked, found: Summary) -> Draft:
    period = spoken(Period(found.first, found.last), asked.wording)
    text = asked.wording.say("metric.few", label=_label(asked, found.metric), period=period)
    return _draft(asked, found, text, [], [found.first, found.last])


def _begin(part: Summary, step: Step) -> date:
    return (
        part.first - timedelta(days=part.first.weekday()) if step is Step.WEEK else part.first.replace(day=1)
    )


def _during(asked: Asked, part: Summary, step: Step) -> str:
    say = asked.wording
    if step is Step.MONTH:
        return say.on(When(part.first.isoformat()[:7], Precision.MONTH))
    return say.say("metric.week_of", date=_day(asked, _begin(part, step)))


def _series(asked: Asked, found: Summary, source: str) -> Series | None:
    metric, language = found.metric, asked.wording.language
    span = (found.last - found.first).days
    step = Step.DAY if span < _POINTS_BY_DAY else Step.WEEK if span < _POINTS_BY_WEEK else Step.MONTH
    parts = asked.room.samples.stretches(metric.key, step, asked.query.period, source)
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


# --- words --------------------------------------------------------------------------------------------------


def _label(asked: Asked, metric: Metric) -> str:
    return shown(metric.title(asked.wording.language))


def _text(asked: Asked, metric: Metric, value: float) -> str:
    return metric.shown(value, asked.wording.language)


def _count(asked: Asked, number: int) -> str:
    return grouped(Decimal(number), asked.wording.language)


def _day(asked: Asked, day: date) -> str:
    return asked.wording.day(When.of_day(day))


def _on(asked: Asked, metric: Metric, day: date) -> str:
    """``le 3 mars 2026``; of sleep the night that ends on it."""
    on = asked.wording.on(When.of_day(day))
    return asked.wording.say("metric.night_of", date=on) if metric.aggregate is Aggregate.DURATION else on


def _quoted(source: str, asked: Asked) -> str:
    opens, closes = ("« ", " »") if asked.wording.language == "fr" else ("“", "”")
    return f"{opens}{shown(source)}{closes}"


def _sources(found: Summary, asked: Asked) -> tuple[str, list[int]]:
    """Who measured, with the days of each where there are several; and these numbers of days."""
    names = list(found.sources.items())[:_SOURCES_MAX]
    if len(found.sources) == 1:
        return _quoted(names[0][0], asked), []
    key = "metric.source_night" if found.metric.aggregate is Aggregate.DURATION else "metric.source_day"
    say = asked.wording
    said = [
        say.say(key if days == 1 else f"{key}s", text=_quoted(name, asked), count=str(days))
        for name, days in names
    ]
    return say.joined(said), [days for _, days in names]


# --- what holds it ------------------------------------------------------------------------------------------


def _draft(
    asked: Asked,
    found: Summary,
    text: str,
    numbers: Sequence[str | int],
    days: Iterable[date],
    lead: str = PARAGRAPH,
) -> Draft:
    """A sentence over the days of `found`, with the months that show them and the numbers it may state."""
    period = Period(found.first, found.last)
    cited = _cited(asked, found.metric.key, period)
    return Draft(text, cited, _bound(numbers, days), Basis.WORKED_OUT, lead)


def _cited(asked: Asked, key: str, period: Period) -> tuple[Evidence, ...]:
    pages = asked.room.samples.pages_of(key, period)[:_PAGES_MAX]
    return tuple(asked.room.evidence(page.id) for page in pages)


def _bound(numbers: Sequence[str | int], days: Iterable[date]) -> tuple[answer_check.Statistic, ...]:
    """What a sentence may state: values as answers print them, counts (also of days), the days it names."""
    texts = [text for text in numbers if isinstance(text, str)]
    found = [answer_check.Statistic(one.value, one.unit) for text in texts for one in values(text)]
    counts = [number for number in numbers if isinstance(number, int)]
    found += [answer_check.Statistic(Decimal(count), unit) for count in counts for unit in _COUNTED]
    dated = [answer_check.Statistic(Decimal(0), None, when, when, 0) for when in _whens(days)]
    return (*found, *dated)


def _whens(days: Iterable[date]) -> tuple[When, ...]:
    return tuple(When.of_day(day) for day in dict.fromkeys(days))


def _ends(period: Period) -> tuple[date, ...]:
    return tuple(day for day in (period.first, period.last) if day is not None)

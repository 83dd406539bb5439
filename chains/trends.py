"""How a value moved: a chart, and sentences that never cross a comparability boundary."""

from collections.abc import Iterator

from chains.drafts import BULLET, PARAGRAPH, SPACE, Asked, Draft, counted
from chains.events import Basis, Chart, Point, Series
from chains.values import certainty
from chains.wording import number, plain, shown
from records import analytes, units
from records.model import Fact
from records.quantity import Quantity
from records.timeline import Segment
from records.when import When
from safety.answer_check import Statistic


def trend(asked: Asked, analyte: str | None, labels: tuple[str, ...] = ()) -> Iterator[Draft | Chart]:
    """The chart and sentences of one analyte (or printed label); nothing when no certain value is dated."""
    segments = asked.room.facts.segments(analyte, asked.query.period, labels=labels)
    if not segments:
        return
    facts = [fact for segment in segments for fact in segment.facts]
    label = _label(asked, analyte, facts[-1])
    if len(facts) == 1:
        yield from _few(asked, label, facts[0])
        return
    yield Chart(plain(label), tuple(_series(asked, plain(label), segment) for segment in segments))
    if len(segments) > 1:
        yield Draft(
            asked.wording.say("trend.boundary", label=label, count=str(len(segments))),
            asked.cite(segment.facts[-1] for segment in segments),
            (counted(len(segments)),),
            Basis.WORKED_OUT,
        )
    for segment in segments:
        yield from _segment(asked, label, segment, alone=len(segments) == 1)
    yield from certainty(asked, facts[-1])


def _label(asked: Asked, analyte: str | None, fact: Fact) -> str:
    return shown(analytes.name(analyte, asked.wording.language)) if analyte else asked.wording.label(fact)


def _few(asked: Asked, label: str, fact: Fact) -> Iterator[Draft]:
    say = asked.wording
    text = say.say("trend.few", label=label, value=say.value(fact), date=say.on(fact.start))
    yield Draft(text, asked.cite([fact]))


def _segment(asked: Asked, label: str, segment: Segment, *, alone: bool) -> Iterator[Draft]:
    """Sentences of one segment: how many values, from when to when, and first against last."""
    say = asked.wording
    first, last, count = segment.facts[0], segment.facts[-1], len(segment.facts)
    origin = shown(segment.origin) or say.say("trend.unnamed")
    if count == 1:
        text = say.say("trend.single", text=origin, value=say.value(first), date=say.on(first.start))
        yield Draft(text, asked.cite([first]), lead=BULLET)
        return
    period = {"count": str(count), "from": say.day(first.start), "to": say.day(last.start)}
    if alone:
        text = say.say("trend.lead", label=label, **period)
    else:
        text = say.say("trend.series", text=origin, **period)
    lead = PARAGRAPH if alone else BULLET
    yield Draft(text, asked.cite([first, last]), (counted(count),), Basis.WORKED_OUT, lead)
    yield _change(asked, segment)


def _change(asked: Asked, segment: Segment) -> Draft:
    """First against last, with the difference worked out in their one unit."""
    say = asked.wording
    first, last = segment.values[0], segment.values[-1]
    unit = _unit(segment)
    converted = tuple(
        Statistic(segment.values[index].value, unit or None, segment.facts[index].start)
        for index in (0, -1)
        if segment.facts[index].quantity != segment.values[index]
    )
    inputs = {
        "first": _value(asked, segment, 0),
        "last": _value(asked, segment, -1),
        "first_date": say.on(segment.facts[0].start),
        "last_date": say.on(segment.facts[-1].start),
    }
    cited = asked.cite([segment.facts[0], segment.facts[-1]])
    if first.comparator or last.comparator:
        return Draft(say.say("trend.limit", **inputs), cited, converted, lead=SPACE)
    difference = last.value - first.value
    if not difference:
        return Draft(say.say("trend.same", **inputs), cited, converted, lead=SPACE)
    size = number(str(abs(difference)), say.language)
    key = "trend.rise" if difference > 0 else "trend.fall"
    text = say.say(key, difference=shown(f"{size} {unit}".strip()), **inputs)
    return Draft(text, cited, (Statistic(difference, unit or None), *converted), Basis.WORKED_OUT, SPACE)


def _value(asked: Asked, segment: Segment, index: int) -> str:
    """As printed where the segment is in the printed unit, else as converted."""
    fact, quantity = segment.facts[index], segment.values[index]
    if fact.quantity == quantity:
        return asked.wording.value(fact)
    return shown(f"{_text(asked, quantity)} {_unit(segment)}".strip())


def _text(asked: Asked, quantity: Quantity) -> str:
    return f"{quantity.comparator or ''} {number(str(quantity.value), asked.wording.language)}".strip()


def _unit(segment: Segment) -> str:
    """The segment's unit as its newest report that uses it prints it."""
    for fact, quantity in zip(reversed(segment.facts), reversed(segment.values), strict=True):
        if fact.quantity == quantity and fact.unit_text:
            return fact.unit_text
    return "" if segment.unit == "1" else segment.unit


def _series(asked: Asked, label: str, segment: Segment) -> Series:
    points = tuple(
        _point(asked, fact, quantity) for fact, quantity in zip(segment.facts, segment.values, strict=True)
    )
    return Series(label, _unit(segment), segment.origin, points)


def _point(asked: Asked, fact: Fact, quantity: Quantity) -> Point:
    when = fact.start or When.of_day(asked.today)
    low, high = _limits(fact, quantity)
    return Point(
        when=when,
        value=float(quantity.value),
        text=_text(asked, quantity),
        comparator=quantity.comparator,
        low=low,
        high=high,
        evidence_id=fact.id,
        range_text=fact.reference.text if fact.reference is not None else None,
    )


def _limits(fact: Fact, quantity: Quantity) -> tuple[float | None, float | None]:
    """The report's own limits, converted as its value was; none when the value was converted inexactly."""
    reference = fact.reference
    if reference is None:
        return None, None

    def drawn(limit: Quantity | None) -> float | None:
        if limit is not None and fact.quantity != quantity:
            limit = units.canonical(limit, fact.analyte) if fact.analyte else None
        return float(limit.value) if limit is not None else None

    return drawn(reference.low), drawn(reference.high)

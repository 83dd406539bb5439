"""How a value moved: a chart, and sentences that never cross a comparability boundary."""

from collections.abc import Iterator

from chains.charts import drawn, named, text_of, unit_of
from chains.drafts import BULLET, PARAGRAPH, SPACE, Asked, Draft, counted
from chains.events import Basis, Chart
from chains.statistics import slope
from chains.values import certainty
from chains.wording import number, shown
from records.model import Fact
from records.timeline import Segment
from retrieval.facts import Statistic, result_of
from retrieval.figures import capped
from safety import answer_check


def trend(asked: Asked, analyte: str | None, labels: tuple[str, ...] = ()) -> Iterator[Draft | Chart]:
    """The chart and sentences of one analyte (or printed label); nothing when no certain value is dated."""
    segments = asked.room.facts.segments(analyte, asked.query.period, labels=labels)
    if not segments:
        return
    facts = [fact for segment in segments for fact in segment.facts]
    label = named(asked, analyte, facts[-1])
    if len(facts) == 1:
        yield from _few(asked, label, facts[0])
        return
    yield drawn(asked, analyte, segments)
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
    result = result_of(Statistic.SLOPE, segment)
    if result is not None:
        yield from slope(asked, result)


def _change(asked: Asked, segment: Segment) -> Draft:
    """First against last, with the difference worked out in their one unit."""
    say = asked.wording
    first, last = segment.values[0], segment.values[-1]
    unit = unit_of(segment)
    converted = tuple(
        answer_check.Statistic(segment.values[index].value, unit or None, segment.facts[index].start)
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
    difference = capped(last.value - first.value, [first.value, last.value])
    if not difference:
        return Draft(say.say("trend.same", **inputs), cited, converted, lead=SPACE)
    size = number(str(abs(difference)), say.language)
    key = "trend.rise" if difference > 0 else "trend.fall"
    text = say.say(key, difference=shown(f"{size} {unit}".strip()), **inputs)
    return Draft(
        text, cited, (answer_check.Statistic(difference, unit or None), *converted), Basis.WORKED_OUT, SPACE
    )


def _value(asked: Asked, segment: Segment, index: int) -> str:
    """As printed where the segment is in the printed unit, else as converted."""
    fact, quantity = segment.facts[index], segment.values[index]
    if fact.quantity == quantity:
        return asked.wording.value(fact)
    return shown(f"{text_of(asked, quantity)} {unit_of(segment)}".strip())

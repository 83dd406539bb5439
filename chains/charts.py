"""A series drawn: each point with its date, its value as printed, its limit sign, its own report's range."""

from collections.abc import Sequence

from chains.drafts import Asked
from chains.events import Chart, Point, Series
from chains.wording import number, plain, shown, unit
from records import analytes, units
from records.model import Fact
from records.quantity import Quantity
from records.timeline import Segment
from records.when import When


def drawn(asked: Asked, analyte: str | None, segments: Sequence[Segment]) -> Chart:
    """A chart of what may be compared and, apart from it, of what may not: one series a segment.

    Args:
        asked: The question.
        analyte: Key of what was measured; None when it only has a printed label.
        segments: At least one.
    """
    label = plain(named(asked, analyte, segments[-1].facts[-1]))
    return Chart(label, tuple(_series(asked, label, segment) for segment in segments))


def named(asked: Asked, analyte: str | None, fact: Fact) -> str:
    """What was measured, as Markdown: its name in the answer's language, or the printed label."""
    return shown(analytes.name(analyte, asked.wording.language)) if analyte else asked.wording.label(fact)


def unit_of(segment: Segment) -> str:
    """The segment's unit as its newest report that uses it prints it."""
    for fact, quantity in zip(reversed(segment.facts), reversed(segment.values), strict=True):
        if fact.quantity == quantity and fact.unit_text:
            return unit(fact.unit_text)
    return "" if segment.unit == "1" else unit(segment.unit)


def text_of(asked: Asked, quantity: Quantity) -> str:
    """A value in the answer's language, with its comparator and without its unit."""
    value = number(f"{quantity.value:f}", asked.wording.language)
    return f"{quantity.comparator or ''} {value}".strip()


def _series(asked: Asked, label: str, segment: Segment) -> Series:
    points = tuple(
        _point(asked, fact, quantity) for fact, quantity in zip(segment.facts, segment.values, strict=True)
    )
    return Series(label, unit_of(segment), segment.origin, points)


def _point(asked: Asked, fact: Fact, quantity: Quantity) -> Point:
    when = fact.start or When.of_day(asked.today)
    low, high = _limits(fact, quantity)
    return Point(
        when=when,
        value=float(quantity.value),
        text=text_of(asked, quantity),
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

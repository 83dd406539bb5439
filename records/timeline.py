"""A series of one analyte, cut where its values stop being comparable.

Another laboratory, method, device, or a unit that cannot be converted exactly starts a new segment; no
sentence about a trend crosses one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from records.model import Fact
from records.quantity import Quantity
from records.words import words


@dataclass(frozen=True, slots=True)
class Segment:
    """Facts that may be compared with each other, oldest first.

    Attributes:
        analyte: Its key; None for facts that share only a label.
        unit: The unit all `values` are in: the printed one where all share it, else the canonical one.
        laboratory: As printed by the newest fact that names one; empty when none does.
        method: Likewise.
        device: Likewise.
        facts: Dated, measured facts.
        values: One for each fact, in `unit`; a printed number is not changed.
    """

    analyte: str | None
    unit: str
    laboratory: str
    method: str
    device: str
    facts: tuple[Fact, ...]
    values: tuple[Quantity, ...]

    @property
    def origin(self) -> str:
        """Laboratory, method and device as printed, joined; empty when none is stated."""
        return ", ".join(part for part in (self.laboratory, self.method, self.device) if part)


def series(facts: Iterable[Fact]) -> tuple[Segment, ...]:
    """Cut the facts of one analyte (or one label) into comparable segments, oldest segment first.

    Facts without a date or a number are left out. An unnamed laboratory, method or device equals only another
    unnamed one. Facts of two laboratories that alternate make two segments, not many.
    """
    apart: dict[tuple[str, ...], list[Fact]] = {}
    for fact in sorted(facts, key=_when):
        if fact.start is not None and fact.quantity is not None:
            apart.setdefault(boundary(fact), []).append(fact)
    return tuple(sorted((_segment(group) for group in apart.values()), key=lambda part: _when(part.facts[0])))


def part_of(segment: Segment, keep: Callable[[Fact], bool]) -> Segment:
    """The facts of a segment that are wanted, in its unit."""
    points = [(fact, value) for fact, value in zip(segment.facts, segment.values, strict=True) if keep(fact)]
    return replace(
        segment, facts=tuple(fact for fact, _ in points), values=tuple(value for _, value in points)
    )


def boundary(fact: Fact) -> tuple[str, ...]:
    """What must be equal for two values to be compared: origin and convertible unit."""
    unit = (
        fact.canonical.unit if fact.canonical else f"as printed {fact.quantity.unit if fact.quantity else ''}"
    )
    source = fact.source
    return (
        unit,
        *(" ".join(words(part or "")) for part in (source.laboratory, source.method, source.device)),
    )


def _segment(facts: list[Fact]) -> Segment:
    units = {fact.quantity.unit for fact in facts if fact.quantity is not None}
    values = tuple(
        quantity
        for fact in facts
        if (quantity := fact.quantity if len(units) == 1 else fact.canonical) is not None
    )
    newest = facts[-1].source
    return Segment(
        analyte=facts[-1].analyte,
        unit=values[-1].unit,
        laboratory=newest.laboratory or "",
        method=newest.method or "",
        device=newest.device or "",
        facts=tuple(facts),
        values=values,
    )


def _when(fact: Fact) -> tuple[str, str]:
    return (fact.start.local if fact.start else "", fact.id)

"""Segments other than results: who, visits, allergies, diagnoses, procedures, vaccines, medicines."""

from dataclasses import replace

from connectors.hl7_v2.observations import codings, words
from connectors.hl7_v2.segments import Segment
from records.model import Fact, Kind, Person
from records.source import Source
from records.when import When

_SEX = {"F": "female", "M": "male", "O": "other", "A": "other", "U": "unknown"}
_NO_VACCINE = ("998", "999")
_NOT_GIVEN = ("RE", "NA")
_UNKNOWN_DOSE = "999"


def person(segment: Segment) -> Person:
    """PID."""
    names = []
    for repetition in range(1, segment.repetitions(5) + 1):
        parts = (segment.get(5, component, repetition=repetition) for component in (2, 3, 1))
        name = " ".join(part for part in parts if part)
        if name and name not in names:
            names.append(name)
    return Person(tuple(names), segment.when(7), _SEX.get(segment.get(8).upper()))


def visit(segment: Segment, place: str | None) -> Fact | None:
    """PV1, when it says when it began."""
    start = segment.when(44)
    if start is None:
        return None
    kind = {"I": "inpatient", "O": "outpatient", "E": "emergency"}.get(segment.get(2).upper(), "")
    return Fact(
        kind=Kind.ENCOUNTER,
        label=" ".join(part for part in (segment.get(10), kind, "encounter") if part),
        source=Source(segment.place, place),
        start=start,
        end=segment.when(45),
        confirmed=True,
        identifiers=(f"visit|{segment.get(19)}",) if segment.get(19) else (),
    )


def allergy(segment: Segment) -> Fact | None:
    """AL1."""
    return _coded(segment, Kind.ALLERGY, 3, segment.when(6), (segment.get(5), words(segment, 4)))


def diagnosis(segment: Segment) -> Fact | None:
    """DG1; one that is only being considered is none."""
    if segment.get(6).upper() == "D":  # table 0052: differential
        return None
    return _coded(segment, Kind.CONDITION, 3, segment.when(5), (segment.get(4),), other=4)


def procedure(segment: Segment) -> Fact | None:
    """PR1."""
    return _coded(segment, Kind.PROCEDURE, 3, segment.when(5), (), other=4)


def medication(segment: Segment) -> Fact | None:
    """RXE, RXO or RXD."""
    name, amount, unit, notes = {
        "RXE": (2, 3, 5, 7), "RXO": (1, 2, 4, 7), "RXD": (2, 4, 5, 9), "RXG": (4, 5, 7, 13),
    }[segment.name]  # fmt: skip
    dose = " ".join(part for part in (segment.get(amount), words(segment, unit)) if part)
    return _coded(segment, Kind.MEDICATION, name, None, (dose, words(segment, notes)))


def vaccination(segment: Segment, route: Segment | None) -> Fact | None:
    """RXA, with the RXR that follows it."""
    if segment.get(5) in _NO_VACCINE:
        return None
    amount = segment.get(6)
    dose = "" if amount in ("", _UNKNOWN_DOSE, "0") else f"{amount} {words(segment, 7)}".strip()
    lot, maker = segment.get(15), words(segment, 17)
    refusal = words(segment, 18)
    where = ", ".join(part for part in (words(route, 1), words(route, 2)) if part) if route else ""
    fact = _coded(
        segment,
        Kind.IMMUNIZATION,
        5,
        segment.when(3),
        (dose, where, f"lot {lot}" if lot else "", maker, refusal),
    )
    if fact is None:
        return None
    given = segment.get(20).upper() not in _NOT_GIVEN and not refusal
    withdrawn = segment.get(21).upper() == "D"
    status = "entered-in-error" if withdrawn else "completed" if given else "not-done"
    return replace(fact, status=status, negated=not given)


def _coded(
    segment: Segment,
    kind: Kind,
    field: int,
    start: When | None,
    more: tuple[str, ...],
    *,
    other: int | None = None,
) -> Fact | None:
    label = words(segment, field)
    if other is not None and segment.get(other):
        label = segment.get(other)
    if not label:
        return None
    detail = "; ".join(dict.fromkeys(part for part in more if part and part != label))
    return Fact(
        kind=kind,
        label=label,
        source=Source(segment.place),
        codings=codings(segment, field),
        start=start,
        detail=detail or None,
        confirmed=True,
    )

"""The five medication resources: which drug, how to take it, since when, and whether it is taken at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from connectors.fhir_r4.dosage import dosage
from connectors.fhir_r4.elements import (
    codings,
    ended,
    joined,
    label,
    labels,
    member,
    notes,
    objects,
    ratio,
    started,
    when,
    with_unit,
    words,
)
from connectors.fhir_r4.parse import Body, Resource
from connectors.fhir_r4.shelf import Shelf, source
from connectors.fhir_r4.terms import denies, says_nothing, term
from records.codes import Coding
from records.model import Fact, Kind, Problem, Record
from records.when import When

_DOSAGES = ("dosageInstruction", "dosage")
_NOT_TAKEN = frozenset(("not-taken", "not-done"))


@dataclass(frozen=True, slots=True)
class Drug:
    """What is taken.

    Attributes:
        label: As printed; with the ingredients when the product has no name.
        codings: Of the product.
        parts: Ingredients and strengths, when the source lists them.
    """

    label: str | None
    codings: tuple[Coding, ...] = ()
    parts: str | None = None


def drug(resource: Resource, shelf: Shelf) -> Drug:
    """The drug of a medication resource, coded in place, contained, or elsewhere in the file."""
    body = resource.body
    concept = body.get("medicationCodeableConcept") or member(body, "medication", "concept")
    if isinstance(concept, dict):
        return Drug(label(concept), codings(concept))
    reference = body.get("medicationReference") or member(body, "medication", "reference")
    found = resource if resource.type == "Medication" else shelf.find(reference, resource)
    if found is None:
        return Drug(words(member(reference, "display")))
    parts = joined((_ingredient(item, found, shelf) for item in objects(found.body.get("ingredient"))), " + ")
    name = label(found.body.get("code")) or parts or words(member(reference, "display"))
    form = label(found.body.get("form"))
    return Drug(name, codings(found.body.get("code")), joined((None if parts == name else parts, form), ", "))


def _ingredient(item: Body, medication: Resource, shelf: Shelf) -> str | None:
    name = label(item.get("itemCodeableConcept")) or shelf.name(item.get("itemReference"), medication)
    return joined((name, ratio(item.get("strength"))), " ")


def medication(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """One fact: the drug, with dose, timing, route, reason and remarks in its detail."""
    body = resource.body
    taken = drug(resource, shelf)
    if taken.label is None:
        yield Problem("resource_says_nothing", source(resource))
        return
    status = words(body.get("status"))
    yield Fact(
        kind=Kind.NOTE if says_nothing(taken.codings) else Kind.MEDICATION,
        label=taken.label,
        source=source(resource),
        codings=taken.codings,
        start=_since(body),
        end=_until(body),
        status=status,
        negated=_is_denied(body, status) or denies(taken.codings),
        detail=joined(
            (
                dosage(body, shelf.language),
                taken.parts,
                _reason(resource, shelf),
                _supply(body, shelf.language),
                _intent(body, shelf.language),
                labels(body.get("statusReason")) or label(body.get("statusReasonCodeableConcept")),
                notes(body),
            )
        ),
        confirmed=True,
        identifiers=shelf.identifiers(resource),
    )


def _is_denied(body: Body, status: str | None) -> bool:
    """Not to be taken, not taken, not given: as R4 says it, or as the versions before did."""
    before = (
        body.get("wasNotTaken") is True or body.get("notGiven") is True or body.get("wasNotGiven") is True
    )
    return (
        before or body.get("doNotPerform") is True or words(body.get("taken")) == "n" or status in _NOT_TAKEN
    )


def _since(body: Body) -> When | None:
    return (
        started(body, "effective")
        or started(body, "occurence")  # R5 spells it so in MedicationAdministration
        or min(_bounds(body, "start"), key=lambda start: start.local, default=None)
        or when(body.get("authoredOn"))
        or when(body.get("dateWritten"))
        or when(body.get("whenHandedOver"))
        or when(body.get("whenPrepared"))
        or when(body.get("dateAsserted"))
    )


def _until(body: Body) -> When | None:
    """The end, when every part of the dosage has one."""
    ends = _bounds(body, "end")
    parts = sum(len(objects(body.get(name))) for name in _DOSAGES)
    last = max(ends, key=lambda end: end.local, default=None)
    return ended(body, "effective") or (last if len(ends) == parts else None)


def _bounds(body: Body, side: str) -> list[When]:
    """The stated starts or ends of the parts of the dosage."""
    found = (
        when(member(item, "timing", "repeat", "boundsPeriod", side))
        for name in _DOSAGES
        for item in objects(body.get(name))
    )
    return [bound for bound in found if bound is not None]


def _reason(resource: Resource, shelf: Shelf) -> str | None:
    return because(resource, shelf, ("reasonCode", "reason"), ("reasonReference",))


def because(
    resource: Resource, shelf: Shelf, coded: tuple[str, ...], referred: tuple[str, ...]
) -> str | None:
    """The stated reason of a resource, led by the word for it."""
    body = resource.body
    reasons = joined(
        (
            *(labels(body.get(name)) for name in coded),
            *(shelf.names(body.get(name), resource) for name in referred),
        ),
        ", ",
    )
    return f"{term('reason', shelf.language)}: {reasons}" if reasons else None


def _supply(body: Body, language: str) -> str | None:
    request = body.get("dispenseRequest")
    amount = with_unit(member(request, "quantity")) or with_unit(body.get("quantity"))
    lasting = with_unit(member(request, "expectedSupplyDuration")) or with_unit(body.get("daysSupply"))
    refills = words(member(request, "numberOfRepeatsAllowed"))
    return joined(
        (
            f"{term('supply', language)}: {amount}" if amount else None,
            lasting,
            f"{term('refills', language)}: {refills}" if refills else None,
        ),
        ", ",
    )


def _intent(body: Body, language: str) -> str | None:
    """A proposal or plan is not an order: say so. The common case needs no word."""
    intent: Any = words(body.get("intent"))
    return f"{term('intent', language)}: {intent}" if intent not in (None, "order") else None

"""The header of a CDA document: whom it is about, when it was written, what visit it belongs to."""

from collections.abc import Iterator

from connectors.cda.context import Document, identifiers, source
from connectors.cda.datatypes import attribute, codings, flat, is_null, joined, label, point, span
from connectors.cda.parse import Element, child, children, name
from records.model import Fact, Kind, Person, Problem
from records.when import When

_SEXES = {"M": "male", "F": "female", "UN": "other"}


def written(root: Element) -> When | None:
    """The date the document gives itself."""
    return point(child(root, "effectiveTime")) if name(root) == "ClinicalDocument" else None


def persons(root: Element, within: Document) -> Iterator[Person | Problem]:
    """Whom it is about; more than one is said."""
    del within
    targets = [root] if name(root) == "recordTarget" else children(root, "recordTarget")
    found = []
    for target in targets:
        patient = child(target, "patientRole", "patient")
        if patient is None:
            continue
        found.append(
            Person(
                names=tuple(
                    dict.fromkeys(said for item in children(patient, "name") if (said := _full_name(item)))
                ),
                birth=point(child(patient, "birthTime")),
                sex=_SEXES.get(attribute(child(patient, "administrativeGenderCode"), "code") or ""),
            )
        )
    yield from dict.fromkeys(found)
    if len(set(found)) > 1:
        yield Problem("several_people", count=len(set(found)))


def _full_name(item: Element) -> str | None:
    """Given names, then family names; a name without parts as it stands."""
    if is_null(item):
        return None
    given = [flat(part) for part in children(item, "given") if not is_null(part)]
    family = [flat(part) for part in children(item, "family") if not is_null(part)]
    return joined((*given, *family), " ") or flat(item) or None


def visits(root: Element, within: Document) -> Iterator[Fact]:
    """The visit or stay the document was written about, when it says which kind."""
    for holder in [root] if name(root) == "componentOf" else children(root, "componentOf"):
        visit = child(holder, "encompassingEncounter")
        if visit is None:
            continue
        lasted = span(children(visit, "effectiveTime"))
        kind = label(child(visit, "code"), within.texts)
        facility = child(visit, "location", "healthCareFacility")
        where = child(facility, "location", "name")
        service = child(facility, "serviceProviderOrganization", "name")
        if kind is None or (lasted.start is None and lasted.end is None):
            continue
        yield Fact(
            kind=Kind.ENCOUNTER,
            label=kind,
            source=source(visit),
            codings=codings(child(visit, "code")),
            start=lasted.start or lasted.end,
            end=lasted.end if lasted.start is not None else None,
            detail=joined(
                (
                    flat(where) if where is not None else None,
                    flat(service) if service is not None else None,
                    label(child(visit, "dischargeDispositionCode"), within.texts),
                )
            ),
            confirmed=True,
            identifiers=identifiers(visit, within),
        )


def titles(root: Element, within: Document) -> Iterator[Fact]:
    """What the document says of itself: its title and kind, who keeps it."""
    title, kind = child(root, "title"), label(child(root, "code"), within.texts)
    if name(root) != "ClinicalDocument" or child(root, "component", "nonXMLBody") is None:
        return
    named = (flat(title) if title is not None else "") or kind
    if named:
        keeper = child(root, "custodian", "assignedCustodian", "representedCustodianOrganization", "name")
        yield Fact(
            kind=Kind.NOTE,
            label=named,
            source=source(title if title is not None and flat(title) else root),
            codings=codings(child(root, "code")),
            start=written(root),
            detail=joined((kind if kind != named else None, flat(keeper) if keeper is not None else None)),
            confirmed=True,
            identifiers=identifiers(root, within),
        )

"""The header of a CDA document: whom it is about, when it was written, what visit it belongs to."""

from collections.abc import Iterator

from connectors.cda.context import Document, identifiers, source
from connectors.cda.datatypes import attribute, codings, flat, is_null, joined, label, point, span
from connectors.cda.parse import Element, child, children, name
from records.model import Fact, Kind, Person, Problem
from records.when import When

_VERSIONS_MAX = 50
_SEXES = {"M": "male", "F": "female", "UN": "other"}


def written(root: Element) -> When | None:
    """The date the document gives itself."""
    return point(child(root, "effectiveTime")) if name(root) == "ClinicalDocument" else None


def versions(root: Element) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys of this version of the document, and of the versions whose place it takes (RPLC, not APND).

    A version is named by its identifier, or by what all versions share (``setId``) with its number.
    """
    if name(root) != "ClinicalDocument":
        return (), ()
    own = _version_keys(root)
    related = [item for item in children(root, "relatedDocument") if item.get("typeCode") == "RPLC"]
    parents = [key for item in related for key in _version_keys(child(item, "parentDocument"))]
    series, number = _key(child(root, "setId")), _number(root)
    if related and series is not None and number is not None:
        parents += [f"{series}#{earlier}" for earlier in range(1, min(number, _VERSIONS_MAX))]
    return tuple(own), tuple(dict.fromkeys(key for key in parents if key not in own))


def _version_keys(document: Element | None) -> list[str]:
    if document is None:
        return []
    key, series, number = _key(child(document, "id")), _key(child(document, "setId")), _number(document)
    keys = [key] if key is not None else []
    return [*keys, f"{series}#{number}"] if series is not None and number is not None else keys


def _key(item: Element | None) -> str | None:
    if item is None or is_null(item) or not (root := attribute(item, "root")):
        return None
    return f"{root.lower()}|{attribute(item, 'extension') or ''}"


def _number(document: Element) -> int | None:
    said = attribute(child(document, "versionNumber"), "value") or ""
    return int(said) if said.isdecimal() and len(said) < len(str(_VERSIONS_MAX)) + 1 else None


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

"""What holds for a statement because of where it stands: section, time, laboratory, whom it is about."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from connectors.cda.datatypes import Texts, attribute, codes, flat, joined, label, point, span
from connectors.cda.parse import Element, child, children, name, path
from connectors.cda.terms import role
from connectors.limits import Limits
from records.source import Source, XPath
from records.when import When

CLINICAL: Final = (
    "observation", "act", "procedure", "substanceAdministration", "supply", "encounter", "organizer",
    "observationMedia", "regionOfInterest",
)  # fmt: skip
LINKS: Final = ("entry", "entryRelationship", "component")
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z", re.IGNORECASE)
_OID: Final = re.compile(r"[0-2](\.\d+)+\Z")
_LABORATORY_REPORT: Final = "11502-2"


@dataclass(frozen=True, slots=True)
class Document:
    """One file.

    Attributes:
        texts: Its narrative.
        limits: Of this reading.
        ids: How often each identifier stands in it.
        laboratory: Of a laboratory report as a whole.
    """

    texts: Texts
    limits: Limits
    ids: Mapping[str, int]
    laboratory: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What is handed down to a statement.

    Attributes:
        section: What its section is for (`terms.SECTIONS`); empty when that does not matter.
        heading: Title of its section.
        panel: Name of the battery it belongs to.
        start: Time of the statement above.
        noted: When what is above was written down.
        status: Of the concern above.
        laboratory: Who measured.
        relative: Whom it is about, when not the person: ``Father``.
        planned: Mood of a plan above; empty for what happened.
        specimen: What was taken.
    """

    section: str = ""
    heading: str | None = None
    panel: str | None = None
    start: When | None = None
    noted: When | None = None
    status: str | None = None
    laboratory: str | None = None
    relative: str | None = None
    planned: str = ""
    specimen: str | None = None


def document(root: Element, limits: Limits) -> Document:
    """What a file says as a whole."""
    language = (attribute(child(root, "languageCode"), "code") or "").lower()
    realm = (attribute(child(root, "realmCode"), "code") or "").upper()
    french = language.startswith("fr") or (not language and realm == "FR")
    counted = Counter(
        str(key)
        for element in root.iter()
        if name(element) in CLINICAL
        for key in {identifier(item) for item in children(element, "id")} - {None}
    )
    return Document(
        texts=Texts(root, "fr" if french else "en"),
        limits=limits,
        ids=counted,
        laboratory=_reporting_laboratory(root),
    )


def _reporting_laboratory(root: Element) -> str | None:
    """The laboratory of a laboratory report: who performed the act, else whose author signed."""
    if _LABORATORY_REPORT not in codes(child(root, "code")):
        return None
    performers = [
        organisation(performer)
        for holder in children(root, "documentationOf")
        for performer in children(child(holder, "serviceEvent"), "performer")
    ]
    authors = [organisation(author) for author in children(root, "author")]
    return next((found for found in (*performers, *authors) if found), None)


def organisation(participation: Element) -> str | None:
    """The organisation behind a performer or author; never a person's name."""
    for role_name in ("assignedEntity", "assignedAuthor"):
        for body in ("representedOrganization", "representedCustodianOrganization"):
            found = child(participation, role_name, body, "name")
            if found is not None and (said := flat(found)):
                return said
    return None


def identifier(item: Element) -> str | None:
    """An II as ``urn:oid:root|extension``; None for one that names nothing for certain."""
    root, extension = attribute(item, "root"), attribute(item, "extension")
    if root is None or item.get("nullFlavor"):
        return None
    if extension is not None:
        return f"{_uri(root)}|{extension}"
    return f"|{root.lower()}" if _UUID.match(root) else None


def _uri(root: str) -> str:
    if _UUID.match(root):
        return f"urn:uuid:{root.lower()}"
    return f"urn:oid:{root}" if _OID.match(root) else root


def identifiers(statement: Element, within: Document) -> tuple[str, ...]:
    """The identifiers that only this statement has in its document."""
    found = (identifier(item) for item in children(statement, "id"))
    return tuple(dict.fromkeys(key for key in found if key and within.ids.get(key) == 1))


def place_of_section(section: Element, above: Place, texts: Texts) -> Place:
    """What a section hands down."""
    code = child(section, "code")
    title = child(section, "title")
    heading = (flat(title) if title is not None else "") or label(code, texts)
    own = role(codes(code))
    return replace(
        above,
        section=own or above.section,
        heading=heading or above.heading,
        relative=_relative(section, texts) or above.relative,
        noted=_noted(section) or above.noted,
    )


def below(statement: Element, above: Place, within: Document) -> Place:
    """What a statement hands down to those in it."""
    texts = within.texts
    mood = statement.get("moodCode") or "EVN"
    specimen = child(statement, "specimen", "specimenRole", "specimenPlayingEntity")
    sample = (
        joined((label(child(specimen, "code"), texts), _name(specimen)), ", ")
        if specimen is not None
        else None
    )
    return replace(
        above,
        start=span(children(statement, "effectiveTime")).start or sampled(statement) or above.start,
        noted=_noted(statement) or above.noted,
        laboratory=_performer(statement) or above.laboratory,
        relative=_relative(statement, texts) or above.relative,
        planned=mood if mood not in ("EVN", "INT") else above.planned,
        specimen=sample or above.specimen,
    )


def _name(entity: Element | None) -> str | None:
    found = child(entity, "name")
    return flat(found) if found is not None else None


def sampled(statement: Element) -> When | None:
    """When the specimen of a battery was taken, where it says so as a procedure of its own."""
    for link in children(statement, "component", "entryRelationship"):
        taken = child(link, "procedure")
        if taken is not None and child(taken, "participant", "participantRole", "playingEntity") is not None:
            found = span(children(taken, "effectiveTime")).start
            if found is not None and _is_collection(taken):
                return found
    return None


def _is_collection(procedure: Element) -> bool:
    """Whether a procedure is the taking of a specimen: its product is one, or its code says so."""
    products = any(item.get("typeCode") == "PRD" for item in children(procedure, "participant"))
    return products or bool(codes(child(procedure, "code")) & {"33882-2", "17636008"})


def _noted(element: Element) -> When | None:
    times = (point(child(author, "time")) for author in children(element, "author"))
    return next((found for found in times if found is not None), None)


def _performer(statement: Element) -> str | None:
    return next((found for item in children(statement, "performer") if (found := organisation(item))), None)


def _relative(element: Element, texts: Texts) -> str | None:
    """Whom a statement is about when not the person; their relation, never their name."""
    subject = child(element, "subject")
    if subject is None:
        return None
    related = child(subject, "relatedSubject")
    return label(child(related, "code"), texts) or "?"


def source(
    element: Element, *, laboratory: str | None = None, method: str | None = None, device: str | None = None
) -> Source:
    """The place of an element in the file."""
    return Source(XPath(path(element)), laboratory, method, device)

"""Patient and RelatedPerson: who the record is about, what it says of them beside medicine, who is close."""

from collections.abc import Iterator
from typing import Any

from connectors.fhir_r4.elements import (
    codings,
    extension,
    human_name,
    joined,
    label,
    labels,
    member,
    objects,
    when,
    words,
)
from connectors.fhir_r4.parse import Body, Resource
from connectors.fhir_r4.shelf import Shelf, source
from connectors.fhir_r4.terms import term
from records.model import Fact, Kind, Person, Problem, Record
from records.when import When

_BIRTH_TIME = "http://hl7.org/fhir/StructureDefinition/patient-birthTime"
_BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
_GROUPS = (
    "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race",
    "http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity",
)
_GENDER = (
    "http://hl7.org/fhir/us/core/StructureDefinition/us-core-genderIdentity",
    "http://hl7.org/fhir/StructureDefinition/patient-genderIdentity",
    "http://hl7.org/fhir/StructureDefinition/individual-genderIdentity",
)


def person(resource: Resource) -> Person:
    """Whom a Patient names."""
    body = resource.body
    names = (human_name(name) for name in objects(body.get("name")))
    return Person(
        names=tuple(dict.fromkeys(name for name in names if name)),
        birth=when(body.get("birthDate"))
        or when(member(extension(body.get("_birthDate"), _BIRTH_TIME), "valueDateTime")),
        sex=words(body.get("gender")),
    )


def remarks(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """A note for each thing a Patient says of the person beside name, birth and sex."""
    body, language = resource.body, shelf.language
    died = when(body.get("deceasedDateTime"))
    if died is not None or body.get("deceasedBoolean") is True:
        at = "/deceasedBoolean" if died is None else "/deceasedDateTime"
        yield _note(resource, shelf, "died", at, term("yes", language), start=died)
    said: tuple[tuple[str, str, str | None], ...] = (
        ("doctor", "/generalPractitioner", shelf.names(body.get("generalPractitioner"), resource)),
        ("marital", "/maritalStatus", label(body.get("maritalStatus"))),
        ("language", "/communication", _languages(body)),
        ("birth_sex", "/extension", words(member(extension(body, _BIRTH_SEX), "valueCode"))),
        ("gender", "/extension", joined((_extended(body, url) for url in _GENDER), ", ")),
        ("origins", "/extension", joined((_extended(body, url) for url in _GROUPS), ", ")),
        ("multiple_birth", "/multipleBirthBoolean", _twin(body, language)),
    )
    for key, at, text in said:
        if text is not None:
            yield _note(resource, shelf, key, at, text)
    contacts = body.get("contact")
    for index, contact in enumerate(contacts if isinstance(contacts, list) else []):
        name = human_name(member(contact, "name")) or shelf.name(member(contact, "organization"), resource)
        ties = labels(member(contact, "relationship"))
        if name or ties:
            told = joined((name, ties, _reached(contact)), ", ")
            yield _note(resource, shelf, "contact", f"/contact/{index}", told or "")


def relative(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """Someone close to the person, as a note; never a second person of the record."""
    body = resource.body
    names = joined((human_name(name) for name in objects(body.get("name"))), ", ")
    ties = labels(body.get("relationship"))
    if names is None and ties is None:
        yield Problem("resource_says_nothing", source(resource))
        return
    period = body.get("period")
    yield Fact(
        kind=Kind.NOTE,
        label=ties or term("contact", shelf.language),
        source=source(resource),
        codings=codings(body.get("relationship")),
        value_text=names,
        start=when(member(period, "start")),
        end=when(member(period, "end")),
        status="inactive" if body.get("active") is False else None,
        detail=_reached(body),
        confirmed=True,
        identifiers=shelf.identifiers(resource),
    )


def _note(
    resource: Resource, shelf: Shelf, key: str, at: str, text: str, *, start: When | None = None
) -> Fact:
    return Fact(
        kind=Kind.NOTE,
        label=term(key, shelf.language),
        source=source(resource, at),
        value_text=text,
        start=start,
        confirmed=True,
        identifiers=shelf.identifiers(resource, key + at.rpartition("/")[2] if key == "contact" else key),
    )


def _languages(body: Body) -> str | None:
    spoken = objects(body.get("communication"))
    preferred = [item for item in spoken if item.get("preferred") is True]
    return joined((label(item.get("language")) for item in preferred or spoken), ", ")


def _extended(body: Body, url: str) -> str | None:
    """What a complex extension says: its text, else the names of its codes."""
    found = extension(body, url)
    parts = objects(member(found, "extension"))
    text = joined((words(part.get("valueString")) for part in parts), ", ")
    coded = joined(
        (label(part.get("valueCoding")) or label(part.get("valueCodeableConcept")) for part in parts), ", "
    )
    return text or coded or label(member(found, "valueCodeableConcept"))


def _twin(body: Body, language: str) -> str | None:
    order = words(body.get("multipleBirthInteger"))
    return order or (term("yes", language) if body.get("multipleBirthBoolean") is True else None)


def _reached(body: Any) -> str | None:
    ways = (words(item.get("value")) for item in objects(member(body, "telecom")))
    return joined(ways, ", ")

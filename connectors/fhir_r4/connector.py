"""Reads FHIR R4 JSON: one resource, a Bundle of any type, or NDJSON. Every statement keeps its pointer.

Facts come from the coded parts, passages from prose (attached texts, section narratives). What is not about a
person's health (claims, organisations, forms) gives no fact; a type that is not known here is said to be so.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

from connectors import limits, sniff
from connectors.base import About
from connectors.fhir_r4 import documents, medications, observations, parse, remarks, statements
from connectors.fhir_r4.elements import human_name, label, objects, started, when, words
from connectors.fhir_r4.parse import Resource
from connectors.fhir_r4.shelf import Shelf, source
from records.model import Person, Problem, Record
from records.when import When

_RESOURCE_TYPE = re.compile(r'"resourceType"\s*:\s*"[A-Z][A-Za-z]+"')

Reader = Callable[[Resource, Shelf], Iterator[Record | Problem]]

_READERS: dict[str, Reader] = {
    "MedicationRequest": medications.medication,
    "MedicationStatement": medications.medication,
    "MedicationUsage": medications.medication,
    "MedicationAdministration": medications.medication,
    "MedicationDispense": medications.medication,
    "Condition": statements.condition,
    "AllergyIntolerance": statements.allergy,
    "Immunization": statements.immunization,
    "Procedure": statements.procedure,
    "ImagingStudy": statements.imaging,
    "Encounter": statements.encounter,
    "DocumentReference": documents.document,
    "FamilyMemberHistory": remarks.family,
    "Device": remarks.device,
    "QuestionnaireResponse": remarks.answers,
    **dict.fromkeys(remarks.SHAPES, remarks.remark),
}

_NOT_ABOUT_HEALTH = frozenset(
    "Bundle Parameters Patient Practitioner PractitionerRole Organization Location RelatedPerson Endpoint "
    "HealthcareService Person Group Substance Medication Specimen Provenance AuditEvent OperationOutcome "
    "Basic Binary Claim ClaimResponse ExplanationOfBenefit Coverage Account ChargeItem Invoice PaymentNotice "
    "CoverageEligibilityRequest CoverageEligibilityResponse InsurancePlan Questionnaire Library ValueSet "
    "CodeSystem StructureDefinition CapabilityStatement ConceptMap SearchParameter OperationDefinition "
    "PlanDefinition ActivityDefinition ImplementationGuide NamingSystem Measure MeasureReport Schedule Slot "
    "Task List MedicationKnowledge".split()
)


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the JSON speaks of FHIR resources."""
    text = sniff.decode(head)
    return text is not None and _RESOURCE_TYPE.search(text) is not None


def extract(stream: BinaryIO) -> Iterator[Record | Problem | About]:
    """Persons first, then the statements of each resource in the order of the file.

    Raises:
        UnreadableFileError: ``file_empty``, ``file_truncated``, ``file_damaged`` or ``file_too_complex``.
    """
    contents = parse.read(stream.read(), depth=limits.of(stream).depth)
    shelf = Shelf(contents.resources)
    yield from contents.problems
    yield About(when=_document_date(contents.resources))
    yield from _persons(shelf)
    reports = observations.Reports(shelf)
    unknown: Counter[str] = Counter()
    for resource in contents.resources:
        if resource.within is not None:
            continue
        if resource.body.get("modifierExtension"):
            # FHIR: it may turn the meaning round, so who does not know it must not read on.
            yield Problem("fhir_modifier_unknown", source(resource))
        elif resource.type in _READERS or resource.type in ("Observation", "DiagnosticReport", "Composition"):
            yield from _read(resource, shelf, reports)
        elif resource.type not in _NOT_ABOUT_HEALTH:
            unknown[resource.type] += 1
    if unknown:
        yield Problem("resource_not_read", count=unknown.total())


def _read(resource: Resource, shelf: Shelf, reports: observations.Reports) -> Iterator[Record | Problem]:
    heading = label(resource.body.get("code")) or label(resource.body.get("type"))
    date = _date_of(resource)
    if resource.type == "Observation":
        yield from observations.observation(resource, shelf, reports)
    elif resource.type == "DiagnosticReport":
        yield from observations.report(resource, shelf)
        yield from documents.presented_forms(resource, heading, date)
    elif resource.type == "Composition":
        yield from documents.composition(resource, shelf)
        return
    else:
        yield from _READERS[resource.type](resource, shelf)
    yield from documents.own_words(resource, heading, date)


def _date_of(resource: Resource) -> When | None:
    body = resource.body
    return started(body, "effective") or when(body.get("date")) or when(body.get("authoredOn"))


def _document_date(resources: list[Resource]) -> When | None:
    """The date a document gives itself: of its Composition, else of its Bundle, else of its only resource."""
    for resource in resources:
        if resource.type == "Composition":
            return when(resource.body.get("date"))
    bundle = resources[0]
    if bundle.type == "Bundle":
        return when(bundle.body.get("timestamp"))
    return _date_of(bundle) if len(resources) == 1 else None


def _persons(shelf: Shelf) -> Iterator[Record | Problem]:
    """Whom the file names. More than one person in a file is said: one record belongs to one person."""
    named = [resource for resource in shelf if resource.type == "Patient" and resource.within is None]
    for resource in named or [item for item in shelf if item.type == "Patient"]:
        names = (human_name(name) for name in objects(resource.body.get("name")))
        yield Person(
            names=tuple(dict.fromkeys(name for name in names if name)),
            birth=when(resource.body.get("birthDate")),
            sex=words(resource.body.get("gender")),
        )
    subjects = {_subject(resource, shelf) for resource in shelf if resource.within is None} - {None}
    several = max(len(named), len(subjects))
    if several > 1:
        yield Problem("several_people", count=several)


def _subject(resource: Resource, shelf: Shelf) -> str | None:
    """Whom a resource is about: the place of that Patient in the file, else the one referred to."""
    reference = resource.body.get("subject") or resource.body.get("patient")
    found = shelf.find(reference, resource)
    if found is not None:
        return found.pointer if found.type == "Patient" else None
    target = words(reference.get("reference")) if isinstance(reference, dict) else None
    return target.rpartition("/")[2] if target is not None and "Patient/" in target else None

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
from connectors.fhir_r4 import documents, medications, observations, parse, persons, remarks, statements
from connectors.fhir_r4.elements import joined, label, objects, started, when, words
from connectors.fhir_r4.parse import Contents, Resource
from connectors.fhir_r4.shelf import Shelf, source
from connectors.fhir_r4.versions import versions
from connectors.limits import Limits
from connectors.smart_health import tokens
from core.errors import UnreadableFileError
from records.model import Fact, Problem, Record, revised
from records.samples import Samples
from records.when import When

_RESOURCE_TYPE = re.compile(r'"resourceType"\s*:\s*"[A-Z][A-Za-z]+"')

Found = Iterator[Record | Problem | Samples]
Reader = Callable[[Resource, Shelf], Found]

_READERS: dict[str, Reader] = {
    "MedicationRequest": medications.medication,
    "MedicationOrder": medications.medication,
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
    "DiagnosticReport": observations.report,
    "DocumentReference": documents.document,
    "Composition": documents.composition,
    "Patient": persons.remarks,
    "RelatedPerson": persons.relative,
    "Specimen": remarks.specimen,
    "FamilyMemberHistory": remarks.family,
    "Device": remarks.device,
    "QuestionnaireResponse": remarks.answers,
    **dict.fromkeys(remarks.SHAPES, remarks.remark),
}

_SPOKEN_WITHIN = frozenset(
    "Observation Condition AllergyIntolerance Immunization Procedure DiagnosticReport Goal MedicationRequest "
    "MedicationStatement MedicationOrder MedicationAdministration MedicationDispense".split()
)
"""Contained resources that are statements of their own, not only parts of what contains them."""

_NOT_ABOUT_HEALTH = frozenset(
    "Bundle Parameters Practitioner PractitionerRole Organization Location Endpoint Person Group Substance "
    "HealthcareService Medication Provenance AuditEvent OperationOutcome Binary ClaimResponse Account "
    "ChargeItem ChargeItemDefinition Invoice PaymentNotice PaymentReconciliation CoverageEligibilityRequest "
    "CoverageEligibilityResponse InsurancePlan Questionnaire Library ValueSet CodeSystem StructureDefinition "
    "StructureMap CapabilityStatement ConceptMap SearchParameter OperationDefinition CompartmentDefinition "
    "PlanDefinition ActivityDefinition ImplementationGuide NamingSystem Measure MeasureReport Schedule Slot "
    "MedicationKnowledge DeviceDefinition MessageHeader MessageDefinition Subscription TestScript "
    "GraphDefinition Linkage ProcessRequest DeviceMetric AppointmentResponse "
    "OrganizationAffiliation VerificationResult".split()
)


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the JSON speaks of FHIR resources; those inside a health card have their own connector."""
    text = sniff.decode(head)
    return (
        text is not None and _RESOURCE_TYPE.search(text) is not None and not tokens.is_ours(text, whole=True)
    )


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples | About]:
    """Persons first, then the statements of each resource in the order of the file.

    Raises:
        UnreadableFileError: ``file_empty``, ``file_truncated``, ``file_damaged`` or ``file_too_complex``.
    """
    bounds = limits.of(stream)
    yield from statements_of(parse.read(stream.read(), depth=bounds.depth), bounds)


def statements_of(contents: Contents, bounds: Limits) -> Iterator[Record | Problem | Samples | About]:
    """What the resources of one file say, as `extract` yields it."""
    shelf = Shelf(contents.resources, bounds)
    yield from contents.problems
    yield About(_document_date(contents.resources), None, *versions(contents.resources))
    yield from _persons(shelf)
    yield from _incomplete(contents.resources)
    reports = observations.Reports(shelf)
    unknown: Counter[str] = Counter()
    for resource in contents.resources:
        if resource.within is not None and resource.type not in _SPOKEN_WITHIN:
            continue
        if contents.modified and parse.is_modified(resource.body):
            # FHIR: it may turn the meaning round, so who does not know it must not read on.
            yield Problem("fhir_modifier_unknown", source(resource))
        elif resource.type in _READERS or resource.type == "Observation":
            yield from _read(resource, shelf, reports)
        elif resource.type not in _NOT_ABOUT_HEALTH:
            unknown[resource.type] += 1
            yield from documents.narrative(resource, resource.body, "", resource.type, _date_of(resource))
    for resource in contents.resources:
        if resource.type == "Binary" and resource.pointer not in shelf.taken:
            yield from documents.binary(resource, shelf)
    if unknown:
        yield Problem("resource_not_read", count=unknown.total())


def part(data: bytes, step: str) -> bytes:
    """A file that lies in a FHIR file as base64, by the JSON pointer to it.

    Raises:
        UnreadableFileError: ``file_damaged``: there is none; other codes as for `extract`.
    """
    found = parse.at(data, step)
    raw = documents.decoded(found) if isinstance(found, str) else None
    if raw is None:
        raise UnreadableFileError("file_damaged")
    return raw


def _read(resource: Resource, shelf: Shelf, reports: observations.Reports) -> Found:
    """What a resource says, who said it; its own words where they say more, or where nothing else does."""
    if resource.type == "Observation":
        found: Found = observations.observation(resource, shelf, reports)
    else:
        found = _READERS[resource.type](resource, shelf)
    origin = shelf.origin(resource)
    silent = True
    for record in found:
        silent = silent and (isinstance(record, Problem) or _is_named_by_type(record, resource))
        if origin is not None and isinstance(record, Fact):
            yield revised(record, detail=joined((record.detail, origin)))
        else:
            yield record
    if resource.type == "Composition" or (not silent and documents.is_bare(resource)):
        return
    heading = label(resource.body.get("code")) or label(resource.body.get("type"))
    date = _date_of(resource)
    if resource.type != "DocumentReference":
        yield from documents.attachments(resource, shelf, heading, date)
    if silent and resource.type not in ("Patient", "Device", "Specimen"):
        yield from documents.narrative(resource, resource.body, "", heading, date)
    else:
        yield from documents.own_words(resource, heading, date)


def _is_named_by_type(record: Record | Samples, resource: Resource) -> bool:
    return isinstance(record, Fact) and record.label == resource.type


def _incomplete(resources: list[Resource]) -> Iterator[Problem]:
    """What a server that was asked says of its own answer: that something went wrong, that there is more."""
    for resource in resources:
        if resource.type == "OperationOutcome" and resource.within is None:
            grave = [
                issue
                for issue in objects(resource.body.get("issue"))
                if words(issue.get("severity")) in ("fatal", "error", "warning")
            ]
            if grave:
                yield Problem("source_says_incomplete", source(resource), len(grave))
        elif resource.type == "Bundle" and any(
            link.get("relation") == "next" for link in objects(resource.body.get("link"))
        ):
            yield Problem("more_pages_elsewhere", source(resource))


def _date_of(resource: Resource) -> When | None:
    body = resource.body
    return (
        started(body, "effective")
        or when(body.get("date"))
        or when(body.get("authoredOn"))
        or when(body.get("created"))
    )


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
        yield persons.person(resource)
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

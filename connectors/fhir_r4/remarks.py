"""Other resources that say something about a person, as notes: plans, orders, family, devices, answers.

One row per type in `SHAPES` says where its label, dates and further words stand; `family`, `devices` and
`answers` need more than a row.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from connectors.fhir_r4 import documents
from connectors.fhir_r4.elements import (
    codings,
    ended,
    joined,
    label,
    member,
    notes,
    objects,
    ratio,
    said_age,
    span,
    started,
    when,
    with_unit,
    words,
)
from connectors.fhir_r4.medications import because
from connectors.fhir_r4.observations import value
from connectors.fhir_r4.parse import Body, Resource
from connectors.fhir_r4.shelf import Shelf, source
from connectors.fhir_r4.terms import denies, term
from records.model import Fact, Kind, Problem, Record
from records.samples import Samples
from records.source import Source
from records.when import When

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a resource type keeps what we read of it.

    Attributes:
        names: Paths to its label, best first.
        dates: Members with its date: a whole name, or the stem of a choice (``occurrence``), or a period.
        details: Paths to further words: strings, concepts, quantities, references.
        statuses: Members with its status, best first.
    """

    names: tuple[Path, ...]
    dates: tuple[str, ...] = ()
    details: tuple[Path, ...] = ()
    statuses: tuple[str, ...] = ("status",)


_CLAIM_NAMES: tuple[Path, ...] = (("type",), ("item", "productOrService"))
_CLAIM_DETAILS: tuple[Path, ...] = (
    ("diagnosis", "diagnosisCodeableConcept"), ("diagnosis", "diagnosisReference"),
    ("procedure", "procedureCodeableConcept"), ("item", "productOrService"), ("provider",),
)  # fmt: skip

SHAPES: dict[str, Shape] = {
    "CarePlan": Shape(
        (("title",), ("category",), ("description",)),
        ("period", "created"),
        (("description",), ("activity", "detail", "code"), ("activity", "detail", "description"),
         ("addresses",), ("goal",)),
    ),
    "Goal": Shape(
        (("description",),),
        ("startDate", "statusDate"),
        (("achievementStatus",), ("priority",), ("statusReason",), ("addresses",)),
        ("lifecycleStatus", "status"),
    ),
    "ServiceRequest": Shape(
        (("code",), ("category",), ("orderDetail",)),
        ("occurrence", "authoredOn"),
        (("orderDetail",), ("bodySite",), ("priority",), ("patientInstruction",)),
    ),
    "NutritionOrder": Shape(
        (("oralDiet", "type"), ("oralDiet", "instruction"), ("supplement", "productName")),
        ("dateTime",),
        (("oralDiet", "instruction"), ("foodPreferenceModifier",), ("excludeFoodModifier",)),
    ),
    "DeviceRequest": Shape((("codeCodeableConcept",), ("codeReference",)), ("occurrence", "authoredOn")),
    "Appointment": Shape(
        (("description",), ("serviceType",), ("appointmentType",), ("specialty",)),
        ("start",),
        (("serviceType",), ("specialty",), ("participant", "actor"), ("patientInstruction",), ("comment",)),
    ),
    "Consent": Shape(
        (("category",), ("scope",)),
        ("dateTime", "date"),
        (("scope",), ("provision", "type"), ("provision", "code")),
    ),
    "Flag": Shape((("code",),), ("period",), (("category",),)),
    "ClinicalImpression": Shape(
        (("code",), ("description",), ("summary",)),
        ("effective", "date"),
        (("description",), ("summary",), ("finding", "itemCodeableConcept"), ("prognosisCodeableConcept",)),
    ),
    "DetectedIssue": Shape((("code",), ("detail",)), ("identified",), (("detail",), ("severity",))),
    "RiskAssessment": Shape(
        (("code",), ("prediction", "outcome"), ("method",)),
        ("occurrence",),
        (("prediction", "outcome"), ("prediction", "rationale"), ("mitigation",)),
    ),
    "AdverseEvent": Shape(
        (("event",),),
        ("date", "detected", "recordedDate"),
        (("seriousness",), ("severity",), ("outcome",), ("suspectEntity", "instance")),
        ("actuality",),
    ),
    "EpisodeOfCare": Shape(
        (("type",), ("diagnosis", "condition")), ("period",), (("diagnosis", "condition"),)
    ),
    "CareTeam": Shape((("name",), ("category",)), ("period",), (("participant", "member"), ("reasonCode",))),
    "Media": Shape(
        (("content", "title"), ("type",), ("modality",)),
        ("created", "issued"),
        (("bodySite",), ("reasonCode",), ("view",)),
    ),
    "DeviceUseStatement": Shape(
        (("device",),), ("timing", "recordedOn"), (("bodySite",), ("reasonCode",), ("reasonReference",))
    ),
    "SupplyDelivery": Shape((("suppliedItem", "itemCodeableConcept"), ("type",)), ("occurrence",)),
    "VisionPrescription": Shape((("lensSpecification", "product"),), ("dateWritten", "created")),
    "BodyStructure": Shape((("morphology",), ("location",)), (), (("location",), ("description",))),
    "Coverage": Shape(
        (("type",), ("class", "name"), ("payor",), ("kind",)),
        ("period",),
        (("payor",), ("insurer",), ("class", "name"), ("relationship",), ("dependent",)),
    ),
    "Claim": Shape(_CLAIM_NAMES, ("billablePeriod", "created"), _CLAIM_DETAILS),
    "ExplanationOfBenefit": Shape(_CLAIM_NAMES, ("billablePeriod", "created"), _CLAIM_DETAILS),
    "CommunicationRequest": Shape(
        (("category",), ("reasonCode",)), ("occurrence", "authoredOn"), (("payload", "contentString"),)
    ),
    "ImmunizationRecommendation": Shape(
        (("recommendation", "vaccineCode"), ("recommendation", "targetDisease")),
        ("date",),
        (("recommendation", "forecastStatus"), ("recommendation", "dateCriterion", "value"),
         ("recommendation", "series"), ("recommendation", "description")),
        (),
    ),
    "ImmunizationEvaluation": Shape((("targetDisease",),), ("date",), (("doseStatus",), ("description",))),
    "GuidanceResponse": Shape((("moduleCodeableConcept",), ("reasonCode",)), ("occurrenceDateTime",)),
    "List": Shape((("title",), ("code",)), ("date",), (("emptyReason",), ("entry", "item"))),
    "Task": Shape(
        (("code",), ("description",)),
        ("executionPeriod", "authoredOn"),
        (("description",), ("focus",), ("statusReason",)),
    ),
    "SupplyRequest": Shape((("itemCodeableConcept",), ("category",)), ("occurrence", "authoredOn")),
    "ResearchSubject": Shape((("study",),), ("period",)),
    "Communication": Shape(
        (("topic",), ("category",), ("reasonCode",)), ("sent", "received"), (("payload", "contentString"),)
    ),
}  # fmt: skip


def remark(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """One note, by the row of its type."""
    shape = SHAPES[resource.type]
    body = resource.body
    name = next(filter(None, (_said(body, path, resource, shelf) for path in shape.names)), None)
    if name is None and isinstance(member(body, "text", "div"), str):
        name = resource.type  # it says nothing but its narrative, which is read beside
    if name is None:
        yield Problem("resource_says_nothing", source(resource))
        return
    intent = words(body.get("intent"))
    details = [_said(body, path, resource, shelf) for path in shape.details]
    codes = codings(body.get(shape.names[0][0]))
    yield Fact(
        kind=Kind.NOTE,
        label=name,
        source=source(resource),
        codings=codes,
        start=next(filter(None, (_date(body, stem) for stem in shape.dates)), None),
        end=next(filter(None, (_end(body, stem) for stem in shape.dates)), None),
        status=next(filter(None, (words(body.get(status)) for status in shape.statuses)), None),
        negated=body.get("doNotPerform") is True or denies(codes),
        detail=joined(
            (
                *(detail for detail in details if detail != name),
                _targets(body, shelf.language),
                f"{term('intent', shelf.language)}: {intent}" if intent not in (None, "order") else None,
                because(resource, shelf, ("reasonCode",), ("reasonReference",)),
                notes(body),
            )
        ),
        confirmed=True,
        identifiers=shelf.identifiers(resource),
    )


def _said(body: Body, path: Path, resource: Resource, shelf: Shelf) -> str | None:
    """The words at the end of a path, through every item of the lists on the way."""
    found: list[Any] = [body]
    for name in path:
        found = [
            inner
            for item in found
            for inner in ([item.get(name)] if not isinstance(item.get(name), list) else item[name])
        ]
        found = [item for item in found if item is not None]
        if name != path[-1]:
            found = [item for item in found if isinstance(item, dict)]
    return joined((_spoken(item, resource, shelf) for item in found), ", ")


def _spoken(item: Any, resource: Resource, shelf: Shelf) -> str | None:
    if not isinstance(item, dict):
        return words(item)
    if "reference" in item or "identifier" in item:
        return shelf.name(item, resource)
    return label(item) or with_unit(item) or span(item) or ratio(item)


def _date(body: Body, stem: str) -> When | None:
    return when(body.get(stem)) or when(member(body.get(stem), "start")) or started(body, stem)


def _end(body: Body, stem: str) -> When | None:
    return when(member(body.get(stem), "end")) or ended(body, stem)


def _targets(body: Body, language: str) -> str | None:
    """What a goal aims at, and by when."""
    aims = joined(
        (
            joined(
                (
                    label(item.get("measure")),
                    with_unit(item.get("detailQuantity"))
                    or span(item.get("detailRange"))
                    or label(item.get("detailCodeableConcept"))
                    or words(item.get("detailString")),
                    words(item.get("dueDate")) or with_unit(item.get("dueDuration")),
                ),
                " ",
            )
            for item in objects(body.get("target"))
        ),
        ", ",
    )
    return f"{term('target', language)}: {aims}" if aims else None


def family(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """What a relative had: a note per condition, so that it is never read as the person's own."""
    body = resource.body
    relative = label(body.get("relationship")) or words(body.get("name"))
    if relative is None:
        yield Problem("resource_says_nothing", source(resource))
        return
    conditions = body.get("condition")
    if not objects(conditions):
        yield _of_relative(resource, shelf, relative, body, "", "")
    for index, item in enumerate(conditions if isinstance(conditions, list) else []):
        name = label(member(item, "code"))
        if name is not None:
            yield _of_relative(
                resource, shelf, f"{relative} : {name}", item, f"/condition/{index}", str(index)
            )


def _of_relative(resource: Resource, shelf: Shelf, name: str, item: Body, at: str, part: str) -> Fact:
    language = shelf.language
    onset = said_age(item, "onset")
    died = resource.body.get("deceasedBoolean") is True or item.get("contributedToDeath") is True
    return Fact(
        kind=Kind.NOTE,
        label=name,
        source=source(resource, at),
        codings=codings(item.get("code")) if at else codings(item.get("relationship")),
        start=started(item, "onset") or when(resource.body.get("date")),
        status=words(resource.body.get("status")),
        detail=joined(
            (
                f"{term('onset', language)}: {onset}" if onset else None,
                label(item.get("outcome")),
                term("died", language) if died else None,
                notes(item),
            )
        ),
        confirmed=True,
        identifiers=shelf.identifiers(resource, part),
    )


def device(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """A device that belongs to the person (an implant, a pump); others only measure, and are no fact."""
    body = resource.body
    if not isinstance(body.get("patient"), dict):
        return
    name = label(body.get("type")) or words(member(body, "deviceName", "name"))
    if name is None:
        yield Problem("resource_says_nothing", source(resource))
        return
    codes = codings(body.get("type"))
    yield Fact(
        kind=Kind.NOTE,
        label=name,
        source=source(resource, device=words(member(body, "deviceName", "name"))),
        codings=codes,
        start=when(body.get("manufactureDate")),
        status=words(body.get("status")),
        negated=denies(codes),
        detail=joined(
            (
                words(body.get("manufacturer")),
                words(body.get("modelNumber")),
                words(body.get("serialNumber")),
                words(member(body, "udiCarrier", "carrierHRF")),
                notes(body),
            )
        ),
        confirmed=True,
        identifiers=shelf.identifiers(resource),
    )


def specimen(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """A sample that no result of the file refers to; the others are told with their results."""
    if resource.pointer in shelf.sampled:
        return
    body = resource.body
    taken = body.get("collection") or {}
    name = label(body.get("type"))
    if name is None:
        yield Problem("resource_says_nothing", source(resource))
        return
    yield Fact(
        kind=Kind.NOTE,
        label=name,
        source=source(resource),
        codings=codings(body.get("type")),
        start=started(taken, "collected") or when(body.get("receivedTime")),
        status=words(body.get("status")),
        detail=joined(
            (label(member(taken, "bodySite")), label(member(taken, "method")),
             joined((label(item) for item in objects(body.get("condition"))), ", "), notes(body))
        ),
        confirmed=True,
        identifiers=shelf.identifiers(resource),
    )  # fmt: skip


def answers(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem | Samples]:
    """A questionnaire's answers: one note per question that was answered."""
    date = when(resource.body.get("authored"))
    status = words(resource.body.get("status"))
    for at, item, place in _answered(resource.body, "", resource):
        for index, answer in enumerate(objects(item.get("answer"))):
            said = _answer(answer, resource, shelf)
            question = words(item.get("text")) or words(item.get("linkId"))
            attached = answer.get("valueAttachment")
            if attached is not None:
                yield from documents.attachment(
                    attached, resource, shelf, f"{at}/answer/{index}/valueAttachment", question, date
                )
            if said is None or question is None:
                continue
            yield Fact(
                kind=Kind.NOTE,
                label=question,
                source=place,
                value_text=said,
                start=date,
                status=status,
                confirmed=True,
                identifiers=shelf.identifiers(resource, f"{at}/{index}"),
            )


def _answered(body: Body, at: str, resource: Resource) -> Iterator[tuple[str, Body, Source]]:
    items = body.get("item")
    for index, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict):
            here = f"{at}/item/{index}"
            yield here, item, source(resource, here)
            yield from _answered(item, here, resource)
            for number, answer in enumerate(objects(item.get("answer"))):
                yield from _answered(answer, f"{here}/answer/{number}", resource)


def _answer(answer: Body, resource: Resource, shelf: Shelf) -> str | None:
    found = value(answer, shelf.language)
    if found.text is not None:
        return joined((found.text, found.unit), " ")
    return (
        label(answer.get("valueCoding"))
        or words(answer.get("valueDate"))
        or shelf.name(answer.get("valueReference"), resource)
    )

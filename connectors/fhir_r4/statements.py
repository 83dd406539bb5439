"""Conditions, allergies, vaccines, procedures, encounters: what is said, how surely, what is denied."""

from collections.abc import Iterator
from typing import Any

from connectors.fhir_r4.elements import (
    code,
    codings,
    ended,
    joined,
    label,
    labels,
    member,
    notes,
    objects,
    said_age,
    started,
    when,
    with_unit,
    words,
)
from connectors.fhir_r4.medications import because
from connectors.fhir_r4.parse import Body, Resource
from connectors.fhir_r4.shelf import Shelf, source
from connectors.fhir_r4.terms import denies, says_nothing, term
from records.model import Fact, Kind, Problem, Record
from records.when import When

_REFUTED = "refuted"
_IN_ERROR = "entered-in-error"
_SURE = frozenset(("confirmed", _REFUTED, _IN_ERROR))
_HAPPENED_NOT = frozenset(("not-done",))


def _statement(
    resource: Resource,
    shelf: Shelf,
    kind: Kind,
    concept: Any,
    *,
    name: str | None = None,
    start: When | None = None,
    end: When | None = None,
    status: str | None = None,
    negated: bool = False,
    detail: str | None = None,
) -> Fact | Problem:
    """One fact about `concept`; a note when its code says that nothing is stated."""
    said = name or label(concept)
    if said is None:
        return Problem("resource_says_nothing", source(resource))
    codes = codings(concept)
    return Fact(
        kind=Kind.NOTE if says_nothing(codes) else kind,
        label=said,
        source=source(resource),
        codings=codes,
        start=start,
        end=end,
        status=status,
        negated=negated or denies(codes),
        detail=detail,
        confirmed=True,
        identifiers=shelf.identifiers(resource),
    )


def _status(body: Body) -> str | None:
    """The clinical status; an error of entry wins over it, since then nothing of it holds."""
    verification = code(body.get("verificationStatus"))
    if verification == _IN_ERROR:
        return _IN_ERROR
    return code(body.get("clinicalStatus")) or verification or words(body.get("status"))


def _is_refuted(body: Body) -> bool:
    """Whether it was looked for and is not so; DSTU2 has it in the status."""
    return _REFUTED in (code(body.get("verificationStatus")), words(body.get("status")))


def _certainty(body: Body, language: str) -> str | None:
    """A diagnosis that is not confirmed must not read as one."""
    found = code(body.get("verificationStatus"))
    if found is None or found in _SURE:
        return None
    return f"{term('verification', language)}: {label(body.get('verificationStatus'))}"


def _began(body: Body) -> When | None:
    """Since when, else when it was written down; the last names are those before R4."""
    onset = started(body, "onset") or when(body.get("onset"))
    written = ("recordedDate", "assertedDate", "dateRecorded")
    return onset or next(filter(None, (when(body.get(name)) for name in written)), None)


def _spoken_date(body: Body, name: str, key: str, language: str) -> str | None:
    said = said_age(body, name)
    return f"{term(key, language)}: {said}" if said else None


def condition(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """A problem or diagnosis. Refuted: negated. Not confirmed: said in the detail."""
    body = resource.body
    language = shelf.language
    yield _statement(
        resource,
        shelf,
        Kind.CONDITION,
        body.get("code"),
        start=_began(body),
        end=started(body, "abatement"),
        status=_status(body),
        negated=_is_refuted(body),
        detail=joined(
            (
                _certainty(body, language),
                label(body.get("severity")),
                labels(body.get("bodySite")),
                joined((label(item.get("summary")) for item in objects(body.get("stage"))), ", "),
                labels(body.get("category")),
                _spoken_date(body, "onset", "onset", language),
                _spoken_date(body, "abatement", "ended", language),
                notes(body),
            )
        ),
    )


def allergy(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """An allergy or intolerance, its reactions in the detail. "None known" and refuted: negated."""
    body = resource.body
    language = shelf.language
    reactions = joined((_reaction(item) for item in objects(body.get("reaction"))), " | ")
    criticality = words(body.get("criticality"))
    concept = body.get("code") or body.get("substance")
    substances = labels([item.get("substance") for item in objects(body.get("reaction"))])
    yield _statement(
        resource,
        shelf,
        Kind.ALLERGY,
        concept,
        name=label(concept) or substances,
        start=_began(body),
        end=None,
        status=_status(body),
        negated=_is_refuted(body),
        detail=joined(
            (
                _certainty(body, language),
                f"{term('reaction', language)}: {reactions}" if reactions else None,
                f"{term('criticality', language)}: {criticality}" if criticality else None,
                words(body.get("type")) or label(body.get("type")),
                joined(map(words, categories), ", ")
                if isinstance(categories := body.get("category"), list)
                else None,
                _spoken_date(body, "onset", "onset", language),
                notes(body),
            )
        ),
    )


def _reaction(item: Body) -> str | None:
    severity = words(item.get("severity"))
    what = labels(item.get("manifestation")) or words(item.get("description"))
    route = label(item.get("exposureRoute"))
    return joined((what, f"({severity})" if severity else None, route, notes(item)), " ")


def _is_undone(body: Body, status: str | None) -> bool:
    """Whether it did not happen: by the status, or by the flags of the versions before R4."""
    flags = ("wasNotGiven", "notGiven", "notPerformed", "notDone")
    return status in _HAPPENED_NOT or any(body.get(flag) is True for flag in flags)


def immunization(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """A vaccine given, or not done: then negated, with the reason."""
    body = resource.body
    language = shelf.language
    lot = words(body.get("lotNumber"))
    status = words(body.get("status"))
    said = words(body.get("occurrenceString"))
    yield _statement(
        resource,
        shelf,
        Kind.IMMUNIZATION,
        body.get("vaccineCode"),
        start=started(body, "occurrence")
        or (None if said else when(body.get("date")) or when(body.get("recorded"))),
        status=status,
        negated=_is_undone(body, status),
        detail=joined(
            (
                said,
                joined((_protocol(item, language) for item in objects(body.get("protocolApplied"))), ", "),
                with_unit(body.get("doseQuantity")),
                label(body.get("route")),
                label(body.get("site")),
                f"{term('lot', language)} {lot}" if lot else None,
                shelf.name(body.get("manufacturer"), resource),
                label(body.get("statusReason")),
                because(resource, shelf, ("reasonCode",), ("reasonReference",)),
                notes(body),
            )
        ),
    )


def _protocol(item: Body, language: str) -> str | None:
    dose = words(item.get("doseNumberPositiveInt")) or words(item.get("doseNumberString"))
    of = words(item.get("seriesDosesPositiveInt")) or words(item.get("seriesDosesString"))
    count = f"{term('dose_number', language)} {dose}{f'/{of}' if of else ''}" if dose else None
    return joined((labels(item.get("targetDisease")), words(item.get("series")), count), ", ")


def procedure(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """A procedure; not done: negated, with the reason."""
    body = resource.body
    status = words(body.get("status"))
    said = said_age(body, "performed") or said_age(body, "occurrence")
    yield _statement(
        resource,
        shelf,
        Kind.PROCEDURE,
        body.get("code"),
        name=label(body.get("code")) or labels(body.get("category")),
        start=started(body, "performed") or started(body, "occurrence"),
        end=ended(body, "performed") or ended(body, "occurrence"),
        status=status,
        negated=_is_undone(body, status),
        detail=joined(
            (
                said,
                labels(body.get("bodySite")),
                label(body.get("outcome")),
                label(body.get("statusReason")),
                because(resource, shelf, ("reasonCode",), ("reasonReference",)),
                labels(body.get("complication")),
                joined(
                    (
                        joined(
                            (label(item.get("action")), shelf.name(item.get("manipulated"), resource)), " "
                        )
                        for item in objects(body.get("focalDevice"))
                    ),
                    ", ",
                ),
                shelf.name(body.get("location"), resource),
                notes(body),
            )
        ),
    )


def imaging(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """An imaging study, as a procedure; its pictures are elsewhere."""
    body = resource.body
    series = objects(body.get("series"))
    modality = labels(body.get("modality")) or joined((label(item.get("modality")) for item in series), ", ")
    concept = body.get("procedureCode")
    yield _statement(
        resource,
        shelf,
        Kind.PROCEDURE,
        concept,
        name=labels(concept) or words(body.get("description")) or modality,
        start=when(body.get("started")),
        status=words(body.get("status")),
        detail=joined(
            (
                words(body.get("description")),
                modality,
                joined((label(item.get("bodySite")) for item in series), ", "),
                because(resource, shelf, ("reasonCode",), ("reasonReference",)),
                notes(body),
            )
        ),
    )


def encounter(resource: Resource, shelf: Shelf) -> Iterator[Record | Problem]:
    """A visit or stay: what kind, where, why, how it ended."""
    body = resource.body
    period = body.get("period") or body.get("actualPeriod")
    kind = labels(body.get("type")) or label(body.get("serviceType")) or label(body.get("class"))
    people = (
        shelf.name(item.get("individual") or item.get("actor"), resource)
        for item in objects(body.get("participant"))
    )
    yield _statement(
        resource,
        shelf,
        Kind.ENCOUNTER,
        body.get("type"),
        name=kind,
        start=when(member(period, "start")),
        end=when(member(period, "end")),
        status=words(body.get("status")),
        detail=joined(
            (
                because(resource, shelf, ("reasonCode", "reason"), ("reasonReference",)),
                label(body.get("class")),
                label(body.get("serviceType")),
                shelf.name(body.get("serviceProvider"), resource),
                joined(people, ", "),
                joined(
                    (shelf.name(item.get("location"), resource) for item in objects(body.get("location"))),
                    ", ",
                ),
                label(member(body, "hospitalization", "dischargeDisposition")),
            )
        ),
    )

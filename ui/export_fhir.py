"""Facts as HL7 FHIR R4, so that another program can take them over. Pure.

Nothing is invented to fill a field: what the source did not say is left out, or marked unknown where FHIR
demands a value. What was printed goes along in extensions, and each resource names the place it was read.

Source:
    HL7 FHIR R4 (4.0.1), https://hl7.org/fhir/R4/, the resource pages and their invariants.
"""

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import orjson

from records.codes import UCUM, Coding
from records.model import Document, Extraction, Fact, Kind
from records.quantity import Quantity
from records.source import locator_text
from records.when import Precision, When

Plain = dict[str, Any]

_PRINTED = "urn:carnet:value-as-printed"
_UNIT_PRINTED = "urn:carnet:unit-as-printed"
_CORRECTS = "urn:carnet:corrects"
_HOW = "urn:carnet:how-it-was-read"
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_TERMS = "http://terminology.hl7.org/CodeSystem/"

_OBSERVATION = frozenset(
    "registered preliminary final amended corrected cancelled entered-in-error unknown".split()
)
_MEDICATION = frozenset(
    "active completed entered-in-error intended stopped on-hold unknown not-taken".split()
)
_CONDITION = frozenset("active recurrence relapse inactive remission resolved".split())
_ENDED = frozenset("inactive remission resolved".split())
_ALLERGY = frozenset("active inactive resolved".split())
_IMMUNIZATION = frozenset("completed entered-in-error not-done".split())
_PROCEDURE = frozenset(
    "preparation in-progress not-done on-hold stopped completed entered-in-error unknown".split()
)
_ENCOUNTER = frozenset(
    "planned arrived triaged in-progress onleave finished cancelled entered-in-error unknown".split()
)


def bundle(name: str, documents: Iterable[tuple[Document, str]], facts: Iterable[Fact]) -> bytes:
    """A Bundle of type ``collection``: the person, their documents, and every fact.

    Args:
        name: Of the person, as the account knows it.
        documents: Each with the path of its original beside the bundle.
        facts: In any order; a correction names the fact it corrects.

    Returns:
        JSON, decimals with the digits they were printed with.
    """
    patient: Plain = {
        "resourceType": "Patient",
        "id": "person",
        **({"name": [{"text": name}]} if name else {}),
    }
    entries = [_entry(_urn("person"), patient)]
    entries += [_entry(_urn(document.id), _document(document, path)) for document, path in documents]
    entries += [_entry(_urn(fact.id), resource(fact)) for fact in facts]
    return orjson.dumps(
        {"resourceType": "Bundle", "type": "collection", "entry": entries}, option=orjson.OPT_INDENT_2
    )


def resource(fact: Fact) -> Plain:
    """One fact as the resource of its kind."""
    build = {
        Kind.OBSERVATION: _observation,
        Kind.NOTE: _observation,
        Kind.MEDICATION: _medication,
        Kind.CONDITION: _condition,
        Kind.ALLERGY: _allergy,
        Kind.IMMUNIZATION: _immunization,
        Kind.PROCEDURE: _procedure,
        Kind.ENCOUNTER: _encounter,
    }[fact.kind]
    made = build(fact)
    return _without_nothing({"resourceType": made.pop("resourceType"), **_common(fact), **made})


def _common(fact: Fact) -> Plain:
    printed = [
        {"url": url, "valueString": text}
        for url, text in ((_PRINTED, fact.value_text), (_UNIT_PRINTED, fact.unit_text))
        if text
    ]
    how = [{"url": _HOW, "valueCode": fact.extraction.value}]
    corrects = (
        [{"url": _CORRECTS, "valueReference": {"reference": _urn(fact.corrects)}}] if fact.corrects else []
    )
    place = f"{_urn(fact.source.file_id)}#{quote(locator_text(fact.source.locator), safe='/=&,')}"
    return {
        "id": fact.id,
        "meta": {"source": place} if fact.source.file_id else None,
        "extension": [*printed, *how, *corrects],
    }


def _observation(fact: Fact) -> Plain:
    status = _one_of(fact.status, _OBSERVATION, "unknown")
    if fact.extraction is Extraction.TYPED and fact.corrects:
        status = "corrected"
    value = (
        {"valueQuantity": _quantity(fact.quantity, fact.unit_text)}
        if fact.quantity is not None
        else {"valueString": fact.value_text or fact.detail}
    )
    return {
        "resourceType": "Observation",
        "status": status,
        "code": _concept(fact),
        "subject": _person(),
        **_when("effective", fact),
        **value,
        "interpretation": [{"text": fact.interpretation}] if fact.interpretation else None,
        "method": {"text": fact.source.method} if fact.source.method else None,
        "referenceRange": _range(fact),
        "performer": [{"display": fact.source.laboratory}] if fact.source.laboratory else None,
        "note": _note(fact) if fact.quantity is not None or fact.value_text else None,
    }


def _range(fact: Fact) -> list[Plain] | None:
    if fact.reference is None:
        return None
    low, high = fact.reference.low, fact.reference.high
    return [
        _without_nothing(
            {
                "low": _quantity(low, None, simple=True) if low else None,
                "high": _quantity(high, None, simple=True) if high else None,
                "text": fact.reference.text,
            }
        )
    ]


def _medication(fact: Fact) -> Plain:
    return {
        "resourceType": "MedicationStatement",
        "status": "not-taken" if fact.negated else _one_of(fact.status, _MEDICATION, "unknown"),
        "medicationCodeableConcept": _concept(fact),
        "subject": _person(),
        **_when("effective", fact),
        "dosage": [{"text": fact.detail}] if fact.detail else None,
    }


def _condition(fact: Fact) -> Plain:
    status = fact.status if fact.status in _CONDITION else None
    if fact.end is not None and status not in _ENDED:
        status = "inactive"  # FHIR con-4: what has an end is not active
    return {
        "resourceType": "Condition",
        "clinicalStatus": _term("condition-clinical", status),
        "verificationStatus": _term("condition-ver-status", "refuted") if fact.negated else None,
        "code": _concept(fact),
        "subject": _person(),
        "onsetDateTime": _instant(fact.start),
        "abatementDateTime": _instant(fact.end),
        "note": _note(fact),
    }


def _allergy(fact: Fact) -> Plain:
    status = "inactive" if fact.negated else _one_of(fact.status, _ALLERGY, "active")
    return {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": _term("allergyintolerance-clinical", status),
        "verificationStatus": _term(
            "allergyintolerance-verification", "refuted" if fact.negated else "unconfirmed"
        ),
        "code": _concept(fact),
        "patient": _person(),
        "onsetDateTime": _instant(fact.start),
        "note": _note(fact),
    }


def _immunization(fact: Fact) -> Plain:
    occurrence = (
        {"occurrenceDateTime": _instant(fact.start)} if fact.start else {"occurrenceString": "unknown"}
    )
    return {
        "resourceType": "Immunization",
        "status": "not-done" if fact.negated else _one_of(fact.status, _IMMUNIZATION, "completed"),
        "vaccineCode": _concept(fact),
        "patient": _person(),
        **occurrence,
        "note": _note(fact),
    }


def _procedure(fact: Fact) -> Plain:
    return {
        "resourceType": "Procedure",
        "status": "not-done" if fact.negated else _one_of(fact.status, _PROCEDURE, "unknown"),
        "code": _concept(fact),
        "subject": _person(),
        **_when("performed", fact),
        "note": _note(fact),
    }


def _encounter(fact: Fact) -> Plain:
    unknown = {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}
    period = {"start": _instant(fact.start), "end": _instant(fact.end)}
    return {
        "resourceType": "Encounter",
        "status": _one_of(fact.status, _ENCOUNTER, "unknown"),
        "class": unknown,
        "type": [_concept(fact)],
        "subject": _person(),
        "period": _without_nothing(period) or None,
        "reasonCode": [{"text": fact.detail}] if fact.detail else None,
    }


def _document(document: Document, path: str) -> Plain:
    attachment = {
        "contentType": document.media_type,
        "url": quote(path),
        "size": document.size_bytes,
        "title": document.name,
        "creation": _instant(document.when),
    }
    return {
        "resourceType": "DocumentReference",
        "id": document.id[:64],
        "status": "current",
        "subject": _person(),
        "date": document.received,
        "content": [{"attachment": _without_nothing(attachment)}],
    }


def _entry(full_url: str, made: Plain) -> Plain:
    return {"fullUrl": full_url, "resource": made}


def _person() -> Plain:
    return {"reference": _urn("person")}


def _urn(own: str) -> str:
    """A UUID for an id of ours: the same id always has the same one."""
    try:
        return f"urn:uuid:{uuid.UUID(hex=own)}"
    except ValueError:
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, own)}"


def _concept(fact: Fact) -> Plain:
    codings = [_coding(coding) for coding in fact.codings]
    return {**({"coding": codings} if codings else {}), "text": fact.label}


def _coding(coding: Coding) -> Plain:
    return {
        name: value
        for name, value in (
            ("system", coding.system),
            ("code", coding.code),
            ("display", coding.display),
        )
        if value
    }


def _term(system: str, code: str | None) -> Plain | None:
    return {"coding": [{"system": _TERMS + system, "code": code}]} if code else None


def _quantity(quantity: Quantity, printed: str | None, *, simple: bool = False) -> Plain:
    """A Quantity; a SimpleQuantity (in a range) may carry no comparator."""
    return _without_nothing(
        {
            "value": orjson.Fragment(_digits(quantity.value)),
            "comparator": None if simple else quantity.comparator,
            "unit": printed or quantity.unit,
            "system": UCUM,
            "code": quantity.unit,
        }
    )


def _digits(value: Decimal) -> bytes:
    return format(value, "f").encode()


def _when(stem: str, fact: Fact) -> Plain:
    if fact.end is not None and fact.end != fact.start:
        period = {"start": _instant(fact.start), "end": _instant(fact.end)}
        return {f"{stem}Period": _without_nothing(period)}
    return {f"{stem}DateTime": _instant(fact.start)}


def _instant(when: When | None) -> str | None:
    """FHIR dateTime: a time of day only with its offset, which FHIR demands."""
    if when is None:
        return None
    if when.precision is not Precision.SECOND or when.offset_min is None:
        return when.day
    sign, minutes = "+" if when.offset_min >= 0 else "-", abs(when.offset_min)
    return f"{when.local}{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def _note(fact: Fact) -> list[Plain] | None:
    return [{"text": fact.detail}] if fact.detail else None


def _one_of(text: str | None, allowed: frozenset[str], otherwise: str) -> str:
    return text if text in allowed else otherwise


def _without_nothing(plain: Plain) -> Plain:
    return {name: value for name, value in plain.items() if value is not None and value != [] and value != {}}

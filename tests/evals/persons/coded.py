"""What systems and phones write: FHIR, C-CDA, HL7 v2, Apple Health, LibreView. Same call, same bytes."""

import io
import json
import random
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Resource = dict[str, Any]
LOINC, SNOMED, ATC, CVX = (
    "http://loinc.org",
    "http://snomed.info/sct",
    "http://www.whocc.no/atc",
    "http://hl7.org/fhir/sid/cvx",
)
_UCUM = "http://unitsofmeasure.org"


# FHIR ------------------------------------------------------------------------------------------


def bundle(person: str, born: str, gender: str, *resources: Resource) -> bytes:
    """A collection about one person."""
    who = {
        "resourceType": "Patient",
        "id": "me",
        "name": [{"text": person}],
        "birthDate": born,
        "gender": gender,
    }
    numbered = [{"id": f"r{number}", **one} for number, one in enumerate(resources, 1)]
    entries = [{"resource": one} for one in (who, *numbered)]
    return json.dumps(
        {"resourceType": "Bundle", "type": "collection", "entry": entries}, ensure_ascii=False, indent=1
    ).encode()


def _code(text: str, system: str = "", code: str = "") -> Resource:
    coding = [{"system": system, "code": code, "display": text}] if code else []
    return {"text": text, **({"coding": coding} if coding else {})}


_ME = {"reference": "Patient/me"}


def observed(
    label: str,
    loinc: str,
    value: str,
    unit: str,
    ucum: str,
    when: str,
    *,
    low: str = "",
    high: str = "",
    comparator: str = "",
    lab: str = "",
    category: str = "laboratory",
) -> Resource:
    """One measured value. Numbers are written as given."""
    quantity: Resource = {"value": _number(value), "unit": unit, "system": _UCUM, "code": ucum}
    if comparator:
        quantity["comparator"] = comparator
    span = {
        name: {"value": _number(edge), "unit": unit} for name, edge in (("low", low), ("high", high)) if edge
    }
    return {
        "resourceType": "Observation",
        "status": "final",
        "subject": _ME,
        "effectiveDateTime": when,
        "category": [{"coding": [{"code": category}]}],
        "code": _code(label, LOINC, loinc),
        "valueQuantity": quantity,
        **({"referenceRange": [span]} if span else {}),
        **({"performer": [{"display": lab}]} if lab else {}),
    }


def _number(text: str) -> float | int:
    return float(text) if "." in text else int(text)


def prescribed(
    label: str, atc: str, dose: str, when: str, *, status: str = "active", until: str = "", why: str = ""
) -> Resource:
    """A medicine somebody takes or took."""
    period = {"start": when, **({"end": until} if until else {})}
    return {
        "resourceType": "MedicationStatement",
        "status": status,
        "subject": _ME,
        "medicationCodeableConcept": _code(label, ATC, atc),
        "effectivePeriod": period,
        "dosage": [{"text": dose}],
        **({"reasonCode": [{"text": why}]} if why else {}),
    }


def ordered(label: str, atc: str, dose: str, when: str, *, status: str = "active") -> Resource:
    """A prescription."""
    return {
        "resourceType": "MedicationRequest",
        "status": status,
        "intent": "order",
        "subject": _ME,
        "medicationCodeableConcept": _code(label, ATC, atc),
        "authoredOn": when,
        "dosageInstruction": [{"text": dose}],
    }


def allergic(label: str, snomed: str, reaction: str, when: str, *, status: str = "active") -> Resource:
    """An allergy."""
    return {
        "resourceType": "AllergyIntolerance",
        "patient": _ME,
        "code": _code(label, SNOMED, snomed),
        "clinicalStatus": {"coding": [{"code": status}]},
        "onsetDateTime": when,
        "reaction": [{"manifestation": [{"text": reaction}]}],
    }


def condition(label: str, snomed: str, when: str, *, status: str = "active", until: str = "") -> Resource:
    """A problem."""
    return {
        "resourceType": "Condition",
        "subject": _ME,
        "code": _code(label, SNOMED, snomed),
        "clinicalStatus": {"coding": [{"code": status}]},
        "onsetDateTime": when,
        **({"abatementDateTime": until} if until else {}),
    }


def vaccinated(label: str, cvx: str, when: str, *, status: str = "completed") -> Resource:
    """A vaccine given."""
    return {
        "resourceType": "Immunization",
        "status": status,
        "patient": _ME,
        "vaccineCode": _code(label, CVX, cvx),
        "occurrenceDateTime": when,
    }


def procedure(label: str, snomed: str, when: str) -> Resource:
    """Something done."""
    return {
        "resourceType": "Procedure",
        "status": "completed",
        "subject": _ME,
        "code": _code(label, SNOMED, snomed),
        "performedDateTime": when,
    }


# C-CDA -----------------------------------------------------------------------------------------

_PARTS = {
    "problems": ("2.16.840.1.113883.10.20.22.2.5.1", "11450-4", "Problems"),
    "allergies": ("2.16.840.1.113883.10.20.22.2.6.1", "48765-2", "Allergies"),
    "medications": ("2.16.840.1.113883.10.20.22.2.1.1", "10160-0", "Medications"),
    "results": ("2.16.840.1.113883.10.20.22.2.3.1", "30954-2", "Results"),
    "immunizations": ("2.16.840.1.113883.10.20.22.2.2.1", "11369-6", "Immunizations"),
}


def summary(person: str, born: str, when: str, custodian: str, **parts: Sequence[tuple[str, str]]) -> bytes:
    """A continuity of care document; each part is (words, entry) pairs made by the functions below."""
    family, given = person.split(" ", 1)[1], person.split(" ", 1)[0]
    sections = "".join(_section(name, rows) for name, rows in parts.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sdtc="urn:hl7-org:sdtc">\n'
        '<realmCode code="US"/><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>'
        '<templateId root="2.16.840.1.113883.10.20.22.1.2"/>'
        '<id root="2.16.840.1.113883.19.5" extension="ccd-1"/>'
        '<code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/><title>Summary of care</title>'
        f'<effectiveTime value="{when}"/><confidentialityCode code="N"/><languageCode code="en-US"/>\n'
        '<recordTarget><patientRole><id root="2.16.840.1.113883.19.5" extension="1"/><patient><name>'
        f"<given>{escape(given)}</given><family>{escape(family)}</family></name>"
        f'<birthTime value="{born}"/></patient></patientRole></recordTarget>\n'
        "<custodian><assignedCustodian><representedCustodianOrganization>"
        f"<name>{escape(custodian)}</name></representedCustodianOrganization></assignedCustodian></custodian>\n"
        f"<component><structuredBody>{sections}</structuredBody></component></ClinicalDocument>\n"
    ).encode()


def _section(name: str, rows: Sequence[tuple[str, str]]) -> str:
    template, code, title = _PARTS[name]
    items = "".join(f"<item>{escape(words)}</item>" for words, _ in rows)
    entries = "".join(f"<entry>{entry}</entry>" for _, entry in rows)
    return (
        f'<component><section><templateId root="{template}"/><code code="{code}" '
        f'codeSystem="2.16.840.1.113883.6.1"/><title>{title}</title><text><list>{items}</list></text>'
        f"{entries}</section></component>\n"
    )


def _coded(tag: str, system: str, code: str, label: str, more: str = "") -> str:
    return f'<{tag}{more} code="{code}" codeSystem="{system}" displayName={quoteattr(label)}/>'


_SCT, _RX, _LN, _CVX = (
    "2.16.840.1.113883.6.96",
    "2.16.840.1.113883.6.88",
    "2.16.840.1.113883.6.1",
    "2.16.840.1.113883.12.292",
)


def _span(start: str, end: str = "") -> str:
    high = f'<high value="{end}"/>' if end else ""
    return f'<effectiveTime><low value="{start}"/>{high}</effectiveTime>'


def problem(label: str, snomed: str, start: str, end: str = "") -> tuple[str, str]:
    """A problem; ended when it has an end."""
    status = "completed" if end else "active"
    value = _coded("value", _SCT, snomed, label, ' xsi:type="CD"')
    return f"{label}, {start[:4]}", (
        '<act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.3"/>'
        f'<code code="CONC" codeSystem="2.16.840.1.113883.5.6"/>'
        f'<statusCode code="{status}"/>{_span(start, end)}'
        '<entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">'
        '<templateId root="2.16.840.1.113883.10.20.22.4.4"/>'
        f'<code code="55607006" codeSystem="{_SCT}"/><statusCode code="completed"/>{_span(start, end)}{value}'
        "</observation></entryRelationship></act>"
    )


def allergy(label: str, rxnorm: str, reaction: str, snomed: str, start: str) -> tuple[str, str]:
    """An allergy to a medicine, with what it did."""
    substance = _coded("code", _RX, rxnorm, label)
    seen = _coded("value", _SCT, snomed, reaction, ' xsi:type="CD"')
    return f"{label}: {reaction}", (
        '<act classCode="ACT" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.30"/>'
        '<code code="CONC" codeSystem="2.16.840.1.113883.5.6"/><statusCode code="active"/>'
        '<entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">'
        '<templateId root="2.16.840.1.113883.10.20.22.4.7"/>'
        '<code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/>'
        f'<statusCode code="completed"/>{_span(start)}'
        f"{_coded('value', _SCT, '416098002', 'Drug allergy', ' xsi:type=' + chr(34) + 'CD' + chr(34))}"
        '<participant typeCode="CSM"><participantRole classCode="MANU"><playingEntity classCode="MMAT">'
        f"{substance}<name>{escape(label)}</name></playingEntity></participantRole></participant>"
        '<entryRelationship typeCode="MFST" inversionInd="true"><observation classCode="OBS" moodCode="EVN">'
        '<templateId root="2.16.840.1.113883.10.20.22.4.9"/>'
        '<code code="ASSERTION" codeSystem="2.16.840.1.113883.5.4"/>'
        f'<statusCode code="completed"/>{seen}</observation></entryRelationship>'
        "</observation></entryRelationship></act>"
    )


def medicine(label: str, rxnorm: str, how: str, start: str, end: str = "") -> tuple[str, str]:
    """A medicine; over when it has an end."""
    status = "completed" if end else "active"
    high = f'<high value="{end}"/>' if end else ""
    return f"{label}, {how}", (
        '<substanceAdministration classCode="SBADM" moodCode="EVN">'
        '<templateId root="2.16.840.1.113883.10.20.22.4.16"/>'
        f'<text>{escape(how)}</text><statusCode code="{status}"/>'
        f'<effectiveTime xsi:type="IVL_TS"><low value="{start}"/>{high}</effectiveTime>'
        "<consumable>"
        '<manufacturedProduct classCode="MANU"><templateId root="2.16.840.1.113883.10.20.22.4.23"/>'
        f"<manufacturedMaterial>{_coded('code', _RX, rxnorm, label)}</manufacturedMaterial>"
        "</manufacturedProduct></consumable></substanceAdministration>"
    )


def result(
    label: str, loinc: str, value: str, unit: str, when: str, low: str = "", high: str = ""
) -> tuple[str, str]:
    """A laboratory result."""
    edges = "".join(
        f'<{name} value="{edge}" unit="{unit}"/>' for name, edge in (("low", low), ("high", high)) if edge
    )
    usual = (
        '<referenceRange><observationRange><value xsi:type="IVL_PQ">'
        + edges
        + "</value></observationRange></referenceRange>"
        if edges
        else ""
    )
    return f"{label}: {value} {unit}", (
        '<organizer classCode="BATTERY" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.1"/>'
        f'{_coded("code", _LN, "24323-8", "Panel")}<statusCode code="completed"/>'
        '<component><observation classCode="OBS" moodCode="EVN">'
        '<templateId root="2.16.840.1.113883.10.20.22.4.2"/>'
        f'{_coded("code", _LN, loinc, label)}<statusCode code="completed"/><effectiveTime value="{when}"/>'
        f'<value xsi:type="PQ" value="{value}" unit="{unit}"/>{usual}</observation></component></organizer>'
    )


def vaccine(label: str, cvx: str, when: str) -> tuple[str, str]:
    """A vaccine given."""
    return f"{label}, {when}", (
        '<substanceAdministration classCode="SBADM" moodCode="EVN" negationInd="false">'
        '<templateId root="2.16.840.1.113883.10.20.22.4.52"/><statusCode code="completed"/>'
        f'<effectiveTime value="{when}"/><consumable><manufacturedProduct classCode="MANU">'
        f"<manufacturedMaterial>{_coded('code', _CVX, cvx, label)}</manufacturedMaterial>"
        "</manufacturedProduct></consumable></substanceAdministration>"
    )


# HL7 v2 ----------------------------------------------------------------------------------------


def message(kind: str, sender: str, person: str, born: str, when: str, *segments: str) -> bytes:
    """An ORU or VXU message as a system sends it."""
    family, given = person.split(" ", 1)[1], person.split(" ", 1)[0]
    lines = (
        f"MSH|^~\\&|SYS|{sender}|CARNET|X|{when}||{kind}|1|P|2.5.1||||||UNICODE UTF-8",
        f"PID|1||77||{family}^{given}^^^^^L||{born}|U",
        *segments,
    )
    return "\r".join(lines).encode() + b"\r"


def results(when: str, order: str, *rows: tuple[str, str, str, str, str]) -> tuple[str, ...]:
    """Segments of one order; rows are (LOINC, label, value, unit, range)."""
    out = [f"OBR|1|P1|L1|{order}|||{when}"]
    for number, (loinc, label, value, unit, usual) in enumerate(rows, 1):
        kind, told = ("SN", f"{value[0]}^{value[1:]}") if value[0] in "<>" else ("NM", value)
        out.append(f"OBX|{number}|{kind}|{loinc}^{label}^LN||{told}|{unit}|{usual}||||F")
    return tuple(out)


def jabs(*rows: tuple[str, str, str]) -> tuple[str, ...]:
    """Segments of vaccines given; rows are (day, CVX, label)."""
    out: list[str] = []
    for number, (day, cvx, label) in enumerate(rows, 1):
        out += [f"ORC|RE||{number}", f"RXA|0|1|{day}||{cvx}^{label}^CVX|0.5|mL^^UCUM||00||||||||||||CP|A"]
    return tuple(out)


# Phones ----------------------------------------------------------------------------------------


def apple(days: Iterable[tuple[date, int, int, str, float]], name: str, born: str) -> bytes:
    """An export; a day is (date, steps, resting heart rate, weight or nothing, hours asleep)."""
    rows: list[str] = []

    def row(kind: str, source: str, start: str, end: str, value: str, unit: str = "") -> None:
        unit_part = f' unit="{unit}"' if unit else ""
        rows.append(
            f' <Record type="HK{kind}" sourceName="{source}" sourceVersion="11"{unit_part}'
            f' creationDate="{end} +0000"'
            f' startDate="{start} +0000" endDate="{end} +0000" value="{value}"/>\n'
        )

    for day, steps, resting, weight, asleep in days:
        watch = f"{name}'s Apple Watch"
        for hour, share in ((8, 2), (13, 3), (18, 5)):
            row(
                "QuantityTypeIdentifierStepCount",
                watch,
                f"{day} {hour:02}:00:00",
                f"{day} {hour:02}:40:00",
                str(steps * share // 10),
                "count",
            )
        row(
            "QuantityTypeIdentifierRestingHeartRate",
            watch,
            f"{day} 00:00:00",
            f"{day} 20:00:00",
            str(resting),
            "count/min",
        )
        if weight:
            row("QuantityTypeIdentifierBodyMass", "Scale", f"{day} 07:00:00", f"{day} 07:00:00", weight, "kg")
        minutes = round(asleep * 60)
        end = f"{day} {minutes // 60:02}:{minutes % 60:02}:00"
        row(
            "CategoryTypeIdentifierSleepAnalysis",
            watch,
            f"{day} 00:00:00",
            end,
            "HKCategoryValueSleepAnalysisAsleepCore",
        )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_GB">\n'
        ' <ExportDate value="2026-11-15 09:00:00 +0000"/>\n'
        f' <Me HKCharacteristicTypeIdentifierDateOfBirth="{born}"/>\n' + "".join(rows) + "</HealthData>\n"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("apple_health_export/export.xml", (2026, 11, 15, 9, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, body)
    return out.getvalue()


def libre(person: str, start: date, days: int, seed: int) -> bytes:
    """A French LibreView file: a value each quarter of an hour, in mg/dL."""
    chance = random.Random(seed)  # noqa: S311  made-up measurements
    lines = [
        f"Données du glucose,Généré le,{start + timedelta(days):%d-%m-%Y} 18:00 UTC,Généré par,{person}",
        "Appareil,Numéro de série,Horodatage de l'appareil,Type d'enregistrement,"
        "Historique de la glycémie mg/dL,Numérisation de la glycémie mg/dL",
    ]
    level = 140.0
    for step in range(days * 96):
        day, minute = start + timedelta(step // 96), step % 96 * 15
        level = min(320.0, max(55.0, level + chance.uniform(-16, 16) + (140 - level) * 0.05))
        lines.append(
            f"FreeStyle LibreLink,aa11,{day:%d-%m-%Y} {minute // 60:02}:{minute % 60:02},0,{round(level)},"
        )
    return ("\n".join(lines) + "\n").encode()

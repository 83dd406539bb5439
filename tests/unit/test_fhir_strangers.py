"""FHIR as systems nobody here has seen may write it: older versions, odd places, things not said."""

import base64
import io
import json
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from connectors import intake
from connectors.fhir_r4 import connector
from core.errors import UnreadableFileError
from records.model import Fact, Kind, Passage, Person, Problem
from records.source import JsonPointer, PageBoxes

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


def _records(content: Any) -> list[Any]:
    text = content if isinstance(content, str) else json.dumps(content)
    return list(connector.extract(io.BytesIO(text.encode())))


def _facts(content: Any) -> list[Fact]:
    return [record for record in _records(content) if isinstance(record, Fact)]


def _codes(content: Any) -> list[str]:
    return [record.code for record in _records(content) if isinstance(record, Problem)]


def _bundle(*resources: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": resource} for resource in resources],
        **more,
    }


def _pdf(*lines: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, line in enumerate(lines):
        canvas.drawString(72, 760 - 20 * number, line)
    canvas.save()
    return out.getvalue()


def _b64(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Immunization", "vaccineCode": {"text": "Tétanos"}, "wasNotGiven": True},
        {"resourceType": "Immunization", "vaccineCode": {"text": "Tétanos"}, "notGiven": True},
        {"resourceType": "Procedure", "code": {"text": "Coloscopie"}, "notPerformed": True},
        {"resourceType": "Procedure", "code": {"text": "Coloscopie"}, "notDone": True},
        {
            "resourceType": "MedicationStatement",
            "medicationCodeableConcept": {"text": "Aspirine"},
            "wasNotTaken": True,
        },
        {"resourceType": "MedicationStatement", "medicationCodeableConcept": {"text": "x"}, "taken": "n"},
        {"resourceType": "AllergyIntolerance", "substance": {"text": "Pénicilline"}, "status": "refuted"},
    ],
)
def test_a_denial_of_an_older_version_denies(resource: dict[str, Any]) -> None:
    """DSTU2 and STU3 say in a flag what R4 says in the status; read as done, it would be the opposite."""
    (fact,) = _facts(resource)

    assert fact.negated


def test_older_names_of_the_same_thing_are_read() -> None:
    """MedicationOrder, dateWritten, dateRecorded, substance, a note that is a bare string."""
    facts = _facts(
        [
            {
                "resourceType": "MedicationOrder",
                "medicationCodeableConcept": {"text": "Ramipril 5 mg"},
                "dateWritten": "2016-02-01",
                "note": "le matin",
            },
            {"resourceType": "Condition", "code": {"text": "Asthme"}, "dateRecorded": "2015-05-05"},
            {"resourceType": "AllergyIntolerance", "substance": {"text": "Latex"}, "onset": "2014"},
        ]
    )

    assert [(fact.kind, fact.label, fact.start.local if fact.start else None) for fact in facts] == [
        (Kind.MEDICATION, "Ramipril 5 mg", "2016-02-01"),
        (Kind.CONDITION, "Asthme", "2015-05-05"),
        (Kind.ALLERGY, "Latex", "2014"),
    ]
    assert facts[0].detail == "le matin"


def test_a_codeable_reference_of_r5_is_read() -> None:
    """Both what it codes and what it is called."""
    (fact,) = _facts(
        {
            "resourceType": "ServiceRequest",
            "status": "active",
            "intent": "order",
            "code": {"concept": {"coding": [{"system": "s", "code": "1"}], "text": "IRM du genou"}},
        }
    )

    assert (fact.label, fact.codings[0].code) == ("IRM du genou", "1")


@pytest.mark.parametrize(
    "value",
    [
        {"dataAbsentReason": {"text": "masked"}},
        {"valueQuantity": {"extension": [{"url": ABSENT, "valueCode": "masked"}]}},
        {"_valueString": {"extension": [{"url": ABSENT, "valueCode": "masked"}]}},
        {"valueQuantity": {"unit": "g", "_value": {"extension": []}}, "dataAbsentReason": {"text": "masked"}},
    ],
)
def test_a_value_that_is_absent_says_why(value: dict[str, Any]) -> None:
    """Beside it or on the empty value itself; never a number."""
    (fact,) = _facts({"resourceType": "Observation", "code": {"text": "Poids"}, **value})

    assert fact.quantity is None
    assert fact.value_text is None
    assert fact.detail == "masked"


def test_a_result_that_its_report_contains_is_read_with_its_laboratory() -> None:
    """Contained observations are statements; a contained drug is only part of one."""
    (report, result) = _facts(
        {
            "resourceType": "DiagnosticReport",
            "status": "final",
            "code": {"text": "Bilan"},
            "effectiveDateTime": "2024-03-02",
            "performer": [{"reference": "#lab"}],
            "result": [{"reference": "#r1"}],
            "contained": [
                {"resourceType": "Organization", "id": "lab", "name": "Labo du Port"},
                {
                    "resourceType": "Observation",
                    "id": "r1",
                    "code": {"text": "Ferritine"},
                    "valueQuantity": {"value": 41, "unit": "µg/L"},
                },
            ],
        }
    )

    assert report.kind is Kind.NOTE
    assert (result.label, result.value_text, result.source.laboratory) == ("Ferritine", "41", "Labo du Port")
    assert result.start is not None
    assert result.source.locator == JsonPointer("/contained/1")


def test_a_modifier_inside_a_resource_stops_its_reading_too() -> None:
    """Not only one on the resource itself."""
    content = {
        "resourceType": "MedicationRequest",
        "medicationCodeableConcept": {"text": "Warfarine"},
        "dosageInstruction": [{"text": "1 x", "modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}],
    }

    assert _facts(content) == []
    assert "fhir_modifier_unknown" in _codes(content)


def test_an_embedded_pdf_is_read_where_it_lies() -> None:
    """Through the sandbox; the source leads to the page, and the part can be taken out."""
    pdf = _pdf("Hôpital du Port", "Le patient va bien ce matin.")
    content = _bundle(
        {"resourceType": "Patient", "name": [{"text": "Ana Exemple"}]},
        {
            "resourceType": "DocumentReference",
            "type": {"text": "Compte rendu"},
            "content": [{"attachment": {"contentType": "application/pdf", "data": _b64(pdf)}}],
        },
    )
    data = json.dumps(content).encode()
    reading = intake.read(data, "x.json")
    passages = [record for record in reading.records if isinstance(record, Passage)]
    member = "/entry/1/resource/content/0/attachment/data"

    assert any("patient va bien" in passage.text for passage in passages)
    assert {passage.source.member for passage in passages} == {member}
    assert isinstance(passages[0].source.locator, PageBoxes)
    assert intake.part(data, member) == (pdf, "application/pdf")


def test_a_binary_is_read_once_with_or_without_its_reference() -> None:
    """By the address of an attachment, else by itself."""
    text = {"resourceType": "Binary", "id": "b1", "contentType": "text/plain", "data": _b64("Repos 3 jours.")}
    reference = {
        "resourceType": "DocumentReference",
        "type": {"text": "Note"},
        "content": [{"attachment": {"url": "Binary/b1"}}],
    }

    for content in (_bundle(text, reference), _bundle(reference, text), _bundle(text)):
        passages = [record for record in _records(content) if isinstance(record, Passage)]
        assert [passage.text for passage in passages] == ["Repos 3 jours."]
        assert "attachment_elsewhere" not in _codes(content)


def test_a_line_of_a_bulk_file_gives_its_part() -> None:
    """In NDJSON the first step is the line."""
    lines = "\n".join(
        json.dumps(item)
        for item in (
            {"resourceType": "Patient"},
            {"resourceType": "DocumentReference", "content": [{"attachment": {"data": _b64("Bonjour")}}]},
        )
    )

    assert connector.part(lines.encode(), "/1/content/0/attachment/data") == b"Bonjour"
    for wrong in ("/1/content/7/attachment/data", "/9", "", "/1/resourceType"):
        with pytest.raises(UnreadableFileError, match="file_damaged"):
            connector.part(lines.encode(), wrong)


def test_who_performed_a_result_is_its_laboratory_and_who_sent_it_is_not() -> None:
    """Provenance: a performer measures, an author or a sender is only told."""
    observation = {
        "resourceType": "Observation",
        "id": "o1",
        "code": {"text": "Sodium"},
        "valueQuantity": {"value": 140, "unit": "mmol/L"},
    }

    def told(kind: str) -> Fact:
        (fact,) = _facts(
            _bundle(
                observation,
                {"resourceType": "Organization", "id": "g", "name": "Clinique Nord"},
                {
                    "resourceType": "Provenance",
                    "target": [{"reference": "Observation/o1/_history/2"}],
                    "agent": [{"type": {"coding": [{"code": kind}]}, "who": {"reference": "Organization/g"}}],
                },
            )
        )
        return fact

    assert told("performer").source.laboratory == "Clinique Nord"
    assert told("transmitter").source.laboratory is None
    assert told("transmitter").detail == "transmitter : Clinique Nord"


def test_what_a_server_says_of_its_own_answer_is_said() -> None:
    """A warning, and a page that is not the last."""
    outcome = {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "warning"}, {"severity": "information"}, {"severity": "error"}],
    }

    problems = [r for r in _records(_bundle(outcome)) if isinstance(r, Problem)]
    assert [(problem.code, problem.count) for problem in problems] == [("source_says_incomplete", 2)]
    assert _codes(_bundle(link=[{"relation": "next", "url": "https://x"}])) == ["more_pages_elsewhere"]
    assert _codes(_bundle(link=[{"relation": "self", "url": "https://x"}])) == []


def test_a_resource_that_has_only_words_is_kept_as_its_words() -> None:
    """A narrative that claims to repeat codes is read where there are none, or nobody knows them."""
    div = {"status": "generated", "div": "<div>Régime pauvre en sel</div>"}

    for kind in ("NutritionOrder", "Condition", "TypeOfTheFuture"):
        passages = [r for r in _records({"resourceType": kind, "text": div}) if isinstance(r, Passage)]
        assert [passage.text for passage in passages] == ["Régime pauvre en sel"]


def test_a_patient_says_more_than_a_name() -> None:
    """Deceased, doctor, contacts; the time of birth where the date is missing."""
    records = _records(
        {
            "resourceType": "Patient",
            "name": [{"text": "Ana Exemple"}],
            "_birthDate": {
                "extension": [
                    {
                        "url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
                        "valueDateTime": "1950-05-05T08:00:00Z",
                    }
                ]
            },
            "deceasedDateTime": "2024-02",
            "generalPractitioner": [{"display": "Dr Fictif"}],
            "contact": [{"name": {"text": "Léo"}, "relationship": [{"text": "frère"}]}],
        }
    )
    person = next(record for record in records if isinstance(record, Person))
    notes = {record.label: record.value_text for record in records if isinstance(record, Fact)}

    assert person.birth is not None
    assert person.birth.day == "1950-05-05"
    assert notes == {"deceased": "yes", "general practitioner": "Dr Fictif", "contact person": "Léo, frère"}


def test_a_patient_who_is_said_to_be_alive_has_no_note_of_death() -> None:
    """``deceasedBoolean: false`` is no statement to show."""
    assert _facts({"resourceType": "Patient", "deceasedBoolean": False}) == []


@pytest.mark.parametrize(
    ("resource", "label"),
    [
        ({"resourceType": "Coverage", "payor": [{"display": "Mutuelle du Port"}]}, "Mutuelle du Port"),
        ({"resourceType": "RelatedPerson", "relationship": [{"text": "nièce"}]}, "nièce"),
        ({"resourceType": "Specimen", "type": {"text": "sang total"}}, "sang total"),
        (
            {
                "resourceType": "ExplanationOfBenefit",
                "type": {"text": "pharmacy"},
                "diagnosis": [{"diagnosisCodeableConcept": {"text": "Asthme"}}],
            },
            "pharmacy",
        ),
        (
            {
                "resourceType": "ImmunizationRecommendation",
                "recommendation": [{"vaccineCode": [{"text": "Grippe"}]}],
            },
            "Grippe",
        ),
    ],
)
def test_the_rest_of_a_record_is_a_note(resource: dict[str, Any], label: str) -> None:
    """Never a diagnosis, and never silence."""
    (fact,) = _facts(resource)

    assert (fact.kind, fact.label) == (Kind.NOTE, label)


def test_a_sample_is_told_with_its_result_only() -> None:
    """Not a second time by itself."""
    facts = _facts(
        _bundle(
            {"resourceType": "Specimen", "id": "s", "type": {"text": "sérum"}},
            {
                "resourceType": "Observation",
                "code": {"text": "Sodium"},
                "valueString": "140",
                "specimen": {"reference": "Specimen/s"},
            },
        )
    )

    assert [(fact.label, fact.detail) for fact in facts] == [("Sodium", "sérum")]


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceType":"Observation","code":{"text":": 5.40, "},"valueString":"\\": 1.0,"}',
        '{"resourceType":"Observation","code":{"text":": 5.40, "},"valueString":":"}',
    ],
)
def test_a_number_inside_words_stays_words(text: str) -> None:
    """The quick reader quotes numbers of members only; where it cannot tell, the careful one reads."""
    (fact,) = _facts(text)

    assert fact.label == ": 5.40,"
    assert fact.value_text == json.loads(text)["valueString"]

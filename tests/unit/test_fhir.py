"""FHIR R4: what a source says is what a fact says, no more and no less."""

import base64
import io
import json
import time
from decimal import Decimal
from typing import Any

import pytest

from connectors import intake
from connectors.fhir_r4 import connector
from connectors.fhir_r4.parse import read
from connectors.fhir_r4.prose import prose
from connectors.limits import Limits, Upload
from core.errors import AppError, UnreadableFileError
from records.model import Fact, Kind, Passage, Person, Problem
from records.source import JsonPointer

UCUM = "http://unitsofmeasure.org"


def _records(content: Any) -> list[Any]:
    text = content if isinstance(content, str) else json.dumps(content)
    return list(connector.extract(io.BytesIO(text.encode())))


def _facts(content: Any) -> list[Fact]:
    return [record for record in _records(content) if isinstance(record, Fact)]


def _fact(content: Any) -> Fact:
    (fact,) = _facts(content)
    return fact


def _codes(content: Any) -> list[str]:
    return [record.code for record in _records(content) if isinstance(record, Problem)]


def _observation(value: str = "", more: str = "") -> str:
    return f'{{"resourceType":"Observation","status":"final","code":{{"text":"Glycémie"}}{value}{more}}}'


def _bundle(*resources: dict[str, Any], kind: str = "collection") -> dict[str, Any]:
    entries = [
        {"fullUrl": resource.pop("_url"), "resource": resource}
        if "_url" in resource
        else {"resource": resource}
        for resource in resources
    ]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


@pytest.mark.parametrize("printed", ["5.40", "5", "5.0", "0.050", "-1.20", "1e3", "12345678901234567890.5"])
def test_a_number_stays_what_was_printed(printed: str) -> None:
    """Digit for digit, trailing zeros too."""
    fact = _fact(_observation(f',"valueQuantity":{{"value":{printed},"unit":"mmol/L"}}'))

    assert fact.value_text == printed
    assert fact.quantity is not None
    assert str(fact.quantity.value) == str(Decimal(printed))


@pytest.mark.parametrize("odd", ["NaN", "Infinity", "-Infinity", "1e999", "1" * 5000, '"12 or 13"'])
def test_what_is_no_number_is_a_problem_and_no_value(odd: str) -> None:
    """It reaches no statistic."""
    content = _observation(f',"valueQuantity":{{"value":{odd},"unit":"g/L"}}')

    assert _fact(content).quantity is None
    assert _codes(content) == ["value_not_a_number"]


def test_a_comparator_is_part_of_the_value() -> None:
    """Below 0.6 is not 0.6."""
    fact = _fact(_observation(',"valueQuantity":{"value":0.6,"comparator":"<","unit":"mg/L"}'))

    assert fact.value_text == "< 0.6"
    assert fact.quantity is not None
    assert fact.quantity.comparator == "<"


def test_the_unit_is_kept_as_printed_and_as_ucum() -> None:
    """Both, and UCUM only when the source says that it is."""
    ucum = _fact(
        _observation(f',"valueQuantity":{{"value":8,"unit":"µg/L","system":"{UCUM}","code":"ug/L"}}')
    )
    plain = _fact(_observation(',"valueQuantity":{"value":8,"unit":"µg/L","code":"X"}'))

    assert (ucum.unit_text, ucum.quantity and ucum.quantity.unit) == ("µg/L", "ug/L")
    assert (plain.unit_text, plain.quantity and plain.quantity.unit) == ("µg/L", "µg/L")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('"valueString":"négatif"', "négatif"),
        ('"valueCodeableConcept":{"coding":[{"code":"A+"}]}', "A+"),
        ('"valueBoolean":true', "yes"),
        ('"valueInteger":3', "3"),
        ('"valueRange":{"low":{"value":5,"unit":"/HPF"},"high":{"value":10,"unit":"/HPF"}}', "5 - 10 /HPF"),
        ('"valueRatio":{"numerator":{"value":1},"denominator":{"value":128}}', "1 : 128"),
        ('"valueDateTime":"2024-05"', "2024-05"),
        ('"valueTime":"08:15:00"', "08:15:00"),
        ('"valuePeriod":{"start":"2024-01","end":"2024-02"}', "2024-01 - 2024-02"),
    ],
)
def test_every_kind_of_value_is_read(value: str, text: str) -> None:
    """Not only quantities."""
    assert _fact(_observation(f",{value}")).value_text == text


def test_a_missing_result_is_a_fact_with_its_reason() -> None:
    """Not done is not nothing."""
    fact = _fact(_observation(',"dataAbsentReason":{"text":"échantillon hémolysé"}'))

    assert fact.value_text is None
    assert fact.detail == "échantillon hémolysé"


@pytest.mark.parametrize(
    ("given", "text", "low", "high"),
    [
        ('[{"low":{"value":15.0},"high":{"value":150}}]', "15.0 - 150", "15.0", "150"),
        ('[{"text":"2.10-2.55"}]', "2.10-2.55", "2.10", "2.55"),
        ('[{"text":"3,90 – 6,10 g/L"}]', "3,90 – 6,10 g/L", "3.90", "6.10"),
        ('[{"text":"< 5,0"}]', "< 5,0", None, "5.0"),
        ('[{"text":">= 60"}]', ">= 60", "60", None),
        ('[{"text":"1,000-2,000"}]', "1,000-2,000", None, None),
        ('[{"text":"3.9-6.1 mmol/L"}]', "3.9-6.1 mmol/L", None, None),
        ('[{"text":"absence"}]', "absence", None, None),
        ('[{"low":{"value":1,"unit":"mmol/L"}}]', ">= 1 mmol/L", None, None),
        (
            '[{"low":{"value":1},"appliesTo":[{"text":"f"}]},{"low":{"value":2},"appliesTo":[{"text":"h"}]}]',
            ">= 1 (f); >= 2 (h)", None, None,
        ),
        ('[{"type":{"coding":[{"code":"x"}]},"low":{"value":9}},{"low":{"value":1}}]', ">= 1", "1", None),
    ],
)  # fmt: skip
def test_the_range_is_that_reports_and_its_limits_are_sure(
    given: str, text: str, low: str | None, high: str | None
) -> None:
    """One plain range in the value's unit has limits; anything else stays words."""
    fact = _fact(_observation(',"valueQuantity":{"value":1.2,"unit":"g/L"}', f',"referenceRange":{given}'))

    assert fact.reference is not None
    assert fact.reference.text == text
    assert (fact.reference.low and str(fact.reference.low.value)) == low
    assert (fact.reference.high and str(fact.reference.high.value)) == high


def test_a_range_that_says_nothing_is_none() -> None:
    """NA is no range."""
    assert _fact(_observation(',"valueInteger":3', ',"referenceRange":[{"text":"NA"}]')).reference is None


def test_blood_pressure_is_two_facts_that_point_at_their_components() -> None:
    """And their merge keys differ, so one never passes for the other."""
    pressure = {
        "resourceType": "Observation", "id": "0b8a51a6-6a4f-4d3c-9b7e-0d6f0e0a0105", "status": "final",
        "code": {"text": "TA"}, "effectiveDateTime": "2024-03-12",
        "component": [
            {"code": {"coding": [{"code": "8480-6"}], "text": "Systolique"}, "valueQuantity": {"value": 128}},
            {"code": {"coding": [{"code": "8462-4"}], "text": "Diastolique"}, "valueQuantity": {"value": 79}},
        ],
    }  # fmt: skip

    upper, lower = _facts(pressure)

    assert (upper.label, upper.value_text, lower.label, lower.value_text) == (
        "Systolique",
        "128",
        "Diastolique",
        "79",
    )
    assert [fact.source.locator for fact in (upper, lower)] == [
        JsonPointer("/component/0"),
        JsonPointer("/component/1"),
    ]
    assert not set(upper.identifiers) & set(lower.identifiers)


def test_every_pointer_opens_the_resource_it_cites() -> None:
    """RFC 6901, into the file as it was given."""
    content = _bundle(
        {"resourceType": "Patient", "name": [{"text": "Camille Exemple"}]},
        {"resourceType": "Condition", "code": {"text": "Asthme"}},
        {"resourceType": "Immunization", "status": "completed", "vaccineCode": {"text": "DTP"}},
    )

    for fact in _facts(json.loads(json.dumps(content))):
        assert isinstance(fact.source.locator, JsonPointer)
        target: Any = content
        for part in fact.source.locator.pointer.split("/")[1:]:
            target = target[int(part)] if isinstance(target, list) else target[part]
        assert fact.label in json.dumps(target)


@pytest.mark.parametrize(
    ("date", "local", "offset"),
    [
        ("2024", "2024", None),
        ("2024-03", "2024-03", None),
        ("2024-03-12", "2024-03-12", None),
        ("2024-03-12T08:15:00+01:00", "2024-03-12T08:15:00", 60),
        ("2024-03-12T08:15:00.123-05:30", "2024-03-12T08:15:00", -330),
        ("2024-02-30", None, None),
    ],
)
def test_a_date_keeps_its_precision_and_offset(date: str, local: str | None, offset: int | None) -> None:
    """No day is made up, and a false date is none."""
    start = _fact(_observation(',"valueInteger":1', f',"effectiveDateTime":"{date}"')).start

    assert (start.local if start else None) == local
    assert (start.offset_min if start else None) == offset


def _report(performer: dict[str, Any], *more: dict[str, Any]) -> dict[str, Any]:
    return _bundle(
        {
            "resourceType": "DiagnosticReport", "status": "final", "code": {"text": "Bilan"},
            "effectiveDateTime": "2024-03-12", "performer": [performer],
            "result": [{"reference": "Observation/1"}],
        },
        {"resourceType": "Observation", "id": "1", "code": {"text": "TSH"}, "valueInteger": 2},
        *more,
    )  # fmt: skip


def test_a_result_has_its_reports_laboratory_and_date() -> None:
    """Found by reference, across the file."""
    laboratory = {"resourceType": "Organization", "id": "lab", "name": "Laboratoire des Tilleuls"}
    _, result = _facts(_report({"reference": "Organization/lab"}, laboratory))

    assert result.source.laboratory == "Laboratoire des Tilleuls"
    assert result.start is not None
    assert result.start.local == "2024-03-12"


def test_a_doctor_is_not_a_laboratory() -> None:
    """Another doctor must not break a series."""
    doctor = {"resourceType": "Practitioner", "id": "d", "name": [{"text": "Dr Modèle"}]}
    _, result = _facts(_report({"reference": "Practitioner/d"}, doctor))

    assert result.source.laboratory is None


def test_a_panel_of_results_in_the_file_is_no_result() -> None:
    """It would count twice; alone it says that the panel was done."""
    panel = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "NFS"},
        "hasMember": [{"reference": "Observation/1"}],
    }
    member = {
        "resourceType": "Observation",
        "id": "1",
        "status": "final",
        "code": {"text": "Hb"},
        "valueInteger": 13,
    }

    assert [fact.label for fact in _facts(_bundle(dict(panel), member))] == ["Hb"]
    assert [fact.label for fact in _facts(panel)] == ["NFS"]


@pytest.mark.parametrize(
    "reference",
    ["#drug", "urn:uuid:aaaa", "Medication/drug", "https://x.invalid/fhir/Medication/drug/_history/2"],
)
def test_a_drug_is_found_however_it_is_referred_to(reference: str) -> None:
    """Contained, by urn, relative, absolute with a version."""
    drug = {"resourceType": "Medication", "id": "drug", "code": {"text": "Metformine 850 mg"}}
    request: dict[str, Any] = {
        "resourceType": "MedicationRequest", "status": "active", "intent": "order",
        "medicationReference": {"reference": reference},
    }  # fmt: skip
    if reference.startswith("#"):
        content: Any = {**request, "contained": [drug]}
    else:
        content = _bundle(request, {**drug, "_url": "urn:uuid:aaaa"})

    assert _fact(content).label == "Metformine 850 mg"


def test_a_dosage_in_codes_reads_like_a_sentence() -> None:
    """Dose, rhythm, moment, length, need, most."""
    dosage = {
        "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "comprimé"}}],
        "timing": {"repeat": {
            "frequency": 2, "period": 8, "periodUnit": "h", "when": ["PC"], "dayOfWeek": ["mon"],
            "boundsDuration": {"value": 10, "code": "d"},
        }},
        "asNeededBoolean": True, "route": {"text": "voie orale"},
    }  # fmt: skip
    request = {
        "resourceType": "MedicationRequest", "language": "fr", "status": "active", "intent": "order",
        "medicationCodeableConcept": {"text": "X"}, "dosageInstruction": [dosage],
    }  # fmt: skip

    assert _fact(request).detail == (
        "1 comprimé, 2 x toutes les 8 heures, lundi, après le repas, pendant 10 jours, si besoin, voie orale"
    )
    assert (_fact({**request, "language": "en"}).detail or "").startswith(
        "1 comprimé, 2 x every 8 hours, Monday"
    )


def test_the_sources_own_words_win_over_the_codes() -> None:
    """What the doctor wrote is what is read."""
    dosage = {"text": "un le soir", "timing": {"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}}
    request = {
        "resourceType": "MedicationRequest",
        "medicationCodeableConcept": {"text": "X"},
        "dosageInstruction": [dosage],
    }

    assert _fact(request).detail == "un le soir"


def _code(code: str) -> dict[str, Any]:
    return {"coding": [{"code": code}]}


def _says(kind: str, **members: Any) -> dict[str, Any]:
    return {"resourceType": kind, **members}


X = {"text": "X"}


@pytest.mark.parametrize(
    "resource",
    [
        _says("Condition", code=X, verificationStatus=_code("refuted")),
        _says("AllergyIntolerance", code=_code("716186003")),
        _says("AllergyIntolerance", code=_code("no-known-allergies")),
        _says("AllergyIntolerance", code=X, verificationStatus=_code("refuted")),
        _says("Condition", code=_code("no-known-problems")),
        _says("MedicationStatement", medicationCodeableConcept=_code("no-known-medications")),
        _says("MedicationStatement", status="not-taken", medicationCodeableConcept=X),
        _says("MedicationRequest", doNotPerform=True, medicationCodeableConcept=X),
        _says("Immunization", status="not-done", vaccineCode=X),
        _says("Procedure", status="not-done", code=X),
        _says("ServiceRequest", status="active", doNotPerform=True, code=X),
    ],
)
def test_a_denial_is_a_denial(resource: dict[str, Any]) -> None:
    """Never read as something that the person has, takes or had."""
    assert _fact(resource).negated


@pytest.mark.parametrize("code", ["no-allergy-info", "no-problem-info", "no-medication-info"])
def test_no_information_denies_nothing(code: str) -> None:
    """Nobody asked is not there is none."""
    kind = {"no-allergy-info": "AllergyIntolerance", "no-problem-info": "Condition"}.get(
        code, "MedicationStatement"
    )
    name = "medicationCodeableConcept" if kind == "MedicationStatement" else "code"
    fact = _fact({"resourceType": kind, name: _code(code)})

    assert (fact.kind, fact.negated) == (Kind.NOTE, False)


def test_an_error_of_entry_keeps_its_status() -> None:
    """Over the clinical status, so that no one takes it for live."""
    condition = {
        "resourceType": "Condition", "code": {"text": "Goutte"}, "clinicalStatus": _code("active"),
        "verificationStatus": _code("entered-in-error"),
    }  # fmt: skip

    assert _fact(condition).status == "entered-in-error"


def test_a_diagnosis_that_is_not_confirmed_says_so() -> None:
    """Provisional must not read as certain."""
    condition = {
        "resourceType": "Condition",
        "code": {"text": "Asthme"},
        "verificationStatus": _code("provisional"),
    }

    assert _fact(condition).detail == "certainty: provisional"


def test_what_a_relative_had_is_not_the_persons() -> None:
    """A note, with the relative first."""
    family = {
        "resourceType": "FamilyMemberHistory", "relationship": {"text": "mère"},
        "condition": [{"code": {"text": "cancer du sein"}, "onsetAge": {"value": 52, "unit": "ans"}}],
    }  # fmt: skip
    fact = _fact(family)

    assert (fact.kind, fact.label, fact.detail) == (Kind.NOTE, "mère : cancer du sein", "onset: 52 ans")


def test_a_modifier_that_we_do_not_know_stops_the_reading_of_its_resource() -> None:
    """It could mean the opposite."""
    condition = {
        "resourceType": "Condition",
        "code": {"text": "X"},
        "modifierExtension": [{"url": "http://x.invalid/not"}],
    }

    assert _facts(condition) == []
    assert _codes(condition) == ["fhir_modifier_unknown"]


def test_a_type_that_we_do_not_know_is_said() -> None:
    """Never silence."""
    assert _codes(_bundle({"resourceType": "Starship"}, {"resourceType": "Starship"})) == [
        "resource_not_read"
    ]


def test_two_people_in_one_file_are_said() -> None:
    """One record belongs to one person."""
    content = _bundle(
        {"resourceType": "Condition", "subject": {"reference": "Patient/1"}, "code": {"text": "A"}},
        {"resourceType": "Condition", "subject": {"reference": "Patient/2"}, "code": {"text": "B"}},
    )

    assert _codes(content) == ["several_people"]


def test_a_person_is_told_with_name_and_birth() -> None:
    """To be compared with the account's person."""
    patient = {
        "resourceType": "Patient",
        "name": [{"family": "Exemple", "given": ["Camille"]}],
        "birthDate": "1980-05",
    }
    (person,) = [record for record in _records(patient) if isinstance(record, Person)]

    assert person.names == ("Camille Exemple",)
    assert person.birth is not None
    assert person.birth.local == "1980-05"


def test_identifiers_name_one_thing_in_the_world() -> None:
    """A bare id of some server is not unique, and an order number on two results names neither."""
    order = [{"system": "urn:orders", "value": "77"}]
    first = {"resourceType": "Condition", "id": "1", "identifier": order, "code": {"text": "A"}}
    second = {
        "resourceType": "Condition", "id": "2", "meta": {"versionId": "4"}, "code": {"text": "B"},
        "identifier": [*order, {"system": "urn:own", "value": "5"}], "_url": "https://ehr.invalid/fhir/Condition/2",
    }  # fmt: skip

    one, two = _facts(_bundle(first, second))

    assert one.identifiers == ()
    assert two.identifiers == ("https://ehr.invalid/fhir|Condition|2|4", "urn:own|5")


def _attached(data: str, kind: str = "text/plain") -> dict[str, Any]:
    attachment = {"contentType": kind, "data": data}
    return {
        "resourceType": "DocumentReference",
        "type": {"text": "Lettre"},
        "content": [{"attachment": attachment}],
    }


def test_an_attached_text_is_a_passage_at_its_pointer() -> None:
    """Decoded from base64, in its own encoding."""
    (passage,) = [
        record
        for record in _records(_attached(base64.b64encode("Fièvre à 39".encode("cp1252")).decode()))
        if isinstance(record, Passage)
    ]

    assert (passage.text, passage.heading) == ("Fièvre à 39", "Lettre")
    assert passage.source.locator == JsonPointer("/content/0/attachment/data")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_attached("JVBERi0=", "application/pdf"), "file_truncated"),
        (_attached("not base64 !"), "attachment_not_read"),
        (_attached(base64.b64encode(bytes(64)).decode()), "part_not_read"),
        (_attached("QUFB" * 9_000_000), "attachment_not_read"),
        (
            {
                "resourceType": "DocumentReference",
                "content": [{"attachment": {"url": "https://x.invalid/1"}}],
            },
            "attachment_elsewhere",
        ),
    ],
)
def test_an_attachment_that_is_not_read_is_said(content: dict[str, Any], code: str) -> None:
    """PDF, nonsense, binary, too long, elsewhere."""
    assert _codes(content) == [code]


def test_html_gives_its_words_and_runs_nothing() -> None:
    """Scripts, styles and comments say nothing; cells stay apart; double escapes are undone."""
    html = (
        "<div><script>alert('x')</script><style>p{}</style><!-- hidden --><p>Un&nbsp;mot</p>"
        "<table><tr><td>a</td><td>b</td></tr></table>fin&lt;br&gt;suite</div>"
    )

    assert prose(html) == "Un mot\na | b\nfin\nsuite"


def test_a_section_is_a_passage_under_its_title_and_an_empty_one_a_note() -> None:
    """What people read in a summary."""
    composition = {
        "resourceType": "Composition", "title": "Résumé", "date": "2024-06-01",
        "section": [
            {"title": "Allergies", "text": {"div": "<div>Pénicilline</div>"}},
            {"title": "Implants", "emptyReason": {"text": "aucun connu"}},
        ],
    }  # fmt: skip
    records = _records(composition)
    (passage,) = [record for record in records if isinstance(record, Passage)]
    (note,) = [record for record in records if isinstance(record, Fact)]

    assert (passage.heading, passage.text) == ("Allergies", "Pénicilline")
    assert (note.label, note.value_text) == ("Implants", "aucun connu")


def test_one_bad_line_of_ndjson_is_a_problem_and_the_others_stand() -> None:
    """411 good records are not lost to one bad."""
    good = '{"resourceType":"Condition","code":{"text":"Asthme"}}'
    records = _records(f"{good}\n{{broken\n\n{good}\n")
    places = [record.source.locator for record in records if isinstance(record, Fact)]
    (problem,) = [record for record in records if isinstance(record, Problem)]

    assert places == [JsonPointer("/0"), JsonPointer("/3")]
    assert problem.code == "line_not_json"
    assert problem.source is not None
    assert problem.source.locator == JsonPointer("/1")


def test_a_name_that_stands_twice_with_two_values_holds_neither() -> None:
    """Two readers would disagree; the same value twice is no doubt."""
    content = _observation(',"valueQuantity":{"value":5.4,"value":54,"unit":"mmol/L","unit":"mmol/L"}')

    assert _fact(content).value_text is None
    assert "json_name_twice" in _codes(content)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Obs', "file_truncated"),
        (b'{"resourceType":"Bundle","entry":[', "file_truncated"),
        (b'{"resourceType":"Bundle" "entry":[]}', "file_damaged"),
        (b'{"resourceType":"Patient","x":"\x00"}', "file_damaged"),
        (b'{"kind":"resourceType"}', "file_damaged"),
        (b'{"resourceType":"Basic","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "file_too_complex"),
        (b'{"resourceType":"Basic","x":' + b'{"a":' * 150 + b"1" + b"}" * 151, "file_too_complex"),
    ],
)
def test_a_broken_file_is_refused_for_what_is_wrong_with_it(data: bytes, code: str) -> None:
    """Cut off, damaged, or a nesting bomb."""
    with pytest.raises(UnreadableFileError, match=code):
        read(data, depth=Limits().depth)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_json_in_an_unusual_encoding_is_read(encoding: str) -> None:
    """As some programs export it."""
    stream = Upload('{"resourceType":"Condition","code":{"text":"Œdème"}}'.encode(encoding), Limits())
    labels = [record.label for record in connector.extract(stream) if isinstance(record, Fact)]

    assert labels == ["Œdème"]


def _one(kind: str, **members: Any) -> str:
    return json.dumps({"resourceType": kind, **members})


HOSTILE = {
    "strange shapes": _one(
        "Observation",
        code=[1, "x", {"coding": "y"}],
        component={"a": 1},
        referenceRange=[None, 7],
        note="n",
        performer="p",
        identifier={"value": 3},
        valueQuantity=[1],
        effectiveDateTime={},
        hasMember=[None],
    ),
    "a bundle of nothing": _one("Bundle", entry=[None, 1, "x", {"resource": None}, {"resource": []}]),
    "a result inside itself": _one(
        "Observation", id="1", code={"text": "x"}, hasMember=[{"reference": "Observation/1"}]
    ),
    "a report that lists itself": _one(
        "DiagnosticReport", id="1", result=[{"reference": "DiagnosticReport/1"}]
    ),
    "half a character": '{"resourceType":"Condition","code":{"text":"a\\ud800\\u0000b"}}',
    "a huge label": _one("Condition", code={"text": "é" * 2_000_000}),
    "a dosage of junk": _one(
        "MedicationRequest",
        medicationCodeableConcept={"text": "x"},
        dosageInstruction=[
            {
                "timing": {
                    "repeat": {"frequency": [], "period": "x", "periodUnit": 9, "when": [1], "count": {}}
                },
                "doseAndRate": [{"doseQuantity": "x"}],
            }
        ],
    ),
    "lists for objects": json.dumps(
        _bundle(
            {"resourceType": "QuestionnaireResponse", "item": [[], {"item": [{}]}]},
            {"resourceType": "Composition", "section": [1, {"section": {}}]},
            {"resourceType": "CarePlan", "activity": "x", "title": ["y"]},
            {"resourceType": "FamilyMemberHistory", "relationship": {"text": "x"}, "condition": ["x", {}]},
        )
    ),
    "tags without end": _one("Composition", title="x", section=[{"text": {"div": "<div" * 20_000}}]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read_or_refused_and_never_crashes(name: str) -> None:
    """Through the sandbox: anything but `parser_died`."""
    refused = ""
    labels: list[str] = []
    try:
        reading = intake.read(HOSTILE[name].encode(), "x.json")
        labels = [record.label for record in reading.records if isinstance(record, Fact)]
    except AppError as error:
        refused = error.code

    assert refused in {"", "no_facts_in_structured_file", "file_damaged"}
    assert all("\x00" not in label and len(label) <= 20_000 for label in labels)


def test_a_long_record_is_read_in_the_time_a_person_waits() -> None:
    """5,000 results, process start included."""
    results = [
        {
            "resourceType": "Observation",
            "status": "final",
            "code": {"text": "Hb"},
            "valueQuantity": {"value": 13.20, "unit": "g/dL"},
        }
        for _ in range(5000)
    ]
    data = json.dumps(_bundle(*results)).encode()
    started = time.monotonic()

    assert len(intake.read(data, "x.json").records) == 5000
    assert time.monotonic() - started < 20

"""One person's facts, told by five files of five formats, are one record whatever the order they come in."""

import io
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from chains.noting import noted
from connectors import intake
from records.codes import SNOMED, Coding
from records.merge import VOID, merge
from records.model import Extraction, Fact, Kind
from records.normalise import normalise
from records.quantity import Quantity
from records.source import Lines, Source
from records.when import Precision, When
from retrieval.ingest import entries
from retrieval.ingest.pipeline import ingest_file
from retrieval.projection import represented
from retrieval.room import Room
from tests.fakes.embedder import WordEmbedder
from tests.fakes.vaults import House

_ICD, _ATC = "http://hl7.org/fhir/sid/icd-10", "http://www.whocc.no/atc"
_CVX = "http://hl7.org/fhir/sid/cvx"


def _concept(system: str, code: str, text: str) -> dict[str, object]:
    return {"coding": [{"system": system, "code": code}], "text": text}


def fhir() -> bytes:
    """A hospital's coded export."""
    me = {"reference": "Patient/p"}
    active = {"coding": [{"code": "active"}]}
    resources: list[dict[str, object]] = [
        {
            "resourceType": "Patient", "id": "p", "birthDate": "1980-05-02",
            "name": [{"family": "Lune", "given": ["Marie"]}],
        },
        {
            "resourceType": "MedicationStatement", "id": "m1", "status": "active", "subject": me,
            "medicationCodeableConcept": _concept(_ATC, "C08CA01", "Amlodipine 5 mg, comprimé"),
            "effectivePeriod": {"start": "2023-01-10"},
        },
        {
            "resourceType": "Condition", "id": "c1", "clinicalStatus": active, "subject": me,
            "code": _concept(_ICD, "I10", "Hypertension artérielle"), "onsetDateTime": "2015-03-02",
        },
        {
            "resourceType": "AllergyIntolerance", "id": "a1", "clinicalStatus": active, "patient": me,
            "code": _concept(SNOMED, "91936005", "Penicillin"),
        },
        {
            "resourceType": "Immunization", "id": "v1", "status": "completed", "patient": me,
            "vaccineCode": _concept(_CVX, "141", "Influenza, seasonal"), "occurrenceDateTime": "2023-10-15",
        },
        {
            "resourceType": "Procedure", "id": "o1", "status": "completed", "subject": me,
            "code": _concept(SNOMED, "80146002", "Appendectomy"), "performedDateTime": "2001-07-04",
        },
        {
            "resourceType": "Observation", "id": "g1", "status": "final", "subject": me,
            "code": _concept("http://loinc.org", "14749-6", "Glucose"),
            "effectiveDateTime": "2024-03-11T08:15:00+01:00",
            "valueQuantity": {
                "value": 5.4, "unit": "mmol/L", "system": "http://unitsofmeasure.org", "code": "mmol/L"
            },
        },
    ]  # fmt: skip
    entries = [{"resource": one} for one in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def cda() -> bytes:
    """A French summary of care."""

    def section(code: str, title: str, entry: str) -> str:
        return (
            f'<component><section><code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>'
            f"<title>{title}</title><text/><entry>{entry}</entry></section></component>"
        )

    problem = (
        '<act classCode="ACT" moodCode="EVN"><code nullFlavor="NA"/><statusCode code="active"/>'
        '<entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN">'
        '<code code="55607006" codeSystem="2.16.840.1.113883.6.96"/><statusCode code="completed"/>'
        '<effectiveTime><low value="2015"/></effectiveTime><value xsi:type="CD" code="I10" '
        'codeSystem="2.16.840.1.113883.6.3" displayName="Hypertension essentielle (primitive)"/>'
        "</observation></entryRelationship></act>"
    )
    allergy = (
        '<act classCode="ACT" moodCode="EVN"><code nullFlavor="NA"/><statusCode code="active"/>'
        '<entryRelationship typeCode="SUBJ"><observation classCode="OBS" moodCode="EVN"><code code="DALG" '
        'codeSystem="2.16.840.1.113883.5.4"/><statusCode code="completed"/><value xsi:type="CD" '
        'nullFlavor="OTH"/><participant typeCode="CSM"><participantRole classCode="MANU"><playingEntity '
        'classCode="MMAT"><code code="J01CE" codeSystem="2.16.840.1.113883.6.73" '
        'displayName="Pénicilline"/></playingEntity></participantRole></participant>'
        "</observation></entryRelationship></act>"
    )

    def given(code: str, name: str, times: str, mood: str, status: str) -> str:
        return (
            f'<substanceAdministration classCode="SBADM" moodCode="{mood}"><statusCode code="{status}"/>'
            f"{times}<consumable><manufacturedProduct><manufacturedMaterial>"
            f'<code code="{code}" codeSystem="2.16.840.1.113883.6.73" displayName="{name}"/>'
            "</manufacturedMaterial></manufacturedProduct></consumable></substanceAdministration>"
        )

    since = '<effectiveTime xsi:type="IVL_TS"><low value="20240201"/></effectiveTime>'
    drug = given("C08CA01", "AMLODIPINE 5 mg gélule", since, "INT", "active")
    vaccine = given("J07BB", "Vaccin grippe", '<effectiveTime value="20231015"/>', "EVN", "completed")
    body = (
        section("11450-4", "Pathologies", problem)
        + section("48765-2", "Allergies", allergy)
        + section("10160-0", "Traitements", drug)
        + section("11369-6", "Vaccinations", vaccine)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/><id root="1.2.250.1.999" '
        'extension="V"/><effectiveTime value="20240312"/><languageCode code="fr-FR"/>'
        f"<component><structuredBody>{body}</structuredBody></component></ClinicalDocument>"
    ).encode()


HL7 = "\r".join(
    (
        r"MSH|^~\&|LABO|Laboratoire des Tilleuls|CARNET|X|20240311103000+0100||ORU^R01^ORU_R01|1|P|2.5.1"
        "||||||UNICODE UTF-8",
        "PID|1||123||LUNE^Marie^^^^^L||19800502|F",
        "OBR|1|P1|L-77|24323-8^Bilan^LN|||20240311071500+0000",
        "OBX|1|NM|14749-6^Glucose^LN||0,97|g/L|0,70-1,10|N|||F|||20240311071500+0000",
        "AL1|1|DA|91936005^Pénicilline^SCT|SV|Urticaire|2011",
    )
).encode()

LETTER = """Paris, le 12/03/2024

Cher confrère,

J'ai vu en consultation Madame Marie LUNE, née le 02/05/1980.

Antécédents :
- HTA depuis 2015
- Appendicectomie en 2001

Allergies : pénicilline

Traitement :
- amlodipine 5 mg : 1 comprimé le matin

Vaccinations : grippe le 15/10/2023

Bien confraternellement,
Dr Paul Etoile
""".encode()


def report() -> bytes:
    """The laboratory's printed page of the same blood."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    for y, line in ((800, "Laboratoire des Tilleuls"), (770, "Madame LUNE Marie, née le 02/05/1980"),
                    (755, "Prélevé le 11/03/2024 à 08h15"), (725, "BIOCHIMIE SANGUINE")):  # fmt: skip
        canvas.drawString(50, y, line)
    for x, text in ((50, "Glycémie à jeun"), (250, "0,97"), (310, "g/L"), (380, "0,70 - 1,10")):
        canvas.drawString(x, 705, text)
    canvas.save()
    return out.getvalue()


FILES = {
    "export.json": fhir(),
    "synthese.xml": cda(),
    "resultats.hl7": HL7,
    "courrier.txt": LETTER,
    "bilan.pdf": report(),
}
_COMPARED = frozenset(Kind) - {Kind.NOTE, Kind.ENCOUNTER}
ONE_EACH = sorted(
    (Kind.MEDICATION, Kind.CONDITION, Kind.ALLERGY, Kind.IMMUNIZATION, Kind.PROCEDURE, Kind.OBSERVATION)
)


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[Fact, ...]]:
    """The facts of each file, as the house reads it."""
    return {name: _read(name, data) for name, data in FILES.items()}


def _read(name: str, data: bytes) -> tuple[Fact, ...]:
    records = intake.read(data, name).records
    return tuple(
        replace(
            normalise(record), id=f"{name}-{number}", source=replace(record.source, file_id=name)
        )
        for number, record in enumerate(records)
        if isinstance(record, Fact) and record.kind in _COMPARED
    )  # fmt: skip


def _record(batches: Sequence[Sequence[Fact]]) -> dict[str, Fact]:
    """The record after importing one batch after another."""
    record: dict[str, Fact] = {}
    for batch in batches:
        merged = merge(list(record.values()), batch)
        record |= {fact.id: fact for fact in (*merged.new, *merged.same, *merged.changed)}
    return record


def _counting(record: dict[str, Fact]) -> list[Fact]:
    return [fact for fact in record.values() if fact.same_as is None and fact.status not in VOID]


def test_every_file_tells_what_it_should(told: dict[str, tuple[Fact, ...]]) -> None:
    kinds = {name: sorted(fact.kind for fact in facts) for name, facts in told.items()}

    assert kinds["export.json"] == ONE_EACH
    assert {Kind.MEDICATION, Kind.CONDITION, Kind.ALLERGY, Kind.IMMUNIZATION} <= set(kinds["synthese.xml"])
    assert {Kind.OBSERVATION, Kind.ALLERGY} <= set(kinds["resultats.hl7"])
    assert {Kind.MEDICATION, Kind.CONDITION, Kind.ALLERGY, Kind.IMMUNIZATION, Kind.PROCEDURE} <= set(
        kinds["courrier.txt"]
    )
    assert Kind.OBSERVATION in kinds["bilan.pdf"]


def test_one_cluster_each_in_every_order(told: dict[str, tuple[Fact, ...]]) -> None:
    for order in permutations(FILES):
        record = _record([told[name] for name in order])
        counting = _counting(record)

        assert sorted(fact.kind for fact in counting) == ONE_EACH, (order, [one.label for one in counting])
        assert not [fact for fact in record.values() if fact.conflict_with], order


@pytest.mark.parametrize("order", [tuple(FILES), tuple(reversed(FILES))])
def test_a_real_vault_holds_one_line_each(tmp_path: Path, order: tuple[str, ...]) -> None:
    house = House(tmp_path)
    room = Room.open(house.vault(), embedder=WordEmbedder(), clock=house.clock, background=False)
    try:
        for name in order:
            ingest_file(room, name, FILES[name])
        counting = [fact for fact in room.facts.counting() if fact.kind in _COMPARED]
    finally:
        room.close()

    assert sorted(fact.kind for fact in counting) == ONE_EACH


# --- what a person measures at home -------------------------------------------------------------------------


def _of_home() -> dict[str, bytes]:
    """One morning's weight and pressure: a clinic's export, a phone's, a table."""

    def coded(code: str, text: str, value: int | float, unit: str) -> dict[str, object]:
        system = "http://unitsofmeasure.org"
        return {
            "code": _concept("http://loinc.org", code, text),
            "valueQuantity": {"value": value, "unit": unit, "system": system, "code": unit},
        }

    vital = {
        "resourceType": "Observation", "status": "final", "subject": {"reference": "Patient/p"},
        "effectiveDateTime": "2024-03-11T08:15:00+01:00",
    }  # fmt: skip
    pressure = {
        "code": _concept("http://loinc.org", "85354-9", "Blood pressure"),
        "component": [
            coded("8480-6", "Systolic", 132, "mm[Hg]"),
            coded("8462-4", "Diastolic", 84, "mm[Hg]"),
        ],
    }
    resources = [
        vital | coded("29463-7", "Body weight", 71.5, "kg") | {"id": "w"},
        vital | pressure | {"id": "b"},
    ]
    entries = [{"resource": one} for one in resources]
    bundle = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()

    times = " ".join(f'{name}Date="2024-03-11 08:15:00 +0100"' for name in ("start", "end", "creation"))
    measures = (("BodyMass", "71.5", "kg"), ("BloodPressureSystolic", "132", "mmHg"),
                ("BloodPressureDiastolic", "84", "mmHg"))  # fmt: skip
    records = "".join(
        f'<Record type="HKQuantityTypeIdentifier{kind}" sourceName="T" unit="{unit}" {times} value="{v}"/>'
        for kind, v, unit in measures
    )
    phone = (
        f'<HealthData locale="fr_FR"><ExportDate value="2024-06-01 10:00:00 +0100"/>{records}</HealthData>'
    )

    table = (
        "Date;Heure;Poids (kg);Systolique (mmHg);Diastolique (mmHg)\n"
        "11/03/2024;08:15;71,5;132;84\n12/03/2024;08:10;71,3;129;82\n"
    )
    return {
        "clinic.json": bundle,
        "export.xml": f'<?xml version="1.0"?>{phone}'.encode(),
        "carnet.csv": table.encode(),
    }


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Fact, ...]]:
    """The facts of each source, and what the person typed."""
    typed = noted("ma tension ce matin 13,2/8,4 au bras gauche", "fr", date(2024, 3, 11))
    assert typed is not None
    vault = House(tmp_path_factory.mktemp("home")).vault()
    entry = entries.write(vault, typed.facts, "2024-03-11T09:00:00+00:00")
    return {name: _read(name, data) for name, data in (_of_home() | {"typed.json": entry}).items()}


def test_one_morning_measured_by_four_sources_is_one_in_every_order(
    home: dict[str, tuple[Fact, ...]],
) -> None:
    assert {name: len(facts) for name, facts in home.items()} == {
        "clinic.json": 3, "export.xml": 3, "carnet.csv": 6, "typed.json": 2
    }  # fmt: skip
    for order in permutations(home):
        record = represented(_record([home[name] for name in order]))
        counting = sorted((fact.analyte, fact.start) for fact in _counting(record))

        assert [key for key, _ in counting] == ["diastolic"] * 2 + ["systolic"] * 2 + ["weight"] * 2, order
        assert {when.precision for _, when in counting if when} == {Precision.SECOND}, order
        assert not [fact for fact in record.values() if fact.conflict_with], order


# --- who speaks for what several state ----------------------------------------------------------------------


def test_the_fullest_statement_counts_whenever_it_came() -> None:
    bare = _made(1, Kind.MEDICATION, "Amlodipine 5 mg", status="active")
    full = replace(
        _made(2, Kind.MEDICATION, "Amlodipine 5 mg", status="active", start=When.parse("2023-01-10")),
        detail="1 comprimé le matin",
    )
    for order in ((bare, full), (full, bare)):
        record = represented(_record([[fact] for fact in order]))

        assert [fact.id for fact in _counting(record)] == ["2"]
        assert record["1"].same_as == "2"


def test_a_number_read_from_a_picture_is_spoken_for_by_the_file_that_states_it() -> None:
    day = When.parse("2024-03-11")
    value = {
        "quantity": Quantity(Decimal(8), "ug/L"),
        "value_text": "8",
        "start": day,
        "analyte": "ferritin",
    }
    seen = _made(1, Kind.OBSERVATION, "Ferritine", extraction=Extraction.OCR, **value)
    coded = _made(2, Kind.OBSERVATION, "Ferritin", **value)
    other = _made(3, Kind.OBSERVATION, "Ferritine", **value | {"quantity": Quantity(Decimal(80), "ug/L")})
    record = represented(_record([[seen], [other], [coded]]))

    assert {fact.id: fact.conflict_with for fact in _counting(record)} == {"2": ("3",), "3": ("2",)}
    assert record["1"].conflict_with == ()


# --- statements at random -----------------------------------------------------------------------------------

_HYPERTENSION = ("HTA", "Hypertension artérielle", "Essential hypertension")
_DRUGS = ("Amlodipine {} mg", "AMLODIPINE {} mg comprimé", "amlodipin {} MG Oral Tablet")


@st.composite
def _statement(draw: st.DrawFn) -> tuple[Kind, str, str | None, bool]:
    """A kind, a label, a day, whether it is denied."""
    kind = draw(st.sampled_from([Kind.MEDICATION, Kind.CONDITION, Kind.IMMUNIZATION, Kind.ALLERGY]))
    match kind:
        case Kind.MEDICATION:
            label = draw(st.sampled_from(_DRUGS)).format(draw(st.sampled_from((5, 10))))
            return kind, label, draw(st.sampled_from((None, "2023-01-10", "2024-02-01"))), False
        case Kind.CONDITION:
            return kind, draw(st.sampled_from(_HYPERTENSION)), draw(st.sampled_from((None, "2015"))), False
        case Kind.IMMUNIZATION:
            label = draw(st.sampled_from(("Grippe", "Vaccin contre la grippe", "Influenza vaccine")))
            return kind, label, draw(st.sampled_from(("2022-10-11", "2023-10-15"))), False
        case _:
            label = draw(st.sampled_from(("Pénicilline", "Penicillin", "Allergy to penicillin")))
            return kind, label, None, draw(st.booleans())


def _fact(number: int, said: tuple[Kind, str, str | None, bool]) -> Fact:
    kind, label, day, negated = said
    status = {Kind.MEDICATION: "active", Kind.IMMUNIZATION: "completed"}.get(kind)
    source = Source(Lines(1, 1), file_id=f"file-{number}")
    start = When.parse(day) if day else None
    return Fact(kind, label, source, str(number), start=start, status=status, negated=negated)


def _meant(fact: Fact) -> tuple[object, ...]:
    """What a counting statement says, whoever said it first."""
    day = fact.start.day if fact.kind is Kind.IMMUNIZATION and fact.start else ""
    strength = "".join(sign for sign in fact.label if sign.isdigit())
    return (fact.kind, strength, day, fact.negated)


@settings(max_examples=60, deadline=None)
@given(st.lists(_statement(), max_size=8), st.randoms())
def test_the_order_of_imports_changes_nothing_that_counts(
    said: list[tuple[Kind, str, str | None, bool]], chance: Random
) -> None:
    facts = [_fact(number, one) for number, one in enumerate(said)]
    shuffled = list(facts)
    chance.shuffle(shuffled)

    first, second = (
        sorted(map(_meant, _counting(_record([[one] for one in order])))) for order in (facts, shuffled)
    )

    assert first == second
    assert len(first) == len(set(first)) == len({_meant(fact) for fact in facts})


# --- what must stay two -------------------------------------------------------------------------------------


def _pair(one: Fact, other: Fact) -> tuple[int, bool]:
    """How many count, and whether they are in conflict."""
    for order in ((one, other), (other, one)):
        record = _record([[fact] for fact in order])
    return len(_counting(record)), any(fact.conflict_with for fact in record.values())


def _made(number: int, kind: Kind, label: str, **more: object) -> Fact:
    fact = Fact(kind, label, Source(Lines(1, 1), file_id=f"file-{number}"), str(number))
    return replace(fact, **more)  # type: ignore[arg-type]  # test shorthand


@pytest.mark.parametrize(
    ("kind", "first", "second"),
    [
        (Kind.MEDICATION, {"label": "Amlodipine 5 mg"}, {"label": "Amlodipine 10 mg"}),
        (
            Kind.MEDICATION,
            {"label": "Metformine 850 mg", "detail": "1 comprimé matin et soir"},
            {"label": "Metformin 850 mg", "detail": "1 tablet three times daily"},
        ),
        (
            Kind.MEDICATION,
            {"label": "Amlodipine", "status": "active"},
            {"label": "Amlodipine", "status": "stopped"},
        ),
        (Kind.MEDICATION, {"label": "Metformine 500 mg"}, {"label": "Metformine LP 500 mg"}),
        (Kind.CONDITION, {"label": "Diabète de type 1"}, {"label": "Diabète de type 2"}),
        (Kind.CONDITION, {"label": "Coxarthrose gauche"}, {"label": "Coxarthrose droite"}),
        (Kind.CONDITION, {"label": "Hypertension"}, {"label": "Hypertension (grossesse)"}),
        (
            Kind.CONDITION,
            {"label": "Angine", "start": When.parse("2019-02-01")},
            {"label": "Angine", "start": When.parse("2022-05-06")},
        ),
        (Kind.CONDITION, {"label": "Asthme"}, {"label": "Asthme", "negated": True}),
        (
            Kind.IMMUNIZATION,
            {"label": "Grippe", "start": When.parse("2023-10-15"), "detail": "lot AB123"},
            {"label": "Grippe", "start": When.parse("2023-10-15"), "detail": "lot CD456"},
        ),
        (
            Kind.ENCOUNTER,
            {"label": "Consultation", "start": When.parse("2024-03-12T09:00:00")},
            {"label": "Consultation", "start": When.parse("2024-03-12T15:00:00")},
        ),
    ],
)  # fmt: skip
def test_what_differs_stays_two_and_is_no_conflict(
    kind: Kind, first: dict[str, object], second: dict[str, object]
) -> None:
    one, other = (
        _made(number, kind, **what)  # type: ignore[arg-type]  # test shorthand
        for number, what in enumerate((first, second))
    )

    assert _pair(one, other) == (2, False)


def test_an_allergy_affirmed_here_and_denied_there_is_a_conflict() -> None:
    allergy = _made(1, Kind.ALLERGY, "Pénicilline", status="active")
    coded = (Coding(SNOMED, "716186003"),)
    for denial in (
        _made(2, Kind.ALLERGY, "No known allergy", negated=True, codings=coded),
        _made(2, Kind.ALLERGY, "Penicillin", negated=True),
    ):
        assert _pair(allergy, denial) == (2, True)
    no_food = _made(2, Kind.ALLERGY, "No known food allergy", negated=True)
    assert _pair(allergy, no_food) == (2, False)


def test_a_denial_from_before_an_allergy_began_does_not_contradict_it() -> None:
    later = _made(1, Kind.ALLERGY, "Pénicilline", start=When.parse("2020-05"))
    denial = _made(2, Kind.ALLERGY, "Aucune allergie connue", negated=True, start=When.parse("2010-03-04"))

    assert _pair(later, denial) == (2, False)


def test_a_brand_in_brackets_is_its_substance() -> None:
    one = _made(1, Kind.MEDICATION, "ZORGINE (furosémide) 40 mg comprimé", status="active")
    other = _made(2, Kind.MEDICATION, "Furosemide 40 mg", status="active", start=When.parse("2024"))

    assert _pair(one, other) == (1, False)


def test_two_vaccines_that_one_file_lists_apart_stay_two() -> None:
    day = When.parse("2023-10-15")
    one = _made(1, Kind.IMMUNIZATION, "Influenza vaccine", start=day, codings=(Coding(_CVX, "150"),))
    other = _made(2, Kind.IMMUNIZATION, "Flu", start=day, codings=(Coding(_CVX, "141"),))

    assert _pair(one, other) == (1, False)
    assert _pair(one, replace(other, source=one.source)) == (2, False)

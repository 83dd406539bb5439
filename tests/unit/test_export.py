"""What a person takes along can be read without Carnet, and says what the record says."""

import io
import json
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import pytest

from chains.visit_kept import Preparation, Task, Visits
from connectors import intake, registry
from records.codes import LOINC, Coding
from records.model import Document, Extraction, Fact, Kind, ReferenceRange
from records.quantity import Quantity
from records.source import Entry, Lines, PageBoxes, Source
from records.when import When
from retrieval.ingest.pipeline import ingest_file
from retrieval.room import Profile, Room
from tests.fakes.site import Home
from tests.fakes.vaults import PASSPHRASE
from ui import export
from ui.conversations import Conversations
from ui.export_fhir import bundle, resource
from vault.unlocked import Item, new_id

SAMPLES = registry.CONNECTORS / "fhir_r4" / "samples"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    home = Home(tmp_path)
    profile = Profile("Marie", language="fr", created="2025-06-01T08:00:00+00:00")
    vault, _ = home.vaults.create("Marie", PASSPHRASE, profile=profile.to_bytes())
    return home.rooms.of(home.rooms.enter(vault))


def talk(room: Room) -> None:
    """One conversation of two messages."""
    kept = Conversations(room.vault, room.clock)
    thread = "6f6c0c9e-2d55-4a53-9c3a-1f6b2c8f0a11"
    kept.save_thread(thread, name='Ma ferritine / "mars" ?')
    for number, (kind, words) in enumerate(
        (("user_message", "Et ma ferritine ?"), ("assistant_message", "8,5 µg/L."))
    ):
        step = {
            "id": new_id(),
            "threadId": thread,
            "type": kind,
            "output": words,
            "createdAt": f"2025-06-01T08:0{number}:00Z",
        }
        kept.save_step(step, final=True)


def sending(room: Room) -> None:
    """One sending to a model."""
    body = {"v": 1, "when": "2025-06-01T08:00:00+00:00", "to": "models.example", "model": "small-1",
            "text": "Exact words", "evidence_ids": []}  # fmt: skip
    room.vault.put_many([Item("sent", new_id(), json.dumps(body).encode())])


def test_every_file_of_the_export_is_there(room: Room, tmp_path: Path) -> None:
    """Originals byte for byte, facts, conversations with who said what, sendings, and an explanation."""
    note = "Une note du 12/03/2024, très privée.".encode()
    ingest_file(room, "../note: été?.txt", note)
    ingest_file(room, "labo.json", (SAMPLES / "lab_report.json").read_bytes())
    talk(room)
    sending(room)

    counted = export.to_directory(room, tmp_path / "out")
    files = {
        str(path.relative_to(tmp_path / "out")): path
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
    }
    assert files["originals/001 _note_ été_.txt"].read_bytes() == note
    talked = next(path for name, path in files.items() if name.startswith("conversations/001 Ma ferritine"))
    said = talked.read_text("utf-8")
    assert said.index("Vous") < said.index("Et ma ferritine ?") < said.index("8,5 µg/L.")
    assert any("Exact words" in path.read_text() for name, path in files.items() if name.startswith("sent/"))
    assert "originals/" in files["README.md"].read_text("utf-8")
    assert counted == {"originals": 2, "facts": len(room.facts.all()), "conversations": 1, "sent": 1}


def test_archive_holds_the_same_files_and_is_made_as_it_is_read(room: Room, tmp_path: Path) -> None:
    """The page's archive and the command's folder are one export."""
    ingest_file(room, "labo.json", (SAMPLES / "lab_report.json").read_bytes())
    talk(room)
    export.to_directory(room, tmp_path / "out")
    pieces = list(export.zip_stream(room))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))

    assert len(pieces) > 3
    assert archive.testzip() is None
    for name in archive.namelist():
        assert archive.read(name) == (tmp_path / "out" / name).read_bytes()


def test_two_documents_of_one_name_do_not_overwrite_each_other(room: Room) -> None:
    """Numbers keep names apart."""
    ingest_file(room, "note.txt", b"First note.")
    ingest_file(room, "note.txt", b"Second note.")
    originals = {path: data for path, data in export.files(room) if path.startswith("originals/")}

    assert sorted(originals.values()) == [b"First note.", b"Second note."]


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "..\\..\\x", "a\x00b", "\u202egnp.exe", "x" * 400 + ".pdf", "é" * 300, "...", ""]
)
def test_no_document_name_leaves_its_folder(name: str) -> None:
    """Whatever a file was called, it lands in the folder, under a name a file system takes."""
    safe = export._safe(name)

    assert safe
    assert not set(safe) & set('/\\\x00\u202e<>:"|?*')
    assert safe not in (".", "..")
    assert len(safe.encode()) <= 255


FULL = Fact(
    kind=Kind.OBSERVATION,
    label="Ferritine",
    source=Source(
        PageBoxes(2, ((0.1, 0.2, 0.3, 0.4),)), laboratory="Tilleuls", method="ECLIA", file_id="f" * 32
    ),
    id="a" * 32,
    codings=(Coding(LOINC, "2276-4", "Ferritin"),),
    quantity=Quantity(Decimal("5.40"), "ug/L", "<"),
    value_text="< 5,40",
    unit_text="µg/L",
    reference=ReferenceRange("15 - 150", Quantity(Decimal(15), "ug/L"), Quantity(Decimal(150), "ug/L")),
    interpretation="L",
    start=When.parse("2024-03-12T08:15:00+01:00"),
    status="final",
    extraction=Extraction.TEXT,
)


def exported(fact: Fact) -> dict[str, Any]:
    """The resource of a fact, read back from its JSON, numbers exact."""
    document = Document(
        "f" * 32, "rapport.pdf", "application/pdf", 10, "2025-06-01T08:00:00+00:00", "pdf_report"
    )
    made = json.loads(bundle("Marie", [(document, "originals/001 rapport.pdf")], [fact]), parse_float=Decimal)
    found: dict[str, Any] = made["entry"][-1]["resource"]
    return found


def test_observation_keeps_what_was_printed_and_its_digits() -> None:
    """Value with its zeros, comparator, both units, range, flag, laboratory, and the place."""
    made = exported(FULL)

    assert made["valueQuantity"] == {
        "value": Decimal("5.40"),
        "comparator": "<",
        "unit": "µg/L",
        "system": "http://unitsofmeasure.org",
        "code": "ug/L",
    }
    assert str(made["valueQuantity"]["value"]) == "5.40"
    assert {"url": "urn:carnet:value-as-printed", "valueString": "< 5,40"} in made["extension"]
    assert made["effectiveDateTime"] == "2024-03-12T08:15:00+01:00"
    assert made["referenceRange"][0]["text"] == "15 - 150"
    assert made["code"]["coding"][0]["code"] == "2276-4"
    assert made["performer"] == [{"display": "Tilleuls"}]
    assert made["meta"]["source"].startswith("urn:uuid:ffffffff-")
    assert made["meta"]["source"].endswith("#page=2&box=0.1000,0.2000,0.3000,0.4000")


REQUIRED = {
    "Observation": ("status", "code"),
    "MedicationStatement": ("status", "medicationCodeableConcept", "subject"),
    "Condition": ("subject", "code"),
    "AllergyIntolerance": ("patient", "code", "clinicalStatus"),
    "Immunization": ("status", "vaccineCode", "patient"),
    "Procedure": ("status", "subject"),
    "Encounter": ("status", "class"),
}
TYPES = {
    Kind.OBSERVATION: "Observation", Kind.NOTE: "Observation", Kind.MEDICATION: "MedicationStatement",
    Kind.CONDITION: "Condition", Kind.ALLERGY: "AllergyIntolerance", Kind.IMMUNIZATION: "Immunization",
    Kind.PROCEDURE: "Procedure", Kind.ENCOUNTER: "Encounter",
}  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("bare", [True, False])
def test_every_kind_becomes_a_resource_with_what_fhir_demands(kind: Kind, bare: bool) -> None:
    """However little a source said, the required elements are there and nothing is empty."""
    start, end = (None, None) if bare else (When.parse("2020"), When.parse("2021-05"))
    made = exported(
        Fact(
            kind=kind,
            label="X",
            source=Source(Lines(1, 1), file_id="f" * 32),
            id="b" * 32,
            start=start,
            end=end,
            status=None if bare else "nonsense",
            detail=None if bare else "Words",
            negated=not bare,
        )
    )

    assert made["resourceType"] == TYPES[kind]
    for name in REQUIRED[TYPES[kind]]:
        assert made[name]
    if TYPES[kind] == "Immunization":
        assert ("occurrenceDateTime" in made) != ("occurrenceString" in made)
    assert not empty_parts(made)


def empty_parts(plain: object) -> list[object]:
    """Empty lists, objects, texts and nulls, which FHIR forbids."""
    if isinstance(plain, dict):
        return [part for value in plain.values() for part in empty_parts(value)] if plain else [plain]
    if isinstance(plain, list):
        return [part for value in plain for part in empty_parts(value)] if plain else [plain]
    return [plain] if plain in (None, "") else []


def test_what_ended_is_not_called_active() -> None:
    """FHIR con-4: a condition with an end is inactive, unless its source says resolved."""
    fact = Fact(Kind.CONDITION, "X", Source(Entry()), id="c" * 32, end=When.parse("2021"), status="active")
    made = resource(fact)

    assert made["clinicalStatus"]["coding"][0]["code"] == "inactive"


def test_correction_names_the_fact_it_corrects() -> None:
    """Both are exported, and whoever reads them knows which one the person typed."""
    typed = exported(
        Fact(
            Kind.OBSERVATION,
            "X",
            FULL.source,
            id="d" * 32,
            value_text="54",
            extraction=Extraction.TYPED,
            corrects=FULL.id,
        )
    )

    assert typed["status"] == "corrected"
    reference = next(part for part in typed["extension"] if part["url"] == "urn:carnet:corrects")
    assert reference["valueReference"]["reference"] == "urn:uuid:" + "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"


@pytest.mark.parametrize("sample", ["lab_report.json", "summary.json", "prescription.json"])
def test_exported_bundle_says_the_same_when_it_is_read_again(room: Room, sample: str) -> None:
    """Carnet's own connector finds in the export the values, codes, dates and kinds it was made from."""
    ingest_file(room, sample, (SAMPLES / sample).read_bytes())
    facts = [fact for fact in room.facts.all() if fact.kind is not Kind.NOTE]
    data = next(data for path, data in export.files(room) if path == "fhir.json")
    again = [found for found in intake.read(data, "fhir.json").records if isinstance(found, Fact)]

    def said(fact: Fact) -> tuple[object, ...]:
        value = (fact.quantity.value, fact.quantity.comparator, fact.quantity.unit) if fact.quantity else None
        return fact.kind, fact.label, value, fact.start.day if fact.start else None

    assert facts
    assert Counter(map(said, facts)) - Counter(map(said, again)) == Counter()


def test_full_urls_are_unique_and_references_resolve(room: Room) -> None:
    """Every reference inside the bundle leads to an entry of it."""
    ingest_file(room, "s.json", (SAMPLES / "summary.json").read_bytes())
    made = json.loads(next(data for path, data in export.files(room) if path == "fhir.json"))
    urls = [entry["fullUrl"] for entry in made["entry"]]
    text = json.dumps(made)

    assert len(set(urls)) == len(urls)
    for reference in {part.split('"')[0] for part in text.split('"reference": "')[1:]}:
        assert reference in urls


def test_visits_and_tasks_go_along_and_deleted_ones_do_not(room: Room) -> None:
    visits = Visits(room)
    visits.add(Preparation(reason="revoir la tension"))
    visits.add_task(Task(text="apporter le carnet"))
    visits.delete_task(visits.add_task(Task(text="oubliée")).id)

    written = dict(export.files(room))

    assert [one["reason"] for one in orjson.loads(written["visits.json"])] == ["revoir la tension"]
    assert [one["text"] for one in orjson.loads(written["tasks.json"])] == ["apporter le carnet"]

"""A later version of a document takes the place of the whole earlier one, until it is forgotten."""

import json
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from itertools import permutations
from pathlib import Path
from zipfile import ZipFile

import pytest

from records.merge import SUPERSEDED
from retrieval import hybrid
from retrieval.ingest.pipeline import ingest_file
from retrieval.query import plan
from retrieval.room import Room
from tests.fakes.embedder import WordEmbedder
from tests.fakes.vaults import House

LOINC = "2.16.840.1.113883.6.1"


def version(number: int, values: dict[str, str], note: str, replaces: str = "", typed: str = "RPLC") -> bytes:
    """One version of a laboratory's report: analytes by LOINC code, and a remark."""
    entries = "".join(
        f'<entry><observation classCode="OBS" moodCode="EVN"><code code="{code}" displayName="{code}" '
        f'codeSystem="{LOINC}"/><statusCode code="completed"/><effectiveTime value="20260312"/>'
        f'<value xsi:type="PQ" value="{value}" unit="mmol/L"/></observation></entry>'
        for code, value in values.items()
    )
    related = (
        f'<relatedDocument typeCode="{typed}"><parentDocument>{replaces}</parentDocument></relatedDocument>'
    )
    return (
        '<ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<id root="1.2.3.4" extension="D{number}"/><code code="11502-2" codeSystem="{LOINC}"/>'
        f'<effectiveTime value="2026031{number}"/><setId root="1.2.3.5" extension="S"/>'
        f'<versionNumber value="{number}"/>{related if replaces else ""}'
        f"<component><structuredBody><component><section><title>Biologie</title><text>{note}</text>{entries}"
        "</section></component></structuredBody></component></ClinicalDocument>"
    ).encode()


BY_ID = '<id root="1.2.3.4" extension="D1"/>'
BY_SET = '<setId root="1.2.3.5" extension="S"/><versionNumber value="1"/>'
GLUCOSE, POTASSIUM = "14749-6", "2823-3"
FIRST = version(1, {GLUCOSE: "5.4", POTASSIUM: "9.9"}, "Prélèvement hémolysé.")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    house = House(tmp_path)
    room = Room.open(house.vault(), embedder=WordEmbedder(), clock=house.clock, background=False)
    yield room
    room.close()


def counting(room: Room) -> list[tuple[str | None, str | None]]:
    return sorted((fact.label, fact.value_text) for fact in room.facts.counting() if fact.quantity)


@pytest.mark.parametrize("parent", [BY_ID, BY_SET, BY_ID + BY_SET])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_the_later_version_leaves_out_no_longer_counts(
    room: Room, parent: str, order: tuple[int, int]
) -> None:
    second = version(2, {GLUCOSE: "5.4"}, "Second prélèvement correct.", parent)
    files = [("v1.xml", FIRST), ("v2.xml", second)]
    for index in order:
        ingest_file(room, *files[index])

    assert counting(room) == [(GLUCOSE, "5.4")]
    (old,) = (one for one in room.documents() if one.name == "v1.xml")
    assert {fact.status for fact in room.facts_of(old.id)} == {SUPERSEDED}
    query = plan("prélèvement hémolysé", "fr", today=room.clock.now().date())
    assert {one.source.file_name for one in hybrid.search(room, query, 5)} == {"v2.xml"}


def test_another_value_in_the_later_version_is_no_conflict(room: Room) -> None:
    ingest_file(room, "v1.xml", FIRST)
    ingest_file(room, "v2.xml", version(2, {GLUCOSE: "4.5", POTASSIUM: "4.1"}, "Corrigé.", BY_ID))

    assert counting(room) == [(GLUCOSE, "4.5"), (POTASSIUM, "4.1")]
    assert not [fact for fact in room.shelf.facts.values() if fact.conflict_with]


def test_a_third_version_takes_the_place_of_both_in_any_order(room: Room) -> None:
    versions = {
        "v1.xml": FIRST,
        "v2.xml": version(2, {GLUCOSE: "4.5"}, "Corrigé.", BY_ID),
        "v3.xml": version(3, {GLUCOSE: "4.6"}, "Corrigé encore.", '<id root="1.2.3.4" extension="D2"/>'),
    }
    for order in permutations(versions):
        ids = [ingest_file(room, name, versions[name]).file_id for name in order]
        assert counting(room) == [(GLUCOSE, "4.6")], order
        for id in ids:
            room.forget(id)


def test_forgetting_the_later_version_brings_the_earlier_back(room: Room) -> None:
    ingest_file(room, "v1.xml", FIRST)
    before = counting(room)
    later = ingest_file(room, "v2.xml", version(2, {GLUCOSE: "4.5"}, "Corrigé.", BY_ID)).file_id
    room.forget(later)

    assert counting(room) == before == [(GLUCOSE, "5.4"), (POTASSIUM, "9.9")]


@pytest.mark.parametrize(
    ("parent", "typed"), [(BY_ID, "APND"), ('<id root="9.9" extension="D1"/>', "RPLC"), ("", "RPLC")]
)
def test_an_addendum_or_a_document_of_another_series_replaces_nothing(
    room: Room, parent: str, typed: str
) -> None:
    ingest_file(room, "v1.xml", FIRST)
    other = version(1, {GLUCOSE: "5.4"}, "Complément.", parent, typed).replace(
        b'extension="S"', b'extension="T"'
    )
    ingest_file(
        room,
        "other.xml",
        other.replace(b'"1.2.3.4" extension="D1"/><code', b'"1.2.3.4" extension="Z"/><code'),
    )

    assert counting(room) == [(GLUCOSE, "5.4"), (POTASSIUM, "9.9")]
    assert not room.replaced


def test_what_the_person_typed_over_a_replaced_value_goes_with_it(room: Room) -> None:
    first = ingest_file(room, "v1.xml", FIRST).file_id
    potassium = next(fact for fact in room.facts_of(first) if fact.label == POTASSIUM)
    room.correct(potassium.id, "3.9", None)
    ingest_file(room, "v2.xml", version(2, {GLUCOSE: "5.4"}, "Corrigé.", BY_ID))

    assert counting(room) == [(GLUCOSE, "5.4")]


# FHIR ------------------------------------------------------------------------------------------------------


def bundle(day: int, values: dict[str, str], **related: object) -> bytes:
    """One version of a FHIR document: all versions share the identifier of their Composition."""
    observations = [
        {
            "resourceType": "Observation",
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": code},
            "effectiveDateTime": "2026-03-12",
            "valueQuantity": {"value": float(value), "unit": "mmol/L"},
        }
        for code, value in values.items()
    ]
    head: dict[str, object] = {
        "resourceType": "Composition",
        "status": "amended" if related else "final",
        "identifier": {"system": "urn:lab", "value": "R7"},
        "date": f"2026-03-{day}",
        "title": "Report",
        "section": [],
        **related,
    }
    entries: list[dict[str, object]] = [{"resource": one} for one in observations]
    entries.insert(0, {"fullUrl": f"urn:uuid:00000000-0000-4000-8000-0000000000{day}", "resource": head})
    own = {"system": "urn:lab:versions", "value": f"R7/{day}"}
    whole = {"resourceType": "Bundle", "type": "document", "identifier": own, "entry": entries}
    return json.dumps(whole).encode()


RELATED: dict[str, dict[str, object]] = {
    "shared identifier": {"targetIdentifier": {"system": "urn:lab", "value": "R7"}},
    "address": {"targetReference": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000013"}},
    "its bundle": {"targetReference": {"identifier": {"system": "urn:lab:versions", "value": "R7/13"}}},
}


@pytest.mark.parametrize("related", RELATED.values(), ids=RELATED)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_later_fhir_document_takes_the_place_of_the_earlier(
    room: Room, related: dict[str, object], order: tuple[int, int]
) -> None:
    first = bundle(13, {GLUCOSE: "5.4", POTASSIUM: "9.9"})
    second = bundle(14, {GLUCOSE: "4.5"}, relatesTo=[{"code": "replaces", **related}])
    files = [("v1.json", first), ("v2.json", second)]
    for index in order:
        ingest_file(room, *files[index])

    assert counting(room) == [(GLUCOSE, "4.5")]


def test_a_fhir_document_that_only_transforms_another_replaces_nothing(room: Room) -> None:
    ingest_file(room, "v1.json", bundle(13, {GLUCOSE: "5.4", POTASSIUM: "9.9"}))
    other = {"code": "transforms", **RELATED["address"]}
    ingest_file(room, "v2.json", bundle(14, {GLUCOSE: "5.4"}, relatesTo=[other]))

    assert not room.replaced


def note(id: str, text: str, **more: object) -> dict[str, object]:
    held = {"attachment": {"contentType": "text/plain", "data": b64encode(text.encode()).decode()}}
    return {
        "resourceType": "DocumentReference",
        "id": id,
        "status": "current",
        "type": {"text": "Letter"},
        "date": "2026-03-12T08:00:00Z",
        "content": [held],
        **more,
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({}, {"relatesTo": [{"code": "replaces", "target": {"reference": "DocumentReference/a"}}]}),
        ({"status": "superseded"}, {}),
        ({"status": "entered-in-error"}, {}),
    ],
)
def test_a_note_that_another_replaces_is_kept_as_superseded_and_not_read_again(
    room: Room, old: dict[str, object], new: dict[str, object]
) -> None:
    notes = [note("a", "Allergy to penicillin.", **old), note("b", "No allergy known.", **new)]
    whole = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": one} for one in notes]}
    report = ingest_file(room, "notes.json", json.dumps(whole).encode())

    texts = [passage.text for passage in room.passages_of(report.file_id)]
    assert texts == ["No allergy known."]
    assert [problem.code for problem in report.problems] == ["document_withdrawn"]


# Archives --------------------------------------------------------------------------------------------------


def archive(document: bytes) -> bytes:
    """An IHE_XDM archive of one document."""
    listed = (
        '<SubmitObjectsRequest xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"><ExtrinsicObject '
        'xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" id="d1" mimeType="text/xml"><Slot name="URI">'
        "<ValueList><Value>DOC.XML</Value></ValueList></Slot></ExtrinsicObject></SubmitObjectsRequest>"
    )
    made = BytesIO()
    with ZipFile(made, "w") as zipped:
        zipped.writestr("IHE_XDM/SUBSET01/METADATA.XML", listed)
        zipped.writestr("IHE_XDM/SUBSET01/DOC.XML", document)
    return made.getvalue()


def test_a_version_in_an_archive_takes_the_place_of_one_in_another(room: Room) -> None:
    ingest_file(room, "v1.zip", archive(FIRST))
    assert counting(room) == [(GLUCOSE, "5.4"), (POTASSIUM, "9.9")]
    ingest_file(room, "v2.zip", archive(version(2, {GLUCOSE: "5.4"}, "Second.", BY_ID)))

    assert counting(room) == [(GLUCOSE, "5.4")]

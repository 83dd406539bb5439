"""Zips: read whole when honest, refused or bounded when not; files in files keep their place."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors import archive, intake, sniff
from connectors.limits import Limits, Upload
from core.errors import AmbiguousFileError, UnreadableFileError
from records.model import Fact, Passage
from tests.fakes import zips

SAMPLES = Path("connectors")
NOTE = b"Compte rendu du 3 mars 2026. La patiente va bien et marche tous les jours."
FERRITIN = json.dumps(
    {
        "resourceType": "Observation", "status": "final", "code": {"text": "Ferritine"},
        "subject": {"display": "Camille Exemple"}, "effectiveDateTime": "2026-03-12",
        "valueQuantity": {"value": 41, "unit": "µg/L", "code": "ug/L", "system": "http://unitsofmeasure.org"},
    }
).encode()  # fmt: skip
SMALL = Limits(size_bytes=2_000_000, inflated_bytes=5_000_000, members=50)


def opened(data: bytes, limits: Limits = SMALL) -> Upload:
    return Upload(data, limits)


def test_a_zip_of_documents_is_read_with_the_place_of_each() -> None:
    reading = intake.read(
        zips.zipped({"notes/lettre.txt": NOTE, "fhir/ferritine.json": FERRITIN}), "tout.zip"
    )
    facts = [record for record in reading.records if isinstance(record, Fact)]
    passages = [record for record in reading.records if isinstance(record, Passage)]
    assert reading.connector == "archive_zip"
    assert [(fact.label, fact.source.member) for fact in facts] == [("Ferritine", "fhir/ferritine.json")]
    assert {passage.source.member for passage in passages} == {"notes/lettre.txt"}


def test_a_part_is_taken_out_as_it_was_put_in() -> None:
    inner = zips.zipped({"b/lettre.txt": NOTE})
    data = zips.zipped({"a.zip": inner})
    reading = intake.read(data, "x.zip")
    (passage,) = {record.source.member for record in reading.records if isinstance(record, Passage)}
    assert passage == "a.zip > b/lettre.txt"
    assert intake.part(data, passage) == (NOTE, "text/plain")


def test_a_part_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        intake.part(zips.zipped({"a.txt": NOTE}), "b.txt")


def test_what_nobody_reads_is_counted_once() -> None:
    reading = intake.read(
        zips.zipped({f"{n}.bin": b"\x00\x01\x02" * 9 for n in range(7)} | {"a.txt": NOTE}), "x"
    )
    assert [(problem.code, problem.count) for problem in reading.problems] == [("part_not_read", 7)]


def test_archives_are_opened_three_deep_and_no_deeper() -> None:
    data = NOTE
    for depth in range(5):
        data = zips.zipped({f"{depth}.zip" if depth else "a.txt": data})
    reading = intake.read(data, "deep.zip")
    assert [problem.code for problem in reading.problems] == ["part_not_read"]
    assert not reading.records


def test_a_broken_member_does_not_spoil_the_others() -> None:
    data = bytearray(zips.zipped({"a.txt": NOTE * 50, "b.txt": b"Autre lettre du 4 mai 2026."}))
    data[60] ^= 0xFF
    reading = intake.read(bytes(data), "x.zip")
    assert [problem.code for problem in reading.problems] == ["file_damaged"]
    assert {record.source.member for record in reading.records if isinstance(record, Passage)} == {"b.txt"}


@pytest.mark.parametrize("path", ["../evil.txt", "/etc/passwd", "a/../../b.txt", "C:/x.txt", "..\\evil.txt"])
def test_names_that_lead_outside_are_refused(path: str) -> None:
    with pytest.raises(UnreadableFileError, match="archive_unsafe"):
        archive.members(opened(zips.zipped({path: NOTE})))


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: zips.with_link("/etc/passwd"), "archive_unsafe"),
        (lambda: zips.encrypted_flag(NOTE), "file_encrypted"),
        (lambda: zips.zipped({f"{n}.txt": b"x" for n in range(51)}), "file_too_complex"),
        (lambda: zips.zipped({"a.txt": b"x" * 3_000_000, "b.txt": b"x" * 3_000_000}), "file_too_complex"),
        (lambda: zips.zipped({"a.txt": NOTE})[:-30], "file_damaged"),
        (lambda: b"PK\x03\x04" + b"\x00" * 400, "file_damaged"),
    ],
    ids=["link", "encrypted", "many", "total", "truncated", "no directory"],
)
def test_a_dishonest_archive_is_refused(made: Callable[[], bytes], code: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        archive.members(opened(made()))
    assert caught.value.code == code


def test_two_files_of_one_name_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("a.txt", NOTE)
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("a.txt", b"another")
    with pytest.raises(UnreadableFileError, match="archive_unsafe"):
        archive.members(opened(made.getvalue()))


def test_a_high_ratio_is_refused_from_ten_mebibytes() -> None:
    data = zips.zipped({"a.txt": b"\x00" * 30_000_000})
    limits = Limits()
    with pytest.raises(UnreadableFileError, match="file_too_complex"):
        archive.members(opened(data, limits))


def test_a_member_that_inflates_to_more_than_it_announced_is_not_believed() -> None:
    data = zips.announcing(b"x" * 1_000_000, 1_000)
    with pytest.raises(UnreadableFileError):
        archive.read(opened(data), "big.txt")


def test_a_member_larger_than_a_file_may_be_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="file_too_complex"):
        archive.read(opened(zips.zipped({"a.txt": b"ab" * 1_500_000}, stored=True)), "a.txt")


def test_a_document_with_a_zip_behind_it_is_read_as_what_it_begins_with() -> None:
    """A polyglot: only the sniffed type is parsed."""
    pdf = (SAMPLES / "pdf_report/samples").glob("*.pdf")
    data = next(iter(sorted(pdf))).read_bytes() + zips.zipped({"evil.txt": b"hidden"})
    assert sniff.media_type(data) == "application/pdf"
    try:
        reading = intake.read(data, "a.zip")
    except UnreadableFileError:
        return  # refused is as good: nothing of the zip was read
    assert "hidden" not in str(reading.records)


def test_an_empty_zip_is_no_document() -> None:
    with pytest.raises(AmbiguousFileError, match="file_unknown"):
        intake.read(zips.zipped({}), "x.zip")

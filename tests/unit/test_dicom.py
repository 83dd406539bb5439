"""DICOM: reports become facts and passages, pictures their label, documents what they hold."""

import random
from decimal import Decimal
from io import BytesIO

import pytest
from reportlab.pdfgen import canvas

from connectors import intake
from core.errors import AppError
from records.model import Fact, Kind, Passage, Person
from records.source import Rows
from records.when import When
from tests.fakes import dicom


def test_numbers_are_facts_and_words_are_passages() -> None:
    reading = intake.read(dicom.report(), "echo.dcm")
    facts = [record for record in reading.records if isinstance(record, Fact)]
    assert [(fact.label, fact.value_text, fact.unit_text) for fact in facts] == [
        ("Fraction d'éjection VG", "58", "%"),
        ("Diamètre VG", "4.80", "cm"),
    ]
    assert facts[1].quantity is not None
    assert facts[1].quantity.value == Decimal("4.80")
    assert facts[0].start == When.parse("2026-11-03")
    assert facts[0].source.locator == Rows("ContentSequence", 2, 2)
    texts = [record.text for record in reading.records if isinstance(record, Passage)]
    assert "Conclusion: Ventricule gauche normal.\nContrôle dans un an." in texts
    assert "Constatation: Fuite minime" in texts
    (person,) = [record for record in reading.records if isinstance(record, Person)]
    assert person == Person(("Camille Exemple",), When.parse("1980-02-14"), "female")


def test_a_picture_is_told_by_its_label_and_not_looked_at() -> None:
    data = dicom.saved(
        dicom.PICTURE, Modality="CT", StudyDescription="Scanner thoracique", BodyPartExamined="CHEST",
        Rows=1, Columns=1, BitsAllocated=8, BitsStored=8, HighBit=7, PixelRepresentation=0,
        SamplesPerPixel=1, PhotometricInterpretation="MONOCHROME2", PixelData=b"\x00\x00",
    )  # fmt: skip
    reading = intake.read(data, "ct.dcm")
    (fact,) = [record for record in reading.records if isinstance(record, Fact)]
    assert (fact.kind, fact.label, fact.detail) == (Kind.PROCEDURE, "Scanner thoracique", "CT, CHEST")
    assert [problem.code for problem in reading.problems] == ["picture_not_interpreted"]


def test_a_document_inside_is_read_and_can_be_taken_out() -> None:
    pdf = _letter()
    data = dicom.saved(
        dicom.ENCAPSULATED_PDF, Modality="DOC", MIMETypeOfEncapsulatedDocument="application/pdf",
        EncapsulatedDocument=pdf + b"\x00" * (len(pdf) % 2), EncapsulatedDocumentLength=len(pdf),
    )  # fmt: skip
    reading = intake.read(data, "doc.dcm")
    members = {record.source.member for record in reading.records if isinstance(record, Fact | Passage)}
    assert members == {"document"}
    assert intake.part(data, "document") == (pdf, "application/pdf")


def _letter() -> bytes:
    sink = BytesIO()
    sheet = canvas.Canvas(sink)
    sheet.drawString(50, 800, "Lettre du 3 novembre 2026. La patiente va bien.")
    sheet.save()
    return sink.getvalue()


@pytest.mark.parametrize("seed", range(12))
def test_a_broken_file_is_an_error_never_a_crash(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  which bytes break, the same each time
    data = bytearray(dicom.report())
    if seed % 2:
        data = data[: chance.randrange(140, len(data))]
    for _ in range(chance.randrange(1, 20)):
        data[chance.randrange(132, len(data))] = chance.randrange(256)
    outcome = ""
    try:
        intake.read(bytes(data), "x.dcm")
    except AppError as error:
        outcome = error.code
    assert outcome != "parser_died"


def test_a_tree_deeper_than_any_report_is_refused() -> None:
    node = dicom.item("TEXT", dicom.code("1", "x"), TextValue="fond")
    for _ in range(60):
        node = dicom.item("CONTAINER", dicom.code("1", "x"), ContentSequence=[node])
    with pytest.raises(AppError, match="file_too_complex"):
        intake.read(dicom.saved(dicom.SR, ContentSequence=[node]), "x.dcm")

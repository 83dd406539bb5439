"""Photos and scans as files: what is read, what is refused, what never leaves."""

import io
import struct
import zlib

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from connectors import intake
from connectors.ocr import codes
from connectors.ocr.picture import open_picture
from connectors.picture import connector, render
from core.errors import UnreadableFileError
from records.model import Extraction, Fact, Passage, Problem, Record
from records.source import PageBoxes
from tests.fakes import scans

PIXELS = intake.Limits().pixels
CARD = "shc:/" + "5676290952432060346029243740446031222959532654603460292540772804336028702864716745" * 2


def values(records: tuple[Record, ...]) -> list[tuple[str, str | None, Extraction]]:
    """The facts of a reading."""
    return [(fact.label, fact.value_text, fact.extraction) for fact in records if isinstance(fact, Fact)]


EXPECTED = [(label, value, Extraction.OCR) for label, value, _, _ in scans.ROWS]


def header(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
        + chunk(b"IEND", b"")
    )


def in_form(form: str) -> bytes:
    """The report as a file of that kind."""
    out = io.BytesIO()
    image = Image.fromarray(scans.picture(dpi=150))
    image.convert("RGBA" if form == "WEBP" else "RGB").save(out, form, quality=60)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("form", ["HEIF", "WEBP"])
def test_other_forms_are_read_like_the_samples_behind_the_walls(form: str) -> None:
    reading = intake.read(in_form(form), "IMG_0001")

    assert reading.connector == "picture"
    assert reading.pages == 1
    assert values(reading.records) == EXPECTED


def test_every_page_of_a_fax_is_read() -> None:
    out = io.BytesIO()
    first = Image.fromarray(scans.picture(dpi=150)).convert("1")
    blank = Image.new("1", first.size, 1)
    first.save(out, "TIFF", save_all=True, append_images=[blank], compression="group4")

    found = list(connector.extract(io.BytesIO(out.getvalue())))

    problems = [(one.code, one.source.page) for one in found if isinstance(one, Problem) and one.source]
    assert problems == [("page_is_picture", 2)]
    assert values(tuple(one for one in found if isinstance(one, Fact))) == EXPECTED


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (header(60_000, 60_000), "file_too_complex"),
        (header(6_400, 6_400), "file_too_complex"),
        (scans.file(scans.picture(dpi=100))[:3000], "file_truncated"),
        (scans.file(scans.picture(dpi=100), "PNG")[:2000], "file_truncated"),
        (b"\x89PNG\r\n\x1a\n and then nothing of the kind", "file_damaged"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 400, "file_damaged"),
        (scans.file(np.full((300, 400), 180, np.uint8), "PNG"), "picture_without_text"),
    ],
    ids=["bomb", "too many pixels", "cut jpeg", "cut png", "no png", "no jpeg", "no text"],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        list(connector.extract(io.BytesIO(data)))

    assert refused.value.code == code


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_shown_as_the_camera_was_held_and_without_its_notes(orientation: int) -> None:
    page = np.full((200, 300), 255, np.uint8)
    page[10:60, 10:90] = 0  # a mark near the corner, wider than high
    stored = {
        1: page, 2: page[:, ::-1], 3: page[::-1, ::-1], 4: page[::-1], 5: page.T,
        6: np.rot90(page, 1), 7: np.rot90(page, 2).T, 8: np.rot90(page, 3),
    }[orientation]  # fmt: skip
    data = scans.file(np.ascontiguousarray(stored), "PNG", orientation=orientation)

    drawn = render.render(data, 1, 300)

    image = Image.open(io.BytesIO(drawn))
    pixels = np.asarray(image.convert("L"))
    assert pixels.shape == (200, 300)
    assert pixels[15:55, 15:85].max() < 40
    assert pixels[70:].min() > 215
    assert not image.getexif()
    assert b"must not be kept" not in drawn


@pytest.mark.parametrize(("page", "width", "code"), [(2, 300, "page_missing"), (1, 5000, "page_too_large")])
def test_no_page_beyond_the_last_and_no_drawing_beyond_bounds(page: int, width: int, code: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        render.render(scans.file(scans.picture(dpi=60)), page, width)

    assert refused.value.code == code


def test_sixteen_bits_and_transparency_are_paper_and_ink() -> None:
    page = scans.picture(dpi=60)
    deep, clear = io.BytesIO(), io.BytesIO()
    Image.fromarray(page.astype(np.uint16) * 257).save(deep, "PNG")
    ink = np.zeros((*page.shape, 4), np.uint8)
    ink[..., 3] = 255 - page
    Image.fromarray(ink).save(clear, "PNG")

    for data in (deep.getvalue(), clear.getvalue()):
        grey = open_picture(data, PIXELS).grey(1)
        assert np.abs(grey.astype(int) - page).max() <= 2


def test_a_health_card_on_a_photo_is_found_and_handed_on() -> None:
    code = np.asarray(zxingcpp.create_barcode(CARD, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4))
    photo = np.full((600, 700), 235, np.uint8)
    photo[100 : 100 + code.shape[0], 200 : 200 + code.shape[1]] = code

    data = scans.file(photo, quality=80)

    assert codes.health_codes(photo) == [CARD]
    assert connector.part(data, "code/1") == CARD.encode()
    found = [record for record in connector.extract(io.BytesIO(data)) if isinstance(record, Problem)]
    assert found  # digits that are no card: its reader was asked, and says so at the code's place
    assert {record.source.member for record in found if record.source is not None} == {"code/1"}
    with pytest.raises(UnreadableFileError):
        connector.part(data, "code/2")


def test_other_codes_are_not_looked_into() -> None:
    code = np.asarray(
        zxingcpp.create_barcode("https://example.org", zxingcpp.BarcodeFormat.QRCode).to_image(scale=4)
    )

    assert codes.health_codes(np.pad(code, 40, constant_values=255)) == []


@pytest.mark.slow
def test_a_scanned_pdf_is_read_whatever_another_program_saw_in_it() -> None:
    data = scans.scanned_pdf(scans.picture(dpi=150), unseen="Ferritine 999 ng/mL 15 - 150")

    reading = intake.read(data, "scan.pdf")

    assert reading.connector == "pdf_report"
    assert values(reading.records) == EXPECTED


@pytest.mark.slow
def test_pages_with_text_and_pages_that_are_pictures_make_one_document() -> None:
    letter = "Cher confrère, veuillez trouver ci-joint les résultats."
    data = scans.scanned_pdf(scans.picture(dpi=150), letter=letter)

    reading = intake.read(data, "mixed.pdf")

    assert reading.pages == 2
    pages = {one.source.page for one in reading.records if isinstance(one, Fact)}
    assert pages == {2}
    words = {one.source.page: one.text for one in reading.records if isinstance(one, Passage)}
    assert words[1] == letter
    assert all(isinstance(one.source.locator, PageBoxes) for one in reading.records if isinstance(one, Fact))

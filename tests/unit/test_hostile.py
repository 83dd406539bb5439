"""Broken and hostile files of every kind: refused with a code or read within bounds, and the house unharmed.

`parser_died` means that a parser met something nobody thought of: it is contained, and it is a defect.
"""

import io
import json
import random
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from reportlab.pdfgen import canvas

from connectors import intake
from core.errors import AppError
from records.model import Fact, Passage
from tests.fakes import zips
from tests.house import goldens

SAMPLES = goldens.samples()


def outcome(data: bytes, name: str = "x") -> str:
    """How reading ended: the code of an error, or ``read``."""
    try:
        intake.read(data, name)
    except AppError as error:
        return error.code
    return "read"


def named(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.name}"


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_a_file_cut_off_anywhere_is_told(sample: Path) -> None:
    data = sample.read_bytes()
    chance = random.Random(named(sample))  # noqa: S311  where it is cut, the same each time
    assert outcome(data[: chance.randrange(1, len(data))], sample.name) != "parser_died"


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_a_file_with_broken_bytes_is_told(sample: Path) -> None:
    data = bytearray(sample.read_bytes())
    chance = random.Random(named(sample))  # noqa: S311  which bytes break, the same each time
    for _ in range(max(1, len(data) // 400)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert outcome(bytes(data), sample.name) != "parser_died"


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(12))
    return xml("<title>&l11;</title>", f"<!DOCTYPE x [{entities}]>")


def quadratic() -> bytes:
    return xml("<title>" + "&a;" * 20_000 + "</title>", f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>')


def inflating_pdf() -> bytes:
    """A megabyte that wants to be a gigabyte."""
    stream = zlib.compress(b"0 " * 500_000_000, 9)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length " + str(len(stream)).encode() + b"/Filter/FlateDecode>>stream\n" + stream
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )  # fmt: skip


def huge_picture() -> bytes:
    """Ten kilobytes that say they are 60,000 pixels wide and high."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    body = zlib.compress(b"\x00" * 10_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


HOSTILE: dict[str, Callable[[], bytes]] = {
    "billion laughs": laughs,
    "quadratic blow-up": quadratic,
    "external entity": lambda: xml(
        "<title>&a;</title>", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    ),
    "external DTD": lambda: xml("<title>x</title>", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "200,000 elements deep": lambda: xml("<a>" * 200_000 + "</a>" * 200_000),
    "an attribute of 8 MB": lambda: xml(f'<a b="{"x" * 8_000_000}"/>'),
    "JSON 100,000 deep": lambda: bundle("[" * 100_000 + "]" * 100_000),
    "JSON number of 100,000 digits": lambda: bundle(
        '{"resource":{"resourceType":"Observation","valueInteger":' + "9" * 100_000 + "}}"
    ),
    "a PDF that inflates": inflating_pdf,
    "a huge picture": huge_picture,
    "ten thousand files in a zip": lambda: zips.zipped({f"{n}.bin": b"\x00\x01" * 20 for n in range(10_000)}),
    "zip in zip in zip": lambda: zips.zipped(
        {"a.zip": zips.zipped({"b.zip": zips.zipped({"c.txt": b"x" * 9_000_000})})}
    ),
    "a table a million columns wide": lambda: b"a," * 1_000_000 + b"\n" + b"1," * 1_000_000 + b"\n",
    "one line of 20 MB": lambda: b"Ferritine " * 2_000_000,
    "nothing but zeros": lambda: bytes(1_000_000),
    "nothing but quotes": lambda: b'"' * 1_000_000,
}
REFUSED = (
    "200,000 elements deep",
    "JSON 100,000 deep",
    "a PDF that inflates",
    "a huge picture",
    "nothing but zeros",
)
ENDS_ITS_PROCESS = ("a PDF that inflates",)  # the library aborts at the memory wall: contained, and told


def xml(inner: str, doctype: str = "") -> bytes:
    return f'{doctype}<ClinicalDocument xmlns="urn:hl7-org:v3">{inner}</ClinicalDocument>'.encode()


def bundle(entry: str) -> bytes:
    return f'{{"resourceType":"Bundle","type":"collection","entry":[{entry}]}}'.encode()


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_or_read_within_bounds(case: str) -> None:
    found = outcome(HOSTILE[case]())
    assert found != "parser_died" or case in ENDS_ITS_PROCESS
    assert found != "file_timeout"
    assert found != "read" or case not in REFUSED
    assert outcome(b"Lettre du 3 mars 2026. Tout va bien.") == "read"


@pytest.mark.parametrize("case", ["billion laughs", "external entity", "quadratic blow-up"])
def test_an_entity_is_neither_read_nor_grown(case: str) -> None:
    said = ""
    with suppress(AppError):
        said = str(intake.read(HOSTILE[case](), "x.xml").records)
    assert "root:" not in said
    assert len(said) < 200_000


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    text = "Lettre du 3 mars 2026.\n\nLa patiente a été revue après sa pneumopathie.\n"
    passages = [r.text for r in intake.read(text.encode(encoding), "x").records if isinstance(r, Passage)]
    assert "La patiente a été revue après sa pneumopathie." in "\n".join(passages)


@pytest.mark.parametrize("name", ["analyse.pdf", "photo.jpg", "x.exe", "", "../../etc/passwd", "a" * 5000])
def test_a_name_decides_nothing(name: str) -> None:
    plain = {
        "resourceType": "Observation", "status": "final", "code": {"text": "Ferritine"},
        "effectiveDateTime": "2026-03-12", "valueQuantity": {"value": 41, "unit": "µg/L"},
    }  # fmt: skip
    reading = intake.read(json.dumps(plain).encode(), name)
    assert [record.label for record in reading.records if isinstance(record, Fact)] == ["Ferritine"]


def test_a_document_that_is_also_an_archive_and_a_page_is_read_as_one_of_them() -> None:
    sink = io.BytesIO()
    sheet = canvas.Canvas(sink)
    sheet.drawString(50, 800, "Lettre du 3 mars 2026.")
    sheet.save()
    for other in (zips.zipped({"x.txt": "caché dans le zip".encode()}), b"<html><script>1</script></html>"):
        reading = outcome(sink.getvalue() + other)
        assert reading in ("read", "file_truncated", "file_damaged")

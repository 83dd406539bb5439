"""What a file really is, from its first bytes. Names and extensions are not looked at."""

import codecs
import re
from collections.abc import Sequence

HEAD_BYTES = 64 * 1024
"""How much of a file is looked at."""
ZIP = "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (0, b"PK\x03\x04", ZIP),
    (0, b"PK\x05\x06", ZIP),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (8, b".FIT", "application/vnd.ant.fit"),
    (0, b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
)
_PDF_WITHIN = 1024
_DICOM, _DICOM_AT = b"DICM", 128
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE|!--|[A-Za-z][\w:.-]*[\s/>])", re.IGNORECASE)
_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTES = bytes(sign for sign in range(128) if _CONTROL.match(chr(sign)))
"""The same, as UTF-8 and Windows-1252 write them."""
_TABLE_LINES = 3
_LOOKED_AT = 60
_MOSTLY = 0.7
_QUOTED = re.compile(r'"[^"]*"')
_SEPARATORS = (re.compile(r"\t"), re.compile(r";(?! )"), re.compile(r",(?! )"))


_HL7 = re.compile(
    rb"\A(?:\xef\xbb\xbf|\x0b|\s)*(?:MSH|FHS|BHS)(?P<separator>[^A-Za-z0-9\s])[^A-Za-z0-9\s]{3}"
)
"""A message or a batch of them, perhaps framed for the wire; the separators follow the name."""
_OFFICE = (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX))


def media_type(head: bytes, members: Sequence[str] = ()) -> str:
    """The media type of a file that begins with `head`; ``application/octet-stream`` when it is not known.

    Args:
        head: The first bytes.
        members: Paths of the files in it, when it is an archive: an office document is one.

    >>> media_type(b"%PDF-1.7 ...")
    'application/pdf'
    >>> media_type(b'{"resourceType": "Patient"}')
    'application/json'
    """
    if head.startswith(_DICOM, _DICOM_AT):  # before the others: it may hold a PDF near its beginning
        return "application/dicom"
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "application/pdf"
    for offset, magic, kind in _SIGNATURES:
        if head.startswith(magic, offset) and (kind != "image/bmp" or b"\x00" in head[:32]):
            return next((office for path, office in _OFFICE if path in members), kind)
    if _HL7.match(head):
        return "application/hl7-v2"
    text = decode(head)
    return "application/octet-stream" if text is None else _of_text(text)


def _of_text(text: str) -> str:
    if _JSON.match(text):
        first = text.strip().split("\n", 2)
        whole_line = len(first) > 1 and first[0].rstrip().endswith("}") and first[1].lstrip().startswith("{")
        return "application/x-ndjson" if whole_line else "application/json"
    if _HTML.match(text):
        return "text/html"
    if _XML.match(text):
        return "application/xml"
    return "text/csv" if _is_table(text) else "text/plain"


def _is_table(text: str) -> bool:
    """Whether most lines, from the first of them on, have the same number of separators.

    What stands in quotes does not count, nor do lines above a table (a title, who exported it when). In prose
    a space follows most commas.
    """
    lines = [_QUOTED.sub("", line) for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    return any(_is_even([len(separator.findall(line)) for line in lines]) for separator in _SEPARATORS)


def _is_even(counts: list[int]) -> bool:
    several = [count for count in counts if count]
    if not several:
        return False
    usual = max(set(several), key=lambda count: (several.count(count), count))
    below = counts[counts.index(usual) :]
    enough = _TABLE_LINES if usual == 1 else _TABLE_LINES - 1
    return several.count(usual) >= enough and several.count(usual) >= _MOSTLY * len(below)


def encoding(data: bytes) -> str | None:
    """The text encoding of `data`: by its mark, else UTF-8, else Windows-1252; None when it is no text.

    UTF-16 without a mark is recognised by its zero bytes. Windows-1252 is taken only for bytes without
    control characters, since nearly any bytes decode in it.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    wide = _unmarked_utf16(data)
    if wide is not None:
        return wide
    for name in ("utf-8", "cp1252"):
        try:
            codecs.getincrementaldecoder(name)().decode(data)
        except UnicodeDecodeError:
            continue
        return None if len(data.translate(None, _CONTROL_BYTES)) < len(data) else name
    return None


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[:512]
    if len(sample) < 4 or b"\x00" not in sample:  # noqa: PLR2004  two characters
        return None
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    half = len(sample) // 2
    if odd > 0.8 * half and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 * half and odd == 0 else None


def decode(data: bytes) -> str | None:
    """The text that `data` (perhaps cut in mid-character) holds; None when it is no text."""
    name = encoding(data)
    if name is None:
        return None
    text = codecs.getincrementaldecoder(name)(errors="replace").decode(data)
    return None if _CONTROL.search(text) else text

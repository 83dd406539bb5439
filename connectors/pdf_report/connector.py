"""Reads PDF files with a text layer: laboratory reports into facts, every document into passages.

No template of any laboratory: `layout` puts characters back into rows; `columns`, `headed` and `unheaded`
find the logic of the tables. A line that cannot be tied surely is counted as unread and never becomes a fact.
Pages that are pictures are recognised by `connectors.ocr` and go through the same logic.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from connectors import limits
from connectors.base import About
from core.errors import UnreadableFileError
from records.model import Problem, Record

if TYPE_CHECKING:
    from connectors.pdf_report.layout import Page

MAX_PICTURES = 60
"""Pages recognised of one document, at about eight seconds each."""
_MAGIC_WITHIN = 1024


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the file is a PDF."""
    return b"%PDF-" in head[:_MAGIC_WITHIN]


def extract(stream: BinaryIO) -> Iterator[Record | Problem | About]:
    """What the document says: about itself, the person, the results, its words, what could not be read.

    Raises:
        UnreadableFileError: ``file_encrypted``, ``file_truncated``, ``file_too_complex``, or
            ``pdf_is_picture`` when no page has text and none can be recognised.
    """
    from connectors.pdf_report import document, pictures  # here: PDFium is loaded in the parser process only

    data = stream.read()
    pages = document.pages(data, limit=min(limits.of(stream).pages, document.MAX_PAGES))
    drawn = pictures.picture_pages(data, pages)
    if not drawn:
        yield from document.records(_with_text(pages))
        return
    from connectors.ocr import reader  # here: most PDFs need no networks

    sheets = {
        number: sheet
        for number in drawn[:MAX_PICTURES]
        if (sheet := reader.read(pictures.drawn(data, number), number)).readable
    }
    unread = {number: pictures.unread(pages[number - 1]) for number in drawn}
    read = [
        sheets[page.number].page if page.number in sheets else unread.get(page.number, page) for page in pages
    ]
    yield from reader.records(_with_text(read), sheets)


def _with_text(pages: "Sequence[Page]") -> "Sequence[Page]":
    if not any(page.lines or page.aside for page in pages):
        raise UnreadableFileError("pdf_is_picture", pages=len(pages))
    return pages

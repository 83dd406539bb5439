"""Reads PDF files with a text layer: laboratory reports into facts, every document into passages.

No template of any laboratory: `layout` puts characters back into rows; `columns`, `headed` and `unheaded`
find the logic of the tables. A line that cannot be tied surely is counted as unread and never becomes a fact.
Pictures are not read here.
"""

from collections.abc import Iterator
from typing import BinaryIO

from connectors import limits
from connectors.base import About
from core.errors import UnreadableFileError
from records.model import Problem, Record

_MAGIC_WITHIN = 1024


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the file is a PDF."""
    return b"%PDF-" in head[:_MAGIC_WITHIN]


def extract(stream: BinaryIO) -> Iterator[Record | Problem | About]:
    """What the document says: about itself, the person, the results, its words, what could not be read.

    Raises:
        UnreadableFileError: ``file_encrypted``, ``file_truncated``, ``file_too_complex``, or
            ``pdf_is_picture`` when no page has text.
    """
    from connectors.pdf_report import document  # here: PDFium is loaded in the parser process only

    data = stream.read()
    pages = document.pages(data, limit=min(limits.of(stream).pages, document.MAX_PAGES))
    if not any(page.lines or page.aside for page in pages):
        raise UnreadableFileError("pdf_is_picture", pages=len(pages))
    yield from document.records(pages)

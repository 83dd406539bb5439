"""Reads photos and scans of documents: words, results to be confirmed, and SMART Health codes on them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from connectors import limits, parts
from connectors.base import About
from core.errors import UnreadableFileError
from records.model import Problem, Record
from records.samples import Samples
from records.source import PageBoxes, Source

if TYPE_CHECKING:
    from connectors.ocr.picture import Picture

_CODE = "code/"
"""A code on a picture is a part of it: ``code/1``."""


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  asked only when the bytes are one of the manifest's
    """Whether the file is a picture: every one that is sniffed as such."""
    return bool(head)


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples | About]:
    """What the document on the picture says; its health codes are read as files inside it.

    Raises:
        UnreadableFileError: ``picture_without_text`` when nothing on it can be read; ``file_too_complex``,
            ``file_truncated``, ``file_damaged``.
    """
    from connectors.ocr import picture, reader  # here: the networks are loaded in the parser process only

    bounds = limits.of(stream)
    data = stream.read()
    opened = picture.open_picture(data, bounds.pixels)
    if opened.pages > bounds.pages:
        raise UnreadableFileError("file_too_complex", pages=opened.pages, limit=bounds.pages)
    codes = _codes(opened)
    for number, code in enumerate(codes, 1):
        yield from parts.read_part(code, "", f"{_CODE}{number}", bounds)
    sheets = {}
    for number in range(1, opened.pages + 1):
        sheets[number] = reader.read(opened.grey(number), number)
    if not any(sheet.readable for sheet in sheets.values()):
        if codes:
            return
        raise UnreadableFileError("picture_without_text", pages=opened.pages)
    yield from reader.records([sheets[number].page for number in sorted(sheets)], sheets)
    for number, sheet in sheets.items():
        if not sheet.readable:
            yield Problem("page_is_picture", Source(PageBoxes(number)))


def part(data: bytes, member: str) -> bytes:
    """The text of a code on the picture, by its `Source.member`.

    Raises:
        UnreadableFileError: ``file_damaged``: there is no such code.
    """
    from connectors.ocr import picture

    codes = _codes(picture.open_picture(data, limits.Limits().pixels))
    number = member.removeprefix(_CODE)
    if not number.isdecimal() or not 1 <= int(number) <= len(codes):
        raise UnreadableFileError("file_damaged")
    return codes[int(number) - 1]


def _codes(opened: "Picture") -> list[bytes]:
    """The health codes on the pages; a card in several pieces is one."""
    from connectors.ocr import codes

    return codes.health_codes(opened.grey(number) for number in range(1, opened.pages + 1))

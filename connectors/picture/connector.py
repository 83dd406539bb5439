"""Reads photos and scans of documents: words, results to be confirmed, and SMART Health codes on them."""

from collections.abc import Iterator
from typing import BinaryIO

from connectors import limits, parts
from connectors.base import About
from core.errors import UnreadableFileError
from records.model import Problem, Record
from records.samples import Samples
from records.source import PageBoxes, Source

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
    from connectors.ocr import (
        codes,
        picture,
        reader,
    )  # here: the networks are loaded in the parser process only

    bounds = limits.of(stream)
    data = stream.read()
    opened = picture.open_picture(data, bounds.pixels)
    if opened.pages > bounds.pages:
        raise UnreadableFileError("file_too_complex", pages=opened.pages, limit=bounds.pages)
    found, sheets = [], {}
    for number in range(1, opened.pages + 1):
        grey = opened.grey(number)
        found += codes.health_codes(grey)
        sheets[number] = reader.read(grey, number)
    cards = codes.joined(found)
    for number, card in enumerate(cards, 1):
        yield from parts.read_part(card, "", f"{_CODE}{number}", bounds)
    if not any(sheet.readable for sheet in sheets.values()):
        if cards:
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
    from connectors.ocr import codes, picture

    opened = picture.open_picture(data, limits.Limits().pixels)
    pages = range(1, opened.pages + 1)
    cards = codes.joined([code for page in pages for code in codes.health_codes(opened.grey(page))])
    number = member.removeprefix(_CODE)
    if not number.isdecimal() or not 1 <= int(number) <= len(cards):
        raise UnreadableFileError("file_damaged")
    return cards[int(number) - 1]

"""Reads plain text and Markdown: each paragraph a passage with its lines, under its heading.

Results of a laboratory are taken out of their columns (`results`), facts out of letters, prescriptions and
the like by `connectors.prose`; any other note says what it says, and an answer quotes it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from connectors import sniff
from connectors.base import About
from connectors.plain_text.dates import printed_date
from connectors.prose.texts import of_text
from core.errors import UnreadableFileError
from records.model import Passage, Problem, Record
from records.source import Lines, Source

_ATX = re.compile(r"(?P<marks>#{1,6})\s+(?P<title>.+?)\s*#*\s*\Z")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*\Z")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_VALUE = re.compile(r"[^\W\d_]{2,}.*?\s[<>≤≥]?\s?\d+(?:[.,]\d+)?\s*[^\s\d]")
_FEWEST = 2
"""Lines that could each be a result: a word, a number, and something after it."""
_MAX_REPORT_LINES = 800
_RESULT_WITHIN = 200
_DATE_WITHIN_LINES = 15
_MAX_PARAGRAPH_LINES = 60
_MAX_PARAGRAPH_CHARACTERS = 8000


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the file is words: text in a known encoding that is no other known kind."""
    text = sniff.decode(head)
    return text is not None and any(character.isalnum() for character in text)


def extract(stream: BinaryIO) -> Iterator[Record | Problem | About]:
    """The paragraphs, in order.

    Raises:
        UnreadableFileError: ``file_empty`` when there is no word in it; ``file_damaged`` when it stops being
            text further down.
    """
    data = stream.read()
    text = sniff.decode(data)
    if text is None:
        raise UnreadableFileError("file_damaged")
    lines = [_Line(number, line.rstrip()) for number, line in enumerate(_lines(text), start=1)]
    paragraphs = list(_paragraphs(lines))
    if not any(character.isalnum() for character in text):
        raise UnreadableFileError("file_empty")
    when = printed_date([line.text for line in lines[:_DATE_WITHIN_LINES]])
    yield About(when=when)
    said = [line.text for line in lines]
    yield from _results(said) or of_text(said, document_date=when)
    for heading, paragraph in paragraphs:
        yield Passage(
            text="\n".join(line.text for line in paragraph),
            source=Source(Lines(paragraph[0].number, paragraph[-1].number)),
            heading=heading,
            when=when,
        )


def _results(lines: list[str]) -> list[Record | Problem]:
    """What a report of results says; empty for any other text."""
    if (
        len(lines) > _MAX_REPORT_LINES
        or sum(_VALUE.search(line[:_RESULT_WITHIN]) is not None for line in lines) < _FEWEST
    ):
        return []
    from connectors.plain_text.results import (
        results,
    )  # here: most texts are no report, and its parts are large

    return list(results(lines))


def _lines(text: str) -> list[str]:
    """The lines as an editor counts them: form feeds and the like do not end a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _paragraphs(lines: list[_Line]) -> Iterator[tuple[str | None, list[_Line]]]:
    """Runs of lines between blank lines, each with the heading it stands under."""
    heading: str | None = None
    run: list[_Line] = []
    fenced = False
    for line in lines:
        if _FENCE.match(line.text):
            fenced = not fenced
        atx = None if fenced else _ATX.match(line.text)
        if atx is not None or not line.text.strip() or _too_long(run):
            if run:
                yield heading, run
            run = []
        if atx is not None:
            heading = atx["title"]
        elif len(run) == 1 and not fenced and _UNDERLINE.match(line.text):
            heading, run = run[0].text.strip(), []
        elif line.text.strip():
            run.append(line)
    if run:
        yield heading, run


def _too_long(run: list[_Line]) -> bool:
    return len(run) >= _MAX_PARAGRAPH_LINES or sum(len(line.text) for line in run) > _MAX_PARAGRAPH_CHARACTERS

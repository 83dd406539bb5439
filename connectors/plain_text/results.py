"""Results of a laboratory in plain text: a report mailed, pasted or printed by a program, columns by spaces.

Each character has a place as on a page of typewriter print, so that the reader of PDF reports
(`connectors.pdf_report`) finds the table's columns; what it finds keeps the lines it stands on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from connectors.pdf_report import document
from connectors.pdf_report.layout import Page, Word, page_of_words
from connectors.pdf_report.vocabulary import LETTER, plain
from records.model import Fact, Kind, Person, Problem
from records.source import Lines, PageBoxes, Source

_LINES_PER_PAGE = 120
_MAX_WIDTH = 200
_TAB = 8
_ADVANCE, _LEADING, _TOP, _HEIGHT = 6.0, 14.0, 2.0, 10.0
"""Points: of a character, line to line, above a line, of its text. Two spaces part cells, one does not."""
_WORD = re.compile(r"\S+")


def results(lines: Sequence[str]) -> Iterator[Fact | Person | Problem]:
    """The results, and whom the report names; nothing when it is no report of results.

    Args:
        lines: Of the whole text; the first is line 1.
    """
    if LETTER.search(plain("\n".join(lines))) is not None:
        return
    pages, firsts = _pages(lines)
    found = [
        record
        for record in document.records(pages, prose=False)
        if isinstance(record, Fact | Person | Problem)
    ]
    if not any(isinstance(record, Fact) and record.kind is Kind.OBSERVATION for record in found):
        return
    places = {page.number: (page, first) for page, first in zip(pages, firsts, strict=True)}
    for record in found:
        if isinstance(record, Person) or record.source is None:
            yield record
        else:
            yield replace(record, source=_placed(record.source, places))


def _pages(lines: Sequence[str]) -> tuple[list[Page], list[int]]:
    """Sheets of typewriter print, cut at blank lines, and the number of each one's first line."""
    pages, firsts, start = list[Page](), list[int](), 0
    size = -(-len(lines) // -(-len(lines) // _LINES_PER_PAGE))  # even, so that no sheet is left with a few
    while start < len(lines):
        end = _end(lines, start, size)
        pages.append(_page(lines[start:end], len(pages) + 1))
        firsts.append(start + 1)
        start = end
    return pages, firsts


def _end(lines: Sequence[str], start: int, size: int) -> int:
    full = start + size
    if full >= len(lines):
        return len(lines)
    blank = (at for at in range(full, min(full + size // 2, len(lines))) if not lines[at].strip())
    return next(blank, full)


def _page(lines: Sequence[str], number: int) -> Page:
    printed = [line.expandtabs(_TAB)[:_MAX_WIDTH] for line in lines]
    words = [
        Word(
            match[0], match.start() * _ADVANCE, row * _LEADING + _TOP,
            match.end() * _ADVANCE, row * _LEADING + _TOP + _HEIGHT,
        )
        for row, line in enumerate(printed)
        for match in _WORD.finditer(line)
    ]  # fmt: skip
    width = max((len(line) for line in printed), default=0) * _ADVANCE
    return page_of_words(words, number=number, width=max(width, 1.0), height=len(lines) * _LEADING + _TOP)


def _placed(source: Source, places: dict[int, tuple[Page, int]]) -> Source:
    """A source by the lines of the text, where it was by boxes on a sheet."""
    at = source.locator
    if not isinstance(at, PageBoxes):
        return source
    page, first = places[at.page]
    lines = [first + round((box[1] * page.height - _TOP) / _LEADING) for box in at.boxes] or [first]
    return replace(source, locator=Lines(min(lines), max(lines)))

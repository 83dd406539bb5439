"""The document's own words in groups of lines with their places, so that everything is found and cited."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from connectors.pdf_report.layout import Line, Page
from connectors.pdf_report.vocabulary import SECTION, plain
from records.model import Passage
from records.source import Source
from records.when import When

_LONGEST = 900  # characters of one passage
_GAP = 1.55  # of the usual distance between lines: a new paragraph
_EDGE = 0.17  # of the page height: where repeated headers and footers stand
_SAME_HEIGHT = 6.0  # points
_FEWEST, _LONGEST_TITLE = 3, 70  # letters, characters
_BULLET = re.compile(r"[-–•*]\s")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its rows in reading order."""

    page: Page
    rows: Sequence[Line]


def repeated(sheets: Sequence[Sheet]) -> frozenset[int]:
    """The ids of rows that are a header or footer seen on an earlier page."""
    seen: dict[str, list[float]] = {}
    again: set[int] = set()
    for sheet in sheets:
        here: list[tuple[str, float]] = []
        for row in sheet.rows:
            share = row.base / sheet.page.height if sheet.page.height else 0.5
            if _EDGE * 1.6 < share < 1 - _EDGE:
                continue
            key = re.sub(r"\d+", "#", plain(row.text))
            if any(abs(base - row.base) < _SAME_HEIGHT for base in seen.get(key, ())):
                again.add(id(row))
            here.append((key, row.base))
        for key, base in here:
            seen.setdefault(key, []).append(base)
    return frozenset(again)


def passages(sheets: Sequence[Sheet], laboratory: str | None, when: When | None) -> Iterator[Passage]:
    """Every page's words, headers and footers once."""
    skipped = repeated(sheets)
    heading: str | None = None
    for sheet in sheets:
        rows = [row for row in sheet.rows if id(row) not in skipped]
        for group in _groups(rows):
            first = group[0]
            if is_heading(first, rows):
                heading = first.text
            yield Passage(
                text="\n".join(row.spaced for row in group),
                source=Source(sheet.page.boxes(group), laboratory),
                heading=heading,
                when=when,
            )
        if sheet.page.aside:
            yield Passage(
                sheet.page.aside, Source(sheet.page.boxes(()), laboratory), heading=heading, when=when
            )


def _groups(rows: Sequence[Line]) -> Iterator[list[Line]]:
    if not rows:
        return
    steps = sorted(
        low.base - high.base for high, low in pairwise(rows) if 0 < low.base - high.base < 4 * low.size
    )
    usual = steps[len(steps) // 4] if steps else rows[0].size
    group: list[Line] = []
    length = 0
    for row in rows:
        step = row.base - group[-1].base if group else 0.0
        apart = bool(group) and (step > _GAP * usual or step < 0)
        if group and (apart or length + len(row.text) > _LONGEST or is_heading(row, rows)):
            yield group
            group, length = [], 0
        group.append(row)
        length += len(row.text) + 1
    if group:
        yield group


def is_heading(row: Line, rows: Sequence[Line]) -> bool:
    """Whether a row is a title: few words alone that are in capitals, larger, or a known section."""
    text = row.text.strip(" -–—=*")
    letters = [sign for sign in text if sign.isalpha()]
    if (
        len(row.cells) != 1
        or len(letters) < _FEWEST
        or len(text) > _LONGEST_TITLE
        or any(map(str.isdigit, text))
    ):
        return False
    if text.endswith((".", ",", ";")) or _BULLET.match(row.text):
        return False
    sizes = sorted(other.size for other in rows)
    larger = row.size > 1.15 * sizes[len(sizes) // 2]
    return larger or all(sign.isupper() for sign in letters) or SECTION.fullmatch(plain(text)) is not None

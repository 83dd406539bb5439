"""The rows of PDF pages (or of pictures put into rows) as lines of prose, each fact with its boxes."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from connectors.pdf_report.layout import Line as Row
from connectors.pdf_report.layout import fused
from connectors.pdf_report.passages import Sheet, is_heading, repeated
from connectors.prose.lines import Line
from connectors.prose.reading import facts
from connectors.prose.sections import heading
from core.language import Language
from records.model import Extraction, Fact
from records.source import Box, PageBoxes, Source
from records.when import When

_GAP = 1.4
"""Of the usual distance between lines: a new paragraph."""


def of_pages(
    sheets: Sequence[Sheet],
    *,
    language: Language,
    document_date: When | None,
    extraction: Extraction,
    taken: Collection[Row] = (),
) -> Iterator[Fact]:
    """The facts in the words of the pages.

    Args:
        sheets: Pages with their rows in reading order.
        language: Of the document.
        document_date: The date it gives itself.
        extraction: How its words were read.
        taken: Rows that were read as results of a laboratory already.
    """
    known = {id(row) for row in taken}
    sheets = sheets if known else [_with_headings(sheet) for sheet in sheets]
    again = repeated(sheets)
    rows: list[tuple[Sheet, Row]] = []
    lines: list[Line] = []
    for sheet in sheets:
        kept = [row for row in sheet.rows if id(row) not in known and id(row) not in again]
        usual = _usual(kept)
        last: Row | None = None
        for row in kept:
            step = row.base - last.base if last is not None else usual
            rows.append((sheet, row))
            lines.append(
                Line(
                    text=row.text,
                    cells=tuple(cell.text for cell in row.cells),
                    gap=last is not None and not 0 <= step <= _GAP * usual,
                    title=is_heading(row, kept),
                    lefts=tuple(cell.left for cell in row.cells),
                )
            )
            last = row

    def locate(numbers: tuple[int, ...]) -> Source:
        first = rows[numbers[0]][0].page
        boxes: list[Box] = []
        for number in numbers:
            sheet, row = rows[number]
            if sheet.page.number == first.number:
                boxes.extend(first.boxes([row]).boxes)
        return Source(PageBoxes(first.number, tuple(boxes)))

    yield from facts(lines, locate, language=language, document_date=document_date, extraction=extraction)


def _with_headings(sheet: Sheet) -> Sheet:
    """The page with each heading in a row of its own, also where a ruled table begins right under it."""
    page = sheet.page
    if len(sheet.rows) != len(list(fused(page.lines, page.rules))):
        return sheet  # two columns side by side
    rows: list[Row] = []
    run: list[Row] = []
    for line in sorted(page.lines, key=lambda line: line.base):
        found = heading(Line(line.text)) if len(line.cells) == 1 else None
        if found is not None and not found.rest:
            rows += [*fused(run, page.rules), line]
            run = []
        else:
            run.append(line)
    return Sheet(page, [*rows, *fused(run, page.rules)])


def _usual(rows: Sequence[Row]) -> float:
    """The distance between lines of one paragraph."""
    steps = sorted(
        low.base - high.base for high, low in pairwise(rows) if 0 < low.base - high.base < 4 * low.size
    )
    return steps[len(steps) // 3] if steps else (rows[0].size if rows else 1.0)

"""A picture of a page, read into the page that the table logic of PDFs works on; and back to the picture.

The words of a page are put on a sheet of points as wide as A4. Places that records point at are turned back
onto the picture as the person sees it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from connectors.base import About
from connectors.ocr import networks, spelling
from connectors.ocr.straighten import Way, straighten
from connectors.ocr.words import Word, words
from connectors.pdf_report import document, layout
from records.model import Extraction, Fact, Passage, Problem, Record
from records.source import Box, PageBoxes, Source

_SHORT_EDGE = 595.0  # points: A4
_FEWEST_WORDS = 3
_SLACK = 2  # pixels


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that was read from a picture.

    Attributes:
        page: For the table logic: places in points of the straight picture.
        words: All that was read, in pixels of the straight picture.
        way: From there back to the original.
        width: Of the straight picture, in pixels.
        height: Of the straight picture, in pixels.
    """

    page: layout.Page
    words: tuple[Word, ...]
    way: Way
    width: int
    height: int

    @property
    def readable(self) -> bool:
        """Whether there are words on it at all."""
        return sum(len(word.text) > 1 for word in self.words) >= _FEWEST_WORDS

    def on(self, box: Box) -> list[Word]:
        """The words in a box of `page`, in shares."""
        left, right = box[0] * self.width - _SLACK, box[2] * self.width + _SLACK
        top, bottom = box[1] * self.height, box[3] * self.height
        return [
            word
            for word in self.words
            if top <= word.middle <= bottom and left <= (word.left + word.right) / 2 <= right
        ]


def read(picture: networks.Grey, number: int) -> Sheet:
    """Read one page.

    Args:
        picture: Grey, as the person sees it.
        number: Of the page, from 1.
    """
    straight, way = straighten(picture)
    found = tuple(replace(word, text=spelling.name(spelling.unit(word.text))) for word in words(straight))
    height, width = straight.shape
    scale = _SHORT_EDGE / min(width, height)
    on_page = [
        layout.Word(word.text, *(edge * scale for edge in (word.left, word.top, word.right, word.bottom)))
        for word in found
    ]
    page = layout.page_of_words(on_page, number=number, width=width * scale, height=height * scale)
    return Sheet(page, found, way, width, height)


def records(pages: Sequence[layout.Page], sheets: Mapping[int, Sheet]) -> Iterator[Record | Problem | About]:
    """What the pages say, where some or all of them were read from pictures.

    Args:
        pages: All pages of the document in order.
        sheets: Those of them that were read from a picture, by number.

    Yields:
        As `document.records`; facts from pictures are `Extraction.OCR`. Their `confirmed` says only that both
        readings agree on all of their row and on their date; `records.plausible` asks the rest.
    """
    dates = _dates(pages, sheets)
    for record in document.records(pages):
        sheet = sheets.get(_page(record) or 0)
        if sheet is None:
            yield record
        elif isinstance(record, Fact):
            yield _fact(record, sheet, dates)
        elif isinstance(record, Passage | Problem) and record.source is not None:
            yield replace(record, source=_back(record.source, sheet))
        else:
            yield record


def _page(record: Record | Problem | About) -> int | None:
    source = getattr(record, "source", None)
    return source.page if isinstance(source, Source) else None


def _fact(fact: Fact, sheet: Sheet, dates: frozenset[tuple[int, int, int]]) -> Fact:
    agreed = _agreed(fact, sheet) and _dated(fact, dates)
    return replace(fact, extraction=Extraction.OCR, confirmed=agreed, source=_back(fact.source, sheet))


def _agreed(fact: Fact, sheet: Sheet) -> bool:
    """Whether every word of its row was read twice alike.

    Never in a row with a date in it: which of its numbers the date belongs to may hang on one small mark.
    """
    boxes = fact.source.locator.boxes if isinstance(fact.source.locator, PageBoxes) else ()
    row = [word for box in boxes for word in sheet.on(box)]
    return bool(row) and all(word.sure and not _DATE.search(word.text) for word in row)


_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
_NUMBERS = re.compile(r"\d+")
_MONTHS = "jan f[ée]v|feb mar a[vp]r mai|may juin|jun juil|jul ao[uû]|aug sep oct nov d[ée]c".split()
_MONTH = tuple(re.compile(rf"\b(?:{month})", re.IGNORECASE) for month in _MONTHS)


def _dates(pages: Iterable[layout.Page], sheets: Mapping[int, Sheet]) -> frozenset[tuple[int, int, int]]:
    """Numbers that stand together like a date and were read surely: any three neighbours of one row."""
    found: set[tuple[int, int, int]] = set()
    for page in pages:
        sheet = sheets.get(page.number)
        if sheet is None:
            rows = [line.text for line in page.lines]
        else:
            by_row: dict[int, list[str]] = {}
            for word in sheet.words:
                by_row.setdefault(word.row, []).append(word.text if word.sure else "?")
            rows = [" ".join(row) for row in by_row.values()]
        for row in rows:
            numbers = _with_months(row)
            found.update(zip(numbers, numbers[1:], numbers[2:], strict=False))
    return frozenset(found)


def _with_months(row: str) -> list[int]:
    for number, month in enumerate(_MONTH, 1):
        row = month.sub(f" {number} ", row)
    return [int(number) for number in _NUMBERS.findall(row)]


def _dated(fact: Fact, dates: frozenset[tuple[int, int, int]]) -> bool:
    if fact.start is None:
        return True
    parts = [int(part) for part in fact.start.day.split("-")]
    if len(parts) < 3:  # noqa: PLR2004  a year or month alone: no date was read surely
        return False
    year, month, day = parts
    years = (year, year % 100)
    return any(each in dates for y in years for each in ((day, month, y), (month, day, y), (y, month, day)))


def _back(source: Source, sheet: Sheet) -> Source:
    """The place on the picture as the person sees it."""
    if not isinstance(source.locator, PageBoxes):
        return source
    width, height = sheet.width, sheet.height
    boxes = tuple(
        sheet.way.shares(left * width, top * height, right * width, bottom * height)
        for left, top, right, bottom in source.locator.boxes
    )
    return replace(source, locator=replace(source.locator, boxes=boxes))

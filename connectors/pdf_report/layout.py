"""Characters of a PDF page, put back into words, cells and lines as a reader sees them.

Coordinates are points of the page as displayed (rotation and crop applied), origin top left. Geometry
decides: spaces that the PDF or the library invents are ignored, so a value stays where it was drawn.
"""

import ctypes
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from core.errors import UnreadableFileError
from records.source import Box, PageBoxes

MAX_CHARACTERS = 120_000
"""Of one page. A dense page of text has 8,000."""
MAX_OBJECTS = 60_000
"""Of one page."""

_WORD_GAP = 0.14  # of the text height, between glyphs: an intended space is 0.25 or more
_CELL_GAP = 0.85  # two spaces of a proportional font, more than one of a typewriter font (0.6)
_SAME_LINE = 0.28  # baselines of one row drawn in two sizes differ by less
_TALLEST_ROW = 5  # lines
_OTHER_SIZE = 0.08  # of the height: lines of one cell are as tall
_LEADING = 1.5  # heights: lines of one cell are not further apart
_SAME_ROW = 0.8  # lines of text under each other are never this near
_COVERED = 0.4  # of a character's width
_ALIGNED = 2.0  # points
_UPRIGHT = 0.1  # radians
_DESCENT = 0.2  # of the height of a font's line
_THIN = 2.5  # points: a line, not a box
_LEADERS = re.compile(r"(?:\.\s?){3,}|_{3,}|·{3,}|…{1,}\s?(?:…\s?)*|-{4,}|={4,}")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SPLIT_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": "-", "\u0002": "-"}
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn character and its place."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    after_space: bool = False
    order: int = 0
    """Its place in the file: what was drawn in one go stays together."""

    @property
    def height(self) -> float:
        """Of the font's line, a little more than the font size."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Cell:
    """Words with no wide gap between them.

    Attributes:
        text: The words, one space apart.
        glyphs: For each character of `text`, what was drawn; None for a space.
        left: Left edge.
        right: Right edge.
    """

    text: str
    glyphs: tuple[Glyph | None, ...]
    left: float = field(init=False)
    right: float = field(init=False)

    def __post_init__(self) -> None:
        left, right = self.part(0, len(self.glyphs))
        object.__setattr__(self, "left", left)
        object.__setattr__(self, "right", right)

    def part(self, start: int, end: int) -> tuple[float, float]:
        """Left and right edge of the characters from `start` to `end`."""
        drawn = [glyph for glyph in self.glyphs[start:end] if glyph]
        return min(glyph.left for glyph in drawn), max(glyph.right for glyph in drawn)

    def joined(self, other: "Cell") -> "Cell":
        """Both, as one cell that runs over two lines."""
        return Cell(f"{self.text} {other.text}", (*self.glyphs, None, *other.glyphs))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a page, left to right."""

    page: int
    cells: tuple[Cell, ...]
    base: float
    size: float
    """Height of its text."""

    @property
    def text(self) -> str:
        """As read aloud."""
        return " ".join(cell.text for cell in self.cells)

    @property
    def spaced(self) -> str:
        """As read, with wide gaps shown."""
        return "   ".join(cell.text for cell in self.cells)

    @property
    def left(self) -> float:
        """Left edge."""
        return self.cells[0].left

    @property
    def right(self) -> float:
        """Right edge."""
        return max(cell.right for cell in self.cells)

    @property
    def top(self) -> float:
        """Top edge."""
        return min(glyph.top for cell in self.cells for glyph in cell.glyphs if glyph)

    @property
    def bottom(self) -> float:
        """Bottom edge."""
        return max(glyph.bottom for cell in self.cells for glyph in cell.glyphs if glyph)


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Attributes:
        number: From 1.
        lines: Top to bottom.
        aside: Text that does not stand upright, in the order of the file; empty mostly.
        is_picture: No text that can be read, but something is drawn.
        rules: Heights of the drawn horizontal lines, top to bottom.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    aside: str = ""
    is_picture: bool = False
    rules: tuple[float, ...] = ()

    def boxes(self, lines: Sequence[Line]) -> PageBoxes:
        """The place of `lines` as shares of the page."""
        return PageBoxes(self.number, tuple(self._box(line) for line in lines))

    def _box(self, line: Line) -> Box:
        return (
            _share(line.left, self.width),
            _share(line.top, self.height),
            _share(line.right, self.width),
            _share(line.bottom, self.height),
        )


def _share(value: float, whole: float) -> float:
    return round(min(max(value / whole, 0.0), 1.0), 5) if whole > 0 else 0.0


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """The text of one page with its geometry.

    Raises:
        UnreadableFileError: ``file_too_complex``: more characters or objects than any report has.
    """
    if raw.FPDFPage_CountObjects(page.raw) > MAX_OBJECTS:
        raise UnreadableFileError("file_too_complex")
    width, height = page.get_size()
    place = _Placement(page, width, height)
    text = page.get_textpage()
    try:
        upright, aside = _glyphs(text, place)
    finally:
        text.close()
    unmapped = sum(bool(_UNMAPPED.match(glyph.text)) for glyph in upright)
    if not upright or unmapped > len(upright) / 4:
        drawn = raw.FPDFPage_CountObjects(page.raw) > 0
        return Page(number, width, height, aside=aside, is_picture=drawn and not aside)
    upright_rules, level_rules = _rules(page, place)
    lines = (_line(run, number, upright_rules) for run in _baselines(upright))
    return Page(
        number, width, height, tuple(line for line in lines if line is not None), aside, rules=level_rules
    )


class Word(NamedTuple):
    """A word recognised on a picture, with the place of its font's line in points of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def page_of_words(words: Sequence[Word], *, number: int, width: float, height: float) -> Page:
    """A page of recognised words, with its rows and cells found as those of a PDF are.

    Args:
        words: Level; those of one row have the same bottom.
        number: Of the page, from 1.
        width: Of the page, in points.
        height: Of the page, in points.
    """
    glyphs: list[Glyph] = []
    for word in sorted(words, key=lambda word: (word.bottom, word.left)):
        step = (word.right - word.left) / max(len(word.text), 1)
        base = word.bottom - _DESCENT * (word.bottom - word.top)
        for place, character in enumerate(word.text):
            left = word.left + place * step
            glyphs.append(
                Glyph(character, left, word.top, left + step, word.bottom, base, place == 0, len(glyphs))
            )
    lines = (_line(run, number, ()) for run in _baselines(glyphs))
    return Page(number, width, height, tuple(line for line in lines if line is not None))


class _Placement:
    """From the PDF's own coordinates to the displayed page."""

    _FINE = 1_000_000

    def __init__(self, page: pdfium.PdfPage, width: float, height: float) -> None:
        def device(x: float, y: float) -> tuple[float, float]:
            left, top = ctypes.c_int(), ctypes.c_int()
            raw.FPDF_PageToDevice(page.raw, 0, 0, self._FINE, self._FINE, 0, x, y, left, top)
            return left.value / self._FINE * width, top.value / self._FINE * height

        far = 1000.0
        self._x0, self._y0 = device(0.0, 0.0)
        x, y = device(far, 0.0)
        self._xx, self._yx = (x - self._x0) / far, (y - self._y0) / far
        x, y = device(0.0, far)
        self._xy, self._yy = (x - self._x0) / far, (y - self._y0) / far

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the PDF is displayed."""
        return self._x0 + self._xx * x + self._xy * y, self._y0 + self._yx * x + self._yy * y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Where a rectangle of the PDF is displayed."""
        one, two = self.point(left, bottom), self.point(right, top)
        return min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])

    @property
    def turned(self) -> bool:
        """Whether the page is displayed on its side or upside down."""
        return abs(self._xy) > abs(self._xx) or self._xx < 0


def _glyphs(text: pdfium.PdfTextPage, place: _Placement) -> tuple[list[Glyph], str]:
    count = text.count_chars()
    if count > MAX_CHARACTERS:
        raise UnreadableFileError("file_too_complex")
    upright: list[Glyph] = []
    aside: list[str] = []
    rect, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    after_space = False
    for index in range(count):
        character = chr(raw.FPDFText_GetUnicode(text.raw, index))
        generated = raw.FPDFText_IsGenerated(text.raw, index) == 1
        if generated or character.isspace():
            after_space = after_space or not generated
            if aside and not aside[-1].isspace():
                aside.append(" ")
            continue
        raw.FPDFText_GetLooseCharBox(text.raw, index, rect)
        raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
        left, top, right, bottom = place.box(rect.left, rect.bottom, rect.right, rect.top)
        character = _SPLIT_LIGATURES.get(character, character)
        if not _stands(raw.FPDFText_GetCharAngle(text.raw, index), place):
            aside.append(character)
        elif right > left and bottom > top:
            base = place.point(x.value, y.value)[1]
            upright.append(Glyph(character, left, top, right, bottom, base, after_space, index))
        after_space = False
    return upright, "".join(aside).strip()


def _stands(angle: float, place: _Placement) -> bool:
    if place.turned:
        return True  # the page is turned so that its text reads; its angles are those before the turn
    return angle < _UPRIGHT or angle > 2 * 3.14159 - _UPRIGHT


Rule = tuple[float, float, float]
"""A drawn vertical line: x, top, bottom."""


def _rules(page: pdfium.PdfPage, place: _Placement) -> tuple[tuple[Rule, ...], tuple[float, ...]]:
    """Drawn lines: the vertical ones part cells that stand close together, the horizontal ones part rows."""
    vertical: list[Rule] = []
    horizontal: set[float] = set()
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        left, top, right, bottom = place.box(*thing.get_bounds())
        if right - left <= _THIN and bottom - top >= 2 * _THIN:
            vertical.append(((left + right) / 2, top, bottom))
        elif bottom - top <= _THIN and right - left >= 8 * _THIN:
            horizontal.add(round((top + bottom) / 2, 1))
    return tuple(vertical), tuple(sorted(horizontal))


def _baselines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs that share a baseline; small raised or lowered ones stay with the word they touch."""
    runs: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.base, glyph.left)):
        if runs:
            last = runs[-1]
            if abs(glyph.base - last[0].base) <= _SAME_LINE * min(glyph.height, last[0].height):
                last.append(glyph)
                continue
        runs.append([glyph])
    return _with_raised(runs)


def _with_raised(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    heights = [statistics.median(glyph.height for glyph in run) for run in runs]
    for index, run in enumerate(runs):
        for near in range(max(0, index - 3), min(len(runs), index + 4)):
            host, height = runs[near], heights[near]
            if near == index or not host or not run or heights[index] > 0.8 * height:
                continue
            if abs(run[0].base - host[0].base) > 0.6 * height:
                continue
            moved = [glyph for glyph in _words(run) if _touches(glyph, host, height)]
            raised = run[0].base < host[0].base
            for word in moved:
                for glyph in word:
                    run.remove(glyph)
                    text = glyph.text.translate(_RAISED) if raised else glyph.text
                    host.append(replace(glyph, text=text, base=host[0].base, after_space=False))
    return [run for run in runs if run]


def _words(run: list[Glyph]) -> list[list[Glyph]]:
    words: list[list[Glyph]] = []
    for glyph in sorted(run, key=lambda glyph: glyph.left):
        if words and glyph.left - words[-1][-1].right <= _WORD_GAP * glyph.height and not glyph.after_space:
            words[-1].append(glyph)
        else:
            words.append([glyph])
    return words


def _touches(word: list[Glyph], host: list[Glyph], height: float) -> bool:
    return any(-0.1 * height <= word[0].left - glyph.right <= 0.15 * height for glyph in host)


def _line(run: list[Glyph], page: int, rules: Sequence[Rule]) -> Line | None:
    drawn = _without_doubles(sorted(run, key=lambda glyph: glyph.left))
    size = statistics.median(glyph.height for glyph in drawn)
    base = statistics.median(glyph.base for glyph in drawn)
    crossing = [x for x, top, bottom in rules if top - 1 <= base - size / 4 <= bottom + 1]
    groups = [group for stroke in _strokes(drawn) for group in _cell_groups(stroke, crossing)]
    cells = [cell for group in groups for cell in _without_leaders(group)]
    cells.sort(key=lambda cell: cell.left)
    return Line(page, tuple(cells), base, size) if cells else None


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """Each once: some reports draw bold by drawing twice."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        double = any(
            other.text == glyph.text and glyph.left - other.left < 0.25 * (other.right - other.left)
            for other in kept[-3:]
        )
        if not double:
            kept.append(glyph)
    return kept


def _strokes(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Text drawn over the end of other text, kept apart; everything else is one stroke from left to right."""
    runs: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.order):
        if runs and runs[-1][-1].left <= glyph.left and glyph.order - runs[-1][-1].order <= 2:  # noqa: PLR2004  one space
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    runs.sort(key=lambda run: run[0].left)
    of_run = {id(glyph): number for number, run in enumerate(runs) for glyph in run}
    covered = any(
        of_run[id(one)] != of_run[id(two)] and one.right - two.left > _COVERED * (two.right - two.left)
        for one, two in pairwise(glyphs)
    )
    return runs if covered else [glyphs]


def _cell_groups(glyphs: list[Glyph], rules: Sequence[float]) -> Iterator[list[Glyph]]:
    group: list[Glyph] = []
    for glyph in glyphs:
        if group:
            right = max(other.right for other in group[-3:])
            ruled = any(right - 1 <= x <= glyph.left + 1 for x in rules)
            if ruled or glyph.left - right > _CELL_GAP * max(glyph.height, group[-1].height) / 1.17:
                yield group
                group = []
        if glyph.text in "|¦│":
            if group:
                yield group
            group = []
            continue
        group.append(glyph)
    if group:
        yield group


def _cell(glyphs: Sequence[Glyph]) -> Cell:
    text: list[str] = []
    places: list[Glyph | None] = []
    right = None
    for glyph in glyphs:
        if right is not None and (glyph.after_space or glyph.left - right > _WORD_GAP * glyph.height):
            text.append(" ")
            places.append(None)
        for character in glyph.text:
            text.append(character)
            places.append(glyph)
        right = glyph.right if right is None else max(right, glyph.right)
    return Cell("".join(text), tuple(places))


def _without_leaders(glyphs: list[Glyph]) -> Iterator[Cell]:
    """The cells between rows of dots, dashes and underscores."""
    cell = _cell(glyphs)
    start = 0
    for leader in _LEADERS.finditer(cell.text):
        abbreviated = (
            cell.text.startswith(". .", leader.start())
            and cell.text[leader.start() - 1 : leader.start()].isupper()
        )
        yield from _slice(cell, start, leader.start() + abbreviated)
        start = leader.end()
    yield from _slice(cell, start, len(cell.text))


def _slice(cell: Cell, start: int, end: int) -> Iterator[Cell]:
    while start < end and cell.glyphs[start] is None:
        start += 1
    while end > start and cell.glyphs[end - 1] is None:
        end -= 1
    if end > start:
        yield Cell(cell.text[start:end], cell.glyphs[start:end])


def fused(lines: Sequence[Line], rules: Sequence[float] = ()) -> Iterator[Line]:
    """Rows of a table whose cells run over several lines, or stand half a line off, become one row.

    Args:
        lines: Of one page or column.
        rules: Heights of horizontal lines drawn between rows.
    """
    lines = sorted(lines, key=lambda line: line.base)
    row: list[Line] = []
    for line in lines:
        if row and (_same_row(row, line) or _same_band(row, line, lines, rules)):
            row.append(line)
            continue
        if row:
            yield _row(row)
        row = [line]
    if row:
        yield _row(row)


def _same_band(row: list[Line], line: Line, lines: Sequence[Line], rules: Sequence[float]) -> bool:
    """Whether two lines stand between the same two drawn lines: one row of a ruled table whose words wrap."""
    above = max((rule for rule in rules if rule <= row[0].base), default=None)
    below = min((rule for rule in rules if rule > row[0].base), default=None)
    if above is None or below is None or line.base > below or below - above > _TALLEST_ROW * line.size:
        return False
    other_size = abs(line.size - row[-1].size) > _OTHER_SIZE * line.size
    if other_size or line.base - row[-1].base > _LEADING * line.size:
        return False
    if any(
        _both_numbers(cell, other) or _askew(cell, other, title=len(row[-1].cells) == 1)
        for cell in line.cells
        for other in row[-1].cells
    ):
        return False
    band = [each for each in lines if above < each.base < below]
    return sum(len(each.cells) >= 3 for each in band) <= 1 and any(len(each.cells) >= 2 for each in band)  # noqa: PLR2004


def _both_numbers(cell: Cell, above: Cell) -> bool:
    """Whether two cells above each other begin with a number each: two results, no cell that wraps."""
    return (
        cell.left < above.right
        and above.left < cell.right
        and cell.text[0].isdigit()
        and above.text[0].isdigit()
    )


def _askew(cell: Cell, above: Cell, *, title: bool) -> bool:
    """Whether two cells above each other share neither an edge nor their middle: no cell that wraps.

    `title`: the one above stands alone in its line; it goes on only where the cell below begins as it does.
    """
    ways = [cell.left - above.left]
    if not title:
        ways += [cell.right - above.right, (cell.left + cell.right - above.left - above.right) / 2]
    return cell.left < above.right and above.left < cell.right and min(map(abs, ways)) > _ALIGNED


def _same_row(row: list[Line], line: Line) -> bool:
    last = row[-1]
    font = min(line.size, last.size) / 1.17
    if line.base - last.base > _SAME_ROW * font or line.base - row[0].base > 4 * font:
        return False
    return not any(
        cell.left < other.right and other.left < cell.right for cell in line.cells for other in last.cells
    )


def _row(lines: list[Line]) -> Line:
    if len(lines) == 1:
        return lines[0]
    cells: list[Cell] = []
    for line in lines:
        for cell in line.cells:
            above = next((old for old in cells if old.left < cell.right and cell.left < old.right), None)
            if above is None:
                cells.append(cell)
            else:
                cells[cells.index(above)] = above.joined(cell)
    cells.sort(key=lambda cell: cell.left)
    middle = lines[len(lines) // 2]
    return Line(middle.page, tuple(cells), middle.base, max(line.size for line in lines))

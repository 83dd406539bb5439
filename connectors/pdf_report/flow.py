"""The order in which a page is read: tables or cards side by side are read one after the other.

No form of a page says surely whether two columns of words are one table or two. So both are read, and the
reading that explains more of the page is kept: more results with a name of their own and a unit or range.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from connectors.pdf_report.dates import Calendar
from connectors.pdf_report.layout import Cell, Line, Page, fused
from connectors.pdf_report.lexer import Lexer, Sort, signed
from connectors.pdf_report.results import Results, read_results
from connectors.pdf_report.rows import Slot, bounds, clean_name, is_cut, is_outside, may_name
from connectors.pdf_report.vocabulary import ADMINISTRATIVE, plain

_SAME_SIZE = 0.08  # of the height
_NEXT_LINE = 1.45  # heights
_ENOUGH = 2  # names and results on each side of a place where a page may be parted
_WIDEST = 0.5  # of the page: a longer cell is a sentence
_BRIDGES = 14  # rows for each further one that may run across
_NARROW = 3.0  # points
_MOST = 4  # columns
_BETTER = 1.1  # times the evidence: a page is one column as long as it can be
_SAME_LINE = 0.1
"""What a second result of a line, name and date is worth: the neighbour's, or the same in another unit."""
_REPEATED = 0.5
"""What a result is worth whose name and date stood before, as those of samples and methods do."""


def reading_order(page: Page, lexer: Lexer, calendar: Calendar) -> list[Line]:
    """The rows of a page, one column after the other; a comparator stands with its number."""
    rows = _in_order(page, [], lexer)
    free = _gutters(page, lexer)
    if not free:
        return rows

    def read(edges: Sequence[float]) -> tuple[float, list[float], list[Line]]:
        ordered = _in_order(page, sorted(edges), lexer)
        return _evidence(read_results(ordered, lexer, calendar)), list(edges), ordered

    best = read([])
    while len(best[1]) < _MOST:
        further = [read([*best[1], edge]) for edge in free if edge not in best[1]]
        found = max(further, key=lambda way: way[0], default=best)
        if found[0] <= _BETTER * best[0]:
            break
        best = found
    for edge in best[1][:-1]:
        without = read([other for other in best[1] if other != edge])
        best = without if without[0] >= best[0] else best  # an earlier choice may be worth nothing by now
    return best[2]


def _in_order(page: Page, edges: Sequence[float], lexer: Lexer) -> list[Line]:
    lines = _by_columns(page, edges) if edges else fused(page.lines, page.rules)
    rows = list(_unwrapped(list(lines)))
    if _signs_are_flags(rows, lexer):
        return rows
    return [replace(line, cells=tuple(signed(line.cells))) for line in rows]


def _signs_are_flags(rows: Sequence[Line], lexer: Lexer) -> bool:
    """Whether every ``>`` and ``<`` in a cell of its own says that the value lies outside its range."""
    told = [
        is_outside(Slot("", value, range_=range_), "+" if sign.text == ">" else "-")
        for row in rows
        for (sign, _), index in zip(pairwise(row.cells), range(1, len(row.cells)), strict=True)
        if sign.text in ("<", ">")
        for value in lexer.cell(row.cells[index], index)[:1]
        for range_ in [
            bounds(piece) for piece in lexer.line(row.cells) if piece.cell not in (index - 1, index)
        ]
        if value.sort is Sort.NUMBER and range_ is not None
    ]
    return len(told) > 1 and all(told)


def _evidence(results: Results) -> float:
    """How much of a page a reading explains."""
    seen: dict[tuple[str, str], list[int]] = {}
    total = 0.0
    for result in results.found:
        slot = result.slot
        worth = 1.0 + bool(slot.unit) + (slot.range_ is not None)
        lines = seen.setdefault((plain(result.name), slot.when.local if slot.when else ""), [])
        line = id(result.lines[0])
        total += worth * (1.0 if not lines else _SAME_LINE if line in lines else _REPEATED ** len(lines))
        lines.append(line)
    return total


def _gutters(page: Page, lexer: Lexer) -> list[float]:
    """Where the page may be parted: hardly any cell stands there, names and results stand on both sides."""
    lines = [
        line for line in page.lines
        if all(cell.right - cell.left < _WIDEST * page.width for cell in line.cells)
    ]  # fmt: skip
    measured = [
        line for line in lines
        if any(_measures(cell, lexer) for cell in line.cells)
        and not ADMINISTRATIVE.search(plain(line.text))
        and (len(line.cells) > 1 or lexer.cell(line.cells[0])[0].sort is not Sort.TEXT)
    ]  # fmt: skip
    if len(measured) < _ENOUGH:
        return []
    cells = [cell for line in lines for cell in line.cells]
    named = [cell for cell in cells if _names(cell, lexer)]
    counted = [cell for line in measured for cell in line.cells if _measures(cell, lexer)]
    return [
        cut for cut in _free(measured, cells)
        if all(
            len({cell.text for cell in named if (cell.left > cut) is right}) >= _ENOUGH
            and sum((cell.left > cut) is right for cell in counted) >= _ENOUGH
            for right in (False, True)
        )
    ]  # fmt: skip


def _free(lines: Sequence[Line], cells: Sequence[Cell]) -> Iterator[float]:
    """Where hardly any of `lines` has a cell; of such a place where the fewest of all `cells` stand."""
    edges = sorted(
        edge for line in lines for cell in line.cells for edge in ((cell.left, 1), (cell.right, -1))
    )
    covered, free_from = 0, float("inf")
    for at, step in edges:
        if covered <= 1 + len(lines) // _BRIDGES and at - free_from > _NARROW:
            places = (free_from + at) / 2, at - 1, free_from + 1
            yield min(places, key=lambda place: sum(cell.left < place < cell.right for cell in cells))
        covered += step
        free_from = at


def _measures(cell: Cell, lexer: Lexer) -> bool:
    """Whether a result stands in the cell."""
    return any(piece.sort in (Sort.NUMBER, Sort.WORD) for piece in lexer.cell(cell))


def _names(cell: Cell, lexer: Lexer) -> bool:
    """Whether the cell begins with what may be a name."""
    pieces = lexer.cell(cell)
    return bool(pieces) and pieces[0].sort is Sort.TEXT and may_name(clean_name(pieces[0].text))


def _unwrapped(lines: Sequence[Line]) -> Iterator[Line]:
    """Rows whose name is cut in the middle take the rest of it from the line right below."""
    at = 0
    while at < len(lines):
        line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
        at += 1
        cut = _cut_cell(line, below) if below is not None else None
        if below is not None and cut is not None:
            cells = list(line.cells)
            cells[cut] = cells[cut].joined(below.cells[0])
            line = replace(line, cells=tuple(cells))
            at += 1
        yield line


def _cut_cell(line: Line, below: Line) -> int | None:
    """Which cell the line below goes on with: a name that ends in the middle of a phrase or of brackets."""
    if len(below.cells) != 1 or not any(any(map(str.isdigit, cell.text)) for cell in line.cells[1:]):
        return None
    if (
        below.base - line.base > _NEXT_LINE * line.size
        or abs(line.size - below.size) > _SAME_SIZE * line.size
    ):
        return None
    index = next((index for index, cell in enumerate(line.cells) if abs(cell.left - below.left) < 1), None)
    if index is None:
        return None
    text = line.cells[index].text
    opened = text.count("(") > text.count(")") and ")" in below.text
    phrase = index == 0 and (text.endswith(",") or (is_cut(text) and not text.endswith("-")))
    return index if opened or phrase else None


def _by_columns(page: Page, edges: Sequence[float]) -> Iterator[Line]:
    sides: list[list[Line]] = [[] for _ in range(len(edges) + 1)]
    for line in sorted(page.lines, key=lambda line: line.base):
        if len(line.cells) == 1 and any(line.left < edge < line.right for edge in edges):
            yield from _in_turn(sides, page)
            sides = [[] for _ in sides]
            yield line
            continue
        for number, side in enumerate(sides):
            cells = tuple(
                cell for cell in line.cells
                if sum((cell.left + cell.right) / 2 >= edge for edge in edges) == number
            )  # fmt: skip
            if cells:
                side.append(replace(line, cells=cells))
    yield from _in_turn(sides, page)


def _in_turn(sides: Sequence[list[Line]], page: Page) -> Iterator[Line]:
    for side in sides:
        yield from fused(side, page.rules)

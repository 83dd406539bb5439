"""The order in which a page is read: two tables side by side are two columns, everything else is one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from connectors.pdf_report.grid import is_row, second_panel
from connectors.pdf_report.layout import Cell, Line, Page, fused
from connectors.pdf_report.lexer import Lexer, Sort, signed
from connectors.pdf_report.rows import clean_name, is_cut, may_name
from connectors.pdf_report.vocabulary import Role, role_of

_ALIGNED = 4.0  # points
_CARDS = 2
_SAME_SIZE = 0.08  # of the height
_NEXT_LINE = 1.45  # heights
_NEXT_CARD = 2.2
_ENOUGH = 3  # rows on each side that look like results
_MARGIN = 0.3  # of the page width: a second column does not start nearer to an edge


def reading_order(page: Page, lexer: Lexer) -> list[Line]:
    """The rows of a page, one column after the other; a comparator stands with its number."""
    return [replace(line, cells=tuple(signed(line.cells))) for line in _ordered(page, lexer)]


def _ordered(page: Page, lexer: Lexer) -> list[Line]:
    edge = _second_heading(page) or _second_column(page, lexer)
    if edge is None:
        rows = [line for line in page.lines if is_row(lexer.line(line.cells))]
        edge = second_panel(rows, lexer) if len(rows) >= _ENOUGH else None
    edges = [edge] if edge is not None else _later_cards(page, lexer)
    if not edges:
        return list(_unwrapped(list(fused(page.lines, page.rules))))
    return list(_by_columns(page, [edge - 1.0 for edge in edges]))


def _unwrapped(lines: Sequence[Line]) -> Iterator[Line]:
    """Rows whose name is cut in the middle take the rest of it from the line right below."""
    at = 0
    while at < len(lines):
        line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
        at += 1
        if below is not None and _goes_on(line, below):
            line = replace(line, cells=(line.cells[0].joined(below.cells[0]), *line.cells[1:]))
            at += 1
        yield line


def _goes_on(line: Line, below: Line) -> bool:
    first = line.cells[0]
    same = abs(first.left - below.left) < 1 and abs(line.size - below.size) < _SAME_SIZE * line.size
    near = below.base - line.base <= _NEXT_LINE * line.size
    cut = first.text.endswith(",") or (is_cut(first.text) and not first.text.endswith("-"))
    measured = any(any(map(str.isdigit, cell.text)) for cell in line.cells[1:])
    return cut and same and near and measured and len(below.cells) == 1


def _second_heading(page: Page) -> float | None:
    """Where the second of two headings side by side begins, whatever the order of their columns."""
    for line in page.lines:
        roles = [role_of(cell.text) for cell in line.cells]
        if roles.count(Role.NAME) != 2:  # noqa: PLR2004
            continue
        parted = [
            (after.left - before.right, (after.left + before.right) / 2)
            for index, (before, after) in enumerate(pairwise(line.cells), start=1)
            if all({Role.NAME, Role.VALUE} <= set(half) for half in (roles[:index], roles[index:]))
        ]
        below = [other for other in page.lines if other.base > line.base]
        whole = [
            (gap, edge)
            for gap, edge in parted
            if sum(cell.left < edge < cell.right for other in below for cell in other.cells) * 8 <= len(below)
        ]
        if whole:
            return max(whole)[1]
    return None


def _later_cards(page: Page, lexer: Lexer) -> list[float]:
    """Where the later columns of cards begin: names side by side, and a result under each of them."""
    starts: list[float] = []
    for names, values in pairwise(sorted(page.lines, key=lambda line: line.base)):
        if any(not may_name(clean_name(cell.text)) or _measures(cell, lexer) for cell in names.cells):
            continue
        under = [_measured_under(cell, values, lexer) for cell in names.cells]
        if all(under) and values.base - names.base < _NEXT_CARD * names.size:
            starts += [cell.left for cell in names.cells]
    columns = [
        start for start in sorted(set(starts)) if sum(abs(start - other) < 1 for other in starts) >= _CARDS
    ]
    apart = [columns[0]] if columns else []
    apart += [start for before, start in pairwise(columns) if start - before > _ALIGNED]
    return apart[1:]


def _measured_under(name: Cell, values: Line, lexer: Lexer) -> bool:
    return any(abs(cell.left - name.left) < _ALIGNED and _measures(cell, lexer) for cell in values.cells)


def _measures(cell: Cell, lexer: Lexer) -> bool:
    """Whether a cell is a number with its unit, or a result in words, and nothing else stands before it."""
    sorts = [piece.sort for piece in lexer.cell(cell) if piece.sort is not Sort.FLAG]
    return sorts[:1] == [Sort.WORD] or (sorts[:1] == [Sort.NUMBER] and Sort.UNIT in sorts)


def _second_column(page: Page, lexer: Lexer) -> float | None:
    """Where the names of a second table begin; None on a page of one column."""
    starts: list[float] = []
    first = 0
    for line in page.lines:
        starts.extend(_later_names(line, page.width, lexer))
        first += _result_from(line, 0, lexer) and line.left < page.width * _MARGIN
    best = max(starts, key=lambda start: sum(abs(start - other) < _ALIGNED for other in starts), default=None)
    if best is None or first < _ENOUGH:
        return None
    near = [start for start in starts if abs(start - best) < _ALIGNED]
    return min(near) if len(near) >= _ENOUGH else None


def _later_names(line: Line, width: float, lexer: Lexer) -> Iterator[float]:
    for index, cell in enumerate(line.cells):
        if not width * _MARGIN < cell.left < width * (1 - _MARGIN):
            continue
        before = line.cells[:index]
        if before and not _has_value(before, lexer) and not _is_name_heading(before[0].text):
            continue
        second_heading = _is_name_heading(cell.text) and any(_is_name_heading(other.text) for other in before)
        if second_heading or _result_from(line, index, lexer):
            yield cell.left


def _is_name_heading(text: str) -> bool:
    return role_of(text) is Role.NAME


def _has_value(cells: Sequence[object], lexer: Lexer) -> bool:
    pieces = lexer.line(tuple(cells))  # type: ignore[arg-type]  # cells of a line
    return any(piece.sort in (Sort.NUMBER, Sort.WORD) for piece in pieces) and pieces[0].sort is Sort.TEXT


def _result_from(line: Line, index: int, lexer: Lexer) -> bool:
    """Whether a name and then a number stand in the line from cell `index` on."""
    pieces = lexer.line(line.cells[index:])
    if (
        not pieces
        or pieces[0].sort is not Sort.TEXT
        or sum(sign.isalpha() for sign in pieces[0].text) < _ENOUGH
    ):
        return False
    if not may_name(clean_name(pieces[0].text)):
        return False
    numbers = [piece for piece in pieces[1:] if piece.sort is Sort.NUMBER]
    others = [piece for piece in pieces[1:] if piece.sort in (Sort.UNIT, Sort.RANGE)]
    return bool(numbers and others)


def _by_columns(page: Page, edges: Sequence[float]) -> Iterator[Line]:
    sides: list[list[Line]] = [[] for _ in range(len(edges) + 1)]
    for line in sorted(page.lines, key=lambda line: line.base):
        if any(cell.left < edge < cell.right for cell in line.cells for edge in edges):
            yield from _in_turn(sides, page)
            sides = [[] for _ in sides]
            yield line
            continue
        for number, side in enumerate(sides):
            cells = tuple(cell for cell in line.cells if sum(cell.left >= edge for edge in edges) == number)
            if cells:
                side.append(replace(line, cells=cells))
    yield from _in_turn(sides, page)


def _in_turn(sides: Sequence[list[Line]], page: Page) -> Iterator[Line]:
    for side in sides:
        yield from fused(side, page.rules)

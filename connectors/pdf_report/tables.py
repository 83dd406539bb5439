"""Where the tables of a document begin: under a heading of known words, or where rows stand in columns."""

import re
import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise

from connectors.pdf_report.columns import Column, Table, columns_of, heading, only_dates, stacked
from connectors.pdf_report.dates import Calendar
from connectors.pdf_report.grid import fitted, is_row
from connectors.pdf_report.layout import Cell, Line
from connectors.pdf_report.lexer import Lexer, Sort
from connectors.pdf_report.rows import bare_unit
from connectors.pdf_report.units import is_strong
from connectors.pdf_report.vocabulary import ANTIBIOGRAM, Role, plain, role_of

Tables = dict[int, tuple[Table | None, int]]
"""By the id of its first line: the table (None: the one before ends), and the lines of its heading."""

_TIME = re.compile(r"\d{1,2}[:h]\d\d")
_OF_RESULTS = {Role.NAME, Role.VALUE, Role.UNIT, Role.RANGE, Role.PREVIOUS, Role.FLAG}
_FEW_ROWS = 3
_SAME_SIZE = 0.12
_NEAR = 3.0  # heights
_WIDE = 4.0
_TIGHT = 1.7
_TITLES = 3  # lines between a heading and its first row
_HEADING_WORDS = 5
_HEADING_LINES = 3
_BETWEEN = 5  # lines between two rows of one table


def find_tables(lines: Sequence[Line], lexer: Lexer, calendar: Calendar) -> Tables:
    """The tables of `lines`."""
    found: Tables = {}
    at = 0
    headed: list[tuple[int, Table, int]] = []
    weak: list[tuple[int, Table, int]] = []
    while at < len(lines):
        said = heading(lines, at, calendar)
        if said is not None:
            (weak if only_dates(said[0]) else headed).append((at, *said))
        at += said[1] if said is not None else 1
    ends = [*(at for at, _, _ in headed[1:]), len(lines)][: len(headed)]
    for (at, table, count), end in zip(headed, ends, strict=True):
        found[id(lines[at])] = _refined(table, lines[at + count : end], lexer), count
    found |= _unnamed(lines[: headed[0][0]] if headed else lines, lexer, calendar)
    for at, table, count in weak:
        near = range(max(0, at - 2), min(len(lines), at + 3))
        if not any(id(lines[index]) in found for index in near):
            found[id(lines[at])] = _refined(table, lines[at + count :], lexer), count
    for line in lines:
        if ANTIBIOGRAM.search(plain(line.text)):
            found.setdefault(id(line), (None, 0))
    return found


def _unnamed(lines: Sequence[Line], lexer: Lexer, calendar: Calendar) -> Tables:
    """The tables whose rows alone show them, with what the words above them say of their columns."""
    found: Tables = {}
    pieces = [lexer.line(line.cells) for line in lines]
    units = [{piece.sort for piece in each} == {Sort.UNIT} for each in [*pieces[1:], []]]
    rows = [index for index, each in enumerate(pieces) if is_row(each, unit_below=units[index])]
    for run in _runs(lines, rows):
        body = _rows([lines[index] for index in run], lexer)
        if len(body) < _FEW_ROWS:
            continue
        start, count, headings, places = _words_above(lines, run[0], lexer, calendar)
        if any(ANTIBIOGRAM.search(plain(line.text)) for line in lines[max(start - 1, 0) : start + count]):
            continue
        table = fitted(headings, places, body, lexer)
        told = {each.role for each in headings if each is not None} & _OF_RESULTS
        if table is None or not (table.has(Role.RANGE) or len(told) > 1 or _with_units(body, lexer)):
            continue
        found[id(lines[start])] = table, count
        head = [line.text for line in lines[start : start + count]]
        for index in range(run[0], run[-1]):
            if head and [line.text for line in lines[index : index + count]] == head:
                found[id(lines[index])] = table, count
        for before, index in pairwise(run):
            if lines[before].page != lines[index].page:
                found.setdefault(id(lines[index]), (table, 0))
        for index in run:
            after = index + 1
            if after < len(lines) and after not in run and _parted(lines[index], lines[after]):
                found.setdefault(id(lines[after]), (None, 0))
    return found


def _with_units(rows: Sequence[Line], lexer: Lexer) -> bool:
    """Whether most rows have a unit that only measurements have."""
    measured = [
        any(
            piece.sort is Sort.UNIT and is_strong(bare_unit(piece)) and "%" not in piece.text
            for piece in lexer.line(row.cells)
        )
        for row in rows
    ]
    return sum(measured) > len(measured) / 2


def _runs(lines: Sequence[Line], rows: Sequence[int]) -> Iterator[list[int]]:
    """Rows that follow each other with few lines between, down a column and from page to page."""
    run: list[int] = []
    for row in rows:
        same = run and lines[row].page == lines[run[-1]].page
        if same and (row - run[-1] > _BETWEEN or lines[row].base < lines[run[-1]].base):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _parted(above: Line, below: Line) -> bool:
    return above.page != below.page or below.base - above.base > _NEAR * above.size


def _words_above(
    lines: Sequence[Line], row: int, lexer: Lexer, calendar: Calendar
) -> tuple[int, int, list[Column | None], list[tuple[float, float]]]:
    """Where the heading over `row` starts, its lines, its columns (None: unknown words), and their places."""
    above = row
    while above > 0 and row - above < _TITLES and len(lines[above - 1].cells) == 1 and _above(lines, above):
        above -= 1  # the title or the date of a group
    start = above
    while (
        start > 0
        and above - start < _HEADING_LINES
        and _may_head(lines[start - 1], lines[start], lexer, wide=start == above)
    ):
        start -= 1
    if start == above:
        return row, 0, [], []
    stacks = stacked(lines[start:above])
    headings = [
        next(iter(columns_of((each.left, each.right), " ".join(each.texts), calendar)), None)
        for each in stacks
    ]
    return start, above - start, headings, [(each.left, each.right) for each in stacks]


def _above(lines: Sequence[Line], index: int) -> bool:
    """Whether the line before stands not far above."""
    way = lines[index].base - lines[index - 1].base
    return lines[index].page == lines[index - 1].page and way <= _WIDE * lines[index].size


def _may_head(line: Line, below: Line, lexer: Lexer, *, wide: bool) -> bool:
    """Whether a line may be one of a heading: short words in several cells, right above."""
    if line.page != below.page or below.base - line.base > (_WIDE if wide else _TIGHT) * line.size:
        return False
    return len(line.cells) > 1 and all(_heads(cell, lexer) for cell in line.cells)


def _heads(cell: Cell, lexer: Lexer) -> bool:
    sorts = {piece.sort for piece in lexer.cell(cell)}
    words = sorts <= {Sort.TEXT, Sort.DATE, Sort.UNIT, Sort.FLAG} or role_of(cell.text) is not None
    if _TIME.fullmatch(cell.text):
        return True
    return words and ":" not in cell.text and len(cell.text.split()) <= _HEADING_WORDS


def _refined(table: Table, lines: Sequence[Line], lexer: Lexer) -> Table:
    """The table with its columns as wide as what stands in them, and those its headings do not name."""
    rows = _rows(lines, lexer)
    if len(rows) < _FEW_ROWS:
        return table
    places = [(column.left, column.right) for column in table.columns]
    return fitted(table.columns, places, rows, lexer) or table


def _rows(lines: Sequence[Line], lexer: Lexer) -> list[Line]:
    """The lines that are rows of results; in a table without units and ranges, those that hold numbers."""
    rows = [line for line in lines if is_row(lexer.line(line.cells))]
    if len(rows) < _FEW_ROWS:
        rows = [line for line in lines if len(line.cells) > 1 and _measures(line, lexer)]
    size = statistics.median(row.size for row in rows) if rows else 0.0
    return [row for row in rows if abs(row.size - size) <= _SAME_SIZE * size]


def _measures(line: Line, lexer: Lexer) -> bool:
    return any(piece.sort in (Sort.NUMBER, Sort.WORD) for piece in lexer.line(line.cells))

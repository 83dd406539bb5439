"""A cumulative sheet the other way round: one row a date, one column an analysis, units under the names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.pdf_report.columns import VALUES
from connectors.pdf_report.dates import Calendar
from connectors.pdf_report.grid import Body, bodies, corridors, recut
from connectors.pdf_report.layout import Line
from connectors.pdf_report.lexer import Lexer, Piece, Sort
from connectors.pdf_report.rows import Slot, bare_unit, clean_name, joined, may_name
from connectors.pdf_report.units import is_strong
from connectors.pdf_report.vocabulary import Role, role_of

_ENOUGH = 2  # rows and columns
_TALLEST = 6  # lines of a heading
_LEADING = 2.2  # heights between the lines of a heading
_TIGHT = 3.0  # heights between the heading and its first row


@dataclass(frozen=True, slots=True)
class Analysis:
    """A column: the analysis, its unit, its range when the heading prints one."""

    name: str
    unit: str | None
    range_: Piece | None


@dataclass(frozen=True, slots=True)
class Found:
    """One value of the sheet."""

    name: str
    slot: Slot
    line: Line


Sheets = dict[int, tuple[list[Found], int]]
"""By the id of the line where it begins: the values of a sheet, and how many lines it takes."""


def find_sheets(lines: Sequence[Line], lexer: Lexer, calendar: Calendar) -> Sheets:
    """The sheets of `lines` that have one row a date."""
    found: Sheets = {}
    at = 0
    while at < len(lines):
        rows = _rows(lines, at, lexer)
        start = _heading_start(lines, at, lexer) if len(rows) >= _ENOUGH else at
        if start < at and (values := _read(lines[start:at], rows, lexer, calendar)):
            found[id(lines[start])] = values, at - start + len(rows)
        at += max(len(rows), 1)
    return found


def _rows(lines: Sequence[Line], start: int, lexer: Lexer) -> list[Line]:
    """The lines from `start` on that begin with a date and go on with results."""
    rows: list[Line] = []
    for line in lines[start:]:
        pieces = lexer.line(line.cells)
        if line.page != lines[start].page or not pieces or pieces[0].sort is not Sort.DATE:
            break
        if not any(piece.sort is Sort.NUMBER for piece in pieces[1:]) or any(
            piece.sort is Sort.TEXT and piece.cell for piece in pieces
        ):
            break
        rows.append(line)
    return rows


def _heading_start(lines: Sequence[Line], at: int, lexer: Lexer) -> int:
    """Where the heading of the rows at `at` begins."""
    start, leading = at, 0.0
    while start > 0 and at - start < _TALLEST:
        line, below = lines[start - 1], lines[start]
        way = below.base - line.base
        if line.page != below.page or way > (leading or _TIGHT * line.size) or _is_dated(line, lexer):
            break
        if any(":" in cell.text for cell in line.cells):
            break
        leading = _LEADING * line.size  # a title stands further off than the lines of a heading do
        start -= 1
    return start


def _is_dated(line: Line, lexer: Lexer) -> bool:
    return any(piece.sort is Sort.DATE for piece in lexer.line(line.cells))


def _read(heading: Sequence[Line], rows: Sequence[Line], lexer: Lexer, calendar: Calendar) -> list[Found]:
    """The values of the sheet; none when its columns are no analyses."""
    cuts = corridors([*heading, *rows])
    columns = bodies(rows, cuts, lexer)
    if len(columns) < len(bodies(rows, narrow := corridors(rows), lexer)):
        cuts, columns = narrow, bodies(rows, narrow, lexer)
    if len(columns) <= _ENOUGH:
        return []
    analyses = [_analysis(texts, lexer) for texts in _over(heading, cuts, columns[1:])]
    if any(analysis is None for analysis in analyses):
        return []
    with_unit = sum(
        analysis is not None and (analysis.unit or analysis.range_) is not None for analysis in analyses
    )
    if with_unit * 2 < len(analyses):
        return []
    found: list[Found] = []
    for index, row in enumerate(rows):
        date = columns[0].cells[index][0].date if index in columns[0].cells else None
        when = calendar.read(date) if date else None
        for analysis, column in zip(analyses, columns[1:], strict=True):
            pieces = column.cells.get(index, [])
            value = next((piece for piece in pieces if piece.sort in (Sort.NUMBER, Sort.WORD)), None)
            if value is None or when is None or analysis is None:
                continue
            flag = next((piece.text for piece in pieces if piece.sort is Sort.FLAG), None)
            slot = Slot(value.text, value, unit=analysis.unit, range_=analysis.range_, flag=flag, when=when)
            found.append(Found(analysis.name, slot, row))
    return found


def _over(heading: Sequence[Line], cuts: Sequence[float], columns: Sequence[Body]) -> Iterator[list[str]]:
    """For each column the cells that stand over it, top to bottom."""
    lines = [recut(line, cuts) for line in heading]
    bounds = [*cuts, float("inf")]
    for index, column in enumerate(columns):
        low, high = bounds[index], bounds[index + 1]
        texts = []
        for line in lines:
            for cell in line.cells:
                overlap = min(cell.right, column.right) - max(cell.left, column.left)
                if low <= (cell.left + cell.right) / 2 < high or overlap > 0.6 * (cell.right - cell.left):
                    texts.append(cell.text)
        yield texts


def _analysis(texts: list[str], lexer: Lexer) -> Analysis | None:
    """What the words over a column say: a name, then its unit and its range."""
    unit, range_, named = None, None, list(texts)
    while len(named) > 1:
        pieces = lexer.text(named[-1])
        sorts = [piece.sort for piece in pieces]
        bound = (
            sorts and sorts[0] is Sort.NUMBER and pieces[0].number is not None and pieces[0].number.comparator
        )
        if unit is None and (is_strong(named[-1].strip("()[] ")) or sorts == [Sort.UNIT]):
            unit = named.pop().strip("()[] ")
        elif range_ is None and (sorts[:1] == [Sort.RANGE] or bound):
            range_ = pieces[0]
            named.pop()
        else:
            break
    text = joined(named)
    words = lexer.text(text)
    if unit is None and len(words) > 1 and words[-1].sort is Sort.UNIT:
        unit = bare_unit(words[-1])
        text = text[: -len(words[-1].text)].rstrip(", ")
    name = clean_name(text)
    if not may_name(name) or role_of(name) in (*VALUES, Role.FLAG):
        return None
    return Analysis(name, unit, range_)

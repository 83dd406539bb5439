"""A cumulative sheet the other way round: one row a date, one column an analysis, units under the names."""

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.pdf_report.columns import VALUES, Column, Table, stacked
from connectors.pdf_report.dates import Calendar, find
from connectors.pdf_report.layout import Line
from connectors.pdf_report.lexer import Lexer, Piece, Sort
from connectors.pdf_report.rows import Slot, bare_unit, clean_name, may_name
from connectors.pdf_report.units import is_unit
from connectors.pdf_report.vocabulary import Role, plain, role_of

_MAX_HEADING_LINES = 3
_ENOUGH = 2  # rows and columns
_DATES = ("collected", "prelevement", "date et heure")


@dataclass(frozen=True, slots=True)
class Analysis:
    """A column: the analysis, its unit, its range when the heading prints one."""

    name: str
    column: Column
    unit: str | None
    range_: Piece | None


@dataclass(frozen=True, slots=True)
class Found:
    """One value of the sheet."""

    name: str
    slot: Slot
    line: Line


def read_transposed(
    lines: Sequence[Line], at: int, lexer: Lexer, calendar: Calendar
) -> tuple[list[Found], int] | None:
    """The values of the sheet that starts at line `at`, and how many lines it takes; None when none does."""
    for height in range(1, _MAX_HEADING_LINES + 1):
        heading = lines[at : at + height]
        rows = _rows(lines, at + height, lexer)
        if len(heading) < height or len(rows) < _ENOUGH or any(line.page != rows[0].page for line in heading):
            continue
        analyses = _analyses(heading, lexer)
        if analyses is None:
            continue
        found = [one for row in rows for one in _values(row, analyses, lexer, calendar)]
        return (found, height + len(rows)) if found else None
    return None


def _rows(lines: Sequence[Line], start: int, lexer: Lexer) -> list[Line]:
    """The lines from `start` on that begin with a date and go on with numbers."""
    rows: list[Line] = []
    for line in lines[start:]:
        pieces = lexer.line(line.cells)
        dated = len(pieces) > 1 and pieces[0].sort is Sort.DATE and list(find(line.cells[0].text))
        if not dated or not any(piece.sort is Sort.NUMBER for piece in pieces[1:]):
            break
        rows.append(line)
    return rows


def _analyses(heading: Sequence[Line], lexer: Lexer) -> list[Analysis] | None:
    first, *others = stacked(heading)
    if not _is_corner(first.texts):
        return None
    found = []
    for stack in others:
        texts, range_ = list(stack.texts), None
        if len(texts) > 1 and (limits := _limits(lexer.text(texts[-1]))) is not None:
            texts, range_ = texts[:-1], limits
        unit = texts.pop().strip("()[] ") if len(texts) > 1 and is_unit(texts[-1].strip("()[] ")) else None
        pieces = lexer.text(" ".join(texts))
        names = " ".join(piece.text for piece in pieces if piece.sort is Sort.TEXT)
        unit = unit or next((bare_unit(piece) for piece in pieces if piece.sort is Sort.UNIT), None)
        range_ = range_ or next((piece for piece in pieces if piece.sort is Sort.RANGE), None)
        name = clean_name(names)
        if not may_name(name) or role_of(name) in (*VALUES, Role.FLAG):
            return None
        found.append(Analysis(name, Column(Role.VALUE, stack.left, stack.right, heading=name), unit, range_))
    with_unit = sum(analysis.unit is not None for analysis in found)
    return found if len(found) >= _ENOUGH and with_unit * 2 >= len(found) else None


def _is_corner(texts: Sequence[str]) -> bool:
    """Whether the words over the dates say *date*; below it, what the rows of units and limits are."""
    roles = [role_of(text) for text in texts]
    below = all(role in (Role.UNIT, Role.RANGE) for role in roles[1:])
    if texts and below and (roles[0] is Role.DATE or plain(texts[0]) in _DATES):
        return True
    title = " ".join(texts)
    return role_of(title) is Role.DATE or plain(title) in _DATES


def _limits(pieces: Sequence[Piece]) -> Piece | None:
    """The range when there is nothing else."""
    return pieces[0] if len(pieces) == 1 and pieces[0].sort is Sort.RANGE else None


def _values(row: Line, analyses: Sequence[Analysis], lexer: Lexer, calendar: Calendar) -> list[Found]:
    pieces = lexer.line(row.cells)
    when = calendar.read(pieces[0].date) if pieces[0].date else None
    if when is None:
        return []
    table = Table(tuple(analysis.column for analysis in analyses))
    found: list[Found] = []
    for piece in pieces[1:]:
        column = table.under(piece, VALUES) if piece.sort is Sort.NUMBER else None
        analysis = next((each for each in analyses if each.column is column), None)
        if analysis is not None:
            slot = Slot(piece.text, piece, unit=analysis.unit, range_=analysis.range_, when=when)
            found.append(Found(analysis.name, slot, row))
        elif piece.sort is Sort.FLAG and found and found[-1].slot.flag is None:
            found[-1].slot.flag = piece.text
    return found

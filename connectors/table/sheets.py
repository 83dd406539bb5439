"""The tables of a file: the one of a CSV, or each sheet of a workbook, as rows of text within bounds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any, BinaryIO

from connectors import archive, delimited
from connectors.delimited import MAX_COLUMNS, Row
from core.errors import UnreadableFileError
from records.source import Lines, Locator, Rows

MAX_ROWS = 50_000
"""Rows read of one table."""
_MAX_SHEETS = 20
_MAX_INFLATED = 120 * 1024 * 1024
_MAX_GRID = 3_000_000
_MAX_CELL = 4000
_CHUNK = 256 * 1024
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_OVERLAP = 24
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z")
_DIGITS = ".15g"  # what a spreadsheet shows of a number


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table.

    Attributes:
        name: Of the sheet; empty for a CSV.
        rows: Rows that hold something, with their numbers from 1.
        cut: How many more rows there are that were not taken.
        typed: Numbers and dates came as such: a point in a number is a decimal point.
    """

    name: str
    rows: list[Row]
    cut: int = 0
    typed: bool = False

    def place(self, row: Row) -> Locator:
        """Where a row is."""
        return Rows(self.name, row.first, row.last) if self.name else Lines(row.first, row.last)


def sheets(stream: BinaryIO) -> list[Sheet]:
    """Every table that holds something.

    Raises:
        UnreadableFileError: ``file_empty``, ``file_damaged``, ``file_encrypted``, ``archive_unsafe``,
            ``file_too_complex``.
    """
    head = stream.read(4)
    stream.seek(0)
    found = list(_workbook(stream) if head.startswith(b"PK") else _delimited(stream))
    found = [sheet for sheet in found if sheet.rows]
    if not found:
        raise UnreadableFileError("file_empty")
    return found


def _delimited(stream: BinaryIO) -> Iterator[Sheet]:
    text = delimited.text_of(stream.read())
    rows = delimited.rows(text, most=MAX_ROWS)
    lines = text.count("\n") + (not text.endswith("\n"))
    yield Sheet("", rows, max(0, lines - rows[-1].last) if len(rows) == MAX_ROWS else 0)


def _workbook(stream: BinaryIO) -> Iterator[Sheet]:
    _check(stream)
    from python_calamine import CalamineError, CalamineWorkbook  # here: behind the walls only

    stream.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(stream.read()))
        for name in book.sheet_names[:_MAX_SHEETS]:
            sheet = book.get_sheet_by_name(name)
            start = (sheet.start or (0, 0))[0] + 1
            yield _taken(name, sheet.iter_rows(), start)
    except (CalamineError, ValueError, OSError):
        raise UnreadableFileError("file_damaged") from None


def _check(stream: BinaryIO) -> None:
    """The workbook inflates whole and builds a full grid in memory: nothing larger is handed to it."""
    members = archive.members(stream)
    if sum(member.size_bytes for member in members) > _MAX_INFLATED:
        raise UnreadableFileError("file_too_complex")
    for member in members:
        column = row = 1
        with archive.open_member(stream, member) as file:
            tail = b""
            while chunk := file.read(_CHUNK):
                if _SHEET.match(member.path):
                    for letters, number in _REFERENCE.findall(tail + chunk):
                        column, row = max(column, _number(letters)), max(row, int(number))
                    tail = chunk[-_OVERLAP:]
        if column * row > _MAX_GRID:
            raise UnreadableFileError("file_too_complex")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _taken(name: str, grid: Iterator[list[Any]], start: int) -> Sheet:
    rows: list[Row] = []
    cut = 0
    for number, raw in enumerate(grid, start=start):
        cells = tuple(_text(value) for value in raw[:MAX_COLUMNS])
        if any(_text(value) for value in raw[MAX_COLUMNS:]):
            raise UnreadableFileError("file_too_complex")
        if not any(cells):
            continue
        if len(rows) < MAX_ROWS:
            rows.append(Row(number, number, cells))
        else:
            cut += 1
    return Sheet(name, rows, cut, typed=True)


def _text(value: Any) -> str:
    """A cell as a spreadsheet shows it; what a formula gave when the file was saved, never the formula."""
    if isinstance(value, float):
        return format(value, _DIGITS) if abs(value) < 1e15 else str(value)  # noqa: PLR2004  beyond, it shows powers
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time(0) else "%Y-%m-%dT%H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    return " ".join(str(value).split())[:_MAX_CELL] if value is not None else ""

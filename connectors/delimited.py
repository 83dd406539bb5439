"""Delimited text (CSV, TSV and their cousins) as rows with their lines, within bounds."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from connectors import sniff
from core.errors import UnreadableFileError
from records.words import words

MAX_COLUMNS = 400
"""A row with more cells is no table that a person keeps."""
_MAX_CELLS = 6_000_000
_MAX_FIELD = 60_000
_MAX_SPAN = 40  # lines of one row: more, and a quote was never closed
_SEPARATORS = ("\t", ";", "|", ",")  # where two fit alike, a comma is rather a decimal mark or in a sentence
_HINT = re.compile(r"\ufeff?sep=(.)\r?\n?\Z", re.IGNORECASE)
_LOOKED_AT = 80


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        first: Its first line, counted from 1.
        last: Its last line; another one where a cell holds line breaks.
        cells: Without spaces around them.
    """

    first: int
    last: int
    cells: tuple[str, ...]

    def cell(self, index: int | None) -> str:
        """The cell at `index`; empty for none and beyond the end."""
        return self.cells[index] if index is not None and 0 <= index < len(self.cells) else ""


def text_of(data: bytes) -> str:
    """The text of a whole file.

    Raises:
        UnreadableFileError: ``file_damaged``: it stops being text somewhere.
    """
    text = sniff.decode(data)
    if text is None:
        raise UnreadableFileError("file_damaged")
    return text.removeprefix("\ufeff")


def rows(text: str, *, separator: str | None = None, most: int | None = None) -> list[Row]:
    """All rows, blank ones left out.

    A quote that is never closed would swallow what follows it: such a file is read with quotes as letters.

    Args:
        text: Of the file.
        separator: Between cells; told by the first rows when None.
        most: Rows read at most; None for all.

    Raises:
        UnreadableFileError: ``file_too_complex``: more columns, longer cells or more cells than a table has.
    """
    separator = separator or separator_of(text)
    try:
        return _rows(text, separator, most, quoted=True)
    except _UnclosedError:
        return _rows(text, separator, most, quoted=False)


def separator_of(text: str) -> str:
    """What stands between the cells: the sign that parts most of the first rows into equally many."""
    head = text[: sniff.HEAD_BYTES]
    lines = head.splitlines(keepends=True)[:_LOOKED_AT]
    hint = _HINT.match(lines[0]) if lines else None
    if hint:
        return hint[1]
    return max(_SEPARATORS, key=lambda sign: _evenness(lines, sign))


def _evenness(lines: list[str], separator: str) -> tuple[int, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if any(row))
    except csv.Error:
        return (0, 0)
    several = {width: count for width, count in widths.items() if width > 1}
    width = max(several, key=lambda width: (several[width], width), default=0)
    return (several.get(width, 0), width)


def column(header: Sequence[str], *names: str) -> int | None:
    """The first column whose header holds all the words of one of `names`; None without one.

    >>> column(["Index", "Horodatage (AAAA)", "Glucose"], "timestamp", "horodatage")
    1
    """
    wanted = [frozenset(words(name)) for name in names]
    for index, label in enumerate(header):
        said = frozenset(words(label))
        if any(name <= said for name in wanted):
            return index
    return None


class _UnclosedError(Exception):
    """A row that goes on for too many lines."""


def _rows(text: str, separator: str, most: int | None, *, quoted: bool) -> list[Row]:
    csv.field_size_limit(_MAX_FIELD)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        skipinitialspace=True,
    )
    found: list[Row] = []
    cells = last = 0
    while most is None or len(found) < most:
        try:
            raw = next(reader, None)
        except csv.Error:
            if quoted:
                raise _UnclosedError from None
            raise UnreadableFileError("file_too_complex") from None
        if raw is None:
            break
        first, last = last + 1, reader.line_num
        if quoted and last - first >= _MAX_SPAN:
            raise _UnclosedError
        cells += len(raw)
        if (len(raw) > MAX_COLUMNS and any(raw[MAX_COLUMNS:])) or cells > _MAX_CELLS:
            raise UnreadableFileError("file_too_complex")
        row = tuple((cell if quoted else cell.replace('"', "")).strip() for cell in raw[:MAX_COLUMNS])
        if any(row) and not (first == 1 and _HINT.match(separator.join(row))):
            found.append(Row(first, last, row))
    return found

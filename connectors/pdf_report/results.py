"""From the rows of a report to its results: joined, dated, and kept only when they can be tied surely."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from connectors.pdf_report.columns import VALUES, Table
from connectors.pdf_report.dates import Calendar, find
from connectors.pdf_report.grid import recut
from connectors.pdf_report.headed import under_headings
from connectors.pdf_report.layout import Line
from connectors.pdf_report.lexer import Lexer, Piece, Sort
from connectors.pdf_report.rows import (
    Row,
    Slot,
    bare_unit,
    clean_name,
    is_outside,
    joined,
    low_flags,
    may_name,
    named_by_label,
    settle_unit,
)
from connectors.pdf_report.tables import find_tables
from connectors.pdf_report.transposed import Found, find_sheets
from connectors.pdf_report.unheaded import by_form
from connectors.pdf_report.vocabulary import (
    CONDITION,
    DECIDED,
    INTERPRETIVE,
    METHOD_LINE,
    METHOD_WORDS,
    SECTION,
    SENTENCE,
    Role,
    plain,
    role_of,
)
from records.when import When

_NEAR = 2.4  # line heights: what follows further down belongs to something else
_ALIGNED = 4.0  # points
_MAX_LINE = 80  # characters
_LEADING = 1.4  # heights between the lines of one cell
_NEARER = 0.86  # of the way to the next row
_SAME_SIZE = 0.06
_FAR = 1000.0
_HOUR = 2  # letters: ``AM``, ``h``
_HEADINGS = 3
_ENOUGH = 2  # sure rows that an unsure one must stand in line with


@dataclass(slots=True)
class Result:
    """One value of one analysis.

    Attributes:
        name: As printed.
        slot: Its value.
        lines: Where it stands.
        method: As printed.
        same_as: The first result of the row when this is the same in another unit.
    """

    name: str
    slot: Slot
    lines: list[Line]
    method: str | None = None
    same_as: Slot | None = None


@dataclass(slots=True)
class Results:
    """What a document's rows gave."""

    found: list[Result] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    tables: int = 0

    @property
    def lists(self) -> bool:
        """Whether every result, of several, has its range and unit beside it."""
        ranged = sum(each.slot.range_ is not None and each.slot.unit is not None for each in self.found)
        return ranged > _ENOUGH and ranged == len(self.found)


def read_results(lines: Sequence[Line], lexer: Lexer, calendar: Calendar) -> Results:
    """The results of a report.

    Args:
        lines: In reading order.
        lexer: For this document's numbers.
        calendar: For this document's dates.
    """
    reading = _Reading(lexer, calendar, _ways(lines))
    at = 0
    repeated = _repeated(lines)
    once = [line for line in lines if id(line) not in repeated]
    tables, sheets = find_tables(once, lexer, calendar), find_sheets(once, lexer, calendar)
    while at < len(lines):
        if id(lines[at]) in repeated:
            at += 1
            continue
        found = tables.get(id(lines[at])) if id(lines[at]) not in sheets else None
        if found is not None:
            reading.begin_table(found[0])
            at += found[1]
            if found[1]:
                continue
        sheet = sheets.get(id(lines[at]))
        if sheet is not None:
            reading.take_sheet(sheet[0])
            at += sheet[1]
            continue
        reading.take(lines[at])
        at += 1
    reading.end_page()
    return reading.results


def _repeated(lines: Sequence[Line]) -> set[int]:
    """The ids of lines that stand word for word at the same height of an earlier page."""
    seen: set[tuple[str, int]] = set()
    again: set[int] = set()
    page, here = 0, set[tuple[str, int]]()
    for line in lines:
        if line.page != page:
            seen |= here
            page, here = line.page, set()
        key = (line.text, round(line.base))
        if key in seen and any(sign.isdigit() for sign in line.text):
            again.add(id(line))
        here.add(key)
    return again


def _ways(lines: Sequence[Line]) -> dict[int, float]:
    """How far below each line the next row of several cells stands, on the same page."""
    ways: dict[int, float] = {}
    row: Line | None = None
    for line in reversed(lines):
        if row is not None and row.page == line.page and row.base > line.base:
            ways[id(line)] = row.base - line.base
        if len(line.cells) > 1:
            row = line
    return ways


@dataclass(slots=True)
class _Open:
    """A name that waits for its value; `line` is the last line that spoke of it.

    `number` is a value alone below the name: the line below it may give the range that makes it a result.
    """

    row: Row
    line: Line
    range_: Piece | None = None
    method: str | None = None
    when: When | None = None
    number: Row | None = None


class _Reading:
    def __init__(self, lexer: Lexer, calendar: Calendar, ways: dict[int, float]) -> None:
        self.lexer, self.calendar, self.ways = lexer, calendar, ways
        self.results = Results()
        self.table: Table | None = None
        self.waiting: _Open | None = None
        self.last: list[Result] = []
        self.last_line: Line | None = None
        self.last_row: Row | None = None
        self.spare: list[Result] = []
        self.section_method: str | None = None
        self.sure_rows: list[Row] = []
        self.unsure: list[tuple[Row, int]] = []
        self.page = 0

    def begin_table(self, table: Table | None) -> None:
        self.table = table
        self.results.tables += table is not None
        self.waiting, self.last, self.spare, self.last_line = None, [], [], None

    def take_sheet(self, found: Sequence[Found]) -> None:
        """Values of a sheet that has one row a date."""
        self.results.tables += 1
        self.results.found.extend(Result(one.name, one.slot, [one.line]) for one in found)
        self.waiting, self.last, self.spare, self.last_line = None, [], [], None

    def take(self, line: Line) -> None:
        """Read one line."""
        if line.page != self.page:
            self.end_page()
            self.page = line.page
        if _only_headings(line) or self._unit_below(line) or self._more_name(line):
            return
        line = recut(line, self.table.cuts) if self.table is not None else line
        pieces = self.lexer.line(line.cells)
        if _is_ornament(line, pieces):
            return
        method, rest = _method(line, pieces)
        if method is not None:
            self._method(line, method)
            if not rest:
                return
        if self._more_range(line, rest):
            return
        rest = named_by_label(rest)
        row = self._row(line, low_flags(rest))
        if not row.slots and row.dates and self.spare:
            self._date_spare(row)
        if self._range_below(row, rest):
            return
        if not row.name or (method is not None and not row.slots):
            self._nameless(row)
        elif row.slots:
            self._named(row)
        else:
            self._name_alone(row)

    def _more_name(self, line: Line) -> bool:
        """Take a line alone under a name, nearer to it than to the next row, into that name."""
        above = self.last_row
        if (
            self.table is None
            or not self.table.cuts
            or above is None
            or not self.last
            or len(line.cells) != 1
        ):
            return False
        last = self.last[0].lines[-1]
        way = line.base - last.base
        same = abs(line.size - above.line.size) <= _SAME_SIZE * line.size and line.page == last.page
        if not same or not 0 < way <= _LEADING * line.size or way > _NEARER * self.ways.get(id(line), _FAR):
            return False
        if abs(line.left - above.name_left) > 1 or last is not self.last_line:
            return False
        words = plain(line.text)
        if METHOD_LINE.match(words) or SENTENCE.search(words) or len(words.split()) > 4 or ":" in words:  # noqa: PLR2004
            return False
        rest, unit = line.text, None
        pieces = self.lexer.line(line.cells)
        if len(pieces) > 1 and pieces[-1].sort is Sort.UNIT and rest.endswith(pieces[-1].text):
            before = rest[: -len(pieces[-1].text)].rstrip()
            if pieces[-1].enclosed or before.endswith(","):
                rest, unit = before.rstrip(","), bare_unit(pieces[-1])
        for result in self.last:
            result.name = clean_name(joined([result.name, rest]))
            result.slot.unit = result.slot.unit or unit
            result.lines.append(line)
        self.last_line = line
        return True

    def _unit_below(self, line: Line) -> bool:
        """Take a unit that stands alone under a result as its unit."""
        pieces = self.lexer.line(line.cells)
        if len(pieces) != 1 or pieces[0].sort is not Sort.UNIT:
            return False
        held = self._held(line)
        slots = held.slots if held is not None else [result.slot for result in self.last]
        without = [slot for slot in slots if not slot.unit and slot.value.sort is Sort.NUMBER]
        if not without or not (held or self._follows(line)):
            return False
        unit, above = pieces[0], held or self.last_row
        under = any(min(unit.right, each.value.right) > max(unit.left, each.value.left) for each in without)
        of_name = above is not None and any(
            abs(unit.left - cell.left) <= _ALIGNED
            and (cell.text.endswith(",") or (unit.enclosed and abs(unit.left - above.name_left) <= _ALIGNED))
            for cell in above.line.cells
        )
        if not (under or of_name):
            return False
        for slot in without:
            slot.unit = bare_unit(unit)
        for result in self.last:
            result.name = result.name.rstrip(",")
        if held is not None:
            self.unsure.pop()
            self._emit(held, held.name, [held.line])
        for result in self.last:
            result.lines.append(line)
        self.last_line = line
        return True

    def _row(self, line: Line, pieces: list[Piece]) -> Row:
        """What the line says: by the headings of the table when it fits under them, else by its form.

        Where a table has several columns of values, a number under none of them has no date: it is not read.
        """
        row = under_headings(line, pieces, self.table, self.calendar) if self.table is not None else None
        if row is not None:
            return row
        row = by_form(line, pieces, self.calendar)
        if self.table is not None:
            self._under_dates(row, self.table)
        if self.table is not None and sum(column.role in VALUES for column in self.table.columns) > 1:
            row.slots, row.spare = [], []
        return row

    @staticmethod
    def _under_dates(row: Row, table: Table) -> None:
        """Values behind the first that stand under the dated heading of earlier results."""
        for slot in tuple(row.spare):
            column = table.under(slot.value, VALUES)
            if row.slots and column is not None and column.role is Role.PREVIOUS and column.when is not None:
                slot.when, slot.earlier = column.when, True
                slot.unit, slot.range_ = slot.unit or row.slots[0].unit, slot.range_ or row.slots[0].range_
                row.slots.append(slot)
                row.spare.remove(slot)

    # --- the four kinds of line ---

    def _method(self, line: Line, words: str) -> None:
        if self.last and self._follows(line):
            for result in self.last:
                result.method = result.method or words
            self.last_line = line
        elif self.waiting is not None and SECTION.search(plain(self.waiting.row.name)) is None:
            self.waiting.method = words
        else:
            self.section_method = words

    def _named(self, row: Row) -> None:
        name = row.name
        if self.waiting is not None and _goes_on(self.waiting.row.name, name) and self._continues(row):
            name = f"{self.waiting.row.name} {name}"
        if not may_name(name) or _interpretive(row):
            self.waiting = None
            if row.looks_like_result and may_name(name) and not INTERPRETIVE.search(plain(name)):
                self.results.unread.append(row.line)
            return
        row.name = name
        if row.sure:
            self.sure_rows.append(row)
            self._emit(row, name, [row.line])
        else:
            self.unsure.append((row, len(self.results.found)))
        self.waiting = None

    def _name_alone(self, row: Row) -> None:
        if row.looks_like_result and may_name(row.name) and not INTERPRETIVE.search(plain(row.name)):
            self.results.unread.append(row.line)
        if self._lengthen(row):
            return
        when = self._block_date(row.line)
        if self.waiting is not None and when is not None and self._near(self.waiting.line, row.line):
            self.waiting.line, self.waiting.when = row.line, when
            return
        if SECTION.search(plain(row.name)):
            self.section_method = None
        if row.range_ is not None and self.last and self._follows(row.line) and not may_name(row.name):
            self._add_range(row.range_, row.line)
            return
        self.waiting = _Open(row, row.line, row.range_)
        if not self._follows(row.line) or not _is_comment(row.name):
            self.last, self.last_line = [], None

    def _block_date(self, line: Line) -> When | None:
        """The date of a line that says only ``Date de prélèvement : 12/03/2024``."""
        printed = list(find(line.text))
        if len(printed) != 1 or role_of(line.text[: printed[0].start]) is not Role.DATE:
            return None
        behind = line.text[printed[0].end :]
        return self.calendar.read(printed[0]) if sum(map(str.isalpha, behind)) <= _HOUR else None

    def _nameless(self, row: Row) -> None:
        line, waiting = row.line, self.waiting
        measured = any(slot.value.sort is not Sort.TEXT for slot in row.slots)
        held = self._held(line)
        if waiting is not None and (self._is_scale(waiting, row) or self._range_of_held(waiting, row)):
            return
        if waiting is not None and measured and self._near(waiting.line, line):
            self._value_below(waiting, row)
        elif self._waits_for_range(line) and waiting is not None and row.range_ is not None:
            waiting.range_, waiting.line = row.range_, line
        elif held is not None and held.slots[0].value.cell == 0 and measured:
            self.unsure.pop()  # the number was the end of the name
            self._value_below(_Open(replace(held, name=clean_name(held.line.text)), held.line), row)
        elif held is not None and row.range_ is not None and not row.slots:
            self._settle(held, row.range_, line)
        elif not self.last or not self._follows(line):
            self._unread_nameless(row)
        elif not self._ended_name(row):
            self._below_last(row)

    def _range_below(self, row: Row, pieces: Sequence[Piece]) -> bool:
        """Take the range in a cell of its own beside the word for it; several limits there are none."""
        if len(row.line.cells) == 1 or not self.last or not self._follows(row.line):
            return False
        if role_of(row.line.cells[0].text.rstrip(" :-")) is not Role.RANGE:
            return False
        behind = [piece for piece in pieces if piece.cell]
        if len(behind) == 1 and (behind[0].sort is Sort.RANGE or _is_bound(behind[0])):
            self._add_range(behind[0], row.line)
        self.last_line = row.line
        return True

    def _is_scale(self, waiting: _Open, row: Row) -> bool:
        """Whether the line only repeats the limits of the range above it, at the ends of a bar."""
        range_ = waiting.range_
        if range_ is None or range_.low is None or range_.high is None or len(row.line.cells) == 1:
            return False
        pieces = self.lexer.line(row.line.cells)
        numbers = [piece.number.value for piece in pieces if piece.sort is Sort.NUMBER and piece.number]
        if len(numbers) != len(pieces) or numbers != [range_.low, range_.high]:
            return False
        waiting.line = row.line
        return True

    def _below_last(self, row: Row) -> None:
        """Values and a range below a result; a range in the unit of that result is its own."""
        first = self.last[0].slot
        for slot in row.slots:
            range_ = slot.range_
            if range_ is not None and range_.unit and range_.unit == first.unit != slot.unit:
                slot.range_ = None
                self._add_range(range_, row.line)
        if row.slots:
            self._more_of_last(row)
        if row.range_ is not None and (not row.slots or row.slots[0].earlier):
            self._add_range(row.range_, row.line)
        self.last_line = row.line

    def _waits_for_range(self, line: Line) -> bool:
        waiting = self.waiting
        return waiting is not None and waiting.range_ is None and self._near(waiting.line, line)

    def _unread_nameless(self, row: Row) -> None:
        """A number with a unit or range that stands alone, and is no page number, address or the like."""
        numbers = [slot for slot in row.slots if slot.value.sort is Sort.NUMBER]
        if any(slot.unit or slot.range_ for slot in numbers) and may_name(f"x {row.line.text}"[:_MAX_LINE]):
            self.results.unread.append(row.line)

    # --- joining ---

    def _held(self, line: Line) -> Row | None:
        """The row just above, read but without evidence so far."""
        if not self.unsure or self.unsure[-1][1] != len(self.results.found):
            return None
        row = self.unsure[-1][0]
        return row if self._near(row.line, line) and not row.talks else None

    def _settle(self, row: Row, range_: Piece, line: Line) -> None:
        """The range on the line below is the evidence that was missing."""
        if row.slots[0].value.sort is not Sort.NUMBER or INTERPRETIVE.search(plain(row.name)):
            return
        self.unsure.pop()
        _bound(row.slots[0], range_)
        self.sure_rows.append(row)
        self._emit(row, row.name, [row.line, line])
        self.last_line = line

    def _value_below(self, waiting: _Open, row: Row) -> None:
        name = waiting.row.name
        self.waiting = None
        evident = row.sure or (waiting.range_ is not None and not row.talks)
        known_section = SECTION.fullmatch(plain(name)) is not None
        several = row.divided and len(waiting.row.line.cells) > 1
        if not may_name(name) or known_section or INTERPRETIVE.search(plain(name)) or several:
            self._unread_nameless(row)
            return
        if not evident:
            self._hold(waiting, row)
            return
        for slot in row.slots:
            slot.when = slot.when or waiting.when
            slot.range_ = slot.range_ or waiting.range_
            settle_unit(slot, waiting.row.unit)
            slot.unit = slot.unit or (slot.range_.unit if slot.range_ else None)
        row.name_left = waiting.row.name_left
        self.sure_rows.append(row)
        self._emit(row, name, [waiting.row.line, row.line])
        for result in self.last:
            result.method = result.method or waiting.method

    def _hold(self, waiting: _Open, row: Row) -> None:
        """Keep a number alone below a name until the line below it gives its range."""
        if row.talks or len(row.slots) != 1 or len(row.line.cells) > 1:
            self._unread_nameless(row)
            return
        if row.slots[0].value.sort is Sort.WORD:
            row.name, row.name_left = waiting.row.name, waiting.row.name_left
            self.unsure.append((row, len(self.results.found)))
            return
        self.waiting = replace(waiting, line=row.line, number=row)

    def _range_of_held(self, waiting: _Open, row: Row) -> bool:
        """Whether the line gives the range of the number above it, and completes a result."""
        number = waiting.number
        only = row.slots[0].value if len(row.slots) == 1 else None
        bound = only if only is not None and only.number and only.number.comparator else None
        range_ = bound if row.slots else row.range_
        if number is None or range_ is None or not self._near(waiting.line, row.line):
            return False
        slot = number.slots[0]
        slot.range_, slot.when = range_, waiting.when
        settle_unit(slot, waiting.row.unit or range_.unit or (row.slots[0].unit if bound else None))
        self._emit(number, waiting.row.name, [waiting.row.line, number.line, row.line])
        self.waiting, self.last_line = None, row.line
        return True

    def _ended_name(self, row: Row) -> bool:
        """Whether the number above was the end of a name: ``Anti-X 2 (g/L)``, the value alone below it."""
        above = self.last_row
        only = row.slots or row.spare
        if above is None or len(self.last) != 1 or len(row.line.cells) > 1 or len(only) != 1 or only[0].unit:
            return False
        slot = self.last[0].slot
        inline = len(self.last[0].lines) == 1 and len(above.line.cells) == 1
        if not inline or slot.value.cell or slot.range_ or not slot.text.isdigit():
            return False
        name, unit = clean_name(above.line.text), slot.unit
        if unit and (end := name.rfind(unit)) > 0:
            name = clean_name(name[:end].rstrip("([, "))
        self.results.found.pop()
        self.last = []
        self._value_below(_Open(replace(above, name=name, unit=unit), above.line), row)
        return True

    def _more_of_last(self, row: Row) -> None:
        first = self.last[0]
        self._date_below(row)
        units = {result.slot.unit for result in self.last}
        for slot in row.slots:
            if slot.value.sort is not Sort.NUMBER:
                continue
            if slot.when is not None:
                if slot.range_ is not None and slot.range_.marked and slot.range_.cell != slot.value.cell:
                    self._share_range(slot.range_)
                slot.earlier = True
                slot.unit = slot.unit or first.slot.unit
                slot.range_ = slot.range_ or first.slot.range_
            elif not slot.unit or slot.unit in units:
                continue
            result = Result(first.name, slot, [*first.lines[:1], row.line], first.method)
            if slot.when is None and first.slot.value.sort is Sort.NUMBER:
                result.same_as = _twin(first.slot, slot)
            self.results.found.append(result)
            self.last.append(result)

    def _share_range(self, range_: Piece) -> None:
        """Give the results above the range that stands beside an earlier one with the word for it."""
        for result in self.last:
            if result.slot.range_ is None and result.slot.value.sort is Sort.NUMBER:
                _bound(result.slot, range_)

    def _date_below(self, row: Row) -> None:
        """Give an earlier value without a date that of the earlier value it stands under."""
        earlier = [result.slot for result in self.last if result.slot.earlier and result.slot.when]
        for slot in tuple(row.spare):
            over = [above for above in earlier if _aligned(above.value, slot.value)]
            units = {other.unit for other in row.slots}
            slot.unit = slot.unit or (units.pop() if len(units) == 1 else None)
            if len(over) == 1 and slot.unit and slot.unit != over[0].unit:
                slot.when, slot.range_ = over[0].when, slot.range_ or row.slots[0].range_
                row.slots.append(slot)
                row.spare.remove(slot)

    def _emit(self, row: Row, name: str, lines: list[Line]) -> None:
        method = row.method or self.section_method
        if row.mark and row.slots and row.slots[0].flag is None and is_outside(row.slots[0], row.mark):
            row.slots[0].flag = row.mark
        results = [Result(name, slot, list(lines), method) for slot in row.slots]
        for result in results[1:]:
            if not result.slot.earlier and result.slot.when == results[0].slot.when:
                result.same_as = _twin(results[0].slot, result.slot)
        self.results.found.extend(results)
        self.spare = [Result(name, slot, list(lines), method) for slot in row.spare]
        for result in self.spare:
            result.slot.unit = result.slot.unit or (results[0].slot.unit if results else None)
            result.slot.range_ = result.slot.range_ or (results[0].slot.range_ if results else None)
        self.last, self.last_line, self.last_row = results, row.line, row

    def _lengthen(self, row: Row) -> bool:
        """Take a line that only goes on with the name above it into the names of those results."""
        above = self.last_row
        if not self.last or above is None or above.line is not self.last_line or not _goes_below(above, row):
            return False
        for result in self.last:
            result.name = (
                f"{result.name}{row.name}" if result.name.endswith("-") else f"{result.name} {row.name}"
            )
            result.lines.append(row.line)
        self.last_line = row.line
        return True

    def _date_spare(self, row: Row) -> None:
        """Dates under earlier values that had none."""
        if not self._follows(row.line):
            return
        for result in self.spare:
            value = result.slot.value
            over = [
                when
                for piece, when in row.dates
                if piece.left < value.right + 1 and value.left < piece.right + 1
            ]
            if len(over) == 1:
                result.slot.when, result.slot.earlier = over[0], True
                result.lines.append(row.line)
                self.results.found.append(result)
        self.spare = []

    def _more_range(self, line: Line, pieces: Sequence[Piece]) -> bool:
        """Take a line that goes on with a range that holds for some people only into its words."""
        slot = self.last[0].slot if self.last else None
        if (
            slot is None
            or slot.range_ is None
            or not self._follows(line)
            or not _conditional(slot.range_.text)
        ):
            return False
        limits = any(piece.sort in (Sort.RANGE, Sort.NUMBER) for piece in pieces)
        if line.left <= slot.value.right or not _conditional(line.text) or not limits:
            return False
        words = replace(slot.range_, text=f"{slot.range_.text} {line.text}", low=None, high=None)
        for result in self.last:
            result.slot.range_ = words
            result.lines.append(line)
        self.last_line = line
        return True

    def _add_range(self, range_: Piece, line: Line) -> None:
        for result in self.last:
            slot = result.slot
            if slot.range_ is None:
                _bound(slot, range_)
                result.lines.append(line)
            elif _conditional(slot.range_.text) and _conditional(range_.text):
                slot.range_ = Piece(
                    Sort.RANGE,
                    f"{slot.range_.text} {range_.text}",
                    range_.left,
                    range_.right,
                    range_.cell,
                    marked=True,
                )
                result.lines.append(line)
        self.last_line = line

    def _follows(self, line: Line) -> bool:
        return self.last_line is not None and self._near(self.last_line, line)

    @staticmethod
    def _near(above: Line, line: Line) -> bool:
        return above.page == line.page and 0 <= line.base - above.base <= _NEAR * max(line.size, above.size)

    def _continues(self, row: Row) -> bool:
        if self.waiting is None:
            return False
        above = self.waiting.row
        close = row.line.base - above.line.base <= 1.3 * row.line.size
        return close and abs(above.name_left - row.name_left) < _ALIGNED and above.line.page == row.line.page

    def end_page(self) -> None:
        """Keep the unsure rows of the page that stand in line with sure ones."""
        inserted = 0
        for row, position in self.unsure:
            if not _in_line(row, self.sure_rows):
                if row.looks_like_result and not row.talks and not INTERPRETIVE.search(plain(row.name)):
                    self.results.unread.append(row.line)
                continue
            for slot in row.slots:
                result = Result(row.name, slot, [row.line], row.method or self.section_method)
                self.results.found.insert(position + inserted, result)
                inserted += 1
        self.sure_rows, self.unsure = [], []
        self.waiting, self.last, self.spare, self.last_line = None, [], [], None


def _is_bound(piece: Piece) -> bool:
    return piece.number is not None and piece.number.comparator is not None


def _is_ornament(line: Line, pieces: Sequence[Piece]) -> bool:
    """Whether words stand between dashes and no number behind them: ``--- END ---``."""
    measured = any(piece.sort in (Sort.NUMBER, Sort.RANGE, Sort.WORD) for piece in pieces)
    return not measured and re.match(r"([-=*])\1+ ?[^\W\d][\w ]*\1{2,}", line.text) is not None


def _only_headings(line: Line) -> bool:
    """Whether a line says only what its columns hold, save for one cell at most."""
    known = {role_of(cell.text) for cell in line.cells} - {None}
    return len(known) >= _HEADINGS and sum(role_of(cell.text) is None for cell in line.cells) <= 1


def _bound(slot: Slot, range_: Piece) -> None:
    """Give a result the range below it; ``L`` above a range in another unit is the flag *low*, not litres."""
    if slot.unit == "L" and range_.unit not in (None, "L"):
        slot.unit, slot.flag = None, slot.flag or "L"
    slot.range_, slot.unit = range_, slot.unit or range_.unit


def _goes_on(above: str, name: str) -> bool:
    """Whether `name` is the second line of a name: it begins with a word in small letters (not ``eGFR``)."""
    return (
        re.match(r"[a-zà-ÿ]{2}", name) is not None
        and not above.isupper()
        and not SECTION.fullmatch(plain(above))
    )


def _goes_below(above: Row, row: Row) -> bool:
    """Whether `row` is the second line of the name of `above`: same place, same letters, few words."""
    line, size = row.line, above.line.size
    words = plain(row.name)
    if len(line.cells) != 1 or any(sign.isdigit() for sign in words) or len(words.split()) > 3:  # noqa: PLR2004
        return False
    if abs(row.name_left - above.name_left) > 1 or abs(line.size - size) > 0.08 * size:
        return False
    if line.base - above.line.base > 1.45 * size:
        return False
    if not above.cut and (METHOD_WORDS.search(words) or SECTION.search(words)):
        return False
    begins = re.match(r"[a-zà-ÿ]{3}", row.name) is not None
    return begins and may_name(row.name) and not INTERPRETIVE.search(words)


def _twin(first: Slot, other: Slot) -> Slot | None:
    """`first` when `other` is the same result in another unit; a share and a count are two results."""
    if first.unit is None or other.unit is None or first.unit == other.unit:
        return None
    shares = [unit.startswith("%") for unit in (first.unit, other.unit)]
    if any(shares) and not any("mol" in unit for unit in (first.unit, other.unit)):
        return None
    return first


def _interpretive(row: Row) -> bool:
    """Whether the line explains ("deficiency: < 10 ng/mL") instead of stating a result."""
    if not INTERPRETIVE.search(plain(row.name)):
        return False
    value = row.slots[0].value
    bounded = value.sort is Sort.RANGE or (value.number is not None and value.number.comparator is not None)
    return bounded or value.cell == 0 or row.talks


def _is_comment(name: str) -> bool:
    return len(name.split()) > 3 or name.startswith("(")  # noqa: PLR2004  words


def _conditional(text: str) -> bool:
    words = plain(text)
    return re.match(r"[(\[]?\s?[hfmw]\b", words) is not None or CONDITION.match(words) is not None


def _in_line(row: Row, sure: Sequence[Row]) -> bool:
    if row.talks or INTERPRETIVE.search(plain(row.name)) or not row.slots:
        return False
    value = row.slots[0].value
    listed = [other for other in sure if abs(other.name_left - row.name_left) < 3 * _ALIGNED]
    if DECIDED.match(plain(value.text)) and row.line.text.endswith(value.text) and value.cell <= 1:
        return len(listed) >= _ENOUGH  # a name and its result in words, and nothing else
    standing = [other for other in listed if _aligned(other.slots[0].value, value)]
    return len(standing) >= _ENOUGH and value.cell > 0


def _aligned(one: Piece, other: Piece) -> bool:
    return (
        abs(one.left - other.left) < _ALIGNED
        or abs(one.right - other.right) < _ALIGNED
        or abs(one.middle - other.middle) < _ALIGNED
    )


def _method(line: Line, pieces: list[Piece]) -> tuple[str | None, list[Piece]]:
    """The method that the line's first cell states, and the pieces of its other cells."""
    others = [piece for piece in pieces if piece.cell > 0]
    measured = any(piece.sort in (Sort.NUMBER, Sort.RANGE, Sort.DATE, Sort.WORD) for piece in others)
    text = line.cells[0].text if measured else line.text
    words = plain(text)
    match = METHOD_LINE.match(words)
    if match and len(words) == len(text):
        return text[match.start("words") : match.end("words")].strip(), others if measured else []
    if text.startswith("(") and text.endswith(")") and METHOD_WORDS.search(words):
        return text[1:-1].strip(), others if measured else []
    return None, pieces


def evidence_of_report(results: Results, *, sampled: bool) -> bool:
    """Whether the document is a report of results rather than a letter that mentions some."""
    with_range = sum(
        result.slot.range_ is not None and result.slot.unit is not None for result in results.found
    )
    return results.tables > 0 or with_range >= _ENOUGH or (sampled and bool(results.found))

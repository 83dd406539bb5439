"""A row under the headings of its table: place decides between values, form decides the rest."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from connectors.pdf_report.columns import VALUES, Column, Table
from connectors.pdf_report.dates import Calendar
from connectors.pdf_report.layout import Line
from connectors.pdf_report.lexer import Piece, Sort
from connectors.pdf_report.rows import (
    CROSSES,
    EARLIER,
    GROUP_NAME,
    MEASURES,
    Row,
    Slot,
    bare_unit,
    clean_name,
    gap,
    is_code,
    is_cut,
    is_group,
    is_value,
    links,
    mark_before,
    settle_unit,
    take_name,
)
from connectors.pdf_report.vocabulary import CONDITION, RATIO, STATUS_WORDS, Role, plain
from records.when import When

T = TypeVar("T")

_NOTHING = ("-", "--", "---")
"""What some reports print in an empty cell."""


class _Placing:
    """Puts the pieces of one row under the headings of its table."""

    def __init__(self, row: Row, pieces: list[Piece], table: Table, calendar: Calendar) -> None:
        self.row, self.pieces, self.table, self.calendar = row, pieces, table, calendar
        self.slots: list[tuple[Column, Slot]] = []
        self.units: list[Piece] = []
        self.ranges: list[Piece] = []
        self.flags: list[Piece] = []
        self.dates: list[tuple[Piece, When | None]] = []
        self.limits: dict[Role, Piece] = {}
        self.lost = False

    def put(self, piece: Piece) -> None:
        """Put one piece."""
        match piece.sort:
            case Sort.NUMBER:
                self._number(piece)
            case Sort.RANGE:
                self._range(piece)
            case Sort.UNIT:
                self._unit(piece)
            case Sort.FLAG:
                self._flag(piece)
            case Sort.DATE:
                self.dates.append((piece, self.calendar.read(piece.date) if piece.date else None))
            case _:
                self._words(piece)

    def _slot(self, column: Column) -> Slot | None:
        return next((slot for owner, slot in reversed(self.slots) if owner is column), None)

    def _number(self, piece: Piece) -> None:
        bound = piece.number is not None and piece.number.comparator is not None
        roles = (
            *VALUES,
            Role.LOW,
            Role.HIGH,
            Role.OTHER,
            *((Role.RANGE,) if bound or self._has_values() else ()),
        )
        column = self.table.under(piece, roles) or self.table.under(self._with_followers(piece), roles)
        if column is None:
            self.lost = True
        elif column.role is Role.RANGE:
            self.ranges.append(piece)
        elif column.role in (Role.LOW, Role.HIGH):
            self.limits[column.role] = piece
        elif column.role in VALUES:
            self._measure(column, piece)

    def _with_followers(self, piece: Piece) -> Piece:
        """The number with unit and flag behind it: a long unit pushes a number out from under its heading."""
        right = piece.right
        for follower in self.pieces[self.pieces.index(piece) + 1 :]:
            if follower.cell != piece.cell or follower.sort not in (Sort.UNIT, Sort.FLAG):
                break
            right = follower.right
        return replace(piece, right=right)

    def _has_values(self) -> bool:
        return any(column.role is Role.VALUE for column, _ in self.slots)

    def _measure(self, column: Column, piece: Piece) -> None:
        known = self._slot(column)
        if known is not None and known.unit is None:
            self.lost = True  # two numbers under one heading, and nothing says which is which
            return
        self.slots.append(
            (column, Slot(piece.text, piece, when=column.when, earlier=column.role is Role.PREVIOUS))
        )

    def _range(self, piece: Piece) -> None:
        roles = (*VALUES, Role.RANGE, Role.OTHER)
        column = self.table.under(piece, roles)
        if column is not None and column.role is Role.OTHER:
            return
        if column is not None and column.role is Role.RANGE and column.unit and piece.unit is None:
            piece = replace(piece, unit=column.unit)
        ours = column is not None and column.role in VALUES and not (piece.marked or piece.enclosed)
        others = not self.table.cuts or all(_is_bound(other) for other in self.pieces)
        if ours and others and self.table.has(Role.RANGE) and column and self._slot(column) is None:
            self.slots.append(
                (column, Slot(piece.text, piece, when=column.when, earlier=column.role is Role.PREVIOUS))
            )
        else:
            self.ranges.append(piece)

    def _unit(self, piece: Piece) -> None:
        last = self.slots[-1][1] if self.slots else None
        column = self.table.under(piece, (*VALUES, Role.UNIT, Role.FLAG, Role.RANGE))
        if piece.text == "L" and column is not None and column.role is Role.FLAG:
            self.flags.append(piece)
        elif last is not None and last.value.sort is Sort.WORD and piece.text.isalpha():
            return
        elif last is not None and last.unit is None and last.value.cell == piece.cell:
            last.unit = bare_unit(piece)
            last.worded_unit = last.value.sort is Sort.TEXT
        elif self.ranges and self.ranges[-1].cell == piece.cell and self.ranges[-1].sort is Sort.NUMBER:
            self.ranges[-1] = _with_unit(self.ranges[-1], piece)
        else:
            self.units.append(piece)

    def _flag(self, piece: Piece) -> None:
        column = self.table.under(piece, (*VALUES, Role.FLAG, Role.RANGE, Role.UNIT, Role.LOW, Role.HIGH))
        if (
            piece.text in _NOTHING
            and column is not None
            and column.role in (Role.LOW, Role.HIGH, Role.PREVIOUS)
        ):
            return
        crosses = bool(
            CROSSES.match(piece.text) or (GROUP_NAME.search(plain(self.row.name)) and is_group(piece))
        )
        if crosses and column is not None and column.role in VALUES and not self._measured(column):
            self.slots.append(
                (column, Slot(piece.text, piece, when=column.when, earlier=column.role is Role.PREVIOUS))
            )
        else:
            self.flags.append(piece)

    def _measured(self, column: Column) -> bool:
        """Whether a number stands under `column` in this row: a sign beside it is a flag."""
        numbers = (piece for piece in self.pieces if piece.sort is Sort.NUMBER)
        return self._slot(column) is not None or any(
            self.table.under(piece, VALUES) is column for piece in numbers
        )

    def _words(self, piece: Piece) -> None:
        if not any(sign.isalnum() for sign in piece.text) or self._leads(piece):
            return
        roles = (*VALUES, Role.UNIT, Role.RANGE, Role.FLAG, Role.METHOD, Role.OTHER, Role.DATE)
        column = self.table.under(piece, roles)
        if column is None or column.role in (Role.OTHER, Role.DATE):
            return
        if column.role in VALUES:
            known = self._slot(column)
            if known is None:
                self.slots.append(
                    (column, Slot(piece.text, piece, when=column.when, earlier=column.role is Role.PREVIOUS))
                )
            elif (
                known.value.cell == piece.cell
                and known.value.sort is not Sort.NUMBER
                and not piece.text.startswith("(")
            ):
                known.text = f"{known.text} {piece.text}"
        elif column.role is Role.UNIT:
            self.units.append(piece)
        elif column.role is Role.RANGE:
            self.ranges.append(piece)
        elif column.role is Role.FLAG:
            if plain(piece.text) not in STATUS_WORDS:
                self.flags.append(piece)
        else:
            self.row.method = piece.text

    def _leads(self, piece: Piece) -> bool:
        """Whether words only lead to the number behind them: ``soit 5,38 mmol/L``."""
        after = self.pieces[self.pieces.index(piece) + 1 :][:1]
        return bool(after) and after[0].cell == piece.cell and after[0].sort is Sort.NUMBER and links(piece)

    def finish(self) -> None:
        """Share what stands once for the whole row."""
        row = self.row
        order = {id(column): index for index, column in enumerate(self.table.columns)}
        self.slots.sort(key=lambda owned: order[id(owned[0])])
        for flag in self.flags:
            self._give_flag(flag)
        for column, slot in self.slots:
            if slot.earlier and slot.when is None:
                slot.when = self._date_near(slot)
            slot.range_ = self._range_for(column, slot)
            settle_unit(
                slot,
                self._unit_for(column)
                or (None if RATIO.search(plain(row.name)) else column.unit)
                or row.unit
                or (
                    slot.range_.unit if slot.range_ and slot.value.sort in (Sort.NUMBER, Sort.RANGE) else None
                ),
            )
        self._same_unit()
        own = self._own_date()
        for _, slot in self.slots:
            if own is not None and slot.when is None and not slot.earlier:
                slot.when = own
        values = [slot for _, slot in self.slots if is_value(slot) and not is_code(slot)]
        row.slots = [slot for slot in values if slot.when is not None or not slot.earlier]
        row.spare = [slot for slot in values if slot.when is None and slot.earlier]
        row.dates = [(piece, when) for piece, when in self.dates if when is not None]
        row.sure = bool(row.slots)

    def _same_unit(self) -> None:
        """Give earlier results the unit that stands beside the first present one."""
        unit = next((slot.unit for _, slot in self.slots if slot.unit and not slot.earlier), None)
        for _, slot in self.slots:
            if slot.unit is None and slot.value.sort is Sort.NUMBER and (slot.earlier or slot.when):
                slot.unit = unit

    def _give_flag(self, flag: Piece) -> None:
        candidates = [slot for _, slot in self.slots]
        same = [slot for slot in candidates if slot.value.cell == flag.cell]
        column = self.table.under(flag, (Role.FLAG, *VALUES))
        if not same and column is not None and column.role is Role.FLAG:
            before = [slot for owner, slot in self.slots if not slot.earlier]
            same = before[:1]
        if not same and any(not slot.earlier for slot in candidates):
            same = [slot for slot in candidates if not slot.earlier]
        nearest = min(same or candidates, key=lambda slot: gap(slot.value, flag), default=None)
        if nearest is not None and nearest.flag is None:
            nearest.flag = flag.text

    def _date_near(self, slot: Slot) -> When | None:
        near = sorted(self.dates, key=lambda dated: gap(dated[0], slot.value))
        earlier = [owner for owner, other in self.slots if other.earlier]
        if not near or (len(earlier) > 1 and len(near) < len(earlier)):
            return None
        return near[0][1]

    def _own_date(self) -> When | None:
        """The date of the whole row, in a table that has a column of dates and none of earlier results."""
        if not self.table.has(Role.DATE) or self.table.has(Role.PREVIOUS) or len(self.dates) != 1:
            return None
        piece, when = self.dates[0]
        column = self.table.under(piece, tuple(Role))
        ours = column is not None and column.role is Role.DATE and not EARLIER.search(plain(column.heading))
        return when if ours else None

    def _unit_for(self, column: Column) -> str | None:
        return self._shared(column, Role.UNIT, self.units, bare_unit)

    def _range_for(self, column: Column, slot: Slot) -> Piece | None:
        if not self.ranges and self.limits:
            return _between(self.limits.get(Role.LOW), self.limits.get(Role.HIGH))
        ranges = self.ranges
        if len(ranges) > 1 and sum(column.role is Role.RANGE for column in self.table.columns) < 2:  # noqa: PLR2004
            ranges = [_joined(ranges)]
        if len(ranges) == 1 and not self._measured_by(ranges[0], slot):
            return None
        return self._shared(column, Role.RANGE, ranges, lambda piece: piece)

    def _measured_by(self, range_: Piece, slot: Slot) -> bool:
        """Whether a single range holds for this result, where the row gives the same in several units."""
        units = {id(other): other.unit or owner.unit for owner, other in self.slots}
        present = [other for _, other in self.slots if not other.earlier and units[id(other)]]
        if len({units[id(other)] for other in present}) < 2 or slot.earlier:  # noqa: PLR2004  two units
            return True
        if range_.unit:
            return units[id(slot)] == range_.unit
        before = [other for other in present if other.value.right <= range_.left + 1]
        return slot is (before[-1] if before else present[0])

    def _shared(
        self, column: Column, role: Role, pieces: list[Piece], read: Callable[[Piece], T]
    ) -> T | None:
        """Of several, the first to the right of the value's column; with one, that one."""
        if not pieces:
            return None
        if sum(owner.role is role for owner in self.table.columns) > 1:
            right = [piece for piece in pieces if piece.left >= column.left - 2]
            if right:
                return read(right[0])
        return read(pieces[0])


def _is_bound(piece: Piece) -> bool:
    """Whether a piece is no number, or one that only bounds."""
    return piece.sort is not Sort.NUMBER or (piece.number is not None and piece.number.comparator is not None)


def under_headings(line: Line, pieces: list[Piece], table: Table, calendar: Calendar) -> Row | None:
    """The row as the headings say; None when a number stands under no heading."""
    row = Row(line)
    if table.cuts:
        pieces = _beside(line, pieces, table, row)
    named = _name_cell(line, pieces, table) if table.cuts else None
    name_column = next((column for column in table.columns if column.role is Role.NAME), None)
    if named is not None:
        name, row.name_left, others, row.unit = named
    elif name_column is not None and name_column.left > table.body_left:
        name, row.name_left, others, row.unit = _name_elsewhere(pieces, table)
    else:
        name, row.name_left, others, row.unit = take_name(pieces, table.body_left)
    row.name, row.cut = clean_name(name), is_cut(name)
    row.mark = mark_before(pieces)
    placing = _Placing(row, others, table, calendar)
    for piece in others:
        placing.put(piece)
    if placing.lost:
        return None
    placing.finish()
    if not row.slots and placing.ranges:
        row.range_ = _joined(placing.ranges)
    row.looks_like_result = bool(row.slots)
    return row


def _beside(line: Line, pieces: list[Piece], table: Table, row: Row) -> list[Piece]:
    """The pieces without the cells of columns that hold methods or what a result does not need."""
    aside: set[int] = set()
    for index, cell in enumerate(line.cells):
        column = table.under(Piece(Sort.TEXT, "", cell.left, cell.right, index), tuple(Role))
        if column is None or not (column.left < cell.right and cell.left < column.right):
            continue
        if column.role in (Role.METHOD, Role.OTHER):
            aside.add(index)
            row.method = cell.text if column.role is Role.METHOD else row.method
    return [piece for piece in pieces if piece.cell not in aside]


def _name_cell(
    line: Line, pieces: list[Piece], table: Table
) -> tuple[str, float, list[Piece], str | None] | None:
    """The cell under the heading of names, as it is printed; None in a row without other cells."""
    if not any(piece.sort in (*MEASURES, Sort.RANGE) for piece in pieces):
        return None
    places = [Piece(Sort.TEXT, "", cell.left, cell.right, index) for index, cell in enumerate(line.cells)]
    under = [table.under(place, tuple(Role)) for place in places]
    own = [index for index, column in enumerate(under) if column is not None and column.role is Role.NAME]
    others = [piece for piece in pieces if piece.cell not in own]
    if len(own) != 1 or not any(piece.sort in MEASURES for piece in others):
        return None
    cell = line.cells[own[0]]
    inside = [piece for piece in pieces if piece.cell == own[0]]
    if not inside or not any(piece.sort is Sort.TEXT for piece in inside):
        return None
    text, unit = cell.text, None
    worded = len(inside) > 1 and (inside[-1].enclosed or inside[-2].sort is not Sort.NUMBER)  # not ``37 °C``
    if worded and inside[-1].sort is Sort.UNIT and text.endswith(inside[-1].text):
        text, unit = text[: -len(inside[-1].text)].rstrip(", "), bare_unit(inside[-1])
    return text, cell.left, others, unit


def _name_elsewhere(pieces: list[Piece], table: Table) -> tuple[str, float, list[Piece], str | None]:
    """The name in a table whose names do not stand first."""
    named: list[Piece] = []
    others: list[Piece] = []
    for cell in dict.fromkeys(piece.cell for piece in pieces):
        group = [piece for piece in pieces if piece.cell == cell]
        place = Piece(Sort.TEXT, "", group[0].left, group[-1].right, cell)
        column = table.under(place, tuple(Role))
        (named if column is not None and column.role is Role.NAME else others).extend(group)
    unit = None
    if len(named) > 1 and named[-1].sort is Sort.UNIT and named[-1].enclosed:
        unit = bare_unit(named.pop())
    return " ".join(piece.text for piece in named), named[0].left if named else 0.0, others, unit


def _between(low: Piece | None, high: Piece | None) -> Piece:
    """The range of limits that stand in columns of their own."""
    if low is not None and high is not None:
        text = f"{low.text} - {high.text}"
    else:
        text = f"≥ {low.text}" if low is not None else f"≤ {high.text}" if high is not None else ""
    limits = [piece.number.value if piece is not None and piece.number else None for piece in (low, high)]
    place = low or high
    return Piece(
        Sort.RANGE,
        text,
        place.left if place else 0.0,
        place.right if place else 0.0,
        0,
        low=limits[0],
        high=limits[1],
    )


def _joined(pieces: Sequence[Piece]) -> Piece:
    """Several texts of one range; limits only when a single one has them."""
    if len(pieces) == 1:
        return pieces[0]
    limited = [piece for piece in pieces if piece.low is not None or piece.high is not None]
    text = " ".join(piece.text for piece in pieces)
    if len(limited) == 1 and not CONDITION.search(plain(text)):
        return replace(limited[0], text=text)
    return replace(pieces[0], sort=Sort.RANGE, text=text, low=None, high=None)


def _with_unit(piece: Piece, unit: Piece) -> Piece:
    return replace(piece, text=f"{piece.text} {unit.text}", right=unit.right, unit=bare_unit(unit))

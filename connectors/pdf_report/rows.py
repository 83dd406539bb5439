"""One line of a report, understood: a name, its values, unit, range and flag, or one of these alone.

Two ways: under the headings of a table, place decides between values and form decides the rest; without headings,
form alone decides, and a number counts as a value only with a unit, a range or a flag beside it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from connectors.pdf_report.columns import VALUES, Column, Table
from connectors.pdf_report.dates import Calendar
from connectors.pdf_report.layout import Line
from connectors.pdf_report.lexer import Piece, Sort
from connectors.pdf_report.units import is_strong
from connectors.pdf_report.vocabulary import (
    ADMINISTRATIVE,
    BLOOD_GROUP,
    CONNECTIVE,
    INTERPRETIVE,
    NOT_YET,
    SENTENCE,
    Role,
    plain,
    role_of,
)
from records.when import When

_NO_NAMES = (Role.UNIT, Role.RANGE, Role.LOW, Role.HIGH, Role.PREVIOUS, Role.METHOD, Role.DATE)

T = TypeVar("T")

_MEASURES = (Sort.NUMBER, Sort.WORD)
_EARLIER = re.compile(r"\b(?:anter\w*|ant\b|preced\w*|prec\.|previous\w*|prior|last|dernier\w*|historique)\b")
_SHORT_NAMES = re.compile(
    r"[A-Za-z]\d?\Z|(?:ph|na|cl|fe|ca|mg|k|cu|zn|ck|pt|tp|t3|t4|c3|c4)\Z", re.IGNORECASE
)
_FOOTNOTE = re.compile(r"\s*(?:\*+|\(\d{1,2}\)|[¹²³§#†‡°]+|\[\d{1,2}\]|[:;…_-]+|\.{2,})\s*\Z")
_CROSSES = re.compile(r"\+{1,4}\Z|-\Z")
_GROUP_NAME = re.compile(r"\b(?:groupe?|group|abo|rh(?:esus)?|blood type)\b")
_LEAD = re.compile(r"\A\s*(?:[-–•·*#>§►▪■o]\s+|[*#•·►▪■§]+)\s*")
_MAX_NAME = 90
_MAX_TEXT_VALUE = 45


@dataclass(slots=True)
class Slot:
    """One value of a row.

    Attributes:
        text: As printed.
        value: The piece it came from.
        when: Its own date; None when it is the sampling date's.
        earlier: Its column or words say that it is an earlier result.
    """

    text: str
    value: Piece
    unit: str | None = None
    range_: Piece | None = None
    flag: str | None = None
    when: When | None = None
    earlier: bool = False


@dataclass(slots=True)
class Row:
    """What a line says."""

    line: Line
    name: str = ""
    name_left: float = 0.0
    slots: list[Slot] = field(default_factory=list)
    spare: list[Slot] = field(default_factory=list)
    """Earlier values without a date so far; it may stand on the next line."""
    dates: list[tuple[Piece, When]] = field(default_factory=list)
    unit: str | None = None
    range_: Piece | None = None
    flag: str | None = None
    method: str | None = None
    talks: bool = False
    """Words run on after the value: a sentence, not a row."""
    sure: bool = False
    """The evidence is enough: under a result heading, or a unit, range or flag stands beside the number."""
    looks_like_result: bool = False
    """A name and a number with unit or range, whether or not it could be tied."""


def clean_name(text: str) -> str:
    """The name of an analysis without leaders, bullets and footnote marks.

    >>> clean_name("- Ferritine (1) :")
    'Ferritine'
    """
    text = _LEAD.sub("", text.strip())
    while (shorter := _FOOTNOTE.sub("", text)) != text and shorter:
        text = shorter
    return text.strip()


def may_name(name: str) -> bool:
    """Whether `name` can be the name of an analysis."""
    words = plain(name)
    letters = sum(sign.isalpha() for sign in words)
    if len(name) > _MAX_NAME or letters == 0 or (letters < 2 and not _SHORT_NAMES.match(name)):  # noqa: PLR2004
        return False
    if name.endswith((".", "?", "!")) and len(name.split()) > 3:  # noqa: PLR2004  a sentence
        return False
    if words in CONNECTIVE or role_of(name) in _NO_NAMES:
        return False
    return not (ADMINISTRATIVE.search(words) or SENTENCE.search(words))


def read_row(line: Line, pieces: Sequence[Piece], table: Table | None, calendar: Calendar) -> Row:
    """What the line says, under `table` when there is one."""
    pieces = _low_flags(pieces)
    if table is not None:
        row = _under_headings(line, list(pieces), table, calendar)
        if row is not None:
            return row
    return _by_form(line, list(pieces), calendar)


def _low_flags(pieces: Sequence[Piece]) -> list[Piece]:
    """``L`` beside a proper unit is the flag *low*, not litres."""
    units = [piece.unit or piece.text for piece in pieces if piece.sort is Sort.UNIT or piece.unit]
    if not any(unit != "L" for unit in units):
        return list(pieces)
    return [
        replace(piece, sort=Sort.FLAG) if piece.sort is Sort.UNIT and piece.text == "L" else piece
        for piece in pieces
    ]


# --- names ---


def _take_name(pieces: list[Piece], limit: float | None) -> tuple[str, float, list[Piece], str | None]:
    """The name, its left edge, the other pieces, and a unit that stood in the name's brackets.

    `limit` is where the columns after the names begin; None without headings.
    """
    if not pieces:
        return "", 0.0, [], None
    first = [piece for piece in pieces if piece.cell == 0]
    rest = [piece for piece in pieces if piece.cell != 0]
    lead = None
    if first and first[0].sort is Sort.FLAG and len(first) == 1 and rest and rest[0].sort is Sort.TEXT:
        lead, first = first[0], [piece for piece in rest if piece.cell == rest[0].cell]
        rest = [piece for piece in rest if piece.cell != first[0].cell]
    if first and first[0].sort is Sort.FLAG and len(first) > 1 and first[1].sort is Sort.TEXT:
        first = first[1:]  # a bullet or footnote mark
    if limit is not None and first and first[0].left > limit - 2:
        return "", 0.0, list(pieces), None
    other_value = any(piece.sort in _MEASURES or _is_text_value(piece) for piece in rest)
    inline = _inline_at(first, other_value)
    named, values = first[:inline], first[inline:]
    if not named or not any(sign.isalpha() for piece in named for sign in piece.text):
        return "", 0.0, list(pieces), None
    unit = None
    if len(named) > 1 and named[-1].sort is Sort.UNIT and (named[-1].enclosed or "/" in named[-1].text):
        unit = bare_unit(named[-1])
        named = named[:-1]
    if len(named) > 1 and named[-1].sort is Sort.RANGE and named[-1].marked:
        values = [named.pop(), *values]
    if len(named) > 1 and named[-1].sort is Sort.FLAG:
        named = named[:-1]
    text = " ".join(piece.text for piece in named)
    others = [*([lead] if lead else []), *values, *rest]
    return text, named[0].left, others, unit


def _inline_at(first: list[Piece], other_value: bool) -> int:
    """Where in the first cell its value starts; its length when the cell is all name."""
    whole = len(first)
    texts = [index for index, piece in enumerate(first) if piece.sort is Sort.TEXT]
    if not texts:
        words = [index for index, piece in enumerate(first) if piece.sort not in (Sort.UNIT, Sort.WORD)]
        return whole if not words else 0
    start = texts[0] + 1
    tail = first[start:]
    values = [index for index, piece in enumerate(tail) if piece.sort in _MEASURES]
    if not values:
        ranges = [index for index, piece in enumerate(tail) if piece.sort is Sort.RANGE and not piece.marked]
        return whole if not ranges or other_value else start + ranges[0]
    at = values[0]
    if any(piece.sort is Sort.TEXT and not _links(piece) for piece in tail[at:]):
        return whole
    has_unit = any(piece.sort is Sort.UNIT and not piece.enclosed for piece in tail[at:])
    if other_value and not has_unit:
        return whole
    while at > 0 and tail[at - 1].sort in (Sort.FLAG, Sort.DATE):
        at -= 1
    return start + at


def _is_group(piece: Piece) -> bool:
    return bool(BLOOD_GROUP.match(plain(piece.text)))


def _is_text_value(piece: Piece) -> bool:
    return piece.sort is Sort.TEXT and _is_group(piece)


# --- under headings ---


class _Placing:
    """Puts the pieces of one row under the headings of its table."""

    def __init__(self, row: Row, table: Table, calendar: Calendar) -> None:
        self.row, self.table, self.calendar = row, table, calendar
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
        column = self.table.under(piece, roles)
        if column is None:
            self.lost = True
        elif column.role is Role.RANGE:
            self.ranges.append(piece)
        elif column.role in (Role.LOW, Role.HIGH):
            self.limits[column.role] = piece
        elif column.role in VALUES:
            self._measure(column, piece)

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
        ours = column is not None and column.role in VALUES and not (piece.marked or piece.enclosed)
        if ours and column is not None and self.table.has(Role.RANGE) and self._slot(column) is None:
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
        elif last is not None and last.unit is None and last.value.cell == piece.cell:
            last.unit = bare_unit(piece)
        elif self.ranges and self.ranges[-1].cell == piece.cell and self.ranges[-1].sort is Sort.NUMBER:
            self.ranges[-1] = _with_unit(self.ranges[-1], piece)
        else:
            self.units.append(piece)

    def _flag(self, piece: Piece) -> None:
        column = self.table.under(piece, (*VALUES, Role.FLAG, Role.RANGE, Role.UNIT))
        crosses = bool(
            _CROSSES.match(piece.text) or (_GROUP_NAME.search(plain(self.row.name)) and _is_group(piece))
        )
        if crosses and column is not None and column.role in VALUES and self._slot(column) is None:
            self.slots.append(
                (column, Slot(piece.text, piece, when=column.when, earlier=column.role is Role.PREVIOUS))
            )
        else:
            self.flags.append(piece)

    def _words(self, piece: Piece) -> None:
        if not any(sign.isalnum() for sign in piece.text):
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
            elif known.value.cell == piece.cell and known.value.sort is not Sort.NUMBER:
                known.text = f"{known.text} {piece.text}"
        elif column.role is Role.UNIT:
            self.units.append(piece)
        elif column.role is Role.RANGE:
            self.ranges.append(piece)
        elif column.role is Role.FLAG:
            self.flags.append(piece)
        else:
            self.row.method = piece.text

    def finish(self) -> None:
        """Share what stands once for the whole row."""
        row = self.row
        order = {id(column): index for index, column in enumerate(self.table.columns)}
        self.slots.sort(key=lambda owned: order[id(owned[0])])
        for flag in self.flags:
            self._give_flag(flag)
        for column, slot in self.slots:
            if slot.earlier and slot.when is None:
                slot.when = self._date_near(column, slot)
            slot.range_ = self._range_for(column)
            _settle_unit(
                slot, self._unit_for(column) or row.unit or (slot.range_.unit if slot.range_ else None)
            )
        values = [slot for _, slot in self.slots if _is_value(slot)]
        row.slots = [slot for slot in values if slot.when is not None or not slot.earlier]
        row.spare = [slot for slot in values if slot.when is None and slot.earlier]
        row.dates = [(piece, when) for piece, when in self.dates if when is not None]
        row.sure = bool(row.slots)

    def _give_flag(self, flag: Piece) -> None:
        candidates = [slot for _, slot in self.slots]
        same = [slot for slot in candidates if slot.value.cell == flag.cell]
        column = self.table.under(flag, (Role.FLAG, *VALUES))
        if not same and column is not None and column.role is Role.FLAG:
            before = [slot for owner, slot in self.slots if not slot.earlier]
            same = before[:1]
        if not same and any(not slot.earlier for slot in candidates):
            same = [slot for slot in candidates if not slot.earlier]
        nearest = min(same or candidates, key=lambda slot: _gap(slot.value, flag), default=None)
        if nearest is not None and nearest.flag is None:
            nearest.flag = flag.text

    def _date_near(self, column: Column, slot: Slot) -> When | None:
        near = sorted(self.dates, key=lambda dated: _gap(dated[0], slot.value))
        earlier = [owner for owner, other in self.slots if other.earlier]
        if not near or (len(earlier) > 1 and len(near) < len(earlier)):
            return None
        return near[0][1]

    def _unit_for(self, column: Column) -> str | None:
        return self._shared(column, Role.UNIT, self.units, bare_unit)

    def _range_for(self, column: Column) -> Piece | None:
        if not self.ranges and self.limits:
            return _between(self.limits.get(Role.LOW), self.limits.get(Role.HIGH))
        ranges = self.ranges
        if len(ranges) > 1 and sum(column.role is Role.RANGE for column in self.table.columns) < 2:  # noqa: PLR2004
            ranges = [_joined(ranges)]
        return self._shared(column, Role.RANGE, ranges, lambda piece: piece)

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


def _under_headings(line: Line, pieces: list[Piece], table: Table, calendar: Calendar) -> Row | None:
    """The row as the headings say; None when a number stands under no heading."""
    row = Row(line)
    name_column = next((column for column in table.columns if column.role is Role.NAME), None)
    if name_column is not None and name_column.left > table.body_left:
        name, row.name_left, others, row.unit = _name_elsewhere(pieces, table)
    else:
        name, row.name_left, others, row.unit = _take_name(pieces, table.body_left)
    row.name = clean_name(name)
    placing = _Placing(row, table, calendar)
    for piece in others:
        placing.put(piece)
    if placing.lost:
        return None
    placing.finish()
    if not row.slots and placing.ranges:
        row.range_ = _joined(placing.ranges)
    row.looks_like_result = bool(row.slots)
    return row


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


def _is_value(slot: Slot) -> bool:
    text = plain(slot.text)
    if slot.value.sort is Sort.NUMBER:
        return True
    return bool(text) and len(slot.text) <= _MAX_TEXT_VALUE and not NOT_YET.match(text)


def _settle_unit(slot: Slot, shared: str | None) -> None:
    """The unit of a value without one. ``8 L`` beside another unit is a value and its flag *low*, not litres."""
    if slot.unit in ("L", "H") and slot.flag is None and (shared or _is_low(slot)):
        slot.flag, slot.unit = slot.unit, None
    slot.unit = slot.unit or shared


def _is_low(slot: Slot) -> bool:
    low, number = slot.range_.low if slot.range_ else None, slot.value.number
    return low is not None and number is not None and number.value < low


def _gap(one: Piece, other: Piece) -> float:
    return max(one.left - other.right, other.left - one.right, 0.0)


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
    if len(limited) == 1:
        return replace(limited[0], text=text)
    return replace(pieces[0], sort=Sort.RANGE, text=text, low=None, high=None)


def _with_unit(piece: Piece, unit: Piece) -> Piece:
    return replace(piece, text=f"{piece.text} {unit.text}", right=unit.right, unit=bare_unit(unit))


# --- by form ---


def _by_form(line: Line, pieces: list[Piece], calendar: Calendar) -> Row:
    row = Row(line)
    name, row.name_left, others, named_unit = _take_name(pieces, None)
    row.name = "" if role_of(name) is Role.VALUE else clean_name(name)
    slots, pending = _slots(others, row, calendar)
    printed = [(piece, calendar.read(piece.date)) for piece in others if piece.date]
    row.dates = [(piece, when) for piece, when in printed if when is not None]
    row.looks_like_result = bool(row.name) and any(
        slot.value.sort is Sort.NUMBER and (slot.unit or slot.range_) for slot in slots
    )
    for slot in slots:
        inherited = named_unit if slot is slots[0] else None
        _settle_unit(slot, inherited or (slot.range_.unit if slot.range_ else None))
    row.unit = named_unit or pending
    if _EARLIER.search(plain(row.name)) and slots and slots[0].when is not None:
        for slot in slots:
            slot.earlier = True
        row.name = ""
        row.slots = slots[:1]
        return row
    row.slots = _kept(slots)
    row.spare = [slot for slot in slots if slot not in row.slots and slot.value.sort is Sort.NUMBER]
    row.sure = bool(row.slots) and _evident(row)
    return row


def _slots(pieces: list[Piece], row: Row, calendar: Calendar) -> tuple[list[Slot], str | None]:
    """The values of a line without headings, in order, each with what follows it."""
    slots: list[Slot] = []
    flag: str | None = None
    unit: str | None = None
    when: When | None = None
    for index, piece in enumerate(pieces):
        last = slots[-1] if slots else None
        match piece.sort:
            case Sort.NUMBER if _bounds_only(piece, last):
                last.range_ = piece  # type: ignore[union-attr]  # _bounds_only says there is one
            case Sort.NUMBER:
                slots.append(Slot(piece.text, piece, flag=flag, unit=unit, when=when))
                flag = unit = when = None
            case Sort.WORD if last is None:
                slots.append(Slot(piece.text, piece, flag=flag, when=when))
            case Sort.WORD if last is not None and last.range_ is None and last.value.sort is Sort.WORD:
                last.range_ = replace(piece, sort=Sort.RANGE)
            case Sort.FLAG if last is None:
                ahead = any(later.sort in _MEASURES for later in pieces[index:])
                group = _GROUP_NAME.search(plain(row.name)) and _is_group(piece)
                if (_CROSSES.match(piece.text) or group) and not ahead:
                    slots.append(Slot(piece.text, piece))
                else:
                    flag = piece.text
            case Sort.FLAG if last is not None and last.flag is None:
                last.flag = piece.text
            case Sort.UNIT if last is not None and last.unit is None:
                last.unit = bare_unit(piece)
            case Sort.UNIT:
                unit = bare_unit(piece)
            case Sort.RANGE if last is not None and last.range_ is None:
                last.range_ = piece
            case Sort.RANGE if last is None:
                row.range_ = piece
            case Sort.DATE if (
                last is not None and last.when is None and _dates_the_last(pieces, index, len(slots))
            ):
                last.when = calendar.read(piece.date) if piece.date else None
            case Sort.DATE:
                when = calendar.read(piece.date) if piece.date else None
            case Sort.TEXT if last is None and _is_text_value(piece):
                slots.append(Slot(piece.text, piece))
            case Sort.TEXT if last is not None and _says_more(piece, last):
                row.talks = True
            case _:
                pass
    if slots and slots[0].range_ is None:
        slots[0].range_ = row.range_
    return slots, unit


def _dates_the_last(pieces: list[Piece], index: int, values: int) -> bool:
    """Whether a date belongs to the value before it rather than to the one after it."""
    date = pieces[index]
    if date.enclosed:
        return True
    follower = pieces[index + 1] if index + 1 < len(pieces) else None
    if follower is not None and follower.sort in _MEASURES and follower.cell == date.cell:
        return False
    if pieces[index - 1].cell == date.cell and pieces[index - 1].sort is not Sort.TEXT:
        return True
    return values > 1


def _bounds_only(piece: Piece, last: Slot | None) -> bool:
    """Whether a number with a comparator is the range of the value before it."""
    return (
        last is not None
        and last.range_ is None
        and last.value.sort is Sort.NUMBER
        and piece.number is not None
        and piece.number.comparator is not None
    )


def _says_more(piece: Piece, last: Slot) -> bool:
    return piece.cell == last.value.cell and not _links(piece)


def _links(piece: Piece) -> bool:
    """Whether words only lead to the next number: ``soit``, ``Antériorité du``."""
    words = plain(piece.text).strip(" :.-()=/")
    return (
        len(words) <= 1 or words in CONNECTIVE or (len(words.split()) <= 3 and bool(_EARLIER.search(words)))
    )  # noqa: PLR2004  words


def _kept(slots: list[Slot]) -> list[Slot]:
    """The value, the same in other units, and earlier values that have a date."""
    kept: list[Slot] = []
    for slot in slots:
        if not _is_value(slot):
            continue
        if not kept:
            kept.append(slot)
        elif slot.when is not None:
            slot.earlier, slot.unit = True, slot.unit or kept[0].unit
            slot.range_ = slot.range_ or kept[0].range_
            kept.append(slot)
        elif slot.unit and slot.unit not in [other.unit for other in kept]:
            kept.append(slot)
    return kept


def _evident(row: Row) -> bool:
    slot = row.slots[0]
    if row.talks or INTERPRETIVE.search(plain(row.name)):
        return False
    if slot.value.sort is not Sort.NUMBER:
        return slot.range_ is not None
    if slot.range_ is not None:
        return True
    bounded = slot.value.number is not None and slot.value.number.comparator is not None
    return slot.unit is not None and is_strong(slot.unit) and not bounded


def bare_unit(piece: Piece) -> str:
    """The unit without the brackets it stands in."""
    text = piece.text.strip(", ")
    return text[1:-1].strip() if text[:1] in ("(", "[") and text[-1:] in (")", "]") else text

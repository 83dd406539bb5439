"""A row without headings: form alone decides. A number alone is no value: a unit or range must stand by."""

import re
from dataclasses import dataclass, field, replace

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
    is_code,
    is_cut,
    is_group,
    is_text_value,
    is_value,
    links,
    mark_before,
    settle_unit,
    take_name,
)
from connectors.pdf_report.units import is_strong
from connectors.pdf_report.vocabulary import (
    CONDITION,
    CONNECTIVE,
    IN_WORDS,
    INTERPRETIVE,
    NONE_FOUND,
    VERDICT,
    Role,
    plain,
    role_of,
)
from records.when import When


def by_form(line: Line, pieces: list[Piece], calendar: Calendar) -> Row:
    """The row as its form says."""
    row = Row(line)
    pieces = _without_code(_stated(pieces))
    name, row.name_left, others, named_unit = take_name(pieces, None)
    said = role_of(name) is Role.VALUE
    row.name = "" if said or plain(name).strip(" :=") in CONNECTIVE else clean_name(name)
    row.cut, row.mark = is_cut(name), mark_before(pieces)
    sequence = _Sequence(others, row, calendar)
    sequence.read()
    slots = sequence.slots
    if role_of(name) is Role.RANGE and len(slots) == 1 and _bounded(slots[0].value):
        row.range_ = slots[0].value
        return row
    printed = [(piece, calendar.read(piece.date)) for piece in others if piece.date]
    row.dates = [(piece, when) for piece, when in printed if when is not None]
    row.looks_like_result = bool(row.name) and any(
        slot.value.sort is Sort.NUMBER and (slot.unit or slot.range_) for slot in slots
    )
    for slot in slots:
        inherited = named_unit if slot is slots[0] else None
        of_range = slot.range_.unit if slot.range_ and slot.value.sort is Sort.NUMBER else None
        settle_unit(slot, inherited or of_range)
    row.unit = named_unit or sequence.unit
    row.divided = row.divided or len({slot.value.cell for slot in slots if slot.unit}) > 1
    if EARLIER.search(plain(row.name)) and slots and slots[0].when is not None:
        for slot in slots:
            slot.earlier = True
        row.name = ""
        row.slots = [slot for slot in slots if slot.when is not None]
        return row
    row.slots = _kept(slots)
    row.spare = [slot for slot in slots if slot not in row.slots and slot.value.sort is Sort.NUMBER]
    row.sure = bool(row.slots) and (_evident(row) or (said and not row.talks)) and not _of_two(row)
    return row


_CODE = re.compile(r"\d{3,6}-\d|0\d{2,}")


def _without_code(pieces: list[Piece]) -> list[Piece]:
    """The pieces without the code of the analysis in a cell of its own before the name."""
    if len(pieces) > 1 and _CODE.fullmatch(pieces[0].text) and pieces[1].sort is Sort.TEXT and pieces[1].cell:
        return [replace(piece, cell=piece.cell - 1) for piece in pieces[1:]]
    return pieces


@dataclass(slots=True)
class _Sequence:
    """The values of a line in order, each with what follows it, and what waits for the next."""

    pieces: list[Piece]
    row: Row
    calendar: Calendar
    slots: list[Slot] = field(default_factory=list)
    flag: str | None = None
    unit: str | None = None
    when: When | None = None
    condition: Piece | None = None

    @property
    def last(self) -> Slot | None:
        return self.slots[-1] if self.slots else None

    def read(self) -> None:
        """Take every piece."""
        takers = {
            Sort.NUMBER: self._number,
            Sort.WORD: self._word,
            Sort.FLAG: self._flag,
            Sort.UNIT: self._unit,
            Sort.RANGE: self._range,
            Sort.DATE: self._date,
            Sort.TEXT: self._text,
        }
        for index, piece in enumerate(self.pieces):
            if _parts(self.pieces, index):
                continue
            takers[piece.sort](piece, index)
        if self.slots and self.slots[0].range_ is None:
            self.slots[0].range_ = self.row.range_

    def _begin(self, piece: Piece) -> None:
        self.slots.append(Slot(piece.text, piece, flag=self.flag, unit=self.unit, when=self.when))
        self.flag = self.unit = self.when = None

    def _number(self, piece: Piece, _: int) -> None:
        last = self.last
        if last is not None and _bounds_only(piece, last):
            last.range_ = self._conditional(piece)
        else:
            self._begin(piece)

    def _conditional(self, piece: Piece) -> Piece:
        """Limits behind the words that say for whom or what they hold are words."""
        condition, self.condition = self.condition, None
        if condition is None or condition.cell != piece.cell:
            return piece
        return replace(
            piece, sort=Sort.RANGE, text=f"{condition.text} {piece.text}", low=None, high=None,
            left=condition.left, marked=True,
        )  # fmt: skip

    def _word(self, piece: Piece, _: int) -> None:
        last = self.last
        if last is None:
            self._begin(piece)
        elif last.range_ is None and last.value.sort in (Sort.WORD, Sort.FLAG):
            last.range_ = replace(piece, sort=Sort.RANGE)

    def _flag(self, piece: Piece, index: int) -> None:
        last = self.last
        if last is not None:
            last.flag = last.flag or piece.text
            return
        ahead = any(
            later.sort is Sort.NUMBER or (later.sort is Sort.WORD and not NONE_FOUND.match(plain(later.text)))
            for later in self.pieces[index:]
        )
        is_result = CROSSES.match(piece.text) or (GROUP_NAME.search(plain(self.row.name)) and is_group(piece))
        if is_result and not ahead:
            self._begin(piece)
        else:
            self.flag = piece.text

    def _unit(self, piece: Piece, _: int) -> None:
        last = self.last
        if last is not None and last.value.sort is Sort.WORD and piece.text.isalpha():
            return  # ``Négatif (Index : 0,12)``
        if last is not None and last.unit is None:
            last.unit = bare_unit(piece)
        else:
            self.unit = bare_unit(piece)

    def _range(self, piece: Piece, _: int) -> None:
        last = self.last
        piece = self._conditional(piece)
        if last is None:
            apart = self.row.range_ is not None and self.row.range_.cell != piece.cell
            self.row.range_ = piece
            self.row.divided = self.row.divided or apart
        else:
            owner = next((slot for slot in self.slots if piece.unit and slot.unit == piece.unit), last)
            owner.range_ = owner.range_ or piece

    def _date(self, piece: Piece, index: int) -> None:
        when = self.calendar.read(piece.date) if piece.date else None
        last = self.last
        if last is not None and last.when is None and _dates_the_last(self.pieces, index, len(self.slots)):
            last.when = when
        else:
            self.when = when

    def _text(self, piece: Piece, _: int) -> None:
        last = self.last
        if last is None:
            if is_text_value(piece):
                self._begin(piece)
        elif piece.cell != last.value.cell and CONDITION.search(plain(piece.text)):
            self.condition = piece
        elif last.range_ is not None and VERDICT.match(plain(piece.text)):
            return
        elif piece.cell == last.value.cell and not links(piece):
            self.row.talks = True


def _stated(pieces: list[Piece]) -> list[Piece]:
    """``Germe isolé : Escherichia coli`` as a name and its words; other lines as they are."""
    if not pieces or any(piece.sort is not Sort.TEXT for piece in pieces):
        return pieces
    label, colon, words = " ".join(piece.text for piece in pieces).partition(":")
    if not colon or not words.strip() or not IN_WORDS.fullmatch(plain(label)):
        return pieces
    name = replace(pieces[0], text=label.strip())
    return [name, replace(pieces[-1], sort=Sort.WORD, text=words.strip())]


def _parts(pieces: list[Piece], index: int) -> bool:
    """Whether a dash only stands between a dated value and the next, or a range and a remark."""
    if pieces[index].text not in ("-", "--") or not 0 < index < len(pieces) - 1:
        return False
    before, after = pieces[index - 1], pieces[index + 1]
    if before.cell == after.cell and before.sort is Sort.RANGE and after.sort in (Sort.TEXT, Sort.WORD):
        return True
    return before.sort is Sort.DATE and after.sort in (Sort.NUMBER, Sort.DATE)


def _dates_the_last(pieces: list[Piece], index: int, values: int) -> bool:
    """Whether a date belongs to the value before it rather than to the one after it."""
    date = pieces[index]
    if date.enclosed:
        return True
    follower = pieces[index + 1] if index + 1 < len(pieces) else None
    if follower is not None and follower.sort in MEASURES and follower.cell == date.cell:
        return False
    if pieces[index - 1].cell == date.cell and pieces[index - 1].sort is not Sort.TEXT:
        return True
    return values > 1


def _bounds_only(piece: Piece, last: Slot) -> bool:
    """Whether a number with a comparator is the range of the value before it."""
    return _bounded(piece) and last.range_ is None and last.value.sort is Sort.NUMBER


def _bounded(piece: Piece) -> bool:
    """Whether it is a number with a comparator."""
    return piece.number is not None and piece.number.comparator is not None


def _kept(slots: list[Slot]) -> list[Slot]:
    """The value, the same in other units, and earlier values that have a date."""
    kept: list[Slot] = []
    for slot in slots:
        if not is_value(slot) or is_code(slot):
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


def _of_two(row: Row) -> bool:
    """Whether two numbers without unit have a range each: only a heading could tell them apart."""
    return bool(row.slots) and not row.slots[0].unit and any(slot.range_ is not None for slot in row.spare)


def _evident(row: Row) -> bool:
    slot = row.slots[0]
    if slot.value.sort is Sort.WORD and IN_WORDS.fullmatch(plain(row.name)):
        return True
    if row.talks or INTERPRETIVE.search(plain(row.name)):
        return False
    if slot.value.sort is not Sort.NUMBER:
        return slot.range_ is not None
    if slot.range_ is not None:
        return True
    return slot.unit is not None and is_strong(slot.unit) and not _bounded(slot.value)

"""What the columns of a table seem to be, and what about them is in doubt.

Nothing in doubt is read: a missing unit, an order of day and month that nothing settles, a decimal mark that
could part thousands, a table about several people or about something else than a body.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import median

from connectors import daytimes
from connectors.daytimes import Order
from connectors.delimited import Row
from connectors.table import lexicon, numerals
from connectors.table.lexicon import Label, Measure, label, vocabulary
from connectors.table.mapping import (
    DATE,
    NAME,
    NOTE,
    OTHER,
    PRESSURE,
    RANGE,
    RESULT,
    SKIP,
    TIME,
    UNIT,
    Confirmed,
    Role,
)
from connectors.table.numerals import Decimals
from connectors.table.sheets import Sheet
from records import analytes
from records.words import words

_HEADER_WITHIN = 40
_SAMPLE = 2000
_MOSTLY, _HALF = 0.8, 0.5
_OWN_WORDS, _FEW = 0.2, 20  # a column of few words said over and over is a code
_UNITS_WITHIN = 3
_STEADY = Decimal("1.2")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        index: From 0.
        head: What heads it.
        role: What it seems to be, or what the person said it is.
        issue: Why it is not read unasked: ``unit``, ``order``, ``decimal``, ``value``, ``other``; else empty.
        dated: The date that heads it, where its values are of that date.
    """

    index: int
    head: Label
    role: Role
    issue: str = ""
    dated: str = ""

    @property
    def measure(self) -> Measure | None:
        """What it measures; None for a column that is no measure."""
        return lexicon.measure(self.role.holds)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read a table.

    Attributes:
        signature: Of its header: files with the same header have the same.
        header: The row that heads it; None without one.
        body: Its rows.
        columns: In its order.
        order: Of day and month; None where no date needs one, or nothing settles it.
        decimal: The mark; None where no number needs one, or nothing settles it.
        french: Its words are French.
        confirmed: The person said what its columns are.
        preamble: Rows above the header.
    """

    signature: str
    header: Row | None
    body: list[Row]
    columns: tuple[Column, ...]
    order: Order | None
    decimal: Decimals | None
    french: bool
    confirmed: bool = False
    preamble: tuple[Row, ...] = ()

    def having(self, role: str) -> tuple[Column, ...]:
        """The columns of one role that are read."""
        return tuple(column for column in self.columns if column.role.holds == role and not column.issue)

    @property
    def measured(self) -> tuple[Column, ...]:
        """The columns that give values."""
        return tuple(
            column for column in self.columns
            if not column.issue and (column.measure is not None or column.role.holds in (PRESSURE, OTHER))
        )  # fmt: skip

    @property
    def mapping(self) -> Confirmed:
        """What the person would confirm."""
        return Confirmed(tuple(column.role for column in self.columns), self.order, self.decimal)


def plan(sheet: Sheet, confirmed: dict[str, Confirmed]) -> Plan:
    """Guess a table, or take what the person said of it."""
    return _Guess(sheet).plan(confirmed)


class _Guess:
    """One table while it is looked at."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._cells: dict[int, list[str]] = {}
        self._date_at: int | None = None
        rows = sheet.rows
        at = _header_at(rows)
        self.header = rows[at] if at is not None else None
        self.preamble = tuple(rows[:at]) if at else ()
        body = rows[at + 1 :] if at is not None else rows
        self.labels = _labels(rows, at, self._width(body))
        self.units: tuple[str, ...] = ()
        if at is not None and body and _is_units_row(body[0]):
            self.units, body = body[0].cells, body[1:]
        head = self.header.cells if self.header is not None else ()
        self.body = [row for row in body if row.cells != head]
        self.heads = [self._head(index, text) for index, text in enumerate(self.labels)]
        said = [words(text) for text in self.labels]
        self.french = _count(said, "french") > _count(said, "english")
        self.alien = _count(said, "alien") > 0
        self.food = len({word for folded in said for word in folded} & lexicon.single("food")) > 1

    def _width(self, body: Sequence[Row]) -> int:
        rows = [*body[:_SAMPLE], *([self.header] if self.header else [])]
        return max((_last(row.cells) for row in rows), default=0)

    def _head(self, index: int, text: str) -> Label:
        head = label(text)
        under = self.units[index] if index < len(self.units) else ""
        unit = lexicon.unit_of(under) if under and not head.unit else None
        return replace(head, unit_text=under, unit=unit) if unit else head

    def cells(self, index: int) -> list[str]:
        """The cells of a column that hold something, as many as a look needs."""
        if index not in self._cells:
            self._cells[index] = [text for row in self.body[:_SAMPLE] if (text := row.cell(index))]
        return self._cells[index]

    # -- the whole ----------------------------------------------------------------------------------------

    def plan(self, confirmed: dict[str, Confirmed]) -> Plan:
        signature = self._signature()
        known = confirmed.get(signature)
        if known is not None and len(known.columns) == len(self.heads):
            return self._as_confirmed(signature, known)
        roles = self._roles()
        self._date_at = roles.index(DATE) if DATE in roles else None
        order, order_open = self._order(roles)
        columns = tuple(self._column(index, role) for index, role in enumerate(roles))
        decimal = self._decimal(columns)
        columns = tuple(self._checked(column, decimal, order_open=order_open) for column in columns)
        if self._several_people(roles):
            columns = tuple(_open(column, "other") for column in columns)
        return Plan(
            signature, self.header, self.body, columns, order, decimal, self.french, preamble=self.preamble
        )

    def _as_confirmed(self, signature: str, known: Confirmed) -> Plan:
        columns = tuple(
            Column(index, self.heads[index], role, dated=self._dated(index) if role.holds == RESULT else "")
            for index, role in enumerate(known.columns)
        )
        return Plan(
            signature, self.header, self.body, columns, known.order, known.decimal, self.french,
            confirmed=True, preamble=self.preamble,
        )  # fmt: skip

    def _signature(self) -> str:
        """Same heads, same signature; without heads every file is its own."""
        if self.header is not None:
            text = "\n".join(" ".join(words(head.printed)) + "|" + head.unit for head in self.heads)
        else:
            text = "\n".join("|".join(row.cells) for row in self.body[:50])
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

    # -- roles --------------------------------------------------------------------------------------------

    def _roles(self) -> list[str]:
        """What each column seems to hold."""
        roles = [self._own_role(index) for index in range(len(self.heads))]
        roles = _one_date(roles, self)
        names = [index for index in range(len(roles)) if self._names_tests(index, roles[index])]
        if names:
            roles = self._listing(roles, names[0])
        return roles

    def _own_role(self, index: int) -> str:
        """What one column holds by its head and its cells."""
        cells = self.cells(index)
        if not cells:
            return SKIP
        role = self._frame_role(index, cells)
        if role == SKIP and self.header is not None:
            role = self._value_role(index, cells)
        if role == SKIP and self._dates(cells) >= _MOSTLY and not any(map(str.isdigit, cells[:50])):
            role = DATE
        if role != SKIP or self.header is None:
            return role
        if words(self.heads[index].core) in vocabulary("note"):
            return NOTE
        own = len(set(cells)) >= _OWN_WORDS * len(cells) or len(cells) < _FEW
        return NOTE if own and _share(cells, _is_words) >= _HALF else SKIP

    def _frame_role(self, index: int, cells: Sequence[str]) -> str:
        """Date, time or unit."""
        said = words(self.heads[index].core)
        dated = said in vocabulary("date")
        enough = _HALF if dated else _MOSTLY  # below a column of dates often stands "average"
        if (dated or index == 0) and (self._dates(cells) >= enough or (dated and self._serials(cells))):
            return DATE
        clocked = _share(cells, lambda text: daytimes.parse_time(text) is not None) >= _MOSTLY
        if clocked and (dated or said in vocabulary("time")):
            return TIME
        united = _share(cells, lambda text: lexicon.unit_of(text) is not None) >= _MOSTLY
        return UNIT if united and said in vocabulary("unit") else SKIP

    def _value_role(self, index: int, cells: Sequence[str]) -> str:
        """A blood pressure in one cell, or the key of a measure."""
        head = self.heads[index]
        if (
            words(head.core) in PRESSURES
            and _share(cells, lambda text: numerals.pressure(text) is not None) >= _HALF
        ):
            return PRESSURE
        measure = lexicon.match(replace(head, unit=head.unit or self._unit_in_cells(index)))
        laboratory = measure is not None and measure.key not in lexicon.own()
        if measure is None or (self.food and laboratory):
            return SKIP
        numeric = _share(cells, lambda text: numerals.token(text) is not None) >= _HALF
        if measure.words:
            return SKIP if numeric else measure.key
        return measure.key if numeric or (laboratory and _are_results(cells)) else SKIP

    def _unit_in_cells(self, index: int) -> str:
        """The unit that all numbers of a column print; empty when they do not."""
        readings = [numerals.read(text, ".") or numerals.read(text, ",") for text in self.cells(index)[:200]]
        units = {lexicon.unit_of(reading.unit) or "" for reading in readings if reading is not None}
        return units.pop() if len(units) == 1 else ""

    def _dates(self, cells: Sequence[str]) -> float:
        return _share(cells, _any_date)

    def _serials(self, cells: Sequence[str]) -> bool:
        """Whether a column headed as a date holds a spreadsheet's day numbers, or a program's seconds."""
        return all(daytimes.of_serial(text) or daytimes.of_epoch(text) for text in cells)

    def _names_tests(self, index: int, role: str) -> bool:
        """Whether a column's cells are names of things measured."""
        if role not in (NOTE, SKIP):
            return False
        names = list(dict.fromkeys(self.cells(index)))[:200]
        known = sum(lexicon.match(label(name)) is not None for name in names)
        return bool(names) and known >= max(1, _HALF * len(names)) and not any(map(str.isdigit, names[:20]))

    def _listing(self, roles: list[str], name: int) -> list[str]:
        """A table whose rows are tests: their results in one column, or in one for each date."""
        roles = list(roles)
        roles[name] = NAME
        dated = [index for index in range(len(roles)) if index != name and self._dated(index)]
        result = dated or [index for index in range(len(roles)) if self._is(index, "result", roles)][:1]
        if not result:
            numeric = [
                index for index in range(len(roles))
                if roles[index] == SKIP and self._mostly_numbers(index) and not self._older(index)
            ]  # fmt: skip
            result = numeric if len(numeric) == 1 else []
        for index in range(len(roles)):
            said = words(self.heads[index].core)
            if index in result:
                roles[index] = RESULT
            elif roles[index] not in (DATE, TIME, UNIT, NAME):
                is_range = said in vocabulary("range")
                roles[index] = RANGE if is_range else NOTE if said in vocabulary("note") else SKIP
        return roles

    def _is(self, index: int, group: str, roles: Sequence[str]) -> bool:
        return words(self.heads[index].core) in vocabulary(group) and roles[index] not in (DATE, TIME, NAME)

    def _older(self, index: int) -> bool:
        said = words(self.heads[index].printed)
        return any(old[: len(old)] == said or set(old) <= set(said) for old in vocabulary("older"))

    def _mostly_numbers(self, index: int) -> bool:
        return _share(self.cells(index), lambda text: numerals.token(text) is not None) >= _HALF

    def _dated(self, index: int) -> str:
        """The date that heads a column; empty when none does."""
        text = self.labels[index]
        return text if _any_date(text) else ""

    def _several_people(self, roles: Sequence[str]) -> bool:
        for index, head in enumerate(self.heads):
            if roles[index] != NAME and words(head.core) in vocabulary("people"):
                return len(set(self.cells(index))) > 1
        return False

    # -- doubts -------------------------------------------------------------------------------------------

    def _date_texts(self, roles: Sequence[str]) -> list[str]:
        dates = [index for index, role in enumerate(roles) if role == DATE][:1]
        texts = [text for index in dates for text in self.cells(index)]
        return texts + [
            text for index, role in enumerate(roles) if role == RESULT and (text := self._dated(index))
        ]

    def _order(self, roles: Sequence[str]) -> tuple[Order | None, bool]:
        """The order of day and month, and whether it is needed and not settled."""
        texts = self._date_texts(roles)
        left = daytimes.orders(texts)
        if len(left) == 1:
            return next(iter(left)), False
        if left and self.french:
            return Order.DMY, False
        return None, any(daytimes.needs_order(text) for text in texts)

    def _column(self, index: int, holds: str) -> Column:
        head = self.heads[index]
        unit = head.unit
        measure = lexicon.measure(holds)
        if measure is not None and not unit:
            unit = self._unit(index, measure)
        elif holds == PRESSURE and not unit:
            unit = self._pressure_unit(index)
        dated = self._dated(index) if holds == RESULT else ""
        return Column(
            index,
            head,
            Role(holds, unit if measure is not None or holds in (PRESSURE, RESULT) else ""),
            dated=dated,
        )

    def _unit(self, index: int, measure: Measure) -> str:
        """The unit that all cells print, or the only one that a column without any can have; empty else."""
        mark, typed = self._mark(index, measure), self.sheet.typed
        readings = [read for text in self.cells(index) if (read := numerals.read(text, mark, typed=typed))]
        printed = {lexicon.unit_of(reading.unit) if reading.unit else "" for reading in readings}
        if readings and printed <= {unit for unit in printed if unit and measure.takes(unit)}:
            return ""  # every cell says it
        beside = self._unit_beside(index, measure)
        if beside:
            return ""
        if not measure.units:
            row = analytes.get(measure.analyte) if measure.analyte else None
            return row.unit if row is not None and row.unit in BARE else ""
        if not measure.sure or not readings or printed != {""}:
            return ""
        fitting = [
            unit
            for unit in measure.units
            if all(measure.possible(reading.value, unit) for reading in readings)
        ]
        return fitting[0] if len(fitting) == 1 else ""

    def _unit_beside(self, index: int, measure: Measure) -> bool:
        """Whether the next column holds this one's units."""
        if index + 1 >= len(self.heads) or words(self.heads[index + 1].core) not in vocabulary("unit"):
            return False
        units = {lexicon.unit_of(text) for text in self.cells(index + 1)}
        return bool(units) and all(unit is not None and measure.takes(unit) for unit in units)

    def _pressure_unit(self, index: int) -> str:
        found = [found for text in self.cells(index) if (found := numerals.pressure(text))]
        if found and all(one.unit for one in found):
            return ""
        high, low = lexicon.measure("systolic"), lexicon.measure("diastolic")
        if high is None or low is None:
            return ""
        fitting = [
            unit for unit in high.units
            if all(high.possible(one.values[0], unit) and low.possible(one.values[1], unit) for one in found)
        ]  # fmt: skip
        return fitting[0] if found and len(fitting) == 1 else ""

    def _mark(self, index: int, measure: Measure | None) -> Decimals | None:
        whole = measure is not None and measure.whole
        return numerals.mark_of(self.cells(index), None, whole=whole, typed=self.sheet.typed)

    def _decimal(self, columns: Iterable[Column]) -> Decimals | None:
        """The mark that all columns of numbers agree on."""
        found: set[Decimals] = set()
        for column in columns:
            if column.measure is not None or column.role.holds in (RESULT, OTHER):
                found |= numerals.marks(self.cells(column.index), typed=self.sheet.typed)
        return next(iter(found)) if len(found) == 1 else None

    def _checked(self, column: Column, decimal: Decimals | None, *, order_open: bool) -> Column:
        """The column with what is in doubt about it."""
        holds = column.role.holds
        if holds == DATE:
            return _open(column, "order") if order_open else column
        gives = column.measure is not None or holds in (PRESSURE, RESULT)
        if not gives:
            return column
        if self.alien:
            return _open(column, "other")
        if holds == RESULT or (column.measure is not None and column.measure.words):
            return column
        if holds == PRESSURE:
            cells_say = all(
                found.unit for text in self.cells(column.index) if (found := numerals.pressure(text))
            )
            return column if column.role.unit or cells_say else _open(column, "unit")
        return self._checked_measure(column, decimal)

    def _checked_measure(self, column: Column, decimal: Decimals | None) -> Column:
        measure = column.measure
        if measure is None:
            return column
        cells = self.cells(column.index)
        mark = self._mark(column.index, measure) or decimal
        readings = [(text, numerals.read(text, mark, typed=self.sheet.typed)) for text in cells]
        if any(reading is None and numerals.token(text) is not None for text, reading in readings):
            return _open(column, "decimal")
        found = [reading for _, reading in readings if reading is not None]
        if not found:  # words only: results
            return column
        units = [
            column.role.unit or (lexicon.unit_of(reading.unit) or "" if reading.unit else "")
            for reading in found
        ]
        if not all(units) and not self._unit_beside(column.index, measure):
            return _open(column, "unit")
        possible = [
            measure.possible(reading.value, unit) for reading, unit in zip(found, units, strict=True) if unit
        ]
        if possible and median(possible) < 1:
            return _open(column, "value")
        return _open(column, "value") if measure.steady and self._jumps(column.index, mark) else column

    def _jumps(self, index: int, mark: Decimals | None) -> bool:
        """Whether a column differs by more than a fifth within one day: weights lifted, not a body's."""
        days: dict[str, list[Decimal]] = {}
        for row in self.body[:_SAMPLE]:
            reading = numerals.read(row.cell(index), mark, typed=self.sheet.typed)
            if reading is not None:
                days.setdefault(row.cell(self._date_at)[:10], []).append(reading.value)
        return any(max(values) > _STEADY * min(values) for day, values in days.items() if day)


# --- looking ------------------------------------------------------------------------------------------------

PRESSURES = frozenset(
    words(name)
    for name in (
        "tension", "ta", "pa", "bp", "blood pressure", "pression artérielle", "tension artérielle", "t.a.",
        "pression", "pressure", "sys/dia", "systolique/diastolique", "systolic/diastolic", "tension sys/dia",
    )
)  # fmt: skip
BARE = frozenset({"1", "[pH]", "{score}"})


def _open(column: Column, issue: str) -> Column:
    matters = column.measure is not None or column.role.holds in (DATE, PRESSURE, RESULT)
    return replace(column, issue=issue) if matters else column


def _one_date(roles: list[str], guess: _Guess) -> list[str]:
    """One column of dates: the one headed so, else the first."""
    dates = [index for index, role in enumerate(roles) if role == DATE]
    headed = [index for index in dates if words(guess.heads[index].core) in vocabulary("date")]
    chosen = (headed or dates)[:1]
    return [SKIP if role == DATE and index not in chosen else role for index, role in enumerate(roles)]


def _count(said: Iterable[tuple[str, ...]], group: str) -> int:
    """How many heads say one of the entries of a list, as a run of words."""
    entries = vocabulary(group)
    return sum(any(_holds(folded, entry) for entry in entries) for folded in said)


def _holds(said: tuple[str, ...], entry: tuple[str, ...]) -> bool:
    size = len(entry)
    return any(said[at : at + size] == entry for at in range(len(said) - size + 1))


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, cells)) / len(cells) if cells else 0.0


def _any_date(text: str) -> bool:
    return daytimes.parse(text, Order.DMY) is not None or daytimes.parse(text, Order.MDY) is not None


def _is_words(text: str) -> bool:
    return sum(sign.isalpha() for sign in text) >= _UNITS_WITHIN and numerals.token(text) is None


def _are_results(cells: Sequence[str]) -> bool:
    known = vocabulary("results")
    return _share(cells, lambda text: words(text) in known or numerals.token(text) is not None) >= _MOSTLY


def _last(cells: Sequence[str]) -> int:
    """How many cells until the last that holds something."""
    return max((index + 1 for index, text in enumerate(cells) if text), default=0)


def _header_at(rows: Sequence[Row]) -> int | None:
    """The row that heads the table: words, most of them known, above rows of the same width; None without."""
    best, score = None, 0.0
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        cells = [text for text in row.cells if text]
        if len(cells) < 2 or at + 1 >= len(rows):  # noqa: PLR2004  a table has two columns
            continue
        plain = sum(numerals.token(text) is None and not daytimes.parse_time(text) for text in cells)
        data = sum(_any_date(text) or numerals.pressure(text) is not None for text in cells)
        if plain - data <= len(cells) / 2 and not _dated_heads(row):
            continue
        below = rows[at + 1 : at + 6]
        wide = sum(_last(other.cells) > 1 for other in below) / len(below)
        known = sum(_is_known(text) for text in cells)
        now = (known + 0.1 * len(cells)) * wide
        if now > score:
            best, score = at, now
    return best


def _dated_heads(row: Row) -> bool:
    """A head of words first and dates after, as cumulative tables of results have."""
    cells = [text for text in row.cells if text]
    dates = [_any_date(text) for text in cells]
    return not dates[0] and sum(dates) >= 1 and sum(_is_known(text) for text in cells) >= 1


def _is_known(text: str) -> bool:
    head = label(text)
    said = words(head.core)
    groups = ("date", "time", "result", "unit", "range", "name", "note")
    return (
        any(said in vocabulary(group) for group in groups)
        or said in PRESSURES
        or lexicon.match(head) is not None
    )


def _labels(rows: Sequence[Row], at: int | None, width: int) -> list[str]:
    """The head of each column; where heads repeat or are missing, what stands above them leads."""
    if at is None:
        return [""] * width
    own = [rows[at].cell(index) for index in range(width)]
    above = rows[at - 1].cells if at else ()
    if sum(bool(text) for text in above) < 1 or _last(above) < 2:  # noqa: PLR2004  a title stands alone
        return own
    if len(set(filter(None, own))) == len([text for text in own if text]) and all(own):
        return own
    spread, last = [], ""
    for index in range(width):
        last = (above[index] if index < len(above) else "") or (last if own[index] else "")
        spread.append(last)
    return [f"{top} {text}".strip() if top != text else text for top, text in zip(spread, own, strict=True)]


def _is_units_row(row: Row) -> bool:
    cells = [text for text in row.cells[1:] if text]
    return bool(cells) and all(
        lexicon.unit_of(text.strip("()[]")) is not None and numerals.token(text) is None for text in cells
    )

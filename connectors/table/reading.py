"""The rows of a table as records, once it is known what its columns are."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from connectors import daytimes
from connectors.delimited import Row
from connectors.glucose import seconds
from connectors.table import lexicon, numerals
from connectors.table.guess import BARE, PRESSURES, Column, Plan
from connectors.table.lexicon import Measure, label, moment, vocabulary
from connectors.table.mapping import DATE, NAME, NOTE, OTHER, PRESSURE, RANGE, RESULT, TIME, UNIT, Role
from connectors.table.sheets import Sheet
from core.errors import UnitError
from core.language import Language
from records import analytes
from records.conversion import Chemistry, line
from records.metrics import Aggregate, metrics
from records.model import Extraction, Fact, Kind, Passage, Problem, ReferenceRange
from records.quantity import Quantity
from records.samples import ROWS_MAX, Samples
from records.samples import Row as SampleRow
from records.source import Lines, Locator, Rows, Source
from records.units import ucum
from records.when import Precision, When
from records.words import words

_DAY_S = 86400
_NOTES_MOST = 3000
_QUOTED_ROWS, _QUOTED_TOGETHER = 400, 10
_CELL_QUOTED = 1000
_RANGE = re.compile(r"(?P<low>[\d.,]+)\s*(?:-|–|—|à|to|a)\s*(?P<high>[\d.,]+)")
_BOUND = re.compile(r"(?P<sign><=?|>=?|≤|≥|inf\.?|sup\.?)\s*(?:à|a)?\s*(?P<value>[\d.,]+)", re.IGNORECASE)
_DISPLAY = {
    "[lb_av]": "lb", "[in_i]": "in", "mm[Hg]": "mmHg", "cm[Hg]": "cmHg", "Cel": "°C", "[degF]": "°F",
    "[IU]": "UI", "kg/m2": "kg/m²", "mL/min/{1.73_m2}": "mL/min/1,73 m²",
}  # fmt: skip


def display(unit: str) -> str:
    """A UCUM unit as a person writes it.

    >>> display("mm[Hg]"), display("10*9/L"), display("m[IU]/L")
    ('mmHg', 'G/L', 'mUI/L')
    """
    if unit in BARE:
        return ""
    return _DISPLAY.get(unit) or unit.replace("10*9", "G").replace("10*12", "T").replace(
        "[IU]", "UI"
    ).replace("[iU]", "UI")


@dataclass(slots=True)
class _Rows:
    """A table while it is read."""

    sheet: Sheet
    plan: Plan
    problems: Counter[str] = field(default_factory=Counter)
    stated: set[tuple[object, ...]] = field(default_factory=set)
    dense: dict[str, list[tuple[SampleRow, Locator]]] = field(default_factory=dict)
    marks: dict[int, numerals.Decimals | None] = field(default_factory=dict)
    quoted: int = 0

    @property
    def extraction(self) -> Extraction:
        """What a person confirmed is as good as coded; what we guessed is text."""
        return Extraction.CODED if self.plan.confirmed else Extraction.TEXT


def records(sheet: Sheet, plan: Plan) -> Iterator[Fact | Passage | Samples | Problem]:
    """Facts and words of each row, then samples, then what was left aside."""
    rows = _Rows(sheet, plan)
    open_ = [column for column in plan.columns if column.issue]
    dated = next((column for column in plan.columns if column.role.holds == DATE), None)
    readable = _readable(plan, dated)
    seen: set[tuple[str, ...]] = set()
    for row in plan.body:
        if row.cells in seen:
            continue
        seen.add(row.cells)
        yield from _row(rows, row, readable=readable)
    if not readable:
        yield from _quoted(rows)
    yield from _samples(rows)
    yield from _problems(rows, len(open_), readable=readable)


def _readable(plan: Plan, dated: Column | None) -> bool:
    """Whether values can be read at all: their dates are certain, or each row names what it measures."""
    if dated is not None and dated.issue:
        return False
    results = plan.having(RESULT)
    if results:
        return bool(plan.having(NAME))
    return bool(plan.measured) and (dated is not None or plan.confirmed)


def _problems(rows: _Rows, open_columns: int, *, readable: bool) -> Iterator[Problem]:
    plan, sheet = rows.plan, rows.sheet
    place = Source(sheet.place(plan.header or plan.body[0])) if plan.header or plan.body else None
    given = len(plan.having(RESULT)) or len(plan.measured)
    if plan.confirmed:
        pass
    elif not readable:
        yield Problem("columns_to_confirm", place, count=max(1, len(plan.columns)))
    else:
        if open_columns:
            yield Problem("columns_to_confirm", place, count=open_columns)
        yield Problem("columns_guessed", place, count=given)
    if sheet.cut:
        yield Problem("table_cut", place, count=sheet.cut)
    for code, count in rows.problems.items():
        yield Problem(code, count=count)


# --- one row ------------------------------------------------------------------------------------------------


def _row(rows: _Rows, row: Row, *, readable: bool) -> Iterator[Fact | Passage]:
    when, spoken = _when(rows.plan, row)
    if readable:
        found = _listed(rows, row, when) if rows.plan.having(RESULT) else _measured(rows, row, when, spoken)
        for fact in found:
            key = (fact.label, fact.start, fact.value_text, fact.unit_text, fact.detail)
            if key not in rows.stated:
                rows.stated.add(key)
                yield fact
        yield from _notes(rows, row, when)


def _when(plan: Plan, row: Row) -> tuple[When | None, str]:
    """The date and time of a row, and the time of day where it is said in words ("matin")."""
    dates, times = plan.having(DATE), plan.having(TIME)
    text = row.cell(dates[0].index) if dates else ""
    day = daytimes.parse(text, plan.order) or daytimes.of_serial(text) or daytimes.of_epoch(text)
    spoken = ""
    for column in times:
        said = row.cell(column.index)
        clock = daytimes.parse_time(said)
        if day is not None and clock is not None:
            day = daytimes.at(day, clock)
        elif said and clock is None:
            spoken = said
    return day, spoken


def _measured(rows: _Rows, row: Row, when: When | None, spoken: str) -> Iterator[Fact]:
    """A row of one date whose columns are measures."""
    plan = rows.plan
    cells = [(column, text) for column in plan.measured if (text := row.cell(column.index))]
    if not cells:
        return
    if when is None and plan.having(DATE):
        rows.problems["rows_without_date"] += 1
        return
    if when is None:
        rows.problems["date_missing"] += 1
    for column, text in cells:
        detail = " ".join(filter(None, (moment(column.head.core), spoken))) or None
        source = Source(rows.sheet.place(row))
        if column.role.holds == PRESSURE:
            yield from _pressure(
                rows,
                column,
                text,
                Fact(Kind.OBSERVATION, column.head.core, source, start=when, detail=detail),
            )
        elif column.role.holds == OTHER:
            yield from _other(
                rows,
                column,
                text,
                Fact(Kind.OBSERVATION, column.head.core, source, start=when, detail=detail),
            )
        elif column.measure is not None:
            bare = Fact(Kind.OBSERVATION, column.head.core, source, start=when, detail=detail)
            yield from _value(rows, column, column.measure, text, row, bare)


def _value(rows: _Rows, column: Column, measure: Measure, text: str, row: Row, bare: Fact) -> Iterator[Fact]:
    reading = None if measure.words else numerals.read(text, _mark(rows, column), typed=rows.sheet.typed)
    if reading is None:
        if measure.words or words(text) in vocabulary("results"):
            yield _fact(rows, bare, analyte=measure.analyte, value_text=text)
        elif numerals.token(text) is not None or _is_value(text):
            rows.problems["value_not_a_number"] += 1
        return
    unit_text = reading.unit or row.cell(_beside(rows, column))
    unit = lexicon.unit_of(unit_text) if unit_text else column.role.unit
    if not unit_text and not unit and _needs_none(measure):
        unit = "1"
    if not unit or not (measure.takes(unit) or unit == "1"):
        rows.problems["values_without_unit"] += 1
    elif not measure.possible(reading.value, unit):
        rows.problems["value_impossible"] += 1
    elif measure.metric is not None:
        _dense(rows, measure.metric, unit, reading.value, bare)
    else:
        shown = unit_text or (column.head.unit_text if column.head.unit == unit else display(unit))
        yield _fact(
            rows, bare, analyte=measure.analyte,
            value_text=_digits(text, reading.unit, reading.flag), unit_text=shown or None,
            quantity=Quantity(reading.value, unit, reading.comparator), interpretation=reading.flag or None,
        )  # fmt: skip


def _needs_none(measure: Measure) -> bool:
    row = analytes.get(measure.analyte) if measure.analyte else None
    return row is not None and row.unit in BARE


def _is_value(text: str) -> bool:
    """Whether a cell of a measure holds digits, so that leaving it out is worth a word."""
    return any(sign.isdigit() for sign in text)


def _mark(rows: _Rows, column: Column) -> numerals.Decimals | None:
    """The decimal mark of one column, looked up once."""
    if column.index not in rows.marks:
        cells = [row.cell(column.index) for row in rows.plan.body[:2000]]
        whole = column.measure is not None and column.measure.whole
        mark = numerals.mark_of(cells, rows.plan.decimal, whole=whole, typed=rows.sheet.typed)
        rows.marks[column.index] = mark
    return rows.marks[column.index]


def _beside(rows: _Rows, column: Column) -> int | None:
    """The column of units that follows a measure."""
    after = column.index + 1
    columns = rows.plan.columns
    return after if after < len(columns) and columns[after].role.holds == UNIT else None


def _digits(text: str, unit: str, flag: str) -> str:
    """The value as printed, without the unit and the flag that follow it."""
    for rest in (f"({flag})", flag, unit):
        text = text.strip().removesuffix(rest).strip() if rest else text.strip()
    return text


def _pressure(rows: _Rows, column: Column, text: str, bare: Fact) -> Iterator[Fact]:
    found = numerals.pressure(text)
    unit_text = found.unit if found else ""
    unit = (ucum(unit_text) if unit_text else column.role.unit) or ""
    if found is None or not unit:
        rows.problems["value_not_a_number" if found is None else "values_without_unit"] += _is_value(text)
        return
    bounds = [lexicon.measure(key) for key in ("systolic", "diastolic")]
    if not all(
        measure and measure.possible(value, unit) for measure, value in zip(bounds, found.values, strict=True)
    ):
        rows.problems["value_impossible"] += 1
        return
    shown = unit_text or (column.head.unit_text if column.head.unit == unit else display(unit))
    language: Language = "fr" if rows.plan.french else "en"
    for key, printed, value in zip(
        ("systolic", "diastolic"), (found.high, found.low), found.values, strict=True
    ):
        named = Fact(
            bare.kind, analytes.name(key, language), bare.source, start=bare.start, detail=bare.detail
        )
        yield _fact(
            rows, named, analyte=key, value_text=printed, unit_text=shown, quantity=Quantity(value, unit)
        )


def _other(rows: _Rows, column: Column, text: str, bare: Fact) -> Iterator[Fact]:
    """A measure that only the person knows, under the name its column has."""
    reading = numerals.read(text, _mark(rows, column), typed=rows.sheet.typed)
    if reading is None:
        yield _fact(rows, bare, value_text=text[:_CELL_QUOTED])
        return
    unit = lexicon.unit_of(reading.unit) or reading.unit if reading.unit else column.role.unit
    shown = reading.unit or column.head.unit_text or display(unit)
    yield _fact(
        rows, bare, value_text=_digits(text, reading.unit, reading.flag), unit_text=shown or None,
        quantity=Quantity(reading.value, unit or "1", reading.comparator),
    )  # fmt: skip


def _fact(rows: _Rows, bare: Fact, **fields: object) -> Fact:
    return replace(bare, extraction=rows.extraction, **fields)  # type: ignore[arg-type]  # fields of Fact


# --- rows that name what they measure -----------------------------------------------------------------------


def _listed(rows: _Rows, row: Row, when: When | None) -> Iterator[Fact]:
    """A row whose cells name a test, its results, their unit and range."""
    plan = rows.plan
    name = label(row.cell(plan.having(NAME)[0].index))
    unit_text = (
        next((row.cell(column.index) for column in plan.having(UNIT) if row.cell(column.index)), "")
        or name.unit_text
    )
    for column in plan.having(RESULT):
        text = row.cell(column.index)
        if not text or not name.core:
            continue
        start = daytimes.parse(column.dated, plan.order) if column.dated else when
        if start is None and (column.dated or plan.having(DATE)):
            rows.problems["rows_without_date"] += 1
            continue
        start = start or _date_above(plan)
        if start is None:
            rows.problems["date_missing"] += 1
        bare = Fact(
            Kind.OBSERVATION,
            name.core,
            Source(rows.sheet.place(row)),
            start=start,
            reference=_reference(rows, row, unit_text),
        )
        yield from _result(rows, text, unit_text or column.head.unit_text, name, bare)


def _result(rows: _Rows, text: str, unit_text: str, name: lexicon.Label, bare: Fact) -> Iterator[Fact]:
    reading = numerals.read(text, rows.plan.decimal, typed=rows.sheet.typed)
    measure = lexicon.match(name)
    pressure = numerals.pressure(text) if reading is None else None
    if pressure is not None and words(name.core) in PRESSURES:
        yield from _pressure(rows, Column(0, label(""), _pressure_role(unit_text, pressure)), text, bare)
        return
    if reading is None:
        if words(text) in vocabulary("results"):
            yield _fact(rows, bare, value_text=text)
        else:
            rows.problems["value_not_a_number"] += _is_value(text)
        return
    printed = reading.unit or unit_text
    unit = lexicon.unit_of(printed) if printed else None
    if not printed and measure is not None:
        unit = _sure_unit(measure, reading.value)
    if printed and unit is None:
        unit = printed  # a unit that is not in our table stays as printed
    if unit is None or (measure is None and not printed):
        rows.problems["values_without_unit"] += 1
    elif measure is not None and measure.metric is not None:
        _dense(rows, measure.metric, unit, reading.value, bare)
    else:
        analyte = (
            measure.analyte
            if measure is not None and measure.takes(unit) and measure.possible(reading.value, unit)
            else None
        )
        yield _fact(
            rows, bare, analyte=analyte, value_text=_digits(text, reading.unit, reading.flag),
            unit_text=printed or display(unit) or None, interpretation=reading.flag or None,
            quantity=Quantity(reading.value, unit, reading.comparator),
        )  # fmt: skip


def _sure_unit(measure: Measure, value: Decimal) -> str | None:
    if not measure.units:
        return "1" if _needs_none(measure) else None
    fitting = [unit for unit in measure.units if measure.possible(value, unit)]
    return fitting[0] if measure.sure and len(fitting) == 1 else None


def _pressure_role(unit_text: str, found: numerals.Pressure) -> Role:
    measure = lexicon.measure("systolic")
    unit = ucum(unit_text) if unit_text else (_sure_unit(measure, found.values[0]) if measure else None)
    return Role(PRESSURE, unit or "")


def _date_above(plan: Plan) -> When | None:
    """The one date that stands above the table, where no line with it speaks of a birth."""
    found: set[When] = set()
    for row in plan.preamble:
        said = set(words(" ".join(row.cells)))
        if said & {"naissance", "birth", "ne", "nee", "dob", "born", "ddn"}:
            continue
        for cell in row.cells:
            for part in (cell, cell.rpartition(":")[2].strip(), cell.rpartition(" ")[2]):
                when = daytimes.parse(part, plan.order)
                if when is not None and when.precision in (Precision.DAY, Precision.SECOND):
                    found.add(When.of_day(when.first_day))
                    break
    return found.pop() if len(found) == 1 else None


def _reference(rows: _Rows, row: Row, unit_text: str) -> ReferenceRange | None:
    text = next((row.cell(column.index) for column in rows.plan.having(RANGE) if row.cell(column.index)), "")
    if not text:
        return None
    unit = (lexicon.unit_of(unit_text) or unit_text) if unit_text else "1"

    def limit(printed: str | None) -> Quantity | None:
        reading = numerals.read(printed, rows.plan.decimal, typed=rows.sheet.typed) if printed else None
        return Quantity(reading.value, unit) if reading is not None else None

    both, one = _RANGE.search(text), _BOUND.search(text)
    if both:
        return ReferenceRange(text, limit(both["low"]), limit(both["high"]))
    if one:
        upper = one["sign"][0].lower() in "<≤i"
        return ReferenceRange(
            text, None if upper else limit(one["value"]), limit(one["value"]) if upper else None
        )
    return ReferenceRange(text)


# --- samples ------------------------------------------------------------------------------------------------


def _dense(rows: _Rows, metric: str, unit: str, value: Decimal, bare: Fact) -> None:
    """A row of a dense metric: a moment, or all of a day."""
    when = bare.start
    if when is None or when.precision not in (Precision.DAY, Precision.SECOND):
        rows.problems["rows_without_date"] += 1
        return
    try:
        way = line(unit, metrics()[metric].unit, Chemistry())
    except UnitError:
        rows.problems["values_without_unit"] += 1
        return
    whole_day = when.precision is Precision.DAY
    start = seconds(when if not whole_day else daytimes.at(when, "00:00:00"))
    row = (
        start,
        _DAY_S if whole_day else 0,
        when.offset_min,
        float(value * way.slope.numerator / way.slope.denominator),
    )
    rows.dense.setdefault(metric, []).append((row, bare.source.locator))


def _samples(rows: _Rows) -> Iterator[Samples]:
    for metric, found in rows.dense.items():
        merged: dict[tuple[int, int], SampleRow] = {}
        adds = metrics()[metric].aggregate is Aggregate.SUM
        for (start, length, offset, value), _ in sorted(found, key=lambda one: one[0][0]):
            before = merged.get((start, length))
            total = value + before[3] if before is not None and adds else value
            merged[start, length] = (start, length, offset, total)
        source = Source(_span([place for _, place in found]))
        together = list(merged.values())
        for at in range(0, len(together), ROWS_MAX):
            yield Samples.of(metric, metrics()[metric].unit, source, together[at : at + ROWS_MAX])


def _span(places: list[Locator]) -> Locator:
    first, last = places[0], places[-1]
    if isinstance(first, Lines) and isinstance(last, Lines):
        return Lines(first.first, last.last)
    return (
        Rows(first.table, first.first, last.last)
        if isinstance(first, Rows) and isinstance(last, Rows)
        else first
    )


# --- words --------------------------------------------------------------------------------------------------


def _notes(rows: _Rows, row: Row, when: When | None) -> Iterator[Passage]:
    """What a person wrote beside their values."""
    mark = " : " if rows.plan.french else ": "
    cells = [(column.head.printed, row.cell(column.index)) for column in rows.plan.having(NOTE)]
    said = [f"{head}{mark}{text[:_CELL_QUOTED]}" for head, text in cells if any(map(str.isalpha, text))]
    if said and rows.quoted < _NOTES_MOST:
        rows.quoted += 1
        yield Passage(
            "\n".join(said), Source(rows.sheet.place(row)), heading=rows.sheet.name or None, when=when
        )


def _quoted(rows: _Rows) -> Iterator[Passage]:
    """The rows of a table that gives no value, as words that can be found."""
    body = rows.plan.body[:_QUOTED_ROWS]
    for at in range(0, len(body), _QUOTED_TOGETHER):
        block = body[at : at + _QUOTED_TOGETHER]
        texts = [_sentence(rows.plan, row) for row in block]
        if any(sign.isalnum() for text in texts for sign in text):
            first, last = rows.sheet.place(block[0]), rows.sheet.place(block[-1])
            yield Passage("\n".join(texts), Source(_span([first, last])), heading=rows.sheet.name or None)


def _sentence(plan: Plan, row: Row) -> str:
    parts = []
    for index, text in enumerate(row.cells):
        if text:
            head = plan.columns[index].head.printed if index < len(plan.columns) else ""
            parts.append(f"{head}: {text[:_CELL_QUOTED]}" if head else text[:_CELL_QUOTED])
    return "; ".join(parts)

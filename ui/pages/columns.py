"""What the columns of a table are: guessed, shown, confirmed by the person, remembered."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from connectors import intake
from connectors.daytimes import Order
from connectors.table import lexicon
from connectors.table.look import Column, Table, look
from connectors.table.mapping import (
    DATE,
    NAME,
    NOTE,
    OTHER,
    PRESSURE,
    RANGE,
    RESULT,
    ROLES,
    SKIP,
    TIME,
    UNIT,
    Confirmed,
    Role,
    to_options,
)
from connectors.table.numerals import Decimals
from connectors.table.reading import display
from core.errors import InputError, NotFoundError
from core.language import Language
from records.model import Document, Fact
from retrieval.ingest import columns
from retrieval.room import Room
from ui.pages.desk import Desk, see
from ui.pages.render import page
from ui.told import Told, language, strings

_FIELDS = 1000
_SHOWN = 5
_STRUCTURE = (SKIP, DATE, TIME, NOTE, PRESSURE, OTHER, NAME, RESULT, UNIT, RANGE)
_UNITS = (
    "kg", "[lb_av]", "cm", "m", "[in_i]", "mm[Hg]", "cm[Hg]", "/min", "Cel", "[degF]", "%", "kg/m2",
    "L/min", "h", "min", "g/L", "mg/L", "ug/L", "ng/L", "g/dL", "mg/dL", "ug/dL", "ng/dL", "ng/mL",
    "pg/mL", "mmol/L", "umol/L", "nmol/L", "pmol/L", "mmol/mol", "meq/L", "U/L", "k[IU]/L", "[IU]/L",
    "m[IU]/L", "u[IU]/mL", "10*9/L", "10*12/L", "10*3/uL", "10*6/uL", "fL", "pg", "mm/h",
    "mL/min/{1.73_m2}", "mL/min", "g", "mg", "mL", "L", "kcal", "[IU]", "1",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One column on the page.

    Attributes:
        index: From 0.
        head: What heads it; empty when nothing does.
        cells: Some of its cells.
        holds: What is chosen.
        unit: What is chosen.
        issue: What must be said of it; empty when nothing.
        takes_unit: It may have a unit.
        says_units: Its cells say their unit.
        measures: The measures to choose from, the one guessed among them.
        units: The units to choose from, those of its measure first.
    """

    index: int
    head: str
    cells: tuple[str, ...]
    holds: str
    unit: str
    issue: str
    takes_unit: bool
    says_units: bool
    measures: tuple[Choice, ...]
    units: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One table on the page."""

    table: Table
    fields: tuple[Field, ...]
    order: str
    decimal: str


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/records/{file_id}/columns")
    async def show(request: Request, file_id: str) -> Response:
        done = request.query_params.get("done")
        return await asyncio.to_thread(
            _show, desk.room, file_id, done if done in ("confirmed", "forgotten") else None
        )

    @routes.post("/records/{file_id}/columns")
    async def answer(request: Request, file_id: str) -> Response:
        fields = await desk.form(request, max_fields=_FIELDS)
        return await asyncio.to_thread(_answer, desk.room, file_id, fields)

    return routes


# --- the page -----------------------------------------------------------------------------------------------


def _show(room: Room, file_id: str, done: str | None) -> Response:
    document, data = _table_file(room, file_id)
    known = columns.remembered(room.vault, (table.signature for table in look(data)))
    tables = look(data, to_options(known))
    said = {table.signature: _guessed(table) for table in tables}
    return _page(document, data, tables, said, done=done)


def _answer(room: Room, file_id: str, fields: dict[str, str]) -> Response:
    document, data = _table_file(room, file_id)
    tables = look(data)
    if fields.get("action") == "forget":
        columns.forget(room, file_id, [table.signature for table in tables])
        return see(f"/records/{file_id}/columns?done=forgotten")
    said = {table.signature: _said(table, number, fields) for number, table in enumerate(tables)}
    missing = any(_issues(table, said[table.signature]) for table in tables)
    if fields.get("action") != "confirm" or missing:
        told = strings(language.get()).parts("errors", "columns_incomplete") if missing else None
        return _page(
            document,
            data,
            tables,
            said,
            told=told,
            status=422 if told and fields.get("action") == "confirm" else 200,
        )
    columns.confirm(room, file_id, said)
    return see(f"/records/{file_id}/columns?done=confirmed")


def _table_file(room: Room, file_id: str) -> tuple[Document, bytes]:
    """A table and its bytes; ``not_found`` for any other file."""
    document = room.document(file_id)
    if document.connector != columns.TABLE:
        raise NotFoundError("not_found")
    return document, room.original(file_id)


def _page(
    document: Document,
    data: bytes,
    tables: Sequence[Table],
    said: dict[str, Confirmed],
    *,
    done: str | None = None,
    told: Told | None = None,
    status: int = 200,
) -> Response:
    forms = [_form(table, said[table.signature]) for table in tables]
    incomplete = any(_issues(table, said[table.signature]) for table in tables)
    facts = () if incomplete else _first_facts(document, data, said)
    return page(
        "columns",
        status=status,
        here="records",
        document=document,
        forms=forms,
        structure=_STRUCTURE,
        facts=facts,
        incomplete=incomplete,
        shown=_SHOWN,
        confirmed=all(table.confirmed for table in tables),
        done=done,
        told=told,
    )


def _first_facts(document: Document, data: bytes, said: dict[str, Confirmed]) -> tuple[Fact, ...]:
    """What would be read first, so that a wrong choice is seen before it counts."""
    reading = intake.read(data, document.name, options=to_options(said))
    facts = [record for record in reading.records if isinstance(record, Fact)]
    return tuple(facts[:_SHOWN])


# --- one table ----------------------------------------------------------------------------------------------


def _guessed(table: Table) -> Confirmed:
    """What is chosen when the page opens: the guess, or what was said before."""
    roles = tuple(Role(column.holds, column.unit) for column in table.columns)
    return Confirmed(roles, Order(table.order) if table.order else None, _decimal(table.decimal))


def _said(table: Table, number: int, fields: dict[str, str]) -> Confirmed:
    """What the person chose; a choice that is none of ours is refused.

    Raises:
        InputError: ``form_outdated``.
    """
    roles = []
    for index in range(len(table.columns)):
        holds, unit = fields.get(f"t{number}_as_{index}", SKIP), fields.get(f"t{number}_unit_{index}", "")
        if (holds not in ROLES and lexicon.measure(holds) is None) or unit not in (
            "",
            *_UNITS,
            *_own_units(holds),
        ):
            raise InputError("form_outdated")
        roles.append(Role(holds, unit if _measures(holds) else ""))
    order = fields.get(f"t{number}_order", "")
    return Confirmed(
        tuple(roles),
        Order(order) if order in tuple(Order) else None,
        _decimal(fields.get(f"t{number}_decimal", "")),
    )


def _decimal(text: str) -> Decimals | None:
    return "," if text == "," else "." if text == "." else None


def _measures(holds: str) -> bool:
    return holds in (PRESSURE, OTHER) or lexicon.measure(holds) is not None


def _own_units(holds: str) -> tuple[str, ...]:
    """The units that a measure takes, likeliest first."""
    measure = lexicon.measure("systolic" if holds == PRESSURE else holds)
    if measure is None:
        return ()
    return tuple(dict.fromkeys((*measure.units, *(unit for unit in _UNITS if measure.takes(unit)))))


def _issues(table: Table, said: Confirmed) -> dict[int, str]:
    """What is still to be said, by column."""
    found: dict[int, str] = {}
    dates = [index for index, role in enumerate(said.columns) if role.holds == DATE]
    listed = any(role.holds == RESULT for role in said.columns)
    for index, role in enumerate(said.columns):
        if role.holds == DATE and table.order_needed and said.order is None:
            found[index] = "order"
        elif role.holds == DATE and len(dates) > 1:
            found[index] = "two_dates"
        elif _needs_unit(role, table.columns[index]):
            found[index] = "unit"
        elif role.unit and _own_units(role.holds) and role.unit not in _own_units(role.holds):
            found[index] = "unit_other"
    if listed and not any(role.holds == NAME for role in said.columns):
        found[next(index for index, role in enumerate(said.columns) if role.holds == RESULT)] = "name"
    return found


def _needs_unit(role: Role, column: Column) -> bool:
    if role.unit or column.says_units:
        return False
    measure = lexicon.measure(role.holds)
    if role.holds == PRESSURE:
        return True
    return measure is not None and not measure.words and _own_units(role.holds) not in ((), ("1",))


def _form(table: Table, said: Confirmed) -> Form:
    issues = _issues(table, said)
    fields = tuple(
        _field(index, column, role, issues.get(index, ""))
        for index, (column, role) in enumerate(zip(table.columns, said.columns, strict=True))
    )
    return Form(table, fields, said.order.value if said.order else "", said.decimal or "")


def _field(index: int, column: Column, role: Role, issue: str) -> Field:
    here: Language = language.get()
    keys = dict.fromkeys(
        (*lexicon.own(), *(key for key in (role.holds,) if lexicon.measure(key) is not None))
    )
    found = [measure for key in keys if (measure := lexicon.measure(key)) is not None]
    measures = sorted(
        (Choice(one.key, one.name(here)) for one in found), key=lambda choice: choice.text.casefold()
    )
    units = dict.fromkeys((*_own_units(role.holds), *((role.unit,) if role.unit else ()), *_UNITS))
    named = tuple(
        Choice(unit, display(unit) or strings(here).text("columns.no_unit_needed")) for unit in units
    )
    return Field(
        index=index,
        head=column.head,
        cells=column.cells,
        holds=role.holds,
        unit=role.unit,
        issue=issue or _doubt(column, role),
        takes_unit=role.holds == SKIP or _measures(role.holds),
        says_units=column.says_units,
        measures=tuple(measures),
        units=named,
    )


def _doubt(column: Column, role: Role) -> str:
    """Why a guess is not read unasked, as long as the guess stands as it was."""
    same = (column.holds, column.unit) == (role.holds, role.unit)
    return column.issue if same and column.issue in ("value", "other", "decimal") else ""

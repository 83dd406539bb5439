"""What a table looks like and what its columns seem to be, for the person to look at; behind the walls."""

import orjson

from connectors.daytimes import needs_order
from connectors.limits import Limits, Upload
from connectors.table import numerals
from connectors.table.guess import Plan, plan
from connectors.table.mapping import DATE, of_options
from connectors.table.sheets import Sheet, sheets

_ROWS, _CELL = 6, 80


def outline(data: bytes, path: str) -> bytes:
    """JSON of the file's tables (`connectors.table.look.Table`), as guessed or as said.

    Args:
        data: The file.
        path: The option ``mapping``, as `connectors.table.mapping.to_options` writes it; or empty.

    Raises:
        UnreadableFileError: As the reading.
    """
    confirmed = of_options({"mapping": path})
    return orjson.dumps([_table(sheet, plan(sheet, confirmed)) for sheet in sheets(Upload(data, Limits()))])


def _table(sheet: Sheet, planned: Plan) -> dict[str, object]:
    dates = [column.index for column in planned.columns if column.role.holds == DATE]
    return {
        "name": sheet.name,
        "signature": planned.signature,
        "headed": planned.header is not None,
        "count": len(planned.body) + sheet.cut,
        "rows": [[_cell(row.cell(at)) for at in range(len(planned.columns))] for row in planned.body[:_ROWS]],
        "columns": [
            {
                "head": column.head.printed[:_CELL],
                "holds": column.role.holds,
                "unit": column.role.unit,
                "issue": column.issue,
                "cells": _few(planned, column.index),
                "says_units": _says_units(planned, column.index),
            }
            for column in planned.columns
        ],
        "order": planned.order.value if planned.order else "",
        "order_needed": any(needs_order(row.cell(at)) for at in dates for row in planned.body),
        "decimal": planned.decimal or "",
        "decimal_needed": any(column.issue == "decimal" for column in planned.columns),
        "confirmed": planned.confirmed,
    }


def _few(planned: Plan, index: int) -> list[str]:
    """The first cells of a column that hold something and differ."""
    cells = dict.fromkeys(text for row in planned.body[:200] if (text := row.cell(index)))
    return [_cell(text) for text in list(cells)[:3]]


def _says_units(planned: Plan, index: int) -> bool:
    """Whether the cells of a column, or the column of units after it, say the units themselves."""
    columns = planned.columns
    if index + 1 < len(columns) and columns[index + 1].role.holds == "unit":
        return True
    cells = [text for row in planned.body[:200] if (text := row.cell(index))]
    numbers = [numerals.read(text, ".") or numerals.read(text, ",") for text in cells]
    pressures = [numerals.pressure(text) for text in cells]
    said = [bool(one.unit) for one in (*numbers, *pressures) if one is not None]
    return bool(said) and all(said)


def _cell(text: str) -> str:
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"

"""Many records of one kind as columns: what repeats is written, read and checked once.

A record's rows repeat themselves (kind, laboratory, codes, units, dates). Both what is sealed of a file and
what a parser process sends are such tables; how far a column is believed is up to whoever reads it.
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from itertools import islice, repeat
from operator import attrgetter
from typing import Any, TypeVar

import orjson

from records import codec

T = TypeVar("T")
Table = dict[str, Any]
Reader = Callable[[Any], Any]


def write(kind: type[Any], rows: Sequence[Any], *, elsewhere: Sequence[str] = ()) -> Table:
    """The fields of `rows` as columns, ready for JSON; columns in which every row has the default left out.

    Args:
        kind: The dataclass that all rows are of.
        rows: In order.
        elsewhere: Fields that are kept in another place.

    Raises:
        TypeError: Text that no JSON can hold.
    """
    table: Table = {"n": len(rows)}
    for field in dataclasses.fields(kind):
        if field.name in elsewhere:
            continue
        values = list(map(attrgetter(field.name), rows))
        if any(value is not field.default and value != field.default for value in values):
            table[field.name] = _column(values)
    return table


def _column(values: list[Any]) -> Any:
    """The values, or the distinct ones with a number a row where that is shorter."""
    keys = _keys(values)
    number = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    if 2 * len(number) > len(values):
        return [codec.to_plain(value) for value in values]
    with_key = dict(zip(keys, values, strict=True))
    return {
        "of": [codec.to_plain(with_key[key]) for key in number],
        "at": list(map(number.__getitem__, keys)),
    }


def _keys(values: list[Any]) -> list[Any]:
    """What tells the values apart: themselves, or their JSON, since 5.4 and 5.40 are equal as numbers."""
    if all(kind is type(None) or kind is str or issubclass(kind, Enum) for kind in set(map(type, values))):
        return values
    # One object often stands in many rows: what reads a file remembers what repeats.
    each = {id(value): value for value in values}
    key = {at: orjson.dumps(value, default=str) for at, value in each.items()}
    return [key[id(value)] for value in values]


def read(
    kind: type[T], table: Table, reader: Callable[[str], Reader | None], **given: Iterable[Any]
) -> list[T]:
    """The rows that `write` wrote.

    Args:
        kind: What they are.
        table: Emptied by it.
        reader: For a field, how its values are read, asked once for each distinct one; None: as they are.
        given: Fields that were kept elsewhere.

    Raises:
        ValueError, KeyError, TypeError, IndexError, AttributeError: Not such a table.
    """
    count = table.pop("n")
    columns: list[Iterable[Any]] = []
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]  # a dataclass, as `write` was given
        if field.name in given:
            columns.append(given[field.name])
        elif field.name in table:
            columns.append(_values(reader(field.name), table.pop(field.name)))
        elif count and field.default is dataclasses.MISSING:
            raise ValueError("a column is missing")
        else:
            columns.append(repeat(field.default))
    if table:
        raise ValueError("a column of a later version")
    rows = list(islice(map(kind, *columns), count))
    if len(rows) != count:
        raise ValueError("a column is short")
    return rows


def _values(read: Reader | None, column: Any) -> list[Any]:
    distinct = column["of"] if isinstance(column, dict) else column
    if read is not None:
        distinct = list(map(read, distinct))
    return list(map(distinct.__getitem__, column["at"])) if isinstance(column, dict) else distinct

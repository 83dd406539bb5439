"""A table as the house shows it to the person: looked at in a process of its own, checked on the way out."""

import dataclasses
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from connectors import frames, registry, sandbox
from connectors.limits import Limits
from connectors.table.mapping import OPTION
from core.errors import UnreadableFileError

Text = Annotated[str, StringConstraints(max_length=200)]
_WALL_S = 30.0


class Column(BaseModel):
    """One column: what heads it, what it seems to hold, what is in doubt about it, some of its cells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    head: Text
    holds: Text
    unit: Text
    issue: Text
    cells: Annotated[tuple[Text, ...], Field(max_length=3)]
    says_units: bool


class Table(BaseModel):
    """One table: its first rows, its columns, and whether day and month or the decimal mark must be said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Text
    signature: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    headed: bool
    count: int
    rows: Annotated[tuple[tuple[Text, ...], ...], Field(max_length=6)]
    columns: Annotated[tuple[Column, ...], Field(max_length=400)]
    order: Text
    order_needed: bool
    decimal: Text
    decimal_needed: bool
    confirmed: bool


_TABLES = TypeAdapter(Annotated[tuple[Table, ...], Field(max_length=40)])


def look(data: bytes, options: Mapping[str, str] | None = None) -> tuple[Table, ...]:
    """The tables of a CSV or XLSX file.

    Args:
        data: The file.
        options: What the person said so far (`connectors.table.mapping.to_options`).

    Raises:
        UnreadableFileError: As the reading; ``parser_died`` when what comes back is none of ours.
    """
    job = sandbox.Job(
        "connectors.table.preview",
        registry.CONNECTORS,
        kind="outline",
        options={"path": (options or {}).get(OPTION, "")},
    )
    limits = dataclasses.replace(Limits(), wall_s=_WALL_S)
    if len(data) > limits.size_bytes:
        raise UnreadableFileError("file_too_large", bytes=len(data), limit_bytes=limits.size_bytes)
    for kind, payload in sandbox.run(job, data, limits):
        if kind == frames.PART:
            try:
                return _TABLES.validate_json(payload)
            except ValidationError:
                raise UnreadableFileError("parser_died") from None
    raise UnreadableFileError("parser_died")

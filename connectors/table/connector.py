"""Reads any table: the columns are guessed, or as the person confirmed them, and nothing in doubt is read."""

from collections.abc import Iterator
from typing import BinaryIO

from connectors import limits, sniff
from connectors.table import reading
from connectors.table.guess import plan
from connectors.table.mapping import REMEMBERED, of_options
from connectors.table.sheets import sheets
from records.model import Problem, Record
from records.samples import Samples


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the file is a table; asked only when no connector knows whose."""
    return sniff.media_type(head) in ("text/csv", sniff.ZIP)


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """The records of every table of the file, in order.

    Options: ``mapping``, what the person said of each table (`connectors.table.mapping`); ``remembered``:
    they said it of an earlier file.

    Raises:
        UnreadableFileError: ``file_empty``, ``file_damaged``, ``file_encrypted``, ``archive_unsafe``,
            ``file_too_complex``.
    """
    options = limits.options_of(stream)
    confirmed = of_options(options)
    for sheet in sheets(stream):
        planned = plan(sheet, confirmed)
        yield from reading.records(sheet, planned)
        if planned.confirmed and REMEMBERED in options:
            yield Problem("columns_remembered")

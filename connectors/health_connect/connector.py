"""Reads what Android's Health Connect exports: a zip with one SQLite database, or the database itself."""

from collections.abc import Iterator, Sequence
from io import SEEK_END
from typing import BinaryIO

from connectors import archive
from core.errors import UnreadableFileError
from records.model import Problem, Record
from records.samples import Samples

_DATABASE = "health_connect_export.db"
_TABLES = (
    b"_record_table",
    b"RecordTable",
    b"application_info_table",
    b"health_data_category_priority_table",
)


def identify(head: bytes, name: str) -> bool:
    """Whether a database names Health Connect's tables.

    Its schema stands in the first pages, but in a large one nobody says which: then the name Android gives.
    """
    return any(table in head for table in _TABLES) or name.rsplit("/", 1)[-1].lower() == _DATABASE


def identify_archive(members: Sequence[str], name: str) -> bool:  # noqa: ARG001  names lie, members decide
    """Whether the archive holds the export, or a database alone."""
    files = [member.rsplit("/", 1)[-1].lower() for member in members]
    return _DATABASE in files or (len(files) == 1 and files[0].endswith(".db") and "health" in files[0])


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """Measures, workouts and nights as facts, streams as samples; each app's by itself.

    Raises:
        UnreadableFileError: As `connectors.archive`; ``file_damaged``: no such database in it, or broken.
    """
    from connectors.health_connect.database import Database  # here: the house's process only asks `identify`
    from connectors.health_connect.reader import Reader

    start = stream.read(2)
    stream.seek(0)
    if start == b"PK":
        databases = [found for found in archive.members(stream) if found.path.lower().endswith(".db")]
        if not databases:
            raise UnreadableFileError("file_damaged")
        largest = max(databases, key=lambda found: found.size_bytes)
        with archive.open_member(stream, largest) as file:
            database, member = Database(_into_memory(file, largest.size_bytes)), largest.path
    else:
        size_bytes = stream.seek(0, SEEK_END)
        stream.seek(0)
        database, member = Database(_into_memory(stream, size_bytes)), ""
    yield from Reader(database, member).records()


def _into_memory(file: BinaryIO, size_bytes: int) -> bytearray:
    """A database of hundreds of megabytes, in memory once."""
    data = bytearray(size_bytes)
    view, filled = memoryview(data), 0
    while count := file.readinto(view[filled:]):  # type: ignore[attr-defined]  # of every binary stream
        filled += count
    if filled != size_bytes:
        raise UnreadableFileError("file_damaged")
    return data

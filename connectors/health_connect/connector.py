"""Reads what Android's Health Connect exports: a zip with one SQLite database, or the database itself."""

from collections.abc import Iterator, Sequence
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

    data, member = stream.read(), ""
    if data.startswith(b"PK"):
        databases = [found for found in archive.members(stream) if found.path.lower().endswith(".db")]
        if not databases:
            raise UnreadableFileError("file_damaged")
        largest = max(databases, key=lambda found: found.size_bytes)
        data, member = archive.read(stream, largest), largest.path
    yield from Reader(Database(data), member).records()

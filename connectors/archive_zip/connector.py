"""Reads a zip of documents: each file in it by the connector that knows it, in one process behind the walls.

Exports with a layout of their own (a phone's, a hospital's exchange folder) have their own connectors; this
one is asked when no other knows the archive.
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from connectors import archive, limits
from connectors.base import About
from core.errors import UnreadableFileError
from records.model import Person, Problem, Record
from records.samples import Samples
from records.source import Source

_UNREAD = "part_not_read"


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  a zip is told by what lies in it
    """Never by its first bytes."""
    return False


def identify_archive(members: Sequence[str], name: str) -> bool:  # noqa: ARG001  any zip that holds something
    """Whether there is anything in it."""
    return bool(members)


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples | About]:
    """What the files in the archive say, in its order. Files that nobody reads are counted in one problem.

    Raises:
        UnreadableFileError: As `connectors.archive.members`; ``file_empty``: no file in it.
    """
    from connectors import parts  # here: the house's process only asks `identify_archive`

    members = archive.members(stream)
    if not members:
        raise UnreadableFileError("file_empty")
    people: list[Person] = []
    unread: list[Source | None] = []
    for member in members:
        try:
            data = archive.read(stream, member)
        except UnreadableFileError as error:
            yield Problem(error.code, parts.place(member.path))
            continue
        for record in parts.read_part(data, member.path, member.path, limits.of(stream)):
            if isinstance(record, Problem) and record.code == _UNREAD:
                unread.append(record.source)
            elif isinstance(record, Person):
                people.append(record)
            else:
                yield record
    yield from parts.about_whom(people)
    if unread:
        yield Problem(_UNREAD, unread[0], len(unread))

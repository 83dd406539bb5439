"""Reads the archive that Polar hands out of an account: one JSON file for each day, workout and kind."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from connectors import archive
from connectors.parts import place
from core.errors import UnreadableFileError
from records.model import Problem, Record
from records.samples import Samples

_NAME = re.compile(
    r"(?:^|/)(activity|training-session|247ohr|sleep_result|nightly_recovery)[-_](?!blob)[\w.-]+\.json\Z"
)
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.json\Z")


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  a zip is told by what lies in it
    """Never by its first bytes."""
    return False


def identify_archive(members: Sequence[str], name: str) -> bool:  # noqa: ARG001  names lie, members decide
    """Whether several files are named as Polar does, with its long number at the end."""
    return sum(bool(_NAME.search(member) and _ID.search(member)) for member in members) > 1


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """Workouts and nights as facts, streams as samples.

    Raises:
        UnreadableFileError: As `connectors.archive`.
    """
    from connectors.polar.reader import Reader  # here: the house's process only asks `identify_archive`

    reader = Reader()
    unread = 0
    for member in archive.members(stream):
        match = _NAME.search(member.path)
        if match is None:
            unread += 1
            continue
        try:
            yield from reader.read(match[1], archive.read(stream, member), member.path)
        except UnreadableFileError as error:
            if error.code != "file_damaged":
                raise
            yield Problem("part_not_read", place(member.path))
    yield from reader.rest()
    if unread:
        yield Problem("part_not_read", count=unread)

"""Reads what Google Takeout hands out of Google Fit and of Fitbit; the rest of the archive is left alone."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from connectors import archive
from core.errors import UnreadableFileError
from records.model import Problem, Record
from records.samples import Samples

_OURS = re.compile(
    r"(?:^|/)(?:Fit|Google Fit|Fitbit|MyFitbitData|Global Export Data)/|(?:^|/)(?:derived|raw)_com\.google\."
)
_WHOLE_BYTES = 32 * 1024 * 1024
"""A file up to this size is read at once: that takes a dozen times its size."""


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  a zip is told by what lies in it
    """Never by its first bytes."""
    return False


def identify_archive(members: Sequence[str], name: str) -> bool:  # noqa: ARG001  names lie, members decide
    """Whether the archive holds Google Fit or Fitbit."""
    return any(_OURS.search(member) for member in members)


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """Measures, workouts and nights as facts, streams as samples.

    Raises:
        UnreadableFileError: As `connectors.archive`.
    """
    from connectors.google_takeout.fit import Fit  # here: the house's process only asks `identify_archive`
    from connectors.google_takeout.fitbit import Fitbit

    members = archive.members(stream)
    readers = (Fitbit(members), Fit(members))
    unread = 0
    for member in members:
        reader = next((reader for reader in readers if reader.wants(member.path)), None)
        if reader is None:
            unread += 1
            continue
        if isinstance(reader, Fit) and member.size_bytes > _WHOLE_BYTES and member.path.endswith(".json"):
            with archive.open_member(stream, member) as file:
                yield from reader.stream(member.path, file)
            continue
        try:
            data = archive.read(stream, member)
        except UnreadableFileError as error:
            if error.code != "file_damaged":
                raise
            unread += 1
            continue
        yield from reader.read(member.path, data)
    for reader in readers:
        yield from reader.rest()
    if unread:
        yield Problem("part_not_read", count=unread)

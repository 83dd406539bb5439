"""Reads FIT files of any maker, and the archive of everything that Garmin hands out on request."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from records.model import Problem, Record
from records.samples import Samples

_MAGIC = slice(8, 12)
_ARCHIVE = "DI_CONNECT"


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the header says FIT."""
    return head[_MAGIC] == b".FIT"


def identify_archive(members: Sequence[str], name: str) -> bool:  # noqa: ARG001  names lie, members decide
    """Whether the archive is a Garmin account, or holds FIT files only, as Garmin hands out one workout."""
    if any(_ARCHIVE in member.split("/")[:-1] for member in members):
        return True
    return bool(members) and all(member.lower().endswith(".fit") for member in members)


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """Workouts, weights, nights as facts; heart rate, steps and other streams as samples.

    Raises:
        UnreadableFileError: As `connectors.archive`; ``file_damaged``: not one message can be read.
    """
    from connectors.garmin_fit import account, fit  # here: the house's process only asks `identify`

    if stream.read(4).startswith(b"PK"):
        yield from account.read(stream)
        return
    stream.seek(0)
    yield from fit.read(stream.read())

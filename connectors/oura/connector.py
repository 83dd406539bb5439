"""Reads what Oura hands out: one JSON file, or a zip of tables; fields have the names of Oura's interface."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from connectors import archive, delimited, sniff
from connectors.parts import place
from connectors.whole_json import loaded
from core.errors import UnreadableFileError
from records.model import Problem, Record
from records.samples import Samples

_FIELDS = re.compile(
    r'"(?:bedtime_start|sleep_phase_5_min|equivalent_walking_distance|readiness_score_delta)"\s*:'
)
_TABLE = re.compile(
    r"(?:^|/)(sleepmodel|sleep|dailyactivity|daily_activity|heartrate|dailyspo2|daily_spo2|workout)s?\.csv\Z"
)
_OURS = frozenset(
    "dailyreadiness.csv sleepmodel.csv dailysleep.csv ringconfiguration.csv dailyresilience.csv".split()
)


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the JSON has fields that only Oura writes."""
    text = sniff.decode(head)
    return text is not None and '"resourceType"' not in text and bool(_FIELDS.search(text))


def identify_archive(members: Sequence[str], name: str) -> bool:  # noqa: ARG001  names lie, members decide
    """Whether the archive has several of Oura's tables, or its one JSON file."""
    names = {member.rsplit("/", 1)[-1].lower() for member in members}
    alone = len(names) == 1 and any(one.startswith("oura") and one.endswith(".json") for one in names)
    return len(names & _OURS) > 1 or alone


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """Nights and workouts as facts, streams as samples.

    Raises:
        UnreadableFileError: As `connectors.archive`; ``file_damaged``: not the JSON it began as.
    """
    from connectors.oura.reader import Reader  # here: the house's process only asks `identify`

    reader = Reader()
    start = stream.read(2)
    stream.seek(0)
    if start != b"PK":
        yield from reader.document(loaded(stream.read()), "")
        yield from reader.rest()
        return
    unread = 0
    for member in archive.members(stream):
        table = _TABLE.search(member.path.lower())
        if table is None and not member.path.lower().endswith(".json"):
            unread += 1
            continue
        try:
            data = archive.read(stream, member)
            if table is None:
                yield from reader.document(loaded(data), member.path)
            else:
                yield from reader.table(delimited.rows(delimited.text_of(data)), member.path)
        except UnreadableFileError as error:
            if error.code == "file_too_complex":
                raise
            yield Problem("part_not_read", place(member.path))
    yield from reader.rest()
    if unread:
        yield Problem("part_not_read", count=unread)

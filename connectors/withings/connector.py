"""Reads Withings: the zip of tables that the account hands out, and what its interface answers in JSON."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from connectors import sniff
from records.model import Problem, Record
from records.samples import Samples

_TABLES = frozenset(
    "weight.csv bp.csv height.csv sleep.csv activities.csv raw_tracker_steps.csv raw_hr_hr.csv".split()
)
_RAW = re.compile(r"raw_(?:tracker|hr|sleep-monitor|spo2|core|location)[\w .-]*\.csv\Z|aggregates_\w+\.csv\Z")
_ANSWER = re.compile(r'"measuregrps"\s*:|"grpid"\s*:\s*\d')
_SERIES = re.compile(r'"(?:hash_deviceid|modelid|model_id)"\s*:')
_OF = re.compile(r'"(?:series|activities)"\s*:\s*\[')


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the JSON is an answer with measures, days, nights or workouts."""
    text = sniff.decode(head)
    if text is None or '"resourceType"' in text:
        return False
    series = _OF.search(text) and (_SERIES.search(text) or '"category"' in text) and '"status"' in text
    return bool(_ANSWER.search(text) or series)


def identify_archive(members: Sequence[str], name: str) -> bool:  # noqa: ARG001  names lie, members decide
    """Whether the archive has several of the account's tables."""
    names = {member.rsplit("/", 1)[-1] for member in members}
    raw = sum(bool(_RAW.match(one)) for one in names)
    return len(names & _TABLES) + raw >= 2 and (raw > 0 or {"weight.csv", "bp.csv"} <= names)  # noqa: PLR2004  one name is anyone's


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples]:
    """Measures, workouts and nights as facts, streams as samples.

    Raises:
        UnreadableFileError: As `connectors.archive`; ``file_damaged``: not the JSON it began as.
    """
    from connectors.withings import answer, tables  # here: the house's process only asks `identify`

    archived = stream.read(2) == b"PK"
    stream.seek(0)
    yield from tables.read(stream) if archived else answer.read(stream.read())

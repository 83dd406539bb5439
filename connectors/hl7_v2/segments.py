"""The segments of HL7 v2 messages, with the lines they stand on.

Source of the grammar: HL7 version 2.5.1, chapter 2. The library splits fields and resolves escapes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import hl7

from connectors import sniff
from core.errors import UnreadableFileError
from records.source import Lines
from records.when import When

_FRAME = re.compile("[\x0b\x1c]")  # MLLP: start and end of block
_ENVELOPE = ("FHS", "BHS", "BTS", "FTS")
_NAME = re.compile(r"[A-Z][A-Z0-9]{2}\Z")
_TIME = re.compile(
    r"(?P<y>\d{4})(?P<m>\d\d)?(?P<d>\d\d)?(?P<h>\d\d)?(?P<i>\d\d)?(?P<s>\d\d)?(?:\.\d+)?(?P<z>[+-]\d{4})?\Z"
)
_NULL = '""'
"""HL7's way to say that a field is to be emptied."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment.

    Attributes:
        name: ``OBX``.
        line: Of the file, from 1.
        body: As the library split it.
    """

    name: str
    line: int
    body: Any

    def get(self, field: int, component: int = 1, *, repetition: int = 1, subcomponent: int = 1) -> str:
        """The text at a place; empty when nothing is there."""
        try:
            value = self.body.extract_field(
                field_num=field, repeat_num=repetition, component_num=component, subcomponent_num=subcomponent
            )
        except (IndexError, KeyError):
            return ""
        text = " ".join(str(value).replace("\r", " ").split())
        return "" if text == _NULL else text

    def raw(self, field: int) -> str:
        """A whole field, unsplit."""
        return str(self.body(field)) if field < len(self.body) else ""

    def repetitions(self, field: int) -> int:
        """How often a field is repeated."""
        return len(self.body(field)) if field < len(self.body) else 0

    def when(self, field: int) -> When | None:
        """A date or time as precise as it is given."""
        return moment(self.get(field))

    @property
    def place(self) -> Lines:
        """Where it stands."""
        return Lines(self.line, self.line)


def messages(data: bytes) -> Iterator[list[Segment]]:
    """The messages of a file, each as its segments in order.

    Raises:
        UnreadableFileError: ``file_damaged``: no text, or no message in it.
    """
    text = sniff.decode(data)
    if text is None:
        text = _FRAME.sub("", data.decode("cp1252", "replace"))
    lines = _FRAME.sub("", text).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("MSH")]
    if not starts:
        raise UnreadableFileError("file_damaged")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        numbered = [
            (number + 1, line.strip("\n"))
            for number, line in enumerate(lines[start:end], start)
            if line.strip() and line[:3] not in _ENVELOPE
        ]
        yield _split(numbered)


def _split(numbered: list[tuple[int, str]]) -> list[Segment]:
    try:
        parsed = hl7.parse("\r".join(line for _, line in numbered))
    except (hl7.HL7Exception, IndexError, ValueError, TypeError):
        raise UnreadableFileError("file_damaged") from None
    return [
        Segment(name, line, body)
        for (line, _), body in zip(numbered, parsed, strict=False)
        if _NAME.match(name := str(body[0]))
    ]


def moment(text: str) -> When | None:
    """A time stamp (``YYYY[MM[DD[HHMM[SS]]]][+ZZZZ]``); None when it is no real date."""
    match = _TIME.match(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    if day is None or hour is None or minute is None:
        return When.parse("-".join(part for part in (year, month, day) if part))
    return When.parse(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone or ''}")

"""Reads what an iPhone exports: ``export.zip`` with years of records, or the ``export.xml`` in it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from connectors import archive, limits, sniff
from connectors.base import About
from core.errors import UnreadableFileError
from records.model import Fact, Kind, Person, Problem, Record
from records.samples import Samples
from records.source import Lines, Source

_ROOT = re.compile(r"<HealthData[\s>]")
_FOLDER = "apple_health_export"
_BESIDE = ("electrocardiograms", "workout-routes", "clinical-records", "attachments")
_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}\Z")
_RATE = re.compile(r"(\d{2,3})\s*(?:bpm|beats|battements|batt?\.|Schläge|lpm|latidos|slagen)", re.IGNORECASE)
_ECG_HEAD = 8 * 1024
_DEEPEST = 2


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether the XML begins as Apple's does."""
    text = sniff.decode(head)
    return text is not None and (bool(_ROOT.search(text)) or "<!DOCTYPE HealthData" in text)


def identify_archive(members: Sequence[str], name: str) -> bool:  # noqa: ARG001  names lie, members decide
    """Whether the archive is laid out as the phone does; the names of files are in the phone's language."""
    if any(_FOLDER in member.split("/")[:-1] for member in members):
        return True
    folders = {part for member in members for part in member.split("/")[:-1]}
    xml = [member for member in members if member.rsplit("/", 1)[-1].lower() == "export.xml"]
    alone = all(member.lower().endswith((".xml", ".pdf")) for member in members)
    return bool(xml) and (alone or bool(folders & set(_BESIDE)))


def extract(stream: BinaryIO) -> Iterator[Record | Problem | Samples | About]:
    """The person, then facts and samples as they come; clinical records and heart tracings after them.

    Raises:
        UnreadableFileError: As `connectors.archive`; ``file_damaged``: no Apple Health document in it, or
            broken XML; ``file_truncated``; ``file_too_complex``.
    """
    start = stream.read(4)
    stream.seek(0)
    if not start.startswith(b"PK"):
        yield from _document(stream, "")
        return
    members = archive.members(stream)
    main = _main(stream, members)
    with archive.open_member(stream, main) as file:
        yield from _document(file, main.path)
    yield from _beside(stream, [member for member in members if member is not main])


def _main(stream: BinaryIO, members: Sequence[archive.Member]) -> archive.Member:
    """The XML that is Apple's own, whatever the phone's language calls it."""
    likely = [
        member
        for member in members
        if member.path.lower().endswith(".xml") and member.path.count("/") <= _DEEPEST
    ]
    for member in sorted(likely, key=lambda member: -member.size_bytes)[:10]:
        with archive.open_member(stream, member) as file:
            head = file.read(sniff.HEAD_BYTES)
        if identify(head, ""):
            return member
    raise UnreadableFileError("file_damaged")


def _document(file: BinaryIO, member: str) -> Iterator[Record | Problem | Samples | About]:
    from lxml import etree  # here: the house's process only asks `identify`

    from connectors.apple_health import feed
    from connectors.apple_health.reader import Reader

    reader = Reader(member)
    # With False, an ampersand in a name comes as "&#38;". No entity is ever defined here (`feed`).
    internal = cast(bool, "internal")
    parser = etree.XMLParser(
        target=cast("etree.ParserTarget", reader), resolve_entities=internal, no_network=True, huge_tree=False
    )
    try:
        for piece in feed.pieces(file):
            parser.feed(reader.rows.cut(piece))
            yield from reader.take()
        parser.close()
    except etree.XMLSyntaxError:
        raise UnreadableFileError("file_damaged") from None
    if reader.exported is not None:
        yield About(when=reader.exported)
    yield from reader.take()
    yield from reader.rest()


def _beside(stream: BinaryIO, members: Sequence[archive.Member]) -> Iterator[Record | Problem | Samples]:
    """What lies beside the document: clinical records and tracings; routes are left where they are."""
    unread = 0
    people: set[Person] = set()
    for member in members:
        folder, name = member.path.split("/")[-2:-1], member.path.rsplit("/", 1)[-1].lower()
        if name.endswith(".json") and folder == ["clinical-records"]:
            for record in _clinical(stream, member):
                if not isinstance(record, Person):
                    yield record
                elif record not in people:
                    people.add(record)
                    yield record
        elif name.endswith(".csv") and folder == ["electrocardiograms"]:
            yield from _tracing(stream, member)
        elif not name.endswith((".gpx", ".xml")):
            unread += 1
    if unread:
        yield Problem("part_not_read", count=unread)


def _clinical(stream: BinaryIO, member: archive.Member) -> Iterator[Record | Problem | Samples]:
    from connectors import parts

    try:
        data = archive.read(stream, member)
    except UnreadableFileError as error:
        yield Problem(error.code, parts.place(member.path))
        return
    for record in parts.read_part(data, member.path, member.path, limits.of(stream)):
        if not (
            isinstance(record, Problem) and record.code == "no_facts_in_part"
        ):  # a patient, a practitioner
            yield record


def _tracing(stream: BinaryIO, member: archive.Member) -> Iterator[Fact | Problem]:
    """The classification as printed. The head's lines have names in the phone's language, but one order."""
    from connectors.apple_health import times

    source = Source(Lines(1, 1), member=member.path)
    try:
        with archive.open_member(stream, member) as file:
            head = file.read(_ECG_HEAD).decode("utf-8", "replace")
    except UnreadableFileError as error:
        yield Problem(error.code, source)
        return
    rows = [row for row in csv.reader(io.StringIO(head)) if len(row) > 1][:20]
    dated = next((at for at, row in enumerate(rows) if _STAMP.match(row[1].strip())), None)
    if dated is None or dated + 1 >= len(rows) or not rows[dated + 1][1].strip():
        yield Problem("part_not_read", source)
        return
    rate = next((match[1] for row in rows if (match := _RATE.search(row[1]))), None)
    watch = next((row[1] for row in rows if re.match(r"Watch\d", row[1])), None)
    yield Fact(
        Kind.OBSERVATION, "Electrocardiogram", Source(Lines(1, len(rows)), device=watch, member=member.path),
        value_text=rows[dated + 1][1].strip()[:200], start=times.when(rows[dated][1].strip()),
        detail=f"average heart rate {rate} /min" if rate else None,
    )  # fmt: skip

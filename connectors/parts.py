"""Files inside files: a PDF in a letter's XML, a bundle in a zip, read by whichever connector knows them.

Runs behind the walls, in the process of the file that holds the part.
"""

from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import replace
from io import BytesIO

from connectors import archive
from connectors.base import About
from connectors.limits import Limits, Upload
from core.errors import AmbiguousFileError, UnreadableFileError
from records.model import Fact, Passage, Person, Problem, Record
from records.samples import Samples
from records.source import WITHIN, Lines, Source

DEPTH = 3
"""Parts within parts within parts, no further."""

_depth: ContextVar[int] = ContextVar("depth", default=0)


def read_part(data: bytes, name: str, member: str, limits: Limits) -> Iterator[Record | Problem | Samples]:
    """What a part says, with `member` as the place of each record.

    What a part says of itself (its date, its pages) is not handed on: it is not the whole file's.

    Args:
        data: The part.
        name: Its name in the file that holds it; a hint only.
        member: Where it is in that file: a path, an XPath or a JSON pointer.
        limits: Of the reading of the whole.

    Yields:
        Its records and problems; ``part_not_read`` when nobody reads it, else the code of what is wrong.
    """
    where = place(member)
    if not data or _depth.get() >= DEPTH:
        yield Problem("part_not_read", where)
        return
    from connectors import registry  # here: it costs a second, and few files hold others

    token = _depth.set(_depth.get() + 1)
    try:
        manifest = registry.identify_file(data, name)
        found = 0
        stream = Upload(data, manifest.bounds(limits))
        for record in registry.connector(manifest).extract(stream):
            if isinstance(record, About):
                continue
            found += isinstance(record, Fact)
            yield _within(record, member)
        if manifest.structured and not found:
            yield Problem("no_facts_in_part", where)
    except AmbiguousFileError:
        yield Problem("part_not_read", where)
    except UnreadableFileError as error:
        yield Problem(error.code, where)
    finally:
        _depth.reset(token)


def place(member: str) -> Source:
    """Where a part is, when nothing in it can be pointed at."""
    return Source(Lines(1, 1), member=member)


def about_whom(people: Sequence[Person]) -> Iterator[Person | Problem]:
    """The first of the people that the parts of a file name, and whether they are several."""
    distinct = list(dict.fromkeys(people))
    yield from distinct[:1]
    if len(distinct) > 1:
        yield Problem("several_people", count=len(distinct))


def bytes_of(data: bytes, member: str) -> bytes:
    """A part of a file, by its `Source.member`, for looking at it.

    Raises:
        UnreadableFileError: ``file_damaged``: there is no such part.
    """
    from connectors import registry

    for step in member.split(WITHIN):
        manifest = registry.identify_file(data, "")
        module = registry.connector(manifest)
        take = getattr(module, "part", None)
        data = archive.read(BytesIO(data), step) if take is None else take(data, step)
    return data


def _within(record: Record | Problem | Samples, member: str) -> Record | Problem | Samples:
    if isinstance(record, Fact | Passage | Samples):
        return replace(record, source=_placed(record.source, member))
    if isinstance(record, Problem) and record.source is not None:
        return replace(record, source=_placed(record.source, member))
    return record


def _placed(source: Source, member: str) -> Source:
    return replace(source, member=member + WITHIN + source.member if source.member else member)

"""Reads what the person typed into Carnet themselves, as Carnet wrote it down (`retrieval.ingest.entries`).

An entry is kept like any document, so that it can be found, undone, exported and read again by any reader.
Whether it is truly the person's own is for the house to say: it holds the key of the seal, this does not.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

import orjson

from connectors.base import About
from core.errors import UnreadableFileError
from records import codec
from records.model import Extraction, Fact, Problem, Record
from records.source import Entry, Source

_MARK = re.compile(rb'\A\{"carnet_entry":1,')


def identify(head: bytes, name: str) -> bool:  # noqa: ARG001  the bytes decide
    """Whether Carnet wrote it."""
    return _MARK.match(head) is not None


def extract(stream: BinaryIO) -> Iterator[Record | Problem | About]:
    """The typed facts.

    Raises:
        UnreadableFileError: ``file_damaged``.
    """
    try:
        plain = orjson.loads(orjson.loads(stream.read())["facts"])
        facts = [codec.from_plain(Fact, item) for item in plain]
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, ArithmeticError):
        raise UnreadableFileError("file_damaged") from None
    yield About(when=next((fact.start for fact in facts if fact.start is not None), None))
    for fact in facts:
        yield replace(
            fact,
            id="",
            source=Source(Entry()),
            extraction=Extraction.TYPED,
            same_as=None,
            conflict_with=(),
            corrects=None,
        )

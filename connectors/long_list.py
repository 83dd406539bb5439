"""A long list in a JSON file, some of its objects at a time: a file of years is never in memory whole.

A reader of JSON wants a dozen times the size of what it reads. Here it gets pieces. Where a piece of the list
may end is guessed (an object ends, a comma follows) and then proved: cut inside an object or a text it would
be no JSON.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

PIECE = 1024 * 1024
_LONGEST = 16 * PIECE
_GUESSES = 200
_END = re.compile(rb"\}\s*,")


def objects(file: BinaryIO, name: str) -> Iterator[Any]:
    """The items of the list called `name` in the one object that the file holds.

    Raises:
        ValueError: Not such a file; what was read until then has been given.
    """
    held = _after_the_opening(file, name)
    while True:
        piece = file.read(PIECE)
        held += piece
        if not piece:
            yield from _ended(held)
            return
        cut, items = _complete(held)
        if len(held) - cut > _LONGEST:
            raise ValueError("an item is too long")
        yield from items
        held = held[cut:]


def _after_the_opening(file: BinaryIO, name: str) -> bytes:
    opening = re.compile(b'"' + re.escape(name.encode()) + rb'"\s*:\s*\[')
    head = b""
    while (piece := file.read(PIECE)) and len(head) < _LONGEST:
        head += piece
        for match in opening.finditer(head):
            if isinstance(_json(head[: match.end()] + b"]}"), dict):
                return head[match.end() :]
    raise ValueError("no such list")


def _complete(held: bytes) -> tuple[int, list[Any]]:
    """Where the last whole object of what is held is over, and all up to there."""
    ends = [match.span() for match in _END.finditer(held, max(0, len(held) - PIECE))]
    for start, after in ends[: -_GUESSES - 1 : -1]:
        items = _json(b"[" + held[: start + 1] + b"]")
        if isinstance(items, list):
            return after, items
    return 0, []


def _ended(held: bytes) -> list[Any]:
    """The rest of the list, when the file ends as it should."""
    at = len(held)
    for _ in range(_GUESSES):
        at = held.rfind(b"]", 0, at)
        if at < 0:
            break
        items = _json(b"[" + held[: at + 1])
        if isinstance(items, list) and isinstance(_json(b'{"":0' + held[at + 1 :]), dict):
            return items
    raise ValueError("the list does not end")


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:
        return None

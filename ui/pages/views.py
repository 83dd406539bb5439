"""How an original is shown: a FHIR resource as a readable tree, a text as numbered lines. Pure."""

import json
from dataclasses import dataclass
from typing import Any

from connectors import sniff
from records.source import Box, Lines

_LINES_SHOWN = 600
_TEXT_SHOWN = 600
_DEPTH = 24


@dataclass(frozen=True, slots=True)
class Node:
    """One member of a resource.

    Attributes:
        key: Its name, or its place in a list from 1.
        value: As printed; None when it has children.
        children: Its members.
        marked: It is what a citation points at.
        cut: Characters left out of a long value.
    """

    key: str
    value: str | None
    children: tuple["Node", ...] = ()
    marked: bool = False
    cut: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, counted from 1."""

    number: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The lines shown of a text.

    Attributes:
        lines: In order.
        total: How many the text has.
    """

    lines: tuple[Line, ...]
    total: int

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return len(self.lines) == self.total


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a page, in percent of its width and height, as an overlay draws it."""

    x: float
    y: float
    width: float
    height: float


def marks(boxes: tuple[Box, ...]) -> tuple[Mark, ...]:
    """Boxes as shares of the page to marks in percent, with a little air around the words."""
    air_x, air_y = 0.4, 0.25
    return tuple(
        Mark(
            x=round(left * 100 - air_x, 3),
            y=round(top * 100 - air_y, 3),
            width=round((right - left) * 100 + 2 * air_x, 3),
            height=round((bottom - top) * 100 + 2 * air_y, 3),
        )
        for left, top, right, bottom in boxes
    )


def excerpt(data: bytes, lines: Lines | None) -> Excerpt | None:
    """The text around the cited lines; None when the bytes are no text."""
    text = sniff.decode(data)
    if text is None:
        return None
    all_lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first, last = (lines.first, lines.last) if lines is not None else (0, 0)
    start = 1 if len(all_lines) <= _LINES_SHOWN else max(1, first - _LINES_SHOWN // 2)
    stop = min(len(all_lines), start + _LINES_SHOWN - 1)
    return Excerpt(
        tuple(
            Line(number, all_lines[number - 1], first <= number <= last) for number in range(start, stop + 1)
        ),
        len(all_lines),
    )


def resource(data: bytes, pointer: str) -> Node | None:
    """The resource a pointer leads into, as a tree with the pointed member marked.

    Args:
        data: A JSON file, or one JSON value a line.
        pointer: RFC 6901; in a file of lines its first part is the line, from 0.

    Returns:
        None when the bytes are no JSON or the pointer leads nowhere.
    """
    try:
        document, parts = _document(data, pointer)
        depth = _resource_depth(document, parts)
        root = _follow(document, parts[:depth])
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    name = str(root.get("resourceType", "")) if isinstance(root, dict) else ""
    return _node(name, root, tuple(parts[depth:]), 0)


def outline(tree: bytes) -> Node | None:
    """The tree that `connectors.intake.outline` gives, checked: it comes from a process that read a file.

    Returns:
        None when it is none.
    """
    try:
        return _branch(json.loads(tree), 0)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _branch(plain: Any, depth: int) -> Node:
    if depth > 2 * _DEPTH:
        raise ValueError("too deep")
    value = plain["value"]
    return Node(
        str(plain["key"]),
        None if value is None else str(value)[:_TEXT_SHOWN],
        tuple(_branch(child, depth + 1) for child in plain["children"]),
        plain["marked"] is True,
        int(plain["cut"]),
    )


def _document(data: bytes, pointer: str) -> tuple[Any, list[str]]:
    text = sniff.decode(data) or ""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    try:
        return _load(text), parts
    except ValueError:
        line = text.splitlines()[int(parts[0])]
        return _load(line), parts[1:]


def _load(text: str) -> Any:
    """JSON with its numbers as they are written: 5.40 stays 5.40."""
    return json.loads(text, parse_float=str, parse_int=str)


def _resource_depth(document: Any, parts: list[str]) -> int:
    """How many parts lead to the innermost resource on the way."""
    here, deepest = document, 0
    for depth, part in enumerate(parts, start=1):
        here = here[int(part)] if isinstance(here, list) else here[part]
        if isinstance(here, dict) and "resourceType" in here:
            deepest = depth
    return deepest


def _follow(document: Any, parts: list[str]) -> Any:
    for part in parts:
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


def _node(key: str, value: Any, target: tuple[str, ...] | None, depth: int) -> Node:
    """A member and what is below it; `target` is the way to the marked one, None off that way."""
    marked = target == ()
    if depth < _DEPTH and isinstance(value, dict):
        return Node(
            key,
            None,
            tuple(_node(name, item, _towards(target, name), depth + 1) for name, item in value.items()),
            marked,
        )
    if depth < _DEPTH and isinstance(value, list) and len(value) == 1:
        return _node(key, value[0], _towards(target, "0") if target else target, depth + 1)
    if depth < _DEPTH and isinstance(value, list):
        members = (
            _node(str(place + 1), item, _towards(target, str(place)), depth + 1)
            for place, item in enumerate(value)
        )
        return Node(key, None, tuple(members), marked)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Node(key, text[:_TEXT_SHOWN], (), marked, max(0, len(text) - _TEXT_SHOWN))


def _towards(target: tuple[str, ...] | None, part: str) -> tuple[str, ...] | None:
    return target[1:] if target and target[0] == part else None

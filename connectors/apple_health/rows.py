"""Nine of ten records of an export are one plain line of a dense type: they are read without an XML parser.

Such lines are cut out of the document, and an empty element is put where they stood that says which they
were. So the parser tells their place among all others, in the document's order: what it does not tell of (a
line in a comment) is not read. Whatever is not exactly as a phone writes it stays in the document.
"""

import re
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar, cast

from lxml import etree

TAG = "plain-rows"
"""Name of the element that is put in; its ``n`` is the number of the run."""

_ROUTES_MAX = 20_000
# `_TEXT` has no reference in it; `_NAME` may, and is read by the parser once.
_TEXT, _NAME = rb'[^"&<\r\n\t]*', rb'[^"<\r\n\t]*'
_ROW = re.compile(
    rb'<Record type="(%(text)b)" sourceName="(%(name)b)"(?: sourceVersion="%(text)b")?'
    rb'(?: device="(%(name)b)")?(?: unit="(%(name)b)")?(?: creationDate="%(text)b")?'
    rb' startDate="(%(text)b)" endDate="(%(text)b)" value="(%(text)b)"'
    rb'(?:/>|>(?:\s*<MetadataEntry key="(?!HKTimeZone")%(text)b" value="%(text)b"/>)*\s*</Record>)'
    % {b"text": _TEXT, b"name": _NAME}
)

Route = TypeVar("Route")
Attributes = Mapping[str, str]
Run = list[tuple[Route, bytes, bytes, bytes]]


class Rows(Generic[Route]):
    """The plain lines of one document."""

    def __init__(self, route: Callable[[Attributes], Route | None]) -> None:
        """Begin.

        Args:
            route: Where the rows of a type, source and unit go; None for what the parser must read.
        """
        self._route = route
        self._routes: dict[tuple[bytes | None, ...], Route | None] = {}
        self._runs: dict[int, Run[Route]] = {}
        self._number = self._before = 0

    def cut(self, piece: bytes) -> bytes:
        """A piece of the document without its plain lines."""
        self._forget()
        routes, kept, at = self._routes, list[bytes](), 0
        run: Run[Route] | None = None
        for match in _ROW.finditer(piece):
            kind, source, device, unit, start, end, value = match.groups()
            try:
                route = routes[kind, source, device, unit]
            except KeyError:
                route = self._found(match, (kind, source, device, unit))
            if route is None:
                continue
            begin, after = match.span()
            between = piece[at:begin]
            if run is None or not between.isspace():
                self._number += 1
                run = self._runs[self._number] = []
                kept += (between, b'<%b n="%d"/>' % (TAG.encode(), self._number))
            run.append((route, start, end, value))
            at = after
        return b"".join((*kept, piece[at:])) if kept else piece

    def taken(self, number: str) -> Run[Route]:
        """The rows of a run, once: where each goes, its start, end and value."""
        return self._runs.pop(int(number), []) if number.isdecimal() else []

    def _forget(self) -> None:
        """Runs of the piece before the last that the parser has not told of stand in a comment."""
        for number in [number for number in self._runs if number <= self._before]:
            del self._runs[number]
        self._before = self._number

    def _found(self, match: re.Match[bytes], key: tuple[bytes | None, ...]) -> Route | None:
        if len(self._routes) > _ROUTES_MAX:
            self._routes.clear()
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            route = self._route(cast("Attributes", etree.fromstring(match.group(), parser).attrib))
        except etree.XMLSyntaxError:
            route = None  # the parser will say so of the whole
        self._routes[key] = route
        return route

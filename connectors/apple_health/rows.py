"""Nine of ten records of an export are one plain line of a dense type: they are read without an XML parser.

Such lines are cut out of the document, and an empty element is put where they stood that says which they
were. So the parser tells their place among all others, in the document's order: what it does not tell of (a
line in a comment) is not read. Whatever is not exactly as a phone writes it stays in the document.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from connectors.dense import Column

TAG = "plain-rows"
"""Name of the element that is put in; its ``n`` is the number of the run."""

_ROUTES_MAX = 20_000
# What stands before the dates is read by the parser, once for each that differs. Values hold no reference.
_ROW = re.compile(
    rb'(<Record (type="[^"]*" sourceName="[^"]*"(?: sourceVersion="[^"]*")?(?: device="[^"]*")?'
    rb'(?: unit="[^"]*")?)(?: creationDate="[^"&<]*")? startDate="([^"]{25})" endDate="([^"]{25})"'
    rb' value="([^"&<]*)"'
    rb'(?:/>|>(?:\s*<MetadataEntry key="(?!HKTimeZone")[^"&<]*" value="[^"&<]*"/>)*\s*</Record>)\s*)'
)
_PARTS = 1 + _ROW.groups
"""Between two rows, and of each: all of it, what stands before the dates, its start, end and value."""

Attributes = Mapping[str, str]
Route = tuple[Column, float, float]
"""The column a row goes into, and what its value is multiplied by and moved by."""


@dataclass(slots=True)
class Same:
    """Rows that go one way, in their order: the start, end and value of each as written."""

    route: Route
    rows: list[tuple[bytes, bytes, bytes]]


class Rows:
    """The plain lines of one document."""

    def __init__(self, route: Callable[[Attributes], Route | None]) -> None:
        """Begin.

        Args:
            route: Where the rows of a type, source and unit go; None for what the parser must read.
        """
        self._route = route
        self._routes: dict[bytes, Route | None] = {}
        self._runs: dict[int, dict[Column, Same]] = {}
        self._number = self._before = 0

    def cut(self, piece: bytes) -> bytes:
        """A piece of the document without its plain lines."""
        self._forget()
        parts, kept = _ROW.split(piece), list[bytes]()
        columns: dict[Column, Same] = {}
        run: dict[bytes, Same] = {}
        for between, whole, said, start, end, value in zip(
            *(parts[at::_PARTS] for at in range(_PARTS)), strict=False
        ):
            same = run.get(said)
            if same is None or between:
                route = self._routes[said] if said in self._routes else self._found(said)
                if route is None:
                    kept += (between, whole)
                    run, columns = {}, {}
                    continue
                same = columns.get(route[0])
                if between or not run or (same is not None and same.route != route):
                    self._number += 1
                    run, columns, same = {}, {}, None
                    self._runs[self._number] = columns
                    kept += (between, b'<%b n="%d"/>' % (TAG.encode(), self._number))
                run[said] = same = columns.setdefault(route[0], same or Same(route, []))
            same.rows.append((start, end, value))
        return b"".join((*kept, parts[-1])) if kept else piece

    def taken(self, number: str) -> Collection[Same]:
        """The rows of a run, once."""
        return self._runs.pop(int(number), {}).values() if number.isdecimal() else ()

    def _forget(self) -> None:
        """Runs of the piece before the last that the parser has not told of stand in a comment."""
        for number in [number for number in self._runs if number <= self._before]:
            del self._runs[number]
        self._before = self._number

    def _found(self, said: bytes) -> Route | None:
        if len(self._routes) > _ROUTES_MAX:
            self._routes.clear()
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            element = etree.fromstring(b"<Record %b/>" % said, parser)
            route = self._route(cast("Attributes", element.attrib))
        except etree.XMLSyntaxError:
            route = None  # the parser will say so of the whole
        self._routes[said] = route
        return route

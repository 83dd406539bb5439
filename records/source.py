"""Where a fact or a passage was read: file, place in the file, and who measured it."""

from dataclasses import dataclass

WITHIN = " > "
"""Between the path of a part and that of a part inside it."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, each as a share (0 to 1) of the page's width or height, origin top left."""


@dataclass(frozen=True, slots=True)
class PageBoxes:
    """A place on a page of a PDF or picture. Pages count from 1."""

    page: int
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class JsonPointer:
    """A place in a JSON file: an RFC 6901 pointer. In NDJSON the first part is the line number from 0."""

    pointer: str


@dataclass(frozen=True, slots=True)
class XPath:
    """A place in an XML file."""

    path: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a text file, counted from 1, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table inside a structured file, counted from 1, both ends included.

    Attributes:
        table: Its name: a sheet of a workbook, a table of a database, a message type of an activity file.
    """

    table: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What the person typed themselves: there is no file behind it."""


Locator = PageBoxes | JsonPointer | XPath | Lines | Rows | Entry


@dataclass(frozen=True, slots=True)
class Source:
    """The place a statement was read.

    Attributes:
        locator: Where in the file.
        laboratory: Who measured, as printed; None when the file does not say.
        method: As printed.
        device: As printed.
        member: Path of the part that `locator` is about, when the file is an archive or holds other files;
            parts within parts are joined by `WITHIN`; empty for the file itself.
        file_id: Opaque id of the sealed original; empty inside a connector, which does not know it.
        file_name: As the person named it (content: sealed); empty inside a connector.
    """

    locator: Locator
    laboratory: str | None = None
    method: str | None = None
    device: str | None = None
    file_id: str = ""
    file_name: str = ""
    member: str = ""

    @property
    def page(self) -> int | None:
        """The page, for files that have pages."""
        return self.locator.page if isinstance(self.locator, PageBoxes) else None


def locator_text(locator: Locator) -> str:
    """The locator as one line: ``page=2&box=…``, ``/entry/3/resource``, ``lines=4-6``, ``entry``."""
    match locator:
        case PageBoxes(page, boxes):
            return "&".join(
                [f"page={page}", *("box=" + ",".join(f"{edge:.4f}" for edge in box) for box in boxes)]
            )
        case JsonPointer(pointer):
            return pointer or "/"
        case XPath(path):
            return path
        case Lines(first, last):
            return f"lines={first}-{last}"
        case Rows(table, first, last):
            return f"table={table}&rows={first}-{last}"
        case Entry():
            return "entry"

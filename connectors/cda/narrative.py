"""The readable half of a CDA document: every section's text as passages, tables row by row."""

from collections.abc import Iterator

from connectors.cda.context import Place, source
from connectors.cda.parse import Element, child, children, name
from records.model import Passage
from records.when import When

_LONG = 1500
_SPACED = frozenset(
    ("paragraph", "list", "table", "item", "br", "caption", "tr", "title", "text", "renderMultiMedia")
)


def passages(text: Element, place: Place, date: When | None) -> Iterator[Passage]:
    """The words of a section's text, in pieces of about a page's quarter; a table's rows stay whole."""
    at: Element | None = None
    lines: list[str] = []
    length = 0
    for element, line in _lines(text):
        if lines and length + len(line) > _LONG:
            yield _passage(lines, at if at is not None else text, place, date)
            lines, length, at = [], 0, None
        at = element if at is None else at
        lines.append(line)
        length += len(line)
    if lines:
        yield _passage(lines, at if at is not None else text, place, date)


def _passage(lines: list[str], at: Element, place: Place, date: When | None) -> Passage:
    return Passage("\n".join(lines), source(at), heading=place.heading, when=date)


def _lines(block: Element) -> Iterator[tuple[Element, str]]:
    """Line by line: paragraphs, list items, rows of tables with the names of their columns."""
    running: list[str] = [block.text or ""]

    def flush() -> Iterator[tuple[Element, str]]:
        said = " ".join("".join(running).split())
        running.clear()
        if said:
            yield block, said

    for inner in block:
        kind = name(inner)
        if kind == "table":
            yield from flush()
            yield from _rows(inner)
        elif kind in ("list", "paragraph", "item", "caption", "content") and _has_blocks(inner):
            yield from flush()
            yield from _lines(inner)
        elif kind in _SPACED:
            yield from flush()
            running.append(words(inner))
            yield from ((inner, line) for _, line in flush())
        elif kind:
            running.append(words(inner))
        running.append(inner.tail or "")
    yield from flush()


def _has_blocks(element: Element) -> bool:
    return any(
        name(item) in ("table", "list", "item", "paragraph", "br", "caption")
        for item in element.iter()
        if item is not element
    )


def words(element: Element) -> str:
    """All words of an inline element; a break or a block in it parts them."""
    parts = [element.text or ""]
    for inner in element:
        apart = name(inner) in _SPACED
        parts += [
            " " if apart else "",
            words(inner) if name(inner) else "",
            " " if apart else "",
            inner.tail or "",
        ]
    return "".join(parts)


def _said(element: Element) -> str:
    return " ".join(words(element).split())


def _rows(table: Element) -> Iterator[tuple[Element, str]]:
    caption = child(table, "caption")
    if caption is not None and _said(caption):
        yield caption, _said(caption)
    heads: list[str] = []
    for group in table:
        if name(group) == "thead":
            headers = children(group, "tr")
            heads = _cells(headers[-1]) if headers else []
        elif name(group) in ("tbody", "tfoot"):
            for row in children(group, "tr"):
                yield from _row(row, heads)
        elif name(group) == "tr":
            yield from _row(group, heads)


def _cells(row: Element) -> list[str]:
    """The cells of a row; one that spans columns stands in each."""
    found: list[str] = []
    for cell in children(row, "td", "th"):
        wide = cell.get("colspan") or "1"
        found += [_said(cell), *([""] * (min(int(wide), 50) - 1 if wide.isdigit() else 0))]
    return found


def _row(row: Element, heads: list[str]) -> Iterator[tuple[Element, str]]:
    cells = _cells(row)
    named = len(heads) == len(cells) and any(heads)
    texts = [
        f"{heads[index]}: {cell}" if named and heads[index] and heads[index] != cell else cell
        for index, cell in enumerate(cells)
        if cell
    ]
    line = " | ".join(texts)
    if line:
        yield row, line

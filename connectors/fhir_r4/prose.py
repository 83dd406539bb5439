"""Words out of HTML: what a reader sees, a line per block, without scripts and styles."""

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "p div br li tr h1 h2 h3 h4 h5 h6 table ul ol dl dt dd blockquote section article header footer hr "
    "paragraph list item title text caption thead tbody".split()
)
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(("script", "style", "head", "template"))
_LEFTOVER = re.compile(r"<br\s*/?>|</p>|&(?:lt|gt|amp|nbsp|#\d+);", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\xa0]+")


class _Prose(HTMLParser):
    """Words of HTML, a line per block and a bar between cells; scripts, styles and comments say nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a cell or a silent part."""
        del attrs
        if tag in _SILENT:
            self._silent += 1
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        if tag in _SILENT and self._silent:
            self._silent -= 1
        elif tag in _CELLS:
            self.parts.append(" | ")
        else:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")


def prose(html: str) -> str:
    """The words of a piece of HTML, blocks on their own lines."""
    reader = _Prose()
    reader.feed(html)
    reader.close()
    lines = (_SPACES.sub(" ", line).strip(" |") for line in "".join(reader.parts).split("\n"))
    text = "\n".join(line for line in lines if line)
    # Some systems escape twice: what is left then is markup again, and shorter each time.
    return plain(text) if len(text) < len(html) else text


def plain(text: str) -> str:
    """A remark as written, without the markup that some systems leave in it (``<br>``, ``&gt;``)."""
    if not _LEFTOVER.search(text):
        return text
    return "\n".join(prose(line) for line in text.split("\n"))

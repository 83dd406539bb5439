"""The lines of a text file as lines of prose, each fact with its lines."""

import re
from collections.abc import Iterator, Sequence

from connectors.prose.lines import Line
from connectors.prose.reading import facts
from core.language import of_document
from records.model import Fact
from records.source import Lines, Source
from records.when import When

_ROW = re.compile(r"\s*\|.*\|\s*\Z")
_RULE = re.compile(r"[\s|:+=-]+\Z")
_WIDE = re.compile(r"\t+|(?<=\S) {3,}(?=\S)")
_TITLE = re.compile(r"\s*#{1,6}\s+(?P<words>.+?)\s*#*\s*\Z")
_EMPHASIS = re.compile(r"\*\*|__")


def of_text(texts: Sequence[str], *, document_date: When | None) -> Iterator[Fact]:
    """The facts in the words of a text file.

    Args:
        texts: Its lines.
        document_date: The date it gives itself.
    """
    lines: list[Line] = []
    numbers: list[int] = []
    gap = False
    for number, text in enumerate(texts, start=1):
        if _RULE.fullmatch(text) or not text.strip():
            gap = gap or not text.strip()
            continue
        lines.append(_line(_EMPHASIS.sub("", text.strip()), gap=gap))
        numbers.append(number)
        gap = False

    def locate(places: tuple[int, ...]) -> Source:
        return Source(Lines(numbers[places[0]], numbers[places[-1]]))

    language = of_document("\n".join(texts)[:4000], "en")
    yield from facts(lines, locate, language=language, document_date=document_date)


def _line(text: str, *, gap: bool) -> Line:
    title = _TITLE.match(text)
    if title is not None:
        return Line(title["words"], (title["words"],), gap, title=True)
    if _ROW.match(text):
        cells = tuple(cell.strip() for cell in text.strip().removeprefix("|").removesuffix("|").split("|"))
        return Line(" ".join(cell for cell in cells if cell), cells, gap)
    cells = tuple(cell.strip() for cell in _WIDE.split(text))
    starts = (0, *(float(gap_.end()) for gap_ in _WIDE.finditer(text)))
    letters = [sign for sign in text if sign.isalpha()]
    capitals = len(letters) >= 3 and all(map(str.isupper, letters)) and len(text) <= 70  # noqa: PLR2004
    return Line(" ".join(cells), cells, gap, title=capitals, lefts=() if "\t" in text else starts)

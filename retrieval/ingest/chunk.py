"""Long passages cut where a reader would pause, each piece pointing at its own lines."""

import re
from collections.abc import Iterator
from dataclasses import replace

from records.model import Passage
from records.source import Lines, Locator, PageBoxes, Source

LONGEST = 800
"""Characters of a piece. The model reads 512 tokens (about 1,500 characters), but a piece this long still
says one thing, and its mark on the page is a paragraph."""

_PAUSE = re.compile(r"\n\s*\n|(?<=[.!?;:])\s+|\n")
_SPACE = re.compile(r"\s")


def split(passage: Passage) -> tuple[Passage, ...]:
    """The passage, or its pieces in order: at most `LONGEST` long, none blank, only white space lost.

    A piece's locator is narrowed where that is certain: to its own lines when the passage's line numbers or
    boxes match its text line by line; otherwise it stays the whole passage's.
    """
    if len(passage.text) <= LONGEST:
        return (passage,) if passage.text.strip() else ()
    return tuple(
        replace(passage, text=passage.text[first:last], source=_narrowed(passage, first, last))
        for first, last in _spans(passage.text)
    )


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the pieces begin and end, white space around them left out."""
    start = 0
    while start < len(text):
        end = len(text) if len(text) - start <= LONGEST else _pause(text, start)
        piece = text[start:end]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
        start = end


def _pause(text: str, start: int) -> int:
    """The best place to stop within reach: a paragraph, a sentence, a line, a space; or the limit itself."""
    reach = start + LONGEST
    pauses = list(_PAUSE.finditer(text, start + LONGEST // 4, reach))
    for kind in ("\n\n", ".", "\n"):
        fitting = [match.end() for match in pauses if _kind(text, match) == kind]
        if fitting:
            return fitting[-1]
    spaces = [match.end() for match in _SPACE.finditer(text, start + 1, reach)]
    return spaces[-1] if spaces else reach


def _kind(text: str, match: re.Match[str]) -> str:
    if match.group().count("\n") > 1:
        return "\n\n"
    return "." if text[match.start() - 1] in ".!?;:" else "\n"


def _narrowed(passage: Passage, first: int, last: int) -> Source:
    source, text = passage.source, passage.text
    above, within = text.count("\n", 0, first), text.count("\n", first, last)
    return replace(source, locator=_lines(source.locator, text.count("\n") + 1, above, above + within))


def _lines(locator: Locator, lines: int, first: int, last: int) -> Locator:
    match locator:
        case Lines(start, end) if end - start + 1 == lines:
            return Lines(start + first, start + last)
        case PageBoxes(page, boxes) if len(boxes) == lines:
            return PageBoxes(page, boxes[first : last + 1])
    return locator

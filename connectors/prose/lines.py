"""The lines of a document as callers hand them in, and stretches of them that know their lines."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Attributes:
        text: As read aloud.
        cells: Its parts between wide gaps or table lines, left to right; one for running text.
        gap: Whether it stands apart from the line above.
        title: Whether the caller takes it for a title by its type or marks.
        lefts: Where each cell begins, in any unit that all lines share; empty when unknown.
    """

    text: str
    cells: tuple[str, ...] = ()
    gap: bool = False
    title: bool = False
    lefts: tuple[float, ...] = ()


class Span(NamedTuple):
    """A part of a `Stretch`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that belong together, over one or several lines.

    Attributes:
        text: The words; a new line stands where a printed line ends.
        plain: `text` in lower case without accents, a space where a line ends; as long as `text`.
        starts: Where in `text` each of `lines` starts.
        lines: Index of each line in the document.
        cells: Of a row of a table; empty otherwise.
        lefts: Where each cell begins; empty when unknown.
    """

    text: str
    plain: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]
    cells: tuple[str, ...] = ()
    lefts: tuple[float, ...] = ()

    @classmethod
    def of(
        cls, parts: Sequence[tuple[int, str]], cells: tuple[str, ...] = (), lefts: tuple[float, ...] = ()
    ) -> "Stretch":
        """Lines, each with its index, put together."""
        starts, place = [], 0
        for _, text in parts:
            starts.append(place)
            place += len(text) + 1
        joined = "\n".join(text for _, text in parts)
        return cls(
            joined,
            plain(joined).replace("\n", " "),
            tuple(starts),
            tuple(index for index, _ in parts),
            cells,
            lefts,
        )

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """The lines that the signs from `start` to `end` stand on."""
        found = []
        for place, (begin, line) in enumerate(zip(self.starts, self.lines, strict=True)):
            stop = self.starts[place + 1] if place + 1 < len(self.starts) else len(self.text) + 1
            if begin < max(end, start + 1) and stop > start:
                found.append(line)
        return tuple(found)

    def part(self, span: Span) -> "Stretch":
        """The words of `span` as a stretch of their own."""
        start, end = trimmed(self.text, *span)
        there = set(self.within(start, end))
        kept = [
            (max(begin, start) - start, line)
            for begin, line in zip(self.starts, self.lines, strict=True)
            if line in there
        ]
        return Stretch(
            self.text[start:end],
            self.plain[start:end],
            tuple(begin for begin, _ in kept),
            tuple(line for _, line in kept),
        )


def plain(text: str) -> str:
    """Lower case without accents, as long as `text`.

    >>> plain("Née à l’Hôpital")
    "nee a l'hopital"
    """
    return "".join(map(_bare, text))


@lru_cache(maxsize=4096)
def _bare(sign: str) -> str:
    if sign in "’ʼ`´":
        return "'"
    if sign.isspace() and sign != "\n":
        return " "
    base = unicodedata.normalize("NFKD", sign)[:1].lower()
    return base if len(base) == 1 else sign


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space and loose punctuation at its ends."""
    while start < end and text[start] in " \n\t,;:.-–—•*|>":
        start += 1
    while end > start and text[end - 1] in " \n\t,;:-–—|":
        end -= 1
    return Span(start, end)


def tidy(text: str) -> str:
    """Words with single spaces, without loose punctuation at the ends, brackets closed.

    >>> tidy(" – Metformine  1000 mg ; ")
    'Metformine 1000 mg'
    """
    words = " ".join(text.split()).strip(" ,;:-–—|•*").removesuffix(".").strip()
    if words.count("(") < words.count(")"):
        words = words.removesuffix(")").rstrip()
    if words.count("(") > words.count(")") and words.endswith("("):
        words = words[:-1].rstrip()
    return words


_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:dr|pr|mr|mrs|ms|mme|m|st|cf|ex|env|inj|tab|caps?|syp|syr|susp|oint|cp|cpr|gel|amp|no|"
    r"n|vs|approx|max|min|"
    r"bid|tid|po)\Z"
)
_OF_CAPITALS = re.compile(r"\b(?!DR|ST|INJ|TAB|CAPS?|SYP)[A-Z]{2,}\Z")
"""``MS.`` ends a sentence, ``Ms.`` does not."""
_STOP = re.compile(r"(?<=[^\s])([.!?])(?=\s+[\"«(]?[A-ZÀ-ÖØ-Þ0-9])|\n\n|;")


def sentences(stretch: Stretch) -> list[Stretch]:
    """The sentences, and what semicolons part."""
    found, start = [], 0
    for match in _STOP.finditer(stretch.text):
        short = _ABBREVIATED.search(stretch.plain, max(0, match.start() - 12), match.start())
        if match[1] == "." and short and not _OF_CAPITALS.search(stretch.text, short.start(), short.end()):
            continue
        found.append(Span(start, match.end()))
        start = match.end()
    found.append(Span(start, len(stretch.text)))
    return [part for span in found if (part := stretch.part(span)).text]


def pieces(stretch: Stretch, separator: re.Pattern[str]) -> list[Stretch]:
    """What `separator` parts, outside of brackets."""
    found, start = [], 0
    for match in separator.finditer(stretch.plain):
        before = stretch.text[start : match.start()]
        if before.count("(") > before.count(")"):
            continue
        found.append(Span(start, match.start()))
        start = match.end()
    found.append(Span(start, len(stretch.text)))
    return [part for span in found if (part := stretch.part(span)).text]

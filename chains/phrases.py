"""Streamed text cut into whole sentences, each with the marks of the lines it cites."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKS = re.compile(r"\s*[\[(]\s*F\d+(?:\s*[,;]\s*F\d+)*\s*[\])]")
_MARK = re.compile(r"F\d+")
_END = re.compile(
    r"(?P<stop>[.!?…]+(?:[ \u00a0\u202f]?»)?[\"”»)*]*(?:\s*[\[(]F\d+(?:\s*[,;]\s*F\d+)*[\])][.]?)*)"
    r"(?P<gap>\s+)(?=[^\s»])|(?P<line>\n+)(?=\S)"
)
_SHORT = re.compile(
    r"^\s*\d{1,2}\.$|(?:^|[\s(])(?:[A-Za-z]|Dr|Pr|Mr|Mrs|Ms|Mme|Mlle|St|env|ex|cf|approx|vs|no|nos|art|p\.\s?ex|e\.g|i\.e|fig)\.$"
)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence of a model.

    Attributes:
        text: Its words, without marks, bullet or Markdown.
        marks: ``F1`` … in order, each once.
        bullet: It was an item of a list.
        lead_in: It only announces what follows ("Here is what I found:").
    """

    text: str
    marks: tuple[str, ...]
    bullet: bool
    lead_in: bool


class Cutter:
    """Takes pieces of text as they come; gives sentences back as soon as they are certain to be whole."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> Iterator[Phrase]:
        """The sentences that `piece` completes."""
        self._rest += piece
        start = 0
        for match in _END.finditer(self._rest):
            if match["stop"] and not self._ends(self._rest[start : match.end("stop")], match.end()):
                continue
            yield from _phrase(self._rest[start : match.end()])
            start = match.end()
        self._rest = self._rest[start:]

    def _ends(self, text: str, following: int) -> bool:
        """Whether a full stop ends its sentence: not an abbreviation, and what follows starts another."""
        next_letter = self._rest[following : following + 1]
        return not _SHORT.search(text) and not next_letter.islower() and next_letter not in "[("

    def close(self) -> Iterator[Phrase]:
        """What is left when the text ended as it should."""
        rest, self._rest = self._rest, ""
        yield from _phrase(rest)


def _phrase(raw: str) -> Iterator[Phrase]:
    marks = tuple(dict.fromkeys(mark for group in _MARKS.findall(raw) for mark in _MARK.findall(group)))
    bare = _MARKS.sub("", raw)
    text = _BULLET.sub("", bare).replace("**", "").replace("__", "")
    text = re.sub(r"\s+([.,])", r"\1", " ".join(text.lstrip("# ").split()))
    if re.search(r"\w", text):
        yield Phrase(text, marks, bool(_BULLET.match(bare)), text.endswith(":") and not marks)

"""Two texts compared in words, so that a reader sees what was changed and not which line moved. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Mark = Literal["same", "out", "in"]
Span = tuple[Mark, str]

_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_AROUND = 2
_ALIKE = 0.3
"""Lines less alike than this are shown whole, one out and one in, not woven into each other."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a comparison.

    Attributes:
        spans: Its words with their marks.
        skipped: How many lines without a change stand here instead; 0 for a line.
    """

    spans: tuple[Span, ...] = ()
    skipped: int = 0


def compare(before: str, after: str) -> tuple[Line, ...]:
    """What changed from one text to the other; empty when nothing did.

    >>> [line.spans for line in compare("a b", "a c")]
    [(('same', 'a '), ('out', 'b'), ('in', 'c'))]
    """
    if before == after:
        return ()
    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += _around(old[a:b], first=a == 0, last=b == len(old))
        else:
            lines += _changed(old[a:b], new[c:d])
    return tuple(lines)


def words_changed(lines: Sequence[Line]) -> tuple[int, int]:
    """How many words a comparison took out and put in."""
    spans = [span for line in lines for span in line.spans]
    return _words(spans, "out"), _words(spans, "in")


def _words(spans: Sequence[Span], mark: Mark) -> int:
    return sum(len(re.findall(r"\w+", text)) for kind, text in spans if kind == mark)


def _around(same: Sequence[str], *, first: bool, last: bool) -> list[Line]:
    head = 0 if first else _AROUND
    tail = 0 if last else _AROUND
    shown = [Line((("same", line),)) for line in same]
    if len(shown) <= head + tail + 1:
        return shown
    middle = Line(skipped=len(shown) - head - tail)
    return [*shown[:head], middle, *shown[len(shown) - tail :]]


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for number in range(max(len(old), len(new))):
        before = old[number] if number < len(old) else None
        after = new[number] if number < len(new) else None
        if before is None or after is None:
            yield Line(((("in", after or "") if before is None else ("out", before)),))
            continue
        words = _WORD.findall(before), _WORD.findall(after)
        matcher = SequenceMatcher(None, *words, autojunk=False)
        if matcher.ratio() < _ALIKE:
            yield Line((("out", before),))
            yield Line((("in", after),))
        else:
            yield Line(tuple(_spans(matcher, *words)))


def _spans(matcher: "SequenceMatcher[str]", before: list[str], after: list[str]) -> Iterator[Span]:
    for tag, a, b, c, d in matcher.get_opcodes():
        old, new = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal":
            yield "same", old
            continue
        if old:
            yield "out", old
        if new:
            yield "in", new

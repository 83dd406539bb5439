"""What a model takes over from a document word for word is put in quotation marks: the document says it.

So an order in a letter that nothing recognised as one is shown, if a model repeats it, as the letter's words
with their chip, and never as Carnet's own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from core.language import Language
from records.evidence import Evidence
from records.model import Kind
from records.words import fold

RUN = 5
"""So many words in a row are no accident."""
_SMALL = 3
"""Letters of a word that a quotation neither begins nor ends with ("and of")."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_MARKS: dict[Language, tuple[str, str]] = {"fr": ("« ", " »"), "en": ("“", "”")}


def in_quotes(text: str, evidence: Iterable[Evidence], language: Language) -> str:
    """`text` with each stretch that stands word for word in a passage in quotation marks, once.

    Args:
        text: A model's sentence.
        evidence: What it cites; of facts only notes are quoted, a value is said as it is printed.
        language: Of the answer; its quotation marks.
    """
    passages = [list(map(fold, _WORD.findall(words))) for one in evidence for words in _prose(one)]
    opening, closing = _MARKS[language]
    for start, end in reversed(list(_stretches(text, passages))):
        text = f"{text[:start]}{opening}{text[start:end]}{closing}{text[end:]}"
    return text


def _prose(evidence: Evidence) -> Iterator[str]:
    """What of an evidence somebody wrote in sentences."""
    if evidence.passage is not None:
        yield evidence.text
    if evidence.fact is not None and evidence.fact.kind is Kind.NOTE:
        yield from filter(None, (evidence.fact.label, evidence.fact.detail))


def _stretches(text: str, passages: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Spans of `text`, in order, outside the quotation marks that it has."""
    shut = [match.span() for match in _QUOTED.finditer(text)]
    found = [
        match
        for match in _WORD.finditer(text)
        if not any(start <= match.start() < end for start, end in shut)
    ]
    said = [fold(match[0]) for match in found]
    at = 0
    while at + RUN <= len(said):
        length = max((_shared(said[at:], passage) for passage in passages), default=0)
        last = next((n for n in range(at, at + length - 1) if _is_apart(found[n], found[n + 1], shut)), None)
        length = length if last is None else last - at + 1
        if length >= RUN:
            yield _span(found[at : at + length])
        at += max(length, 1) if length >= RUN else 1


def _span(run: Sequence[re.Match[str]]) -> tuple[int, int]:
    """From the first to the last word of a run that says something by itself."""
    telling = [match for match in run if len(match[0]) > _SMALL or match[0].isdigit()] or run
    return telling[0].start(), telling[-1].end()


def _is_apart(one: re.Match[str], other: re.Match[str], shut: Sequence[tuple[int, int]]) -> bool:
    """Whether quoted words stand between two others."""
    return any(one.end() <= start < other.start() for start, _ in shut)


def _shared(said: Sequence[str], passage: Sequence[str]) -> int:
    """How many words `said` begins with that stand so in `passage`."""
    best = 0
    for place, word in enumerate(passage):
        if word != said[0]:
            continue
        length = 0
        while (
            length < len(said) and place + length < len(passage) and said[length] == passage[place + length]
        ):
            length += 1
        best = max(best, length)
    return best

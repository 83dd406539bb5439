"""What an answer may rest on: a piece of the person's own record that can be opened."""

from dataclasses import dataclass

from records.model import Fact, Passage
from records.source import Source


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing found, and where.

    Attributes:
        id: Opaque; the id of the fact or passage.
        text: The words to read: the passage, or the fact as its source prints it.
        source: The place a citation opens.
        score: Between 0 and 1, best first; comparable within one search only.
        fact: The fact, when this evidence is one.
        passage: The passage, when this evidence is one.
    """

    id: str
    text: str
    source: Source
    score: float = 1.0
    fact: Fact | None = None
    passage: Passage | None = None

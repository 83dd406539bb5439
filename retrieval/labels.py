"""The printed labels of one person's record, ready to be looked for in a question."""

import re
from collections.abc import Iterable, Mapping, Set
from typing import Self

from records.analytes import by_label
from records.words import words

_PARENTHESES = re.compile(r"\([^()]*\)")

Spelling = tuple[str, ...]


class Labels(tuple[str, ...]):
    """Labels, each once, in order; those that no analyte answers to can be found by any of their words.

    Worked out once a record and not once a question: a large record has many labels, a question few words.
    """

    _by_word: Mapping[str, tuple[int, ...]] | None = None

    def __new__(cls, labels: Iterable[str] = ()) -> Self:
        """Repeats are dropped."""
        return super().__new__(cls, dict.fromkeys(labels))

    def sharing(self, asked: Set[str]) -> tuple[str, ...]:
        """The labels without an analyte that hold one of these folded words, in order."""
        if self._by_word is None:
            self._by_word = _places(self)
        found = {place for word in asked for place in self._by_word.get(word, ())}
        return tuple(self[place] for place in sorted(found))


def spellings(label: str) -> tuple[Spelling, Spelling]:
    """A label in folded words: whole, and without what stands in parentheses."""
    return words(label), words(_PARENTHESES.sub(" ", label))


def _places(labels: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    index: dict[str, list[int]] = {}
    for place, label in enumerate(labels):
        if by_label(label) is None:
            for word in set(words(label)):
                index.setdefault(word, []).append(place)
    return {word: tuple(found) for word, found in index.items()}

"""What the heads look at in a message: its words, the pieces of its words, and what the rules found in it.

Each feature falls into a bucket by its CRC-32, so that no list of words is kept and none is out of it.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from safety.normalise import Token
from safety.rulebook import Hit, Rule

_WORDS, _PIECES, _SIGNS = 8192, 8192, 2048
SIZE = _WORDS + _PIECES + _SIGNS
"""Buckets of the three kinds together."""
_LEAST_CUT = 4
"""Shorter words have no pieces: they are one."""
_PIECE_SIZES = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Marks:
    """A sparse vector; each of its three parts is of unit length.

    Attributes:
        places: Buckets, each once.
        values: Of the buckets.
    """

    places: NDArray[np.int32]
    values: NDArray[np.float32]


def marks(tokens: Sequence[Token], hits: Iterable[Hit], fired: Iterable[Rule]) -> Marks:
    """Marks of a run of tokens.

    Args:
        tokens: Of the run.
        hits: Concepts found in it, with their qualifiers.
        fired: Alarm rules that these hits make true.
    """
    words = [
        "<",
        *(_plain(token.word) for token in tokens if token.word.isalnum() or token.word in "?!"),
        ">",
    ]
    parts = (
        (_runs(words), 0, _WORDS),
        (_pieces(words), _WORDS, _PIECES),
        (_signs(hits, fired), _WORDS + _PIECES, _SIGNS),
    )
    places: list[int] = []
    values: list[float] = []
    for features, start, size in parts:
        buckets = {start + zlib.crc32(feature.encode()) % size for feature in features}
        places.extend(buckets)
        values.extend([len(buckets) ** -0.5] * len(buckets) if buckets else ())
    return Marks(np.array(places, dtype=np.int32), np.array(values, dtype=np.float32))


def _plain(word: str) -> str:
    return "0" if word.isdigit() else word


def _runs(words: Sequence[str]) -> Iterable[str]:
    """Words, pairs of neighbours, and pairs with one word between."""
    yield from words[1:-1]
    yield from (f"{one} {other}" for one, other in pairwise(words))
    yield from (f"{one} _ {other}" for one, other in zip(words, words[2:], strict=False))


def _pieces(words: Sequence[str]) -> Iterable[str]:
    for word in words:
        if len(word) >= _LEAST_CUT:
            whole = f"#{word}#"
            for size in _PIECE_SIZES:
                yield from (whole[start : start + size] for start in range(len(whole) - size + 1))


def _signs(hits: Iterable[Hit], fired: Iterable[Rule]) -> Iterable[str]:
    for hit in hits:
        yield hit.concept
        yield f"{hit.concept}|{'+'.join(sorted(hit.qualifiers)) or 'live'}"
    for rule in fired:
        yield f"rule:{rule.id}"
        yield f"rule:{rule.intent}:{rule.sure}"

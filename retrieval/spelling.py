"""What a misspelt word of a question was meant to be, guarded by its length and by real words.

A word is corrected only when it is long enough, is no ordinary word, is close to one word of the lexicon
and to no other. Nothing is ever corrected into the opposite (``hypo`` and ``hyper``).
"""

from collections.abc import Callable, Hashable, Mapping, Set

from rapidfuzz.distance import OSA

FROM = 5
"""Letters below which a word is taken as written."""
_TWO_SLIPS_FROM = 9
_HEARD_LENGTHS_APART = 3
_OPPOSITES = ("hypo", "hype")
_SOUNDS = (
    ("ph", "f"),
    ("qu", "k"),
    ("ck", "k"),
    ("c", "k"),
    ("y", "i"),
    ("z", "s"),
    ("h", ""),
    ("eau", "o"),
    ("au", "o"),
)


class Speller:
    """Corrects towards the words of a lexicon.

    Args:
        vocabulary: Words that may be meant.
        ordinary: Words that mean themselves.
        meaning: What a word stands for by itself, so that two spellings of one thing do not compete; None for
            a word that only says something beside others, which yields to one that does.
    """

    def __init__(
        self, vocabulary: Set[str], ordinary: Set[str], meaning: Callable[[str], Hashable | None]
    ) -> None:
        self._known, self._ordinary, self._meaning = vocabulary, ordinary, meaning
        self._by_sound: Mapping[str, list[tuple[str, str]]] = {}
        index: dict[str, list[tuple[str, str]]] = {}
        for word in sorted(vocabulary - ordinary):
            if len(word) >= FROM:
                sound = heard(word)
                index.setdefault(sound[:1], []).append((word, sound))
        self._by_sound = index

    def corrected(self, word: str) -> str:
        """The word of the lexicon that was meant; the word itself when that is not certain."""
        if len(word) < FROM or word in self._known or word in self._ordinary or not word.isalpha():
            return word
        sound = heard(word)
        near = [
            (distance, candidate)
            for candidate, candidate_sound in self._by_sound.get(sound[:1], ())
            if abs(len(candidate) - len(word)) <= _HEARD_LENGTHS_APART
            and (distance := _slips(word, sound, candidate, candidate_sound)) is not None
        ]
        if not near:
            return word
        best = min(distance for distance, _ in near)
        close = [candidate for distance, candidate in near if distance == best]
        telling = [candidate for candidate in close if self._meaning(candidate) is not None] or close
        meant = {
            candidate if (meaning := self._meaning(candidate)) is None else meaning for candidate in telling
        }
        return telling[0] if len(meant) == 1 else word


def _slips(word: str, sound: str, candidate: str, candidate_sound: str) -> int | None:
    """How far a word is from one of the lexicon; None when too far to be it.

    One slip of the pen, two in a long word; or the same sound, or one slip of sound in a long word.
    """
    if word.startswith(_OPPOSITES) and candidate.startswith(_OPPOSITES) and word[:4] != candidate[:4]:
        return None
    long = len(word) >= _TWO_SLIPS_FROM
    written = OSA.distance(word, candidate, score_cutoff=2)
    if written <= (2 if long else 1):
        return written
    spoken = OSA.distance(sound, candidate_sound, score_cutoff=1)
    return spoken + 1 if spoken <= int(long) else None


def heard(word: str) -> str:
    """The word as it sounds, roughly: what French and English spellers exchange is made one.

    >>> heard("phosphatase"), heard("kreatinine"), heard("plakettes")
    ('fosfatase', 'kreatinine', 'plaketes')
    """
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _once(word)


def _once(word: str) -> str:
    """Without doubled letters."""
    return "".join(sign for index, sign in enumerate(word) if not index or sign != word[index - 1])

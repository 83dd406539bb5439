"""The message as rules read it: cleaned, cut into tokens, folded, SMS and typing slips undone.

The cleaned text keeps the person's own words (it is what `Verdict.rest` quotes); only the tokens are folded.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

MAX_CHARS = 6000
"""Of a longer message the first and the last half of this are read; people put the alarm at either end."""

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
_LOOKALIKES = str.maketrans("аеорсухівкмнтгӏАЕОРСУХІВКМНТαορνικτυχ", "aeopcyxibkmhtrlAEOPCYXIBKMHTaopviktux")
_TOKEN = re.compile(r"\n+|\d+[.,]\d+|[^\W_]+(?:'[^\W_]+)*|[^\w\s]|_")
_ELISION = re.compile(r"(?:[jldmtsnc]|qu|jusqu|lorsqu|puisqu|quelqu|presqu)\Z")
_GLUED = re.compile(r"j(?=[bcdfgklmnpqrstvz][a-z]{2})")
"""``jpisse``, ``jsue``: no French or English word begins so."""
_SPACED = re.compile(r"\b(?:[^\W\d_][ .*-]){3,}[^\W\d_]\b")
_LEET = str.maketrans("013457@$", "oieastas")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or one punctuation mark.

    Attributes:
        word: Folded: lower case, no accents, no apostrophe (``can't`` is ``cant``), slips undone.
        start: Where it begins in the cleaned text.
        end: Where it ends there.
    """

    word: str
    start: int
    end: int


def clean(text: str) -> str:
    """`text` without invisible characters, look-alike letters as Latin ones, not above `MAX_CHARS`.

    >>> clean("je veux mou\u200brir")
    'je veux mourir'
    """
    text = unicodedata.normalize("NFKC", text)
    text = _INVISIBLE.sub("", text).replace("\u2019", "'").replace("\u02bc", "'").replace("`", "'")
    if re.search("[a-zA-Z]", text):
        text = text.translate(_LOOKALIKES)
    text = _SPACED.sub(lambda match: re.sub("[ .*-]", "", match[0]), text)
    if len(text) > MAX_CHARS:
        half = MAX_CHARS // 2
        text = f"{text[:half]}\n{text[-half:]}"
    return text.strip()


def fold(word: str) -> str:
    """Lower case without accents or ligatures.

    >>> fold("Œdème")
    'oedeme'
    """
    word = word.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


class Reader:
    """Cuts a cleaned text into folded tokens.

    Args:
        expansions: SMS form to its words (``{"jsuis": "je suis"}``), folded.
        known: Words never corrected.
        stems: Key words a slip may be corrected to.
        is_known: True for a word some concept already reads as it stands.
    """

    def __init__(
        self,
        expansions: Mapping[str, str],
        known: Collection[str],
        stems: Collection[str],
        is_known: Callable[[str], bool],
    ) -> None:
        self._expansions = expansions
        self._known = frozenset(known)
        self._is_known = is_known
        self._targets: dict[str, list[str]] = {}
        for stem in sorted(set(stems)):
            if len(stem) >= 5:  # noqa: PLR2004  shorter words are one slip away from too many others
                self._targets.setdefault(stem[0], []).append(stem)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """Tokens of a cleaned `text`, in order."""
        found: list[Token] = []
        for match in _TOKEN.finditer(text):
            if (
                match[0] == "-"
                and text[match.start() - 1 : match.start()].isalnum()
                and text[match.end() : match.end() + 1].isalnum()
            ):
                continue  # est-ce, ai-je, 3-week-old: one word after another
            for word in self._words(fold(match[0])):
                found.append(Token(word, match.start(), match.end()))  # noqa: PERF401  reads better
        return tuple(found)

    def _words(self, word: str) -> Sequence[str]:
        parts: list[str] = []
        alone = "'" not in word
        if _GLUED.match(word) and word not in self._expansions:
            parts.append("je")
            word = word[1:]
        while "'" in word:
            head, tail = word.split("'", 1)
            if _ELISION.match(head):
                parts.append(head)
                word = tail
            else:
                word = head + tail
        parts.append(word)
        words: list[str] = []
        for part in parts:
            expanded = self._expansions.get(part) if alone else None
            words.extend(expanded.split() if expanded is not None else (self._correct(part),))
        return words

    def _correct(self, word: str) -> str:
        if len(word) < 5 or word in self._known or self._is_known(word):  # noqa: PLR2004  see `stems`
            return word
        return self._nearest(word)

    def _nearest(self, word: str) -> str:
        plain = _STRETCHED.sub(r"\1", word)
        if plain != word and (self._is_known(plain) or plain in self._known):
            return plain
        unleet = word.translate(_LEET)
        if unleet != word and not word.isdigit() and self._is_known(unleet):
            return unleet
        if any(char.isdigit() for char in word):
            return word
        reach = 2 if len(word) >= 12 else 1  # noqa: PLR2004  long words collect slips
        best = extract(word, self._targets.get(word[0], ()), scorer=OSA.distance, score_cutoff=reach, limit=1)
        return str(best[0][0]) if best else word

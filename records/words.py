"""Words as they are compared: without accents, case and typography."""

import re
import unicodedata

_APOSTROPHES = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2018": "'", "`": "'", "\u00b4": "'"})
_EXPANSIONS = str.maketrans(
    {"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "γ": "g", "Γ": "g", "α": "a", "β": "b", "δ": "d",
     "‐": "-", "‑": "-", "–": "-", "—": "-"}
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes and dashes; Greek letters of medicine as Latin ones.

    >>> fold("Créatinine sérique, α-fœtoprotéine")
    'creatinine serique, a-foetoproteine'
    """
    if text.isascii():  # most words: nothing to compose or take apart
        return text.replace("`", "'").lower()
    text = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES).translate(_EXPANSIONS))
    decomposed = unicodedata.normalize("NFD", text.translate(_EXPANSIONS))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text; punctuation parts words and is dropped.

    >>> words("Gamma-GT (γ-GT)")
    ('gamma', 'gt', 'g', 'gt')
    """
    return tuple(_WORD.findall(fold(text)))

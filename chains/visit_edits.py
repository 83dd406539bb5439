"""Changing a prepared page in words: a question added or taken out, a line left out, where plainly said.

Anything else is no edit: it is answered as any other message, and the page itself has a button for all of it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from records.words import fold, words

_ADD = re.compile(
    r"\A\W*(?:peux[- ]tu |pouvez[- ]vous |please |can you )?(?:r?ajoute[rsz]?|note[rsz]?|mets|add|put|note)\b"
    r"(?P<between>[^:\n]{0,40}?)\bquestions?\b"
)
_REMOVE = re.compile(
    r"\A\W*(?:peux[- ]tu |pouvez[- ]vous |please |can you )?"
    r"(?:retire[rsz]?|supprime[rsz]?|enleve[rsz]?|efface[rsz]?|ote[rsz]?|remove|delete|drop|take out)\b"
)
_LINE = re.compile(r"\b(?:la |the |ma |my )?(?:ligne|line)s?\b(?P<rest>.*)")
_QUESTION = re.compile(r"\bquestions?\b")
_LEAD = re.compile(
    r"^(?:\s*(?:sur (?:la|ma) page|a la (?:page|liste)|to (?:the|my) (?:page|list)|pour (?:le|la|mon|ma) \w+"
    r"|for (?:the|my) \w+))?\s*[:,\-\u2013\u2014]?\s*"
)
_ORDINALS = {
    name: number
    for number, names in enumerate(
        ("premiere premier first 1ere", "deuxieme seconde second 2e", "troisieme third 3e",
         "quatrieme fourth 4e", "cinquieme fifth 5e", "sixieme sixth 6e", "septieme seventh 7e",
         "huitieme eighth 8e",
         "neuvieme ninth 9e", "dixieme tenth 10e"), 1
    )
    for name in names.split()
}  # fmt: skip
_LAST = frozenset({"derniere", "dernier", "last"})
_SMALL = frozenset("de du des la le les l sur a au aux about of on with the my mon ma d for pour".split())
_LONGEST = 400


class Change(StrEnum):
    """What an edit does."""

    ADD = "add"
    REMOVE = "remove"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit as a message says it.

    Attributes:
        change: What it does.
        text: The question to add, in the person's words (empty: none was said), or the words of the line.
        number: Of the question to take out, from 1; -1 for the last; 0 when none was said.
    """

    change: Change
    text: str = ""
    number: int = 0


def edit_said(text: str) -> Edit | None:
    """The edit that a message asks for; None when it plainly asks for none.

    >>> edit_said("Ajoute une question : faut-il refaire l'écho ?").text
    "faut-il refaire l'écho ?"
    >>> edit_said("remove the second question").number
    2
    >>> edit_said("Quelle est ma dernière ferritine ?") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    said = _same_length(text)
    if (match := _ADD.match(said)) is not None:
        rest = text[match.end() :]
        lead = _LEAD.match(_same_length(rest))
        return Edit(Change.ADD, rest[lead.end() :].strip() if lead is not None else rest.strip())
    if (match := _REMOVE.match(said)) is None:
        return None
    rest = said[match.end() :]
    if (line := _LINE.search(rest)) is not None:
        named = [word for word in words(line["rest"]) if word not in _SMALL]
        return Edit(Change.LEAVE_OUT, " ".join(named)) if named else None
    if _QUESTION.search(rest):
        return Edit(Change.REMOVE, number=_number(rest))
    return None


def _same_length(text: str) -> str:
    """Folded, sign by sign, so that places in it are places in the text."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded
    return "".join(one if len(one := fold(sign)) == 1 else sign.lower() for sign in text)


def _number(rest: str) -> int:
    for word in words(rest):
        if word.isdigit():
            return int(word)
        if word in _LAST:
            return -1
        if word in _ORDINALS:
            return _ORDINALS[word]
    return 0

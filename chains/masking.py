"""Names, addresses and identifiers replaced before words leave the house, and put back in what comes back.

Two ways to find them: the names and birth dates that the person's own documents give (`Person`, the account),
and shapes (a title with a name, a street, a telephone, a social security number). What has the shape of a
result is never touched: a masked number could not be checked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from records.model import Person
from records.words import fold
from retrieval.room import Room

_MARK = re.compile(r"\b(PERSON|PLACE|CONTACT|NUMBER|BIRTH)(\d{1,3})\b")
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_NAME = rf"{_CAPITAL}[\w'’-]+"
_SPACE = r"[^\S\n]"

_TITLED = re.compile(
    rf"\b(?:Dr|Docteur|Dre|Pr|Prof|Professeure?|Professor|Doctor|M|Mr|Mrs|Ms|Miss|Mme|Mlle|Madame|Monsieur"
    rf"|Mademoiselle|Me|Maître)\b\.?{_SPACE}+(?P<name>(?:(?:de|du|des|van|von|le|la|el|ben|bin|d'|d’){_SPACE}?)*"
    rf"(?:{_CAPITAL}\.{_SPACE}?)*{_NAME}(?:{_SPACE}+(?:(?:de|du|van|von){_SPACE}+)?{_NAME}){{0,2}})"
)
_STREET = re.compile(
    rf"\b\d{{1,4}}{_SPACE}*(?:bis|ter|[A-D]\b)?,?{_SPACE}+(?:"
    r"(?i:rue|avenue|av\.|bd|boulevard|place|chemin|allées?|impasse|quai|route|cours|square|sentier|passage)"
    rf"{_SPACE}+[^\n,;.]{{2,50}}"
    rf"|(?:{_NAME}{_SPACE}+){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Crescent|Way"
    r"|Terrace|Square|Boulevard|Blvd)\b\.?)"
)
_TOWN = rf"{_CAPITAL}{{2,}}(?:[ -]{_CAPITAL}{{2,}})*|{_CAPITAL}[a-zà-ÿ]{{2,}}(?:-[\w]+)*"
_CITY = re.compile(
    r"(?:(?<=\n)|(?<=^)|(?<=[,–-] )|(?<=[,–-])|(?<=[aà] ))"
    rf"(?:[FBLD]-|CH-)?\d{{4,5}}{_SPACE}+(?:{_TOWN})(?:{_SPACE}+(?i:cedex)(?:{_SPACE}\d+)?)?\b"
)
_POSTCODE = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"
)  # United Kingdom, Canada
_CONTACT = re.compile(
    r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b"
    r"|(?<![\d.,])(?:\+|00)\d{2,3}[ .-]?(?:\(0\)[ .-]?)?\d(?:[ .-]?\d){6,10}(?![\d.,]\d)"
    r"|(?<![\d.,])0\d(?:[ .-]?\d\d){4}(?![\d.,]?\d)"
    r"|(?<![\d.,])\(?\d{3}\)?[ -]\d{3}-\d{4}(?!\d)"
)
_NUMBER = re.compile(
    r"(?<!\d)[1278]\s?\d\d\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d\d|2[AB])"
    r"\s?\d{3}\s?\d{3}(?:\s?\d\d)?(?!\d)"  # French INS and NIR
    r"|(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])"  # SSN
    r"|(?<!\d)\d{3} \d{3} \d{4}(?!\d)"  # NHS number
    r"|(?<!\d)756[.\s]?\d{4}[.\s]?\d{4}[.\s]?\d\d(?!\d)"  # Swiss AVS
    r"|\b[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b"  # IBAN
)
_LABELLED = re.compile(
    r"\b(?:IPP|NIP|NDA|MRN|NIR|INS|RPPS|ADELI|FINESS|NHS(?: No\.?| number)?|SSN|AVS|NISS"
    r"|dossier|patient(?: id)?|chart|accession|matricule|s[eé]curit[eé] sociale|social security)"
    r"[^\S\n]*(?:n[°ºo]\.?|no\.?|number|num[eé]ro|id|#)?[^\S\n]*[:#]?[^\S\n]*(?P<id>[A-Z]{0,4}[-/]?\d[\dA-Z/.-]{4,24})\b",
    re.IGNORECASE,
)
_LEAST = 3
"""Letters of a name that is looked for by itself."""


@dataclass(slots=True)
class Mask:
    """Replaces the same words by the same mark all through one call, and knows the way back.

    Attributes:
        names: Words of the person's own names, longest first.
        births: Their birth dates as documents write them.
        leaves: Nothing is masked.
    """

    names: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    leaves: bool = False
    _marks: dict[tuple[str, str], str] = field(default_factory=dict)
    _words: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Person], account: str = "") -> "Mask":
        """A mask for the people that a record names.

        Args:
            people: As documents give them.
            account: The name the person registered under.
        """
        people = tuple(people)
        whole = {name for person in people for name in person.names} | ({account} if account else set())
        parts = {part for name in whole for part in re.split(r"[\s,]+", name) if len(part) >= _LEAST}
        births = {said for person in people if person.birth is not None for said in _dates(person.birth.day)}
        return cls(tuple(sorted({*whole, *parts} - {""}, key=len, reverse=True)), tuple(sorted(births)))

    @classmethod
    def nothing(cls) -> "Mask":
        """A mask that leaves every word as it is: the person wants none."""
        return cls(leaves=True)

    @classmethod
    def of_room(cls, room: Room) -> "Mask":
        """The mask of whom a room's documents and account name, or none where the person wants none."""
        return cls.of(room.people(), room.profile.name) if room.preferences.masked else cls.nothing()

    def masked(self, text: str, *, of_a_fact: bool = False) -> str:
        """`text` with marks (``PERSON1``) in the place of what points at somebody.

        Args:
            text: Words about to leave.
            of_a_fact: A value's own line: there a number before a word is a result, never a postcode.
        """
        if self.leaves:
            return text
        text = _MARK.sub(lambda match: f"{match[1].lower()} {match[2]}", text)  # nobody else's marks
        for birth in self.births:
            text = re.sub(rf"(?<!\d){re.escape(birth)}(?!\d)", partial(self._within, "BIRTH", 0), text)
        for kind, shape, group in _SHAPES:
            if not (of_a_fact and kind == "PLACE"):
                text = shape.sub(partial(self._within, kind, group), text)
        for name in self.names:
            text = _any_case(name).sub(self._named, text)
        return text

    def restored(self, text: str) -> str:
        """`text` with every mark given out before turned back into its words."""
        return _MARK.sub(lambda match: self._words.get(match[0], match[0]), text)

    @property
    def count(self) -> int:
        """How many different things were masked."""
        return len(self._words)

    def _within(self, kind: str, group: str | int, match: re.Match[str]) -> str:
        start, end = match.start(group) - match.start(), match.end(group) - match.start()
        return match[0][:start] + self._mark(kind, match[group]) + match[0][end:]

    def _named(self, match: re.Match[str]) -> str:
        """A name as such: a first name that is also a word ("rose", "long") stays a word in small letters."""
        return self._mark("PERSON", match[0]) if match[0][:1].isupper() else match[0]

    def _mark(self, kind: str, words: str) -> str:
        key = (kind, fold(words))
        if key not in self._marks:
            mark = f"{kind}{1 + sum(other == kind for other, _ in self._marks)}"
            self._marks[key] = mark
            self._words[mark] = words
        return self._marks[key]


_SHAPES: tuple[tuple[str, re.Pattern[str], str | int], ...] = (
    ("CONTACT", _CONTACT, 0),
    ("NUMBER", _LABELLED, "id"),
    ("NUMBER", _NUMBER, 0),
    ("PLACE", _STREET, 0),
    ("PLACE", _CITY, 0),
    ("PLACE", _POSTCODE, 0),
    ("PERSON", _TITLED, "name"),
)


def _any_case(name: str) -> re.Pattern[str]:
    words = r"[\s,]+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _dates(day: str) -> Iterator[str]:
    """A full date as letters and reports write it."""
    if len(day) != len("1980-05-02"):
        return
    year, month, date = day.split("-")
    for sign in "/.-":
        yield f"{date}{sign}{month}{sign}{year}"
        yield f"{month}{sign}{date}{sign}{year}"
        yield f"{int(date)}{sign}{int(month)}{sign}{year}"
    yield day

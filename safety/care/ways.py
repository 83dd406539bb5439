"""How care is found, country by country: whom to see, how to book, what to bring, what it may cost.

Data files with a source and a date in every row, signed like the emergency numbers beside them. What nobody
compared with its source says so; a country without a file gets what holds almost everywhere, and is told.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from core.errors import ConfigError
from core.language import LANGUAGES, Language
from safety.care.needs import HOME, Need, Needs, both, needs

GENERAL = "general"
COUNTRIES = ("be", "ca", "ch", "fr", "gb", "lu", "us")
"""Countries whose ways are written; every other gets the general ones."""
PARTS = ("who", "book", "bring", "cost", "delay", "rights", "contest", "note")
"""What a way may say, in the order it is said; the first two always."""
_ALWAYS = ("who", "book")
EXPIRY_DAYS = 180


@dataclass(frozen=True, slots=True)
class Way:
    """How one need is met in one country.

    Attributes:
        need: What for.
        country: ISO code in lower case, or ``general``.
        parts: What is said, by part (see `PARTS`) and language; a part that is not known is not there.
        law: What a letter may lean on, by language; None when nothing is known for certain.
        source: Official sites, by language, as text.
        checked: Date the row was last compared with what was available of its source.
        verified: True when somebody compared it with the official page; False is said to the person.
    """

    need: Need
    country: str
    parts: Mapping[str, Mapping[Language, str]]
    law: Mapping[Language, str] | None
    source: Mapping[Language, str]
    checked: date
    verified: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways of one country.

    Attributes:
        country: ISO code in lower case, or ``general``.
        name: Of the country, by language.
        note: What holds for all of them (a region that differs), by language; None when nothing does.
        all: In the order of the needs.
    """

    country: str
    name: Mapping[Language, str]
    note: Mapping[Language, str] | None
    all: tuple[Way, ...]

    def of(self, need: str) -> Way | None:
        """The way for a need; None when the file has none."""
        return next((way for way in self.all if way.need.key == need), None)

    def stale(self, today: date) -> bool:
        """True when a row was checked longer ago than `EXPIRY_DAYS`."""
        return any((today - way.checked).days > EXPIRY_DAYS for way in self.all)


@dataclass(frozen=True)
class Atlas:
    """Needs, and the ways of every country, read when they are first asked for.

    Args:
        read: Gives the bytes of a file after its signature was checked.
    """

    read: Callable[[Path], bytes]
    _ways: dict[str, Ways] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def needs(self) -> Needs:
        """Every need, with the words that mean it.

        Raises:
            ConfigError: ``care_unreadable``.
        """
        return needs(self.read)

    def ways(self, country: str) -> Ways:
        """The ways of `country`, or the general ones when it has no file.

        Args:
            country: ISO 3166 code, any case; anything else means general.

        Raises:
            ConfigError: ``care_unreadable``, or what the reader raises.
        """
        code = country.lower() if country.lower() in COUNTRIES else GENERAL
        if code not in self._ways:
            self._ways[code] = _read(code, self.read, self.needs)
        return self._ways[code]

    def way(self, country: str, need: str) -> Way | None:
        """The country's way for a need, else the general one, else None."""
        return self.ways(country).of(need) or self.ways(GENERAL).of(need)


@lru_cache(maxsize=4)
def atlas(read: Callable[[Path], bytes]) -> Atlas:
    """The atlas behind one reader; the same each time."""
    return Atlas(read)


def _read(code: str, read: Callable[[Path], bytes], known: Needs) -> Ways:
    try:
        plain = tomllib.loads(read(HOME / f"{code}.toml").decode())
        rows = {str(row["need"]): row for row in plain["way"]}
        if len(rows) != len(plain["way"]) or not rows.keys() <= {need.key for need in known.all}:
            raise ValueError("needs")
        shared = {name: plain[name] for name in ("checked", "verified")}
        note = plain.get("note")
        return Ways(
            country=code,
            name=both(plain["name"]),
            note=both(note) if note is not None else None,
            all=tuple(
                _way(need, code, {**shared, **rows[need.key]}) for need in known.all if need.key in rows
            ),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError, TypeError):
        raise ConfigError("care_unreadable", country=code) from None


def _way(need: Need, country: str, row: Mapping[str, object]) -> Way:
    if not row.keys() <= {"need", "source", "checked", "verified", "law", *PARTS}:
        raise ValueError("row")
    checked, source = row["checked"], row["source"]
    if not isinstance(checked, date) or not isinstance(row["verified"], bool) or not source:
        raise TypeError("row")
    return Way(
        need=need,
        country=country,
        parts=MappingProxyType({part: both(row[part]) for part in PARTS if part in row or part in _ALWAYS}),
        law=both(row["law"]) if "law" in row else None,
        source=both(source if isinstance(source, dict) else dict.fromkeys(LANGUAGES, source)),
        checked=checked,
        verified=row["verified"],
    )

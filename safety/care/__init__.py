"""Whom to call, by country. Data files with a source and a date in every row; nothing is guessed.

The country is a setting of the person, never read from an address. A country without a file, or a line
that nobody verified, says so.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from core.errors import ConfigError
from core.language import LANGUAGES, Language
from safety.care.ways import Atlas, atlas

HOME = Path(__file__).parent
GENERAL = "general"
COUNTRIES = (
    "be",
    "ca",
    "ch",
    "ci",
    "de",
    "dz",
    "es",
    "fr",
    "gb",
    "ie",
    "it",
    "lu",
    "ma",
    "pt",
    "sn",
    "tn",
    "us",
)
EXPIRY_DAYS = 180
KINDS = ("emergency", "text_relay", "poison", "crisis", "child", "violence", "advice")


By = Literal["voice", "text", "app"]
_THEN: dict[Language, dict[By, str]] = {
    "fr": {"voice": "{number}, puis {then}", "text": "{number} (SMS : {then})"},
    "en": {"voice": "{number}, then {then}", "text": "{number} (text {then})"},
}
_TEXTED: dict[Language, str] = {"fr": "{number} (SMS)", "en": "{number} (text)"}


@dataclass(frozen=True, slots=True)
class Line:
    """One number to call or text.

    Attributes:
        number: As dialled in the country, with its usual spaces; of an application or site its name.
        label: What answers, by language.
        hours: As the source says; ``24/7`` when always.
        languages: Spoken there, ISO codes; empty when the source does not say.
        source: Official site, as text.
        checked: Date the row was last compared with what was available of its source.
        verified: True when somebody read the number at an official source; False is said to the person.
        by: How it is reached.
        then: What to press once it answers, or the word to send; empty mostly.
    """

    number: str
    label: Mapping[Language, str]
    hours: str
    languages: tuple[str, ...]
    source: str
    checked: date
    verified: bool
    by: By = "voice"
    then: str = ""

    def shown(self, language: Language) -> str:
        """The number with how to use it: ``111, then 2``, ``85258 (text SHOUT)``, ``999 (text)``."""
        if self.then:
            return _THEN[language][self.by].format(number=self.number, then=self.then)
        return _TEXTED[language].format(number=self.number) if self.by == "text" else self.number

    @property
    def address(self) -> str:
        """What a telephone opens (``tel:15``, ``sms:85258?body=SHOUT``); empty for an application."""
        digits = "".join(sign for sign in self.number if sign.isdigit() or sign == "+")
        match self.by:
            case "voice":
                return f"tel:{digits}"
            case "text":
                return f"sms:{digits}" + (f"?body={self.then}" if self.then else "")
            case "app":
                return ""


@dataclass(frozen=True, slots=True)
class Care:
    """The lines of one country, most general first in each kind; a kind without a known line is empty.

    Attributes:
        country: ISO code in lower case, or ``general``.
        name: Of the country, by language.
        emergency: Life in danger.
        text_relay: Emergency by text, for who cannot hear or speak.
        poison: Poison centre.
        crisis: Suicide and mental distress.
        child: A child in danger.
        violence: Violence at home, sexual violence.
        advice: A doctor or nurse out of hours, when it is not an emergency.
        atlas: How care is found, in this country and in others.
    """

    country: str
    name: Mapping[Language, str]
    emergency: tuple[Line, ...]
    text_relay: tuple[Line, ...]
    poison: tuple[Line, ...]
    crisis: tuple[Line, ...]
    child: tuple[Line, ...]
    violence: tuple[Line, ...]
    advice: tuple[Line, ...]
    atlas: Atlas = field(repr=False, compare=False)

    def lines(self) -> tuple[Line, ...]:
        """Every line, in the order of `KINDS`."""
        return tuple(line for kind in KINDS for line in getattr(self, kind))

    def stale(self, today: date) -> bool:
        """True when a line was checked longer ago than `EXPIRY_DAYS`."""
        return any((today - line.checked).days > EXPIRY_DAYS for line in self.lines())


def countries() -> tuple[str, ...]:
    """Countries that have a file, as ISO codes in upper case."""
    return tuple(code.upper() for code in COUNTRIES)


def care(country: str, *, read: Callable[[Path], bytes]) -> Care:
    """The lines of `country`, or the general ones when it has no file.

    Args:
        country: ISO 3166 code, any case; anything else means general.
        read: Gives the bytes of a file after its signature was checked.

    Raises:
        ConfigError: ``care_unreadable``, or what `read` raises.
    """
    code = country.lower() if country.lower() in COUNTRIES else GENERAL
    try:
        plain = tomllib.loads(read(HOME / f"{code}.toml").decode())
        lines = {kind: tuple(_line(row) for row in plain.get(kind, ())) for kind in KINDS}
        if not plain.keys() <= {"name", *KINDS} or not lines["emergency"]:
            raise ConfigError("care_unreadable", country=code)
        return Care(code, _both(plain["name"]), **lines, atlas=atlas(read))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError, TypeError):
        raise ConfigError("care_unreadable", country=code) from None


def signed_files() -> tuple[Path, ...]:
    """Every care file, so that whoever signs can find them."""
    return tuple(HOME / f"{code}.toml" for code in (*COUNTRIES, GENERAL))


def _line(row: Mapping[str, object]) -> Line:
    checked, languages = row["checked"], row["languages"]
    if (
        not isinstance(checked, date)
        or not isinstance(languages, list)
        or not isinstance(row["verified"], bool)
    ):
        raise ValueError("row")
    by: By = next(way for way in get_args(By) if way == row.get("by", "voice"))
    return Line(
        number=str(row["number"]),
        label=_both(row["label"]),
        hours=str(row["hours"]),
        languages=tuple(str(code) for code in languages),
        source=str(row["source"]),
        checked=checked,
        verified=row["verified"],
        by=by,
        then=str(row.get("then", "")),
    )


def _both(table: object) -> Mapping[Language, str]:
    if not isinstance(table, dict) or table.keys() != set(LANGUAGES):
        raise ValueError("label")
    return MappingProxyType({language: str(table[language]) for language in LANGUAGES})

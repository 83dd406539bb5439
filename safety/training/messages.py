"""The messages heads are trained on, with wrappers spread evenly so that none of them teaches a class."""

import hashlib
import random
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.language import LANGUAGES, Language
from safety.classifier import Sounds
from safety.normalise import fold

HOME = Path(__file__).parent / "messages"
FILES = ("emergencies.toml", "crisis.toml", "asks.toml", "quiet.toml", "more.toml")

_BEFORE: dict[Language, tuple[str, ...]] = {
    "fr": (
        "bonjour, ", "svp ", "euh ", "docteur, ", "dis, ", "je voulais savoir, ",
        "je ne demande pas d'avis mais ",
        "désolé de déranger, ", "ma femme dit que ce n'est rien mais ", "voilà, ", "petite question : ",
    ),
    "en": (
        "hi, ", "please ", "um ", "doctor, ", "hey, ", "I wanted to know, ", "not asking for advice but ",
        "sorry to bother you, ", "my wife says it's nothing but ", "so, ", "quick one: ",
    ),
}  # fmt: skip
_AFTER: dict[Language, tuple[str, ...]] = {
    "fr": (
        ", merci", ", on verra demain", " depuis hier", ", qu'en penses-tu", ", c'est sûrement rien", " !!",
        ", je préfère attendre", " svp", ", voilà tout",
    ),
    "en": (
        ", thanks", ", we'll see tomorrow", " since yesterday", ", what do you think", ", surely nothing",
        "!!", ", I'd rather wait", " pls", ", that's all",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """One labelled message.

    Attributes:
        text: As written, or wrapped.
        sounds: Its class.
        language: Of the text.
        group: Texts that must stay on one side of every split: a topic, and a text with its variants.
        written: False for a wrapped or misspelt variant.
    """

    text: str
    sounds: Sounds
    language: Language
    group: str
    written: bool


def read() -> tuple[Message, ...]:
    """Every message, written ones and their variants, in a fixed order."""
    topics = [topic for file in FILES for topic in tomllib.loads((HOME / file).read_text())["topic"]]
    many = {name for name in Sounds if sum(topic["sounds"] == name for topic in topics) >= 5}  # noqa: PLR2004  folds
    return tuple(message for topic in topics for message in _of(topic, whole=Sounds(topic["sounds"]) in many))


def digest() -> str:
    """SHA-256 of all message files, hexadecimal."""
    return hashlib.sha256(b"".join((HOME / file).read_bytes() for file in FILES)).hexdigest()


def _of(topic: dict[str, str], *, whole: bool) -> Iterable[Message]:
    for language in LANGUAGES:
        for index, text in enumerate(topic[language].strip().splitlines()):
            group = topic["id"] if whole else f"{topic['id']}:{index % 5}"
            sounds = Sounds(topic["sounds"])
            yield Message(text, sounds, language, group, written=True)
            yield Message(_variant(text, language), sounds, language, group, written=False)


def _variant(text: str, language: Language) -> str:
    """`text` wrapped, without accents, or with slips, chosen by its own hash."""
    dice = random.Random(hashlib.sha256(text.encode()).digest())  # noqa: S311  reproducible variety, no secret
    if dice.random() < 0.35:  # noqa: PLR2004  about a third
        text = dice.choice(_BEFORE[language]) + text
    if dice.random() < 0.35:  # noqa: PLR2004  about a third
        text = text.rstrip(" ?.!") + dice.choice(_AFTER[language])
    if dice.random() < 0.4:  # noqa: PLR2004  people often write without accents
        text = fold(text)
    if dice.random() < 0.5:  # noqa: PLR2004  one slip in half of them
        place = dice.randrange(1, len(text) - 1)
        text = dice.choice((text[:place] + text[place + 1 :], text[:place] + text[place] + text[place:]))
    return text

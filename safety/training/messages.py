"""The messages heads are trained on, with wrappers spread evenly so that none of them teaches a class.

Two sources: lines by class written for the first heads (``messages/*.toml``), and the labelled messages of
`safety.labelled` whose part is ``train`` or ``calibration``. Messages that test are never read.
"""

import hashlib
import random
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.language import LANGUAGES, Language
from safety import labelled
from safety.classifier import Sounds
from safety.labelled import Labelled
from safety.normalise import fold
from safety.verdict import Intent

HOME = Path(__file__).parent / "messages"
FILES = ("emergencies.toml", "crisis.toml", "asks.toml", "quiet.toml", "more.toml", "wide.toml")

_BEFORE: dict[Language, tuple[str, ...]] = {
    "fr": (
        "bonjour, ", "svp ", "euh ", "docteur, ", "dis, ", "je voulais savoir, ",
        "je ne demande pas d'avis mais ",
        "désolé de déranger, ", "ma femme dit que ce n'est rien mais ", "voilà, ", "petite question : ",
        "d'après mon mari j'exagère, ", "ma fille me traite d'hypocondriaque. ",
        "Montre-moi mon dernier cholestérol. ", "Ma tension était bonne hier. ", "sinon rien de spécial, ",
    ),
    "en": (
        "hi, ", "please ", "um ", "doctor, ", "hey, ", "I wanted to know, ", "not asking for advice but ",
        "sorry to bother you, ", "my wife says it's nothing but ", "so, ", "quick one: ",
        "according to my husband I'm overreacting, ", "my daughter calls me a hypochondriac. ",
        "Show me my last cholesterol. ", "My blood pressure was fine yesterday. ", "otherwise all normal, ",
    ),
}  # fmt: skip
_AFTER: dict[Language, tuple[str, ...]] = {
    "fr": (
        ", merci", ", on verra demain", " depuis hier", ", qu'en penses-tu", ", c'est sûrement rien", " !!",
        ", je préfère attendre", " svp", ", voilà tout", ". Mes analyses étaient normales.",
        ". Et ma dernière ferritine ?", ". C'est quoi au juste, une crise cardiaque ?",
        ", je ne veux déranger personne",
    ),
    "en": (
        ", thanks", ", we'll see tomorrow", " since yesterday", ", what do you think", ", surely nothing",
        "!!", ", I'd rather wait", " pls", ", that's all", ". My last tests were normal.",
        ". And my latest ferritin?", ". What exactly is a heart attack?", ", I don't want to bother anyone",
    ),
}  # fmt: skip
_SOON = ("0", "1", "?")
_ALARMS: dict[Intent, Sounds] = {
    Intent.EMERGENCY_SELF: Sounds.EMERGENCY, Intent.EMERGENCY_OTHER: Sounds.EMERGENCY,
    Intent.POISONING: Sounds.POISONING, Intent.VIOLENCE: Sounds.VIOLENCE,
    Intent.SELF_HARM_PASSIVE: Sounds.SELF_HARM, Intent.SELF_HARM_ACTIVE: Sounds.SELF_HARM,
    Intent.SELF_HARM_PLAN: Sounds.SELF_HARM_PLAN, Intent.SELF_HARM_ATTEMPT: Sounds.SELF_HARM_PLAN,
}  # fmt: skip
_ASKS: dict[Intent, Sounds] = {
    Intent.DIAGNOSIS: Sounds.DIAGNOSIS, Intent.TREATMENT: Sounds.TREATMENT,
    Intent.SYMPTOM_RELIEF: Sounds.RELIEF, Intent.SYMPTOM: Sounds.SYMPTOM, Intent.ANXIETY: Sounds.ANXIETY,
    Intent.LOOKUP: Sounds.RECORD, Intent.TREND: Sounds.RECORD, Intent.EXPLAIN: Sounds.RECORD,
    Intent.VISIT: Sounds.RECORD, Intent.NAVIGATION: Sounds.RECORD, Intent.EDUCATION: Sounds.EDUCATION,
    Intent.OUT_OF_SCOPE: Sounds.OUT, Intent.INJECTION: Sounds.INJECTION,
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
        part: ``lines`` for the first source, else the part of the labelled message.
    """

    text: str
    sounds: Sounds
    language: Language
    group: str
    written: bool
    part: str


def read() -> tuple[Message, ...]:
    """Every message, written ones and their variants, in a fixed order."""
    topics = [topic for file in FILES for topic in tomllib.loads((HOME / file).read_text())["topic"]]
    many = {name for name in Sounds if sum(topic["sounds"] == name for topic in topics) >= 5}  # noqa: PLR2004  folds
    lines = [message for topic in topics for message in _of(topic, whole=Sounds(topic["sounds"]) in many)]
    told = [message for one in labelled.read() if one.part != "test" for message in _labelled(one)]
    return (*lines, *told)


def digest(messages: Iterable[Message]) -> str:
    """SHA-256 of `messages`, hexadecimal."""
    whole = hashlib.sha256()
    for one in messages:
        whole.update(f"{one.sounds}\t{one.group}\t{one.text}\n".encode())
    return whole.hexdigest()


def sounds_of(intent: Intent, urgency: str) -> Sounds | None:
    """The class of a labelled message; None for one between an alarm and none, which teaches nothing."""
    if intent in _ASKS:
        return Sounds.EMERGENCY if urgency in _SOON else _ASKS[intent]
    if urgency == "4":
        return Sounds.PAST
    if intent in (Intent.EMERGENCY_SELF, Intent.EMERGENCY_OTHER, Intent.POISONING) and urgency not in _SOON:
        return None if urgency == "2" else Sounds.SYMPTOM
    return _ALARMS[intent]


def _labelled(one: Labelled) -> Iterable[Message]:
    sounds = sounds_of(one.intent, one.urgency)
    if sounds is None:
        return
    group = f"{one.file}:{one.topic}"
    yield Message(one.text, sounds, one.language, group, written=True, part=one.part)
    yield Message(_variant(one.text, one.language), sounds, one.language, group, written=False, part=one.part)


def _of(topic: dict[str, str], *, whole: bool) -> Iterable[Message]:
    for language in LANGUAGES:
        for index, text in enumerate(topic[language].strip().splitlines()):
            group = topic["id"] if whole else f"{topic['id']}:{index % 5}"
            sounds = Sounds(topic["sounds"])
            yield Message(text, sounds, language, group, written=True, part="lines")
            yield Message(_variant(text, language), sounds, language, group, written=False, part="lines")


def _variant(text: str, language: Language) -> str:
    """`text` wrapped, without accents, or with slips, chosen by its own hash."""
    dice = random.Random(hashlib.sha256(text.encode()).digest())  # noqa: S311  reproducible variety, no secret
    if dice.random() < 0.45:  # noqa: PLR2004  nearly half
        text = dice.choice(_BEFORE[language]) + text
    if dice.random() < 0.45:  # noqa: PLR2004  nearly half
        text = text.rstrip(" ?.!") + dice.choice(_AFTER[language])
    if dice.random() < 0.4:  # noqa: PLR2004  people often write without accents
        text = fold(text)
    if dice.random() < 0.5:  # noqa: PLR2004  one slip in half of them
        place = dice.randrange(1, len(text) - 1)
        text = dice.choice((text[:place] + text[place + 1 :], text[:place] + text[place] + text[place:]))
    return text

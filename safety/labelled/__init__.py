"""Labelled messages that train, calibrate and test the screen; the README beside says who wrote them."""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import ConfigError
from core.language import LANGUAGES, Language
from safety.verdict import Intent

HOME = Path(__file__).parent
Part = Literal["train", "calibration", "test"]
LEVELS = ("0", "1", "2", "3", "4", "?")
COLUMNS = ("topic", "frame", "language", "voice", "urgency", "intent", "text")
_APART = "apart"
_SHARES: tuple[tuple[int, Part], ...] = ((154, "train"), (192, "calibration"), (256, "test"))


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message with what two readers said of it.

    Attributes:
        topic: What it is about; the whole topic is in one part.
        frame: How it is told.
        language: Of the text.
        voice: Register or place.
        urgency: ``0`` to ``4`` as `safety.verdict.Urgency`, or ``?`` when one question decides.
        intent: What is asked.
        text: The message.
        second: Urgency and intent of the reader who saw only the text; None when not read again.
        part: What it may be used for.
        file: Name of the file it stands in.
    """

    topic: str
    frame: str
    language: Language
    voice: str
    urgency: str
    intent: Intent
    text: str
    second: tuple[str, Intent] | None
    part: Part
    file: str


def read() -> tuple[Labelled, ...]:
    """Every labelled message, in the order of the files.

    Raises:
        ConfigError: ``labelled_unreadable`` with the file and line.
    """
    files = sorted(file for file in HOME.glob("*.tsv") if not _other(file))
    return tuple(message for file in files for message in _of(file))


def part_of(topic: str, file: str) -> Part:
    """The part of a topic: by its hash, except what was written apart, which only tests."""
    if file.startswith(_APART):
        return "test"
    first = hashlib.sha256(topic.encode()).digest()[0]
    return next(part for least, part in _SHARES if first < least)


def _other(file: Path) -> bool:
    return file.name.endswith((".second.tsv", "_ladders.tsv"))


def _of(file: Path) -> list[Labelled]:
    again = file.with_name(f"{file.stem}.second.tsv")
    second = _rows(again) if again.exists() else []
    found = []
    for number, row in enumerate(_rows(file)):
        try:
            language = row["language"]
            if language not in LANGUAGES or row["urgency"] not in LEVELS or not row["text"].strip():
                raise ValueError(language)
            other = _labels(second[number]) if number < len(second) else None
            found.append(
                Labelled(
                    row["topic"], row["frame"], language, row["voice"], row["urgency"],
                    Intent(row["intent"]), row["text"], other, part_of(row["topic"], file.name), file.name,
                )
            )  # fmt: skip
        except (KeyError, ValueError, AttributeError):
            raise ConfigError("labelled_unreadable", item=f"{file.name}:{number + 2}") from None
    return found


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _labels(row: dict[str, str]) -> tuple[str, Intent]:
    if row["urgency"] not in LEVELS:
        raise ValueError(row["urgency"])
    return row["urgency"], Intent(row["intent"])

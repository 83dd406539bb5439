"""Heads: what a message sounds like when its words are in no rule, and how far to trust a rule.

Two of them. The *near* head reads marks (words, their pieces, concepts, rules found) in well under a
millisecond. The *far* head reads the embedding of the text and what the near one thinks; it is asked only
where that leaves open what to do. The near one is a multinomial logistic regression, the far one has a small
hidden layer; both are trained by ``python -m safety.training``. Weights are bytes in base64; nothing is
executed to load them.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ConfigError
from safety.marks import SIZE, Marks

Floats = NDArray[np.float32]


class Sounds(StrEnum):
    """Classes of the heads."""

    EMERGENCY = "emergency"
    POISONING = "poisoning"
    SELF_HARM = "self_harm"
    SELF_HARM_PLAN = "self_harm_plan"
    VIOLENCE = "violence"
    DIAGNOSIS = "diagnosis"
    TREATMENT = "treatment"
    RELIEF = "relief"
    SYMPTOM = "symptom"
    RECORD = "record"
    EDUCATION = "education"
    ANXIETY = "anxiety"
    PAST = "past"
    OUT = "out"
    INJECTION = "injection"
    SMALL = "small"


ALARMS = (Sounds.EMERGENCY, Sounds.POISONING, Sounds.SELF_HARM, Sounds.SELF_HARM_PLAN, Sounds.VIOLENCE)
CRISIS = (Sounds.SELF_HARM, Sounds.SELF_HARM_PLAN)

_UNIT = 0.05
Shares = Mapping[Sounds, float]
"""Probability of each class."""


def alarm(shares: Shares) -> float:
    """Probability that something is an alarm of any kind."""
    return sum(shares.get(sound, 0.0) for sound in ALARMS)


def crisis(shares: Shares) -> float:
    """Probability of self-harm."""
    return sum(shares.get(sound, 0.0) for sound in CRISIS)


@dataclass(frozen=True, slots=True)
class Levels:
    """From which probability of an alarm something is shown, per loudest class.

    Attributes:
        card: The full card.
        banner: The soft line.
        crisis: The soft line with the crisis lines, by the probability of self-harm alone.
        doubt: Below it, a rule that is sure makes a banner, not a card.
    """

    card: Mapping[Sounds, float]
    banner: Mapping[Sounds, float]
    crisis: float
    doubt: float


@dataclass(frozen=True, slots=True)
class Heads:
    """Trained weights, already divided by the calibrating temperature.

    Attributes:
        version: Of the weights, with the hash of the messages they were trained on.
        dimensions: Of an embedding.
        classes: Of every last axis below.
        near: (marks.SIZE, classes).
        near_bias: (classes,).
        inner: (dimensions + classes, hidden): the far head reads an embedding and the near head's scores.
        inner_bias: (hidden,).
        outer: (hidden, classes).
        outer_bias: (classes,).
        both: Levels for the far head's probabilities.
        alone: Levels for the near head's, when there is no embedding.
        open: Between these probabilities of an alarm the near head leaves it open.
        asks: Probability from which a request is one.
    """

    version: str
    dimensions: int
    classes: tuple[Sounds, ...]
    near: Floats
    near_bias: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats
    both: Levels
    alone: Levels
    open: tuple[float, float]
    asks: Mapping[Sounds, float]

    def scores(self, marks: Marks) -> Floats:
        """The near head's score of each class."""
        return np.asarray(marks.values @ self.near[marks.places] + self.near_bias, dtype=np.float32)

    def heard(self, scores: Floats) -> dict[Sounds, float]:
        """Probabilities by the near head alone; they sum to one."""
        return self._shares(scores)

    def heard_with(self, scores: Floats, vector: Floats) -> dict[Sounds, float]:
        """Probabilities by both heads; they sum to one.

        Raises:
            ValueError: The vector is not of these dimensions or not of unit length.
        """
        vector = np.asarray(vector, dtype=np.float32)
        if vector.shape != (self.dimensions,) or not abs(float(vector @ vector) - 1) < _UNIT:
            raise ValueError("the vector does not fit the heads")
        hidden = np.maximum(np.concatenate([vector, scores]) @ self.inner + self.inner_bias, 0)
        return self._shares(hidden @ self.outer + self.outer_bias)

    def _shares(self, scores: Floats) -> dict[Sounds, float]:
        shares = np.exp(scores - scores.max())
        return dict(zip(self.classes, (shares / shares.sum()).tolist(), strict=True))


def read_heads(data: bytes) -> Heads:
    """The heads in `data`.

    Raises:
        ConfigError: ``heads_unreadable``.
    """
    try:
        plain = json.loads(data)
        classes = tuple(Sounds(name) for name in plain["classes"])
        hidden = len(plain["inner_bias"])
        heads = Heads(
            version=str(plain["version"]),
            dimensions=int(plain["dimensions"]),
            classes=classes,
            near=_matrix(plain["near"], SIZE, len(classes)),
            near_bias=np.asarray(plain["near_bias"], dtype=np.float32),
            inner=_matrix(plain["inner"], int(plain["dimensions"]) + len(classes), hidden),
            inner_bias=np.asarray(plain["inner_bias"], dtype=np.float32),
            outer=_matrix(plain["outer"], hidden, len(classes)),
            outer_bias=np.asarray(plain["outer_bias"], dtype=np.float32),
            both=_levels(plain["both"]),
            alone=_levels(plain["alone"]),
            open=(float(plain["open"][0]), float(plain["open"][1])),
            asks=_table(plain["asks"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise ConfigError("heads_unreadable") from None
    if heads.near_bias.shape != (len(classes),) or heads.outer_bias.shape != (len(classes),):
        raise ConfigError("heads_unreadable")
    return heads


def packed(matrix: Floats) -> dict[str, object]:
    """`matrix` as one signed byte a weight and one scale a column, for JSON."""
    scale = np.abs(matrix).max(axis=0) / 127 + 1e-12
    return {
        "scale": [float(f"{one:.6g}") for one in scale],
        "bytes": base64.b64encode(np.rint(matrix / scale).astype(np.int8).tobytes()).decode(),
    }


def _matrix(plain: Mapping[str, Any], rows: int, columns: int) -> Floats:
    weights = np.frombuffer(base64.b64decode(plain["bytes"], validate=True), dtype=np.int8)
    scale = np.asarray(plain["scale"], dtype=np.float32)
    if scale.shape != (columns,):
        raise ValueError("scale")
    return np.asarray(weights.reshape(rows, columns) * scale, dtype=np.float32)


def _levels(plain: Mapping[str, Any]) -> Levels:
    crisis, doubt = float(plain["crisis"]), float(plain["doubt"])
    return Levels(_table(plain["card"]), _table(plain["banner"]), crisis, doubt)


def _table(plain: Mapping[str, Any]) -> dict[Sounds, float]:
    return {Sounds(name): float(value) for name, value in plain.items()}

"""Embedding heads: what a clause sounds like when its words are in no rule.

Multinomial logistic regression on sentence embeddings, trained by ``python -m safety.training`` from messages
written for this project. Weights are plain JSON numbers; nothing is executed to load them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.errors import ConfigError


class Sounds(StrEnum):
    """Classes of the heads."""

    EMERGENCY = "emergency"
    POISONING = "poisoning"
    SELF_HARM = "self_harm"
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


@dataclass(frozen=True, slots=True)
class Heads:
    """Trained weights.

    Attributes:
        version: Of the weights, with the hash of the messages they were trained on.
        dimensions: Of an embedding.
        classes: One per row of `weights`.
        weights: (classes, dimensions), already divided by the calibrating temperature.
        bias: (classes,), likewise.
        card: Probability from which a class is sure.
        banner: Probability from which a class is possible.
    """

    version: str
    dimensions: int
    classes: tuple[Sounds, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    card: Mapping[Sounds, float]
    banner: Mapping[Sounds, float]

    def probabilities(self, vectors: NDArray[np.float32]) -> list[dict[Sounds, float]]:
        """Per vector (n, dimensions), the probability of each class; they sum to one.

        Raises:
            ValueError: The vectors are not of these dimensions or not finite.
        """
        vectors = np.asarray(vectors, dtype=np.float32)
        if vectors.ndim != 2 or vectors.shape[1] != self.dimensions or not np.isfinite(vectors).all():  # noqa: PLR2004  a matrix
            raise ValueError("vectors do not fit the heads")
        scores = vectors @ self.weights.T + self.bias
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores)
        shares /= shares.sum(axis=1, keepdims=True)
        return [dict(zip(self.classes, map(float, row), strict=True)) for row in shares]


def read_heads(data: bytes) -> Heads:
    """The heads in `data`.

    Raises:
        ConfigError: ``heads_unreadable``.
    """
    try:
        plain = json.loads(data)
        classes = tuple(Sounds(name) for name in plain["classes"])
        heads = Heads(
            version=str(plain["version"]),
            dimensions=int(plain["dimensions"]),
            classes=classes,
            weights=np.asarray(plain["weights"], dtype=np.float32),
            bias=np.asarray(plain["bias"], dtype=np.float32),
            card={Sounds(name): float(value) for name, value in plain["card"].items()},
            banner={Sounds(name): float(value) for name, value in plain["banner"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ConfigError("heads_unreadable") from None
    if heads.weights.shape != (len(classes), heads.dimensions) or heads.bias.shape != (len(classes),):
        raise ConfigError("heads_unreadable")
    return heads


def strongest(shares: Mapping[Sounds, float], among: Sequence[Sounds]) -> tuple[Sounds, float]:
    """The likeliest class of `among` and its probability."""
    best = max(among, key=lambda name: shares.get(name, 0.0))
    return best, shares.get(best, 0.0)

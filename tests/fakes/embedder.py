"""An embedding model small enough to reason about: texts that share words are near each other."""

import hashlib
import threading
from collections.abc import Sequence

import numpy as np

from retrieval.embedding import Vectors
from retrieval.keyword import content_words


class WordEmbedder:
    """One direction a word (by hash). Counts what it was asked, can be made slow, can change its space."""

    def __init__(self, space: str = "words-1", dimensions: int = 64) -> None:
        self.space, self.dimensions = space, dimensions
        self.embedded: list[str] = []
        self.questions: list[str] = []
        self.entered, self.gate = threading.Event(), threading.Event()
        self.gate.set()

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.entered.set()
        self.gate.wait()
        if any(not text.strip() for text in texts):
            raise ValueError("a blank text has no vector")
        self.embedded += texts
        return np.stack([self._vector(text) for text in texts])

    def question(self, text: str) -> Vectors:
        self.questions.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> Vectors:
        vector = np.full(self.dimensions, 0.01, dtype=np.float32)
        for word in content_words(text):
            vector[int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimensions] += 1
        return vector / np.linalg.norm(vector)

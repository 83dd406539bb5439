"""What sealing costs: the whole sealed pipeline against a plain, persistent Chroma, in seconds of CPU.

    python -m benchmarks.index [rows ...]

Both are given the same texts (500 characters), fields and vectors (384 dimensions), embedded beforehand, in
batches of 100. Plain Chroma keeps texts and fields itself and answers filters from them. The sealed pipeline
seals the import and every batch, keeps words in FTS5 and texts beside Chroma, and fills Chroma too. Runs
are interleaved and the median is given, as wall time on a shared machine says little.
"""

import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings

from core.clock import SystemClock
from records.model import Document, Passage
from records.source import Lines, Source
from records.when import When
from retrieval.embedding import Vectors
from retrieval.ingest.segment import Imported
from retrieval.room import Room
from vault.keys import KdfCost
from vault.store import Vaults
from vault.unlocked import new_id

DIMENSIONS, BATCH, QUESTIONS, REPEATS = 384, 100, 50, 3
PASSPHRASE = "sept pommes bleues sous la lune"  # noqa: S105  of a vault that lives for seconds
WORDS = [f"{head}{tail}" for head in ("fer", "san", "gen", "foi", "rei", "coe", "suc", "pou") for tail in
         ("ritine", "guin", "oux", "ique", "naux", "ur", "ose", "mon", "ite", "al")]  # fmt: skip


class Given:
    """An embedder whose vectors are given: embedding is the same on both sides and not what is measured."""

    space, dimensions = "given", DIMENSIONS

    def __init__(self, texts: Sequence[str]) -> None:
        random_ = np.random.default_rng(7)
        made = random_.standard_normal((len(texts), DIMENSIONS)).astype(np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        self.rows = made
        self._of: dict[str, Vectors] = dict(zip(texts, made, strict=True))

    def passages(self, texts: Sequence[str]) -> Vectors:  # noqa: D102  as `Embedder`
        return np.stack([self._of[text] for text in texts])

    def question(self, text: str) -> Vectors:  # noqa: D102  as `Embedder`
        return self._of[text]


@dataclass
class Costs:
    """Seconds of CPU, one list a step."""

    steps: dict[str, list[float]] = field(default_factory=dict)

    def measure(self, step: str, work: Callable[[], Any]) -> Any:
        """Do it and note what it took."""
        start = time.process_time()
        result = work()
        self.steps.setdefault(step, []).append(time.process_time() - start)
        return result

    def median(self, step: str) -> float:
        """Over the repeats."""
        return statistics.median(self.steps[step])


def texts_of(rows: int) -> list[str]:
    draw = random.Random(3)  # noqa: S311  a benchmark, not a key
    return [f"{row} " + " ".join(draw.choices(WORDS, k=75)) for row in range(rows)]


def plain(root: Path, texts: list[str], vectors: Vectors, costs: Costs) -> None:
    def client() -> Any:
        return chromadb.PersistentClient(str(root), Settings(anonymized_telemetry=False))

    opened = client()
    made = opened.create_collection(
        "records", configuration={"hnsw": {"space": "cosine", "ef_construction": 40}}, embedding_function=None
    )
    ids = [new_id() for _ in texts]
    fields = [
        {"kind": "passage", "file": f"f{row % 9}", "year": 2000 + row % 24} for row in range(len(texts))
    ]

    def ingest() -> None:
        for start in range(0, len(texts), BATCH):
            part = slice(start, start + BATCH)
            made.add(ids=ids[part], embeddings=vectors[part], documents=texts[part], metadatas=fields[part])

    costs.measure("ingest", ingest)
    costs.measure(
        "query", lambda: [made.query(query_embeddings=[row], n_results=8) for row in vectors[:QUESTIONS]]
    )
    costs.measure(
        "query, one year",
        lambda: [
            made.query(query_embeddings=[row], n_results=8, where={"year": 2003})
            for row in vectors[:QUESTIONS]
        ],
    )
    opened.close()

    def reopen() -> Any:
        again = client()
        again.get_collection("records", embedding_function=None).query(
            query_embeddings=[vectors[0]], n_results=8
        )
        return again

    costs.measure("reopen and first answer", reopen).close()


def sealed(root: Path, texts: list[str], embedder: Given, costs: Costs) -> None:
    vaults = Vaults(
        f"sqlite:///{root / 'carnet.db'}", root / "secrets", clock=SystemClock(), kdf=KdfCost.STRONG
    )
    vault = vaults.create("bench", PASSPHRASE)[0]
    room = Room.open(vault, embedder=embedder, clock=SystemClock(), background=False)
    room.index.warm(threading.Event())
    passages = tuple(
        Passage(
            text, Source(Lines(row, row), file_id="f", file_name="f.txt"), id=new_id(),
            when=When.parse(str(2000 + row % 24)),
        )
        for row, text in enumerate(texts)
    )  # fmt: skip
    document = Document("f", "f.txt", "text/plain", 1, "2025-06-01", "plain_text")

    def ingest() -> None:
        room.admit(document, Imported("f", "f.txt", None, (), passages), done=())
        room.keywords()
        for start in range(0, len(passages), BATCH):
            part = passages[start : start + BATCH]
            room.index.add([one.id for one in part], embedder.rows[start : start + BATCH])
        room.index.compact()

    in_2003 = {one.id for one in passages if one.when is not None and one.when.local == "2003"}
    ask = room.index.search
    costs.measure("ingest", ingest)
    costs.measure("query", lambda: [ask(row, 8) for row in embedder.rows[:QUESTIONS]])
    costs.measure(
        "query, one year",
        lambda: [ask(row, 8, in_2003.__contains__) for row in embedder.rows[:QUESTIONS]],
    )
    room.close()

    def reopen() -> Room:
        again = Room.open(
            vaults.open("bench", PASSPHRASE), embedder=embedder, clock=SystemClock(), background=False
        )
        again.index.search(embedder.rows[0], 8)
        return again

    again = costs.measure("reopen and first answer", reopen)
    costs.measure("chroma warm behind it", lambda: again.index.warm(threading.Event()))
    again.close()
    vaults.close()


def size_mib(root: Path) -> float:
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) / 2**20


def compare(rows: int) -> None:
    texts = texts_of(rows)
    embedder = Given(texts)
    ours, theirs = Costs(), Costs()
    disk = [0.0, 0.0]
    for _ in range(REPEATS):
        for place in (0, 1):
            root = Path(tempfile.mkdtemp(prefix="carnet-bench-"))
            try:
                if place == 0:
                    plain(root, texts, embedder.rows, theirs)
                else:
                    sealed(root, texts, embedder, ours)
                disk[place] = size_mib(root)
            finally:
                shutil.rmtree(root)
    print(f"\n{rows} rows           plain CPU s   sealed CPU s   ratio")
    for step in theirs.steps:
        one, other = theirs.median(step), ours.median(step)
        print(f"{step:24} {one:11.3f} {other:13.3f} {other / one:9.2f}")
    print(f"{'chroma warm behind it':24} {'':11} {ours.median('chroma warm behind it'):13.3f}")
    print(f"{'disk, MiB':24} {disk[0]:11.1f} {disk[1]:13.1f} {disk[1] / disk[0]:9.2f}")


def main(argv: Sequence[str] = ()) -> None:
    """Compare at 1,000 rows, or at the numbers given."""
    for rows in [int(word) for word in argv] or [1000]:
        compare(rows)


if __name__ == "__main__":
    main(sys.argv[1:])

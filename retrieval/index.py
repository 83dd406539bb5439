"""The meaning of one person's record: sealed vectors, searched in memory while the vault is open.

The vault holds segments (rows of kind ``vectors``): the space, opaque ids, and a float16 matrix. A change is
checked, then sealed, then visible, in that order; what a search index would refuse is never sealed, so it
cannot break the next unlock. Two tiers answer: exact search over the opened matrix at once, and Chroma
(`retrieval.sealed_client`), filled behind it, once it holds every row.

Nothing here knows a text: a `Shelf` says which ids exist, and gives back their words and filter fields.
"""

import struct
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import orjson
from numpy.typing import ArrayLike, NDArray

from core.errors import AppError, IntegrityError
from retrieval.embedding import Embedder, Vectors
from vault.unlocked import Item, Unlocked, new_id

if TYPE_CHECKING:
    from retrieval.sealed_client import ChromaTier

KIND = "vectors"
BATCH = 100
"""Rows handed to Chroma at a time: its `add` holds the interpreter lock, 32 ms for so many."""
SMALL = 1024
"""Segments below so many rows are joined by `compact`."""

Fields = Mapping[str, str | int]
Allowed = Callable[[str], bool]


class Shelf(Protocol):
    """What the index may know of the room: the words and filter fields behind an id."""

    def text(self, id: str) -> str | None:
        """The words that were embedded; None when nothing of that id is live."""
        ...

    def fields(self, id: str) -> Fields:
        """Kind, file and year, for filters. Nothing else goes into Chroma."""
        ...


@dataclass(frozen=True, slots=True)
class Segment:
    """Sealed vectors of one space. `rows` is ``(len(ids), dimensions)``, float16, each of length 1.

    Half precision keeps recall@10 at 0.9995 or better and halves the bytes on disk (measured in
    docs/decisions/0010-vector-index.md).
    """

    id: str
    space: str
    ids: tuple[str, ...]
    rows: NDArray[np.float16]

    def to_item(self) -> Item:
        """As the vault seals it: length of the head, head (JSON), matrix (little-endian, row by row)."""
        head = orjson.dumps({"v": 1, "space": self.space, "dimensions": self.rows.shape[1], "ids": self.ids})
        return Item(KIND, self.id, struct.pack("<I", len(head)) + head + self.rows.astype("<f2").tobytes())

    @classmethod
    def from_item(cls, item: Item) -> "Segment":
        """Read back what `to_item` wrote.

        Raises:
            IntegrityError: ``segment_shape``: a sealed body that is not a segment of this version.
        """
        try:
            (length,) = struct.unpack_from("<I", item.body)
            head = orjson.loads(item.body[4 : 4 + length])
            rows = np.frombuffer(item.body, dtype="<f2", offset=4 + length)
            ids = tuple(head["ids"])
            if head["v"] != 1:
                raise ValueError("version")
            return cls(item.id, head["space"], ids, rows.reshape(len(ids), head["dimensions"]))
        except (struct.error, ValueError, KeyError, TypeError):
            raise IntegrityError("segment_shape", item=item.id) from None


@dataclass(frozen=True, slots=True)
class Removal:
    """A removal not sealed yet: put `items` and remove `gone` in one transaction, then `drop` it."""

    ids: frozenset[str]
    items: tuple[Item, ...]
    gone: tuple[tuple[str, str], ...]


class VectorIndex:
    """One person's vectors. Safe to call from several threads.

    Args:
        vault: Where segments are sealed.
        shelf: Which ids are live.
        embedder: Its space decides which segments count; those of another space are left aside and
            removed once everything has been embedded again.
        lock: Shared with whoever changes the shelf, so that a removal and a late vector never cross.
    """

    def __init__(
        self, vault: Unlocked, shelf: Shelf, embedder: Embedder, *, lock: "threading.RLock | None" = None
    ) -> None:
        self._vault, self._shelf, self._embedder = vault, shelf, embedder
        self.lock = lock or threading.RLock()
        self._ids: list[str] = []
        self._row: dict[str, int] = {}
        self._matrix: Vectors = np.empty((0, embedder.dimensions), dtype=np.float32)
        self._segments: dict[str, tuple[str, ...]] = {}
        self._owner: dict[str, str] = {}
        self._foreign: list[str] = []
        self._chroma: ChromaTier | None = None
        self._chroma_ready = False
        self._load()

    def _load(self) -> None:
        kept: list[Segment] = []
        for item in self._vault.items(KIND):
            segment = Segment.from_item(item)
            if segment.space != self._embedder.space or segment.rows.shape[1] != self._embedder.dimensions:
                self._foreign.append(segment.id)
                continue
            kept.append(segment)
            self._segments[segment.id] = segment.ids
            self._owner.update(dict.fromkeys(segment.ids, segment.id))
        live = [
            [
                row
                for row, id in enumerate(segment.ids)
                if self._owner[id] == segment.id and self._shelf.text(id) is not None
            ]
            for segment in kept
        ]
        self._ids = [segment.ids[row] for segment, rows in zip(kept, live, strict=True) for row in rows]
        self._row = {id: row for row, id in enumerate(self._ids)}
        if self._ids:
            self._matrix = np.concatenate(
                [segment.rows[rows].astype(np.float32) for segment, rows in zip(kept, live, strict=True)]
            )

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, id: str) -> bool:
        return id in self._row

    def ids(self) -> tuple[str, ...]:
        """Every id that has a vector, in the order they came."""
        with self.lock:
            return tuple(self._ids)

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The rows of `ids`, each of length 1, in that order. KeyError for one without a vector."""
        with self.lock:
            return self._matrix[[self._row[id] for id in ids]]

    # -- changes: checked, sealed, visible --------------------------------------------------------------

    def add(self, ids: Sequence[str], rows: ArrayLike) -> None:
        """Keep vectors, replacing those the ids had.

        Args:
            ids: Live on the shelf, each once.
            rows: ``(len(ids), dimensions)``, finite, not zero; brought to length 1.

        Raises:
            AppError: ``vectors_refused``: one of these does not hold. Nothing was sealed.
        """
        if not len(ids):
            return
        with self.lock:
            segment = Segment(new_id(), self._embedder.space, tuple(ids), self._checked(ids, rows))
            self._vault.put_many([segment.to_item()])
            self._segments[segment.id] = segment.ids
            self._owner.update(dict.fromkeys(segment.ids, segment.id))
            self._show(segment)

    def _checked(self, ids: Sequence[str], given: ArrayLike) -> NDArray[np.float16]:
        rows: Vectors = np.asarray(given, dtype=np.float32)
        known = all(self._shelf.text(id) is not None for id in ids)
        if rows.shape != (len(ids), self._embedder.dimensions) or len(set(ids)) != len(ids) or not known:
            raise AppError("vectors_refused", count=len(ids))
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(rows).all():
            raise AppError("vectors_refused", count=len(ids))
        return rows.astype(np.float16)

    def _show(self, segment: Segment) -> None:
        rows = segment.rows.astype(np.float32)
        old = [row for row, id in enumerate(segment.ids) if id in self._row]
        for row in old:
            self._matrix[self._row[segment.ids[row]]] = rows[row]
        new = [row for row, id in enumerate(segment.ids) if id not in self._row]
        start = len(self._ids)
        self._reserve(start + len(new))
        self._matrix[start : start + len(new)] = rows[new]
        for row in new:
            self._row[segment.ids[row]] = len(self._ids)
            self._ids.append(segment.ids[row])
        if self._chroma is not None:
            wanted = segment.ids if self._chroma_ready else [id for id in segment.ids if id in self._chroma]
            self._to_chroma(wanted)

    def _reserve(self, rows: int) -> None:
        if rows > len(self._matrix):
            grown = np.empty((max(rows, 2 * len(self._matrix), 256), self._matrix.shape[1]), dtype=np.float32)
            grown[: len(self._ids)] = self._matrix[: len(self._ids)]
            self._matrix = grown

    def removal(self, ids: Iterable[str]) -> Removal:
        """What must be sealed for `ids` to be gone: their segments, written again without them.

        The caller holds `lock` from here until `drop`.
        """
        doomed = frozenset(ids)
        touched = [id for id, held in self._segments.items() if not doomed.isdisjoint(held)]
        return Removal(doomed, *self._rewritten(touched, without=doomed))

    def _rewritten(
        self, segments: Sequence[str], *, without: frozenset[str] = frozenset()
    ) -> tuple[tuple[Item, ...], tuple[tuple[str, str], ...]]:
        kept = [
            id
            for segment in segments
            for id in self._segments[segment]
            if self._owner[id] == segment and id in self._row and id not in without
        ]
        gone = tuple((KIND, segment) for segment in segments)
        if not kept:
            return (), gone
        rows = self.vectors(kept).astype(np.float16)
        return (Segment(new_id(), self._embedder.space, tuple(kept), rows).to_item(),), gone

    def drop(self, removal: Removal) -> None:
        """Take a sealed removal out of both tiers."""
        with self.lock:
            self._resegment(removal.items, removal.gone)
            gone = [id for id in removal.ids if id in self._row]
            if not gone:
                return
            keep = [row for row, id in enumerate(self._ids) if id not in removal.ids]
            self._matrix = self._matrix[keep]
            self._ids = [self._ids[row] for row in keep]
            self._row = {id: row for row, id in enumerate(self._ids)}
            for id in gone:
                self._owner.pop(id, None)
            if self._chroma is not None:
                self._chroma.remove(gone)

    def _resegment(self, items: Sequence[Item], gone: Sequence[tuple[str, str]]) -> None:
        for _, id in gone:
            self._segments.pop(id, None)
        for item in items:
            segment = Segment.from_item(item)
            self._segments[segment.id] = segment.ids
            self._owner.update(dict.fromkeys(segment.ids, segment.id))

    def remove(self, ids: Iterable[str]) -> None:
        """Seal the removal of these vectors, then take them out."""
        with self.lock:
            removal = self.removal(ids)
            if removal.gone:
                self._vault.put_many(removal.items, remove=removal.gone)
            self.drop(removal)

    def compact(self) -> None:
        """Join small segments, and remove those of another space. Called once all is embedded."""
        with self.lock:
            small = [id for id, held in self._segments.items() if len(held) < SMALL]
            items, gone = self._rewritten(small) if len(small) > 1 else ((), ())
            gone += tuple((KIND, id) for id in self._foreign)
            if gone:
                self._vault.put_many(items, remove=gone)
                self._resegment(items, gone)
                self._foreign.clear()

    # -- search -----------------------------------------------------------------------------------------

    @property
    def tier(self) -> str:
        """Which tier answers an unfiltered search: ``exact`` or ``chroma``."""
        return "chroma" if self._chroma_ready else "exact"

    @property
    def chroma(self) -> "ChromaTier | None":
        """The second tier, from when it begins to be filled until `close`."""
        return self._chroma

    def search(self, vector: Vectors, k: int, allowed: Allowed | None = None) -> list[tuple[str, float]]:
        """The nearest ids and their cosine, nearest first; at most `k`.

        Args:
            vector: A question's, of this space.
            k: At least 1.
            allowed: Keeps some ids only. Such a search is exact: Chroma's own filters cost thirty times
                more (15 to 26 ms against 0.5 at 10,000 rows).
        """
        with self.lock:
            if not self._ids:
                return []
            if allowed is None and self._chroma_ready and self._chroma is not None:
                return self._chroma.search(vector, min(k, len(self._ids)))
            ids, matrix = list(self._ids), self._matrix[: len(self._ids)]
        if allowed is not None:
            rows = [row for row, id in enumerate(ids) if allowed(id)]
            if not rows:
                return []
            ids, matrix = [ids[row] for row in rows], matrix[rows]
        cosines = matrix @ (np.asarray(vector, dtype=np.float32) / max(float(np.linalg.norm(vector)), 1e-12))
        best = np.argsort(-cosines, kind="stable")[:k]
        return [(ids[row], float(cosines[row])) for row in best]

    # -- the second tier --------------------------------------------------------------------------------

    def warm(self, stop: threading.Event) -> bool:
        """Fill Chroma, a batch at a time, while the exact tier answers; False when `stop` was set first."""
        from retrieval.sealed_client import (
            ChromaTier,
        )  # here: two seconds of imports that no unlock waits for

        with self.lock:
            if self._chroma is None:
                self._chroma = ChromaTier(self, self._shelf, self._embedder)
        while not stop.is_set():
            with self.lock:
                if self._chroma is None:
                    return False
                missing = [id for id in self._ids if id not in self._chroma]
                if not missing:
                    self._chroma_ready = True
                    return True
            for start in range(0, len(missing), BATCH):
                with self.lock:
                    if stop.is_set() or self._chroma is None:
                        return False
                    self._to_chroma([id for id in missing[start : start + BATCH] if id in self._row])
                stop.wait(0.001)  # lets another thread have the interpreter between two batches
        return False

    def _to_chroma(self, ids: Sequence[str]) -> None:
        if self._chroma is None:
            return
        for start in range(0, len(ids), BATCH):
            part = list(ids[start : start + BATCH])
            self._chroma.put(part, self.vectors(part))

    def close(self) -> None:
        """Stop Chroma for good and let go of the vectors. Nothing sealed changes."""
        with self.lock:
            if self._chroma is not None:
                self._chroma.close()
            self._chroma, self._chroma_ready = None, False
            self._ids, self._row = [], {}
            self._matrix = np.empty((0, self._embedder.dimensions), dtype=np.float32)

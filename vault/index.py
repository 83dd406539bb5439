"""What an open vault remembers of its live rows: where each stands and its leaf. In memory only."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_BATCH_ROWS = 200
_BATCH_BYTES = 8 << 20


class Pins(NamedTuple):
    """What pins a row, as the store holds it: everything but its tag and its body."""

    kind: bytes
    position: int
    version: int
    seal: bytes


class Row(NamedTuple):
    """A live row, without its content.

    Attributes:
        kind: Tag of its kind.
        position: Its place in the order of first putting.
        version: Counter of the change that wrote it.
        leaf: Its part in the head's sum, which pins all of the above and the seal.
        size: Bytes of ciphertext.
    """

    kind: bytes
    position: int
    version: int
    leaf: int
    size: int


class Index:
    """Live rows by tag, and tags by kind in the order of `rows`, which is by position."""

    def __init__(self, rows: Iterable[tuple[bytes, Row]] = ()) -> None:
        self._rows: dict[bytes, Row] = {}
        self._kinds: dict[bytes, dict[bytes, None]] = {}
        for tag, row in rows:
            self.put(tag, row)

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, tag: bytes) -> Row | None:
        """The live row at `tag`."""
        return self._rows.get(tag)

    def tags(self, kind: bytes) -> tuple[bytes, ...]:
        """The live rows of a kind, in the order they were first put."""
        return tuple(self._kinds.get(kind, ()))

    def all_tags(self) -> tuple[bytes, ...]:
        """Every live row."""
        return tuple(self._rows)

    def leaves(self) -> int:
        """The sum of all leaves."""
        return sum(row.leaf for row in self._rows.values())

    def stored_bytes(self) -> int:
        """Ciphertext of all live rows."""
        return sum(row.size for row in self._rows.values())

    def put(self, tag: bytes, row: Row) -> None:
        """Remember a row that was written."""
        known = self._rows.get(tag)
        if known is not None and known.position != row.position:
            self.drop(tag)
        self._rows[tag] = row
        self._kinds.setdefault(row.kind, {})[tag] = None

    def drop(self, tag: bytes) -> None:
        """Forget a row that was removed."""
        row = self._rows.pop(tag, None)
        if row is not None:
            same = self._kinds[row.kind]
            del same[tag]
            if not same:
                del self._kinds[row.kind]

    def batches(self, tags: Sequence[bytes]) -> Iterator[list[bytes]]:
        """The tags in runs that fit in memory together."""
        batch: list[bytes] = []
        size = 0
        for tag in tags:
            row = self._rows.get(tag)
            if row is None:
                continue
            if batch and (len(batch) == _BATCH_ROWS or size + row.size > _BATCH_BYTES):
                yield batch
                batch, size = [], 0
            batch.append(tag)
            size += row.size
        if batch:
            yield batch

"""What sealing costs, beside plain SQLite rows written and read the same way in the same run.

    python -m benchmarks.vault

The baseline keeps the same kinds, ids and bodies in clear in one indexed table of the same kind of store: the
same SQLite settings, SQLAlchemy Core, one transaction per change. So the ratios hold what the vault adds:
sealing, padding, the head, the anchor. CPU seconds, median of runs that take turns. A passphrase costs what
it costs by design and is given by itself.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
)

from core.clock import SystemClock
from vault.backends.sqlite import SqliteStore
from vault.keys import STRONG, KdfCost, Stretcher
from vault.store import Vaults
from vault.unlocked import Item, Unlocked

PASSPHRASE = "sept pommes bleues sous la lune"  # noqa: S105  of a vault that lives for seconds
REPEATS = 3
ROWS, SEGMENTS, ORIGINALS = 10_000, 24, 3

Batch = Sequence[Item]


_item = Table(
    "item",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("kind", "id"),
)


class Plain:
    """The baseline: rows in clear."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.open()
        with self._store.write() as connection:
            _item.create(connection)

    def open(self) -> None:
        """Open the file."""
        self._store = SqliteStore(self._path)

    def put_many(self, items: Batch) -> None:
        """Add or replace, in one transaction."""
        gone = [{"k": item.kind, "i": item.id} for item in items]
        values = [{"kind": item.kind, "id": item.id, "body": item.body} for item in items]
        with self._store.write() as connection:
            connection.execute(
                delete(_item).where(_item.c.kind == bindparam("k"), _item.c.id == bindparam("i")), gone
            )
            connection.execute(insert(_item), values)

    def items(self, kind: str) -> int:
        """Read all of a kind."""
        query = select(_item.c.id, _item.c.body).where(_item.c.kind == kind).order_by(_item.c.number)
        with self._store.read() as connection:
            return sum(1 for _ in connection.execute(query))

    def get(self, kind: str, name: str) -> bytes:
        """Read one."""
        query = select(_item.c.body).where(_item.c.kind == kind, _item.c.id == name)
        with self._store.read() as connection:
            return bytes(connection.execute(query).scalar_one())

    def close(self) -> None:
        """Close the file."""
        self._store.close()


def spent(act: Callable[[], object]) -> float:
    """CPU seconds."""
    before = time.process_time()
    act()
    return time.process_time() - before


def one_by_one(store: Unlocked | Plain, items: Batch) -> None:
    for item in items:
        store.put_many([item])


def drain(vault: Unlocked, kind: str) -> None:
    for _ in vault.items(kind):
        pass


def run(folder: Path) -> dict[str, tuple[float, float]]:
    """One turn of each: (sealed, plain) by what was done."""
    url = f"sqlite:///{folder / 'data' / 'carnet.db'}"
    vaults = Vaults(url, folder / "secrets", clock=SystemClock(), kdf=KdfCost.CHEAP)
    vault, _ = vaults.create("bench", PASSPHRASE)
    plain = Plain(folder / "plain.db")
    rows = [Item("row", f"{n:06d}", os.urandom(500)) for n in range(ROWS)]
    segments = [Item("segment", str(n), os.urandom(1 << 20)) for n in range(SEGMENTS)]
    originals = [Item("original", str(n), os.urandom(4 << 20)) for n in range(ORIGINALS)]
    found: dict[str, tuple[float, float]] = {}

    def compare(name: str, sealed: Callable[[], object], clear: Callable[[], object]) -> None:
        found[name] = (spent(sealed), spent(clear))

    compare(f"put {ROWS} rows of 500 B", lambda: vault.put_many(rows), lambda: plain.put_many(rows))
    compare(
        f"put {SEGMENTS} segments of 1 MiB",
        lambda: vault.put_many(segments),
        lambda: plain.put_many(segments),
    )
    compare(
        f"put {ORIGINALS} originals of 4 MiB",
        lambda: [vault.put_blob(item.body) for item in originals],
        lambda: plain.put_many(originals),
    )
    compare(
        "100 changes of one row",
        lambda: one_by_one(vault, rows[:100]),
        lambda: one_by_one(plain, rows[:100]),
    )
    compare("read all rows", lambda: drain(vault, "row"), lambda: plain.items("row"))
    compare("read all segments", lambda: drain(vault, "segment"), lambda: plain.items("segment"))
    compare(
        "200 single reads",
        lambda: [vault.get("row", item.id) for item in rows[:200]],
        lambda: [plain.get("row", item.id) for item in rows[:200]],
    )
    plain.close()

    def reopen() -> None:
        plain.open()
        plain.get("row", "000000")

    compare(
        f"open with {ROWS} rows, first read (cheap passphrase)",
        lambda: vaults.open("bench", PASSPHRASE).get("row", "000000"),
        reopen,
    )
    plain.close()
    vaults.close()
    found["bytes on disk"] = (size(folder / "data"), size(folder / "plain.db"))
    return found


def size(place: Path) -> float:
    paths = place.rglob("*") if place.is_dir() else (place,)
    return float(sum(path.stat().st_size for path in paths if path.is_file()))


def main() -> None:
    """Print the medians and their ratios."""
    turns = []
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as folder:
            turns.append(run(Path(folder)))
    print(f"{'':56}{'sealed':>12}{'plain SQLite':>14}{'ratio':>8}")
    for name in turns[0]:
        sealed, plain = (statistics.median(turn[name][side] for turn in turns) for side in (0, 1))
        both = [f"{side / 2**20:.1f} MiB" if "bytes" in name else f"{side:.4f} s" for side in (sealed, plain)]
        print(f"{name:56}{both[0]:>12}{both[1]:>14}{sealed / max(plain, 1e-6):>8.2f}")
    one = statistics.median(
        spent(lambda: Stretcher(STRONG).stretch(PASSPHRASE, bytes(16), STRONG)) for _ in range(3)
    )
    print(f"one passphrase at the real cost: {one:.3f} s of CPU, {STRONG.memory_kib // 1024} MiB")


if __name__ == "__main__":
    main()

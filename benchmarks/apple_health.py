"""What importing years of a phone's records costs, end to end, beside a bare pass of lxml over the same XML.

    python -m benchmarks.apple_health [records]

Ours: the zip as the phone wrote it, through the gate and the walled parser process, and facts and samples
sealed into a vault in one transaction; no embedding, which goes on in the background. The baseline hears
every element of the ``export.xml`` in it, already inflated, and counts. CPU seconds, the parser process's
included, best of runs that take turns, ours in a process of its own. Memory is the most that was resident, at
a tenth of the records and at all of them; the house's holds the zip itself.
"""

import io
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

from core.clock import SystemClock
from retrieval.ingest.pipeline import ingest_file
from retrieval.room import Room
from tests.fakes.apple_export import write_export
from tests.fakes.embedder import WordEmbedder
from vault.keys import KdfCost
from vault.store import Vaults

PASSPHRASE = "sept pommes bleues sous la lune"  # noqa: S105  of a vault that lives for seconds
RECORDS = 500_000
REPEATS = 3
_CHUNK = 256 * 1024
_MIB = 1024 * 1024


class _Counting:
    """A parser's target that does nothing but count."""

    def __init__(self) -> None:
        self.records = 0

    def start(self, tag: str, attributes: Any) -> None:  # noqa: ARG002  what lxml calls it with
        self.records += tag == "Record"

    def close(self) -> None:
        pass


def bare(xml: bytes) -> int:
    """The baseline: every element heard, none kept."""
    target: Any = _Counting()
    parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True)
    for at in range(0, len(xml), _CHUNK):
        parser.feed(xml[at : at + _CHUNK])
    parser.close()
    return int(target.records)


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds of this process and of those it started, and seconds on the clock."""
    before, started = _cpu_s(), time.monotonic()
    act()
    return _cpu_s() - before, time.monotonic() - started


def _cpu_s() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


class _Watch(threading.Thread):
    """Looks at the most that this process's children have had resident, until stopped."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._peaks: dict[str, int] = {}
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.02):
            for tasks in Path("/proc/self/task").glob("*/children"):
                for child in _read(tasks).split():
                    if "-I" in _read(Path("/proc") / child / "cmdline").split("\0"):  # no longer a copy of us
                        self._peaks[child] = max(self._peaks.get(child, 0), _peak_kib(child))

    def stop(self) -> float:
        """No more; MiB."""
        self._over.set()
        self.join()
        return max(self._peaks.values(), default=0) / 1024


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _peak_kib(process: str) -> int:
    lines = _read(Path("/proc") / process / "status").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def one_import(path: Path) -> dict[str, float]:
    """Import the zip at `path` into a new vault; what it cost and what came of it."""
    data = path.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        vaults = Vaults(
            f"sqlite:///{Path(folder) / 'data' / 'carnet.db'}", Path(folder) / "secrets",
            clock=SystemClock(), kdf=KdfCost.CHEAP,
        )  # fmt: skip
        vault, _ = vaults.create("bench", PASSPHRASE)
        room = Room.open(vault, embedder=WordEmbedder(), clock=SystemClock(), background=False)
        idle, watch = _peak_kib("self"), _Watch()
        watch.start()
        try:
            # Words are found at the first search: what is worked out for them is shown by itself.
            spent, clock = timed(lambda: ingest_file(room, "export.zip", data))
            parser = watch.stop()
            peak = _peak_kib("self")
            held = room.samples.held()
            first, _ = timed(lambda: [room.samples.summary(key) for key in held])
            sealed = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
            segments = [one for file in room.documents() for one in room.samples.segments(file.id)]
            return {
                "cpu_s": spent, "clock_s": clock, "first_s": first, "facts": len(room.shelf.facts),
                "samples": sum(one.n for one in segments), "sealed_mib": sealed / _MIB,
                "idle_mib": idle / 1024, "house_mib": peak / 1024, "parser_mib": parser,
            }  # fmt: skip
        finally:
            room.close()
            vaults.close()


def _apart(path: Path) -> dict[str, float]:
    """The same in a process of its own, so that no run leaves memory to the next."""
    command = [sys.executable, "-m", "benchmarks.apple_health", "--one", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  our own module
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(argv: list[str] | None = None) -> None:
    """Print the best of each, the ratio, and memory at both sizes."""
    if argv and argv[0] == "--one":
        print(json.dumps(one_import(Path(argv[1]))))
        return
    count = int(argv[0]) if argv else RECORDS
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.zip", Path(folder) / "large.zip"
        write_export(small, count // 10, seed=7)
        write_export(large, count, seed=7)
        with zipfile.ZipFile(io.BytesIO(large.read_bytes())) as archive:
            xml = archive.read("apple_health_export/export.xml")
        ours, theirs = [], []
        for _ in range(REPEATS):
            ours.append(_apart(large))
            theirs.append(timed(lambda: bare(xml))[0])
        little, best = _apart(small), min(ours, key=lambda run: run["cpu_s"])
        print(
            f"{count} records, {len(xml) / _MIB:.0f} MiB of XML, {large.stat().st_size / _MIB:.1f} MiB zipped"
        )
        print(f"{best['samples']:.0f} samples and {best['facts']:.0f} facts; with the zip", end=" ")
        print(f"{best['sealed_mib']:.1f} MiB sealed")
        rows = (
            ("lxml, every element heard", min(theirs)),
            ("Carnet, end to end: inflated, read, sealed", best["cpu_s"]),
        )
        for words, seconds in rows:
            print(f"{words:48}{seconds:>10.2f} s{count / seconds:>12.0f} records/s")
        print(f"{'share of its speed':48}{min(theirs) / best['cpu_s']:>10.2f}")
        print(f"{'seconds on the clock':48}{best['clock_s']:>10.2f} s")
        print(f"{'every day of every metric, when first asked':48}{best['first_s']:>10.2f} s")
        print(f"{'most resident, MiB':48}{count // 10:>10}{count:>12}")
        for words, key in (
            ("house, before", "idle_mib"),
            ("house", "house_mib"),
            ("parser process", "parser_mib"),
        ):
            print(f"{words:48}{little[key]:>10.0f}{max(run[key] for run in ours):>12.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])

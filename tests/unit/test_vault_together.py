"""The same vault open more than once, and processes killed in the middle of a change."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import UpstreamError
from tests.fakes.vaults import PASSPHRASE, House
from vault.backends.sqlite import SqliteStore
from vault.unlocked import Item, Unlocked

BATCH = 5


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.vaults.close()


def ids(vault: Unlocked) -> list[str]:
    return [item.id for item in vault.items("document")]


def test_each_sees_what_the_other_wrote(house: House) -> None:
    here, there = house.vault(), house.vault()
    here.put_many([Item("document", "a", b"1"), Item("document", "b", b"1")])

    assert there.get("document", "a") == b"1"
    there.put_many([Item("document", "c", b"2"), Item("document", "a", b"2")])
    assert ids(here) == ["a", "b", "c"]
    assert here.get("document", "a") == b"2"
    there.put_many([Item("document", "d", b"3")], remove=[("document", "b")])
    assert ids(here) == ids(there) == ["a", "c", "d"]
    assert here.get("document", "b") is None
    here.put_many([Item("document", "b", b"4")])
    assert ids(here) == ids(there) == ["a", "c", "d", "b"]
    blob = here.put_blob(b"x" * 5000)
    assert there.put_blob(b"x" * 5000).known
    there.remove_blob(blob.id)
    assert here.blobs() == ()
    assert here.sizes() == there.sizes()
    assert here.verify() == there.verify()


def test_an_item_replaced_or_removed_while_listing_comes_as_it_is_by_then(house: House) -> None:
    here, there = house.vault(), house.vault()
    here.put_many([Item("document", f"{n:03d}", b"old") for n in range(450)])
    listing = here.items("document")
    first = next(listing)
    there.put_many([Item("document", "449", b"new")], remove=[("document", "448")])
    rest = {item.id: item.body for item in listing}

    assert first.id == "000"
    assert len(rest) == 448
    assert rest["449"] == b"new"


def test_many_openers_in_threads_lose_nothing(house: House) -> None:
    house.vault()
    faults: list[BaseException] = []

    def work(who: int) -> None:
        try:
            vault = house.vaults.open("marie", PASSPHRASE)
            for n in range(8):
                vault.put_many(
                    [Item("document", f"{who}.{n}", b"x")], remove=[("document", f"{who}.{n - 2}")]
                )
        except BaseException as error:  # noqa: BLE001  handed to the main thread
            faults.append(error)

    threads = [threading.Thread(target=work, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert sorted(f"{who}.{n}" for who in range(4) for n in (6, 7)) == sorted(ids(house.vault()))
    assert house.vault().verify().events == 7


def test_a_store_kept_busy_is_told_kindly(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vault.backends.sqlite._BUSY_TIMEOUT_S", 0.05)
    impatient = SqliteStore(house.data / "carnet.db")

    with (
        house.vaults._store.write(),
        pytest.raises(UpstreamError, match="store_busy") as raised,
        impatient.write(),
    ):
        pass
    assert raised.value.retry_after_s
    impatient.close()


WRITER = f"""
import os, sys
from pathlib import Path
from tests.fakes.vaults import House, PASSPHRASE
from vault.unlocked import Item
who, rounds = sys.argv[2], int(sys.argv[3])
vault = House(Path(sys.argv[1])).vaults.open("marie", PASSPHRASE)
print("ready", flush=True)
for n in range(rounds):
    vault.put_many([Item("document", f"{{who}}.{{n}}.{{m}}", bytes([m]) * 3000) for m in range({BATCH})],
                   remove=[("document", f"{{who}}.{{n - 3}}.{{m}}") for m in range({BATCH})])
    blob = vault.put_blob(f"{{who}} {{n}}".encode() * 400_000) if n % 4 == 3 else None
    print(n, blob.id if blob else "-", flush=True)
"""


def start(root: Path, who: str, rounds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(root), who, str(rounds)]
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"}
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def test_two_processes_write_one_vault(house: House, tmp_path: Path) -> None:
    reader = house.vault()
    children = [start(tmp_path, who, 8) for who in ("a", "b")]
    seen = 0
    while any(child.poll() is None for child in children):
        seen = max(seen, len(ids(reader)))
    for child in children:
        child.communicate()

    assert [child.returncode for child in children] == [0, 0]
    expected = {f"{who}.{n}.{m}" for who in "ab" for n in (5, 6, 7) for m in range(BATCH)}
    assert expected == set(ids(reader)) == set(ids(house.vault()))
    assert seen
    assert reader.verify().blobs == 4


def test_a_killed_writer_loses_nothing_acknowledged_and_leaves_no_half_change(
    house: House, tmp_path: Path
) -> None:
    """SIGKILL at random moments of batches, removals and originals; then everything is verified."""
    house.vault()
    house.vaults.close()
    dice = random.Random(7)  # noqa: S311  not a secret
    for attempt in range(5):
        child = start(tmp_path, f"w{attempt}", 10_000)
        time.sleep(dice.uniform(0.01, 0.25))
        os.kill(child.pid, signal.SIGKILL)
        output, _ = child.communicate()
        lines = [line.split() for line in output.splitlines() if line.count(" ") == 1]
        last = int(lines[-1][0]) if lines else -1
        again = House(tmp_path)
        vault = again.vaults.open("marie", PASSPHRASE)
        vault.verify()
        mine = {item.id for item in vault.items("document") if item.id.startswith(f"w{attempt}.")}
        rounds = {int(name.split(".")[1]) for name in mine}

        assert len(mine) == BATCH * len(rounds)
        assert set(range(max(0, last - 2), last + 1)) <= rounds | {max(0, last - 2)}
        assert last in rounds or last == -1
        assert max(rounds, default=-1) <= last + 1
        for n, blob in lines:
            if blob != "-":
                assert vault.blob(blob) == f"w{attempt} {n}".encode() * 400_000
        again.vaults.close()


def test_killed_between_commit_and_anchor_it_still_opens(house: House, tmp_path: Path) -> None:
    """The anchor may lag behind the store, never lead it."""
    vault = house.vault()
    anchor = tmp_path / "secrets" / "anchors" / vault.vault_id
    before = anchor.read_bytes()
    vault.put_many([Item("document", "a", b"1")])
    anchor.write_bytes(before)

    assert house.vault().get("document", "a") == b"1"
    assert anchor.read_bytes() != before


def test_an_anchor_that_cannot_be_written_costs_no_acknowledged_write(house: House, tmp_path: Path) -> None:
    vault = house.vault()
    anchors = tmp_path / "secrets" / "anchors"
    anchors.rename(tmp_path / "away")
    vault.put_many([Item("document", "a", b"1")])
    (tmp_path / "away").rename(anchors)

    assert house.vault().get("document", "a") == b"1"


def test_the_anchor_never_goes_back(house: House, tmp_path: Path) -> None:
    here, there = house.vault(), house.vault()
    anchor = tmp_path / "secrets" / "anchors" / here.vault_id
    counters = []
    for vault in (here, there) * 3:
        vault.put_many([Item("document", "a", b"1")])
        counters.append(int(anchor.read_text().split()[0]))

    assert counters == sorted(set(counters))

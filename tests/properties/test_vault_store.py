"""What must hold for every history of a vault: it says what was last put, and its files say nothing."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.fakes.vaults import House
from vault.unlocked import Item, Unlocked

KINDS = st.sampled_from(["document", "thread", "step/a", "step/b"])
NAMES = st.sampled_from(["a", "b", "c", "é"])
ITEMS = st.lists(st.tuples(KINDS, NAMES, st.binary(max_size=600)), max_size=5)
GONE = st.lists(st.tuples(KINDS, NAMES), max_size=3)


class TwoPeopleThreeWindows(RuleBasedStateMachine):
    """Two vaults, one of them open twice, against plain dictionaries."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.house = House(Path(self.folder.name))
        self.windows = [self.house.vault("marie"), self.house.vault("marie"), self.house.vault("paul")]
        self.known: list[dict[tuple[str, str], bytes]] = [{}, {}]
        self.originals: list[dict[str, bytes]] = [{}, {}]

    @rule(window=st.integers(0, 2), items=ITEMS, gone=GONE)
    def change(self, window: int, items: list[tuple[str, str, bytes]], gone: list[tuple[str, str]]) -> None:
        self.windows[window].put_many([Item(*item) for item in items], remove=gone)
        known = self.known[window // 2]
        for key in gone:
            known.pop(key, None)
        for kind, name, body in items:
            known[kind, name] = body

    @rule(window=st.integers(0, 2), data=st.binary(max_size=400))
    def keep(self, window: int, data: bytes) -> None:
        blob = self.windows[window].put_blob(data)
        originals = self.originals[window // 2]
        assert blob.known == (data in originals.values())
        originals[blob.id] = data

    @rule(window=st.integers(0, 2), which=st.integers(0, 5))
    def lose(self, window: int, which: int) -> None:
        originals = self.originals[window // 2]
        if originals:
            name = sorted(originals)[which % len(originals)]
            self.windows[window].remove_blob(name)
            del originals[name]

    @rule(window=st.integers(0, 2))
    def sign_in_again(self, window: int) -> None:
        self.windows[window].lock()
        self.windows[window] = self.house.vault("paul" if window == 2 else "marie")

    @invariant()
    def each_window_says_what_was_last_put(self) -> None:
        for window, vault in enumerate(getattr(self, "windows", [])):
            known = self.known[window // 2]
            for kind in {kind for kind, _ in known} | {"document"}:
                expected = [(name, body) for (k, name), body in known.items() if k == kind]
                assert expected == [(item.id, item.body) for item in vault.items(kind)]
            assert set(vault.blobs()) == set(self.originals[window // 2])

    def teardown(self) -> None:
        if hasattr(self, "house"):
            for window, vault in enumerate(self.windows):
                vault.verify()
                for name, data in self.originals[window // 2].items():
                    assert vault.blob(name) == data
            self.house.vaults.close()
            self.folder.cleanup()


TestHistories = TwoPeopleThreeWindows.TestCase
TestHistories.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@contextmanager
def house() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        yield house
        house.vaults.close()


def use(house: House, canary: str) -> Unlocked:
    """Everything a vault can do, with the canary in every place a person's words can be in."""
    word = canary.encode()
    vault, _ = house.vaults.create(canary, f"{canary} sept lanternes au vieux port", profile=word)
    vault.put_many([Item(f"step/{canary}", canary, word * n) for n in range(1, 40)])
    vault.put_many([Item("document", canary, word)], remove=[(f"step/{canary}", canary)])
    blob = vault.put_blob(word * 200_000)
    vault.hmac(canary, word)
    vault.change_passphrase(f"{canary} douze lanternes au vieux port")
    house.vaults.deliver(canary, Item("step", canary, word))
    vault.remove_blob(blob.id)
    house.vaults.open(canary, f"{canary} douze lanternes au vieux port").verify()
    house.vaults.backup(vault, house.root / "backup")
    return vault


@settings(max_examples=5, deadline=None)
@given(st.from_regex(r"[b-df-hj-np-tv-z]{12}", fullmatch=True))
def test_no_file_holds_a_word_of_the_person(canary: str) -> None:
    """Not the store, its log or shared memory, the backup, the secrets, nor any file left beside them."""
    with house() as home:
        use(home, canary)
        files = {path.name for path in home.root.rglob("*") if path.is_file()}
        found = home.bytes_on_disk().lower()

        assert {"carnet.db", "carnet.db-wal", "carnet.db-shm", "backup", "server.key"} <= files
        for form in (
            canary.encode(),
            canary.encode().hex().encode(),
            canary.encode("utf-16-le"),
            canary[:8].encode(),
        ):
            assert form not in found
        assert not [name for name in files if name.startswith(".carnet-")]


def test_the_search_for_the_canary_finds_one_that_is_there() -> None:
    """A control: a plaintext file in the same folder is found by the same search."""
    with house() as home:
        (home.data / "leak").write_bytes(b"..zqcanari..")

        assert b"zqcanari" in home.bytes_on_disk()


def test_kind_names_and_key_words_are_not_in_the_store() -> None:
    with house() as home:
        use(home, "bcdfghjklmnp")
        found = (home.data / "carnet.db").read_bytes() + (home.data / "carnet.db-wal").read_bytes()

        for word in (b"document", b"audit", b"profile", b"passphrase_changed", b"counter", b"blob\x00"):
            assert word not in found


def test_no_key_is_on_the_disk() -> None:
    with house() as home:
        keyring = use(home, "bcdfghjklmnp")._ledger.keyring
        found = home.bytes_on_disk()

        for name in type(keyring).__slots__:
            assert name == "vault" or getattr(keyring, name) not in found


def test_what_was_deleted_is_overwritten() -> None:
    """Ciphertext of a removed row does not stay in free pages once the log is emptied."""
    with house() as home:
        vault = home.vault()
        vault.put_many([Item("document", "a", os.urandom(50_000))])
        with home.vaults._store.read() as connection:
            bodies = connection.exec_driver_sql("SELECT body FROM sealed_row").scalars().all()
        longest = max(bodies, key=len)
        vault.put_many([], remove=[("document", "a")])
        home.vaults.close()

        assert longest[20_000:20_064] not in home.bytes_on_disk()

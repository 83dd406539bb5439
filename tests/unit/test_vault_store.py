"""What a vault promises to who uses it."""

import os
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import (
    AppError,
    ConfigError,
    InputError,
    IntegrityError,
    LockedError,
    NotFoundError,
    UpstreamError,
    WrongPassphraseError,
)
from tests.fakes.vaults import PASSPHRASE, House, StillClock
from vault.audit import Event
from vault.keys import KdfCost
from vault.store import PROFILE, Vaults
from vault.unlocked import Item, Unlocked, new_id

OTHER = "douze lanternes sur le vieux port"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.vaults.close()


def notes(vault: Unlocked) -> list[tuple[str, bytes]]:
    return [(item.id, item.body) for item in vault.items("document")]


def test_what_was_put_is_there_after_signing_in_again(house: House) -> None:
    house.vault().put_many([Item("document", "a", b"one"), Item("document", "b", b"")])

    assert notes(house.vault()) == [("a", b"one"), ("b", b"")]
    assert house.vault().get("document", "a") == b"one"
    assert house.vault().get("document", "nothing") is None


def test_a_replaced_item_keeps_its_place_and_a_new_one_comes_last(house: House) -> None:
    vault = house.vault()
    vault.put_many([Item("document", name, b"1") for name in "abc"])
    vault.put_many([Item("document", "b", b"2"), Item("document", "d", b"1")], remove=[("document", "a")])
    vault.put_many([Item("document", "a", b"3")])

    expected = [("b", b"2"), ("c", b"1"), ("d", b"1"), ("a", b"3")]
    assert expected == notes(vault)
    assert expected == notes(house.vault())


def test_an_item_removed_and_put_in_one_change_comes_last_here_and_after_signing_in(house: House) -> None:
    """A fault found by the histories test: the window that wrote it listed it in its old place."""
    vault = house.vault()
    vault.put_many([Item("document", "b", b"1")])
    vault.put_many([Item("document", name, b"2") for name in "ab"], remove=[("document", "b")])

    assert notes(vault) == [("a", b"2"), ("b", b"2")]
    assert notes(vault) == notes(house.vault())


def test_a_change_is_all_or_nothing(house: House) -> None:
    vault = house.vault()
    vault.put_many([Item("document", "a", b"1")])

    with pytest.raises(InputError, match="item_invalid"):
        vault.put_many(
            [Item("document", "b", b"2"), Item("Not a kind", "c", b"3")], remove=[("document", "a")]
        )
    assert notes(vault) == [("a", b"1")]
    assert notes(house.vault()) == [("a", b"1")]


@pytest.mark.parametrize(
    "item",
    [
        Item("", "a", b""), Item("a b", "a", b""), Item("document", "", b""),
        Item("document", "x" * 513, b""), Item("document", "\ud800", b""),
        Item("audit", "1", b""), Item("blob", "1", b""), Item("kind", "1", b""),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(house: House, item: Item) -> None:
    with pytest.raises(InputError, match="item_invalid"):
        house.vault().put_many([item])


def test_sizes_count_items_by_kind_with_their_parts_together(house: House) -> None:
    vault = house.vault()
    vault.put_many([Item(f"step/{n}", str(m), b"") for n in range(3) for m in range(2)])
    vault.put_many([], remove=[("step/0", "0"), ("step/0", "1")])

    assert vault.sizes()["step"] == 4
    assert [item.id for item in vault.items("step/1")] == ["0", "1"]
    assert "kind" not in vault.sizes()


def test_an_original_is_kept_once_and_returned_byte_for_byte(house: House) -> None:
    vault = house.vault()
    for size in (0, 1, 300, (1 << 20) - 1, 1 << 20, (2 << 20) + 7):
        data = os.urandom(size)
        blob = vault.put_blob(data)
        again = vault.put_blob(data)

        assert (False, True, blob.id) == (blob.known, again.known, again.id)
        assert data == house.vault().blob(blob.id)


def test_a_removed_original_is_gone(house: House) -> None:
    vault = house.vault()
    blob = vault.put_blob(b"x" * 1000)
    vault.remove_blob(blob.id)

    with pytest.raises(NotFoundError, match="not_found"):
        vault.blob(blob.id)
    assert vault.blobs() == ()
    assert vault.put_blob(b"x" * 1000).known is False
    vault.remove_blob("nothing of that id")


def test_wrong_passphrase_opens_nothing(house: House) -> None:
    house.vault()

    for name, passphrase in (
        ("marie", OTHER),
        ("marie", ""),
        ("marie", PASSPHRASE + " "),
        ("nobody", PASSPHRASE),
    ):
        with pytest.raises(WrongPassphraseError, match="wrong_passphrase"):
            house.vaults.open(name, passphrase)


def test_an_unknown_name_costs_the_work_of_a_wrong_passphrase(house: House, tmp_path: Path) -> None:
    """Argon2 runs once for both; counted, not timed."""
    house.vault()
    runs: list[KdfCost] = []
    stretcher = house.vaults._stretcher
    stretch = stretcher.stretch

    class Counting:
        cost = stretcher.cost

        def stretch(self, passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
            runs.append(cost)
            return stretch(passphrase, salt, cost)

    house.vaults._stretcher = Counting()  # type: ignore[assignment]  # a counter around the real one
    for name in ("marie", "nobody", "\x00 not a name"):
        with pytest.raises(WrongPassphraseError):
            house.vaults.open(name, OTHER)

    assert runs == [KdfCost.CHEAP] * 3


def test_names_are_one_person_however_they_are_typed(house: House) -> None:
    house.vaults.create("Chloé  Martin", PASSPHRASE)

    assert not house.vaults.open("  CHLOE\u0301 martin", PASSPHRASE).locked
    assert not house.vaults.exists("chloe martin")
    with pytest.raises(InputError, match="account_exists"):
        house.vaults.create("chloé martin", OTHER)


@pytest.mark.parametrize("name", ["", "   ", "a" * 65, "a\x00b", "a\nb", "a\u202eb"])
def test_odd_names_are_refused(house: House, name: str) -> None:
    with pytest.raises(InputError, match="name_invalid"):
        house.vaults.create(name, PASSPHRASE)


@pytest.mark.parametrize("passphrase", ["", "short", "motdepasse", "passwordpassword", "aaaaaaaaaaaaaaaa"])
def test_weak_passphrases_are_refused(house: House, passphrase: str) -> None:
    with pytest.raises(InputError, match="passphrase_weak"):
        house.vaults.create("paul", passphrase)
    with pytest.raises(InputError, match="passphrase_weak"):
        house.vault().change_passphrase(passphrase)


def test_a_failed_creation_leaves_no_share_behind(house: House, tmp_path: Path) -> None:
    house.vault()
    before = sorted((tmp_path / "secrets" / "shares").iterdir())

    with pytest.raises(InputError, match="account_exists"):
        house.vaults.create("marie", PASSPHRASE)
    assert before == sorted((tmp_path / "secrets" / "shares").iterdir())


def test_recovery_code_opens_however_it_is_typed(house: House) -> None:
    vault, code = house.vaults.create("paul", PASSPHRASE)
    vault.put_many([Item("document", "a", b"1")])

    for typed in (
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " – "),
        code.replace("0", "O"),
    ):
        assert notes(house.vaults.open_with_recovery("paul", typed)) == [("a", b"1")]


def test_recovery_code_tells_a_slip_from_a_wrong_code(house: House) -> None:
    _, code = house.vaults.create("paul", PASSPHRASE)
    _, others = house.vaults.create("zoé", PASSPHRASE)
    slip = code[:3] + ("7" if code[3] != "7" else "8") + code[4:]

    for typed in (slip, code[:-1], code + "0", "", "é" * 34):
        with pytest.raises(WrongPassphraseError, match="recovery_code_mistyped"):
            house.vaults.open_with_recovery("paul", typed)
    for name, typed in (("paul", others), ("nobody", code)):
        with pytest.raises(WrongPassphraseError, match="wrong_recovery_code"):
            house.vaults.open_with_recovery(name, typed)


def test_a_new_recovery_code_ends_the_old_one(house: House) -> None:
    vault, old = house.vaults.create("paul", PASSPHRASE)
    new = vault.new_recovery_code()

    assert not house.vaults.open_with_recovery("paul", new).locked
    with pytest.raises(WrongPassphraseError, match="wrong_recovery_code"):
        house.vaults.open_with_recovery("paul", old)


def test_changing_the_passphrase_keeps_everything_and_ends_the_old_one(house: House) -> None:
    vault, code = house.vaults.create("paul", PASSPHRASE)
    vault.put_many([Item("document", "a", b"1")])
    vault.change_passphrase(OTHER)

    assert notes(house.vaults.open("paul", OTHER)) == [("a", b"1")]
    assert notes(house.vaults.open_with_recovery("paul", code)) == [("a", b"1")]
    with pytest.raises(WrongPassphraseError):
        house.vaults.open("paul", PASSPHRASE)


def test_a_passphrase_kept_at_a_lower_cost_is_strengthened_at_sign_in(house: House, tmp_path: Path) -> None:
    house.vault()
    house.vaults.close()
    dearer = KdfCost(memory_kib=128, passes=2, lanes=1)
    url = f"sqlite:///{house.data / 'carnet.db'}"
    vaults = Vaults(url, tmp_path / "secrets", clock=StillClock(), kdf=dearer)
    events = [entry.event for entry in vaults.open("marie", PASSPHRASE).audit_trail()]

    assert events[-1] is Event.PASSPHRASE_STRENGTHENED
    assert vaults.open("marie", PASSPHRASE).audit_trail()[-1].event is Event.OPENED
    vaults.close()


def test_after_lock_everything_says_locked(house: House) -> None:
    vault = house.vault()
    vault.put_many([Item("document", str(n), b"1" * 100) for n in range(3)])
    blob = vault.put_blob(b"1").id
    halfway = vault.items("document")
    vault.lock()
    calls = (
        lambda: vault.get("document", "0"), lambda: vault.items("document"), lambda: next(halfway),
        lambda: vault.put_many([]), lambda: vault.put_blob(b"2"), lambda: vault.blob(blob),
        lambda: vault.remove_blob(blob), lambda: vault.hmac("a", b""), lambda: vault.change_passphrase(OTHER),
        vault.new_recovery_code, vault.verify, vault.sizes, vault.blobs, vault.audit_trail, vault.absorb,
        lambda: vault.record(Event.EXPORTED),
    )  # fmt: skip

    assert vault.locked
    for call in calls:
        with pytest.raises(LockedError, match="locked"):
            call()
    with pytest.raises(LockedError):
        house.vaults.delete(vault)
    assert house.vaults.exists("marie")
    vault.lock()


def test_lock_drops_the_keys(house: House) -> None:
    """Nothing that the vault object still holds leads to a key."""
    vault = house.vault()
    master = vault._ledger.keyring.master
    vault.lock()
    seen: set[int] = set()
    waiting: list[object] = [vault]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen or isinstance(thing, (type, type(os))):
            continue
        seen.add(id(thing))
        assert thing != master
        held = getattr(thing, "__dict__", {})
        waiting.extend(held.values())
        waiting.extend(
            thing.values() if isinstance(thing, dict) else thing if isinstance(thing, (list, tuple)) else ()
        )

    assert len(seen) > 5


def test_closing_the_house_locks_every_vault(house: House) -> None:
    one, two = house.vault("marie"), house.vault("paul")
    house.vaults.close()

    assert one.locked
    assert two.locked


def test_nobody_reads_anothers_items(house: House) -> None:
    marie, paul = house.vault("marie"), house.vault("paul")
    marie.put_many([Item("document", "a", b"marie's")])
    blob = marie.put_blob(b"marie's scan").id

    assert paul.get("document", "a") is None
    assert notes(paul) == []
    with pytest.raises(NotFoundError):
        paul.blob(blob)
    assert paul.put_blob(b"marie's scan").known is False
    assert marie.hmac("x", b"same") != paul.hmac("x", b"same")
    paul.put_many([], remove=[("document", "a")])
    paul.remove_blob(blob)
    assert marie.blob(blob) == b"marie's scan"
    assert marie.verify().rows
    assert paul.verify().rows


def test_hmac_is_stable_and_purposes_never_mix(house: House) -> None:
    vault = house.vault()

    assert vault.hmac("facts", b"x") == house.vault().hmac("facts", b"x")
    assert len({vault.hmac("facts", b"x"), vault.hmac("fact", b"sx"), vault.hmac("facts", b"y")}) == 3


def test_every_security_event_is_in_the_trail(house: House, tmp_path: Path) -> None:
    clock = StillClock()
    vaults = Vaults(f"sqlite:///{tmp_path / 'b' / 'c.db'}", tmp_path / "s2", clock=clock, kdf=KdfCost.CHEAP)
    vault, _ = vaults.create("paul", PASSPHRASE)
    clock.instant += timedelta(days=1)
    vault.change_passphrase(OTHER)
    vault.new_recovery_code()
    vault.record(Event.EXPORTED, 12)
    vaults.backup(vault, tmp_path / "backup")
    vaults.open("paul", OTHER)
    trail = vaults.open("paul", OTHER).audit_trail()
    vaults.close()

    assert [entry.event for entry in trail] == [
        Event.CREATED, Event.PASSPHRASE_CHANGED, Event.RECOVERY_CODE_CHANGED, Event.EXPORTED, Event.BACKED_UP,
        Event.OPENED, Event.OPENED,
    ]  # fmt: skip
    assert trail[0].when == datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
    assert trail[1].when - trail[0].when == timedelta(days=1)
    assert trail[3].count == 12


def test_a_job_writes_what_only_the_open_vault_reads(house: House) -> None:
    house.vault().lock()
    house.vaults.deliver("MARIE", Item("document", "night", b"from a job"))
    vault = house.vault()

    assert vault.get("document", "night") == b"from a job"
    assert vault.audit_trail()[-1].count == 1
    house.vaults.deliver("marie", Item("document", "later", b"while open"))
    assert vault.absorb() == 1
    assert vault.absorb() == 0
    assert vault.get("document", "later") == b"while open"


def test_a_delivery_replaces_nothing_and_names_no_kind_of_ours(house: House) -> None:
    house.vault().put_many([Item("document", "a", b"the person's")])
    house.vaults.deliver("marie", Item("document", "a", b"a job's"))

    assert house.vault().get("document", "a") == b"the person's"
    for kind in ("audit", "blob", "delivered", "kind"):
        with pytest.raises(InputError, match="item_invalid"):
            house.vaults.deliver("marie", Item(kind, "a", b""))
    with pytest.raises(NotFoundError):
        house.vaults.deliver("nobody", Item("document", "a", b""))


def test_deletion_leaves_no_row_and_says_what_it_removed(house: House, tmp_path: Path) -> None:
    marie, paul = house.vault("marie"), house.vault("paul")
    marie.put_many([Item("document", str(n), b"x" * 500) for n in range(30)])
    marie.put_blob(os.urandom(50_000))
    house.vaults.deliver("marie", Item("step", "s", b""))
    paul.put_many([Item("document", "p", b"paul's")])
    size = (house.data / "carnet.db").stat().st_size
    receipt = house.vaults.delete(marie)

    assert receipt.rows["document"] == 30
    assert receipt.rows["audit"] == 2
    assert receipt.blobs == 1
    assert receipt.bytes > 30 * 500 + 50_000
    assert receipt.compacted
    assert bytes.fromhex(receipt.vault_id) not in house.bytes_on_disk()
    assert not (tmp_path / "secrets" / "shares" / receipt.vault_id).exists()
    assert not (tmp_path / "secrets" / "anchors" / receipt.vault_id).exists()
    assert (house.data / "carnet.db").stat().st_size < size or size < 60_000
    assert marie.locked
    assert not house.vaults.exists("marie")
    assert notes(paul) == [("p", b"paul's")]
    house.vaults.create("marie", PASSPHRASE)


def test_a_vault_deleted_elsewhere_says_it_is_gone(house: House) -> None:
    here, there = house.vault(), house.vault()
    house.vaults.delete(there)

    with pytest.raises(LockedError, match="vault_gone"):
        here.get("document", "a")
    assert here.locked


def test_backup_brings_everything_back(house: House, tmp_path: Path) -> None:
    vault, code = house.vaults.create("paul", PASSPHRASE, profile=b"{}")
    vault.put_many([Item("document", str(n), os.urandom(n * 100)) for n in range(40)])
    blob = vault.put_blob(os.urandom(3_000_000)).id
    data, before = vault.blob(blob), notes(vault)
    house.vaults.backup(vault, tmp_path / "backup")
    house.vaults.delete(vault)
    house.vaults.restore(tmp_path / "backup", "Paul")

    with pytest.raises(WrongPassphraseError, match="share_missing"):
        house.vaults.open("paul", PASSPHRASE)
    again = house.vaults.open_with_recovery("paul", code)
    assert before == notes(again)
    assert data == again.blob(blob)
    assert again.get(PROFILE, PROFILE) == b"{}"
    assert again.verify().rows
    again.change_passphrase(OTHER)
    assert not house.vaults.open("paul", OTHER).locked
    house.vaults.deliver("paul", Item("step", "s", b""))


def test_backup_goes_back_in_time_only_on_purpose(house: House, tmp_path: Path) -> None:
    vault = house.vault()
    vault.put_many([Item("document", "a", b"1")])
    house.vaults.backup(vault, tmp_path / "backup")
    vault.put_many([Item("document", "a", b"2")])

    with pytest.raises(InputError, match="account_exists"):
        house.vaults.restore(tmp_path / "backup", "marie")
    house.vaults.restore(tmp_path / "backup", "marie", replace=True)
    assert house.vault().get("document", "a") == b"1"
    with pytest.raises(IntegrityError, match="vault_rolled_back"):
        vault.get("document", "a")


def test_backup_tells_neither_name_nor_content_and_is_private(house: House, tmp_path: Path) -> None:
    vault = house.vault("zqcanari")
    vault.put_many([Item("document", "zqcanari", b"zqcanari")])
    house.vaults.backup(vault, tmp_path / "backup")

    assert b"zqcanari" not in (tmp_path / "backup").read_bytes()
    assert stat.S_IMODE((tmp_path / "backup").stat().st_mode) == 0o600
    assert [p for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    with pytest.raises(InputError, match="backup_exists"):
        house.vaults.backup(vault, tmp_path / "backup")


def test_a_damaged_backup_is_refused_and_changes_nothing(house: House, tmp_path: Path) -> None:
    vault = house.vault()
    vault.put_many([Item("document", str(n), os.urandom(1000)) for n in range(40)])
    house.vaults.backup(vault, tmp_path / "backup")
    whole = (tmp_path / "backup").read_bytes()
    bad = tmp_path / "bad"

    for damaged in (whole[: len(whole) // 2], whole[:100], b"", b"not a database" * 500):
        bad.write_bytes(damaged)
        with pytest.raises(IntegrityError, match="backup_damaged"):
            house.vaults.restore(bad, "paul")
    with pytest.raises(InputError, match="backup_missing"):
        house.vaults.restore(tmp_path / "nothing", "paul")
    assert not house.vaults.exists("paul")
    assert house.vault().verify().rows
    assert [path.name for path in house.data.iterdir() if path.name.startswith(".carnet-")] == []


def test_files_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    """Whatever the process's mask: nothing here leans on it."""
    before = os.umask(0o000)
    try:
        house = House(tmp_path)
        house.vault()
    finally:
        os.umask(before)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*") if path.is_file()}
    assert modes == dict.fromkeys(modes, 0o600)
    assert {"carnet.db", "carnet.db-wal", "carnet.db-shm", "server.key", "anchors.lock"} <= modes.keys()
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    house.vaults.close()


def test_vaults_without_their_secrets_folder_stop_the_start(house: House, tmp_path: Path) -> None:
    """A new server secret would silently make every account unknown."""
    house.vault()
    house.vaults.close()

    with pytest.raises(ConfigError, match="secrets_missing"):
        Vaults(f"sqlite:///{house.data / 'carnet.db'}", tmp_path / "elsewhere", clock=StillClock())


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://x/y", "nonsense"])
def test_other_stores_are_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match="store_unsupported"):
        Vaults(url, tmp_path, clock=StillClock())


def test_a_full_or_missing_disk_is_told_in_our_words(house: House, tmp_path: Path) -> None:
    vault = house.vault()
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(UpstreamError, match="store_unavailable"):
        house.vaults.backup(vault, tmp_path / "nowhere" / "backup")
    with pytest.raises(UpstreamError, match="store_unavailable"):
        Vaults(f"sqlite:///{tmp_path / 'file' / 'x.db'}", tmp_path / "s", clock=StillClock())


def test_no_error_carries_what_was_being_written(house: House) -> None:
    """The driver's message holds bound values; ours never has it, not even as its context."""
    vault = house.vault()
    with house.vaults._store.write() as connection:
        connection.exec_driver_sql("DROP TABLE sealed_row")

    with pytest.raises(AppError) as raised:
        vault.put_many([Item("document", "a", b"zqcanari")])
    assert str(raised.value) == "store_damaged"
    assert raised.value.__suppress_context__
    assert raised.value.__cause__ is None


def test_ids_are_random() -> None:
    ids = {new_id() for _ in range(1000)}

    assert len(ids) == 1000
    assert {len(id) for id in ids} == {32}


def test_threads_share_one_open_vault(house: House) -> None:
    vault = house.vault()
    faults: list[BaseException] = []

    def work(who: int) -> None:
        try:
            for n in range(10):
                vault.put_many([Item("document", f"{who}.{n}", bytes([who]))])
                assert vault.get("document", f"{who}.{n}") == bytes([who])
                assert len(list(vault.items("document"))) > n
        except BaseException as error:  # noqa: BLE001  handed to the main thread
            faults.append(error)

    threads = [threading.Thread(target=work, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert len(notes(vault)) == 40
    assert vault.verify().rows

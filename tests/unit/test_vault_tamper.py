"""Whoever can write to the store can break a vault, never change what it says."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import AppError, ConfigError, IntegrityError, WrongPassphraseError
from tests.fakes.vaults import PASSPHRASE, House
from vault.unlocked import Item

OTHER = "douze lanternes sur le vieux port"
ORIGINAL = b"0123456789abcdef" * 70_000  # two chunks
ITEMS = [("document", f"d{n}", f"body {n}".encode() * 30) for n in range(3)]


def build(root: Path) -> None:
    house = House(root)
    vault = house.vault("marie")
    vault.put_many([Item(*item) for item in ITEMS])
    vault.put_blob(ORIGINAL)
    paul = house.vault("paul")
    paul.put_many([Item("document", "d0", b"paul's")])
    house.vaults.deliver("marie", Item("step", "s", b"delivered"))
    house.vaults.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made")
    build(root)
    return root


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    return tmp_path / "copy"


def database(root: Path) -> Path:
    return root / "data" / "carnet.db"


def change(root: Path, statement: str, *values: object) -> int:
    with closing(sqlite3.connect(database(root))) as db, db:
        return db.execute(statement, values).rowcount


def ask(root: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database(root))) as db:
        return db.execute(statement, values).fetchall()


def marie(root: Path) -> bytes:
    (vault,) = (path.name for path in (root / "secrets" / "shares").iterdir() if _rows(root, path.name) > 6)
    return bytes.fromhex(vault)


def _pairs(rows: list[tuple[object, ...]]) -> Iterator[tuple[object, object]]:
    yield from ((first, second) for first, second in rows)


def _rows(root: Path, vault: str) -> int:
    (found,) = ask(root, "SELECT count(*) FROM sealed_row WHERE vault = ?", bytes.fromhex(vault))
    return int(str(found[0]))


def everything(root: Path) -> tuple[list[tuple[str, str, bytes]], bytes, bytes | None]:
    """Open and read all there is of marie's; checks every seal."""
    house = House(root)
    try:
        vault = house.vaults.open("marie", PASSPHRASE)
        vault.verify()
        items = [(item.kind, item.id, item.body) for item in vault.items("document")]
        return items, vault.blob(vault.blobs()[0]), vault.get("step", "s")
    finally:
        house.vaults.close()


def test_untouched_it_reads(copy: Path) -> None:
    assert everything(copy) == (ITEMS, ORIGINAL, b"delivered")


COLUMNS = [
    ("schema", "version"),
    *(("vault", name) for name in ("vault", "account", "inbox_key", "inbox_mark", "head")),
    *(("slot", name) for name in ("vault", "type", "body")),
    *(("sealed_row", name) for name in ("vault", "tag", "kind", "position", "version", "seal", "body")),
    *(("chunk", name) for name in ("vault", "blob", "number", "body")),
    *(("delivery", name) for name in ("delivery", "mark", "sealed")),
]


def test_every_column_of_every_table_is_tampered_with(copy: Path) -> None:
    """The list above is the schema, but for `delivery.vault`: moving a delivery only loses it."""
    tables = [str(name) for (name,) in ask(copy, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {(table, str(row[1])) for table in tables for row in ask(copy, f"PRAGMA table_info({table})")}

    assert {*COLUMNS, ("delivery", "vault")} == found


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_flipped_bit_never_gives_other_data(made: Path, tmp_path: Path, table: str, column: str) -> None:
    key = "" if table == "schema" else " WHERE vault = ?"
    values = () if table == "schema" else (marie(made),)
    rowids = [row[0] for row in ask(made, f"SELECT rowid FROM {table}{key}", *values)]  # noqa: S608  names of ours
    told = 0
    for number, rowid in enumerate(rowids):
        (found,) = ask(made, f"SELECT {column} FROM {table} WHERE rowid = ?", rowid)  # noqa: S608  names of ours
        for share in (0.0, 0.4, 0.999):
            if number and share:
                continue  # every row once, the first one at three places
            root = tmp_path / f"{rowid}.{share}"
            shutil.copytree(made, root)
            changed = _flipped(found[0], share)
            change(root, f"UPDATE {table} SET {column} = ? WHERE rowid = ?", changed, rowid)  # noqa: S608  names of ours

            with pytest.raises((IntegrityError, WrongPassphraseError, ConfigError)):
                everything(root)
            told += 1
            shutil.rmtree(root)

    assert told


def _flipped(value: object, share: float) -> object:
    if isinstance(value, int):
        return value + 7
    assert isinstance(value, bytes)
    changed = bytearray(value)
    changed[int(len(changed) * share)] ^= 1
    return bytes(changed)


def test_a_dropped_row_is_noticed(copy: Path) -> None:
    assert change(copy, "DELETE FROM sealed_row WHERE vault = ? AND position = 2", marie(copy)) == 1

    with pytest.raises(IntegrityError, match="vault_altered"):
        everything(copy)


def test_dropping_the_newest_change_is_noticed(copy: Path) -> None:
    version = "(SELECT max(version) FROM sealed_row WHERE vault = ?1)"
    change(copy, f"DELETE FROM sealed_row WHERE vault = ?1 AND version = {version}", marie(copy))  # noqa: S608  fixed

    with pytest.raises(IntegrityError, match="vault_altered"):
        everything(copy)


def test_two_rows_swapped_are_noticed(copy: Path) -> None:
    vault = marie(copy)
    rows = ask(copy, "SELECT rowid, seal, body FROM sealed_row WHERE vault = ? LIMIT 2", vault)
    for (rowid, *_), (_, seal, body) in zip(rows, reversed(rows), strict=True):
        change(copy, "UPDATE sealed_row SET seal = ?, body = ? WHERE rowid = ?", seal, body, rowid)

    with pytest.raises(IntegrityError):
        everything(copy)


def test_a_row_of_another_vault_is_noticed(copy: Path) -> None:
    columns = "tag, kind, position, version, seal, body"
    copied = f"INSERT INTO sealed_row SELECT ?1, {columns} FROM sealed_row WHERE vault != ?1"  # noqa: S608  fixed
    assert change(copy, copied, marie(copy)) > 1

    with pytest.raises(IntegrityError, match="vault_altered"):
        everything(copy)


def test_another_vault_under_ones_name_does_not_open(copy: Path) -> None:
    """Swapping the names of two accounts opens neither for the other."""
    house = House(copy)
    house.vaults.open("paul", PASSPHRASE).change_passphrase(OTHER)
    house.vaults.close()
    accounts: dict[object, object] = dict(_pairs(ask(copy, "SELECT vault, account FROM vault")))
    change(copy, "UPDATE vault SET account = CAST('x' AS BLOB) WHERE vault = ?", marie(copy))
    for vault, account in accounts.items():
        if vault != marie(copy):
            change(copy, "UPDATE vault SET account = ? WHERE vault = ?", accounts[marie(copy)], vault)
            change(copy, "UPDATE vault SET account = ? WHERE vault = ?", account, marie(copy))

    with pytest.raises(WrongPassphraseError):
        everything(copy)


def test_slots_of_another_vault_open_nothing(copy: Path) -> None:
    house = House(copy)
    house.vaults.open("paul", PASSPHRASE).change_passphrase(OTHER)
    house.vaults.close()
    change(copy, "UPDATE slot SET body = (SELECT body FROM slot s WHERE s.vault != ?1 AND s.type = slot.type)"
                 " WHERE vault = ?1", marie(copy))  # fmt: skip
    house = House(copy)

    for passphrase in (PASSPHRASE, OTHER):
        with pytest.raises(WrongPassphraseError):
            house.vaults.open("marie", passphrase)
    house.vaults.close()


def test_an_old_slot_put_back_is_noticed(copy: Path) -> None:
    """The old passphrase does not come back to life with its slot."""
    vault = marie(copy)
    ((old,),) = ask(copy, "SELECT body FROM slot WHERE vault = ? AND type = 1", vault)
    house = House(copy)
    house.vaults.open("marie", PASSPHRASE).change_passphrase(OTHER)
    house.vaults.close()
    change(copy, "UPDATE slot SET body = ? WHERE vault = ? AND type = 1", old, vault)

    with pytest.raises(IntegrityError, match="vault_altered"):
        everything(copy)


def test_an_older_row_put_back_is_noticed(copy: Path) -> None:
    """At the next open, and at once by a vault that is open."""
    vault = marie(copy)
    columns = "SELECT position, version, seal, body FROM sealed_row WHERE vault = ?"
    before = ask(copy, columns, vault)
    house = House(copy)
    opened = house.vaults.open("marie", PASSPHRASE)
    opened.put_many([Item("document", "d1", b"newer")])
    kept = ask(copy, columns, vault)
    ((position, *older),) = [row for row in before if row not in kept]
    put_back = "UPDATE sealed_row SET version = ?, seal = ?, body = ? WHERE vault = ? AND position = ?"
    assert change(copy, put_back, *older, vault, position) == 1

    with pytest.raises(IntegrityError, match="vault_altered"):
        opened.get("document", "d1")
    house.vaults.close()
    with pytest.raises(IntegrityError, match="vault_altered"):
        everything(copy)


def test_an_older_head_put_back_is_noticed_by_an_open_vault(copy: Path) -> None:
    ((head,),) = ask(copy, "SELECT head FROM vault WHERE vault = ?", marie(copy))
    house = House(copy)
    opened = house.vaults.open("marie", PASSPHRASE)
    change(copy, "UPDATE vault SET head = ? WHERE vault = ?", head, marie(copy))

    with pytest.raises(IntegrityError, match="vault_rolled_back"):
        opened.get("document", "d0")
    with pytest.raises(IntegrityError, match="vault_rolled_back"):
        opened.put_many([Item("step", "x", b"")])
    house.vaults.close()


def test_a_whole_older_store_put_back_is_noticed_by_the_anchor(copy: Path, tmp_path: Path) -> None:
    """And only by it: without its anchor the older store opens, as docs/threat-model.md says."""
    shutil.copy(database(copy), tmp_path / "older.db")
    everything(copy)
    shutil.copy(tmp_path / "older.db", database(copy))

    with pytest.raises(IntegrityError, match="vault_rolled_back"):
        everything(copy)
    (copy / "secrets" / "anchors" / marie(copy).hex()).unlink()
    assert everything(copy) == (ITEMS, ORIGINAL, b"delivered")


def test_a_forked_store_is_noticed_by_the_anchor(copy: Path, tmp_path: Path) -> None:
    """The same counter with other content: two stores went on from one."""
    shutil.copytree(copy, tmp_path / "fork")
    for root in (copy, tmp_path / "fork"):
        everything(root)
    shutil.copy(database(tmp_path / "fork"), database(copy))

    with pytest.raises(IntegrityError, match="vault_rolled_back"):
        everything(copy)


@pytest.mark.parametrize("change_of", ["dropped", "swapped", "repeated", "foreign"])
def test_chunks_of_an_original_cannot_be_rearranged(copy: Path, change_of: str) -> None:
    vault = marie(copy)
    rows = ask(copy, "SELECT rowid, body FROM chunk WHERE vault = ? ORDER BY number", vault)
    assert len(rows) == 2
    statements: dict[str, list[tuple[object, ...]]] = {
        "dropped": [("DELETE FROM chunk WHERE rowid = ?", rows[1][0])],
        "swapped": [("UPDATE chunk SET body = ? WHERE rowid = ?", rows[1][1], rows[0][0]),
                    ("UPDATE chunk SET body = ? WHERE rowid = ?", rows[0][1], rows[1][0])],
        "repeated": [("INSERT INTO chunk SELECT vault, blob, 2, body FROM chunk WHERE rowid = ?",
                      rows[1][0])],
        "foreign": [("INSERT INTO chunk SELECT vault, CAST('0123456789abcdef' AS BLOB), 0, body FROM chunk"
                     " WHERE rowid = ?", rows[0][0])],
    }  # fmt: skip
    for statement, *values in statements[change_of]:
        change(copy, str(statement), *values)

    with pytest.raises(IntegrityError):
        everything(copy)


def test_forged_and_replayed_deliveries_change_nothing(copy: Path) -> None:
    """Garbage in the inbox keeps nobody out; a delivery put back after its item was removed stays away."""
    columns = "vault, delivery, mark, sealed"
    ((*delivery,),) = ask(copy, f"SELECT {columns} FROM delivery WHERE vault = ?", marie(copy))  # noqa: S608  fixed
    house = House(copy)
    vault = house.vaults.open("marie", PASSPHRASE)
    vault.put_many([], remove=[("step", "s")])
    insert = f"INSERT INTO delivery ({columns}) VALUES (?, ?, ?, ?)"  # noqa: S608  fixed
    change(copy, insert, *delivery)
    change(copy, insert, marie(copy), b"f" * 16, b"f" * 32, b"f" * 400)
    again = house.vaults.open("marie", PASSPHRASE)

    assert again.get("step", "s") is None
    with pytest.raises(IntegrityError, match="delivery_broken"):
        again.verify()
    house.vaults.close()


def test_a_planted_inbox_key_gets_no_delivery(copy: Path) -> None:
    """A job does not seal for a key that the installation did not vouch for."""
    change(copy, "UPDATE vault SET inbox_key = ? WHERE vault = ?", bytes(31) + b"\x09", marie(copy))
    house = House(copy)

    with pytest.raises(IntegrityError, match="inbox_key_damaged"):
        house.vaults.deliver("marie", Item("step", "t", b"secret"))
    with pytest.raises(IntegrityError, match="inbox_key_damaged"):
        house.vaults.inbox_key("marie")
    house.vaults.close()


@pytest.mark.parametrize("kept", [0.0, 0.001, 0.1, 0.5, 0.9, 0.99])
def test_a_truncated_store_never_gives_other_data(copy: Path, kept: float) -> None:
    path = database(copy)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])

    with pytest.raises(AppError) as raised:
        everything(copy)
    assert isinstance(raised.value, (IntegrityError, WrongPassphraseError))


def test_random_damage_to_the_file_never_gives_other_data(copy: Path, tmp_path: Path) -> None:
    """A page overwritten anywhere is either noticed or held nothing that is read."""
    whole = database(copy).read_bytes()
    noticed = 0
    for at in range(0, len(whole) - 4096, max(4096, len(whole) // 40 // 4096 * 4096)):
        root = tmp_path / str(at)
        shutil.copytree(copy, root)
        database(root).write_bytes(whole[:at] + bytes([at % 251]) * 600 + whole[at + 600 :])
        try:
            assert everything(root) == (ITEMS, ORIGINAL, b"delivered")
        except (IntegrityError, WrongPassphraseError, ConfigError):
            noticed += 1
        shutil.rmtree(root)

    assert noticed > 10


@pytest.fixture(autouse=True)
def _nothing_left(tmp_path: Path) -> Iterator[None]:
    yield
    shutil.rmtree(tmp_path, ignore_errors=True)

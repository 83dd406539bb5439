"""The shape of the store and of the code: migrations, databases, pure modules, few derivations at once."""

import ast
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from core.errors import ConfigError, IntegrityError
from tests.fakes.vaults import PASSPHRASE, House, StillClock
from vault import keys, migrations, tables
from vault.keys import STRONG, KdfCost, Stretcher
from vault.migrations import m0001_sealed_rows, migrate
from vault.store import Vaults
from vault.strongbox import Anchor, Strongbox

ROOM = Path(tables.__file__).parent
PURE = ("format", "seal", "keys", "head", "index", "recovery", "audit", "inbox", "passphrase")


def described(metadata: MetaData) -> set[tuple[object, ...]]:
    lite = sqlite.dialect()
    return {
        (table.name, column.name, column.type.compile(lite), column.nullable, column.primary_key)
        for table in metadata.tables.values()
        for column in table.columns
    }


def test_the_migrations_end_in_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
    found = MetaData()
    with engine.begin() as connection:
        migrate(connection)
        migrate(connection)
        found.reflect(connection)
    engine.dispose()

    assert described(tables.metadata) == described(found)
    assert {index.name for table in tables.metadata.tables.values() for index in table.indexes} == {
        index.name for table in found.tables.values() for index in table.indexes
    }


def test_a_store_of_every_older_version_is_brought_to_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a step to come: version 1 holds people's rows, version 2 adds a table, nothing is lost."""
    house = House(tmp_path)
    house.vault()
    house.vaults.close()
    add = "CREATE TABLE later (x INTEGER)"
    steps = (m0001_sealed_rows.apply, lambda connection: connection.exec_driver_sql(add))
    monkeypatch.setattr(migrations, "STEPS", steps)
    again = House(tmp_path)

    assert not again.vaults.open("marie", PASSPHRASE).locked
    again.vaults.close()
    with closing(sqlite3.connect(house.data / "carnet.db")) as db:
        assert db.execute("SELECT version FROM schema").fetchall() == [(2,)]
        assert db.execute("SELECT count(*) FROM later").fetchall() == [(0,)]


def test_a_store_of_a_later_version_stops_the_start(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.vaults.close()
    with closing(sqlite3.connect(house.data / "carnet.db")) as db, db:
        db.execute("UPDATE schema SET version = 99")

    with pytest.raises(ConfigError, match="store_newer"):
        House(tmp_path)
    with closing(sqlite3.connect(house.data / "carnet.db")) as db, db:
        db.execute("DELETE FROM schema")
    with pytest.raises(IntegrityError, match="store_damaged"):
        House(tmp_path)


def test_the_same_tables_can_be_made_in_postgresql() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    made = "".join(str(CreateTable(table).compile(dialect=dialect)) for table in tables.PERSONAL)

    assert "BYTEA" in made
    assert "BIGINT" in made
    assert "STRICT" not in made


@pytest.mark.parametrize("name", PURE)
def test_format_keys_and_seals_touch_no_file_and_no_database(name: str) -> None:
    """They say what is right; one floor up does it."""
    tree = ast.parse((ROOM / f"{name}.py").read_text("utf-8"))
    imported = {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    } | {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    of_os = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os"
    }
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    ours = {"vault.store", "vault.backends", "vault.strongbox", "vault.files", "vault.tables", "core.log"}
    assert not imported & {"sqlalchemy", "sqlite3", "pathlib", "shutil", "tempfile", "socket", *ours}
    assert of_os <= {"urandom"}
    assert "open" not in called


def test_the_cost_of_a_guess_is_strong_unless_named_otherwise() -> None:
    assert (STRONG.memory_kib, STRONG.passes, STRONG.lanes) == (64 * 1024, 3, 1)
    assert Vaults.__init__.__kwdefaults__ == {"kdf": STRONG}
    assert KdfCost.CHEAP.weaker_than(KdfCost.STRONG)
    users = [path for path in ROOM.rglob("*.py") if "CHEAP" in path.read_text("utf-8")]
    assert users == [Path(keys.__file__)]


def test_few_derivations_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten sign-ins at once take the memory of two."""
    running, most, guard = 0, 0, threading.Lock()

    class Slow:
        def __init__(self, **_: object) -> None: ...

        def derive(self, _: bytes) -> bytes:
            nonlocal running, most
            with guard:
                running += 1
                most = max(most, running)
            time.sleep(0.01)
            with guard:
                running -= 1
            return bytes(32)

    monkeypatch.setattr(keys, "Argon2id", Slow)
    stretcher = Stretcher(KdfCost.CHEAP)
    threads = [
        threading.Thread(target=stretcher.stretch, args=("x", bytes(16), KdfCost.CHEAP)) for _ in range(10)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 2


@pytest.mark.parametrize("damage", [b"", b"short", bytes(33)])
def test_damaged_secrets_are_told(tmp_path: Path, damage: bytes) -> None:
    house = House(tmp_path)
    vault = house.vault()
    (tmp_path / "secrets" / "shares" / vault.vault_id).write_bytes(damage)

    with pytest.raises(IntegrityError, match="secrets_damaged"):
        house.vaults.open("marie", PASSPHRASE)
    house.vaults.close()
    (tmp_path / "secrets" / "server.key").write_bytes(damage)
    with pytest.raises(IntegrityError, match="secrets_damaged"):
        House(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"x y", b"12", b"\xff\xfe 3", b"9 zz"])
def test_a_damaged_anchor_is_told(tmp_path: Path, damage: bytes) -> None:
    house = House(tmp_path)
    vault = house.vault()
    (tmp_path / "secrets" / "anchors" / vault.vault_id).write_bytes(damage)

    with pytest.raises(IntegrityError, match="secrets_damaged"):
        house.vaults.open("marie", PASSPHRASE)
    house.vaults.close()


def test_an_anchor_written_late_does_not_put_a_newer_one_back(tmp_path: Path) -> None:
    """Two processes commit 4 and 5, and the writer of 4 comes to its anchor last."""
    strongbox = Strongbox(tmp_path)
    for counter in (3, 5, 4):
        strongbox.advance_anchor(bytes(16), Anchor(counter, bytes([counter]) * 32))

    assert strongbox.anchor(bytes(16)) == Anchor(5, bytes([5]) * 32)


def test_two_installations_make_their_secret_once(tmp_path: Path) -> None:
    """Two processes that start at the same moment end up with one server secret."""
    secrets: list[bytes] = []

    def start(who: int) -> None:
        vaults = Vaults(
            f"sqlite:///{tmp_path / f'{who}.db'}", tmp_path / "secrets", clock=StillClock(), kdf=KdfCost.CHEAP
        )
        secrets.append(vaults._server.accounts)
        vaults.close()

    threads = [threading.Thread(target=start, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(secrets) == 4
    assert len(set(secrets)) == 1

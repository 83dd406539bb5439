"""The sealed rows in one SQLite file: write-ahead log, durable commits, deletions that overwrite."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from core.errors import AppError, ConfigError, IntegrityError, UpstreamError

_BUSY_TIMEOUT_S = 30.0
_PRAGMAS = (
    "synchronous=FULL",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "journal_size_limit=16777216",
)
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_UNAVAILABLE = (
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_READONLY",
    "SQLITE_CANTOPEN",
    "SQLITE_PERM",
    "SQLITE_NOMEM",
)


def _ours(error: Exception) -> AppError:
    """The error to raise instead: a driver's text may hold what was being written."""
    if isinstance(error, PoolTimeoutError):
        return UpstreamError("store_busy", retry_after_s=1.0)
    cause = getattr(error, "orig", error)
    name = getattr(cause, "sqlite_errorname", None) or ""
    if name.startswith(_BUSY):
        return UpstreamError("store_busy", retry_after_s=1.0)
    if name.startswith(_UNAVAILABLE):
        return UpstreamError("store_unavailable")
    return IntegrityError("store_damaged")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _ours(error) from None


def database_path(url: str) -> Path:
    """The file that a SQLite address names.

    Raises:
        ConfigError: ``store_unsupported``: another database, or none on a disk.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ConfigError("store_unsupported") from None
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise ConfigError("store_unsupported")
    return Path(parsed.database)


class SqliteStore:
    """One SQLite file, readable by its owner only.

    Args:
        path: The file; made when absent, with its folder.
        log: Whether to keep a write-ahead log beside it. Without one the file is whole by itself, which
            is what a backup wants.

    Raises:
        UpstreamError: ``store_unavailable``.
        IntegrityError: ``store_damaged``: not a database.
    """

    def __init__(self, path: Path, *, log: bool = True) -> None:
        self._log = log
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            path.chmod(0o600)
        except OSError:
            raise UpstreamError("store_unavailable") from None
        self._engine = create_engine(
            URL.create("sqlite", database=str(path)),
            hide_parameters=True,
            connect_args={"timeout": _BUSY_TIMEOUT_S},
        )
        event.listen(self._engine, "connect", self._prepare)
        event.listen(self._engine, "begin", _begin)

    def _prepare(self, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where we say, not where the driver guesses
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA journal_mode={'WAL' if self._log else 'DELETE'}")
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one moment of the store.

        Raises:
            UpstreamError: ``store_busy``, ``store_unavailable``.
            IntegrityError: ``store_damaged``.
        """
        with _translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The one transaction that may write now (``BEGIN IMMEDIATE``); waits for others up to 30 s.

        Raises:
            UpstreamError: ``store_busy``, ``store_unavailable``.
            IntegrityError: ``store_damaged``.
        """
        with _translated(), self._engine.connect() as connection:
            writer = connection.execution_options(carnet_begin="BEGIN IMMEDIATE")
            with writer.begin():
                yield writer

    def check_pages(self, connection: Connection) -> None:
        """Refuse a file whose pages do not hold together.

        Raises:
            IntegrityError: ``store_damaged``.
        """
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
            raise IntegrityError("store_damaged")

    def compact(self) -> bool:
        """Empty the log and rewrite the file without its free pages; False when others are in the way."""
        with self._engine.connect().execution_options(carnet_begin=None) as connection:
            try:
                connection.exec_driver_sql("VACUUM")
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
            except SQLAlchemyError as error:
                failure = _ours(error)
                if failure.code == "store_busy":
                    return False
                raise failure from None
            return not busy

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _begin(connection: Connection) -> None:
    statement = connection.get_execution_options().get("carnet_begin", "BEGIN")
    if statement is not None:
        connection.exec_driver_sql(statement)

"""A SQLite file from a stranger, opened in memory and read by `SELECT` on plain tables only.

A database is code-adjacent: views, triggers, generated columns and virtual tables run what their author
wrote. Here nothing of it runs: only plain tables are seen, and every function is refused.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from core.errors import UnreadableFileError

Row = tuple[Any, ...]

_MAGIC = b"SQLite format 3\x00"
_LEAST_BYTES = 512  # the smallest page
_LOGGED = slice(18, 20)
_LIMITS = (
    (sqlite3.SQLITE_LIMIT_LENGTH, 4_000_000),
    (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 100_000),
    (sqlite3.SQLITE_LIMIT_COLUMN, 200),
    (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 20),
    (sqlite3.SQLITE_LIMIT_VDBE_OP, 25_000),
    (sqlite3.SQLITE_LIMIT_FUNCTION_ARG, 8),
    (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
    (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0),
)
_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ))
_TABLES_MAX = 2000


class Database:
    """The plain tables of a file.

    Attributes:
        tables: Their columns by name; what is generated or hidden is left out.
    """

    def __init__(self, data: bytearray) -> None:
        """Open it.

        Args:
            data: The whole of it; SQLite works on a copy.

        Raises:
            UnreadableFileError: ``file_damaged``: no database, or broken; ``file_too_complex``.
        """
        if not data.startswith(_MAGIC) or len(data) < _LEAST_BYTES:
            raise UnreadableFileError("file_damaged")
        self._connection = sqlite3.connect(":memory:")
        for limit, bound in _LIMITS:
            self._connection.setlimit(limit, bound)
        self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        try:
            # A log beside the file is never part of an export: without this it would be asked for.
            data[_LOGGED] = b"\x01\x01"
            self._connection.deserialize(data)
            for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
                self._connection.execute(f"PRAGMA {pragma}")
            self.tables = self._plain()
        except (sqlite3.Error, OverflowError):
            raise UnreadableFileError("file_damaged") from None
        self._connection.set_authorizer(self._authorize)

    def _plain(self) -> dict[str, tuple[str, ...]]:
        found = self._connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' LIMIT ?", (_TABLES_MAX + 1,)
        ).fetchall()
        if len(found) > _TABLES_MAX:
            raise UnreadableFileError("file_too_complex")
        names = [
            name
            for name, sql in found
            if isinstance(name, str)
            and isinstance(sql, str)
            and not sql.upper().lstrip().startswith("CREATE VIRTUAL")
        ]
        return {name: self._columns(name) for name in names}

    def _columns(self, table: str) -> tuple[str, ...]:
        rows = self._connection.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (table,)).fetchall()
        return tuple(str(name) for name, hidden in rows if hidden == 0)

    def _authorize(self, action: int, table: str | None, *_: str | None) -> int:
        plain = action == sqlite3.SQLITE_SELECT or (action in _ALLOWED and table in self.tables)
        return sqlite3.SQLITE_OK if plain else sqlite3.SQLITE_DENY

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Rows of a table, in its order; a column it does not have is None in each.

        Args:
            table: One of our own names, never the file's.
            columns: The same.

        Raises:
            UnreadableFileError: ``file_damaged``: the pages of the table are broken.
        """
        known = self.tables.get(table)
        if known is None:
            return
        wanted = ", ".join(f'"{column}"' if column in known else "NULL" for column in columns)
        try:
            yield from self._connection.execute(f'SELECT {wanted} FROM "{table}"')  # noqa: S608  our own names
        except (sqlite3.Error, OverflowError):
            raise UnreadableFileError("file_damaged") from None

    def any_row(self, table: str) -> bool:
        """Whether a table of the file's own naming has a row at all."""
        quoted = table.replace('"', '""')
        try:
            found = self._connection.execute(f'SELECT 1 FROM "{quoted}" LIMIT 1').fetchone()  # noqa: S608  quoted
        except (sqlite3.Error, OverflowError):
            return False
        return found is not None

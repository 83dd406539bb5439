"""The tables of sealed rows, written once for every database: opaque ids, numbers and ciphertext only.

Types are those that SQLite and PostgreSQL both have, so that the same bytes can move from one to the
other. In SQLite the tables are STRICT: a blob cannot be swapped for a number behind our back.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table

metadata = MetaData()
_Number = Integer().with_variant(BigInteger(), "postgresql")

schema = Table(
    "schema",
    metadata,
    Column("version", _Number, nullable=False),
    sqlite_strict=True,
)

vaults = Table(
    "vault",
    metadata,
    Column("vault", LargeBinary, primary_key=True),
    Column("account", LargeBinary, nullable=False, unique=True),
    Column("inbox_key", LargeBinary, nullable=False),
    Column("inbox_mark", LargeBinary, nullable=False),
    Column("head", LargeBinary, nullable=False),
    sqlite_strict=True,
)

slots = Table(
    "slot",
    metadata,
    Column("vault", LargeBinary, primary_key=True),
    Column("type", _Number, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_strict=True,
)

# `body` stands last: a scan of the seals then never touches the pages of a long one.
rows = Table(
    "sealed_row",
    metadata,
    Column("vault", LargeBinary, primary_key=True),
    Column("tag", LargeBinary, primary_key=True),
    Column("kind", LargeBinary, nullable=False),
    Column("position", _Number, nullable=False),
    Column("version", _Number, nullable=False),
    Column("seal", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_strict=True,
)
Index("sealed_row_version", rows.c.vault, rows.c.version)

chunks = Table(
    "chunk",
    metadata,
    Column("vault", LargeBinary, primary_key=True),
    Column("blob", LargeBinary, primary_key=True),
    Column("number", _Number, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_strict=True,
)

deliveries = Table(
    "delivery",
    metadata,
    Column("vault", LargeBinary, primary_key=True),
    Column("delivery", LargeBinary, primary_key=True),
    Column("mark", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_strict=True,
)

PERSONAL = (vaults, slots, rows, chunks, deliveries)
"""Every table that holds something of a vault, by its ``vault`` column."""

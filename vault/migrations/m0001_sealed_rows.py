"""Version 1: vaults, slots, sealed rows, blob chunks, deliveries."""

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, LargeBinary, MetaData, Table

_Number = Integer().with_variant(BigInteger(), "postgresql")


def apply(connection: Connection) -> None:
    """Create the tables of version 1."""
    shape = MetaData()
    Table("schema", shape, Column("version", _Number, nullable=False), sqlite_strict=True)
    Table(
        "vault",
        shape,
        Column("vault", LargeBinary, primary_key=True),
        Column("account", LargeBinary, nullable=False, unique=True),
        Column("inbox_key", LargeBinary, nullable=False),
        Column("inbox_mark", LargeBinary, nullable=False),
        Column("head", LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    Table(
        "slot",
        shape,
        Column("vault", LargeBinary, primary_key=True),
        Column("type", _Number, primary_key=True, autoincrement=False),
        Column("body", LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    row = Table(
        "sealed_row",
        shape,
        Column("vault", LargeBinary, primary_key=True),
        Column("tag", LargeBinary, primary_key=True),
        Column("kind", LargeBinary, nullable=False),
        Column("position", _Number, nullable=False),
        Column("version", _Number, nullable=False),
        Column("seal", LargeBinary, nullable=False),
        Column("body", LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    Index("sealed_row_version", row.c.vault, row.c.version)
    Table(
        "chunk",
        shape,
        Column("vault", LargeBinary, primary_key=True),
        Column("blob", LargeBinary, primary_key=True),
        Column("number", _Number, primary_key=True, autoincrement=False),
        Column("body", LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    Table(
        "delivery",
        shape,
        Column("vault", LargeBinary, primary_key=True),
        Column("delivery", LargeBinary, primary_key=True),
        Column("mark", LargeBinary, nullable=False),
        Column("sealed", LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    shape.create_all(connection, checkfirst=False)

"""Numbered steps from every older shape of the store to the present one. A step is never edited again."""

from collections.abc import Callable

from sqlalchemy import Connection, inspect, select

from core.errors import ConfigError, IntegrityError
from vault.migrations import m0001_sealed_rows
from vault.tables import schema

STEPS: tuple[Callable[[Connection], None], ...] = (m0001_sealed_rows.apply,)
"""``STEPS[n]`` takes a store from version n to n + 1."""


def migrate(connection: Connection) -> None:
    """Bring the store to the present shape, inside the transaction of `connection`.

    Raises:
        ConfigError: ``store_newer``: a later Carnet wrote this store.
        IntegrityError: ``store_damaged``: the version is missing.
    """
    version = 0
    if inspect(connection).has_table(schema.name):
        found = connection.execute(select(schema.c.version)).scalars().all()
        if len(found) != 1 or not isinstance(found[0], int) or found[0] < 1:
            raise IntegrityError("store_damaged")
        version = found[0]
    if version > len(STEPS):
        raise ConfigError("store_newer", version=version)
    for step in STEPS[version:]:
        step(connection)
    if version == 0:
        connection.execute(schema.insert().values(version=len(STEPS)))
    elif version < len(STEPS):
        connection.execute(schema.update().values(version=len(STEPS)))

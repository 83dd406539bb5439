"""Key slots in the store: one row per secret that opens the vault."""

import hmac

from sqlalchemy import Connection, delete, insert, select

from core.errors import IntegrityError
from vault.format import slots_digest
from vault.tables import slots


def read_slots(connection: Connection, vault: bytes) -> dict[int, bytes]:
    """The key slots of a vault by type, unchecked: what there is before a key is known."""
    query = select(slots.c.type, slots.c.body).where(slots.c.vault == vault)
    return {int(kind): bytes(body) for kind, body in connection.execute(query)}


def checked_slots(connection: Connection, vault: bytes, digest: bytes) -> dict[int, bytes]:
    """The key slots, which must be those that the head commits to.

    Raises:
        IntegrityError: ``vault_altered``: an older or foreign slot was put in.
    """
    found = read_slots(connection, vault)
    if not hmac.compare_digest(slots_digest(found), digest):
        raise IntegrityError("vault_altered")
    return found


def write_slot(connection: Connection, vault: bytes, kind: int, body: bytes) -> None:
    """Put a slot in the place of the one of its type."""
    connection.execute(delete(slots).where(slots.c.vault == vault, slots.c.type == kind))
    connection.execute(insert(slots).values(vault=vault, type=kind, body=body))

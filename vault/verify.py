"""Open every seal of a vault, at one moment of it, and say what was found whole."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from core.errors import IntegrityError
from vault import audit
from vault.deliveries import check_inbox_key, read_delivery, waiting
from vault.keys import ServerKeys
from vault.ledger import Ledger
from vault.originals import BLOB, read_original
from vault.slots import checked_slots
from vault.tables import chunks


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was read and found whole.

    Attributes:
        rows: Live rows.
        blobs: Originals.
        bytes: Ciphertext read.
        counter: Changes since the vault was made.
        events: Entries of the audit trail.
    """

    rows: int
    blobs: int
    bytes: int
    counter: int
    events: int


def verify(ledger: Ledger, server: ServerKeys) -> VerifyReport:
    """Read everything again; nothing that is remembered is trusted.

    Raises:
        IntegrityError: At the first thing that does not hold: ``seal_broken``, ``vault_altered``,
            ``audit_broken``, ``delivery_broken``, ``inbox_key_damaged``.
    """
    with ledger.reading() as connection:
        ledger.reload(connection)
        checked_slots(connection, ledger.vault, ledger.head.slots)
        check_inbox_key(server, connection, ledger.keyring)
        for delivery in waiting(connection, ledger.vault):
            read_delivery(server, ledger.keyring, delivery)
        for batch in ledger.index.batches(ledger.index.all_tags()):
            ledger.fetch(connection, batch)
        blobs, chunk_bytes = _read_originals(ledger, connection)
        return VerifyReport(
            rows=ledger.head.rows,
            blobs=blobs,
            bytes=ledger.index.stored_bytes() + chunk_bytes,
            counter=ledger.head.counter,
            events=len(audit.check(_bodies(ledger, connection, audit.KIND))),
        )


def _bodies(ledger: Ledger, connection: Connection, kind: str) -> list[bytes]:
    return [item.body for item in ledger.fetch(connection, ledger.tags(kind))]


def _read_originals(ledger: Ledger, connection: Connection) -> tuple[int, int]:
    """Open all originals; how many, and the ciphertext of their chunks. A chunk of no original is foreign."""
    query = select(chunks.c.blob, func.sum(func.length(chunks.c.body)))
    query = query.where(chunks.c.vault == ledger.vault).group_by(chunks.c.blob)
    stored = {bytes(blob).hex(): int(size) for blob, size in connection.execute(query)}
    batches = ledger.index.batches(ledger.tags(BLOB))
    names = [item.id for batch in batches for item in ledger.fetch(connection, batch)]
    if stored.keys() - set(names):
        raise IntegrityError("vault_altered")
    for name in names:
        read_original(ledger, connection, name)
    return len(names), sum(stored.values())

"""What jobs put in a vault's inbox while it was locked, and how the open vault takes it in.

A delivery is sealed for the vault (`vault.inbox`) and marked by the installation: who can only write to
the store can neither read it nor make one. It counts once, and never replaces an item.
"""

import hmac
import os
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from core.errors import IntegrityError
from vault import audit
from vault.draft import KIND, Draft
from vault.format import ID_BYTES, Item
from vault.inbox import open_delivery, seal_for
from vault.keys import Keyring, ServerKeys
from vault.ledger import Ledger
from vault.originals import BLOB
from vault.tables import deliveries, vaults

DELIVERED = "delivered"
"""Kind of the row that remembers a delivery, so that the same one put back is not taken in again."""

OWN_KINDS = frozenset({audit.KIND, BLOB, DELIVERED, KIND})
"""Kinds that only the vault itself writes."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One sealed item in the inbox."""

    id: bytes
    mark: bytes
    sealed: bytes


def inbox_mark(server: ServerKeys, vault: bytes, public: bytes) -> bytes:
    """How the installation vouches for the key that jobs seal with."""
    return server.vouch(b"inbox key", vault, public)


def vouched_key(server: ServerKeys, connection: Connection, vault: bytes) -> bytes:
    """The inbox key of a vault, for jobs.

    Raises:
        IntegrityError: ``inbox_key_damaged``: not the one that was vouched for when the vault was last open.
    """
    query = select(vaults.c.inbox_key, vaults.c.inbox_mark).where(vaults.c.vault == vault)
    public, mark = connection.execute(query).one()
    if not hmac.compare_digest(mark, inbox_mark(server, vault, public)):
        raise IntegrityError("inbox_key_damaged")
    return bytes(public)


def put_delivery(server: ServerKeys, connection: Connection, vault: bytes, item: Item) -> None:
    """Seal an item for the vault and leave it in the inbox."""
    delivery, sealed = os.urandom(ID_BYTES), seal_for(vouched_key(server, connection, vault), item)
    mark = server.vouch(b"delivery", vault, delivery, sealed)
    connection.execute(insert(deliveries).values(vault=vault, delivery=delivery, mark=mark, sealed=sealed))


def check_inbox_key(server: ServerKeys, connection: Connection, keyring: Keyring) -> bool:
    """Whether the stored writing half is ours and vouched for; False when only the mark is still to be made.

    Raises:
        IntegrityError: ``inbox_key_damaged``: it is somebody else's key, or somebody else's mark.
    """
    query = select(vaults.c.inbox_key, vaults.c.inbox_mark).where(vaults.c.vault == keyring.vault)
    stored, mark = connection.execute(query).one()
    public = keyring.inbox_public()
    if stored != public or mark not in (b"", inbox_mark(server, keyring.vault, public)):
        raise IntegrityError("inbox_key_damaged")
    return bool(mark)


def vouch_again(server: ServerKeys, connection: Connection, keyring: Keyring) -> None:
    """Make the mark that a backup, put back here, does not carry."""
    mark = inbox_mark(server, keyring.vault, keyring.inbox_public())
    connection.execute(update(vaults).where(vaults.c.vault == keyring.vault).values(inbox_mark=mark))


def waiting(connection: Connection, vault: bytes) -> list[Delivery]:
    """The deliveries in the inbox."""
    query = select(deliveries.c.delivery, deliveries.c.mark, deliveries.c.sealed)
    found = connection.execute(query.where(deliveries.c.vault == vault))
    return [Delivery(bytes(name), bytes(mark), bytes(sealed)) for name, mark, sealed in found]


def read_delivery(server: ServerKeys, keyring: Keyring, delivery: Delivery) -> Item:
    """The item delivered.

    Raises:
        IntegrityError: ``delivery_broken``: not from this installation, changed on the way, or of a kind
            that only the vault writes.
    """
    mark = server.vouch(b"delivery", keyring.vault, delivery.id, delivery.sealed)
    if not hmac.compare_digest(mark, delivery.mark):
        raise IntegrityError("delivery_broken")
    item = open_delivery(keyring.inbox_key(), delivery.sealed)
    if item.kind in OWN_KINDS:
        raise IntegrityError("delivery_broken")
    return item


def absorb(server: ServerKeys, ledger: Ledger, draft: Draft) -> int:
    """Take in what waits; the number of new items.

    A broken delivery stays where it is, for `verify` to tell about: garbage in the letter box must not
    keep the door shut.
    """
    absorbed = 0
    for delivery in waiting(draft.connection, ledger.vault):
        try:
            item = read_delivery(server, ledger.keyring, delivery)
        except IntegrityError:
            continue
        if not draft.has(DELIVERED, delivery.id.hex()) and not draft.has(item.kind, item.id):
            draft.put(item)
            absorbed += 1
        draft.put(Item(DELIVERED, delivery.id.hex(), b""))
        this = (deliveries.c.vault == ledger.vault, deliveries.c.delivery == delivery.id)
        draft.connection.execute(delete(deliveries).where(*this))
    return absorbed

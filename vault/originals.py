"""Originals: bytes kept as they came, sealed in chunks beside a row that commits to them."""

import hmac
import json

from sqlalchemy import Connection

from core.errors import IntegrityError, NotFoundError
from vault.draft import Draft
from vault.format import Item, chunk_context
from vault.ledger import Ledger
from vault.seal import ChunkKey, seal_chunks, unseal_chunks

BLOB = "blob"
"""Kind of the row that stands for an original; its id is the keyed hash of the bytes, in hex."""


def put_original(ledger: Ledger, draft: Draft, data: bytes) -> tuple[str, bool]:
    """Seal an original unless it is there; its id, and whether it was there."""
    keyring = ledger.keyring
    blob = keyring.content_id(data)
    if draft.has(BLOB, blob.hex()):
        return blob.hex(), True
    header, bodies = seal_chunks(keyring.chunks, chunk_context(keyring.vault, blob), data)
    draft.put_chunks(blob, bodies)
    draft.put(Item(BLOB, blob.hex(), _write_header(header)))
    return blob.hex(), False


def read_original(ledger: Ledger, connection: Connection, name: str) -> bytes:
    """The original of that id.

    Raises:
        NotFoundError: ``not_found``.
        IntegrityError: ``seal_broken``, ``vault_altered``.
    """
    keyring = ledger.keyring
    found = ledger.fetch(connection, (keyring.tag(BLOB, name),))
    if not found:
        raise NotFoundError("not_found")
    blob = bytes.fromhex(found[0].id)
    bodies = ledger.chunks(connection, blob)
    header = _read_header(found[0].body)
    data = unseal_chunks(keyring.chunks, chunk_context(keyring.vault, blob), header, bodies)
    if not hmac.compare_digest(keyring.content_id(data), blob):
        raise IntegrityError("seal_broken")
    return data


def remove_original(draft: Draft, name: str) -> None:
    """Take an original away; nothing happens when it is not there."""
    if draft.remove(BLOB, name):
        draft.remove_chunks(bytes.fromhex(name))


def _write_header(header: ChunkKey) -> bytes:
    fields = {
        "chunks": header.chunks,
        "commit": header.commit.hex(),
        "length": header.length,
        "salt": header.salt.hex(),
    }
    return json.dumps(fields, separators=(",", ":"), sort_keys=True).encode()


def _read_header(body: bytes) -> ChunkKey:
    try:
        fields = json.loads(body)
        return ChunkKey(
            salt=bytes.fromhex(fields["salt"]),
            commit=bytes.fromhex(fields["commit"]),
            length=int(fields["length"]),
            chunks=int(fields["chunks"]),
        )
    except (ValueError, KeyError, TypeError):
        raise IntegrityError("seal_broken") from None

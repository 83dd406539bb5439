"""What the person said the columns of a table are: kept sealed, and used for the next file with that header.

Rows of kind ``mapping``, one a header, by a keyed hash of its signature.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import orjson

from connectors import registry
from connectors.table.look import look
from connectors.table.mapping import REMEMBERED, Confirmed, to_options
from core.errors import AmbiguousFileError, UnreadableFileError
from vault.unlocked import Item, Unlocked

if TYPE_CHECKING:
    from retrieval.room import Room

KIND = "mapping"
TABLE = "table"
"""The connector that takes mappings."""


def remembered(vault: Unlocked, signatures: Iterable[str]) -> dict[str, Confirmed]:
    """What was said of tables with these headers."""
    found: dict[str, Confirmed] = {}
    for signature in signatures:
        body = vault.get(KIND, vault.hmac(KIND, signature.encode()))
        mapping = Confirmed.from_plain(orjson.loads(body)) if body is not None else None
        if mapping is not None:
            found[signature] = mapping
    return found


def options_for(vault: Unlocked, data: bytes, name: str) -> dict[str, str]:
    """The reading options of a file whose headers were confirmed before; empty for every other file."""
    if not vault.sizes().get(KIND):
        return {}
    try:
        if registry.identify_file(data, name).id != TABLE:
            return {}
        known = remembered(vault, (table.signature for table in look(data)))
    except (AmbiguousFileError, UnreadableFileError):
        return {}  # the reading itself will say what is wrong
    return {**to_options(known), REMEMBERED: "1"} if known else {}


def confirm(room: "Room", file_id: str, mappings: Mapping[str, Confirmed]) -> None:
    """Keep what the person said, and read the file again by it.

    Args:
        room: Whose record.
        file_id: A table.
        mappings: By the signature of each table of the file.

    Raises:
        NotFoundError: ``not_found``.
        UnreadableFileError: The file cannot be read any more; what was read before stays.
    """
    from retrieval.ingest.pipeline import reread  # here: the pipeline asks this module what is remembered

    vault = room.vault
    items = [
        Item(KIND, vault.hmac(KIND, signature.encode()), orjson.dumps(mapping.to_plain()))
        for signature, mapping in mappings.items()
    ]
    reread(room, file_id, to_options(mappings))
    vault.put_many(items)


def forget(room: "Room", file_id: str, signatures: Iterable[str]) -> None:
    """Unsay it, and read the file again by guess; raises as `confirm`."""
    from retrieval.ingest.pipeline import reread

    vault = room.vault
    vault.put_many([], remove=[(KIND, vault.hmac(KIND, signature.encode())) for signature in signatures])
    reread(room, file_id, {})

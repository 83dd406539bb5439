"""What a person types, written down as a small document that only this vault can have made."""

from collections.abc import Sequence
from hmac import compare_digest

import orjson

from records import codec
from records.model import Fact
from vault.unlocked import Unlocked

_PURPOSE = "entry"


def write(vault: Unlocked, facts: Sequence[Fact], now: str) -> bytes:
    """The document of one entry, for `ingest_file`.

    Args:
        vault: Whose.
        facts: As typed and agreed to.
        now: The moment, so that the same value typed on two days is two entries.
    """
    body = orjson.dumps([codec.to_plain(fact) for fact in facts]).decode()
    plain = {"carnet_entry": 1, "seal": _seal(vault, now, body), "typed": now, "facts": body}
    return orjson.dumps(plain)


def is_ours(vault: Unlocked, data: bytes) -> bool:
    """Whether this vault's person typed it, here."""
    try:
        plain = orjson.loads(data)
        return compare_digest(plain["seal"], _seal(vault, plain["typed"], plain["facts"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _seal(vault: Unlocked, now: str, body: str) -> str:
    return vault.hmac(_PURPOSE, f"{now}\n{body}".encode())

"""The issuers whose keys we have been given: ``issuers.json`` beside this module. Nothing is ever fetched.

The file holds ``{"issuers": [{"iss": "https://…", "name": "…", "keys": [JWK, …]}]}``: the address a card
gives as its issuer, and the ``keys`` of ``<iss>/.well-known/jwks.json`` as the operator took them from
there. It is delivered empty: the example issuer of the specification signs for anybody, so a card of it
proves nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

ISSUERS = Path(__file__).parent / "issuers.json"
_CURVE = "P-256"
_PRIVATE = "d"


@dataclass(frozen=True, slots=True)
class Issuer:
    """One issuer.

    Attributes:
        name: As the operator wrote it.
        keys: Public keys by id; the id is the key's own RFC 7638 thumbprint.
    """

    name: str
    keys: Mapping[str, ECKey]


@lru_cache(maxsize=1)
def known() -> Mapping[str, Issuer]:
    """The issuers of the shipped file, by address; empty when it cannot be read."""
    try:
        return listed(ISSUERS.read_bytes())
    except (OSError, ValueError):
        return {}


def listed(data: bytes) -> Mapping[str, Issuer]:
    """The issuers in the content of such a file.

    Raises:
        ValueError: It is not of that form.
    """
    plain = orjson.loads(data)
    rows = plain.get("issuers") if isinstance(plain, dict) else None
    if not isinstance(rows, list):
        raise ValueError("issuers shape")
    return {
        row["iss"]: Issuer(str(row.get("name") or row["iss"]), public_keys(row.get("keys")))
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("iss"), str)
    }


def public_keys(given: Any) -> dict[str, ECKey]:
    """The keys that may sign a card: elliptic, public, their id their own thumbprint. Others are left out."""
    found = {}
    for plain in given if isinstance(given, Sequence) and not isinstance(given, str) else ():
        if not isinstance(plain, dict) or plain.get("crv") != _CURVE or _PRIVATE in plain:
            continue
        try:
            key = ECKey.import_key({name: plain[name] for name in ("kty", "crv", "x", "y")})
            thumbprint = key.thumbprint()
        except (JoseError, ValueError, KeyError, TypeError):
            continue
        if plain.get("kid") == thumbprint:
            found[thumbprint] = key
    return found

"""A card opened: its form, its signature, and whom that is to be believed.

Source of the rules: SMART Health Cards Framework 1.4 (JWS compact, ES256, raw DEFLATE, ``iss`` an https
address without a slash at its end, keys named by their thumbprint).
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.jws import JWSRegistry

from connectors.smart_health.issuers import Issuer, public_keys
from connectors.smart_health.tokens import bytes_of, json_of
from records.when import When

MAX_INFLATED_BYTES = 20 * 1024 * 1024
_SIGNATURE_BYTES = 64
_SEGMENTS = 3
_LATEST = 253_402_300_799
"""The last second of the year 9999."""


class Verdict(StrEnum):
    """Whether a card is to be believed."""

    VALID = "valid"
    ISSUER_UNKNOWN = "issuer_unknown"
    UNSIGNED = "unsigned"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Card:
    """An opened card.

    Attributes:
        verdict: Whether it is to be believed; of a broken one nothing else is known.
        payload: Its content, as JSON; empty for a broken card.
        issuer: Name of a known issuer, else the address the card gives.
        issued: Since when it is valid (UTC).
        expires: Until when.
        starts_s: `issued` as epoch seconds; None when it gives none that is a time.
        ends_s: `expires` as epoch seconds.
    """

    verdict: Verdict
    payload: bytes = b""
    issuer: str = ""
    issued: When | None = None
    expires: When | None = None
    starts_s: float | None = None
    ends_s: float | None = None


_BROKEN = Card(Verdict.BROKEN)


class _Registry(JWSRegistry):
    """Signatures of cards only; a card may carry more than joserfc's own limit of 128 kB."""

    max_payload_length = MAX_INFLATED_BYTES
    max_header_length = 8 * 1024


_REGISTRY = _Registry(algorithms=["ES256"], strict_check_header=False)


def opened(token: str, issuers: Mapping[str, Issuer], beside: object = ()) -> Card:
    """A card out of its compact JWS.

    Args:
        token: The JWS.
        issuers: Those whose keys are known, by address.
        beside: JWKs that came with the card. They can show that it was altered, never who made it.
    """
    header = json_of(token.partition(".")[0]) if token.count(".") == _SEGMENTS - 1 else None
    if header is None or header.get("alg") != "ES256" or header.get("zip") != "DEF":
        return _BROKEN
    _, body, signature = (bytes_of(segment) for segment in token.split("."))
    payload = inflated(body or b"")
    key_id = header.get("kid")
    if payload is None or not key_id or not isinstance(key_id, str):
        return _BROKEN
    if len(signature or b"") != _SIGNATURE_BYTES:
        return _BROKEN
    card = described(payload, Verdict.ISSUER_UNKNOWN, issuers)
    if card.verdict is Verdict.BROKEN:
        return card
    issuer = issuers.get(str(orjson.loads(payload).get("iss")))
    key = issuer.keys.get(key_id) if issuer is not None else None
    trusted = key is not None
    key = key or public_keys(beside).get(key_id)
    if key is not None and not _is_signed(token, key):
        return _BROKEN
    return described(payload, Verdict.VALID, issuers) if trusted else card


def described(payload: bytes, verdict: Verdict, issuers: Mapping[str, Issuer]) -> Card:
    """What a card's content says of itself; broken when it has not the form of one."""
    try:
        plain = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return _BROKEN
    if not isinstance(plain, dict) or not _is_bundle(plain):
        return _BROKEN
    address = plain.get("iss")
    if not isinstance(address, str) or not address.startswith("https://") or address.endswith("/"):
        return _BROKEN
    issuer = issuers.get(address)
    starts, ends = (_second(plain.get(name)) for name in ("nbf", "exp"))
    return Card(
        verdict,
        payload,
        issuer.name if issuer is not None and verdict is Verdict.VALID else address,
        _when(starts),
        _when(ends),
        starts,
        ends,
    )


def inflated(data: bytes, limit: int = MAX_INFLATED_BYTES) -> bytes | None:
    """Raw DEFLATE undone; None when it is none, stops early, goes on after its end or exceeds `limit`."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = inflater.decompress(data, limit)
    except zlib.error:
        return None
    return found if inflater.eof and not inflater.unused_data and not inflater.unconsumed_tail else None


def moment(second: object) -> When | None:
    """Epoch seconds as a date and time in UTC; None when they are none."""
    return _when(_second(second))


def _is_signed(token: str, key: ECKey) -> bool:
    try:
        jws.deserialize_compact(token, key, registry=_REGISTRY)
    except (JoseError, ValueError):
        return False
    return True


def _is_bundle(plain: dict[str, Any]) -> bool:
    credential = plain.get("vc")
    subject = credential.get("credentialSubject") if isinstance(credential, dict) else None
    return isinstance(subject, dict) and isinstance(subject.get("fhirBundle"), dict)


def _second(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _when(second: float | None) -> When | None:
    if second is None or not 0 <= second <= _LATEST:
        return None
    return When.parse(datetime.fromtimestamp(int(second), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))

"""A health link: what it says of itself, and files of it that came along, decrypted. Nothing is ever fetched.

Source of the rules: SMART Health Links 1.0 (JWE compact, ``dir`` with A256GCM, perhaps deflated).
"""

from collections.abc import Iterable
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import OctKey

from connectors.smart_health.cards import MAX_INFLATED_BYTES, inflated
from connectors.smart_health.tokens import bytes_of
from records.when import When

NAME = "SMART Health Link"
_KEY_BYTES = 32
_MAX_LABEL = 200
_Zip = type(JWERegistry.algorithms["zip"]["DEF"])


class _Inflate(_Zip):  # type: ignore[misc,valid-type]  # the library's own model, with our bounded inflating
    """DEFLATE up to our limit; the library's own is 250 kB, and summaries are larger."""

    def decompress(self, s: bytes) -> bytes:
        """The bytes, or a `ValueError`."""
        found = inflated(s)
        if found is None:
            raise ValueError("not deflated")
        return found


class _Registry(JWERegistry):
    """What a health link may use, and as large as a file may be."""

    max_ciphertext_length = MAX_INFLATED_BYTES
    max_protected_header_length = 8 * 1024

    def get_zip(self, name: str) -> Any:
        """Our bounded one."""
        super().get_zip(name)
        return _Inflate()


_REGISTRY = _Registry(algorithms=["dir", "A256GCM", "DEF"], strict_check_header=False)


def key_of(link: dict[str, Any]) -> bytes | None:
    """The key of a link; None when it has none of the right length."""
    key = link.get("key")
    raw = bytes_of(key) if isinstance(key, str) else None
    return raw if raw is not None and len(raw) == _KEY_BYTES else None


def decrypted(token: str, keys: Iterable[bytes]) -> bytes | None:
    """The file in a compact JWE; None when none of the keys opens it."""
    for key in keys:
        try:
            plain = jwe.decrypt_compact(token, OctKey.import_key(key), registry=_REGISTRY).plaintext
        except (JoseError, ValueError, KeyError, AssertionError):
            continue
        return plain
    return None


def told(link: dict[str, Any], when: When | None) -> str:
    """What a link says of itself, a line each. Its key and address open the record: they are left out."""
    label, flags = link.get("label"), link.get("flag")
    lines = [NAME]
    if isinstance(label, str) and label.strip():
        lines.append(f"label: {label.strip()[:_MAX_LABEL]}")
    if isinstance(flags, str) and flags.strip():
        lines.append(f"flag: {flags.strip()[:20]}")
    if when is not None:
        lines.append(f"exp: {when.day}")
    return "\n".join(lines)

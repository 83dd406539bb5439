"""A letter box: who has the public half puts sealed items in; only the unlocked vault takes them out. Pure.

HPKE base mode (RFC 9180) with X25519, HKDF-SHA-256 and AES-256-GCM, as `cryptography` implements it.
Base mode says nothing about the sender; `vault.store` adds the installation's own mark to a delivery.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from core.errors import IntegrityError
from vault.format import Item, check_item, frame, unframe

_INFO = b"carnet/1/inbox"


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def seal_for(public_key: bytes, item: Item) -> bytes:
    """Seal an item that whoever seals it cannot read again.

    Args:
        public_key: 32 bytes, the writing half of a vault's inbox pair.
        item: What to deliver.

    Returns:
        32 bytes of encapsulated key, then the ciphertext of the padded item.

    Raises:
        InputError: ``item_invalid``, ``item_too_large``.
        IntegrityError: ``inbox_key_damaged``: not a key.
    """
    check_item(item)
    try:
        return _suite().encrypt(frame(item), X25519PublicKey.from_public_bytes(public_key), info=_INFO)
    except ValueError:
        raise IntegrityError("inbox_key_damaged") from None


def open_delivery(private_key: X25519PrivateKey, sealed: bytes) -> Item:
    """The item that `seal_for` sealed.

    Raises:
        IntegrityError: ``delivery_broken``.
    """
    try:
        item = unframe(_suite().decrypt(sealed, private_key, info=_INFO))
    except (InvalidTag, ValueError, IntegrityError):
        raise IntegrityError("delivery_broken") from None
    return item

"""Keys: from a passphrase or a recovery code to the vault key, and from that to one key per purpose.

Pure apart from randomness. Nothing here remembers a passphrase; `Keyring` is the only thing that holds
a vault key, and shows none of it when printed.
"""

import hmac
import os
import unicodedata
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from core.errors import InputError, IntegrityError
from vault.format import ID_BYTES, Slot, SlotType, slot_context
from vault.seal import committed_key, hkdf

KEY_BYTES = 32
_NAME_MAX = 64
_ZERO_NONCE = bytes(12)  # a slot's key comes from a fresh salt and seals once


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one guess at a passphrase costs (Argon2id).

    `STRONG` is RFC 9106's second recommendation with one lane (0.2 s of CPU, 64 MiB). `CHEAP` is for
    tests only, and only by name.
    """

    memory_kib: int
    passes: int
    lanes: int

    STRONG: ClassVar["KdfCost"]
    CHEAP: ClassVar["KdfCost"]

    def weaker_than(self, other: "KdfCost") -> bool:
        """Whether a slot at this cost should be written anew at `other`."""
        return self.memory_kib * self.passes < other.memory_kib * other.passes


KdfCost.STRONG = KdfCost(memory_kib=64 * 1024, passes=3, lanes=1)
KdfCost.CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
STRONG = KdfCost.STRONG


class Stretcher:
    """Runs Argon2id, a few at a time, so that sign-ins cannot exhaust the machine's memory."""

    def __init__(self, cost: KdfCost, *, parallel: int = 2) -> None:
        self.cost = cost
        self._turns = BoundedSemaphore(parallel)

    def stretch(self, passphrase: str, salt: bytes, cost: KdfCost) -> bytes:
        """32 bytes from a passphrase; NFC first, so that é typed two ways is one é."""
        secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
        with self._turns:
            return Argon2id(
                salt=salt,
                length=KEY_BYTES,
                iterations=cost.passes,
                lanes=cost.lanes,
                memory_cost=cost.memory_kib,
            ).derive(secret)


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The keys of one unlocked vault, one per purpose."""

    vault: bytes
    master: bytes
    rows: bytes
    chunks: bytes
    head: bytes
    sums: bytes
    tags: bytes
    kinds: bytes
    content: bytes
    lookups: bytes
    inbox: bytes

    @classmethod
    def of(cls, vault: bytes, master: bytes) -> "Keyring":
        """Every key that the vault key `master` of the vault with id `vault` gives."""
        names = ("rows", "chunks", "head", "sums", "tags", "kinds", "content", "lookups", "inbox")
        return cls(
            vault, master, *(hkdf(master, salt=vault, info=b"carnet/1/" + name.encode()) for name in names)
        )

    def tag(self, kind: str, name: str) -> bytes:
        """Where the row of this kind and id is kept: tells nothing to who has no key."""
        return _keyed(self.tags, kind.encode(), name.encode(errors="surrogatepass"))[:ID_BYTES]

    def kind_tag(self, kind: str) -> bytes:
        """The kind, as this vault writes it."""
        return _keyed(self.kinds, kind.encode())[:ID_BYTES]

    def leaf(self, tag: bytes, kind: bytes, position: int, version: int, seal: bytes) -> int:
        """A row's part in the head's sum: a secret pseudorandom number of everything that pins the row."""
        message = tag + kind + position.to_bytes(8) + version.to_bytes(8) + seal
        return int.from_bytes(hmac.digest(self.sums, message, "sha256"))

    def content_id(self, data: bytes) -> bytes:
        """Answers "is this already here?" about a blob."""
        return hmac.digest(self.content, data, "sha256")[:ID_BYTES]

    def lookup(self, purpose: str, data: bytes) -> str:
        """A keyed hash for a caller's own look-ups, in hex; purposes never mix."""
        return _keyed(self.lookups, purpose.encode(), data).hex()

    def inbox_key(self) -> X25519PrivateKey:
        """The half of the inbox pair that reads."""
        return X25519PrivateKey.from_private_bytes(self.inbox)

    def inbox_public(self) -> bytes:
        """The half of the inbox pair that only writes: 32 bytes."""
        return self.inbox_key().public_key().public_bytes_raw()


def _keyed(key: bytes, *parts: bytes) -> bytes:
    made = hmac.new(key, digestmod="sha256")
    for part in parts:  # one after the other: a part may be a file of half a gigabyte, and is not copied
        made.update(len(part).to_bytes(8))
        made.update(part)
    return made.digest()


def _wrapping_key(secret: bytes, vault: bytes, salt: bytes, slot: SlotType) -> tuple[bytes, bytes]:
    return committed_key(
        secret, salt=salt, info=b"carnet/1/slot/" + slot.name.lower().encode() + b"/" + vault
    )


def _wrap(secret: bytes, keyring: Keyring, slot: SlotType, cost: KdfCost | None, salt: bytes) -> Slot:
    own, commit = _wrapping_key(secret, keyring.vault, salt, slot)
    memory, passes, lanes = (cost.memory_kib, cost.passes, cost.lanes) if cost else (0, 0, 0)
    blank = Slot(slot, memory, passes, lanes, salt, commit, bytes(48))
    wrapped = AESGCM(own).encrypt(_ZERO_NONCE, keyring.master, slot_context(keyring.vault, blank.header()))
    return Slot(slot, memory, passes, lanes, salt, commit, wrapped)


def _unwrap(secret: bytes, vault: bytes, slot: Slot) -> bytes | None:
    own, commit = _wrapping_key(secret, vault, slot.salt, slot.type)
    if not hmac.compare_digest(commit, slot.commit):
        return None
    try:
        return AESGCM(own).decrypt(_ZERO_NONCE, slot.wrapped, slot_context(vault, slot.header()))
    except InvalidTag:
        raise IntegrityError("slot_damaged") from None


def passphrase_slot(
    keyring: Keyring, passphrase: str, share: bytes, stretcher: Stretcher, *, salt: bytes | None = None
) -> Slot:
    """Wrap the vault key for a passphrase together with the server share."""
    salt = salt or os.urandom(16)
    secret = stretcher.stretch(passphrase, salt, stretcher.cost) + share
    return _wrap(secret, keyring, SlotType.PASSPHRASE, stretcher.cost, salt)


def open_passphrase_slot(
    slot: Slot, vault: bytes, passphrase: str, share: bytes, stretcher: Stretcher
) -> bytes | None:
    """The vault key, or None when the passphrase (or share) is not the one.

    Raises:
        IntegrityError: ``slot_damaged``: the secret is right and the wrapped key is not.
    """
    cost = KdfCost(slot.memory_kib, slot.passes, slot.lanes)
    return _unwrap(stretcher.stretch(passphrase, slot.salt, cost) + share, vault, slot)


def recovery_slot(keyring: Keyring, secret: bytes, *, salt: bytes | None = None) -> Slot:
    """Wrap the vault key for a recovery code: its 160 bits need neither stretching nor a share."""
    return _wrap(secret, keyring, SlotType.RECOVERY, None, salt or os.urandom(16))


def open_recovery_slot(slot: Slot, vault: bytes, secret: bytes) -> bytes | None:
    """The vault key, or None when the code is another one.

    Raises:
        IntegrityError: ``slot_damaged``: the code is right and the wrapped key is not.
    """
    return _unwrap(secret, vault, slot)


def canonical_name(name: str) -> str:
    """The account name as it is compared: NFC, case-folded, outer spaces gone, inner ones single.

    >>> canonical_name("  Chloé   MARTIN ") == canonical_name("chloe\u0301 martin")
    True

    Raises:
        InputError: ``name_invalid``: empty, over 64 characters, or with control characters.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
    canonical = " ".join(folded.split())
    odd = any(unicodedata.category(letter)[0] == "C" for letter in name.strip())
    if not canonical or len(canonical) > _NAME_MAX or odd:
        raise InputError("name_invalid")
    return canonical


@dataclass(frozen=True, slots=True, repr=False)
class ServerKeys:
    """Keys of the installation, from the one secret in the secrets folder. They open no vault."""

    accounts: bytes
    inbox: bytes

    @classmethod
    def of(cls, secret: bytes) -> "ServerKeys":
        """Every key that the server secret gives."""
        names = (b"accounts", b"inbox")
        return cls(*(hkdf(secret, salt=b"", info=b"carnet/1/server/" + name) for name in names))

    def account(self, name: str) -> bytes:
        """How the store names an account: 32 bytes.

        Raises:
            InputError: ``name_invalid``.
        """
        return _keyed(self.accounts, canonical_name(name).encode("utf-8", "surrogatepass"))

    def vouch(self, *parts: bytes) -> bytes:
        """Says that this installation wrote something: an inbox key, a delivery. 32 bytes."""
        return _keyed(self.inbox, *parts)

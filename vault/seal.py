"""Seals: AES-256-GCM under a key of its own for every row, committed to, and chunked for blobs. Pure.

Plain GCM does not commit to its key: one ciphertext can be made that opens under two. Every seal
therefore carries 32 bytes derived beside its key and compared before anything is decrypted.
"""

import hmac
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import IntegrityError
from vault.format import (
    CHUNK_BYTES,
    COMMIT_BYTES,
    FORMAT,
    MAC_BYTES,
    SALT_BYTES,
    SEAL_BYTES,
    padded_bytes,
)

_ZERO_NONCE = bytes(12)  # each seal has a key of its own, used once


def hkdf(key: bytes, *, salt: bytes, info: bytes, length: int = 32) -> bytes:
    """HKDF-SHA-256 (RFC 5869); `info` names the purpose."""
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def committed_key(key: bytes, *, salt: bytes, info: bytes) -> tuple[bytes, bytes]:
    """A fresh 32-byte key and the 32 bytes that commit to it."""
    material = hkdf(key, salt=salt, info=info, length=32 + COMMIT_BYTES)
    return material[:32], material[32:]


@dataclass(frozen=True, slots=True)
class Sealed:
    """Ciphertext, and the 81 bytes in front of it: format, salt, commitment, authentication tag."""

    seal: bytes
    body: bytes


def seal(key: bytes, context: bytes, plaintext: bytes, *, salt: bytes | None = None) -> Sealed:
    """Seal `plaintext` so that only `key` opens it, and only where `context` says it belongs.

    Args:
        key: 32 bytes; never used directly, only to derive this seal's own key.
        context: Associated data (see `vault.format`).
        plaintext: Already padded.
        salt: 32 random bytes; given only by known-answer tests.
    """
    salt = salt or os.urandom(SALT_BYTES)
    own, commit = committed_key(key, salt=salt, info=b"carnet/1/seal")
    ciphertext = AESGCM(own).encrypt(_ZERO_NONCE, plaintext, context)
    return Sealed(bytes([FORMAT]) + salt + commit + ciphertext[-MAC_BYTES:], ciphertext[:-MAC_BYTES])


def unseal(key: bytes, context: bytes, sealed: Sealed) -> bytes:
    """The plaintext.

    Raises:
        IntegrityError: ``format_unknown`` for another format number; ``seal_broken`` for anything that
            was not sealed under `key` for `context`.
    """
    if len(sealed.seal) != SEAL_BYTES:
        raise IntegrityError("seal_broken")
    if sealed.seal[0] != FORMAT:
        raise IntegrityError("format_unknown")
    salt = sealed.seal[1 : 1 + SALT_BYTES]
    own, commit = committed_key(key, salt=salt, info=b"carnet/1/seal")
    if not hmac.compare_digest(commit, sealed.seal[1 + SALT_BYTES : -MAC_BYTES]):
        raise IntegrityError("seal_broken")
    try:
        return AESGCM(own).decrypt(_ZERO_NONCE, sealed.body + sealed.seal[-MAC_BYTES:], context)
    except InvalidTag:
        raise IntegrityError("seal_broken") from None


def _chunk_nonce(number: int, *, final: bool) -> bytes:
    return number.to_bytes(8) + bytes([0, 0, 0, final])


@dataclass(frozen=True, slots=True)
class ChunkKey:
    """What a blob's own row says about its chunks: salt and commitment of their key, length, count."""

    salt: bytes
    commit: bytes
    length: int
    chunks: int


def seal_chunks(
    key: bytes, context: bytes, data: bytes, *, salt: bytes | None = None
) -> tuple[ChunkKey, Iterator[bytes]]:
    """Seal `data`, padded, in chunks of 1 MiB of which the last is marked (STREAM).

    Source:
        Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
        Misuse-Resistance", 2015 (the STREAM construction).
    """
    salt = salt or os.urandom(SALT_BYTES)
    own, commit = committed_key(key, salt=salt, info=b"carnet/1/chunks")
    total = padded_bytes(len(data))
    count = -(-total // CHUNK_BYTES)

    def chunks() -> Iterator[bytes]:
        cipher = AESGCM(own)
        for number in range(count):
            start = number * CHUNK_BYTES
            size = min(CHUNK_BYTES, total - start)
            nonce = _chunk_nonce(number, final=number == count - 1)
            yield cipher.encrypt(nonce, data[start : start + size].ljust(size, b"\0"), context)

    return ChunkKey(salt, commit, len(data), count), chunks()


def unseal_chunks(key: bytes, context: bytes, header: ChunkKey, chunks: Sequence[bytes]) -> bytes:
    """The blob's bytes.

    Raises:
        IntegrityError: ``seal_broken`` when a chunk is changed, missing, moved, added, or of another blob.
    """
    own, commit = committed_key(key, salt=header.salt, info=b"carnet/1/chunks")
    if not hmac.compare_digest(commit, header.commit) or len(chunks) != header.chunks:
        raise IntegrityError("seal_broken")
    cipher = AESGCM(own)
    last = len(chunks) - 1
    try:
        data = b"".join(
            cipher.decrypt(_chunk_nonce(number, final=number == last), chunk, context)
            for number, chunk in enumerate(chunks)
        )
    except InvalidTag:
        raise IntegrityError("seal_broken") from None
    if len(data) != padded_bytes(header.length) or data.count(0, header.length) != len(data) - header.length:
        raise IntegrityError("seal_broken")
    return data[: header.length]

"""Make one AES-GCM ciphertext that two keys open (Dodis, Grubbs, Ristenpart, Woodage, CRYPTO 2018)."""

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from vault.seal import Sealed, committed_key

_R = 0xE1 << 120


def _times(x: int, y: int) -> int:
    """Product in GCM's field."""
    z = 0
    for bit in range(127, -1, -1):
        if x >> bit & 1:
            z ^= y
        y = y >> 1 ^ (_R if y & 1 else 0)
    return z


def _inverse(x: int) -> int:
    result, power = 1 << 127, x  # x^(2^128 - 2)
    for _ in range(127):
        power = _times(power, power)
        result = _times(result, power)
    return result


def _block(key: bytes, data: bytes) -> int:
    encryptor = Cipher(AES(key), ECB()).encryptor()  # noqa: S305  one block: what GCM is made of
    return int.from_bytes(encryptor.update(data))


def two_key_ciphertext(key1: bytes, key2: bytes, context: bytes, blocks: int) -> bytes:
    """A ciphertext (zero nonce) with its tag: `blocks` blocks, of which the first makes both tags equal."""
    lengths = (len(context) * 8).to_bytes(8) + (blocks * 128).to_bytes(8)
    aad = context + bytes(-len(context) % 16)
    tail = bytes(range(16)) * (blocks - 1)
    constants, factors = [], []
    for key in (key1, key2):
        h = _block(key, bytes(16))
        x = 0
        for start in range(0, len(aad), 16):
            x = _times(x ^ int.from_bytes(aad[start : start + 16]), h)
        x = _times(x, h)
        factor = h
        for start in range(0, len(tail), 16):
            x = _times(x ^ int.from_bytes(tail[start : start + 16]), h)
            factor = _times(factor, h)
        x = _times(x ^ int.from_bytes(lengths), h)
        factors.append(_times(factor, h))
        constants.append(x ^ _block(key, bytes(15) + b"\x01"))
    free = _times(constants[0] ^ constants[1], _inverse(factors[0] ^ factors[1]))
    tag = constants[0] ^ _times(free, factors[0])
    return free.to_bytes(16) + tail + tag.to_bytes(16)


def sealed_under_two(first: bytes, second: bytes, context: bytes, *, salt: bytes) -> Sealed:
    """A seal that commits to `first` and whose ciphertext `second` opens as well."""
    own1, commit = committed_key(first, salt=salt, info=b"carnet/1/seal")
    own2, _ = committed_key(second, salt=salt, info=b"carnet/1/seal")
    ciphertext = two_key_ciphertext(own1, own2, context, 4)
    return Sealed(b"\x01" + salt + commit + ciphertext[-16:], ciphertext[:-16])

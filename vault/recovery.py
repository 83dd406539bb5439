"""The recovery code: 160 random bits a person can write down, with two characters that catch a slip. Pure."""

import re

from core.errors import WrongPassphraseError

CODE_BYTES = 20
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BODY, _CHECK = 32, 2
# The largest prime below 32^2: no single wrong character and no swap of neighbours goes unnoticed,
# because neither 32^k * d (0 < d < 32) nor 31 * 32^k * d is a multiple of it.
_MODULUS = 1021


def _digits(value: int, count: int) -> str:
    return "".join(_ALPHABET[(value >> (5 * place)) & 31] for place in reversed(range(count)))


def write_code(secret: bytes) -> str:
    """The code for 20 secret bytes: groups of four, the last one of two being the check.

    >>> write_code(bytes(20))
    '0000-0000-0000-0000-0000-0000-0000-0000-00'
    """
    value = int.from_bytes(secret)
    text = _digits(value, _BODY) + _digits(value % _MODULUS, _CHECK)
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def read_code(code: str) -> bytes:
    """The 20 secret bytes. Case, spaces and dashes do not matter; O reads as 0, I and L as 1.

    Raises:
        WrongPassphraseError: ``recovery_code_mistyped``: too short, too long, or a slip of the pen.
    """
    text = re.sub(r"[\s\-\u2010-\u2015_.]", "", code).upper().translate(_READ_AS)
    if len(text) != _BODY + _CHECK or any(letter not in _ALPHABET for letter in text):
        raise WrongPassphraseError("recovery_code_mistyped")
    value = 0
    for letter in text[:_BODY]:
        value = value << 5 | _ALPHABET.index(letter)
    if text[_BODY:] != _digits(value % _MODULUS, _CHECK):
        raise WrongPassphraseError("recovery_code_mistyped")
    return value.to_bytes(CODE_BYTES)

"""How hard a passphrase is to guess, and the least we accept. Pure."""

from zxcvbn import zxcvbn

from core.errors import InputError

LEAST_CHARACTERS = 12
LEAST_SCORE = 3
_READ_CHARACTERS = 72  # the estimator is slow on more, and more only makes it stronger


def strength(passphrase: str, *, name: str = "") -> int:
    """A score from 0 (first guesses) to 4 (over ten thousand million guesses).

    Args:
        passphrase: Not kept.
        name: The account name: a passphrase made of it is worth nothing.

    Source:
        Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016.
    """
    if not passphrase:
        return 0
    score: int = zxcvbn(passphrase[:_READ_CHARACTERS], user_inputs=[name, *name.split()])["score"]
    return score


def check_passphrase(passphrase: str, *, name: str = "") -> None:
    """Refuse a passphrase that would not protect a vault.

    Raises:
        InputError: ``passphrase_weak``: under 12 characters, or guessed within a hundred million tries.
    """
    if len(passphrase) < LEAST_CHARACTERS or strength(passphrase, name=name) < LEAST_SCORE:
        raise InputError("passphrase_weak")

"""Whether a passphrase is hard enough to guess, judged here and sent nowhere."""

from zxcvbn import zxcvbn

from core.errors import InputError

STRONG = 3
_JUDGED_MAX = 72  # characters; more only make the judgement slower


def score(passphrase: str, name: str) -> int:
    """From 0 (guessed at once) to 4 (very strong).

    Args:
        passphrase: As typed; only its beginning is judged when it is very long.
        name: Of the account; a passphrase made of it counts as weak.

    Source:
        Wheeler, zxcvbn: low-budget password strength estimation, USENIX Security 2016.
    """
    if not passphrase:
        return 0
    return int(zxcvbn(passphrase[:_JUDGED_MAX], user_inputs=[name, "carnet"])["score"])


def demand_strength(passphrase: str, name: str) -> None:
    """Refuse a weak passphrase.

    Raises:
        InputError: ``passphrase_weak``.
    """
    if score(passphrase, name) < STRONG:
        raise InputError("passphrase_weak")

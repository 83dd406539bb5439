"""The sealed head of a vault: what it holds at one moment. Pure."""

from vault.format import EMPTY_SUM, SEAL_BYTES, Head, head_context, slots_digest
from vault.keys import Keyring
from vault.seal import Sealed, seal, unseal


def seal_head(keyring: Keyring, head: Head) -> bytes:
    """The head as the store keeps it."""
    sealed = seal(keyring.head, head_context(keyring.vault), head.encode())
    return sealed.seal + sealed.body


def unseal_head(keyring: Keyring, data: bytes) -> Head:
    """The head that `seal_head` sealed.

    Raises:
        IntegrityError: ``seal_broken``, ``format_unknown``.
    """
    sealed = Sealed(data[:SEAL_BYTES], data[SEAL_BYTES:])
    return Head.decode(unseal(keyring.head, head_context(keyring.vault), sealed))


def first_head(slots: dict[int, bytes]) -> Head:
    """The head of a vault that holds nothing yet."""
    return Head(counter=0, rows=0, sum=EMPTY_SUM, position=0, slots=slots_digest(slots))

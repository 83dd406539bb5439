"""The one tree of errors.

AppError(code, **facts)     facts: numbers, enums, opaque ids; never text from a record
├── InputError              the person can fix it
│   ├── UnreadableFileError     the file cannot be read (the code says why)
│   ├── AmbiguousFileError      no connector, or more than one, recognises the file
│   ├── UnitError               a unit is not in its table; nothing is guessed
│   └── WrongPassphraseError    passphrase or recovery code does not open the vault
├── LockedError             unlock first
├── NotFoundError           nothing of that id in this person's vault (also said of other people's things)
├── IntegrityError          a seal or a signature does not hold; never retried, always told
├── UpstreamError           model or portal; carries retry_after_s
└── ConfigError             stops start-up

``str(error)`` is the code and nothing else, so a framework that prints an error prints nothing of the
person's. The sentence people read is in ``ui/strings/<language>.toml`` under ``[errors.<code>]``.
"""

import re
from enum import Enum

Fact = int | float | bool | None | Enum | str

_CODE = re.compile(r"[a-z][a-z0-9_]{2,63}\Z")
_OPAQUE = re.compile(r"[A-Za-z0-9_.:/+-]{0,80}\Z")


class AppError(Exception):
    """An error with a code for machines and listed facts, and no content.

    Args:
        code: Lower-case words joined by ``_``; the key of a sentence in ``ui/strings``.
        facts: Numbers, enums, and opaque ids. Free text is refused.

    Raises:
        TypeError: A fact is not of those kinds, or looks like prose.
    """

    def __init__(self, code: str, **facts: Fact) -> None:
        if not _CODE.match(code):
            raise TypeError("an error code is lower_case_words")
        for name, value in facts.items():
            if isinstance(value, str) and not isinstance(value, Enum) and not _OPAQUE.match(value):
                raise TypeError(f"fact {name} is not an opaque id")
        super().__init__(code)
        self.code = code
        self.facts = facts


class InputError(AppError):
    """The person can fix it."""


class UnreadableFileError(InputError):
    """The file cannot be read; the code says why."""


class AmbiguousFileError(InputError):
    """No connector, or more than one, recognises the file; `candidates` counts them."""


class UnitError(InputError):
    """A unit is not in its table. Nothing is guessed."""


class WrongPassphraseError(InputError):
    """The passphrase or recovery code opens nothing."""


class LockedError(AppError):
    """The vault is locked: sign in first."""


class NotFoundError(AppError):
    """Nothing of that id here. Said alike of what never existed and of what is someone else's."""


class IntegrityError(AppError):
    """A seal or a signature does not hold. Never retried, always told."""


class UpstreamError(AppError):
    """A model or portal failed.

    Attributes:
        retry_after_s: Seconds to wait before it is worth trying again; None when unknown.
    """

    def __init__(self, code: str, *, retry_after_s: float | None = None, **facts: Fact) -> None:
        super().__init__(code, retry_after_s=retry_after_s, **facts)
        self.retry_after_s = retry_after_s


class ConfigError(AppError):
    """The house is set up wrongly; start-up stops."""

"""Whether a person has noted their present recovery code, as the vault keeps it."""

import orjson

from vault.unlocked import Item, Unlocked

_KIND, _ID = "setting", "recovery_code"


def noted(vault: Unlocked) -> bool:
    """Whether the person said that they noted it, or had it printed by the command line."""
    body = vault.get(_KIND, _ID)
    return body is not None and orjson.loads(body) == {"noted": True}


def note(vault: Unlocked, *, done: bool) -> None:
    """Remember it."""
    vault.put_many([Item(_KIND, _ID, orjson.dumps({"noted": done}))])

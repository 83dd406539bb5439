"""Opening a person's room from the command line: who, and with which passphrase."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import click

from core.settings import load
from retrieval.room import Room
from ui.compose import House, build

account_option = click.option("--account", "name", required=True, help="Name of the account.")
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")


def passphrase(prompt: str = "Passphrase", *, confirm: bool = False) -> str:
    """From ``CARNET_PASSPHRASE``, or asked for on the terminal without showing it."""
    given = load().passphrase
    if given is not None:
        return given.get_secret_value()
    ask: partial[Any] = partial(click.prompt, prompt, hide_input=True, confirmation_prompt=confirm, err=True)
    return str(ask())


@contextmanager
def house() -> Iterator[House]:
    """The house of this command, closed at its end."""
    built = build(load())
    try:
        yield built
    finally:
        built.close()


@contextmanager
def room(name: str) -> Iterator[tuple[House, Room]]:
    """The opened memory of one account, locked again at the end.

    Raises:
        WrongPassphraseError: The passphrase does not open it.
    """
    secret = passphrase()
    with house() as built:
        vault = built.vaults.open(name, secret)
        opened = Room.open(vault, embedder=built.embedder, clock=built.clock, background=False)
        try:
            yield built, opened
        finally:
            opened.close()

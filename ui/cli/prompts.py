"""``carnet prompts list | verify | sign``: the signed texts and data Carnet speaks from."""

from pathlib import Path

import click

from core.clock import SystemClock, today
from core.errors import ConfigError
from core.settings import load
from prompts import registry, signing
from ui.cli import opening
from ui.cli.output import emit, note
from ui.compose import PROMPTS


@click.group()
def prompts() -> None:
    """Prompts, fixed texts, rules and care data, and who signed them."""


def _checked() -> tuple[registry.Checked, ...]:
    return registry.verify_all(PROMPTS, data=signing.safety_data(), today=today(SystemClock()))


@prompts.command("list")
@opening.json_option
def list_(as_json: bool) -> None:
    """Every signed text with its version and signers."""
    for checked in _checked():
        if as_json:
            emit(checked.plain())
        else:
            click.echo(checked.line())


@prompts.command()
@opening.json_option
def verify(as_json: bool) -> None:
    """Check every signature; exit 1 when one is missing, expired or wrong."""
    checked = _checked()
    bad = [item for item in checked if not item.ok]
    for item in checked if as_json else bad:
        emit(item.plain()) if as_json else note(item.line())
    note(f"{len(checked) - len(bad)} of {len(checked)} signed texts and files hold.")
    if bad:
        raise ConfigError("prompts_do_not_hold", count=len(bad))
    registry.Registry.load(PROMPTS, production=load().environment == "production", today=today(SystemClock()))


@prompts.command()
@click.option(
    "--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A private key file."
)
@click.option("--development", is_flag=True, help="With the development key, which is not a clinician's.")
def sign(key: Path | None, development: bool) -> None:
    """Sign every prompt and data file whose signature by this key is missing or does not hold."""
    if (key is None) == (not development):
        raise click.UsageError("Give --key FILE or --development.")
    signed = signing.sign_all(PROMPTS, data=signing.safety_data(), key=key)
    note(f"{signed} signatures written.")


COMMANDS = (prompts,)

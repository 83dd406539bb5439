"""``carnet workbench invite | members``: letting clinicians in. The first administrator comes in this way."""

import click

from core.clock import SystemClock
from core.language import LANGUAGES, Language
from core.settings import load
from ui.cli import opening
from ui.cli.output import emit, note
from ui.workbench.people import INVITATION_DAYS, ROLES, SCOPES, People, Role
from ui.workbench.store import Store


@click.group()
def workbench() -> None:
    """Who works in the clinicians' workbench."""


def _people() -> People:
    settings, clock = load(), SystemClock()
    return People(Store(settings.home, settings.secrets, clock), clock, idle_s=0, longest_s=0)


@workbench.command()
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--language", "languages", type=click.Choice(LANGUAGES), multiple=True, default=LANGUAGES)
@click.option(
    "--scope", default="general", show_default=True, help=f"Of {', '.join(SCOPES)}; commas between."
)
@opening.json_option
def invite(name: str, role: Role, languages: tuple[Language, ...], scope: str, as_json: bool) -> None:
    """Keep a place for NAME; prints the code they join with, once."""
    scopes = tuple(part.strip() for part in scope.split(",") if part.strip())
    if not set(scopes) <= set(SCOPES):
        raise click.UsageError(f"--scope is of {', '.join(SCOPES)}")
    code = _people().invite(name, role, languages=languages, scope=scopes)
    if as_json:
        emit({"name": name, "role": role, "code": code})
        return
    note(
        f"They join at {load().public_origin}/workbench/join with this code, "
        f"once, within {INVITATION_DAYS} days:"
    )
    click.echo(code)


@workbench.command()
@opening.json_option
def members(as_json: bool) -> None:
    """Everybody who joined, and the places still kept."""
    people = _people()
    for one in people.members():
        plain = {
            "name": one.name,
            "role": one.role,
            "languages": one.languages,
            "scope": one.scope,
            "active": one.active(people.day),
            "key": one.public_key is not None,
        }
        state = "" if one.active(people.day) else ", access ended"
        emit(plain) if as_json else click.echo(
            f"{one.name}: {one.role}, {' '.join(one.languages)}, {' '.join(one.scope)}{state}"
        )
    for place in people.invitations():
        plain = {"name": place.name, "role": place.role, "invited": True}
        emit(plain) if as_json else click.echo(f"{place.name}: invited as {place.role}")


COMMANDS = (workbench,)

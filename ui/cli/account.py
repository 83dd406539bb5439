"""``carnet account | export | forget | backup | restore``: whose vault it is, and getting out of it."""

from pathlib import Path
from typing import Literal

import click

from core.language import Language
from retrieval.room import Profile, Room
from safety import care
from ui import export as exporting
from ui import recovery
from ui.cli import opening
from ui.cli.output import emit, note


@click.group()
def account() -> None:
    """Accounts of this data folder."""


@account.command("create")
@click.argument("name")
@click.option("--role", type=click.Choice(["patient", "clinician"]), default="patient", show_default=True)
@click.option("--language", type=click.Choice(["fr", "en"]), default="en", show_default=True)
@click.option("--country", default="FR", show_default=True, help="Two letters, for emergency numbers.")
@opening.json_option
def create(
    name: str, role: Literal["patient", "clinician"], language: Language, country: str, as_json: bool
) -> None:
    """Create an account; its recovery code is printed once."""
    country = country.upper()
    if country.lower() not in {code.lower() for code in care.countries()}:
        note(f"No emergency numbers are on file for {country}; the general ones will be shown.")
    secret = opening.passphrase(confirm=True)
    with opening.house() as house:
        profile = Profile(name, language, country, role, house.clock.now().isoformat())
        vault, code = house.vaults.create(name, secret, profile=profile.to_bytes())
        recovery.note(vault, done=True)
        vault.lock()
    if as_json:
        emit({"account": name, "recovery_code": code})
        return
    note("Write this recovery code down. It opens the account without the passphrase and is not shown again:")
    click.echo(code)


@click.command()
@opening.account_option
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@opening.json_option
def export(name: str, directory: Path, as_json: bool) -> None:
    """Write everything in clear into DIRECTORY: originals, FHIR JSON, conversations, what was sent."""
    with opening.room(name) as (_, room):
        counts = exporting.to_directory(room, directory)
    emit(counts) if as_json else note(f"Written: {counts}")


@click.command()
@opening.account_option
@click.option("--item", "item", help="Id of one document; without it the whole account is deleted.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget(name: str, item: str | None, yes: bool) -> None:
    """Remove one document, or the account with all that belongs to it, and print a receipt."""
    what = "this document" if item else f"the account {name} and everything in it"
    if not yes:
        click.confirm(f"Remove {what}? This cannot be undone.", abort=True, err=True)
    with opening.room(name) as (house, room):
        if item:
            emit(_receipt(room, item))
        else:
            receipt = house.vaults.delete(room.vault)
            emit({"removed": receipt.rows, "originals": receipt.blobs, "bytes": receipt.bytes})


def _receipt(room: Room, item: str) -> dict[str, object]:
    receipt = room.forget(item)
    return {
        "removed": item,
        "facts": receipt.facts,
        "passages": receipt.passages,
        "vectors": receipt.vectors,
        "samples": receipt.samples,
    }


@click.command()
@opening.account_option
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(name: str, target: Path) -> None:
    """Write the account's sealed rows, still sealed, into one file."""
    with opening.room(name) as (house, room):
        house.vaults.backup(room.vault, target)
    note(f"Written: {target}")


@click.command()
@click.option("--account", "name", required=True, help="Name the account has from now on.")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="In the place of the account of that name.")
def restore(name: str, source: Path, replace: bool) -> None:
    """Bring a backup back. Without its server share it opens with the recovery code only."""
    with opening.house() as house:
        house.vaults.restore(source, name, replace=replace)
    note("Restored.")


COMMANDS = (account, export, forget, backup, restore)

"""``carnet prompts list | verify | sign | export | import``: the signed texts and data Carnet speaks from."""

from pathlib import Path

import click

from core.clock import SystemClock, today
from core.errors import ConfigError
from core.settings import load
from prompts import exchanged, registry, release, signing
from prompts.log import Head
from prompts.signing import library
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
@click.option(
    "--log",
    "log_file",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Check the log of approvals instead: that of the data folder, or an exported one.",
)
@click.option(
    "--head", metavar="NUMBER:HASH", help="With --log: a line that must be in it, as noted earlier."
)
def verify(as_json: bool, log_file: str | None, head: str | None) -> None:
    """Check every signature; exit 1 when one is missing, expired or wrong."""
    if head is not None and log_file is None:
        raise click.UsageError("--head needs --log.")
    if log_file is not None:
        _verify_log(Path(log_file) if log_file else None, _head(head), as_json)
        return
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


@prompts.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write released versions, their signatures and the log to FOLDER, for review in git."""
    releases = _releases()
    count = exchanged.export(releases, folder)
    note(f"{count} versions written. Where the log ends: {_said(releases.log.head())}")


@prompts.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--by", required=True, help="Who takes them over, for the log.")
def import_(folder: Path, by: str) -> None:
    """Take versions over from an exported FOLDER. They wait: nothing speaks before a signed act here."""
    with opening.house() as house:
        taken = exchanged.take_over(
            house.exchange.releases, folder, house.exchange.signers(), house.exchange.day, by
        )
    for version, signed in taken:
        note(f"{version.name} v{version.version}: {signed} signatures by keys that are known here")
    note(f"{len(taken)} versions taken over.")


def _verify_log(file: Path | None, known: Head | None, as_json: bool) -> None:
    heads = () if known is None else (known,)
    if file is None:
        with opening.house() as house:  # its sealed store remembers where the log ended
            releases = house.exchange.releases
            found = exchanged.faults(releases, house.exchange.signers(), heads)
    else:
        releases = release.Releases(file.parent, _releases().package, SystemClock(), name=file.name)
        listed = signing.read_signers(PROMPTS / "clinicians.toml")
        found = exchanged.faults(releases, listed, heads, alone=True)
    for fault in found:
        emit(fault.plain()) if as_json else note(fault.line())
    if found:
        raise ConfigError("log_does_not_hold", count=len(found))
    log = releases.log
    note(f"{len(log.entries())} lines hold. Where the log ends: {_said(log.head())}")


def _releases() -> release.Releases:
    files = release.package_files(library(PROMPTS), signing.safety_data())
    return release.Releases(load().home / "library", files, SystemClock())


def _head(text: str | None) -> Head | None:
    if text is None:
        return None
    number, _, value = text.partition(":")
    if not number.isdecimal() or not value:
        raise click.UsageError("--head is NUMBER:HASH.")
    return Head(int(number), value)


def _said(head: Head) -> str:
    return f"{head.sequence}:{head.hash}"


COMMANDS = (prompts,)

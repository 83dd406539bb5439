"""``carnet``: the same rooms, ingest and turn as the browser, for a terminal and for measuring.

``--json`` prints one JSON object per line on standard output; everything else goes to standard error.
Exit codes: 0 done, 2 something the person can fix, 1 ours.
"""

import sys

import click

from core import log
from core.errors import AppError, InputError, LockedError, NotFoundError
from ui.cli import account, ask, prompts, records, server, workbench
from ui.cli.output import say_error


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="carnet")
def carnet() -> None:
    """A private health space you can talk to."""
    log.install()


for command in (
    *account.COMMANDS,
    *records.COMMANDS,
    *ask.COMMANDS,
    *prompts.COMMANDS,
    *server.COMMANDS,
    *workbench.COMMANDS,
):
    carnet.add_command(command)


def main() -> None:
    """Run the command line; the entry point ``carnet``."""
    try:
        carnet.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (InputError, LockedError, NotFoundError) as error:
        say_error(error)
        sys.exit(2)
    except AppError as error:
        say_error(error)
        sys.exit(1)

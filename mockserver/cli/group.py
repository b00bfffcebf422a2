"""The group of the commands: errors of one line each, and their exit statuses."""

import sys
from pathlib import Path
from typing import Any

import click

from mockserver.core.files import write_whole
from mockserver.core.problems import Misconfigured
from mockserver.core.text import LONGEST_LINE, printable
from mockserver.version import __version__


class OneLine(click.Group):
    """A group whose errors are one line each: the option, and the expected form."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command and end the process with its status."""
        try:
            kwargs["standalone_mode"] = False
            status = super().main(*args, **kwargs)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            sys.exit(2)
        except click.UsageError as error:
            fail(error.format_message())
        except click.ClickException as error:
            fail(error.format_message(), status=1)
        except click.Abort:
            sys.exit(130)
        except Misconfigured as error:
            fail(str(error))
        sys.exit(status if isinstance(status, int) else 0)


def say(line: str, *, err: bool = False) -> None:
    """Print one line, with outside text made printable."""
    click.echo(printable(line, LONGEST_LINE), err=err)


def write(path: Path, data: bytes, where: str = "") -> None:
    """Write a whole file; raise `Misconfigured` that names it, or what asked `where`, if it cannot be."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise Misconfigured(where or str(path), f"cannot be written: {error.strerror}") from None


def fail(message: str, status: int = 2) -> None:
    """End the command with a line for each of a message."""
    for line in message.splitlines():
        say(f"mockserver: {line}", err=True)
    sys.exit(status)


@click.group(cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mockserver")
def main() -> None:
    """Run and ask a local sandbox of billing APIs that fails on demand."""

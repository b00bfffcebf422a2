"""Commands that end by themselves, run in this process."""

from dataclasses import dataclass

from click.testing import CliRunner

from mockserver.cli import main


@dataclass(frozen=True)
class Ended:
    """What a command left: its exit status and what it printed."""

    status: int
    output: str
    errors: str


def command(*arguments: str) -> Ended:
    """Run a command."""
    result = CliRunner(env={"MOCKSERVER_ADMIN_TOKEN": None}).invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)

"""`mockserver health`: whether a server is up."""

from pathlib import Path

import click

from mockserver.cli.asking import address, ask
from mockserver.cli.group import main


@main.command()
@address
def health(url: str, ca_file: Path | None) -> None:
    """Ask a running server whether it is up; exits with 0 or 1."""
    answer = ask("GET", url, "/health", None, "", ca_file)
    click.echo(f"{url} is up: mockserver {answer['version']}, {', '.join(answer['apis'])}")

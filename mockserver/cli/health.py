"""`mockserver health`: whether a server is up."""

from pathlib import Path

from mockserver.cli.asking import address, ask
from mockserver.cli.group import main, say


@main.command()
@address
def health(url: str, ca_file: Path | None) -> None:
    """Ask a running server whether it is up; exits with 0 or 1."""
    answer = ask("GET", url, "/health", None, "", ca_file)
    say(f"{url} is up: mockserver {answer['version']}, {', '.join(answer['apis'])}")

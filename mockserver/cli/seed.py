"""`mockserver seed`: records of a fixture file for a running server."""

from pathlib import Path

import click

from mockserver.cli.asking import Refused, address, ask
from mockserver.cli.group import main, say


@main.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@address
@click.option("--admin-token", envvar="MOCKSERVER_ADMIN_TOKEN", default="", help="Token of its control plane.")
def seed(file: Path, url: str, ca_file: Path | None, admin_token: str) -> None:
    """Create the records of a fixture file in a running server."""
    from mockserver.core.documents import read

    document = read(file)
    try:
        answer = ask("POST", url, "/data", document.value, admin_token, ca_file)
    except Refused as refused:
        # The server knows the paths of what is wrong, the file knows their lines.
        raise document.refuse((tuple(error["path"]), error["message"]) for error in refused.errors) from None
    for api, tenants in answer["created"].items():
        for tenant, counts in tenants.items():
            created = ", ".join(f"{count} {name}" for name, count in counts.items())
            say(f"{api} {tenant}: {created or 'nothing'}")

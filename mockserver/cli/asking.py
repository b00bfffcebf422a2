"""Commands for a running server, `health` and `seed`, and their common parts."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mockserver.cli.group import main, say
from mockserver.core.api.receivers import read_address
from mockserver.core.http.headers import token_refusal
from mockserver.settings import CONTROL_PLANE, SERVER_URL, own_url, unknown_variables, variable

if TYPE_CHECKING:
    from http.client import HTTPConnection

DEFAULT_URL = own_url({})
"""The address of a command's server: this machine, unless the environment names another one."""


def warn_of_variables() -> None:
    """Print a line about each variable that looks like one of ours and is none."""
    for line in unknown_variables(os.environ):
        say(f"mockserver: warning: {line}", err=True)


def _where(context: click.Context, option: click.Parameter, url: str) -> str:
    """Return the address that was given, or that of a server with this environment."""
    warn_of_variables()
    if context.get_parameter_source(option.name or "") is not click.core.ParameterSource.DEFAULT:
        return url
    return own_url(os.environ)


admin_token = click.option(
    "--admin-token", envvar=variable("admin_token"), default="", help="Token of its control plane."
)
_url = click.option(
    "--url", envvar=SERVER_URL, default=DEFAULT_URL, show_default=True, callback=_where, help="Address of the server."
)
_ca_file = click.option(
    "--ca-file",
    envvar=variable("ca_file"),
    default=None,
    type=click.Path(path_type=Path),
    help="CA of a server with https, as its own --ca-file wrote it.",
)


class Refused(Exception):
    """The server found mistakes in a document; each has a `path` and a `message`."""

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(errors)
        self.errors = errors


def _connect(url: str, ca_file: Path | None) -> "HTTPConnection":
    from http.client import HTTPConnection, HTTPSConnection

    try:
        address = read_address(url)
    except ValueError:
        raise click.UsageError(f"--url: must be an address such as {DEFAULT_URL}, not {url!r}") from None
    if address.scheme == "http":
        return HTTPConnection(address.host, address.port, timeout=10)
    from mockserver.edges.tls import client_context

    return HTTPSConnection(address.host, address.port, timeout=10, context=client_context(ca_file))


def ask(method: str, url: str, path: str, body: Any, token: str, ca_file: Path | None) -> Any:
    """Send one request to a server's control plane; anything but success ends the command with one line."""
    import http.client

    refusal = token_refusal(token) if token else ""
    if refusal:
        raise click.UsageError(f"--admin-token: {refusal}")
    connection = _connect(url, ca_file)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        connection.request(method, CONTROL_PLANE + path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        answer = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        hint = "; --ca-file names the CA to trust" if "CERTIFICATE_VERIFY_FAILED" in str(error) else ""
        raise click.ClickException(f"{url} does not answer as a mockserver: {error}{hint}") from None
    finally:
        connection.close()
    if response.status >= 400 and answer.get("errors"):
        raise Refused(answer["errors"])
    if response.status >= 400:
        raise click.ClickException(answer.get("detail", ""))
    return answer


@main.command()
@_url
@_ca_file
def health(url: str, ca_file: Path | None) -> None:
    """Ask a running server whether it is up; exits with 0 or 1."""
    answer = ask("GET", url, "/health", None, "", ca_file)
    say(f"{url} is up: mockserver {answer['version']}, {', '.join(answer['apis'])}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@_url
@_ca_file
@admin_token
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

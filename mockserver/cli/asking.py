"""Asking a running server from the command line: its address, one request, its refusals."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mockserver.cli.group import say
from mockserver.core.api.receivers import read_address
from mockserver.core.http.headers import token_refusal
from mockserver.settings import CONTROL_PLANE, own_url, unknown_variables

if TYPE_CHECKING:
    from http.client import HTTPConnection

DEFAULT_URL = "http://127.0.0.1:8080"
"""Where a command looks for a server: on this machine, unless the environment tells a server to answer elsewhere."""


def address(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add to a command the options that say where a server is, and what its certificate is held against."""
    url = click.option(
        "--url",
        envvar="MOCKSERVER_URL",
        default=DEFAULT_URL,
        show_default=True,
        callback=_where,
        help="Address of the server.",
    )
    ca_file = click.option(
        "--ca-file",
        envvar="MOCKSERVER_CA_FILE",
        default=None,
        type=click.Path(path_type=Path),
        help="CA of a server with https, as its own --ca-file wrote it.",
    )
    return url(ca_file(command))


def _where(context: click.Context, option: click.Parameter, url: str) -> str:
    """Return the address that was given, or that of a server with this environment."""
    warn_of_variables()
    if context.get_parameter_source(option.name or "") is not click.core.ParameterSource.DEFAULT:
        return url
    return own_url(os.environ)


def warn_of_variables() -> None:
    """Print a line about each variable that looks like one of ours and is none."""
    for line in unknown_variables(os.environ):
        say(f"mockserver: warning: {line}", err=True)


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

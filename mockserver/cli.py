"""The `mockserver` command: serve, check, apis, health, seed."""

import json
import logging
import os
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mockserver import __version__
from mockserver.core.problems import Misconfigured
from mockserver.settings import CONTROL_PLANE, YES, Settings

if TYPE_CHECKING:
    from http.client import HTTPConnection

_HTTPS = os.environ.get("MOCKSERVER_TLS", "").lower() in YES or "MOCKSERVER_TLS_CERT" in os.environ
DEFAULT_URL = f"{'https' if _HTTPS else 'http'}://127.0.0.1:{os.environ.get('MOCKSERVER_PORT', '8080')}"
"""Where a command looks for a server: on this machine, as the environment tells a server to answer."""


class _OneLine(click.Group):
    """A group whose errors are one line each: which option, what was expected."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            kwargs["standalone_mode"] = False
            status = super().main(*args, **kwargs)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            sys.exit(2)
        except click.UsageError as error:
            _fail(error.format_message())
        except click.ClickException as error:
            _fail(error.format_message(), status=1)
        except click.Abort:
            sys.exit(130)
        except Misconfigured as error:
            _fail(str(error))
        sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str, status: int = 2) -> None:
    for line in message.splitlines():
        click.echo(f"mockserver: {line}", err=True)
    sys.exit(status)


@click.group(cls=_OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mockserver")
def main() -> None:
    """Run and ask a local sandbox of billing APIs that fails on demand."""


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command an option for every setting; their text is parsed in one place, `Settings.parse`."""
    for setting in reversed(fields(Settings)):
        name, several = f"--{setting.name.replace('_', '-')}", isinstance(setting.default, tuple)
        default = "" if setting.default in (None, "", (), False) else f"  [default: {_plain(setting.default)}]"
        variable = f"MOCKSERVER_{setting.name.upper()}"
        text = f"{setting.metadata['help']}{default}  [{variable}]"
        if isinstance(setting.default, bool):
            option = click.option(name, setting.name, is_flag=True, flag_value="true", default=None, help=text)
        else:
            option = click.option(
                name,
                setting.name,
                default=None,
                multiple=several,
                metavar=setting.metadata["metavar"],
                help=text,
            )
        command = option(command)
    return command


@main.command()
@_options
def serve(**options: Any) -> None:
    """Run the server until SIGINT or SIGTERM."""
    settings = Settings.parse(_given(options), os.environ)
    if not settings.loopback and not settings.admin_token:
        settings = replace(settings, admin_token=secrets.token_urlsafe(24))
    _log(json_lines=settings.json_logs)
    from mockserver.server import run

    run(settings, _started)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
def check(files: tuple[Path, ...]) -> None:
    """Check scenario files; every error and warning is one line with file, line and column."""
    from mockserver.core.documents import dotted, read
    from mockserver.core.manifest import Apis
    from mockserver.core.registry import registered
    from mockserver.core.scenarios.lint import warnings
    from mockserver.core.scenarios.loader import load

    apis, wrong = Apis(registered()), 0
    for file in files:
        try:
            document = read(file)
            scenario = load(document, file.stem, apis)
            warned = warnings(scenario, apis)
            for path, message in warned:
                click.echo(f"{document.where(path)}: warning: {dotted(path)}: {message}", err=True)
            parts = [_counted(len(scenario.rules), "rule")] + ([_counted(len(warned), "warning")] if warned else [])
            click.echo(f"{file}: ok, {', '.join(parts)}")
        except Misconfigured as error:
            wrong += 1
            for line in str(error).splitlines():
                click.echo(line, err=True)
    if wrong:
        raise click.ClickException(f"{wrong} of {len(files)} files are wrong")


def _counted(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else what + 's'}"


@main.command()
def apis() -> None:
    """List the APIs this server answers, with their operations."""
    from mockserver.core.manifest import Apis
    from mockserver.core.registry import registered

    for api in Apis(registered()).values():
        click.echo(f"{api.name}  {api.title}, {len(api.routes)} operations")
        rows = [(route.method, api.path_of(route), route.operation, route.operation_id) for route in api.routes]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            columns = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            click.echo("  ".join(["", *columns, row[-1]]))


def _address(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say where a server is, and what its certificate is held against."""
    url = click.option(
        "--url", envvar="MOCKSERVER_URL", default=DEFAULT_URL, show_default=True, help="Address of the server."
    )
    ca_file = click.option(
        "--ca-file",
        envvar="MOCKSERVER_CA_FILE",
        default=None,
        type=click.Path(path_type=Path),
        help="CA of a server with https, as its own --ca-file wrote it.",
    )
    return url(ca_file(command))


@main.command()
@_address
def health(url: str, ca_file: Path | None) -> None:
    """Ask a running server whether it is up; exits with 0 or 1."""
    answer = _ask("GET", url, "/health", None, "", ca_file)
    click.echo(f"{url} is up: mockserver {answer['version']}, {', '.join(answer['apis'])}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@_address
@click.option("--admin-token", envvar="MOCKSERVER_ADMIN_TOKEN", default="", help="Token of its control plane.")
def seed(file: Path, url: str, ca_file: Path | None, admin_token: str) -> None:
    """Create the records of a fixture file in a running server."""
    from mockserver.core.documents import read

    document = read(file)
    try:
        answer = _ask("POST", url, "/data", document.value, admin_token, ca_file)
    except _Refused as refused:
        # The server knows the paths of what is wrong, the file knows their lines.
        raise document.refuse((tuple(error["path"]), error["message"]) for error in refused.errors) from None
    for api, tenants in answer["created"].items():
        for tenant, counts in tenants.items():
            created = ", ".join(f"{count} {name}" for name, count in counts.items())
            click.echo(f"{api} {tenant}: {created or 'nothing'}")


def _given(options: dict[str, Any]) -> dict[str, str]:
    """Leave the options that were given, repeated ones joined as the environment would have them."""
    paths = {"fixtures"}
    return {
        name: (os.pathsep if name in paths else ",").join(value) if isinstance(value, tuple) else value
        for name, value in options.items()
        if value not in (None, ())
    }


def _started(settings: Settings) -> None:
    url = settings.url
    if settings.port_file:
        settings.port_file.write_text(f"{settings.port}\n")
    if settings.json_logs:
        line = {
            "event": "started",
            "url": url,
            "port": settings.port,
            "pid": os.getpid(),
            "version": __version__,
        }
        click.echo(json.dumps({**line, **({"admin_token": settings.admin_token} if not settings.loopback else {})}))
        return
    click.echo(f"mockserver {__version__} answers at {url}  (control plane: {url}{CONTROL_PLANE})")
    if not settings.loopback:
        click.echo(f"Control plane token: {settings.admin_token}")
    click.echo("Stop with Ctrl+C.")


def _connect(url: str, ca_file: Path | None) -> "HTTPConnection":
    from http.client import HTTPConnection, HTTPSConnection
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.UsageError(f"--url: must be an address such as {DEFAULT_URL}, not {url!r}")
    if parts.scheme == "http":
        return HTTPConnection(parts.hostname, parts.port, timeout=10)
    from mockserver.tls import client_context

    return HTTPSConnection(parts.hostname, parts.port, timeout=10, context=client_context(ca_file))


def _ask(method: str, url: str, path: str, body: Any, token: str, ca_file: Path | None) -> Any:
    """Send one request to a server's control plane; anything but success ends the command with one line."""
    import http.client

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
        raise _Refused(answer["errors"])
    if response.status >= 400:
        raise click.ClickException(answer.get("detail", ""))
    return answer


class _Refused(Exception):
    """The server found mistakes in a document; each has a `path` and a `message`."""

    def __init__(self, errors: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(errors)
        self.errors = errors


def _log(*, json_lines: bool) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonLines() if json_lines else logging.Formatter("%(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


class _JsonLines(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"event": "log", "level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line)

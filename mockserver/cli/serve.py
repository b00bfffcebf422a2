"""`mockserver serve`: every setting is an option."""

import json
import logging
import os
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from mockserver.cli.group import main, say
from mockserver.core.files import write_whole
from mockserver.core.logs import logger
from mockserver.core.problems import Misconfigured
from mockserver.settings import CONTROL_PLANE, Settings, unknown_variables
from mockserver.version import __version__


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add to a command an option for every setting; their text is parsed in one place, `Settings.parse`."""
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
    settings = Settings.parse(_given(options), os.environ).guarded()
    _log(json_lines=settings.json_logs)
    for line in unknown_variables(os.environ):
        logger().warning("%s", line)
    from mockserver.edges.run import run

    run(settings, _started)


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
        _write_port(settings.port_file, settings.port)
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
    say(f"mockserver {__version__} answers at {url}  (control plane: {url}{CONTROL_PLANE})")
    if not settings.loopback:
        say(f"Control plane token: {settings.admin_token}")
    say("Stop with Ctrl+C.")


def _write_port(path: Path, port: int) -> None:
    try:
        write_whole(path, f"{port}\n".encode())
    except OSError as error:
        raise Misconfigured(f"--port-file {path}", f"cannot be written: {error.strerror}") from None


def _log(*, json_lines: bool) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonLines() if json_lines else logging.Formatter("%(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


class _JsonLines(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"event": "log", "level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_info:
            line["traceback"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(line)

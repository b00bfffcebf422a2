"""`mockserver serve`: every setting is an option."""

import json
import logging
import os
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import click

from mockserver.cli.group import main, say, write
from mockserver.core.logs import logger
from mockserver.settings import CONTROL_PLANE, Settings, option, unknown_variables, variable
from mockserver.version import __version__


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add to a command an option for every setting; their text is parsed in one place, `Settings.parse`."""
    for setting in reversed(fields(Settings)):
        default = "" if setting.default in (None, "", (), False) else f"  [default: {_plain(setting.default)}]"
        told: dict[str, Any] = {"help": f"{setting.metadata['help']}{default}  [{variable(setting.name)}]"}
        if isinstance(setting.default, bool):
            told |= {"is_flag": True, "flag_value": "true"}
        else:
            told |= {"multiple": isinstance(setting.default, tuple), "metavar": setting.metadata["metavar"]}
        command = click.option(option(setting.name), setting.name, default=None, **told)(command)
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
    """Return the options that were given, repeated ones joined as the environment would have them."""
    paths = {"fixtures"}
    return {
        name: (os.pathsep if name in paths else ",").join(value) if isinstance(value, tuple) else value
        for name, value in options.items()
        if value not in (None, ())
    }


def _started(settings: Settings) -> None:
    url = settings.url
    if settings.port_file:
        write(settings.port_file, f"{settings.port}\n".encode(), f"--port-file {settings.port_file}")
    if settings.json_logs:
        line = {"event": "started", "url": url, "port": settings.port, "pid": os.getpid(), "version": __version__}
        click.echo(json.dumps({**line, **({"admin_token": settings.admin_token} if not settings.loopback else {})}))
        return
    say(f"mockserver {__version__} answers at {url}  (control plane: {url}{CONTROL_PLANE})")
    if not settings.loopback:
        say(f"Control plane token: {settings.admin_token}")
    say("Stop with Ctrl+C.")


def _log(*, json_lines: bool) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonLines() if json_lines else logging.Formatter("%(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


class _JsonLines(logging.Formatter):
    """A log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {"event": "log", "level": record.levelname.lower(), "message": record.getMessage()}
        if record.exc_info:
            line["traceback"] = record.exc_text or self.formatException(record.exc_info)
        return json.dumps(line)

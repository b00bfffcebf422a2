"""The WSGI application, under the name that WSGI servers are given.

`flask --app mockserver.app run` and `gunicorn 'mockserver.app:create_app()'` find `create_app`, set up by
`MOCKSERVER_*`.
"""

from typing import IO, Any

from click import ClickException
from flask import Flask
from flask.cli import NoAppException

from mockserver.core.problems import Misconfigured
from mockserver.core.text import printable_lines
from mockserver.edges import wsgi
from mockserver.sandbox.sandbox import Sandbox
from mockserver.settings import Settings


class NotSetUp(Misconfigured, NoAppException):  # type: ignore[misc]  # click's `message` is final, and not shown
    """A `Misconfigured` of which the `flask` command prints the message alone, as for an application it cannot find."""

    def __init__(self, error: Misconfigured) -> None:
        NoAppException.__init__(self, str(error))
        Misconfigured.__init__(self, error.where, error.message, error.more, error.errors)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print what is wrong, without the usage of a command that is not to blame."""
        ClickException.show(self, file)

    def format_message(self) -> str:
        """Return what is wrong, a line each."""
        return printable_lines(str(self))


def create_app(settings: Settings | None = None, sandbox: Sandbox | None = None) -> Flask:
    """Return the application; without settings they are read from the environment.

    Raise `Misconfigured` where a setting or a file is wrong.
    """
    try:
        return wsgi.create_app(settings, sandbox)
    except Misconfigured as error:
        raise NotSetUp(error) from None

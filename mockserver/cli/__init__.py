"""The `mockserver` command, a module for each kind of subcommand."""

from mockserver.cli import asking as asking
from mockserver.cli import check as check
from mockserver.cli import explain as explain
from mockserver.cli import new_api as new_api
from mockserver.cli import offline as offline
from mockserver.cli import serve as serve
from mockserver.cli.group import main as main

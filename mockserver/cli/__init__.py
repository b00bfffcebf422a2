"""The `mockserver` command, a module for each of what it can do."""

from mockserver.cli import apis as apis
from mockserver.cli import check as check
from mockserver.cli import explain as explain
from mockserver.cli import health as health
from mockserver.cli import imports as imports
from mockserver.cli import new_api as new_api
from mockserver.cli import repair as repair
from mockserver.cli import schema as schema
from mockserver.cli import seed as seed
from mockserver.cli import serve as serve
from mockserver.cli.group import main as main

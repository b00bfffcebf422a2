"""How-to pages are run in the same terminal as the other pages."""

from tests.docs.conftest import curl as curl
from tests.docs.conftest import terminal as terminal
from tests.sdks.conftest import installed as installed  # the library of the page for Node

collect_ignore = ["project"]  # a project of its own, which tests/packaging runs where the wheel is installed

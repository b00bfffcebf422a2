"""How-to pages are run in the same terminal as the other pages."""

from tests.docs.conftest import terminal as terminal

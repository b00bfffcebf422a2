"""The forms of Rebilly's keys."""

from mockserver.core.keys import KeyForm

ACCEPTED = r"(sk|pk)_(live|sandbox)_[\w-]+"
"""The keys that are taken here."""

FORMS = (KeyForm("(?:sk|pk)_(?:live|sandbox)_"),)
"""All of Rebilly's: secret and publishable ones."""

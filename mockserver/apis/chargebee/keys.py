"""The forms of Chargebee's keys."""

from mockserver.core.keys import KeyForm

ACCEPTED = r"test_([\w-]+)"
"""The keys that are taken here, and in them what names the site: tests invent short ones."""

FORMS = (KeyForm("(?:test|live)_", "[A-Za-z0-9]{12,}"),)
"""Chargebee's own: a word such as `test_clock` is none."""

"""Chargebee: customers and how they pay, as its own client libraries see them."""

from mockserver.core.api.manifest import Manifest
from mockserver.core.api.model import Api
from mockserver.core.keys import KeyForm

FORMS = (KeyForm("(?:test|live)_", "[A-Za-z0-9]{12,}"),)
"""Chargebee's own keys: a word such as `test_clock` is none."""


def _load() -> Api:
    from mockserver.apis.chargebee.api import api

    return api


manifest = Manifest("chargebee", _load, addresses=r"(/.*)?/api/v2(/|$)", keys=FORMS)

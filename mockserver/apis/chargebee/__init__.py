"""Chargebee: customers and how they pay, as its own client libraries see them."""

from mockserver.apis.chargebee.keys import FORMS
from mockserver.core.api.manifest import Manifest
from mockserver.core.api.model import Api


def _load() -> Api:
    from mockserver.apis.chargebee.api import api

    return api


manifest = Manifest("chargebee", _load, addresses=r"(/.*)?/api/v2(/|$)", keys=FORMS)

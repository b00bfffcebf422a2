"""Rebilly: the customer surface of its Users API."""

from mockserver.core.api.manifest import Manifest
from mockserver.core.api.model import Api
from mockserver.core.keys import KeyForm


def _load() -> Api:
    from mockserver.apis.rebilly.api import api

    return api


manifest = Manifest("rebilly", _load, keys=(KeyForm("(?:sk|pk)_(?:live|sandbox)_"),))

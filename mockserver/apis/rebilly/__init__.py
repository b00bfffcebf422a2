"""Rebilly: the customer surface of its Users API."""

from mockserver.apis.rebilly.keys import FORMS
from mockserver.core.api.manifest import Manifest
from mockserver.core.api.model import Api


def _load() -> Api:
    from mockserver.apis.rebilly.api import api

    return api


manifest = Manifest("rebilly", _load, keys=FORMS)

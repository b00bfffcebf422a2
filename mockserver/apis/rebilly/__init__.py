"""Rebilly: the customer surface of its Users API."""

from mockserver.apis.rebilly.keys import FORMS
from mockserver.core.api import Api
from mockserver.core.manifest import Manifest


def _load() -> Api:
    from mockserver.apis.rebilly.api import api

    return api


manifest = Manifest("rebilly", _load, keys=FORMS)

"""ChargeOver: customers, their contacts and how they pay, as its own client libraries see them."""

from mockserver.core.api.manifest import Manifest
from mockserver.core.api.model import Api


def _load() -> Api:
    from mockserver.apis.chargeover.api import api

    return api


manifest = Manifest("chargeover", _load, addresses=r"/api/v3(/|$)")

"""ChargeOver: customers, their contacts and how they pay, as its own client libraries see them."""

from mockserver.core.api import Api
from mockserver.core.manifest import Manifest


def _load() -> Api:
    from mockserver.apis.chargeover.api import api

    return api


manifest = Manifest("chargeover", _load, addresses=r"/api/v3(/|$)")

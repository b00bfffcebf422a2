"""Stripe: customers and what hangs on them, as its own client libraries see them."""

from mockserver.apis.stripe.keys import FORMS
from mockserver.core.api.manifest import Manifest
from mockserver.core.api.model import Api


def _load() -> Api:
    from mockserver.apis.stripe.api import api

    return api


manifest = Manifest("stripe", _load, addresses=r"/v[12](/|$)", keys=FORMS)

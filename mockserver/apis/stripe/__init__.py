"""Stripe: customers and what hangs on them, as its own client libraries see them."""

from mockserver.core.api.manifest import Manifest
from mockserver.core.api.model import Api
from mockserver.core.keys import KeyForm


def _load() -> Api:
    from mockserver.apis.stripe.api import api

    return api


_KEYS = (KeyForm(r"(?:sk|rk|pk)_(?:test|live)_"), KeyForm("whsec_"))
"""The forms of all of Stripe's keys: secret, restricted and publishable ones, and the secrets of webhooks."""

manifest = Manifest("stripe", _load, addresses=r"/v[12](/|$)", keys=_KEYS)

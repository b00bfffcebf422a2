"""What ChargeOver declares: its table of contents."""

from pathlib import Path

from mockserver.apis.chargeover.account import SETTINGS
from mockserver.apis.chargeover.auth import access, identify
from mockserver.apis.chargeover.bulk import bulk
from mockserver.apis.chargeover.contacts import users
from mockserver.apis.chargeover.customers import customers
from mockserver.apis.chargeover.envelope import BASE
from mockserver.apis.chargeover.pay_methods import creditcards, tokenized
from mockserver.apis.chargeover.problems import NATIVE, render
from mockserver.apis.chargeover.requests import decode
from mockserver.apis.chargeover.setup import configuration, resthooks
from mockserver.core.api.model import Api, Exchange, Seeding
from mockserver.core.http.reply import Reply
from mockserver.core.limits.limiter import Allowance, RateLimit

_RESOURCES = (customers, users, creditcards, tokenized, bulk, configuration, resthooks)
"""One module a resource, in the order of the documents: each has `routes` and `collections`."""


def stamp(exchange: Exchange, reply: Reply, allowance: Allowance | None) -> None:
    """Add nothing: ChargeOver tells no client what its limits leave."""


api = Api(
    name="chargeover",
    title="ChargeOver",
    mounts=(BASE,),
    routes=tuple(route for resource in _RESOURCES for route in resource.routes),
    collections=tuple(kept for resource in _RESOURCES for kept in resource.collections),
    receivers={"resthooks": "target_url"},
    identify=identify,
    access=access,
    decode=decode,
    render=render,
    stamp=stamp,
    native=NATIVE,
    # That there are limits is documented, and nothing else of them; these are no more than a place to begin.
    published_limits=(RateLimit("chargeover-assumed", 120, 60.0),),
    settings=SETTINGS,
    secret="private_key",  # noqa: S106  (the name of a setting)
    secret_members=frozenset({"number", "cvv", "password", "private_key"}),
    stored=Path(__file__).with_name("stored.json"),
    tenants_word="accounts",
    fixtures={
        "customers": Seeding("customers.create"),
        "users": Seeding("users.create"),
        "creditcards": Seeding("creditcards.create"),
        "tokenized": Seeding("tokenized.create"),
    },
)

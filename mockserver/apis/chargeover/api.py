"""What ChargeOver declares: its table of contents."""

from pathlib import Path

from mockserver.apis.chargeover import bulk_requests, configuration, resthooks
from mockserver.apis.chargeover.account import SETTINGS
from mockserver.apis.chargeover.answers import BASE
from mockserver.apis.chargeover.auth import access, identify
from mockserver.apis.chargeover.contacts import operations as contacts
from mockserver.apis.chargeover.customers import operations as customers
from mockserver.apis.chargeover.dialect import decode
from mockserver.apis.chargeover.pay_methods import creditcards, tokenized
from mockserver.apis.chargeover.problems import NATIVE, render
from mockserver.core.api.model import Api, Seeding
from mockserver.core.limits.limiter import RateLimit

_RESOURCES = (customers, contacts, creditcards, tokenized, bulk_requests, configuration, resthooks)
"""One module a resource, in the order of the documents."""

api = Api(
    name="chargeover",
    title="ChargeOver",
    mounts=(BASE,),
    resources=_RESOURCES,
    receivers={"resthooks": "target_url"},
    identify=identify,
    access=access,
    decode=decode,
    render=render,
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

"""What Stripe declares: its resources, keys, settings and limits."""

from pathlib import Path

from mockserver.apis.stripe import clocks, event_routes
from mockserver.apis.stripe.auth import access, identify
from mockserver.apis.stripe.balances import cash_balances, funding_instructions, transactions
from mockserver.apis.stripe.customers import operations as customers
from mockserver.apis.stripe.customers import search
from mockserver.apis.stripe.discounts import operations as discounts
from mockserver.apis.stripe.identifiers import request_id
from mockserver.apis.stripe.payments import payment_methods, sources
from mockserver.apis.stripe.problems import NATIVE, render
from mockserver.apis.stripe.requests import IDEMPOTENCY, decode
from mockserver.apis.stripe.tax_ids import operations as tax_ids
from mockserver.apis.stripe.versions import NEWEST, VERSIONS, asked_for
from mockserver.apis.stripe.views import StripeApi, looks_of
from mockserver.core.api.model import Exchange, Seeding
from mockserver.core.api.settings import Setting
from mockserver.core.http.cors import Cors
from mockserver.core.http.reply import Reply
from mockserver.core.limits.limiter import Allowance, RateLimit

_RESOURCES = (
    customers, tax_ids, transactions, cash_balances, funding_instructions, discounts,
    clocks, payment_methods, sources, search, event_routes,
)  # fmt: skip
"""One module a resource, in the order of the documents: each has `routes`, `collections` or both."""


def stamp(exchange: Exchange, reply: Reply, allowance: Allowance | None) -> None:
    """Add the headers that every answer of Stripe's carries."""
    headers = reply.headers
    headers["Request-Id"] = request_id(exchange.trace)
    headers["Stripe-Version"] = asked_for(exchange)
    headers.setdefault("Cache-Control", "no-cache, no-store")
    if exchange.method == "POST" and "idempotency-key" in exchange.headers:
        headers["Idempotency-Key"] = exchange.headers["idempotency-key"]
    if "stripe-account" in exchange.headers:
        headers["Stripe-Account"] = exchange.headers["stripe-account"]


api = StripeApi(
    name="stripe",
    title="Stripe",
    mounts=("/v1",),
    resources=_RESOURCES,
    looks=looks_of(*_RESOURCES),
    identify=identify,
    access=access,
    decode=decode,
    render=render,
    stamp=stamp,
    native=NATIVE,
    idempotency=IDEMPOTENCY,
    published_limits=(
        RateLimit("stripe-test", 25, 1.0),
        RateLimit("stripe-search", 20, 1.0, ("customers.search",)),
    ),
    settings=(
        Setting("api_version", NEWEST, VERSIONS, "The version of requests that name none."),
        Setting("strict_version", False, (True, False), "Whether an old version refuses what came after it."),
        Setting("any_id", False, (True, False), "Whether an object is made up for every id nobody created."),
        Setting(
            "pagination", "documented", ("documented", "clamp", "strict"),
            "What a limit out of bounds means: the bound for lists and 400 for searches, or one of them for both.",
        ),
    ),
    cors=Cors(
        origin="*",
        methods="GET, HEAD, PUT, PATCH, POST, DELETE",
        exposed="Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, X-Stripe-External-Auth-Required, "
        "X-Stripe-Privileged-Session-Required",
        max_age=300,
    ),
    trailing_slash=False,
    form_bodies=True,
    secret_members=frozenset({
        "account_number", "client_secret", "cvc", "iban", "id_number", "number", "ssn_last_4",
    }),
    stored=Path(__file__).with_name("stored.json"),
    tenants_word="accounts",
    fixtures={
        "coupons": Seeding("coupons.create"),
        "promotion_codes": Seeding("promotion_codes.create"),
        "test_clocks": Seeding("test_clocks.create"),
        "customers": Seeding("customers.create"),
        "tax_ids": Seeding("tax_ids.create"),
        "account_tax_ids": Seeding("account_tax_ids.create"),
        "balance_transactions": Seeding("balance_transactions.create"),
        "cash_balances": Seeding("cash_balances.update"),
        "cash_balance_transactions": Seeding("cash_balances.fund"),
        "payment_methods": Seeding("payment_methods.create"),
        "sources": Seeding("sources.create"),
    },
)  # fmt: skip

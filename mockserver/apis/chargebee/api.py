"""What Chargebee declares: its table of contents."""

from pathlib import Path

from mockserver.apis.chargebee import due_work
from mockserver.apis.chargebee.auth import access, identify
from mockserver.apis.chargebee.customers import (
    billing_date,
    billing_info,
    contacts,
    customer_list,
    customers,
    deletion,
    hierarchy,
    merging,
    migrations,
    personal_data,
    promotional_credits,
    relationships,
)
from mockserver.apis.chargebee.due_work import after_due_work
from mockserver.apis.chargebee.idempotency import IDEMPOTENCY
from mockserver.apis.chargebee.payments import (
    customer_cards,
    customer_payments,
    payment_intents,
    payment_source_changes,
    payment_source_list,
    payment_sources,
    tokens,
)
from mockserver.apis.chargebee.problems import NATIVE, render
from mockserver.apis.chargebee.requests import decode
from mockserver.apis.chargebee.site import SETTINGS
from mockserver.core.api.model import Api, Exchange, Seeding
from mockserver.core.http.cors import Cors
from mockserver.core.http.reply import Reply
from mockserver.core.limits.limiter import Allowance, RateLimit

_RESOURCES = (
    customers, customer_list, billing_info, contacts, deletion, merging, migrations, personal_data, relationships,
    hierarchy, billing_date, promotional_credits, customer_payments, customer_cards, payment_sources,
    payment_source_list, payment_source_changes, payment_intents, tokens, due_work,
)  # fmt: skip
"""One module a resource, in the order of the documents: each has `routes`, `collections`, `works` or more of these."""

_WORKS = {name: work for resource in _RESOURCES for name, work in getattr(resource, "works", {}).items()}


def stamp(exchange: Exchange, reply: Reply, allowance: Allowance | None) -> None:
    """Add the headers that every answer of Chargebee's carries."""
    reply.headers.setdefault("Cache-Control", "no-store, no-cache, must-revalidate")
    reply.headers.setdefault("Pragma", "no-cache")


api = Api(
    name="chargebee",
    title="Chargebee",
    mounts=("/api/v2", "/<path:prefix>/api/v2"),
    routes=tuple(after_due_work(route, _WORKS) for resource in _RESOURCES for route in getattr(resource, "routes", ())),
    collections=tuple(kept for resource in _RESOURCES for kept in getattr(resource, "collections", ())),
    identify=identify,
    access=access,
    decode=decode,
    render=render,
    stamp=stamp,
    native=NATIVE,
    idempotency=IDEMPOTENCY,
    cors=Cors(exposed="Retry-After, chargebee-idempotency-replayed"),
    published_limits=(RateLimit("chargebee-test", 150, 60.0),),
    settings=SETTINGS,
    form_bodies=True,
    secret_members=frozenset(
        {
            "number",
            "cvv",
            "account_number",
            "iban",
            "swedish_identity_number",
            "tmp_token",
            "gw_token",
            "id_at_vault",
        }
    ),
    stored=Path(__file__).with_name("stored.json"),
    tenants_word="sites",
    fixtures={
        "tokens": Seeding("tokens.create_using_temp_token"),
        "customers": Seeding("customers.create"),
        "contacts": Seeding("contacts.create"),
        "payment_intents": Seeding("payment_intents.create"),
        "payment_sources": Seeding("payment_sources.create_card"),
        "bank_accounts": Seeding("payment_sources.create_bank_account"),
    },
)

"""What Chargebee declares: its table of contents."""

from collections.abc import Mapping
from pathlib import Path

from mockserver.apis.chargebee import due_work
from mockserver.apis.chargebee.auth import access, identify
from mockserver.apis.chargebee.customers import contacts, hierarchy, life, migrations, promotional_credits
from mockserver.apis.chargebee.customers import operations as customers
from mockserver.apis.chargebee.due_work import after_due_work
from mockserver.apis.chargebee.payment_sources import changes
from mockserver.apis.chargebee.payment_sources import operations as payment_sources
from mockserver.apis.chargebee.payments import intents, tokens
from mockserver.apis.chargebee.problems import NATIVE, keeps, render, wrong
from mockserver.apis.chargebee.requests import decode
from mockserver.apis.chargebee.site import SETTINGS
from mockserver.core.api.idempotency import Idempotency, Kept
from mockserver.core.api.model import Api, Exchange, Seeding, routes_of
from mockserver.core.http.cors import Cors
from mockserver.core.http.reply import Reply
from mockserver.core.limits.limiter import Allowance, RateLimit

_RESOURCES = (
    customers, contacts, life, migrations, hierarchy, promotional_credits, payment_sources, changes,
    intents, tokens, due_work,
)  # fmt: skip
"""One module a resource, in the order of the documents: each declares operations, `collections`, `works`."""

_WORKS = {name: work for resource in _RESOURCES for name, work in getattr(resource, "works", {}).items()}

LONGEST_KEY = 100
HALF_AN_HOUR = 30 * 60.0


def _check_idempotency_key(key: str) -> None:
    if not 0 < len(key) <= LONGEST_KEY:
        raise wrong("chargebee-idempotency-key", f"should have 1 to {LONGEST_KEY} characters")


def _replayed(kept: Kept) -> Mapping[str, str]:
    return {"chargebee-idempotency-replayed": "true"}


def stamp(exchange: Exchange, reply: Reply, allowance: Allowance | None) -> None:
    """Add the headers that every answer of Chargebee's carries."""
    reply.headers.setdefault("Cache-Control", "no-store, no-cache, must-revalidate")
    reply.headers.setdefault("Pragma", "no-cache")


api = Api(
    name="chargebee",
    title="Chargebee",
    mounts=("/api/v2", "/<path:prefix>/api/v2"),
    routes=tuple(after_due_work(route, _WORKS) for route in routes_of(*_RESOURCES)),
    resources=_RESOURCES,
    identify=identify,
    access=access,
    decode=decode,
    render=render,
    stamp=stamp,
    native=NATIVE,
    idempotency=Idempotency(
        "chargebee-idempotency-key", HALF_AN_HOUR, check=_check_idempotency_key, keeps=keeps, replayed=_replayed
    ),
    cors=Cors(exposed="Retry-After, chargebee-idempotency-replayed"),
    published_limits=(RateLimit("chargebee-test", 150, 60.0),),
    settings=SETTINGS,
    form_bodies=True,
    secret_members=frozenset(
        ("number", "cvv", "account_number", "iban", "swedish_identity_number", "tmp_token", "gw_token", "id_at_vault")
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

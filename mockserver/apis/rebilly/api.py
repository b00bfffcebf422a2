"""What Rebilly declares: its resources, callers, settings and limits."""

from pathlib import Path

from mockserver.apis.rebilly import lead_source, tags, timeline, webhooks
from mockserver.apis.rebilly.account import api_keys, attachments, external_identifiers, reads, websites
from mockserver.apis.rebilly.auth import access, identify
from mockserver.apis.rebilly.custom_fields import operations as custom_fields
from mockserver.apis.rebilly.customers import operations as customers
from mockserver.apis.rebilly.customers import reports
from mockserver.apis.rebilly.dialect import decode
from mockserver.apis.rebilly.payments import operations as payment_instruments
from mockserver.apis.rebilly.payments import tokens
from mockserver.apis.rebilly.problems import NATIVE, SANDBOX_WRITES, render
from mockserver.core.api.model import Api, Exchange, Seeding
from mockserver.core.api.settings import Setting
from mockserver.core.http.cors import Cors
from mockserver.core.http.reply import Reply
from mockserver.core.limits.limiter import Allowance, RateLimit

_RESOURCES = (
    customers, lead_source, timeline, tags, payment_instruments, tokens, webhooks, api_keys, reports, websites,
    custom_fields, attachments, external_identifiers, reads,
)  # fmt: skip
"""One module a resource, in the order of the documents: each has `routes`, `collections` or both."""


def stamp(exchange: Exchange, reply: Reply, allowance: Allowance | None) -> None:
    """Report what is left of the limit, on the answers for which Rebilly documents it."""
    documented = exchange.route.responses.get(reply.status) if exchange.route else None
    if allowance and documented and "X-RateLimit-Remaining" in documented.headers:
        reply.headers.setdefault("X-RateLimit-Limit", str(allowance.limit.limit))
        reply.headers.setdefault("X-RateLimit-Remaining", str(allowance.remaining))


api = Api(
    name="rebilly",
    title="Rebilly",
    mounts=("/organizations/<organization>", ""),
    resources=_RESOURCES,
    receivers={"webhooks": "url"},
    identify=identify,
    access=access,
    decode=decode,
    render=render,
    stamp=stamp,
    authorize=api_keys.authorize,
    native=NATIVE,
    cors=Cors(
        exposed="Location, Pagination-Total, Pagination-Limit, Pagination-Offset, X-RateLimit-Limit, "
        "X-RateLimit-Remaining, X-RateLimit-Retry-After, Retry-After, Rate-Limit-Limit",
    ),
    published_limits=(RateLimit("rebilly-sandbox", SANDBOX_WRITES, 600.0, "writes"),),
    settings=(
        Setting("pagination", "clamp", ("clamp", "strict"), "What a limit out of bounds means: the bound, or 400."),
        Setting("profile", "current", ("current", "legacy-2026-05"), "Which generation of the customer is answered."),
        Setting("put", "replace", ("replace", "merge"), "Whether PUT resets the members a body leaves out."),
        Setting("custom_fields", "lenient", ("lenient", "strict"), "Whether custom fields have to be declared."),
        Setting("references", "lenient", ("lenient", "strict"), "Whether records that are named have to exist."),
    ),
    secret_headers=frozenset({"reb-apikey"}),
    secret_members=frozenset({
        "pan", "cvv", "encryptedCvv", "accountNumber", "number", "payload", "linkToken", "publicToken",
        "secretKey", "password",
    }),
    stored=Path(__file__).with_name("stored.json"),
    tenants_word="organizations",
    fixtures={
        "websites": Seeding("websites.create", "websites.upsert"),
        "custom_fields": Seeding("custom_fields.upsert"),
        "tags": Seeding("tags.create"),
        "api_keys": Seeding("api_keys.create", "api_keys.upsert"),
        "tokens": Seeding("tokens.create"),
        "customers": Seeding("customers.create", "customers.upsert"),
        "payment_instruments": Seeding("payment_instruments.create"),
        "tagged_customers": Seeding("tagged_customers.create_many"),
        "timeline": Seeding("timeline.create", "timeline.create"),
        "webhook_credentials": Seeding("webhook_credentials.create"),
        "webhooks": Seeding("webhooks.create", "webhooks.upsert"),
    },
)  # fmt: skip

"""Rebilly's ordinary traffic."""

import json

from tests.clients import KEY, Caller, Rebilly, done
from tests.conformance.samples import MOMENT, Request, Sample, bearer


def _customers(tenant: str) -> str:
    return f"/organizations/{tenant}/customers"


def _emailed(tenant: str, email: str) -> Request:
    customer = {"primaryAddress": {"emails": [{"label": "main", "value": email}]}}
    return Request("POST", _customers(tenant), json.dumps(customer).encode())


def _more(caller: Caller, tenant: str) -> None:
    rebilly = Rebilly(caller, tenant)
    done(rebilly.post("/attachments", {"fileId": "file_1", "relatedType": "customer", "relatedId": "ada"}))
    done(rebilly.post("/customers/ada/compliance-screening-report", {}))
    done(rebilly.put("/customers/ada/external-identifiers/quickbooks-online", {"externalIdentifier": "51"}))
    done(rebilly.post("/customer-timeline-custom-events", {"name": "Called back"}))
    done(rebilly.post("/service-credentials/webhook", {"host": "127.0.0.1", "auth": {"type": "none"}}))
    hook = {"eventsFilter": ["customer-created"], "url": "http://127.0.0.1:9/", "credentialHash": "none"}
    done(rebilly.post("/webhooks", {**hook, "method": "POST", "status": "inactive"}))


sample = Sample(
    api="rebilly",
    collection="customers",
    client=Rebilly,
    credentials=lambda tenant: {"REB-APIKEY": KEY},
    ways=(lambda key: {"reb-apikey": key}, bearer),
    secret=KEY,
    create=lambda tenant: Request("POST", _customers(tenant), b'{"primaryAddress": {"city": "Bath"}}'),
    city=("primaryAddress.city",),
    emailed=_emailed,
    invalid=lambda tenant: Request("POST", _customers(tenant), b'{"primaryAddress": {"country": "Atlantis"}}'),
    broken=lambda tenant: Request("POST", _customers(tenant), b'{"primaryAddress": '),
    read=lambda tenant, created: Request("GET", f"{_customers(tenant)}/{created.json['id']}"),
    unknown=lambda tenant: Request("GET", f"/organizations/{tenant}/no-such-thing"),
    record={"id": "ada", "primaryAddress": {"city": "Bath"}},
    wrong_record={"id": "ada", "primaryAddress": {"country": "Atlantis"}},
    statuses={
        "malformed": 400,
        "unauthenticated": 401,
        "forbidden": 403,
        "not_found": 404,
        "method_not_allowed": 405,
        "conflict": 409,
        "duplicate": 409,
        "gone": 410,
        "too_large": 413,
        "invalid": 422,
        "too_many_requests": 429,
        "declined": 422,
        "locked": 409,
        "idempotency_mismatch": 409,
        "idempotency_in_progress": 409,
        "server_error": 500,
        "unavailable": 503,
        "timeout": 504,
    },
    id_of=lambda answer: str(answer.json["id"]),
    writes_limit=3000,
    settings={"put": "merge"},
    ids_grow=True,
    told=(
        {"x-ratelimit-limit": "1", "x-ratelimit-remaining": "0"},
        {
            "x-ratelimit-limit": "1",
            "x-ratelimit-remaining": "0",
            "rate-limit-limit": "1",
            "retry-after": "90",
            "x-ratelimit-retry-after": str(MOMENT + 90),
        },
    ),
    unreachable=("x" * 51, "..", "a/b"),
    owned="/customers",
    more=_more,
    fails_at=("customers",),
)

"""Rebilly's ordinary traffic."""

import json

from tests.clients import KEY
from tests.conformance.samples import Request, Sample


def _customers(tenant: str) -> str:
    return f"/organizations/{tenant}/customers"


def _emailed(tenant: str, email: str) -> Request:
    customer = {"primaryAddress": {"emails": [{"label": "main", "value": email}]}}
    return Request("POST", _customers(tenant), json.dumps(customer).encode())


sample = Sample(
    api="rebilly",
    credentials=lambda tenant: {"REB-APIKEY": KEY},
    secret=KEY,
    create=lambda tenant: Request("POST", _customers(tenant), b'{"primaryAddress": {"city": "Bath"}}'),
    emailed=_emailed,
    invalid=lambda tenant: Request("POST", _customers(tenant), b'{"primaryAddress": {"country": "Atlantis"}}'),
    broken=lambda tenant: Request("POST", _customers(tenant), b'{"primaryAddress": '),
    read=lambda tenant, created: Request("GET", f"{_customers(tenant)}/{created.json['id']}"),
    unknown=lambda tenant: Request("GET", f"/organizations/{tenant}/no-such-thing"),
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
    ids_grow=True,
)

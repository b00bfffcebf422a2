"""Chargebee's ordinary traffic."""

import base64
from urllib.parse import urlencode

from tests.conformance.samples import Request, Sample

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _basic(tenant: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'test_{tenant}:'.encode()).decode()}"}


sample = Sample(
    api="chargebee",
    credentials=_basic,
    secret="dGVzdF",
    create=lambda tenant: Request("POST", "/api/v2/customers", b"first_name=Ada&billing_address[city]=Bath", FORM),
    emailed=lambda tenant, email: Request("POST", "/api/v2/customers", urlencode({"email": email}).encode(), FORM),
    invalid=lambda tenant: Request("POST", "/api/v2/customers", b"taxability=perhaps", FORM),
    broken=lambda tenant: Request("POST", "/api/v2/customers", b"first_name=%ff", FORM),
    read=lambda tenant, created: Request("GET", f"/api/v2/customers/{created.json['customer']['id']}"),
    unknown=lambda tenant: Request("GET", "/api/v2/no-such-thing"),
    statuses={
        "malformed": 400,
        "unauthenticated": 401,
        "forbidden": 403,
        "not_found": 404,
        "method_not_allowed": 405,
        "conflict": 409,
        "duplicate": 400,
        "gone": 404,
        "too_large": 413,
        "invalid": 400,
        "too_many_requests": 429,
        "declined": 400,
        "locked": 429,
        "idempotency_mismatch": 422,
        "idempotency_in_progress": 429,
        "server_error": 500,
        "unavailable": 503,
        "timeout": 504,
    },
    id_of=lambda answer: str(answer.json["customer"]["id"]),
    writes_limit=150,
)

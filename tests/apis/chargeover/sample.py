"""ChargeOver's ordinary traffic."""

import base64
import json

from tests.conformance.samples import Request, Sample

JSON = {"Content-Type": "application/json"}


def _basic(tenant: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'{tenant}:invented-private-key'.encode()).decode()}"}


def _emailed(tenant: str, email: str) -> Request:
    customer = {"company": "Ada", "superuser_email": email}
    return Request("POST", "/api/v3/customer", json.dumps(customer).encode(), JSON)


sample = Sample(
    api="chargeover",
    credentials=_basic,
    secret="aW52ZW50ZWQt",
    create=lambda tenant: Request("POST", "/api/v3/customer", b'{"company":"Ada","bill_city":"Bath"}', JSON),
    emailed=_emailed,
    invalid=lambda tenant: Request("POST", "/api/v3/customer", b'{"company":"Ada","no_taxes":"perhaps"}', JSON),
    broken=lambda tenant: Request("POST", "/api/v3/customer", b"{", JSON),
    read=lambda tenant, created: Request("GET", f"/api/v3/customer/{created.json['response']['id']}"),
    unknown=lambda tenant: Request("GET", "/api/v3/no-such-thing"),
    statuses={
        "malformed": 400,
        "unauthenticated": 401,
        "forbidden": 403,
        "not_found": 404,
        "method_not_allowed": 400,
        "conflict": 409,
        "duplicate": 400,
        "gone": 404,
        "too_large": 413,
        "invalid": 400,
        "too_many_requests": 429,
        "declined": 400,
        "locked": 409,
        "idempotency_mismatch": 409,
        "idempotency_in_progress": 409,
        "server_error": 500,
        "unavailable": 503,
        "timeout": 504,
    },
    id_of=lambda answer: str(answer.json["response"]["id"]),
    writes_limit=120,
    shows=lambda read, created: read.json["response"]["customer_id"] == created.json["response"]["id"],
    counter="customer",
    unknown_address=400,
)

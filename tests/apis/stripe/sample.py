"""Stripe's ordinary traffic."""

from urllib.parse import urlencode

from tests.conformance.samples import Request, Sample

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

sample = Sample(
    api="stripe",
    credentials=lambda tenant: {"Authorization": f"Bearer sk_test_{tenant}"},
    secret="sk_test_",
    create=lambda tenant: Request("POST", "/v1/customers", b"name=Ada&address[city]=Bath", FORM),
    emailed=lambda tenant, email: Request("POST", "/v1/customers", urlencode({"email": email}).encode(), FORM),
    invalid=lambda tenant: Request("POST", "/v1/customers", b"tax_exempt=perhaps", FORM),
    broken=lambda tenant: Request("POST", "/v1/customers", b'{"name": "Ada"}', {"Content-Type": "application/json"}),
    read=lambda tenant, created: Request("GET", f"/v1/customers/{created.json['id']}"),
    unknown=lambda tenant: Request("GET", "/v1/no-such-thing"),
    statuses={
        "malformed": 400,
        "unauthenticated": 401,
        "forbidden": 403,
        "not_found": 404,
        "method_not_allowed": 404,
        "conflict": 409,
        "duplicate": 400,
        "gone": 404,
        "too_large": 413,
        "invalid": 400,
        "too_many_requests": 429,
        "declined": 402,
        "locked": 429,
        "idempotency_mismatch": 400,
        "idempotency_in_progress": 409,
        "server_error": 500,
        "unavailable": 503,
        "timeout": 504,
    },
    id_of=lambda answer: str(answer.json["id"]),
    writes_limit=25,
)

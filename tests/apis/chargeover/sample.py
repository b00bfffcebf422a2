"""ChargeOver's ordinary traffic."""

import base64
import json

from tests.clients import Caller, ChargeOver, done
from tests.conformance.samples import Headers, Request, Sample, basic

JSON = {"Content-Type": "application/json"}


def _basic(tenant: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'{tenant}:invented-private-key'.encode()).decode()}"}


def _emailed(tenant: str, email: str) -> Request:
    customer = {"company": "Ada", "superuser_email": email}
    return Request("POST", "/api/v3/customer", json.dumps(customer).encode(), JSON)


def _signed(key: str) -> Headers:
    rest = 'co_nonce="n" co_timestamp="1" co_signature_method="HMAC-SHA256" co_version="1.0"'
    return {"authorization": f'ChargeOver co_public_key="{key}" {rest} co_signature="{"0" * 64}"'}


def _more(caller: Caller, tenant: str) -> None:
    chargeover = ChargeOver(caller, tenant)
    customer = chargeover.customer(external_key="soon-gone")
    done(chargeover.post("/tokenized", {"customer_id": customer, "type": "customer", "token": "tok_1"}))
    done(chargeover.delete(f"/customer/{chargeover.customer(external_key='gone')}"))
    done(chargeover.post("/_config", {"key": "value"}))
    done(chargeover.post("/_resthook", {"target_url": "http://127.0.0.1:9/", "event": "customer.insert"}))


sample = Sample(
    api="chargeover",
    collection="customers",
    client=ChargeOver,
    credentials=_basic,
    ways=(basic, _signed),
    secret="aW52ZW50ZWQt",
    create=lambda tenant: Request("POST", "/api/v3/customer", b'{"company":"Ada","bill_city":"Bath"}', JSON),
    city=("bill_city",),
    emailed=_emailed,
    invalid=lambda tenant: Request("POST", "/api/v3/customer", b'{"company":"Ada","no_taxes":"perhaps"}', JSON),
    broken=lambda tenant: Request("POST", "/api/v3/customer", b"{", JSON),
    read=lambda tenant, created: Request("GET", f"/api/v3/customer/{created.json['response']['id']}"),
    unknown=lambda tenant: Request("GET", "/api/v3/no-such-thing"),
    record={"company": "Ada", "external_key": "ada"},
    wrong_record={"company": ""},
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
    settings={"timezone": "Europe/Vienna"},
    shows=lambda read, created: read.json["response"]["customer_id"] == created.json["response"]["id"],
    counter="customer",
    unknown_address=400,
    unreachable=("é", "x" * 256),
    more=_more,
    fails_at=("customers",),
)

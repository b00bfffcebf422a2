"""Chargebee's ordinary traffic."""

import base64
from urllib.parse import urlencode

from tests.clients import Caller, Chargebee, done
from tests.conformance.samples import Request, Sample, basic

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _basic(tenant: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'test_{tenant}:'.encode()).decode()}"}


def _more(caller: Caller, tenant: str) -> None:
    chargebee = Chargebee(caller, tenant)
    chargebee.set(deletion="delayed")
    done(chargebee.post("/customers/move", from_site="elsewhere", id_at_from_site="acme"))
    done(chargebee.post("/customers/ada/add_promotional_credits", amount=500, description="Sorry"))
    done(chargebee.post("/payment_intents", amount=500, currency_code="USD"))
    done(chargebee.post("/tokens/create_using_temp_token", id_at_vault="t"))


sample = Sample(
    api="chargebee",
    collection="customers",
    client=Chargebee,
    credentials=_basic,
    ways=(basic,),
    secret="dGVzdF",
    create=lambda tenant: Request("POST", "/api/v2/customers", b"first_name=Ada&billing_address[city]=Bath", FORM),
    city=("billing_address.city", "billing_address[city]"),
    emailed=lambda tenant, email: Request("POST", "/api/v2/customers", urlencode({"email": email}).encode(), FORM),
    invalid=lambda tenant: Request("POST", "/api/v2/customers", b"taxability=perhaps", FORM),
    broken=lambda tenant: Request("POST", "/api/v2/customers", b"first_name=%ff", FORM),
    read=lambda tenant, created: Request("GET", f"/api/v2/customers/{created.json['customer']['id']}"),
    unknown=lambda tenant: Request("GET", "/api/v2/no-such-thing"),
    record={"id": "ada", "first_name": "Ada"},
    wrong_record={"id": "ada", "taxability": "perhaps"},
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
    settings={"eu_vat": True},
    told=({}, {"retry-after": "90"}),
    unreachable=("demo.acct_1", "x" * 251),
    more=_more,
    fails_at=("customers",),
)

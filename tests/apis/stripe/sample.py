"""Stripe's ordinary traffic."""

from urllib.parse import urlencode

from tests.clients import Caller, Stripe, done
from tests.conformance.samples import Request, Sample, basic, bearer

FORM = {"Content-Type": "application/x-www-form-urlencoded"}

CARD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2035, "cvc": "123"}


def _account(credential: str) -> str:
    """Secret and restricted keys of the same text share an account."""
    return f"sk_{credential[3:]}" if credential.startswith("rk_test_") else credential


def _more(caller: Caller, tenant: str) -> None:
    stripe = Stripe(caller, tenant)
    done(stripe.post("/tokens", card=CARD))
    done(stripe.post("/test_helpers/customers/cus_ada/fund_cash_balance", amount=500, currency="gbp"))
    done(stripe.post("/customers/cus_ada/cash_balance", settings={"reconciliation_mode": "manual"}))
    done(stripe.post("/coupons", id="GONE", percent_off=5, duration="once"))
    done(stripe.delete("/coupons/GONE"))
    done(stripe.delete(f"/customers/{stripe.customer(name='Gone')['id']}"))


sample = Sample(
    api="stripe",
    collection="customers",
    client=Stripe,
    credentials=lambda tenant: {"Authorization": f"Bearer sk_test_{tenant}"},
    ways=(bearer, basic),
    secret="sk_test_",
    create=lambda tenant: Request("POST", "/v1/customers", b"name=Ada&address[city]=Bath", FORM),
    city=("address.city", "address[city]"),
    emailed=lambda tenant, email: Request("POST", "/v1/customers", urlencode({"email": email}).encode(), FORM),
    invalid=lambda tenant: Request("POST", "/v1/customers", b"tax_exempt=perhaps", FORM),
    broken=lambda tenant: Request("POST", "/v1/customers", b'{"name": "Ada"}', {"Content-Type": "application/json"}),
    read=lambda tenant, created: Request("GET", f"/v1/customers/{created.json['id']}"),
    unknown=lambda tenant: Request("GET", "/v1/no-such-thing"),
    record={"id": "cus_ada", "name": "Ada"},
    wrong_record={"id": "cus_ada", "tax_exempt": "perhaps"},
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
    settings={"any_id": True},
    told=({}, {"stripe-rate-limited-reason": "global-rate"}),
    refused_with=frozenset({"stripe-rate-limited-reason"}),
    unreachable=("a b", "", "demo.other", "x" * 248),
    account=_account,
    more=_more,
    fails_at=("customers",),
)

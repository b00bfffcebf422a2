"""Stripe, and its words."""

from typing import Any

from mockserver.apis.stripe.identifiers import account_of
from tests.apis.stripe.sample import sample
from tests.clients import Answer
from tests.scenarios.vendors.vendor import Vendor, form

_BACKEND = "Sorry! There was an error while talking to one of our backends"
_FORBIDDEN = "The provided key '{key}' does not have the required permissions for this endpoint on account '{account}'"
_LOCKED = (
    "This object cannot be accessed right now because another API request or Stripe process is currently accessing it"
)
_IN_USE = (
    "There is currently another in-progress request using this Idempotent Key (that probably means you submitted "
    "twice, and the other request is still going through): k1"
)


def _masked(tenant: str) -> str:
    key = f"sk_test_{tenant}"
    return f"{key[:8]}{'*' * (len(key) - 12)}{key[-4:]}"


def _says(answer: Answer) -> Any:
    error = answer.json["error"]
    return answer.status, error["type"], error.get("code"), error["message"].partition(".")[0]


STRIPE = Vendor(
    sample,
    customers="/v1/customers",
    listed=lambda answer: len(answer.json["data"]),
    change=lambda target: form("POST", target, {"name": "Ada Lovelace"}),
    pay=lambda tenant, customer: form("POST", "/v1/payment_methods/pm_card_visa/attach", {"customer": customer}),
    says=_says,
    words={
        "unauthenticated": lambda tenant: (
            401, "invalid_request_error", None, f"Invalid API Key provided: {_masked(tenant)}",
        ),
        "expired": (401, "invalid_request_error", "api_key_expired", "Expired API Key provided: sk_test_****"),
        "forbidden": lambda tenant: (
            403, "invalid_request_error", None,
            _FORBIDDEN.format(key=_masked(tenant), account=account_of(tenant)),
        ),
        "not_found": lambda customer: (
            404, "invalid_request_error", "resource_missing", f"No such customer: '{customer}'",
        ),
        "conflict": (
            409, "invalid_request_error", None,
            "The request conflicts with another request (perhaps due to using the same idempotent key)",
        ),
        "in_progress": (409, "invalid_request_error", "idempotency_key_in_use", _IN_USE),
        "locked": (429, "invalid_request_error", "lock_timeout", _LOCKED),
        "declined": (402, "card_error", "card_declined", "Your card was declined"),
        "too_many_requests": (429, "invalid_request_error", "rate_limit", "Request rate limit exceeded"),
        "server_error": (500, "api_error", None, _BACKEND),
        "unavailable": (503, "api_error", None, _BACKEND),
        "timeout": (504, "api_error", None, _BACKEND),
    },
    limit=("stripe-test", 25),
    keys=("sk_test_full", "rk_test_reader", "sk_test_other"),
    with_key=lambda key: {"Authorization": f"Bearer {key}"},
    waits=False,
)  # fmt: skip

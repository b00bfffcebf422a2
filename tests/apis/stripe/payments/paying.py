"""What the tests of payments share: a card, a bank account, and what comes of using them."""

from typing import Any

from tests.clients import Answer, Stripe

CARD = {"number": "4242 4242 4242 4242", "exp_month": 8, "exp_year": 2030, "cvc": "123"}

USED_UP = (
    "This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and "
    "may not be used again."
)

BANK_ACCOUNT = {
    "object": "bank_account",
    "account_holder_name": "Ada",
    "account_holder_type": "individual",
    "account_number": "000123456789",
    "country": "US",
    "currency": "usd",
    "routing_number": "110000000",
}


def ok(answer: Answer) -> Any:
    """Give what was answered, which must be a success."""
    assert answer.status == 200, answer.content
    return answer.json


def create(stripe: Stripe, **parameters: Any) -> Any:
    """Create a payment method, of a card unless another type is named, and give it."""
    return ok(stripe.post("/payment_methods", **(parameters or {"type": "card", "card": CARD})))


def attached(stripe: Stripe, customer: str, method: str = "pm_card_visa") -> Any:
    """Attach a payment method and give it."""
    return ok(stripe.post(f"/payment_methods/{method}/attach", customer=customer))


def ids(answer: Answer) -> list[str]:
    """Give the ids of a list."""
    return [row["id"] for row in ok(answer)["data"]]


def events(stripe: Stripe, *types: str) -> list[Any]:
    """Give what happened, newest first: the type, and what an update changed."""
    records = stripe.admin("GET", "/data/stripe/events").json["records"]
    return [(one["type"], one["data"].get("previous_attributes")) for one in records if one["type"].startswith(types)]


def card_error(code: str, message: str, param: str = "", decline_code: str = "") -> tuple[int, dict[str, str]]:
    """Give how a card is refused."""
    error = {
        "code": code,
        "decline_code": decline_code,
        "doc_url": f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}",
        "message": message,
        "param": param,
        "type": "card_error",
    }
    return 402, {name: value for name, value in error.items() if value}


def refused(message: str, **more: str) -> tuple[int, dict[str, str]]:
    """Give how a request is refused that was understood."""
    if "code" in more:
        more["doc_url"] = f"https://stripe.com/docs/error-codes/{more['code'].replace('_', '-')}"
    return 400, {"message": message, "type": "invalid_request_error", **more}

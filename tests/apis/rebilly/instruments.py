"""What the tests of payment instruments send, and how they look at what came of it."""

from typing import Any

from tests.apis.rebilly.samples import ADDRESS, PAN
from tests.clients import Answer, Rebilly

CARD: dict[str, Any] = {
    "method": "payment-card",
    "customerId": "mara",
    "pan": PAN,
    "cvv": "123",
    "expYear": 2030,
    "expMonth": 12,
    "billingAddress": ADDRESS,
}

PLAIN: dict[str, dict[str, Any]] = {
    "payment-card": CARD,
    "ach by BBAN": {
        "method": "ach",
        "customerId": "mara",
        "accountNumberType": "BBAN",
        "accountNumber": "000123456789",
        "routingNumber": "110000000",
        "accountType": "checking",
        "bankName": "Paper Bank",
        "billingAddress": ADDRESS,
    },
    "ach by IBAN": {
        "method": "ach",
        "customerId": "mara",
        "accountNumberType": "IBAN",
        "accountNumber": "DE89370400440532013000",
        "bic": "DEUTDEFF",
        "billingAddress": ADDRESS,
    },
    "paypal": {"method": "paypal", "customerId": "mara", "billingAddress": ADDRESS},
    "alternative": {
        "method": "AdvCash",
        "customerId": "mara",
        "billingAddress": ADDRESS,
        "referenceData": {"wallet": "W-1"},
    },
}
"""A valid request for a plain instrument of every shape."""

GATEWAY = {"gatewayAccountId": "gw_acc_1"}


def pay(rebilly: Rebilly, body: Any = CARD, **members: Any) -> Answer:
    """Store an instrument of Mara, whom it makes first where she does not exist."""
    if rebilly.get("/customers/mara").status == 404:
        rebilly.put("/customers/mara", {})
    return rebilly.post("/payment-instruments", {**body, **members})


def patch(rebilly: Rebilly, id: str, body: Any) -> Answer:
    """Change an instrument."""
    return rebilly.send("PATCH", f"/payment-instruments/{id}", body)


def deactivate(rebilly: Rebilly, id: str) -> Answer:
    """Take an instrument out of use."""
    return rebilly.post(f"/payment-instruments/{id}/deactivation")


def inquire(rebilly: Rebilly, id: str, body: Any = GATEWAY) -> Answer:
    """Ask for the name on an instrument."""
    return rebilly.post(f"/payment-instruments/{id}/name-inquiry", body)


def default_of(rebilly: Rebilly, customer: str = "mara") -> Any:
    """Give the default instrument a customer shows."""
    return rebilly.get(f"/customers/{customer}").json["defaultPaymentInstrument"]


def messages(rebilly: Rebilly) -> list[str]:
    """Give the kinds of messages on the organization's timelines, oldest first."""
    records = rebilly.admin("GET", "/data/rebilly/timeline").json["records"]
    return [record["type"] for record in sorted(records, key=lambda record: record["id"])]

"""What several tests send: bodies of invented people and cards, and the few steps that prepare a tenant."""

import itertools
import os
from copy import deepcopy
from typing import Any

from tests.clients import InProcess, Rebilly

NOW = "2026-01-15T10:00:00+00:00"

ADDRESS: dict[str, Any] = {
    "country": "GB",
    "firstName": "Mara",
    "lastName": "Quill",
    "organization": "Quill Bindery",
    "address": "12 Paper Lane",
    "address2": "Flat 2",
    "city": "London",
    "region": "Greater London",
    "postalCode": "SW1Y 4JH",
    "phoneNumbers": [{"label": "main", "value": "+44 20 7946 0018", "primary": True}],
    "emails": [{"label": "main", "value": "mara@example.com", "primary": True}],
    "dob": "1990-12-10",
    "jobTitle": "Binder",
}

CUSTOMER: dict[str, Any] = {
    "websiteId": "web_shop",
    "customFields": {"plan": "gold"},
    "preferredPayoutInstrumentId": "inst_payout",
    "primaryAddress": ADDRESS,
    "locale": "en-GB",
    "taxNumbers": [{"type": "eu-vat", "value": "GB123456789", "isDefault": True}],
    "leadSource": {
        "medium": "search",
        "source": "example",
        "campaign": "spring",
        "term": "books",
        "content": "banner",
        "affiliate": "aff-1",
        "subAffiliate": "sub-1",
        "salesAgent": "Tom",
        "clickId": "click-1",
        "path": "/shop",
        "referrer": "https://shop.example.com/",
    },
    "personId": "prs_mara",
    "notificationEmails": ["billing@example.com"],
}
"""A customer with every member a request can set, but for its payment instrument."""

PAN = "4111111111111111"

CARD: dict[str, Any] = {
    "method": "payment-card",
    "paymentInstrument": {"pan": PAN, "cvv": "123", "expMonth": 12, "expYear": 2030},
    "billingAddress": ADDRESS,
}

TOKENS: dict[str, dict[str, Any]] = {
    "payment-card": CARD,
    "paypal": {
        "method": "paypal",
        "paymentInstrument": {"paypalMerchantId": "MERCHANT", "billingAgreementToken": "BA-1"},
    },
    "ach by BBAN": {
        "method": "ach",
        "paymentInstrument": {
            "accountNumberType": "BBAN",
            "accountNumber": "000123456789",
            "routingNumber": "110000000",
            "accountType": "checking",
        },
        "billingAddress": ADDRESS,
    },
    "ach by IBAN": {
        "method": "ach",
        "paymentInstrument": {"accountNumberType": "IBAN", "accountNumber": "DE89370400440532013000"},
        "billingAddress": ADDRESS,
    },
    "echeck": {
        "method": "echeck",
        "paymentInstrument": {
            "accountNumberType": "BBAN",
            "accountNumber": "000123456789",
            "routingNumber": "110000000",
            "accountType": "savings",
        },
        "billingAddress": ADDRESS,
    },
    "digital-wallet": {
        "method": "digital-wallet",
        "paymentInstrument": {
            "type": "Apple Pay",
            "amount": 10.5,
            "currency": "USD",
            "descriptor": "Quill Bindery",
            "payload": {"sealed": "wallet-payload"},
        },
    },
    "plaid-account": {
        "method": "plaid-account",
        "paymentInstrument": {"linkToken": "link-1", "publicToken": "public-1", "accountId": "account-1"},
        "billingAddress": ADDRESS,
    },
    "Khelocard": {
        "method": "Khelocard",
        "paymentInstrument": {"number": "5000000000000611", "cvv": "321", "expMonth": 1, "expYear": 2031},
        "billingAddress": ADDRESS,
    },
    "Klarna": {
        "method": "Klarna",
        "paymentInstrument": {"klarnaAuthorizationToken": "auth-1", "klarnaSessionId": "session-1"},
    },
    "cryptocurrency": {"method": "cryptocurrency", "walletName": "Mara", "walletCurrency": "BTC"},
    "alternative": {"method": "AdvCash", "billingAddress": ADDRESS},
}
"""A valid request for a token of every kind."""

_numbers = itertools.count(1)


def newcomer(application: InProcess) -> Rebilly:
    """Give a caller with an organization of its own, for tests that need one for every example."""
    return Rebilly(application, f"org_example_{os.getpid()}_{next(_numbers)}")


def changed(body: Any, path: str, value: Any) -> Any:
    """Give a copy of a body with the member at a dotted path set."""
    copy = target = deepcopy(body)
    *parents, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
    for part in parents:
        target = target[part]
    target[last] = value
    return copy


def without(body: Any, path: str) -> Any:
    """Give a copy of a body without the member at a dotted path."""
    copy = target = deepcopy(body)
    *parents, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
    for part in parents:
        target = target[part]
    del target[last]
    return copy


def freeze(rebilly: Rebilly, at: str = NOW) -> None:
    """Let the tenant's time stand still."""
    assert rebilly.admin("POST", "/clock/freeze", {"at": at}).status == 200


def advance(rebilly: Rebilly, by: str) -> None:
    """Move the tenant's time on."""
    assert rebilly.admin("POST", "/clock/advance", {"by": by}).status == 200


def configure(rebilly: Rebilly, **settings: Any) -> None:
    """Turn switches of the tenant."""
    assert rebilly.admin("PUT", "/settings/rebilly", settings).status == 200


def token(rebilly: Rebilly, body: Any = CARD) -> str:
    """Create a token and give its id."""
    answer = rebilly.post("/tokens", body)
    assert answer.status == 201, answer.content
    return str(answer.json["id"])


def lead_source(rebilly: Rebilly, customer: str) -> Any:
    """Give the lead source that is kept for a customer."""
    answer = rebilly.get(f"/customers/{customer}?expand=leadSource")
    assert answer.status == 200, answer.content
    return answer.json["_embedded"]["leadSource"]


def timeline(rebilly: Rebilly, customer: str) -> list[tuple[str, str]]:
    """Give type and text of what a customer's timeline tells, oldest first."""
    messages = rebilly.get(f"/customers/{customer}/timeline").json
    return [(message["type"], message["message"]) for message in reversed(messages)]


def tag(rebilly: Rebilly, name: str, type: str = "customer") -> Any:
    """Create a tag and give it."""
    answer = rebilly.post("/tags", {"name": name, "type": type})
    assert answer.status == 201, answer.content
    return answer.json

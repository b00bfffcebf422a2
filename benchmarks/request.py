"""The request that is measured: a customer with everything a client may write but tokens."""

import json
from typing import Any

ORGANIZATION = "org_bench"
PATH = f"/organizations/{ORGANIZATION}/customers"
HEADERS = {"REB-APIKEY": "sk_sandbox_bench", "Content-Type": "application/json"}

CUSTOMER: dict[str, Any] = {
    "primaryAddress": {
        "country": "GB",
        "firstName": "Ada",
        "lastName": "Lovelace",
        "organization": "Analytical Engines Ltd",
        "address": "12 St James's Square",
        "address2": "Second floor",
        "city": "London",
        "region": "Greater London",
        "postalCode": "SW1Y 4JH",
        "phoneNumbers": [
            {"label": "office", "value": "+44 20 7946 0018", "primary": True},
            {"label": "mobile", "value": "+44 7700 900123", "primary": False},
        ],
        "emails": [
            {"label": "office", "value": "ada@example.com", "primary": True},
            {"label": "home", "value": "ada.lovelace@example.org", "primary": False},
        ],
        "dob": "1985-12-10",
        "jobTitle": "Analyst",
    },
    "customFields": {"segment": "enterprise", "seats": 12, "newsletter": True},
    "locale": "en-GB",
    "taxNumbers": [{"type": "eu-vat", "value": "GB999999973", "isDefault": True}],
    "leadSource": {
        "medium": "search",
        "source": "example search",
        "campaign": "spring",
        "term": "billing sandbox",
        "content": "banner",
        "affiliate": "affiliate-7",
        "subAffiliate": "affiliate-7-2",
        "salesAgent": "Grace Hopper",
        "clickId": "click-42",
        "path": "/pricing",
        "referrer": "https://www.example.com/pricing",
    },
    "notificationEmails": ["billing@example.com", "accounts@example.com"],
    "websiteId": "web_bench",
    "personId": "person_bench",
    "defaultPaymentInstrument": {"method": "cash"},
}
BODY = json.dumps(CUSTOMER).encode()

BROKEN_BODY = json.dumps({**CUSTOMER, "locale": "not a language"}).encode()
"""What whoever looks at the body refuses."""

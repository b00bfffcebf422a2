"""Rebilly, and its words."""

from tests.apis.rebilly.sample import sample
from tests.scenarios.vendors.vendor import Vendor, as_json

REBILLY = Vendor(
    sample,
    customers="/organizations/{tenant}/customers",
    listed=lambda answer: len(answer.json),
    change=lambda target: as_json("PUT", target, {"primaryAddress": {"city": "London"}}),
    pay=lambda tenant, customer: as_json(
        "POST",
        f"/organizations/{tenant}/payment-instruments",
        {
            "method": "payment-card",
            "customerId": customer,
            "pan": "4111111111111111",
            "cvv": "123",
            "expYear": 2030,
            "expMonth": 12,
            "billingAddress": {"country": "GB", "firstName": "Ada", "lastName": "Lovelace"},
        },
    ),
    says=lambda answer: (answer.status, answer.json["title"], answer.json["detail"]),
    words={
        "unauthenticated": (401, "Unauthorized", "Invalid credentials."),
        "expired": (401, "Unauthorized", "Invalid credentials."),
        "forbidden": (403, "Forbidden", "Permission PostCustomer is required."),
        "not_found": (404, "Not Found", "Resource not found."),
        "conflict": (409, "Conflict", "The resource was changed by another request."),
        "duplicate": (409, "Conflict", "The resource exists already."),
        "locked": (409, "Conflict", "The resource is being changed by another request."),
        "declined": (422, "Validation error", "The payment instrument was declined."),
        "too_many_requests": (429, "Rate Limit Exceeded", "Too many requests were sent in a certain period."),
        "server_error": (500, "Internal Server Error", "An error occurred."),
        "unavailable": (503, "Service Unavailable", "The service is unavailable."),
        "timeout": (504, "Gateway Timeout", "The service did not answer in time."),
    },
    limit=("rebilly-sandbox", 3000),
    keys=("sk_sandbox_full", "sk_sandbox_reader", "sk_sandbox_other"),
    with_key=lambda key: {"REB-APIKEY": key},
)

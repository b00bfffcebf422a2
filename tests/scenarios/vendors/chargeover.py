"""ChargeOver, and its words."""

from tests.apis.chargeover.sample import sample
from tests.scenarios.vendors.vendor import Vendor, as_json

CHARGEOVER = Vendor(
    sample,
    customers="/api/v3/customer",
    listed=lambda answer: len(answer.json["response"]),
    change=lambda target: as_json("PUT", target, {"company": "Lovelace & Co"}),
    pay=lambda tenant, customer: as_json(
        "POST", "/api/v3/creditcard", {"customer_id": customer, "number": "4111111111111111", "expdate": "2030-08-31"}
    ),
    says=lambda answer: (answer.status, answer.json["code"], answer.json["message"]),
    words={
        "unauthenticated": (401, 401, "Invalid or incorrect authorization [Invalid username or password.]"),
        "expired": (401, 401, "Invalid or incorrect authorization [Invalid username or password.]"),
        "forbidden": (403, 403, "The user does not have permission to do this."),
        "not_found": (404, 404, "This object does not exist."),
        "conflict": (409, 409, "The request contradicts what is stored."),
        "duplicate": (400, 400, "An object with this external_key already exists."),
        "locked": (409, 409, "Another request is changing this object."),
        "declined": (400, 400, "This transaction could not be processed: Your card was declined."),
        "too_many_requests": (429, 429, "Too many requests."),
        "server_error": (500, 500, "Internal server error."),
        "unavailable": (503, 503, "Service unavailable."),
        "timeout": (504, 504, "Gateway timeout."),
    },
    limit=("chargeover-assumed", 120),
    keys=("account-full", "account-reader", "account-other"),
    with_key=sample.credentials,
    waits=False,
)

"""Chargebee, and its words."""

from typing import Any

from tests.apis.chargebee.sample import sample
from tests.clients import Answer
from tests.scenarios.vendors.vendor import Vendor, form


def _says(answer: Answer) -> Any:
    error = answer.json
    return answer.status, error.get("type"), error["api_error_code"], error["error_code"]


CHARGEBEE = Vendor(
    sample,
    customers="/api/v2/customers",
    listed=lambda answer: len(answer.json["list"]),
    change=lambda target: form("POST", target, {"first_name": "Grace"}),
    pay=lambda tenant, customer: form(
        "POST",
        "/api/v2/payment_sources/create_card",
        {
            "customer_id": customer,
            "card[number]": "4111111111111111",
            "card[cvv]": "100",
            "card[expiry_month]": 12,
            "card[expiry_year]": 2031,
        },
    ),
    says=_says,
    words={
        "unauthenticated": (401, None, "api_authentication_failed", "api_authentication_invalid_key"),
        "expired": (401, None, "api_authentication_failed", "api_authentication_invalid_key"),
        "forbidden": (403, "operation_failed", "api_authorization_failed", "api_authorization_failed"),
        "not_found": (404, "invalid_request", "resource_not_found", "resource_not_found"),
        "conflict": (409, "invalid_request", "invalid_state_for_request", "invalid_state_for_request"),
        "in_progress": (429, "operation_failed", "lock_timeout", "lock_timeout"),
        "locked": (429, "operation_failed", "lock_timeout", "lock_timeout"),
        "declined": (400, "payment", "payment_processing_failed", "charge_failed"),
        "too_many_requests": (429, "operation_failed", "api_request_limit_exceeded", "api_request_limit_exceeded"),
        "server_error": (500, "operation_failed", "internal_error", "internal_error"),
        "unavailable": (503, "operation_failed", "internal_temporary_error", "internal_temporary_error"),
        "timeout": (504, "operation_failed", "internal_error", "internal_error"),
    },
    limit=("chargebee-test", 150),
    keys=("test_full", "test_reader", "test_other"),
    with_key=lambda key: sample.credentials(key.removeprefix("test_")),
)

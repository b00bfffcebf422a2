"""Clearing what tells who a customer is."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.answers import answer
from mockserver.apis.chargebee.auth import ANY_KEY
from mockserver.apis.chargebee.customers.customer_record import CUSTOMERS, keep, named_customer
from mockserver.apis.chargebee.customers.customer_shapes import CustomerOnlyEnvelopeSchema
from mockserver.apis.chargebee.documented import WRITE
from mockserver.apis.chargebee.due_work import do_later
from mockserver.apis.chargebee.payments.envelopes import customer_view
from mockserver.core.api.model import Call, Response, Route
from mockserver.core.http.reply import Reply

CLEARING = "customers.clear_personal_data"

PERSONAL = (
    "first_name", "last_name", "email", "phone", "company", "billing_address", "contacts", "vat_number",
    "vat_number_prefix", "entity_identifiers", "created_from_ip",
)  # fmt: skip
"""What is cleared. Custom fields and `meta_data` stay: nobody says which of them are personal."""


def clear_personal_data(call: Call) -> Reply:
    """Have a customer's personal data cleared; what is cleared, or will be, stays so."""
    customer = named_customer(call)
    if customer["pii_cleared"] == "active":
        customer = keep(call, customer, {**customer, "pii_cleared": "scheduled_for_clear"})
        do_later(call, CLEARING, customer=customer["id"])
    return answer(customer=customer_view(call, customer))


def _clear(call: Call, noted: Mapping[str, Any]) -> None:
    customer = call.records.get(CUSTOMERS, noted["customer"])
    if customer is not None:
        keep(call, customer, {**customer, **dict.fromkeys(PERSONAL), "pii_cleared": "cleared"})


works = {CLEARING: _clear}

routes = (
    Route(
        "POST", "/customers/<path:customer>/clear_personal_data", "customers.clear_personal_data",
        "clear_personal_data_of_a_customer", clear_personal_data, "Clear a customer's personal data",
        {200: Response(CustomerOnlyEnvelopeSchema), **WRITE}, ANY_KEY,
    ),
)  # fmt: skip

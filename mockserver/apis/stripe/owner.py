"""A customer as it is stored: how it begins, and how parameters change it."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe import times
from mockserver.apis.stripe.addresses import address, shipping
from mockserver.apis.stripe.identifiers import mint_prefix
from mockserver.apis.stripe.lookups import Kind
from mockserver.apis.stripe.metadata import merged_metadata
from mockserver.core.api.model import Call
from mockserver.core.store import Record

CUSTOMERS = "customers"
DELETED_CUSTOMERS = "deleted_customers"


def new_customer(call: Call, id: str) -> dict[str, Any]:
    """Return a customer of whom nothing is known; its members stand in the order of Stripe's documents."""
    return {
        "id": id,
        "object": "customer",
        "address": None,
        "balance": 0,
        "business_name": None,
        "created": times.now(call),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "discount": None,
        "email": None,
        "individual_name": None,
        "invoice_prefix": mint_prefix(call),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


CUSTOMER = Kind(CUSTOMERS, "customer", new_customer)

_PLAIN = (
    "business_name", "description", "email", "individual_name", "invoice_prefix", "name", "next_invoice_sequence",
    "phone", "tax_exempt",
)  # fmt: skip


def with_parameters(customer: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the parameters over a customer that say something about nothing but itself."""
    changed = {**customer, **{name: values[name] for name in _PLAIN if name in values}}
    if "address" in values:
        changed["address"] = address(values["address"])
    if "shipping" in values:
        changed["shipping"] = shipping(values["shipping"])
    if "preferred_locales" in values:
        changed["preferred_locales"] = list(values["preferred_locales"])
    if "invoice_settings" in values:
        changed["invoice_settings"] = _invoice_settings(customer["invoice_settings"], values["invoice_settings"])
    changed["metadata"] = merged_metadata(customer["metadata"], values.get("metadata"))
    return changed


def _invoice_settings(before: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    changed = {**before, **values}
    options = values.get("rendering_options")
    if options is not None:
        changed["rendering_options"] = {
            "amount_tax_display": options.get("amount_tax_display"),
            "template": options.get("template"),
        }
    return changed

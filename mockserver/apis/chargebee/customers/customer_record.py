"""A customer as it is stored: how it begins, how parameters change it, and how it is found."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee import times
from mockserver.apis.chargebee.customers.tax_providers import filled_rows
from mockserver.apis.chargebee.payments.envelopes import customer_answer
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.limits.limiter import READING_METHODS
from mockserver.core.problems import NotFound
from mockserver.core.store import Record

CUSTOMERS = "customers"

_PLAIN = (
    "first_name", "last_name", "email", "phone", "company", "auto_collection", "net_term_days", "allow_direct_debit",
    "taxability", "exemption_details", "customer_type", "client_profile_id", "locale", "entity_code", "exempt_number",
    "meta_data", "offline_payment_method", "auto_close_invoices", "consolidated_invoicing", "business_entity_id",
    "created_from_ip", "invoice_notes", "preferred_currency_code", "fraud_flag",
)  # fmt: skip
"""Members that are kept as they were said."""

_DEFAULTS: Mapping[str, Any] = {
    "auto_collection": "on",
    "net_term_days": 0,
    "allow_direct_debit": False,
    "taxability": "taxable",
}
"""What a member is again where an empty value takes it away."""


def new_customer(call: Call, id: str) -> dict[str, Any]:
    """Return a customer of whom nothing is known."""
    return {
        "id": id,
        **_DEFAULTS,
        **times.created(call),
        "pii_cleared": "active",
        "deleted": False,
        "object": "customer",
        "card_status": "no_card",
        "promotional_credits": 0,
        "refundable_credits": 0,
        "excess_payments": 0,
        "unbilled_charges": 0,
        **_site_defaults(call),
    }


def _site_defaults(call: Call) -> dict[str, Any]:
    """Return what a site decides for customers of whom nothing else is said."""
    return {
        "preferred_currency_code": call.settings["base_currency"],
        "business_entity_id": call.settings["default_business_entity"] or None,
    }


def with_members(call: Call, customer: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Lay over a customer what was said of it; an empty value leaves the member out, or as it began."""
    defaults = {**_DEFAULTS, **_site_defaults(call)}
    said = {name: values[name] for name in _PLAIN if name in values}
    said = {name: defaults.get(name) if value is None else value for name, value in said.items()}
    if "taxjar_exemption_category" in values:
        said["_taxjar_exemption_category"] = values["taxjar_exemption_category"]  # no answer of Chargebee's has it
    if "tax_providers_fields" in values:
        said["tax_providers_fields"] = filled_rows(values["tax_providers_fields"])
    return {**customer, **said}


def named_customer(call: Call) -> Record:
    """Return the customer that the path names; raise `NotFound`. A deleted one can be read and not be changed."""
    customer = call.records.get(CUSTOMERS, call.arguments["customer"])
    if customer is None or (customer["deleted"] and call.exchange.method not in READING_METHODS):
        raise NotFound
    return customer


def keep(call: Call, before: Record, after: Mapping[str, Any]) -> dict[str, Any]:
    """Keep a changed customer, with a new version, and return it."""
    customer = {**after, **times.changed(call, before)}
    call.records.put(CUSTOMERS, customer["id"], customer)
    return customer


def save(call: Call, before: Record, after: Mapping[str, Any]) -> Reply:
    """Keep a changed customer, and answer it."""
    return customer_answer(call, keep(call, before, after))

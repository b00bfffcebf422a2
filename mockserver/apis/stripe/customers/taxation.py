"""A customer's place of taxation: what it follows from, and whether taxes could be computed there."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from mockserver.apis.stripe.owner import CUSTOMERS
from mockserver.apis.stripe.problems import refused
from mockserver.apis.stripe.tables import COUNTRIES
from mockserver.core.api.model import Call
from mockserver.core.store import Record

Location = dict[str, Any]

_ZIP = re.compile(r"\d{5}(-?\d{4})?", re.ASCII)

_UNRECOGNIZED = (
    "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax."
)


def with_tax(call: Call, customer: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a customer with what its parameters say of taxation; raise where its place has to be known and is not."""
    tax = values.get("tax", {})
    changed = {**customer, "_ip_address": tax["ip_address"]} if "ip_address" in tax else customer
    if tax.get("validate_location") == "immediately" and location(call, changed) is None:
        raise refused(_UNRECOGNIZED, "customer_tax_location_invalid")
    return changed


def tax_of(call: Call, customer: str) -> dict[str, Any]:
    """Write a customer's `tax`; every place that is recognized counts as one where taxes are collected."""
    record = call.records.get(CUSTOMERS, customer) or {}
    place = location(call, record)
    return {
        "automatic_tax": "supported" if place else "unrecognized_location",
        "ip_address": record.get("_ip_address"),
        "location": place,
        "provider": "stripe",
    }


def location(call: Call, customer: Record) -> Location | None:
    """Find a customer's place, or nothing. The first address there is decides, even where it leads nowhere."""
    shipping = customer.get("shipping") or {}
    sources = {
        "shipping_destination": shipping.get("address"),
        "billing_address": customer.get("address"),
        "payment_method": _billing_address(call, customer),
    }
    for source, address in sources.items():
        if address and any(address.values()):
            return _of_address(address, source)
    return _of_ip(customer.get("_ip_address") or "")


def _billing_address(call: Call, customer: Record) -> Record | None:
    """Return the address of the payment method that invoices are paid with."""
    id = customer["invoice_settings"]["default_payment_method"] if customer else None
    method = call.records.get("payment_methods", id) if id else None
    address: Record | None = method["billing_details"]["address"] if method else None
    return address


def _of_address(address: Record, source: str) -> Location | None:
    """Recognize an address by its country; in the United States by the ZIP code, in Canada by that or the province."""
    country, state, code = address.get("country"), address.get("state"), address.get("postal_code") or ""
    if country not in COUNTRIES:
        return None
    if country == "US" and not _ZIP.fullmatch(code):
        return None
    if country == "CA" and not (code or state):
        return None
    return {"country": country, "source": source, "state": state}


def _of_ip(text: str) -> Location | None:
    """Locate an address of the internet: no map is at hand, so every public one is in the United States."""
    try:
        public = ip_address(text).is_global
    except ValueError:
        return None
    return {"country": "US", "source": "ip_address", "state": None} if public else None

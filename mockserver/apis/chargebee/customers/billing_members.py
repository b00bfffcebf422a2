"""What belongs to a customer's billing information: where and how taxes are due, and where invoices go."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee import times
from mockserver.apis.chargebee.customers.billing_address import billing_address
from mockserver.apis.chargebee.customers.customer_parameters import STANDARD
from mockserver.apis.chargebee.customers.entity_identifiers import changed_identifiers
from mockserver.core.api.model import Call

_PLAIN = (
    "vat_number", "vat_number_prefix", "entity_identifier_scheme", "registered_for_gst",
    "business_customer_without_vat_number", "is_einvoice_enabled", "einvoicing_method",
)  # fmt: skip
"""Members that are kept as they were said."""


def with_billing_info(call: Call, customer: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Put billing information in the place of what a customer has; what is not said of it is gone.

    Its identifiers stay but for those that a row changes or takes away.
    """
    said: dict[str, Any] = {name: values.get(name) for name in _PLAIN}
    said["billing_address"] = billing_address(values.get("billing_address") or {})
    said["entity_identifier_standard"] = _standard(values)
    said.update(_validated(call, values.get("vat_number")))
    if values.get("entity_identifiers"):
        said["entity_identifiers"] = changed_identifiers(
            call, customer.get("entity_identifiers") or (), values["entity_identifiers"]
        )
    return {**customer, **said}


def _standard(values: Mapping[str, Any]) -> str | None:
    """Return the standard of a scheme, which is the default; without a scheme there is none."""
    if values.get("entity_identifier_scheme") is None:
        return None
    return values.get("entity_identifier_standard") or STANDARD


def _validated(call: Call, number: str | None) -> dict[str, Any]:
    """Return what the site's validation says of a VAT number, if it has one."""
    outcome = call.settings["vat_validation"]
    if number is None or outcome == "off":
        return {"vat_number_status": None, "vat_number_validated_time": None}
    asked = outcome in ("valid", "invalid")
    return {"vat_number_status": outcome, "vat_number_validated_time": times.now(call) if asked else None}

"""A customer as it is stored: how it begins, and how parameters change it."""

from collections.abc import Iterable, Mapping
from typing import Any

from mockserver.apis.chargebee import stamps
from mockserver.apis.chargebee.addresses import billing_address
from mockserver.apis.chargebee.customers.members import STANDARD, BillingDate, BillingInfo, Customer, CustomerUpdate
from mockserver.apis.chargebee.problems import NotPresent, blank, wrong
from mockserver.core.api.model import Call

_PLAIN = tuple(name for name in Customer.plain() if name not in {"id", *BillingInfo.takes, *BillingDate.takes})
"""Members that are kept as they were said."""

_PLAIN_BILLING_INFO = (
    "vat_number", "vat_number_prefix", "entity_identifier_scheme", "registered_for_gst",
    "business_customer_without_vat_number", "is_einvoice_enabled", "einvoicing_method",
)  # fmt: skip
"""Members of the billing information that are kept as they were said, in the order of answers."""

_INITIAL = Customer.initial()

_DEFAULTS = {name: value for name, value in _INITIAL.items() if name in CustomerUpdate.takes}
"""What a member is again where an empty value takes it away."""

_IDENTIFIER_MEMBERS = ("value", "scheme", "standard")


def new_customer(call: Call, id: str) -> dict[str, Any]:
    """Return a customer of whom nothing is known."""
    return {"id": id, **_DEFAULTS, **stamps.created(call), **_INITIAL, **_site_defaults(call)}


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
        said["tax_providers_fields"] = _filled(values["tax_providers_fields"])
    return {**customer, **said}


def _filled(rows: Iterable[Mapping[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Return rows without what is empty in them, and nothing where nothing is left."""
    filled = [{name: value for name, value in row.items() if value is not None} for row in rows or ()]
    return [row for row in filled if row] or None


def with_billing_info(call: Call, customer: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Put billing information in the place of what a customer has; what is not said of it is gone.

    Its identifiers stay but for those that a row changes or takes away.
    """
    said: dict[str, Any] = {name: values.get(name) for name in _PLAIN_BILLING_INFO}
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
    return {"vat_number_status": outcome, "vat_number_validated_time": stamps.now(call) if asked else None}


def changed_identifiers(
    call: Call, kept: Iterable[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]] | None:
    """Apply rows to the identifiers a customer has.

    A row without an operation changes the identifier whose id it has, and else adds one. Raises `Problem`.
    """
    identifiers = {identifier["id"]: dict(identifier) for identifier in kept}
    for place, row in enumerate(rows):
        id, operation = row.get("id"), row.get("operation")
        if operation in ("update", "delete") and id not in identifiers:
            raise _missing(id, place)
        if operation == "delete":
            del identifiers[id]
        elif id in identifiers and operation != "create":
            identifiers[id] = _laid_over(identifiers[id], row)
        else:
            identifiers |= _added(call, identifiers, row, place)
    return list(identifiers.values()) or None


def _missing(id: Any, place: int) -> Exception:
    param = f"entity_identifiers[id][{place}]"
    return blank(param) if id is None else NotPresent("Entity identifier is not present", param=param)


def _laid_over(identifier: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: row[name] for name in _IDENTIFIER_MEMBERS if row.get(name) is not None}
    return {**identifier, **said}


def _added(call: Call, identifiers: Mapping[str, Any], row: Mapping[str, Any], place: int) -> dict[str, dict[str, Any]]:
    """Return a new identifier under its id; a row that says nothing adds none."""
    said = _laid_over({}, row)
    if not said:
        return {}
    if said.get("scheme") is None:
        raise blank(f"entity_identifiers[scheme][{place}]")
    id = row.get("id") or stamps.mint(call)
    if id in identifiers:
        text = f"The value {id} is already present."
        raise wrong(f"entity_identifiers[id][{place}]", text, "duplicate_entry", "param_not_unique")
    said.setdefault("standard", STANDARD)
    return {id: {"id": id, **{name: said[name] for name in _IDENTIFIER_MEMBERS if name in said}}}

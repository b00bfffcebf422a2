"""What a body makes of a customer."""

import json
from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import consequences, lead_source, names
from mockserver.apis.rebilly.contact import contact, primary_email
from mockserver.apis.rebilly.custom_fields.rules import check_values
from mockserver.apis.rebilly.customers.members import CustomerSchema
from mockserver.apis.rebilly.dialect import object_body, read, written
from mockserver.apis.rebilly.payments import instruments as payment_instruments
from mockserver.apis.rebilly.payments.default import choose
from mockserver.core.api.model import Call
from mockserver.core.problems import Invalid
from mockserver.core.store import Record

_CUSTOMER = CustomerSchema()
_NOTHING_EARNED = {"currency": "USD", "amount": 0, "amountUsd": 0}

_WRITABLE = (
    "customFields", "preferredPayoutInstrumentId", "primaryAddress", "websiteId", "locale", "taxNumbers",
    "personId", "notificationEmails",
)  # fmt: skip


def save(call: Call, id: str | None, before: Record | None) -> Record:
    """Check a body and store the customer it makes; a body that changes nothing leaves the revision alone."""
    values, errors = read(_CUSTOMER, object_body(call))
    id = id or call.mint("cus")
    broken = {error.field.partition(".")[0] for error in errors}
    values = {name: value for name, value in values.items() if name not in broken}
    default, kept = choose(call, id, values, before["defaultPaymentInstrument"] if before else None, errors)
    if before and call.settings["put"] == "merge":
        values = {**{name: before[name] for name in _WRITABLE if name in before}, **values}
    if "customFields" not in broken:
        given = values.get("customFields", {})
        values["customFields"] = check_values(call, "customers", given, errors)
    names.check_references(call, values, errors)
    if errors:
        raise Invalid(errors=errors)
    record = _record(call, id, before, values, default)
    if record != before:
        call.records.put(names.CUSTOMERS, id, record)
    if before is None:
        consequences.customer_created(call, record)
    elif record != before:
        consequences.customer_updated(call, before, record)
    if kept:
        payment_instruments.tell(call, kept, newcomer=before is None)
    if values.get("leadSource") is not None:
        lead_source.keep_lead_source(call, id, values["leadSource"], tell=before is not None)
    return record


def _record(call: Call, id: str, before: Record | None, values: Mapping[str, Any], default: Any) -> Record:
    """Build the stored record, its members in the order Rebilly answers them."""
    now = written(call.now)
    address = contact(values.get("primaryAddress"))
    record = {
        "id": id,
        "email": primary_email(address),
        "firstName": address and address["firstName"],
        "lastName": address and address["lastName"],
        "createdTime": before["createdTime"] if before else now,
        "updatedTime": before["updatedTime"] if before else now,
        "customFields": values.get("customFields", {}),
        "defaultPaymentInstrument": default,
        "preferredPayoutInstrumentId": values.get("preferredPayoutInstrumentId"),
        "primaryAddress": address,
        "company": None,
        "lifetimeRevenue": _NOTHING_EARNED,
        "invoiceCount": 0,
        "averageValue": _NOTHING_EARNED,
        "paymentCount": 0,
        "lastPaymentTime": None,
        "revision": before["revision"] if before else 1,
        "tags": before["tags"] if before else [],
        **({"websiteId": values["websiteId"]} if "websiteId" in values else {}),
        "organizationId": call.tenant,
        "locale": values.get("locale"),
        "hasFulfilledKyc": False,
        "taxNumbers": _tax_numbers(values.get("taxNumbers", [])),
        "personId": values.get("personId"),
        "notificationEmails": values.get("notificationEmails", []),
    }
    if before and _differs(record, before):
        record["revision"] += 1
        record["updatedTime"] = now
    return record


def _differs(record: Record, existing: Record) -> bool:
    """Return whether a record says anything new. Python takes `1` and `true` for equal, JSON does not."""
    if record != existing:
        return True
    before, after = (json.dumps(one["customFields"], sort_keys=True) for one in (existing, record))
    return before != after


def _tax_numbers(given: list[Mapping[str, Any]] | None) -> list[dict[str, Any]] | None:
    if given is None:
        return None
    return [
        {
            "type": number["type"],
            "value": number["value"],
            "isDefault": number.get("isDefault", False),
            "isValid": None,
        }
        for number in given
    ]

"""Billing addresses: what can be said of one, and how it is stored."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.dialect import Constant, Country, Email, Parameters
from mockserver.apis.chargebee.tables import table
from mockserver.core.fields.kinds import Choice, Text

UNCHECKED = "not_validated"


class BillingAddress(Parameters):
    """Where invoices go, and where taxes are due."""

    first_name = Text(150)
    last_name = Text(150)
    email = Email()
    company = Text(250)
    phone = Text(50)
    line1 = Text(150)
    line2 = Text(150)
    line3 = Text(150)
    city = Text(50)
    state_code = Text(50)
    state = Text(50)
    zip = Text(20)
    country: Text = Country()
    validation_status = Choice((UNCHECKED, "valid", "partially_valid", "invalid"), always=True)
    object = Constant("billing_address")


def billing_address(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Write an address, if any part of it was said; states are completed from their codes, and the other way round."""
    said = {name: value for name, value in values.items() if value is not None}
    if not said:
        return None
    states: Mapping[str, str] = table("states").get(said.get("country", ""), {})
    if said.get("state_code") in states:
        said["state"] = states[said["state_code"]]
    elif "state_code" not in said:
        code = next((code for code, name in states.items() if name == said.get("state")), None)
        if code:
            said["state_code"] = code
    return {**said, "validation_status": said.get("validation_status", UNCHECKED), "object": "billing_address"}

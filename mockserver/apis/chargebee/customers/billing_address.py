"""A billing address as it is stored: states completed from their codes, and the other way round."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.tables import table


def billing_address(values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Write an address, if any part of it was said."""
    said = {name: value for name, value in values.items() if value is not None}
    if not said:
        return None
    states = table("states").get(said.get("country", ""), {})
    if said.get("state_code") in states:
        said["state"] = states[said["state_code"]]
    elif "state_code" not in said:
        code = next((code for code, name in states.items() if name == said.get("state")), None)
        if code:
            said["state_code"] = code
    return {**said, "validation_status": said.get("validation_status", "not_validated"), "object": "billing_address"}

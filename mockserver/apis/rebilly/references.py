"""Whether what a request names by id has to exist."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.rebilly import names
from mockserver.core.api.model import Call
from mockserver.core.problems import FieldError

_CHECKED = (
    ("websiteId", names.WEBSITES, "Website"),
    ("preferredPayoutInstrumentId", names.PAYMENT_INSTRUMENTS, "Payment instrument"),
)


def check(call: Call, values: Mapping[str, Any], errors: list[FieldError]) -> None:
    """Add an error for each record that is named and does not exist, where the tenant is strict."""
    if call.settings["references"] != "strict":
        return
    for member, collection, what in _CHECKED:
        named = values.get(member)
        if named is not None and call.records.get(collection, named) is None:
            errors.append(FieldError(member, f"{what} must exist."))

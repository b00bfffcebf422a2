"""What the collections of Rebilly's records are called, and finding the records that a request names."""

from collections.abc import Mapping
from typing import Any

from mockserver.core.api.model import Call
from mockserver.core.problems import FieldError, NotFound
from mockserver.core.store import Record

CUSTOMERS = "customers"
LEAD_SOURCES = "lead_sources"
PAYMENT_INSTRUMENTS = "payment_instruments"
TOKENS = "tokens"
TAGS = "tags"
TIMELINE = "timeline"
TIMELINE_EVENTS = "timeline_events"
WEBSITES = "websites"
CUSTOM_FIELDS = "custom_fields"
ATTACHMENTS = "attachments"
FILES = "files"
EXTERNAL_IDENTIFIERS = "external_identifiers"
WEBHOOKS = "webhooks"
WEBHOOK_CREDENTIALS = "webhook_credentials"
API_KEYS = "api_keys"

_CHECKED = (
    ("websiteId", WEBSITES, "Website"),
    ("preferredPayoutInstrumentId", PAYMENT_INSTRUMENTS, "Payment instrument"),
)


def existing(call: Call, collection: str, id: str, what: str) -> Record:
    """Return a record; raise `NotFound` that says what was not found."""
    record = call.records.get(collection, id)
    if record is None:
        raise NotFound(f"{what} not found.")
    return record


def check_references(call: Call, values: Mapping[str, Any], errors: list[FieldError]) -> None:
    """Add an error for each record that is named and does not exist, where the tenant is strict."""
    if call.settings["references"] != "strict":
        return
    for member, collection, what in _CHECKED:
        named = values.get(member)
        if named is not None and call.records.get(collection, named) is None:
            errors.append(FieldError(member, f"{what} must exist."))

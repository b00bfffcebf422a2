"""What Rebilly takes as a request body."""

from typing import Any

from mockserver.apis.rebilly.fields import as_object
from mockserver.core.api import Call
from mockserver.core.bodies import decode_json
from mockserver.core.exchange import Exchange
from mockserver.core.problems import Malformed, NotFound
from mockserver.core.store import Record


def decode(exchange: Exchange) -> Any:
    """Read the body as JSON whatever its content type says: the PHP client sends none."""
    return decode_json(exchange.body)


def existing(call: Call, collection: str, id: str, what: str) -> Record:
    """Give a record; raises `NotFound` that says what was not found."""
    record = call.records.get(collection, id)
    if record is None:
        raise NotFound(f"{what} not found.")
    return record


def object_body(call: Call) -> dict[str, Any]:
    """Give the body as an object. An absent body and PHP's `[]` are empty objects; anything else is malformed."""
    body = as_object(call.body) if call.exchange.body.strip() else {}
    if not isinstance(body, dict):
        raise Malformed("Request body must be a JSON object.")
    return body

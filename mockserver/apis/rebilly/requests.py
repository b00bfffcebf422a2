"""What Rebilly takes as a request body."""

from typing import Any

from mockserver.apis.rebilly.dialect import LONGEST_ID, RESOURCE_ID, as_object
from mockserver.core.api.model import Call, Exchange
from mockserver.core.http.bodies import decode_json
from mockserver.core.problems import FieldError, Invalid, Malformed, NotFound
from mockserver.core.store import Record


def decode(exchange: Exchange) -> Any:
    """Read the body as JSON whatever its content type says: the PHP client sends none."""
    return decode_json(exchange.body)


def existing(call: Call, collection: str, id: str, what: str) -> Record:
    """Return a record; raise `NotFound` that says what was not found."""
    record = call.records.get(collection, id)
    if record is None:
        raise NotFound(f"{what} not found.")
    return record


def own_id(call: Call, before: Record | None) -> str:
    """Return the id of the path for a record that is put there; raise `Invalid` for one that cannot be an id."""
    id = call.arguments["id"]
    if before is None and (len(id) > LONGEST_ID or not RESOURCE_ID.fullmatch(id)):
        message = f"Must be at most {LONGEST_ID} letters, digits and the characters @ ~ - . _"
        raise Invalid(errors=[FieldError("id", message)])
    return id


def object_body(call: Call) -> dict[str, Any]:
    """Return the body as an object. An absent body and PHP's `[]` are empty objects; anything else is malformed."""
    body = as_object(call.body) if call.exchange.body.strip() else {}
    if not isinstance(body, dict):
        raise Malformed("Request body must be a JSON object.")
    return body

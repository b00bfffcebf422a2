"""Reading ChargeOver's requests: JSON, in the bodies of the verbs that have one."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover.parameters import Parameters
from mockserver.apis.chargeover.problems import no_data
from mockserver.core.api.model import Call, Exchange
from mockserver.core.http.bodies import decode_json
from mockserver.core.problems import Malformed


def decode(exchange: Exchange) -> Any:
    """Read the body; clients announce one with GET and DELETE, too, and send none."""
    return decode_json(exchange.body) if exchange.method in ("POST", "PUT") else None


def data_of(call: Call) -> Mapping[str, Any]:
    """Return the members of a body; raise where there are none. PHP writes an empty object as a list."""
    if call.body in (None, {}, []):
        raise no_data()
    if not isinstance(call.body, dict):
        raise Malformed("Missing or invalid parameter. The request body must be a JSON object.")
    return call.body


def read_new(call: Call, schema: Parameters) -> dict[str, Any]:
    """Read what a new object is made of."""
    return schema.read(data_of(call))


def read_changes(call: Call, schema: Parameters) -> dict[str, Any]:
    """Read what is to change."""
    return schema.read(data_of(call), partial=True)

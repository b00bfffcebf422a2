"""Reading Stripe's requests: forms in the query string and in the body, which mean the same, and their keys."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe.dialect import DIALECT, Parameters, read_request
from mockserver.apis.stripe.identifiers import request_id
from mockserver.apis.stripe.problems import BadParameter, bad, keeps
from mockserver.apis.stripe.versions import checked
from mockserver.core.api.idempotency import Idempotency, Kept
from mockserver.core.api.model import Call, Exchange
from mockserver.core.fields.field import Reading
from mockserver.core.http.forms import decode_form, decode_multipart, merge_forms
from mockserver.core.problems import Malformed


def decode(exchange: Exchange) -> dict[str, Any]:
    """Read the parameters of a request; raise `Malformed` for a body that is JSON."""
    query = decode_form(exchange.query_string) if exchange.query_string else {}
    if not exchange.body or exchange.method == "GET":
        return query
    type = exchange.headers.get("content-type", "").lower()
    if type.startswith(("application/json", "text/json")):
        raise Malformed
    if type.startswith("multipart/form-data"):
        body = decode_multipart(exchange.body, exchange.headers["content-type"])
    else:
        body = decode_form(exchange.body)
    return merge_forms(query, body) if query else body


def read(call: Call, schema: Parameters) -> dict[str, Any]:
    """Return the parameters of a call, as the version of its request knows them; raise `BadParameter`."""
    strict = bool(call.settings["strict_version"])
    reading = Reading(DIALECT, checked(call.exchange), strict, call.settings)
    return read_request(schema, _without_place(call), reading)


def wanted_id(call: Call) -> str | None:
    """Return the id that a fixture file wants for what it creates; a request of a client cannot want one.

    Raise `BadParameter` for what no request could name.
    """
    id = (call.exchange.given or {}).get("id")
    if isinstance(id, (dict, list)) or "/" in str(id):
        raise bad(("id",), "An id is text without a slash.")
    return None if id is None else str(id)


def _without_place(call: Call) -> dict[str, Any]:
    """Leave out of a fixture's record what says where it belongs: its id, and what stands in the path."""
    body: dict[str, Any] = call.body
    if call.exchange.given is None:
        return body
    return {name: value for name, value in body.items() if name != "id" and name not in call.arguments}


LONGEST_KEY = 255
A_DAY = 24 * 60 * 60.0
"""Seconds for which the same POST gets the same answer."""


def _check(key: str) -> None:
    if not 0 < len(key) <= LONGEST_KEY:
        raise BadParameter("Idempotency Key must be a non-empty string.")


def _replayed(kept: Kept) -> Mapping[str, str]:
    return {"Idempotent-Replayed": "true", "Original-Request": request_id(kept.trace)}


IDEMPOTENCY = Idempotency("idempotency-key", A_DAY, check=_check, keeps=keeps, replayed=_replayed)

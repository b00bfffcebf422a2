"""Reading Chargebee's requests: forms in the query string and in the body."""

import re
from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargebee.parameters import Parameters
from mockserver.apis.chargebee.problems import wrong
from mockserver.core.api import Call
from mockserver.core.exchange import Exchange
from mockserver.core.forms import decode_form, decode_multipart, merge_forms


def decode(exchange: Exchange) -> dict[str, Any]:
    """Read the parameters of a request. A body of another kind than a form has none, as at Chargebee."""
    query = decode_form(exchange.query_string) if exchange.query_string else {}
    if not exchange.body or exchange.method == "GET":
        return query
    type = exchange.headers.get("content-type", "application/x-www-form-urlencoded").lower()
    if type.startswith("application/x-www-form-urlencoded"):
        body = decode_form(_lists(exchange.body))
    elif type.startswith("multipart/form-data"):
        body = decode_multipart(exchange.body, exchange.headers["content-type"])
    else:
        return query
    return merge_forms(query, body) if query else body


_LIST = re.compile(rb"(?:(?<=&)|^)exemption_details(?==)")
"""The one parameter that a client repeats (Python's, for the elements of a list)."""


def _lists(form: bytes) -> bytes:
    """Write a repeated parameter as a list, because of others the last one holds."""
    listed, times = _LIST.subn(b"exemption_details[]", form)
    return listed if times > 1 else form


def read(call: Call, schema: Parameters) -> dict[str, Any]:
    """Give the parameters of a call; raises `Wrong`."""
    data = _without_place(call)
    if call.settings["strict_unknown_params"]:
        unknown = schema.unknown_names(data)
        if unknown:
            raise wrong(unknown[0], "should not be sent", legacy="param_should_not_be_sent")
    return schema.read(data)


def custom_fields(call: Call) -> dict[str, Any]:
    """Give the custom fields of a call; an empty one is `None`."""
    body: Mapping[str, Any] = call.body
    return {name: None if value == "" else value for name, value in body.items() if name.startswith("cf_")}


def _without_place(call: Call) -> dict[str, Any]:
    """Leave out of a fixture's record what stands in the path."""
    body: dict[str, Any] = call.body
    if call.exchange.given is None:
        return body
    return {name: value for name, value in body.items() if name not in call.arguments}

"""Reading Chargebee's requests: forms in the query string and in the body."""

from collections.abc import Collection, Mapping
from typing import Any

from mockserver.apis.chargebee.parameters import Parameters
from mockserver.apis.chargebee.problems import wrong
from mockserver.core.api import Call
from mockserver.core.bodies import DEEPEST
from mockserver.core.exchange import Exchange
from mockserver.core.forms import decode_multipart, merge_forms, nested, pairs

_REPEATED = frozenset({"exemption_details"})
"""Parameters that Python's client sends again for each of their elements."""


def decode(exchange: Exchange) -> dict[str, Any]:
    """Read the parameters of a request. A body of another kind than a form has none, as at Chargebee."""
    query = decode_form(exchange.query_string) if exchange.query_string else {}
    if not exchange.body or exchange.method == "GET":
        return query
    type = exchange.headers.get("content-type", "application/x-www-form-urlencoded").lower()
    if type.startswith("application/x-www-form-urlencoded"):
        body = decode_form(exchange.body)
    elif type.startswith("multipart/form-data"):
        body = decode_multipart(exchange.body, exchange.headers["content-type"])
    else:
        return query
    return merge_forms(query, body) if query else body


def decode_form(text: str | bytes) -> dict[str, Any]:
    """Read a form; what a parameter that is a text already would have inside is passed over, as all that is unknown.

    Node's client writes so where a filter has two operators.

    >>> decode_form("first_name[is]=Ada&first_name[is][starts_with]=A")
    {'first_name': {'is': 'Ada'}}

    Details of exemptions are a list where they come more than once.

    >>> decode_form("exemption_details={'a': 1}&exemption_details={'a': 2}")
    {'exemption_details': ["{'a': 1}", "{'a': 2}"]}
    """
    single: dict[str, str] = {}
    repeated: dict[str, list[str]] = {}
    for name, value in pairs(text):
        if name in _REPEATED:
            repeated.setdefault(name, []).append(value)
        elif "[" not in name or not _inside(name, single):
            single.pop(name, None)  # what comes again comes last
            single[name] = value
    lists = {name: values if len(values) > 1 else values[0] for name, values in repeated.items()}
    return {**nested(single.items()), **lists}


def _inside(name: str, texts: Collection[str]) -> bool:
    """Say whether a name leads into one of the texts."""
    holder = name
    for _ in range(DEEPEST):
        holder = holder.rpartition("[")[0]
        if holder in texts:
            return True
    return False


def read(call: Call, schema: Parameters) -> dict[str, Any]:
    """Give the parameters of a call; raises `Wrong`."""
    data = _without_place(call)
    if call.settings["strict_unknown_params"]:
        unknown = schema.unknown_names(data)
        if call.exchange.given is not None and "id" in unknown:
            unknown.remove("id")  # only fixtures can choose every id
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

"""Reading Chargebee's requests: forms in the query string and in the body."""

from collections.abc import Collection, Mapping
from itertools import chain
from typing import Any

from mockserver.apis.chargebee.dialect import FORM, GIVEN, Json, checked
from mockserver.apis.chargebee.problems import wrong
from mockserver.core.api.model import Call, Exchange
from mockserver.core.fields.containers import Members
from mockserver.core.fields.field import Reading
from mockserver.core.http.bodies import DEEPEST
from mockserver.core.http.forms import bracketed, decode_multipart, merge_forms, nested, pairs

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

    So are the elements of an array.

    >>> decode_form("id[in][]=a&id[in][]=b")
    {'id': {'in': ['a', 'b']}}
    """
    said: dict[str, list[str]] = {}
    elements: list[tuple[str, str]] = []
    for name, value in pairs(text):
        if "[]" in name:
            elements.append((name, value))
        elif name in _REPEATED:
            said.setdefault(name, []).append(value)
        elif "[" not in name or not _inside(name, said):
            said.pop(name, None)  # what comes again comes last
            said[name] = [value]
    single = ((name, values[0]) for name, values in said.items() if len(values) == 1)
    several = ((f"{name}[]", value) for name, values in said.items() if len(values) > 1 for value in values)
    return nested(chain(single, several, elements))


def _inside(name: str, texts: Collection[str]) -> bool:
    """Return whether a name leads into one of the texts."""
    holder = name
    for _ in range(DEEPEST):
        holder = holder.rpartition("[")[0]
        if holder in texts:
            return True
    return False


def read(call: Call, members: Members) -> dict[str, Any]:
    """Return the parameters of a call; raise `Wrong`."""
    data = _without_place(call)
    reading = FORM if call.exchange.given is None else GIVEN
    if call.settings["strict_unknown_params"]:
        unknown = _unknown(members, data, reading)
        if unknown:
            raise wrong(unknown[0], "should not be sent", legacy="param_should_not_be_sent")
    return checked(members, data, reading)


def _unknown(members: Members, data: Mapping[str, Any], reading: Reading) -> list[str]:
    """Name what nobody declared, at every depth, and after that what is passed over; custom fields are declared."""
    custom = {name for name in data if name.startswith("cf_")}
    if reading is GIVEN:
        custom.add("id")  # only fixtures can choose every id
    unknown = [
        bracketed(path) for path in members.unknown_paths(data, reading) if path != path[:1] or path[0] not in custom
    ]
    return unknown or [name for name, value in data.items() if _is_passed_over(members, name, value, reading)]


def _is_passed_over(members: Members, name: str, value: Any, reading: Reading) -> bool:
    field = members.parameters.get(name)
    return isinstance(field, Json) and not field.is_heard(value, reading)


def custom_fields(call: Call) -> dict[str, Any]:
    """Return the custom fields of a call; an empty one is `None`."""
    body: Mapping[str, Any] = call.body
    return {name: None if value == "" else value for name, value in body.items() if name.startswith("cf_")}


def _without_place(call: Call) -> dict[str, Any]:
    """Leave out of a fixture's record what stands in the path."""
    body: dict[str, Any] = call.body
    if call.exchange.given is None:
        return body
    return {name: value for name, value in body.items() if name not in call.arguments}

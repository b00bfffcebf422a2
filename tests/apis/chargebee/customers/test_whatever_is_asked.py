"""Lists, and the operations of a customer's life, withstand whatever is sent to them."""

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockserver.apis.chargebee.customers import contacts, hierarchy, life, migrations, operations, promotional_credits
from mockserver.apis.chargebee.dialect import Parameters
from mockserver.core.api.model import Route, routes_of
from mockserver.core.fields.containers import Object
from tests.clients import Chargebee

OF_OTHER_TESTS = {"customers.create", "customers.get", "customers.update", "customers.update_billing_info"}
MODULES = (operations, contacts, life, migrations, hierarchy, promotional_credits)
ROUTES = [route for route in routes_of(*MODULES) if route.operation not in OF_OTHER_TESTS]

WORDS = (
    "", "1", "0", "a", "b", "on", "true", "using_defaults", "friday", "complete_hierarchy", "USD", "created_at",
    "ada@example.com", "general", "elsewhere", "customer", "[]", "[[", "{}", "[1,2]", "['a', 'b']", "[null]", "(1,)",
    '["1","a"]', '["1795277756000","b"]', "[" * 200,
)  # fmt: skip
LAST = ("", "[]", "[x]", "[is]", "[IN]", "[between]", "[is][x]", "[0]")


def names(route: Route) -> list[str]:
    """Give the names of all parameters of an operation."""
    if route.method == "GET":
        return [parameter.name for parameter in route.query]
    schema: Any = (route.body() if isinstance(route.body, type) else route.body) or Parameters()
    inner = [
        f"{name}[{member}]"
        for name, parameter in schema.parameters.items()
        if isinstance(parameter, Object)
        for member in parameter.schema.parameters
    ]
    return [*schema.parameters, *inner]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_an_operation_withstands_whatever_is_asked(chargebee: Chargebee, route: Route, data: st.DataObject) -> None:
    """It is granted or refused, and whoever is listed can be read."""
    chargebee.set(all_features=True)
    for id in "ab":
        chargebee.send("POST", "/customers", {"id": id})
    known = st.sampled_from([*names(route), "nonsense"])
    name = st.one_of(known, st.builds("{}{}".format, known, st.sampled_from(LAST)))
    value = st.one_of(st.sampled_from(WORDS), st.text(max_size=9))
    form = urlencode(data.draw(st.lists(st.tuples(name, value), max_size=6)))
    path = route.path.replace("<path:customer>", data.draw(st.sampled_from("ab"))).replace("<promotional_credit>", "x")
    answer = chargebee.send(route.method, path, form)
    assert answer.status in (200, 400, 404, 409), answer.content
    listed = chargebee.get("/customers", include_deleted=True, limit=100).json["list"]
    assert {"a", "b"} <= {row["customer"]["id"] for row in listed}

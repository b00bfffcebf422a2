"""Every operation answers every status that is documented for every operation, whatever its resource."""

import re

import pytest

from mockserver.apis.rebilly.api import api
from mockserver.core.api.model import Route
from tests.clients import Answer, Rebilly
from tests.tables import each_row

PRIVATE = [route for route in api.routes if not route.public]
WRITES = [route for route in PRIVATE if 429 in route.responses]

_EXAMPLES = {"resource": "customers", "service": "quickbooks-online", "organization": "org_x"}
_KINDS = {404: "not_found", 409: "conflict", 422: "invalid"}

INJECTED = [
    pytest.param(route, status, id=f"{route.operation_id}-{status}")
    for route in PRIVATE
    for status in _KINDS
    if status in route.responses
]


def name(route: Route) -> str:
    return route.operation_id


def send(rebilly: Rebilly, route: Route, caller: Rebilly | None = None) -> Answer:
    """Call an operation at an address that need not lead anywhere."""
    path = re.sub(r"<(\w+)>", lambda argument: _EXAMPLES.get(argument[1], "some"), route.path)
    mount = api.mounts_of(route)[0].replace("<organization>", rebilly.organization)
    target = mount + path
    if route.operation == "organizations.get":
        target = f"/organizations/{rebilly.organization}"
    return (caller or rebilly).send(route.method, target, None if route.method == "GET" else {}, raw=True)


@each_row("route", PRIVATE, ids=name)
def test_a_call_without_a_key_is_401(rebilly: Rebilly, route: Route) -> None:
    """In the form of problem details."""
    answer = send(rebilly, route, Rebilly(rebilly.caller, rebilly.organization, ""))
    assert (answer.status, answer.json["title"], 401 in route.responses) == (401, "Unauthorized", True)


@each_row("route", PRIVATE, ids=name)
def test_a_call_without_its_permission_is_403_and_names_it(rebilly: Rebilly, route: Route) -> None:
    """A key that may do one other thing may not do this one."""
    key = {"description": "none", "acl": [{"scope": {}, "permissions": ["NoSuchOperation"]}]}
    secret = rebilly.post("/api-keys", key).json["secretKey"]
    answer = send(rebilly, route, Rebilly(rebilly.caller, rebilly.organization, secret))
    assert (answer.status, answer.json["detail"]) == (403, f"Permission {route.operation_id} is required.")


@each_row("route", WRITES, ids=name)
def test_a_write_beyond_the_limit_is_429(rebilly: Rebilly, route: Route) -> None:
    """With the second at which the limit opens again, and no read ever is."""
    rebilly.admin("PUT", "/scenario", {"name": "provider-limits"})
    [limit] = rebilly.admin("GET", "/limits?api=rebilly").json["limits"]
    rebilly.admin("POST", f"/limits/{limit['id']}/exhaust")
    answer = send(rebilly, route)
    assert (answer.status, answer.json["title"]) == (429, "Rate Limit Exceeded")
    assert int(answer.headers["x-ratelimit-retry-after"]) > 1_700_000_000


def test_reads_know_no_limit() -> None:
    """429 is documented for operations that change something, and for no other."""
    assert {route.method for route in WRITES} == {"POST", "PUT", "PATCH", "DELETE"}
    assert not [route for route in PRIVATE if route.method == "GET" and 429 in route.responses]


@each_row(("route", "status"), INJECTED)
def test_a_documented_refusal_can_be_asked_for(rebilly: Rebilly, route: Route, status: int) -> None:
    """By the operation's name or by Rebilly's, in Rebilly's form."""
    respond = {"error": _KINDS[status]}
    rule = {"operation": route.operation_id, "respond": respond}
    assert rebilly.admin("POST", "/rules", rule).status == 201
    answer = send(rebilly, route)
    assert (answer.status, answer.json["status"], "x-mock-rule" in answer.headers) == (status, status, True)

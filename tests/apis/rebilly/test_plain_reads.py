"""Reads of what is not served here, and everything that Rebilly's own smoke tests read."""

import pytest

from mockserver.apis.rebilly.account import reads
from mockserver.core.api.model import Route
from tests.clients import Rebilly
from tests.tables import each_row

LISTS = (
    "/customers", "/events", "/websites", "/api-keys", "/tags", "/fees", "/custom-domains", "/shipping-rates",
    "/roles", "/tags-rules", "/coupons", "/payment-gateways-metadata", "/products", "/applications", "/webhooks",
    "/external-identifiers",
)  # fmt: skip
OBJECTS = ("/profile", "/external-services-settings", "/status")


@each_row("path", LISTS)
def test_a_smoke_test_gets_a_list(rebilly: Rebilly, path: str) -> None:
    """The answer is 200, JSON and a list with its headers."""
    answer = rebilly.get(path)
    assert (answer.status, answer.headers["content-type"], type(answer.json)) == (200, "application/json", list)
    assert int(answer.headers["pagination-total"]) == len(answer.json)


@pytest.mark.parametrize("path", OBJECTS)
def test_a_smoke_test_gets_an_object(rebilly: Rebilly, path: str) -> None:
    """The answer is 200, JSON and an object."""
    answer = rebilly.get(path)
    assert (answer.status, answer.headers["content-type"], type(answer.json)) == (200, "application/json", dict)


@each_row("route", reads.routes, ids=lambda route: route.path)
def test_what_is_not_served_is_empty(rebilly: Rebilly, route: Route) -> None:
    """A list has no records, whatever the page, and an object no members."""
    answer = rebilly.get(f"{route.path}?limit=5&offset=2")
    many = route.responses[200].many
    assert (answer.status, answer.json) == (200, [] if many else {})
    headers = [answer.headers.get(f"pagination-{name}") for name in ("total", "limit", "offset")]
    assert headers == (["0", "5", "2"] if many else [None] * 3)


@each_row("route", reads.routes, ids=lambda route: route.path)
def test_reading_nothing_takes_a_key(rebilly: Rebilly, route: Route) -> None:
    """As everywhere, nobody is 401 and a publishable key 403."""
    keys = ("nobody", "pk_sandbox_browser")
    callers = [Rebilly(rebilly.caller, rebilly.organization, key) for key in keys]
    assert [caller.get(route.path).status for caller in callers] == [401, 403]

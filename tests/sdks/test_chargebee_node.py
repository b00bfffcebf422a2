"""Chargebee's own Node library and customers: what it leaves out, what it takes away, and pages."""

from typing import Any

import pytest

from tests.clients import Chargebee
from tests.sdks.chargebee_node import ChargebeeNode

pytestmark = pytest.mark.sdk


def test_what_is_empty_takes_away_and_what_is_null_does_not(chargebee_node: ChargebeeNode) -> None:
    """The library does not send `null`, except where it writes JSON."""
    given = {"id": "ada", "first_name": "Ada", "company": "Engines", "phone": "1", "meta_data": {"a": 1}}
    made = chargebee_node.call("customer.create", given).value["customer"]
    wishes = {"first_name": None, "company": "", "meta_data": None}
    changed = chargebee_node.call("customer.update", "ada", wishes).value["customer"]
    moved = {name: changed[name] for name in ("updated_at", "resource_version")}
    left = {name: value for name, value in made.items() if name not in ("company", "meta_data")}
    assert changed == {**left, **moved}


def test_meta_data_keeps_its_names(chargebee_node: ChargebeeNode) -> None:
    """As an object, and as text."""
    for given in ({"Plan": {"Seats": [1, None, True]}}, '{"Plan": {"Seats": [1, null, true]}}'):
        made = chargebee_node.call("customer.create", {"meta_data": given, "cf_Colour": "Red"}).value["customer"]
        assert (made["meta_data"], made["cf_Colour"]) == ({"Plan": {"Seats": [1, None, True]}}, "Red")


def test_headers_of_a_request(chargebee_node: ChargebeeNode) -> None:
    """Where a customer comes from is said in a header; what the sandbox has no use for does no harm."""
    headers = {
        "chargebee-request-origin-ip": "192.0.2.1",
        "chargebee-request-origin-user": "ada@example.com",
        "chargebee-event-webhook": "all-disabled",
        "chargebee-event-email": "all-disabled",
    }
    made = chargebee_node.call("customer.create", {}, headers).value["customer"]
    assert made["created_from_ip"] == "192.0.2.1"


def test_pages_follow_each_other(chargebee_node: ChargebeeNode, site: Chargebee) -> None:
    """Each page names the next one, and the last one none."""
    made = [site.customer(company="Engines")["id"] for _ in range(5)]
    site.customer(company="Looms")
    asked: dict[str, Any] = {"limit": 2, "company": {"is": "Engines"}, "sort_by": {"asc": "created_at"}}
    found, offsets = [], [None]
    while len(offsets) < 5:
        page = chargebee_node.call("customer.list", {**asked, "offset": offsets[-1]}).value
        found += [row["customer"]["id"] for row in page["list"]]
        if "next_offset" not in page:
            break
        offsets.append(page["next_offset"])
    assert found == made
    assert len(offsets) == 3


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param({"id": {"in": ["ada", 'o\'neil, "x"']}}, ["ada", 'o\'neil, "x"'], id="in"),
        pytest.param({"id": {"not_in": ["ada"]}}, ['o\'neil, "x"'], id="not in"),
        pytest.param({"company": {"is_present": True}}, ["ada"], id="there"),
        pytest.param({"created_at": {"between": [0, 4_000_000_000]}}, ["ada", 'o\'neil, "x"'], id="between"),
        pytest.param({"company": {"is": "Engines", "starts_with": "L"}}, ["ada"], id="two operators, of which one"),
        pytest.param({"email": "nobody@example.com"}, ["ada", 'o\'neil, "x"'], id="no operator"),
    ],
)
def test_filters(chargebee_node: ChargebeeNode, site: Chargebee, filters: Any, found: list[str]) -> None:
    """A filter means the same after the library has written it; of two on one member it spoils the second."""
    site.customer(id="ada", company="Engines")
    site.customer(id='o\'neil, "x"')
    page = chargebee_node.call("customer.list", {**filters, "sort_by": {"asc": "created_at"}}).value
    assert [row["customer"]["id"] for row in page["list"]] == found

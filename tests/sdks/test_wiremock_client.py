"""WireMock's own Python client verifies against us."""

from collections.abc import Iterator
from typing import Any

import pytest
from wiremock.client import NearMisses, NearMissMatchPatternRequest, Requests, Scenarios
from wiremock.constants import Config
from wiremock.exceptions import InvalidInputException, NotFoundException

from mockserver.testing.server import MockServer
from tests.clients import OverHttp, Rebilly

pytestmark = pytest.mark.sdk


@pytest.fixture
def rebilly(live: MockServer, organization: str) -> Iterator[Rebilly]:
    """A caller whose tenant the client asks about: the client knows one address for all it does."""
    before, Config.base_url = Config.base_url, f"{live.url}/__admin/tenants/{organization}"
    yield Rebilly(OverHttp(live.url), organization)
    Config.base_url = before


def pattern(rebilly: Rebilly, method: str = "POST", path: str = "/customers", **members: Any) -> Any:
    return NearMissMatchPatternRequest(
        method=method, url_path=f"/organizations/{rebilly.organization}{path}", **members
    )


def named(name: str) -> dict[str, Any]:
    return {"primaryAddress": {"firstName": name}}


def test_requests_are_counted_by_pattern(rebilly: Rebilly) -> None:
    for name in ("Ada", "Grace", "Ada"):
        rebilly.post("/customers", named(name))
    ada = [{"matchesJsonPath": {"expression": "$.primaryAddress.firstName", "equalTo": "Ada"}}]
    key = {"REB-APIKEY": {"equalTo": rebilly.key}, "X-Absent": {"absent": True}}
    assert Requests.get_matching_request_count(pattern(rebilly)).count == 3
    assert Requests.get_matching_request_count(pattern(rebilly, body_patterns=ada, headers=key)).count == 2
    assert Requests.get_matching_request_count(pattern(rebilly, "DELETE")).count == 0


def test_requests_are_found_by_pattern_in_the_order_they_came(rebilly: Rebilly) -> None:
    rebilly.post("/customers", named("Ada"))
    rebilly.get("/customers?limit=2")
    rebilly.get("/customers?limit=3")
    found = Requests.get_matching_requests(pattern(rebilly, "GET", query_parameters={"limit": {"matches": "[23]"}}))
    assert [(each.method, each.url.rpartition("?")[2], each.client_ip) for each in found.requests] == [
        ("GET", "limit=2", "127.0.0.1"),
        ("GET", "limit=3", "127.0.0.1"),
    ]
    [created] = Requests.get_matching_requests(pattern(rebilly)).requests
    assert created.body == '{"primaryAddress": {"firstName": "Ada"}}'
    assert created.logged_date_string.startswith("20")
    assert created.headers["reb-apikey"] == "********"


def test_all_requests_are_listed_and_read_one_by_one(rebilly: Rebilly) -> None:
    rebilly.get("/customers")
    rebilly.get("/customers/none")
    listed = Requests.get_all_received_requests(limit=1, parameters={})
    assert (listed.meta.total, len(listed.requests), listed.requests[0].id) == (2, 1, 2)
    one = Requests.get_request(1).request
    assert (one.method, one.url) == ("GET", f"/organizations/{rebilly.organization}/customers")
    with pytest.raises(NotFoundException):
        Requests.get_request(3)


def test_unmatched_requests_are_told_with_near_misses(rebilly: Rebilly) -> None:
    rebilly.admin("POST", "/rules", {"operation": "customers.list", "match": {"query": {"q": "x"}}, "delay": "1ms"})
    rebilly.get("/customers?q=y")
    assert [each.method for each in Requests.get_unmatched_requests().requests] == ["GET"]
    [miss] = Requests.get_unmatched_requests_near_misses().near_misses
    assert (miss.request.url.rpartition("?")[2], miss.match_result.distance) == ("q=y", 0.5)
    [near] = NearMisses.find_nearest_misses_by_request_pattern(pattern(rebilly, "PUT")).near_misses
    assert (near.request.method, near.match_result.distance) == ("GET", 0.5)


def test_the_journal_is_emptied(rebilly: Rebilly) -> None:
    rebilly.get("/customers")
    Requests.reset_request_journal()
    assert Requests.get_all_received_requests(parameters={}).meta.total == 0


def test_machines_go_back_to_their_first_state(rebilly: Rebilly) -> None:
    rule = {"machine": "door", "operation": "customers.list", "state": "Started", "next_state": "Open"}
    rebilly.admin("POST", "/rules", rule)
    rebilly.get("/customers")
    assert state(rebilly) == "Open"
    Scenarios.reset_all_scenarios()
    assert state(rebilly) == "Started"


def state(rebilly: Rebilly) -> str:
    [machine] = rebilly.admin("GET", "/scenarios").json["scenarios"]
    assert (machine["name"], machine["possibleStates"]) == ("door", ["Started", "Open"])
    return str(machine["state"])


def test_a_pattern_that_has_no_counterpart_is_refused(rebilly: Rebilly) -> None:
    """It would mean something else without that member."""
    rebilly.get("/customers")
    xml = [{"equalToXml": "<a/>"}]
    with pytest.raises(InvalidInputException, match=r"bodyPatterns\[0\].equalToXml has no counterpart"):
        Requests.get_matching_request_count(pattern(rebilly, body_patterns=xml))

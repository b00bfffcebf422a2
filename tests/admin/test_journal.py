"""The journal over the control plane: filters, unmatched requests, near misses, command lines and waiting."""

import json
import shlex
import subprocess
from typing import Any
from urllib.parse import quote

import pytest

from mockserver.testing.server import MockServer
from tests.admin.conftest import Admin
from tests.admin.later import soon
from tests.clients import Chargebee, OverHttp, Rebilly, Stripe

ADA = {"primaryAddress": {"country": "GB", "emails": [{"label": "main", "value": "ada@example.com"}]}}
GRACE = {"primaryAddress": {"country": "US", "emails": [{"label": "main", "value": "grace@example.com"}]}}


@pytest.fixture
def told(admin: Admin) -> Admin:
    """A journal of five: two creates, a refused one, a list, and an address that leads nowhere."""
    admin.rebilly.post("/customers", ADA)
    admin.rebilly.post("/customers", GRACE)
    admin.rebilly.post("/customers", {"primaryAddress": {"emails": [{"label": "main", "value": "nobody"}]}})
    admin.rebilly.get("/customers?limit=2&q=ada", **{"X-Trace": "7"})
    admin.rebilly.get("/custmers")
    return admin


def listed(admin: Admin, query: str) -> list[int]:
    return [entry["id"] for entry in admin("GET", f"/requests?{query}")["requests"]]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("order=oldest", [1, 2, 3, 4, 5]),
        ("limit=2", [5, 4]),
        ("order=oldest&limit=2", [1, 2]),
        ("after=2&before=5", [4, 3]),
        ("operation=customers.create", [3, 2, 1]),
        ("operation=customers.list,customers.get", [4]),
        ("operation=customers.*", [4, 3, 2, 1]),
        ("operation=PostCustomer", [3, 2, 1]),
        ("api=rebilly", [5, 4, 3, 2, 1]),
        ("api=stripe", []),
        ("method=POST", [3, 2, 1]),
        ("path=*/customers", [4, 3, 2, 1]),
        ("status=201", [2, 1]),
        ("status=4xx", [5, 3]),
        ("status=404,422", [5, 3]),
        ("status=none", []),
        ("rule=none-such", []),
        ("body.primaryAddress.country=GB", [1]),
        ("body.primaryAddress.country=present", [2, 1]),
        ("query.limit=2", [4]),
        ("headers.X-Trace=7", [4]),
        ("arguments.organization=present&method=GET", [4]),
        ("since=2000-01-01T00:00:00Z", [5, 4, 3, 2, 1]),
        ("since=9000-01-01", []),
    ],
)
def test_a_list_holds_what_its_filters_let_pass(told: Admin, query: str, numbers: list[int]) -> None:
    assert listed(told, query) == numbers


@pytest.mark.parametrize(
    ("member", "comparison", "numbers"),
    [
        ("body.primaryAddress.country", {"one_of": ["GB", "FR"]}, [1]),
        ("body.primaryAddress.country", {"any_of": ["US", {"contains": "B"}]}, [2, 1]),
        ("jsonpath.$.primaryAddress.emails[*].value", {"contains": "@example.com"}, [2, 1]),
        ("query.limit", {"gt": 1}, [4]),
        ("request.path", {"matches": ".*custmers"}, [5]),
        ("headers.x-trace", {"absent": True}, [5, 3, 2, 1]),
    ],
)
def test_members_are_compared_as_rules_compare_them(
    told: Admin, member: str, comparison: dict[str, Any], numbers: list[int]
) -> None:
    """The value of a filter is JSON, or else the text that a member must be."""
    assert listed(told, f"{quote(member)}={quote(json.dumps(comparison))}") == numbers


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("operatoin=x", "'operatoin' is no filter, did you mean 'operation'?; there are api, operation,"),
        ("operation=customers.creat", "query: operation: no API has an operation 'customers.creat', did you mean"),
        ("api=strip", "query: api: there is no API 'strip', did you mean 'stripe'?"),
        ("method=FETCH", "query: method: must be one of GET, HEAD, POST"),
        ("status=9xx", "query: status: must be a status, a class such as 4xx, none, or a list of these"),
        ("body.a=%7B%22gtt%22%3A1%7D", "query: match.body.a.gtt: unknown comparison, did you mean 'gt'?"),
        ("jsonpath.$[=1", "query: match.jsonpath.$[: "),
        ("order=random", "order must be newest or oldest, not 'random'."),
        ("after=x", "after must be a whole number"),
        ("since=noon", "since must be a date and time"),
        ("within=soon", "within must be a duration"),
        ("within=2m", "within must be at most 60s."),
        ("count=2", "count means something with within only."),
    ],
)
def test_a_filter_that_cannot_be_read_is_refused_by_name(told: Admin, query: str, detail: str) -> None:
    status, said = told.refused("GET", f"/requests?{query}")
    assert (status, said[: len(detail)]) == (400, detail)


def test_an_entry_says_what_was_wrong_with_its_request(told: Admin) -> None:
    """In no vendor's words, beside the answer in the vendor's."""
    assert told("GET", "/requests/3")["refusal"] == {
        "kind": "invalid",
        "detail": "",
        "fields": [{"field": "primaryAddress.emails.0.value", "message": "Must be a valid e-mail address."}],
    }
    assert told("GET", "/requests/1")["refusal"] is None


def test_an_entry_is_dated_as_wiremock_dates_it(admin: Admin) -> None:
    admin("POST", "/clock/freeze", {"at": "2026-01-15T12:00:00.250Z"})
    admin.rebilly.get("/customers?limit=1")
    request = admin("GET", "/requests/1")["request"]
    assert (request["loggedDate"], request["loggedDateString"], request["url"]) == (
        1768478400250, "2026-01-15T12:00:00.250Z", f"/organizations/{admin.rebilly.organization}/customers?limit=1",
    )  # fmt: skip


def unmatched(admin: Admin) -> list[tuple[int, str]]:
    return [(entry["id"], entry["unmatched"]) for entry in admin("GET", "/requests/unmatched")["requests"]]


def test_without_rules_only_what_leads_nowhere_is_unmatched(told: Admin) -> None:
    """The sandbox answers all the rest by itself."""
    assert unmatched(told) == [(5, "operation")]


def test_with_rules_what_none_of_them_is_about_is_unmatched(told: Admin) -> None:
    """A rule that is about a request and stays silent is no miss."""
    told("POST", "/rules", {"operation": "customers.create", "when": {"calls": [9]}, "delay": "1ms"}, expect=201)
    assert unmatched(told) == [(5, "operation"), (4, "rule")]


def test_what_a_rule_decided_is_matched_whatever_became_of_the_rule(admin: Admin) -> None:
    rule = {"operation": "customers.list", "state": "Started", "respond": {"error": "gone"}, "next_state": "Over"}
    admin("POST", "/rules", rule, expect=201)
    admin.rebilly.get("/customers")
    admin.rebilly.get("/customers")
    assert unmatched(admin) == [(2, "rule")]


def test_the_nearest_rules_come_first_with_their_reasons(told: Admin) -> None:
    """Another operation is further than another member."""
    query = {"limit": "3", "q": "ada"}
    rules: dict[str, dict[str, Any]] = {
        "far": {"operation": "tokens.create"},
        "near": {"match": {"query": query}},
        "silent": {"when": {"calls": [5]}},
        "nearer": {"match": {"query": query, "headers": {"X-Trace": "7"}}},
    }
    for id, rule in rules.items():
        told("POST", "/rules", {"id": id, "operation": "customers.list", "delay": "1ms", **rule}, expect=201)
    found = told("GET", "/requests/4/near-misses")["nearMisses"]
    assert [(miss["rule"], miss["reasons"], miss["matchResult"]["distance"]) for miss in found] == [
        ("silent", ["this is call 1, it fires for 5"], 0.0),
        ("nearer", ["query limit is '2', expected equals '3'"], 0.25),
        ("near", ["query limit is '2', expected equals '3'"], 0.333),
    ]


def test_an_address_that_leads_nowhere_is_told_of_its_neighbours(told: Admin) -> None:
    misses, address = told("GET", "/requests/5/near-misses"), "/organizations/<organization>/customers"
    assert misses["request"] == {
        "id": 5, "api": "rebilly", "operation": None, "method": "GET", "status": 404, "rule": None,
        "url": f"/organizations/{told.rebilly.organization}/custmers",
    }  # fmt: skip
    assert misses["operations"][0] == {
        "operation": "customers.list",
        "method": "GET",
        "path": address,
        "reasons": [f"path is /organizations/{told.rebilly.organization}/custmers, expected {address}"],
    }


def test_a_wrong_method_is_told_of_the_right_ones(stripe: Stripe) -> None:
    stripe.send("DELETE", "/customers")
    misses = stripe.admin("GET", "/requests/1/near-misses").json
    assert {(near["operation"], *near["reasons"]) for near in misses["operations"][:2]} == {
        ("customers.list", "method is DELETE, expected GET"),
        ("customers.create", "method is DELETE, expected POST"),
    }


def test_near_misses_of_all_unmatched_requests_are_listed_together(told: Admin) -> None:
    told("POST", "/rules", {"operation": "customers.list", "match": {"query": {"q": "x"}}, "delay": "1ms"}, expect=201)
    for path in ("/requests/near-misses?limit=2", "/requests/unmatched/near-misses?limit=2"):
        found = told("GET", path)
        assert [(miss["request"]["id"], miss["reasons"][-1]) for miss in found["nearMisses"]] == [
            (5, "query q is absent, expected equals 'x'"),
            (4, "query q is 'ada', expected equals 'x'"),
        ]
        assert found["meta"] == {"total": 5}


def test_reasons_tell_no_secret(stripe: Stripe) -> None:
    card = {"number": "4242424242424242", "cvc": "737"}
    rule = {"operation": "tokens.create", "match": {"body": {"card.cvc": "1"}}, "delay": "1ms"}
    stripe.admin("POST", "/rules", rule)
    stripe.post("/tokens", card=card)
    [miss] = stripe.admin("GET", "/requests/1/near-misses").json["nearMisses"]
    assert miss["reasons"] == ["body card.cvc is ********, expected equals '1'"]


def test_a_command_line_sends_the_request_again(live: MockServer, organization: str) -> None:
    """Given the credential, which it does not hold; the sandbox answers the same."""
    rebilly = Rebilly(OverHttp(live.url), organization)
    first = rebilly.send("POST", "/customers", ADA, {"X-Odd": 'it\'s "$HOME"'})
    line = rebilly.admin("GET", "/requests/1/curl").content.decode()
    assert rebilly.key not in line
    done = subprocess.run(["sh", "-c", line], env={"REB_APIKEY": rebilly.key}, capture_output=True, check=True)
    assert json.loads(done.stdout)["primaryAddress"] == first.json["primaryAddress"]
    [again, sent] = rebilly.admin("GET", "/requests").json["requests"]
    assert again["request"]["body"] == sent["request"]["body"]
    assert again["request"]["headers"]["x-odd"] == 'it\'s "$HOME"'


def test_a_command_line_writes_forms_as_forms(chargebee: Chargebee) -> None:
    chargebee.post("/customers", first_name="Ada & Co", card={"number": "4111111111111111", "cvv": "100"})
    line = chargebee.admin("GET", "/requests/1/curl").content.decode()
    assert shlex.split(line)[-1] == "first_name=Ada+%26+Co&card%5Bnumber%5D=********&card%5Bcvv%5D=********"


def test_a_command_line_parts_what_came_in_parts(stripe: Stripe) -> None:
    body = '--b\r\nContent-Disposition: form-data; name="metadata[a]"\r\n\r\nit\'s\r\n--b--\r\n'
    stripe.send("POST", "/customers", body, {"Content-Type": "multipart/form-data; boundary=b"})
    words = shlex.split(stripe.admin("GET", "/requests/1/curl").content.decode())
    assert words[-2:] == ["--form-string", "metadata[a]=it's"]
    assert "boundary" not in " ".join(words)


def test_a_body_that_is_not_whole_makes_no_command_line(admin: Admin) -> None:
    admin.rebilly.post("/customers", b'{"a": "' + b"x" * 300_000)
    assert admin.refused("GET", "/requests/1/curl") == (422, "The journal does not hold all of the body of request 1.")


def test_a_list_waits_for_as_many_as_were_asked_for(live: MockServer, organization: str) -> None:
    rebilly = Rebilly(OverHttp(live.url), organization)
    rebilly.get("/customers")
    with soon(lambda: [Rebilly(OverHttp(live.url), organization).get("/customers") for _ in range(2)]):
        found = rebilly.admin("GET", "/requests?operation=customers.list&within=10s&count=3").json
    assert found["meta"] == {"total": 3}


def test_a_list_that_waited_in_vain_gives_what_there_is(admin: Admin) -> None:
    admin.rebilly.get("/customers")
    assert admin("GET", "/requests?within=50ms&count=2")["meta"] == {"total": 1}

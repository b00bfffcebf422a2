"""What one call may make the server look at: values that are decoded, and values that are searched."""

import json
from typing import Any

import pytest

from mockserver.core.documents import LARGEST, MOST_ERRORS
from mockserver.core.http.bodies import MOST_OF_DOCUMENT, MOST_OUTSIDE, MOST_VALUES
from mockserver.sandbox.snapshots.reading import MOST_MISTAKES
from mockserver.sandbox.snapshots.schema import LISTS, MOST_ENTRIES
from mockserver.scenarios.rules.matching import MOST_SEARCHED, MOST_STEPS
from tests.admin.conftest import Admin, problem
from tests.clients import ChargeOver, Rebilly
from tests.tables import each_row

MANY = b"[" + b"[]," * MOST_VALUES + b"1]"
DEEP = {"a": [[[1] * 20] * 20] * 20}
ALL = "$..*..*..*"
TOO_MANY = (422, f"This looks at more than {MOST_STEPS} values of bodies; ask for less of them.")


def send(admin: Admin, method: str, path: str, body: bytes, **headers: str) -> tuple[int, str]:
    target = f"/__admin/tenants/{admin.rebilly.organization}{path}"
    return problem(admin.rebilly.caller.send(method, target, headers, body))


@pytest.fixture
def full(admin: Admin) -> Admin:
    """A journal of ten requests with large bodies."""
    for _ in range(10):
        admin.rebilly.post("/customers", DEEP)
    return admin


@each_row(
    ("method", "path"),
    [
        ("POST", "/verify"),
        ("POST", "/rules"),
        ("PUT", "/rules/one"),
        ("PUT", "/scenario"),
        ("POST", "/scenario/check"),
        ("POST", "/scenario/explain"),
        ("POST", "/requests/count"),
        ("PUT", "/settings/rebilly"),
        ("PATCH", "/data/rebilly/customers/ada"),
    ],
)
def test_a_body_of_too_many_values_is_refused(admin: Admin, method: str, path: str) -> None:
    refused = send(admin, method, path, MANY)
    assert refused == (413, "Request body has more than 100000 values, counted by its commas and opening brackets.")


@pytest.mark.parametrize("name", ["one_of", "names"])
def test_as_many_values_as_may_be_are_read(admin: Admin, name: str) -> None:
    """The bound itself is none too many."""
    body = json.dumps({name: [0] * (MOST_VALUES - 2)}, separators=(",", ":")).encode()
    assert send(admin, "POST", "/verify", body)[0] == 422


@pytest.mark.parametrize("value", [b"[]", b'"a"', b"1"])
def test_a_document_of_records_that_holds_none_is_refused(admin: Admin, value: bytes) -> None:
    """Objects are what it is decoded by; where there are some, it may have ten times as many values."""
    many = b"[" + (value + b",") * MOST_OUTSIDE + b"1]"
    refusal = f"Request body has more than {MOST_OUTSIDE} values, and stretches of it hold no objects."
    assert send(admin, "PUT", "/snapshots/large", many) == (413, refusal)
    assert send(admin, "POST", "/data/rebilly", many) == (413, refusal)


def test_a_document_of_records_has_a_bound_too(admin: Admin) -> None:
    many = b"[" + b"{}," * (MOST_OF_DOCUMENT // 2) + b"1]"
    refusal = f"Request body has more than {MOST_OF_DOCUMENT} values, counted by its commas and opening brackets."
    assert send(admin, "PUT", "/snapshots/large", many) == (413, refusal)


@each_row("name", LISTS)
def test_the_lists_of_a_snapshot_are_bounded(admin: Admin, name: str) -> None:
    body = {"version": 1, name: [{}] * (MOST_ENTRIES + 1)}
    refused = admin.refused("PUT", "/snapshots/s", body)
    assert refused == (422, f"body: {name}: must have at most {MOST_ENTRIES} entries")


@pytest.mark.parametrize("entry", [1, {"id": "x", "record": {"tags": 1}}], ids=["no record", "misshapen"])
def test_not_every_mistake_of_a_large_document_is_looked_for(admin: Admin, entry: Any) -> None:
    listed = [entry if isinstance(entry, int) else {**entry, "id": f"c{n}"} for n in range(5_000)]
    body = json.dumps({"version": 1, "records": {"rebilly": {"customers": listed}}}).encode()
    target = f"/__admin/tenants/{admin.rebilly.organization}/snapshots/s"
    refused = admin.rebilly.caller.send("PUT", target, {}, body)
    assert refused.status == 422
    assert refused.json["errors"][-1]["message"] == f"and {MOST_MISTAKES - MOST_ERRORS} errors more"


@pytest.mark.parametrize("indent", [None, 2])
def test_a_document_of_records_may_have_more_values(admin: Admin, indent: int | None) -> None:
    records = [{"id": f"c{n}", "record": {"id": f"c{n}", "a": 1, "b": None, "c": [1.5, "x"]}} for n in range(20_000)]
    document = {"version": 1, "records": {"rebilly": {"files": records}}}
    target = f"/__admin/tenants/{admin.rebilly.organization}/snapshots/large?raw=true"
    body = json.dumps(document, indent=indent).encode()
    kept = admin.rebilly.caller.send("PUT", target, {}, body)
    assert (kept.status, kept.json["records"]) == (200, 20_000)
    [first, *_] = admin("GET", "/snapshots/large")["records"]["rebilly"]["files"]
    assert first == records[0]


def test_a_document_without_objects_is_read_like_any_other(admin: Admin) -> None:
    """What is decoded step by step is refused with the same words as a short one."""
    wrong = send(admin, "PUT", "/snapshots/s", json.dumps([1.5, "\u00e4\n", None, True] * 30_000).encode())
    assert wrong == (422, "body: Invalid input type.")
    broken = send(admin, "PUT", "/snapshots/s", b"[" + b"1," * 200_000 + b"]")
    assert broken == (400, "Request body is not valid JSON: Expecting value at line 1 column 400002.")
    infinite = send(admin, "PUT", "/snapshots/s", b"[" + b"1," * 200_000 + b"NaN]")
    assert infinite == (400, "Request body is not valid JSON: NaN is not a JSON number.")


def test_a_document_of_yaml_is_bounded_by_its_bytes(admin: Admin) -> None:
    text = b"#" * LARGEST + b"\nversion: 1\n"
    refused = send(admin, "PUT", "/snapshots/s", text, **{"Content-Type": "application/yaml"})
    assert refused == (413, f"A document of YAML may have {LARGEST} bytes; JSON may have more.")


def test_an_api_refuses_as_many_values_in_its_own_words(rebilly: Rebilly, chargeover: ChargeOver) -> None:
    told = f"more than {MOST_VALUES} values"
    refused = rebilly.post("/customers", MANY)
    assert refused.status == 413
    assert told in refused.json["detail"]
    refused = chargeover.send("POST", "/customer", MANY)
    assert (refused.status, refused.json["status"]) == (413, "Error")
    assert told in refused.json["message"]


def test_a_body_that_was_too_much_stands_in_the_journal_and_matches_nothing(admin: Admin) -> None:
    admin("PUT", "/rules/one", {"match": {"body": {"a": "present"}}, "respond": {"error": "conflict"}})
    assert admin.rebilly.post("/customers", MANY).status == 413
    [entry] = admin("GET", "/requests")["requests"]
    assert entry["refusal"]["kind"] == "too_large"
    assert admin("GET", "/requests?body.a=present")["requests"] == []
    assert [each["unmatched"] for each in admin("GET", "/requests/unmatched")["requests"]] == ["rule"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", f"/requests?jsonpath.{ALL}=2", None),
        ("POST", "/verify", {"match": {"match": {"jsonpath": {ALL: 2}}}}),
        ("POST", "/verify", {"order": [{"match": {"jsonpath": {ALL: 2}}}]}),
        ("POST", "/requests/count", {"bodyPatterns": [{"matchesJsonPath": ALL + ".z"}]}),
        ("POST", "/near-misses/request-pattern", {"bodyPatterns": [{"matchesJsonPath": ALL + ".z"}]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_call_that_searches_too_much_is_refused(full: Admin, method: str, path: str, body: Any) -> None:
    assert full.refused(method, path, body) == TOO_MANY


def test_a_search_through_a_whole_journal_of_usual_requests_is_answered(admin: Admin) -> None:
    emails = [{"label": "main", "value": "ada@example.com"}]
    for _ in range(50):
        admin.rebilly.post("/customers", {"primaryAddress": {"emails": emails}})
    assert admin("GET", "/requests?jsonpath.$..value=ada@example.com&limit=1")["meta"] == {"total": 50}


def test_what_is_explained_call_by_call_is_bounded_as_a_whole(full: Admin) -> None:
    full("PUT", "/rules/all", {"match": {"jsonpath": {ALL: 2}}, "delay": "1ms"})
    [told] = full("POST", "/scenario/explain", {"request": 1})["rules"]
    assert told["outcome"] == "no match"
    assert full.refused("POST", "/scenario/explain", {"request": 1, "call": 1000}) == TOO_MANY


@pytest.mark.parametrize("path", ["/requests/unmatched", "/requests/near-misses?limit=1000"])
def test_what_rules_are_asked_about_a_journal_is_bounded_as_a_whole(full: Admin, path: str) -> None:
    for n in range(20):
        full("PUT", f"/rules/all-{n}", {"match": {"jsonpath": {f"{ALL}[?@.x{n}]": n}}, "delay": "1ms"})
    for _ in range(60):
        full.rebilly.post("/customers", DEEP)
    assert full.refused("GET", path) == TOO_MANY


def test_a_rule_searches_a_bounded_part_of_a_body(admin: Admin) -> None:
    """A request is answered, whatever a rule asks of it; explanations say that not all was looked at."""
    admin("PUT", "/rules/far", {"match": {"jsonpath": {"$.a[*].z": "present"}}, "respond": {"error": "conflict"}})
    far: Any = {"a": [{}] * MOST_SEARCHED + [{"z": 1}]}
    assert admin.rebilly.post("/customers", far).status != 409
    assert admin.rebilly.post("/customers", {"a": [{"z": 1}]}).status != 201
    [told] = admin("POST", "/scenario/explain", {"request": 1})["rules"]
    assert told["reasons"] == [
        f"jsonpath $.a[*].z was not found in the first {MOST_SEARCHED} values looked at, expected present True"
    ]


def test_a_long_address_is_like_none(admin: Admin) -> None:
    admin.rebilly.get("/custmers")
    admin.rebilly.get("/custmers/" + "a" * 15_000)
    assert admin("GET", "/requests/1/near-misses")["operations"] != []
    assert admin("GET", "/requests/2/near-misses")["operations"] == []

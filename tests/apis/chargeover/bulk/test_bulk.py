"""Bulk requests: what they take, and what they answer."""

import json
from typing import Any

import pytest

from tests.apis.chargeover.bulk.requests import bulk, entry, refusal
from tests.clients import ChargeOver
from tests.tables import each_row

OK = {"code": 200, "status": "OK", "message": ""}
NO_DATA = "A required parameter was missing: No data."
WRONG = "Missing or invalid parameter."


def error(message: str, code: int = 400, response: Any = False) -> dict[str, Any]:
    return {"code": code, "status": "Error", "message": message, "response": response}


def test_entries_are_answered_in_their_order(chargeover: ChargeOver) -> None:
    """Each with code, status, message and response, and without details."""
    chargeover.customer(company="First")
    answer = chargeover.post(
        "/_bulk",
        [
            entry("POST", "/customer", {"company": "Second"}),
            entry("GET", "/customer/_count"),
            entry("PUT", "/customer/1", {"company": "Changed"}),
            entry("GET", "/customer/3"),
        ],
    )
    assert answer.status == 200
    assert answer.json == {
        **OK,
        "details": {},
        "response": {
            "_bulk": [
                {"code": 201, "status": "OK", "message": "", "response": {"id": 2}},
                {**OK, "response": 2},
                {"code": 202, "status": "OK", "message": "", "response": {"id": 1}},
                error("This customer does not exist.", 404, None),
            ]
        },
    }
    assert list(answer.json["response"]["_bulk"][0]) == ["code", "status", "message", "response"]


def test_an_entry_sees_what_those_before_it_did(chargeover: ChargeOver) -> None:
    """They run one after the other."""
    answers = bulk(
        chargeover,
        entry("POST", "/customer", {"company": "Ada", "external_key": "k"}),
        entry("PUT", "/customer/external_key:k", {"bill_city": "Bath"}),
        entry("GET", "/customer/1"),
    )
    assert (answers[2]["response"]["company"], answers[2]["response"]["bill_city"]) == ("Ada", "Bath")


def test_a_refused_entry_does_not_stop_the_others(chargeover: ChargeOver) -> None:
    """A change without an id, an external key that is taken: the others hold."""
    answers = bulk(
        chargeover,
        entry("POST", "/customer", {"company": "Ada", "external_key": "k"}),
        entry("PUT", "/customer", []),
        entry("POST", "/customer", {"company": "Bob", "external_key": "k"}),
        entry("POST", "/customer", {"company": "Eve"}),
    )
    assert [answer["code"] for answer in answers] == [201, 400, 400, 201]
    assert answers[1] == error("The command requested is not supported: modify(customer, )")
    assert [customer["company"] for customer in chargeover.shown("/customer")] == ["Ada", "Eve"]


def test_a_refused_entry_uses_no_id_up(chargeover: ChargeOver) -> None:
    """Neither of its own kind, nor of what it would have made beside."""
    taken = {"company": "A", "external_key": "k"}
    answers = bulk(
        chargeover,
        entry("POST", "/customer", taken),
        entry("POST", "/customer", {**taken, "superuser_name": "Ada King"}),
        entry("POST", "/customer", {"company": "B", "superuser_name": "Ada King"}),
    )
    assert [answer["code"] for answer in answers] == [201, 400, 201]
    customer = chargeover.shown("/customer/2")
    assert (answers[2]["response"], customer["superuser_id"]) == ({"id": 2}, 350)


@pytest.mark.parametrize(
    "payload",
    [{"company": "Söhne"}, '{"company": "S\\u00f6hne"}', '{"company": "Söhne"}'],
    ids=["object", "JSON text", "JSON text beyond ASCII"],
)
def test_a_payload_is_an_object_or_written_out(chargeover: ChargeOver, payload: Any) -> None:
    (answer,) = bulk(chargeover, entry("POST", "/customer", payload))
    assert answer["response"] == {"id": 1}
    assert chargeover.shown("/customer/1")["company"] == "Söhne"


@each_row("payload", [None, [], {}, "", " ", "[]", "{}", "null"])
def test_a_payload_can_be_nothing(chargeover: ChargeOver, payload: Any) -> None:
    """PHP writes an empty object as a list."""
    created, listed = bulk(chargeover, entry("POST", "/customer", payload), entry("GET", "/customer", payload))
    assert (created, listed) == (error(NO_DATA), {**OK, "response": []})


def test_a_payload_can_be_left_out(chargeover: ChargeOver) -> None:
    """As PHP's library never does, but people do."""
    (answer,) = bulk(chargeover, {"request_method": "GET", "uri": "/api/v3/customer"})
    assert answer == {**OK, "response": []}


@each_row("payload", ["{", '{"company": "\\ud800"}', '{"company": NaN}', "[" * 100])
def test_a_payload_that_cannot_be_read_is_refused(chargeover: ChargeOver, payload: str) -> None:
    """In the words of the request itself."""
    (answer,) = bulk(chargeover, entry("POST", "/customer", payload))
    assert (answer["code"], answer["response"]) == (400, False)
    assert answer["message"].startswith("Request body is")


@each_row(
    "uri",
    [
        "/api/v3/customer/1",
        "//api//v3///customer/1",
        "/api/v3/customer/1/",
        "/api/v3/customer/1?_dummy=1&_flag_emails=0",
        "/api/v3/customer/external_key:a%20b",
        "/api/v3/customer/external_key:a b",
        "http://localhost/api/v3/customer/1",
    ],
)
def test_an_address_is_written_in_many_ways(chargeover: ChargeOver, uri: str) -> None:
    """With slashes too many, with a query, escaped or not, and with this server before it."""
    chargeover.customer(external_key="a b")
    (answer,) = bulk(chargeover, {"request_method": "GET", "uri": uri, "payload": None})
    assert answer["response"] == chargeover.shown("/customer/1")


def test_an_entry_has_a_query_of_its_own(chargeover: ChargeOver) -> None:
    """That of the bulk is no entry's."""
    for company in "ABC":
        chargeover.customer(company=company)
    answer = chargeover.post(
        "/_bulk?limit=1&where=company:EQUALS:A",
        [entry("GET", "/customer?limit=2&order=company:DESC"), entry("GET", "/customer/_count")],
    )
    listed, counted = (answered["response"] for answered in answer.json["response"]["_bulk"])
    assert ([customer["company"] for customer in listed], counted) == (["C", "B"], 3)


@each_row(
    ("wrong", "message"),
    [
        (5, f"{WRONG} An entry of a bulk request must be a JSON object."),
        ([], f"{WRONG} An entry of a bulk request must be a JSON object."),
        (None, f"{WRONG} An entry of a bulk request must be a JSON object."),
        ({}, "A required parameter was missing: request_method."),
        ({"request_method": "GET"}, "A required parameter was missing: uri."),
        ({"request_method": "GET", "uri": None}, "A required parameter was missing: uri."),
        (entry("DELETE", "/customer/1"), f"{WRONG} request_method must be one of GET, POST, PUT."),
        (entry("get", "/customer/1"), f"{WRONG} request_method must be one of GET, POST, PUT."),
        (
            {"request_method": "PATCH", "uri": ["/api/v3/customer"]},
            f"{WRONG} request_method must be one of GET, POST, PUT; uri must be text.",
        ),
        ({"request_method": "GET", "uri": "customer/1"}, f"{WRONG} uri must begin with /api/v3/."),
        ({"request_method": "GET", "uri": "/customer/1"}, f"{WRONG} uri must begin with /api/v3/."),
        ({"request_method": "GET", "uri": "/api/v30/customer"}, f"{WRONG} uri must begin with /api/v3/."),
        ({"request_method": "GET", "uri": "?/api/v3/customer"}, f"{WRONG} uri must begin with /api/v3/."),
        (
            {"request_method": "GET", "uri": "http://elsewhere.example.com/api/v3/customer"},
            f"{WRONG} uri must begin with /api/v3/.",
        ),
        (entry("POST", "/_bulk", [entry("GET", "/customer")]), f"{WRONG} uri must not be that of a bulk request."),
        (entry("POST", "//_bulk/?a=b", "[]"), f"{WRONG} uri must not be that of a bulk request."),
        (entry("GET", "/_bulk"), "The command requested is not supported: list(_bulk, )"),
        (entry("GET", "/customers"), "The object type requested is not supported: list(customers, )"),
        (entry("GET", "/nope?a=%FF"), "The object type requested is not supported: list(nope, )"),
        (entry("GET", "/customer?a=%FF"), "The query string is not UTF-8."),
    ],
)
def test_a_wrong_entry_is_refused_alone(chargeover: ChargeOver, wrong: Any, message: str) -> None:
    """Of another form, for another server, for a bulk inside, or for what there is not."""
    answers = bulk(chargeover, wrong, entry("POST", "/customer", {"company": "Ada"}))
    assert answers == [error(message), {"code": 201, "status": "OK", "message": "", "response": {"id": 1}}]


@each_row(
    ("body", "message"),
    [
        (None, NO_DATA),
        ([], NO_DATA),
        ({}, NO_DATA),
        (entry("GET", "/customer"), f"{WRONG} The request body must be a JSON array."),
        ("text", f"{WRONG} The request body must be a JSON array."),
        ([entry("POST", "/customer", {"company": "A"})] * 26, f"{WRONG} A bulk request must have at most 25 entries."),
    ],
    ids=["no body", "empty", "an empty object", "an object", "text", "26"],
)
def test_a_wrong_bulk_is_refused_as_a_whole(chargeover: ChargeOver, body: Any, message: str) -> None:
    """And none of its entries is run."""
    assert refusal(chargeover.post("/_bulk", body)) == (400, False, message)
    assert chargeover.shown("/customer/_count") == 0


def test_25_entries_are_not_too_many(chargeover: ChargeOver) -> None:
    answers = bulk(chargeover, *[entry("POST", "/customer", {"company": "A"})] * 25)
    assert [answer["response"]["id"] for answer in answers] == list(range(1, 26))


def test_nobody_is_let_in_by_an_entry(chargeover: ChargeOver) -> None:
    """A bulk without credentials gets one refusal."""
    answer = chargeover.send("POST", "/_bulk", [entry("GET", "/customer")], {"Authorization": ""})
    assert (answer.status, answer.json["response"]) == (401, False)


def test_clients_of_old_get_the_old_envelope(chargeover: ChargeOver) -> None:
    """Around the answers; in them there are no details anyway."""
    answer = chargeover.send("POST", "/_bulk", [entry("GET", "/customer/_count")], {"User-Agent": "Java/17.0.15"})
    assert answer.json == {**OK, "response": {"_bulk": [{**OK, "response": 0}]}}


def test_a_bulk_is_one_request_in_the_journal(chargeover: ChargeOver) -> None:
    """What is secret in its entries is as secret there."""
    card = '{"customer_id": 1, "number": "4111 1111 1111 1111", "cvv": "123"}'
    bulk(
        chargeover,
        entry("POST", "/creditcard", card),
        entry("POST", "/creditcard", {"number": "5555555555554444", "cvv": "987"}),
    )
    (kept,) = chargeover.admin("GET", "/requests").json["requests"]
    assert (kept["operation"], kept["response"]["status"]) == ("bulk.run", 200)
    written = str(kept["request"]["body"])
    assert not [secret for secret in ("1111", "4444", "123", "987") if secret in written]


@pytest.mark.parametrize(
    "secrets", [{"cvv": "8042", "password": "hush"}, {"password": 'hu"sh, hush', "cvv": 8042}, {"password": "hush\\"}]
)
def test_what_is_secret_in_a_bulk_is_so_where_it_is_cut_off(chargeover: ChargeOver, secrets: dict[str, Any]) -> None:
    """The journal keeps the beginning of a long body, which is no JSON any more; payloads are text in it."""
    payload = json.dumps({"number": "4222222222222", **secrets, "address": "x" * 300_000})
    answers = [chargeover.post("/_bulk", [entry("POST", "/creditcard", payload)])]
    answers.append(chargeover.post("/_bulk", [entry("POST", "/creditcard", json.dumps({"number": payload}))]))
    assert [answer.status for answer in answers] == [200, 200]
    for kept in chargeover.admin("GET", "/requests").json["requests"]:
        assert "********" in kept["request"]["body"]
        assert not [secret for secret in ("4222222222222", "hu", "sh", "8042") if secret in kept["request"]["body"]]


def test_a_bulk_counts_once_for_limits(chargeover: ChargeOver) -> None:
    """However many entries it has."""
    scenario = {"version": 1, "rate_limits": [{"id": "few", "limit": "2/1h"}]}
    assert chargeover.admin("PUT", "/scenario", scenario).status == 200
    bulk(chargeover, *[entry("GET", "/customer")] * 25)
    bulk(chargeover, *[entry("GET", "/customer")] * 25)
    assert chargeover.post("/_bulk", [entry("GET", "/customer")]).status == 429

"""What the PHP library sends with curl, and what it reads: the body alone, whatever the status of HTTP."""

import json
from typing import Any
from urllib.parse import quote_plus

import pytest

from tests.apis.chargeover.sdks.wire import Reply, Wire
from tests.apis.chargeover.signing import header, signature


class Php:
    """The library with one way to prove who it is."""

    def __init__(self, wire: Wire, *, signed: bool = False) -> None:
        self.wire = wire
        self.signed = signed

    def request(self, method: str, path: str, data: Any = None) -> Reply:
        """Send a request as curl does; an empty object has no body, and then there is no length of one either."""
        body = json.dumps(data, separators=(",", ":")).replace("/", r"\/").encode() if data else b""
        target = f"/api/v3/{path}"
        head = f"""
            {method} {target} HTTP/1.1
            Host: {self.wire.host}
            Authorization: {self._authorization(target, body) if self.signed else self.wire.basic}
            Accept: */*
            Content-Type: application/json"""
        return self.wire.send(head + (f"\nContent-Length: {len(body)}" if body else ""), body)

    def call(self, method: str, path: str, data: Any = None) -> Any:
        """Give the body of an answer, of which every member is looked at, also in errors."""
        reply = self.request(method, path, data)
        assert list(reply.json) == ["code", "status", "message", "details", "response"]
        assert reply.json["code"] == reply.status
        return reply.json

    def created(self, object: str, data: Any) -> int:
        """Create an object and give its id."""
        answer = self.call("POST", object, data)
        assert (answer["code"], answer["status"]) == (201, "OK"), answer
        return int(answer["response"]["id"])

    def _authorization(self, target: str, body: bytes) -> str:
        digest = signature(self.wire.account, self.wire.private_key, f"http://{self.wire.host}{target}", body)
        return header(self.wire.account, digest) + " "


@pytest.fixture
def php(wire: Wire) -> Php:
    return Php(wire)


@pytest.fixture(params=["basic", "signed"])
def either(request: pytest.FixtureRequest, wire: Wire) -> Php:
    """The library with Basic, or signing after the private key became known."""
    Php(wire).call("GET", "customer?_dummy=1")
    return Php(wire, signed=request.param == "signed")


def where(*clauses: str) -> str:
    return ",".join(quote_plus(clause) for clause in clauses)


def test_a_life_of_a_customer(either: Php) -> None:
    """Created, found, changed and deleted over one connection, in both ways to prove who it is."""
    data = {
        "company": "Ada/Söhne, B & C",
        "bill_addr1": "16 Dog Lane",
        "bill_state": "MN",
        "external_key": "key/1",
        "superuser_email": "ada@example.com",
    }
    id = either.created("customer", data)
    found = either.call("GET", f"customer/{id}")["response"]
    assert {name: found[name] for name in data} == data
    assert found["superuser_id"] == 350
    assert either.call("GET", f"customer/token:{found['token']}")["response"] == found
    assert either.call("PUT", f"customer/{id}", {"bill_state": "CT"})["code"] == 202
    assert either.call("GET", f"customer/{id}")["response"]["bill_state"] == "CT"
    assert either.call("DELETE", f"customer/{id}")["response"] is True
    gone = either.call("GET", f"customer/{id}")
    assert (gone["code"], gone["message"], gone["response"]) == (404, "This customer does not exist.", None)


def test_finding_by_clauses_in_an_order(either: Php) -> None:
    """Each clause is encoded by itself, with its commas escaped, and a raw comma stands between two."""
    for company, state in (("A, B & C", "MN"), ("A, B & C", "CT"), ("D", "MN")):
        either.created("customer", {"company": company, "bill_state": state})
    clauses = where(r"company:EQUALS:A\, B & C", "bill_state:EQUALS:MN")
    assert clauses == "company%3AEQUALS%3AA%5C%2C+B+%26+C,bill_state%3AEQUALS%3AMN"
    order = where("company:ASC", "customer_id:DESC")
    for query, expected in (
        (f"_dummy=1&where={clauses}&order={where('customer_id:ASC')}&offset=0&limit=10", [1]),
        (f"_dummy=1&order={order}&offset=1&limit=0", [1, 3]),
        ("_dummy=1", [1, 2, 3]),
    ):
        assert [row["customer_id"] for row in either.call("GET", f"customer?{query}")["response"]] == expected
    assert either.call("GET", f"customer/_count?_dummy=1&where={where('bill_state:EQUALS:MN')}")["response"] == 2


def test_an_empty_object_is_no_data(either: Php) -> None:
    """curl then sends a POST with neither a body nor a length, and the connection goes on."""
    for method, path in (("POST", "customer"), ("PUT", "customer/1")):
        if method == "PUT":
            either.created("customer", {"company": "A"})
        answer = either.call(method, path, {})
        assert (answer["code"], answer["response"]) == (400, False)
        assert answer["message"] == "A required parameter was missing: No data."


def test_flags_stand_behind_every_address(either: Php) -> None:
    flags = "_flag_emails=0&_flag_webhooks=0&_flag_quickbooks=0&_flag_events=0"
    assert either.created(f"customer?{flags}", {"company": "A"}) == 1
    assert either.call("PUT", f"customer/1?{flags}", {"company": "B"})["code"] == 202
    assert len(either.call("GET", f"customer?_dummy=1&{flags}")["response"]) == 1


def test_refusals_are_told_in_the_body(php: Php) -> None:
    """The example of a key that is used twice expects the second one to fail."""
    assert php.created("customer", {"company": "A", "external_key": "abcd1234"}) == 1
    answer = php.call("POST", "customer", {"company": "A", "external_key": "abcd1234"})
    assert (answer["code"], answer["status"], answer["response"]) == (400, "Error", False)
    answer = php.call("GET", "customers?_dummy=1")
    assert answer["message"] == "The object type requested is not supported: list(customers, )"


def test_a_refused_signature_has_a_reason(wire: Wire) -> None:
    Php(wire).call("GET", "customer?_dummy=1")
    wire.private_key = "another-invented-key"
    answer = Php(wire, signed=True).call("GET", "customer?_dummy=1")
    assert (answer["code"], answer["message"]) == (
        401, "Invalid or incorrect authorization [Signature does not match.]",
    )  # fmt: skip


def test_contacts_are_logged_in_and_given_passwords(either: Php) -> None:
    """A login is answered with an address, a password with true."""
    customer = either.created("customer", {"company": "A"})
    user = either.created("user", {"customer_id": customer, "name": "Ada King", "email": "ada@example.com"})
    url = either.call("POST", f"user/{user}?action=login")["response"]
    assert url.startswith(f"http://{either.wire.host}/")
    for data in (None, {"password": "an invented password"}):
        assert either.call("POST", f"user/{user}?action=reset_password", data)["response"] is True
    assert either.call("PUT", f"user/{user}", {"name": "Jane Doe"})["code"] == 202
    found = either.call("GET", f"user/{user}")["response"]
    assert (found["first_name"], found["last_name"], found["name"]) == ("Jane", "Doe", "Jane Doe")
    assert either.call("DELETE", f"user/{user}")["response"] is True


def test_ways_to_pay_are_stored(either: Php) -> None:
    """A card by its number, and a token of somebody else's."""
    customer = either.created("customer", {"company": "A"})
    card = {"customer_id": customer, "number": "4111 1111 1111 1111", "expdate_year": "2099", "expdate_month": "8",
            "name": "Ada King"}  # fmt: skip
    id = either.created("creditcard", card)
    found = either.call("GET", f"creditcard?_dummy=1&where={where(f'customer_id:EQUALS:{customer}')}")["response"]
    assert [(row["creditcard_id"], row["mask_number"], row["expdate_month"]) for row in found] == [(id, "x1111", "8")]
    assert either.call("DELETE", f"creditcard/{id}")["response"] is True
    tokenized = {"customer_id": customer, "type": "customer", "token": "cus_invented", "paymethod_hint": "crd"}
    id = either.created("tokenized", tokenized)
    assert either.call("GET", f"tokenized/{id}")["response"]["token"] == "cus_invented"
    assert either.call("DELETE", f"tokenized/{id}")["response"] is True


def test_a_bulk_mixes_good_and_bad(either: Php) -> None:
    """As its example does: a key that is there already, and a change without an id."""
    either.created("customer", {"company": "A", "external_key": "there"})
    bulk = [
        {"request_method": "GET", "uri": "/api/v3/customer/1", "payload": None},
        {"request_method": "POST", "uri": "/api/v3/customer", "payload": {"company": "B", "external_key": "there"}},
        {"request_method": "POST", "uri": "/api/v3/customer", "payload": {"company": "C"}},
        {"request_method": "PUT", "uri": "/api/v3/customer", "payload": {"company": "D"}},
        {"request_method": "GET", "uri": "/api/v3/customer?_dummy=1&limit=1", "payload": []},
    ]
    answer = either.call("POST", "_bulk", bulk)
    assert (answer["code"], list(answer["response"])) == (200, ["_bulk"])
    answers = answer["response"]["_bulk"]
    assert [list(each) for each in answers] == [["code", "status", "message", "response"]] * 5
    assert [each["code"] for each in answers] == [200, 400, 201, 400, 200]
    assert answers[2]["response"] == {"id": 2}


def test_an_account_is_configured_and_subscribed(either: Php) -> None:
    assert either.call("POST", "_config", {"key": "value"})["code"] == 200
    id = either.created("_resthook", {"target_url": "https://receiver.example.com/", "event": "customer.insert"})
    assert either.call("DELETE", f"_resthook/{id}")["response"] is True

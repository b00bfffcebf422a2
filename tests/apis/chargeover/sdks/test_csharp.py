"""What the C# library sends: HTTP/1.0, each request on its own connection, and lengths where there is no body."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest

from tests.apis.chargeover.sdks.wire import Reply, Wire


class CSharp:
    """The library: any status but 2xx is an exception to it, whose body it never reads."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def request(self, method: str, path: str, data: Any = None) -> Reply:
        body = b"" if data is None else json.dumps(data, ensure_ascii=False).encode("ascii", "replace")
        reply = self.wire.send(
            f"""
            {method} /api/v3/{path} HTTP/1.0
            Authorization: {self.wire.basic}
            Content-Type: application/json
            Host: {self.wire.host}
            Content-Length: {len(body)}
            """,
            body,
        )
        self.wire.close()
        return reply

    def call(self, method: str, path: str, data: Any = None) -> Any:
        """Give the response of what succeeded."""
        reply = self.request(method, path, data)
        assert 200 <= reply.status < 300, reply.content
        assert int(reply.headers["content-length"]) == len(reply.content)
        return reply.json["response"]

    def created(self, object: str, data: Any) -> int:
        response = self.call("POST", object, data)
        assert type(response["id"]) is int
        return int(response["id"])


@pytest.fixture
def csharp(wire: Wire) -> CSharp:
    return CSharp(wire)


def query(**parameters: Any) -> str:
    clauses = "".join(f"&{name}={quote(str(value), safe=':,')}" for name, value in parameters.items())
    return f"customer?_dummy=1{clauses}"


CUSTOMER = {
    "company": "Test Company Name", "bill_addr1": "16 Dog Lane", "bill_city": "Storrs", "no_taxes": False,
    "no_dunning": False,
}  # fmt: skip
"""Both flags are sent with every customer, also where nobody set them."""


def test_a_life_of_a_customer(csharp: CSharp) -> None:
    """The answer is complete when the server hangs up, as HTTP/1.0 wants it, and says its length as well."""
    assert csharp.created("customer", CUSTOMER) == 1
    found = csharp.call("GET", "customer/1")
    assert {name: found[name] for name in CUSTOMER} == CUSTOMER
    assert csharp.call("PUT", "customer/1", {"company": "Another", "no_taxes": False, "no_dunning": True}) == {"id": 1}
    assert csharp.call("GET", "customer/1")["no_dunning"] is True
    assert csharp.call("DELETE", "customer/1") is True
    assert csharp.request("GET", "customer/1").status == 404


def test_what_it_cannot_write_becomes_a_question_mark(csharp: CSharp) -> None:
    csharp.created("customer", {**CUSTOMER, "company": "Söhne"})
    assert csharp.call("GET", "customer/1")["company"] == "S?hne"


def test_members_are_of_the_types_of_its_classes(csharp: CSharp) -> None:
    """Flags that may not be null, whole ids, sums, and dates that can be read."""
    csharp.created("customer", {**CUSTOMER, "superuser_email": "ada@example.com", "superuser_name": "Ada King"})
    found = csharp.call("GET", "customer/1")
    assert all(type(found[name]) is bool for name in ("no_taxes", "no_dunning"))
    assert all(type(found[name]) is int for name in ("customer_id", "superuser_id", "terms_id", "currency_id"))
    assert all(type(found[name]) in (int, float) for name in ("total", "paid", "balance"))
    assert all(datetime.fromisoformat(found[name]).tzinfo for name in ("write_datetime", "mod_datetime"))
    user = csharp.call("GET", f"user/{found['superuser_id']}")
    assert type(user["user_id"]) is int
    assert all(datetime.fromisoformat(user[name]).tzinfo for name in ("write_datetime", "mod_datetime"))


def test_lists_and_queries(csharp: CSharp) -> None:
    """A GET announces JSON of no length, which nobody should try to read."""
    for company in ("A B", "C", "A B"):
        csharp.created("customer", {**CUSTOMER, "company": company})
    assert [row["customer_id"] for row in csharp.call("GET", "customer")] == [1, 2, 3]
    asked = query(limit=5, offset=0, where="company:EQUALS:A B", order="customer_id:DESC")
    assert "where=company:EQUALS:A%20B" in asked
    assert [row["customer_id"] for row in csharp.call("GET", asked)] == [3, 1]
    assert [row["customer_id"] for row in csharp.call("GET", query(limit=10, offset=0))] == [1, 2, 3]


def test_contacts_get_passwords(csharp: CSharp) -> None:
    """With one in a body, and with none and a body of no length."""
    csharp.created("customer", {**CUSTOMER, "superuser_email": "ada@example.com"})
    for data in ({"password": "an invented password"}, None):
        assert csharp.call("POST", "user/350?action=password", data) is True
    assert csharp.created("user", {"customer_id": 1, "name": "Ada King"}) == 351


def test_cards_are_stored_and_read(csharp: CSharp) -> None:
    csharp.created("customer", CUSTOMER)
    card = {"customer_id": 1, "number": "4111111111111111", "expdate_year": "2099", "expdate_month": "11",
            "name": "Ada King", "address": "72 E Blue Grass Road"}  # fmt: skip
    id = csharp.created("creditcard", card)
    [row] = csharp.call("GET", "creditcard")
    assert (row["creditcard_id"], row["customer_id"]) == (id, 1)
    assert datetime.fromisoformat(row["write_datetime"]).tzinfo
    assert csharp.call("DELETE", f"creditcard/{id}") is True


def test_a_subscription_is_made_at_a_doubled_slash(csharp: CSharp) -> None:
    """And neither it nor a customer made there is sent elsewhere."""
    hook = {"target_url": "https://receiver.example.com/", "event": "customer.insert"}
    id = csharp.created("/_resthook", hook)
    assert csharp.call("DELETE", f"_resthook/{id}") is True
    assert csharp.created("/customer", CUSTOMER) == 1


@pytest.mark.parametrize(
    ("method", "path", "data", "status"),
    [("POST", "customer", {}, 400), ("GET", "customers", None, 400), ("PUT", "customer/9", CUSTOMER, 404)],
)
def test_refusals_are_statuses(csharp: CSharp, method: str, path: str, data: Any, status: int) -> None:
    reply = csharp.request(method, path, data)
    assert (reply.status, reply.json["code"]) == (status, status)

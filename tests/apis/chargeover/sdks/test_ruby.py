"""What the Ruby library sends with Faraday: creations are read again, and lists are read until a page is empty."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.apis.chargeover.sdks.wire import Wire


class Ruby:
    """The library, which raises for what HTTP calls no success and takes the response of the rest."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.sent = 0

    def get(self, path: str, **query: Any) -> Any:
        """Read; parameters are sorted and encoded."""
        return self._request("GET", path + (f"?{urlencode(sorted(query.items()))}" if query else ""))

    def create(self, object: str, data: Any) -> Any:
        """Create an object and give it as it is read again."""
        return self.get(f"{object}/{self._request('POST', object, data)['id']}")

    def update(self, object: str, id: int, data: Any) -> Any:
        self._request("PUT", f"{object}/{id}", data)
        return self.get(f"{object}/{id}")

    def destroy(self, object: str, id: int) -> Any:
        return self._request("DELETE", f"{object}/{id}")

    def all(self, object: str, **query: Any) -> list[Any]:
        """Read pages of a hundred until one is empty."""
        rows: list[Any] = []
        while page := self.get(object, limit=100, offset=len(rows), **query):
            rows += page
        return rows

    def _request(self, method: str, path: str, data: Any = None) -> Any:
        self.sent += 1
        body = json.dumps(data, separators=(",", ":")).encode() if data else b""
        lines = [
            f"{method} /api/v3/{path} HTTP/1.1",
            f"Authorization: {self.wire.basic}",
            "User-Agent: Faraday v1.1.0",
            "Content-Type: application/json",
            "Accept-Encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3",
            "Accept: */*",
            f"Host: {self.wire.host}",
        ]
        if method in ("POST", "PUT"):
            lines.append(f"Content-Length: {len(body)}")
        reply = self.wire.send("\n".join(lines), body)
        if reply.status >= 400:
            raise LookupError(f"{reply.status} {reply.json['message']}")
        return reply.json["response"]


@pytest.fixture
def ruby(wire: Wire) -> Ruby:
    return Ruby(wire)


def test_a_life_of_a_customer(ruby: Ruby) -> None:
    """What was created or changed is what is read behind it."""
    customer = ruby.create("customer", {"company": "A", "superuser_name": "Ada King"})
    assert (customer["customer_id"], customer["superuser_last_name"]) == (1, "King")
    assert datetime.fromisoformat(customer["write_datetime"]).tzinfo
    assert ruby.update("customer", 1, {"company": "B"})["company"] == "B"
    assert ruby.destroy("customer", 1) is True
    with pytest.raises(LookupError, match=r"^404 This customer does not exist\.$"):
        ruby.get("customer/1")


def test_nothing_to_create_is_refused(ruby: Ruby) -> None:
    """An empty object goes without a body; in 2015 it went as two braces."""
    with pytest.raises(LookupError, match=r"^400 A required parameter was missing: No data\.$"):
        ruby.create("customer", {})
    reply = ruby.wire.send(
        f"POST /api/v3/customer HTTP/1.1\nHost: {ruby.wire.host}\nAuthorization: {ruby.wire.basic}\nContent-Length: 2",
        b"{}",
    )
    assert (reply.status, reply.json["message"]) == (400, "A required parameter was missing: No data.")


def test_the_first_of_a_list_is_the_one_with_a_key(ruby: Ruby) -> None:
    """An empty list would crash it; it is one all the same."""
    ruby.create("customer", {"company": "A", "external_key": "23"})
    assert ruby.get("customer", where="external_key:EQUALS:23")[0]["customer_id"] == 1
    assert ruby.get("customer", where="external_key:EQUALS:24") == []


def test_all_is_read_to_the_empty_page(ruby: Ruby) -> None:
    """Which is asked for each time, however short the page before was."""
    for n in range(203):
        ruby._request("POST", "customer", {"company": f"Company {n}"})
    ruby.sent = 0
    assert [row["customer_id"] for row in ruby.all("customer")] == list(range(1, 204))
    assert ruby.sent == 4


def test_a_query_has_everything_encoded(ruby: Ruby) -> None:
    for company in ("a b", "c", "xa by"):
        ruby.create("customer", {"company": company})
    found = ruby.get("customer", limit=10, offset=0, order="customer_id:DESC", where="company:CONTAINS:a b")
    assert [row["customer_id"] for row in found] == [3, 1]


def test_contacts_of_a_customer_are_read_one_by_one(ruby: Ruby) -> None:
    """The list names them, and each is read by its id; so too where a parameter is glued to the filter."""
    for company in ("A", "B"):
        ruby.create("customer", {"company": company, "superuser_name": f"{company} King"})
    ruby.create("user", {"customer_id": 2, "name": "Ada Lovelace", "email": "ada@example.com"})
    rows = ruby._request("GET", "user?where=customers.customer_id:EQUALS:2&limit=100&offset=0")
    contacts = [ruby.get(f"user/{row['user_id']}") for row in rows]
    assert [contact["name"] for contact in contacts] == ["B King", "Ada Lovelace"]
    assert all(contact["customers"] == [{"customer_id": "2", "company": "B"}] for contact in contacts)
    assert ruby._request("GET", "user?where=customers.customer_id:EQUALS:2limit=100?offset=0") == rows
    assert ruby.update("user", contacts[1]["user_id"], {"name": "Jane Doe"})["last_name"] == "Doe"


def test_cards_of_a_customer(ruby: Ruby) -> None:
    ruby.create("customer", {"company": "A"})
    card = ruby.create("creditcard", {
        "customer_id": 1, "number": "4242424242424242", "expdate": "2099-05-01", "name": "Ada King",
    })  # fmt: skip
    assert (card["type"], card["expdate"], card["customer_id"]) == ("visa", "2099-05-01", 1)
    [row] = ruby.all("creditcard", where="customer_id:EQUALS:1")
    assert row["creditcard_id"] == card["creditcard_id"]
    assert ruby.destroy("creditcard", card["creditcard_id"]) is True

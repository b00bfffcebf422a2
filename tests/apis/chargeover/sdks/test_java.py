"""What the Java library sends: all values as text, and a slash before each query; it knows no details."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.apis.chargeover.sdks.wire import Wire
from tests.apis.chargeover.signing import header, signature

KNOWN = ["code", "status", "message", "response"]
"""The members of its class; any other one is an error to it."""


class Java:
    """The library, which looks at the body alone."""

    def __init__(self, wire: Wire, *, signed: bool = False) -> None:
        self.wire = wire
        self.signed = signed
        self.last_error = ""

    def find(self, object: str, query: str = "", id: int | None = None) -> Any:
        """Read an object or a list; nothing where that fails."""
        answer = self._request("GET", f"{object}/{id}" if id else f"{object}/?{query}")
        return answer["response"] if answer["status"] == "OK" else None

    def create(self, object: str, data: Mapping[str, str]) -> int:
        return self._id(self._request("POST", object, data))

    def update(self, object: str, id: int, data: Mapping[str, str]) -> int:
        return self._id(self._request("PUT", f"{object}/{id}", data))

    def _id(self, answer: Any) -> int:
        """Give the first value of the response; -1 where the request failed."""
        return int(next(iter(answer["response"].values()))) if answer["status"] == "OK" else -1

    def _request(self, method: str, path: str, data: Any = None) -> Any:
        body = b"" if data is None else json.dumps(data, separators=(",", ":")).encode()
        digest = signature(self.wire.account, self.wire.private_key, f"http://{self.wire.host}/api/v3/{path}")
        authorization = header(self.wire.account, digest) if self.signed else self.wire.basic
        lines = [f"{method} /api/v3/{path} HTTP/1.1", f"Authorization: {authorization}"]
        if body:
            lines.append("Content-Type: application/json")
        lines += [
            "User-Agent: Java/17.0.15",
            f"Host: {self.wire.host}",
            "Accept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
            "Connection: keep-alive",
        ]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        answer = self.wire.send("\n".join(lines), body).json
        assert list(answer) == KNOWN
        self.last_error = answer["message"]
        return answer


@pytest.fixture
def java(wire: Wire) -> Java:
    return Java(wire)


CUSTOMER = {"company": "Java Test", "external_key": "12345", "no_taxes": "true", "terms_id": "2", "class_id": ""}


def test_a_life_of_a_customer(java: Java) -> None:
    """Text is taken for the numbers and flags it looks like."""
    assert java.create("customer", CUSTOMER) == 1
    found = java.find("customer", id=1)
    assert (found["no_taxes"], found["terms_id"], found["class_id"], found["customer_id"]) == (True, 2, None, 1)
    assert java.update("customer", 1, {"company": "Another", "no_taxes": "0"}) == 1
    found = java.find("customer", id=1)
    assert (found["company"], found["no_taxes"]) == ("Another", False)


@pytest.mark.parametrize("signed", [False, True])
def test_lists_have_a_slash_before_their_query(java: Java, signed: bool) -> None:
    """With GET it can sign, too."""
    for n in range(4):
        java.create("customer", {**CUSTOMER, "external_key": str(12345 + n)})
    asking = Java(java.wire, signed=signed)
    for query, expected in (
        ("where=external_key:EQUALS:12345&limit=3&offset=0", [1]),
        ("limit=10&offset=0", [1, 2, 3, 4]),
        ("where=bill_state:IS:NULL,company:EQUALS:Java%20Test&limit=2&offset=1", [2, 3]),
        ("where=external_key:EQUALS:nobody&limit=10&offset=0", []),
    ):
        assert [row["customer_id"] for row in asking.find("customer", query)] == expected


def test_failures_leave_their_message(java: Java) -> None:
    """Also where nobody is let in."""
    assert java.create("customer", {"bill_city": "Bath"}) == -1
    assert java.last_error == "A required parameter was missing: company."
    assert java.update("customer", 9, {"company": "A"}) == -1
    assert java.last_error == "This customer does not exist."
    assert java.find("customer", id=9) is None
    assert java.find("customers", "limit=10&offset=0") is None
    assert java.last_error == "The object type requested is not supported: list(customers, )"
    java.wire.private_key = "another-invented-key"
    assert Java(java.wire, signed=True).find("customer", "limit=10&offset=0") is None


def test_contacts_of_a_customer(java: Java) -> None:
    java.create("customer", CUSTOMER)
    user = java.create("user", {"customer_id": "1", "first_name": "Ada", "email": "ada@example.com"})
    [row] = java.find("user", "where=email:EQUALS:ada@example.com&limit=10&offset=0")
    assert (row["user_id"], row["first_name"]) == (user, "Ada")

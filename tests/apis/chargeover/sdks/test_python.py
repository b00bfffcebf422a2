"""What the Python library sends with httplib2: everything twice, the first time without its keys, or signed."""

import json
from typing import Any

import pytest

from mockserver.core.problems import KINDS
from tests.apis.chargeover.sdks.raised import NOTHING, RAISED
from tests.apis.chargeover.sdks.wire import Reply, Wire
from tests.apis.chargeover.signing import header, signature
from tests.clients import ChargeOver, OverHttp


class Refused(Exception):
    """The library's error: the status of HTTP and its words."""


class Python:
    """The library: it looks at the status of HTTP, and takes the response out of whatever came."""

    def __init__(self, wire: Wire, *, signed: bool = False, keep_alive: bool = True) -> None:
        self.wire = wire
        self.signed = signed
        self.keep_alive = keep_alive
        self.sent = 0

    def find(self, object: str, id: int | None = None, **query: str) -> Any:
        """Read an object, or a list with parameters that are not escaped."""
        path = f"{object}/{id}" if id else object
        path += "?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else ""
        return self._read(self._request("GET", path), 200, 404)

    def create(self, object: str, data: Any) -> Any:
        return self._read(self._request("POST", object, data), 201, 400)

    def update(self, object: str, id: int, data: Any) -> Any:
        return self._read(self._request("PUT", f"{object}/{id}", data), 202, 404)

    def _read(self, reply: Reply, wanted: int, nothing: int) -> Any:
        response = reply.json["response"]
        if reply.status == wanted:
            return response
        if reply.status == nothing:
            return None
        raise Refused(f"{reply.status}: {reply.reason}")

    def _request(self, method: str, path: str, data: Any = None) -> Reply:
        body = b"" if data is None else json.dumps(data).encode()
        if self.signed:
            url = f"http://{self.wire.host}/api/v3/{path}"
            digest = signature(self.wire.account, self.wire.private_key, url, body)
            return self._send(method, path, body, header(self.wire.account, digest))
        reply = self._send(method, path, body, None)
        if reply.status == 401 and reply.headers.get("www-authenticate", "").lower().startswith("basic realm="):
            if not self.keep_alive:
                self.wire.close()
            reply = self._send(method, path, body, self.wire.basic)
        return reply

    def _send(self, method: str, path: str, body: bytes, authorization: str | None) -> Reply:
        self.sent += 1
        lines = [f"{method} /api/v3/{path.replace(' ', '%20')} HTTP/1.1", f"Host: {self.wire.host}"]
        if body:
            lines += [f"Content-Length: {len(body)}", "content-type: application/json"]
        lines += ["user-agent: Python-httplib2/0.22.0 (gzip)", "accept-encoding: gzip, deflate"]
        if authorization:
            lines.append(f"authorization: {authorization}")
        return self.wire.send("\n".join(lines), body)


@pytest.fixture(params=["basic", "basic on new connections", "signed"])
def python(request: pytest.FixtureRequest, wire: Wire) -> Python:
    """The library in its ways to prove who it is; the private key is known."""
    Python(wire).find("customer")
    return Python(wire, signed=request.param == "signed", keep_alive=request.param == "basic")


def test_a_life_of_a_customer(python: Python) -> None:
    """Bodies have spaces between their members, and are signed with them."""
    id = python.create("customer", {"external_key": "k 1,2", "company": "My Tést"})["id"]
    found = python.find("customer", id)
    assert (id, found["customer_id"], found["company"], found["external_key"]) == (1, 1, "My Tést", "k 1,2")
    assert python.update("customer", id, {**found, "bill_city": "Bath"}) == {"id": 1}
    assert python.find("customer", id)["bill_city"] == "Bath"


def test_what_is_not_there_is_none(python: Python) -> None:
    """Neither found nor changed; and a refused creation is none, too."""
    assert python.find("customer", 9) is None
    assert python.update("customer", 9, {"company": "A"}) is None
    assert python.create("customer", {"bill_city": "Bath"}) is None


def test_every_other_status_is_an_error_with_its_words(python: Python) -> None:
    with pytest.raises(Refused, match=r"^400: Bad Request$"):
        python.find("customers")
    with pytest.raises(Refused, match=r"^400: Bad Request$"):
        python.update("package", 628, {"a": 1})


def test_lists_are_asked_for_without_escapes(python: Python) -> None:
    """Spaces are escaped behind the library's back, after it signed the address."""
    for key, company in (("k1", None), ("k 2", "My Test")):
        python.create("customer", {"external_key": key, "company": company or "A"})
    assert [row["customer_id"] for row in python.find("customer", limit="10")] == [1, 2]
    assert [row["customer_id"] for row in python.find("customer", limit="5", offset="1")] == [2]
    for where in ("external_key:EQUALS:k1,bill_state:IS:NULL", "company:EQUALS:A"):
        assert [row["customer_id"] for row in python.find("customer", limit="10", where=where)] == [1]
    where = "external_key:EQUALS:k 2,company:EQUALS:My Test"
    assert [row["customer_id"] for row in python.find("customer", where=where)] == [2]


def test_contacts_are_created_for_a_customer(python: Python) -> None:
    id = python.create("customer", {"company": "A"})["id"]
    user = python.create("user", {"customer_id": id, "name": "Ada King", "email": "ada@example.com"})["id"]
    found = python.find("user", where=f"customers.customer_id:EQUALS:{id}")
    assert [(row["user_id"], row["name"]) for row in found] == [(user, "Ada King")]
    assert python.update("user", user, {"first_name": "Jane"}) == {"id": user}


def test_a_configuration_is_set_and_yet_an_error(python: Python) -> None:
    """The answer is 200, and this library wants 201 of everything it sends with POST."""
    with pytest.raises(Refused, match=r"^200: OK$"):
        python.create("_config", {"key": "value"})


@pytest.mark.parametrize("error", KINDS)
def test_an_injected_error_is_raised_or_gives_nothing(wire: Wire, error: str) -> None:
    """The status of HTTP decides, whatever the body says."""
    python = Python(wire)
    rule = {"operation": "customers.create", "respond": {"error": error}}
    assert ChargeOver(OverHttp(f"http://{wire.host}"), wire.account).admin("POST", "/rules", rule).status == 201
    if RAISED[error] == NOTHING:
        assert not python.create("customer", {"company": "A"})
    else:
        with pytest.raises(Refused):
            python.create("customer", {"company": "A"})


def test_each_call_is_two_requests_of_which_one_counts(wire: Wire) -> None:
    """The first is answered with the challenge that makes the library send its keys."""
    python = Python(wire)
    for _ in range(3):
        python.find("customer")
    assert python.sent == 6
    journal = wire.ask("GET", f"/__admin/tenants/{wire.account}/requests").json
    assert [entry["response"]["status"] for entry in journal["requests"]] == [200, 200, 200]


def test_a_wrong_key_is_an_error_after_one_more_try(wire: Wire) -> None:
    Python(wire).find("customer")
    other = Python(Wire(f"http://{wire.host}", wire.account))
    other.wire.basic = "Basic " + "d3Jvbmc6d3Jvbmc="
    try:
        assert other.find("customer") == []  # an account of its own, which has nobody
    finally:
        other.wire.close()
    signing = Python(wire, signed=True)
    wire.private_key = "another-invented-key"
    with pytest.raises(Refused, match=r"^401: Unauthorized$"):
        signing.find("customer")

"""The envelope around every answer: today's and that of 2015, for what works and for every refusal."""

from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.clients import Answer, ChargeOver, InProcess
from tests.tables import each_row

MEMBERS = ["code", "status", "message", "details", "response"]
LEGACY = [name for name in MEMBERS if name != "details"]
JAVA = {"User-Agent": "Java/17.0.15"}

WORKING: list[tuple[str, str, Any, int, Any]] = [
    ("POST", "/customer", {"company": "B"}, 201, {"id": 2}),
    ("PUT", "/customer/1", {"company": "B"}, 202, {"id": 1}),
    ("GET", "/customer?where=customer_id:EQUALS:2", None, 200, []),
    ("GET", "/customer/_count", None, 200, 1),
    ("DELETE", "/customer/1", None, 200, True),
]

ERRORS = {
    "malformed": (400, "Missing or invalid parameter."),
    "invalid": (400, "Missing or invalid parameter."),
    "duplicate": (400, "An object with this external_key already exists."),
    "declined": (400, "This transaction could not be processed: Your card was declined."),
    "method_not_allowed": (400, "The command requested is not supported: list(customer, )"),
    "unauthenticated": (401, "Invalid or incorrect authorization [Invalid username or password.]"),
    "forbidden": (403, "The user does not have permission to do this."),
    "not_found": (404, "This object does not exist."),
    "gone": (404, "This object does not exist."),
    "conflict": (409, "The request contradicts what is stored."),
    "locked": (409, "Another request is changing this object."),
    "too_large": (413, "The request body is too large."),
    "too_many_requests": (429, "Too many requests."),
    "server_error": (500, "Internal server error."),
    "unavailable": (503, "Service unavailable."),
    "timeout": (504, "Gateway timeout."),
}


def shape(answer: Answer) -> tuple[list[str], str, int]:
    """Give the members of an answer in their order, its type, and its code, which has to be that of HTTP."""
    assert answer.json["code"] == answer.status
    return list(answer.json), answer.headers["content-type"], answer.status


@each_row(("method", "path", "body", "status", "response"), WORKING)
def test_what_works_comes_in_the_envelope(
    chargeover: ChargeOver, method: str, path: str, body: Any, status: int, response: Any
) -> None:
    chargeover.customer()
    answer = chargeover.send(method, path, body)
    assert shape(answer) == (MEMBERS, "application/json", status)
    assert answer.json == {"code": status, "status": "OK", "message": "", "details": {}, "response": response}


@each_row("error", ERRORS)
def test_every_error_comes_in_the_envelope(chargeover: ChargeOver, error: str) -> None:
    """Also those that ChargeOver has no code for; what does not exist is null, every other refusal false."""
    code, message = ERRORS[error]
    chargeover.admin("POST", "/rules", {"respond": {"error": error}})
    answer = chargeover.get("/customer")
    assert shape(answer) == (MEMBERS, "application/json", code)
    assert answer.json == {
        "code": code, "status": "Error", "message": message, "details": {}, "response": None if code == 404 else False,
    }  # fmt: skip


@each_row("error", [name for name in ERRORS if name != "unauthenticated"])
def test_a_rule_can_say_it_in_its_own_words(chargeover: ChargeOver, error: str) -> None:
    chargeover.admin("POST", "/rules", {"respond": {"error": error, "detail": "Not today."}})
    answer = chargeover.get("/customer")
    assert (answer.status, answer.json["message"]) == (ERRORS[error][0], "Not today.")


@each_row(
    ("method", "path", "message"),
    [
        ("GET", "/customers", "object type requested is not supported: list(customers, )"),
        ("GET", "/customers/", "object type requested is not supported: list(customers, )"),
        ("GET", "//customers//7", "object type requested is not supported: get(customers, 7)"),
        ("GET", "/customers///7/", "object type requested is not supported: get(customers, 7)"),
        ("POST", "/customers", "object type requested is not supported: create(customers, )"),
        ("PUT", "/customers/7", "object type requested is not supported: modify(customers, 7)"),
        ("DELETE", "/customers/7", "object type requested is not supported: delete(customers, 7)"),
        ("GET", "", "object type requested is not supported: list(, )"),
        ("GET", "/", "object type requested is not supported: list(, )"),
        ("PUT", "/package/628", "command requested is not supported: modify(package, 628)"),
        ("GET", "/invoice", "command requested is not supported: list(invoice, )"),
        ("GET", "/invoice/10000", "command requested is not supported: get(invoice, 10000)"),
        ("POST", "/package/628?action=pay", "command requested is not supported: pay(package, 628)"),
        ("PUT", "/customer", "command requested is not supported: modify(customer, )"),
        ("DELETE", "/customer", "command requested is not supported: delete(customer, )"),
        ("POST", "/customer/7", "command requested is not supported: create(customer, 7)"),
        ("POST", "/customer/7?action=fly", "command requested is not supported: fly(customer, 7)"),
        ("GET", "/customer/7/notes", "command requested is not supported: get(customer, 7)"),
    ],
)
def test_what_is_not_known_is_a_wrong_request(chargeover: ChargeOver, method: str, path: str, message: str) -> None:
    """Never one for something that does not exist, nor one with a wrong method."""
    answer = chargeover.send(method, path, {"company": "A"} if method in ("POST", "PUT") else None)
    assert answer.status == 400
    assert answer.json == {
        "code": 400, "status": "Error", "message": f"The {message}", "details": {}, "response": False,
    }  # fmt: skip


@pytest.mark.parametrize("method", ["POST", "PUT"])
@each_row(
    ("body", "message"),
    [
        (b"{", "Request body is not valid JSON: Expecting property name enclosed in double quotes at line 1 column 2."),
        (b'{"company": NaN}', "Request body is not valid JSON: NaN is not a JSON number."),
        (b'{"company": "\xff"}', "Request body is not valid JSON: byte 13 is not UTF-8."),
        (b"company=A", "Request body is not valid JSON: Expecting value at line 1 column 1."),
        (b'[{"company": "A"}]', "Missing or invalid parameter. The request body must be a JSON object."),
        (b'"company"', "Missing or invalid parameter. The request body must be a JSON object."),
        (b"true", "Missing or invalid parameter. The request body must be a JSON object."),
        (b"0", "Missing or invalid parameter. The request body must be a JSON object."),
    ],
)
def test_a_body_is_a_json_object(chargeover: ChargeOver, method: str, body: bytes, message: str) -> None:
    """Whatever its type is called."""
    chargeover.customer()
    path = "/customer" if method == "POST" else "/customer/1"
    for type in ("application/json", "text/plain", "application/x-www-form-urlencoded"):
        answer = chargeover.send(method, path, body, {"Content-Type": type})
        assert answer.status == 400
        assert answer.json == {"code": 400, "status": "Error", "message": message, "details": {}, "response": False}


def test_json_is_read_whatever_its_type_is_called(chargeover: ChargeOver) -> None:
    for type in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert chargeover.send("POST", "/customer", b'{"company": "A"}', {"Content-Type": type}).status == 201


def test_a_body_that_is_too_large_is_refused_in_the_envelope() -> None:
    """Nobody was looked at, so it is the envelope that new accounts start with."""
    chargeover = ChargeOver(InProcess(create_app(Settings(max_body=100))), "account")
    for headers, members in (({}, MEMBERS), (JAVA, LEGACY)):
        answer = chargeover.send("POST", "/customer", {"company": "A" * 100}, headers)
        assert shape(answer) == (members, "application/json", 413)


def test_the_wait_after_a_refusal_is_told_where_the_account_wants_it(chargeover: ChargeOver) -> None:
    """Not from the start: nobody saw ChargeOver do so."""
    rule = {"respond": {"error": "too_many_requests", "retry_after": "1500ms"}}
    for settings, expected in (({}, None), ({"retry_after": True}, "2")):
        chargeover.set(**settings)
        chargeover.admin("POST", "/rules", rule)
        answer = chargeover.get("/customer")
        assert (answer.status, answer.headers.get("retry-after")) == (429, expected)


REQUESTS = [
    ("GET", "/customer", None), ("POST", "/customer", {"company": "B"}), ("PUT", "/customer/1", {"company": "B"}),
    ("GET", "/customer/99", None), ("GET", "/nothing", None), ("POST", "/customer", b"{"),
    ("DELETE", "/customer/1", None),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body"), REQUESTS)
@each_row(
    ("envelope", "agent", "members"),
    [
        ("auto", "Java/17.0.15", LEGACY),
        ("auto", "Java/1.8.0_292", LEGACY),
        ("auto", "JavaScript/1.0", MEMBERS),
        ("auto", "Apache Java/17", MEMBERS),
        ("auto", "Faraday v1.1.0", MEMBERS),
        ("auto", "", MEMBERS),
        ("legacy", "Faraday v1.1.0", LEGACY),
        ("legacy", "Java/17.0.15", LEGACY),
        ("current", "Java/17.0.15", MEMBERS),
    ],
)
def test_old_clients_get_no_details(
    chargeover: ChargeOver, method: str, path: str, body: Any, envelope: str, agent: str, members: list[str]
) -> None:
    """By what the account says, and else by what a client calls itself."""
    chargeover.customer()
    chargeover.set(envelope=envelope)
    assert list(chargeover.send(method, path, body, {"User-Agent": agent}).json) == members


def test_what_a_rule_refuses_comes_in_the_envelope_of_the_account(chargeover: ChargeOver) -> None:
    """It is known by then whose request it is."""
    chargeover.set(envelope="legacy")
    chargeover.admin("POST", "/rules", {"respond": {"error": "server_error"}})
    assert list(chargeover.get("/customer").json) == LEGACY


def test_who_is_unknown_gets_the_envelope_of_new_accounts(chargeover: ChargeOver) -> None:
    """A refused key is nobody's, whatever its account has set; old clients get what they can read all the same."""
    chargeover.set(envelope="legacy")
    for headers, members in (({}, MEMBERS), (JAVA, LEGACY)):
        answer = chargeover.caller.send("GET", "/api/v3/customer", headers, None)
        assert shape(answer) == (members, "application/json", 401)


def test_a_refused_key_of_a_known_account_gets_the_envelope_of_that(chargeover: ChargeOver) -> None:
    """Whoever shows a wrong private key is still a client of that account's kind."""
    chargeover.customer()
    chargeover.set(envelope="legacy")
    refused = ChargeOver(chargeover.caller, chargeover.account, "another-invented-key").get("/customer")
    assert refused.status == 401
    assert "details" not in refused.json

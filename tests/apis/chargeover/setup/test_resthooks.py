"""Subscriptions: made and ended."""

from typing import Any

import pytest

from mockserver.sandbox.sandbox import Sandbox
from tests.clients import ChargeOver
from tests.tables import each_row

HOOK = {"target_url": "https://receiver.example.com/hooks?a=b", "event": "customer.insert"}
GONE = {"code": 404, "status": "Error", "message": "This object does not exist.", "details": {}, "response": None}


@pytest.mark.parametrize("path", ["/_resthook", "//_resthook", "/_resthook/"])
def test_a_subscription_gets_an_id(chargeover: ChargeOver, path: str) -> None:
    """C# writes two slashes."""
    answer = chargeover.post(path, HOOK)
    assert (answer.status, answer.headers["location"]) == (201, "http://localhost/api/v3/_resthook/1")
    assert answer.json == {"code": 201, "status": "OK", "message": "", "details": {}, "response": {"id": 1}}


@pytest.mark.parametrize("path", ["/_resthook/1", "//_resthook/1", "//_resthook//1/"])
def test_a_subscription_ends_once(chargeover: ChargeOver, path: str) -> None:
    """The second time, there is none."""
    chargeover.post("/_resthook", HOOK)
    first, second = chargeover.delete(path), chargeover.delete(path)
    assert (first.status, first.json["response"]) == (200, True)
    assert (second.status, second.json) == (404, GONE)


@each_row("id", ["2", "0", "x", "-1", "1x", "external_key:1", "token:1", "\u0661"])
def test_what_is_no_subscription_cannot_end(chargeover: ChargeOver, id: str) -> None:
    chargeover.post("/_resthook", HOOK)
    answer = chargeover.delete(f"/_resthook/{id}")
    assert (answer.status, answer.json) == (404, GONE)


def test_the_same_subscription_twice_is_two(chargeover: ChargeOver) -> None:
    """Each ends for itself, and no id comes again."""
    ids = [chargeover.post("/_resthook", HOOK).json["response"]["id"] for _ in range(2)]
    chargeover.delete("/_resthook/2")
    assert (ids, chargeover.post("/_resthook", HOOK).json["response"]) == ([1, 2], {"id": 3})
    assert chargeover.delete("/_resthook/1").status == 200


def test_subscriptions_are_found_by_event(chargeover: ChargeOver, sandbox: Sandbox) -> None:
    """Without looking at those to other events."""
    for event in ("customer.insert", "user.update", "customer.insert"):
        chargeover.post("/_resthook", {**HOOK, "event": event})
    with sandbox.store.transaction(chargeover.account) as transaction:
        found = transaction.lookup("chargeover.resthooks", "event", "customer.insert")
    assert [(hook["_resthook_id"], hook["target_url"]) for hook in found] == [
        (1, HOOK["target_url"]),
        (3, HOOK["target_url"]),
    ]


@each_row("url", ["http://127.0.0.1:9999", "https://[::1]:8443/x", "HTTP://receiver.example.com/"])
@pytest.mark.parametrize("event", ["customer.insert", "user.update", "invoice.delete", "package.status_change"])
def test_every_address_of_the_web_and_every_event_will_do(chargeover: ChargeOver, url: str, event: str) -> None:
    """Also one of an object that this server does not have: it never happens."""
    assert chargeover.post("/_resthook", {"target_url": url, "event": event}).status == 201


@each_row(
    "url",
    [
        "receiver.example.com", "/hooks", "ftp://receiver.example.com", "http://", "http:///hooks", "http://a b/",
        "http://a\n/", "http://[a/", "http://a:99999/", "http://a:0/", "javascript:alert(1)", ["http://a/"], True,
    ],
)  # fmt: skip
def test_a_receiver_is_an_address_of_the_web(chargeover: ChargeOver, url: Any) -> None:
    answer = chargeover.post("/_resthook", {**HOOK, "target_url": url})
    assert answer.status == 400
    assert answer.json["message"].startswith("Missing or invalid parameter. target_url must be ")


@each_row("event", ["customer", "customer.", ".insert", "a.b.c", "Customer.Insert", "a b.c", "*", 1])
def test_an_event_is_an_object_and_a_verb(chargeover: ChargeOver, event: Any) -> None:
    answer = chargeover.post("/_resthook", {**HOOK, "event": event})
    assert (answer.status, answer.json["message"]) == (
        400,
        "Missing or invalid parameter. event must be an object and a verb, like customer.insert.",
    )


@each_row(
    ("body", "missing"),
    [(None, "No data"), ({}, "No data"), ({"event": "a.b"}, "target_url"), ({**HOOK, "event": None}, "event")],
)
def test_a_subscription_needs_both(chargeover: ChargeOver, body: Any, missing: str) -> None:
    answer = chargeover.post("/_resthook", body)
    assert (answer.status, answer.json["message"]) == (400, f"A required parameter was missing: {missing}.")


@each_row(
    ("method", "path", "command"),
    [
        ("GET", "/_resthook", "list(_resthook, )"),
        ("GET", "//_resthook/1", "get(_resthook, 1)"),
        ("PUT", "/_resthook/1", "modify(_resthook, 1)"),
        ("DELETE", "/_resthook", "delete(_resthook, )"),
    ],
)
def test_subscriptions_are_neither_read_nor_changed(
    chargeover: ChargeOver, method: str, path: str, command: str
) -> None:
    """There are no such commands."""
    chargeover.post("/_resthook", HOOK)
    answer = chargeover.send(method, path)
    assert answer.json["message"] == f"The command requested is not supported: {command}"
    assert answer.status == 400

"""What an entry leaves behind: all it did, or nothing; and the bulk itself where an entry breaks."""

import base64
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from mockserver.apis.chargeover.answers import TrueAnswerSchema, ok, route
from mockserver.apis.chargeover.api import api
from mockserver.apis.chargeover.problems import wrong
from mockserver.core.api.model import Call, Exchange, declared
from mockserver.core.api.receivers import Delivery
from mockserver.core.http.reply import Reply
from mockserver.sandbox.sandbox import Sandbox, drive
from mockserver.sandbox.tenancy.tenant import Tenant
from tests.apis.chargeover.bulk.requests import entry
from tests.core import toy


@route("POST /announce", "announce", "announce", TrueAnswerSchema)
def announce(call: Call) -> Reply:
    """Store what was said and tell a receiver of it; the word decides how that ends."""
    word = call.body["word"]
    call.records.put("configuration", word, {"key": word})
    call.records.next_number("announced")
    call.deliver(Delivery(word, "POST", "http://127.0.0.1:9/", {}, b""))
    if word == "refused":
        raise wrong("word", "is refused")
    if word == "broken":
        raise ZeroDivisionError("a secret of the implementation")
    return ok(call, True)


class Sent:
    """Takes deliveries and remembers their events."""

    def __init__(self) -> None:
        self.events: list[str] = []

    def __call__(self, tenant: Tenant, deliveries: Sequence[Delivery]) -> None:
        self.events += [delivery.event for delivery in deliveries]

    def close(self) -> None:
        """There is nothing to stop."""


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def server(sent: Sent) -> Sandbox:
    """ChargeOver with one more operation."""
    return toy.sandbox(api=replace(api, routes=(*api.routes, *declared(announce))), deliver=sent)


def send(server: Sandbox, *words: str) -> tuple[Exchange, Reply]:
    """Announce words together, to a server that has no other API."""
    key = base64.b64encode(b"account:invented-private-key").decode()
    body = [entry("POST", "/announce", {"word": word}) for word in words]
    exchange = toy.exchange(server, "POST", "/api/v3/_bulk", body, {"authorization": f"Basic {key}"})
    return exchange, drive(server.answer(exchange), lambda seconds: None)


def kept(server: Sandbox) -> tuple[list[Any], int]:
    """Give what is stored, oldest first, and how often it was counted."""
    with server.store.transaction("account") as transaction:
        words = [record["key"] for record in transaction.oldest_first("chargeover.configuration")]
        return words, transaction.counter("chargeover.announced")


def test_a_refused_entry_leaves_nothing_behind(server: Sandbox, sent: Sent) -> None:
    """No record, no number, no message to a receiver; those of the others are kept and sent in their order."""
    _, reply = send(server, "one", "refused", "two", "refused")
    assert reply.status == 200
    assert (kept(server), sent.events) == ((["one", "two"], 2), ["one", "two"])


def test_an_entry_that_breaks_takes_the_bulk_with_it(
    server: Sandbox, sent: Sent, caplog: pytest.LogCaptureFixture
) -> None:
    """A mistake of ours is no refusal: the client gets a server error, and nothing is kept or sent."""
    with caplog.at_level(logging.ERROR, "mockserver"):
        _, reply = send(server, "one", "broken", "two")
    assert (reply.status, b"secret" in reply.content) == (500, False)
    assert "a secret of the implementation" in caplog.text
    assert (kept(server), sent.events) == (([], 0), [])


def test_the_bulk_stays_the_request_it_was(server: Sandbox) -> None:
    """Its entries change nothing of it: the journal has it as it came."""
    exchange, _ = send(server, "one", "two")
    (journalled,) = server.tenant("account").journal
    assert (exchange.operation, exchange.path) == ("bulk.run", "/api/v3/_bulk")
    assert (journalled.operation, journalled.target, journalled.status) == ("bulk.run", "/api/v3/_bulk", 200)

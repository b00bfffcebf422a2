"""What receivers hear of payment instruments, and in which order."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.apis.rebilly.instruments import PLAIN, deactivate, inquire, patch, pay
from tests.apis.rebilly.samples import CARD as CARD_TOKEN
from tests.apis.rebilly.samples import token
from tests.clients import Rebilly
from tests.receivers import Receiver, receiving


@pytest.fixture
def receiver(rebilly: Rebilly) -> Iterator[Receiver]:
    """A receiver of every event; Mara exists before it listens."""
    rebilly.put("/customers/mara", {})
    with receiving() as receiver:
        hook = {"method": "POST", "url": f"{receiver.url}/hook", "credentialHash": "none"}
        assert rebilly.post("/webhooks", hook).status == 201
        yield receiver


def heard(rebilly: Rebilly, receiver: Receiver) -> list[str]:
    """Give the events so far; a customer that is made last tells that nothing else will come."""
    rebilly.put("/customers/last", {})
    count = 1
    while (events := [one.json["eventType"] for one in receiver.wait(count)])[-1] != "customer-created":
        count += 1
    return events[:-1]


def test_a_new_card_is_told_before_its_customer_changes(rebilly: Rebilly, receiver: Receiver) -> None:
    """The first card is created and becomes the default; its payload shows it whole."""
    made = pay(rebilly).json
    assert heard(rebilly, receiver) == ["payment-card-created", "customer-updated"]
    payload: Any = receiver.wait(1)[0].json
    assert payload["paymentCardId"] == made["id"]
    assert payload["_embedded"] == {"paymentCard": {**made, "_links": payload["_embedded"]["paymentCard"]["_links"]}}


@pytest.mark.parametrize("kind", [kind for kind in PLAIN if kind != "payment-card"])
def test_only_cards_have_an_event_of_their_creation(rebilly: Rebilly, receiver: Receiver, kind: str) -> None:
    """The documented events have none for other new instruments; the customer's default changed all the same."""
    pay(rebilly, PLAIN[kind])
    assert heard(rebilly, receiver) == ["customer-updated"]


def test_changes_are_told_once_each(rebilly: Rebilly, receiver: Receiver) -> None:
    """An update by either way is told; what changes nothing, is refused or only asked is not."""
    id = pay(rebilly).json["id"]
    pay(rebilly, expYear=2033)
    pay(rebilly, expYear=2033)
    patch(rebilly, id, {"useAsBackup": True})
    patch(rebilly, id, {"useAsBackup": True})
    patch(rebilly, id, {"useAsBackup": 1})
    inquire(rebilly, id)
    modified = ["payment-instrument-modified"] * 2
    assert heard(rebilly, receiver) == ["payment-card-created", "customer-updated", *modified]


def test_a_deactivation_is_told_before_the_customer_changes(rebilly: Rebilly, receiver: Receiver) -> None:
    """The default goes with its instrument."""
    id = pay(rebilly).json["id"]
    deactivate(rebilly, id)
    deactivate(rebilly, id)
    assert heard(rebilly, receiver)[2:] == ["payment-instrument-modified", "customer-updated"]


def test_a_card_of_a_customers_token_is_told_after_the_customer(rebilly: Rebilly, receiver: Receiver) -> None:
    """A token with a lead source: the customer, its card, and where it came from."""
    body = {**CARD_TOKEN, "leadSource": {"source": "checkout"}}
    rebilly.put("/customers/mara", {"paymentToken": token(rebilly, body)})
    assert heard(rebilly, receiver) == ["customer-updated", "payment-card-created", "lead-source-changed"]


def test_a_merge_tells_of_each_instrument_it_moves(rebilly: Rebilly, receiver: Receiver) -> None:
    """An instrument that changes hands is a modified one."""
    pay(rebilly)
    rebilly.put("/customers/mo", {})
    rebilly.delete("/customers/mara?targetCustomerId=mo")
    rebilly.post("/tags", {"name": "x", "type": "customer"})
    events = [one.json["eventType"] for one in receiver.wait(5)]
    assert events[2:] == ["customer-created", "payment-instrument-modified", "customer-merged"]

"""Numbers and security codes: taken, used and never seen again."""

from typing import Any

import pytest

from tests.apis.chargeover.pay_methods.ways import CARD, VISA, card
from tests.clients import ChargeOver

CODE = "8042"
WRITTEN = [VISA, "4111 1111 1111 1111", "4111-1111-1111-1111"]


@pytest.mark.parametrize("number", WRITTEN)
def test_numbers_and_codes_are_neither_answered_nor_stored_nor_noted(chargeover: ChargeOver, number: str) -> None:
    """What is left of them is masks and a name that leads nowhere back."""
    customer_id = chargeover.customer()
    sent = {"customer_id": customer_id, **CARD, "number": number, "cvv": CODE, "name": "Ada"}
    seen = [
        chargeover.post("/creditcard", sent),
        chargeover.post("/creditcard", sent),
        chargeover.post("/creditcard", {**sent, "expdate": "soon"}),
        chargeover.post("/creditcard", {**sent, "number": f"{number}1"}),
        chargeover.get("/creditcard/1"),
        chargeover.get("/creditcard"),
        chargeover.get("/creditcard", where=f"number:EQUALS:{number}"),
        chargeover.get(f"/customer/{customer_id}"),
        chargeover.admin("GET", "/data/chargeover/creditcards"),
        chargeover.admin("GET", "/data/chargeover/customers"),
        chargeover.admin("GET", "/requests"),
    ]
    content = [answer.content.decode() for answer in seen]
    assert [text for text in content for secret in (*WRITTEN, CODE) if secret in text] == []
    assert '"number":"********"' in content[-1].replace(" ", "")


def test_a_stored_card_has_these_members(chargeover: ChargeOver) -> None:
    """Nothing of a request gets into the store but what is meant to."""
    card(chargeover, chargeover.customer(), cvv=CODE, pan=VISA, note=f"pan {VISA}")
    (record,) = chargeover.admin("GET", "/data/chargeover/creditcards").json["records"]
    assert set(record) == {
        "creditcard_id", "customer_id", "_customer", "_customer_token", "_order", "_fingerprint", "external_key",
        "_external_key", "token", "type", "mask_number", "mask_and_bin_number", "expdate", "name", "address", "city",
        "state", "postcode", "country", "write_datetime", "write_ipaddr", "mod_datetime",
    }  # fmt: skip


def test_a_number_is_called_otherwise_for_every_customer(chargeover: ChargeOver) -> None:
    """The names that cards are recognized by tell nobody whether two customers share one."""
    for _ in range(2):
        card(chargeover, chargeover.customer())
    records: list[dict[str, Any]] = chargeover.admin("GET", "/data/chargeover/creditcards").json["records"]
    assert len({record["_fingerprint"] for record in records}) == 2

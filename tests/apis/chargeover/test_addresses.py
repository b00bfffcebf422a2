"""Addresses as clients write them: with doubled and trailing slashes, and with parameters nobody knows."""

import pytest

from tests.clients import ChargeOver
from tests.tables import each_row


@each_row(
    "target",
    [
        "/api/v3/customer", "/api/v3/customer/", "/api/v3//customer", "/api/v3//customer/", "/api//v3///customer//",
        "/api/v3/customer?", "/api/v3/customer/?limit=3&offset=0", "/api/v3//customer?_dummy=1", "/api/v3/%63ustomer",
        "/api/v3/customer?_flag_emails=0&_flag_webhooks=0&_flag_quickbooks=0&_flag_events=0", "/api/v3/customer?debug",
    ],
)  # fmt: skip
def test_a_list_is_found_without_being_sent_elsewhere(chargeover: ChargeOver, target: str) -> None:
    chargeover.customer()
    answer = chargeover.send("GET", target, raw=True)
    assert (answer.status, [row["customer_id"] for row in answer.json["response"]]) == (200, [1])


@each_row("path", ["/customer/1", "/customer/1/", "//customer//1", "/customer/1/?_dummy=1"])
def test_one_customer_is_found_so_too(chargeover: ChargeOver, path: str) -> None:
    """To be read, changed and deleted."""
    chargeover.customer()
    assert chargeover.shown(path)["customer_id"] == 1
    assert chargeover.put(path, {"company": "B"}).status == 202
    assert chargeover.delete(path).json["response"] is True


@each_row("path", ["/customer", "/customer/", "//customer", "//customer?_flag_emails=0"])
def test_customers_are_made_so_too(chargeover: ChargeOver, path: str) -> None:
    """And where they are is told without these slashes."""
    answer = chargeover.post(path, {"company": "A"})
    assert (answer.status, answer.headers["location"]) == (201, "http://localhost/api/v3/customer/1")


@pytest.mark.parametrize("path", ["/customer/_count", "/customer/_count/", "//customer//_count"])
def test_a_count_is_no_customer(chargeover: ChargeOver, path: str) -> None:
    chargeover.customer()
    assert chargeover.shown(path) == 1


def test_reading_the_head_alone_is_reading(chargeover: ChargeOver) -> None:
    """The address of a customer answers so what it would, without its content."""
    chargeover.customer()
    answer = chargeover.send("HEAD", "/customer/1")
    assert (answer.status, answer.headers["content-type"], answer.content) == (200, "application/json", b"")
    assert chargeover.send("HEAD", "/customer/2").status == 404


@each_row("target", ["/api/v3x", "/api/v30/customer", "/api", "/v3/customer", "/API/V3/customer"])
def test_other_addresses_are_not_chargeovers(chargeover: ChargeOver, target: str) -> None:
    """They are answered by whoever owns them, in other forms."""
    answer = chargeover.send("GET", target, raw=True)
    assert answer.status in (401, 404)
    assert b'"details":{}' not in answer.content

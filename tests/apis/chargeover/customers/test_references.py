"""How addresses name a customer: by its id, its external key or its token."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.clients import ChargeOver
from tests.tables import each_row

NONE = {"code": 404, "status": "Error", "message": "This customer does not exist.", "details": {}, "response": None}

FORMS: list[Callable[[dict[str, Any]], str]] = [
    lambda customer: str(customer["customer_id"]),
    lambda customer: f"0{customer['customer_id']}",
    lambda customer: f"external_key:{customer['external_key']}",
    lambda customer: f"external_key:{customer['external_key'].upper()}",
    lambda customer: f"token:{customer['token']}",
]

named = pytest.mark.parametrize("form", FORMS, ids=["id", "leading zero", "key", "capital key", "token"])


@pytest.fixture
def customer(chargeover: ChargeOver) -> dict[str, Any]:
    """The second customer of an account."""
    chargeover.customer(external_key="other")
    shown: dict[str, Any] = chargeover.shown(f"/customer/{chargeover.customer(external_key='key-1')}")
    return shown


@named
def test_every_form_reads(chargeover: ChargeOver, customer: dict[str, Any], form: Callable[[Any], str]) -> None:
    assert chargeover.shown(f"/customer/{form(customer)}") == customer


@named
def test_every_form_changes(chargeover: ChargeOver, customer: dict[str, Any], form: Callable[[Any], str]) -> None:
    """The answer names the customer by its id."""
    answer = chargeover.put(f"/customer/{form(customer)}", {"company": "B"})
    assert (answer.status, answer.json["response"]) == (202, {"id": 2})
    assert answer.headers["location"] == "http://localhost/api/v3/customer/2"
    assert [row["company"] for row in chargeover.shown("/customer")] == ["Analytical Engines", "B"]


@named
def test_every_form_deletes(chargeover: ChargeOver, customer: dict[str, Any], form: Callable[[Any], str]) -> None:
    assert chargeover.delete(f"/customer/{form(customer)}").json["response"] is True
    assert [row["customer_id"] for row in chargeover.shown("/customer")] == [1]


@each_row(
    ("key", "written"),
    [
        ("a b", "a%20b"), ("a+b", "a+b"), ("a+b", "a%2Bb"), ("a:b", "a:b"), ("a,b", "a,b"), ("50%", "50%25"),
        ("ünï", "%C3%BCn%C3%AF"), ("12", "12"), ("_count", "_count"), ("token:x", "token:x"),
    ],
)  # fmt: skip
def test_a_key_is_escaped_as_paths_are(chargeover: ChargeOver, key: str, written: str) -> None:
    """Only the first colon parts the word from the key."""
    id = chargeover.customer(external_key=key)
    for written_as in (f"external_key:{written}", f"external_key%3A{written}"):
        assert chargeover.shown(f"/customer/{written_as}")["customer_id"] == id


@pytest.mark.parametrize(
    "reference",
    [
        "3", "0", "-1", "1.0", "1x", "x", "9" * 18, "9" * 19, "9" * 5000, "%D9%A1", "external_key:", "external_key:1",
        "token:", "token:key-1", "external_key:token", "id:1", "customer_id:1", ":", "1:", "null", "%20",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_what_names_nobody_does_not_exist(
    chargeover: ChargeOver, customer: dict[str, Any], method: str, reference: str
) -> None:
    body = {"company": "B"} if method == "PUT" else None
    answer = chargeover.send(method, f"/customer/{reference}", body)
    assert (answer.status, answer.json) == (404, NONE)
    assert chargeover.shown("/customer/2") == customer

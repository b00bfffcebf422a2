"""Tokens of gateways: stored, read, listed and deleted."""

from typing import Any

import pytest

from mockserver.apis.chargeover.answers import answer as enveloped
from mockserver.apis.chargeover.pay_methods.tokenized import SHAPE
from tests.apis.chargeover.pay_methods.ways import refusal, token, wrong
from tests.clients import ChargeOver
from tests.tables import each_row

HINTS = {
    "external_key": "key 1",
    "type": "customer",
    "token": "cus_AbC|42",
    "name": "Visa x1111",
    "paymethod_hint": "crd",
    "expdate": "2030-08-01",
    "type_hint": "visa",
    "gateway": "Invented Gateway",
}


def test_a_token_of_nothing_but_a_token(chargeover: ChargeOver) -> None:
    """Every member is there, in its order; it is a customer at the gateway where nothing else is said."""
    customer_id = chargeover.customer()
    shown = chargeover.shown(f"/tokenized/{token(chargeover, customer_id)}")
    expected = {
        "tokenized_id": 1,
        "external_key": None,
        "type": "customer",
        "token": "abcd1234",
        "name": None,
        "paymethod_hint": None,
        "expdate": None,
        "type_hint": None,
        "gateway": None,
        "customer_id": customer_id,
    }
    assert shown == expected
    assert list(shown) == list(expected)


def test_everything_comes_back(chargeover: ChargeOver) -> None:
    """The date is that of the first of its month."""
    customer_id = chargeover.customer()
    id = token(chargeover, customer_id, **{**HINTS, "expdate": "2030-08-31"})
    assert chargeover.shown(f"/tokenized/{id}") == {"tokenized_id": id, **HINTS, "customer_id": customer_id}


def test_a_stored_token_is_answered_with_its_id_and_place(chargeover: ChargeOver) -> None:
    """The same token again is another one: nothing says that it would be changed."""
    customer_id = chargeover.customer()
    for id in (1, 2):
        answer = chargeover.post("/tokenized", {"customer_id": customer_id, "token": "abcd1234"})
        assert (answer.status, answer.headers["location"]) == (201, f"http://localhost/api/v3/tokenized/{id}")
        assert answer.json == {"code": 201, "status": "OK", "message": "", "details": {}, "response": {"id": id}}


@each_row(
    ("changed", "message"),
    [
        ({"token": None}, "A required parameter was missing: token."),
        ({"token": ""}, "A required parameter was missing: token."),
        ({"customer_id": None}, "A required parameter was missing: customer_id."),
        ({"customer_id": 9}, wrong("customer_id names a customer that does not exist")),
        ({"paymethod_hint": "inv"}, wrong("paymethod_hint must be one of crd, ach")),
        ({"type_hint": "jcb"}, wrong("type_hint must be one of visa, mast, amex, disc")),
        ({"expdate": "08/30"}, wrong("expdate must be a date like 2030-08-31")),
        ({"token": ["a"]}, wrong("token must be text")),
    ],
)
def test_what_no_token_can_be_is_refused(chargeover: ChargeOver, changed: dict[str, Any], message: str) -> None:
    """And nothing is stored."""
    body = {"customer_id": chargeover.customer(), "token": "abcd1234", **changed}
    assert refusal(chargeover, "/tokenized", body) == message
    assert chargeover.shown("/tokenized/_count") == 0


@pytest.mark.parametrize("reference", [{"customer_external_key": "key 1"}, {"customer_token": "?"}])
def test_the_customer_is_named_by_key_or_token(chargeover: ChargeOver, reference: dict[str, str]) -> None:
    """Its own token, that is: `token` is the gateway's."""
    customer_id = chargeover.customer(external_key="key 1")
    if "customer_token" in reference:
        reference = {"customer_token": chargeover.shown(f"/customer/{customer_id}")["token"]}
    answer = chargeover.post("/tokenized", {"token": "abcd1234", **reference})
    assert chargeover.shown(f"/tokenized/{answer.json['response']['id']}")["customer_id"] == customer_id


@pytest.mark.parametrize("name", ["1", "token:cus_AbC%7C42", "external_key:KEY%201"])
def test_a_token_is_named_in_three_ways(chargeover: ChargeOver, name: str) -> None:
    """By its id, by the gateway's own word for it or by its external key; and in each it is deleted."""
    id = token(chargeover, chargeover.customer(), **HINTS)
    assert chargeover.shown(f"/tokenized/{name}")["tokenized_id"] == id
    assert chargeover.delete(f"/tokenized/{name}").json["response"] is True
    answer = chargeover.get(f"/tokenized/{name}")
    assert (answer.status, answer.json["message"], answer.json["response"]) == (
        404,
        "This object does not exist.",
        None,
    )


def test_external_keys_are_unique_among_tokens(chargeover: ChargeOver) -> None:
    customer_id = chargeover.customer()
    token(chargeover, customer_id, external_key="key 1")
    body = {"customer_id": customer_id, "token": "other", "external_key": "key 1"}
    assert refusal(chargeover, "/tokenized", body) == "A token with the external_key 'key 1' already exists."


def test_a_token_has_no_command_for_changes(chargeover: ChargeOver) -> None:
    answer = chargeover.put(f"/tokenized/{token(chargeover, chargeover.customer())}", {"name": "Ada"})
    assert (answer.status, answer.json["message"]) == (
        400, "The command requested is not supported: modify(tokenized, 1)",
    )  # fmt: skip


@each_row(
    ("where", "ids"),
    [
        ("tokenized_id:EQUALS:1", [1]),
        ("customer_id:EQUALS:2", [2, 3]),
        ("token:EQUALS:cus_AbC|42", [2]),
        ("token:EQUALS:CUS_ABC|42", [2]),
        ("external_key:EQUALS:key 1", [2]),
        ("gateway:IS:NULL", [1, 3]),
        ("paymethod_hint:EQUALS:ach", [3]),
        ("type:EQUALS:customer", [1, 2, 3]),
        ("expdate:GTE:2030-08-01", [2]),
    ],
)
def test_tokens_can_be_looked_for(chargeover: ChargeOver, where: str, ids: list[int]) -> None:
    """A list and a count find the same, whatever the case."""
    first, second = chargeover.customer(), chargeover.customer()
    token(chargeover, first)
    token(chargeover, second, **HINTS)
    token(chargeover, second, paymethod_hint="ach")
    assert [found["tokenized_id"] for found in chargeover.shown("/tokenized", where=where)] == ids
    assert chargeover.shown("/tokenized/_count", where=where) == len(ids)


def test_case_counts_where_the_account_wants_it(chargeover: ChargeOver) -> None:
    token(chargeover, chargeover.customer(), **HINTS)
    chargeover.set(case_sensitive=True)
    assert chargeover.shown("/tokenized", where="token:EQUALS:CUS_ABC|42") == []


def test_tokens_go_with_their_customer(chargeover: ChargeOver) -> None:
    """All of them, and nobody else's."""
    first, second = chargeover.customer(), chargeover.customer()
    token(chargeover, first)
    left = token(chargeover, second)
    token(chargeover, first)
    chargeover.delete(f"/customer/{first}")
    assert [found["tokenized_id"] for found in chargeover.shown("/tokenized")] == [left]


def test_answers_fit_the_document(chargeover: ChargeOver) -> None:
    """With all members set, and with none that need not be."""
    customer_id = chargeover.customer()
    token(chargeover, customer_id)
    token(chargeover, customer_id, **HINTS)
    answer = chargeover.get("/tokenized")
    assert enveloped(SHAPE, many=True)().validate(answer.json) == {}
    assert len(answer.json["response"]) == 2

"""Cards: stored, stored again, read, listed and deleted."""

from typing import Any

import pytest

from mockserver.apis.chargeover.answers import answer as enveloped
from mockserver.apis.chargeover.pay_methods.creditcards import SHAPE
from tests.apis.chargeover.pay_methods.ways import (
    AMEX,
    CARD,
    DISCOVER,
    MASTERCARD,
    VISA,
    WRITTEN,
    card,
    freeze,
    refusal,
    wrong,
)
from tests.clients import ChargeOver
from tests.tables import each_row

HOLDER = {
    "name": "Ada King",
    "address": "1 High Street",
    "city": "Bath",
    "state": "Somerset",
    "postcode": "BA1 1AA",
    "country": "United Kingdom",
}


def test_a_card_of_nothing_but_a_number_and_an_expiry(chargeover: ChargeOver) -> None:
    """Every member is there, in its order; the link is the one where its customer changes ways to pay."""
    freeze(chargeover)
    customer_id = chargeover.customer()
    id = card(chargeover, customer_id)
    shown = chargeover.shown(f"/creditcard/{id}")
    expected = {
        "creditcard_id": id,
        "external_key": None,
        "type": "visa",
        "token": shown["token"],
        "expdate": "2030-08-01",
        "write_datetime": WRITTEN,
        "write_ipaddr": "127.0.0.1",
        "mod_datetime": WRITTEN,
        "mask_number": "x1111",
        "mask_and_bin_number": "411111xxx1111",
        "name": None,
        "expdate_month": "8",
        "expdate_year": "2030",
        "expdate_formatted": "Aug 2030",
        "type_name": "Visa",
        "url_updatelink": chargeover.shown(f"/customer/{customer_id}")["url_paymethodlink"],
        "address": None,
        "city": None,
        "state": None,
        "postcode": None,
        "country": None,
        "customer_id": customer_id,
    }
    assert shown == expected
    assert list(shown) == list(expected)


def test_a_stored_card_is_answered_with_its_id_and_place(chargeover: ChargeOver) -> None:
    """Ids count from 1, over the cards of all customers."""
    for id in (1, 2):
        answer = chargeover.post("/creditcard", {"customer_id": chargeover.customer(), **CARD})
        assert (answer.status, answer.headers["location"]) == (201, f"http://localhost/api/v3/creditcard/{id}")
        assert answer.json == {"code": 201, "status": "OK", "message": "", "details": {}, "response": {"id": id}}


def test_what_is_said_of_the_holder_comes_back(chargeover: ChargeOver) -> None:
    """Empty text stays empty text."""
    customer_id = chargeover.customer()
    said = {**HOLDER, "state": "", "external_key": "key 1"}
    shown = chargeover.shown(f"/creditcard/{card(chargeover, customer_id, **said)}")
    assert {name: shown[name] for name in said} == said


def test_times_are_those_of_the_account(chargeover: ChargeOver) -> None:
    """In its zone, and in its form."""
    freeze(chargeover)
    chargeover.set(timezone="Asia/Tokyo", datetimes="legacy")
    assert chargeover.shown(f"/creditcard/{card(chargeover, chargeover.customer())}")["write_datetime"] == (
        "2026-03-10 15:01:49"
    )


@each_row(
    ("number", "type", "name"),
    [
        (VISA, "visa", "Visa"),
        ("4222222222222", "visa", "Visa"),
        (MASTERCARD, "mast", "MasterCard"),
        ("2223003122003222", "mast", "MasterCard"),
        (AMEX, "amex", "American Express"),
        (DISCOVER, "disc", "Discover"),
    ],
)
def test_the_number_says_the_type(chargeover: ChargeOver, number: str, type: str, name: str) -> None:
    """Of the number the first six and the last four digits are shown, whatever is between them."""
    shown = chargeover.shown(f"/creditcard/{card(chargeover, chargeover.customer(), number=number)}")
    assert (shown["type"], shown["type_name"]) == (type, name)
    assert (shown["mask_number"], shown["mask_and_bin_number"]) == (f"x{number[-4:]}", f"{number[:6]}xxx{number[-4:]}")


@each_row("number", ["4111 1111 1111 1111", "4111-1111-1111-1111", " 41111111 1111-1111 ", int(VISA)])
def test_numbers_are_written_in_many_ways(chargeover: ChargeOver, number: Any) -> None:
    """Spaces and dashes mean nothing, and a number of JSON is one, too."""
    shown = chargeover.shown(f"/creditcard/{card(chargeover, chargeover.customer(), number=number)}")
    assert shown["mask_and_bin_number"] == "411111xxx1111"


@each_row(
    ("member", "value", "particulars"),
    [
        ("number", "4111111111111112", "number is not a card number: its last digit does not fit the others"),
        ("number", "411111111", "number must be 12 to 19 digits, which spaces and dashes may part"),
        ("number", "4111.1111.1111.1111", "number must be 12 to 19 digits, which spaces and dashes may part"),
        ("number", "\uff14" * 16, "number must be 12 to 19 digits, which spaces and dashes may part"),
        ("number", [VISA], "number must be text"),
        ("number", "3530111333300000",
         "number is a number of none of Visa, MasterCard, American Express, Discover"),
        ("number", "41111111111114", "number is a number of none of Visa, MasterCard, American Express, Discover"),
        ("cvv", "12", "cvv must be three or four digits"),
        ("cvv", "abc", "cvv must be three or four digits"),
        ("name", ["Ada"], "name must be text"),
    ],
)  # fmt: skip
def test_what_no_card_can_have_is_refused(chargeover: ChargeOver, member: str, value: Any, particulars: str) -> None:
    """Behind the provider's own sentence stands which member is wrong, and nothing is stored."""
    body = {"customer_id": chargeover.customer(), **CARD, member: value}
    assert refusal(chargeover, "/creditcard", body) == wrong(particulars)
    assert chargeover.shown("/creditcard") == []


def test_all_that_is_wrong_is_said_at_once(chargeover: ChargeOver) -> None:
    body = {"number": "1", "cvv": "1", "expdate": "soon"}
    assert refusal(chargeover, "/creditcard", body) == wrong(
        "number must be 12 to 19 digits, which spaces and dashes may part; "
        "cvv must be three or four digits; expdate must be a date like 2030-08-31"
    )


@each_row("code", ["123", "1234", 123, "", None])
def test_a_security_code_may_come(chargeover: ChargeOver, code: Any) -> None:
    assert card(chargeover, chargeover.customer(), cvv=code) == 1


@pytest.mark.parametrize("lacking", [{"number": None}, {"number": ""}, {"number": " "}])
def test_a_card_needs_a_number(chargeover: ChargeOver, lacking: dict[str, Any]) -> None:
    body = {"customer_id": chargeover.customer(), **CARD, **lacking}
    assert refusal(chargeover, "/creditcard", body) == "A required parameter was missing: number."


@pytest.mark.parametrize("reference", ["customer_id", "customer_external_key", "customer_token"])
def test_the_customer_is_named_in_three_ways(chargeover: ChargeOver, reference: str) -> None:
    """By its id, its external key or its token."""
    chargeover.customer()
    customer_id = chargeover.customer(external_key="key 1")
    value = chargeover.shown(f"/customer/{customer_id}")[
        reference.removeprefix("customer_").replace("id", "customer_id")
    ]
    id = chargeover.post("/creditcard", {**CARD, reference: value}).json["response"]["id"]
    assert chargeover.shown(f"/creditcard/{id}")["customer_id"] == customer_id


@each_row(
    ("reference", "message"),
    [
        ({}, "A required parameter was missing: customer_id."),
        ({"customer_id": ""}, "A required parameter was missing: customer_id."),
        ({"customer_id": 9}, wrong("customer_id names a customer that does not exist")),
        ({"customer_external_key": "x"}, wrong("customer_external_key names a customer that does not exist")),
        ({"customer_token": "x"}, wrong("customer_token names a customer that does not exist")),
        ({"customer_id": "nine"}, wrong("customer_id must be a whole number")),
    ],
)
def test_a_card_is_some_customers(chargeover: ChargeOver, reference: dict[str, Any], message: str) -> None:
    """A request names the customer, and one that exists."""
    assert refusal(chargeover, "/creditcard", {**CARD, **reference}) == message


@pytest.mark.parametrize("body", [None, {}, []])
def test_a_card_is_made_of_something(chargeover: ChargeOver, body: Any) -> None:
    assert refusal(chargeover, "/creditcard", body) == "A required parameter was missing: No data."


def test_a_stored_number_changes_its_card(chargeover: ChargeOver) -> None:
    """However it is written: the answer is that card's id, and what is not sent stays as it is."""
    freeze(chargeover)
    customer_id = chargeover.customer()
    id = card(chargeover, customer_id, **HOLDER, external_key="key 1")
    before = chargeover.shown(f"/creditcard/{id}")
    freeze(chargeover, "2026-03-11T06:01:49Z")
    again = {"number": "4111 1111 1111 1111", "expdate": "2031-01-01", "city": "Bristol", "state": None}
    answer = chargeover.post("/creditcard", {"customer_id": customer_id, **again})
    assert (answer.status, answer.json["response"]) == (201, {"id": id})
    assert chargeover.shown(f"/creditcard/{id}") == {
        **before,
        "expdate": "2031-01-01",
        "expdate_month": "1",
        "expdate_year": "2031",
        "expdate_formatted": "Jan 2031",
        "city": "Bristol",
        "state": None,
        "mod_datetime": "2026-03-11T01:01:49-05:00",
    }
    assert chargeover.shown("/creditcard/_count") == 1


def test_a_stored_card_needs_no_expiry_again(chargeover: ChargeOver) -> None:
    """What of a stored card is not sent is known."""
    customer_id = chargeover.customer()
    id = card(chargeover, customer_id)
    answer = chargeover.post("/creditcard", {"customer_id": customer_id, "number": VISA, "name": "Ada King"})
    assert answer.json["response"] == {"id": id}
    shown = chargeover.shown(f"/creditcard/{id}")
    assert (shown["name"], shown["expdate"]) == ("Ada King", "2030-08-01")


def test_a_number_is_another_card_for_another_customer(chargeover: ChargeOver) -> None:
    """A card is recognized among those of its customer only."""
    assert [card(chargeover, chargeover.customer()) for _ in range(2)] == [1, 2]


def test_a_deleted_number_is_a_new_card(chargeover: ChargeOver) -> None:
    """It is forgotten with its card, and the id does not come again."""
    customer_id = chargeover.customer()
    chargeover.delete(f"/creditcard/{card(chargeover, customer_id)}")
    assert card(chargeover, customer_id) == 2


def test_external_keys_are_unique_among_cards(chargeover: ChargeOver) -> None:
    """A card keeps its own, also when it is stored again."""
    customer_id = chargeover.customer()
    id = card(chargeover, customer_id, external_key="key 1")
    assert card(chargeover, customer_id, external_key="key 1") == id
    body = {"customer_id": customer_id, **CARD, "number": MASTERCARD, "external_key": "key 1"}
    assert refusal(chargeover, "/creditcard", body) == "A credit card with the external_key 'key 1' already exists."
    chargeover.delete(f"/creditcard/{id}")
    assert refusal(chargeover, "/creditcard", body) == "A credit card with the external_key 'key 1' already exists."


def test_a_card_is_named_in_three_ways(chargeover: ChargeOver) -> None:
    """By its id, its token or its external key."""
    shown = chargeover.shown(f"/creditcard/{card(chargeover, chargeover.customer(), external_key='key 1')}")
    assert chargeover.shown(f"/creditcard/token:{shown['token']}") == shown
    assert chargeover.shown("/creditcard/external_key:key%201") == shown
    assert chargeover.delete("/creditcard/external_key:key%201").json["response"] is True
    assert chargeover.get(f"/creditcard/token:{shown['token']}").status == 404


@pytest.mark.parametrize("verb", ["GET", "DELETE"])
def test_what_is_not_there_is_not_found(chargeover: ChargeOver, verb: str) -> None:
    """Neither what never was nor what was deleted; the response is null."""
    id = card(chargeover, chargeover.customer())
    assert chargeover.delete(f"/creditcard/{id}").json == {
        "code": 200, "status": "OK", "message": "", "details": {}, "response": True,
    }  # fmt: skip
    for path in (f"/creditcard/{id}", "/creditcard/9", "/creditcard/token:x", "/creditcard/external_key:x"):
        answer = chargeover.send(verb, path)
        assert (answer.status, answer.json["message"], answer.json["response"]) == (
            404, "This object does not exist.", None,
        )  # fmt: skip


def test_a_card_has_no_command_for_changes(chargeover: ChargeOver) -> None:
    """It is stored again instead."""
    id = card(chargeover, chargeover.customer())
    answer = chargeover.put(f"/creditcard/{id}", {"name": "Ada"})
    assert (answer.status, answer.json["message"]) == (
        400, f"The command requested is not supported: modify(creditcard, {id})",
    )  # fmt: skip


def test_a_list_shows_what_a_read_shows(chargeover: ChargeOver) -> None:
    """The oldest first, ten at a time."""
    ids = [card(chargeover, chargeover.customer()) for _ in range(11)]
    listed = chargeover.shown("/creditcard")
    assert listed == [chargeover.shown(f"/creditcard/{id}") for id in ids[:10]]
    assert chargeover.shown("/creditcard", offset=9, limit=5) == [
        listed[9], chargeover.shown(f"/creditcard/{ids[10]}"),
    ]  # fmt: skip


@each_row(
    ("where", "ids"),
    [
        ("creditcard_id:EQUALS:2", [2]),
        ("customer_id:EQUALS:1", [1, 2]),
        ("customer_id:EQUALS:3", []),
        ("external_key:EQUALS:KEY 3", [3]),
        ("external_key:IS:NULL", [1, 2]),
        ("type:EQUALS:mast", [2, 3]),
        ("customer_id:EQUALS:1,type:EQUALS:mast", [2]),
        ("expdate:LT:2031-01-01", [1, 2]),
        ("expdate:EQUALS:2031-01-01 00:00:00", [3]),
        ("expdate:GTE:2031-01-01T00:00:00-06:00", [3]),
        ("expdate:GT:2031-01-01T00:00:00-06:00", []),
        ("expdate:LT:2031-01-01 00:00:01", [1, 2, 3]),
        ("expdate:CONTAINS:2030-", [1, 2]),
        ("write_datetime:GTE:2026-03-10T06:01:49Z", [1, 2, 3]),
        ("mod_datetime:GT:2026-03-10T06:01:49Z", []),
    ],
)
def test_cards_can_be_looked_for(chargeover: ChargeOver, where: str, ids: list[int]) -> None:
    """A list and a count find the same."""
    freeze(chargeover)
    first, second = chargeover.customer(), chargeover.customer()
    card(chargeover, first)
    card(chargeover, first, number=MASTERCARD)
    card(chargeover, second, number=MASTERCARD, external_key="key 3", expdate="2031-01-31")
    assert [found["creditcard_id"] for found in chargeover.shown("/creditcard", where=where)] == ids
    assert chargeover.shown("/creditcard/_count", where=where) == len(ids)


def test_a_card_is_found_by_its_token_and_cards_can_be_sorted(chargeover: ChargeOver) -> None:
    """Newest first, for one."""
    ids = [card(chargeover, chargeover.customer()) for _ in range(3)]
    shown = chargeover.shown(f"/creditcard/{ids[1]}")
    assert chargeover.shown("/creditcard", where=f"token:EQUALS:{shown['token']}") == [shown]
    newest_first = chargeover.shown("/creditcard", order="creditcard_id:DESC")
    assert [found["creditcard_id"] for found in newest_first] == ids[::-1]


@pytest.mark.parametrize("query", [{"where": f"number:EQUALS:{VISA}"}, {"order": "number"}])
def test_nobody_looks_for_numbers(chargeover: ChargeOver, query: dict[str, str]) -> None:
    assert chargeover.get("/creditcard", **query).status == 400


@pytest.mark.parametrize("value", ["", "soon", "2031-02-30"])
def test_a_date_is_compared_with_dates(chargeover: ChargeOver, value: str) -> None:
    answer = chargeover.get("/creditcard", where=f"expdate:GT:{value}")
    assert (answer.status, answer.json["response"]) == (400, False)
    assert "where compares expdate, whose value must be a date or a time, like " in answer.json["message"]


def test_cards_go_with_their_customer(chargeover: ChargeOver) -> None:
    """All of them, and nobody else's."""
    first, second = chargeover.customer(), chargeover.customer()
    for number in (VISA, MASTERCARD):
        card(chargeover, first, number=number)
    left = card(chargeover, second)
    chargeover.delete(f"/customer/{first}")
    assert [found["creditcard_id"] for found in chargeover.shown("/creditcard")] == [left]


def test_answers_fit_the_document(chargeover: ChargeOver) -> None:
    """With all members set, and with none that need not be."""
    customer_id = chargeover.customer()
    card(chargeover, customer_id)
    card(chargeover, customer_id, number=AMEX, external_key="k", **HOLDER)
    answer = chargeover.get("/creditcard")
    assert enveloped(SHAPE, many=True)().validate(answer.json) == {}
    assert len(answer.json["response"]) == 2

"""Adding cards: what is kept of one, what cannot be one, and what its bank refuses."""

from typing import Any

from tests.apis.chargebee.payments.sources import (
    AT_NOON,
    CARD,
    REFUSED_CARD,
    add_card,
    customer,
    freeze,
    ok,
    refusal,
    stored,
    wrong,
)
from tests.clients import Chargebee
from tests.tables import each_row

HOLDER = {
    "first_name": "Ada",
    "last_name": "Byron",
    "billing_addr1": "1 Main St",
    "billing_addr2": "Flat 2",
    "billing_city": "Bath",
    "billing_state_code": "AZ",
    "billing_state": "Arizona",
    "billing_zip": "BA1",
    "billing_country": "US",
}


def test_a_card_becomes_a_payment_source(chargebee: Chargebee) -> None:
    """The answer is the customer, which pays with it now, and the source."""
    freeze(chargebee)
    chargebee.customer(id="ada")
    answered = add_card(chargebee, "ada", card={**CARD, **HOLDER})
    source, moment = answered["payment_source"], {"created_at": AT_NOON, "updated_at": AT_NOON}
    assert source == {
        "id": source["id"],
        "object": "payment_source",
        **moment,
        "resource_version": AT_NOON * 1000,
        "customer_id": "ada",
        "type": "card",
        "reference_id": source["reference_id"],
        "status": "valid",
        "gateway": "chargebee",
        "gateway_account_id": "gw_chargebee",
        "deleted": False,
        "card": {
            "iin": "411111",
            "last4": "1111",
            "brand": "visa",
            "funding_type": "credit",
            "expiry_month": 8,
            "expiry_year": 2030,
            "masked_number": "************1111",
            "object": "card",
            **HOLDER,
        },
    }
    assert source["id"].startswith("pm_")
    assert source["reference_id"].startswith("tok_")
    assert answered["customer"] == customer(chargebee, "ada")
    assert answered["customer"]["primary_payment_source_id"] == source["id"]
    assert answered["customer"]["card_status"] == "valid"
    assert answered["customer"]["payment_method"] == {
        "object": "payment_method",
        "type": "card",
        "gateway": "chargebee",
        "gateway_account_id": "gw_chargebee",
        "status": "valid",
        "reference_id": source["reference_id"],
    }


def test_a_customer_is_answered_with_its_card(chargebee: Chargebee) -> None:
    """The card stands beside the customer, in its older form, wherever the customer is read or changed."""
    freeze(chargebee)
    chargebee.customer(id="ada")
    assert "card" not in ok(chargebee.get("/customers/ada"))
    source = add_card(chargebee, "ada", card={**CARD, **HOLDER})["payment_source"]
    card = {
        "status": "valid",
        "gateway": "chargebee",
        "gateway_account_id": "gw_chargebee",
        "iin": "411111",
        "last4": "1111",
        "card_type": "visa",
        "funding_type": "credit",
        "expiry_month": 8,
        "expiry_year": 2030,
        **HOLDER,
        "created_at": AT_NOON,
        "updated_at": AT_NOON,
        "resource_version": AT_NOON * 1000,
        "object": "card",
        "masked_number": "************1111",
        "customer_id": "ada",
        "payment_source_id": source["id"],
    }
    for answer in (
        chargebee.get("/customers/ada"),
        chargebee.post("/customers/ada", company="Engines"),
        chargebee.post("/customers/ada/update_billing_info"),
        chargebee.get("/cards/ada"),
    ):
        assert ok(answer)["card"] == card


@each_row(
    ("number", "cvv", "shown"),
    [
        ("4012888888881881", "123", ("visa", "401288", "************1881")),
        ("378282246310005", "1234", ("american_express", "378282", "***********0005")),
        ("5555555555554444", "123", ("mastercard", "555555", "************4444")),
        ("6011111111111117", "123", ("discover", "601111", "************1117")),
        ("3530111333300000", "123", ("jcb", "353011", "************0000")),
        ("30569309025904", "123", ("diners_club", "305693", "**********5904")),
    ],
)
def test_a_number_tells_the_brand(chargebee: Chargebee, number: str, cvv: str, shown: tuple[str, ...]) -> None:
    """The first six digits and the last four are shown, and stars for those between."""
    chargebee.customer(id="ada")
    card = add_card(chargebee, "ada", card={**CARD, "number": number, "cvv": cvv})["payment_source"]["card"]
    assert (card["brand"], card["iin"], card["masked_number"]) == shown


def test_a_card_whose_charges_fail_can_be_added(chargebee: Chargebee) -> None:
    """Its bank finds it valid; it would say no to a payment only."""
    chargebee.customer(id="ada")
    answered = add_card(chargebee, "ada", card={**CARD, "number": "4005519200000004"})
    assert (answered["payment_source"]["status"], answered["customer"]["card_status"]) == ("valid", "valid")


def test_a_card_can_be_refused_when_it_is_added(chargebee: Chargebee) -> None:
    """Nothing is kept of it."""
    chargebee.customer(id="ada")
    answer = chargebee.post("/payment_sources/create_card", customer_id="ada", card=REFUSED_CARD)
    text = "Payment method verification failed. Reason: (3009) Do not honour"
    assert (answer.status, answer.json) == (
        400,
        {
            "message": text,
            "type": "payment",
            "api_error_code": "payment_method_verification_failed",
            "error_cause_id": "gateway.do_not_honour",
            "error_code": "payment_method_verification_failed",
            "error_msg": text,
            "http_status_code": 400,
        },
    )
    assert stored(chargebee, "payment_sources") == []
    assert customer(chargebee, "ada")["card_status"] == "no_card"


@each_row(
    ("change", "param"),
    [
        ({"number": ""}, "number"),
        ({"number": "4111111111111112"}, "number"),
        ({"number": "4111"}, "number"),
        ({"number": "0" * 20}, "number"),
        ({"number": "not a number"}, "number"),
        ({"expiry_month": ""}, "expiry_month"),
        ({"expiry_month": 13}, "expiry_month"),
        ({"expiry_year": ""}, "expiry_year"),
        ({"expiry_year": 2025}, "expiry_year"),
        ({"expiry_year": 30}, "expiry_year"),
        ({"expiry_year": 3030}, "expiry_year"),
        ({"expiry_month": 12, "expiry_year": 2025}, "expiry_year"),
        ({"cvv": "12"}, "cvv"),
        ({"cvv": "1234"}, "cvv"),
        ({"cvv": "abc"}, "cvv"),
        ({"number": "378282246310005"}, "cvv"),
        ({"billing_zip": "1" * 21}, "billing_zip"),
        ({"preferred_scheme": "card"}, "preferred_scheme"),
    ],
)
def test_what_cannot_be_a_card(chargebee: Chargebee, change: dict[str, Any], param: str) -> None:
    """The first parameter that is wrong is named; numbers and security codes are never repeated."""
    freeze(chargebee)
    chargebee.customer(id="ada")
    answer = chargebee.post("/payment_sources/create_card", customer_id="ada", card={**CARD, **change})
    assert refusal(answer) == wrong(f"card[{param}]")
    secrets = [text.encode() for text in ({**CARD, **change}["number"], "1234") if len(text) > 3]
    assert not any(secret in answer.content for secret in secrets)


def test_a_card_of_last_month_is_refused(chargebee: Chargebee) -> None:
    """In the year that a card expires, it is the month that is wrong."""
    freeze(chargebee, "2026-03-01T00:00:00Z")
    chargebee.customer(id="ada")
    said = {**CARD, "expiry_month": 2, "expiry_year": 2026}
    answer = chargebee.post("/payment_sources/create_card", customer_id="ada", card=said)
    assert refusal(answer) == wrong("card[expiry_month]")


def test_a_card_is_wanted(chargebee: Chargebee) -> None:
    """A request without one lacks its number."""
    chargebee.customer(id="ada")
    assert refusal(chargebee.post("/payment_sources/create_card", customer_id="ada")) == wrong("card[number]")


def test_cards_expire_with_the_clock(chargebee: Chargebee) -> None:
    """In its last month a card is expiring, and afterwards expired; the customer says so, too."""
    freeze(chargebee, "2026-01-31T23:59:59Z")
    chargebee.customer(id="ada")
    source = add_card(chargebee, "ada", card={**CARD, "expiry_month": 2, "expiry_year": 2026})["payment_source"]
    seen = []
    for moment in ("2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z", "2026-02-28T23:59:59Z", "2026-03-01T00:00:00Z"):
        freeze(chargebee, moment)
        answered = ok(chargebee.get("/customers/ada"))
        seen.append(answered["card"]["status"])
        assert answered["customer"]["card_status"] == answered["customer"]["payment_method"]["status"] == seen[-1]
        assert ok(chargebee.get(f"/payment_sources/{source['id']}"))["payment_source"]["status"] == seen[-1]
    assert seen == ["valid", "expiring", "expiring", "expired"]


def test_numbers_are_never_kept(chargebee: Chargebee) -> None:
    """Neither the records nor the journal have a number or a security code."""
    chargebee.customer(id="ada", card={**CARD, "number": "4012888888881881", "cvv": "987"})
    chargebee.post("/customers/ada/credit_card", **{**CARD, "number": "5555555555554444", "cvv": "987"})
    kept = chargebee.admin("GET", "/data/chargebee/payment_sources").content
    journal = chargebee.admin("GET", "/requests?limit=1000").content
    for secret in (b"4012888888881881", b"5555555555554444", b'"987"'):  # ids and times may have three digits, too
        assert secret not in kept
        assert secret not in journal


def test_numbers_in_other_values_are_masked(chargebee: Chargebee) -> None:
    """The journal masks them where Python printed what should have been a group, too."""
    said = "{'number': '4111111111111111', 'cvv': '987', 'iban': \"it's\", 'first_name': 'Ada'}"
    chargebee.post("/payment_sources/create_card", card=said)
    [request] = chargebee.admin("GET", "/requests").json["requests"]
    shown = "{'number': '********', 'cvv': '********', 'iban': '********', 'first_name': 'Ada'}"
    assert request["request"]["body"] == {"card": shown}

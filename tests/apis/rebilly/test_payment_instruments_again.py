"""POST /payment-instruments of what the customer has already: 303, and the instrument brought up to date."""

from typing import Any

import pytest

from tests.apis.rebilly.instruments import CARD, PLAIN, deactivate, messages, pay
from tests.apis.rebilly.samples import CARD as CARD_TOKEN
from tests.apis.rebilly.samples import NOW, TOKENS, advance, freeze, token, without
from tests.clients import Rebilly
from tests.tables import each_row

LATER = "2026-01-15T10:00:05+00:00"


def count(rebilly: Rebilly) -> int:
    """Say how many instruments there are."""
    return len(rebilly.get("/payment-instruments").json)


@each_row("kind", [kind for kind in PLAIN if kind != "paypal"])
def test_the_same_card_account_or_alternative_is_updated(rebilly: Rebilly, kind: str) -> None:
    """The answer is 303 with the address and the body of the one instrument there is."""
    freeze(rebilly)
    first = pay(rebilly, PLAIN[kind]).json
    advance(rebilly, "5s")
    answer = pay(rebilly, PLAIN[kind], billingAddress={"city": "York"}, customFields={"till": 3}, useAsBackup=True)
    assert (answer.status, count(rebilly)) == (303, 1)
    assert answer.headers["location"] == first["_links"][0]["href"]
    assert answer.headers["x-ratelimit-remaining"] == "2997"
    assert answer.json == {
        **first,
        "billingAddress": {**dict.fromkeys(first["billingAddress"]), **answer.json["billingAddress"]},
        "customFields": {"till": 3},
        "useAsBackup": True,
        "updatedTime": LATER,
        "revision": 2,
    }
    assert answer.json["billingAddress"]["city"] == "York"
    assert rebilly.get(f"/payment-instruments/{first['id']}").json == answer.json


@each_row(
    ("kind", "member", "value"),
    [
        ("payment-card", "expYear", 2033),
        ("payment-card", "expMonth", 3),
        ("ach by BBAN", "accountType", "savings"),
        ("ach by BBAN", "bankName", "Ink Bank"),
        ("ach by IBAN", "bic", "COBADEFF"),
    ],
)
def test_what_a_card_or_account_can_have_another_of_is_taken(
    rebilly: Rebilly, kind: str, member: str, value: Any
) -> None:
    """A new expiry, or another word for the bank, belongs to the instrument that is known."""
    first = pay(rebilly, PLAIN[kind]).json
    again = pay(rebilly, PLAIN[kind], **{member: value})
    assert (again.status, again.json["id"], again.json[member]) == (303, first["id"], value)


def test_what_is_not_said_stays(rebilly: Rebilly) -> None:
    """Custom fields and the use as backup stay where the second request has none."""
    pay(rebilly, customFields={"till": 3}, useAsBackup=True)
    again = pay(rebilly, expYear=2031).json
    assert (again["customFields"], again["useAsBackup"], again["revision"]) == ({"till": 3}, True, 2)


def test_the_same_again_changes_nothing(rebilly: Rebilly) -> None:
    """A request that says nothing new is answered with 303, too, and leaves revision and times alone."""
    freeze(rebilly)
    first = pay(rebilly).json
    advance(rebilly, "5s")
    again = pay(rebilly)
    assert (again.status, again.json) == (303, first)
    assert first["updatedTime"] == NOW
    assert messages(rebilly).count("payment-instrument-created") == 1


def test_a_token_of_a_known_card_updates_it(rebilly: Rebilly) -> None:
    """It does not matter whether a card comes as a token, nor by which resource."""
    first = pay(rebilly).json
    again = pay(rebilly, {"customerId": "mara", "token": token(rebilly, CARD_TOKEN)})
    assert (again.status, again.json["id"]) == (303, first["id"])
    rebilly.put("/customers/mara", {"paymentToken": token(rebilly, CARD_TOKEN)})
    assert count(rebilly) == 1


def test_another_customer_has_an_instrument_of_its_own(rebilly: Rebilly) -> None:
    """The same card of two customers is two instruments with one fingerprint."""
    rebilly.put("/customers/mo", {})
    first, second = pay(rebilly), pay(rebilly, customerId="mo")
    assert (second.status, second.json["fingerprint"]) == (201, first.json["fingerprint"])
    assert first.json["id"] != second.json["id"]


@pytest.mark.parametrize(
    "other",
    [{"referenceData": {"wallet": "W-2"}}, {"referenceData": {}}, {"method": "Skrill"}],
    ids=["another reference", "none", "another method"],
)
def test_another_reference_is_another_instrument(rebilly: Rebilly, other: dict[str, Any]) -> None:
    """Alternative instruments are told by their method and reference data."""
    pay(rebilly, PLAIN["alternative"])
    assert pay(rebilly, PLAIN["alternative"], **other).status == 201


@each_row(
    "body",
    [
        PLAIN["paypal"],
        *(TOKENS[kind] for kind in ("digital-wallet", "plaid-account", "Klarna", "cryptocurrency")),
    ],
    ids=["paypal", "digital-wallet", "plaid-account", "Klarna", "cryptocurrency"],
)
def test_what_cannot_be_told_apart_is_always_new(rebilly: Rebilly, body: dict[str, Any]) -> None:
    """Instruments that show nothing of what they differ in are never taken for each other."""
    for _ in range(2):
        wish = body if "customerId" in body else {"customerId": "mara", "token": token(rebilly, body)}
        assert pay(rebilly, wish).status == 201
    assert count(rebilly) == 2


@each_row("method", ["Klarna", "Khelocard", "cryptocurrency", "AdvCash"])
def test_a_method_named_again_by_the_customer_is_the_same(rebilly: Rebilly, method: str) -> None:
    """The older form of a customer's default names a method; naming it again makes nothing new."""
    for _ in range(2):
        rebilly.put("/customers/mara", {"defaultPaymentInstrument": {"method": method}})
    assert (count(rebilly), rebilly.get("/customers/mara").json["revision"]) == (1, 1)


def test_cards_without_a_number_are_never_the_same(rebilly: Rebilly) -> None:
    """A token may lack the number; then nothing says that two cards are one."""
    partial = without(CARD_TOKEN, "paymentInstrument.pan")
    made = [pay(rebilly, {"customerId": "mara", "token": token(rebilly, partial)}).status for _ in range(2)]
    assert made == [201, 201]


def test_a_deactivated_instrument_stays_out_of_use(rebilly: Rebilly) -> None:
    """A card that comes back after its instrument was deactivated is a new instrument."""
    first = pay(rebilly).json
    deactivate(rebilly, first["id"])
    again = pay(rebilly)
    assert (again.status, count(rebilly)) == (201, 2)
    assert rebilly.get(f"/payment-instruments/{first['id']}").json["status"] == "deactivated"


def test_an_expired_card_that_comes_again_is_active_again(rebilly: Rebilly) -> None:
    """A new expiry makes an expired card one that can be used."""
    freeze(rebilly)
    assert pay(rebilly, expYear=2025).json["status"] == "expired"
    assert pay(rebilly, CARD).json["status"] == "active"


def test_a_default_of_a_declared_field_is_for_new_instruments(rebilly: Rebilly) -> None:
    """A card that is handed in again without custom fields keeps those it has."""
    declared = {"type": "string", "additionalSchema": {"default": "web"}}
    assert rebilly.put("/custom-fields/payment-instruments/till", declared).status == 201
    assert pay(rebilly).json["customFields"] == {"till": "web"}
    assert pay(rebilly, customFields={"till": "shop"}).json["customFields"] == {"till": "shop"}
    assert pay(rebilly).json["customFields"] == {"till": "shop"}

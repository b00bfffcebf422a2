"""PATCH /payment-instruments/{id}: other values for what a customer pays with."""

from typing import Any

import pytest

from tests.apis.rebilly.instruments import PLAIN, messages, patch, pay
from tests.apis.rebilly.samples import ADDRESS, TOKENS, advance, changed, freeze, lead_source, token, without
from tests.apis.rebilly.samples import CARD as CARD_TOKEN
from tests.clients import Answer, Rebilly
from tests.tables import each_row

LATER = "2026-01-15T10:00:05+00:00"


def refused(answer: Answer) -> dict[str, list[str]]:
    """Give what a 422 complains about."""
    assert answer.status == 422, answer.content
    return answer.invalid_fields


@each_row(
    ("kind", "change"),
    [
        ("payment-card", {"expMonth": 3, "expYear": 2031}),
        ("payment-card", {"expYear": 2031, "cvv": "321"}),
        ("ach by BBAN", {"bankName": "Ink Bank", "accountType": "savings"}),
        ("ach by IBAN", {"bankName": "Ink Bank"}),
        *((kind, {"stickyGatewayAccountId": "gw_acc_1"}) for kind in PLAIN),
        *((kind, {"customFields": {"till": 3}}) for kind in PLAIN),
        *((kind, {"useAsBackup": True}) for kind in PLAIN),
    ],
)
def test_the_members_that_come_are_changed(rebilly: Rebilly, kind: str, change: dict[str, Any]) -> None:
    """All else stays; the revision grows by one, and no code is shown."""
    freeze(rebilly)
    before = pay(rebilly, PLAIN[kind]).json
    advance(rebilly, "5s")
    answer = patch(rebilly, before["id"], change)
    shown = {name: value for name, value in change.items() if name != "cvv"}
    assert (answer.status, answer.json) == (200, {**before, **shown, "updatedTime": LATER, "revision": 2})
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == ("3000", "2997")
    assert rebilly.get(f"/payment-instruments/{before['id']}").json == answer.json


@each_row("kind", PLAIN)
def test_an_address_is_replaced_as_a_whole(rebilly: Rebilly, kind: str) -> None:
    """What another billing address leaves out is null."""
    id = pay(rebilly, PLAIN[kind]).json["id"]
    billing = patch(rebilly, id, {"billingAddress": {"city": "York"}}).json["billingAddress"]
    expected = {**dict.fromkeys(ADDRESS), "city": "York", "phoneNumbers": [], "emails": [], "hash": billing["hash"]}
    assert billing == expected


@each_row(
    "body",
    [
        {}, {"expYear": 2030}, {"cvv": "321"}, {"billingAddress": ADDRESS}, {"useAsBackup": False},
        {"customFields": []}, {"stickyGatewayAccountId": None}, {"status": "deactivated", "last4": "0000", "none": 1},
    ],
    ids=str,
)  # fmt: skip
def test_what_changes_nothing_leaves_the_revision_alone(rebilly: Rebilly, body: dict[str, Any]) -> None:
    """Equal values, a code, and read-only or unknown members are no change."""
    freeze(rebilly)
    before = pay(rebilly).json
    advance(rebilly, "5s")
    answer = patch(rebilly, before["id"], body)
    assert (answer.status, answer.json) == (200, before)


def test_a_custom_field_that_only_looks_equal_is_a_change(rebilly: Rebilly) -> None:
    """`1` and `true` are two values."""
    id = pay(rebilly, customFields={"vip": 1}).json["id"]
    assert patch(rebilly, id, {"customFields": {"vip": True}}).json["revision"] == 2


def test_an_instrument_can_be_sent_back_as_it_was_fetched(rebilly: Rebilly) -> None:
    """Clients that change what they fetched send all of it."""
    for kind in PLAIN:
        fetched = pay(rebilly, PLAIN[kind]).json
        assert (kind, patch(rebilly, fetched["id"], fetched).json) == (kind, fetched)


def test_the_sticky_gateway_account_can_be_removed(rebilly: Rebilly) -> None:
    """Null removes it."""
    id = pay(rebilly).json["id"]
    patch(rebilly, id, {"stickyGatewayAccountId": "gw_acc_1"})
    assert patch(rebilly, id, {"stickyGatewayAccountId": None}).json["stickyGatewayAccountId"] is None


@each_row(
    ("kind", "members"),
    [
        ("payment-card", {"bankName": "Ink Bank", "accountType": "savings"}),
        ("ach by BBAN", {"cvv": "123", "expMonth": 1, "expYear": 2031}),
        ("paypal", {"cvv": "123", "bankName": "Ink Bank"}),
        ("alternative", {"expMonth": 1, "accountType": "savings"}),
    ],
)
def test_members_of_another_method_are_refused(rebilly: Rebilly, kind: str, members: dict[str, Any]) -> None:
    """A card has no bank account's members, and the other way round."""
    before = pay(rebilly, PLAIN[kind]).json
    message = f"There is no such member for the method {before['method']}."
    assert refused(patch(rebilly, before["id"], members)) == {name: [message] for name in members}
    assert rebilly.get(f"/payment-instruments/{before['id']}").json == before


@each_row(
    ("kind", "member", "value", "message"),
    [
        ("payment-card", "cvv", "12", "Must be at least 3 characters long."),
        ("payment-card", "expMonth", 0, "Must be a whole number from 1 to 12."),
        ("payment-card", "expMonth", None, "Must not be null."),
        ("payment-card", "expYear", 10000, "Must be a whole number from 1970 to 9999."),
        ("payment-card", "billingAddress", None, "Must not be null."),
        ("payment-card", "stickyGatewayAccountId", "x" * 51, "Must be at most 50 characters long."),
        ("payment-card", "customFields", "none", "Must be an object."),
        ("payment-card", "useAsBackup", 1, "Must be true or false."),
        ("payment-card", "token", "unknown", "Token must exist."),
        ("payment-card", "token", None, "Must not be null."),
        ("ach by BBAN", "bankName", 7, "Must be a string."),
        ("ach by BBAN", "accountType", "current", "Must be one of checking, savings, other."),
    ],
)
def test_values_have_to_be_well_formed(rebilly: Rebilly, kind: str, member: str, value: Any, message: str) -> None:
    """Each member has its type, length and form."""
    id = pay(rebilly, PLAIN[kind]).json["id"]
    assert refused(patch(rebilly, id, {member: value})) == {member: [message]}


def test_a_wrong_member_of_the_address_is_named_with_dots(rebilly: Rebilly) -> None:
    """Nested members have their path."""
    id = pay(rebilly).json["id"]
    answer = patch(rebilly, id, {"billingAddress": {"country": "gb"}})
    assert [*refused(answer)] == ["billingAddress.country"]


def test_a_token_without_a_number_brings_a_new_expiry(rebilly: Rebilly) -> None:
    """A partial token changes what it knows, is used up, and brings its lead source."""
    id = pay(rebilly).json["id"]
    body = without(changed(CARD_TOKEN, "paymentInstrument.expYear", 2035), "paymentInstrument.pan")
    spent = token(rebilly, {**without(body, "billingAddress"), "leadSource": {"source": "portal"}})
    after = patch(rebilly, id, {"token": spent}).json
    assert (after["expYear"], after["last4"], after["billingAddress"]["city"]) == (2035, "1111", "London")
    assert rebilly.get(f"/tokens/{spent}").json["isUsed"] is True
    assert lead_source(rebilly, "mara")["source"] == "portal"
    assert refused(patch(rebilly, id, {"token": spent})) == {"token": ["Token was used before."]}


def test_an_address_beside_a_token_wins_over_the_tokens(rebilly: Rebilly) -> None:
    """Rebilly documents that the address of the request overrides that of the token."""
    id = pay(rebilly).json["id"]
    york = token(rebilly, {**CARD_TOKEN, "billingAddress": {"city": "York"}})
    assert patch(rebilly, id, {"token": york}).json["billingAddress"]["city"] == "York"
    leeds = {"token": token(rebilly), "billingAddress": {"city": "Leeds"}}
    assert patch(rebilly, id, leeds).json["billingAddress"]["city"] == "Leeds"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (changed(CARD_TOKEN, "paymentInstrument.pan", "5555555555554444"), "Token must be of the same number."),
        (TOKENS["ach by IBAN"], "Token must be of the method payment-card."),
        (TOKENS["alternative"], "Token must be of the method payment-card."),
    ],
    ids=["another card", "an account", "an alternative"],
)
def test_a_token_of_something_else_is_refused(rebilly: Rebilly, body: Any, message: str) -> None:
    """A card cannot become another card, nor anything else; the token stays unused."""
    id, other = pay(rebilly).json["id"], token(rebilly, body)
    assert refused(patch(rebilly, id, {"token": other})) == {"token": [message]}
    assert rebilly.get(f"/tokens/{other}").json["isUsed"] is False


def test_an_expired_card_with_a_new_expiry_is_active_again(rebilly: Rebilly) -> None:
    """The status follows the expiry."""
    freeze(rebilly)
    made = pay(rebilly, expYear=2025).json
    assert (made["status"], patch(rebilly, made["id"], {"expYear": 2027}).json["status"]) == ("expired", "active")


def test_a_change_is_no_message_of_the_timeline(rebilly: Rebilly) -> None:
    """The documented kinds of messages have none for a changed instrument."""
    id = pay(rebilly).json["id"]
    before = messages(rebilly)
    patch(rebilly, id, {"expYear": 2031})
    assert messages(rebilly) == before


def test_an_unknown_instrument_is_not_found(rebilly: Rebilly) -> None:
    """What does not exist cannot be changed."""
    answer = patch(rebilly, "inst_unknown", {"expYear": 2031})
    assert (answer.status, answer.json["detail"]) == (404, "Payment instrument not found.")

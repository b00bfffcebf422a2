"""What a token needs: its method, the members of the method, and for most of them an address."""

from typing import Any

import pytest

from mockserver.apis.rebilly.tables import ALTERNATIVE
from tests.apis.rebilly.samples import ADDRESS, CARD, TOKENS, changed, without
from tests.clients import Answer, Rebilly
from tests.tables import each_row

REQUIRED = {
    "payment-card": ("expMonth", "expYear"),
    "paypal": ("paypalMerchantId", "billingAgreementToken"),
    "ach by BBAN": ("accountNumberType", "accountNumber", "routingNumber", "accountType"),
    "ach by IBAN": ("accountNumber",),
    "echeck": ("accountNumberType", "accountNumber", "routingNumber", "accountType"),
    "digital-wallet": ("type", "amount", "currency", "descriptor", "payload"),
    "plaid-account": ("linkToken", "publicToken", "accountId"),
    "Khelocard": ("number", "cvv", "expMonth", "expYear"),
    "Klarna": ("klarnaAuthorizationToken", "klarnaSessionId"),
}

WITH_ADDRESS = ("ach by BBAN", "ach by IBAN", "echeck", "plaid-account", "Khelocard", "alternative")


def refused(answer: Answer) -> dict[str, list[str]]:
    """Give what a 422 complains about."""
    assert answer.status == 422, answer.content
    return answer.invalid_fields


@each_row(("kind", "member"), [(kind, member) for kind, members in REQUIRED.items() for member in members])
def test_each_method_has_its_required_members(rebilly: Rebilly, kind: str, member: str) -> None:
    """Without a member its method needs, a token is refused."""
    answer = rebilly.post("/tokens", without(TOKENS[kind], f"paymentInstrument.{member}"))
    assert refused(answer) == {f"paymentInstrument.{member}": ["This member is required."]}


@each_row("kind", REQUIRED)
def test_the_payment_instrument_itself_is_required(rebilly: Rebilly, kind: str) -> None:
    """A method with members of its own needs the object that holds them, and says so once."""
    method = TOKENS[kind]["method"]
    message = f"This member is required for the method {method}."
    assert refused(rebilly.post("/tokens", without(TOKENS[kind], "paymentInstrument"))) == {
        "paymentInstrument": [message]
    }
    assert refused(rebilly.post("/tokens", {**TOKENS[kind], "paymentInstrument": "x"})) == {
        "paymentInstrument": ["Must be an object."]
    }
    assert refused(rebilly.post("/tokens", {**TOKENS[kind], "paymentInstrument": None})) == {
        "paymentInstrument": ["Must not be null."]
    }


@pytest.mark.parametrize("empty", [{}, []], ids=["{}", "PHP's []"])
def test_an_empty_payment_instrument_names_every_member_it_lacks(rebilly: Rebilly, empty: Any) -> None:
    """Every missing member is reported at once."""
    assert refused(rebilly.post("/tokens", {**CARD, "paymentInstrument": empty})) == {
        "paymentInstrument.expMonth": ["This member is required."],
        "paymentInstrument.expYear": ["This member is required."],
    }


@pytest.mark.parametrize("kind", WITH_ADDRESS)
@each_row("missing", ["left out", "null"])
def test_some_methods_need_a_billing_address(rebilly: Rebilly, kind: str, missing: str) -> None:
    """Bank accounts and alternative methods need an address."""
    body = without(TOKENS[kind], "billingAddress")
    answer = rebilly.post("/tokens", body if missing == "left out" else {**body, "billingAddress": None})
    message = f"This member is required for the method {TOKENS[kind]['method']}."
    assert refused(answer) == {"billingAddress": [message]}


@each_row("kind", [kind for kind in TOKENS if kind not in WITH_ADDRESS])
def test_the_others_do_without_a_billing_address(rebilly: Rebilly, kind: str) -> None:
    """Cards, PayPal, wallets, Klarna and cryptocurrency may come without an address."""
    answer = rebilly.post("/tokens", {**TOKENS[kind], "billingAddress": None})
    assert (answer.status, answer.json["billingAddress"]) == (201, None)


def test_a_wallet_brings_its_address_itself(rebilly: Rebilly) -> None:
    """The billing address of a digital wallet is read-only: one in the request is passed over."""
    answer = rebilly.post("/tokens", {**TOKENS["digital-wallet"], "billingAddress": ADDRESS})
    assert (answer.status, answer.json["billingAddress"]) == (201, None)


@pytest.mark.parametrize("kind", ["payment-card", "alternative"])
def test_a_billing_address_is_an_address(rebilly: Rebilly, kind: str) -> None:
    """What is wrong with an address is named once, by its member."""
    assert refused(rebilly.post("/tokens", {**TOKENS[kind], "billingAddress": "York"})) == {
        "billingAddress": ["Must be an object."]
    }
    assert refused(rebilly.post("/tokens", {**TOKENS[kind], "billingAddress": {"firstName": ""}})) == {
        "billingAddress.firstName": ["Must not be empty and must not hold characters beyond U+FFFF."]
    }


@each_row("method", [*ALTERNATIVE, "payment-card", "ach", "echeck", "paypal", "digital-wallet"])
def test_every_documented_method_is_known(rebilly: Rebilly, method: str) -> None:
    """A token can be of every alternative method and of the five with a shape of their own."""
    answer = rebilly.post("/tokens", {"method": method, "billingAddress": ADDRESS})
    assert "method" not in (answer.invalid_fields if answer.status == 422 else {})


@each_row(
    ("method", "message"),
    [
        ("barter", "Must be one of payment-card, ach, echeck, paypal, digital-wallet, cash, check, AdvCash, …"),
        ("Apple Pay", "Must be one of payment-card, ach, echeck, paypal, digital-wallet, cash, check, AdvCash, …"),
        (None, "Must not be null."),
        (7, "Must be a string."),
        (["cash"], "Must be a string."),
    ],
)
def test_another_method_is_refused(rebilly: Rebilly, method: Any, message: str) -> None:
    """A method no token can have is the one thing an answer complains about."""
    ((field, (said,)),) = refused(rebilly.post("/tokens", {"method": method})).items()
    assert field == "method"
    assert said.startswith(message)


def test_a_token_needs_a_method(rebilly: Rebilly) -> None:
    """Without a method nobody knows what the rest means."""
    assert refused(rebilly.post("/tokens", {})) == {"method": ["This member is required."]}


@each_row(
    ("kind", "member", "value", "messages"),
    [
        ("payment-card", "pan", "4111 1111 1111 1111", ["Must hold only digits."]),
        ("payment-card", "pan", "4" * 11, ["Must be at least 12 characters long."]),
        ("payment-card", "pan", "4" * 20, ["Must be at most 19 characters long."]),
        ("payment-card", "pan", 4111111111111111, ["Must be a string."]),
        ("payment-card", "cvv", "12", ["Must be at least 3 characters long."]),
        ("payment-card", "cvv", "12345", ["Must be at most 4 characters long."]),
        ("payment-card", "cvv", "abc", ["Must hold only digits."]),
        ("payment-card", "encryptedCvv", "x" * 99, ["Must be at least 100 characters long."]),
        ("payment-card", "encryptedCvv", "x" * 256, ["Must be at most 255 characters long."]),
        ("payment-card", "expMonth", 0, ["Must be a whole number from 1 to 12."]),
        ("payment-card", "expMonth", 13, ["Must be a whole number from 1 to 12."]),
        ("payment-card", "expMonth", "12", ["Must be a whole number."]),
        ("payment-card", "expMonth", True, ["Must be a whole number."]),
        ("payment-card", "expYear", 10**400, ["Must be a whole number from 1970 to 9999."]),
        ("payment-card", "expYear", 2030.5, ["Must be a whole number."]),
        ("ach by BBAN", "accountNumberType", "SWIFT", ["Must be one of BBAN, IBAN."]),
        ("ach by BBAN", "accountNumber", "12-34", ["Must hold only digits."]),
        ("ach by BBAN", "routingNumber", "11A", ["Must hold only digits."]),
        ("ach by BBAN", "accountType", "current", ["Must be one of checking, savings, other."]),
        ("ach by BBAN", "bankName", 7, ["Must be a string."]),
        ("digital-wallet", "type", "Paper", ["Must be one of Apple Pay, Google Pay, Samsung Pay."]),
        ("digital-wallet", "amount", "10", ["Must be a number."]),
        ("digital-wallet", "amount", True, ["Must be a number."]),
        ("digital-wallet", "currency", "US", ["Must be at least 3 characters long."]),
        ("digital-wallet", "payload", "sealed", ["Must be an object."]),
        ("Khelocard", "expMonth", 13, ["Must be a whole number from 1 to 12."]),
        ("Klarna", "klarnaSessionId", None, ["Must not be null."]),
    ],
)
def test_payment_details_have_to_be_well_formed(
    rebilly: Rebilly, kind: str, member: str, value: Any, messages: list[str]
) -> None:
    """Each member of a payment instrument has its type, length and form."""
    answer = rebilly.post("/tokens", changed(TOKENS[kind], f"paymentInstrument.{member}", value))
    assert refused(answer) == {f"paymentInstrument.{member}": messages}

"""Payment methods: of cards and of other types, and how customers get and lose them."""

from typing import Any

import pytest

from mockserver.apis.stripe.payments.payment_method_types import TYPES
from tests.apis.stripe.payments.paying import CARD, USED_UP, attached, card_error, create, events, ids, ok, refused
from tests.clients import Stripe
from tests.tables import each_row

NOON = "2026-01-15T12:00:00Z"

NOWHERE = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
NOBODY = {"address": NOWHERE, "email": None, "name": None, "phone": None, "tax_id": None}


@pytest.fixture
def frozen(stripe: Stripe) -> Stripe:
    """An account whose clock stands still at noon."""
    stripe.admin("POST", "/clock/freeze", {"at": NOON})
    return stripe


def test_a_new_payment_method_of_a_card(frozen: Stripe) -> None:
    """Nothing is left of its number but the end, and nobody has checked anything yet."""
    method = create(
        frozen,
        type="card",
        card=CARD,
        allow_redisplay="always",
        billing_details={"name": "Ada", "address": {"line1": "Ring 1", "postal_code": "8010", "country": "at"}},
        metadata={"plan": "gold"},
    )
    assert method == {
        "id": method["id"],
        "object": "payment_method",
        "allow_redisplay": "always",
        "billing_details": {
            **NOBODY,
            "address": {**NOWHERE, "line1": "Ring 1", "postal_code": "8010", "country": "AT"},
            "name": "Ada",
        },
        "card": {
            "brand": "visa",
            "checks": {
                "address_line1_check": "unchecked",
                "address_postal_code_check": "unchecked",
                "cvc_check": "unchecked",
            },
            "country": "US",
            "display_brand": "visa",
            "exp_month": 8,
            "exp_year": 2030,
            "fingerprint": method["card"]["fingerprint"],
            "funding": "credit",
            "generated_from": None,
            "last4": "4242",
            "networks": {"available": ["visa"], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": 1768478400,
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": {"plan": "gold"},
        "type": "card",
    }
    assert method["id"].startswith("pm_1")
    assert ok(frozen.get(f"/payment_methods/{method['id']}")) == method
    assert events(frozen, "payment_method") == []


def test_equal_numbers_have_equal_fingerprints(stripe: Stripe) -> None:
    """Also where one is spaced, and where only its name stands for a card; others differ."""
    cards = [
        create(stripe)["card"],
        create(stripe, type="card", card={**CARD, "number": "4242424242424242", "exp_year": 2031})["card"],
        create(stripe, type="card", card={"token": "tok_visa"})["card"],
        create(stripe, type="card", card={**CARD, "number": "5555555555554444"})["card"],
    ]
    first, second, third, other = [card["fingerprint"] for card in cards]
    assert first == second == third != other
    assert len(first) == 16


def test_no_number_is_stored(stripe: Stripe) -> None:
    """Neither with a card nor with a token, a bank account or the request that brought it."""
    customer = stripe.customer(source={"object": "card", **CARD})["id"]
    create(stripe)
    create(stripe, type="sepa_debit", sepa_debit={"iban": "DE89 3704 0044 0532 0130 00"})
    account = {"country": "US", "account_number": "000123456789", "routing_number": "110000000"}
    stripe.post("/tokens", card=CARD)
    stripe.post(f"/customers/{customer}/sources", source={"object": "bank_account", **account})
    kept = [
        stripe.admin("GET", path).content
        for path in (
            *(f"/data/stripe/{name}" for name in ("payment_methods", "sources", "tokens", "events")),
            "/requests?limit=100",
        )
    ]
    for number in (b"4242424242424242", b"4242 4242 4242 4242", b"000123456789", b"0532013000", b"0532 0130 00"):
        assert [content for content in kept if number in content] == []


@each_row(
    ("changes", "error"),
    [
        ({"number": "4242424242424241"}, card_error("incorrect_number", "Your card number is incorrect.", "number")),
        (
            {"number": "4242"},
            card_error("invalid_number", "The card number is not a valid credit card number.", "number"),
        ),
        (
            {"number": "none"},
            card_error("invalid_number", "The card number is not a valid credit card number.", "number"),
        ),
        (
            {"exp_month": 13},
            card_error("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month"),
        ),
        ({"exp_year": 95}, card_error("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year")),
        ({"exp_year": 2025}, card_error("invalid_expiry_year", "Your card's expiration year is invalid.", "exp_year")),
        (
            {"exp_month": 2, "exp_year": 26},
            card_error("invalid_expiry_month", "Your card's expiration month is invalid.", "exp_month"),
        ),
        ({"cvc": "99"}, card_error("invalid_cvc", "Your card's security code is invalid.", "cvc")),
        ({"cvc": "1234"}, card_error("invalid_cvc", "Your card's security code is invalid.", "cvc")),
        (
            {"number": "4" * 80},
            refused("Invalid string; must be at most 64 characters", param="card[number]"),
        ),
        ({"networks": {"preferred": "amex"}}, refused(
            "Invalid card[networks][preferred]: must be one of cartes_bancaires, mastercard, or visa",
            param="card[networks][preferred]",
        )),
    ],
    ids=lambda value: "" if isinstance(value, tuple) else next(iter(value.items())),
)  # fmt: skip
def test_what_cannot_be_a_card_is_refused(stripe: Stripe, changes: dict[str, Any], error: Any) -> None:
    """The first thing that is wrong is told, and never a number; years may have two digits."""
    stripe.admin("POST", "/clock/freeze", {"at": "2026-03-15T12:00:00Z"})
    answer = stripe.post("/payment_methods", type="card", card={**CARD, **changes})
    assert answer.refusal == error


def test_a_card_needs_what_is_printed_on_it(stripe: Stripe) -> None:
    """A number and when it expires, or a token."""
    for name in ("number", "exp_month", "exp_year"):
        card = {key: value for key, value in CARD.items() if key != name}
        assert stripe.post("/payment_methods", type="card", card=card).refusal == refused(
            f"Missing required param: card[{name}].", code="parameter_missing", param=f"card[{name}]"
        )
    assert stripe.post("/payment_methods", type="card").refusal == refused(
        "Missing required param: card.", code="parameter_missing", param="card"
    )
    assert stripe.post("/payment_methods", card=CARD).refusal == refused(
        "Missing required param: type.", code="parameter_missing", param="type"
    )


def test_the_token_of_a_card_can_be_used_once(stripe: Stripe) -> None:
    """One for tests can be used for ever."""
    token = ok(stripe.post("/tokens", card={**CARD, "number": "378282246310005", "cvc": "1234"}))["id"]
    assert create(stripe, type="card", card={"token": token})["card"]["brand"] == "amex"
    assert stripe.post("/payment_methods", type="card", card={"token": token}).refusal == refused(
        f"You cannot use a Stripe token more than once: {token}.", code="token_already_used"
    )
    assert [create(stripe, type="card", card={"token": "tok_mastercard"})["card"]["last4"] for _ in range(2)] == [
        "4444",
        "4444",
    ]


def test_the_holder_of_a_token_pays(stripe: Stripe) -> None:
    """Unless the payment method says otherwise."""
    holder = {"name": "Ada", "address_line1": "Ring 1", "address_zip": "8010"}
    token = ok(stripe.post("/tokens", card={**CARD, **holder}))["id"]
    details = {"name": "Ada King", "email": "ada@example.com"}
    method = create(stripe, type="card", card={"token": token}, billing_details=details)
    address = {**NOWHERE, "line1": "Ring 1", "postal_code": "8010"}
    assert method["billing_details"] == {**NOBODY, **details, "address": address}
    assert method["card"]["checks"]["address_line1_check"] == "unchecked"


def test_a_token_must_be_one_of_a_card(stripe: Stripe) -> None:
    """Others are no tokens for this."""
    assert stripe.post("/payment_methods", type="card", card={"token": "tok_nope"}).refusal == refused(
        "No such token: 'tok_nope'", code="resource_missing", param="card[token]"
    )
    assert stripe.post("/payment_methods", type="card", card={"token": "pm_card_visa"}).refusal == refused(
        "Invalid token id: pm_card_visa", param="token"
    )


def test_a_payment_method_cannot_be_created_at_a_customer(stripe: Stripe) -> None:
    """It is attached afterwards."""
    customer = stripe.customer()["id"]
    assert stripe.post("/payment_methods", type="card", card=CARD, customer=customer).refusal == refused(
        "You cannot attach a PaymentMethod to a Customer during PaymentMethod creation. Please instead create the "
        "PaymentMethod and then attach it using the attachment method of the PaymentMethods API."
    )


def test_a_copy_belongs_to_nobody(stripe: Stripe) -> None:
    """It is like its original otherwise."""
    customer = stripe.customer()["id"]
    original = attached(stripe, customer)
    copy = create(stripe, customer=customer, payment_method=original["id"])
    assert copy == {**original, "id": copy["id"], "created": copy["created"], "customer": None}
    assert copy["id"] != original["id"]


@each_row(
    ("type", "hash", "shown"),
    [
        ("klarna", {}, {}),
        ("ideal", {"bank": "ing"}, {"bank": "ing", "bic": "INGBNL2A"}),
        ("eps", {}, {"bank": None}),
        ("fpx", {"bank": "cimb"}, {"account_holder_type": None, "bank": "cimb"}),
        ("link", {}, {"email": "ada@example.com"}),
        ("paypal", {}, {"country": None, "payer_email": "ada@example.com", "payer_id": None}),
        ("klarna", {"dob": {"day": 10, "month": 12, "year": 1990}}, {"dob": {"day": 10, "month": 12, "year": 1990}}),
        (
            "acss_debit",
            {"account_number": "000123456789", "institution_number": "000", "transit_number": "11000"},
            {"bank_name": "STRIPE TEST BANK", "institution_number": "000", "transit_number": "11000", "last4": "6789"},
        ),
        (
            "au_becs_debit",
            {"account_number": "000123456", "bsb_number": "000000"},
            {"bsb_number": "000000", "last4": "3456"},
        ),
        ("bacs_debit", {"account_number": "00012345", "sort_code": "108800"}, {"sort_code": "108800", "last4": "2345"}),
        (
            "sepa_debit",
            {"iban": "DE89 3704 0044 0532 0130 00"},
            {
                "bank_code": "37040044",
                "branch_code": "",
                "country": "DE",
                "generated_from": {"charge": None, "setup_attempt": None},
                "last4": "3000",
            },
        ),
        (
            "us_bank_account",
            {"account_number": "000123456789", "routing_number": "110000000", "account_holder_type": "company"},
            {
                "account_holder_type": "company",
                "account_type": "checking",
                "bank_name": "STRIPE TEST BANK",
                "financial_connections_account": None,
                "last4": "6789",
                "networks": {"preferred": "ach", "supported": ["ach"]},
                "routing_number": "110000000",
                "status_details": {},
            },
        ),
    ],
)  # fmt: skip
def test_other_types(stripe: Stripe, type: str, hash: dict[str, Any], shown: dict[str, Any]) -> None:
    """Each shows a hash of its name; of a number the end and a fingerprint are left."""
    method = create(stripe, type=type, billing_details={"email": "ada@example.com"}, **{type: hash})
    if "last4" in shown:
        assert len(method[type].pop("fingerprint")) == 16
    assert (method["type"], method[type]) == (type, shown)


@each_row("type", [name for name, type in TYPES.items() if not type.parameters().parameters])
def test_types_of_which_only_the_name_is_said(stripe: Stripe, type: str) -> None:
    """They can be attached, or are for one payment only."""
    method = create(stripe, type=type)
    assert isinstance(method[type], dict)
    answer = stripe.post(f"/payment_methods/{method['id']}/attach", customer=stripe.customer()["id"])
    if TYPES[type].kept:
        assert ok(answer)["type"] == type
    else:
        assert answer.refusal == refused(f"PaymentMethods of type '{type}' cannot be saved to customers.")


def test_a_bank_account_must_fit_its_check_digits(stripe: Stripe) -> None:
    """Its number is not shown."""
    assert stripe.post(
        "/payment_methods", type="sepa_debit", sepa_debit={"iban": "DE00370400440532013000"}
    ).refusal == refused(
        "The IBAN you provided is invalid.", code="invalid_bank_account_iban", param="sepa_debit[iban]"
    )


def test_a_type_needs_its_own_hash_and_no_other(stripe: Stripe) -> None:
    """What another type is about has no place."""
    assert stripe.post("/payment_methods", type="sepa_debit").refusal == refused(
        "Missing required param: sepa_debit.", code="parameter_missing", param="sepa_debit"
    )
    answer = stripe.post("/payment_methods", type="card", card=CARD, ideal={"bank": "ing"})
    assert answer.refusal == refused("You may only specify one of these parameters: card, ideal.", param="card")


def test_attaching_asks_the_bank(stripe: Stripe) -> None:
    """What was given of a card is right, unless the card is one for which it is not."""
    customer = stripe.customer()["id"]
    checks = {}
    for number in ("4242424242424242", "4000000000000101", "4000000000000036", "4000000000000010", "4000000000000044"):
        address = {"line1": "Ring 1", "postal_code": "8010"}
        method = create(stripe, type="card", card={**CARD, "number": number}, billing_details={"address": address})
        shown = attached(stripe, customer, method["id"])["card"]["checks"]
        checks[number[-4:]] = [shown[f"{name}_check"] for name in ("address_line1", "address_postal_code", "cvc")]
    assert checks == {
        "4242": ["pass", "pass", "pass"],
        "0101": ["pass", "pass", "fail"],
        "0036": ["pass", "fail", "pass"],
        "0010": ["fail", "fail", "pass"],
        "0044": ["unavailable", "unavailable", "pass"],
    }


def test_what_was_not_given_is_not_checked(stripe: Stripe) -> None:
    """Without a security code none is wrong."""
    card = {name: value for name, value in CARD.items() if name != "cvc"}
    method = create(stripe, type="card", card={**card, "number": "4000000000000127"})
    assert attached(stripe, stripe.customer()["id"], method["id"])["card"]["checks"] == {
        "address_line1_check": None,
        "address_postal_code_check": None,
        "cvc_check": None,
    }


DECLINES = {
    "4000000000000002": card_error("card_declined", "Your card was declined.", decline_code="generic_decline"),
    "4000000000009995": card_error(
        "card_declined", "Your card has insufficient funds.", decline_code="insufficient_funds"
    ),
    "4000000000009987": card_error("card_declined", "Your card was declined.", decline_code="lost_card"),
    "4000000000009979": card_error("card_declined", "Your card was declined.", decline_code="stolen_card"),
    "4000000000000069": card_error("expired_card", "Your card has expired.", "exp_month", "expired_card"),
    "4000000000000127": card_error(
        "incorrect_cvc", "Your card's security code is incorrect.", "cvc", "incorrect_cvc"
    ),
    "4000000000000119": card_error(
        "processing_error",
        "An error occurred while processing your card. Try again in a little bit.",
        decline_code="processing_error",
    ),
    "4000000000006975": card_error(
        "card_declined",
        "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
        decline_code="card_velocity_exceeded",
    ),
}  # fmt: skip
NAMES = {
    "4000000000000002": "visa_chargeDeclined",
    "4000000000009995": "chargeDeclinedInsufficientFunds",
    "4000000000009987": "visa_chargeDeclinedLostCard",
    "4000000000009979": "visa_chargeDeclinedStolenCard",
    "4000000000000069": "chargeDeclinedExpiredCard",
    "4000000000000127": "chargeDeclinedIncorrectCvc",
    "4000000000000119": "chargeDeclinedProcessingError",
    "4000000000006975": "visa_chargeDeclinedVelocityLimitExceeded",
}


@each_row("number", DECLINES)
def test_a_declining_card_can_be_created_and_not_attached(stripe: Stripe, number: str) -> None:
    """By its number and by its names alike; it stays without a customer."""
    customer = stripe.customer()["id"]
    method = create(stripe, type="card", card={**CARD, "number": number})["id"]
    name = NAMES[number]
    answers = [
        stripe.post(f"/payment_methods/{method}/attach", customer=customer),
        stripe.post(f"/payment_methods/pm_card_{name}/attach", customer=customer),
        stripe.post("/customers", payment_method=f"pm_card_{name}"),
        stripe.post("/customers", source=f"tok_{name}"),
        stripe.post(f"/customers/{customer}", source=f"tok_{name}"),
        stripe.post(f"/customers/{customer}/sources", source=f"tok_{name}"),
    ]
    assert [answer.refusal for answer in answers] == [DECLINES[number]] * 6
    assert ok(stripe.get(f"/payment_methods/{method}"))["customer"] is None
    assert ids(stripe.get("/customers")) == [customer]
    assert ok(stripe.get(f"/customers/{customer}"))["default_source"] is None


@pytest.mark.parametrize("id", ["pm_card_chargeCustomerFail", "pm_card_authenticationRequired", "pm_card_radarBlock"])
def test_cards_that_fail_later_can_be_attached(stripe: Stripe, id: str) -> None:
    """Only charges would fail."""
    customer = stripe.customer()["id"]
    assert attached(stripe, customer, id)["customer"] == customer


def test_a_name_for_tests_stands_for_a_new_payment_method_each_time(frozen: Stripe) -> None:
    """It expires next year; what was answered can be used by its id."""
    first, second = (ok(frozen.get("/payment_methods/pm_card_mastercard")) for _ in range(2))
    assert first["id"] != second["id"]
    assert (first["card"]["brand"], first["card"]["exp_month"], first["card"]["exp_year"]) == ("mastercard", 1, 2027)
    customer = frozen.customer()["id"]
    assert attached(frozen, customer, first["id"])["id"] == first["id"]
    assert attached(frozen, customer, "pm_card_mastercard")["id"] not in (first["id"], second["id"])


@each_row(
    ("name", "card"),
    [
        ("visa", ("visa", "visa", "credit", "US", "4242", ["visa"])),
        ("visa_debit", ("visa", "visa", "debit", "US", "5556", ["visa"])),
        ("mastercard_prepaid", ("mastercard", "mastercard", "prepaid", "US", "5100", ["mastercard"])),
        ("amex", ("amex", "american_express", "credit", "US", "8431", ["amex"])),
        ("discover", ("discover", "discover", "credit", "US", "1117", ["discover"])),
        ("diners", ("diners", "diners_club", "credit", "US", "0004", ["diners"])),
        ("jcb", ("jcb", "jcb", "credit", "US", "0505", ["jcb"])),
        ("unionpay", ("unionpay", "union_pay", "credit", "US", "0005", ["unionpay"])),
        ("gb_debit", ("visa", "visa", "debit", "GB", "0005", ["visa"])),
        ("de", ("visa", "visa", "credit", "DE", "0016", ["visa"])),
        ("visa_cartesBancaires", ("visa", "visa", "credit", "FR", "1001", ["cartes_bancaires", "visa"])),
    ],
)
def test_brands_and_countries(stripe: Stripe, name: str, card: tuple[Any, ...]) -> None:
    """As the guide lists them."""
    shown = ok(stripe.get(f"/payment_methods/pm_card_{name}"))["card"]
    members = [shown[member] for member in ("brand", "display_brand", "funding", "country", "last4")]
    assert (*members, shown["networks"]["available"]) == card


def test_attaching_twice_changes_nothing(stripe: Stripe) -> None:
    """Nor does it tell of anything."""
    customer = stripe.customer()["id"]
    first = attached(stripe, customer)
    assert attached(stripe, customer, first["id"]) == first
    assert events(stripe, "payment_method") == [("payment_method.attached", None)]


def test_another_customer_cannot_have_it(stripe: Stripe) -> None:
    """It has one already."""
    method = attached(stripe, stripe.customer()["id"])["id"]
    answer = stripe.post(f"/payment_methods/{method}/attach", customer=stripe.customer()["id"])
    assert answer.refusal == refused("The payment method you provided has already been attached to a customer.")


def test_what_was_detached_cannot_be_used_again(stripe: Stripe) -> None:
    """Nor detached once more; it can still be read."""
    customer = stripe.customer()["id"]
    method = attached(stripe, customer)
    detached = ok(stripe.post(f"/payment_methods/{method['id']}/detach"))
    assert detached == {**method, "customer": None}
    assert stripe.post(f"/payment_methods/{method['id']}/attach", customer=customer).refusal == refused(USED_UP)
    assert stripe.post(f"/payment_methods/{method['id']}/detach").refusal == refused(
        "The payment method you provided is not attached to a customer so detachment is impossible."
    )
    assert ok(stripe.get(f"/payment_methods/{method['id']}")) == detached
    assert events(stripe, "payment_method") == [
        ("payment_method.detached", {"customer": customer}),
        ("payment_method.attached", None),
    ]


def test_attaching_needs_a_customer_and_a_payment_method(stripe: Stripe) -> None:
    """Both must exist."""
    customer = stripe.customer()["id"]
    assert stripe.post("/payment_methods/pm_card_visa/attach").refusal == refused(
        "Must provide customer or customer_account.", code="parameter_missing"
    )
    assert stripe.post("/payment_methods/pm_card_visa/attach", customer="cus_nope").refusal == refused(
        "No such customer: 'cus_nope'", code="resource_missing", param="customer"
    )
    status, error = stripe.post("/payment_methods/pm_nope/attach", customer=customer).refusal
    assert (status, error["message"], error["param"]) == (404, "No such PaymentMethod: 'pm_nope'", "payment_method")


def test_a_change_merges(stripe: Stripe) -> None:
    """What is not said stays, inside billing details and their address too."""
    customer = stripe.customer()["id"]
    details = {"name": "Ada", "address": {"line1": "Ring 1", "city": "Graz"}}
    method = create(stripe, type="card", card=CARD, billing_details=details, metadata={"a": "1", "b": "2"})
    before = attached(stripe, customer, method["id"])
    after = ok(
        stripe.post(
            f"/payment_methods/{method['id']}",
            allow_redisplay="limited",
            billing_details={"email": "ada@example.com", "name": "", "address": {"city": "Wien"}},
            card={"exp_month": 12, "exp_year": 31, "networks": {"preferred": "visa"}},
            metadata={"a": "", "c": "3"},
        )
    )
    assert after == {
        **before,
        "allow_redisplay": "limited",
        "billing_details": {
            **NOBODY,
            "address": {**NOWHERE, "line1": "Ring 1", "city": "Wien"},
            "email": "ada@example.com",
        },
        "card": {
            **before["card"],
            "exp_month": 12,
            "exp_year": 2031,
            "networks": {"available": ["visa"], "preferred": "visa"},
        },
        "metadata": {"b": "2", "c": "3"},
    }
    ((type, previous), *_) = events(stripe, "payment_method")
    assert (type, previous["card"]) == (
        "payment_method.updated",
        {"exp_month": 8, "exp_year": 2030, "networks": {"preferred": None}},
    )


def test_a_bank_account_can_be_put_right(stripe: Stripe) -> None:
    """What it is, not its number."""
    account = {"account_number": "000123456789", "routing_number": "110000000"}
    method = create(stripe, type="us_bank_account", us_bank_account=account)
    attached(stripe, stripe.customer()["id"], method["id"])
    changes = {"account_holder_type": "company", "account_type": "savings"}
    after = ok(stripe.post(f"/payment_methods/{method['id']}", us_bank_account=changes))
    assert after["us_bank_account"] == {**method["us_bank_account"], **changes}
    answer = stripe.post(f"/payment_methods/{method['id']}", card={"exp_month": 1})
    assert answer.refusal == refused("You cannot update card on a PaymentMethod of type us_bank_account.", param="card")


def test_only_what_has_a_customer_can_be_changed(stripe: Stripe) -> None:
    """Before that it is as it was created."""
    method = create(stripe)["id"]
    assert stripe.post(f"/payment_methods/{method}", metadata={"a": "1"}).refusal == refused(
        "You must save this PaymentMethod to a customer before you can update it."
    )


def test_a_customers_payment_methods(stripe: Stripe) -> None:
    """The newest first, of one type or one permission to show them if wanted; nobody else's."""
    customer, other = (stripe.customer()["id"] for _ in range(2))
    visa = attached(stripe, customer)["id"]
    sepa = create(stripe, type="sepa_debit", sepa_debit={"iban": "AT611904300234573201"}, allow_redisplay="always")
    attached(stripe, customer, sepa["id"])
    theirs = attached(stripe, other)["id"]
    for path, named in ((f"/customers/{customer}/payment_methods", {}), ("/payment_methods", {"customer": customer})):
        assert ids(stripe.get(path, **named)) == [sepa["id"], visa]
        assert ids(stripe.get(path, **named, type="card")) == [visa]
        assert ids(stripe.get(path, **named, allow_redisplay="always")) == [sepa["id"]]
        assert ids(stripe.get(path, **named, limit=1, starting_after=sepa["id"])) == [visa]
        assert stripe.get(path, **named, starting_after=theirs).status == 400
    assert ok(stripe.get(f"/customers/{customer}/payment_methods/{visa}"))["id"] == visa
    status, error = stripe.get(f"/customers/{customer}/payment_methods/{theirs}").refusal
    assert (status, error["message"]) == (404, f"No such PaymentMethod: '{theirs}'")


def test_without_a_customer_there_is_nothing_to_list(stripe: Stripe) -> None:
    """An unknown one is refused."""
    attached(stripe, stripe.customer()["id"])
    create(stripe)
    assert ok(stripe.get("/payment_methods")) == {
        "object": "list",
        "data": [],
        "has_more": False,
        "url": "/v1/payment_methods",
    }
    assert stripe.get("/payment_methods", customer="cus_nope").refusal == refused(
        "No such customer: 'cus_nope'", code="resource_missing", param="customer"
    )


def test_a_customer_of_a_payment_method_can_be_expanded(stripe: Stripe) -> None:
    """Like every member that is an id."""
    customer = stripe.customer(name="Ada")
    method = attached(stripe, customer["id"])["id"]
    assert ok(stripe.get(f"/payment_methods/{method}", expand=["customer"]))["customer"] == customer
    listed = ok(stripe.get("/payment_methods", customer=customer["id"], expand=["data.customer"]))
    assert listed["data"][0]["customer"] == customer


def test_any_id_can_stand_for_a_payment_method(stripe: Stripe) -> None:
    """Where the account is set so, ids that nobody created work."""
    stripe.admin("PUT", "/settings/stripe", {"any_id": True})
    assert ok(stripe.get("/payment_methods/pm_any"))["id"] == "pm_any"
    assert ok(stripe.post("/payment_methods/pm_any/attach", customer="cus_any"))["customer"] == "cus_any"
    assert ok(stripe.post("/payment_methods/pm_other", metadata={"a": "1"}))["metadata"] == {"a": "1"}
    assert ok(stripe.post("/payment_methods/pm_third/detach"))["customer"] is None
    assert ok(stripe.get("/customers/cus_any/payment_methods/pm_fourth"))["customer"] == "cus_any"
    assert ok(stripe.post("/payment_methods", type="card", card={"token": "tok_any"}))["card"]["last4"] == "4242"


def test_a_list_goes_on_behind_what_was_detached(stripe: Stripe) -> None:
    """Who detaches each payment method that a list shows comes to its end."""
    customer = stripe.customer()["id"]
    methods = [attached(stripe, customer)["id"] for _ in range(3)]
    attached(stripe, stripe.customer()["id"])
    page = stripe.get(f"/customers/{customer}/payment_methods", limit=2)
    assert ids(page) == methods[:0:-1]
    for id in ids(page):
        ok(stripe.post(f"/payment_methods/{id}/detach"))
    for path in (f"/customers/{customer}/payment_methods", f"/payment_methods?customer={customer}"):
        joint = "&" if "?" in path else "?"
        assert ids(stripe.get(f"{path}{joint}limit=2&starting_after={methods[1]}")) == methods[:1]

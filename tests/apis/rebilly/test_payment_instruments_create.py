"""POST /payment-instruments: a token or plain details become what a customer pays with."""

from typing import Any

import pytest

from tests.apis.rebilly.instruments import CARD, PLAIN, deactivate, default_of, messages, patch, pay
from tests.apis.rebilly.samples import ADDRESS, NOW, TOKENS, advance, freeze, lead_source, token
from tests.apis.rebilly.samples import CARD as CARD_TOKEN
from tests.clients import Answer, Rebilly
from tests.tables import each_row

REQUIRED = {
    "payment-card": ("customerId", "pan", "expYear", "expMonth", "billingAddress"),
    "ach by BBAN": (
        "customerId", "accountNumberType", "accountNumber", "routingNumber", "accountType", "billingAddress",
    ),
    "ach by IBAN": ("customerId", "accountNumber", "billingAddress"),
    "paypal": ("customerId", "billingAddress"),
    "alternative": ("customerId", "method", "billingAddress"),
}  # fmt: skip

SHOWN: dict[str, dict[str, Any]] = {
    "payment-card": {
        "bin": "411111",
        "last4": "1111",
        "fpanLast4": None,
        "expYear": 2030,
        "expMonth": 12,
        "brand": "Visa",
        "bankCountry": None,
        "isPayoutable": True,
        "expirationReminderTime": None,
        "expirationReminderNumber": None,
        "referenceData": {},
        "digitalWallet": None,
    },
    "ach by BBAN": {
        "last4": "6789",
        "bankName": "Paper Bank",
        "routingNumber": "110000000",
        "accountNumberType": "BBAN",
        "accountType": "checking",
        "bic": None,
    },
    "ach by IBAN": {"last4": "3000", "accountNumberType": "IBAN", "bic": "DEUTDEFF"},
    "paypal": {"username": ""},
    "alternative": {"referenceData": {"wallet": "W-1"}},
}
"""What an instrument shows beside the members all have; fingerprints are looked at by themselves."""


def refused(answer: Answer) -> dict[str, list[str]]:
    """Give what a 422 complains about."""
    assert answer.status == 422, answer.content
    return answer.invalid_fields


@each_row("kind", PLAIN)
def test_plain_details_become_an_instrument(rebilly: Rebilly, kind: str) -> None:
    """An instrument is answered with where it lives, with what may be seen, and reads the same afterwards."""
    freeze(rebilly)
    answer = pay(rebilly, PLAIN[kind], customFields={"till": 3}, useAsBackup=True, riskMetadata={"isp": "Example"})
    made = dict(answer.json)
    base = f"http://localhost/organizations/{rebilly.organization}"
    location = f"{base}/payment-instruments/{made['id']}"
    assert (answer.status, answer.headers["location"]) == (201, location)
    assert answer.headers["x-ratelimit-limit"] == "3000"
    assert rebilly.get(f"/payment-instruments/{made['id']}").json == made
    assert ("fingerprint" in made) == (kind in ("payment-card", "ach by BBAN", "ach by IBAN"))
    made.pop("fingerprint", None)
    assert made == {
        "id": made["id"],
        "customerId": "mara",
        "method": PLAIN[kind]["method"],
        "status": "active",
        **SHOWN[kind],
        "billingAddress": {**ADDRESS, "hash": made["billingAddress"]["hash"]},
        "useAsBackup": True,
        "createdTime": NOW,
        "updatedTime": NOW,
        "lastPaymentTime": None,
        "customFields": {"till": 3},
        "stickyGatewayAccountId": None,
        "riskMetadata": {"isp": "Example"},
        "revision": 1,
        "_links": [
            {"rel": "self", "href": location},
            {"rel": "customer", "href": f"{base}/customers/mara"},
        ],
    }


@each_row("kind", TOKENS)
def test_a_token_becomes_an_instrument(rebilly: Rebilly, kind: str) -> None:
    """A token of every kind stands for its details, and is used up."""
    freeze(rebilly)
    id = token(rebilly, {**TOKENS[kind], "riskMetadata": {"isp": "Example"}})
    advance(rebilly, "5s")
    answer = pay(rebilly, {"customerId": "mara", "token": id}, customFields={"till": 3}, useAsBackup=True)
    made = answer.json
    assert answer.status == 201
    assert (made["customFields"], made["useAsBackup"], made["riskMetadata"]) == ({"till": 3}, True, {"isp": "Example"})
    assert rebilly.get(f"/tokens/{id}").json["usageTime"] == "2026-01-15T10:00:05+00:00"
    assert refused(pay(rebilly, {"customerId": "mara", "token": id})) == {"token": ["Token was used before."]}


def test_a_token_makes_what_plain_details_make(rebilly: Rebilly) -> None:
    """A card is the same card whichever way it came, down to its fingerprint."""
    freeze(rebilly)
    plain = pay(rebilly).json
    rebilly.put("/customers/mo", {})
    taken = pay(rebilly, {"customerId": "mo", "token": token(rebilly, CARD_TOKEN)}).json
    own = {"id", "customerId", "_links"}
    assert {k: v for k, v in plain.items() if k not in own} == {k: v for k, v in taken.items() if k not in own}


def test_the_lead_source_of_a_token_becomes_that_of_the_customer(rebilly: Rebilly) -> None:
    """A token brings its lead source along."""
    id = token(rebilly, {**CARD_TOKEN, "leadSource": {"source": "checkout"}})
    pay(rebilly, {"customerId": "mara", "token": id})
    assert lead_source(rebilly, "mara")["source"] == "checkout"


@each_row(("kind", "member"), [(kind, one) for kind, members in REQUIRED.items() for one in members])
def test_each_shape_has_its_required_members(rebilly: Rebilly, kind: str, member: str) -> None:
    """Without a member its method needs, an instrument is refused."""
    body = {name: value for name, value in PLAIN[kind].items() if name != member}
    assert refused(pay(rebilly, body)) == {member: ["This member is required."]}


def test_a_token_wants_a_customer(rebilly: Rebilly) -> None:
    """The one thing a token does not say is whose instrument it becomes; refused, it stays unused."""
    id = token(rebilly)
    assert refused(pay(rebilly, {"token": id})) == {"customerId": ["This member is required."]}
    assert rebilly.get(f"/tokens/{id}").json["isUsed"] is False


def test_an_empty_request_names_what_every_instrument_needs(rebilly: Rebilly) -> None:
    """Without a method and a token nobody knows what else is missing."""
    needed = {name: ["This member is required."] for name in ("customerId", "method", "billingAddress")}
    assert refused(rebilly.post("/payment-instruments", {})) == needed


def test_all_errors_are_reported_at_once(rebilly: Rebilly) -> None:
    """Every wrong member is named in one answer."""
    wrong = {"method": "payment-card", "customerId": "nobody", "pan": "4111 1111 1111 1111", "expMonth": 13}
    assert refused(rebilly.post("/payment-instruments", {**wrong, "billingAddress": {"city": ""}})) == {
        "customerId": ["Customer must exist."],
        "pan": ["Must hold only digits."],
        "expMonth": ["Must be a whole number from 1 to 12."],
        "expYear": ["This member is required."],
        "billingAddress.city": ["Must not be empty and must not hold characters beyond U+FFFF."],
    }


@each_row(
    ("kind", "member", "value", "message"),
    [
        ("payment-card", "pan", "4" * 11, "Must be at least 12 characters long."),
        ("payment-card", "pan", "4" * 20, "Must be at most 19 characters long."),
        ("payment-card", "pan", None, "Must not be null."),
        ("payment-card", "cvv", "12", "Must be at least 3 characters long."),
        ("payment-card", "cvv", "12345", "Must be at most 4 characters long."),
        ("payment-card", "cvv", "abc", "Must hold only digits."),
        ("payment-card", "expYear", "2030", "Must be a whole number."),
        ("payment-card", "expYear", 1969, "Must be a whole number from 1970 to 9999."),
        ("payment-card", "billingAddress", None, "Must not be null."),
        ("payment-card", "billingAddress", "London", "Must be an object."),
        ("payment-card", "customFields", 7, "Must be an object."),
        ("payment-card", "useAsBackup", "yes", "Must be true or false."),
        ("payment-card", "riskMetadata", "none", "Must be an object."),
        ("payment-card", "customerId", "a b", "Must hold only letters, digits and the characters @ ~ - . _"),
        ("payment-card", "customerId", "nobody", "Customer must exist."),
        ("payment-card", "token", None, "Must not be null."),
        ("payment-card", "token", "unknown", "Token must exist."),
        ("ach by BBAN", "accountNumberType", "SWIFT", "Must be one of BBAN, IBAN."),
        ("ach by BBAN", "accountNumber", "12-34", "Must hold only digits."),
        ("ach by BBAN", "routingNumber", "11A", "Must hold only digits."),
        ("ach by BBAN", "accountType", "current", "Must be one of checking, savings, other."),
        ("ach by BBAN", "bankName", 7, "Must be a string."),
        ("ach by IBAN", "accountNumber", "D" * 35, "Must be at most 34 characters long."),
        ("ach by IBAN", "accountNumber", "", "Must be at least 1 characters long."),
        ("ach by IBAN", "bic", 7, "Must be a string."),
        ("alternative", "referenceData", [1], "Must be an object."),
    ],
)
def test_details_have_to_be_well_formed(rebilly: Rebilly, kind: str, member: str, value: Any, message: str) -> None:
    """Each member has its type, length and form, and is named by its own name."""
    assert refused(pay(rebilly, PLAIN[kind], **{member: value})) == {member: [message]}


def test_reference_data_is_text(rebilly: Rebilly) -> None:
    """Every member of the reference data is text."""
    answer = pay(rebilly, PLAIN["alternative"], referenceData={"wallet": "W-1", "account": 7})
    assert refused(answer) == {"referenceData.account": ["Must be a string."]}


@pytest.mark.parametrize("kind", ["payment-card", "ach by BBAN", "paypal"])
def test_only_alternative_instruments_take_reference_data(rebilly: Rebilly, kind: str) -> None:
    """Where the documented shape has none, it is passed over."""
    made = pay(rebilly, PLAIN[kind], referenceData={"wallet": "W-1"}).json
    assert made.get("referenceData") == SHOWN[kind].get("referenceData")


@each_row("method", ["echeck", "Khelocard", "digital-wallet", "Apple Pay", "barter"])
def test_some_methods_have_no_plain_shape(rebilly: Rebilly, method: str) -> None:
    """What is documented only for tokens, or for nothing, is refused as a method."""
    assert [*refused(pay(rebilly, {"method": method, "customerId": "mara", "billingAddress": {}}))] == ["method"]


def test_an_expired_token_is_refused(rebilly: Rebilly) -> None:
    """A token lives for thirty minutes on the tenant's clock."""
    freeze(rebilly)
    id = token(rebilly)
    advance(rebilly, "30m")
    assert refused(pay(rebilly, {"customerId": "mara", "token": id})) == {"token": ["Token is expired."]}


def test_a_fingerprint_comes_from_what_rebilly_documents(rebilly: Rebilly) -> None:
    """Of a card the first six and last four digits count; of an account the routing number, or the IBAN's start."""

    def fingerprint(kind: str, **members: Any) -> str:
        made = pay(rebilly, PLAIN[kind], **members).json
        return str(made["fingerprint"])

    card = fingerprint("payment-card")
    assert fingerprint("payment-card", pan="4111110000001111") == card
    assert fingerprint("payment-card", pan="4111121111111111") != card
    account = fingerprint("ach by BBAN")
    assert fingerprint("ach by BBAN", accountNumber="999999996789") == account
    assert fingerprint("ach by BBAN", routingNumber="110000001") != account
    iban = fingerprint("ach by IBAN")
    assert fingerprint("ach by IBAN", accountNumber="DE89370499999999993000") == iban
    assert fingerprint("ach by IBAN", accountNumber="DE62370400440532013000") != iban


@each_row(
    "pan",
    [
        "4000000000000002", "5105105105105100", "371449635398431", "6011000990139424", "38520000023237",
        "3566002020360505", "6243030000000001", "6771790000000018",
    ],
)  # fmt: skip
def test_a_test_card_that_declines_is_stored_like_any_other(rebilly: Rebilly, pan: str) -> None:
    """Rebilly's test cards decline transactions, which are no part of the customer surface."""
    answer = pay(rebilly, pan=pan, cvv="000", expYear=2051, expMonth=10)
    assert (answer.status, answer.json["status"], answer.json["last4"]) == (201, "active", pan[-4:])


def test_the_first_instrument_becomes_the_default(rebilly: Rebilly) -> None:
    """A customer pays with what it first gave until somebody says otherwise; the customer's revision follows."""
    first = pay(rebilly).json
    assert default_of(rebilly) == {"method": "payment-card", "paymentInstrumentId": first["id"]}
    assert rebilly.get("/customers/mara").json["revision"] == 2
    pay(rebilly, PLAIN["paypal"])
    assert default_of(rebilly) == {"method": "payment-card", "paymentInstrumentId": first["id"]}
    assert rebilly.get("/customers/mara").json["revision"] == 2


def test_a_second_instrument_does_not_replace_a_cleared_default(rebilly: Rebilly) -> None:
    """A customer that wants no default and has an instrument keeps having none."""
    pay(rebilly)
    rebilly.put("/customers/mara", {"defaultPaymentInstrumentId": None})
    pay(rebilly, PLAIN["paypal"])
    assert default_of(rebilly) is None


def test_the_instrument_after_a_deactivated_one_is_a_first_one(rebilly: Rebilly) -> None:
    """Instruments out of use do not count."""
    deactivate(rebilly, pay(rebilly).json["id"])
    second = pay(rebilly).json
    assert default_of(rebilly)["paymentInstrumentId"] == second["id"]


def test_the_timeline_tells_of_an_instrument(rebilly: Rebilly) -> None:
    """A new instrument and the default it becomes are written down, in this order."""
    pay(rebilly)
    pay(rebilly, PLAIN["paypal"])
    assert messages(rebilly) == [
        "customer-created",
        "payment-instrument-created",
        "default-payment-instrument-changed",
        "payment-instrument-created",
    ]


def test_the_customer_can_be_embedded(rebilly: Rebilly) -> None:
    """`expand` works on writes as it does on reads."""
    rebilly.put("/customers/mara", {})
    answer = rebilly.post("/payment-instruments?expand=customer", CARD)
    assert answer.json["_embedded"] == {"customer": rebilly.get("/customers/mara").json}


def test_declared_custom_fields_are_checked(rebilly: Rebilly) -> None:
    """What is declared for payment instruments holds for them, and their defaults are filled in."""
    declare(rebilly, "till", {"type": "integer"})
    declare(rebilly, "shelf", {"type": "string", "additionalSchema": {"default": "A"}})
    assert [*refused(pay(rebilly, customFields={"till": "three"}))] == ["customFields.till"]
    made = pay(rebilly, customFields={"till": 3}).json
    assert made["customFields"] == {"till": 3, "shelf": "A"}
    assert [*refused(patch(rebilly, made["id"], {"customFields": {"till": "four"}}))] == ["customFields.till"]


def declare(rebilly: Rebilly, name: str, body: Any) -> None:
    """Declare a custom field of payment instruments."""
    answer = rebilly.put(f"/custom-fields/payment-instruments/{name}", body)
    assert answer.status == 201, answer.content

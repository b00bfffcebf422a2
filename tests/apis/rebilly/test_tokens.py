"""Tokens: payment details handed in once, of which only the harmless part is kept."""

import re
from typing import Any

import pytest

from mockserver.apis.rebilly import methods
from tests.apis.rebilly.samples import ADDRESS, CARD, NOW, PAN, TOKENS, changed, freeze, token, without
from tests.clients import Answer, Rebilly

PUBLISHABLE = "pk_sandbox_invented-for-tests"

SHOWN: dict[str, dict[str, Any]] = {
    "payment-card": {"bin": "411111", "last4": "1111", "brand": "Visa", "expMonth": 12, "expYear": 2030},
    "paypal": {"paypalMerchantId": "MERCHANT", "billingAgreementToken": "BA-1"},
    "ach by BBAN": {
        "accountNumberType": "BBAN",
        "routingNumber": "110000000",
        "accountType": "checking",
        "last4": "6789",
    },
    "ach by IBAN": {"accountNumberType": "IBAN", "last4": "3000"},
    "echeck": {"accountNumberType": "BBAN", "routingNumber": "110000000", "accountType": "savings", "last4": "6789"},
    "digital-wallet": {"type": "Apple Pay", "amount": 10.5, "currency": "USD", "descriptor": "Quill Bindery"},
    "plaid-account": {"publicToken": "public-1", "accountId": "account-1"},
    "Khelocard": {"last4": "0611", "expMonth": 1, "expYear": 2031},
    "Klarna": {"klarnaAuthorizationToken": "auth-1", "klarnaSessionId": "session-1"},
}
"""What a token shows of its payment instrument; the kinds that are left out show none."""

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

SECRET_MEMBERS = {"pan", "cvv", "encryptedCvv", "accountNumber", "number", "payload", "linkToken"}
SECRET_TEXTS = (PAN, "000123456789", "DE89370400440532013000", "5000000000000611", "wallet-payload", "link-1")


def refused(answer: Answer) -> dict[str, list[str]]:
    """Give what a 422 complains about."""
    assert answer.status == 422, answer.content
    return answer.invalid_fields


@pytest.mark.parametrize("kind", TOKENS)
def test_a_token_shows_what_may_be_seen(rebilly: Rebilly, kind: str) -> None:
    """A token of each kind answers its method's harmless members, and lives for thirty minutes."""
    freeze(rebilly)
    answer = rebilly.post("/tokens", TOKENS[kind])
    created = answer.json
    location = f"http://localhost/organizations/{rebilly.organization}/tokens/{created['id']}"
    wallet = {"walletName": "Mara", "walletAddress": None, "walletCurrency": "BTC", "walletNetwork": None}
    assert (answer.status, answer.headers["location"]) == (201, location)
    assert created == {
        "id": created["id"],
        "method": TOKENS[kind]["method"],
        **({"paymentInstrument": SHOWN[kind]} if kind in SHOWN else {}),
        **(wallet if kind == "cryptocurrency" else {}),
        "billingAddress": {**ADDRESS, "hash": created["billingAddress"]["hash"]}
        if TOKENS[kind].get("billingAddress")
        else None,
        "isUsed": False,
        "riskMetadata": None,
        "createdTime": NOW,
        "updatedTime": NOW,
        "usageTime": None,
        "expirationTime": "2026-01-15T10:30:00+00:00",
        "_links": [{"rel": "self", "href": location}],
    }
    assert rebilly.get(f"/tokens/{created['id']}").json == created


def test_the_id_of_a_token_looks_like_a_uuid(rebilly: Rebilly) -> None:
    """Token ids are opaque and have the form of a UUID."""
    form = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    first, second = token(rebilly), token(rebilly)
    assert re.fullmatch(form, first)
    assert re.fullmatch(form, second)
    assert first != second


def test_creating_a_token_counts_as_a_write(rebilly: Rebilly) -> None:
    """Tokens spend of the same limit as every write."""
    answers = [rebilly.post("/tokens", CARD) for _ in range(2)]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["2999", "2998"]


def test_tokens_are_listed_newest_first(rebilly: Rebilly) -> None:
    """A list of tokens is paged like every collection."""
    ids = [token(rebilly) for _ in range(3)][::-1]
    answer = rebilly.get("/tokens?limit=2&offset=1")
    assert [one["id"] for one in answer.json] == ids[1:]
    assert answer.json[0] == rebilly.get(f"/tokens/{ids[1]}").json
    assert [answer.headers[f"pagination-{name}"] for name in ("total", "limit", "offset")] == ["3", "2", "1"]


@pytest.mark.parametrize("id", ["unknown", "4f6cf35a-2c4f-483a-a0a9-158621f77a21"])
def test_an_unknown_token_is_not_found(rebilly: Rebilly, id: str) -> None:
    """A token that nobody made is answered with 404."""
    answer = rebilly.get(f"/tokens/{id}")
    assert (answer.status, answer.json) == (
        404,
        {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "Token not found."},
    )


@pytest.mark.parametrize(
    ("kind", "member"), [(kind, member) for kind, members in REQUIRED.items() for member in members]
)
def test_each_method_has_its_required_members(rebilly: Rebilly, kind: str, member: str) -> None:
    """Without a member its method needs, a token is refused."""
    answer = rebilly.post("/tokens", without(TOKENS[kind], f"paymentInstrument.{member}"))
    assert refused(answer) == {f"paymentInstrument.{member}": ["This member is required."]}


@pytest.mark.parametrize("kind", REQUIRED)
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
@pytest.mark.parametrize("missing", ["left out", "null"])
def test_some_methods_need_a_billing_address(rebilly: Rebilly, kind: str, missing: str) -> None:
    """Bank accounts and alternative methods need an address."""
    body = without(TOKENS[kind], "billingAddress")
    answer = rebilly.post("/tokens", body if missing == "left out" else {**body, "billingAddress": None})
    message = f"This member is required for the method {TOKENS[kind]['method']}."
    assert refused(answer) == {"billingAddress": [message]}


@pytest.mark.parametrize("kind", [kind for kind in TOKENS if kind not in WITH_ADDRESS])
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


@pytest.mark.parametrize("method", [*methods.ALTERNATIVE, "payment-card", "ach", "echeck", "paypal", "digital-wallet"])
def test_every_documented_method_is_known(rebilly: Rebilly, method: str) -> None:
    """A token can be of every alternative method and of the five with a shape of their own."""
    answer = rebilly.post("/tokens", {"method": method, "billingAddress": ADDRESS})
    assert "method" not in (answer.invalid_fields if answer.status == 422 else {})


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize("encrypted", [None, "x" * 100, "x" * 255], ids=["null", "the shortest", "the longest"])
def test_an_encrypted_cvv_may_stand_for_the_cvv(rebilly: Rebilly, encrypted: str | None) -> None:
    """`encryptedCvv` is null or has 100 to 255 characters."""
    body = changed(without(CARD, "paymentInstrument.cvv"), "paymentInstrument.encryptedCvv", encrypted)
    assert rebilly.post("/tokens", body).json["paymentInstrument"] == SHOWN["payment-card"]


def test_a_card_without_a_number_shows_none(rebilly: Rebilly) -> None:
    """The number is only needed to pay; without it nothing can be derived."""
    answer = rebilly.post("/tokens", without(CARD, "paymentInstrument.pan"))
    assert (answer.status, answer.json["paymentInstrument"]) == (
        201,
        {"bin": None, "last4": None, "expMonth": 12, "expYear": 2030},
    )
    customer = rebilly.customer(paymentToken=answer.json["id"])
    id = customer["defaultPaymentInstrument"]["paymentInstrumentId"]
    assert {"bin", "last4", "brand", "fingerprint"}.isdisjoint(rebilly.get(f"/payment-instruments/{id}").json)


@pytest.mark.parametrize(
    ("pan", "brand"),
    [
        ("4111111111111111", "Visa"),
        ("4000000000000002", "Visa"),
        ("5555555555554444", "MasterCard"),
        ("5105105105105100", "MasterCard"),
        ("2221000000000009", "MasterCard"),
        ("2720990000000007", "MasterCard"),
        ("378282246310005", "American Express"),
        ("371449635398431", "American Express"),
        ("6011111111111117", "Discover"),
        ("6011000990139424", "Discover"),
        ("30569309025904", "Diners Club"),
        ("38520000023237", "Diners Club"),
        ("3530111333300000", "JCB"),
        ("3566002020360505", "JCB"),
        ("6253111111111114", "China UnionPay"),
        ("6243030000000001", "China UnionPay"),
        ("6759641111111119", "Maestro"),
        ("6771790000000018", "Maestro"),
        ("9999999999999995", None),
    ],
)
def test_the_number_tells_the_brand(rebilly: Rebilly, pan: str, brand: str | None) -> None:
    """`brand`, `bin` and `last4` are derived from the number; Rebilly's test cards have their documented brands."""
    answer = rebilly.post("/tokens", changed(CARD, "paymentInstrument.pan", pan))
    assert answer.json["paymentInstrument"] == {
        "bin": pan[:6],
        "last4": pan[-4:],
        **({"brand": brand} if brand else {}),
        "expMonth": 12,
        "expYear": 2030,
    }


def test_one_number_has_one_fingerprint(rebilly: Rebilly) -> None:
    """Instruments of the same number can be told by their fingerprint, which is no part of it."""

    def fingerprint(pan: str) -> str:
        default = rebilly.customer(paymentToken=token(rebilly, changed(CARD, "paymentInstrument.pan", pan)))
        id = default["defaultPaymentInstrument"]["paymentInstrumentId"]
        return str(rebilly.get(f"/payment-instruments/{id}").json["fingerprint"])

    assert fingerprint(PAN) == fingerprint(PAN)
    assert fingerprint(PAN) != fingerprint("4000000000000002")
    assert re.fullmatch("[A-Za-z0-9]{28}", fingerprint(PAN))


def members(value: Any) -> list[tuple[str, Any]]:
    """Give every member at any depth."""
    if isinstance(value, dict):
        return [*value.items(), *(found for member in value.values() for found in members(member))]
    return [found for item in value for found in members(item)] if isinstance(value, list) else []


@pytest.mark.parametrize("kind", TOKENS)
def test_secrets_are_neither_answered_nor_stored(rebilly: Rebilly, kind: str) -> None:
    """Numbers, codes and sealed payloads are gone once a token is made; the journal masks the request."""
    created = rebilly.post("/tokens", TOKENS[kind])
    customer = rebilly.post("/customers?expand=defaultPaymentInstrument", {"paymentToken": created.json["id"]})
    seen = [
        created,
        customer,
        rebilly.get(f"/tokens/{created.json['id']}"),
        rebilly.get("/tokens"),
        rebilly.get("/payment-instruments"),
        rebilly.admin("GET", "/data/rebilly/tokens"),
        rebilly.admin("GET", "/data/rebilly/payment_instruments"),
    ]
    journal = rebilly.admin("GET", "/requests")
    for answer in seen:
        assert {name for name, _ in members(answer.json)} & SECRET_MEMBERS == set()
    assert {value for name, value in members(journal.json) if name in SECRET_MEMBERS} <= {"********"}
    assert [text for text in SECRET_TEXTS for answer in [*seen, journal] if text in answer.content.decode()] == []


@pytest.mark.parametrize(
    "body",
    [
        b'{"method":"payment-card","paymentInstrument":{"pan":"4111111111111111","cvv":"737",',
        b'{"method":"payment-card","paymentInstrument":{"pan":"4111111111111111","cvv":"737"}}',
        b'{"pan":4111111111111111,"cvv":"737"}',
    ],
    ids=["broken", "refused", "misplaced"],
)
def test_the_journal_masks_secrets_of_requests_that_failed(rebilly: Rebilly, body: bytes) -> None:
    """Also what could not be read, or was refused, is written down without its secrets."""
    answer = rebilly.send("POST", "/tokens", body)
    journal = rebilly.admin("GET", "/requests").content.decode()
    assert answer.status in (400, 422)
    assert PAN not in journal + answer.content.decode()
    assert '"737"' not in journal.replace("\\", "")


def test_risk_metadata_is_kept(rebilly: Rebilly) -> None:
    """What a browser tells about itself comes back as it was sent."""
    risk = {"ipAddress": "192.0.2.1", "browserData": {"language": "en"}}
    assert rebilly.post("/tokens", {**CARD, "riskMetadata": risk}).json["riskMetadata"] == risk


def test_the_lead_source_of_a_token_is_write_only(rebilly: Rebilly) -> None:
    """`leadSource` is kept for the customer to come and never answered."""
    created = rebilly.post("/tokens", {**CARD, "leadSource": {"source": "checkout"}}).json
    assert "leadSource" not in created
    assert rebilly.get("/tokens").json == [created]


def publishable(rebilly: Rebilly) -> Rebilly:
    """Give the same organization's caller with a publishable key."""
    return Rebilly(rebilly.caller, rebilly.organization, PUBLISHABLE)


def test_a_publishable_key_makes_and_reads_tokens(rebilly: Rebilly) -> None:
    """A browser may hand in payment details and look at the token they became."""
    browser = publishable(rebilly)
    created = browser.post("/tokens", CARD)
    assert created.status == 201
    assert browser.get(f"/tokens/{created.json['id']}").json == created.json


@pytest.mark.parametrize(
    ("method", "path", "permission"),
    [
        ("GET", "/tokens", "GetTokenCollection"),
        ("GET", "/customers", "GetCustomerCollection"),
        ("POST", "/customers", "PostCustomer"),
        ("GET", "/customers/mara", "GetCustomer"),
        ("PUT", "/customers/mara", "PutCustomer"),
        ("DELETE", "/customers/mara?targetCustomerId=mo", "DeleteCustomer"),
        ("GET", "/payment-instruments", "GetPaymentInstrumentCollection"),
        ("GET", "/payment-instruments/inst_1", "GetPaymentInstrument"),
    ],
)
def test_a_publishable_key_may_do_nothing_else(rebilly: Rebilly, method: str, path: str, permission: str) -> None:
    """Everything but tokens is forbidden, and the refusal names the permission that is missing."""
    answer = publishable(rebilly).send(method, path, {} if method in ("POST", "PUT") else None)
    assert (answer.status, answer.json) == (
        403,
        {
            "type": "about:blank",
            "title": "Forbidden",
            "status": 403,
            "detail": f"Permission {permission} is required.",
        },
    )

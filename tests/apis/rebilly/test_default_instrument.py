"""A customer's default payment instrument, in each of the three ways a request can name it."""

from collections.abc import Callable
from typing import Any

import pytest

from mockserver.apis.rebilly.tables import ANY_METHOD
from tests.apis.rebilly.samples import ADDRESS, CARD, NOW, TOKENS, advance, freeze, lead_source, token
from tests.clients import Rebilly
from tests.tables import each_row

UNKNOWN = "Payment instrument must exist and belong to the customer."

VAULTED = ("payment-card", "ach", "paypal")


def instruments(rebilly: Rebilly, customer: str) -> list[Any]:
    """Give a customer's instruments, oldest first."""
    return list(reversed(rebilly.get(f"/payment-instruments?filter=customerId:{customer}").json))


def reference(instrument: Any) -> dict[str, str]:
    """Give an instrument as a customer's default shows it."""
    return {"method": instrument["method"], "paymentInstrumentId": instrument["id"]}


@each_row("method", [method for method in ANY_METHOD if method not in VAULTED])
def test_a_method_alone_makes_an_instrument_of_it(rebilly: Rebilly, method: str) -> None:
    """An alternative method needs no details: naming it creates an instrument of the customer."""
    freeze(rebilly)
    customer = rebilly.customer(defaultPaymentInstrument={"method": method})
    (instrument,) = instruments(rebilly, customer["id"])
    base = f"http://localhost/organizations/{rebilly.organization}"
    assert customer["defaultPaymentInstrument"] == reference(instrument)
    assert customer["_links"][2] == {
        "rel": "defaultPaymentInstrument",
        "href": f"{base}/payment-instruments/{instrument['id']}",
    }
    assert instrument == {
        "id": instrument["id"],
        "customerId": customer["id"],
        "method": method,
        "status": "active",
        "referenceData": {},
        "billingAddress": None,
        "useAsBackup": False,
        "createdTime": NOW,
        "updatedTime": NOW,
        "lastPaymentTime": None,
        "customFields": {},
        "stickyGatewayAccountId": None,
        "riskMetadata": None,
        "revision": 1,
        "_links": [
            {"rel": "self", "href": f"{base}/payment-instruments/{instrument['id']}"},
            {"rel": "customer", "href": f"{base}/customers/{customer['id']}"},
        ],
    }


@pytest.mark.parametrize(
    "wish",
    [
        {"method": "cash", "receivedBy": "Tom"},
        {"method": "check", "reference": "0042"},
        {"method": "bank-transfer", "reference": "QB-1843"},
    ],
    ids=lambda wish: wish["method"],
)
def test_what_is_known_of_a_payment_is_kept(rebilly: Rebilly, wish: dict[str, str]) -> None:
    """Who received the cash and what stands on the check are kept with the instrument."""
    customer = rebilly.customer(defaultPaymentInstrument=wish)
    (instrument,) = instruments(rebilly, customer["id"])
    assert customer["defaultPaymentInstrument"] == reference(instrument)
    assert {"method": instrument["method"], **instrument["referenceData"]} == wish


def test_the_same_wish_finds_the_instrument_it_made(rebilly: Rebilly) -> None:
    """An instrument of the same method and reference is taken again; another reference makes another."""
    wishes = [
        {"method": "check", "reference": "1"},
        {"method": "check", "reference": "2"},
        {"method": "check", "reference": "1"},
        {"method": "check", "reference": None, "receivedBy": None},
        {"method": "check"},
    ]
    put = [rebilly.put("/customers/mara", {"defaultPaymentInstrument": wish}).json for wish in wishes]
    first, second, third = instruments(rebilly, "mara")
    assert [customer["defaultPaymentInstrument"] for customer in put] == [
        reference(found) for found in (first, second, first, third, third)
    ]
    assert [customer["revision"] for customer in put] == [1, 2, 3, 4, 4]


def test_a_deactivated_instrument_is_not_taken_again(rebilly: Rebilly) -> None:
    """A wish for a method whose instrument was deactivated makes a new one."""
    wish = {"defaultPaymentInstrument": {"method": "cash"}}
    id = rebilly.put("/customers/mara", wish).json["defaultPaymentInstrument"]["paymentInstrumentId"]
    rebilly.admin("PATCH", f"/data/rebilly/payment_instruments/{id}", {"status": "deactivated"})
    again = rebilly.put("/customers/mara", wish).json["defaultPaymentInstrument"]["paymentInstrumentId"]
    assert again != id


@pytest.mark.parametrize("method", VAULTED)
def test_a_vaulted_method_has_to_name_its_instrument(rebilly: Rebilly, method: str) -> None:
    """Cards, bank accounts and PayPal come from tokens: the object can only name one that exists."""
    answer = rebilly.post("/customers", {"defaultPaymentInstrument": {"method": method}})
    assert answer.status == 422
    assert answer.invalid_fields == {
        "defaultPaymentInstrument.paymentInstrumentId": [f"This member is required for the method {method}."]
    }


@each_row(
    ("wish", "expected"),
    [
        pytest.param({}, {"method": "This member is required."}, id="nothing"),
        pytest.param([], {"method": "This member is required."}, id="PHP's empty object"),
        pytest.param({"method": None}, {"method": "Must not be null."}, id="null"),
        pytest.param({"method": 7}, {"method": "Must be a string."}, id="a number"),
        pytest.param(
            {"method": "barter"},
            {"method": "Must be one of payment-card, ach, cash, check, paypal, AdvCash, Aera, Affirm, … (202 values)."},
            id="unknown",
        ),
        pytest.param(
            {"method": "cash", "receivedBy": 7, "reference": "x" * 256, "paymentInstrumentId": "a b"},
            {
                "receivedBy": "Must be a string.",
                "reference": "Must be at most 255 characters long.",
                "paymentInstrumentId": "Must hold only letters, digits and the characters @ ~ - . _",
            },
            id="everything wrong",
        ),
    ],
)
def test_the_object_has_to_be_well_formed(rebilly: Rebilly, wish: Any, expected: dict[str, str]) -> None:
    """A method is required and one of those that Rebilly knows."""
    answer = rebilly.post("/customers", {"defaultPaymentInstrument": wish})
    assert answer.status == 422
    assert answer.invalid_fields == {
        f"defaultPaymentInstrument.{member}": [message] for member, message in expected.items()
    }


WAYS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "defaultPaymentInstrumentId": ("defaultPaymentInstrumentId", lambda instrument: instrument),
    "defaultPaymentInstrument": (
        "defaultPaymentInstrument.paymentInstrumentId",
        lambda instrument: {"method": "payment-card", "paymentInstrumentId": instrument},
    ),
}
"""The two members that name an instrument: where an error of each points, and how it is written."""


@pytest.mark.parametrize("way", WAYS)
def test_an_instrument_of_the_customer_can_be_chosen(rebilly: Rebilly, way: str) -> None:
    """By either member an existing instrument becomes the default; the other one stays the customer's."""
    card, cash = (
        rebilly.put("/customers/mara", wish).json["defaultPaymentInstrument"]
        for wish in ({"paymentToken": token(rebilly)}, {"defaultPaymentInstrument": {"method": "cash"}})
    )
    answer = rebilly.put("/customers/mara", {way: WAYS[way][1](card["paymentInstrumentId"])})
    assert (answer.status, answer.json["defaultPaymentInstrument"]) == (200, card)
    assert [reference(instrument) for instrument in instruments(rebilly, "mara")] == [card, cash]


@pytest.mark.parametrize("way", WAYS)
def test_a_foreign_or_unknown_instrument_is_refused(rebilly: Rebilly, way: str) -> None:
    """An instrument must exist and belong to the customer."""
    field, written = WAYS[way]
    other = rebilly.customer(paymentToken=token(rebilly))["defaultPaymentInstrument"]["paymentInstrumentId"]
    for id in ("inst_unknown", other):
        for answer in (rebilly.post("/customers", {way: written(id)}), rebilly.put("/customers/m", {way: written(id)})):
            assert (answer.status, answer.invalid_fields) == (422, {field: [UNKNOWN]})


@pytest.mark.parametrize("way", WAYS)
def test_a_deactivated_instrument_is_refused(rebilly: Rebilly, way: str) -> None:
    """What was deactivated cannot become the default again."""
    field, written = WAYS[way]
    default = rebilly.put("/customers/mara", {"paymentToken": token(rebilly)}).json["defaultPaymentInstrument"]
    id = default["paymentInstrumentId"]
    rebilly.admin("PATCH", f"/data/rebilly/payment_instruments/{id}", {"status": "deactivated"})
    answer = rebilly.put("/customers/mara", {way: written(id)})
    assert (answer.status, answer.invalid_fields) == (422, {field: ["Payment instrument must not be deactivated."]})


@pytest.mark.parametrize("way", WAYS)
def test_null_clears_the_default(rebilly: Rebilly, way: str) -> None:
    """Null leaves the customer without a default, and its instruments alone."""
    rebilly.put("/customers/mara", {"defaultPaymentInstrument": {"method": "cash"}})
    cleared = rebilly.put("/customers/mara", {way: None}).json
    assert (cleared["defaultPaymentInstrument"], cleared["revision"]) == (None, 2)
    assert [link["rel"] for link in cleared["_links"]] == ["self", "attachments"]
    assert len(instruments(rebilly, "mara")) == 1


def test_leaving_it_out_keeps_the_default(rebilly: Rebilly) -> None:
    """A replacement that says nothing of an instrument keeps the one there is."""
    before = rebilly.put("/customers/mara", {"defaultPaymentInstrument": {"method": "cash"}}).json
    assert rebilly.put("/customers/mara", {}).json == before


def test_the_id_wins_over_the_object(rebilly: Rebilly) -> None:
    """`defaultPaymentInstrumentId` goes before `defaultPaymentInstrument`."""
    first = rebilly.put("/customers/mara", {"defaultPaymentInstrument": {"method": "cash"}}).json
    default = first["defaultPaymentInstrument"]
    body = {
        "defaultPaymentInstrumentId": default["paymentInstrumentId"],
        "defaultPaymentInstrument": {"method": "check"},
    }
    assert rebilly.put("/customers/mara", body).json == first
    assert len(instruments(rebilly, "mara")) == 1


def test_a_token_wins_over_everything(rebilly: Rebilly) -> None:
    """`paymentToken` goes before every other member that names an instrument, right or wrong."""
    body = {
        "paymentToken": token(rebilly),
        "defaultPaymentInstrumentId": "inst_unknown",
        "defaultPaymentInstrument": {"method": "cash"},
    }
    answer = rebilly.post("/customers", body)
    assert answer.status == 201
    assert [reference(instrument) for instrument in instruments(rebilly, answer.json["id"])] == [
        answer.json["defaultPaymentInstrument"]
    ]
    assert answer.json["defaultPaymentInstrument"]["method"] == "payment-card"


def test_a_token_becomes_an_instrument_and_the_default(rebilly: Rebilly) -> None:
    """A customer made with a token has the instrument in the same answer; the token says that it was used."""
    freeze(rebilly)
    id = token(rebilly)
    before = rebilly.get(f"/tokens/{id}").json
    advance(rebilly, "5s")
    later = "2026-01-15T10:00:05+00:00"
    customer = rebilly.customer(paymentToken=id)
    (instrument,) = instruments(rebilly, customer["id"])
    assert customer["defaultPaymentInstrument"] == reference(instrument)
    assert rebilly.get(f"/tokens/{id}").json == {**before, "isUsed": True, "usageTime": later, "updatedTime": later}


def test_an_unknown_token_is_refused(rebilly: Rebilly) -> None:
    """A token must exist."""
    answer = rebilly.post("/customers", {"paymentToken": "unknown"})
    assert (answer.status, answer.invalid_fields) == (422, {"paymentToken": ["Token must exist."]})


def test_a_token_of_another_organization_is_unknown(rebilly: Rebilly) -> None:
    """Tokens belong to the organization they were made in."""
    id = token(rebilly)
    stranger = Rebilly(rebilly.caller, f"{rebilly.organization}-other")
    assert stranger.post("/customers", {"paymentToken": id}).invalid_fields == {"paymentToken": ["Token must exist."]}


def test_a_token_serves_once(rebilly: Rebilly) -> None:
    """The second use of a token is refused, and makes no second instrument."""
    id = token(rebilly)
    rebilly.put("/customers/mara", {"paymentToken": id})
    answer = rebilly.put("/customers/mara", {"paymentToken": id})
    assert (answer.status, answer.invalid_fields) == (422, {"paymentToken": ["Token was used before."]})
    assert len(instruments(rebilly, "mara")) == 1


def test_a_token_lives_for_thirty_minutes(rebilly: Rebilly) -> None:
    """One second before half an hour is over a token still serves."""
    freeze(rebilly)
    id = token(rebilly)
    advance(rebilly, "1799s")
    assert rebilly.post("/customers", {"paymentToken": id}).status == 201


@pytest.mark.parametrize("by", ["30m", "31m", "1d"])
def test_a_token_expires(rebilly: Rebilly, by: str) -> None:
    """From half an hour on, on the tenant's clock, a token is refused."""
    freeze(rebilly)
    id = token(rebilly)
    advance(rebilly, by)
    answer = rebilly.post("/customers", {"paymentToken": id})
    assert (answer.status, answer.invalid_fields) == (422, {"paymentToken": ["Token is expired."]})


def test_a_token_of_a_refused_request_is_not_used(rebilly: Rebilly) -> None:
    """A request that fails for another reason leaves the token for the next one."""
    id = token(rebilly)
    assert rebilly.post("/customers", {"paymentToken": id, "locale": 7}).status == 422
    assert rebilly.get(f"/tokens/{id}").json["isUsed"] is False
    assert rebilly.post("/customers", {"paymentToken": id}).status == 201


def test_the_lead_source_of_a_token_becomes_that_of_the_customer(rebilly: Rebilly) -> None:
    """A token brings its lead source along; one in the request itself comes after it."""
    body = {**CARD, "leadSource": {"source": "checkout"}}
    rebilly.put("/customers/mara", {"paymentToken": token(rebilly, body)})
    assert lead_source(rebilly, "mara")["source"] == "checkout"
    rebilly.put("/customers/mo", {"paymentToken": token(rebilly, body), "leadSource": {"source": "shop"}})
    source = lead_source(rebilly, "mo")
    assert (source["source"], source["original"]["source"]) == ("shop", "checkout")


BECOMES: dict[str, dict[str, Any]] = {
    "payment-card": {
        "method": "payment-card",
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
    "digital-wallet": {
        "method": "payment-card",
        "fpanLast4": None,
        "bankCountry": None,
        "isPayoutable": True,
        "expirationReminderTime": None,
        "expirationReminderNumber": None,
        "referenceData": {},
        "digitalWallet": "Apple Pay",
    },
    "paypal": {"method": "paypal", "username": ""},
    "ach by BBAN": {
        "method": "ach",
        "last4": "6789",
        "routingNumber": "110000000",
        "accountNumberType": "BBAN",
        "accountType": "checking",
        "bic": None,
    },
    "ach by IBAN": {"method": "ach", "last4": "3000", "accountNumberType": "IBAN", "bic": None},
    "echeck": {
        "method": "ach",
        "last4": "6789",
        "routingNumber": "110000000",
        "accountNumberType": "BBAN",
        "accountType": "savings",
        "bic": None,
    },
    "plaid-account": {"method": "plaid-account", "referenceData": {}},
    "Khelocard": {"method": "Khelocard", "last4": "0611", "expMonth": 1, "expYear": 2031},
    "Klarna": {"method": "Klarna", "referenceData": {}},
    "cryptocurrency": {"method": "cryptocurrency", "referenceData": {}},
    "alternative": {"method": "AdvCash", "referenceData": {}},
}


NUMBERED = ("payment-card", "ach by BBAN", "ach by IBAN", "echeck", "Khelocard")
"""The kinds whose instruments have a fingerprint."""


@each_row("kind", TOKENS)
def test_each_kind_of_token_becomes_its_instrument(rebilly: Rebilly, kind: str) -> None:
    """An instrument has what its token may show; what is unknown and has no null is left out."""
    freeze(rebilly)
    customer = rebilly.customer(paymentToken=token(rebilly, TOKENS[kind]))
    (instrument,) = instruments(rebilly, customer["id"])
    billing = instrument["billingAddress"]
    expected = {
        "id": instrument["id"],
        "customerId": customer["id"],
        "status": "active",
        **BECOMES[kind],
        "billingAddress": {**ADDRESS, "hash": billing["hash"]} if TOKENS[kind].get("billingAddress") else None,
        "useAsBackup": False,
        "createdTime": NOW,
        "updatedTime": NOW,
        "lastPaymentTime": None,
        "customFields": {},
        "stickyGatewayAccountId": None,
        "riskMetadata": None,
        "revision": 1,
        "_links": instrument["_links"],
    }
    fingerprint = instrument.pop("fingerprint", None)
    assert instrument == expected
    assert (fingerprint is not None) == (kind in NUMBERED)


@each_row("kind", TOKENS)
def test_a_default_from_a_token_survives_a_round_trip(rebilly: Rebilly, kind: str) -> None:
    """Whatever the default instrument is, sending back the fetched customer changes nothing."""
    fetched = rebilly.customer(paymentToken=token(rebilly, TOKENS[kind]))
    answer = rebilly.put(f"/customers/{fetched['id']}", fetched)
    assert (answer.status, answer.json) == (200, fetched)

"""Rebilly's own JavaScript SDK with payment tokens and payment instruments."""

from typing import Any

import pytest

from tests.clients import Rebilly
from tests.sdks.javascript import Sdk

pytestmark = pytest.mark.sdk

ADDRESS = {"firstName": "Ada", "lastName": "Lovelace", "country": "GB"}

TOKEN = {
    "method": "payment-card",
    "paymentInstrument": {"pan": "4111111111111111", "cvv": "123", "expMonth": 12, "expYear": 2030},
    "billingAddress": ADDRESS,
}

CARD = {
    "method": "payment-card",
    "customerId": "ada",
    "pan": "4111111111111111",
    "cvv": "123",
    "expMonth": 12,
    "expYear": 2030,
    "billingAddress": ADDRESS,
}


@pytest.fixture
def ada(sdk: Sdk) -> Sdk:
    """The SDK, with a customer that has no instrument yet."""
    sdk.call("customers.update", id="ada", data={})
    return sdk


def card(ada: Sdk, **members: Any) -> Any:
    """Give Ada a card."""
    return ada.call("paymentInstruments.create", data={**CARD, **members}).fields


def test_tokens_are_created_read_and_listed(sdk: Sdk) -> None:
    """The three methods of `paymentTokens` give the same token."""
    made = sdk.call("paymentTokens.create", data=TOKEN)
    assert (made.status, made.fields["isUsed"], made.fields["usageTime"]) == (201, False, None)
    assert sdk.call("paymentTokens.get", token=made.fields["id"]).fields == made.fields
    page = sdk.call("paymentTokens.getAll", limit=1, offset=0)
    assert (page.items, page.total, page.limit, page.offset) == ([made.fields], 1, 1, 0)


def test_create_takes_plain_details(ada: Sdk) -> None:
    """A card becomes an instrument and the default of its customer."""
    made = ada.call("paymentInstruments.create", data=CARD)
    assert (made.status, made.fields["last4"], made.fields["brand"]) == (201, "1111", "Visa")
    assert made.headers["location"].endswith(f"/payment-instruments/{made.fields['id']}")
    default = ada.call("customers.get", id="ada").fields["defaultPaymentInstrument"]
    assert default == {"method": "payment-card", "paymentInstrumentId": made.fields["id"]}


def test_create_takes_a_token(ada: Sdk) -> None:
    """A token becomes an instrument and is used up."""
    token = ada.call("paymentTokens.create", data=TOKEN).fields["id"]
    made = ada.call("paymentInstruments.create", data={"customerId": "ada", "token": token})
    assert (made.status, made.fields["method"]) == (201, "payment-card")
    assert ada.call("paymentTokens.get", token=token).fields["isUsed"] is True


def test_create_of_a_known_card_follows_the_redirect(ada: Sdk, tenant: Rebilly) -> None:
    """The 303 is followed with a GET without a body, whose answer is the instrument as it is now."""
    id = card(ada)["id"]
    again = ada.call("paymentInstruments.create", data={**CARD, "expYear": 2033})
    assert (again.status, again.fields["id"], again.fields["expYear"], again.fields["revision"]) == (200, id, 2033, 2)
    last, before, *_ = tenant.admin("GET", "/requests").json["requests"]
    base = f"/organizations/{tenant.organization}/payment-instruments"
    assert [
        (one["request"]["method"], one["request"]["target"], one["response"]["status"]) for one in (before, last)
    ] == [
        ("POST", base, 303),
        ("GET", f"{base}/{id}", 200),
    ]
    assert last["request"]["body"] is None


def test_create_names_what_is_missing(ada: Sdk) -> None:
    """Refused members are the SDK's invalid fields."""
    refusal = ada.refusal("paymentInstruments.create", data={"method": "payment-card", "customerId": "nobody"})
    assert (refusal.name, refusal.status) == ("RebillyValidationError", 422)
    assert refusal.fields == ["pan", "expYear", "expMonth", "billingAddress", "customerId"]


def test_get_gives_what_create_gave(ada: Sdk) -> None:
    """An instrument reads the same as when it was made."""
    made = card(ada)
    assert ada.call("paymentInstruments.get", id=made["id"]).fields == made
    assert ada.refusal("paymentInstruments.get", id="none").name == "RebillyNotFoundError"


def test_get_all_filters_sorts_searches_and_embeds(ada: Sdk) -> None:
    """Every parameter of a list arrives."""
    made = [card(ada), ada.call("paymentInstruments.create", data={**CARD, "method": "paypal"}).fields]
    page = ada.call(
        "paymentInstruments.getAll",
        filter="customerId:ada",
        sort="-method",
        q="love",
        limit=1,
        offset=1,
        expand="customer",
    )
    assert (page.total, page.limit, page.offset) == (2, 1, 1)
    [shown] = page.items
    assert shown["id"] == made[0]["id"]
    assert shown["_embedded"]["customer"]["id"] == "ada"


def test_update_changes_what_it_names(ada: Sdk) -> None:
    """The SDK sends a PATCH; what it does not name stays."""
    made = card(ada)
    changed = ada.call("paymentInstruments.update", id=made["id"], data={"cvv": "321", "expYear": 2031})
    assert (changed.status, changed.fields["expYear"], changed.fields["expMonth"]) == (200, 2031, 12)
    assert int(changed.headers["x-ratelimit-remaining"]) < int(changed.headers["x-ratelimit-limit"])
    refusal = ada.refusal("paymentInstruments.update", id=made["id"], data={"bankName": "Paper Bank"})
    assert (refusal.name, refusal.fields) == ("RebillyValidationError", ["bankName"])


def test_deactivate_takes_an_instrument_out_of_use(ada: Sdk) -> None:
    """A second time is the SDK's conflict."""
    id = card(ada)["id"]
    gone = ada.call("paymentInstruments.deactivate", id=id)
    assert (gone.status, gone.fields["status"]) == (201, "deactivated")
    refusal = ada.refusal("paymentInstruments.deactivate", id=id)
    assert (refusal.name, refusal.status) == ("RebillyConflictError", 409)


def test_name_inquiry_gives_a_result(ada: Sdk) -> None:
    """A Visa card with a whole name matches."""
    asked = ada.call("paymentInstruments.nameInquiry", id=card(ada)["id"], data={"gatewayAccountId": "gw_acc_1"})
    assert (asked.status, asked.fields["result"]) == (200, "full-match")

"""Where any id exists, no answer depends on what is stored, on what was done before, or on the clock."""

from typing import Any

import pytest

from tests.clients import Stripe

CUS, BA, CARD, PM = "/customers/cus_123", "ba_123", "card_123", "pm_123"

VISA = {"number": "4242424242424242", "exp_month": 5, "exp_year": 2023, "cvc": "314"}
BANK = {"object": "bank_account", "country": "US", "account_number": "000123456789", "routing_number": "110000000"}

CALLS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a deleted customer": ("DELETE", CUS, {}),
    "a customer": ("GET", CUS, {}),
    "a change": ("POST", CUS, {"name": "Ada", "invoice_prefix": "ADA", "default_source": CARD}),
    "a prefix that others have": ("POST", "/customers", {"invoice_prefix": "ADA"}),
    "a token": ("POST", f"{CUS}/sources", {"source": "tok_123"}),
    "a bank account's token": ("POST", f"{CUS}/sources", {"source": "btok_123"}),
    "a bank account": ("POST", f"{CUS}/sources", {"source": BANK}),
    "verifying without amounts": ("POST", f"{CUS}/sources/{BA}/verify", {}),
    "verifying with other amounts": ("POST", f"{CUS}/sources/{BA}/verify", {"amounts": [1, 2]}),
    "a source of another customer": ("GET", f"/customers/cus_456/sources/{BA}", {}),
    "a member of another kind": ("POST", f"{CUS}/sources/{CARD}", {"account_holder_name": "Ada"}),
    "a token of a source": ("POST", "/tokens", {"customer": "cus_123", "card": CARD}),
    "a token of an expired card": ("POST", "/tokens", {"card": VISA}),
    "an expired card": ("POST", "/payment_methods", {"type": "card", "card": VISA}),
    "attaching": ("POST", f"/payment_methods/{PM}/attach", {"customer": "cus_123"}),
    "attaching elsewhere": ("POST", f"/payment_methods/{PM}/attach", {"customer": "cus_456"}),
    "detaching": ("POST", f"/payment_methods/{PM}/detach", {}),
    "another type": ("POST", f"/payment_methods/{PM}", {"us_bank_account": {"account_holder_type": "company"}}),
    "an unknown tax id": ("GET", f"{CUS}/tax_ids/txi_123", {}),
    "a tax id of another customer": ("GET", "/customers/cus_456/tax_ids/txi_123", {}),
    "any value of a tax id": ("POST", f"{CUS}/tax_ids", {"type": "eu_vat", "value": "123"}),
    "any value of the account's": ("POST", "/tax_ids", {"type": "eu_vat", "value": "123"}),
    "a balance in one currency": ("POST", f"{CUS}/balance_transactions", {"amount": 1, "currency": "usd"}),
    "a balance in another": ("POST", f"{CUS}/balance_transactions", {"amount": 1, "currency": "eur"}),
    "funds of any currency": (
        "POST", "/test_helpers/customers/cus_123/fund_cash_balance", {"amount": 30, "currency": "chf"},
    ),
    "a transfer of another currency": (
        "POST", f"{CUS}/funding_instructions",
        {"bank_transfer": {"type": "jp_bank_transfer"}, "currency": "usd", "funding_type": "bank_transfer"},
    ),
    "a discount that is not there": ("DELETE", f"{CUS}/discount", {}),
    "a coupon's own id": ("POST", "/coupons", {"id": "SUMMER", "percent_off": 25, "redeem_by": 1000000000}),
    "a promotion code": (
        "POST", "/promotion_codes", {"code": "SUMMER", "promotion": {"type": "coupon", "coupon": "SUMMER"}},
    ),
    "a clock that goes back": ("POST", "/test_helpers/test_clocks/clock_123/advance", {"frozen_time": 142}),
    "a customer on a clock": ("POST", "/customers", {"test_clock": "clock_123"}),
    "a clock for a customer": ("POST", "/test_helpers/test_clocks", {"frozen_time": 1, "customer": "cus_123"}),
    "an unknown cursor": ("GET", "/customers", {"starting_after": "cus_nobody"}),
    "an unknown event": ("GET", "/events/evt_123", {}),
}  # fmt: skip


@pytest.fixture
def any_id(stripe: Stripe) -> Stripe:
    """An account where any id exists."""
    assert stripe.admin("PUT", "/settings/stripe", {"any_id": True}).status == 200
    return stripe


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_answered_as_often_as_it_is_made(any_id: Stripe, name: str) -> None:
    """Three times the same."""
    method, path, parameters = CALLS[name]
    for _ in range(3):
        answer = any_id.send(method, path, parameters)
        assert answer.status == 200, answer.content


def test_no_call_depends_on_those_before(any_id: Stripe) -> None:
    """All of them one after the other, there and back."""
    for method, path, parameters in [*CALLS.values(), *reversed(CALLS.values())]:
        answer = any_id.send(method, path, parameters)
        assert answer.status == 200, (method, path, answer.content)


def test_a_deleted_customer_is_made_up_anew(any_id: Stripe) -> None:
    """With the id that was asked for; where the setting is taken back it exists."""
    assert any_id.delete(CUS).json["deleted"]
    assert any_id.get(CUS).json["object"] == "customer"
    assert "deleted" not in any_id.get(CUS).json
    any_id.admin("PUT", "/settings/stripe", {"any_id": False})
    assert any_id.get(CUS).json["id"] == "cus_123"


def test_what_is_no_request_is_refused_all_the_same(any_id: Stripe) -> None:
    """Parameters are read as ever."""
    for path, parameters in (
        ("/customers", {"email": "ada"}), ("/coupons", {"duration": "once"}), ("/tax_ids", {"type": "eu_vat"}),
    ):  # fmt: skip
        assert any_id.post(path, **parameters).status == 400


@pytest.mark.parametrize("name", ["verifying without amounts", "a transfer of another currency"])
def test_other_accounts_refuse_them(stripe: Stripe, name: str) -> None:
    """As ever."""
    method, path, parameters = CALLS[name]
    customer = stripe.customer()["id"]
    source = stripe.post(f"/customers/{customer}/sources", source="btok_us").json["id"]
    there = path.replace("cus_123", customer).replace(BA, source)
    assert stripe.send(method, there, parameters).status == 400

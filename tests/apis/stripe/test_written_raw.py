"""Members that this API has only ever written as null may be anything in records that others write."""

from itertools import product
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.apis.stripe.payments.paying import CARD, ok
from tests.clients import InProcess, Stripe
from tests.tables import each_row

OTHERS = each_row("value", [5, True, [7], {"x": 1}])


@pytest.fixture(scope="module")
def stripe() -> Stripe:
    """An account on a server of its own, whose records need not have the shapes that others have."""
    return Stripe(InProcess(create_app(Settings())), "raw")


def write(stripe: Stripe, collection: str, id: str, changes: Any) -> None:
    """Change a record through the control plane, which takes what is no concern of it."""
    assert stripe.admin("PATCH", f"/data/stripe/{collection}/{id}", changes).status == 200


@OTHERS
def test_a_register_tells_the_lines_of_an_address_that_are_text(stripe: Stripe, value: Any) -> None:
    """A second line that is none is left out of what was verified."""
    stripe.admin("POST", "/clock/freeze", {"at": "2026-01-15T12:00:00Z"})
    customer = stripe.customer(name="Ada", address={"line1": "1 Example Street", "city": "Berlin", "country": "DE"})[
        "id"
    ]
    ok(stripe.post(f"/customers/{customer}/tax_ids", type="eu_vat", value="DE123456789"))
    write(stripe, "customers", customer, {"address": {"line2": value}, "metadata": {"plan": value}})
    stripe.admin("POST", "/clock/advance", {"by": "3s"})
    [tax_id] = ok(stripe.get(f"/customers/{customer}/tax_ids"))["data"]
    assert tax_id["verification"] == {
        "status": "verified", "verified_address": "1 Example Street, Berlin, DE", "verified_name": "Ada",
    }  # fmt: skip


@OTHERS
def test_a_card_shows_the_country_of_its_holder_as_it_stands(stripe: Stripe, value: Any) -> None:
    """As the payment method that it is as well, too."""
    customer = stripe.customer()["id"]
    source = ok(stripe.post(f"/customers/{customer}/sources", source="tok_visa"))["id"]
    write(stripe, "sources", source, {"address_country": value})
    assert ok(stripe.post(f"/customers/{customer}/sources/{source}", metadata={"a": "b"}))["address_country"] == value
    method = ok(stripe.get(f"/payment_methods/{source}"))
    assert method["billing_details"]["address"]["country"] == value


@OTHERS
def test_a_network_that_is_none_is_not_preferred(stripe: Stripe, value: Any) -> None:
    """The brand is displayed in its place."""
    customer = stripe.customer()["id"]
    source = ok(stripe.post(f"/customers/{customer}/sources", source="tok_visa"))["id"]
    write(stripe, "sources", source, {"_networks": {"preferred": value}})
    ok(stripe.post(f"/customers/{customer}/sources/{source}", name="Ada"))
    assert ok(stripe.get(f"/payment_methods/{source}"))["card"]["display_brand"] == "visa"


@OTHERS
def test_a_token_gives_the_country_that_stands_in_it(stripe: Stripe, value: Any) -> None:
    """Its card takes it along."""
    token = ok(stripe.post("/tokens", card=CARD))["id"]
    write(stripe, "tokens", token, {"_source": {"address_country": value}})
    customer = stripe.customer()["id"]
    assert ok(stripe.post(f"/customers/{customer}/sources", source=token))["address_country"] == value


@each_row(("member", "value"), [*product(["duration_in_months", "max_redemptions", "redeem_by"], ["x", [7], {"x": 1}])])
def test_a_deleted_coupon_is_shown_whatever_its_bounds_are(stripe: Stripe, member: str, value: Any) -> None:
    """Expanded and in the form of old versions; where it was marked valid again, it still cannot be redeemed."""
    coupon = ok(stripe.post("/coupons", percent_off=25))["id"]
    code = ok(stripe.post("/promotion_codes", promotion={"type": "coupon", "coupon": coupon}))["id"]
    ok(stripe.delete(f"/coupons/{coupon}"))
    write(stripe, "deleted_coupons", coupon, {"valid": True, member: value})
    old = {"Stripe-Version": "2022-08-01"}
    assert ok(stripe.send("GET", f"/promotion_codes/{code}", "", old))["coupon"][member] == value
    shown = ok(stripe.get(f"/promotion_codes/{code}", expand=["promotion.coupon"]))
    assert (shown["active"], shown["promotion"]["coupon"][member]) == (False, value)
    assert stripe.send("POST", "/customers", {"promotion_code": code}, old).status == 400

"""Discounts: what a coupon or a promotion code gives a customer, and how it ends."""

from typing import Any

import pytest

from tests.clients import Answer, Stripe

NOON = 1_768_478_400
A_DAY = 24 * 60 * 60

OLD = {"Stripe-Version": "2025-02-24.acacia"}
"""The last version in which customers take coupons."""


@pytest.fixture
def shop(stripe: Stripe) -> Stripe:
    """An account with coupons, whose clock stands still at noon."""
    stripe.admin("POST", "/clock/freeze", {"at": "2026-01-15T12:00:00Z"})
    stripe.post("/coupons", id="FIVE", percent_off=5)
    stripe.post("/coupons", id="MONTHLY", percent_off=10, duration="repeating", duration_in_months=3)
    return stripe


def create(stripe: Stripe, **parameters: Any) -> Answer:
    """Create a customer as old versions do."""
    return stripe.send("POST", "/customers", parameters, OLD)


def change(stripe: Stripe, customer: str, **parameters: Any) -> Answer:
    """Change a customer as old versions do."""
    return stripe.send("POST", f"/customers/{customer}", parameters, OLD)


def said(answer: Answer) -> tuple[int, str, str | None, str | None]:
    """Give the status, the sentence, the code and the parameter of a refusal."""
    status, error = answer.refusal
    return status, error["message"], error.get("code"), error.get("param")


def told(stripe: Stripe) -> list[str]:
    """Give the types of what happened to discounts, oldest first."""
    rows = stripe.get("/events", type="customer.discount.*").json["data"]
    return [row["type"].rpartition(".")[2] for row in reversed(rows)]


def test_a_coupon_gives_a_discount(shop: Stripe) -> None:
    """Written with its whole coupon before clover, with its source since; redeeming counts."""
    customer = create(shop, coupon="MONTHLY").json
    coupon = shop.get("/coupons/MONTHLY").json
    assert coupon["times_redeemed"] == 1
    common = {
        "id": customer["discount"]["id"], "object": "discount", "checkout_session": None, "customer": customer["id"],
        "customer_account": None, "end": 1_776_254_400, "invoice": None, "invoice_item": None, "promotion_code": None,
        "start": NOON, "subscription": None, "subscription_item": None,
    }  # fmt: skip
    assert customer["discount"] == {**common, "coupon": coupon}
    now = shop.get(f"/customers/{customer['id']}").json
    assert now["discount"] == {**common, "source": {"coupon": "MONTHLY", "type": "coupon"}}


@pytest.mark.parametrize("duration", ["once", "forever"])
def test_other_discounts_have_no_end(shop: Stripe, duration: str) -> None:
    """Only a repeating coupon's do."""
    shop.post("/coupons", id="OTHER", percent_off=5, duration=duration)
    assert create(shop, coupon="OTHER").json["discount"]["end"] is None


def test_a_promotion_code_gives_a_discount(shop: Stripe) -> None:
    """The code and its coupon are both counted."""
    code = shop.post("/promotion_codes", promotion={"type": "coupon", "coupon": "FIVE"}).json["id"]
    customer = create(shop, promotion_code=code, expand=["discount.promotion_code", "discount.coupon.applies_to"]).json
    discount = customer["discount"]
    assert (discount["coupon"]["id"], discount["coupon"]["applies_to"]) == ("FIVE", None)
    assert (discount["promotion_code"]["id"], discount["promotion_code"]["times_redeemed"]) == (code, 1)
    assert discount["coupon"]["times_redeemed"] == 1


def test_members_of_a_discount_expand(shop: Stripe) -> None:
    """Through the customer, as the discount has no address of its own."""
    id = create(shop, coupon="FIVE").json["id"]
    customer = shop.get(f"/customers/{id}", expand=["discount.source.coupon", "discount.customer"]).json
    assert customer["discount"]["source"]["coupon"] == shop.get("/coupons/FIVE").json
    assert customer["discount"]["customer"]["id"] == id


def test_refused_coupons(shop: Stripe) -> None:
    """Unknown, expired and used up ones, and two at once."""
    shop.post("/coupons", id="SHORT", percent_off=5, redeem_by=NOON + A_DAY)
    shop.post("/coupons", id="RARE", percent_off=5, max_redemptions=1)
    create(shop, coupon="RARE")
    shop.admin("POST", "/clock/advance", {"by": "2d"})
    missing = "resource_missing"
    assert said(create(shop, coupon="nope")) == (400, "No such coupon: 'nope'", missing, "coupon")
    assert said(create(shop, promotion_code="nope")) == (
        400, "No such promotion code: 'nope'", missing, "promotion_code",
    )  # fmt: skip
    assert said(create(shop, coupon="FIVE", promotion_code="nope")) == (
        400, "You may only specify one of these parameters: coupon, promotion_code.", None, "coupon",
    )  # fmt: skip
    assert said(create(shop, coupon="SHORT")) == (400, "Coupon expired: SHORT", "coupon_expired", "coupon")
    assert said(create(shop, coupon="RARE")) == (400, "Coupon RARE is used up and cannot be applied.", None, "coupon")
    assert shop.get("/coupons/RARE").json["valid"] is False
    assert len(shop.get("/customers").json["data"]) == 1


def test_refused_promotion_codes(shop: Stripe) -> None:
    """Those of other customers, and those that are switched off."""
    promotion = {"type": "coupon", "coupon": "FIVE"}
    own = shop.post("/promotion_codes", promotion=promotion, customer=shop.customer()["id"]).json["id"]
    off = shop.post("/promotion_codes", promotion=promotion, active=False).json["id"]
    beginning = "This promotion code cannot be redeemed because it is"
    assert said(create(shop, promotion_code=own))[1] == f"{beginning} restricted to another customer."
    assert said(create(shop, promotion_code=off))[1] == f"{beginning} not active."


@pytest.mark.parametrize("parameter", ["coupon", "promotion_code"])
def test_customers_no_longer_take_coupons(shop: Stripe, parameter: str) -> None:
    """Since basil."""
    assert said(shop.post("/customers", **{parameter: "FIVE"})) == (
        400, f"Received unknown parameter: {parameter}", "parameter_unknown", parameter,
    )  # fmt: skip


def test_a_discount_ends(shop: Stripe) -> None:
    """When its time is over, whoever looks."""
    id = create(shop, coupon="MONTHLY").json["id"]
    shop.admin("POST", "/clock/advance", {"by": "90d"})  # to 15 April
    assert shop.get(f"/customers/{id}").json["discount"] is None
    gone = shop.delete(f"/customers/{id}/discount")
    assert said(gone) == (404, f"No active discount for customer: {id}", "resource_missing", None)


def test_a_discount_is_exchanged(shop: Stripe) -> None:
    """By another coupon; what a change does not mention stays."""
    before = create(shop, coupon="FIVE").json
    assert change(shop, before["id"], name="Ada").json["discount"] == before["discount"]
    after = change(shop, before["id"], coupon="MONTHLY").json["discount"]
    assert (after["coupon"]["id"], after["id"] != before["discount"]["id"]) == ("MONTHLY", True)
    assert told(shop) == ["created", "updated"]
    [update, *_] = shop.get("/events", type="customer.discount.updated").json["data"]
    assert update["data"]["previous_attributes"] == {
        "id": before["discount"]["id"], "end": None, "source": {"coupon": "FIVE"},
    }  # fmt: skip


def test_an_empty_coupon_takes_the_discount_away(shop: Stripe) -> None:
    """And a customer without one does not mind."""
    id = create(shop, coupon="FIVE").json["id"]
    assert change(shop, id, coupon="").json["discount"] is None
    assert change(shop, id, coupon="").json["discount"] is None
    assert told(shop) == ["created", "deleted"]


@pytest.mark.parametrize(("version", "member"), [("2025-02-24.acacia", "coupon"), ("2026-10-28.endive", "source")])
def test_a_discount_is_deleted(shop: Stripe, version: str, member: str) -> None:
    """What is left has everything but the end, in the form of the version."""
    customer = create(shop, coupon="FIVE").json
    path = f"/customers/{customer['id']}"
    whole = shop.send("GET", path, headers={"Stripe-Version": version}).json["discount"]
    gone = shop.send("DELETE", f"{path}/discount", headers={"Stripe-Version": version}).json
    assert gone == {**{name: value for name, value in whole.items() if name != "end"}, "deleted": True}
    assert member in gone
    assert shop.get(path).json["discount"] is None
    assert told(shop) == ["created", "deleted"]


def test_no_such_customer(shop: Stripe) -> None:
    """Below a customer its id is called by another name."""
    assert said(shop.delete("/customers/cus_nope/discount")) == (
        404, "No such customer: 'cus_nope'", "resource_missing", "customer",
    )  # fmt: skip


def test_a_discount_goes_with_its_customer(shop: Stripe) -> None:
    """And its events are told."""
    id = create(shop, coupon="FIVE").json["id"]
    shop.delete(f"/customers/{id}")
    assert told(shop) == ["created", "deleted"]


def test_a_deleted_coupon_leaves_its_discounts(shop: Stripe) -> None:
    """They go on showing it, as one that nobody can redeem."""
    id = create(shop, coupon="FIVE").json["id"]
    shop.delete("/coupons/FIVE")
    coupon = shop.send("GET", f"/customers/{id}", headers=OLD).json["discount"]["coupon"]
    assert (coupon["id"], coupon["percent_off"], coupon["valid"]) == ("FIVE", 5.0, False)
    assert said(create(shop, coupon="FIVE"))[1] == "No such coupon: 'FIVE'"


def test_a_refused_change_counts_nothing(shop: Stripe) -> None:
    """Neither a redemption nor an event is left of it."""
    id = create(shop).json["id"]
    assert change(shop, id, coupon="FIVE", invoice_prefix="no prefix").status == 400
    other = create(shop, invoice_prefix="TAKEN").status
    assert (other, change(shop, id, coupon="FIVE", invoice_prefix="TAKEN").status) == (200, 400)
    assert shop.get("/coupons/FIVE").json["times_redeemed"] == 0
    assert told(shop) == []


def test_a_deleted_coupon_can_be_expanded(stripe: Stripe) -> None:
    """The discount it gave goes on, and shows what it takes off."""
    stripe.post("/coupons", id="FIVE", percent_off=5)
    before = {"Stripe-Version": "2024-06-20"}
    customer = stripe.send("POST", "/customers", {"coupon": "FIVE"}, before).json["id"]
    stripe.delete("/coupons/FIVE")
    shown = stripe.get(f"/customers/{customer}", expand=["discount.source.coupon"]).json["discount"]["source"]["coupon"]
    assert (shown["id"], shown["percent_off"], shown["valid"]) == ("FIVE", 5.0, False)

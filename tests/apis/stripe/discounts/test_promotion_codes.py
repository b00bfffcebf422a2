"""Promotion codes: what customers type in to get a coupon."""

from typing import Any

import pytest

from tests.clients import Answer, Stripe

NOON = 1_768_478_400
A_DAY = 24 * 60 * 60

BEFORE = {"Stripe-Version": "2025-08-27.basil"}


@pytest.fixture
def shop(stripe: Stripe) -> Stripe:
    """An account with a coupon, whose clock stands still at noon."""
    stripe.admin("POST", "/clock/freeze", {"at": "2026-01-15T12:00:00Z"})
    stripe.post("/coupons", id="FIVE", percent_off=5)
    return stripe


def create(stripe: Stripe, coupon: str = "FIVE", **parameters: Any) -> Answer:
    """Create a promotion code for a coupon."""
    return stripe.post("/promotion_codes", promotion={"type": "coupon", "coupon": coupon}, **parameters)


def said(answer: Answer) -> tuple[int, str, str | None]:
    """Give the status, the sentence and the parameter of a refusal."""
    status, error = answer.refusal
    return status, error["message"], error.get("param")


def test_a_new_code(shop: Stripe) -> None:
    """It is made up where none is given, and for everybody."""
    code = create(shop).json
    assert code == {
        "id": code["id"], "object": "promotion_code", "active": True, "code": code["code"], "created": NOON,
        "customer": None, "customer_account": None, "expires_at": None, "livemode": False, "max_redemptions": None,
        "metadata": {}, "promotion": {"coupon": "FIVE", "type": "coupon"},
        "restrictions": {"first_time_transaction": False, "minimum_amount": None, "minimum_amount_currency": None},
        "times_redeemed": 0,
    }  # fmt: skip
    assert code["id"].startswith("promo_")
    assert len(code["code"]) == 8
    assert shop.get(f"/promotion_codes/{code['id']}").json == code


def test_a_coupon_stands_where_its_version_has_it(shop: Stripe) -> None:
    """As a whole before clover, as the id of a promotion since."""
    before = shop.send("POST", "/promotion_codes", {"coupon": "FIVE", "code": "OLD"}, BEFORE).json
    assert before["coupon"] == shop.get("/coupons/FIVE").json
    assert "promotion" not in before
    after = shop.get(f"/promotion_codes/{before['id']}", expand=["promotion.coupon"]).json
    assert after["promotion"] == {"coupon": before["coupon"], "type": "coupon"}
    assert "coupon" not in after


@pytest.mark.parametrize(
    ("parameters", "message", "param"),
    [
        pytest.param({"code": "X"}, "Missing required param: promotion.", "promotion", id="no promotion"),
        pytest.param({"coupon": "FIVE"}, "Received unknown parameter: coupon", "coupon", id="the old place"),
        pytest.param(
            {"promotion": {"type": "coupon"}}, "You must pass promotion.coupon when passing promotion",
            "promotion.coupon", id="no coupon",
        ),
        pytest.param(
            {"promotion": {"type": "coupon", "coupon": "nope"}}, "No such coupon: 'nope'", "promotion[coupon]",
            id="unknown coupon",
        ),
        pytest.param(
            {"promotion": {"type": "coupon", "coupon": "FIVE"}, "code": "has spaces!"},
            "This value must match the regex pattern. (/\\A[a-zA-Z0-9\\-_]+\\z/ does not match for the value has "
            "spaces!).",
            "code", id="not a code",
        ),
        pytest.param(
            {"promotion": {"type": "coupon", "coupon": "FIVE"}, "customer": "cus_nope"},
            "No such customer: 'cus_nope'", "customer", id="unknown customer",
        ),
        pytest.param(
            {"promotion": {"type": "coupon", "coupon": "FIVE"}, "expires_at": 2000},
            "The parameter `expires_at` expects a unix timestamp representing a date and time in the future. You "
            "specified the value `2000` which is in the past.",
            "expires_at", id="expired",
        ),
        pytest.param(
            {"promotion": {"type": "coupon", "coupon": "FIVE"}, "restrictions": {"minimum_amount": 5}},
            "Missing required param: restrictions[minimum_amount_currency].", "restrictions[minimum_amount_currency]",
            id="an amount of nothing",
        ),
    ],
)  # fmt: skip
def test_refused_codes(shop: Stripe, parameters: dict[str, Any], message: str, param: str) -> None:
    """One reason at a time."""
    assert said(shop.post("/promotion_codes", **parameters)) == (400, message, param)


def test_a_code_cannot_do_more_than_its_coupon(shop: Stripe) -> None:
    """Neither last longer nor be redeemed more often."""
    shop.post("/coupons", id="SHORT", percent_off=5, redeem_by=NOON + A_DAY, max_redemptions=2)
    assert said(create(shop, "SHORT", expires_at=NOON + A_DAY + 1))[2] == "expires_at"
    assert said(create(shop, "SHORT", max_redemptions=3))[2] == "max_redemptions"
    assert create(shop, "SHORT", expires_at=NOON + A_DAY, max_redemptions=2).status == 200


def test_active_codes_are_unique(shop: Stripe) -> None:
    """In whatever case, for each customer."""
    ada, grace = shop.customer()["id"], shop.customer()["id"]
    first = create(shop, code="FALL20", customer=ada).json["id"]
    taken = (400, "An active promotion code with `code: Fall20` already exists.", None)
    assert said(create(shop, code="Fall20", customer=ada)) == taken
    assert said(create(shop, code="Fall20")) == taken
    assert create(shop, code="Fall20", customer=grace).status == 200
    assert create(shop, code="Fall20", customer=ada, active=False).status == 200
    shop.post(f"/promotion_codes/{first}", active=False)
    assert create(shop, code="Fall20", customer=ada).status == 200
    assert said(shop.post(f"/promotion_codes/{first}", active=True)) == (
        400, "An active promotion code with `code: FALL20` already exists.", None,
    )  # fmt: skip


def test_a_code_is_active_as_long_as_its_coupon(shop: Stripe) -> None:
    """What has run out cannot be switched on again."""
    shop.post("/coupons", id="SHORT", percent_off=5, redeem_by=NOON + A_DAY)
    id = create(shop, "SHORT").json["id"]
    shop.admin("POST", "/clock/advance", {"by": "25h"})
    assert shop.get(f"/promotion_codes/{id}").json["active"] is False
    assert shop.post(f"/promotion_codes/{id}", active=False).status == 200
    assert said(shop.post(f"/promotion_codes/{id}", active=True)) == (
        400, "This promotion code cannot be activated because it or its coupon can no longer be redeemed.", "active",
    )  # fmt: skip


def test_lists(shop: Stripe) -> None:
    """By what they say of themselves; a code in whatever case."""
    customer = shop.customer()["id"]
    shop.post("/coupons", id="TEN", percent_off=10)
    one = create(shop, code="ONE", customer=customer).json["id"]
    two = create(shop, "TEN", code="TWO", active=False).json["id"]
    for filters, expected in (
        ({}, [two, one]),
        ({"active": True}, [one]),
        ({"active": False}, [two]),
        ({"code": "two"}, [two]),
        ({"coupon": "FIVE"}, [one]),
        ({"customer": customer}, [one]),
        ({"coupon": "TEN", "customer": customer}, []),
        ({"created": NOON}, [two, one]),
        ({"created": {"gt": NOON}}, []),
    ):
        answer = shop.get("/promotion_codes", **filters)
        assert [code["id"] for code in answer.json["data"]] == expected, filters
    assert said(shop.get("/promotion_codes", coupon="nope")) == (400, "No such coupon: 'nope'", "coupon")


def test_a_change_is_told(shop: Stripe) -> None:
    """With what was before."""
    id = create(shop, metadata={"a": "1"}).json["id"]
    options = {"currency_options": {"eur": {"minimum_amount": 100}}}
    changed = shop.post(f"/promotion_codes/{id}", active=False, metadata={"a": "2"}, restrictions=options).json
    assert changed["restrictions"]["currency_options"] == {"eur": {"minimum_amount": 100}}
    updated, created = shop.get("/events", type="promotion_code.*").json["data"]
    assert (updated["type"], created["type"]) == ("promotion_code.updated", "promotion_code.created")
    assert updated["data"]["previous_attributes"] == {
        "active": True, "metadata": {"a": "1"}, "restrictions": {"currency_options": None},
    }  # fmt: skip


def test_an_unknown_code(shop: Stripe) -> None:
    """Two words in the sentence, one in the parameter."""
    assert said(shop.get("/promotion_codes/promo_nope")) == (
        404, "No such promotion code: 'promo_nope'", "promotion_code",
    )  # fmt: skip


def test_any_code_exists(shop: Stripe) -> None:
    """Where the account says so, and it has a coupon."""
    shop.admin("PUT", "/settings/stripe", {"any_id": True})
    code = shop.get("/promotion_codes/promo_xxx", expand=["promotion.coupon"]).json
    assert (code["id"], code["promotion"]["coupon"]["object"]) == ("promo_xxx", "coupon")


def test_a_list_of_codes_nobody_created_adds_one_coupon(shop: Stripe) -> None:
    """However often it is read."""
    shop.admin("PUT", "/settings/stripe", {"any_id": True})
    before = len(shop.get("/coupons").json["data"])
    for _ in range(3):
        assert len(shop.get("/promotion_codes", code="NOBODY").json["data"]) == 1
    assert len(shop.get("/coupons").json["data"]) == before + 1

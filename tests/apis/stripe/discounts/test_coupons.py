"""Coupons: what is taken off, for how long, how often and until when."""

from typing import Any

import pytest

from tests.clients import Stripe

NOON = 1_768_478_400
"""2026-01-15T12:00:00Z."""

A_DAY = 24 * 60 * 60


@pytest.fixture
def frozen(stripe: Stripe) -> Stripe:
    """An account whose clock stands still at noon."""
    stripe.admin("POST", "/clock/freeze", {"at": "2026-01-15T12:00:00Z"})
    return stripe


def refused(message: str, code: str = "", param: str = "") -> tuple[int, dict[str, Any]]:
    """Give the refusal of a bad request."""
    documented = {"doc_url": f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"} if code else {}
    named = {name: value for name, value in (("code", code), ("param", param)) if value}
    return 400, {"message": message, "type": "invalid_request_error", **named, **documented}


def test_a_new_coupon(frozen: Stripe) -> None:
    """It has an id of eight capitals and digits, holds once, and can be redeemed."""
    coupon = frozen.post("/coupons", percent_off="25.5").json
    assert coupon == {
        "id": coupon["id"], "object": "coupon", "amount_off": None, "created": NOON, "currency": None,
        "duration": "once", "duration_in_months": None, "livemode": False, "max_redemptions": None, "metadata": {},
        "name": None, "percent_off": 25.5, "redeem_by": None, "times_redeemed": 0, "valid": True,
    }  # fmt: skip
    assert len(coupon["id"]) == 8
    assert coupon["id"].isupper() or coupon["id"].isdigit()
    assert frozen.get(f"/coupons/{coupon['id']}").json == coupon


def test_a_coupon_with_everything(frozen: Stripe) -> None:
    """What it applies to and its amounts in other currencies are shown where they are asked for."""
    wanted = {
        "id": "SPRING", "amount_off": 500, "currency": "USD", "duration": "repeating", "duration_in_months": 3,
        "max_redemptions": 10, "redeem_by": NOON + A_DAY, "name": "Spring", "metadata": {"campaign": "7"},
        "applies_to": {"products": ["prod_1"]}, "currency_options": {"eur": {"amount_off": 400}},
    }  # fmt: skip
    coupon = frozen.post("/coupons", **wanted).json
    assert coupon == {
        "id": "SPRING", "object": "coupon", "amount_off": 500, "created": NOON, "currency": "usd",
        "duration": "repeating", "duration_in_months": 3, "livemode": False, "max_redemptions": 10,
        "metadata": {"campaign": "7"}, "name": "Spring", "percent_off": None, "redeem_by": NOON + A_DAY,
        "times_redeemed": 0, "valid": True,
    }  # fmt: skip
    expanded = frozen.get("/coupons/SPRING", expand=["applies_to", "currency_options"]).json
    assert expanded == {
        **coupon, "applies_to": {"products": ["prod_1"]}, "currency_options": {"eur": {"amount_off": 400}},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        pytest.param({}, refused("Must provide percent_off or amount_off.", "parameter_missing"), id="nothing off"),
        pytest.param(
            {"percent_off": 5, "amount_off": 5, "currency": "usd"},
            refused("Received both percent_off and amount_off parameters. Please pass in only one."),
            id="both",
        ),
        pytest.param(
            {"amount_off": 5}, refused("You must pass currency when passing amount_off", param="currency"),
            id="no currency",
        ),
        pytest.param(
            {"percent_off": 5, "duration": "repeating"},
            refused(
                "The duration_in_months param must be set when creating a coupon with a repeating duration",
                param="duration",
            ),
            id="no months",
        ),
        pytest.param(
            {"percent_off": 0},
            refused("This value must be greater than or equal to 0.01 (it currently is '0.0').", param="percent_off"),
            id="nothing",
        ),
        pytest.param(
            {"percent_off": 101},
            refused("This value must be less than or equal to 100 (it currently is '101.0').", param="percent_off"),
            id="more than all",
        ),
        pytest.param(
            {"percent_off": 5, "currency_options": {"eur": {"amount_off": 4}}},
            refused(
                "You may only specify one of these parameters: currency_options, percent_off.",
                param="currency_options",
            ),
            id="amounts beside a percentage",
        ),
        pytest.param(
            {"percent_off": 5, "redeem_by": 2000},
            refused(
                "The parameter `redeem_by` expects a unix timestamp representing a date and time in the future. You "
                "specified the value `2000` which is in the past.",
                param="redeem_by",
            ),
            id="over before it began",
        ),
        pytest.param(
            {"percent_off": 5, "redeem_by": NOON + 6 * 366 * A_DAY},
            refused("Invalid timestamp: can be no more than five years in the future.", param="redeem_by"),
            id="too far away",
        ),
        pytest.param(
            {"amount_off": 5, "currency": "usd", "currency_options": {"eur": {"amount": 4}}},
            refused(
                "Received unknown parameter: currency_options[eur][amount]", "parameter_unknown",
                "currency_options[eur][amount]",
            ),
            id="unknown inside",
        ),
    ],
)  # fmt: skip
def test_refused_coupons(frozen: Stripe, parameters: dict[str, Any], refusal: Any) -> None:
    """One reason at a time."""
    assert frozen.post("/coupons", **parameters).refusal == refusal


def test_an_id_is_taken_once(stripe: Stripe) -> None:
    """Until its coupon is deleted."""
    assert stripe.post("/coupons", id="ONE", percent_off=5).status == 200
    again = stripe.post("/coupons", id="ONE", percent_off=10)
    assert again.refusal == refused("Coupon already exists.", "resource_already_exists")
    assert stripe.delete("/coupons/ONE").status == 200
    assert stripe.post("/coupons", id="ONE", percent_off=10).json["percent_off"] == 10


def test_a_change(stripe: Stripe) -> None:
    """Name, metadata and amounts in other currencies; nothing else."""
    stripe.post("/coupons", id="ONE", amount_off=5, currency="usd", metadata={"a": "1", "b": "2"})
    changed = stripe.post("/coupons/ONE", name="First", metadata={"a": "", "c": "3"}).json
    assert (changed["name"], changed["metadata"]) == ("First", {"b": "2", "c": "3"})
    options = stripe.post("/coupons/ONE", currency_options={"gbp": {"amount_off": 4}}, expand=["currency_options"])
    assert options.json["currency_options"] == {"gbp": {"amount_off": 4}}
    assert stripe.post("/coupons/ONE", percent_off=5).refusal == refused(
        "Received unknown parameter: percent_off", "parameter_unknown", "percent_off"
    )


def test_a_deleted_coupon_is_gone(stripe: Stripe) -> None:
    """It is neither found nor deleted again."""
    stripe.post("/coupons", id="ONE", percent_off=5)
    assert stripe.delete("/coupons/ONE").json == {"id": "ONE", "object": "coupon", "deleted": True}
    for answer in (stripe.get("/coupons/ONE"), stripe.post("/coupons/ONE", name="x"), stripe.delete("/coupons/ONE")):
        assert (answer.status, answer.json["error"]["message"]) == (404, "No such coupon: 'ONE'")
        assert (answer.json["error"]["code"], answer.json["error"]["param"]) == ("resource_missing", "coupon")


def test_lists(frozen: Stripe) -> None:
    """Newest first, and by the time of creation."""
    for id in ("ONE", "TWO"):
        frozen.post("/coupons", id=id, percent_off=5)
        frozen.admin("POST", "/clock/advance", {"by": "1d"})
    listed = frozen.get("/coupons").json
    assert ([coupon["id"] for coupon in listed["data"]], listed["url"]) == (["TWO", "ONE"], "/v1/coupons")
    assert [coupon["id"] for coupon in frozen.get("/coupons", created={"gt": NOON}).json["data"]] == ["TWO"]


def test_validity_ends(frozen: Stripe) -> None:
    """After the last moment to redeem it."""
    frozen.post("/coupons", id="ONE", percent_off=5, redeem_by=NOON + A_DAY)
    frozen.admin("POST", "/clock/advance", {"by": "1d"})
    assert frozen.get("/coupons/ONE").json["valid"] is True
    frozen.admin("POST", "/clock/advance", {"by": "1s"})
    assert frozen.get("/coupons/ONE").json["valid"] is False


def test_what_happened_is_told(stripe: Stripe) -> None:
    """An event for each change, with what was before; a deleted coupon is no longer valid."""
    stripe.post("/coupons", id="ONE", percent_off=5)
    stripe.post("/coupons/ONE", name="First")
    stripe.post("/coupons/ONE", name="First")
    stripe.delete("/coupons/ONE")
    told = [(event["type"], event["data"]) for event in stripe.get("/events", type="coupon.*").json["data"]]
    assert [type for type, _ in told] == ["coupon.deleted", "coupon.updated", "coupon.created"]
    assert told[0][1]["object"]["valid"] is False
    assert told[1][1]["previous_attributes"] == {"name": None}


def test_any_coupon_exists(stripe: Stripe) -> None:
    """Where the account says so."""
    stripe.admin("PUT", "/settings/stripe", {"any_id": True})
    assert stripe.get("/coupons/Z4OV52SU").json["id"] == "Z4OV52SU"


def test_a_taken_id_is_the_answer_of_its_key(stripe: Stripe) -> None:
    """The operation had begun when it met the other coupon: the key keeps that, also when the other one is gone."""
    stripe.post("/coupons", id="ONE", percent_off=5)
    key = {"Idempotency-Key": "k-1"}
    first = stripe.send("POST", "/coupons", {"id": "ONE", "percent_off": 10}, key)
    stripe.delete("/coupons/ONE")
    again = stripe.send("POST", "/coupons", {"id": "ONE", "percent_off": 10}, key)
    assert (first.refusal, again.headers.get("idempotent-replayed")) == (again.refusal, "true")

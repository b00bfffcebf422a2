"""Coupons, promotion codes and discounts through Stripe's Python library."""

import pytest
from stripe import InvalidRequestError, StripeClient

pytestmark = pytest.mark.sdk

OLD = "2025-02-24.acacia"
"""The last version in which customers take coupons."""


def test_a_coupons_life(client: StripeClient) -> None:
    """Created, found, changed, listed page by page, and deleted."""
    coupons = client.v1.coupons
    for name in ("First", "Second"):
        coupons.create({"amount_off": 500, "currency": "usd", "name": name})
    first = next(row for row in coupons.list().data if row.name == "First")
    changed = coupons.update(first.id, {"metadata": {"campaign": "7"}})
    assert coupons.retrieve(first.id).to_dict() == changed.to_dict()
    assert [row.name for row in coupons.list({"limit": 1}).auto_paging_iter()] == ["Second", "First"]
    assert coupons.delete(first.id).deleted is True
    with pytest.raises(InvalidRequestError, match=f"No such coupon: '{first.id}'") as caught:
        coupons.retrieve(first.id)
    assert (caught.value.http_status, caught.value.code, caught.value.param) == (404, "resource_missing", "coupon")


def test_a_promotion_code(client: StripeClient) -> None:
    """For a coupon, which expands; switched off, another can have its name."""
    codes, coupon = client.v1.promotion_codes, client.v1.coupons.create({"percent_off": 12.5})
    promotion = {"type": "coupon", "coupon": coupon.id}
    created = codes.create({"promotion": promotion, "code": "FALL20", "expand": ["promotion.coupon"]})  # type: ignore[typeddict-item]  # the types of the hash are literals
    assert (created.active, created.promotion.coupon) == (True, coupon)
    with pytest.raises(InvalidRequestError, match="An active promotion code with `code: fall20` already exists"):
        codes.create({"promotion": promotion, "code": "fall20"})  # type: ignore[typeddict-item]  # as above
    assert codes.update(created.id, {"active": False}).active is False
    assert [row.id for row in codes.list({"code": "fall20", "active": False}).data] == [created.id]


def test_a_customers_discount(client: StripeClient) -> None:
    """Given in an old version, shown in the form of each version, and taken away."""
    coupon = client.v1.coupons.create({"percent_off": 25, "duration": "repeating", "duration_in_months": 3})
    customer = client.v1.customers.create({"coupon": coupon.id}, {"stripe_version": OLD})  # type: ignore[arg-type]  # old versions take a coupon
    before, after = customer.discount, client.v1.customers.retrieve(customer.id).discount
    assert before is not None
    assert after is not None
    assert before.to_dict()["coupon"]["times_redeemed"] == 1
    assert (before.id, after.source.coupon, after.end) == (after.id, coupon.id, before.end)
    gone = client.v1.customers.delete_discount(customer.id)
    assert (gone.id, gone.deleted) == (after.id, True)
    with pytest.raises(InvalidRequestError, match="No active discount for customer") as caught:
        client.v1.customers.delete_discount(customer.id)
    assert caught.value.http_status == 404

"""Test clocks through Stripe's Python library."""

import pytest
from stripe import InvalidRequestError, StripeClient

pytestmark = pytest.mark.sdk

SPRING = 1_772_323_200
A_MONTH = 31 * 24 * 60 * 60


def test_a_clocks_life(client: StripeClient) -> None:
    """Created, advanced until it is ready, and deleted with its customers."""
    clocks = client.v1.test_helpers.test_clocks
    clock = clocks.create({"frozen_time": SPRING, "name": "Renewals"})
    customer = client.v1.customers.create({"test_clock": clock.id})
    assert (clock.status, customer.created, customer.test_clock) == ("ready", SPRING, clock.id)
    advancing = clocks.advance(clock.id, {"frozen_time": SPRING + A_MONTH})
    assert advancing.status == "advancing"
    assert advancing.status_details.advancing is not None
    assert advancing.status_details.advancing.target_frozen_time == SPRING + A_MONTH
    ready = clocks.retrieve(clock.id)
    assert (ready.status, ready.frozen_time) == ("ready", SPRING + A_MONTH)
    assert [row.id for row in client.v1.customers.list({"test_clock": clock.id}).data] == [customer.id]
    assert [row.id for row in clocks.list().auto_paging_iter()] == [clock.id]
    assert clocks.delete(clock.id).deleted is True
    assert client.v1.customers.retrieve(customer.id).deleted is True


def test_refused_clocks(client: StripeClient) -> None:
    """They do not go back, and have to exist."""
    clocks = client.v1.test_helpers.test_clocks
    clock = clocks.create({"frozen_time": SPRING})
    with pytest.raises(InvalidRequestError) as backward:
        clocks.advance(clock.id, {"frozen_time": SPRING - 1})
    assert (backward.value.http_status, backward.value.param) == (400, "frozen_time")
    with pytest.raises(InvalidRequestError, match="No such test_clock: 'clock_nope'") as unknown:
        client.v1.customers.create({"test_clock": "clock_nope"})
    assert (unknown.value.http_status, unknown.value.param) == (404, "test_clock")


def test_a_discount_ends_on_its_clock(client: StripeClient) -> None:
    """And an event tells of it."""
    coupon = client.v1.coupons.create({"percent_off": 25, "duration": "repeating", "duration_in_months": 1})
    clock = client.v1.test_helpers.test_clocks.create({"frozen_time": SPRING})
    parameters = {"coupon": coupon.id, "test_clock": clock.id}
    customer = client.v1.customers.create(parameters, {"stripe_version": "2025-02-24.acacia"})  # type: ignore[arg-type]  # old versions take a coupon
    assert customer.discount is not None
    client.v1.test_helpers.test_clocks.advance(clock.id, {"frozen_time": SPRING + A_MONTH})
    assert client.v1.customers.retrieve(customer.id).discount is None
    [event] = client.v1.events.list({"type": "customer.discount.deleted"}).data
    assert event.data.object["id"] == customer.discount.id

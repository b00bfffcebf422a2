"""Signing up with Stripe."""

import pytest
from stripe import StripeClient, StripeError

from mockserver import Tenant
from shop.signup import with_stripe

NAMES = ["Ada", "Grace", "Mary", "Joan", "Radia", "Barbara"]


@pytest.mark.parametrize("name", NAMES)
def test_a_customer_is_created(mock_tenant: Tenant, stripe_client: StripeClient, name: str) -> None:
    id = with_stripe(stripe_client, name)
    assert [(customer["id"], customer["name"]) for customer in mock_tenant.data("stripe", "customers")] == [(id, name)]


@pytest.mark.scenario("monday")
def test_a_lost_answer_makes_no_second_customer(mock_tenant: Tenant, stripe_client: StripeClient) -> None:
    with_stripe(stripe_client, "Ada")
    mock_tenant.verify("customers.create", calls=2)
    assert len(mock_tenant.data("stripe", "customers")) == 1


def test_an_outage_is_an_error_in_the_end(mock_tenant: Tenant, stripe_client: StripeClient) -> None:
    mock_tenant.fail("customers.create", "unavailable", times="forever")
    with pytest.raises(StripeError):
        with_stripe(stripe_client, "Ada")
    mock_tenant.verify("customers.create", calls=3)

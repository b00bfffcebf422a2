"""Signing up with Chargebee."""

import pytest
from chargebee import Chargebee

from mockserver import Tenant
from shop.signup import with_chargebee

NAMES = ["Ada", "Grace", "Mary", "Joan", "Radia", "Barbara"]


@pytest.mark.parametrize("name", NAMES)
def test_a_customer_is_created(mock_tenant: Tenant, chargebee_client: Chargebee, name: str) -> None:
    with_chargebee(chargebee_client, name)
    [customer] = mock_tenant.data("chargebee", "customers")
    assert (customer["id"], customer["first_name"]) == (f"shop-{name.lower()}", name)


@pytest.mark.scenario("monday")
def test_a_lost_answer_makes_no_second_customer(mock_tenant: Tenant, chargebee_client: Chargebee) -> None:
    assert with_chargebee(chargebee_client, "Ada") == "shop-ada"
    assert [call.status for call in mock_tenant.requests("customers.create")] == [500, 400]
    assert len(mock_tenant.data("chargebee", "customers")) == 1


def test_it_gives_up_after_three_attempts(mock_tenant: Tenant, chargebee_client: Chargebee) -> None:
    mock_tenant.fail("customers.create", "server_error", times=3)
    with pytest.raises(TimeoutError, match="did not take Ada"):
        with_chargebee(chargebee_client, "Ada")
    mock_tenant.verify("customers.create", calls=3)

"""Signing up with Rebilly, which has no library for Python: a session of requests does."""

import pytest
from requests import Session

from mockserver import Tenant
from shop.signup import with_rebilly

NAMES = ["Ada", "Grace", "Mary", "Joan", "Radia", "Barbara"]


@pytest.mark.parametrize("name", NAMES)
def test_a_customer_is_created(mock_tenant: Tenant, rebilly: Session, name: str) -> None:
    with_rebilly(rebilly, name)
    assert [customer["id"] for customer in mock_tenant.data("rebilly", "customers")] == [f"shop-{name.lower()}"]


def test_it_waits_for_the_limit(mock_tenant: Tenant, rebilly: Session) -> None:
    mock_tenant.fail("customers.upsert", "too_many_requests", retry_after="1s")
    with_rebilly(rebilly, "Ada")
    assert [call.status for call in mock_tenant.requests("customers.upsert")] == [429, 201]


def test_it_does_not_wait_for_ever(mock_tenant: Tenant, rebilly: Session) -> None:
    """What is left of the limit is the sandbox's own count, and time is the tenant's."""
    mock_tenant.scenario("provider-limits")
    mock_tenant.freeze("2026-01-15T10:00:00Z")
    [limit] = mock_tenant.limits("rebilly")
    mock_tenant.exhaust(limit.id)
    with pytest.raises(TimeoutError, match="wants 600 seconds"):
        with_rebilly(rebilly, "Ada")
    mock_tenant.advance(minutes=10)
    assert with_rebilly(rebilly, "Ada") == "shop-ada"

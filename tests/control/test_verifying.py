"""What a test verifies, and what it is told where it does not hold."""

import threading
import time

import pytest

from mockserver import Tenant
from mockserver.testing.plane import ControlError


@pytest.fixture
def shop(tenant: Tenant) -> Tenant:
    """A tenant that was asked for a list, and twice for a customer, of which one was refused."""
    with tenant.session("stripe") as session:
        session.get("/customers")
        session.post("/customers", data={"name": "Ada", "email": "ada@example.com"})
        tenant.fail("customers.create", "declined", id="once")
        session.post("/customers", data={"name": "Grace"})
    return tenant


def test_what_holds_says_nothing(shop: Tenant) -> None:
    shop.verify("customers.create")
    shop.verify("customers.create", calls=2)
    shop.verify("customers.create", at_least=1, at_most=2)
    shop.verify("customers.create", match={"body": {"name": "Ada"}}, calls=1)
    shop.verify("customers.create", status=402, calls=1)
    shop.verify({"method": "GET", "path": "/v1/*"}, calls=1)
    shop.verify("customers.delete", calls=0)
    shop.verify("customers.delete", calls="never")
    shop.verify(order=["customers.list", {"operation": "customers.create", "status": 402}])


def test_what_does_not_hold_is_an_assertion(shop: Tenant) -> None:
    """With a picture of what came instead."""
    with pytest.raises(AssertionError) as caught:
        shop.verify("customers.create", calls=3)
    told = str(caught.value).splitlines()
    assert told[0] == "Expected 3 calls of customers.create, found 2."
    assert "  = #2 POST /v1/customers -> 200" in told
    with pytest.raises(AssertionError, match="in order"):
        shop.verify(order=["customers.create", "customers.list"])


def test_what_cannot_be_expected(shop: Tenant) -> None:
    with pytest.raises(ControlError, match="operation") as caught:
        shop.verify("customer.create")
    assert caught.value.status == 422
    with pytest.raises(TypeError, match="calls says how many"):
        shop.verify("customers.create", calls=2, at_least=1)


def test_requests_are_waited_for(tenant: Tenant) -> None:
    """No longer than it takes them to come."""

    def later() -> None:
        time.sleep(0.1)
        with tenant.session("stripe") as session:
            session.post("/customers", data={"name": "Ada"})

    thread = threading.Thread(target=later)
    thread.start()
    began = time.monotonic()
    tenant.verify("customers.create", within="20s")
    assert len(tenant.requests("customers.create", within=20)) == 1
    assert time.monotonic() - began < 10
    thread.join()
    assert len(tenant.requests("customers.create", count=2, within="10ms")) == 1


def test_requests_are_found_by_what_they_hold(shop: Tenant) -> None:
    assert [call.body["name"] for call in shop.requests(match={"body": {"email": "present"}})] == ["Ada"]
    assert [call.status for call in shop.requests(match={"body": {"name": {"one_of": ["Grace"]}}})] == [402]
    assert [call.method for call in shop.requests(path="/v1/*", status="2xx")] == ["GET", "POST"]


def test_a_request_can_be_repeated_by_hand(shop: Tenant) -> None:
    command = shop.curl(2)
    assert command.startswith("curl ")
    assert "name=Ada" in command
    with pytest.raises(ControlError, match="The journal holds no request 99"):
        shop.curl(99)

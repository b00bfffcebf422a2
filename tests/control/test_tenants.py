"""A tenant is one name, which every API's clients reach with what it gives them."""

from typing import Any

import httpx
import pytest
import requests

from mockserver import Tenant
from mockserver.testing.plane import ControlError
from mockserver.testing.server import MockServer

CREATE: dict[str, tuple[str, dict[str, Any]]] = {
    "stripe": ("/customers", {"data": {"name": "Ada"}}),
    "chargebee": ("/customers", {"data": {"first_name": "Ada"}}),
    "chargeover": ("/customer", {"json": {"company": "Ada"}}),
    "rebilly": ("/customers", {"json": {}}),
}


@pytest.mark.parametrize("api", CREATE)
def test_plain_requests_reach_it(tenant: Tenant, api: str) -> None:
    """Whatever library sends them."""
    path, body = CREATE[api]
    answer = httpx.post(tenant.address(api) + path, headers=tenant.credentials(api), **body)
    assert answer.status_code in (200, 201)
    assert [(call.api, call.operation) for call in tenant.requests()] == [(api, "customers.create")]


@pytest.mark.parametrize("api", CREATE)
def test_a_session_knows_address_and_credentials(tenant: Tenant, api: str) -> None:
    path, body = CREATE[api]
    with tenant.session(api) as session:
        assert session.post(path, **body).ok
        assert session.get(tenant.address(api) + path).ok  # a whole address is none below it
    assert [call.operation for call in tenant.requests()] == ["customers.create", "customers.list"]


def test_keys_are_those_of_the_providers_forms(tenant: Tenant, organization: str) -> None:
    assert {api: tenant.key(api) for api in CREATE} == {
        "stripe": f"sk_test_{organization}",
        "chargebee": f"test_{organization}",
        "chargeover": organization,
        "rebilly": f"sk_sandbox_{organization}",
    }
    assert tenant.secret("chargeover") == f"private-{organization}"
    assert tenant.secret("stripe") == ""


def test_tenants_without_a_name_are_others_each_time() -> None:
    """On a server of one's own they have the same names in every run, for ids and chance follow from them."""
    with MockServer() as server:
        server.tenant("tenant-2")
        assert [server.tenant().name for _ in range(3)] == ["tenant-1", "tenant-3", "tenant-4"]
        elsewhere = MockServer.at(server.url)
        names = {elsewhere.tenant().name for _ in range(3)}
        assert len(names) == 3
        assert names < {*server.tenants()}
        elsewhere.close()


def test_a_tenant_that_is_closed_is_gone(live: MockServer) -> None:
    """With its records; closing it twice is no mistake."""
    with live.tenant("closed") as tenant:
        tenant.session("rebilly").put("/customers/ada", json={})
        assert "closed" in live.tenants()
    assert "closed" not in live.tenants()
    tenant.close()
    with live.tenant("closed") as again:
        assert again.data("rebilly", "customers") == []


def test_a_name_that_no_key_can_hold(live: MockServer) -> None:
    """Is a name for the control plane nevertheless."""
    with live.tenant("a b?") as tenant:
        with pytest.raises(ControlError, match="No credential of Stripe leads to a tenant 'a b\\?'") as caught:
            tenant.key("stripe")
        assert caught.value.status == 404


def test_sessions_of_two_tenants_do_not_meet(live: MockServer) -> None:
    with live.tenant() as one, live.tenant() as other:
        one.session("stripe").post("/customers", data={"name": "Ada"})
        assert [len(tenant.data("stripe", "customers")) for tenant in (one, other)] == [1, 0]


def test_requests_themselves_need_nothing_of_ours(tenant: Tenant) -> None:
    answer = requests.get(f"{tenant.address('stripe')}/customers", headers=tenant.credentials("stripe"), timeout=10)
    assert answer.json()["data"] == []

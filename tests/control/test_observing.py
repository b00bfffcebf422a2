"""What a test learns of the requests that a tenant got."""

from datetime import UTC, datetime

import pytest
import requests

from mockserver import Tenant
from mockserver.testing.server import MockServer


def test_an_exchange_as_a_value(tenant: Tenant) -> None:
    """Keys are masked, bodies decoded."""
    tenant.freeze("2026-01-15T10:00:00Z")
    tenant.fail("customers.create", "too_many_requests", id="once")
    tenant.session("stripe").post("/customers?limit=1", data={"name": "Ada", "metadata[plan]": "gold"})
    [call] = tenant.requests()
    assert (call.api, call.operation, call.method) == ("stripe", "customers.create", "POST")
    assert (call.target, call.path) == ("/v1/customers?limit=1", "/v1/customers")
    assert (call.status, call.rule, call.fault) == (429, "once", None)
    assert call.time == datetime(2026, 1, 15, 10, tzinfo=UTC)
    assert call.body == {"name": "Ada", "metadata": {"plan": "gold"}}
    assert call.answer["error"]["code"] == "rate_limit"
    assert call.headers["authorization"] == "********"
    assert call.answer_headers["X-Mock-Rule"] == "once"


def test_exchanges_come_in_their_order_and_can_be_chosen(tenant: Tenant) -> None:
    session = tenant.session("rebilly")
    for id in ("ada", "grace"):
        session.put(f"/customers/{id}", json={})
    session.get("/customers")
    session.get("/customers/alan")
    assert [call.operation for call in tenant.requests()] == [
        "customers.upsert",
        "customers.upsert",
        "customers.list",
        "customers.get",
    ]
    assert [call.path[-5:] for call in tenant.requests("customers.upsert")] == ["s/ada", "grace"]
    assert [call.operation for call in tenant.requests(status=404)] == ["customers.get"]
    assert [call.status for call in tenant.requests(method="GET", api="rebilly")] == [200, 404]
    assert tenant.requests(rule="none") == []
    tenant.forget_requests()
    assert tenant.requests() == []


def test_a_transcript_is_for_people(tenant: Tenant, organization: str) -> None:
    tenant.fail("customers.get", fault="close", id="lost")
    session = tenant.session("rebilly")
    session.put("/customers/ada", json={"firstName": "Ada " * 200})
    with pytest.raises(requests.ConnectionError):
        session.get("/customers/ada")
    first, sent, got, lost = tenant.transcript().splitlines()
    assert first == f"1. PUT /organizations/{organization}/customers/ada -> 201  rebilly customers.upsert"
    assert sent.startswith('   sent {"firstName": "Ada Ada')
    assert sent.endswith("…")
    assert got.startswith('   got  {"id": "ada"')
    target = f"/organizations/{organization}/customers/ada"
    assert lost == f"2. GET {target} -> no answer (rule lost, fault close)  rebilly customers.get"


def test_requests_of_nobody(live: MockServer, organization: str) -> None:
    """Those that never reached a tenant."""
    with live.tenant(organization) as tenant:
        session = tenant.session("stripe")
        session.headers["Authorization"] = "Bearer nonsense"
        session.get(f"/customers/{organization}")
        assert tenant.requests() == []
    assert [call.status for call in live.without_tenant() if organization in call.target] == [401]

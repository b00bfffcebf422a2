"""Events through Stripe's Python library."""

import pytest
from stripe import InvalidRequestError, StripeClient

from tests.sdks.stripe_python import headers

pytestmark = pytest.mark.sdk


def test_what_happened(client: StripeClient) -> None:
    """Listed newest first and by type, found by id, with the request that caused it."""
    created = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "ada"})
    client.v1.customers.update(created.id, {"name": "Grace"})
    client.v1.customers.delete(created.id)
    rows = list(client.v1.events.list({"type": "customer.*", "limit": 1}).auto_paging_iter())
    assert [row.type for row in rows] == ["customer.deleted", "customer.updated", "customer.created"]
    [event] = client.v1.events.list({"types": ["customer.created"]}).data
    assert client.v1.events.retrieve(event.id).to_dict() == event.to_dict()
    assert event.data.object["name"] == "Ada"
    assert event.request is not None
    assert (event.request.id, event.request.idempotency_key) == (headers(created)["request-id"], "ada")
    assert rows[1].to_dict()["data"]["previous_attributes"] == {"name": "Ada"}


def test_an_unknown_event(client: StripeClient) -> None:
    """Is not found."""
    with pytest.raises(InvalidRequestError, match="No such event: 'evt_nope'") as caught:
        client.v1.events.retrieve("evt_nope")
    assert (caught.value.http_status, caught.value.param) == (404, "id")

"""Tax ids through Stripe's Python library."""

import pytest
from stripe import InvalidRequestError, StripeClient

from tests.clients import Stripe

pytestmark = pytest.mark.sdk


def test_a_customers_tax_ids(client: StripeClient) -> None:
    """Created, found, listed page by page, and deleted."""
    tax_ids = client.v1.customers.tax_ids
    customer = client.v1.customers.create({"tax_id_data": [{"type": "us_ein", "value": "12-3456789"}]})
    created = tax_ids.create(customer.id, {"type": "eu_vat", "value": "DE123456789"})
    assert (created.object, created.country, created.customer) == ("tax_id", "DE", customer.id)
    assert created.verification is not None
    assert created.verification.status == "pending"
    assert tax_ids.retrieve(customer.id, created.id).to_dict() == created.to_dict()
    rows = list(tax_ids.list(customer.id, {"limit": 1}).auto_paging_iter())
    assert [row.type for row in rows] == ["eu_vat", "us_ein"]
    gone = tax_ids.delete(customer.id, created.id)
    assert (gone.id, gone.deleted) == (created.id, True)
    assert [row.type for row in tax_ids.list(customer.id).data] == ["us_ein"]


def test_an_outcome_follows(client: StripeClient, account: Stripe) -> None:
    """Once a register has answered."""
    account.admin("POST", "/clock/freeze")
    customer = client.v1.customers.create({"name": "Ada Sandbox"})
    created = client.v1.customers.tax_ids.create(customer.id, {"type": "eu_vat", "value": "DE111111111"})
    account.admin("POST", "/clock/advance", {"by": "3s"})
    found = client.v1.customers.retrieve(customer.id, {"expand": ["tax_ids"]}).tax_ids
    assert found is not None
    assert [row.verification and row.verification.status for row in found.data] == ["unverified"]
    assert found.retrieve(created.id).id == created.id  # the library follows the list's own address


def test_tax_ids_of_the_account_and_of_others(client: StripeClient) -> None:
    """By owner."""
    tax_ids = client.v1.tax_ids
    customer = client.v1.customers.create()
    own = tax_ids.create({"type": "us_ein", "value": "12-3456789"})
    other = tax_ids.create(
        {"type": "gb_vat", "value": "GB123456789", "owner": {"type": "customer", "customer": customer.id}}
    )
    assert own.owner is not None
    assert (own.owner.type, own.customer, other.customer) == ("self", None, customer.id)
    assert [row.id for row in tax_ids.list().data] == [own.id]
    assert [row.id for row in tax_ids.list({"owner": {"type": "customer", "customer": customer.id}}).data] == [other.id]
    assert tax_ids.retrieve(other.id).value == "GB123456789"
    assert tax_ids.delete(own.id).deleted


def test_a_refused_value(client: StripeClient) -> None:
    """It is an invalid request, with a code and the parameter."""
    customer = client.v1.customers.create()
    with pytest.raises(InvalidRequestError) as caught:
        client.v1.customers.tax_ids.create(customer.id, {"type": "eu_vat", "value": "nonsense"})
    error = caught.value
    assert (error.http_status, error.code, error.param, error.user_message) == (
        400, "tax_id_invalid", "value", "Invalid value for eu_vat.",
    )  # fmt: skip
    with pytest.raises(InvalidRequestError) as caught:
        client.v1.customers.create({"tax_id_data": [{"type": "eu_vat", "value": "nonsense"}]})
    assert caught.value.param == "tax_id_data[0][value]"


def test_what_does_not_exist(client: StripeClient) -> None:
    """A tax id nobody created."""
    customer = client.v1.customers.create()
    for call in (client.v1.customers.tax_ids.retrieve, client.v1.customers.tax_ids.delete):
        with pytest.raises(InvalidRequestError) as caught:
            call(customer.id, "txi_nope")
        assert (caught.value.http_status, caught.value.code) == (404, "resource_missing")

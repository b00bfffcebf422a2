"""Searches through Stripe's Python library."""

import pytest
from stripe import InvalidRequestError, StripeClient

pytestmark = pytest.mark.sdk


def test_pages_join(client: StripeClient) -> None:
    """The library walks them by the tokens it is given."""
    customers = client.v1.customers
    for number in range(5):
        customers.create({"name": f"Ada {number}", "metadata": {"plan": "gold" if number % 2 else "silver"}})
    found = customers.search({"query": "name~'ada' -metadata['plan']:'gold'", "limit": 2})
    assert (found.has_more, len(found.data)) == (True, 2)
    assert [row.name for row in found.auto_paging_iter()] == ["Ada 4", "Ada 2", "Ada 0"]
    counted = customers.search({"query": "created>0", "limit": 1, "expand": ["total_count"]})
    assert counted.to_dict()["total_count"] == 5


def test_deleting_what_is_found(client: StripeClient) -> None:
    """While walking the pages; nobody is left out."""
    for _ in range(5):
        client.v1.customers.create({"email": "ada@example.com"})
    for row in client.v1.customers.search({"query": "email:'ada@example.com'", "limit": 2}).auto_paging_iter():
        client.v1.customers.delete(row.id)
    assert client.v1.customers.list().data == []


def test_refused_searches(client: StripeClient) -> None:
    """With the sentences that tell what is wrong."""
    with pytest.raises(InvalidRequestError, match="We were unable to parse your search query") as caught:
        client.v1.customers.search({"query": "asdf"})
    assert (caught.value.http_status, caught.value.code, caught.value.param) == (400, None, None)
    with pytest.raises(InvalidRequestError, match="Field `foo` is an unsupported search field"):
        client.v1.customers.search({"query": "foo:'bar'"})
    with pytest.raises(InvalidRequestError, match="nope is an invalid page") as page:
        client.v1.customers.search({"query": "created>0", "page": "nope"})
    assert page.value.param == "nope"

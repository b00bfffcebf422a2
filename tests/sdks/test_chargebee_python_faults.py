"""Broken connections as Chargebee's own Python client meets them: it repeats what it can read no answer of."""

from typing import Any

import httpx
import pytest
from chargebee import Chargebee
from chargebee.retry_config import RetryConfig

from tests.clients import Chargebee as Site
from tests.sdks.broken import CUT, LOST, SLOW, WRONG
from tests.sdks.chargebee_site import customers, order, reached

pytestmark = pytest.mark.sdk


@pytest.fixture
def patient(chargebee_client: Chargebee) -> Chargebee:
    """The client, which tries again after next to no time."""
    chargebee_client.update_retry_config(RetryConfig(enabled=True, max_retries=2, delay_ms=1))
    return chargebee_client


@pytest.mark.parametrize("fault", [*LOST, *CUT], ids=str)
def test_a_broken_connection_is_an_error_of_the_library_below(patient: Chargebee, site: Site, fault: Any) -> None:
    """None of Chargebee's, and no retry, although retries are on."""
    order(site, operation="customers.create", fault=fault, effect="commit")
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        patient.Customer.create({"first_name": "Ada"})
    assert (len(customers(site)), len(reached(site))) == (1, 1)


@pytest.mark.parametrize("fault", WRONG, ids=str)
def test_an_answer_that_is_no_json_is_an_error_without_a_class(
    chargebee_client: Chargebee, site: Site, fault: Any
) -> None:
    order(site, operation="customers.create", fault=fault)
    # The library looks for the text 503 in what came, and the time of a customer can have it.
    said = "something went wrong when trying to process|the server is currently unable to handle"
    with pytest.raises(Exception, match=said) as caught:
        chargebee_client.Customer.create({"first_name": "Ada"})
    assert caught.type is Exception


@pytest.mark.parametrize("fault", WRONG, ids=str)
def test_what_is_no_json_is_repeated(patient: Chargebee, site: Site, fault: Any) -> None:
    """With the same key, so that the retry gets what the first request did."""
    order(site, operation="customers.create", fault=fault)
    made = patient.Customer.create({"first_name": "Ada"})
    assert made.is_idempotency_replayed
    assert customers(site) == [made.customer.id]


@pytest.mark.parametrize("fault", LOST, ids=str)
@pytest.mark.parametrize("effect", ["skip", "commit"])
def test_a_retry_of_ones_own_needs_a_key(chargebee_client: Chargebee, site: Site, fault: Any, effect: str) -> None:
    """With it there is one customer, whether the first request made it or not."""
    order(site, operation="customers.create", fault=fault, effect=effect)
    with pytest.raises(httpx.TransportError):
        chargebee_client.Customer.create({"first_name": "Ada"}, {"chargebee-idempotency-key": "ada"})
    made = chargebee_client.Customer.create({"first_name": "Ada"}, {"chargebee-idempotency-key": "ada"})
    assert made.is_idempotency_replayed == (effect == "commit")
    assert customers(site) == [made.customer.id]


def test_a_slow_answer_is_an_answer(chargebee_client: Chargebee, site: Site) -> None:
    order(site, operation="customers.create", fault=SLOW)
    made = chargebee_client.Customer.create({"first_name": "Ada"}).customer
    assert customers(site) == [made.id]

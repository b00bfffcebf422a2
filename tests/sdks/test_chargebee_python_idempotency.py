"""Idempotency keys hold what they promise to Chargebee's own Python client."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from chargebee import APIError, Chargebee, InvalidRequestError, OperationFailedError
from chargebee.retry_config import RetryConfig

from tests.clients import Chargebee as Site
from tests.sdks.chargebee_python import plain, refusal
from tests.sdks.chargebee_site import NOON, advance, customers, freeze, keys, order, statuses

pytestmark = pytest.mark.sdk

HEADER = "chargebee-idempotency-key"


@pytest.fixture
def patient(chargebee_client: Chargebee) -> Chargebee:
    """The client, which tries again after next to no time, and so sends keys by itself."""
    chargebee_client.update_retry_config(RetryConfig(enabled=True, max_retries=2, delay_ms=1))
    return chargebee_client


def keyed(key: str) -> dict[str, str]:
    """Give headers with a key; the client adds its own to them, so that each call needs others."""
    return {HEADER: key}


def test_a_key_replays_its_answer(chargebee_client: Chargebee, site: Site) -> None:
    """The second time a key gets the first answer, and says so."""
    first, again = (chargebee_client.Customer.create({"first_name": "Ada"}, keyed("ada")) for _ in range(2))
    assert plain(again) == plain(first)
    assert (first.is_idempotency_replayed, again.is_idempotency_replayed) == (False, True)
    assert again.headers["chargebee-idempotency-replayed"] == "true"
    assert customers(site) == [first.customer.id]


def test_a_key_belongs_to_its_parameters(chargebee_client: Chargebee, site: Site) -> None:
    """A key with other parameters, or at another address, is refused and does nothing."""
    id = chargebee_client.Customer.create({"first_name": "Ada"}, keyed("ada")).customer.id
    for method, arguments in (("Customer.create", []), ("Customer.update", [id])):
        error = refusal(chargebee_client, method, *arguments, {"first_name": "Grace"}, keyed("ada"))
        assert type(error) is InvalidRequestError
        assert (error.http_status_code, error.api_error_code) == (422, "unable_to_process_request")
        assert str(error) == "The idempotency key provided has already been used for a different request"
    assert customers(site) == [id]
    assert chargebee_client.Customer.retrieve(id).customer.first_name == "Ada"


def test_a_key_has_a_length(chargebee_client: Chargebee) -> None:
    """A hundred characters are enough."""
    chargebee_client.Customer.create({}, keyed("k" * 100))
    error = refusal(chargebee_client, "Customer.create", {}, keyed("k" * 101))
    assert (error.http_status_code, error.api_error_code, error.param) == (400, "param_wrong_value", HEADER)


def test_a_key_lives_for_half_an_hour(chargebee_client: Chargebee, site: Site) -> None:
    """Half an hour later on the site's clock the key is as good as new."""
    freeze(site, NOON)
    first = chargebee_client.Customer.create({}, keyed("ada")).customer.id
    advance(site, "29m")
    assert chargebee_client.Customer.create({}, keyed("ada")).customer.id == first
    advance(site, "1m")
    second = chargebee_client.Customer.create({}, keyed("ada"))
    assert not second.is_idempotency_replayed
    assert customers(site) == [second.customer.id, first]


def test_reading_takes_no_key(chargebee_client: Chargebee) -> None:
    """Only what a POST does is remembered."""
    chargebee_client.Customer.create({"id": "ada"})
    for _ in range(2):
        assert "chargebee-idempotency-replayed" not in chargebee_client.Customer.retrieve("ada", keyed("ada")).headers


def test_retries_have_keys(patient: Chargebee, site: Site) -> None:
    """The client makes one up for each call that changes something, and keeps it while it tries again."""
    order(site, operation="customers.create", respond={"error": "server_error"}, times=2)
    patient.Customer.create({"id": "ada"})
    patient.Customer.update("ada", {"first_name": "Ada"})
    patient.Customer.retrieve("ada")
    first, second, third, other, none = keys(site)
    assert first == second == third != other
    assert None not in (first, other)
    assert none is None


def test_a_lost_answer_is_got_by_the_second_attempt(patient: Chargebee, site: Site) -> None:
    """Where the change was kept and its answer was not heard, the client's retry gets it: there is one customer."""
    order(site, operation="customers.create", respond={"error": "server_error"}, effect="commit")
    made = patient.Customer.create({"first_name": "Ada"})
    assert made.is_idempotency_replayed
    assert customers(site) == [made.customer.id]
    assert statuses(site) == [500, 200]


def test_a_refusal_is_replayed(chargebee_client: Chargebee, site: Site) -> None:
    """What an operation refuses is its answer: the key keeps it, whatever happens to the customer."""
    first = refusal(chargebee_client, "Customer.update", "ada", {"first_name": "Ada"}, keyed("ada"))
    site.customer(id="ada")
    again = refusal(chargebee_client, "Customer.update", "ada", {"first_name": "Ada"}, keyed("ada"))
    assert again.json_obj == first.json_obj
    assert again.http_headers["chargebee-idempotency-replayed"] == "true"


def test_a_key_in_use_is_locked(chargebee_client: Chargebee, site: Site) -> None:
    """Of two requests with one key at a time, one runs and the other is told to come back."""
    order(site, operation="customers.create", delay="1s", times=1)

    def attempt(_: int) -> Any:
        try:
            return chargebee_client.Customer.create({}, keyed("ada")).customer.id
        except APIError as error:
            return type(error), error.http_status_code, error.api_error_code, error.http_headers["retry-after"]

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(attempt, range(2)))
    locked = (OperationFailedError, 429, "lock_timeout", "1")
    assert locked in outcomes
    assert [outcome for outcome in outcomes if outcome != locked] == customers(site)

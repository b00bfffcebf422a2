"""Idempotency keys hold what they promise to Chargebee's own Node library."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.clients import Chargebee
from tests.sdks.chargebee_node import ChargebeeNode, Refusal
from tests.sdks.chargebee_site import NOON, advance, customers, freeze, keys, order, statuses

pytestmark = pytest.mark.sdk

ADA = {"chargebee-idempotency-key": "ada"}


@pytest.fixture
def patient(chargebee_node: ChargebeeNode) -> ChargebeeNode:
    """The library, which tries again after next to no time, and so sends keys by itself."""
    return chargebee_node.with_options(retryConfig={"enabled": True, "maxRetries": 2, "delayMs": 0})


def test_a_key_replays_its_answer(chargebee_node: ChargebeeNode, site: Chargebee) -> None:
    """The second time a key gets the first answer, and says so in the header's own word."""
    first, again = (chargebee_node.call("customer.create", {"first_name": "Ada"}, ADA) for _ in range(2))
    assert again.value == first.value
    assert (first.replayed, again.replayed) == (False, "true")
    assert customers(site) == [first.value["customer"]["id"]]


def test_a_key_belongs_to_its_parameters(chargebee_node: ChargebeeNode, site: Chargebee) -> None:
    """A key with other parameters is refused and does nothing."""
    made = chargebee_node.call("customer.create", {"first_name": "Ada"}, ADA).value["customer"]
    refusal = chargebee_node.refusal("customer.create", {"first_name": "Grace"}, ADA)
    assert (refusal.status, refusal.seen.type) == (422, "invalid_request")
    assert refusal.seen.code == "unable_to_process_request"
    assert customers(site) == [made["id"]]


def test_a_key_belongs_to_no_client(chargebee_node: ChargebeeNode, site: Chargebee) -> None:
    """What one client began, another one may end: the same parameters in another order are the same."""
    given = {"first_name": "Ada L", "billing_address": {"city": "Bath", "country": "GB"}}
    made = chargebee_node.call("customer.create", given, ADA).value
    form = "billing_address%5Bcountry%5D=GB&first_name=Ada%20L&billing_address[city]=Bath"
    again = site.send("POST", "/customers", form, ADA)
    assert (again.status, again.json, again.headers["chargebee-idempotency-replayed"]) == (200, made, "true")


def test_a_key_lives_for_half_an_hour(chargebee_node: ChargebeeNode, site: Chargebee) -> None:
    """Half an hour later on the site's clock the key is as good as new."""
    freeze(site, NOON)
    assert chargebee_node.call("customer.create", {}, ADA).replayed is False
    advance(site, "29m")
    assert chargebee_node.call("customer.create", {}, ADA).replayed == "true"
    advance(site, "1m")
    assert chargebee_node.call("customer.create", {}, ADA).replayed is False
    assert len(customers(site)) == 2


def test_retries_have_keys(patient: ChargebeeNode, site: Chargebee) -> None:
    """The library makes one up for each call that changes something, and keeps it while it tries again."""
    order(site, operation="customers.create", respond={"error": "server_error"}, times=2)
    patient.call("customer.create", {"id": "ada"})
    patient.call("customer.update", "ada", {"first_name": "Ada"})
    patient.call("customer.retrieve", "ada")
    first, second, third, other, none = keys(site)
    assert first == second == third != other
    assert None not in (first, other)
    assert none is None


def test_a_lost_answer_is_got_by_the_second_attempt(patient: ChargebeeNode, site: Chargebee) -> None:
    """Where the change was kept and its answer was not heard, the library's retry gets it: there is one customer."""
    order(site, operation="customers.create", respond={"error": "server_error"}, effect="commit")
    made = patient.call("customer.create", {"first_name": "Ada"})
    assert made.replayed == "true"
    assert customers(site) == [made.value["customer"]["id"]]
    assert statuses(site) == [500, 200]


def test_a_key_in_use_is_locked(chargebee_node: ChargebeeNode, site: Chargebee) -> None:
    """While a request runs, another one with its key is told to come back."""
    order(site, operation="customers.create", delay="1s", times=1)

    def by_library() -> Any:
        answer = chargebee_node.attempt("customer.create", {}, ADA)
        return answer.status, answer.seen.code if isinstance(answer, Refusal) else None

    def by_hand() -> Any:
        answer = site.send("POST", "/customers", "", ADA)
        return answer.status, answer.json.get("api_error_code")

    with ThreadPoolExecutor(2) as pool:
        outcomes = [pool.submit(attempt) for attempt in (by_library, by_hand)]
    assert sorted(outcome.result() for outcome in outcomes) == [(200, None), (429, "lock_timeout")]
    assert len(customers(site)) == 1

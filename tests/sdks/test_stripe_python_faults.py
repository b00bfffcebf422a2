"""Broken connections as Stripe's own Python library meets them: its retries get through where it makes any."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from mockserver.testing.server import MockServer
from tests.clients import Stripe
from tests.sdks.broken import CUT, LOST, SLOW, WRONG
from tests.sdks.stripe_account import customers, keys, order, reached
from tests.sdks.stripe_python import headers, refusal

pytestmark = pytest.mark.sdk


@pytest.mark.parametrize("fault", [*LOST, *CUT], ids=str)
def test_a_broken_connection_is_a_connection_error(client: StripeClient, account: Stripe, fault: Any) -> None:
    order(account, operation="customers.create", fault=fault)
    error = refusal(client, "customers.create", {"name": "Ada"})
    assert type(error) is stripe.APIConnectionError
    assert error.http_status is None


@pytest.mark.parametrize("fault", WRONG, ids=str)
def test_an_answer_that_is_no_json_is_an_api_error(client: StripeClient, account: Stripe, fault: Any) -> None:
    """HTTP finds nothing wrong with it."""
    order(account, operation="customers.create", fault=fault)
    error = refusal(client, "customers.create", {"name": "Ada"})
    assert type(error) is stripe.APIError
    assert (error.http_status, str(error)[:30]) == (200, "Invalid response body from API")


@pytest.mark.parametrize("effect", ["skip", "commit"])
@pytest.mark.parametrize("fault", LOST, ids=str)
def test_the_retry_gets_through(client: StripeClient, account: Stripe, fault: Any, effect: str) -> None:
    """With the same key, so that there is one customer, whether the first request made it or not."""
    order(account, operation="customers.create", fault=fault, effect=effect)
    made = client.v1.customers.create({"name": "Ada"}, {"max_network_retries": 2})
    assert customers(account) == [made.id]
    assert ("idempotent-replayed" in headers(made)) == (effect == "commit")
    first, second = keys(account)
    assert first == second
    assert [entry["fault"] is None for entry in reached(account)] == [False, True]


def test_a_connection_that_breaks_each_time_ends_the_retries(client: StripeClient, account: Stripe) -> None:
    """Three requests, and no customer."""
    order(account, operation="customers.create", fault="connection_reset", times="forever")
    error = refusal(client, "customers.create", {"name": "Ada"}, {"max_network_retries": 2})
    assert type(error) is stripe.APIConnectionError
    assert (len(reached(account)), customers(account)) == (3, [])


@pytest.mark.parametrize("fault", [*CUT, *WRONG], ids=str)
def test_the_library_does_not_repeat_what_was_half_answered(client: StripeClient, account: Stripe, fault: Any) -> None:
    """There is a customer that its user knows nothing of, and the same key finds it."""
    order(account, operation="customers.create", fault=fault)
    refusal(client, "customers.create", {"name": "Ada"}, {"max_network_retries": 2, "idempotency_key": "ada"})
    assert len(reached(account)) == 1
    made = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "ada"})
    assert customers(account) == [made.id]


def test_a_slow_answer_is_an_answer(client: StripeClient, account: Stripe) -> None:
    order(account, operation="customers.create", fault=SLOW)
    made = client.v1.customers.create({"name": "Ada"})
    assert customers(account) == [made.id]


def test_who_waits_in_vain_gives_up_and_tries_again(
    live: MockServer, organization: str, account: Stripe, impatient: None
) -> None:
    """The server hangs longer than the library waits."""
    client = StripeClient(
        f"sk_test_{organization}",
        base_addresses={"api": live.url},
        http_client=stripe.RequestsClient(timeout=0.2),
        max_network_retries=1,
    )
    order(account, operation="customers.create", fault="hang")
    made = client.v1.customers.create({"name": "Ada"})
    assert customers(account) == [made.id]
    assert [entry["fault"] for entry in reached(account)] == ["hang", None]

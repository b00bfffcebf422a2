"""Idempotency keys hold what they promise to Stripe's own Python library, which sends one with every POST."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe
from stripe import StripeClient, StripeError

from tests.clients import Stripe
from tests.sdks.stripe_account import NOON, advance, customers, freeze, order, reached
from tests.sdks.stripe_python import headers, refusal, seen

pytestmark = pytest.mark.sdk


def test_a_key_replays_its_answer(client: StripeClient, account: Stripe) -> None:
    """The second time a key gets the first answer, which says whose it was, under an id of its own."""
    first = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "ada"})
    again = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "ada"})
    assert again.to_dict() == first.to_dict()
    assert customers(account) == [first.id]
    before, after = headers(first), headers(again)
    assert "idempotent-replayed" not in before
    assert (after["idempotent-replayed"], after["original-request"]) == ("true", before["request-id"])
    assert after["request-id"] != before["request-id"]


def test_a_key_belongs_to_its_parameters(client: StripeClient, account: Stripe) -> None:
    """A key with other parameters, or at another address, is refused and does nothing."""
    id = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "ada"}).id
    parameters = refusal(client, "customers.create", {"name": "Grace"}, {"idempotency_key": "ada"})
    assert type(parameters) is stripe.IdempotencyError
    assert parameters.http_status == 400
    assert parameters.user_message == (
        "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using "
        "a key other than 'ada' if you meant to execute a different request."
    )
    address = refusal(client, "customers.update", id, {"name": "Ada"}, {"idempotency_key": "ada"})
    assert type(address) is stripe.IdempotencyError
    assert address.user_message == (
        f"Keys for idempotent requests can only be used for the same endpoint they were first used for "
        f"('/v1/customers/{id}' vs '/v1/customers'). Try using a key other than 'ada' if you meant to execute a "
        "different request."
    )
    assert customers(account) == [id]


def test_a_lost_answer_is_got_by_the_second_attempt(client: StripeClient, account: Stripe) -> None:
    """Where the change was kept and its answer was not heard, the library's retry gets it: there is one customer."""
    order(account, operation="customers.create", respond={"error": "server_error"}, effect="commit")
    made = client.v1.customers.create({"name": "Ada"}, {"max_network_retries": 2})
    assert made.name == "Ada"
    assert headers(made)["idempotent-replayed"] == "true"
    assert customers(account) == [made.id]
    assert [entry["response"]["status"] for entry in reached(account)] == [500, 200]


def test_a_key_lives_for_a_day(client: StripeClient, account: Stripe) -> None:
    """A day later on the account's clock the key is as good as new."""
    freeze(account, NOON)
    first = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "ada"})
    advance(account, "23h")
    assert client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "ada"}).id == first.id
    advance(account, "1h")
    second = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "ada"})
    assert customers(account) == [second.id, first.id]


def test_a_failure_that_is_stored_is_replayed(client: StripeClient, account: Stripe) -> None:
    """A 500 that belongs to the key comes back for every attempt, as Stripe's own do; another key is free of it."""
    order(account, operation="customers.create", respond={"error": "server_error"}, store="injected")
    error = refusal(client, "customers.create", {}, {"idempotency_key": "ada", "max_network_retries": 2})
    assert type(error) is stripe.APIError
    assert error.headers is not None
    assert error.headers["idempotent-replayed"] == "true"
    assert [entry["response"]["status"] for entry in reached(account)] == [500, 500, 500]
    assert refusal(client, "customers.create", {}, {"idempotency_key": "ada"}).http_status == 500
    assert customers(account) == []
    assert client.v1.customers.create({}, {"idempotency_key": "grace"}).id in customers(account)


def test_a_key_in_use_is_a_conflict(client: StripeClient, account: Stripe) -> None:
    """Of two requests with one key at a time, one runs and the other is refused."""
    order(account, operation="customers.create", delay="1s", times=1)

    def attempt(_: int) -> Any:
        try:
            return client.v1.customers.create({}, {"idempotency_key": "ada"}).id
        except StripeError as error:
            return type(error), error.http_status, seen(error).code

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(attempt, range(2)))
    conflict = (stripe.APIError, 409, "idempotency_key_in_use")
    assert conflict in outcomes
    assert [outcome for outcome in outcomes if outcome != conflict] == customers(account)


def test_a_mistake_does_not_use_up_a_key(client: StripeClient, account: Stripe) -> None:
    """Parameters that were refused may be put right and sent under the same key."""
    wrong = refusal(client, "customers.create", {"email": "ada"}, {"idempotency_key": "ada"})
    assert wrong.code == "email_invalid"
    made = client.v1.customers.create({"email": "ada@example.com"}, {"idempotency_key": "ada"})
    assert customers(account) == [made.id]


def test_deleting_ignores_keys(client: StripeClient) -> None:
    """Only a POST is remembered: a second deletion finds nobody."""
    id = client.v1.customers.create({"name": "Ada"}).id
    client.v1.customers.delete(id, {}, {"idempotency_key": "ada"})
    assert refusal(client, "customers.delete", id, {}, {"idempotency_key": "ada"}).http_status == 404

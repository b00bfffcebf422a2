"""Clients that cannot be changed fail when their own data says so: in headers where a library has them, or in words."""

from collections.abc import Mapping
from typing import Any

import pytest
import stripe
from chargebee import APIError, Chargebee, OperationFailedError
from chargebee.retry_config import RetryConfig
from stripe import StripeClient

from mockserver.testing.server import MockServer
from tests.clients import Chargebee as Site
from tests.clients import Stripe
from tests.sdks import chargebee_site, stripe_account
from tests.sdks.chargebee_python import refusal as chargebee_refusal
from tests.sdks.stripe_python import headers, refusal

pytestmark = pytest.mark.sdk

LIMITED = "ada+mock-rate-limited@example.com"


@pytest.mark.parametrize(
    ("word", "error", "status"),
    [
        ("rate-limited", stripe.RateLimitError, 429),
        ("declined", stripe.CardError, 402),
        ("unauthenticated", stripe.AuthenticationError, 401),
        ("forbidden", stripe.PermissionError, 403),
        ("500", stripe.APIError, 500),
        ("connection-reset", stripe.APIConnectionError, None),
        ("truncate", stripe.APIConnectionError, None),
    ],
)
def test_stripe_fails_once_for_an_address(
    client: StripeClient, word: str, error: type[stripe.StripeError], status: int | None
) -> None:
    """The class is the one that the real failure has; the second call goes through."""
    ada: Any = {"email": f"ada+mock-{word}@example.com"}
    raised = refusal(client, "customers.create", ada)
    assert (type(raised), raised.http_status) == (error, status)
    assert client.v1.customers.create(ada).email == ada["email"]


def test_stripe_fails_for_metadata(client: StripeClient) -> None:
    """Each customer once, though their metadata is the same."""
    for name in ("Ada", "Grace"):
        customer: Any = {"name": name, "metadata": {"mock": "declined", "plan": "gold"}}
        assert type(refusal(client, "customers.create", customer)) is stripe.CardError
        assert client.v1.customers.create(customer).name == name


def test_stripe_reads_and_finds_what_once_failed(client: StripeClient) -> None:
    """An address orders nothing where it is only looked for or read; another operation with it fails, too."""
    refusal(client, "customers.create", {"email": LIMITED})
    id = client.v1.customers.create({"email": LIMITED}).id
    assert client.v1.customers.retrieve(id).email == LIMITED
    assert [found.id for found in client.v1.customers.list({"email": LIMITED}).data] == [id]
    assert type(refusal(client, "customers.update", id, {"email": LIMITED})) is stripe.RateLimitError
    assert client.v1.customers.update(id, {"email": LIMITED}).email == LIMITED


def test_stripe_tries_again(live: MockServer, account: Stripe, impatient: None) -> None:
    """The library overcomes two failures with one key, which remembers neither of them."""
    client = StripeClient(f"sk_test_{account.account}", base_addresses={"api": live.url}, max_network_retries=2)
    made = client.v1.customers.create({"email": "ada+mock-500-2x@example.com"})
    assert [entry["response"]["status"] for entry in stripe_account.reached(account)] == [500, 500, 200]
    assert len(set(stripe_account.keys(account))) == 1
    assert stripe_account.customers(account) == [made.id]


def test_stripe_sets_headers_for_a_call(client: StripeClient, account: Stripe) -> None:
    """A lost answer, ordered for one call; the same key then finds what was done."""
    ordered: Any = {"idempotency_key": "ada", "headers": {"X-Mock-Error": "timeout; effect=commit"}}
    raised = refusal(client, "customers.create", {"name": "Ada"}, ordered)
    assert raised.http_status == 504
    assert (raised.headers or {})["x-mock-rule"] == "x-mock-error"
    made = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "ada"})
    assert headers(made)["idempotent-replayed"] == "true"
    assert stripe_account.customers(account) == [made.id]


def test_stripe_is_told_what_is_wrong_with_a_header(client: StripeClient) -> None:
    wrong: Any = {"headers": {"X-Mock-Fault": "conection_reset"}}
    raised = refusal(client, "customers.list", {}, wrong)
    assert type(raised) is stripe.InvalidRequestError
    assert "X-Mock-Fault: must be one of connection_reset" in (raised.user_message or "")


CHARGEBEE: Mapping[str, tuple[type[APIError], int, str]] = {
    "rate-limited": (OperationFailedError, 429, "api_request_limit_exceeded"),
    "conflict": (APIError, 409, "invalid_state_for_request"),
    "500": (OperationFailedError, 500, "internal_error"),
}


@pytest.mark.parametrize("word", CHARGEBEE)
def test_chargebee_fails_once_for_an_address(chargebee_client: Chargebee, word: str) -> None:
    error, status, code = CHARGEBEE[word]
    ada = {"email": f"ada+mock-{word}@example.com"}
    raised = chargebee_refusal(chargebee_client, "Customer.create", ada)
    assert isinstance(raised, error)
    assert (raised.http_status_code, raised.api_error_code) == (status, code)
    assert chargebee_client.Customer.create(ada).customer.email == ada["email"]


def test_chargebee_fails_for_metadata(chargebee_client: Chargebee) -> None:
    """Each customer once, though their metadata is the same."""
    for name in ("Ada", "Grace"):
        customer = {"first_name": name, "meta_data": {"mock": "rate-limited"}}
        assert chargebee_refusal(chargebee_client, "Customer.create", customer).http_status_code == 429
        assert chargebee_client.Customer.create(customer).customer.meta_data == {"mock": "rate-limited"}


def test_chargebee_tries_again(chargebee_client: Chargebee, site: Site) -> None:
    """The client overcomes two failures with one key, which remembers neither of them."""
    chargebee_client.update_retry_config(RetryConfig(enabled=True, max_retries=2, delay_ms=1))
    made = chargebee_client.Customer.create({"email": "ada+mock-500-2x@example.com"})
    assert chargebee_site.statuses(site) == [500, 500, 200]
    assert len(set(chargebee_site.keys(site))) == 1
    assert chargebee_site.customers(site) == [made.customer.id]


def test_chargebee_sets_headers_for_a_call(chargebee_client: Chargebee, site: Site) -> None:
    """A failure, ordered for one call."""
    raised = chargebee_refusal(chargebee_client, "Customer.create", {}, {"X-Mock-Status": "503"})
    assert raised.http_status_code == 503
    assert raised.http_headers["x-mock-rule"] == "x-mock-status"
    assert chargebee_site.customers(site) == []

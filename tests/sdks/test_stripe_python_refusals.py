"""Stripe's own Python library raises what the sandbox refuses as it would raise Stripe's refusals."""

import pytest
import requests
import stripe
from stripe import StripeClient

from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import Stripe
from tests.sdks.stripe_account import NOON, advance, customers, freeze, keys, order, reached
from tests.sdks.stripe_python import call, refusal, seen
from tests.sdks.stripe_refusals import GENUINE, INJECTED, Injected, Refused

pytestmark = pytest.mark.sdk


@pytest.mark.parametrize("refused", GENUINE, ids=lambda refused: refused.id)
def test_refusals(client: StripeClient, refused: Refused) -> None:
    """A refusal is raised as the class the library has for it, with its code, its parameter and its sentence."""
    error = refusal(client, refused.method, *refused.arguments)
    assert type(error) is refused.python
    assert seen(error) == refused.seen
    assert error.request_id is not None
    assert error.headers is not None
    assert error.request_id == error.headers["request-id"]


@pytest.mark.parametrize("injected", INJECTED, ids=lambda injected: injected.error)
def test_injected_errors(client: StripeClient, account: Stripe, injected: Injected) -> None:
    """An error that a rule orders is raised as a genuine one, after as many requests, all with one key."""
    order(account, operation="customers.create", respond={"error": injected.error}, times="forever")
    error = refusal(client, "customers.create", {"name": "Ada"}, {"max_network_retries": 2})
    assert type(error) is injected.python
    assert error.error is not None
    said = (error.http_status, error.error.type, getattr(error.error, "code", None))
    assert said == (injected.status, injected.type, injected.code)
    assert getattr(error.error, "decline_code", None) == injected.decline_code
    assert len(keys(account)) == injected.requests
    assert len(set(keys(account))) == 1
    assert customers(account) == []


@pytest.mark.parametrize(
    ("key", "message", "code"),
    [
        pytest.param("", "You did not provide an API key.", None, id="none"),
        pytest.param("sk_live_engine", "Invalid API Key provided: sk_live_**gine", None, id="live"),
        pytest.param("nonsense", "Invalid API Key provided: nonsense", None, id="no key at all"),
        pytest.param("pk_test_ada", "This API call cannot be made with a publishable API key.", "secret_key_required",
                     id="publishable"),
    ],
)  # fmt: skip
def test_wrong_keys(live: MockServer, impatient: None, key: str, message: str, code: str | None) -> None:
    """Whoever shows no secret key of a test account is told so, at any address."""
    client = StripeClient(key, base_addresses={"api": live.url})
    for method in ("customers.list", "products.list"):
        error = refusal(client, method)
        assert type(error) is stripe.AuthenticationError
        assert (error.http_status, seen(error).type, seen(error).code) == (401, "invalid_request_error", code)
        assert (error.user_message or "").startswith(message)


def test_keys_that_may_not(impatient: None) -> None:
    """A restricted key does what it was granted, and is told which permission it lacks for the rest."""
    with MockServer(Settings(port=0)) as server:
        grant = {"key": "rk_test_reader", "allow": ["customers.list"]}
        requests.put(f"{server.url}/__admin/auth/stripe", json={"credentials": [grant]}, timeout=20).raise_for_status()
        client = StripeClient("rk_test_reader", base_addresses={"api": server.url})
        assert client.v1.customers.list().data == []
        error = refusal(client, "customers.create")
    assert type(error) is stripe.PermissionError
    assert error.http_status == 403
    assert "'rk_test_**ader'" in (error.user_message or "")
    assert "'rak_customer_write'" in (error.user_message or "")


def test_a_failure_that_passes_goes_unnoticed(client: StripeClient, account: Stripe) -> None:
    """A 503 that comes once is overcome by the library's own second attempt."""
    order(account, operation="customers.create", respond={"error": "unavailable"})
    made = client.v1.customers.create({"name": "Ada"}, {"max_network_retries": 2})
    assert customers(account) == [made.id]
    assert [entry["response"]["status"] for entry in reached(account)] == [503, 200]


def test_headers_of_a_rule_decide_about_retries(client: StripeClient, account: Stripe) -> None:
    """The library repeats a 429 only where the answer says so, and a 503 unless it says otherwise."""
    again, never = ({"Stripe-Should-Retry": text} for text in ("true", "false"))
    order(account, operation="customers.create", respond={"error": "too_many_requests", "headers": again})
    assert [call(client, "customers.create", {}, {"max_network_retries": 2}).id] == customers(account)
    order(account, operation="customers.create", respond={"error": "unavailable", "headers": never})
    assert refusal(client, "customers.create", {}, {"max_network_retries": 2}).http_status == 503
    assert [entry["response"]["status"] for entry in reached(account)] == [429, 200, 503]


def test_a_limit_that_is_enforced(client: StripeClient, account: Stripe) -> None:
    """Beyond the limit of a second a call is refused, and a second later it is not."""
    freeze(account, NOON)
    limit = {"id": "two", "api": "stripe", "operations": "all", "limit": "2/1s"}
    assert account.admin("PUT", "/scenario", {"version": 1, "rate_limits": [limit]}).status == 200
    for _ in range(2):
        client.v1.customers.list()
    error = refusal(client, "customers.list", {}, {"max_network_retries": 2})
    assert type(error) is stripe.RateLimitError
    assert seen(error).code == "rate_limit"
    advance(account, "1s")
    assert client.v1.customers.list().data == []

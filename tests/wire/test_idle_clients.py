"""Clients that keep connections survive a server that ends those which are idle."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
import requests
import stripe

from mockserver.settings import Settings
from mockserver.testing.server import MockServer

PAUSE = 1.5
"""Seconds between two requests of a client, longer than the server keeps its connection."""

Ask = Callable[[], object]


@pytest.fixture(scope="module")
def hasty() -> Iterator[MockServer]:
    """A server that keeps idle connections for a second."""
    with MockServer(Settings(port=0, keep_alive=1)) as server:
        yield server


@contextmanager
def with_requests(url: str) -> Iterator[Ask]:
    with requests.Session() as session:
        yield lambda: session.post(f"{url}/v1/customers", auth=("sk_test_r", ""), timeout=10).raise_for_status()


@contextmanager
def with_httpx(url: str) -> Iterator[Ask]:
    with httpx.Client(base_url=url, auth=("sk_test_h", "")) as client:
        yield lambda: client.post("/v1/customers").raise_for_status()


@contextmanager
def with_stripe(url: str) -> Iterator[Ask]:
    with requests.Session() as session:
        client = stripe.StripeClient(
            "sk_test_s",
            base_addresses={"api": url},
            max_network_retries=0,
            http_client=stripe.RequestsClient(session=session),
        )
        yield lambda: client.v1.customers.create({"name": "Ada"})


@contextmanager
def with_the_control_plane(url: str) -> Iterator[Ask]:
    with MockServer.at(url) as server:
        yield server.tenants


CLIENTS = (with_requests, with_httpx, with_stripe, with_the_control_plane)


def test_no_client_meets_a_closed_connection(hasty: MockServer) -> None:
    """None of them tries again by itself here; all wait at once, so that the test is short."""
    with ExitStack() as stack:
        asking = [stack.enter_context(client(hasty.url)) for client in CLIENTS]
        for pause in (PAUSE, 0.0):
            for ask in asking:
                ask()
            time.sleep(pause)


def test_an_idle_connection_is_kept_for_five_seconds_unless_told_otherwise() -> None:
    """Node's test runner waits for it, where a client left an answer unread."""
    assert Settings().keep_alive == 5

"""Clients that keep connections survive a server that ends those which are idle."""

import time
from collections.abc import Callable, Iterator

import httpx
import pytest
import requests
import stripe

from mockserver.server import MockServer
from mockserver.settings import Settings

PAUSE = 1.5
"""Seconds between two requests of a client, longer than the server keeps its connection."""

Ask = Callable[[], object]


@pytest.fixture(scope="module")
def hasty() -> Iterator[MockServer]:
    """A server that keeps idle connections for a second."""
    with MockServer(Settings(port=0, keep_alive=1)) as server:
        yield server


def with_requests(url: str) -> Ask:
    session = requests.Session()
    return lambda: session.post(f"{url}/v1/customers", auth=("sk_test_r", ""), timeout=10).raise_for_status()


def with_httpx(url: str) -> Ask:
    client = httpx.Client(base_url=url, auth=("sk_test_h", ""))
    return lambda: client.post("/v1/customers").raise_for_status()


def with_stripe(url: str) -> Ask:
    client = stripe.StripeClient("sk_test_s", base_addresses={"api": url}, max_network_retries=0)
    return lambda: client.v1.customers.create({"name": "Ada"})


def with_the_control_plane(url: str) -> Ask:
    server = MockServer.at(url)
    return lambda: server.tenants()


CLIENTS = {
    "requests": with_requests,
    "httpx": with_httpx,
    "stripe": with_stripe,
    "our own": with_the_control_plane,
}


def test_no_client_meets_a_closed_connection(hasty: MockServer) -> None:
    """None of them tries again by itself here; all wait at once, so that the test is short."""
    asking = {name: make(hasty.url) for name, make in CLIENTS.items()}
    for pause in (PAUSE, 0.0):
        for ask in asking.values():
            ask()
        time.sleep(pause)


def test_an_idle_connection_is_kept_for_five_seconds_unless_told_otherwise() -> None:
    """Node's test runner waits for it, where a client left an answer unread."""
    assert Settings().keep_alive == 5

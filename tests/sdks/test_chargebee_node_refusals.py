"""Chargebee's own Node library throws what the sandbox refuses as it would throw Chargebee's refusals."""

import pytest
import requests

from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import Chargebee
from tests.sdks.chargebee_node import ChargebeeNode, named
from tests.sdks.chargebee_refusals import GENUINE, INJECTED, Injected, Refused, Seen
from tests.sdks.chargebee_site import customers, order, reached, statuses
from tests.sdks.javascript import Node

pytestmark = pytest.mark.sdk

RETRIES = 2


@pytest.fixture
def patient(chargebee_node: ChargebeeNode) -> ChargebeeNode:
    """The library, which tries again after next to no time."""
    return chargebee_node.with_options(retryConfig={"enabled": True, "maxRetries": RETRIES, "delayMs": 0})


@pytest.mark.parametrize("refused", GENUINE, ids=lambda refused: refused.id)
def test_refusals(chargebee_node: ChargebeeNode, site: Chargebee, refused: Refused) -> None:
    """A refusal is thrown as what was answered, with its codes, its parameter and its sentence."""
    site.set(**refused.settings)
    site.customer(id="ada")
    refusal = chargebee_node.refusal(named(refused.method), *refused.arguments)
    assert refusal.seen == refused.seen
    assert not refusal.is_error
    assert refusal.headers["content-type"] == "application/json;charset=utf-8"
    assert customers(site) == ["ada"]


def test_an_id_that_is_taken(chargebee_node: ChargebeeNode) -> None:
    """The second customer with it is refused."""
    chargebee_node.call("customer.create", {"id": "ada"})
    text = "id : The value ada is already present."
    refusal = chargebee_node.refusal("customer.create", {"id": "ada"})
    assert refusal.seen == Seen(400, "invalid_request", "duplicate_entry", "id", "param_not_unique", text)


@pytest.mark.parametrize("key", ["", "nonsense", "live_engine", "test_"])
def test_wrong_keys(chargebee_node: ChargebeeNode, key: str) -> None:
    """Whoever shows no key of a test site is told so, at any address, and of no type."""
    stranger = chargebee_node.with_options(apiKey=key)
    for method in ("customer.list", "subscription.list"):
        text = "Sorry, authentication failed. Invalid api key"
        legacy = "api_authentication_invalid_key"
        assert stranger.refusal(method).seen == Seen(401, None, "api_authentication_failed", None, legacy, text)


def test_keys_that_may_not(chargebee_process: Node) -> None:
    """A key that may only read does so, and is refused when it writes."""
    with MockServer(Settings(port=0)) as server:
        grant = {"key": "test_reader", "allow": ["customers.list"]}
        requests.put(
            f"{server.url}/__admin/auth/chargebee", json={"credentials": [grant]}, timeout=20
        ).raise_for_status()
        reader = ChargebeeNode.of(chargebee_process, server.url, "test_reader")
        assert reader.call("customer.list").value == {"list": []}
        refusal = reader.refusal("customer.create", {})
    assert (refusal.status, refusal.seen.code) == (403, "api_authorization_failed")


@pytest.mark.parametrize("injected", INJECTED, ids=lambda injected: injected.error)
def test_injected_errors(patient: ChargebeeNode, site: Chargebee, injected: Injected) -> None:
    """An error that a rule orders is thrown as a genuine one; the library repeats what it takes for a failure."""
    count = RETRIES + 1 if injected.again else 1
    library = patient.with_options(retryConfig={"enabled": False}) if injected.status == 429 else patient
    order(site, operation="customers.create", respond={"error": injected.error}, times=count)
    refusal = library.refusal("customer.create", {"id": "ada"})
    seen = refusal.seen
    assert (seen.status, seen.type, seen.code, seen.legacy) == injected.said
    assert not refusal.is_error
    assert statuses(site) == [injected.status] * count
    assert customers(site) == []


@pytest.mark.parametrize("error", ["too_many_requests", "locked", "idempotency_in_progress"])
def test_limits_are_waited_for(patient: ChargebeeNode, site: Chargebee, error: str) -> None:
    """The library repeats a 429, because it is told in seconds when to."""
    order(site, operation="customers.create", respond={"error": error})
    assert patient.call("customer.create", {"id": "ada"}).value["customer"]["id"] == "ada"
    attempts = [entry["request"]["headers"].get("x-cb-retry-attempt") for entry in reached(site)]
    assert attempts == [None, "1"]
    assert statuses(site) == [429, 200]


def test_nobody_waits_for_no_time(patient: ChargebeeNode, site: Chargebee) -> None:
    """The library gives up at once where a rule says zero seconds: the sandbox itself never does."""
    order(site, operation="customers.create", respond={"error": "locked", "headers": {"Retry-After": "0"}})
    assert patient.refusal("customer.create", {}).seen.code == "lock_timeout"
    assert statuses(site) == [429]


def test_a_failure_that_passes_goes_unnoticed(patient: ChargebeeNode, site: Chargebee) -> None:
    """A 503 that comes once is overcome by the library's own second attempt."""
    order(site, operation="customers.create", respond={"error": "unavailable"})
    assert patient.call("customer.create", {"id": "ada"}).value["customer"]["id"] == "ada"
    assert statuses(site) == [503, 200]


PAGE = {"status": 502, "headers": {"Content-Type": "text/html"}, "body": "<html>Bad Gateway</html>"}


def test_a_page_of_a_gateway(chargebee_node: ChargebeeNode, site: Chargebee) -> None:
    """What is no JSON is the one refusal that the library makes an error of, and a 500, whatever the status was."""
    order(site, operation="customers.list", respond=PAGE)
    refusal = chargebee_node.refusal("customer.list")
    assert refusal.is_error
    assert (refusal.status, refusal.seen.code) == (500, "internal_error")


def test_a_page_of_a_gateway_that_passes(patient: ChargebeeNode, site: Chargebee) -> None:
    """The library takes it for a failure and tries again."""
    order(site, operation="customers.create", respond=PAGE, effect="commit")
    assert patient.call("customer.create", {"id": "ada"}).replayed == "true"
    assert customers(site) == ["ada"]


def test_nothing_is_repeated_unasked(chargebee_node: ChargebeeNode, site: Chargebee) -> None:
    """Retries have to be asked for."""
    order(site, operation="customers.create", respond={"error": "unavailable"})
    assert chargebee_node.refusal("customer.create", {}).status == 503
    assert statuses(site) == [503]

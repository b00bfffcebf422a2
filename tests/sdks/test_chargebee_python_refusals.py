"""Chargebee's own Python client raises what the sandbox refuses as it would raise Chargebee's refusals."""

import pytest
import requests
from chargebee import APIError, Chargebee, InvalidRequestError, OperationFailedError
from chargebee import request as requesting
from chargebee.retry_config import RetryConfig

from mockserver.core.problems import KINDS
from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.clients import Chargebee as Site
from tests.sdks.chargebee_python import client_of, refusal, seen
from tests.sdks.chargebee_refusals import GENUINE, INJECTED, Injected, Refused, Seen
from tests.sdks.chargebee_site import NOON, advance, customers, freeze, order, reached, statuses

pytestmark = pytest.mark.sdk

RETRIES = 2


@pytest.fixture
def patient(chargebee_client: Chargebee) -> Chargebee:
    """The client, which tries again after next to no time."""
    chargebee_client.update_retry_config(RetryConfig(enabled=True, max_retries=RETRIES, delay_ms=1))
    return chargebee_client


@pytest.mark.parametrize("refused", GENUINE, ids=lambda refused: refused.id)
def test_refusals(chargebee_client: Chargebee, site: Site, refused: Refused) -> None:
    """A refusal is raised as an invalid request, with its codes, its parameter and its sentence."""
    site.set(**refused.settings)
    site.customer(id="ada")
    error = refusal(chargebee_client, refused.method, *refused.arguments)
    assert type(error) is InvalidRequestError
    assert seen(error) == refused.seen
    assert error.http_headers["content-type"] == "application/json;charset=utf-8"
    assert customers(site) == ["ada"]


def test_an_id_that_is_taken(chargebee_client: Chargebee, site: Site) -> None:
    """The second customer with it is refused, and the first stays what it was."""
    chargebee_client.Customer.create({"id": "ada", "first_name": "Ada"})
    error = refusal(chargebee_client, "Customer.create", {"id": "ada", "first_name": "Grace"})
    assert type(error) is InvalidRequestError
    text = "id : The value ada is already present."
    assert seen(error) == Seen(400, "invalid_request", "duplicate_entry", "id", "param_not_unique", text)
    assert chargebee_client.Customer.retrieve("ada").customer.first_name == "Ada"


def test_another_verb(chargebee_client: Chargebee) -> None:
    """An address that has other verbs says which."""
    with pytest.raises(InvalidRequestError) as raised:
        requesting.send("put", "/customers", chargebee_client.env, {"first_name": "Ada"})
    text = "The request method is not supported for this resource."
    code = "http_method_not_supported"
    assert seen(raised.value) == Seen(405, "invalid_request", code, None, code, text)
    assert raised.value.http_headers["allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("key", ["", "nonsense", "live_engine", "test_"])
def test_wrong_keys(live: MockServer, chargebee_client: Chargebee, key: str) -> None:
    """Whoever shows no key of a test site is told so, at any address; such an error belongs to no class."""
    stranger = client_of(live.url, key)
    for method in ("Customer.list", "Subscription.list"):
        error = refusal(stranger, method)
        assert type(error) is APIError
        text = "Sorry, authentication failed. Invalid api key"
        legacy = "api_authentication_invalid_key"
        assert seen(error) == Seen(401, None, "api_authentication_failed", None, legacy, text)


def test_keys_that_may_not(chargebee_client: Chargebee) -> None:
    """A key that may only read does so, and is refused when it writes."""
    with MockServer(Settings(port=0)) as server:
        grant = {"key": "test_reader", "allow": ["customers.list"]}
        requests.put(
            f"{server.url}/__admin/auth/chargebee", json={"credentials": [grant]}, timeout=20
        ).raise_for_status()
        reader = client_of(server.url, "test_reader")
        assert reader.Customer.list().list == []
        error = refusal(reader, "Customer.create", {})
    assert type(error) is OperationFailedError
    assert (error.http_status_code, error.api_error_code) == (403, "api_authorization_failed")


def test_every_error_is_tried() -> None:
    """A rule can order no error that is not in the table."""
    assert {injected.error for injected in INJECTED} == set(KINDS)


@pytest.mark.parametrize("injected", INJECTED, ids=lambda injected: injected.error)
def test_injected_errors(patient: Chargebee, site: Site, injected: Injected) -> None:
    """An error that a rule orders is raised as a genuine one; the client repeats what it takes for a failure."""
    count = RETRIES + 1 if injected.again else 1
    if injected.status == 429:
        patient.update_retry_config(RetryConfig())
    order(site, operation="customers.create", respond={"error": injected.error}, times=count)
    error = refusal(patient, "Customer.create", {"id": "ada"})
    assert type(error) is injected.raised
    assert (error.http_status_code, error.type, error.api_error_code, error.error_code) == injected.said
    assert statuses(site) == [injected.status] * count
    assert customers(site) == []


@pytest.mark.parametrize("error", ["too_many_requests", "locked", "idempotency_in_progress"])
def test_limits_are_waited_for(patient: Chargebee, site: Site, error: str) -> None:
    """The client repeats a 429 as often as it comes, more often than it was allowed, so that rules have to end."""
    order(site, operation="customers.create", respond={"error": error}, times=RETRIES + 2)
    made = patient.Customer.create({"id": "ada"})
    assert made.customer.id == "ada"
    attempts = [entry["request"]["headers"].get("x-cb-retry-attempt") for entry in reached(site)]
    assert attempts == [None, "1", "2", "3", "4"]
    assert statuses(site) == [429] * (RETRIES + 2) + [200]


def test_a_failure_that_passes_goes_unnoticed(patient: Chargebee, site: Site) -> None:
    """A 503 that comes once is overcome by the client's own second attempt."""
    order(site, operation="customers.create", respond={"error": "unavailable"})
    assert patient.Customer.create({"id": "ada"}).customer.id == "ada"
    assert statuses(site) == [503, 200]


def test_no_client_repeats_anything_by_itself(chargebee_client: Chargebee, site: Site) -> None:
    """Retries have to be asked for."""
    order(site, operation="customers.create", respond={"error": "unavailable"})
    assert refusal(chargebee_client, "Customer.create", {}).http_status_code == 503
    assert statuses(site) == [503]


def test_a_rule_names_a_parameter(chargebee_client: Chargebee, site: Site) -> None:
    """The first field of a rule's error is the parameter, written as requests write it."""
    fields = [{"field": "billing_address.country", "message": "Country is embargoed."}]
    order(site, operation="customers.create", respond={"error": "invalid", "fields": fields})
    error = refusal(chargebee_client, "Customer.create", {})
    text = "billing_address[country] : Country is embargoed."
    param = "billing_address[country]"
    assert seen(error) == Seen(400, "invalid_request", "param_wrong_value", param, "wrong_format", text)


PAGE = {"status": 502, "headers": {"Content-Type": "text/html"}, "body": "<html>Bad Gateway</html>"}


def test_a_page_of_a_gateway(chargebee_client: Chargebee, site: Site) -> None:
    """What is no JSON is an exception of no class, which tells of a 500 whatever the status was."""
    order(site, operation="customers.list", respond=PAGE)
    with pytest.raises(Exception, match="http_status_code: 500") as raised:
        chargebee_client.Customer.list()
    assert not isinstance(raised.value, APIError)


def test_a_page_of_a_gateway_that_passes(patient: Chargebee, site: Site) -> None:
    """The client takes it for a failure and tries again."""
    order(site, operation="customers.create", respond=PAGE, effect="commit")
    made = patient.Customer.create({"id": "ada"})
    assert made.is_idempotency_replayed
    assert customers(site) == ["ada"]


def test_a_limit_that_is_enforced(chargebee_client: Chargebee, site: Site) -> None:
    """Beyond the limit of a minute a call is refused, and a minute later it is not."""
    freeze(site, NOON)
    limit = {"id": "two", "api": "chargebee", "operations": "all", "limit": "2/60s"}
    assert site.admin("PUT", "/scenario", {"version": 1, "rate_limits": [limit]}).status == 200
    for _ in range(2):
        chargebee_client.Customer.list()
    error = refusal(chargebee_client, "Customer.list")
    assert type(error) is OperationFailedError
    assert error.api_error_code == "api_request_limit_exceeded"
    assert 1 <= int(error.http_headers["retry-after"]) <= 60
    advance(site, "60s")
    assert chargebee_client.Customer.list().list == []

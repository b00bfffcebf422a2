"""Metrics: what the server did, as Prometheus reads it."""

import sys

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.clients import InProcess, Stripe


def samples(server: InProcess) -> dict[tuple[str, ...], float]:
    """Give the samples of the page, by name and labels."""
    answer = server.send("GET", "/__admin/metrics", {}, None)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    return {
        (sample.name, *(sample.labels[label] for label in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


@pytest.fixture
def server() -> InProcess:
    """A server nobody has asked anything."""
    return InProcess(create_app(Settings()))


def test_a_server_that_was_asked_nothing_has_no_tenants(server: InProcess) -> None:
    assert samples(server) == {("mockserver_tenants",): 0}


def test_exchanges_are_counted_by_what_became_of_them(server: InProcess) -> None:
    """By API, operation and status, and whether a rule shaped them; a silent fault has no status."""
    stripe = Stripe(server, "acme")
    stripe.customer()
    stripe.customer()
    stripe.get("/customers/cus_nobody")
    stripe.get("/nothing")
    stripe.admin("POST", "/rules", {"operation": "customers.create", "respond": {"error": "conflict"}})
    stripe.post("/customers")
    stripe.admin("POST", "/rules", {"operation": "customers.create", "fault": "close"})
    stripe.post("/customers")
    name = "mockserver_requests_total"
    assert samples(server) == {
        (name, "stripe", "customers.create", "false", "200"): 2,
        (name, "stripe", "customers.get", "false", "404"): 1,
        (name, "stripe", "", "false", "404"): 1,
        (name, "stripe", "customers.create", "true", "409"): 1,
        (name, "stripe", "customers.create", "true", "none"): 1,
        ("mockserver_tenants",): 1,
    }


def test_without_the_library_it_is_said_what_is_missing(server: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    answer = server.send("GET", "/__admin/metrics", {}, None)
    assert (answer.status, answer.headers["content-type"]) == (501, "application/problem+json")
    assert answer.json["detail"] == "Metrics need the library prometheus-client: install mockserver[metrics]."

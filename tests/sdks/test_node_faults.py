"""Broken connections as the Node libraries of Stripe, Chargebee and Rebilly meet them."""

from typing import Any

import pytest

from tests.clients import Chargebee, Rebilly, Stripe
from tests.sdks import chargebee_site, stripe_account
from tests.sdks.broken import CUT, LOST, SLOW, WRONG
from tests.sdks.chargebee_node import ChargebeeNode
from tests.sdks.javascript import Sdk
from tests.sdks.stripe_node import StripeNode

pytestmark = pytest.mark.sdk


@pytest.mark.parametrize("effect", ["skip", "commit"])
@pytest.mark.parametrize("fault", LOST, ids=str)
def test_stripe_repeats_what_a_closed_connection_lost(
    stripe_node: StripeNode, account: Stripe, fault: Any, effect: str
) -> None:
    """Once, even where it is told to repeat nothing; with the same key, so that there is one customer."""
    stripe_account.order(account, operation="customers.create", fault=fault, effect=effect)
    made = stripe_node.call("customers.create", {"name": "Ada"})
    assert stripe_account.customers(account) == [made.value["id"]]
    assert ("idempotent-replayed" in made.headers) == (effect == "commit")
    first, second = stripe_account.keys(account)
    assert first == second


@pytest.mark.parametrize(
    ("fault", "type"),
    [(fault, type) for faults, type in ((CUT, "StripeConnectionError"), (WRONG, "StripeAPIError")) for fault in faults],
    ids=str,
)
def test_stripe_does_not_repeat_what_was_half_answered(
    stripe_node: StripeNode, account: Stripe, fault: Any, type: str
) -> None:
    """There is a customer that its user knows nothing of."""
    stripe_account.order(account, operation="customers.create", fault=fault)
    refusal = stripe_node.with_options(maxNetworkRetries=2).refusal("customers.create", {"name": "Ada"})
    assert (refusal.type, refusal.status) == (type, None)
    assert (len(stripe_account.customers(account)), len(stripe_account.reached(account))) == (1, 1)


@pytest.mark.parametrize("fault", LOST, ids=str)
def test_chargebee_does_not_repeat_what_was_lost(chargebee_node: ChargebeeNode, site: Chargebee, fault: Any) -> None:
    """What it throws is no error of Chargebee's."""
    chargebee_site.order(site, operation="customers.create", fault=fault, effect="commit")
    patient = chargebee_node.with_options(retryConfig={"enabled": True, "maxRetries": 2, "delayMs": 0})
    with pytest.raises(AssertionError, match="TypeError: fetch failed"):
        patient.call("customer.create", {"first_name": "Ada"})
    assert (len(chargebee_site.customers(site)), len(chargebee_site.reached(site))) == (1, 1)


@pytest.mark.parametrize("fault", [*CUT, *WRONG], ids=str)
def test_chargebee_takes_half_an_answer_for_a_failure_and_repeats_it(
    chargebee_node: ChargebeeNode, site: Chargebee, fault: Any
) -> None:
    """It invents a 500. Its retry has the same key, so that there is one customer."""
    chargebee_site.order(site, operation="customers.create", fault=fault)
    refusal = chargebee_node.refusal("customer.create", {"first_name": "Ada"})
    assert (refusal.status, refusal.body["api_error_code"]) == (500, "internal_error")
    chargebee_site.order(site, operation="customers.create", fault=fault)
    patient = chargebee_node.with_options(retryConfig={"enabled": True, "maxRetries": 2, "delayMs": 0})
    made = patient.call("customer.create", {"first_name": "Bea"})
    assert made.replayed == "true"
    assert len(chargebee_site.customers(site)) == 2


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("connection_reset", "read ECONNRESET"),
        ("close", "socket hang up"),
        ({"hang": "50ms"}, "socket hang up"),
        ("truncate", "stream has been aborted"),
        ("malformed", "Parse Error: Invalid character in chunk size"),
        ("wrong_length", "Parse Error: Data after `Connection: close`"),
    ],
    ids=str,
)
def test_rebilly_says_what_broke(sdk: Sdk, tenant: Rebilly, fault: Any, message: str) -> None:
    """It repeats nothing; a put to the same id does no harm."""
    tenant.admin("POST", "/rules", {"operation": "customers.upsert", "fault": fault, "effect": "commit"})
    refusal = sdk.refusal("customers.update", id="ada", data={})
    assert (refusal.name, refusal.message) == ("RebillyRequestError", message)
    assert sdk.call("customers.update", id="ada", data={}).fields["revision"] == 1
    assert sdk.call("customers.getAll").total == 1


def test_rebilly_takes_an_empty_answer_for_a_customer(sdk: Sdk, tenant: Rebilly) -> None:
    """Of no members at all."""
    tenant.admin("POST", "/rules", {"operation": "customers.create", "fault": "empty_response"})
    made = sdk.call("customers.create", data={})
    assert (made.status, made.fields) == (201, {})


def test_a_slow_answer_is_an_answer(
    sdk: Sdk, tenant: Rebilly, stripe_node: StripeNode, chargebee_node: ChargebeeNode
) -> None:
    for _ in range(3):
        tenant.admin("POST", "/rules", {"operation": "customers.create", "fault": SLOW})
    assert sdk.call("customers.create", data={}).fields["id"]
    assert stripe_node.call("customers.create", {}).value["id"]
    assert chargebee_node.call("customer.create", {}).value["customer"]["id"]
    assert [entry["fault"] for entry in tenant.admin("GET", "/requests").json["requests"]] == ["dribble"] * 3

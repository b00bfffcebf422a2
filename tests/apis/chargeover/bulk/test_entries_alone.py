"""An entry of a bulk is answered what the same request is answered alone.

Two servers of the same seed, whose clocks stand still, are sent the same requests: one of them alone, one in a bulk.
"""

import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.apis.chargeover.bulk.requests import Entry, bulk, entry
from tests.clients import Answer, ChargeOver, InProcess

_numbers = itertools.count(1)

ADA = {"company": "Ada & Co", "external_key": "k", "superuser_email": "ada@example.com", "tags": ["a"]}

CARD = {"customer_id": 1, "number": "4111 1111 1111 1111", "expdate_month": "8", "expdate_year": "2031"}

REQUESTS = (
    entry("POST", "/customer", ADA),
    entry("POST", "/customer", {"company": "Below", "parent_customer_external_key": "k"}),
    entry("POST", "/customer", '{"company": "Written out", "superuser_username": "ada"}'),
    entry("POST", "/customer?_flag_emails=0", {"company": "Söhne", "no_taxes": "1"}),
    entry("POST", "//customer/", {"company": "Slashes"}),
    entry("POST", "/customer", {"company": "Bad", "no_taxes": "perhaps", "terms_id": "x"}),
    entry("POST", "/customer", {"superuser_name": "Without a company"}),
    entry("POST", "/customer", {}),
    entry("POST", "/customer", "["),
    entry("POST", "/customer", "5"),
    entry("POST", "/customer/1", {"company": "Elsewhere"}),
    entry("PUT", "/customer", {"company": "Nobody"}),
    entry("PUT", "/customer/1", {"bill_city": "Bath", "superuser_name": "Ada King"}),
    entry("PUT", "/customer/external_key:k", {"company": "Changed", "parent_customer_id": 1}),
    entry("PUT", "/customer/2", {"parent_customer_id": 99}),
    entry("PUT", "/customer/2", None),
    entry("GET", "/customer"),
    entry("GET", "/customer?where=company:CONTAINS:a&order=company:DESC&limit=2"),
    entry("GET", "/customer?where=nothing:EQUALS:a"),
    entry("GET", "/customer?limit=x"),
    entry("GET", "/customer?where=%FF"),
    entry("GET", "/customer/_count?where=external_key:EQUALS:k"),
    entry("GET", "/customer/1"),
    entry("GET", "/customer/99"),
    entry("GET", "/customer/external_key:k"),
    entry("POST", "/user", {"customer_id": 1, "name": "Bob Moss", "username": "bob"}),
    entry("POST", "/user", {"customer_id": 77}),
    entry("GET", "/user?where=customers.customer_id:EQUALS:1"),
    entry("PUT", "/user/350", {"phone": "+44 1632 960000"}),
    entry("POST", "/user/350?action=login"),
    entry("POST", "/user/350?action=dance"),
    entry("POST", "/creditcard", CARD),
    entry("POST", "/creditcard", {**CARD, "number": "4111111111111112"}),
    entry("POST", "/creditcard", {**CARD, "customer_id": 77}),
    entry("GET", "/creditcard?where=customer_id:EQUALS:1"),
    entry("POST", "/tokenized", {"customer_id": 1, "type": "customer", "token": "abc", "gateway": "none"}),
    entry("GET", "/tokenized/1"),
    entry("POST", "/_config", {"key": "value"}),
    entry("POST", "/_config", []),
    entry("GET", "/_config"),
    entry("POST", "/_resthook", {"target_url": "http://127.0.0.1:9/", "event": "customer.insert"}),
    entry("POST", "/_resthook", {"target_url": "nowhere", "event": "customer.insert"}),
    entry("GET", "/invoice/1"),
    entry("GET", "/nope"),
    entry("GET", "/nope?a=%FF"),
    entry("PUT", "/"),
)  # fmt: skip


@pytest.fixture(scope="module")
def callers() -> tuple[InProcess, InProcess]:
    """Two servers that answer the same."""
    return InProcess(create_app(Settings())), InProcess(create_app(Settings()))


def twins(callers: tuple[InProcess, InProcess]) -> tuple[ChargeOver, ChargeOver]:
    """Give the same new account on both servers."""
    name = f"twin-{next(_numbers)}"
    first, second = ChargeOver(callers[0], name), ChargeOver(callers[1], name)
    for account in (first, second):
        account.admin("POST", "/clock/freeze", {"at": "2026-03-10T06:01:49Z"})
    return first, second


def alone(account: ChargeOver, request: Entry) -> Answer:
    """Send an entry as a request of its own."""
    payload = request["payload"]
    body = payload.encode() if isinstance(payload, str) else payload
    return account.send(request["request_method"], request["uri"], body, raw=True)


def told(answer: Answer) -> dict[str, Any]:
    """Give what a bulk tells of an answer."""
    assert answer.status == answer.json["code"]
    return {name: member for name, member in answer.json.items() if name != "details"}


@settings(max_examples=60, derandomize=True, database=None, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(requests=st.lists(st.sampled_from(REQUESTS), min_size=1, max_size=25))
def test_in_any_order(callers: tuple[InProcess, InProcess], requests: Sequence[Entry]) -> None:
    """Whatever was done and refused before."""
    one, other = twins(callers)
    assert bulk(other, *requests) == [told(alone(one, request)) for request in requests]
    both = [account.shown("/customer", limit=500) for account in (one, other)]
    assert both[0] == both[1]


@pytest.mark.parametrize("start", range(0, len(REQUESTS), 5))
def test_every_kind_of_request(callers: tuple[InProcess, InProcess], start: int) -> None:
    """Each at least once, with two customers there."""
    one, other = twins(callers)
    requests = [*REQUESTS[:2], *REQUESTS[start : start + 20]]
    assert bulk(other, *requests) == [told(alone(one, request)) for request in requests]

"""Keys of any provider are shown nowhere, whichever API they were sent to, and wherever they stood."""

import json
from typing import Any

import pytest

from tests.admin.conftest import Admin
from tests.clients import Chargebee, ChargeOver, Rebilly, Stripe
from tests.tables import each_row

KEYS = {
    "sk_test_Invented51abcdWXYZ": "sk_test_********WXYZ",
    "rk_live_Invented51abcdWXYZ": "rk_live_********WXYZ",
    "pk_test_Invented51abcdWXYZ": "pk_test_********WXYZ",
    "whsec_Invented51abcdWXYZ": "whsec_********WXYZ",
    "sk_sandbox_invented-51_abcdWXYZ": "sk_sandbox_********WXYZ",
    "pk_live_invented-51_abcdWXYZ": "pk_live_********WXYZ",
    "live_Invented51abcdWXYZ": "live_********WXYZ",
    "test_Invented51abcdWXYZ": "test_********WXYZ",
    "sk_test_short": "sk_test_********",
}

Client = Rebilly | Stripe | Chargebee | ChargeOver


@pytest.fixture(params=["rebilly", "stripe", "chargebee", "chargeover"])
def client(request: pytest.FixtureRequest) -> Client:
    client: Client = request.getfixturevalue(request.param)
    return client


def everything(admin: Any, last: int) -> str:
    """Give all that the control plane says of a request."""
    answers = [
        admin("GET", "/requests"),
        admin("GET", f"/requests/{last}"),
        admin("GET", f"/requests/{last}/curl"),
        admin("GET", f"/requests/{last}/near-misses"),
        admin("GET", "/requests/unmatched"),
        admin("GET", "/requests/near-misses"),
        admin("POST", "/requests/find", {}),
        admin("POST", "/near-misses/request-pattern", {"method": "PATCH", "urlPath": "/nowhere"}),
        admin("POST", "/verify", {"match": {"match": {"request": {"url": "none"}}}}),
        admin("POST", "/scenario/explain", {"request": last}),
    ]
    return "\n".join(answer.content.decode() for answer in answers)


@each_row("key", KEYS)
def test_a_key_is_masked_wherever_it_stands(client: Client, key: str) -> None:
    match = {"headers": {"X-Note": "none"}, "query": {"note": "none"}, "request": {"body": "none"}}
    client.admin("PUT", "/rules/never", {"match": match, "respond": {"error": "conflict"}})
    headers = {"X-Note": f"by {key}", "X-Api-Key": key}
    client.send("GET", f"/customers/{key}?note={key}&api_key={key}&limit={key}", headers=headers)
    client.send("POST", f"/custmers?x[{key}]={key}", {"note": f"Bearer {key}.", "apiKey": key, key: "1"})
    shown = "\n".join(everything(client.admin, last) for last in (1, 2))
    assert key not in shown
    assert KEYS[key] in shown
    client.admin("DELETE", "/rules/never")


def test_a_rule_may_be_called_like_a_key(admin: Admin) -> None:
    """Its id is in the journal, in headers of answers and in explanations, where it is masked."""
    key = "sk_test_Invented51abcdWXYZ"
    admin("PUT", f"/rules/{key}", {"respond": {"error": "conflict"}, "times": "forever"})
    admin.rebilly.get("/customers")
    assert key not in everything(admin.rebilly.admin, 1)
    assert admin("GET", "/requests/1")["rule"] == "sk_test_********WXYZ"


@each_row(
    ("name", "value"),
    [("api_key", "acme"), ("apiKey", "x-51"), ("X-API-Key", "acme"), ("access_token", "abc"), ("password", "hidden")],
)
def test_members_that_hold_keys_are_masked_whatever_they_hold(admin: Admin, name: str, value: str) -> None:
    admin.rebilly.post(f"/customers?{name}={value}", {name: value})
    entry = admin("GET", "/requests/1")["request"]
    assert entry["url"].endswith(f"?{name}=********")
    assert entry["body"] == {name: "********"}


@each_row(
    "text",
    [
        "test_clock",
        "test_helpers/test_clocks",
        "live_mode",
        "risk_test_of_ada",
        "pm_card_visa",
        "cus_test_ada",
        "task_test",
    ],
)
def test_words_that_are_no_keys_stay(admin: Admin, text: str) -> None:
    admin.rebilly.post("/customers", {"note": text})
    assert admin("GET", "/requests/1")["request"]["body"] == {"note": text}


def test_identifiers_stay_in_addresses(admin: Admin) -> None:
    """A UUID of digits alone has groups like those of a card."""
    id = "41111111-1111-4111-8111-111111111111"
    admin.rebilly.get(f"/customers/{id}")
    entry = admin("GET", "/requests/1")
    assert entry["request"]["url"].endswith(f"/customers/{id}")
    assert json.dumps(entry).count("********") == 1

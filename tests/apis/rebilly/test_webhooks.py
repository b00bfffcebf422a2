"""Webhooks: kept, and told what happens, at once and in order."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from mockserver.apis.rebilly.tables import WEBHOOK_EVENTS
from tests.clients import Rebilly
from tests.receivers import Receiver, receiving
from tests.tables import each_row

HOOK = {"method": "POST", "url": "http://127.0.0.1:9/hook", "credentialHash": "none"}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def hook(rebilly: Rebilly, receiver: Receiver, **members: Any) -> Any:
    answer = rebilly.post("/webhooks", {**HOOK, "url": f"{receiver.url}/hook", **members})
    assert answer.status == 201, answer.content
    return answer.json


def events(receiver: Receiver, count: int) -> list[str]:
    return [received.json["eventType"] for received in receiver.wait(count)]


def test_a_webhook_is_created_with_its_defaults(rebilly: Rebilly) -> None:
    answer = rebilly.post("/webhooks", HOOK)
    assert answer.status == 201
    created = answer.json
    link = f"http://localhost/organizations/{rebilly.organization}/webhooks/{created['id']}"
    assert answer.headers["location"] == link
    assert created == {
        "id": created["id"],
        "eventsFilter": [],
        "status": "active",
        **HOOK,
        "headers": [],
        "body": None,
        "filter": None,
        "createdTime": created["createdTime"],
        "updatedTime": created["updatedTime"],
        "_links": [{"rel": "self", "href": link}],
    }
    assert created["id"].startswith("hook_")
    assert rebilly.get(f"/webhooks/{created['id']}").json == created
    assert rebilly.get("/webhooks").json == [created]


def test_a_webhook_is_put_replaced_and_deleted(rebilly: Rebilly) -> None:
    created = rebilly.put("/webhooks/mine", HOOK)
    assert (created.status, created.json["id"]) == (201, "mine")
    replaced = rebilly.put("/webhooks/mine", {**HOOK, "method": "PUT", "status": "inactive"})
    assert (replaced.status, replaced.json["method"], replaced.json["status"]) == (200, "PUT", "inactive")
    assert "x-ratelimit-remaining" in replaced.headers
    deleted = rebilly.delete("/webhooks/mine")
    assert (deleted.status, "x-ratelimit-remaining" in deleted.headers) == (204, False)
    assert [rebilly.get("/webhooks/mine").status, rebilly.delete("/webhooks/mine").status] == [404, 404]


@each_row(
    ("member", "value", "field"),
    [
        ("method", None, "method"),
        ("method", "FETCH", "method"),
        ("url", "nowhere", "url"),
        ("credentialHash", 5, "credentialHash"),
        ("status", "asleep", "status"),
        ("eventsFilter", ["customer-created", "customer-exploded"], "eventsFilter.1"),
        ("headers", [{"name": "X-A"}], "headers.0.value"),
        ("headers", [{"name": "X A", "value": "b"}], "headers.0.name"),
        ("headers", [{"name": "X-A", "value": "b\r\nX-C: d"}], "headers.0.value"),
        ("filter", "customerId", "filter"),
        ("filter", 'a:"b', "filter"),
    ],
)
def test_a_webhook_is_checked(rebilly: Rebilly, member: str, value: Any, field: str) -> None:
    answer = rebilly.post("/webhooks", {**HOOK, member: value})
    assert (answer.status, list(answer.invalid_fields)) == (422, [field])


def test_what_a_webhook_needs_is_named_at_once(rebilly: Rebilly) -> None:
    assert list(rebilly.post("/webhooks", {}).invalid_fields) == ["method", "url", "credentialHash"]


def test_an_id_of_ones_own_has_a_form(rebilly: Rebilly) -> None:
    assert list(rebilly.put("/webhooks/a%20b", HOOK).invalid_fields) == ["id"]


def test_at_most_25_webhooks_are_active(rebilly: Rebilly) -> None:
    for _ in range(25):
        assert rebilly.post("/webhooks", HOOK).status == 201
    assert list(rebilly.post("/webhooks", HOOK).invalid_fields) == ["status"]
    assert rebilly.post("/webhooks", {**HOOK, "status": "inactive"}).status == 201


def test_webhooks_are_filtered(rebilly: Rebilly) -> None:
    rebilly.put("/webhooks/a", HOOK)
    rebilly.put("/webhooks/b", {**HOOK, "status": "inactive"})
    assert [found["id"] for found in rebilly.get("/webhooks?filter=status:inactive").json] == ["b"]


def test_every_documented_event_can_be_asked_for(rebilly: Rebilly) -> None:
    assert len(WEBHOOK_EVENTS) == 121
    assert rebilly.post("/webhooks", {**HOOK, "eventsFilter": list(WEBHOOK_EVENTS)}).status == 201


def test_a_new_customer_is_told_with_all_it_is(rebilly: Rebilly, receiver: Receiver) -> None:
    """The request is as Rebilly documents it: its headers, its body, the customer embedded."""
    hook(rebilly, receiver)
    customer = rebilly.customer(primaryAddress={"firstName": "Ada"})
    [told] = receiver.wait(1)
    assert (told.method, told.path) == ("POST", "/hook")
    assert told.headers["content-type"] == "application/json; charset=utf-8"
    assert told.headers["user-agent"].startswith("Rebilly/")
    assert "authorization" not in told.headers
    assert told.json == {
        "customerId": customer["id"],
        "eventType": "customer-created",
        "_embedded": {"customer": customer},
        "_links": [{"rel": "customer", "href": customer["_links"][0]["href"]}],
    }


def test_events_come_in_the_order_they_happened(rebilly: Rebilly, receiver: Receiver) -> None:
    hook(rebilly, receiver)
    for id in ("ada", "bob"):
        rebilly.put(f"/customers/{id}", {})
        rebilly.put(f"/customers/{id}", {"locale": "en"})
    rebilly.delete("/customers/bob?targetCustomerId=ada")
    assert events(receiver, 5) == [
        "customer-created", "customer-updated", "customer-created", "customer-updated", "customer-merged",
    ]  # fmt: skip


def test_a_merge_tells_both_customers(rebilly: Rebilly, receiver: Receiver) -> None:
    hook(rebilly, receiver, eventsFilter=["customer-merged"])
    ada, bob = (rebilly.put(f"/customers/{id}", {}).json for id in ("ada", "bob"))
    rebilly.delete("/customers/bob?targetCustomerId=ada")
    [told] = receiver.wait(1)
    assert told.json["targetCustomerId"] == "ada"
    assert told.json["duplicatedCustomer"] == bob
    assert told.json["_embedded"]["targetCustomer"] == {
        **ada, "revision": 2, "updatedTime": told.json["_embedded"]["targetCustomer"]["updatedTime"],
    }  # fmt: skip


def test_tags_and_lead_sources_are_told(rebilly: Rebilly, receiver: Receiver) -> None:
    """Each real change once, a renamed tag not at all; the customer is as it was right after the change."""
    rebilly.post("/tags", {"name": "VIP", "type": "customer"})
    hook(rebilly, receiver)
    rebilly.put("/customers/ada", {"leadSource": {"source": "fair"}})
    rebilly.post("/tags/VIP/customers/ada")
    rebilly.post("/tags/VIP/customers", {"customerIds": ["ada"]})
    rebilly.send("PATCH", "/tags/VIP", {"name": "Gold"})
    rebilly.put("/customers/ada/lead-source", {"source": "friend"})
    rebilly.delete("/customers/ada/lead-source")
    rebilly.delete("/tags/Gold")
    told = [received.json for received in receiver.wait(5)]
    assert [(one["eventType"], [tag["name"] for tag in one["_embedded"]["customer"]["tags"]]) for one in told] == [
        ("customer-created", []),
        ("customer-updated", ["VIP"]),
        ("lead-source-changed", ["Gold"]),
        ("lead-source-changed", ["Gold"]),
        ("customer-updated", []),
    ]


def test_a_new_card_is_told_after_its_customer(rebilly: Rebilly, receiver: Receiver) -> None:
    hook(rebilly, receiver)
    card = {"pan": "4111111111111111", "cvv": "123", "expMonth": 12, "expYear": 2030}
    token = rebilly.post("/tokens", {"method": "payment-card", "paymentInstrument": card}).json
    customer = rebilly.customer(paymentToken=token["id"])
    assert events(receiver, 2) == ["customer-created", "payment-card-created"]
    told = receiver.wait(2)[1].json
    assert told["paymentCardId"] == customer["defaultPaymentInstrument"]["paymentInstrumentId"]
    assert told["_embedded"]["paymentCard"]["last4"] == "1111"


def test_nothing_is_told_of_what_did_not_happen(rebilly: Rebilly, receiver: Receiver) -> None:
    """A refusal, and a replacement that changes nothing."""
    hook(rebilly, receiver)
    rebilly.post("/customers", {"locale": 5})
    rebilly.put("/customers/ada", {"locale": "en"})
    rebilly.put("/customers/ada", {"locale": "en"})
    rebilly.put("/customers/ada", {"locale": "fr"})
    assert events(receiver, 2) == ["customer-created", "customer-updated"]


def test_a_webhook_hears_only_of_its_events(rebilly: Rebilly, receiver: Receiver) -> None:
    hook(rebilly, receiver, eventsFilter=["customer-updated"])
    hook(rebilly, receiver, status="inactive")
    rebilly.put("/customers/ada", {})
    rebilly.put("/customers/ada", {"locale": "en"})
    assert events(receiver, 1) == ["customer-updated"]


def test_a_filter_chooses_by_the_payload(rebilly: Rebilly, receiver: Receiver) -> None:
    hook(rebilly, receiver, filter="_embedded.customer.primaryAddress.country:GB,FR;eventType:customer-created")
    for id, country in {"ada": "GB", "grace": "US", "louis": "FR"}.items():
        rebilly.put(f"/customers/{id}", {"primaryAddress": {"country": country}})
    assert [told.json["customerId"] for told in receiver.wait(2)] == ["ada", "louis"]


def test_a_template_makes_the_body(rebilly: Rebilly, receiver: Receiver) -> None:
    """Members are put in as JSON text, an unknown one leaves nothing."""
    who, revision = "{{_embedded.customer.firstName}}", "{{ _embedded.customer.revision }}"
    hook(rebilly, receiver, body=f'{{"who": "{who}", "rev": {revision}, "x": "{{{{no.such}}}}"}}')
    rebilly.customer(primaryAddress={"firstName": 'Ada "Lovelace"'})
    assert receiver.wait(1)[0].json == {"who": 'Ada "Lovelace"', "rev": 1, "x": ""}


def test_headers_and_method_are_the_webhooks(rebilly: Rebilly, receiver: Receiver) -> None:
    headers = [
        {"name": "X-Team", "value": "billing"},
        {"name": "X-Off", "value": "no", "status": "inactive"},
    ]
    hook(rebilly, receiver, method="PUT", headers=headers)
    rebilly.customer()
    [told] = receiver.wait(1)
    assert (told.method, told.headers["x-team"], "x-off" in told.headers) == ("PUT", "billing", False)


def test_a_credential_greets_its_host(rebilly: Rebilly, receiver: Receiver) -> None:
    """Basic authentication on the host the credential is for; the password is never shown."""
    auth = {"type": "basic", "username": "ada", "password": "s3cret"}
    created = rebilly.post("/service-credentials/webhook", {"type": "webhook", "host": "127.0.0.1", "auth": auth})
    assert created.status == 201
    assert "s3cret" not in created.content.decode()
    hook(rebilly, receiver, credentialHash=created.json["hash"])
    rebilly.customer()
    [told] = receiver.wait(1)
    assert told.headers["authorization"] == "Basic " + base64.b64encode(b"ada:s3cret").decode()
    elsewhere = rebilly.post("/service-credentials/webhook", {"host": "hooks.example.com", "auth": auth}).json
    hook(rebilly, receiver, credentialHash=elsewhere["id"], eventsFilter=["customer-updated"], url=f"{receiver.url}/2")
    rebilly.put("/customers/ada", {})
    rebilly.put("/customers/ada", {"locale": "en"})
    told = {received.path: received for received in receiver.wait(4)}["/2"]
    assert "authorization" not in told.headers


@each_row(
    ("body", "fields"),
    [
        ({}, ["host"]),
        ({"host": "x", "auth": {"type": "basic"}}, ["auth.username", "auth.password"]),
        ({"host": "x", "auth": {"type": "magic"}}, ["auth.type"]),
        ({"host": "x", "type": "smtp"}, ["type"]),
    ],
)
def test_a_credential_is_checked(rebilly: Rebilly, body: Any, fields: list[str]) -> None:
    answer = rebilly.post("/service-credentials/webhook", body)
    assert (answer.status, list(answer.invalid_fields)) == (422, fields)


def test_credentials_are_read(rebilly: Rebilly) -> None:
    created = rebilly.post("/service-credentials/webhook", {"host": "127.0.0.1"}).json
    assert rebilly.get(f"/service-credentials/webhook/{created['id']}").json == created
    assert rebilly.get("/service-credentials/webhook").json == [created]
    assert rebilly.get("/service-credentials/webhook/none").status == 404


def test_only_receivers_on_this_machine_are_called(rebilly: Rebilly, receiver: Receiver) -> None:
    """A sandbox reaches nobody outside; the control plane tells what became of every delivery."""
    rebilly.put("/webhooks/far", {**HOOK, "url": "http://hooks.example.com/"})
    rebilly.customer()
    hook(rebilly, receiver, eventsFilter=["customer-updated"])
    rebilly.put("/customers/ada", {})
    rebilly.put("/customers/ada", {"locale": "en"})
    receiver.wait(1)
    outcomes = {(one["event"], one["request"]["url"]): (one["status"], one["error"]) for one in _settled(rebilly, 4)}
    far = (None, "the receiver is not on this machine")
    assert outcomes == {
        ("customer-created", "http://hooks.example.com/"): far,
        ("customer-updated", "http://hooks.example.com/"): far,
        ("customer-updated", f"{receiver.url}/hook"): (200, None),
    }


def test_a_receiver_that_fails_holds_up_nobody(rebilly: Rebilly, receiver: Receiver) -> None:
    """It is told once, and the next event comes all the same."""
    receiver.status = 500
    rebilly.put("/webhooks/closed", {**HOOK, "url": "http://127.0.0.1:9/"})
    hook(rebilly, receiver)
    rebilly.put("/customers/ada", {})
    rebilly.put("/customers/ada", {"locale": "en"})
    assert events(receiver, 2) == ["customer-created", "customer-updated"]
    assert [
        one["status"] or one["error"]
        for one in _settled(rebilly, 4)
        if one["request"]["url"].startswith("http://127.0.0.1:9/")
    ] == [
        "ConnectionRefusedError",
        "ConnectionRefusedError",
    ]


def test_tenants_hear_only_of_themselves(rebilly: Rebilly, receiver: Receiver) -> None:
    hook(rebilly, receiver)
    Rebilly(rebilly.caller, f"{rebilly.organization}-other").customer()
    mine = rebilly.customer()
    assert [told.json["customerId"] for told in receiver.wait(1)] == [mine["id"]]


def _settled(rebilly: Rebilly, count: int) -> list[Any]:
    """Give the outcomes of a number of deliveries, waiting for them."""
    import time

    deadline = time.monotonic() + 10
    while True:
        delivered: list[Any] = rebilly.admin("GET", "/deliveries").json["deliveries"]
        if len(delivered) >= count:
            return delivered
        assert time.monotonic() < deadline, delivered
        time.sleep(0.02)

"""Verification over the control plane: 200 where it holds, 406 and what came instead where it does not."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from mockserver.settings import Settings
from mockserver.testing.server import MockServer
from tests.admin.conftest import Admin, problem
from tests.admin.later import eventually, soon
from tests.clients import Answer, InProcess, OverHttp, Rebilly, Stripe

CREATED = {"operation": "customers.create"}
LISTED = {"operation": "customers.list"}


@pytest.fixture
def remote(live: MockServer, organization: str) -> Rebilly:
    """A Rebilly caller over a socket."""
    return Rebilly(OverHttp(live.url), organization)


def verify(rebilly: Rebilly, **wish: Any) -> Answer:
    return rebilly.admin("POST", "/verify", wish)


def test_what_holds_is_answered_with_what_was_found(admin: Admin) -> None:
    admin.rebilly.customer(locale="en")
    admin.rebilly.get("/customers")
    created = {
        "id": 1, "api": "rebilly", "operation": "customers.create", "method": "POST", "status": 201, "rule": None,
        "url": f"/organizations/{admin.rebilly.organization}/customers",
    }  # fmt: skip
    wish = {"match": {**CREATED, "match": {"body": {"locale": "en"}}}, "calls": 1, "order": [CREATED, LISTED]}
    assert admin("POST", "/verify", wish) == {
        "holds": True,
        "calls": 1,
        "requests": [created],
        "order": [created, {**created, "id": 2, "operation": "customers.list", "method": "GET", "status": 200}],
    }


def test_what_does_not_hold_is_refused_with_what_came_nearest(admin: Admin) -> None:
    admin.rebilly.customer(locale="fr")
    wish = {"match": {**CREATED, "match": {"body": {"locale": "en"}}}}
    answer = admin.rebilly.admin("POST", "/verify", wish)
    assert problem(answer) == (
        406, "Expected at least 1 call of customers.create with body locale equals 'en', found none.",
    )  # fmt: skip
    path = f"/organizations/{admin.rebilly.organization}/customers"
    assert {name: answer.json[name] for name in ("calls", "requests", "nearest", "diff")} == {
        "calls": 0,
        "requests": [],
        "nearest": [
            {
                "id": 1, "api": "rebilly", "operation": "customers.create", "method": "POST", "url": path,
                "status": 201, "rule": None, "reasons": ["body locale is 'fr', expected equals 'en'"],
            }
        ],
        "diff": (
            "expected: at least 1 call of customers.create with body locale equals 'en'\n"
            "found:    0 calls\n"
            "nearest:\n"
            f"  ~ #1 POST {path} -> 201\n"
            "      body locale is 'fr', expected equals 'en'"
        ),
    }  # fmt: skip


def test_every_api_speaks_of_the_same_operations(stripe: Stripe) -> None:
    """Members are named alike in forms and in JSON."""
    stripe.post("/customers", name="Ada", address={"city": "London"})
    wish = {"match": {**CREATED, "api": "stripe", "match": {"body": {"address.city": "London"}}}, "calls": 1}
    assert stripe.admin("POST", "/verify", wish).status == 200


def test_what_was_injected_is_verified_by_its_rule_and_status(admin: Admin) -> None:
    rule = {"id": "busy", **CREATED, "respond": {"error": "too_many_requests"}, "times": 2}
    admin("POST", "/rules", rule, expect=201)
    for _ in range(3):
        admin.rebilly.post("/customers", {})
    admin("POST", "/verify", {"match": {**CREATED, "status": 429, "rule": "busy"}, "calls": 2})
    admin("POST", "/verify", {"order": [{"status": 429}, {"status": 429}, {"status": 201}]})


def test_a_refusal_tells_no_secret(stripe: Stripe) -> None:
    stripe.post("/tokens?q=4242424242424242", card={"number": "4242424242424242", "cvc": "737"})
    wish = {"match": {"operation": "tokens.create", "match": {"body": {"card.cvc": "1", "card.number": "absent"}}}}
    answer = stripe.admin("POST", "/verify", wish)
    assert answer.status == 406
    text = answer.content.decode()
    assert "737" not in text
    assert "42424242" not in text


def test_nothing_came_where_the_tenant_is_new(admin: Admin) -> None:
    """Who waits for the first call of all has to be able to say so."""
    assert admin("POST", "/verify", {"match": CREATED, "calls": "never"})["calls"] == 0


def test_a_wish_with_mistakes_names_each(admin: Admin) -> None:
    answer = admin.rebilly.admin("POST", "/verify", {"match": {"operation": "customers.creat"}, "call": 1})
    assert answer.status == 422
    assert answer.json["errors"] == [
        {"path": ["call"], "message": "unknown key, did you mean 'calls'?"},
        {
            "path": ["match", "operation"],
            "message": "no API has an operation 'customers.creat', did you mean 'customers.create'?",
        },
    ]


def test_it_is_waited_for_calls_that_have_yet_to_come(live: MockServer, remote: Rebilly) -> None:
    """No longer than they take, also by the tenant's first call."""
    other = Rebilly(OverHttp(live.url), remote.organization)
    began = time.monotonic()
    with soon(lambda: other.post("/customers", {})):
        assert verify(remote, match=CREATED, within="20s").status == 200
    assert time.monotonic() - began < 10


def test_waiting_ends_with_a_refusal(remote: Rebilly) -> None:
    """In real time, whatever the tenant's clock says."""
    remote.admin("POST", "/clock/freeze")
    began = time.monotonic()
    assert verify(remote, match=CREATED, within="300ms").status == 406
    assert time.monotonic() - began >= 0.3


def test_too_many_calls_are_not_waited_for(remote: Rebilly) -> None:
    """They will not become fewer."""
    remote.get("/customers")
    began = time.monotonic()
    assert verify(remote, match=LISTED, calls="never", within="20s").status == 406
    assert time.monotonic() - began < 10


def test_waiting_in_process_ends_too(admin: Admin) -> None:
    """Behind another WSGI server a thread of that server waits."""
    caller = admin.rebilly
    with soon(lambda: Rebilly(caller.caller, caller.organization).get("/customers"), 0.05):
        admin("POST", "/verify", {"match": LISTED, "within": "20s"})
    admin("POST", "/verify", {"match": LISTED, "calls": 5, "within": "20ms"}, expect=406)


def waiters(server: MockServer) -> int:
    return len(server.sandbox.tenant("org_wait").journal._listeners)


def test_who_waits_stops_nobody() -> None:
    """With 32 verifications that wait, eight for each thread there is, the control plane answers as before."""
    with MockServer(Settings(port=0)) as server, ThreadPoolExecutor(32) as pool:
        waiting = [
            pool.submit(verify, Rebilly(OverHttp(server.url), "org_wait"), match=CREATED, calls=32, within="30s")
            for _ in range(32)
        ]
        other = Rebilly(OverHttp(server.url), "org_other")
        assert eventually(lambda: waiters(server) == 32)
        began = time.monotonic()
        assert [other.admin("PUT", f"/rules/r{n}", {"delay": "1ms"}).status for n in range(20)] == [200] * 20
        assert time.monotonic() - began < 5
        caller = Rebilly(OverHttp(server.url), "org_wait")
        assert [caller.post("/customers", {}).status for _ in range(32)] == [201] * 32
        assert [each.result().status for each in waiting] == [200] * 32


def test_who_names_no_tenant_waits_for_the_first_there_is() -> None:
    with MockServer(Settings(port=0)) as server:
        caller = OverHttp(server.url)
        with soon(lambda: Rebilly(OverHttp(server.url), "org_first").get("/customers")):
            body = b'{"match": {"operation": "customers.list"}, "within": "20s"}'
            assert caller.send("POST", "/__admin/verify", {}, body).status == 200


def test_a_server_that_stops_lets_nobody_wait() -> None:
    with ThreadPoolExecutor(1) as pool:
        with MockServer(Settings(port=0)) as server:
            waiting = pool.submit(verify, Rebilly(OverHttp(server.url), "org_wait"), match=CREATED, within="60s")
            assert eventually(lambda: waiters(server) == 1)
            began = time.monotonic()
        assert waiting.result().status == 406
        assert time.monotonic() - began < 10


def test_a_client_that_leaves_is_not_waited_for() -> None:
    """For longer than an idle connection is kept: it might have ended its sending side only."""
    with MockServer(Settings(port=0, keep_alive=1)) as server:
        impatient = Rebilly(OverHttp(server.url, timeout=0.3), "org_wait")
        with pytest.raises(OSError, match="timed out"):
            verify(impatient, match=CREATED, within="60s")
        assert eventually(lambda: waiters(server) == 0)


TOO_LONG = str(10**9)


def test_a_body_that_says_it_is_too_large_is_refused_unread_on_the_wire(live: MockServer) -> None:
    with closing(HTTPConnection(urlsplit(live.url).netloc)) as line:
        line.putrequest("POST", "/__admin/verify")
        line.putheader("Content-Length", TOO_LONG)
        line.endheaders()
        answer = line.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        assert problem(Answer(answer.status, headers, answer.read()))[0] == 413


def test_a_body_that_says_it_is_too_large_is_refused_unread_in_process(application: InProcess) -> None:
    answer = application.app.test_client().post("/__admin/verify", content_length=TOO_LONG)
    assert problem(Answer(answer.status_code, {"content-type": answer.content_type}, answer.data))[0] == 413

"""Faults that a request orders for itself: in headers and in e-mail addresses they mean the same in every API."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from urllib3 import encode_multipart_formdata

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.clients import Answer, Chargebee, InProcess, Rebilly, Stripe
from tests.conformance.conftest import Subject
from tests.conformance.samples import Request

ORIGIN = {"Origin": "https://shop.example.com"}


def keyed(subject: Subject) -> dict[str, str]:
    """Give headers with an idempotency key, where the API knows such."""
    return {subject.key_header: "k"} if subject.key_header else {}


def tagged(subject: Subject, tag: str, headers: dict[str, str] | None = None) -> Answer:
    """Create a record with a tag in its e-mail address."""
    return subject.send(subject.sample.emailed(subject.tenant, f"ada+mock-{tag}@example.com"), headers)


def outcome(answer: Answer) -> int | str:
    """Give the rule that shaped an answer and its status, or what kind of status it has."""
    rule = answer.headers.get("x-mock-rule")
    return f"{rule} {answer.status}" if rule else answer.status // 100


def words(answer: Answer) -> Any:
    """Give what an answer says, but for the address at which Stripe logs its request."""
    said = re.sub(rb'"request_log_url":"[^"]*"', b"", answer.content)
    return said, answer.headers["content-type"], answer.headers.get("retry-after")


def unanswered(subject: Subject, request: Request, headers: dict[str, str] | None = None) -> bool:
    """Say whether a client gets no answer, or from a server that hides its sockets what comes nearest to none."""
    try:
        return subject.send(request, headers).status == 502
    except requests.ConnectionError:
        return True


def rules(subject: Subject) -> list[str | None]:
    """Give what the journal says of each request, the first one first."""
    entries = subject.admin("GET", "/requests").json["requests"]
    return [entry["rule"] for entry in reversed(entries)]


@pytest.mark.parametrize("kind", ["too_many_requests", "conflict", "declined", "unavailable"])
def test_a_header_orders_what_a_rule_would_answer(subject: Subject, kind: str) -> None:
    """In the provider's own words, once for each request that has it."""
    subject.admin("POST", "/clock/freeze")
    respond = {"error": kind, "detail": "Later."}
    if kind == "too_many_requests":
        respond["retry_after"] = "3s"
    subject.rule(id="rule", respond=respond)
    ruled = subject.create()
    parts = "; retry_after=3" if kind == "too_many_requests" else ""
    ordered = subject.create({"X-Mock-Error": f"{kind}; detail=Later.{parts}"})
    assert outcome(ordered) == f"x-mock-error {subject.sample.statuses[kind]}"
    assert words(ordered) == words(ruled)
    assert outcome(subject.create()) == 2


def test_a_header_orders_a_status(subject: Subject) -> None:
    """In the words of the error that it is known for."""
    answer = subject.create({"X-Mock-Status": "503"})
    assert (outcome(answer), answer.json is not None) == ("x-mock-status 503", True)


def test_a_header_orders_a_wait(subject: Subject) -> None:
    """The journal has measured how long; the record is there behind it."""
    assert subject.create({"X-Mock-Delay": "40ms"}).status in (200, 201)
    [entry] = subject.admin("GET", "/requests").json["requests"]
    assert 40 <= entry["milliseconds"] < 2000


def test_a_header_orders_a_fault(subject: Subject) -> None:
    """The client gets no answer, and the journal knows why."""
    request = subject.sample.create(subject.tenant)
    assert unanswered(subject, request, {"X-Mock-Fault": "connection_reset"})
    [entry] = subject.admin("GET", "/requests").json["requests"]
    assert (entry["rule"], entry["fault"], entry["response"]) == ("x-mock-fault", "connection_reset", None)


def test_prism_s_header_orders_a_status(subject: Subject) -> None:
    """The answer says that it was done, and a page may read so."""
    answer = subject.create({"Prefer": "return=minimal, code=429", **ORIGIN})
    assert outcome(answer) == "prefer 429"
    assert answer.headers["preference-applied"] == "code=429"
    exposed = {name.strip() for name in answer.headers["access-control-expose-headers"].split(",")}
    assert {"X-Mock-Rule", "Preference-Applied"} <= exposed


def test_a_preference_of_another_kind_is_left_alone(subject: Subject) -> None:
    answer = subject.create({"Prefer": "return=minimal, code=201"})
    assert (outcome(answer), answer.headers.get("preference-applied")) == (2, None)


def test_postmans_header_orders_a_status(subject: Subject) -> None:
    assert outcome(subject.create({"x-mock-response-code": "500"})) == "x-mock-response-code 500"


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("X-Mock-Error", "declned", "declined"),
        ("X-Mock-Status", "99", "200 to 599"),
        ("X-Mock-Delay", "soon", "250ms"),
        ("X-Mock-Fault", "reset", "connection_reset"),
    ],
)
def test_an_order_that_cannot_be_read_is_refused(subject: Subject, header: str, value: str, expected: str) -> None:
    """In the provider's own form; it names the header and what was expected, and nothing is done."""
    answer = subject.create({header: value})
    assert answer.status == subject.sample.statuses["malformed"]
    assert answer.headers["content-type"].startswith("application/json")
    said = answer.content.decode()
    assert header in said
    assert expected in said


def test_a_client_that_is_not_let_in_orders_nothing(subject: Subject) -> None:
    """Who calls is found out first."""
    request = subject.sample.emailed(subject.tenant, "ada+mock-conflict@example.com")
    for headers in ({"X-Mock-Error": "conflict"}, {}):
        answer = subject.caller.send(request.method, request.target, {**request.headers, **headers}, request.body)
        assert answer.status == subject.sample.statuses["unauthenticated"]
    assert outcome(tagged(subject, "conflict")) == f"mock-conflict {subject.sample.statuses['conflict']}"


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("rate-limited", "too_many_requests"),
        ("declined", "declined"),
        ("timeout", "timeout"),
        ("conflict", "conflict"),
        ("500", "server_error"),
        ("server-error", "server_error"),
    ],
)
def test_a_tag_orders_an_error_once(subject: Subject, tag: str, kind: str) -> None:
    """The retry gets through, and the journal knows why the first attempt did not."""
    answers = [tagged(subject, tag) for _ in range(2)]
    assert [outcome(answer) for answer in answers] == [f"mock-{tag} {subject.sample.statuses[kind]}", 2]
    assert rules(subject) == [f"mock-{tag}", None]


def test_a_tag_orders_a_wait(subject: Subject) -> None:
    """The first answer is late, and not the second."""
    assert [tagged(subject, "slow40ms").status // 100 for _ in range(2)] == [2, 2]
    slow, _ = [entry["milliseconds"] for entry in reversed(subject.admin("GET", "/requests").json["requests"])]
    assert 40 <= slow < 2000
    assert rules(subject) == ["mock-slow40ms", None]


def test_a_tag_orders_a_fault(subject: Subject) -> None:
    assert unanswered(subject, subject.sample.emailed(subject.tenant, "ada+mock-connection-reset@example.com"))
    assert outcome(tagged(subject, "connection-reset")) == 2


def test_a_tag_counts_as_often_as_it_says(subject: Subject) -> None:
    """Three times, or always."""
    conflict = subject.sample.statuses["conflict"]
    assert [tagged(subject, "conflict-3x").status == conflict for _ in range(4)] == [True, True, True, False]
    assert [tagged(subject, "conflict-always").status for _ in range(4)] == [conflict] * 4


def test_a_tag_in_a_record_orders_nothing(subject: Subject) -> None:
    """Once a record is there, reading it works: only what a request brings along is an order."""
    created = [tagged(subject, "declined") for _ in range(2)][1]
    read = subject.send(subject.sample.read(subject.tenant, created))
    assert (read.status, "x-mock-rule" in read.headers) == (200, False)
    assert b"+mock-declined@" in read.content


def test_an_order_spends_no_rule(subject: Subject) -> None:
    subject.rule(id="once", respond={"error": "gone"})
    subject.create({"X-Mock-Error": "conflict"})
    tagged(subject, "conflict")
    subject.create({"Prefer": "code=500"})
    assert subject.create().headers["x-mock-rule"] == "once"


def test_a_limit_goes_before_an_order(subject: Subject) -> None:
    """What a limit turns away has ordered nothing."""
    limit = {"id": "one", "api": subject.sample.api, "limit": "1/10m"}
    subject.admin("POST", "/clock/freeze")
    subject.admin("PUT", "/scenario", {"version": 1, "rate_limits": [limit]})
    assert outcome(subject.create()) == 2
    refused = tagged(subject, "conflict")
    assert (refused.status, "x-mock-rule" in refused.headers) == (subject.sample.statuses["too_many_requests"], False)
    subject.admin("POST", "/clock/advance", {"by": "10m"})
    assert outcome(tagged(subject, "conflict")) == f"mock-conflict {subject.sample.statuses['conflict']}"


def test_a_key_never_replays_what_was_ordered(subject: Subject) -> None:
    """Where there are idempotency keys, the retry with the same one gets through."""
    keys = keyed(subject)
    answers = [tagged(subject, "server-error", keys) for _ in range(3)]
    assert [outcome(answer) for answer in answers[:2]] == ["mock-server-error 500", 2]
    if keys:
        assert subject.sample.id_of(answers[2]) == subject.sample.id_of(answers[1])


def test_a_key_replays_what_was_done_behind_a_lost_answer(subject: Subject) -> None:
    """With `effect=commit` the operation runs; where there are keys, the retry finds what it answered."""
    keys = keyed(subject)
    lost = subject.create({**keys, "X-Mock-Error": "timeout; effect=commit"})
    again = subject.create(keys)
    assert (outcome(lost), outcome(again)) == (f"x-mock-error {subject.sample.statuses['timeout']}", 2)
    with subject.sandbox.store.transaction(subject.tenant) as transaction:
        ids = transaction.counter(f"{subject.sample.api}.{subject.sample.counter}")
    assert ids > 1 or keys


@pytest.mark.parametrize("encoding", ["urlencoded", "multipart"])
@pytest.mark.parametrize(
    ("vendor", "metadata"), [(Stripe, ("metadata[mock]", "locked")), (Chargebee, ("meta_data", '{"mock": "locked"}'))]
)
def test_forms_carry_tags_and_metadata(
    application: InProcess,
    organization: str,
    vendor: type[Stripe] | type[Chargebee],
    metadata: tuple[str, str],
    encoding: str,
) -> None:
    """However a client writes its forms."""
    client = vendor(application, organization)
    for form in ([("email", "ada+mock-locked@example.com")], [metadata]):
        answers = [client.send("POST", "/customers", *_encoded(form, encoding)) for _ in range(2)]
        assert [outcome(answer) for answer in answers] == ["mock-locked 429", 2]


def _encoded(form: list[tuple[str, str]], encoding: str) -> tuple[str, dict[str, str]]:
    """Write a form, with the header that says how."""
    if encoding == "urlencoded":
        return urlencode(form), {}
    content, type = encode_multipart_formdata(form)
    return content.decode(), {"Content-Type": type}


def test_custom_fields_carry_words(rebilly: Rebilly) -> None:
    """Rebilly's metadata are custom fields, which nobody has to declare."""
    customer = {"customFields": {"mock": "declined"}}
    answers = [rebilly.post("/customers", customer) for _ in range(2)]
    assert [outcome(answer) for answer in answers] == ["mock-declined 422", 2]
    assert answers[1].json["customFields"] == {"mock": "declined"}


@pytest.mark.parametrize(
    ("variable", "expected"),
    [("MOCKSERVER_NO_ORDERS", [2, 2]), ("MOCKSERVER_NO_RULE_HEADER", [4, 4])],
)
def test_two_switches(organization: str, variable: str, expected: list[int]) -> None:
    """One turns orders off, the other takes the header out of answers that a rule shaped."""
    stripe = Stripe(InProcess(create_app(Settings.parse({}, {variable: "true"}))), organization)
    answers = [
        stripe.send("POST", "/customers", headers={"X-Mock-Error": "conflict"}),
        stripe.post("/customers", email="ada+mock-conflict@example.com"),
    ]
    assert [outcome(answer) for answer in answers] == expected

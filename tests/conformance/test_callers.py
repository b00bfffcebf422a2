"""Who may call, and what an uninvited caller changes: nothing."""

import pytest

from tests.conformance.conftest import Subject
from tests.conformance.samples import Request


@pytest.fixture
def preflight(subject: Subject) -> Request:
    headers = {
        "Origin": "https://shop.example.com",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-anything",
    }
    return Request("OPTIONS", subject.sample.create(subject.tenant).target, headers=headers)


def test_a_call_without_credentials_is_refused(subject: Subject) -> None:
    """Nobody is nobody."""
    answer = subject.bare(subject.sample.create(subject.tenant))
    assert answer.status == subject.sample.statuses["unauthenticated"]


def test_a_refused_call_makes_no_tenant(subject: Subject) -> None:
    """A tenant comes into being with its first accepted call."""
    subject.bare(subject.sample.create(subject.tenant))
    assert subject.sandbox.tenants.known(subject.tenant) is None


def test_a_refused_call_spends_neither_rule_nor_limit(subject: Subject) -> None:
    """Some clients ask without credentials first, so that probe must cost nothing."""
    subject.admin("POST", "/clock/freeze")
    subject.rule(id="once", respond={"error": "server_error"})
    subject.bare(subject.sample.create(subject.tenant))
    assert subject.create().headers["x-mock-rule"] == "once"
    remaining = [limit["remaining"] for limit in subject.limits() if limit["operations"] in ("all", "writes")]
    assert min(remaining) == subject.sample.writes_limit - 1


def test_a_preflight_needs_no_credentials(subject: Subject, preflight: Request) -> None:
    """A browser asks before it may show its key."""
    answer = subject.bare(preflight)
    assert answer.status == 204
    assert answer.headers["access-control-allow-origin"] in ("*", "https://shop.example.com")
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "x-anything"


def test_a_preflight_spends_nothing(subject: Subject, preflight: Request) -> None:
    """Neither a rule nor a limit nor a line of the journal."""
    subject.rule(id="once", respond={"error": "server_error"})
    subject.bare(preflight)
    assert subject.admin("GET", "/requests").json["requests"] == []
    assert subject.create().headers["x-mock-rule"] == "once"


def test_a_page_may_read_the_answer(subject: Subject) -> None:
    """The answer to a browser names its origin, or any, and lets it see the rule that shaped it."""
    subject.rule(id="slow", delay="1ms")
    answer = subject.create({"Origin": "https://shop.example.com"})
    exposed = {name.strip().lower() for name in answer.headers["access-control-expose-headers"].split(",")}
    assert "x-mock-rule" in exposed & answer.headers.keys()
    assert answer.headers["access-control-allow-origin"] in ("*", "https://shop.example.com")


def test_the_journal_shows_the_call_and_hides_the_credential(subject: Subject) -> None:
    """A journal is shared; a key is not."""
    created = subject.create()
    [entry] = subject.admin("GET", "/requests").json["requests"]
    assert entry["api"] == subject.sample.api
    assert entry["request"]["method"] == "POST"
    assert entry["response"]["status"] == created.status
    assert entry["response"]["body"] == created.json
    assert subject.sample.secret not in subject.admin("GET", "/requests").content.decode()


def test_a_refused_call_is_in_the_journal_of_those_without_a_tenant(subject: Subject) -> None:
    """Why was I refused? The journal of requests without a tenant knows."""
    target = subject.sample.create(subject.tenant).target + "?seek=" + subject.tenant
    subject.bare(Request("POST", target))
    entries = subject.caller.send(
        "GET", f"/__admin/requests/without-tenant?query.seek={subject.tenant}", {}, None
    ).json["requests"]
    assert [entry["response"]["status"] for entry in entries if entry["request"]["target"] == target] == [
        subject.sample.statuses["unauthenticated"]
    ]

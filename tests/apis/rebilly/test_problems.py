"""How Rebilly says no, for every kind of problem a rule can inject."""

from typing import Any

from mockserver.core.problems import KINDS
from tests.apis.rebilly.samples import configure, freeze
from tests.clients import Answer, Rebilly
from tests.tables import each_row

NOON = 1_768_471_200
"""The epoch second of the time that `freeze` sets."""

BODIES: dict[str, tuple[int, str, str]] = {
    "malformed": (400, "Bad request", "The request cannot be read."),
    "unauthenticated": (401, "Unauthorized", "Invalid credentials."),
    "forbidden": (403, "Forbidden", "Permission PostCustomer is required."),
    "not_found": (404, "Not Found", "Resource not found."),
    "method_not_allowed": (405, "Method Not Allowed", "The method is not allowed here."),
    "conflict": (409, "Conflict", "The resource was changed by another request."),
    "duplicate": (409, "Conflict", "The resource exists already."),
    "gone": (410, "Gone", "The resource is no longer available."),
    "too_large": (413, "Payload Too Large", "The request body is too large."),
    "invalid": (422, "Validation error", "Invalid data was sent."),
    "declined": (422, "Validation error", "The payment instrument was declined."),
    "too_many_requests": (429, "Rate Limit Exceeded", "Too many requests were sent in a certain period."),
    "server_error": (500, "Internal Server Error", "An error occurred."),
    "unavailable": (503, "Service Unavailable", "The service is unavailable."),
    "timeout": (504, "Gateway Timeout", "The service did not answer in time."),
    "locked": (409, "Conflict", "The resource is being changed by another request."),
    "idempotency_mismatch": (409, "Conflict", "The request was sent before with other data."),
    "idempotency_in_progress": (409, "Conflict", "The same request is still being processed."),
}

MORE: dict[str, dict[str, Any]] = {
    "invalid": {"invalidFields": []},
    "declined": {"invalidFields": []},
}
"""Members that a kind has beside the common four."""


def inject(rebilly: Rebilly, **respond: Any) -> Answer:
    """Let the next creation fail, and give its answer."""
    rule = {"id": "once", "operation": "customers.create", "respond": respond, "times": 1}
    assert rebilly.admin("POST", "/rules", rule).status == 201
    return rebilly.post("/customers", {})


def test_every_kind_of_problem_has_a_body() -> None:
    """No kind is left to chance."""
    assert set(BODIES) == set(KINDS)


@each_row("kind", BODIES)
def test_a_problem_is_problem_details_served_as_json(rebilly: Rebilly, kind: str) -> None:
    """Rebilly documents `application/json`, not `application/problem+json`, for its problem details."""
    status, title, detail = BODIES[kind]
    answer = inject(rebilly, error=kind)
    assert (answer.status, answer.headers["content-type"], answer.headers["x-mock-rule"]) == (
        status, "application/json", "once",
    )  # fmt: skip
    assert answer.json == {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        **MORE.get(kind, {}),
    }


def test_an_injected_problem_changes_nothing(rebilly: Rebilly) -> None:
    """An operation that was answered by a rule did not happen; the next one does."""
    inject(rebilly, error="conflict")
    assert rebilly.get("/customers").json == []
    assert rebilly.post("/customers", {}).status == 201


def test_a_rule_can_find_its_own_words(rebilly: Rebilly) -> None:
    """`detail` takes the place of the usual sentence."""
    answer = inject(rebilly, error="conflict", detail="Somebody was faster.")
    assert answer.json["detail"] == "Somebody was faster."


def test_a_rule_can_name_the_fields(rebilly: Rebilly) -> None:
    """An injected validation error complains about the members it is told to."""
    fields = [
        {"field": "primaryAddress.emails.0.value", "message": "Is on a list."},
        {"field": "primaryAddress.emails.0.value", "message": "Is too new."},
        {"field": "locale", "message": "Is not spoken here."},
    ]
    answer = inject(rebilly, error="invalid", fields=fields)
    assert (answer.status, answer.json["invalidFields"]) == (422, fields)


def test_too_many_requests_says_when_to_come_back(rebilly: Rebilly) -> None:
    """The documented header is an epoch second; the PHP clients read two others, one of them a distance."""
    freeze(rebilly)
    answer = inject(rebilly, error="too_many_requests", retry_after="90s")
    told = {name: value for name, value in answer.headers.items() if "limit" in name or name == "retry-after"}
    assert told == {
        "x-ratelimit-limit": "3000",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-retry-after": str(NOON + 90),
        "retry-after": "90",
        "rate-limit-limit": "3000",
    }


def test_an_enforced_limit_refuses_what_is_beyond_it(rebilly: Rebilly) -> None:
    """Past the limit writes are refused until the window closes; reading goes on."""
    freeze(rebilly)
    scenario = {"version": 1, "rate_limits": [{"id": "tight", "limit": "2/60s", "operations": "writes"}]}
    assert rebilly.admin("PUT", "/scenario", scenario).status == 200
    answers = [rebilly.post("/customers", {}) for _ in range(3)]
    assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]
    refused = answers[2]
    assert refused.status == 429
    assert refused.json == {
        "type": "about:blank",
        "title": "Rate Limit Exceeded",
        "status": 429,
        "detail": "Too many requests were sent in a certain period.",
    }
    assert {name: refused.headers[name] for name in ("x-ratelimit-retry-after", "retry-after", "rate-limit-limit")} == {
        "x-ratelimit-retry-after": str(NOON + 60),
        "retry-after": "60",
        "rate-limit-limit": "2",
    }
    assert len(rebilly.get("/customers").json) == 2
    rebilly.admin("POST", "/clock/advance", {"by": "60s"})
    assert rebilly.post("/customers", {}).headers["x-ratelimit-remaining"] == "1"


def test_the_published_limit_only_counts(rebilly: Rebilly) -> None:
    """Without a scenario the limit is told and not enforced: below zero it stays zero."""
    assert rebilly.post("/customers", {}).headers["x-ratelimit-remaining"] == "2999"
    assert rebilly.admin("POST", "/limits/rebilly-sandbox/exhaust").status == 200
    answer = rebilly.post("/customers", {})
    assert (answer.status, answer.headers["x-ratelimit-remaining"]) == (201, "0")


def test_the_limit_belongs_to_the_organization(rebilly: Rebilly) -> None:
    """Two keys of one organization spend of the same limit, another organization has its own."""
    rebilly.post("/customers", {})
    other_key = Rebilly(rebilly.caller, rebilly.organization, "sk_live_other")
    other_organization = Rebilly(rebilly.caller, f"{rebilly.organization}-other")
    assert other_key.post("/customers", {}).headers["x-ratelimit-remaining"] == "2998"
    assert other_organization.post("/customers", {}).headers["x-ratelimit-remaining"] == "2999"


def test_a_refused_write_spends_of_the_limit(rebilly: Rebilly) -> None:
    """What was asked counts, whatever came of it; a refusal does not report the limit."""
    answer = rebilly.post("/customers", {"locale": 7})
    assert "x-ratelimit-remaining" not in answer.headers
    assert rebilly.post("/customers", {}).headers["x-ratelimit-remaining"] == "2998"


def test_the_limit_opens_again_after_ten_minutes(rebilly: Rebilly) -> None:
    """The sandbox counts 3000 writes in ten minutes, from the first of them on."""
    freeze(rebilly)
    rebilly.post("/customers", {})
    rebilly.admin("POST", "/clock/advance", {"by": "599s"})
    assert rebilly.post("/customers", {}).headers["x-ratelimit-remaining"] == "2998"
    rebilly.admin("POST", "/clock/advance", {"by": "1s"})
    assert rebilly.post("/customers", {}).headers["x-ratelimit-remaining"] == "2999"


def test_a_bad_query_is_told_like_a_bad_body(rebilly: Rebilly) -> None:
    """A refused parameter is a bad request that names it."""
    configure(rebilly, pagination="strict")
    answer = rebilly.get("/customers?limit=1001")
    assert (answer.status, answer.headers["content-type"]) == (400, "application/json")
    assert answer.json == {
        "type": "about:blank",
        "title": "Bad request",
        "status": 400,
        "detail": "limit: Must be a whole number from 0 to 1000.",
        "invalidFields": [{"field": "limit", "message": "Must be a whole number from 0 to 1000."}],
    }

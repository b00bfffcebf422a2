"""Dry runs over the control plane: what would become of a request, and what is wrong with a scenario."""

from typing import Any

import pytest

from tests.admin.conftest import Admin
from tests.clients import KEY, Stripe
from tests.tables import each_row

MIX = {
    "version": 1,
    "name": "mix",
    "seed": 7,
    "rules": [
        {"id": "late", "operation": "customers.*", "delay": "250ms"},
        {"id": "other", "api": "stripe", "respond": {"error": "gone"}},
        {
            "id": "british",
            "match": {"body": {"primaryAddress.country": "GB"}, "headers": {"X-Trace": "present"}},
            "respond": {"error": "conflict"},
        },
        {"id": "third", "when": {"calls": 3}, "respond": {"error": "unavailable"}},
        {"id": "chance", "when": {"probability": 0.5}, "fault": "hang", "effect": "commit"},
        {"id": "last", "respond": {"status": 418}},
    ],
}


def described(admin: Admin, method: str = "POST", **more: Any) -> dict[str, Any]:
    """Describe a request of the tenant."""
    target = f"/organizations/{admin.rebilly.organization}/customers"
    return {"method": method, "target": target, "headers": {"REB-APIKEY": KEY}, **more}


def outcomes(told: Any) -> dict[str, str]:
    return {rule["rule"]: rule["outcome"] for rule in told["rules"]}


def state(admin: Admin) -> Any:
    """Give all that an explanation could have changed."""
    return [admin("GET", path) for path in ("/scenario", "/limits", "/requests", "/clock")]


def test_each_rule_says_what_it_would_do_and_why(admin: Admin) -> None:
    admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
    admin("PUT", "/scenario", MIX)
    body = {"primaryAddress": {"country": "FR"}}
    told = admin("POST", "/scenario/explain", described(admin, body=body))
    rules = told.pop("rules")
    name = admin.rebilly.organization
    drawn = rules[4]["drawn"]
    outcome, reasons = ("decides", []) if drawn < 0.5 else ("silent", [f"{drawn:.6f} was drawn, below 0.5 it fires"])
    assert [rule.pop("scenario") for rule in rules] == ["mix"] * 6
    assert rules[:4] == [
        {"rule": "late", "outcome": "waits", "reasons": [], "call": 1, "delay": 0.25},
        {"rule": "other", "outcome": "no match", "reasons": ["api is rebilly, expected stripe"]},
        {
            "rule": "british",
            "outcome": "no match",
            "reasons": [
                "body primaryAddress.country is 'FR', expected equals 'GB'",
                "headers x-trace is absent, expected present True",
            ],
        },
        {"rule": "third", "outcome": "silent", "reasons": ["this is call 1, it fires for 3"], "call": 1},
    ]
    assert (rules[4]["outcome"], rules[4]["reasons"], rules[4]["probability"]) == (outcome, reasons, 0.5)
    assert told["limits"] == [
        {
            "id": "rebilly-sandbox",
            "algorithm": "fixed_window",
            "per": "tenant",
            "limit": 3000,
            "remaining": 3000,
            "enforced": False,
            "refuses": False,
        }
    ]
    assert (told["api"], told["operation"], told["tenant"]) == ("rebilly", "customers.create", name)


def test_what_is_explained_is_what_happens(admin: Admin) -> None:
    """Call for call, over chance, sequences and states, and explaining changes nothing."""
    scenario = {
        "version": 1,
        "name": "walk",
        "rules": [
            {"id": "chance", "when": {"probability": 0.4}, "respond": {"error": "server_error"}},
            {"id": "once", "state": "Started", "next_state": "Warm", "respond": {"status": 503}},
            {"id": "sequence", "responses": [{"status": 400, "repeat": 2}, {"pass": True}], "then": "cycle"},
        ],
    }
    admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
    admin("PUT", "/scenario", scenario)
    ahead = [
        admin("POST", "/scenario/explain", described(admin, "GET", call=number))["decision"] for number in range(1, 31)
    ]
    for expected in ahead:
        before = state(admin)
        now = admin("POST", "/scenario/explain", described(admin, "GET"))["decision"]
        assert (now, state(admin)) == (expected, before)
        answer = admin.rebilly.get("/customers")
        assert answer.headers.get("x-mock-rule") == expected.get("rule")
        answers = {"server_error": 500, "as the operation does": 200}.get(expected["answers"], expected["answers"])
        assert answer.status == answers
    assert {decision.get("rule") for decision in ahead} == {"chance", "once", "sequence"}


def test_a_limit_that_would_turn_a_request_away_decides(admin: Admin) -> None:
    """Rules are not even asked."""
    limit = {"id": "few", "api": "rebilly", "limit": "2/1m"}
    rules = [{"id": "any", "respond": {"error": "gone"}, "times": "forever"}]
    admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
    admin("PUT", "/scenario", {"version": 1, "rate_limits": [limit], "rules": rules})
    told = [admin("POST", "/scenario/explain", described(admin, "GET", call=call)) for call in (2, 3)]
    assert [one["decision"]["by"] for one in told] == ["rule", "limit"]
    assert told[1]["decision"] == {"by": "limit", "answers": "too_many_requests", "retry_after": 60.0, "limit": "few"}
    assert (told[1]["limits"][0]["remaining"], told[1]["limits"][0]["refuses"]) == (0, True)
    assert told[1]["rules"][0]["reasons"] == ["a limit turns the request away"]
    assert admin.rebilly.get("/customers").status == 410


def test_a_window_does_not_open_because_somebody_looked(admin: Admin) -> None:
    limit = {"id": "few", "api": "rebilly", "limit": "2/1m"}
    admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
    admin("PUT", "/scenario", {"version": 1, "rate_limits": [limit]})
    admin.rebilly.get("/customers")
    admin("POST", "/clock/advance", {"by": "2m"})
    admin("POST", "/scenario/explain", described(admin, "GET"))
    admin("POST", "/clock/advance", {"by": "30s"})
    admin.rebilly.get("/customers")
    [shown] = [limit for limit in admin("GET", "/limits?api=rebilly")["limits"] if limit["id"] == "few"]
    assert shown["reset"] == 1768471200 + 150 + 60


@each_row(
    ("headers", "decision"),
    [
        ({"X-Mock-Error": "declined"}, {"by": "request", "rule": "x-mock-error", "answers": "declined", "runs": False}),
        (
            {"X-Mock-Fault": "truncate", "X-Mock-Delay": "2s"},
            {
                "by": "request",
                "rule": "x-mock-delay",
                "answers": "as the operation does",
                "runs": True,
                "fault": "truncate",
                "delay": 2.0,
            },
        ),
        ({"X-Mock-Scenario": "unauthorized"}, {"by": "rule", "scenario": "unauthorized", "rule": "refuse-credential"}),
        ({"REB-APIKEY": "nonsense"}, {"by": "refusal", "answers": "unauthenticated"}),
        ({"X-Mock-Scenario": "unautorized"}, {"by": "refusal", "answers": "malformed"}),
        ({"X-Mock-Error": "declyned"}, {"by": "refusal", "answers": "malformed"}),
    ],
)
def test_what_a_request_brings_with_it_counts(admin: Admin, headers: Any, decision: Any) -> None:
    """Orders of its own, a scenario it chooses, and credentials that nobody knows."""
    given = described(admin)
    told = admin("POST", "/scenario/explain", {**given, "headers": {**given["headers"], **headers}})
    assert {name: told["decision"].get(name) for name in decision} == decision


def test_a_request_of_the_journal_is_explained_again(admin: Admin) -> None:
    """With what is counted now."""
    admin("PUT", "/scenario", {"name": "rate-limited"})
    assert admin.rebilly.post("/customers", {"primaryAddress": {"country": "GB"}}).status == 429
    [entry] = admin("GET", "/requests")["requests"]
    told = admin("POST", "/scenario/explain", {"request": entry["id"]})
    assert (told["decision"]["rule"], told["rules"][0]["call"]) == ("two-429-then-ok", 2)
    told = admin("POST", "/scenario/explain", {"request": entry["id"], "call": 2})
    assert told["decision"] == {"by": "operation", "answers": "as the operation does", "runs": True}
    assert admin.refused("POST", "/scenario/explain", {"request": 9}) == (404, "The journal holds no request 9.")


def test_a_key_that_remembers_an_answer_decides(stripe: Stripe) -> None:
    key = {"Idempotency-Key": "invented"}
    assert stripe.send("POST", "/customers", {"name": "Ada"}, key).status == 200
    [entry] = stripe.admin("GET", "/requests").json["requests"]
    told = stripe.admin("POST", "/scenario/explain", {"request": entry["id"]}).json
    assert told["decision"] == {"by": "idempotency_key", "answers": "as the key remembers", "runs": False}
    headers = {"Authorization": f"Bearer sk_test_{stripe.account}", **key}
    other = {"method": "POST", "target": "/v1/customers", "headers": headers, "body": "name=Grace"}
    decision = stripe.admin("POST", "/scenario/explain", other).json["decision"]
    assert decision == {"by": "idempotency_key", "answers": "idempotency_mismatch", "runs": False}


def test_reasons_show_no_secrets(admin: Admin) -> None:
    """The journal's masks hold here, too."""
    match = {"headers": {"REB-APIKEY": "other"}, "body": {"note": "x", "card.cvv": "999"}}
    rule = {"respond": {"error": "gone"}, "match": match}
    admin("PUT", "/scenario", {"version": 1, "rules": [rule]})
    body = {"note": "4111 1111 1111 1111", "card": {"cvv": "123"}}
    told = admin("POST", "/scenario/explain", described(admin, body=body))
    assert told["rules"][0]["reasons"] == [
        "headers reb-apikey is ********, expected equals 'other'",
        "body note is '********1111', expected equals 'x'",
        "body card.cvv is ********, expected equals '999'",
    ]


def test_reasons_show_no_secrets_of_what_was_sent_together(stripe: Stripe) -> None:
    """Neither of cookies, nor of a whole body, nor of an object in it."""
    match = {
        "cookies": {"session": "x"},
        "request": {"body": "x", "url": "/"},
        "jsonpath": {"$.card": "x"},
        "query": {"card[cvc]": "x"},
    }
    rule = {"respond": {"error": "gone"}, "match": match}
    stripe.get("/customers")
    assert stripe.admin("PUT", "/scenario", {"version": 1, "rules": [rule]}).status == 200
    request = {
        "method": "POST",
        "target": "/v1/customers?card[cvc]=987&a=b",
        "headers": {"Authorization": f"Bearer sk_test_{stripe.account}", "Cookie": "session=987"},
        "body": "card[cvc]=987&card[exp_month]=2",
    }
    told = stripe.admin("POST", "/scenario/explain", request).json
    assert told["rules"][0]["reasons"] == [
        "cookies session is ********, expected equals 'x'",
        "request body is 'card[cvc]=********&card[exp_month]=2', expected equals 'x'",
        "request url is '/v1/customers?card[cvc]=********&a=b', expected equals '/'",
        "jsonpath $.card is {'cvc': '********', 'exp_month': '2'}, expected equals 'x'",
        "query card[cvc] is ********, expected equals 'x'",
    ]


def test_explaining_makes_no_tenant(admin: Admin) -> None:
    """One that is unknown is as it would be new."""
    admin("POST", "/scenario/explain", described(admin))
    answer = admin.rebilly.caller.send("GET", "/__admin/tenants", {}, None)
    assert admin.rebilly.organization not in answer.json["tenants"]


@each_row(
    ("body", "status", "detail"),
    [
        ({}, 422, "The body is not valid."),
        ({"method": "GET"}, 422, "The body is not valid."),
        ({"method": "GET", "target": "/", "request": 1}, 422, "The body is not valid."),
        ({"method": "get", "target": "/"}, 422, "The body is not valid."),
        ({"method": "GET", "target": "customers"}, 422, "The body is not valid."),
        ({"method": "GET", "target": "/", "call": 1001}, 422, "The body is not valid."),
        ({"method": "GET", "target": "/", "headers": {"a": 1}}, 422, "The body is not valid."),
        ({"method": "POST", "target": "/", "body": "\ud800"}, 400, "Request body is not valid JSON: a text"),
        ({"request": 1}, 404, "There is no tenant"),
    ],
)
def test_what_is_no_request_is_refused(admin: Admin, body: Any, status: int, detail: str) -> None:
    refused = admin.refused("POST", "/scenario/explain", body)
    assert (refused[0], refused[1][: len(detail)]) == (status, detail)


def test_a_request_of_another_tenant_is_refused(admin: Admin) -> None:
    given = {**described(admin), "target": "/organizations/org_else/customers"}
    name = admin.rebilly.organization
    detail = f"The request is one of the tenant 'org_else', not of '{name}'."
    assert admin.refused("POST", "/scenario/explain", given) == (422, detail)
    answer = admin.rebilly.caller.send("POST", "/__admin/scenario/explain", {}, b'{"method": "GET", "target": "/"}')
    assert (answer.status, answer.json["decision"]["by"]) == (200, "refusal")


def test_a_scenario_is_checked_without_being_loaded(admin: Admin) -> None:
    assert admin("POST", "/scenario/check", {"version": 1, "include": ["slow"], "rules": [{"delay": "1s"}]}) == {
        "valid": True,
        "errors": [],
        "warnings": [],
    }
    wrong = {"version": 1, "include": ["slwo"], "rules": [{"dealy": "1s"}]}
    told = admin("POST", "/scenario/check", wrong)
    assert (told["valid"], told["warnings"]) == (False, [])
    assert [error["path"] for error in told["errors"]] == [["rules", 0, "dealy"], ["include", 0]]
    doubtful = {"version": 1, "webhooks": {"x": 1}, "rules": [{"delay": "1s", "when": {"probability": 0}}]}
    assert admin("POST", "/scenario/check", doubtful)["warnings"] == [
        {"path": ["rules", 0, "when", "probability"], "message": "never fires: its chance is 0"},
        {"path": ["webhooks"], "message": "is accepted, and nothing is sent because of it yet"},
    ]
    assert admin("POST", "/scenario/check", [])["errors"] == [
        {"path": [], "message": "a scenario file must be a mapping of keys to values"}
    ]


@pytest.mark.parametrize("what", ["scenario", "fixture"])
def test_schemas_are_served(admin: Admin, what: str) -> None:
    answer = admin.rebilly.caller.send("GET", f"/__admin/schema/{what}", {}, None)
    assert (answer.status, answer.json["$schema"]) == (200, "https://json-schema.org/draft/2020-12/schema")


def test_an_unknown_schema_is_refused(admin: Admin) -> None:
    answer = admin.rebilly.caller.send("GET", "/__admin/schema/recipe", {}, None)
    assert (answer.status, answer.json["detail"]) == (404, "There is no schema 'recipe'; there are scenario, fixture.")

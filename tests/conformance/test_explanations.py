"""Explanations: what is told of a request is what becomes of it, in every API and on both edges."""

from typing import Any

from tests.conformance.conftest import Subject

RULES = [
    {"id": "late", "delay": "1ms"},
    {"id": "other", "operation": "*.delete*", "respond": {"error": "gone"}},
    {"id": "chance", "when": {"probability": 0.3}, "respond": {"error": "server_error"}},
    {"id": "sequence", "responses": [{"error": "too_many_requests"}, {"pass": True}], "then": "cycle", "times": 4},
]


def explained(subject: Subject, call: int = 1) -> Any:
    """Have the request that creates a record explained."""
    request = subject.sample.create(subject.tenant)
    headers = {**subject.sample.credentials(subject.tenant), **request.headers}
    body = request.body.decode() if request.body else ""
    given = {"method": request.method, "target": request.target, "headers": headers, "body": body, "call": call}
    answer = subject.admin("POST", "/scenario/explain", given)
    assert answer.status == 200, answer.content
    return answer.json


def test_each_call_goes_as_it_was_explained(subject: Subject) -> None:
    """Twelve calls, looked at ahead, of a tenant of one name always, whatever the API: chance is drawn from it, too."""
    subject = subject.of("explained")
    assert subject.admin("PUT", "/scenario", {"version": 1, "seed": 3, "rules": RULES}).status == 200
    ahead = [explained(subject, call)["decision"] for call in range(1, 13)]
    for decision in ahead:
        assert explained(subject)["decision"] == decision
        answer = subject.create()
        statuses = {"as the operation does": None, **subject.sample.statuses}
        rule = decision.get("rule") or "late"  # a rule that only waits is told of in the answer, too
        assert answer.headers["x-mock-rule"] == rule
        assert statuses[decision["answers"]] in (None, answer.status)
        assert (answer.status < 300) is decision["runs"]
    assert {decision["by"] for decision in ahead} == {"rule", "operation"}


def test_a_request_of_the_journal_can_be_explained(subject: Subject) -> None:
    """As it came, with its credentials, which the journal shows to nobody."""
    subject.rule(id="any", when={"calls": 2}, respond={"error": "unavailable"})
    assert subject.create().status < 300
    [entry] = subject.admin("GET", "/requests").json["requests"]
    told = subject.admin("POST", "/scenario/explain", {"request": entry["id"]}).json
    operation = subject.operation(subject.sample.create(subject.tenant))
    assert (told["operation"], told["tenant"], told["decision"]["rule"]) == (operation, subject.tenant, "any")
    assert subject.create().headers["x-mock-rule"] == "any"

"""Scenarios: the same file means the same in every API."""

import pytest

from tests.conformance.conftest import Subject


def _statuses(subject: Subject, calls: int) -> list[int]:
    return [subject.create().status for _ in range(calls)]


def _load(subject: Subject, **scenario: object) -> None:
    answer = subject.admin("PUT", "/scenario", {"version": 1, **scenario})
    assert answer.status == 200, answer.content


def test_an_error_fires_once_unless_it_says_otherwise(subject: Subject) -> None:
    """A forgotten rule must not send a client into retries without end."""
    subject.rule(respond={"error": "unavailable"})
    first, *others = _statuses(subject, 4)
    assert first == subject.sample.statuses["unavailable"]
    assert set(others) <= {200, 201}


def test_counted_calls_fire_for_just_those(subject: Subject) -> None:
    """`calls: 2..3` is the second and the third."""
    _load(subject, rules=[{"when": {"calls": "2..3"}, "respond": {"error": "conflict"}}])
    conflict = subject.sample.statuses["conflict"]
    assert [status == conflict for status in _statuses(subject, 5)] == [False, True, True, False, False]


def test_times_bounds_how_often_a_rule_fires(subject: Subject) -> None:
    """`times: 2` is twice."""
    _load(subject, rules=[{"times": 2, "respond": {"error": "conflict"}}])
    conflict = subject.sample.statuses["conflict"]
    assert [status == conflict for status in _statuses(subject, 4)] == [True, True, False, False]


@pytest.mark.parametrize(("probability", "failures"), [(0, 0), (1, 12)])
def test_certainties_are_certain(subject: Subject, probability: int, failures: int) -> None:
    """A probability of 0 never fires and one of 1 always does."""
    rule = {"when": {"probability": probability}, "times": "forever", "respond": {"error": "server_error"}}
    _load(subject, rules=[rule])
    assert _statuses(subject, 12).count(500) == failures


def test_chance_repeats_with_its_seed(subject: Subject) -> None:
    """The same seed and tenant give the same failures in the same order."""
    rule = {"when": {"probability": 0.5}, "times": "forever", "respond": {"error": "server_error"}}
    runs = []
    for _ in range(2):
        _load(subject, seed=5, rules=[rule])
        runs.append(_statuses(subject, 16))
    assert runs[0] == runs[1]
    assert 0 < runs[0].count(500) < 16


def test_answers_follow_one_another(subject: Subject) -> None:
    """A sequence is over when its last answer was given; what it passes, the operation answers."""
    steps = [{"error": "too_many_requests", "repeat": 2}, {"pass": True}, {"error": "unavailable"}]
    subject.rule(responses=steps)
    limited, unavailable = (subject.sample.statuses[error] for error in ("too_many_requests", "unavailable"))
    first, second, third, fourth, fifth = _statuses(subject, 5)
    assert (first, second, fourth) == (limited, limited, unavailable)
    assert {third, fifth} <= {200, 201}


def test_a_machine_remembers_what_happened(subject: Subject) -> None:
    """A rule moves it, and others wait for the state it is in: here no record is found before the second read."""
    read = subject.sample.read(subject.tenant, subject.create())
    _load(
        subject,
        rules=[
            {"operation": subject.operation(subject.sample.create(subject.tenant)), "next_state": "Behind"},
            {
                "operation": subject.operation(read),
                "state": "Behind",
                "next_state": "Started",
                "respond": {"error": "not_found"},
            },
        ],
    )
    for _ in range(2):
        created = subject.create()
        reads = [subject.send(subject.sample.read(subject.tenant, created)).status for _ in range(3)]
        assert reads == [subject.sample.statuses["not_found"], 200, 200]


def test_a_count_can_be_for_each_client(subject: Subject) -> None:
    """`per` says who shares it, here those whose header says the same."""
    subject.rule(when={"calls": 1, "per": "header.X-Client"}, respond={"error": "conflict"})
    conflict = subject.sample.statuses["conflict"]
    clients = ["a", "b", "a", "b", "c"]
    assert [subject.create({"X-Client": client}).status == conflict for client in clients] == [
        True, True, False, False, True,
    ]  # fmt: skip


def test_the_smaller_priority_goes_first(subject: Subject) -> None:
    """Whatever the order in the file."""
    _load(
        subject,
        rules=[
            {"id": "usual", "respond": {"error": "conflict"}},
            {"id": "first", "priority": 1, "respond": {"error": "unavailable"}},
        ],
    )
    assert [subject.create().headers.get("x-mock-rule") for _ in range(3)] == ["first", "usual", None]


def test_a_body_is_matched_by_one_path_whatever_its_form(subject: Subject) -> None:
    """JSON and forms alike, with dots or brackets, and by JSONPath."""
    for key in subject.sample.city:
        subject.rule(id="other", match={"body": {key: {"not": "Bath"}}}, respond={"error": "gone"})
        subject.rule(id="same", match={"body": {key: "Bath"}}, respond={"error": "conflict"})
        assert subject.create().headers["x-mock-rule"] == "same"
        for id in ("other", "same"):
            subject.admin("DELETE", f"/rules/{id}")
    path = "$." + subject.sample.city[0]
    subject.rule(id="path", match={"jsonpath": {path: {"matches": "B.*h"}}}, respond={"error": "conflict"})
    assert subject.create().headers["x-mock-rule"] == "path"


def test_an_answer_can_name_the_request(subject: Subject) -> None:
    """Gaps in its texts are filled from the request and from variables."""
    city = "{{ request.body." + subject.sample.city[0] + " }}"
    _load(
        subject,
        vars={"place": "Somerset"},
        rules=[
            {
                "respond": {
                    "status": 418,
                    "headers": {"X-Trace": "{{ request.headers['x-trace'] }}!"},
                    "body": {"city": city, "text": f"{city} in {{{{ vars.place }}}}", "tenant": "{{ tenant }}"},
                }
            }
        ],
    )
    answer = subject.create({"X-Trace": "abc"})
    assert (answer.status, answer.headers["x-trace"]) == (418, "abc!")
    assert answer.json == {"city": "Bath", "text": "Bath in Somerset", "tenant": subject.tenant}


def test_a_rule_s_header_stands_in_place_of_one_of_the_same_name(subject: Subject) -> None:
    """However they are written; a text as the body says what it is."""
    subject.rule(respond={"error": "unavailable", "headers": {"cache-control": "private"}, "body": "<h1>Down</h1>"})
    answer = subject.create()
    assert (answer.status, answer.content) == (subject.sample.statuses["unavailable"], b"<h1>Down</h1>")
    assert answer.headers["cache-control"] == "private"
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_rule_waits_for_what_it_matches(subject: Subject) -> None:
    """Header and query matchers choose the calls a rule is about."""
    subject.rule(match={"headers": {"X-Trace": "present"}}, respond={"error": "conflict"})
    assert subject.create().status in (200, 201)
    assert subject.create({"X-Trace": "7"}).status == subject.sample.statuses["conflict"]


def test_a_reply_can_be_spelled_out(subject: Subject) -> None:
    """Status, headers and body as they are."""
    subject.rule(respond={"status": 418, "headers": {"X-Tea": "green"}, "body": {"teapot": True}})
    answer = subject.create()
    assert (answer.status, answer.headers["x-tea"], answer.json) == (418, "green", {"teapot": True})


def test_a_request_can_choose_its_own_scenario(subject: Subject) -> None:
    """`X-Mock-Scenario` is for this request alone."""
    assert subject.create({"X-Mock-Scenario": "unauthorized"}).status == subject.sample.statuses["unauthenticated"]
    assert subject.create().status in (200, 201)


def test_an_unknown_scenario_is_a_mistake_of_the_request(subject: Subject) -> None:
    """The answer names what there is."""
    answer = subject.create({"X-Mock-Scenario": "no-such-scenario"})
    assert answer.status == subject.sample.statuses["malformed"]
    assert b"rate-limited" in answer.content


def test_a_request_names_a_few_scenarios_at_most(subject: Subject) -> None:
    """A look at the file of each is what it costs, so one that stands twice counts once."""
    assert subject.create({"X-Mock-Scenario": ", ".join(["unauthorized"] * 500)}).headers["x-mock-rule"]
    answer = subject.create({"X-Mock-Scenario": ",".join(f"slow-{number}" for number in range(21))})
    assert answer.status == subject.sample.statuses["malformed"]
    assert b"must not name more than 20 scenarios" in answer.content


def test_scenarios_of_one_tenant_leave_others_alone(subject: Subject) -> None:
    """Tests run in parallel on one server."""
    subject.rule(respond={"error": "server_error"}, times="forever")
    assert subject.of(f"{subject.tenant}-other").create().status in (200, 201)


def test_a_published_limit_is_reported_but_not_enforced(subject: Subject) -> None:
    """Nobody's test suite stops because a provider's sandbox would."""
    subject.admin("POST", "/clock/freeze")
    subject.create()
    limit = subject.limits()[0]
    subject.admin("POST", f"/limits/{limit['id']}/exhaust")
    assert subject.create().status in (200, 201)
    assert subject.limits()[0]["remaining"] == 0


def test_provider_limits_enforces_what_the_provider_publishes(subject: Subject) -> None:
    """After the last request comes 429; after the window, on the tenant's clock, the door opens."""
    subject.admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
    subject.admin("PUT", "/scenario", {"name": "provider-limits"})
    limit = subject.limits()[0]
    assert (limit["limit"], limit["enforced"]) == (subject.sample.writes_limit, True)
    subject.admin("PUT", f"/limits/{limit['id']}", {"remaining": 1})
    refused = subject.sample.statuses["too_many_requests"]
    assert [status == refused for status in _statuses(subject, 2)] == [False, True]
    subject.admin("POST", "/clock/advance", {"by": f"{limit['window']:.0f}s"})
    assert subject.create().status in (200, 201)


def test_a_file_sets_a_limit_of_its_own(subject: Subject) -> None:
    """`limit: 2/10m` is two in ten minutes for this tenant."""
    subject.admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
    _load(subject, rate_limits=[{"id": "two", "api": subject.sample.api, "operations": "writes", "limit": "2/10m"}])
    refused = subject.sample.statuses["too_many_requests"]
    assert [status == refused for status in _statuses(subject, 3)] == [False, False, True]
    subject.admin("POST", "/clock/advance", {"by": "10m"})
    assert subject.create().status in (200, 201)


def test_a_limit_counts_each_tenant_apart(subject: Subject) -> None:
    """One caller's limit is not another's."""
    other = subject.of(f"{subject.tenant}-other")
    for tenant in (subject, other):
        _load(tenant, rate_limits=[{"id": "one", "api": subject.sample.api, "limit": "1/10m"}])
    assert {subject.create().status, other.create().status} <= {200, 201}


def test_ids_are_a_function_of_seed_and_clock(subject: Subject) -> None:
    """After a reset a frozen tenant is given the same ids again, whatever others did meanwhile."""
    runs = []
    for _ in range(2):
        subject.admin("POST", "/reset")
        subject.admin("POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
        first = subject.sample.id_of(subject.create())
        subject.of(f"{subject.tenant}-other").create()
        runs.append([first, subject.sample.id_of(subject.create())])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 2
    if subject.sample.ids_grow:
        assert runs[0] == sorted(runs[0])

"""Warnings: what a scenario may say and probably does not mean, each at its place."""

import pytest

from mockserver.core.api.manifest import Apis
from mockserver.core.documents import dotted, parse
from mockserver.core.problems import Misconfigured
from mockserver.registry import registered
from mockserver.scenarios.format.includes import Reading, check_document
from mockserver.scenarios.format.library import Library
from mockserver.scenarios.format.lint import warnings
from tests.tables import each_row

APIS = Apis(registered())


def warned(text: str) -> list[str]:
    """Give the warnings about a scenario without its first line: place and message."""
    document, reading = parse(f"version: 1\n{text}", "x.yaml"), Reading()
    scenario = check_document(document, "x", APIS, Library([], APIS).find, reading)
    found = warnings(scenario, reading.parts, APIS)
    return [f"{document.where(doubt.path)} {dotted(doubt.path)}: {doubt.message}" for doubt in found]


def of_rule(text: str) -> list[str]:
    """Give what is said of one rule of a scenario, without where it stands."""
    return [line.partition(" rules[0]")[2].removeprefix(".") for line in warned(f"rules: [{{ {text} }}]")]


TEN = "2026-01-15T10:00:00Z"

BEFORE = "respond: { status: 200 }, times: forever"


def test_a_scenario_that_means_what_it_says_has_no_warning() -> None:
    assert not warned(
        "vars: { why: embargo }\n"
        "rules:\n"
        "  - { id: a, api: stripe, operation: customers.create, when: { calls: 1..2 }, times: 2,\n"
        "      respond: { error: too_many_requests, detail: '{{ vars.why }}' } }\n"
        "  - { id: b, operation: customers.get, state: Started, next_state: Gone,\n"
        "      match: { arguments: { id: x } } }\n"
        "  - { id: c, operation: customers.get, state: Gone, respond: { status: 410 },\n"
        "      when: { between: [+1m, +2m] } }\n"
        "  - { id: d, delay: 1s, expires: { ttl: 1h } }\n"
    )


@each_row(
    ("rule", "expected"),
    [
        ("delay: 1s, when: { probability: 0 }", "when.probability: never fires: its chance is 0"),
        ("delay: 1s, path: customers*", "path: never fires: a path begins with /"),
        ("delay: 1s, api: stripe, operation: tags.create", "operation: never fires: Stripe has no such operation"),
        ("delay: 1s, operation: customers.list, method: PUT", "method: never fires: none of its operations is a PUT"),
        (
            "delay: 1s, operation: customers.get, match: { arguments: { ids: ada } }",
            "match.arguments.ids: never fires: no path it is about has the argument 'ids', did you mean 'id'?",
        ),
        (
            "state: Gone, delay: 1s",
            "state: never fires: no rule leads to the state 'Gone'",
        ),
        (
            "delay: 1s, when: { between: [+5m, null] }, expires: { ttl: 5m }",
            "expires: never fires: it has expired before its time begins",
        ),
        ("delay: 1s, expires: { ttl: 0s }", "expires: never fires: it has expired when the scenario begins"),
        (
            "delay: 1s, when: { calls: [1..3, 3, 9] }, times: 2",
            "when.calls: names 4 calls, and times lets it fire 2 times",
        ),
        (
            "operation: customers.get, times: 2, responses: [{ status: 400, repeat: 2 }, { pass: true }]",
            "responses[1]: is never reached: the rule fires 2 times",
        ),
        (
            "operation: customers.get, times: 20, responses: [{ status: 400, repeat: 2 }, { pass: true }]",
            "times: is never reached: the responses are over after 3, and then: pass",
        ),
        (
            "api: chargeover, store: injected, respond: { error: invalid }",
            "store: says nothing: what it is about takes no idempotency keys (ChargeOver)",
        ),
        (
            "operation: customers.get, effect: commit, respond: { status: 500 }",
            "effect: says nothing: what it is about changes nothing",
        ),
        (
            "api: chargeover, respond: { error: forbidden }",
            "respond.error: ChargeOver has no form of its own for 'forbidden'; the nearest one stands in",
        ),
        (
            "api: stripe, respond: { status: 400, body: { a: ['{{ vars.naem }}'] } }",
            "respond.body.a[0]: there is no 'naem' among vars",
        ),
    ],
)  # fmt: skip
def test_a_rule_is_warned_of(rule: str, expected: str) -> None:
    assert of_rule(rule) == [expected]


@each_row(
    "rule",
    [
        "respond: { error: too_many_requests }, times: forever",
        "respond: { status: 503 }, when: { calls: 3.. }",
        "fault: hang, times: forever",
        "responses: [{ status: 400 }, { error: server_error }], then: repeat_last",
        "respond: { error: server_error }, when: { probability: 1 }",
        "respond: { error: server_error }, when: { between: [+1m, null] }",
    ],
)
def test_an_error_without_end_makes_clients_loop(rule: str) -> None:
    """After these they try again by themselves."""
    [said] = of_rule(f"api: stripe, {rule}")
    assert said.endswith("clients that try again for ever never end; bound it with times, calls, between or expires")


@each_row(
    "rule",
    [
        "respond: { error: too_many_requests }",
        "respond: { error: unauthenticated }, times: forever",
        "respond: { error: server_error }, when: { probability: 0.5 }",
        "respond: { error: server_error }, when: { calls: 1..5 }",
        "respond: { error: server_error }, when: { between: [+1m, +2m] }",
        "respond: { error: server_error }, times: forever, expires: { ttl: 1m }",
        "respond: { error: server_error }, times: forever, state: Started",
        "responses: [{ error: server_error }, { pass: true }], then: repeat_last",
        "responses: [{ error: server_error }, { pass: true }], then: cycle",
        "fault: dribble, times: forever",
    ],
)
def test_an_error_that_ends_or_that_nobody_tries_again_after_is_none(rule: str) -> None:
    assert of_rule(f"api: stripe, {rule}") == []


@each_row(
    ("clock", "between", "expected"),
    [
        (f"start: {TEN}", "[2026-01-01, 2026-01-02]", "it is over when the scenario's clock starts"),
        (f"start: {TEN}, mode: frozen", "[+5m, 2026-01-15T10:01:00Z]", "it ends before it begins"),
        (f"start: {TEN}, mode: frozen", "[2026-01-14, 2026-01-16]", None),
        ("mode: frozen", "[2026-01-01, 2026-01-02]", None),
    ],
)  # fmt: skip
def test_times_are_held_against_the_clock_that_the_scenario_sets(
    clock: str, between: str, expected: str | None
) -> None:
    found = warned(f"clock: {{ {clock} }}\nrules: [{{ delay: 1s, when: {{ between: {between} }} }}]")
    assert found == ([f"x.yaml:3:30 rules[0].when.between: never fires: {expected}"] if expected else [])


def test_a_rule_expires_before_a_clock_begins() -> None:
    found = warned("clock: { start: 2026-01-15T10:00:00Z }\nrules: [{ delay: 1s, expires: { at: 2026-01-01 } }]")
    assert found == ["x.yaml:3:22 rules[0].expires: never fires: it has expired when the scenario begins"]


@each_row(
    ("first", "second"),
    [
        ("", ""),
        ("operation: '*'", "operation: customers.create"),
        ("operation: customers.*", "operation: [customers.create, PostCustomer]"),
        ("operation: customers.create", "api: stripe, operation: customers.create"),
        ("api: stripe", "api: stripe, operation: customers.create, method: POST"),
        ("match: { headers: { X-A: 1 } }", "match: { headers: { x-a: 1 }, body: { b: 2 } }"),
        ("path: /v1/*", "path: /v1/*, operation: customers.create"),
        ("state: Started", "state: Started, operation: customers.create"),
    ],
)  # fmt: skip
def test_a_rule_behind_one_that_answers_all_it_is_about_never_fires(first: str, second: str) -> None:
    rules = [f"{{ id: first, {BEFORE}, {first} }}", f"{{ id: second, delay: 1s, {second} }}"]
    assert warned(f"rules:\n  - {rules[0]}\n  - {rules[1]}") == [
        "x.yaml:4:5 rules[1]: never fires: the rule 'first' before it answers all it is about"
    ]


@each_row(
    ("first", "second"),
    [
        ("operation: customers.create", ""),
        ("operation: customers.create", "operation: customers.*"),
        ("api: stripe", "operation: customers.create"),
        ("method: POST", "operation: customers.*"),
        ("match: { headers: { X-A: 1 } }", "match: { headers: { X-A: 2 } }"),
        ("path: /v1/*", "path: /v2/*"),
        ("state: Started", "next_state: Other"),
        ("when: { calls: 2.. }", ""),
        ("when: { probability: 0.9 }", ""),
        ("when: { between: [+1m, null] }", ""),
        ("expires: { ttl: 1h }", ""),
        ("priority: 9", ""),
    ],
)  # fmt: skip
def test_a_rule_behind_one_that_leaves_something_can_fire(first: str, second: str) -> None:
    rules = [f"{{ id: first, {BEFORE}, {first} }}", f"{{ id: second, delay: 1s, {second} }}"]
    assert "second" not in " ".join(line for line in warned(f"rules: [{', '.join(rules)}]") if "never fires" in line)
    assert not any("rules[1]: never fires" in line for line in warned(f"rules: [{', '.join(rules)}]"))


def test_priority_decides_which_rule_is_before_another() -> None:
    found = warned(f"rules:\n  - {{ id: late, delay: 1s }}\n  - {{ id: early, priority: 1, {BEFORE} }}")
    assert found == ["x.yaml:3:5 rules[0]: never fires: the rule 'early' before it answers all it is about"]


def test_vars_that_nobody_names_are_told() -> None:
    text = "vars:\n  used: 1\n  unused: 2\nrules: [{ api: stripe, respond: { status: 400, body: '{{ vars.used }}' } }]"
    assert warned(text) == ["x.yaml:4:3 vars.unused: no text names it"]


@pytest.mark.parametrize("gap", ["{{ vars | json }}", "{{ vars[request.body.key] }}"])
def test_a_text_may_name_all_vars_at_once(gap: str) -> None:
    assert warned(f"vars: {{ a: 1, b: 2 }}\nrules: [{{ respond: {{ status: 400, body: '{gap}' }} }}]") == []


def test_webhooks_are_accepted_and_said_to_do_nothing_yet() -> None:
    assert warned("webhooks: { on: [] }") == ["x.yaml:2:1 webhooks: is accepted, and nothing is sent because of it yet"]


def test_the_place_of_a_warning_is_exact() -> None:
    """Also inside of answers and of lists of credentials."""
    text = (
        "rules:\n"
        "  - operation: customers.create\n"
        "    responses:\n"
        "      - error: invalid\n"
        "      - status: 409\n"
        "        error: conflict\n"
        "auth:\n"
        "  - { key: a, api: rebilly }\n"
        "  - { key: b, api: chargeover, error: conflict }\n"
    )
    assert [line.partition(":")[2].partition(": ")[0] for line in warned(text)] == [
        "7:9 rules[0].responses[1].error",
        "10:32 auth[1].error",
    ]


@each_row(
    ("text", "place"),
    [
        ("rules: [{ delay: 1s, responses: [{ error: gone }, { error: gnoe }] }]", "2:53: rules[0].responses[1].error"),
        ("auth:\n  - { key: 5, api: rebilly }", "3:7: auth[0].key"),
        ("auth:\n  - { key: a, api: rebily }", "3:15: auth[0].api"),
        ("vars: { value: 1, 2x: 2 }", "2:19: vars.2x"),
        (
            "rules: [{ respond: { error: invalid, fields: [{ field: a, message: 1 }] } }]",
            "2:59: rules[0].respond.fields[0].message",
        ),
    ],
)
def test_the_place_of_an_error_is_exact(text: str, place: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        warned(text)
    assert f"x.yaml:{place}: " in f"{str(refused.value).splitlines()[0]}"

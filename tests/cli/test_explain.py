"""`mockserver explain`: what would become of a request, in words and as JSON, with a server and without."""

import json
from pathlib import Path

import requests

from mockserver.testing.server import MockServer
from tests.cli.commands import command
from tests.clients import KEY
from tests.tables import each_row

REBILLY = ("-H", f"REB-APIKEY: {KEY}")


def test_it_tells_each_rule_and_what_is_decided(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "version: 1\nseed: 1\nrules:\n"
        "  - { id: late, delay: 250ms }\n"
        "  - { id: british, match: { body: { primaryAddress.country: GB } }, respond: { error: conflict } }\n"
        "  - { id: chance, when: { probability: 0.000001 }, fault: hang }\n"
        "  - { id: lost, effect: commit, respond: { error: timeout } }\n"
        "  - { id: behind, respond: { error: gone } }\n"
    )
    body = json.dumps({"primaryAddress": {"country": "FR"}})
    ended = command("explain", "--scenario", str(path), *REBILLY, "-d", body, "POST", "/organizations/org_x/customers")
    drawn = next(line.split()[0] for line in ended.output.splitlines() if "was drawn" in line)
    assert (ended.status, ended.errors) == (0, "")
    assert ended.output.splitlines() == [
        "POST /organizations/org_x/customers is customers.create of rebilly, tenant org_x",
        "  limit rebilly-sandbox: 3000 of 3000 left per tenant, only reported",
        "  rule mine/late: waits (call 1)",
        "    waits 0.25s",
        "  rule mine/british: no match",
        "    body primaryAddress.country is 'FR', expected equals 'GB'",
        "  rule mine/chance: silent (call 1)",
        f"    {drawn} was drawn, below 1e-06 it fires",
        "  rule mine/lost: decides (call 1)",
        "    answers timeout, effect commit",
        "  rule mine/behind: not asked",
        "    the rule lost before it decides",
        "decided by the rule mine/lost: answers timeout, waits 0.25s; the operation runs",
    ]


@each_row(
    ("arguments", "decided"),
    [
        (["--scenario", "rate-limited"], "the rule rate-limited/two-429-then-ok: answers too_many_requests;"),
        (["--scenario", "rate-limited", "--call", "3"], "the operation: answers as the operation does"),
        (["-H", "X-Mock-Error: declined"], "what the request orders, x-mock-error: answers declined;"),
        (["-H", "X-Mock-Fault: hang"], "what the request orders, x-mock-fault: fault hang;"),
        (["-H", "Prefer: code=404", "-H", "Prefer: wait=1"], "what the request orders, prefer: answers not_found"),
    ],
)
def test_it_tells_what_is_decided(arguments: list[str], decided: str) -> None:
    """For an API with a user's name and a form as well."""
    ended = command("explain", *arguments, "-u", "sk_test_x:", "-d", "name=Ada", "POST", "/v1/customers")
    assert ended.output.splitlines()[-1].startswith(f"decided by {decided}")


def test_a_request_that_nobody_lets_in_is_told_of() -> None:
    assert command("explain", "GET", "/v1/customers").output.splitlines() == [
        "GET /v1/customers is customers.list of stripe",
        "decided by a refusal, before limits and rules: answers unauthenticated",
    ]


def test_a_limit_can_decide(tmp_path: Path) -> None:
    path = tmp_path / "few.yaml"
    path.write_text("version: 1\nrate_limits: [{ id: few, api: stripe, limit: 1/1h }]\n")
    arguments = ("--call", "2", "--scenario", str(path), "-u", "sk_test_x:", "GET", "/v1/customers")
    lines = command("explain", *arguments).output.splitlines()
    assert lines[1] == "  limit few: 0 of 1 left per tenant, refuses"
    assert lines[2].startswith("decided by the limit few: answers too_many_requests, may be tried again in 3")


def test_programs_get_json(tmp_path: Path) -> None:
    """The body comes from a file; chance is that of the seed."""
    body = tmp_path / "body.json"
    body.write_text("{}")
    arguments = (*REBILLY, "-d", f"@{body}", "POST", "/organizations/org_x/customers")
    draws = [
        json.loads(command("explain", "--json", "--scenario", "flaky", "--seed", seed, *arguments).output)
        for seed in ("a", "b", "a")
    ]
    drawn = [told["rules"][0]["drawn"] for told in draws]
    assert drawn[0] == drawn[2] != drawn[1]
    assert draws[0]["operation"] == "customers.create"


def test_own_folders_are_searched_first(tmp_path: Path) -> None:
    (tmp_path / "slow.yaml").write_text("version: 1\nrules: [{ id: mine, delay: 1s }]\n")
    arguments = ("--scenarios", str(tmp_path), "--scenario", "slow", *REBILLY, "GET", "/organizations/org_x/customers")
    assert "rule slow/mine: waits" in command("explain", *arguments).output


def test_a_running_server_is_asked_with_what_it_has_counted(live: MockServer, organization: str) -> None:
    """And counts nothing."""
    url = f"{live.url}/organizations/{organization}/customers"
    put = requests.put(f"{live.url}/__admin/tenants/{organization}/scenario", json={"name": "rate-limited"}, timeout=5)
    assert put.status_code == 200
    assert requests.get(url, headers={"REB-APIKEY": KEY}, timeout=5).status_code == 429
    target = f"/organizations/{organization}/customers"
    for _ in range(2):
        lines = command("explain", "--url", live.url, *REBILLY, "GET", target).output.splitlines()
        assert lines[1] == "  rule rate-limited/two-429-then-ok: decides (call 2)"
    chosen = command("explain", "--url", live.url, "--scenario", "slow", *REBILLY, "GET", target)
    assert "rule slow/slow-answers: waits (call 1)" in chosen.output


@each_row(
    ("arguments", "status", "complaint"),
    [
        (["GET"], 2, "Missing argument 'TARGET'"),
        (["-H", "nonsense", "GET", "/"], 2, "-H: must be a name and a value"),
        (["-H", "Origin: a", "-H", "origin: b", "GET", "/"], 2, "-H: Origin must not be given more than once"),
        (["-d", "@nowhere.json", "POST", "/"], 2, "-d: nowhere.json cannot be read"),
        (["--scenario", "flakey", "GET", "/"], 2, "scenario 'flakey': there is no such scenario, did you mean"),
        (["--call", "0", "GET", "/"], 2, "Invalid value for '--call'"),
        (["--scenarios", "nowhere", "GET", "/"], 2, "--scenarios: must be a folder that exists"),
        (["--url", "http://127.0.0.1:1", "GET", "/"], 1, "http://127.0.0.1:1 does not answer"),
        (["GET", "customers"], 2, "TARGET: must be a path, such as /v1/customers, not 'customers'"),
        (["GE T", "/"], 2, "METHOD: must be a method, such as POST, not 'GE T'"),
    ],
)
def test_what_is_wrong_is_one_line(arguments: list[str], status: int, complaint: str) -> None:
    ended = command("explain", *arguments)
    assert (ended.status, len(ended.errors.splitlines())) == (status, 1)
    assert ended.errors.startswith(f"mockserver: {complaint}")


@each_row(
    ("arguments", "what", "decided"),
    [
        (["-u", "sk_test_x:", "GET", "/v1/subscriptions"], "stripe, tenant x", "answers not_found (404)"),
        (["-u", "sk_test_x:", "PATCH", "/v1/customers"], "stripe, tenant x", "answers method_not_allowed (404)"),
        ([*REBILLY, "GET", "/organizations/org_x/plans"], "rebilly, tenant org_x", "answers not_found (404)"),
        ([*REBILLY, "PUT", "/organizations/org_x/tags"], "rebilly, tenant org_x", "answers method_not_allowed (405)"),
        (["-u", "test_x:", "GET", "/api/v2/plans"], "chargebee, tenant x", "answers not_found (404)"),
        (["-u", "x:y", "GET", "/api/v3/plan"], "chargeover, tenant x", "answers not_found (400)"),
    ],
)  # fmt: skip
def test_an_address_that_is_not_served_is_told_with_the_providers_answer(
    arguments: list[str], what: str, decided: str
) -> None:
    """No operation decides where there is none."""
    ended = command("explain", *arguments)
    first, *_, last = ended.output.splitlines()
    assert first.endswith(f" is not served: no operation of {what}")
    assert last == f"decided by the address, at which nothing is served: {decided}"


def test_what_a_request_orders_at_such_an_address_runs_nothing() -> None:
    ended = command("explain", "-u", "sk_test_x:", "-H", "X-Mock-Delay: 10ms", "GET", "/v1/subscriptions", "--json")
    assert json.loads(ended.output)["decision"] == {
        "by": "request", "rule": "x-mock-delay", "answers": "not_found", "status": 404, "runs": False, "delay": 0.01,
    }  # fmt: skip

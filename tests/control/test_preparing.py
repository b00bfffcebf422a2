"""What a test prepares in one line: failures, scenarios, time, limits, settings, records."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from requests import RequestException

from mockserver import Tenant
from mockserver.registry import registered
from mockserver.testing.plane import ControlError
from mockserver.testing.results import Clock, Rule

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


def create(tenant: Tenant, **body: Any) -> Any:
    return tenant.session("rebilly").post("/customers", json=body)


def test_an_operation_fails_so_many_times(tenant: Tenant) -> None:
    tenant.fail("customers.create", "too_many_requests", times=2, retry_after=3)
    answers = [create(tenant) for _ in range(3)]
    assert [(answer.status_code, answer.headers.get("Retry-After")) for answer in answers] == [
        (429, "3"),
        (429, "3"),
        (201, None),
    ]


def test_an_answer_can_be_lost(tenant: Tenant) -> None:
    """The operation has run, and its client knows nothing of it."""
    tenant.fail("customers.create", fault="connection_reset", effect="commit")
    with pytest.raises(RequestException):
        create(tenant)
    assert len(tenant.data("rebilly", "customers")) == 1


def test_a_failure_says_all_that_a_rule_can(tenant: Tenant) -> None:
    rule = tenant.fail(
        ["customers.create", "customers.list"],
        "invalid",
        id="embargo",
        api="rebilly",
        match={"headers": {"X-Trace": "present"}},
        when={"calls": "1..2"},
        fields={"country": "Country is embargoed."},
        delay="1ms",
        after=timedelta(milliseconds=2),
    )
    source = {
        "api": "rebilly",
        "operation": ["customers.create", "customers.list"],
        "match": {"headers": {"X-Trace": "present"}},
        "when": {"calls": "1..2"},
        "respond": {"error": "invalid", "fields": [{"field": "country", "message": "Country is embargoed."}]},
        "delay": "1ms",
        "after": "2ms",
    }
    assert rule == Rule("embargo", 0, 0, source)
    assert create(tenant).ok
    tenant.session("rebilly").get("/customers", headers={"X-Trace": "1"})
    assert tenant.rules() == [Rule("embargo", 1, 1, source)]
    tenant.remove_rule("embargo")
    assert tenant.rules() == []


def test_a_rule_as_files_have_them(tenant: Tenant) -> None:
    rule = tenant.rule({"operation": "customers.*", "respond": {"status": 503}, "times": "forever"})
    assert (rule.id, create(tenant).status_code) == ("rule-1", 503)


def test_what_is_wrong_with_a_rule_is_told(tenant: Tenant) -> None:
    """The text names the member, as the control plane does; what a caller may need is beside it."""
    with pytest.raises(ControlError) as caught:
        tenant.fail("customers.create", "to_many_requests", times=0)
    assert caught.value.status == 422
    assert [error["path"] for error in caught.value.errors] == [["respond", "error"], ["times"]]
    assert str(caught.value).startswith("body: respond.error: must be one of ")
    assert "\ntimes: must be " in str(caught.value)


def test_a_failure_without_an_outcome_is_refused(tenant: Tenant) -> None:
    with pytest.raises(ControlError, match="respond"):
        tenant.fail("customers.create")


def test_scenarios_by_name(tenant: Tenant) -> None:
    followed = tenant.scenario("rate-limited", "slow")
    assert [(scenario.name, [*scenario.rules]) for scenario in followed] == [
        ("rate-limited", ["two-429-then-ok"]),
        ("slow", ["slow-answers"]),
    ]
    assert create(tenant).status_code == 429
    [limited, _] = tenant.scenarios()
    assert limited.rules["two-429-then-ok"].fired == 1
    assert tenant.scenario() == tenant.scenarios() == []


def test_a_scenario_as_a_document(tenant: Tenant) -> None:
    tenant.scenario({"version": 1, "include": ["rate-limited"], "rules": [{"respond": {"error": "conflict"}}]})
    assert [create(tenant).status_code for _ in range(3)] == [409, 429, 429]


def test_a_scenario_of_a_file(tenant: Tenant, tmp_path: Path) -> None:
    """It is read here, with the YAML of scenario files: `NO` is text."""
    file = tmp_path / "outage.yaml"
    file.write_text("version: 1\nrules: [{ respond: { status: 503, body: { country: NO } } }]\n")
    tenant.scenario(file)
    assert create(tenant).json() == {"country": "NO"}


def test_a_file_that_cannot_be_read(tenant: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "outage.yaml"
    with pytest.raises(ControlError, match=r"outage\.yaml: cannot be read: No such file"):
        tenant.scenario(file)
    file.write_text("version: 1\nrules: [\n")
    with pytest.raises(ControlError, match=r"outage\.yaml:3:1: "):
        tenant.scenario(file)


def test_only_names_can_be_several(tenant: Tenant) -> None:
    with pytest.raises(TypeError, match="comes alone"):
        tenant.scenario("slow", {"version": 1, "rules": []})


def test_an_unknown_scenario(tenant: Tenant) -> None:
    with pytest.raises(ControlError, match="rate-limited"):
        tenant.scenario("rate-limit")


def test_time_stands_moves_and_runs(tenant: Tenant) -> None:
    assert tenant.freeze(NOON) == Clock(NOON, "frozen") == tenant.clock
    assert tenant.advance(minutes=10, seconds=30).now == NOON + timedelta(minutes=10, seconds=30)
    assert tenant.advance("1d").now == NOON + timedelta(days=1, minutes=10, seconds=30)
    assert create(tenant).json()["createdTime"] == "2026-01-16T12:10:30+00:00"
    assert tenant.resume().mode == "offset"
    assert tenant.freeze("2030-01-01T00:00:00Z").now.year == 2030
    assert tenant.freeze().mode == "frozen"


def test_a_limit_comes_to_its_end(tenant: Tenant) -> None:
    tenant.scenario("provider-limits")
    [limit] = tenant.limits("rebilly")
    assert (limit.enforced, limit.limit, limit.window, limit.per) == (True, 3000, 600.0, "tenant")
    assert tenant.limit(limit.id, remaining=1).remaining == 1
    assert [create(tenant).status_code for _ in range(2)] == [201, 429]
    assert tenant.refill(limit.id).remaining == 3000
    assert tenant.exhaust(limit.id).remaining == 0
    assert {found.api for found in tenant.limits()} == {api.name for api in registered()}


def test_settings_are_switched_and_shown(tenant: Tenant) -> None:
    assert tenant.settings("rebilly")["put"] == "replace"
    assert tenant.settings("rebilly", put="merge")["put"] == "merge"
    with pytest.raises(ControlError, match="put: must be one of"):
        tenant.settings("rebilly", put="both")


def test_records_of_several_apis(tenant: Tenant) -> None:
    seeded = {
        "rebilly": {"customers": [{"id": "ada"}, {"id": "grace"}]},
        "stripe": {"customers": [{"name": "Alan"}]},
    }
    assert tenant.seed(seeded) == {"rebilly": {"customers": 2}, "stripe": {"customers": 1}}
    assert [record["id"] for record in tenant.data("rebilly", "customers")] == ["ada", "grace"]
    assert [record["name"] for record in tenant.data("stripe", "customers")] == ["Alan"]


def test_a_record_behind_the_apis_back(tenant: Tenant) -> None:
    tenant.seed({"rebilly": {"customers": [{"id": "ada"}]}})
    assert tenant.change_record("rebilly", "customers", "ada", {"invoiceCount": 3})["invoiceCount"] == 3
    assert tenant.record("rebilly", "customers", "ada")["invoiceCount"] == 3
    tenant.remove_record("rebilly", "customers", "ada")
    with pytest.raises(ControlError, match="There is no 'ada' among the customers"):
        tenant.record("rebilly", "customers", "ada")


def test_a_record_that_its_api_cannot_read(tenant: Tenant) -> None:
    """It is refused, unless it is meant."""
    tenant.seed({"rebilly": {"customers": [{"id": "ada"}]}})
    with pytest.raises(ControlError, match="tags must be an array"):
        tenant.change_record("rebilly", "customers", "ada", {"tags": "x"})
    assert tenant.change_record("rebilly", "customers", "ada", {"tags": "x"}, raw=True)["tags"] == "x"
    tenant.remove_record("rebilly", "customers", "ada")


def test_parts_are_put_back(tenant: Tenant) -> None:
    create(tenant)
    tenant.fail("customers.create", "conflict")
    assert tenant.reset("rules", "journal") == {"rules": 1, "journal": 1}
    assert create(tenant).ok
    assert tenant.reset()["data"] > 0
    assert tenant.data("rebilly", "customers") == []

"""What a scenario brings along beside rules: records, settings, a clock, variables; and what a reset puts back."""

from typing import Any

import pytest

from tests.conformance.conftest import Subject


def load(subject: Subject, **scenario: Any) -> Any:
    answer = subject.admin("PUT", "/scenario", {"version": 1, **scenario})
    assert answer.status == 200, answer.content
    return answer.json


def data(subject: Subject, tenant: str, record: Any = None) -> dict[str, Any]:
    """Give the part `data` of a scenario with one record of a tenant."""
    sample, api = subject.sample, subject.sandbox.apis[subject.sample.api]
    return {api.name: {api.tenants_word: {tenant: {sample.collection: [record or sample.record]}}}}


def test_records_are_created_for_whom_they_name(subject: Subject) -> None:
    """`*` is the tenant that loads the scenario; what is there already stays as it is."""
    other = subject.of(f"{subject.tenant}-other")
    load(subject, data=data(subject, "*"))
    load(subject, data=data(subject, other.tenant))
    load(subject, data=data(subject, "*"))
    assert (subject.made(), other.made()) == (1, 1)


def test_a_record_that_is_refused_leaves_the_tenant_as_it_was(subject: Subject) -> None:
    """With the scenario, the settings and the clock it had."""
    load(subject, name="before", rules=[{"id": "before", "respond": {"error": "conflict"}}])
    answer = subject.admin(
        "PUT",
        "/scenario",
        {
            "version": 1,
            "name": "after",
            "clock": {"start": "2026-01-15T10:00:00Z", "mode": "frozen"},
            "settings": {subject.sample.api: subject.sample.settings},
            "data": data(subject, "*", subject.sample.wrong_record),
        },
    )
    assert answer.status == 422
    assert [scenario["name"] for scenario in subject.admin("GET", "/scenario").json["scenarios"]] == ["before"]
    assert subject.admin("GET", "/clock").json["mode"] == "real"
    assert subject.made() == 0
    assert subject.create().headers["x-mock-rule"] == "before"


def test_settings_stay_until_they_are_reset(subject: Subject) -> None:
    """They are the tenant's from the loading on, whatever it follows then."""
    api, wanted = subject.sample.api, subject.sample.settings
    if not subject.sandbox.apis[api].settings:
        pytest.skip("an API without settings")

    def shown() -> Any:
        settings = subject.admin("GET", f"/settings/{api}").json
        return {name: settings[name] for name in wanted}

    subject.create()
    usual = shown()
    load(subject, settings={api: wanted})
    assert shown() == wanted != usual
    subject.admin("DELETE", "/scenario")
    assert shown() == wanted
    subject.admin("POST", "/reset?only=settings")
    assert shown() == usual


@pytest.mark.parametrize(
    ("clock", "mode", "now"),
    [
        ({"start": "2026-01-15T10:00:00Z", "mode": "frozen"}, "frozen", "2026-01-15T10:00:00+00:00"),
        ({"start": "2026-01-15T11:00:00+01:00", "mode": "offset"}, "offset", "2026-01-15T10:00"),
        ({"start": "2026-01-15"}, "offset", "2026-01-15T00:00"),
        ({"mode": "frozen"}, "frozen", ""),
        ({"mode": "real"}, "real", ""),
    ],
)
def test_a_scenario_sets_the_clock(subject: Subject, clock: dict[str, str], mode: str, now: str) -> None:
    """Frozen at its start, running from it, standing still, or as the machine's."""
    subject.admin("POST", "/clock/freeze", {"at": "2030-01-01T00:00:00Z"})
    load(subject, clock=clock)
    told = subject.admin("GET", "/clock").json
    assert told["mode"] == mode
    assert told["now"].startswith(now)


def test_a_window_counts_from_loading_on_the_clock_the_scenario_sets(subject: Subject) -> None:
    load(
        subject,
        clock={"start": "2026-01-15T10:00:00Z", "mode": "frozen"},
        rules=[{"when": {"between": ["+5m", "+7m"]}, "respond": {"error": "unavailable"}}],
    )
    found = []
    for _ in range(4):
        found.append(subject.create().status == subject.sample.statuses["unavailable"])
        subject.admin("POST", "/clock/advance", {"by": "150s"})
    assert found == [False, False, True, False]


def test_loading_and_resetting_begin_anew(subject: Subject) -> None:
    """Counts, states and times; a reset leaves the tenant as a new one, with no rules of its own."""
    rules = [
        {"id": "second", "when": {"calls": 2}, "next_state": "Over", "respond": {"error": "conflict"}},
        {"id": "over", "state": "Over", "times": "forever", "respond": {"error": "unavailable"}},
    ]
    conflict, unavailable = (subject.sample.statuses[error] for error in ("conflict", "unavailable"))
    for _ in range(2):
        load(subject, name="again", rules=rules)
        assert [subject.create().status in (200, 201), *(subject.create().status for _ in range(2))] == [
            True, conflict, unavailable,
        ]  # fmt: skip
    [scenario] = subject.admin("GET", "/scenario").json["scenarios"]
    assert (scenario["states"], scenario["rules"]) == (
        {"": "Over"},
        [{"id": "second", "matched": 3, "fired": 1}, {"id": "over", "matched": 1, "fired": 1}],
    )
    subject.admin("POST", "/reset")
    assert subject.create().status in (200, 201)
    assert subject.admin("GET", "/scenario").json["scenarios"] == []


def test_webhooks_are_accepted(subject: Subject) -> None:
    """A file that says something of them loads, though nothing is done with it."""
    load(subject, webhooks={"fail": {"status": 500, "times": 2}})
    assert subject.create().status in (200, 201)


def test_two_scenarios_of_one_name_are_refused(subject: Subject) -> None:
    answer = subject.admin("PUT", "/scenario", {"names": ["flaky", "flaky"]})
    assert answer.status == 422
    assert "there are two of that name" in answer.json["detail"]

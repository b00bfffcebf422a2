"""Snapshots of a tenant, with an API that is nobody's: what is under way, what is bounded, what is shared."""

import json
from typing import Any

import pytest

from mockserver.core.documents import parse
from mockserver.core.store import Contents
from mockserver.core.store.tinydb import TinyStore
from mockserver.sandbox.sandbox import Answer, Sandbox, drive
from mockserver.sandbox.snapshots import MOST_RECORDS, MOST_SNAPSHOTS, NoRoom, keep, restore, take
from mockserver.sandbox.tenancy.state import Snapshot
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.format.includes import load_document
from tests.core.toy import call, exchange, keyed, sandbox, toy


def follow(box: Sandbox, text: str) -> Tenant:
    tenant = box.tenant("child")
    box.use(tenant, [load_document(parse(f"version: 1\n{text}", "x"), "x", box.apis, box.library.find)])
    return tenant


def finish(answer: Answer) -> tuple[int, Any]:
    reply = drive(answer, lambda seconds: None)
    return reply.status, json.loads(reply.content)


def test_what_waits_is_carried_out_on_what_it_finds() -> None:
    """It gets the id it would have got after the restore, and is there."""
    box = sandbox(time=lambda: 1_768_471_200.0)
    tenant = follow(box, "rules: [{ operation: toys.create, when: { calls: 2 }, delay: 5s }]")
    snapshot = take(tenant, box.store, "before")
    first = call(box, "POST", "/toys")
    waiting = box.answer(exchange(box, "POST", "/toys"))
    assert next(waiting) == 5.0
    restore(tenant, box.store, snapshot)
    assert call(box, "GET", "/toys/count") == (200, 0)
    assert finish(waiting) == first
    assert call(box, "GET", "/toys/count") == (200, 1)


def test_who_waits_holds_no_slot_of_what_is_put_back() -> None:
    """Neither one of the snapshot's, which was taken with a slot in use, nor one that its end would free."""
    box = sandbox()
    limit = "{ id: one, limit: 1, algorithm: concurrency }"
    tenant = follow(box, f"rate_limits: [{limit}]\nrules: [{{ operation: toys.create, delay: 5s }}]")
    waiting = box.answer(exchange(box, "POST", "/toys"))
    next(waiting)
    snapshot = take(tenant, box.store, "busy")
    assert call(box, "GET", "/toys/count")[0] == 400
    restore(tenant, box.store, snapshot)
    assert call(box, "GET", "/toys/count")[0] == 200
    second = box.answer(exchange(box, "POST", "/toys"))
    next(second)
    assert finish(waiting)[0] == 201
    assert call(box, "GET", "/toys/count")[0] == 400
    assert finish(second)[0] == 201
    assert call(box, "GET", "/toys/count")[0] == 200


def test_a_key_that_is_held_stays_held() -> None:
    """Its request ends as ever; what it answered is kept under the key, among what was put back."""
    box = sandbox(api=keyed)
    tenant = follow(box, "rules: [{ operation: toys.create, when: { calls: 1 }, delay: 5s }]")
    snapshot = take(tenant, box.store, "before")
    waiting = box.answer(exchange(box, "POST", "/toys", headers={"toy-key": "k"}))
    next(waiting)
    restore(tenant, box.store, snapshot)
    clash = exchange(box, "POST", "/toys", headers={"toy-key": "k"})
    tenant.tallies.of("x", "rule-1").matched = 1
    assert finish(box.answer(clash))[1]["toy"] == "idempotency_in_progress"
    made = finish(waiting)
    again = exchange(box, "POST", "/toys", headers={"toy-key": "k"})
    assert finish(box.answer(again)) == made
    assert call(box, "GET", "/toys/count") == (200, 1)


def test_a_state_is_nobody_elses() -> None:
    """What the tenant does after taking and after restoring changes no snapshot."""
    box = sandbox(time=lambda: 1_768_471_200.0)
    tenant = follow(
        box,
        "rate_limits: [{ id: few, limit: 100/1h, algorithm: sliding_window }]\n"
        "rules: [{ id: once, respond: { error: gone } }, { id: each, when: { per: ip }, delay: 1ms }]\n"
        "settings: {}",
    )
    call(box, "POST", "/toys")
    snapshot = take(tenant, box.store, "one")
    before = repr(snapshot)
    for _ in range(2):
        for _ in range(3):
            call(box, "POST", "/toys")
        tenant.settings.setdefault("toy", {})["set"] = True
        tenant.clock.freeze()
        tenant.followed = ()
        tenant.rules = {}
        restore(tenant, box.store, snapshot)
    assert repr(snapshot) == before
    assert tenant.tallies.total("x", "once").matched == 1


def test_a_failing_disk_restores_nothing() -> None:
    """Neither records nor clock nor rules."""

    class Full(TinyStore):
        def restore(self, tenant: str, contents: Contents) -> None:
            raise OSError(28, "No space left on device")

    box = sandbox(Full())
    tenant = follow(box, "rules: []")
    snapshot = take(tenant, box.store, "before")
    tenant.clock.freeze()
    call(box, "POST", "/toys")
    with pytest.raises(OSError, match="No space"):
        restore(tenant, box.store, snapshot)
    assert tenant.clock.mode == "frozen"
    assert call(box, "GET", "/toys/count") == (200, 1)


def test_snapshots_are_bounded_in_number() -> None:
    """One that is replaced does not count twice."""
    box = sandbox()
    tenant = box.tenant("child")
    for number in range(MOST_SNAPSHOTS):
        take(tenant, box.store, f"s{number}")
    take(tenant, box.store, "s0")
    with pytest.raises(NoRoom, match="at most 100 snapshots"):
        take(tenant, box.store, "one more")
    assert len(tenant.snapshots) == MOST_SNAPSHOTS


def test_snapshots_are_bounded_in_what_they_hold() -> None:
    box = sandbox()
    tenant = box.tenant("child")
    half = Contents({"toy.toys": {str(number): {} for number in range(MOST_RECORDS // 2)}}, {})
    for name in ("first", "second", "second"):
        keep(tenant, Snapshot(name, 0.0, half, tenant.state()))
    with pytest.raises(NoRoom, match="at most 1000000 records"):
        keep(tenant, Snapshot("third", 0.0, Contents({"toy.toys": {"a": {}}}, {}), tenant.state()))
    assert [*tenant.snapshots] == ["first", "second"]


def test_a_thousand_records_are_taken_and_put_back_by_reference() -> None:
    """The very same records: nothing is copied, so nothing waits."""
    box = sandbox()
    for _ in range(1_000):
        call(box, "POST", "/toys")
    tenant = box.tenant("child")
    snapshot = take(tenant, box.store, "full")
    box.store.drop("child")
    restore(tenant, box.store, snapshot)
    taken, now = snapshot.contents.records["toy.toys"], box.store.contents("child").records["toy.toys"]
    assert [*taken] == [*now]
    assert all(now[id] is record for id, record in taken.items())


def test_a_scenario_knows_what_it_said() -> None:
    """Only so can it stand in a document."""
    source = {"version": 1, "name": "said", "rules": [{"delay": "1s"}]}
    box = sandbox()
    scenario = load_document(parse(json.dumps(source), "x"), "x", {"toy": toy}, box.library.find)
    assert (scenario.name, scenario.source) == ("said", source)

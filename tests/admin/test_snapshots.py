"""Snapshots over the control plane: all of a tenant under a name, as a document, and put back."""

import signal
from pathlib import Path
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.admin.conftest import Admin, problem
from tests.cli.processes import serving
from tests.clients import KEY, Answer, InProcess, OverHttp, Rebilly, Stripe
from tests.tables import each_row

NOON = "2026-01-15T12:00:00+00:00"


NAMES = "Must have 1 to 100 letters, digits, '.', '_' or '-', and begin with a letter or digit."


@pytest.fixture
def frozen(admin: Admin) -> Admin:
    admin("POST", "/clock/freeze", {"at": NOON})
    return admin


def everything(admin: Admin) -> None:
    """Do something to every part of a tenant."""
    admin.rebilly.post("/customers", {"locale": "en"})
    admin.rebilly.get("/customers", **{"X-Mock-Scenario": "rate-limited"})
    admin("PUT", "/settings/rebilly", {"put": "merge"})
    machine = {"version": 1, "name": "gate", "rules": [{"operation": "customers.get", "next_state": "Open"}]}
    admin("PUT", "/scenario", {**machine, "rate_limits": [{"id": "few", "limit": "9/1h", "per": "credential"}]})
    admin("PUT", "/rules/first", {"when": {"calls": 2}, "respond": {"error": "gone"}})
    admin.rebilly.put("/customers/ada", {})
    admin.rebilly.get("/customers/ada")
    admin.rebilly.get("/customers/ada")
    admin("PUT", "/limits/rebilly.few", {"remaining": 5})


def keyed(stripe: Stripe, key: str) -> Answer:
    return stripe.send("POST", "/customers", {"name": "Ada"}, {"Idempotency-Key": key})


def test_a_snapshot_says_what_a_tenant_is(frozen: Admin) -> None:
    """The whole document, records first looked at by themselves."""
    everything(frozen)
    assert frozen("POST", "/snapshots", {"name": "all"}, expect=201) == {"name": "all", "taken": NOON, "records": 4}
    document = frozen("GET", "/snapshots/all")
    records = document.pop("records")
    assert {api: {name: len(listed) for name, listed in of.items()} for api, of in records.items()} == {
        "rebilly": {"customers": 2, "timeline": 2}
    }
    assert records["rebilly"]["customers"][1] == {
        "id": "ada",
        "record": frozen("GET", "/data/rebilly/customers/ada"),
    }
    microseconds = 1_768_478_400_000_000
    assert document == {
        "version": 1,
        "taken": NOON,
        "began": document["began"],
        "clock": {"mode": "frozen", "now": NOON},
        "requests": 5,
        "settings": {"rebilly": {"put": "merge"}},
        "scenarios": [
            {
                "since": NOON,
                "scenario": {
                    "version": 1,
                    "name": "gate",
                    "rules": [{"operation": "customers.get", "next_state": "Open"}],
                    "rate_limits": [{"id": "few", "limit": "9/1h", "per": "credential"}],
                },
            }
        ],
        "rules": [{"since": NOON, "rule": {"when": {"calls": 2}, "respond": {"error": "gone"}, "id": "first"}}],
        "tallies": [
            {"scenario": "gate", "rule": "rule-1", "matched": 1, "fired": 1},
            {"scenario": "one-off", "rule": "first", "matched": 3, "fired": 1},
        ],
        "states": [{"scenario": "gate", "machine": "", "state": "Open"}],
        "limits": [
            {
                "id": "rebilly.few",
                "algorithm": "fixed_window",
                "limit": 9,
                "window": 3_600_000_000,
                "capacity": 9,
                "start": [5, microseconds],
                "shares": [{"share": f"credential:{KEY}", "opened": microseconds, "count": 4}],
            }
        ],
        "counters": document["counters"],
    }
    assert set(document["counters"]) == {"rebilly.ids", "rebilly.ids_at"}


@pytest.mark.parametrize("way", ["by name", "from a document"])
def test_a_restored_tenant_is_what_it_was(frozen: Admin, way: str) -> None:
    """Whatever was done meanwhile: the next snapshot says the same."""
    everything(frozen)
    frozen("POST", "/snapshots", {"name": "before"}, expect=201)
    before = frozen("GET", "/snapshots/before")
    everything(frozen)
    frozen.rebilly.delete("/customers/ada")
    frozen("DELETE", "/rules/first", expect=204)
    frozen("PUT", "/clock", {"mode": "real"})
    if way == "from a document":
        frozen("POST", "/reset")
        frozen("PUT", "/snapshots/before", before)
    restored = frozen("POST", "/snapshots/before/restore")
    assert restored == {
        "tenant": frozen.rebilly.organization,
        "restored": {"name": "before", "taken": NOON, "records": 4},
    }
    frozen("POST", "/snapshots", {"name": "after"}, expect=201)
    assert frozen("GET", "/snapshots/after") == before


def test_rules_go_on_counting_where_they_were(admin: Admin) -> None:
    """One that has fired fires no more; one that had not yet fires again."""
    admin("POST", "/rules", {"id": "early", "when": {"calls": 1}, "respond": {"error": "gone"}}, expect=201)
    admin("POST", "/rules", {"id": "late", "when": {"calls": 2}, "respond": {"error": "conflict"}}, expect=201)
    assert admin.rebilly.get("/customers").status == 410
    admin("POST", "/snapshots", {"name": "between"}, expect=201)
    for _ in range(2):
        assert [admin.rebilly.get("/customers").status for _ in range(3)] == [200, 409, 200]
        admin("POST", "/snapshots/between/restore")


def test_limits_have_left_what_they_had(frozen: Admin) -> None:
    frozen("PUT", "/scenario", {"version": 1, "rate_limits": [{"id": "few", "limit": "3/1h"}]})
    frozen.rebilly.get("/customers")
    frozen("POST", "/snapshots", {"name": "two-left"}, expect=201)
    for _ in range(2):
        assert [frozen.rebilly.get("/customers").status for _ in range(3)] == [200, 200, 429]
        frozen("POST", "/snapshots/two-left/restore")


def test_idempotency_keys_are_part_of_it(stripe: Stripe) -> None:
    """A key used before replays, one used after is as new."""
    before = keyed(stripe, "before").json
    stripe.admin("POST", "/snapshots", {"name": "s"})
    after = keyed(stripe, "after")
    stripe.admin("POST", "/snapshots/s/restore")
    assert keyed(stripe, "before").json == before
    again = keyed(stripe, "after")
    assert "idempotent-replayed" not in again.headers
    assert again.json["id"] == after.json["id"]
    assert keyed(stripe, "after").headers["idempotent-replayed"] == "true"


def test_what_was_said_is_not_taken_back(admin: Admin) -> None:
    """The journal tells of calls that no record remembers."""
    admin.rebilly.get("/customers")
    admin("POST", "/snapshots", {"name": "empty"}, expect=201)
    admin.rebilly.customer()
    admin("POST", "/snapshots/empty/restore")
    assert admin.rebilly.get("/customers").json == []
    requests = admin("GET", "/requests")["requests"]
    assert [(each["id"], each["operation"]) for each in requests] == [
        (3, "customers.list"),
        (2, "customers.create"),
        (1, "customers.list"),
    ]


@pytest.mark.parametrize(
    ("set_clock", "mode"),
    [({"mode": "real"}, "real"), ({"mode": "offset", "now": "2030-01-01T00:00:00Z"}, "offset")],
    ids=["real", "offset"],
)
def test_a_clock_that_runs_goes_on_running(admin: Admin, set_clock: dict[str, str], mode: str) -> None:
    """As far ahead of the machine's as it was."""
    admin("PUT", "/clock", set_clock)
    admin("POST", "/snapshots", {"name": "s"}, expect=201)
    document = admin("GET", "/snapshots/s")
    before = admin("GET", "/clock")
    admin("POST", "/clock/freeze", {"at": NOON})
    admin("PUT", "/snapshots/s", document)
    admin("POST", "/snapshots/s/restore")
    after = admin("GET", "/clock")
    assert after["mode"] == mode
    assert before["now"] <= after["now"] < before["now"][:4] + "-12-31"


def test_snapshots_are_listed_named_and_deleted(frozen: Admin) -> None:
    """A name that is left out is made."""
    frozen.rebilly.customer()
    for body in (None, {}, {"name": "mine"}):
        frozen("POST", "/snapshots", body, expect=201)
    frozen("DELETE", "/snapshots/snapshot-1", expect=204)
    assert frozen("POST", "/snapshots", expect=201)["name"] == "snapshot-1"
    assert frozen("GET", "/snapshots") == {
        "snapshots": [{"name": name, "taken": NOON, "records": 2} for name in ("snapshot-2", "mine", "snapshot-1")]
    }


def test_a_reset_leaves_snapshots_and_the_end_of_a_tenant_does_not(admin: Admin) -> None:
    admin.rebilly.customer()
    admin("POST", "/snapshots", {"name": "s"}, expect=201)
    admin("POST", "/reset")
    assert [snapshot["name"] for snapshot in admin("GET", "/snapshots")["snapshots"]] == ["s"]
    admin("DELETE", "", expect=204)
    admin.rebilly.customer()
    assert admin("GET", "/snapshots") == {"snapshots": []}


@each_row(
    ("method", "path", "body", "expected"),
    [
        ("GET", "/snapshots/bas", None, (404, "There is no snapshot 'bas', did you mean 'base'?")),
        ("POST", "/snapshots/x/restore", None, (404, "There is no snapshot 'x'.")),
        ("DELETE", "/snapshots/x", None, (404, "There is no snapshot 'x'.")),
        ("POST", "/snapshots", {"name": "base"}, (409, "There is a snapshot 'base' already.")),
        ("POST", "/snapshots", {"name": "a/b"}, (422, "The body is not valid.")),
        ("POST", "/snapshots", {"nam": "a"}, (422, "The body is not valid.")),
        ("POST", "/snapshots", [], (422, "The body is not valid.")),
        ("PUT", "/snapshots/-x", {"version": 1}, (422, f"name: {NAMES}")),
    ],
)
def test_a_refusal_names_what_is_wrong(
    admin: Admin, method: str, path: str, body: Any, expected: tuple[int, str]
) -> None:
    admin.rebilly.get("/customers")
    admin("POST", "/snapshots", {"name": "base"}, expect=201)
    assert admin.refused(method, path, body) == expected
    assert [snapshot["name"] for snapshot in admin("GET", "/snapshots")["snapshots"]] == ["base"]


@each_row(
    ("method", "path"),
    [
        ("GET", "/snapshots"),
        ("POST", "/snapshots"),
        ("GET", "/snapshots/x"),
        ("POST", "/snapshots/x/restore"),
        ("DELETE", "/snapshots/x"),
    ],
)
def test_nobody_is_made_by_asking(admin: Admin, method: str, path: str) -> None:
    """An unknown tenant is 404, with what is near; so is a server without any."""
    server = InProcess(create_app(Settings()))
    detail = "There is no tenant yet: name one with X-Mock-Tenant or in the path."
    assert problem(server.send(method, f"/__admin{path}", {}, b"")) == (404, detail)
    assert problem(server.send("PUT", "/__admin/snapshots/x", {}, b'{"version": 1}')) == (404, detail)
    Rebilly(server, "org_demo").get("/customers")
    answer = server.send(method, f"/__admin/tenants/org_dem{path}", {}, b"")
    assert problem(answer) == (404, "There is no tenant 'org_dem', did you mean 'org_demo'?")
    assert server.send("GET", "/__admin/tenants", {}, None).json == {"tenants": ["org_demo"]}


def test_a_wrong_token_changes_nothing() -> None:
    server = InProcess(create_app(Settings(admin_token="token")))
    Rebilly(server, "org_a").customer()
    right = {"Authorization": "Bearer token"}
    path = "/__admin/tenants/org_a/snapshots"
    assert server.send("POST", path, right, b'{"name": "s"}').status == 201
    for method, below, body in (
        ("POST", "", b'{"name": "t"}'),
        ("PUT", "/s", b'{"version": 1}'),
        ("POST", "/s/restore", b""),
        ("DELETE", "/s", b""),
        ("GET", "/s", b""),
    ):
        assert problem(server.send(method, path + below, {"Authorization": "Bearer wrong"}, body))[0] == 401
    assert [snapshot["records"] for snapshot in server.send("GET", path, right, None).json["snapshots"]] == [2]


def test_a_restore_survives_the_end_of_the_server(tmp_path: Path) -> None:
    """With a data folder, kill -9 right after it was answered included; ids go on as they would have."""
    with serving("--data", str(tmp_path)) as server:
        admin = Admin(Rebilly(OverHttp(server.url), "org_x"))
        admin("POST", "/clock/freeze", {"at": NOON})
        kept = [admin.rebilly.customer()["id"] for _ in range(3)]
        admin("POST", "/snapshots", {"name": "three"}, expect=201)
        dropped = admin.rebilly.customer()["id"]
        admin.rebilly.put(f"/customers/{kept[1]}", {"locale": "fr"})
        admin("POST", "/snapshots/three/restore")
        server.stop(signal.SIGKILL)
    with serving("--data", str(tmp_path)) as server:
        admin = Admin(Rebilly(OverHttp(server.url), "org_x"))
        admin("POST", "/clock/freeze", {"at": NOON})
        listed = [(customer["id"], customer["locale"]) for customer in admin.rebilly.get("/customers").json]
        assert listed == [(id, None) for id in reversed(kept)]
        assert admin.rebilly.customer()["id"] == dropped

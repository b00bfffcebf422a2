"""Which tenant a call to the control plane is about."""

import json

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.admin.conftest import problem
from tests.clients import InProcess, Rebilly


@pytest.fixture
def fresh() -> InProcess:
    """A server nobody has used."""
    return InProcess(create_app(Settings()))


def ask(server: InProcess, method: str, path: str, body: object = None, **headers: str) -> object:
    data = None if body is None else json.dumps(body).encode()
    answer = server.send(method, f"/__admin{path}", headers, data)
    assert answer.status in (200, 201, 204), answer.content
    return answer.json if answer.content else None


def test_before_the_first_tenant_a_call_sets_what_new_ones_start_with(fresh: InProcess) -> None:
    """A developer who sets a scenario first means everybody."""
    ask(fresh, "PUT", "/scenario", {"name": "unauthorized"})
    ask(fresh, "POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"})
    for organization in ("org_a", "org_b"):
        assert Rebilly(fresh, organization).get("/customers").status == 401
    assert ask(fresh, "GET", "/tenants/org_b/clock") == {"now": "2026-01-15T10:00:00+00:00", "mode": "frozen"}


def test_the_only_tenant_needs_no_name(fresh: InProcess) -> None:
    Rebilly(fresh, "org_a").customer()
    assert ask(fresh, "POST", "/reset") == {
        "tenant": "org_a",
        "dropped": {"data": 2, "journal": 1, "rules": 0, "limits": 1, "clock": 0, "settings": 0, "webhooks": 0},
    }


def test_one_of_several_has_to_be_named(fresh: InProcess) -> None:
    """In the path, or in a header."""
    for organization in ("org_a", "org_b"):
        Rebilly(fresh, organization).customer()
    assert problem(fresh.send("GET", "/__admin/clock", {}, None)) == (
        400, "There are 2 tenants: name one with X-Mock-Tenant or in the path.",
    )  # fmt: skip
    ask(fresh, "POST", "/clock/freeze", {"at": "2026-01-15T10:00:00Z"}, **{"X-Mock-Tenant": "org_b"})
    assert Rebilly(fresh, "org_b").customer()["createdTime"] == "2026-01-15T10:00:00+00:00"
    assert Rebilly(fresh, "org_a").customer()["createdTime"] != "2026-01-15T10:00:00+00:00"


def test_a_tenant_can_be_prepared_before_its_first_call(fresh: InProcess) -> None:
    ask(fresh, "POST", "/tenants/org_new/rules", {"respond": {"error": "gone"}})
    assert Rebilly(fresh, "org_new").get("/customers").status == 410


def test_looking_at_an_unknown_tenant_makes_none(fresh: InProcess) -> None:
    Rebilly(fresh, "org_demo").customer()
    assert problem(fresh.send("GET", "/__admin/tenants/org_dmo/clock", {}, None)) == (
        404, "There is no tenant 'org_dmo', did you mean 'org_demo'?",
    )  # fmt: skip
    assert ask(fresh, "GET", "/tenants") == {"tenants": ["org_demo"]}


def test_a_deleted_tenant_is_gone_with_all_it_had(fresh: InProcess) -> None:
    rebilly = Rebilly(fresh, "org_a")
    rebilly.customer()
    rebilly.admin("POST", "/rules", {"respond": {"error": "gone"}, "times": "forever"})
    ask(fresh, "DELETE", "/tenants/org_a")
    assert ask(fresh, "GET", "/tenants") == {"tenants": []}
    assert rebilly.get("/customers").json == []
    assert problem(fresh.send("DELETE", "/__admin/tenants/org_b", {}, None))[0] == 404


def test_the_longest_idle_tenant_makes_room() -> None:
    """Memory is bounded, and who is in use stays."""
    server = InProcess(create_app(Settings(max_tenants=2)))
    for organization in ("org_a", "org_b", "org_a", "org_c"):
        Rebilly(server, organization).customer()
    assert ask(server, "GET", "/tenants") == {"tenants": ["org_a", "org_c"]}
    assert len(Rebilly(server, "org_a").get("/customers").json) == 2

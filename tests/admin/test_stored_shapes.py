"""Records that are put in by hand: held against what their API knows of them, or stored raw and told of."""

from collections.abc import Mapping
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.admin.conftest import Admin, problem
from tests.clients import Answer, InProcess, Rebilly

WRONG: Mapping[str, Any] = {
    "text": "x",
    "number": 5,
    "flag": True,
    "list": [7],
    "object": {"x": {"y": 1}},
    "nothing": None,
}


@pytest.fixture
def apart() -> Rebilly:
    """An organization of a server of its own: what is stored raw is no example of a record."""
    return Rebilly(InProcess(create_app(Settings())), "org_raw")


def patch(rebilly: Rebilly, change: Any, *, raw: bool = False) -> Answer:
    return rebilly.admin("PATCH", f"/data/rebilly/customers/ada{'?raw=true' if raw else ''}", change)


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"tags": "x"}, "tags must be an array"),
        ({"primaryAddress": 5}, "primaryAddress must be an object or null"),
        ({"primaryAddress": {"emails": ["x"]}}, "primaryAddress.emails[0] must be an object"),
        ({"createdTime": None}, "createdTime must be there"),
    ],
)
def test_what_its_api_could_not_read_is_refused_by_name(apart: Rebilly, change: Any, detail: str) -> None:
    apart.put("/customers/ada", {"primaryAddress": {"emails": [{"label": "main", "value": "ada@example.com"}]}})
    before = apart.admin("GET", "/data/rebilly/customers/ada").json
    status, told = problem(patch(apart, change))
    assert (status, told.partition(",")[0]) == (422, detail)
    assert apart.admin("GET", "/data/rebilly/customers/ada").json == before


def test_a_document_is_held_against_the_same(apart: Rebilly) -> None:
    apart.put("/customers/ada", {})
    apart.admin("POST", "/snapshots", {"name": "good"})
    document = apart.admin("GET", "/snapshots/good").json
    assert apart.admin("PUT", "/snapshots/again", document).status == 200
    document["records"]["rebilly"]["customers"][0]["record"]["tags"] = "x"
    refused = apart.admin("PUT", "/snapshots/bad", document)
    assert problem(refused)[0] == 422
    assert refused.json["errors"] == [
        {"path": ["records", "rebilly", "customers", 0, "record", "tags"], "message": "must be an array"}
    ]
    assert apart.admin("PUT", "/snapshots/bad?raw=true", document).status == 200


def test_raw_is_true_or_false(admin: Admin) -> None:
    admin.rebilly.put("/customers/ada", {})
    refused = admin.refused("PATCH", "/data/rebilly/customers/ada?raw=yes", {})
    assert refused == (400, "raw must be true or false, not 'yes'.")


def test_a_raw_record_that_cannot_be_read_is_named(apart: Rebilly, caplog: pytest.LogCaptureFixture) -> None:
    """The client sees the provider's own 500; the journal and the log say which record it was."""
    apart.put("/customers/ada", {})
    assert patch(apart, {"tags": "x", "primaryAddress": 5}, raw=True).status == 200
    failed = apart.get("/customers/ada?expand=tags")
    failed = failed if failed.status == 500 else apart.send("PATCH", "/customers/ada", {"primaryAddress": {}})
    failed = failed if failed.status == 500 else apart.get("/customers?q=ada")
    assert failed.status == 500
    assert "ada" not in failed.json["detail"]
    [entry] = apart.admin("GET", "/requests?status=500&limit=1").json["requests"]
    told = entry["refusal"]["detail"]
    assert "It had read rebilly.customers 'ada' (" in told
    assert told in caplog.text


def test_another_member_of_a_raw_record_can_be_changed(apart: Rebilly) -> None:
    apart.put("/customers/ada", {})
    patch(apart, {"tags": "x"}, raw=True)
    assert patch(apart, {"invoiceCount": 3}).status == 200
    assert patch(apart, {"invoiceCount": "many"}).status == 422

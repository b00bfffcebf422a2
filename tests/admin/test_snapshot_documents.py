"""Snapshots as documents: written for people, read back as they were, refused by the path of what is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.core.documents import parse
from mockserver.settings import Settings
from tests.admin.conftest import Admin, problem
from tests.clients import Chargebee, ChargeOver, InProcess, Rebilly, Stripe
from tests.tables import each_row

NOON = "2026-01-15T12:00:00+00:00"

NUMBERS = {
    "rebilly": "4111111111111111",
    "stripe": "4242424242424242",
    "chargebee": "4012888888881881",
    "chargeover": "5555555555554444",
}


@pytest.fixture
def frozen(admin: Admin) -> Admin:
    admin("POST", "/clock/freeze", {"at": NOON})
    return admin


def test_files_of_scenarios_are_named_and_not_written_out(admin: Admin) -> None:
    """A restore finds them again, as they are then."""
    admin("PUT", "/scenario", {"names": ["rate-limited", "slow"]})
    admin("POST", "/snapshots", {"name": "s"}, expect=201)
    document = admin("GET", "/snapshots/s")
    assert [scenario["file"] for scenario in document["scenarios"]] == ["rate-limited", "slow"]
    admin("POST", "/reset")
    admin("PUT", "/snapshots/s", document)
    admin("POST", "/snapshots/s/restore")
    assert [scenario["name"] for scenario in admin("GET", "/scenario")["scenarios"]] == ["rate-limited", "slow"]
    assert admin.rebilly.get("/customers").status == 429


def test_a_scenario_of_the_start_is_found_wherever_it_lies(tmp_path: Path) -> None:
    """Also outside of the folders of scenarios."""
    (tmp_path / "mine.yaml").write_text("version: 1\nname: other\nrules: [{ respond: { error: gone } }]\n")
    admin = Admin(Rebilly(InProcess(create_app(Settings(scenario=(str(tmp_path / "mine.yaml"),)))), "org_a"))
    admin.rebilly.get("/customers")
    admin("POST", "/snapshots", {"name": "s"}, expect=201)
    document = admin("GET", "/snapshots/s")
    assert document["scenarios"][0]["file"] == "mine"
    admin("DELETE", "/scenario", expect=204)
    admin("PUT", "/snapshots/s", document)
    admin("POST", "/snapshots/s/restore")
    assert [scenario["name"] for scenario in admin("GET", "/scenario")["scenarios"]] == ["other"]


def test_a_document_can_be_yaml(frozen: Admin) -> None:
    """Written and read; texts that look like something else stay texts."""
    texts = {
        "a": "no",
        "b": "00123",
        "c": "1e3",
        "d": "2026-01-15",
        "e": "~",
        "f": "two\nlines\n",
        "g": "Zoë \U0001f600",
    }
    frozen.rebilly.put("/customers/ada", {"customFields": texts, "locale": "en"})
    frozen("POST", "/snapshots", {"name": "s"}, expect=201)
    caller, path = frozen.rebilly.caller, f"/__admin/tenants/{frozen.rebilly.organization}/snapshots"
    written = caller.send("GET", f"{path}/s", {"Accept": "application/yaml"}, None)
    assert written.headers["content-type"] == "application/yaml"
    assert parse(written.content, "s.yaml").value == frozen("GET", "/snapshots/s")
    put = caller.send("PUT", f"{path}/t", {"Content-Type": "application/yaml"}, written.content)
    assert put.json == {"name": "t", "taken": NOON, "records": 2}
    assert frozen("GET", "/snapshots/t") == frozen("GET", "/snapshots/s")


@each_row(
    ("accept", "type"),
    [
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("text/yaml", "application/yaml"),
        ("application/json, application/yaml;q=0.5", "application/json"),
        ("application/x-yaml, application/json;q=0.5", "application/yaml"),
    ],
)
def test_the_form_is_what_is_accepted(admin: Admin, accept: str, type: str) -> None:
    admin.rebilly.get("/customers")
    admin("POST", "/snapshots", {"name": "s"}, expect=201)
    path = f"/__admin/tenants/{admin.rebilly.organization}/snapshots/s"
    assert admin.rebilly.caller.send("GET", path, {"Accept": accept}, None).headers["content-type"] == type


def test_a_text_that_no_encoding_can_carry_has_a_form(admin: Admin, application: InProcess) -> None:
    """Half of a character, which no way in takes, and which a store of earlier days may hold."""
    admin.rebilly.put("/customers/ada", {})
    organization = admin.rebilly.organization
    with application.sandbox.store.transaction(organization) as transaction:
        transaction.put("rebilly.customers", "bob", {"id": "bob", "customFields": {"half": "\ud800"}})
    admin("POST", "/snapshots", {"name": "s"}, expect=201)
    for form in ("json", "yaml"):
        headers = {"Accept": f"application/{form}"}
        path = f"/__admin/tenants/{organization}/snapshots/s"
        answer = admin.rebilly.caller.send("GET", path, headers, None)
        assert (answer.status, b'"\\ud800"' in answer.content) == (200, True)
    admin("DELETE", "/data/rebilly/customers/bob", expect=204)


def test_a_document_is_for_people(frozen: Admin) -> None:
    """A member a line, in a stable order, text as it is read."""
    frozen.rebilly.put("/customers/ada", {"primaryAddress": {"firstName": "Zoë"}})
    frozen("POST", "/snapshots", {"name": "s"}, expect=201)
    path = f"/__admin/tenants/{frozen.rebilly.organization}/snapshots/s"
    text = frozen.rebilly.caller.send("GET", path, {}, None).content.decode()
    assert text.splitlines()[:4] == ["{", '  "version": 1,', f'  "taken": "{NOON}",', text.splitlines()[3]]
    assert '"firstName": "Zoë",' in text
    assert text.endswith("}\n")


def test_it_holds_secrets_and_no_card_numbers(
    rebilly: Rebilly, stripe: Stripe, chargebee: Chargebee, chargeover: ChargeOver
) -> None:
    """What an API stores of a card is not its number, in records as in what idempotency keys remember."""
    rebilly.organization, number = stripe.account, NUMBERS
    assert stripe.account == chargebee.site == chargeover.account
    card = {"pan": number["rebilly"], "cvv": "123", "expMonth": 12, "expYear": 2030}
    assert rebilly.post("/tokens", {"method": "payment-card", "paymentInstrument": card}).status == 201
    parameters = {"type": "card", "card": {"number": number["stripe"], "exp_month": 8, "exp_year": 2030}}
    assert stripe.send("POST", "/payment_methods", parameters, {"Idempotency-Key": "k"}).status == 200
    customer = chargebee.customer(first_name="Grace")["id"]
    card = {"number": number["chargebee"], "expiry_month": 8, "expiry_year": 2030, "cvv": "123"}
    assert chargebee.post("/payment_sources/create_card", customer_id=customer, card=card).status == 200
    card = {"customer_id": chargeover.customer(), "number": number["chargeover"], "expdate": "2030-08-31"}
    assert chargeover.post("/creditcard", card).status == 201
    stripe.admin("POST", "/snapshots", {"name": "s"})
    answer = stripe.admin("GET", "/snapshots/s")
    assert set(answer.json["records"]) == {"chargebee", "chargeover", "idempotency", "rebilly", "stripe"}
    assert answer.json["settings"]["chargeover"]["private_key"] == "invented-private-key"
    assert [number for number in NUMBERS.values() if number.encode() in answer.content] == []


def test_a_document_goes_into_another_tenant_and_another_server(frozen: Admin) -> None:
    """Ids that were given stay; new ones are those of the tenant they are given in."""
    frozen.rebilly.put("/customers/ada", {})
    frozen.rebilly.customer()
    frozen("POST", "/rules", {"respond": {"error": "gone"}}, expect=201)
    frozen("POST", "/snapshots", {"name": "s"}, expect=201)
    document = frozen("GET", "/snapshots/s")
    other = Admin(Rebilly(InProcess(create_app(Settings())), "org_other"))
    assert other("PUT", "/snapshots/file", document) == {"name": "file", "taken": NOON, "records": 4}
    other("POST", "/snapshots/file/restore")
    other("POST", "/snapshots", {"name": "again"}, expect=201)
    assert other("GET", "/snapshots/again") == document


def test_the_least_document_is_a_new_tenant(admin: Admin) -> None:
    admin.rebilly.customer()
    admin("PUT", "/snapshots/new", {"version": 1})
    admin("POST", "/snapshots/new/restore")
    assert admin.rebilly.get("/customers").json == []


SHARE = {"share": "", "opened": 0, "count": 1}
LIMIT = {"id": "a", "algorithm": "fixed_window", "limit": 1, "window": 1, "capacity": 1}
SLIDING = {"share": "", "moments": [[1]], "count": 1}
RECORD = {"id": "a", "record": {}}
SCENARIO = {"version": 1, "rules": [{"delay": "x"}]}


@each_row(
    ("member", "value", "path", "says"),
    [
        ("version", 2, "version", "equal to 1"),
        ("versio", 1, "versio", "Unknown field"),
        ("taken", "noon", "taken", "Not a valid"),
        ("requests", -1, "requests", "greater than or equal to 0"),
        ("clock", {"mode": "fast"}, "clock.mode", "Must be one of"),
        ("clock", {"mode": "frozen"}, "clock.now", "is missing"),
        ("clock", {"mode": "offset"}, "clock.offset", "is missing"),
        ("clock", {"mode": "offset", "offset": 1e15}, "clock.offset", "must lie between 1970 and 9999"),
        ("settings", {"ribilly": {}}, "settings.ribilly", "did you mean 'rebilly'"),
        ("settings", {"rebilly": {"putt": 1}}, "settings.rebilly.putt", "did you mean 'put'"),
        ("settings", {"rebilly": []}, "settings.rebilly", "must be an object"),
        ("scenarios", [{"file": "slo"}], "scenarios.0.file", "did you mean 'slow'"),
        ("scenarios", [{}], "scenarios.0", "must hold file"),
        ("scenarios", [{"file": "slow"}] * 2, "scenarios.1", "two scenarios of the name 'slow'"),
        ("scenarios", [{"scenario": SCENARIO}], "scenarios.0.scenario.rules.0.delay", "must"),
        ("rules", [{"rule": {"respond": {"error": "gon"}}}], "rules.0.rule.respond.error", "gone"),
        ("rules", [{"rule": {"id": "a", "delay": "1s"}}] * 2, "rules.1.rule.id", "two rules 'a'"),
        ("rules", [{"rule": {"delay": "1s"}}] * 1001, "rules", "at most 1000"),
        ("tallies", [{"scenario": "a", "rule": "b", "matched": "1", "fired": 0}], "tallies.0.matched", "integer"),
        ("states", [{"scenario": "a", "state": "b"}], "states.0.machine", "Missing data"),
        ("limits", [{**LIMIT, "algorithm": "x"}], "limits.0.algorithm", "Must be one of"),
        ("limits", [{**LIMIT, "shares": [{**SHARE, "count": True}]}], "limits.0.shares.0", "is not what"),
        ("limits", [{**LIMIT, "shares": ["x"]}], "limits.0.shares.0", "is not what"),
        ("limits", [{**LIMIT, "algorithm": "sliding_window", "shares": [SLIDING]}], "limits.0.shares.0", "is not what"),
        ("counters", {"rebilly.ids": "7"}, "counters.rebilly.ids", "integer"),
        ("counters", {"ribilly.ids": 7}, "counters.ribilly.ids", "must begin with"),
        ("records", {"ribilly": {}}, "records.ribilly", "did you mean 'rebilly'"),
        ("records", {"rebilly": []}, "records.rebilly", "must be an object"),
        ("records", {"rebilly": {"customer": []}}, "records.rebilly.customer", "did you mean 'customers'"),
        ("records", {"rebilly": {"customers": {}}}, "records.rebilly.customers", "must be a list"),
        ("records", {"rebilly": {"customers": [{}]}}, "records.rebilly.customers.0", "must hold id and record"),
        ("records", {"rebilly": {"customers": [{"id": 1, "record": {}}]}}, "records.rebilly.customers.0", "text"),
        ("records", {"rebilly": {"customers": [RECORD] * 2}}, "records.rebilly.customers.1.id", "two records"),
        ("records", {"idempotency": {"rebilly": []}}, "records.idempotency.rebilly", "no collection"),
        ("records", {"idempotency": {"stripe": [RECORD]}}, "records.idempotency.stripe.0.record", "remembers"),
    ],
    ids=lambda value: None,
)  # fmt: skip
def test_a_wrong_document_is_refused_by_its_path(admin: Admin, member: str, value: Any, path: str, says: str) -> None:
    """And nothing of it is kept."""
    admin.rebilly.get("/customers")
    answer = admin.rebilly.admin("PUT", "/snapshots/wrong?raw=true", {"version": 1, member: value})
    assert problem(answer)[0] == 422
    assert [".".join(map(str, error["path"])) for error in answer.json["errors"]] == [path]
    assert says in answer.json["errors"][0]["message"]
    assert admin("GET", "/snapshots") == {"snapshots": []}


@each_row("body", [b"{", b'"text"', b"[]", b"null", b""])
def test_what_is_no_document_is_refused(admin: Admin, body: bytes) -> None:
    path = f"/__admin/tenants/{admin.rebilly.organization}/snapshots/wrong"
    assert problem(admin.rebilly.caller.send("PUT", path, {}, body))[0] in (400, 422)
    assert problem(admin.rebilly.caller.send("PUT", path, {"Content-Type": "text/yaml"}, body))[0] == 422


def test_a_document_may_be_larger_than_any_request(admin: Admin) -> None:
    """From this machine; the bound of requests to APIs stays."""
    listed = [{"id": f"c{number}", "record": {"id": f"c{number}", "note": "x" * 1_000}} for number in range(1_500)]
    document = {"version": 1, "records": {"rebilly": {"customers": listed}}}
    assert len(json.dumps(document)) > Settings().max_body
    assert admin("PUT", "/snapshots/large?raw=true", document)["records"] == 1_500

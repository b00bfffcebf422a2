"""Who may call: a public key with its private key, and what is learnt of them."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mockserver.apis.chargeover.auth import access, identify
from mockserver.app import create_app
from mockserver.assembly import assemble
from mockserver.settings import Settings
from tests.clients import Answer, Caller, ChargeOver, InProcess
from tests.tables import each_row

CHALLENGE = 'Basic realm="ChargeOver API"'


def ask(caller: Caller, authorization: str | None) -> Answer:
    """List customers with a header, or without one."""
    headers = {} if authorization is None else {"Authorization": authorization}
    return caller.send("GET", "/api/v3/customer", headers, None)


def basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


def refused(answer: Answer, reason: str) -> None:
    """Check a refusal to the letter."""
    assert (answer.status, answer.headers["www-authenticate"]) == (401, CHALLENGE)
    message = f"Invalid or incorrect authorization [{reason}]"
    assert answer.json == {"code": 401, "status": "Error", "message": message, "details": {}, "response": False}


WRONG = "Invalid username or password."
MISSING = "Missing (basic) authorization header."


@each_row(
    ("authorization", "reason"),
    [
        (None, MISSING),
        ("", MISSING),
        ("Bearer account", WRONG),
        ("Basic", WRONG),
        ("Basic !!!", WRONG),
        ("Basic //79", WRONG),
        ("Basic \xe9", WRONG),
        ("Basic cHVibGljOnByaXZhdGU=\xe9", WRONG),
        (basic(""), WRONG),
        (basic(":"), WRONG),
        (basic(":private"), WRONG),
        (basic("  :private"), WRONG),
        (basic("public"), WRONG),
        (basic("public:"), WRONG),
        (basic(f"{'p' * 256}:private"), WRONG),
    ],
)  # fmt: skip
def test_a_caller_shows_both_keys(application: InProcess, authorization: str | None, reason: str) -> None:
    """The challenge is there each time: the Python library sends keys only when it is asked for them."""
    refused(ask(application, authorization), reason)


@pytest.mark.parametrize("scheme", ["Basic", "BASIC", "basic", "Basic "])
def test_the_scheme_is_written_in_any_case(application: InProcess, organization: str, scheme: str) -> None:
    keys = basic(f"{organization}:private")
    assert ask(application, keys.replace("Basic", scheme)).status == 200


@pytest.mark.parametrize("keys", ["{}:with:colons", "{}:ünï", "{}: "])
def test_private_keys_are_of_any_form(application: InProcess, organization: str, keys: str) -> None:
    """Only the first colon parts the two."""
    assert ask(application, basic(keys.format(organization))).status == 200
    refused(ask(application, basic(f"{organization}:with")), WRONG)


@each_row("target", ["/customer", "/customer/1", "/nothing"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_nothing_is_answered_without_a_key(application: InProcess, method: str, target: str) -> None:
    """Also not that there is no such address."""
    refused(application.send(method, f"/api/v3{target}", {}, b"{"), MISSING)


def test_two_keys_are_two_accounts(application: InProcess, organization: str) -> None:
    first, second = ChargeOver(application, organization), ChargeOver(application, f"{organization}_other")
    assert (first.customer(), first.customer(), second.customer()) == (1, 2, 1)


def test_the_first_private_key_is_taken_for_the_accounts_own(chargeover: ChargeOver) -> None:
    """Another one is refused from then on; nothing that is refused teaches anything."""
    other = ChargeOver(chargeover.caller, chargeover.account, "another-invented-key")
    refused(other.send("GET", "/customer", headers={"Authorization": basic(f"{chargeover.account}:")}), WRONG)
    chargeover.customer()
    refused(other.get("/customer"), WRONG)
    assert chargeover.get("/customer").status == 200
    refused(other.get("/customer"), WRONG)


def test_a_forgotten_key_is_learnt_anew(chargeover: ChargeOver) -> None:
    """With the other settings of the account it goes when these are put back."""
    other = ChargeOver(chargeover.caller, chargeover.account, "another-invented-key")
    chargeover.customer()
    assert chargeover.admin("POST", "/reset?only=settings").json["dropped"] == {"settings": 1}
    assert chargeover.admin("GET", "/settings/chargeover").json["private_key"] == ""
    assert other.get("/customer").status == 200
    refused(chargeover.get("/customer"), WRONG)


def test_a_private_key_can_be_set(chargeover: ChargeOver) -> None:
    """Before the first call, and instead of the one that was learnt."""
    other = ChargeOver(chargeover.caller, chargeover.account, "another-invented-key")
    for right, wrong in ((other, chargeover), (chargeover, other)):
        chargeover.set(private_key=right.private_key)
        refused(wrong.get("/customer"), WRONG)
        assert right.get("/customer").status == 200


def test_a_private_key_that_no_client_can_send_is_not_taken(chargeover: ChargeOver) -> None:
    """Half of a character is nothing that could be shown or signed with."""
    answer = chargeover.admin("PUT", "/settings/chargeover", {"private_key": "\ud800"})
    assert (answer.status, "half of a character" in answer.json["detail"]) == (400, True)


def test_a_private_key_is_shown_nowhere(chargeover: ChargeOver) -> None:
    """Neither where it was set or learnt, nor in what was said; putting back what was read changes nothing."""
    secret = "another-invented-key-nobody-sees"
    chargeover.get("/customer")
    shown = chargeover.admin("GET", "/settings/chargeover")
    assert shown.json["private_key"] == "********"
    answers = [shown, chargeover.admin("PUT", "/settings/chargeover", {**shown.json, "private_key": secret})]
    assert answers[1].json["private_key"] == "********"
    owner = ChargeOver(chargeover.caller, chargeover.account, secret)
    assert owner.post("/customer", {"company": "A", "private_key": secret}).status == 201
    chargeover.admin("PUT", "/settings/chargeover", shown.json)
    assert owner.get("/customer").status == 200
    answers += [chargeover.admin("GET", path) for path in ("/requests", "/settings/chargeover", "/scenario")]
    assert [answer.status for answer in answers] == [200] * 5
    text = b"".join(answer.content for answer in answers).decode()
    assert text.count('"target":"/api/v3/customer"') == 3
    for hidden in (secret, chargeover.private_key, basic(f"{chargeover.account}:{secret}").removeprefix("Basic ")):
        assert hidden not in text


def test_without_a_private_key_an_empty_one_is_shown(chargeover: ChargeOver) -> None:
    """That there is none yet is no secret."""
    chargeover.set(envelope="auto")
    assert chargeover.admin("GET", "/settings/chargeover").json["private_key"] == ""


def test_fixtures_set_a_private_key(tmp_path: Path) -> None:
    file = tmp_path / "accounts.yaml"
    file.write_text(
        "version: 1\nchargeover:\n  accounts:\n    account:\n      settings: { private_key: set-by-a-fixture }\n"
        "      customers: [{ company: A }]\n"
    )
    server = InProcess(create_app(Settings(fixtures=(file,))))
    refused(ChargeOver(server, "account").get("/customer"), WRONG)
    owner = ChargeOver(server, "account", "set-by-a-fixture")
    assert [row["company"] for row in owner.shown("/customer")] == ["A"]


def listing(**auth: Any) -> Any:
    return {"version": 1, "name": "keys", "auth": [{"api": "chargeover", **entry} for entry in auth.values()]}


def test_a_scenario_lists_keys_with_their_secrets() -> None:
    """Other keys are refused, and so is the wrong private key of a listed one; a key without secret learns its own."""
    server = InProcess(create_app(Settings()))
    listed = ChargeOver(server, "listed", "listed-secret")
    scenario = listing(a={"key": "listed", "secret": "listed-secret"}, b={"key": "open"})
    assert listed.admin("PUT", "/scenario", scenario).status == 200
    assert listed.get("/customer").status == 200
    refused(ChargeOver(server, "listed").get("/customer"), WRONG)
    refused(ChargeOver(server, "stranger").get("/customer"), WRONG)
    assert ChargeOver(server, "open").get("/customer").status == 200
    refused(ChargeOver(server, "open", "another-invented-key").get("/customer"), WRONG)
    assert b"listed-secret" not in listed.admin("GET", "/scenario").content
    assert b"listed-secret" not in server.send("GET", "/__admin/auth/chargeover", {}, None).content


def test_a_listed_key_may_be_told_what_it_may_do() -> None:
    """ChargeOver has no code for that, and no right but all; it comes in the envelope."""
    server = InProcess(create_app(Settings()))
    reader = ChargeOver(server, "reader")
    reader.admin("PUT", "/scenario", listing(a={"key": "reader", "allow": ["customers.list"]}))
    assert reader.get("/customer").status == 200
    answer = reader.post("/customer", {"company": "A"})
    assert (answer.status, answer.json["code"], answer.json["response"]) == (403, 403, False)


@each_row(("keys", "status"), [("public:", 200), ("public", 200), (":", 401), ("", 401), (" :x", 401)])
def test_where_any_key_will_do_there_still_has_to_be_one(keys: str, status: int) -> None:
    server = InProcess(create_app(Settings(any_key=True)))
    assert ask(server, basic(keys)).status == status
    refused(ask(server, None), MISSING)


def test_where_any_key_will_do_a_private_key_is_learnt_all_the_same() -> None:
    """Only who shows none learns nothing and proves nothing."""
    server = InProcess(create_app(Settings(any_key=True)))
    assert ask(server, basic("public:")).status == 200
    assert ask(server, basic("public:private")).status == 200
    refused(ask(server, basic("public:other")), WRONG)
    refused(ask(server, basic("public:")), WRONG)


def test_being_asked_for_keys_spends_no_rule(chargeover: ChargeOver) -> None:
    """The Python library asks everything twice, the first time without its keys."""
    chargeover.customer()
    rules = {
        "version": 1, "name": "probed",
        "rules": [{"id": "second", "operation": "customers.list", "when": {"calls": 2}, "respond": {"error": "gone"}}],
    }  # fmt: skip
    chargeover.admin("PUT", "/scenario", rules)
    chargeover.admin("POST", "/rules", {"id": "once", "operation": "customers.get", "respond": {"error": "timeout"}})
    statuses = []
    for path in ("/customer", "/customer", "/customer", "/customer/1", "/customer/1"):
        assert chargeover.caller.send("GET", f"/api/v3{path}", {}, None).status == 401
        assert chargeover.caller.send("GET", f"/api/v3{path}", {"Authorization": basic("x")}, None).status == 401
        statuses.append(chargeover.get(path).status)
    assert statuses == [200, 404, 200, 504, 200]
    [tally] = chargeover.admin("GET", "/scenario").json["scenarios"][0]["rules"]
    assert tally == {"id": "second", "matched": 3, "fired": 1}


def test_being_asked_for_keys_spends_no_limit(chargeover: ChargeOver) -> None:
    """Neither of the account nor of what has none."""
    limit = {"id": "two", "api": "chargeover", "limit": "2/h"}
    chargeover.admin("PUT", "/scenario", {"version": 1, "name": "limited", "rate_limits": [limit]})
    statuses = []
    for _ in range(3):
        for _ in range(3):
            assert ask(chargeover.caller, None).status == 401
        statuses.append(chargeover.get("/customer").status)
    assert statuses == [200, 200, 429]
    answer = chargeover.get("/customer")
    assert answer.json == {
        "code": 429, "status": "Error", "message": "Too many requests.", "details": {}, "response": False,
    }  # fmt: skip


def test_a_refused_caller_brings_no_account_into_being() -> None:
    sandbox = assemble(Settings())
    server = InProcess(create_app(Settings(), sandbox))
    for authorization in (None, basic("nobody:"), basic(":x"), 'ChargeOver co_public_key="nobody"'):
        assert ask(server, authorization).status == 401
    assert json.loads(server.send("GET", "/__admin/tenants", {}, None).content) == {"tenants": []}


@given(key=st.text(min_size=1, max_size=60))
@example(key="a b")
@example(key="~")
@example(key="\u00e9")
def test_any_public_key_is_found_again_by_its_tenant(application: InProcess, key: str) -> None:
    """The way back leads to the same key; one with a colon has to sign, as Basic ends it there."""
    exchange = application.sandbox.exchange("GET", "/api/v3/customer", headers_of(key))
    if key.isprintable() and key.partition(":")[0].strip():
        found = identify(exchange, False)
        back = access(found.tenant)
        assert back
        assert back.key == found.credential


def headers_of(key: str) -> dict[str, str]:
    user = base64.b64encode(f"{key}:private".encode("utf-8", "surrogatepass")).decode()
    return {"authorization": f"Basic {user}"}

"""Credentials that are proven with a secret: whose secret counts, and how it becomes known."""

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mockserver.core.api.model import Exchange
from mockserver.core.api.settings import Setting
from mockserver.core.http.auth import Grant, Identity, Proof
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Problem, TooLarge, Unauthenticated
from mockserver.sandbox.sandbox import Sandbox, drive
from tests.core.toy import exchange, sandbox, toy


def identify(exchange: Exchange, any_key: bool) -> Identity:
    """Read `who` and, where it is there, what is shown: a secret itself, or one written backwards as a signature."""
    who, shown, signed = (exchange.headers.get(name, "") for name in ("who", "shown", "signed"))
    if not who:
        raise Unauthenticated("who?")
    proof = None
    if "shown" in exchange.headers:
        proof = Proof(lambda secret: secret == shown, "another secret", shown)
    elif "signed" in exchange.headers:
        proof = Proof(lambda secret: secret[::-1] == signed, "another signature")
    return Identity(who, "key", who, proof=proof)


def render(problem: Problem, exchange: Exchange) -> Reply:
    return Reply.json(400, {"toy": problem.kind, "because": problem.detail, "settings": dict(exchange.settings)})


PROVEN = replace(
    toy,
    identify=identify,
    render=render,
    settings=(Setting("secret", "", (), "The secret.", secret=True), Setting("loud", False, (True, False), "Loud.")),
    secret="secret",
)


@pytest.fixture
def server() -> Sandbox:
    return sandbox(api=PROVEN)


def ask(server: Sandbox, **headers: str) -> Any:
    """Count toys; give the count, or why that is refused."""
    reply = drive(server.answer(exchange(server, "GET", "/toys/count", headers=headers)), lambda seconds: None)
    answer = json.loads(reply.content)
    return answer if reply.status == 200 else answer["because"]


def test_the_first_secret_that_is_shown_is_the_tenants(server: Sandbox) -> None:
    """From then on no other will do."""
    assert ask(server, who="ann", shown="first") == 0
    assert server.tenant("ann").settings == {"toy": {"secret": "first"}}
    assert ask(server, who="ann", shown="second") == "another secret"
    assert ask(server, who="ann", shown="first") == 0
    assert server.tenant("ann").settings == {"toy": {"secret": "first"}}


def test_each_tenant_has_a_secret_of_its_own(server: Sandbox) -> None:
    assert [ask(server, who=who, shown=who * 2) for who in ("ann", "bob")] == [0, 0]
    assert ask(server, who="bob", shown="annann") == "another secret"


def test_what_is_made_with_a_secret_holds_while_none_is_known(server: Sandbox) -> None:
    """It makes none known, for it shows none; it is checked as soon as there is one."""
    assert ask(server, who="ann", signed="terces") == 0
    assert ask(server, who="ann", signed="whatever") == 0
    assert ask(server, who="ann", shown="secret") == 0
    assert ask(server, who="ann", signed="terces") == 0
    assert ask(server, who="ann", signed="whatever") == "another signature"


def test_an_empty_secret_is_none(server: Sandbox) -> None:
    """It teaches nothing, and proves nothing once there is one."""
    assert ask(server, who="ann", shown="") == 0
    assert ask(server, who="ann", shown="secret") == 0
    assert ask(server, who="ann", shown="") == "another secret"


def test_without_a_proof_the_credential_is_enough(server: Sandbox) -> None:
    assert ask(server, who="ann", shown="secret") == 0
    assert ask(server, who="ann") == 0


def test_where_an_api_knows_no_secrets_proofs_mean_nothing() -> None:
    server = sandbox(api=replace(PROVEN, secret=None))
    assert [ask(server, who="ann", shown=shown) for shown in ("a", "b")] == [0, 0]
    assert server.tenant("ann").settings == {}


def test_a_secret_that_was_set_counts_before_any_call(server: Sandbox) -> None:
    """Set for one tenant, or for all that are to come."""
    server.tenant("ann").settings["toy"] = {"secret": "set"}
    server.defaults.settings["toy"] = {"secret": "everybody's"}
    assert ask(server, who="ann", shown="everybody's") == "another secret"
    assert ask(server, who="ann", shown="set") == 0
    assert ask(server, who="bob", shown="set") == "another secret"
    assert server.tenants.known("bob") is None
    assert ask(server, who="bob", signed="everybody's"[::-1]) == 0


def test_a_listed_secret_counts_more_than_the_tenants(server: Sandbox) -> None:
    """For the credential that is listed with it; one that is listed without goes by its tenant's."""
    server.credentials.accept("toy", [Grant("ann", secret="listed"), Grant("bob")])
    server.tenant("ann").settings["toy"] = {"secret": "set"}
    server.tenant("bob").settings["toy"] = {"secret": "set"}
    assert [ask(server, who="ann", shown=shown) for shown in ("set", "listed")] == ["another secret", 0]
    assert [ask(server, who="bob", shown=shown) for shown in ("set", "listed")] == [0, "another secret"]
    assert server.credentials.secret("toy", "ann") == "listed"
    assert [server.credentials.secret(*who) for who in (("toy", "bob"), ("toy", "eve"), ("other", "ann"))] == [""] * 3


@pytest.mark.parametrize(
    "part", ["auth: [{ api: toy, key: ann, secret: chosen }]", "settings: { toy: { secret: chosen } }"]
)
def test_a_scenario_of_one_request_brings_its_own(tmp_path: Path, part: str) -> None:
    """In a list of keys or as a setting; the request after it meets the tenant's again."""
    (tmp_path / "own.yaml").write_text(f"version: 1\n{part}\n")
    server = sandbox(api=PROVEN, scenarios=tmp_path)
    server.tenant("ann").settings["toy"] = {"secret": "set"}
    for shown, expected in (("chosen", 0), ("set", "another secret")):
        assert ask(server, who="ann", shown=shown, **{"x-mock-scenario": "own"}) == expected
    assert [ask(server, who="ann", shown=shown) for shown in ("set", "chosen")] == [0, "another secret"]


def test_a_scenarios_list_counts_more_than_the_servers(tmp_path: Path) -> None:
    """But for keys it lists without a secret."""
    (tmp_path / "own.yaml").write_text(
        "version: 1\nauth: [{ api: toy, key: ann, secret: own }, { api: toy, key: bob }]"
    )
    server = sandbox(api=PROVEN, scenarios=tmp_path)
    server.credentials.accept("toy", [Grant("ann", secret="listed"), Grant("bob", secret="listed")])
    for who, right, wrong in (("ann", "own", "listed"), ("bob", "listed", "own")):
        assert ask(server, who=who, shown=wrong, **{"x-mock-scenario": "own"}) == "another secret"
        assert ask(server, who=who, shown=right, **{"x-mock-scenario": "own"}) == 0


def test_of_many_that_come_at_once_one_is_the_owner(server: Sandbox) -> None:
    """Whoever was first; there is never a second secret."""
    tenant, start = server.tenant("ann"), threading.Barrier(16)

    def learn(number: int) -> None:
        start.wait()
        tenant.learn("toy", "secret", f"secret {number}")
        seen.append(tenant.settings["toy"]["secret"])

    seen: list[str] = []
    threads = [threading.Thread(target=learn, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 16
    assert len(set(seen)) == 1


def test_learning_leaves_other_settings(server: Sandbox) -> None:
    tenant = server.tenant("ann")
    tenant.settings["toy"] = {"loud": True, "secret": ""}
    for secret in ("", "first", "second", ""):
        tenant.learn("toy", "secret", secret)
    assert tenant.settings == {"toy": {"loud": True, "secret": "first"}}


def settings_of(server: Sandbox, **headers: str) -> Any:
    """Send what is refused, and give the settings it met."""
    reply = drive(server.answer(exchange(server, "GET", "/toys/none", headers=headers)), lambda seconds: None)
    return json.loads(reply.content)["settings"]


def test_a_refused_request_meets_settings(server: Sandbox) -> None:
    """Its tenant's where that is known, and else those that new tenants start with."""
    server.defaults.settings["toy"] = {"loud": True}
    server.tenant("ann").settings["toy"] = {"loud": False, "secret": "set"}
    assert settings_of(server, who="ann", shown="set") == {"secret": "set", "loud": False}
    assert settings_of(server, who="ann", shown="other") == {"secret": "set", "loud": False}
    assert settings_of(server) == {"secret": "", "loud": True}


def test_a_request_that_is_not_looked_at_meets_settings_too(server: Sandbox) -> None:
    """Such as one whose body is too large."""
    server.defaults.settings["toy"] = {"loud": True}
    reply = server.refuse(exchange(server, "POST", "/toys"), TooLarge("no"))
    assert json.loads(reply.content) == {
        "toy": "too_large", "because": "no", "settings": {"secret": "", "loud": True},
    }  # fmt: skip

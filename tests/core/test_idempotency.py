"""Idempotency keys, with an API that is nobody's: sent twice, a request runs once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.api.idempotency import fingerprint
from mockserver.core.api.model import Exchange
from mockserver.core.api.receivers import Delivery
from mockserver.core.documents import parse
from mockserver.core.http.reply import Reply
from mockserver.core.problems import Problem
from mockserver.core.store import StoreFailed
from mockserver.core.store.folder import Folder
from mockserver.core.store.memory import Memory
from mockserver.core.store.tinydb import TinyStore
from mockserver.sandbox.execution import MOST_KEYS
from mockserver.sandbox.sandbox import Answer, Sandbox, drive
from mockserver.sandbox.tenancy.state import OneOff
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.scenarios.format.loader import load, load_rule
from tests.core.toy import exchange, keyed, sandbox, toy
from tests.tables import each_row

NOON = 1_768_478_400.0


@dataclass(frozen=True)
class Answered:
    """A reply, read."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def replayed(self) -> bool:
        return self.headers.get("Toy-Replayed") == "true"


@dataclass
class Client:
    """A client of a sandbox; its requests carry the key `k` unless told otherwise."""

    server: Sandbox
    tenant: str = "child"
    headers: dict[str, str] = field(default_factory=dict)

    def begin(self, body: Any = None, key: str | None = "k", method: str = "POST", target: str = "/toys") -> Answer:
        key_header = {} if key is None else {"toy-key": key}
        headers = {"tenant": self.tenant, **self.headers, **key_header}
        return self.server.answer(exchange(self.server, method, target, body, headers))

    def send(self, body: Any = None, key: str | None = "k", method: str = "POST", target: str = "/toys") -> Answered:
        return finish(self.begin(body, key, method, target))

    def follow(self, *rules: str) -> None:
        text = "\n".join(["version: 1", "rules:", *[f"- {rule}" for rule in rules]])
        scenario = load(parse(text, "x.yaml"), "x", self.server.apis)
        self.server.use(self.server.tenant(self.tenant), [scenario])

    @property
    def toys(self) -> Any:
        return self.send(key=None, method="GET", target="/toys/count").body


@dataclass
class Postbox:
    """Takes deliveries and keeps what they carry."""

    taken: list[bytes] = field(default_factory=list)

    def __call__(self, tenant: Tenant, deliveries: Sequence[Delivery]) -> None:
        self.taken += [delivery.body for delivery in deliveries]

    def drop(self, tenant: str) -> int:
        return 0

    def close(self) -> None:
        pass


def finish(answer: Answer) -> Answered:
    reply = drive(answer, lambda seconds: None)
    return Answered(reply.status, json.loads(reply.content), reply.headers)


def name_key_and_path(problem: Problem, exchange: Exchange) -> Reply:
    return Reply.json(409, [getattr(problem, "key", None), getattr(problem, "path", None)])


@pytest.fixture
def client() -> Client:
    return Client(sandbox(api=keyed, time=lambda: NOON))


def test_a_request_sent_twice_runs_once(client: Client) -> None:
    """The second answer is the first one, marked as a replay, with a request id of its own."""
    first, second = client.send({"name": "bear"}), client.send({"name": "bear"})
    assert (second.status, second.body) == (first.status, first.body) == (201, first.body)
    assert (first.replayed, second.replayed) == (False, True)
    assert (first.headers["Request-Id"], second.headers["Request-Id"]) == ("1", "2")
    assert second.headers["Toy-First"] == "1"
    assert client.toys == 1


def test_without_a_key_every_request_runs(client: Client) -> None:
    assert client.send(key=None).body != client.send(key=None).body
    assert client.toys == 2


def test_an_api_without_keys_ignores_the_header() -> None:
    """What it does not promise it does not do."""
    client = Client(sandbox())
    client.send()
    client.send()
    assert client.toys == 2


def test_other_methods_ignore_the_header(client: Client) -> None:
    """A read is answered as things are, also with a key that cannot be one."""
    assert client.send(method="GET", target="/toys/count").body == 0
    client.send(key="other")
    again = client.send(method="GET", target="/toys/count")
    assert (again.body, again.replayed) == (1, False)
    assert client.send(key="", method="GET", target="/toys/count").status == 200


@pytest.mark.parametrize("key", ["", "x" * 21])
def test_what_cannot_be_a_key_is_refused(client: Client, key: str) -> None:
    """In the vendor's words, and nothing runs."""
    assert client.send(key=key).body == {"toy": "malformed", "because": "a key has 1 to 20 characters"}
    assert client.toys == 0


@pytest.mark.parametrize(
    ("body", "target"),
    [({"name": "doll"}, "/toys"), ({"name": "bear"}, "/toys?colour=red"), (None, "/toys"), (b"{broken", "/toys")],
    ids=["body", "query", "no body", "unreadable"],
)
def test_a_key_is_for_one_request(client: Client, body: Any, target: str) -> None:
    """Another request with it is refused, neither run nor remembered; the first one is still replayed."""
    first = client.send({"name": "bear"})
    assert client.send(body, target=target).body["toy"] == "idempotency_mismatch"
    assert client.send({"name": "bear"}).body == first.body
    assert client.toys == 1


@pytest.mark.parametrize(
    ("body", "target"),
    [(b'{ "b": [2], "a": 1 }', "/toys?x=1&y=2"), ({"a": 1, "b": [2]}, "/toys?y=2&x=1")],
    ids=["body", "query"],
)
def test_how_data_was_written_does_not_matter(client: Client, body: Any, target: str) -> None:
    """Order of members and of parameters, and spaces, are not what a request asks for."""
    client.send({"a": 1, "b": [2]}, target="/toys?x=1&y=2")
    assert client.send(body, target=target).replayed


def test_the_order_of_a_repeated_parameter_matters(client: Client) -> None:
    """A list is another one in another order."""
    one, other = (exchange(client.server, "POST", f"/toys?{query}") for query in ("x=1&x=2", "x=2&x=1"))
    assert fingerprint(one) != fingerprint(other)


def test_the_same_key_meanwhile_is_a_conflict(client: Client) -> None:
    """It is refused at once, and gets the answer when the first request has come to its end."""
    client.follow("{ delay: 1m }")
    first = client.begin()
    assert next(first) == 60
    assert client.send().body["toy"] == "idempotency_in_progress"
    assert client.send({"name": "doll"}).body["toy"] == "idempotency_in_progress"
    made = finish(first)
    assert client.send().body == made.body
    assert client.toys == 1


def test_another_key_meanwhile_is_none_of_its_business(client: Client) -> None:
    client.follow("{ delay: 1m }")
    first = client.begin()
    next(first)
    assert client.send(key="other").status == 201
    assert finish(first).status == 201


def test_replays_do_not_disturb_each_other(client: Client) -> None:
    """A key whose request has been answered runs no more, however slow its replays are."""
    client.send()
    client.follow("{ delay: 1m }")
    slow = client.begin()
    assert next(slow) == 60
    assert client.send().replayed
    assert finish(slow).replayed


def test_a_client_that_leaves_frees_its_key(client: Client) -> None:
    """What it asked for has not begun, so the key is as good as new."""
    client.follow("{ when: { calls: [1] }, delay: 1m }")
    left = client.begin()
    next(left)
    left.close()
    again = client.send()
    assert (again.status, again.replayed, client.toys) == (201, False, 1)


def test_a_refused_second_request_does_not_free_the_key(client: Client) -> None:
    """The first one holds it until it has its answer."""
    client.follow("{ delay: 1m }")
    first = client.begin()
    next(first)
    assert [client.send().body["toy"] for _ in range(2)] == ["idempotency_in_progress"] * 2
    assert finish(first).status == 201


def test_requests_that_pass_each_other_run_once(client: Client) -> None:
    """What is stored decides: here a tenant is forgotten with the keys it holds, while a request of it waits."""
    client.follow("{ delay: 1m }")
    first = client.begin()
    next(first)
    client.server.tenants.drop("child")
    second = client.send()
    assert (second.status, second.replayed) == (201, False)
    late = finish(first)
    assert (late.body, late.replayed) == (second.body, True)
    assert client.toys == 1


def test_requests_that_pass_each_other_must_be_the_same() -> None:
    """The later one is refused, though the vendor remembers every refusal there is."""
    assert keyed.idempotency
    client = Client(sandbox(api=replace(keyed, idempotency=replace(keyed.idempotency, keeps=lambda problem: True))))
    client.follow("{ delay: 1m }")
    first = client.begin({"name": "bear"})
    next(first)
    client.server.tenants.drop("child")
    second = client.send({"name": "doll"})
    assert finish(first).body["toy"] == "idempotency_mismatch"
    assert client.send({"name": "doll"}).body == second.body


def test_a_replay_frees_no_key_that_another_request_holds(client: Client) -> None:
    """While a slow replay waited, the key's time was over and it began anew."""
    client.send()
    client.follow("{ delay: 1m }")
    replay = client.begin()
    next(replay)
    client.server.tenant("child").clock.advance(timedelta(hours=1))
    holder = client.begin()
    next(holder)
    replay.close()
    assert client.send().body["toy"] == "idempotency_in_progress"
    assert finish(holder).status == 201


def test_a_key_starts_anew_when_its_time_is_over(client: Client) -> None:
    """On the tenant's clock, to the second, and then also for another request."""
    clock = client.server.tenant("child").clock
    first = client.send()
    clock.advance(timedelta(seconds=3599))
    assert client.send().body == first.body
    clock.advance(timedelta(seconds=1))
    second = client.send({"name": "doll"})
    assert (second.status, second.replayed) == (201, False)
    assert client.send({"name": "doll"}).body == second.body
    assert client.toys == 2


@pytest.mark.parametrize(("body", "kind"), [({"invalid": True}, "invalid"), (b"{broken", "malformed")])
def test_a_refused_request_may_be_sent_again_with_its_key(client: Client, body: Any, kind: str) -> None:
    """Nothing was begun: neither this refusal nor the request is remembered."""
    for _ in range(2):
        refused = client.send(body)
        assert (refused.body["toy"], refused.replayed) == (kind, False)
    assert client.send({"name": "bear"}).status == 201


def test_a_refusal_of_the_vendors_choice_is_remembered(client: Client) -> None:
    """It is replayed to the letter, though time has passed, and has changed nothing."""
    first = client.send({"declined": True})
    client.server.tenant("child").clock.advance(timedelta(minutes=1))
    second = client.send({"declined": True})
    assert first.body == {"toy": "declined", "because": "no, at 2026-01-15T12:00:00+00:00"}
    assert (second.status, second.body, second.replayed) == (first.status, first.body, True)
    assert client.toys == 0


def test_a_mistake_of_ours_is_never_remembered(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        failed = client.send({"break": True})
        assert (failed.body["toy"], failed.replayed) == ("server_error", False)
    assert len(caplog.records) == 2


def test_a_store_that_fails_keeps_neither_data_nor_answer(caplog: pytest.LogCaptureFixture) -> None:
    """Both are one step: when the disk has room again, the same key runs."""

    class Full(Memory):
        full = True

        def append(self, tenant: str, changes: object) -> None:
            if self.full:
                raise StoreFailed("No space left on device")

    disk = Full()
    client = Client(sandbox(TinyStore(disk), api=keyed))
    assert client.send().body["toy"] == "unavailable"
    disk.full = False
    assert client.send().status == 201
    assert client.toys == 1


def test_tenants_do_not_share_keys(client: Client) -> None:
    other = Client(client.server, tenant="sibling")
    assert client.send().body != other.send().body
    assert (client.toys, other.toys) == (1, 1)


def test_an_unknown_address_uses_up_no_key(client: Client) -> None:
    assert client.send(target="/nowhere").body["toy"] == "not_found"
    assert client.send().status == 201


def test_what_belongs_to_no_tenant_uses_no_key() -> None:
    """Everybody calls a public operation, and nobody gets what another one was answered."""
    create, *others = keyed.routes
    client = Client(sandbox(api=replace(keyed, routes=(replace(create, public=True), *others))))
    assert client.send().body != client.send().body


def test_a_mismatch_says_where_the_key_was_used_first() -> None:
    """Only where that was elsewhere: some vendors have another text for it."""
    create, *others = keyed.routes
    dolls = replace(create, path="/toys/dolls", operation="dolls.create", operation_id="MakeDoll")
    api = replace(keyed, routes=(create, dolls, *others), render=name_key_and_path)
    client = Client(sandbox(api=api))
    client.send()
    assert client.send({"other": 1}).body == ["k", ""]
    assert client.send(target="/toys/dolls").body == ["k", "/toys"]


def test_an_error_of_a_rule_is_not_remembered(client: Client) -> None:
    """The client's retry gets through; nothing was made before."""
    client.follow("{ operation: toys.create, respond: { error: server_error } }")
    failed = client.send()
    assert (failed.body["toy"], failed.headers["X-Mock-Rule"], client.toys) == ("server_error", "rule-1", 0)
    retried = client.send()
    assert (retried.status, retried.replayed, client.toys) == (201, False, 1)


def test_a_lost_answer_is_found_by_the_retry(client: Client) -> None:
    """With `effect: commit` the operation is done, whatever is answered; its own answer waits under the key."""
    client.follow("{ operation: toys.create, effect: commit, respond: { error: timeout } }")
    assert client.send().body["toy"] == "timeout"
    assert client.toys == 1
    retried = client.send()
    assert (retried.status, retried.replayed, retried.headers["Toy-First"]) == (201, True, "1")
    assert "X-Mock-Rule" not in retried.headers
    assert client.toys == 1


def test_a_single_rule_can_lose_an_answer_too(client: Client) -> None:
    """The words mean the same in rules of the control plane."""
    text = "{ operation: toys.create, effect: commit, respond: { status: 502, body: [] } }"
    rule = load_rule(parse(text, "x.yaml"), "one", client.server.apis)
    client.server.tenant("child").rules["one"] = OneOff(rule, {})
    lost = client.send()
    assert (lost.status, lost.body, lost.headers["X-Mock-Rule"], client.toys) == (502, [], "one", 1)
    assert client.send().replayed


def test_a_lost_answer_stays_lost_as_often_as_a_rule_says(client: Client) -> None:
    """Each retry meets the rule again, and nothing runs twice."""
    client.follow("{ operation: toys.create, effect: commit, times: 3, respond: { error: timeout } }")
    assert [client.send().body["toy"] for _ in range(3)] == ["timeout"] * 3
    assert client.send().replayed
    assert client.toys == 1


def test_what_is_committed_is_delivered() -> None:
    """Receivers hear of what happened, once, whatever the client was told."""
    postbox = Postbox()
    client = Client(sandbox(api=keyed, deliver=postbox))
    client.follow("{ operation: toys.create, effect: commit, respond: { error: timeout } }")
    client.send()
    made = client.send().body["id"]
    assert postbox.taken == [made.encode()]


@pytest.mark.parametrize(("body", "remembered"), [({"invalid": True}, False), ({"declined": True}, True)])
def test_a_commit_that_is_refused_changes_nothing(client: Client, body: Any, remembered: bool) -> None:
    """The rule's answer goes out all the same; the retry gets the genuine refusal."""
    client.follow("{ operation: toys.create, effect: commit, respond: { error: timeout } }")
    assert client.send(body).body["toy"] == "timeout"
    retried = client.send(body)
    assert (retried.body["toy"], retried.replayed) == (next(iter(body)), remembered)
    assert client.toys == 0


@pytest.mark.parametrize(("effect", "toys"), [("skip", 0), ("commit", 1)])
def test_a_provider_that_remembers_its_failures(client: Client, effect: str, toys: int) -> None:
    """With `store: injected` the key keeps the rule's answer, and retries get nothing else."""
    client.follow(f"{{ effect: {effect}, store: injected, respond: {{ error: server_error, headers: {{ A: b }} }} }}")
    first, second = client.send(), client.send()
    assert (second.status, second.body, second.headers["A"]) == (first.status, first.body, "b")
    assert (first.replayed, second.replayed) == (False, True)
    assert "X-Mock-Rule" not in second.headers
    assert client.toys == toys
    assert client.send(key="other").status == 201


def test_a_failure_is_remembered_also_where_the_operation_refuses(client: Client) -> None:
    client.follow("{ effect: commit, store: injected, respond: { error: server_error } }")
    assert [client.send({"invalid": True}).body["toy"] for _ in range(2)] == ["server_error"] * 2


def test_what_a_key_remembers_no_rule_changes(client: Client) -> None:
    """A rule's answer does not take the place of one that was promised."""
    first = client.send()
    client.follow("{ operation: toys.create, store: injected, respond: { error: server_error } }")
    assert client.send().body["toy"] == "server_error"
    assert client.send().body == first.body


def test_rules_that_concern_keys_hold_them(client: Client) -> None:
    """While a request is carried out behind a rule's answer, its key is in use."""
    client.follow("{ effect: commit, delay: 1m, times: 1, respond: { error: timeout } }")
    first = client.begin()
    next(first)
    assert client.send().body["toy"] == "idempotency_in_progress"
    assert finish(first).body["toy"] == "timeout"
    assert client.send().replayed


@pytest.mark.parametrize("api", [toy, keyed], ids=["api without keys", "request without a key"])
@each_row("words", ["effect: commit", "effect: commit, store: injected"])
def test_without_keys_a_commit_is_the_operation_alone(api: Any, words: str) -> None:
    client = Client(sandbox(api=api))
    client.follow(f"{{ operation: toys.create, {words}, respond: {{ error: timeout }} }}")
    assert client.send(key=None).body["toy"] == "timeout"
    assert (client.send(key=None).status, client.toys) == (201, 2)


def test_an_ordered_conflict_names_the_key() -> None:
    """A rule's error knows what a genuine one would."""
    client = Client(sandbox(api=replace(keyed, render=name_key_and_path)))
    client.follow("{ respond: { error: idempotency_in_progress } }", "{ respond: { error: idempotency_mismatch } }")
    assert [client.send(key="mine").body[0] for _ in range(2)] == ["mine", "mine"]


def test_replays_count_like_any_request(client: Client) -> None:
    """For rules and for the journal."""
    client.follow("{ operation: toys.create, when: { calls: [3] }, respond: { error: gone } }")
    assert [client.send().status for _ in range(4)] == [201, 201, 400, 201]
    assert len(client.server.tenant("child").journal) == 4


def test_keys_go_with_the_data(client: Client) -> None:
    """A reset forgets them, without counting them among the records."""
    client.send()
    client.send(key="other")
    tenant = client.server.tenant("child")
    assert client.server.reset(tenant, ["data"]) == {"data": 2}
    assert not client.send().replayed


def test_keys_outlive_the_server(tmp_path: Path) -> None:
    """With a data folder the retry may come after a restart."""
    before = sandbox(TinyStore(Folder(tmp_path)), api=keyed)
    first = Client(before).send({"name": "bär"})
    before.close()
    after = Client(sandbox(TinyStore(Folder(tmp_path)), api=keyed))
    second = after.send({"name": "bär"})
    assert (second.body, second.replayed, second.headers["Toy-First"]) == (first.body, True, "1")
    assert after.toys == 1
    after.server.close()


def test_the_oldest_key_makes_room(client: Client) -> None:
    """A client with a new key for each request does not make memory grow without end."""
    for number in range(MOST_KEYS + 1):
        client.send(key=f"k{number}")
    with client.server.store.transaction("child") as transaction:
        assert transaction.count("idempotency.toy") == MOST_KEYS
    assert client.send(key="k1").replayed
    assert client.send(key=f"k{MOST_KEYS}").replayed
    assert not client.send(key="k0").replayed


def test_keys_that_start_anew_leave_nothing_behind(client: Client) -> None:
    clock = client.server.tenant("child").clock
    for _ in range(5):
        client.send()
        clock.advance(timedelta(hours=1))
    with client.server.store.transaction("child") as transaction:
        assert transaction.count("idempotency.toy") == 1


KEYS = ("a", "b", "c")
STEPS = st.lists(
    st.tuples(st.sampled_from(KEYS), st.sampled_from(["send", "begin", "finish", "leave"])), min_size=1, max_size=40
)
SLOW = "{ operation: toys.create, delay: 1m }"
LOST = "{ operation: toys.create, effect: commit, delay: 1m, times: 5, respond: { error: timeout } }"


@given(STEPS, st.sampled_from([[SLOW], [LOST, SLOW]]))
def test_however_retries_interleave_a_key_makes_one_toy(steps: list[tuple[str, str]], rules: list[str]) -> None:
    """Sent, left waiting, finished or given up in any order; and every answer that names a toy names the same."""
    client = Client(sandbox(api=keyed, time=lambda: NOON))
    client.follow(*rules)
    waiting: dict[str, list[Answer]] = {key: [] for key in KEYS}
    answers: list[tuple[str, Answered]] = []
    for key, step in steps:
        if step == "send":
            answers.append((key, client.send(key=key)))
        elif step == "begin":
            answer = client.begin(key=key)
            if next(answer, None):  # else it was refused at once
                waiting[key].append(answer)
        elif waiting[key] and step == "finish":
            answers.append((key, finish(waiting[key].pop())))
        elif waiting[key]:
            waiting[key].pop().close()
    answers += [(key, finish(answer)) for key in KEYS for answer in waiting[key]]
    carried_out = {key for key, answered in answers if answered.body.get("toy") != "idempotency_in_progress"}
    assert client.toys == len(carried_out)

    answers += [(key, client.send(key=key)) for key in KEYS for _ in range(6)]
    named = {(key, answered.body["id"]) for key, answered in answers if answered.status == 201}
    assert client.toys == len(named) == len(KEYS)

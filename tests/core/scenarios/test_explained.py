"""Whatever a scenario says, each call goes as it was explained: random scenarios, call by call."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.core.documents import Document
from mockserver.sandbox.sandbox import drive
from mockserver.scenarios.format.loader import load
from tests.core.scenarios.playing import Play
from tests.core.toy import exchange, keyed

errors = st.sampled_from(["gone", "timeout", "declined", "server_error"])
waits = st.sampled_from(["10ms", "10ms..20ms", {"lognormal": {"median": "10ms", "sigma": 1}}])
answers = st.fixed_dictionaries({"error": errors}) | st.just({"status": 418})
looks = st.sampled_from(
    [
        {"headers": {"x-a": {"matches": "a|b"}}}, {"headers": {"x-a": {"not": "a"}}}, {"body": {"n": {"gte": 2}}},
        {"jsonpath": {"$.list[*]": {"gt": 1, "lt": 3}}}, {"query": {"q": "absent"}},
        {"body": {"n": {"any_of": [1, {"matches": "[3-9]"}]}}}, {"request": {"method": "POST"}},
    ]
)  # fmt: skip
conditions = st.fixed_dictionaries(
    {"per": st.sampled_from(["tenant", "header.x-a", "idempotency_key"])},
    optional={
        "calls": st.sampled_from([2, "1..3", [1, "4.."]]),
        "probability": st.sampled_from([0, 0.3, 0.7, 1]),
        "between": st.sampled_from([["+0s", "+3s"], ["+4s", None]]),
    },
)
about: dict[str, Any] = {
    "match": looks,
    "when": conditions,
    "operation": st.sampled_from(["toys.create", "toys.*", ["toys.count", "*"]]),
    "path": st.sampled_from(["/toys*", {"matches": "/toys/.+"}]),
    "state": st.sampled_from(["Started", "Two"]),
    "machine": st.sampled_from(["m", "n"]),
    "expires": st.sampled_from([{"ttl": "5s"}]),
    "times": st.sampled_from([1, 3, "forever"]),
    "priority": st.integers(1, 9),
    "delay": waits,
    "after": waits,
}
steps = st.sampled_from(
    [{"pass": True}, {"error": "gone", "repeat": 2}, {"fault": "hang"}, {"error": "timeout", "next_state": "Two"}]
)
rules = st.one_of(
    st.fixed_dictionaries({"after": waits}, optional={name: each for name, each in about.items() if name != "after"}),
    st.fixed_dictionaries({"next_state": st.sampled_from(["Two", "Started"])}, optional=about),
    st.fixed_dictionaries(
        {"respond": answers},
        optional={**about, "effect": st.sampled_from(["skip", "commit"]), "fault": st.just("close"),
                  "store": st.sampled_from(["genuine", "injected"]), "next_state": st.just("Two")},
    ),
    st.fixed_dictionaries({"fault": st.sampled_from(["hang", "truncate", "dribble"])}, optional=about),
    st.fixed_dictionaries(
        {"responses": st.lists(steps, min_size=1, max_size=3)},
        optional={**about, "then": st.sampled_from(["pass", "repeat_last", "cycle"])},
    ),
)  # fmt: skip
limits: st.SearchStrategy[Any] = st.sampled_from(
    [
        {"id": "a", "limit": "3/2s"}, {"id": "b", "limit": "2/3s", "algorithm": "sliding_window", "per": "header.x-a"},
        {"id": "c", "limit": "1/s", "burst": 2, "algorithm": "token_bucket", "operations": "writes"},
    ]
)  # fmt: skip
scenarios: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {"version": st.just(1), "rules": st.lists(rules, min_size=1, max_size=6)},
    optional={"seed": st.integers(0, 99), "rate_limits": st.lists(limits, max_size=3, unique_by=lambda one: one["id"])},
)
calls = st.tuples(
    st.sampled_from(["/toys", "/toys?q=1", "/toys/count", "/toys/none"]),
    st.fixed_dictionaries(
        {},
        optional={
            "x-a": st.sampled_from(["a", "b", "c"]), "idempotency-key": st.sampled_from(["k", "l", "m"]),
        },
    ),
    st.sampled_from([{}] * 9 + [{"x-mock-delay": "1ms"}, {"x-mock-error": "gone"}, {"x-mock-delay": "soon"}]),
    st.sampled_from([{"n": 1}, {"n": 3, "list": [2]}] * 3 + [{"declined": True}, {"e": "a+mock-timeout-2x@b.example"}]),
    st.sampled_from([0.0, 0.4, 1.0]),
)  # fmt: skip


def explained(play: Play, sent: tuple[str, str, Any, Mapping[str, str]]) -> Any:
    method, target, body, headers = sent
    return play.server.explain(exchange(play.server, method, target, body, headers))["decision"]


def happens(play: Play, sent: tuple[str, str, Any, Mapping[str, str]]) -> dict[str, Any]:
    """Send a call, and tell what became of it in the words of explanations."""
    method, target, body, headers = sent
    made, request, waited = play.made(), exchange(play.server, method, target, body, headers), list[float]()
    reply = drive(play.server.answer(request), waited.append)
    return {
        "rule": request.rule,
        "fault": reply.fault.kind if reply.fault else None,
        "waits": [round(seconds, 6) for seconds in waited],
        "made": play.made() - made,
        "content": reply.content,
        "status": reply.status,
        "replayed": "Toy-Replayed" in reply.headers,
    }


@settings(max_examples=300, derandomize=True, database=None, deadline=None)
@given(scenario=scenarios, sequence=st.lists(calls, min_size=1, max_size=12))
def test_each_call_goes_as_it_was_explained(scenario: Any, sequence: Any) -> None:
    play = Play(api=keyed)
    play.server.use(play.tenant, [load(Document("x", scenario), "x", play.server.apis)])
    for target, headers, orders, body, later in sequence:
        play.now += later
        sent = ("GET" if target == "/toys/count" else "POST", target, body, {**headers, **orders})
        told, became = explained(play, sent), happens(play, sent)
        assert became["fault"] == told.get("fault"), told
        assert became["waits"] == [told[name] for name in ("delay", "after") if name in told], told
        if "rule" in told:
            assert became["rule"] == told["rule"]
        if told["by"] in ("limit", "refusal"):
            assert (became["rule"], became["made"]) == (None, 0)
        assert became["replayed"] is (told["by"] == "idempotency_key" and told["answers"] == "as the key remembers")
        if told.get("runs") is False:
            assert became["made"] == 0
        if isinstance(told["answers"], int):
            assert became["status"] == told["answers"]
        elif told["answers"] in ("gone", "timeout", "server_error"):
            assert f'"{told["answers"]}"'.encode() in became["content"]

"""Hostile scenarios: reading one ends in a scenario or in a refusal, in bounded time, and what was read can be run."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mockserver.core.api.manifest import Apis
from mockserver.core.clock import monotonic
from mockserver.core.documents import Document, Path_, parse
from mockserver.core.logs import logger
from mockserver.core.problems import KINDS, Misconfigured
from mockserver.registry import registered
from mockserver.sandbox.sandbox import drive
from mockserver.scenarios.format.includes import Reading, check_document, load_file
from mockserver.scenarios.format.library import Library
from mockserver.scenarios.format.lint import warnings
from mockserver.scenarios.format.schema import METHODS
from mockserver.scenarios.notation.faults import FAULTS
from mockserver.scenarios.rules.model import Scenario
from tests.core.toy import exchange, keyed, sandbox
from tests.tables import each_row

APIS = Apis(registered())
TOYS = {"toy": keyed}
PATIENCE = 20.0
"""Seconds that nothing here may take; most takes milliseconds."""

fuzzed = settings(
    max_examples=200, derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def read(document: Document, apis: Any = TOYS) -> Scenario | None:
    """Read a scenario and look for its warnings; a refusal says what is wrong, and no more than can be read."""
    reading = Reading()
    try:
        scenario = check_document(document, "x", apis, Library([], apis).find, reading)
    except Misconfigured as error:
        refusal = str(error)
    else:
        return _doubted(scenario, reading, apis)
    assert 0 < len(refusal) < 1_000_000
    return None


def _doubted(scenario: Scenario, reading: Reading, apis: Any) -> Scenario:
    for doubt in warnings(scenario, reading.parts, apis):
        assert str(doubt)
    return scenario


COMPLETE: dict[str, Any] = {
    "version": 1,
    "name": "complete",
    "description": "Every key there is.",
    "seed": 42,
    "include": [],
    "vars": {"who": "Ada"},
    "clock": {"start": "2026-01-15T10:00:00Z", "mode": "frozen"},
    "settings": {"toy": {}},
    "auth": [{"key": "k", "api": "toy", "allow": ["toys.*"], "tenants": ["child"], "ips": ["10.0.0.0/8"]}],
    "rate_limits": [
        {"id": "a", "api": "toy", "operations": ["toys.*"], "algorithm": "token_bucket", "limit": "5/s", "burst": 9},
        {"id": "b", "limit": 2, "algorithm": "concurrency", "per": "header.X-A", "headers": {"remaining": "X-Left"}},
    ],
    "data": {"toy": {}},
    "webhooks": {},
    "rules": [
        {
            "id": "one",
            "api": "toy",
            "operation": ["toys.create", "*"],
            "method": "POST",
            "path": {"matches": "/.*"},
            "match": {
                "headers": {"x": "present"},
                "query": {"a": {"any_of": [{"gt": 1}, {"matches": "x+"}]}},
                "body": {"a.b[c]": {"one_of": [1, "x"]}},
                "arguments": {"id": {"not": 5}},
                "jsonpath": {"$.a[?@.b > 1]": {"contains": "x"}},
            },
            "machine": "m",
            "state": "Started",
            "when": {"calls": [1, "3..4"], "probability": 0.5, "between": ["+5m", None], "per": "credential"},
            "respond": {
                "error": "invalid",
                "detail": "{{ vars.who }} at {{ request.path }}",
                "fields": [{"field": "a", "message": "b"}],
                "status": 400,
                "headers": {"X-A": "{{ call }}"},
                "body": {"a": ["{{ request.body.a | json }}"]},
            },
            "next_state": "Two",
            "fault": {"truncate": "40%"},
            "effect": "commit",
            "store": "injected",
            "delay": {"lognormal": {"median": "1ms", "p99": "2ms"}},
            "after": "1ms..2ms",
            "times": 3,
            "expires": {"ttl": "30m"},
            "priority": 1,
        },
        {"responses": [{"error": "gone", "repeat": 2, "fault": "hang"}, {"pass": True}], "then": "pass"},
    ],
}  # fmt: skip


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Give every place in a document."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


def put(value: Any, path: Path_, instead: Any) -> Any:
    """Give a document with another value at a place."""
    if not path:
        return instead
    changed = deepcopy(value)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = instead
    return changed


HOSTILE: list[Any] = [
    None, True, False, 0, -1, 1, 10**18, 10**400, -(10**400), 1e308, float("inf"), float("-inf"), float("nan"), "", " ",
    "x", "x" * 100_000, "\0", "\ud800", "é", "\n", "a\nb", "9" * 5000, "1" * 5000 + "s", "٣s", "+5m", "-5m", "+", "..",
    "1..", "..1", "0..0", "5..1", "forever", "present", "*", "[", "(" * 300, "(a+)+$", "$..*..*", "$[?@..a]", "{{",
    "{{ vars }}", "{% for x in y %}{% endfor %}", "{{ 9**9**9 }}", "2026-01-15T10:00:00Z", "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00", "40%", "100%", "1/0s", "0/s", "header.", "published", [], [[]], [None], ["x"] * 2000,
    {}, {"": ""}, {"x": {}}, {"\ud800": 1}, {"key": 1}, {"value": 1}, {"_schema": 1}, {"\0": None},
    {"any_of": [{"any_of": [{"any_of": [{"any_of": [{"any_of": [{"any_of": ["x"]}]}]}]}]}]},
]  # fmt: skip

WHERE = list(places(COMPLETE))


def test_the_document_that_is_spoiled_is_right() -> None:
    assert read(Document("x", COMPLETE)) is not None


@each_row("path", WHERE, ids=lambda path: "-".join(map(str, path)) or "all")
def test_any_value_at_any_place_is_taken_or_refused(path: Path_) -> None:
    for instead in HOSTILE:
        scenario = read(Document("x", put(COMPLETE, path, instead)))
        if scenario:
            run(scenario, every=3)


@each_row("path", WHERE[1:], ids=lambda path: "-".join(map(str, path)))
def test_any_key_can_be_left_out_or_be_another(path: Path_) -> None:
    for name in ("", "x", "_schema", "key", "value", "\ud800", "pass_", "fields_"):
        changed = deepcopy(COMPLETE)
        inner: Any = changed
        for key in path[:-1]:
            inner = inner[key]
        moved = inner.pop(path[-1])
        read(Document("x", deepcopy(changed)))
        if isinstance(inner, dict):
            inner[name] = moved
            read(Document("x", changed))


SHORT = [value for value in HOSTILE if len(repr(value)) < 100]

names = st.sampled_from(["toys.create", "toys.*", "*", "MakeToy"])
durations = st.sampled_from(["0ms", "1ms", "250ms", "2s", "10m"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(SHORT),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
numbers = st.integers() | st.floats(allow_nan=False)
plain = st.one_of(st.text(max_size=5), numbers, st.booleans(), st.none(), st.lists(numbers, max_size=2))
tests = st.recursive(
    st.one_of(
        plain,
        st.dictionaries(st.sampled_from(["equals", "not", "contains"]), plain, min_size=1, max_size=2),
        st.dictionaries(st.sampled_from(["gt", "gte", "lt", "lte"]), numbers, min_size=1, max_size=2),
        st.sampled_from([{"matches": "x+"}, {"matches": ".*"}, {"one_of": [1, "x"]}, {"absent": True}, "present"]),
    ),
    lambda inner: st.dictionaries(
        st.sampled_from(["any_of", "all_of", "none_of"]), st.lists(inner, min_size=1, max_size=3), min_size=1
    ),
    max_leaves=4,
)  # fmt: skip
matches = st.fixed_dictionaries(
    {},
    optional={
        part: st.dictionaries(st.sampled_from(keys), tests, max_size=2)
        for part, keys in {
            "headers": ["x", "Cookie"],
            "query": ["a", "q", "a[b]"],
            "body": ["a", "a.b", "a[b]", "0.0", ""],
            "arguments": ["id"],
            "jsonpath": ["$.a", "$..b", "$.a[?@.b > 1]", "$[*]"],
            "request": ["method", "path", "url", "body"],
            "cookies": ["a", "x"],
        }.items()
    },
)
texts = st.text(max_size=10) | st.sampled_from(
    [
        "{{ request.body }}", "{{ request.headers.x | upper }}", "{{ vars.a.b[0] }}", "{{ call }}", "{{ now | iso }}",
        "{{ id }}", "{{ request.query.q | default('x') | json }}", "{{ 1 if request.body.a > 3 else 'b' }}",
    ]
)  # fmt: skip
headers = st.dictionaries(
    st.sampled_from(["X-A", "Content-Type", "Location"]), st.sampled_from(["", "a", "{{ request.body | json }}"])
)
bodies = st.recursive(texts | plain, lambda inner: st.dictionaries(texts, inner, max_size=2), max_leaves=4)
more = {"status": st.integers(200, 599), "headers": headers, "body": bodies}
answers = st.one_of(
    st.fixed_dictionaries({"error": st.sampled_from(sorted(KINDS))}, optional={**more, "detail": texts}),
    st.fixed_dictionaries({"error": st.just("too_many_requests")}, optional={**more, "retry_after": durations}),
    st.fixed_dictionaries(
        {"error": st.just("invalid"), "fields": st.lists(st.fixed_dictionaries({"field": texts, "message": texts}))},
        optional=more,
    ),
    st.fixed_dictionaries({"status": st.integers(200, 599)}, optional={"headers": headers, "body": bodies}),
)
faults = st.sampled_from(FAULTS) | st.sampled_from([{"truncate": "40%"}, {"hang": "1s"}, {"dribble": {"over": "1s"}}])
states = st.sampled_from(["Started", "A", "B"])
steps = st.builds(
    lambda step, beside: {**step, **beside},
    st.one_of(answers, st.just({"pass": True}), st.fixed_dictionaries({"fault": faults})),
    st.fixed_dictionaries({}, optional={"repeat": st.integers(1, 3), "next_state": states, "delay": durations}),
)
doing = st.one_of(
    st.fixed_dictionaries(
        {"respond": answers},
        optional={"effect": st.sampled_from(["commit", "skip"]), "store": st.sampled_from(["genuine", "injected"])},
    ),
    st.fixed_dictionaries({"respond": answers, "fault": faults}),
    st.fixed_dictionaries(
        {"responses": st.lists(steps, min_size=1, max_size=3)},
        optional={"then": st.sampled_from(["pass", "repeat_last", "cycle"])},
    ),
    st.fixed_dictionaries({"fault": faults}, optional={"next_state": states}),
    st.fixed_dictionaries({"delay": durations}, optional={"after": durations}),
    st.fixed_dictionaries({"next_state": states}),
)
whens = st.one_of(
    st.fixed_dictionaries({"calls": st.sampled_from([1, "1..2", "2..", "..3", [1, "3..4"]])}),
    st.fixed_dictionaries({"probability": st.floats(0, 1)}),
    st.fixed_dictionaries({"between": st.sampled_from([["+0s", "+1m"], ["+1m", None], ["2026-01-01", None]])}),
    st.fixed_dictionaries(
        {"per": st.sampled_from(["tenant", "credential", "ip", "idempotency_key", "header.X", "argument.id"])}
    ),
)
rules = st.builds(
    lambda rule, what: {**rule, **what},
    st.fixed_dictionaries(
        {},
        optional={
            "operation": names | st.lists(names, max_size=2),
            "method": st.sampled_from(METHODS),
            "path": st.sampled_from(["/toys", "/*", {"matches": "/t.*"}]),
            "match": matches,
            "when": whens,
            "times": st.sampled_from([1, 3, "forever"]),
            "state": states,
            "machine": st.sampled_from(["m", "n"]),
            "priority": st.integers(1, 9),
            "expires": st.sampled_from([{"ttl": "1m"}, {"at": "2026-01-15"}]),
        },
    ),
    doing,
)
scenarios = st.fixed_dictionaries(
    {"version": st.just(1), "rules": st.lists(rules, min_size=1, max_size=4)},
    optional={
        "vars": st.dictionaries(st.sampled_from(["a", "b"]), values),
        "seed": st.integers(0, 10**9) | st.text(max_size=60),
        "clock": st.sampled_from([{"mode": "frozen"}, {"start": "2026-01-15T10:00:00Z"}]),
        "rate_limits": st.sampled_from(
            [[{"id": "a", "limit": "2/1m"}], [{"id": "a", "limit": 1, "algorithm": "concurrency"}]]
        ),
    },
)  # fmt: skip


@contextmanager
def no_complaints() -> Iterator[None]:
    """Fail where the server logs that something went wrong in it."""
    found: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: found.append(logging.Formatter().format(record))  # type: ignore[method-assign]
    log = logger()
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
    assert not found, "\n".join(found)


REQUESTS: list[tuple[str, str, Any, dict[str, str]]] = [
    ("POST", "/toys", {"a": {"b": 5}}, {"x": "1", "toy-key": "k"}),
    ("POST", "/toys", {"a": {"b": 5}}, {"x": "1", "toy-key": "k"}),
    ("GET", "/toys/count?a=1&q=x", None, {"cookie": "a=1; x"}),
    ("POST", "/toys", b"{", {}),
    ("POST", "/toys", [[[]]], {"x": "\xff"}),
    ("PATCH", "/nowhere?%ff", None, {}),
]


def run(scenario: Scenario, every: int = 1) -> None:
    """Send requests to a server that follows a scenario, and have each explained before."""
    server = sandbox(api=keyed)
    server.use(server.defaults, [scenario])
    server.credentials.accept("toy", ())
    with no_complaints():
        for method, target, body, headers in REQUESTS[::every]:
            told = server.explain(exchange(server, method, target, body, headers), 2)
            assert json.dumps(told, default=str)
            waits: list[float] = []
            drive(server.answer(exchange(server, method, target, body, headers)), waits.append)
            assert sum(waits) <= 1200


@fuzzed
@given(scenarios)
def test_what_can_be_read_can_be_run(value: Any) -> None:
    """Nearly all of these can: what an effect or a fault cannot go with is refused."""
    scenario = read(Document("x", value))
    if scenario:
        run(scenario)


@fuzzed
@given(values)
def test_anything_is_read_or_refused(value: Any) -> None:
    read(Document("x", value))
    read(Document("x", {"version": 1, "rules": [value]}))


@fuzzed
@given(st.text() | st.binary())
@example("version: 1\nrules: [{ delay: 1s, operation: ! }]")
@example("\ufeffversion: 1")
@example("%YAML 9.9\n---\nversion: 1")
@example("version: 1\n---\nversion: 1")
@example("? [a]\n: 1")
@example("{" * 5000)
@example("- " * 5000)
@example("version: 1\nseed: .inf")
@example("version: 1\nseed: " + "9" * 5000)
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    try:
        document = parse(text, "x")
    except Misconfigured:
        return
    read(document)


def many(count: int, line: str) -> str:
    return "".join(line.format(number) for number in range(count))


@pytest.mark.parametrize(
    "text",
    [
        "vars: { a: " + "[" * 20_000 + "]" * 20_000 + " }",
        "vars: { a: " + "{ a: " * 5_000 + "1" + " }" * 5_000 + " }",
        "vars:\n" + "".join("  " * (depth + 1) + "k:\n" for depth in range(800)),
        "vars: { a: &a [1], b: *a }",
        "seed: " + "9" * 100_000,
        "name: " + "x" * 900_000,
        many(5_000, "key{}: 1\n"),
        "rules:\n" + many(1_000, "  - {{ operatoin{}: customers.create }}\n"),
        "rules:\n" + many(1_000, "  - {{ operation: customers.craete{}, delay: 1s }}\n"),
        "rules:\n  - delay: 1s\n    operation: [" + many(5_000, "customers.craete{}, ") + "]\n",
        "rules:\n  - { delay: 1s, operation: ['" + "*a" * 2_000 + "*'] }\n",
        "rules:\n  - { delay: 1s, path: '" + "*a" * 200 + "*' }\n",
        "rules:\n  - delay: 1s\n    match:\n      body:\n" + many(5_000, "        k{}: 1\n"),
        "rules:\n  - { delay: 1s, match: { body: { a: { matches: '" + "(a?){50}" * 20 + "' } } } }\n",
        "rules:\n  - { delay: 1s, match: { body: { a: { matches: '((((a{99}){99}){99}){99}){99}' } } } }\n",
        "rules:\n  - { delay: 1s, match: { jsonpath: { '$" + "..*" * 100 + "': 1 } } }\n",
        "rules:\n  - { delay: 1s, match: { jsonpath: { '$[?" + "(" * 400 + "': 1 } } }\n",
        "rules:\n  - { respond: { status: 400, body: '" + "{{ id }}" * 1_200 + "' } }\n",
        "rules:\n  - { respond: { status: 400, body: '{{ " + "(" * 2_000 + "' } }\n",
        "rules:\n  - { respond: { status: 400, body: '{{ 9 ** 9 ** 9 ** 9 }}' } }\n",
        "rules:\n  - { respond: { status: 400, body: '{% for a in range(999999999) %}x{% endfor %}' } }\n",
        "rules:\n" + many(2_000, "  - {{ delay: 1s, id: r{} }}\n"),
        "auth:\n" + many(5_000, "  - {{ key: k{}, api: rebilly, allow: ['customers.*'] }}\n"),
        "rate_limits:\n" + many(500, "  - {{ id: l{}, limit: 1/s }}\n"),
    ],
    ids=lambda text: text[:40].split("\n")[0],
)
def test_a_hostile_file_is_done_with_in_time(tmp_path: Path, text: str) -> None:
    """With the real APIs, whose names are searched."""
    path = tmp_path / "x.yaml"
    path.write_text(f"version: 1\n{text}")
    began, refusal = monotonic(), ""
    try:
        load_file(path, APIS, Library([tmp_path], APIS).find)
    except Misconfigured as error:
        refusal = str(error)
    assert monotonic() - began < PATIENCE
    assert len(refusal) < 200_000


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_a_circle_of_includes_is_refused(tmp_path: Path, depth: int) -> None:
    for number in range(depth):
        (tmp_path / f"f{number}.yaml").write_text(f"version: 1\ninclude: [./f{(number + 1) % depth}.yaml]\n")
    with pytest.raises(Misconfigured, match="would never end"):
        load_file(tmp_path / "f0.yaml", APIS, Library([tmp_path], APIS).find)


def test_includes_that_multiply_are_refused(tmp_path: Path) -> None:
    """Each of nine files includes the next one twenty times."""
    for number in range(9):
        (tmp_path / f"f{number}.yaml").write_text(f"version: 1\ninclude: [{f'f{number + 1}, ' * 20}]\n")
    (tmp_path / "f9.yaml").write_text("version: 1\n")
    began = monotonic()
    with pytest.raises(Misconfigured, match="must not lead to more than 10 levels or 50 files"):
        load_file(tmp_path / "f0.yaml", APIS, Library([tmp_path], APIS).find)
    assert monotonic() - began < PATIENCE


def test_includes_of_much_text_are_refused(tmp_path: Path) -> None:
    """A file is read at all up to a megabyte, and together they have no more."""
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.yaml").write_text("version: 1\ndescription: '" + "x" * 600_000 + "'\n")
    (tmp_path / "x.yaml").write_text("version: 1\ninclude: [a, b, c]\n")
    with pytest.raises(Misconfigured, match="must not lead to more than 1048576 bytes"):
        load_file(tmp_path / "x.yaml", APIS, Library([tmp_path], APIS).find)


@pytest.mark.parametrize("wish", ["x" * 500, "./" + "x" * 400, "/dev/zero", "./fifo", ".", "./", "a\\0b", "~/x.yaml"])
def test_what_is_no_file_is_not_included(tmp_path: Path, wish: str) -> None:
    import os

    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "x.yaml").write_text(f'version: 1\ninclude: ["{wish}"]\n')
    with pytest.raises(Misconfigured):
        load_file(tmp_path / "x.yaml", APIS, Library([tmp_path], APIS).find)

"""The JSON Schema of scenarios takes what the loader takes, and refuses what it refuses as far as a schema can."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from marshmallow import Schema

from mockserver.core.api.manifest import Apis
from mockserver.core.documents import parse, read
from mockserver.core.problems import Misconfigured
from mockserver.registry import registered
from mockserver.scenarios.format import schema
from mockserver.scenarios.format.library import Library
from mockserver.scenarios.format.loader import load
from mockserver.scenarios.format.published import fixture_schema, scenario_schema
from tests.docs.pages import ROOT, blocks
from tests.tables import each_row

APIS = Apis(registered())
SCENARIO = Draft202012Validator(scenario_schema(APIS))
SHIPPED = sorted((ROOT / "scenarios").glob("*.*"))
EXAMPLES = [
    block.text
    for page in sorted((ROOT / "docs").rglob("*.md"))
    for block in blocks(page.read_text())
    if block.language in ("yaml", "json") and "rules:" in block.text
]
"""The scenarios of all pages."""


def takes(text: str) -> bool:
    """Say whether the loader takes a scenario."""
    try:
        load(parse(text, "x"), "x", APIS)
    except Misconfigured:
        return False
    return True


@each_row("path", SHIPPED, ids=lambda path: path.stem)
def test_it_takes_every_shipped_scenario(path: Path) -> None:
    assert [error.message for error in SCENARIO.iter_errors(read(path).value)] == []


@each_row("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_scenario_names_it_for_editors(path: Path) -> None:
    assert path.read_text().startswith("# yaml-language-server: $schema=schema/scenario.json\n")


@each_row("number", range(len(EXAMPLES)))
def test_it_takes_what_the_pages_show(number: int) -> None:
    """And refuses the examples of mistakes."""
    text = EXAMPLES[number]
    assert SCENARIO.is_valid(parse(text, "x").value) == takes(text), text


def test_it_takes_the_shipped_fixtures() -> None:
    validator = Draft202012Validator(fixture_schema(APIS))
    for path in sorted((ROOT / "fixtures").glob("*.yaml")):
        assert [error.message for error in validator.iter_errors(read(path).value)] == []
    assert not validator.is_valid({"version": 1, "rebilly": {"organizations": {"org_x": {"customer": []}}}})


@each_row(
    "text",
    [
        "name: x, seed: 7, description: y, include: [slow], vars: { a: null, b: [1] }, rules: []",
        "clock: { start: 2026-01-15T10:00:00Z }",
        "clock: { mode: real }",
        "settings: { rebilly: { put: merge } }",
        "auth: [{ key: a, api: rebilly, allow: ['customers.*', PostCustomer], ips: [10.0.0.0/8], tenants: [org_x] }]",
        "rate_limits: [{ id: a, limit: 5/s, operations: writes, per: header.X-A, headers: ietf }]",
        "rate_limits: [{ id: a, limit: published, headers: { remaining: X-Left } }]",
        "rate_limits: [{ id: a, limit: 5, algorithm: concurrency, operations: [customers.list] }]",
        "rate_limits: [{ id: a, limit: 5/1m, algorithm: token_bucket, burst: 9 }]",
        "rules: [{ delay: 1s, method: POST, path: { matches: /v1/.+ }, priority: 1 }]",
        "rules: [{ delay: { lognormal: { median: 1s, p99: 3s } }, after: 100ms..400ms }]",
        "rules: [{ respond: { error: invalid, fields: [{ field: a, message: b }] }, effect: commit, store: injected }]",
        "rules: [{ fault: { truncate: 40% } }, { fault: { dribble: { over: 3s, pieces: 10 } } }, { fault: close }]",
        "rules: [{ responses: [{ error: gone, repeat: 2 }, { pass: true, next_state: A }, { fault: hang }] }]",
        "rules: [{ delay: 1s, when: { calls: [1, 3..4, 9..], per: idempotency_key }, times: forever }]",
        "rules: [{ delay: 1s, when: { between: [+5m, null], probability: 0.5 }, expires: { ttl: 30m } }]",
        "rules: [{ delay: 1s, match: { headers: { X-A: present }, body: { a.b: { one_of: [1, x] }, c: null } } }]",
        "rules: [{ delay: 1s, match: { query: { a: { any_of: [{ gt: 5 }, { matches: x+ }, absent] } } } }]",
        "rules: [{ delay: 1s, match: { jsonpath: { $.a: [1] }, arguments: { id: { not: x } }, request: { url: / } } }]",
    ],
)
def test_both_take_what_is_right(text: str) -> None:
    text = f"{{ version: 1, {text} }}"
    assert takes(text)
    assert [error.message for error in SCENARIO.iter_errors(parse(text, "x").value)] == []


@each_row(
    "text",
    [
        "rulez: []",
        "rules: {}",
        "rules: [x]",
        "name: ''",
        "seed: [1]",
        "seed: true",
        "description: 1",
        "include: slow",
        "vars: { 1x: 1 }",
        "clock: {}",
        "clock: { mode: late }",
        "clock: { mode: offset }",
        "clock: { mode: real, start: 2026-01-15T10:00:00Z }",
        "settings: { rebily: {} }",
        "settings: { rebilly: { put: margarine } }",
        "settings: { rebilly: { putt: merge } }",
        "auth: [{ key: a }]",
        "auth: [{ key: '', api: rebilly }]",
        "auth: [{ key: a, api: rebilly, allow: [customers.craete] }]",
        "auth: [{ key: a, api: rebilly, error: gnoe }]",
        "rate_limits: [{ limit: 5/s }]",
        "rate_limits: [{ id: a, limit: 5 }]",
        "rate_limits: [{ id: a, limit: 5/s, algorithm: concurrency }]",
        "rate_limits: [{ id: a, limit: 5/s, burst: 9 }]",
        "rate_limits: [{ id: a, limit: 5/s, algorithm: leaky }]",
        "rate_limits: [{ id: a, limit: 5/s, per: person }]",
        "rate_limits: [{ id: a, limit: 5/s, headers: rfc }]",
        "rate_limits: [{ id: a, limit: 5/s, headers: { left: X-Left } }]",
        "rate_limits: [{ id: a, limit: 5/s, operations: some }]",
        "rules: [{ id: a }]",
        "rules: [{ id: a b, delay: 1s }]",
        "rules: [{ delay: 1 }]",
        "rules: [{ delay: soon }]",
        "rules: [{ delay: { poisson: 1s } }]",
        "rules: [{ delay: { normal: { mean: 1s } } }]",
        "rules: [{ delay: 1s, api: rebily }]",
        "rules: [{ delay: 1s, operation: customers.craete }]",
        "rules: [{ delay: 1s, operation: 5 }]",
        "rules: [{ delay: 1s, method: post }]",
        "rules: [{ delay: 1s, path: '' }]",
        "rules: [{ delay: 1s, path: { fits: x } }]",
        "rules: [{ delay: 1s, priority: 0 }]",
        "rules: [{ delay: 1s, times: 0 }]",
        "rules: [{ delay: 1s, times: never }]",
        "rules: [{ delay: 1s, expires: 30m }]",
        "rules: [{ delay: 1s, expires: {} }]",
        "rules: [{ delay: 1s, effect: commit }]",
        "rules: [{ delay: 1s, store: injected }]",
        "rules: [{ delay: 1s, then: cycle }]",
        "rules: [{ delay: 1s, when: {} }]",
        "rules: [{ delay: 1s, when: { calls: 0 } }]",
        "rules: [{ delay: 1s, when: { calls: x } }]",
        "rules: [{ delay: 1s, when: { probability: 1.5 } }]",
        "rules: [{ delay: 1s, when: { between: [+5m] } }]",
        "rules: [{ delay: 1s, when: { between: [5m, +7m] } }]",
        "rules: [{ delay: 1s, when: { calls: 1, per: person } }]",
        "rules: [{ delay: 1s, match: { trailers: {} } }]",
        "rules: [{ delay: 1s, match: { request: { color: red } } }]",
        "rules: [{ delay: 1s, match: { headers: { X-A: {} } } }]",
        "rules: [{ delay: 1s, match: { headers: { X-A: { equal: 1 } } } }]",
        "rules: [{ delay: 1s, match: { headers: { X-A: { present: 1 } } } }]",
        "rules: [{ delay: 1s, match: { headers: { X-A: { gt: x } } } }]",
        "rules: [{ delay: 1s, match: { headers: { X-A: { one_of: 1 } } } }]",
        "rules: [{ delay: 1s, match: { headers: { X-A: { any_of: [] } } } }]",
        "rules: [{ respond: {} }]",
        "rules: [{ respond: { error: gnoe } }]",
        "rules: [{ respond: { status: 100 } }]",
        "rules: [{ respond: { status: 200, detail: x } }]",
        "rules: [{ respond: { error: gone, retry_after: 1s } }]",
        "rules: [{ respond: { error: gone, fields: [] } }]",
        "rules: [{ respond: { error: invalid, fields: [{ field: a }] } }]",
        "rules: [{ respond: { status: 200, headers: { 'a b': c } } }]",
        "rules: [{ respond: { status: 200, headers: { a: 1 } } }]",
        "rules: [{ respond: { error: gone }, effect: skipp }]",
        "rules: [{ respond: { error: gone }, responses: [{ error: gone }] }]",
        "rules: [{ responses: [] }]",
        "rules: [{ responses: [{ repeat: 2 }] }]",
        "rules: [{ responses: [{ pass: true, error: gone }] }]",
        "rules: [{ responses: [{ pass: false }] }]",
        "rules: [{ fault: explode }]",
        "rules: [{ fault: { truncate: 40 } }]",
        "rules: [{ fault: { close: 1s } }]",
    ],
)
def test_both_refuse_what_is_wrong(text: str) -> None:
    text = f"{{ version: 1, {text} }}"
    assert not takes(text)
    assert not SCENARIO.is_valid(parse(text, "x").value)


def test_a_version_is_required() -> None:
    assert not SCENARIO.is_valid({})
    assert not SCENARIO.is_valid({"version": 2})


def test_every_key_has_a_sentence() -> None:
    """It stands where the key is declared, and an editor shows it beside the key."""
    schemas = {
        name.removesuffix("Schema"): value()
        for name, value in vars(schema).items()
        if isinstance(value, type) and issubclass(value, Schema) and value.__module__ == schema.__name__
    }
    del schemas["_Strict"]
    definitions = scenario_schema(APIS)
    for name, found in schemas.items():
        published = definitions if name == "Scenario" else definitions["$defs"][name]
        assert list(published["properties"]) == [field.data_key or key for key, field in found.fields.items()]
        for key, described in published["properties"].items():
            assert described["description"].endswith("."), f"{name}.{key}"


def test_it_is_no_scenario_of_the_library() -> None:
    """It lies in a folder below the scenarios."""
    library = Library([ROOT / "scenarios"], APIS)
    assert "scenario" not in library.names()
    for name in ("schema/scenario", "schema", "scenario"):
        with pytest.raises(Misconfigured):
            library.get(name)


def test_it_refers_to_nothing_outside() -> None:
    text = json.dumps(scenario_schema(APIS))
    assert set(text.split('"$ref": "')[1:]) == {
        part for part in text.split('"$ref": "')[1:] if part.startswith("#/$defs/")
    }

"""The scenario format: what a file says, and everything that is wrong with it at once."""

from textwrap import dedent

import pytest

from mockserver.core.api.manifest import Apis
from mockserver.core.documents import Document, parse
from mockserver.core.problems import KINDS, Misconfigured
from mockserver.registry import registered
from mockserver.scenarios.format.loader import load, load_rule
from mockserver.scenarios.notation.delays import Delay, Even
from mockserver.scenarios.rules.model import Rule, Scenario
from tests.tables import each_row

APIS = Apis(registered())


def scenario(text: str) -> Scenario:
    return load(parse(text, "x.yaml"), "x", APIS)


def rule(text: str) -> Rule:
    return load_rule(parse(text, "x.yaml"), "default", APIS)


def errors(text: str) -> list[str]:
    with pytest.raises(Misconfigured) as refused:
        scenario(text)
    return str(refused.value).splitlines()


def test_a_file_without_a_name_is_called_as_its_file_is() -> None:
    loaded = scenario("version: 1")
    assert (loaded.name, loaded.rules, len(loaded.seed)) == ("x", (), 16)


def test_a_seed_is_what_the_file_says_or_follows_from_the_name() -> None:
    assert scenario("version: 1\nseed: 42").seed == "42"
    assert scenario("version: 1\nname: a").seed == scenario("version: 1\nname: a").seed
    assert scenario("version: 1\nname: a").seed != scenario("version: 1\nname: b").seed
    assert load(Document("x", {"version": 1, "name": "\ud800"}), "x", APIS).name == "\ud800"


@each_row(
    ("calls", "expected"),
    [("3", ((3, 3),)), ("1..2", ((1, 2),)), ("4..", ((4, None),)), ("..2", ((1, 2),)), ("[1, 5..6]", ((1, 1), (5, 6)))],
)
def test_calls_can_be_written_in_many_ways(calls: str, expected: object) -> None:
    assert rule(f"when: {{ calls: {calls} }}\nrespond: {{ error: gone }}").when.calls == expected


@each_row(
    ("delay", "expected"),
    [("250ms", Even(0.25, 0.25)), ("2s", Even(2, 2)), ("1.5m", Even(90, 90)), ("100ms..400ms", Even(0.1, 0.4))],
)
def test_a_delay_is_fixed_or_a_range(delay: str, expected: Delay) -> None:
    assert rule(f"delay: {delay}").steps[0].delay == expected


@each_row(
    ("text", "times"),
    [
        ("respond: { error: gone }", 1),
        ("respond: { error: gone }\ntimes: forever", None),
        ("respond: { error: gone }\ntimes: 3", 3),
        ("respond: { error: gone }\nwhen: { probability: 0.5 }", None),
        ("respond: { error: gone }\nwhen: { calls: 2.. }", None),
        ("delay: 1s", None),
    ],
)
def test_an_error_without_bounds_fires_once(text: str, times: int | None) -> None:
    """A permanent 429 by oversight would send clients into a retry loop; a delay harms nobody."""
    assert rule(text).times == times


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ("skip", "genuine")), ("effect: commit\nstore: injected\n", ("commit", "injected"))],
)
def test_a_rule_says_what_becomes_of_data_and_keys(text: str, expected: object) -> None:
    """An answer of a rule touches neither, unless it is told to."""
    loaded = rule(f"{text}respond: {{ error: gone }}")
    assert (loaded.steps[0].effect, loaded.steps[0].store) == expected


@each_row("kind", sorted(KINDS))
def test_every_problem_can_be_asked_for_by_name(kind: str) -> None:
    loaded = rule(f"respond: {{ error: {kind} }}").steps[0].respond
    assert loaded is not None
    assert loaded.error == kind


def test_limits_credentials_and_settings_are_read() -> None:
    loaded = scenario(
        """
        version: 1
        auth:
          - { key: sk_sandbox_a, api: rebilly, allow: [customers.get, PostCustomer] }
          - { key: sk_sandbox_b, api: rebilly, error: unauthenticated }
        settings: { rebilly: { put: merge } }
        rate_limits:
          - { id: mine, api: rebilly, operations: [customers.create], limit: 5/m }
          - { id: theirs, limit: published }
        """
    )
    assert [(grant.key, grant.allow, grant.error) for grant in loaded.auth["rebilly"]] == [
        ("sk_sandbox_a", ("customers.get", "customers.create"), None),
        ("sk_sandbox_b", None, "unauthenticated"),
    ]
    assert loaded.settings == {"rebilly": {"put": "merge"}}
    assert [(wish.id, wish.limit, wish.window) for wish in loaded.rate_limits] == [
        ("mine", 5, 60.0),
        ("theirs", None, 0.0),
    ]


@each_row(
    ("text", "message"),
    [
        ("[]", "x.yaml:1:1: a scenario file must be a mapping of keys to values"),
        ("rules: []", "x.yaml:1:1: version: missing data for required field"),
        ("version: 2", "x.yaml:1:1: version: must be 1"),
        ("version: 1\nrulez: []", "x.yaml:2:1: rulez: unknown key, did you mean 'rules'?"),
        ("version: 1\nrules: [{ delay: 5 }]", "rules[0].delay: must be a duration, a range such as 100ms..400ms, or"),
        ("version: 1\nrules: [{ delay: 2h }]", "rules[0].delay: must not be longer than 600s"),
        ("version: 1\nrules: [{ delay: 2s..1s }]", "rules[0].delay: must go from the shorter duration to the longer"),
        ("version: 1\nrules: [{ id: a }]", "rules[0]: must hold respond, responses, fault, delay, after or next_state"),
        (
            "version: 1\nrules: [{ delay: 1s, effect: commit }]",
            "x.yaml:2:22: rules[0].effect: means something with resp",
        ),
        (
            "version: 1\nrules: [{ delay: 1s, store: genuine }]",
            "rules[0].store: means something with respond, responses or fault",
        ),
        (
            "version: 1\nrules: [{ effect: comit, respond: { error: gone } }]",
            "rules[0].effect: must be one of skip, commit, did you mean 'commit'?",
        ),
        ("version: 1\nrules: [{ store: no, respond: { error: gone } }]", "rules[0].store: must be one of genuine, inj"),
        ("version: 1\nrules: [{ id: 'a b', delay: 1s }]", "rules[0].id: must be a name of 1 to 100 letters"),
        ("version: 1\nrules: [{ id: a, delay: 1s }, { id: a, delay: 1s }]", "rules[1].id: the id 'a' was used before"),
        ("version: 1\nrules: [{ delay: 1s, api: strip }]", "rules[0].api: there is no API 'strip'"),
        ("version: 1\nname: one-off", "x.yaml:2:1: name: 'one-off' is what other rules"),
        ("version: 1\nrules: [{ delay: 1s, api: '' }]", "rules[0].api: there is no API ''"),
        ("version: 1\nrules: [{ delay: 1s, operation: [] }]", "rules[0].operation: must be the name of an operation"),
        ("version: 1\nrules: [{ delay: 1s, when: { probability: '0.5' } }]", "when.probability: not a valid number"),
        ("version: 1\nauth: [{ key: a }]", "x.yaml:2:8: auth[0].api: missing data for required field"),
        ("version: 1\nrules: [{ delay: 1s, method: FETCH }]", "rules[0].method: must be one of GET"),
        ("version: 1\nrules: [{ delay: 1s, times: 0 }]", "rules[0].times: must be a number from 1, or forever"),
        ("version: 1\nrules: [{ delay: 1s, when: {} }]", "rules[0].when: must hold calls, probability, between or per"),
        ("version: 1\nrules: [{ delay: 1s, when: { calls: 0 } }]", "rules[0].when.calls: must be a number from 1"),
        ("version: 1\nrules: [{ delay: 1s, when: { calls: 3..2 } }]", "rules[0].when.calls: must be a number from 1"),
        ("version: 1\nrules: [{ delay: 1s, when: { probability: 2 } }]", "rules[0].when.probability: must be greater"),
        ("version: 1\nrules: [{ respond: {} }]", "rules[0].respond: must hold error or status"),
        ("version: 1\nrules: [{ respond: { status: 99 } }]", "rules[0].respond.status: must be greater"),
        ("version: 1\nrules: [{ respond: { status: 200, headers: { 'a b': c } } }]", "is not a header that HTTP"),
        ('version: 1\nrules: [{ respond: { status: 200, headers: { a: "b\\r\\nc" } } }]', "is not a header that HTTP"),
        (
            "version: 1\nrules: [{ delay: 1s, match: { trailers: {} } }]",
            "rules[0].match.trailers: must be one of",
        ),
        ("version: 1\nrules: [{ delay: 1s, match: { query: { q: { like: x } } } }]", "unknown comparison"),
        (
            "version: 1\nrules: [{ delay: 1s, match: { query: { q: { matches: '(' } } } }]",
            "is not a regular expression",
        ),
        ("version: 1\nrules: [{ delay: 1s, match: { query: { q: { matches: '(?=a)b' } } } }]", "invalid perl operator"),
        ("version: 1\nrules: [{ delay: 1s, match: { query: { q: { gt: x } } } }]", "q.gt: must be a number"),
        ("version: 1\nrules: [{ fault: hang, store: injected }]", "store: means something with respond or responses"),
        ("version: 1\nrules: [{ then: cycle, delay: 1s }]", "rules[0].then: means something with responses only"),
        (
            "version: 1\nrules: [{ respond: { error: gone }, responses: [{ pass: true }] }]",
            "rules[0].respond: cannot stand beside responses",
        ),
        ("version: 1\nrules: [{ responses: [] }]", "rules[0].responses: length must be between 1 and 100"),
        ("version: 1\nrules: [{ responses: [{ repeat: 2 }] }]", "must hold error, status, fault or pass: true"),
        ("version: 1\nrules: [{ responses: [{ pass: false }] }]", "rules[0].responses[0].pass: not a valid boolean"),
        (
            "version: 1\nrules: [{ responses: [{ pass: true, error: gone }] }]",
            "rules[0].responses[0]: must hold pass: true or an answer, not both",
        ),
        (
            "version: 1\nrules: [{ responses: [{ pass: true, headers: { A: b } }] }]",
            "rules[0].responses[0].headers: means something with error or status only",
        ),
        (
            "version: 1\nrules: [{ responses: [{ fault: truncate, effect: skip }] }]",
            "rules[0].responses[0].effect: must be commit, because truncate spoils the operation's answer",
        ),
        (
            "version: 1\nrules: [{ respond: { status: 500, detail: x } }]",
            "rules[0].respond.detail: means something with an error only",
        ),
        (
            "version: 1\nrules: [{ respond: { error: unavailable, retry_after: 5s } }]",
            "rules[0].respond.retry_after: means something with error: too_many_requests only",
        ),
        (
            "version: 1\nrules: [{ respond: { error: gone, fields: [{ field: a, message: b }] } }]",
            "rules[0].respond.fields: means something with error: invalid only",
        ),
        (
            "version: 1\nrules: [{ respond: { status: 200, headers: { content-length: '5' } } }]",
            "headers.content-length: is the server's own; the fault wrong_length makes it wrong",
        ),
        (
            "version: 1\nrules: [{ responses: [{ status: 200, headers: { Content-Encoding: gzip } }] }]",
            "headers.Content-Encoding: is the server's own: it sends bodies as they are written, and encodes none",
        ),
        (
            "version: 1\nrules: [{ delay: 1s, expires: 5m }]",
            "rules[0].expires: must hold ttl, a duration, or at, a date",
        ),
        ("version: 1\nrules: [{ delay: 1s, expires: { ttl: 5 } }]", "rules[0].expires: must be a duration with a unit"),
        (
            "version: 1\nrules: [{ delay: 1s, expires: { at: '0001-01-01' } }]",
            "rules[0].expires: must be a date and time between 1970 and 9999",
        ),
        (
            "version: 1\nrules: [{ delay: 1s, when: { between: [+5m] } }]",
            "rules[0].when.between: must be a list of two moments",
        ),
        ("version: 1\nrules: [{ delay: 1s, when: { between: [+5m, +5m] } }]", "between: must end later than it begins"),
        (
            "version: 1\nrules: [{ delay: 1s, when: { between: ['2026-01-02', '2026-01-01T23:00:00Z'] } }]",
            "between: must end later than it begins",
        ),
        ("version: 1\nrules: [{ delay: 1s, when: { between: [5m, null] } }]", "between: must be a time since loading"),
        (
            "version: 1\nrules: [{ delay: 1s, when: { per: header. } }]",
            "rules[0].when.per: must be one of tenant, cred",
        ),
        ("version: 1\nrules: [{ delay: 1s, priority: 0 }]", "rules[0].priority: must be greater than or equal to 1"),
        ('version: 1\nrules: [{ delay: 1s, id: "a\\n" }]', "rules[0].id: must be a name of 1 to 100 letters"),
        ("version: 1\nrules: [{ delay: 1s, state: café }]", "rules[0].state: must be a name of 1 to 100 letters"),
        (
            "version: 1\nrules: [{ delay: 1s, match: { query: { q: { any_of: [] } } } }]",
            "q.any_of: must be a list of comparisons",
        ),
        (
            "version: 1\nrules: [{ delay: 1s, match: { query: { q: { any_of: [{ all_of: [{ like: x }] }] } } } }]",
            "q.any_of[0].all_of[0].like: unknown comparison",
        ),
        (
            f"version: 1\nrules: [{{ delay: 1s, match: {{ query: {{ q: {'{ any_of: [' * 6}x{'] }' * 6} }} }} }}]",
            "must not be nested more than 5 times",
        ),
        ("version: 1\nrules: [{ delay: 1s, match: { jsonpath: { a.b: x } } }]", "a.b: is not a JSONPath"),
        ("version: 1\nvars: { 'a b': 1 }", "vars.a b: must be a name"),
        ("version: 1\nclock: {}", "clock: must hold start or mode"),
        ("version: 1\nclock: { mode: offset }", "clock.mode: offset wants a start"),
        ("version: 1\nclock: { mode: real, start: '2026-01-15' }", "clock.start: means nothing with mode: real"),
        ("version: 1\nclock: { start: '1066-10-14' }", "clock.start: must be a date and time between 1970 and 9999"),
        (
            "version: 1\nauth: [{ key: a, api: rebilly, allow: [customers.fly] }]",
            "auth[0].allow: no API has",
        ),
        ("version: 1\nsettings: { rebilly: { putt: merge } }", "is not a setting of rebilly, did you mean 'put'?"),
        ("version: 1\nsettings: { rebilly: { put: no } }", "settings.rebilly.put: must be one of replace, merge"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, message: str) -> None:
    [error] = errors(text)
    assert message in error
    assert error.startswith("x.yaml:")


def test_a_key_is_listed_with_its_secret_where_keys_are_proven_with_one() -> None:
    loaded = scenario("version: 1\nauth: [{ api: chargeover, key: a, secret: b }, { api: chargeover, key: c }]")
    assert [(grant.key, grant.secret) for grant in loaded.auth["chargeover"]] == [("a", "b"), ("c", "")]
    assert errors("version: 1\nauth: [{ api: rebilly, key: sk_sandbox_a, secret: b }]") == [
        "x.yaml:2:43: auth[0].secret: keys of rebilly are not proven with a secret"
    ]


def test_errors_stand_at_their_own_places_in_the_order_of_the_file() -> None:
    """Also behind entries that are nothing at all."""
    told = errors(
        dedent("""\
        version: 1
        rules:
          - null
          - rule
          - { operation: custmers.create, respond: { error: gone } }
          - { responses: [null, { error: gone, detail: "{{ nobody }}" }] }
          - { id: a, delay: 1s }
          - { id: a, delay: 1s }
        rate_limits:
          - null
          - { id: a }
          - { id: b, limit: 1/s, operations: custmers.create }
        auth: [null, { api: strip, key: a }]
        """)
    )
    places = [" ".join(line.removeprefix("x.yaml:").split()[:2]) for line in told]
    assert places == [
        "3:5: rules[0]:", "4:5: rules[1]:", "5:7: rules[2].operation:", "6:19: rules[3].responses[0]:",
        "6:40: rules[3].responses[1].detail:", "8:7: rules[5].id:", "10:5: rate_limits[0]:",
        "11:5: rate_limits[1].limit:", "12:26: rate_limits[2].operations:", "13:8: auth[0]:", "13:16: auth[1].api:",
    ]  # fmt: skip


def test_every_error_of_a_file_is_told_at_once() -> None:
    text = (
        "version: 1\nrules:\n  - operation: customer.create\n    respond: { error: oops }\n    whn: 1\n  - delay: x\n"
    )
    assert [line.partition(" ")[0] for line in errors(text)] == [
        "x.yaml:3:5:", "x.yaml:4:16:", "x.yaml:5:5:", "x.yaml:6:5:",
    ]  # fmt: skip


def test_an_operation_goes_by_our_name_a_pattern_or_the_providers_name() -> None:
    assert rule("operation: [customers.*, PostCustomer, '*']\ndelay: 1s").operations == (
        "customers.*", "PostCustomer", "*",
    )  # fmt: skip

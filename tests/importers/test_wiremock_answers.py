"""What a mapping answers, a rule answers, too, and what it cannot is told."""

from typing import Any

from tests.importers.wiremock import carried, of_response, rule, rules, told
from tests.tables import each_row

FAULTS = "CONNECTION_RESET_BY_PEER, EMPTY_RESPONSE, MALFORMED_RESPONSE_CHUNK, RANDOM_DATA_THEN_CLOSE"


FRAMED = "is left out, because the server frames and encodes its answers itself"


@each_row(
    ("response", "keys"),
    [
        ({}, {"respond": {"status": 200}}),
        ({"status": 402, "body": "declined\n"}, {"respond": {"status": 402, "body": "declined\n"}}),
        (
            {"jsonBody": {"a": [1, None, "NO", "1e3"]}},
            {"respond": {"status": 200, "body": {"a": [1, None, "NO", "1e3"]}}},
        ),
        ({"jsonBody": "text"}, {"respond": {"status": 200, "body": '"text"'}}),
        ({"base64Body": "Z3LDvMOfZQ=="}, {"respond": {"status": 200, "body": "grüße"}}),
        (
            {"headers": {"Content-Type": "text/csv", "X-N": 5, "Vary": ["Accept", "Origin"]}},
            {
                "respond": {
                    "status": 200,
                    "headers": {"Content-Type": "text/csv", "X-N": "5", "Vary": ["Accept", "Origin"]},
                }
            },
        ),
        ({"fixedDelayMilliseconds": 1500}, {"delay": "1500ms", "respond": {"status": 200}}),
        ({"fixedDelayMilliseconds": 0}, {"respond": {"status": 200}}),
        (
            {"delayDistribution": {"type": "lognormal", "median": 80, "sigma": 0.4}},
            {"delay": {"lognormal": {"median": "80ms", "sigma": 0.4}}, "respond": {"status": 200}},
        ),
        (
            {"delayDistribution": {"type": "uniform", "lower": 15, "upper": 25.5}},
            {"delay": "15ms..25.5ms", "respond": {"status": 200}},
        ),
        (
            {"fixedDelayMilliseconds": 10, "delayDistribution": {"type": "fixed", "milliseconds": 20}},
            {"delay": "10ms", "after": "20ms", "respond": {"status": 200}},
        ),
        (
            {"body": "abc", "chunkedDribbleDelay": {"numberOfChunks": 5, "totalDuration": 1000}},
            {"fault": {"dribble": {"over": "1000ms", "pieces": 5}}, "respond": {"status": 200, "body": "abc"}},
        ),
        ({"fault": "CONNECTION_RESET_BY_PEER"}, {"fault": "connection_reset"}),
        ({"fault": "EMPTY_RESPONSE"}, {"fault": "close"}),
        ({"fault": "MALFORMED_RESPONSE_CHUNK"}, {"fault": "malformed", "respond": {"status": 200}}),
        ({"fault": "RANDOM_DATA_THEN_CLOSE"}, {"fault": "malformed", "respond": {"status": 200}}),
    ],
)
def test_answers_waits_and_faults(response: Any, keys: Any) -> None:
    assert of_response(response) == keys


@each_row(
    ("response", "member", "text"),
    [
        ({"statusMessage": "Oh no"}, "statusMessage", "has no counterpart; the usual words stand beside the status"),
        (
            {"bodyFileName": "a.json"},
            "bodyFileName",
            "a.json cannot be read: No such file or directory, so the body is left empty",
        ),
        ({"headers": {"Content-Encoding": "gzip"}}, "headers.Content-Encoding", FRAMED),
        ({"base64Body": "/////w=="}, "base64Body", "is no text, so the body is left empty"),
        ({"transformers": ["my-own"]}, "transformers", "my-own has no counterpart"),
        ({"transformerParameters": {"a": 1}}, "transformerParameters", "has no counterpart"),
        ({"additionalProxyRequestHeaders": {"a": "b"}}, "additionalProxyRequestHeaders", "has no counterpart"),
        (
            {"headers": {"Transfer-Encoding": "chunked"}},
            "headers.Transfer-Encoding",
            FRAMED,
        ),
        ({"headers": {"X-Name": "Zoë"}}, "headers.X-Name", "is left out, because it has characters beyond ASCII"),
        ({"fixedDelayMilliseconds": 3600000}, "fixedDelayMilliseconds", "is longer than 600s, which it becomes"),
        (
            {"delayDistribution": {"type": "lognormal", "median": 80, "sigma": 0.4, "maxValue": 90}},
            "delayDistribution.maxValue",
            "has no counterpart; longer waits are not drawn again",
        ),
        (
            {"fault": "RANDOM_DATA_THEN_CLOSE"},
            "fault",
            "becomes malformed, which sends a sound head before the garbage",
        ),
        (
            {"fault": "EMPTY_RESPONSE", "chunkedDribbleDelay": {"numberOfChunks": 1, "totalDuration": 1}},
            "chunkedDribbleDelay",
            "is left out beside a fault",
        ),
        (
            {"body": "{{request.query.a}}"},
            "body",
            "is not filled, because response-template is not among its transformers",
        ),
        (
            {"body": "{{randomInt}}", "transformers": ["response-template"]},
            "body",
            "{{randomInt}} has no counterpart, so this text is not filled",
        ),
        (
            {"body": "{{request.body}}", "transformers": ["response-template"]},
            "body",
            "request.body is written as JSON, not as it was sent",
        ),
    ],
)
def test_what_stays_behind_is_told(response: Any, member: str, text: str) -> None:
    """The rule is made all the same, and the remark stands above it."""
    remark = f"response.{member}: {text}"
    mapping = {"request": {}, "response": response}
    assert told(mapping) == [remark]
    assert f"  # {remark}\n  - id:" in carried(mapping).text


@each_row(
    ("response", "reason"),
    [
        ({"proxyBaseUrl": "http://127.0.0.1:9"}, "response.proxyBaseUrl: there is no proxy here"),
        ({"status": 99}, "response.status: must be from 200 to 599"),
        ({"status": "200"}, "response.status: must be a number"),
        (
            {"fault": "TIMEOUT"},
            f"response.fault: must be one of {FAULTS}",
        ),
        ({"fixedDelayMilliseconds": -1}, "response.fixedDelayMilliseconds: must not be below zero"),
        (
            {"delayDistribution": {"type": "poisson"}},
            "response.delayDistribution.type: must be lognormal, uniform or fixed",
        ),
        (
            {"delayDistribution": {"type": "uniform", "lower": 2, "upper": 1}},
            "no rule can be so: delay: must go from the shorter duration to the longer",
        ),
        ({"base64Body": "="}, "response.base64Body: is not base64"),
        ({"jsonBody": {"n": 1e200}}, "holds numbers or characters that a scenario file cannot hold"),
        ({"headers": {"a b": "c"}}, "no rule can be so: respond.headers.a b: is not a header that HTTP can carry"),
    ],
)
def test_an_answer_that_cannot_be_given_makes_no_rule(response: Any, reason: str) -> None:
    assert told({"request": {}, "response": response}) == [f"not imported: {reason}"]


@each_row(
    ("theirs", "ours"),
    [
        ("{{request.method}} {{request.path}}", "{{ request.method }} {{ request.path }}"),
        ("{{request.query.page}}", "{{ request.query.page }}"),
        ("{{request.query.page.[0]}}", "{{ request.query.page }}"),
        ("{{request.query.a-b}}", '{{ request.query["a-b"] }}'),
        ("{{request.headers.X-Request-Id}}", '{{ request.headers["x-request-id"] }}'),
        ("{{request.headers.[Accept]}}", "{{ request.headers.accept }}"),
        ("{{lookup request.query 'ids[]'}}", '{{ request.query["ids[]"] }}'),
        ("{{jsonPath request.body '$.a.b[0]['c d']'}}", None),
        ("{{{jsonPath request.body '$.a.b[0].c'}}}", "{{ request.body.a.b[0].c }}"),
        ("{{jsonPath request.body '$.a' default='x'}}", '{{ request.body.a | default("x") }}'),
        ("{{jsonPath request.body '$..a'}}", None),
        ("{{now}}", "{{ now | iso }}"),
        ("{{now format='unix'}}", "{{ now }}"),
        ("{{now offset='3 days'}}", None),
        ("{{randomValue type='UUID'}}", "{{ uuid }}"),
        ("{{randomValue length=9 type='NUMERIC'}}", None),
        ("{{request.pathSegments.[1]}}", None),
        ("{{request.query.page.[1]}}", None),
        ("{{parameters.plan}} and {{parameters.price}}", "gold and 9.5"),
        ("{{parameters.unknown}}", None),
        ("{{#if request.query.a}}b{{/if}}", None),
        ("{{ {a} }}", None),
        ('{"a":{{request.query.a}}}', '{"a":{{ request.query.a }}}'),
        ("100 {% of {{request.method}}\r\n", '100 {{ "{%" }} of {{ request.method }}{{ "\\r" }}\n'),
    ],
)
def test_simple_templates_become_ours(theirs: str, ours: str | None) -> None:
    """A text with an expression that has no counterpart is answered as it stands."""
    parameters = {"plan": "gold", "price": 9.5}
    response = {"body": theirs, "transformers": ["response-template"], "transformerParameters": parameters}
    found = carried({"request": {}, "response": response})
    expected = ours if ours is not None else theirs.replace("{{", '{{ "{{" }}')
    assert rules(found)[0]["respond"]["body"] == expected
    assert len(found.told) == (ours is None)


def test_a_member_of_json_that_is_filled_stays_text() -> None:
    response = {"jsonBody": {"n": "{{jsonPath request.body '$.n'}}"}, "transformers": ["response-template"]}
    assert of_response(response)["respond"]["body"] == {"n": '{{ "" ~ request.body.n }}'}


@each_row(
    ("mapping", "keys"),
    [
        ({"priority": 1}, {"priority": 1}),
        ({"priority": 5}, {}),
        (
            {"scenarioName": "To do", "requiredScenarioState": "Started", "newScenarioState": "First item added"},
            {"machine": "To-do", "state": "Started", "next_state": "First-item-added"},
        ),
        ({"scenarioName": "To do"}, {}),
        ({"metadata": {"a": 1}, "persistent": True, "insertionIndex": 3, "$schema": "x"}, {}),
    ],
)
def test_priorities_and_states(mapping: Any, keys: Any) -> None:
    assert rule({**mapping, "request": {}, "response": {}}) == {**keys, "respond": {"status": 200}}


@each_row(
    ("mapping", "remark"),
    [
        ({"priority": 2147483647}, "priority: must be from 1 to 1000 here, so it becomes 1000"),
        ({"newScenarioState": "b"}, "scenarioName: is missing, so the states mean nothing"),
        ({"serveEventListeners": [{"name": "webhook"}]}, "serveEventListeners: has no counterpart"),
        ({"postServeActions": {"webhook": {}}}, "postServeActions: has no counterpart"),
        ({"newMember": 1}, "newMember: has no counterpart"),
    ],
)
def test_members_of_the_mapping_that_stay_behind_are_told(mapping: Any, remark: str) -> None:
    assert told({**mapping, "request": {}, "response": {}}) == [remark]


@each_row(
    ("value", "text"),
    [(True, "true"), (None, "null"), (5, "5"), (1.5, "1.5"), (["a", True], ["a", "true"]), ("x", "x")],
)
def test_a_header_is_written_as_json_has_it(value: Any, text: Any) -> None:
    assert of_response({"headers": {"X-Paid": value}})["respond"]["headers"] == {"X-Paid": text}

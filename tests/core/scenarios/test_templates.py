"""Texts with gaps: what they are filled with, and what hostile ones come to."""

import json
from typing import Any

import pytest

from mockserver.core.problems import Misconfigured
from mockserver.scenarios.rules import scripted, templates
from mockserver.scenarios.rules.templates import Filling, compiled
from tests.core.scenarios.playing import Play
from tests.tables import each_row

VALUES = {
    "request": {
        "method": "POST",
        "headers": {"x-trace": "abc"},
        "query": {"limit": "7"},
        "body": {"name": "Ada", "age": 36, "vip": True, "tags": ["a", "b"], "address": {"city": "Bath"}, "none": None},
    },
    "vars": {"city": "London", "deep": {"list": [1, 2]}},
    "call": 3,
}


@each_row(
    ("text", "expected"),
    [
        ("Hello {{ request.body.name }}!", "Hello Ada!"),
        ("{{ request.body['address']['city'] }}, {{ vars.city }}", "Bath, London"),
        ("{{ request.body.tags[1] }}{{ request.body.tags[7] }}.", "b."),
        ("No. {{ call }}", "No. 3"),
        ("{{ request.body.age }} {{ request.body.vip }} {{ request.body.tags }}", '36 true ["a","b"]'),
        ("-{{ request.body.none }}{{ request.body.missing.and.more }}-", "--"),
        ("{{ request.body.name | upper }} {{ request.body.name | lower | length }}.", "ADA 3."),
        ("{{ request.body.missing | default('nobody') }}!", "nobody!"),
        ("{{ request.body.address | json }}.", '{"city":"Bath"}.'),
        ("{{ 'old' if request.body.age >= 18 else 'young' }}.", "old."),
        ("{{ 'much' if request.query.limit > 5 and not request.body.none }}.", "much."),
        (
            "{{ 'a' in request.body.tags }} {{ 'city' in request.body.address }} {{ 'x' not in 'abc' }}",
            "true true true",
        ),
        ("{{ request.body.name ~ '-' ~ call }}.", "Ada-3."),
        ("{{ request.body.name == 'Ada' or request.nothing }} {{ 1 < call < 5 < 2 }}", "true false"),
        ("{{ request.body.address in request.headers }} {{ request.body.tags not in vars }}", "false true"),
        ("{{ request.body.name > 5 }} {{ 5 < request.body.tags }} {{ 5 in 5 }}", "false false false"),
        ("{# a remark #}{% raw %}{{ as it is }}{% endraw %}\n", "{{ as it is }}\n"),
        ("{{ '{{' }}!", "{{!"),
        ("<{{ '<b>&' }}>", "<<b>&>"),
    ],
)
def test_a_gap_is_filled(text: str, expected: str) -> None:
    assert Filling(VALUES).written(text) == expected


@each_row(
    ("text", "expected"),
    [
        ("{{ request.body.age }}", 36),
        ("{{ request.body.vip }}", True),
        ("{{ request.body.tags }}", ["a", "b"]),
        ("{{ request.body.missing }}", None),
        ("{{ request.query.limit }}", "7"),
        ("{{ request.query.limit | number }}", 7),
        ("{{ '2.50' | number }}", 2.5),
        ("{{ request.body.name | number }}", None),
        ("{{ request.body.vip | number }}", None),
        ({"id": "{{ call }}", "of": ["{{ call }}!", 5]}, {"id": 3, "of": ["3!", 5]}),
    ],
)
def test_a_text_in_a_body_that_is_one_gap_becomes_what_fills_it(text: Any, expected: Any) -> None:
    """So a number stays a number."""
    filled = Filling(VALUES).filled(text)
    assert (filled, type(filled)) == (expected, type(expected))


@each_row(
    ("text", "reason"),
    [
        ("{% for a in request %}{{ a }}{% endfor %}", "for in a gap"),
        ("{% set a = 1 %}", "assign in a gap"),
        ("{% if call %}{% endif %}", "if in a gap"),
        ("{% macro m() %}{% endmacro %}", "macro in a gap"),
        ("{% include '/etc/hosts' %}", "include in a gap"),
        ("{% import 'os' as os %}", "import in a gap"),
        ("{% filter upper %}a{% endfilter %}", "filterblock in a gap"),
        ("{{ request() }}", "call in a gap"),
        ("{{ ''.join(['a']) }}", "call in a gap"),
        ("{{ request.body.name.format(1) }}", "call in a gap"),
        ("{{ 9 ** 9 ** 9 ** 9 }}", "pow in a gap"),
        ("{{ 'a' * 999999999 }}", "mul in a gap"),
        ("{{ 1 + 1 }}", "add in a gap"),
        ("{{ '%999999999d' % 1 }}", "mod in a gap"),
        ("{{ -1 }}", "neg in a gap"),
        ("{{ [1, 2] }}", "list in a gap"),
        ("{{ {'a': 1} }}", "dict in a gap"),
        ("{{ request.body.tags[0:1] }}", "slice in a gap"),
        ("{{ call is odd }}", "test in a gap"),
        ("{{ self }}", "names 'self'"),
        ("{{ config }}", "names 'config'"),
        ("{{ requets.body }}", "names 'requets', did you mean 'request'?"),
        ("{{ request | attr('x') }}", "unknown filter 'attr'"),
        ("{{ request | map('x') }}", "unknown filter 'map'"),
        ("{{ call | uper }}", "unknown filter 'uper', did you mean 'upper'?"),
        ("{{ call | default(1, 2) }}", "what it does not take"),
        ("{{ call | default(*request) }}", "what it does not take"),
        ("{{ call | default(boolean=true) }}", "what it does not take"),
        ("{{ call | upper(1) }}", "what it does not take"),
        ("{{ call", "is not a text with gaps"),
        ("{{ }}", "is not a text with gaps"),
        ("{% endfor %}", "is not a text with gaps"),
        ("{{ " + "(" * 4000 + "1" + ")" * 4000 + " }}", "is not a text with gaps"),
        ("{{ " + "not " * 2000 + "call }}", ""),
        ("{{ request" + ".a" * 4000 + " }}", "levels deep"),
        ("{{ call" + " | upper" * 50 + " }}", "levels deep"),
        ("{{ " + "9" * 5000 + " }}", "is not a text with gaps"),
        ("{{ call if call < 1e999 }}", "has a number in a gap that is beyond all bounds"),
        ("{{ call }}" * 1000, ""),
        ("{{ call }}" + " " * 10_000, "must have at most 10000 characters"),
    ],
    ids=lambda text: text[:40],
)
def test_what_could_run_or_reach_is_refused_when_it_is_read(text: str, reason: str) -> None:
    """With its place, like every other error of a file."""
    with pytest.raises(Misconfigured) as refused:
        Play(f"rules: {json.dumps([{'respond': {'status': 200, 'body': {'a': [text]}}}])}")
    assert "rules[0].respond.body.a[0]: " in str(refused.value)
    assert reason in str(refused.value)


@each_row(
    "text",
    [
        "{{ request.__class__ }}",
        "{{ request.body.name.__class__.__mro__[1].__subclasses__ }}",
        "{{ request['__init__']['__globals__'] }}",
        "{{ vars.keys }}{{ vars.items }}",
        "{{ request.body.name.upper }}",
        "{{ request.body.tags.append }}",
        "{{ call.__add__ }}{{ call.real }}",
    ],
)
def test_objects_have_no_attributes(text: str) -> None:
    """A gap reads members of what a request says, and nothing of what Python makes of it."""
    assert Filling(VALUES).written(text) == ""


def filling(body: Any) -> Filling:
    return Filling({"request": {"body": body}})


@each_row(
    "text",
    [
        "{{ request.body }}",
        "{{ request.body | json | json | json | json | json | json | json | json | json | json }}",
        "{{ request.body ~ request.body ~ request.body ~ request.body }}",
        "{{ request.body | upper }}",
    ],
)
@pytest.mark.parametrize("body", ["ß" * 1_000_000, '"\\' * 500_000, {"a": "b" * 1_000_000}, [[]] * 300_000])
def test_what_fills_a_gap_is_bounded(text: str, body: Any) -> None:
    """However long the value is, and whatever doubles it on its way."""
    assert len(filling(body).written(f".{text}")) <= templates.LONGEST_VALUE + 1


def test_what_fills_all_gaps_of_an_answer_is_bounded() -> None:
    """Here a hundred gaps want a hundred megabytes."""
    wish = ["{{ request.body }}"] * 50 + ["and {{ request.body }}"] * 50
    assert len(json.dumps(filling({"a": "b" * 1_000_000}).filled(wish))) < 2 * templates.MOST_FILLED
    assert len(json.dumps(filling("b" * 1_000_000).filled(wish))) < 2 * templates.MOST_FILLED


@pytest.mark.parametrize(
    "respond",
    [
        {"status": 200, "body": [f"{{{{ request.body.m{number} }}}}" for number in range(5000)]},
        {"status": 200, "body": {"a": "{{ call }}" * 60, "b": "{{ call | upper }}" * 30}},
        {"error": "invalid", "fields": [{"field": "{{ call }}", "message": "{{ call }}"}] * 60},
    ],
)
def test_an_answer_has_a_hundred_gaps_at_most(respond: Any) -> None:
    with pytest.raises(Misconfigured, match="brings what gaps of this answer name and filter to more than 100"):
        Play(f"rules: {json.dumps([{'respond': respond}])}")


def test_gaps_of_a_text_are_counted_once_it_is_read() -> None:
    assert compiled("{{ call }} and {{ vars.a | upper | lower }}").gaps == 4


EVERYTHING = """
vars: { city: Bath }
rules:
  - when: { calls: 2 }
    respond:
      status: 201
      headers: { X-Echo: "{{ request.headers['x-echo'] }}", X-City: "{{ vars.city }}" }
      body:
        method: "{{ request.method }}"
        path: "{{ request.path }}"
        query: "{{ request.query.a }}"
        body: "{{ request.body }}"
        api: "{{ api }}/{{ operation }} for {{ tenant }}"
        call: "{{ call }}"
        now: "{{ now }}"
        ids: ["{{ id }}", "{{ uuid }}"]
"""


def test_an_answer_names_the_request_and_what_it_is_for() -> None:
    """Ids and times are those of the seed and the clock, so that runs repeat."""
    plays = [Play(EVERYTHING), Play(EVERYTHING)]
    for play in plays:
        play.call()
    replies = [play.reply({"x-echo": "hi"}, {"b": [1]}, target="/toys?a=1%202") for play in plays]
    assert replies[0].content == replies[1].content
    said = json.loads(replies[0].content)
    ids = said.pop("ids")
    assert said == {
        "method": "POST",
        "path": "/toys",
        "query": "1 2",
        "body": {"b": [1]},
        "api": "toy/toys.create for child",
        "call": 2,
        "now": 1_768_471_200,
    }
    assert [len(id) for id in ids] == [16, 36]
    assert {name: replies[0].headers[name] for name in ("X-Echo", "X-City")} == {"X-Echo": "hi", "X-City": "Bath"}


def test_named_errors_have_gaps_in_their_sentences() -> None:
    play = Play('rules: [{ respond: { error: conflict, detail: "{{ request.body.name }} is taken." } }]')
    assert json.loads(play.reply(body={"name": "Ada"}).content) == {"toy": "conflict", "because": "Ada is taken."}


def test_a_filled_header_stays_one_line() -> None:
    """Whatever a request brings: no header of its making, no second answer, and no endless line."""
    play = Play("""rules: [{ respond: { status: 200, headers: { X-A: "{{ request.body.a }}" } }, times: forever }]""")
    reply = play.reply(body={"a": "x\r\nSet-Cookie: a=b\r\n\r\nHTTP/1.1 200 OK\x00\x7fé"})
    assert reply.headers["X-A"] == "x??Set-Cookie: a=b????HTTP/1.1 200 OK???"
    assert len(play.reply(body={"a": "x" * 100_000}).headers["X-A"]) == scripted.LONGEST_HEADER


def test_a_body_that_cannot_be_read_leaves_gaps_empty() -> None:
    play = Play("""rules: [{ respond: { status: 200, body: "[{{ request.body.a }}]" } }]""")
    assert play.reply(body=b"{").content == b"[]"

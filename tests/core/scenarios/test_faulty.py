"""How files and headers write faults."""

from typing import Any

import pytest

from mockserver.core.documents import parse
from mockserver.core.http.reply import Fault
from mockserver.core.problems import Misconfigured
from mockserver.scenarios.format.loader import load_rule
from mockserver.scenarios.notation.faults import read_fault
from mockserver.scenarios.rules.model import Rule
from tests.core.toy import sandbox
from tests.tables import each_row


def rule(text: str) -> Rule:
    return load_rule(parse(f"{{ operation: toys.create, {text} }}", "x.yaml"), "one", sandbox().apis)


@each_row(
    ("written", "read"),
    [
        ("connection_reset", Fault("connection_reset")),
        ("close", Fault("close")),
        ("hang", Fault("hang", seconds=600)),
        ("hang: 3s", Fault("hang", seconds=3)),
        ({"hang": "3s"}, Fault("hang", seconds=3)),
        ("empty_response", Fault("empty_response")),
        ("truncate", Fault("truncate", share=0.5)),
        ("truncate:40%", Fault("truncate", share=0.4)),
        ({"truncate": "0%"}, Fault("truncate", share=0)),
        ("malformed", Fault("malformed")),
        ({"wrong_length": "99%"}, Fault("wrong_length", share=0.99)),
        ("dribble", Fault("dribble", seconds=2, pieces=10)),
        ("dribble: 500ms", Fault("dribble", seconds=0.5, pieces=10)),
        ({"dribble": {"over": "3s", "pieces": 5}}, Fault("dribble", seconds=3, pieces=5)),
        ({"dribble": {"pieces": 5}}, Fault("dribble", seconds=2, pieces=5)),
    ],
    ids=str,
)
def test_a_fault_has_a_name_and_perhaps_a_measure(written: Any, read: Fault) -> None:
    assert read_fault(written) == read


@each_row(
    ("written", "reason"),
    [
        ("conection_reset", "did you mean 'connection_reset'"),
        ("close: 3s", "close has no measure"),
        ({"malformed": "3s"}, "malformed has no measure"),
        ("truncate: 40", "must be a percentage such as 40%"),
        ("truncate: 100%", "must be less than 100%"),
        ("wrong_length: 101%", "must be a percentage"),
        ("hang: 3", "must be a duration with a unit"),
        ("hang: 601s", "must not be longer than 600s"),
        ("dribble: 11m", "must not be longer than 600s"),
        ({"dribble": {"pieces": 0}}, "pieces must be a number from 1 to 1000"),
        ({"dribble": {"pieces": True}}, "pieces must be a number from 1 to 1000"),
        ({"dribble": {"for": "3s"}}, "dribble must be a duration, or a mapping with over and pieces"),
        ({"truncate": "40%", "hang": "3s"}, "must be one of"),
        ({}, "must be one of"),
        (7, "must be one of"),
        ({7: "3s"}, "must be one of"),
    ],
    ids=str,
)
def test_what_is_no_fault_is_refused(written: Any, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_fault(written)


@each_row(
    ("text", "times"),
    [
        ("fault: close", 1),
        ("fault: truncate, respond: { error: gone }", 1),
        ("fault: close, delay: 1s", 1),
        ("fault: close, times: 3", 3),
        ("fault: close, times: forever", None),
        ("fault: close, when: { probability: 0.5 }", None),
        ("fault: close, when: { calls: 2.. }", None),
    ],
)
def test_a_fault_alone_fires_once(text: str, times: int | None) -> None:
    """As an error does: `when` or `times` say otherwise."""
    assert rule(text).times == times


@each_row(
    ("text", "effect"),
    [
        ("fault: close", "skip"),
        ("fault: close, effect: commit", "commit"),
        ("fault: truncate", "commit"),
        ("fault: truncate, respond: { error: gone }", "skip"),
        ("fault: truncate, respond: { error: gone }, effect: commit", "commit"),
        ("responses: [ { fault: truncate } ]", "commit"),
        ("responses: [ { fault: truncate } ], effect: skip", "commit"),
        ("responses: [ { fault: close } ], effect: commit", "commit"),
        ("responses: [ { fault: close, effect: skip } ], effect: commit", "skip"),
    ],
)
def test_an_answer_has_to_be_given_to_be_spoilt(text: str, effect: str) -> None:
    """A fault that needs the operation's answer lets it run, and one that needs none does not."""
    [step] = rule(text).steps
    assert step.effect == effect


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("fault: truncate, effect: skip", "must be commit, because truncate spoils the operation's answer"),
        ("responses: [ { fault: malformed, effect: skip } ]", "must be commit, because malformed spoils"),
        ("responses: [ { pass: true, fault: close } ]", "cannot stand beside pass: true, because close leaves no"),
    ],
)
def test_what_contradicts_itself_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Misconfigured, match=reason):
        rule(text)

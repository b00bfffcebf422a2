"""Rules that answer differently each time, and rules that remember a state."""

import pytest

from mockserver.core.problems import Misconfigured
from tests.core.scenarios.playing import Play
from tests.tables import each_row

TWO = "responses: [{ error: gone }, { error: conflict, repeat: 2 }]"


@each_row(
    ("rule", "expected"),
    [
        (TWO, "gone conflict conflict ok ok ok"),
        (f"{TWO}, then: pass", "gone conflict conflict ok ok ok"),
        (f"{TWO}, then: repeat_last", "gone conflict conflict conflict conflict conflict"),
        (f"{TWO}, then: cycle", "gone conflict conflict gone conflict conflict"),
        (f"{TWO}, then: cycle, times: 4", "gone conflict conflict gone ok ok"),
        (f"{TWO}, when: {{ calls: [2, 4] }}", "ok gone ok conflict ok ok"),
        ("responses: [{ error: gone }]", "gone ok ok ok ok ok"),
        ("responses: [{ error: gone, repeat: 2 }]", "gone gone ok ok ok ok"),
        ("responses: [{ error: gone }], then: repeat_last", "gone gone gone gone gone gone"),
        ("responses: [{ error: gone }, { pass: true }], then: cycle", "gone ok gone ok gone ok"),
    ],
)
def test_answers_follow_one_another(rule: str, expected: str) -> None:
    """Each fires as often as it is repeated; `then` says what comes after the last."""
    assert Play(f"rules: [{{ {rule} }}]").calls(6) == expected.split()


def test_a_step_that_passes_decides_and_a_sequence_that_is_over_does_not() -> None:
    """`pass` is the operation's answer, whatever rules stand below; behind the end these are asked again."""
    play = Play("rules: [{ responses: [{ pass: true }, { error: gone }] }, { respond: { error: conflict }, times: 2 }]")
    assert play.calls(5) == ["ok", "gone", "conflict", "conflict", "ok"]


def test_what_a_rule_says_beside_its_answers_holds_for_those_that_say_nothing() -> None:
    """Delay, effect and what a key remembers."""
    steps = "[{ error: gone }, { error: gone, delay: 2s, effect: skip }, { pass: true, delay: 3s }]"
    play = Play(f"rules: [{{ delay: 1s, effect: commit, responses: {steps} }}]")
    waits: list[float] = []
    made = []
    for _ in range(4):
        play.reply(waits=waits)
        made.append(play.made())
    assert waits == [1.0, 2.0, 3.0]
    assert made == [1, 1, 2, 3]


def test_a_machine_moves_from_state_to_state() -> None:
    """It begins as Started; a rule waits for the state it names, and counts only the calls of that state."""
    play = Play(
        """
        rules:
          - { id: first, state: Started, next_state: Down, respond: { error: unavailable } }
          - { id: down, state: Down, when: { calls: 2 }, next_state: Up, respond: { error: timeout } }
          - { id: up, state: Up, respond: { error: gone } }
        """
    )
    assert play.calls(5) == ["unavailable", "ok", "timeout", "gone", "gone"]
    assert play.counted() == {"first": (1, 1), "down": (2, 1), "up": (2, 2)}
    assert play.tenant.tallies.states("x") == {"": "Up"}


def test_a_rule_that_only_moves_lets_the_operation_answer() -> None:
    """And no rule below it is asked, so that one call is one step."""
    play = Play(
        """
        rules:
          - { operation: toys.create, state: Started, next_state: One }
          - { operation: toys.create, state: One, next_state: Two }
          - { operation: toys.count, state: Two, respond: { error: not_found } }
        """
    )
    assert [play.call(), play.count(), play.call(), play.count(), play.count()] == [
        "ok", "ok", "ok", "not_found", "not_found",
    ]  # fmt: skip


def test_a_repeated_answer_moves_its_machine_when_it_was_given_for_the_last_time() -> None:
    play = Play("rules: [{ state: Started, responses: [{ error: gone, repeat: 3, next_state: Over }] }]")
    states = [(play.call(), play.tenant.tallies.state("x", "")) for _ in range(4)]
    assert states == [("gone", "Started"), ("gone", "Started"), ("gone", "Over"), ("ok", "Over")]


def test_machines_are_apart() -> None:
    """Each has a state of its own, and each scenario its own machines."""
    rules = "[{ machine: a, next_state: Moved, operation: toys.create }, { machine: b, state: Moved, delay: 1s }]"
    play = Play(
        f"name: one\nrules: {rules}", "name: two\nrules: [{ machine: a, state: Moved, respond: { error: gone } }]"
    )
    assert play.calls(3) == ["ok", "ok", "ok"]
    assert play.tenant.tallies.states("one") == {"a": "Moved"}
    assert play.tenant.tallies.states("two") == {}


@each_row(
    ("bound", "expected"),
    [
        ("", "gone ok ok"),
        ("when: { per: tenant }", "gone ok ok"),
        ("state: Started", "gone gone gone"),
        ("expires: { ttl: 1h }", "gone gone gone"),
        ("when: { between: [+0s, null] }", "gone gone gone"),
        ("times: forever", "gone gone gone"),
        ("times: 2", "gone gone ok"),
    ],
)
@pytest.mark.parametrize("refusal", ["respond: { error: gone }", "respond: { error: gone }, fault: truncate"])
def test_who_says_nothing_of_an_end_is_refused_once(refusal: str, bound: str, expected: str) -> None:
    """A state, an expiry or a condition says when the refusals end; without any, retries get through."""
    rule = ", ".join(filter(None, [refusal, bound]))
    assert Play(f"rules: [{{ {rule} }}]").calls(3) == expected.split()


def test_delays_add_up_to_a_bound() -> None:
    """Nobody waits longer than ten minutes, however many rules want it."""
    play = Play("rules: [{ delay: 400s, after: 1s }, { delay: 400s, after: 2s, respond: { error: gone } }]")
    waits: list[float] = []
    play.reply(waits=waits)
    assert waits == [600.0, 3.0]


def test_a_rule_with_the_smaller_priority_is_asked_first() -> None:
    """Across scenarios, and rules that came one by one too; of equals the first in its file."""
    play = Play(
        "name: one\nrules: [{ id: a, respond: { error: gone } }, { id: b, priority: 1, respond: { error: conflict } }]",
        "name: two\nrules: [{ id: c, priority: 4, respond: { error: locked } }]",
    )
    assert play.calls(4) == ["conflict", "locked", "gone", "ok"]


def test_scenarios_of_one_name_are_not_followed_together() -> None:
    """Their rules would be counted as one."""
    with pytest.raises(Misconfigured, match="there are two of that name"):
        Play("name: a", "name: b", "name: a")


@each_row(
    ("rule", "made"),
    [
        ("respond: { error: gone }", 0),
        ("effect: skip, respond: { error: gone }", 0),
        ("effect: commit, respond: { error: gone }", 1),
        ("fault: connection_reset", 0),
        ("fault: hang, effect: commit", 1),
        ("fault: truncate", 1),
        ("fault: truncate, respond: { error: gone }", 0),
        ("fault: truncate, respond: { error: gone }, effect: commit", 1),
        ("responses: [{ error: gone }], effect: commit", 1),
        ("responses: [{ error: gone, effect: skip }], effect: commit", 0),
        ("responses: [{ fault: dribble }], effect: skip", 1),
        ("responses: [{ pass: true }], effect: skip", 1),
        ("delay: 1ms", 1),
        ("next_state: Other", 1),
    ],
)
def test_an_effect_says_whether_the_operation_runs(rule: str, made: int) -> None:
    """Behind an answer or silence it does not, unless told to; a fault that spoils its answer needs it."""
    play = Play(f"rules: [{{ {rule} }}]")
    play.reply()
    assert play.made() == made

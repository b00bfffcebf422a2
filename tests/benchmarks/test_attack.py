"""A short attack holds in every run of the tests; `python -m benchmarks.attack` runs a long one."""

from benchmarks.attack.bodies import bodies
from benchmarks.attack.chance import Chance
from benchmarks.attack.kills import rounds
from benchmarks.attack.requests import requests


def test_every_operation_refuses_what_it_cannot_read() -> None:
    """Three odd bodies for each, and no answer is a failure of ours."""
    found = bodies(Chance("test", "bodies"), 700)
    assert found["operations"] > 220
    assert (found["500"], found["exceptions"]) == (0, 0)


def test_a_mutated_request_is_answered_or_hung_up_on() -> None:
    found = requests(Chance("test", "requests"), 150)
    assert found["server is alive"]
    assert "unanswered" not in found
    assert {status for status in found if status.startswith("5")} <= {"501", "505"}


def test_what_was_answered_before_a_kill_is_there() -> None:
    found = rounds(Chance("test", "kills"), 2)
    assert found["answered writes"] > 0
    assert found["lost"] == 0


def test_an_attack_is_the_same_with_the_same_seed() -> None:
    first, second, third = (
        [Chance(seed, "part").mutated(b"GET / HTTP/1.1") for _ in range(1)] for seed in ("1", "1", "2")
    )
    assert first == second != third

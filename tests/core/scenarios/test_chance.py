"""Chance that repeats: an outcome follows from seed, rule, tenant, share and number of the call alone."""

import math
import threading
from collections import defaultdict
from collections.abc import Iterable

from mockserver.core.ids import draw
from mockserver.sandbox.sandbox import drive
from tests.core.scenarios.playing import Play
from tests.core.toy import exchange
from tests.tables import each_row

HALF = "rules: [{ id: half, when: { probability: 0.5 }, respond: { error: gone } }]"

NUMBERED = """
rules:
  - id: numbered
    when: { probability: 0.3 }
    respond: { error: gone, detail: "{{ call }}" }
"""


def deviations(found: int, number: int, probability: float) -> float:
    """Say how many standard deviations a count is away from what is expected of it."""
    return abs(found - number * probability) / math.sqrt(number * probability * (1 - probability))


@each_row("probability", [0.01, 0.05, 0.2, 0.5, 0.9])
def test_the_mix_is_right_for_every_seed(probability: float) -> None:
    """Of 200 seeds with 500 calls each, none is further off than chance allows, and neither are all together."""
    fired = [sum(draw("fires", seed, "rule", call) < probability for call in range(500)) for seed in range(200)]
    assert max(deviations(found, 500, probability) for found in fired) < 5
    assert deviations(sum(fired), 200 * 500, probability) < 4
    assert len(set(fired)) > 5


def test_a_rule_fires_as_often_as_its_probability_says() -> None:
    """Through the whole server, whatever the seed; another seed makes other calls fail."""
    runs = [Play(f"seed: {seed}\n{HALF}").calls(400) for seed in range(10)]
    assert max(deviations(run.count("gone"), 400, 0.5) for run in runs) < 4
    assert len({tuple(run) for run in runs}) == 10


@each_row(("probability", "expected"), [("0", 0), ("0.0", 0), ("1", 2000), ("1.0", 2000)])
def test_certainties_are_exact(probability: str, expected: int) -> None:
    rule = f"rules: [{{ when: {{ probability: {probability} }}, respond: {{ error: gone }} }}]"
    assert Play(rule).calls(2000).count("gone") == expected


def test_the_same_run_gives_the_same_faults() -> None:
    assert Play(f"seed: 7\n{HALF}").calls(100) == Play(f"seed: 7\n{HALF}").calls(100)


def test_loading_again_begins_anew() -> None:
    """Also after a reset; the draws are those of the first time."""
    play = Play(HALF)
    first = play.calls(30)
    play.follow(HALF)
    again = play.calls(30)
    play.server.use(play.server.defaults, [play.read(HALF)])
    play.server.reset(play.tenant, ["rules"])
    assert first == again == play.calls(30)


@each_row(
    ("text", "seed"),
    [
        (f"seed: 8\n{HALF}", "0"),
        (f"seed: 7\n{HALF}", "1"),
        (f"seed: 7\n{HALF.replace('half', 'other')}", "0"),
        (f"seed: 7\n{HALF.replace('probability', 'per: header.tenant, probability')}", "0"),
    ],
    ids=["the file's seed", "the server's seed", "the rule", "the share"],
)
def test_each_part_of_the_key_makes_another_run(text: str, seed: str) -> None:
    """Runs that differ in one part agree in about half of their calls, as strangers do."""
    one = Play(f"seed: 7\n{HALF}").calls(1000)
    agreed = sum(a == b for a, b in zip(one, Play(text, seed=seed).calls(1000), strict=True))
    assert deviations(agreed, 1000, 0.5) < 4


def test_each_tenant_meets_its_own_faults() -> None:
    """And meets them whatever the others do."""
    play = Play()
    play.server.use(play.server.defaults, [play.read(HALF)])
    alone = {name: play_of(name) for name in ("ada", "bob")}
    mixed: dict[str, list[str]] = {"ada": [], "bob": []}
    for number in range(300):
        for name in ("ada", "bob") if number % 3 else ("bob", "ada", "eve"):
            outcome = play.call(tenant=name)
            if name in mixed:
                mixed[name].append(outcome)
    assert mixed == alone
    assert deviations(sum(a == b for a, b in zip(mixed["ada"], mixed["bob"], strict=True)), 300, 0.5) < 4


def play_of(name: str) -> list[str]:
    """Give the outcomes of a tenant that is alone on its server."""
    play = Play()
    play.server.use(play.server.defaults, [play.read(HALF)])
    return play.calls(300, tenant=name)


def test_rules_do_not_disturb_one_another() -> None:
    """What a rule draws does not depend on what others drew before it."""
    noise = "[{ id: noise, delay: 1ms..2ms, when: { probability: 0.5 } }, { id: half, "
    assert Play(HALF).calls(100) == Play(HALF.replace("[{ id: half, ", noise)).calls(100)


def numbers_of_failures(play: Play, tenant: str, calls: Iterable[int]) -> set[int]:
    """Send calls and give the numbers under which those that failed were counted."""
    failed = set()
    for _ in calls:
        reply = drive(
            play.server.answer(exchange(play.server, "POST", "/toys", None, {"tenant": tenant})), lambda _: None
        )
        if reply.status == 400:
            failed.add(int(reply.content.split(b'"because":"')[1].rstrip(b'"}')))
    return failed


def test_the_order_of_threads_changes_no_fault() -> None:
    """Eight threads on four tenants: the calls that fail are those that fail one after the other."""
    tenants = ["ada", "bob", "cem", "dee"]
    expected = {}
    for name in tenants:
        alone = Play()
        alone.server.use(alone.server.defaults, [alone.read(NUMBERED)])
        expected[name] = numbers_of_failures(alone, name, range(200))

    play = Play()
    play.server.use(play.server.defaults, [play.read(NUMBERED)])
    found: dict[str, list[set[int]]] = defaultdict(list)
    start = threading.Barrier(8)

    def work(name: str) -> None:
        start.wait()
        found[name].append(numbers_of_failures(play, name, range(100)))

    threads = [threading.Thread(target=work, args=(name,)) for name in tenants * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {name: one | two for name, (one, two) in found.items()} == expected
    assert all(not one & two for one, two in found.values())

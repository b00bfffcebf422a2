"""Scenarios with chance: how often they fire is what they say, and for which calls is the same on every run."""

import pytest

from tests.scenarios.shops import Shop


def _failures(shop: Shop, name: str, calls: int) -> list[int]:
    """Follow a scenario, read the list as often, and give the numbers of the calls that failed."""
    shop.follow(name)
    answers = [shop.list() for _ in range(calls)]
    failed = [number for number, answer in enumerate(answers) if answer.status != 200]
    assert {shop.says(answers[number]) for number in failed} <= {shop.word("server_error")}
    return failed


@pytest.mark.parametrize(
    ("name", "share", "calls"),
    [("flaky-1", 0.01, 2000), ("flaky-5", 0.05, 1000), ("flaky-20", 0.2, 500), ("flaky", 0.2, 500)],
)
def test_flaky(shop: Shop, name: str, share: float, calls: int) -> None:
    """As many calls fail as it says, within three standard deviations, and on every run the same."""
    failures = _failures(shop, name, calls)
    assert abs(len(failures) - calls * share) <= 3 * (calls * share * (1 - share)) ** 0.5
    assert [number for number in failures if number < 300] == _failures(shop, name, 300)


def test_flaky_fails_for_each_tenant_in_its_own_way(shop: Shop) -> None:
    """Tests in parallel do not fail all at once."""
    assert _failures(shop, "flaky", 200) != _failures(shop.of(f"{shop.tenant}-other"), "flaky", 200)


def test_flaky_is_flaky_20(shop: Shop) -> None:
    """One is the other by another name."""
    assert _failures(shop, "flaky", 200) == _failures(shop, "flaky-20", 200)


def test_brown_out(shop: Shop) -> None:
    """Writes fail least, lists most, and in the same order on every run."""
    ada = shop.id()
    runs = []
    for _ in range(2):
        shop.follow("brown-out")
        fates = {
            "write": [shop.change(ada).status == 503 for _ in range(400)],
            "read": [shop.get(ada).status == 503 for _ in range(400)],
            "list": [shop.list().status == 503 for _ in range(400)],
        }
        runs.append(fates)
    shares = {name: sum(fates) / 400 for name, fates in runs[0].items()}
    assert shares == pytest.approx({"write": 0.05, "read": 0.2875, "list": 0.64375}, abs=0.1)
    assert shares["write"] < 0.1
    assert runs[0] == runs[1]


def test_slow(shop: Shop) -> None:
    """Every answer is late by a third of a second to a second."""
    shop.follow("slow")
    assert {shop.list().status for _ in range(100)} == {200}
    waits = shop.hasty.waits
    assert len(waits) == 100
    assert 0.3 <= min(waits) < 0.35 < 0.85 < max(waits) <= 0.9


def test_slow_tail(shop: Shop) -> None:
    """Half of the answers within 120 ms, one in a hundred beyond three seconds, in the same order on every run."""
    runs = []
    for _ in range(2):
        shop.follow("slow-tail")
        assert {shop.list().status for _ in range(1000)} == {200}
        runs.append(shop.hasty.waits[-1000:])
    waits = sorted(runs[0])
    assert 0.1 < waits[500] < 0.145
    assert 3 <= sum(wait > 3 for wait in waits) <= 20
    assert runs[0] == runs[1]

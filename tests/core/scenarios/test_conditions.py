"""When a rule fires: counts of calls, for whom they count, and times of the tenant's clock."""

from mockserver.scenarios.rules.tallies import MOST_SHARED
from tests.core.scenarios.playing import Play
from tests.core.toy import keyed


def test_a_call_counts_when_it_matches_whether_or_not_the_rule_fires() -> None:
    """A call that does not match, or that a rule above answered, does not count."""
    play = Play(
        """
        rules:
          - { id: above, match: { headers: { x-above: present } }, respond: { error: gone }, times: forever }
          - { id: third, operation: toys.create, when: { calls: 3 }, respond: { error: conflict } }
        """
    )
    assert [play.call(), play.count(), play.call(**{"x-above": "1"}), play.call(), play.call(), play.call()] == [
        "ok", "ok", "gone", "ok", "conflict", "ok",
    ]  # fmt: skip
    assert play.counted() == {"above": (1, 1), "third": (4, 1)}


def test_all_conditions_have_to_hold() -> None:
    """Here: the second to fifth call of each key, by a chance that is none, within a minute from now on."""
    when = "{ calls: 2..5, probability: 1, between: [+10s, +1m], per: header.x-key }"
    play = Play(f"rules: [{{ when: {when}, respond: {{ error: gone }} }}]")
    assert [play.call(**{"x-key": key}) for key in "aabb"] == ["ok"] * 4
    play.now += 10
    assert [play.call(**{"x-key": key}) for key in "aabc"] == ["gone", "gone", "gone", "ok"]
    assert [play.call(**{"x-key": key}) for key in "aab"] == ["gone", "ok", "gone"]
    play.now += 50
    assert play.call(**{"x-key": "b"}) == "ok"


def test_a_count_can_be_for_each_value_of_a_header_an_address_or_a_key() -> None:
    """Calls without the value share a count of their own."""
    play = Play("rules: [{ when: { calls: 1, per: idempotency_key }, respond: { error: gone } }]", api=keyed)
    keys = ["a", "b", "a", "b", "c"]
    assert [play.call(**{"toy-key": key}) for key in keys] == ["gone", "gone", "ok", "ok", "gone"]
    assert play.calls(2) == ["gone", "ok"]


def test_a_refusal_without_conditions_is_given_once_to_each_who_shares_a_count() -> None:
    play = Play("rules: [{ when: { per: header.x-key }, respond: { error: gone } }]")
    assert [play.call(**{"x-key": key}) for key in "aabab"] == ["gone", "ok", "gone", "ok", "ok"]


def test_a_sequence_can_be_for_each_who_shares_a_count() -> None:
    play = Play("rules: [{ when: { per: header.x-key }, responses: [{ error: gone }, { error: conflict }] }]")
    assert [play.call(**{"x-key": key}) for key in "abab"] == ["gone", "gone", "conflict", "conflict"]


def test_times_bound_each_share() -> None:
    play = Play("rules: [{ when: { per: header.x-key }, times: 2, respond: { error: gone } }]")
    assert [play.call(**{"x-key": key}) for key in "aaabbb"] == ["gone", "gone", "ok"] * 2


def test_shares_are_forgotten_before_what_counts_for_all() -> None:
    """However many values a client makes up, the count of the tenant stays, and memory is bounded."""
    play = Play(
        """
        rules:
          - { id: shared, when: { per: header.x-key }, delay: 1ms }
          - { id: whole, when: { calls: 3 }, respond: { error: gone } }
        """
    )
    tallies = play.tenant.tallies
    assert play.calls(2) == ["ok", "ok"]
    for number in range(MOST_SHARED + 5):
        tallies.of("x", "shared", f"header.x-key:{number}").matched += 1
    assert tallies.known("x", "shared", "header.x-key:0").matched == 0
    assert tallies.known("x", "shared", "header.x-key:6").matched == 1
    assert tallies.total("x", "shared").matched == MOST_SHARED
    assert play.call() == "gone"


def test_a_window_is_on_the_clock_of_the_tenant() -> None:
    """From loading; the moment it ends is outside."""
    play = Play("rules: [{ when: { between: [+5m, +7m] }, respond: { error: unavailable } }]")
    found = []
    for seconds in (0, 299.9, 0.1, 119.9, 0.1, 1000):
        play.now += seconds
        found.append(play.call())
    assert found == ["ok", "ok", "unavailable", "unavailable", "ok", "ok"]


def test_a_window_can_be_between_dates_or_without_an_end() -> None:
    play = Play(
        """
        rules:
          - when: { between: ["2026-01-15T10:01:00Z", "2026-01-15T12:02:00+01:00"] }
            respond: { error: unavailable }
          - when: { between: ["2026-01-16", null] }
            respond: { error: gone }
        """
    )
    found = []
    for seconds in (0, 60, 3600, 60, 14 * 3600, 365 * 86_400):
        play.now += seconds
        found.append(play.call())
    assert found == ["ok", "unavailable", "unavailable", "ok", "gone", "gone"]


def test_a_clock_that_is_moved_moves_windows_along() -> None:
    play = Play(
        """
        clock: { start: 2026-06-01T00:00:00Z, mode: frozen }
        rules: [{ when: { between: [+1h, null] }, respond: { error: gone } }]
        """
    )
    play.now += 7200
    assert play.call() == "ok"
    play.tenant.clock.run_from(play.tenant.clock.now())
    play.now += 3600
    assert play.call() == "gone"


def test_a_rule_expires() -> None:
    """After a time since loading, or at a date; it then matches nothing, and counts nothing."""
    play = Play(
        """
        rules:
          - { id: ttl, expires: { ttl: 30m }, respond: { error: gone } }
          - { id: at, expires: { at: "2026-01-15T11:00:00Z" }, respond: { error: conflict } }
        """
    )
    found = []
    for seconds in (0, 1799, 1, 1799, 1):
        play.now += seconds
        found.append(play.call())
    assert found == ["gone", "gone", "conflict", "conflict", "ok"]
    assert play.counted() == {"ttl": (2, 2), "at": (2, 2)}


def test_a_scenario_that_is_chosen_and_followed_is_asked_once() -> None:
    """Else a rule would count one call twice, and fire twice as often as it says."""
    play = Play()
    library = play.server.library
    play.server.use(play.tenant, [library.get("rate-limited")])
    assert [play.call(**{"x-mock-scenario": "rate-limited,rate-limited"}), play.call(), play.call()] == [
        "too_many_requests", "too_many_requests", "ok",
    ]  # fmt: skip
    assert play.counted() == {"two-429-then-ok": (3, 2)}

"""The limits of a tenant on the control plane: what is left of each, spent and refilled at will."""

from typing import Any

import pytest

from mockserver.core.api.manifest import Apis
from mockserver.registry import registered
from tests.admin.conftest import Admin
from tests.clients import Rebilly

NOON, EPOCH = "2026-01-15T12:00:00+00:00", 1_768_478_400


@pytest.fixture
def still(admin: Admin) -> Admin:
    """A tenant for whom it is noon."""
    admin("POST", "/clock/freeze", {"at": NOON})
    return admin


def limit(admin: Admin, **wish: Any) -> None:
    """Let the tenant follow a scenario with one limit, `few`, of Rebilly's."""
    admin("PUT", "/scenario", {"version": 1, "rate_limits": [{"id": "few", "api": "rebilly", **wish}]})


def shown(admin: Admin) -> Any:
    [found] = admin("GET", "/limits?api=rebilly")["limits"]
    return found


def test_a_limit_is_shown_spent_and_refilled(still: Admin) -> None:
    still.rebilly.customer()
    expected = {
        "id": "rebilly-sandbox", "api": "rebilly", "limit": 3000, "window": 600.0, "algorithm": "fixed_window",
        "burst": None, "per": "tenant", "operations": "writes", "enforced": False, "remaining": 2999,
        "reset": EPOCH + 600,
    }  # fmt: skip
    assert shown(still) == expected
    published = [(api.name, limit.id) for api in Apis(registered()).values() for limit in api.published_limits]
    assert [(limit["api"], limit["id"]) for limit in still("GET", "/limits")["limits"]] == published
    assert still("POST", "/limits/rebilly-sandbox/exhaust") == {**expected, "remaining": 0}
    assert still("PUT", "/limits/rebilly-sandbox", {"remaining": 7}) == {**expected, "remaining": 7}
    assert still("POST", "/limits/rebilly-sandbox/refill") == {**expected, "remaining": 3000}


def test_to_look_at_limits_makes_nothing_to_reset(still: Admin) -> None:
    still.rebilly.get("/status")
    still("GET", "/limits")
    assert still("POST", "/reset?only=limits")["dropped"] == {"limits": 0}


@pytest.mark.parametrize(
    ("wish", "described", "resets"),
    [
        ({"limit": "3/10m"}, (3, 600.0, "fixed_window", None), (600, 600, 600)),
        ({"limit": "3/10m", "algorithm": "sliding_window"}, (3, 600.0, "sliding_window", None), (600, 600, 0)),
        (
            {"limit": "3/10m", "algorithm": "token_bucket", "burst": 5},
            (3, 600.0, "token_bucket", 5),
            (200, 200, 0),
        ),
        ({"limit": 3, "algorithm": "concurrency"}, (3, None, "concurrency", None), (0, 1, 0)),
    ],
    ids=lambda value: value.get("algorithm", "fixed_window") if isinstance(value, dict) else "",
)
def test_every_algorithm_can_be_set(
    still: Admin, wish: dict[str, Any], described: tuple[Any, ...], resets: tuple[int, ...]
) -> None:
    """To nothing, to one, and to all there can be, which for a bucket is its burst."""
    limit(still, **wish)
    assert still.rebilly.get("/customers").status == 200
    most = described[3] or described[0]
    found = shown(still)
    assert tuple(found[name] for name in ("limit", "window", "algorithm", "burst")) == described
    assert (found["enforced"], found["remaining"]) == (True, most if described[1] is None else most - 1)
    spent = still("POST", "/limits/few/exhaust")
    assert still.rebilly.get("/customers").status == 429
    assert still("PUT", "/limits/few", {"remaining": 1})["remaining"] == 1
    assert still.rebilly.get("/customers").status == 200
    full = still("POST", "/limits/few/refill")
    assert [each["remaining"] for each in (spent, full)] == [0, most]
    assert tuple(each["reset"] - EPOCH for each in (found, spent, full)) == resets
    assert [still.rebilly.get("/customers").status for _ in range(most)] == [200] * most


def test_each_share_is_shown_and_can_be_set_alone(still: Admin) -> None:
    """By the value that its requests have in common; the limit itself tells of the one that has least."""
    limit(still, limit="3/10m", per="header.X-Plan")
    for plan in ("gold", "gold", "silver"):
        still.rebilly.get("/customers", **{"X-Plan": plan})
    found = shown(still)
    assert (found["per"], found["remaining"]) == ("header.X-Plan", 1)
    assert found["shares"] == [
        {"share": "gold", "remaining": 1, "reset": EPOCH + 600},
        {"share": "silver", "remaining": 2, "reset": EPOCH + 600},
    ]
    still("POST", "/limits/few/exhaust?share=silver")
    still("POST", "/limits/few/refill?share=gold")
    assert [(share["share"], share["remaining"]) for share in shown(still)["shares"]] == [("silver", 0), ("gold", 3)]
    statuses = [still.rebilly.get("/customers", **{"X-Plan": plan}).status for plan in ("gold", "silver", "bronze")]
    assert statuses == [200, 429, 200]


def test_what_is_set_for_all_holds_for_shares_nobody_has_seen(still: Admin) -> None:
    limit(still, limit="3/10m", per="header.X-Plan")
    still("POST", "/limits/few/exhaust")
    assert still.rebilly.get("/customers", **{"X-Plan": "gold"}).status == 429
    still("POST", "/limits/few/refill")
    assert still.rebilly.get("/customers", **{"X-Plan": "silver"}).status == 200


@pytest.mark.parametrize("per", ["credential", "header.REB-APIKEY"])
def test_a_share_that_is_a_secret_is_masked(still: Admin, per: str) -> None:
    """But goes by what it is."""
    limit(still, limit="3/10m", per=per)
    still.rebilly.get("/customers")
    [share] = shown(still)["shares"]
    assert share["share"] == f"********{still.rebilly.key[-4:]}"
    still("POST", f"/limits/few/exhaust?share={still.rebilly.key}")
    other = Rebilly(still.rebilly.caller, still.rebilly.organization, "sk_sandbox_another")
    assert [client.get("/customers").status for client in (still.rebilly, other)] == [429, 200]


def test_the_shares_that_are_shown_are_bounded(still: Admin) -> None:
    limit(still, limit="9/10m", per="argument.id")
    for number in range(102):
        still.rebilly.get(f"/customers/c{number}")
    assert len(shown(still)["shares"]) == 100


def test_a_limit_of_all_has_no_shares(still: Admin) -> None:
    status, detail = still.refused("POST", "/limits/rebilly-sandbox/exhaust?share=a")
    assert (status, detail) == (
        422,
        "The limit 'rebilly-sandbox' has no shares: all of a tenant is counted together.",
    )


def test_a_name_that_is_nearly_right_is_told(still: Admin) -> None:
    refusal = still.refused("POST", "/limits/rebilly-sandbx/refill")
    assert refusal == (404, "There is no limit 'rebilly-sandbx', did you mean 'rebilly-sandbox'?")


@pytest.mark.parametrize("remaining", [-1, 1_000_000_001, 1.5, "1", None, True])
def test_what_is_left_is_a_whole_number(still: Admin, remaining: Any) -> None:
    answer = still.rebilly.admin("PUT", "/limits/rebilly-sandbox", {"remaining": remaining})
    assert answer.status == 422
    assert [error["path"] for error in answer.json["errors"]] == [["remaining"]]


def test_a_limit_may_name_operations_as_the_provider_does(admin: Admin) -> None:
    limit(admin, operations=["PostCustomer"], limit="1/10m")
    assert [admin.rebilly.post("/customers", {}).status for _ in range(2)] == [201, 429]
    assert admin.rebilly.get("/customers").status == 200


def test_what_a_limit_turns_away_spends_no_rule(admin: Admin) -> None:
    limits = [{"id": "one", "api": "rebilly", "limit": "1/10m"}]
    rule = {"id": "second", "when": {"calls": 2}, "respond": {"error": "gone"}}
    admin("PUT", "/scenario", {"version": 1, "rate_limits": limits, "rules": [rule]})
    assert [admin.rebilly.get("/customers").status for _ in range(3)] == [200, 429, 429]
    admin("POST", "/limits/one/refill")
    assert admin.rebilly.get("/customers").status == 410


def test_loading_a_scenario_counts_anew(still: Admin) -> None:
    """As it does for rules, so that a test finds what it loads as the file says."""
    for _ in range(2):
        limit(still, limit="1/10m")
        assert [still.rebilly.get("/customers").status for _ in range(2)] == [200, 429]


def test_a_reset_of_limits_leaves_their_scenario(still: Admin) -> None:
    limit(still, limit="1/10m")
    assert [still.rebilly.get("/customers").status for _ in range(2)] == [200, 429]
    assert still("POST", "/reset?only=limits")["dropped"] == {"limits": 1}
    assert [still.rebilly.get("/customers").status for _ in range(2)] == [200, 429]

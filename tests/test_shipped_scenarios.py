"""The scenarios that ship do what their first lines say, on every API."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients import Rebilly

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def unauthorized(rebilly: Rebilly) -> None:
    """Every call is refused."""
    assert [rebilly.get("/customers").status, rebilly.post("/customers", {}).status] == [401, 401]


def forbidden(rebilly: Rebilly) -> None:
    """Reads work, every change is refused and names the permission."""
    assert rebilly.get("/customers").status == 200
    refused = [rebilly.post("/customers", {}), rebilly.put("/customers/a", {}), rebilly.delete("/customers/a")]
    assert [answer.status for answer in refused] == [403, 403, 403]
    assert refused[0].json["detail"] == "Permission PostCustomer is required."


def conflict(rebilly: Rebilly) -> None:
    """The first create meets a conflict, the next one works."""
    assert [rebilly.post("/customers", {}).status for _ in range(3)] == [409, 201, 201]


def rate_limited(rebilly: Rebilly) -> None:
    """Two 429 with a time to wait, then all is well."""
    answers = [rebilly.post("/customers", {}) for _ in range(3)]
    assert [answer.status for answer in answers] == [429, 429, 201]
    assert answers[0].headers["retry-after"] == "2"


def flaky(rebilly: Rebilly) -> None:
    """About one call in five fails."""
    failures = [rebilly.get("/customers").status for _ in range(200)].count(500)
    assert 20 <= failures <= 60


def slow(rebilly: Rebilly) -> None:
    """Every answer is late; the journal has measured how late."""
    assert rebilly.get("/customers").status == 200
    [entry] = rebilly.admin("GET", "/requests").json["requests"]
    assert 300 <= entry["milliseconds"] < 3000


def read_only_key(rebilly: Rebilly) -> None:
    """One key may do everything, one may read, others are unknown; and the list can be lifted."""
    statuses = {}
    for key in ("sk_sandbox_full", "sk_sandbox_reader", "sk_sandbox_other"):
        caller = Rebilly(rebilly.caller, rebilly.organization, key)
        statuses[key] = (caller.get("/customers").status, caller.post("/customers", {}).status)
    lifted = rebilly.caller.send("PUT", "/__admin/auth/rebilly", {}, b'{"credentials": []}')
    assert statuses == {
        "sk_sandbox_full": (200, 201),
        "sk_sandbox_reader": (200, 403),
        "sk_sandbox_other": (401, 401),
    }
    assert (lifted.status, rebilly.get("/customers").status) == (200, 200)


def provider_limits(rebilly: Rebilly) -> None:
    """Rebilly's 3000 writes are enforced; reads are free."""
    rebilly.admin("POST", "/clock/freeze")
    [limit] = rebilly.admin("GET", "/limits?api=rebilly").json["limits"]
    assert (limit["limit"], limit["window"], limit["enforced"]) == (3000, 600, True)
    rebilly.admin("POST", f"/limits/{limit['id']}/exhaust")
    refused = rebilly.post("/customers", {})
    assert (refused.status, refused.headers["x-ratelimit-remaining"], rebilly.get("/customers").status) == (
        429,
        "0",
        200,
    )


EXPECTED = {
    test.__name__.replace("_", "-"): test
    for test in (unauthorized, forbidden, conflict, rate_limited, flaky, slow, read_only_key, provider_limits)
}


@pytest.mark.parametrize("name", sorted(path.stem for path in SCENARIOS.iterdir()))
def test_a_shipped_scenario_does_what_it_says(rebilly: Rebilly, name: str) -> None:
    """Chosen by name at run time; a file without an expectation here fails."""
    expected: Callable[[Rebilly], None] = EXPECTED[name]
    assert rebilly.admin("PUT", "/scenario", {"name": name}).status == 200
    expected(rebilly)


@pytest.mark.parametrize("name", sorted(path.stem for path in SCENARIOS.iterdir()))
def test_a_shipped_scenario_explains_itself(name: str) -> None:
    """The file begins with how to use it, and is called as its file is."""
    text = (SCENARIOS / f"{name}.yaml").read_text()
    assert text.startswith("# ")
    assert f"--scenario {name}" in text.partition("version:")[0]
    assert f"\nname: {name}\n" in text

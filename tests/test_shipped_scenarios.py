"""The scenarios that ship do what their first lines say, on every API, in each one's own words."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mockserver.core.registry import registered
from tests.clients import Answer, Chargebee, ChargeOver, InProcess, Rebilly, Stripe

SCENARIOS = Path(__file__).parents[1] / "scenarios"


@dataclass(frozen=True)
class Vendor:
    """One API for one tenant: reads and writes of customers, with any key, and how it says no."""

    client: Chargebee | ChargeOver | Rebilly | Stripe
    read: Callable[..., Answer]
    write: Callable[..., Answer]
    says: Callable[[Answer], Any]
    """What of a refusal is the vendor's own: the words a program goes by."""
    words: Mapping[str, Any]
    keys: tuple[str, str, str]
    """Those of `read-only-key`: one that may all, one that may read, and one nobody lists."""
    limit: tuple[str, int]
    """The first published limit, and how many requests it takes."""

    def admin(self, method: str, path: str, body: Any = None) -> Answer:
        return self.client.admin(method, path, body)


def _rebilly(application: InProcess, tenant: str) -> Vendor:
    client = Rebilly(application, tenant)

    def caller(key: str) -> Rebilly:
        return Rebilly(application, tenant, key) if key else client

    return Vendor(
        client,
        read=lambda key="": caller(key).get("/customers"),
        write=lambda key="": caller(key).post("/customers", {}),
        says=lambda answer: (answer.json["status"], answer.json["title"], answer.json["detail"]),
        words={
            "unauthenticated": (401, "Unauthorized", "Invalid credentials."),
            "forbidden": (403, "Forbidden", "Permission PostCustomer is required."),
            "conflict": (409, "Conflict", "The resource was changed by another request."),
            "too_many_requests": (429, "Rate Limit Exceeded", "Too many requests were sent in a certain period."),
            "server_error": (500, "Internal Server Error", "An error occurred."),
        },
        keys=("sk_sandbox_full", "sk_sandbox_reader", "sk_sandbox_other"),
        limit=("rebilly-sandbox", 3000),
    )


def _stripe(application: InProcess, tenant: str) -> Vendor:
    client = Stripe(application, tenant)

    def headers(key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {key}"} if key else {}

    def says(answer: Answer) -> Any:
        error = answer.json["error"]
        return answer.status, error["type"], error.get("code"), error["message"].partition(".")[0]

    return Vendor(
        client,
        read=lambda key="": client.send("GET", "/customers", headers=headers(key)),
        write=lambda key="": client.send("POST", "/customers", headers=headers(key)),
        says=says,
        words={
            "unauthenticated": (401, "invalid_request_error", None, _invalid_key(f"sk_test_{tenant}")),
            "forbidden": (403, "invalid_request_error", None, _forbidden(f"sk_test_{tenant}")),
            "conflict": (
                409, "invalid_request_error", None,
                "The request conflicts with another request (perhaps due to using the same idempotent key)",
            ),
            "too_many_requests": (429, "invalid_request_error", "rate_limit", "Request rate limit exceeded"),
            "server_error": (
                500, "api_error", None, "Sorry! There was an error while talking to one of our backends",
            ),
        },
        keys=("sk_test_full", "rk_test_reader", "sk_test_other"),
        limit=("stripe-test", 25),
    )  # fmt: skip


def _masked(key: str) -> str:
    return f"{key[:8]}{'*' * (len(key) - 12)}{key[-4:]}"


def _invalid_key(key: str) -> str:
    return f"Invalid API Key provided: {_masked(key)}"


def _forbidden(key: str) -> str:
    from mockserver.apis.stripe.identifiers import account_of

    account = account_of(key.removeprefix("sk_test_"))
    return (
        f"The provided key '{_masked(key)}' does not have the required permissions for this endpoint on account "
        f"'{account}'"
    )


def _chargebee(application: InProcess, tenant: str) -> Vendor:
    client = Chargebee(application, tenant)

    def headers(key: str) -> dict[str, str]:
        return {"Authorization": f"Basic {base64.b64encode(f'{key}:'.encode()).decode()}"} if key else {}

    def says(answer: Answer) -> Any:
        error = answer.json
        return answer.status, error.get("type"), error["api_error_code"], error["error_code"]

    return Vendor(
        client,
        read=lambda key="": client.send("GET", "/customers", headers=headers(key)),
        write=lambda key="": client.send("POST", "/customers", headers=headers(key)),
        says=says,
        words={
            "unauthenticated": (401, None, "api_authentication_failed", "api_authentication_invalid_key"),
            "forbidden": (403, "operation_failed", "api_authorization_failed", "api_authorization_failed"),
            "conflict": (409, "invalid_request", "invalid_state_for_request", "invalid_state_for_request"),
            "too_many_requests": (
                429, "operation_failed", "api_request_limit_exceeded", "api_request_limit_exceeded",
            ),
            "server_error": (500, "operation_failed", "internal_error", "internal_error"),
        },
        keys=("test_full", "test_reader", "test_other"),
        limit=("chargebee-test", 150),
    )  # fmt: skip


def _chargeover(application: InProcess, tenant: str) -> Vendor:
    client = ChargeOver(application, tenant)

    def headers(key: str) -> dict[str, str]:
        return {"Authorization": f"Basic {base64.b64encode(f'{key}:private'.encode()).decode()}"} if key else {}

    def says(answer: Answer) -> Any:
        body = answer.json
        return answer.status, body["code"], body["message"]

    return Vendor(
        client,
        read=lambda key="": client.send("GET", "/customer", headers=headers(key)),
        write=lambda key="": client.send("POST", "/customer", {"company": "Ada"}, headers=headers(key)),
        says=says,
        words={
            "unauthenticated": (
                401, 401, "Invalid or incorrect authorization [Invalid username or password.]",
            ),
            "forbidden": (403, 403, "The user does not have permission to do this."),
            "conflict": (409, 409, "The request contradicts what is stored."),
            "too_many_requests": (429, 429, "Too many requests."),
            "server_error": (500, 500, "Internal server error."),
        },
        keys=("account-full", "account-reader", "account-other"),
        limit=("chargeover-assumed", 120),
    )  # fmt: skip


VENDORS = {"chargebee": _chargebee, "chargeover": _chargeover, "rebilly": _rebilly, "stripe": _stripe}


@pytest.fixture(params=[api.name for api in registered()])
def vendor(request: pytest.FixtureRequest, application: InProcess, organization: str) -> Vendor:
    """Every registered API; one without a vendor here fails."""
    return VENDORS[request.param](application, organization)


def unauthorized(vendor: Vendor) -> None:
    """Every call is refused."""
    refused = [vendor.read(), vendor.write()]
    assert [vendor.says(answer) for answer in refused] == [vendor.words["unauthenticated"]] * 2


def forbidden(vendor: Vendor) -> None:
    """Reads work, every change is refused and names the permission or the account."""
    assert vendor.read().status == 200
    assert [vendor.says(vendor.write()) for _ in range(2)] == [vendor.words["forbidden"]] * 2


def conflict(vendor: Vendor) -> None:
    """The first create meets a conflict, the next one works."""
    first, *others = [vendor.write() for _ in range(3)]
    assert vendor.says(first) == vendor.words["conflict"]
    assert [answer.status // 100 for answer in others] == [2, 2]


def rate_limited(vendor: Vendor) -> None:
    """Two 429, then all is well; Stripe and ChargeOver never say how long to wait."""
    answers = [vendor.write() for _ in range(3)]
    assert [vendor.says(answer) for answer in answers[:2]] == [vendor.words["too_many_requests"]] * 2
    assert answers[2].status // 100 == 2
    waits = answers[0].headers.get("retry-after")
    assert waits == (None if isinstance(vendor.client, (ChargeOver, Stripe)) else "2")


def flaky(vendor: Vendor) -> None:
    """About one call in five fails."""
    answers = [vendor.read() for _ in range(200)]
    failures = [answer for answer in answers if answer.status != 200]
    assert 20 <= len(failures) <= 60
    assert {vendor.says(answer) for answer in failures} == {vendor.words["server_error"]}


def slow(vendor: Vendor) -> None:
    """Every answer is late; the journal has measured how late."""
    assert vendor.read().status == 200
    [entry] = vendor.admin("GET", "/requests").json["requests"]
    assert 300 <= entry["milliseconds"] < 3000


def read_only_key(vendor: Vendor) -> None:
    """One key may do everything, one may read, others are unknown; and the list can be lifted."""
    vendor.read(vendor.keys[0])
    statuses = [(vendor.read(key).status, vendor.write(key).status // 100) for key in vendor.keys]
    codes = [vendor.write(key).status for key in vendor.keys[1:]]
    for api in VENDORS:
        lifted = vendor.client.caller.send("PUT", f"/__admin/auth/{api}", {}, b'{"credentials": []}')
        assert lifted.status == 200
    assert statuses == [(200, 2), (200, 4), (401, 4)]
    assert codes == [403, 401]
    assert vendor.read().status == 200


def provider_limits(vendor: Vendor) -> None:
    """What the provider publishes is enforced."""
    vendor.admin("POST", "/clock/freeze")
    name, many = vendor.limit
    limits = vendor.admin("GET", "/limits").json["limits"]
    [limit] = [limit for limit in limits if limit["id"].endswith(name)]
    assert (limit["limit"], limit["enforced"]) == (many, True)
    vendor.admin("POST", f"/limits/{limit['id']}/exhaust")
    assert vendor.says(vendor.write()) == vendor.words["too_many_requests"]


EXPECTED = {
    test.__name__.replace("_", "-"): test
    for test in (unauthorized, forbidden, conflict, rate_limited, flaky, slow, read_only_key, provider_limits)
}


@pytest.mark.parametrize("name", sorted(path.stem for path in SCENARIOS.iterdir()))
def test_a_shipped_scenario_does_what_it_says(vendor: Vendor, name: str) -> None:
    """Chosen by name at run time; a file without an expectation here fails."""
    expected: Callable[[Vendor], None] = EXPECTED[name]
    assert vendor.admin("PUT", "/scenario", {"name": name}).status == 200
    expected(vendor)


@pytest.mark.parametrize("name", sorted(path.stem for path in SCENARIOS.iterdir()))
def test_a_shipped_scenario_explains_itself(name: str) -> None:
    """The file begins with how to use it, and is called as its file is."""
    text = (SCENARIOS / f"{name}.yaml").read_text()
    assert text.startswith("# ")
    assert f"--scenario {name}" in text.partition("version:")[0]
    assert f"\nname: {name}\n" in text

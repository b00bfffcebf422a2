"""What Stripe's answers carry in their headers."""

import pytest

from mockserver.apis.stripe.versions import NEWEST
from tests.clients import Stripe
from tests.tables import each_row


def test_every_answer_has_an_id_and_a_version(stripe: Stripe) -> None:
    """Refusals too; no two requests have the same id."""
    answers = [stripe.get("/customers"), stripe.post("/customers", email="x"), stripe.get("/nope")]
    assert [answer.status for answer in answers] == [200, 400, 404]
    ids = {answer.headers["request-id"] for answer in answers}
    assert len(ids) == 3
    assert {len(id) for id in ids} == {18}
    assert {answer.headers["stripe-version"] for answer in answers} == {NEWEST}
    assert {answer.headers["cache-control"] for answer in answers} == {"no-cache, no-store"}
    assert {answer.headers["content-type"] for answer in answers} == {"application/json"}


def test_what_was_asked_with_comes_back(stripe: Stripe) -> None:
    """The key of a POST, the account, the version."""
    asked = {"Idempotency-Key": "k1", "Stripe-Account": "acct_a", "Stripe-Version": "2023-10-16"}
    answer = stripe.send("POST", "/customers", "", asked)
    assert {name: answer.headers[name.lower()] for name in asked} == asked
    assert "idempotency-key" not in stripe.send("GET", "/customers", "", asked).headers


@each_row("version", ["latest", "2026-13-01", "20261028", "2026-10-28.Endive", ""])
def test_a_version_that_is_none_is_refused(stripe: Stripe, version: str) -> None:
    answer = stripe.send("GET", "/customers", "", {"Stripe-Version": version})
    assert answer.refusal == (
        400, {"message": f"Invalid Stripe API version: {version}", "type": "invalid_request_error"},
    )  # fmt: skip


def test_the_account_has_a_version_of_its_own(stripe: Stripe) -> None:
    """For requests that name none, and for what its events are written in."""
    stripe.admin("PUT", "/settings/stripe", {"api_version": "2022-11-15"})
    assert stripe.get("/customers").headers["stripe-version"] == "2022-11-15"
    stripe.customer()
    assert stripe.admin("GET", "/data/stripe/events").json["records"][0]["api_version"] == "2022-11-15"


@pytest.mark.parametrize(
    ("version", "longest_name", "longest_value", "shortest_prefix"), [("2022-11-15", 30, 30, 3), (NEWEST, 40, 140, 1)]
)
def test_limits_are_those_of_the_version(
    stripe: Stripe, version: str, longest_name: int, longest_value: int, shortest_prefix: int
) -> None:
    """Custom fields grew, prefixes may be shorter."""
    field = "invoice_settings[custom_fields][0]"

    def status(name: int, value: int, prefix: int) -> int:
        form = f"{field}[name]={'n' * name}&{field}[value]={'v' * value}&invoice_prefix={'P' * prefix}"
        return stripe.send("POST", "/customers", form, {"Stripe-Version": version}).status

    assert status(longest_name, longest_value, shortest_prefix) == 200
    assert status(longest_name + 1, 1, 12) == 400
    assert status(1, longest_value + 1, 12) == 400
    assert status(1, 1, shortest_prefix - 1) == 400


@each_row("length", [31, 41, 5001])
def test_the_limit_that_is_told_is_that_of_the_version(stripe: Stripe, length: int) -> None:
    """Also of a text that is longer than today's."""
    form = f"invoice_settings[custom_fields][0][name]={'n' * length}"
    refused = stripe.send("POST", "/customers", form, {"Stripe-Version": "2022-11-15"})
    assert refused.refusal[1]["message"] == "Invalid string: nnnnnnnnnn...nnnnnnnnnn; must be at most 30 characters"


def test_an_old_version_takes_what_came_later_unless_it_is_strict(stripe: Stripe) -> None:
    """And knows what was taken away since."""
    old = {"Stripe-Version": "2022-11-15"}
    assert stripe.send("POST", "/customers", "business_name=Ada", old).status == 200
    stripe.admin("PUT", "/settings/stripe", {"strict_version": True})
    refused = stripe.send("POST", "/customers", "business_name=Ada", old)
    assert refused.refusal[1]["message"] == "Received unknown parameter: business_name"
    later = stripe.send("POST", "/customers", "business_name=Ada")
    assert later.status == 200


def test_browsers_are_met_as_stripe_meets_them(stripe: Stripe) -> None:
    """Any page may ask and read."""
    origin = {"Origin": "https://shop.example.com"}
    asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    preflight = stripe.caller.send("OPTIONS", "/v1/customers", asked, None)
    assert preflight.status == 204
    assert {name: value for name, value in preflight.headers.items() if name.startswith("access-control")} == {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, HEAD, PUT, PATCH, POST, DELETE",
        "access-control-allow-headers": "authorization",
        "access-control-max-age": "300",
    }
    answer = stripe.send("GET", "/customers", "", origin)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Request-Id" in answer.headers["access-control-expose-headers"]

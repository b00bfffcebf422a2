"""The configuration of an account."""

from typing import Any

import pytest

from tests.clients import ChargeOver

SCALAR = "must be text, a number, true, false or null"


def kept(account: ChargeOver) -> dict[str, Any]:
    """Give what is stored, by key."""
    records = account.admin("GET", "/data/chargeover/configuration").json["records"]
    return {record["key"]: record["value"] for record in records}


def test_values_are_kept_by_key(chargeover: ChargeOver) -> None:
    """As they were sent, whatever they are; a later one replaces an earlier one, and others stay."""
    first = chargeover.post("/_config", {"chargeoverjs_token": "abc", "a": 1, "b": True})
    second = chargeover.post("/_config", {"a": 2.5, "c": None, "d": ""})
    assert [(answer.status, answer.json) for answer in (first, second)] == [
        (200, {"code": 200, "status": "OK", "message": "", "details": {}, "response": True})
    ] * 2
    assert kept(chargeover) == {"chargeoverjs_token": "abc", "a": 2.5, "b": True, "c": None, "d": ""}


@pytest.mark.parametrize("body", [None, {}, []], ids=["no body", "{}", "[]"])
def test_a_request_without_keys_is_refused(chargeover: ChargeOver, body: Any) -> None:
    answer = chargeover.post("/_config", body)
    assert (answer.status, answer.json["message"]) == (400, "A required parameter was missing: No data.")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (["a"], "Missing or invalid parameter. The request body must be a JSON object."),
        (
            {"a": {"b": 1}, "c": [], "d": 1},
            f"Missing or invalid parameter. a {SCALAR}; c {SCALAR}.",
        ),
    ],
    ids=["a list", "nested"],
)
def test_what_is_no_value_is_refused(chargeover: ChargeOver, body: Any, message: str) -> None:
    """And nothing of the request is kept."""
    answer = chargeover.post("/_config", body)
    assert (answer.status, answer.json["message"], kept(chargeover)) == (400, message, {})


@pytest.mark.parametrize(
    ("method", "path", "command"),
    [("GET", "/_config", "list(_config, )"), ("GET", "/_config/a", "get(_config, a)")],
)
def test_values_cannot_be_read(chargeover: ChargeOver, method: str, path: str, command: str) -> None:
    """There is no such command."""
    answer = chargeover.send(method, path)
    assert answer.json["message"] == f"The command requested is not supported: {command}"
    assert answer.status == 400

"""Entries of bulk requests, and how one is sent."""

from typing import Any

from tests.clients import Answer, ChargeOver

Entry = dict[str, Any]


def entry(method: str, path: str, payload: Any = None) -> Entry:
    """Write an entry for a path below `/api/v3`."""
    return {"request_method": method, "uri": f"/api/v3{path}", "payload": payload}


def bulk(account: ChargeOver, *entries: Any) -> list[dict[str, Any]]:
    """Send entries together and give their answers."""
    answer = account.post("/_bulk", list(entries))
    assert (answer.status, list(answer.json["response"])) == (200, ["_bulk"]), answer.content
    answered: list[dict[str, Any]] = answer.json["response"]["_bulk"]
    return answered


def refusal(answer: Answer) -> tuple[int, Any, str]:
    """Give the status of a refusal, its response and its message."""
    return answer.status, answer.json["response"], answer.json["message"]

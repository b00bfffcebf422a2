"""What stands in for a fault where a WSGI server hides the client's socket."""

from typing import Any

import pytest

from tests.clients import Answer, Rebilly
from tests.tables import each_row

TEXT = "0123456789" * 10


def failed(rebilly: Rebilly, fault: Any, **rule: Any) -> Answer:
    """Give the answer to a creation that a fault is ordered for."""
    rebilly.admin("POST", "/rules", {"operation": "customers.create", "fault": fault, **rule})
    return rebilly.post("/customers", {})


@each_row("fault", ["connection_reset", "close", "hang"])
@pytest.mark.parametrize("effect", ["skip", "commit"])
def test_silence_is_a_bad_gateway(rebilly: Rebilly, fault: str, effect: str) -> None:
    """At once, in plain text, whatever was done."""
    answer = failed(rebilly, fault, effect=effect)
    assert (answer.status, answer.headers["x-mock-fault"], answer.headers["content-type"]) == (502, fault, "text/plain")
    assert answer.content == f"The fault {fault} cannot be shown by this server.\n".encode()
    assert len(rebilly.get("/customers").json) == (1 if effect == "commit" else 0)


@each_row(
    ("fault", "kind", "length"),
    [
        ("empty_response", "empty_response", 0),
        ({"truncate": "40%"}, "truncate", 40),
        ("malformed", "malformed", 50),
        ({"wrong_length": "10%"}, "wrong_length", 10),
        ({"dribble": "10m"}, "dribble", 100),
    ],
    ids=str,
)
def test_a_spoilt_answer_keeps_as_much_of_its_body_as_a_client_would_get(
    rebilly: Rebilly, fault: Any, kind: str, length: int
) -> None:
    """With its own status; the server gives it a length that is right."""
    answer = failed(rebilly, fault, respond={"status": 409, "body": TEXT})
    assert (answer.status, answer.headers["x-mock-fault"], answer.content) == (409, kind, TEXT[:length].encode())
    assert (answer.headers["x-mock-rule"], answer.headers["content-length"]) == ("rule-1", str(length))


def test_the_journal_says_what_was_ordered(rebilly: Rebilly) -> None:
    """The fault, and no answer: what stood in is none of the API's."""
    failed(rebilly, "close")
    [entry] = rebilly.admin("GET", "/requests").json["requests"]
    assert (entry["fault"], entry["response"]) == ("close", None)

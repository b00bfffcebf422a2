"""What a fault does to the exchange it ends: to its connection, its records, its journal and its neighbours."""

import json
from typing import Any

import pytest

from tests.clients import KEY
from tests.wire.places import Place, is_reset, parted

pytestmark = pytest.mark.usefixtures("nothing_is_logged")

ALL = ("connection_reset", "close", {"hang": "10ms"}, "empty_response", "truncate", "malformed", "wrong_length",
       {"dribble": "10ms"})  # fmt: skip


@pytest.mark.parametrize("fault", ALL, ids=str)
def test_a_fault_says_that_the_connection_ends_and_ends_it(place: Place, fault: Any) -> None:
    """Whatever came before on it, nothing comes after."""
    line = place.dial()
    line.request("GET", place.customers)
    assert line.answer()[0] == 200
    place.order(fault=fault)
    line.request("GET", place.customers)
    try:
        answer = line.rest()
    except ConnectionResetError:
        answer = b""
    assert not answer or parted(answer)[1]["connection"] == "close"


def test_a_fault_spoils_the_operations_own_answer(place: Place) -> None:
    """What was asked for is done."""
    place.order(fault="truncate")
    first, headers, body = parted(place.failed("POST", b'{"locale": "en"}'))
    assert first == b"HTTP/1.1 201 Created"
    [made] = place.ask("GET", place.customers)[1]
    whole = json.dumps(made, separators=(",", ":")).encode()
    assert int(headers["content-length"]) == len(whole)
    assert body == whole[: len(whole) // 2]
    assert {"date", "content-type", "location", "x-mock-rule"} <= set(headers)


@pytest.mark.parametrize(("effect", "made"), [({}, 0), ({"effect": "skip"}, 0), ({"effect": "commit"}, 1)], ids=str)
@pytest.mark.parametrize("fault", ["connection_reset", "close", {"hang": "1ms"}], ids=str)
def test_silence_says_nothing_of_what_was_done(place: Place, fault: Any, effect: dict[str, str], made: int) -> None:
    """`effect` decides; without it nothing was done."""
    place.order(operation="customers.create", fault=fault, **effect)
    line = place.dial()
    line.request("POST", place.customers, b"{}")
    assert line.closed()
    assert len(place.ask("GET", place.customers)[1]) == made


def test_a_refusal_can_be_lost_too(place: Place) -> None:
    """The operation was asked, said no, and nobody hears of it."""
    place.order(fault="close", effect="commit")
    assert place.failed("POST", b'{"primaryAddress": {"country": "Atlantis"}}') == b""
    assert place.ask("GET", place.customers)[1] == []


@pytest.mark.parametrize("fault", ALL, ids=str)
def test_a_fault_alone_fires_once(place: Place, fault: Any) -> None:
    """So that the retry gets through."""
    place.order(operation="customers.list", fault=fault)
    line = place.dial()
    line.request("GET", place.customers)
    line.closed()
    assert place.ask("GET", place.customers) == (200, [])


def test_a_fault_can_come_again(place: Place) -> None:
    place.order(operation="customers.list", fault="close", times=2)
    assert [place.failed() for _ in range(2)] == [b"", b""]
    assert place.ask("GET", place.customers)[0] == 200


def test_answers_before_a_fault_arrive_and_requests_after_it_are_not_carried_out(place: Place) -> None:
    """Three requests in one packet, of which the second fails."""
    place.order(operation="customers.create", when={"calls": 2}, fault="connection_reset", effect="commit")
    head = f"POST {place.customers} HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\nContent-Length: 2\r\n\r\n{{}}"
    line = place.dial()
    line.send(head.encode() * 3)
    assert line.answer()[0] == 201
    assert is_reset(line)
    assert len(place.ask("GET", place.customers)[1]) == 2


def test_a_request_in_chunks_can_meet_a_fault(place: Place) -> None:
    place.order(operation="customers.create", fault="empty_response")
    line = place.dial()
    head = f"POST {place.customers} HTTP/1.1\r\nHost: x\r\nREB-APIKEY: {KEY}\r\nTransfer-Encoding: chunked\r\n\r\n"
    line.send(f'{head}9\r\n{{"locale"\r\n6\r\n:"en"}}\r\n0\r\n\r\n'.encode())
    assert parted(line.rest())[0] == b"HTTP/1.1 201 Created"
    [made] = place.ask("GET", place.customers)[1]
    assert made["locale"] == "en"


@pytest.mark.parametrize("fault", ALL, ids=str)
def test_the_journal_says_the_fault(place: Place, fault: Any) -> None:
    """And what went out, where anything did."""
    place.order(operation="customers.create", fault=fault, effect="commit")
    line = place.dial()
    line.request("POST", place.customers, b"{}")
    line.closed()
    [entry] = place.journal()
    kind = fault if isinstance(fault, str) else next(iter(fault))
    assert (entry["rule"], entry["fault"]) == ("rule-1", kind)
    silent = kind in ("connection_reset", "close", "hang")
    assert entry["response"] is None if silent else entry["response"]["status"] == 201


def test_a_request_can_ask_for_a_fault_itself(place: Place) -> None:
    """For clients that can set a header and nothing else."""
    _, headers, body = parted(place.failed("POST", b"{}", "X-Mock-Fault: truncate: 10%\r\n"))
    assert len(body) == int(headers["content-length"]) // 10


def test_a_key_that_is_refused_meets_no_fault(place: Place) -> None:
    """What an idempotency key refuses is refused at once, before the rule is followed."""
    form = f"Host: x\r\nAuthorization: Bearer sk_test_{place.organization}\r\nIdempotency-Key: k\r\n"
    place.order(when={"calls": 2}, fault="close", effect="commit")
    line = place.dial()
    for name, status in (("Ada", 200), ("Bea", 400)):
        line.send(f"POST /v1/customers HTTP/1.1\r\n{form}Content-Length: 8\r\n\r\nname={name}".encode())
        assert line.answer()[0] == status
    assert [(entry["rule"], entry["fault"]) for entry in place.journal()] == [(None, None), (None, None)]

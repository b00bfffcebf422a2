"""Faults mean the same in every API: what is lost, what was done all the same, and what a retry finds."""

from typing import Any

import pytest
import requests

from mockserver.testing.server import MockServer
from tests.clients import Answer, InProcess, OverHttp
from tests.conformance.conftest import Subject
from tests.conformance.samples import Sample

SILENT_FAULTS: list[Any] = ["connection_reset", "close", {"hang": "10ms"}]
DAMAGING_FAULTS: list[Any] = ["truncate", "malformed"]
"""Faults that a client notices by itself; of the others it has to make sense."""


@pytest.fixture
def live_subject(sample: Sample, live: MockServer, organization: str) -> Subject:
    """One API over a real socket."""
    return Subject(sample, OverHttp(live.url), live.sandbox, organization)


@pytest.fixture
def hidden_subject(sample: Sample, application: InProcess, organization: str) -> Subject:
    """One API behind a server that hides its sockets."""
    return Subject(sample, application, application.sandbox, organization)


def keyed(subject: Subject) -> dict[str, str]:
    """Give headers with an idempotency key, where the API has such."""
    return {subject.key_header: "k"} if subject.key_header else {}


def lost(subject: Subject, headers: dict[str, str] | None = None) -> bool:
    """Create, and say whether the client gets no answer of it that it can read."""
    try:
        subject.create(headers)
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        return True
    return False


def succeeded(answer: Answer) -> bool:
    return answer.status in (200, 201)


@pytest.mark.parametrize("fault", SILENT_FAULTS, ids=str)
def test_a_request_that_is_lost_has_done_nothing(live_subject: Subject, fault: Any) -> None:
    """The retry is the first that is carried out."""
    live_subject.rule(fault=fault)
    assert lost(live_subject)
    assert live_subject.made() == 0
    assert succeeded(live_subject.create())
    assert live_subject.made() == 1


@pytest.mark.parametrize("fault", [*SILENT_FAULTS, *DAMAGING_FAULTS], ids=str)
def test_an_answer_that_is_lost_has_been_given(live_subject: Subject, fault: Any) -> None:
    """With `effect: commit` the operation is done, and without a key done again by the retry."""
    live_subject.rule(fault=fault, effect="commit")
    assert lost(live_subject)
    assert live_subject.made() == 1
    assert succeeded(live_subject.create())
    assert live_subject.made() == 2


@pytest.mark.parametrize("fault", [*SILENT_FAULTS, *DAMAGING_FAULTS], ids=str)
def test_with_a_key_the_retry_gets_the_answer_that_was_lost(live_subject: Subject, fault: Any) -> None:
    """Nothing is done twice, and the answer is the genuine one. An API without keys does it twice."""
    key = keyed(live_subject)
    live_subject.rule(fault=fault, effect="commit")
    assert lost(live_subject, key)
    retried = live_subject.create(key)
    assert succeeded(retried)
    assert live_subject.made() == (1 if key else 2)
    sample = live_subject.sample
    assert sample.shows(live_subject.send(sample.read(live_subject.tenant, retried)), retried)


@pytest.mark.parametrize("fault", SILENT_FAULTS, ids=str)
def test_a_key_whose_request_was_lost_is_as_good_as_new(live_subject: Subject, fault: Any) -> None:
    """A fault is never remembered, so that no retry meets it for ever."""
    key = keyed(live_subject)
    live_subject.rule(fault=fault, times=2)
    assert [lost(live_subject, key) for _ in range(3)] == [True, True, False]
    assert live_subject.made() == 1


def test_an_error_can_be_cut_short(live_subject: Subject) -> None:
    """The vendor's words for it, as far as they come."""
    live_subject.rule(respond={"error": "server_error"}, fault="empty_response")
    answer = live_subject.create()
    assert (answer.status, answer.content) == (live_subject.sample.statuses["server_error"], b"")
    assert live_subject.made() == 0


@pytest.mark.parametrize("fault", ["connection_reset", "close", "hang"])
def test_a_server_that_hides_its_sockets_says_what_it_cannot_show(hidden_subject: Subject, fault: str) -> None:
    """502, and the name of the fault. Nothing was done, as with the fault itself."""
    hidden_subject.rule(fault=fault)
    answer = hidden_subject.create()
    assert (answer.status, answer.headers["x-mock-fault"]) == (502, fault)
    assert hidden_subject.made() == 0
    assert succeeded(hidden_subject.create())


def test_the_journal_tells_of_the_fault(live_subject: Subject) -> None:
    live_subject.rule(id="broken", fault="connection_reset", effect="commit")
    lost(live_subject)
    [entry] = live_subject.admin("GET", "/requests").json["requests"]
    assert (entry["rule"], entry["fault"], entry["response"]) == ("broken", "connection_reset", None)

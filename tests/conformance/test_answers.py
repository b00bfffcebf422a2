"""What every API answers: its records, and its own words for no."""

import pytest

from mockserver.core.problems import KINDS
from tests.conformance.conftest import Subject
from tests.conformance.samples import Sample


def test_a_created_record_can_be_read(subject: Subject) -> None:
    """What was answered is stored."""
    created = subject.create()
    assert created.status in (200, 201)
    read = subject.send(subject.sample.read(subject.tenant, created))
    assert read.status == 200
    assert subject.sample.shows(read, created)


def test_a_record_belongs_to_one_tenant(subject: Subject) -> None:
    """Another tenant does not see it."""
    created, other = subject.create(), f"{subject.tenant}-other"
    read = subject.send(subject.sample.read(other, created), tenant=other)
    assert read.status == 404


def test_head_answers_the_headers_of_get(subject: Subject) -> None:
    """A HEAD is a GET without its body."""
    request = subject.sample.read(subject.tenant, subject.create())
    credentials = subject.sample.credentials(subject.tenant)
    answer = subject.caller.send("HEAD", request.target, credentials, None)
    assert (answer.status, answer.content) == (200, b"")


def test_a_record_that_breaks_a_rule_is_refused_and_not_stored(subject: Subject) -> None:
    """A refusal leaves nothing behind, not even a used id."""
    subject.create()
    with subject.sandbox.store.transaction(subject.tenant) as transaction:
        counted = transaction.counter(f"{subject.sample.api}.{subject.sample.counter}")
    answer = subject.send(subject.sample.invalid(subject.tenant))
    assert answer.status == subject.sample.statuses["invalid"]
    with subject.sandbox.store.transaction(subject.tenant) as transaction:
        assert counted
        assert transaction.counter(f"{subject.sample.api}.{subject.sample.counter}") == counted


def test_a_body_that_cannot_be_read_is_refused(subject: Subject) -> None:
    """A broken body is the caller's mistake, not the server's."""
    answer = subject.send(subject.sample.broken(subject.tenant))
    assert answer.status == subject.sample.statuses["malformed"]
    assert answer.json


def test_an_unknown_address_is_answered_by_its_api(subject: Subject) -> None:
    """No page of a web framework reaches a client."""
    answer = subject.send(subject.sample.unknown(subject.tenant))
    assert answer.status == (subject.sample.unknown_address or subject.sample.statuses["not_found"])
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json


def test_a_wrong_verb_is_answered_by_its_api(subject: Subject) -> None:
    """The verb is named, in the API's own form."""
    request = subject.sample.create(subject.tenant)
    credentials = subject.sample.credentials(subject.tenant)
    answer = subject.caller.send("PATCH", request.target, credentials, request.body)
    assert answer.status == subject.sample.statuses["method_not_allowed"]
    assert answer.json


def test_a_body_beyond_the_bound_is_refused(subject: Subject) -> None:
    """The bound holds before the body is read, and the answer is the API's own."""
    request = subject.sample.create(subject.tenant)
    credentials = subject.sample.credentials(subject.tenant)
    answer = subject.caller.send("POST", request.target, credentials, b"x" * (1_048_576 + 1))
    assert answer.status == subject.sample.statuses["too_large"]
    assert answer.json


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_named_error_has_a_form_in_every_api(subject: Subject, kind: str) -> None:
    """A scenario's error comes out with the vendor's status, as JSON, marked with its rule."""
    subject.rule(id="injected", respond={"error": kind})
    answer = subject.create()
    assert answer.status == subject.sample.statuses[kind]
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-mock-rule"] == "injected"
    assert answer.json


def test_the_sample_names_a_status_for_every_kind(sample: Sample) -> None:
    """A new kind of problem is not forgotten in any API."""
    assert set(sample.statuses) == set(KINDS)

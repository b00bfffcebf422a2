"""Every API's records, ids and keys come back with a snapshot."""

from typing import Any

import pytest

from tests.clients import Answer
from tests.conformance.conftest import Subject

FROZEN = {"at": "2026-01-15T10:00:00Z"}


def said(answer: Answer) -> tuple[int, dict[str, str], bytes]:
    """Give all of an answer but what the server's own time says."""
    return answer.status, {name: value for name, value in answer.headers.items() if name != "date"}, answer.content


@pytest.fixture
def frozen(subject: Subject) -> Subject:
    subject.admin("POST", "/clock/freeze", FROZEN)
    return subject


def conversation(subject: Subject) -> list[Any]:
    """Create twice, read both, be refused, and be refused by a rule."""
    created = [subject.create(), subject.create({"X-Mock-Error": "conflict"}), subject.create()]
    read = [subject.send(subject.sample.read(subject.tenant, answer)) for answer in (created[0], created[2])]
    refused = subject.send(subject.sample.invalid(subject.tenant))
    return [said(answer) for answer in (*created, *read, refused)]


def test_the_same_calls_get_the_same_answers_again(frozen: Subject) -> None:
    """Ids, times, headers: whatever was asked before and after, and also where the state comes from a document."""
    frozen.create()
    assert frozen.admin("POST", "/snapshots", {"name": "base"}).status == 201
    first = conversation(frozen)
    assert frozen.admin("POST", "/snapshots/base/restore").status == 200
    assert conversation(frozen) == first
    document = frozen.admin("GET", "/snapshots/base").json
    assert frozen.admin("PUT", "/snapshots/copy", document).status == 200
    assert frozen.admin("POST", "/snapshots/copy/restore").status == 200
    assert conversation(frozen) == first


def test_a_reset_tenant_answers_as_a_new_one(frozen: Subject) -> None:
    """Request ids included."""
    first = conversation(frozen)
    frozen.admin("POST", "/reset")
    frozen.admin("POST", "/clock/freeze", FROZEN)
    assert conversation(frozen) == first


def test_a_document_says_the_same_however_it_came(frozen: Subject) -> None:
    """Taken, put, restored and taken again."""
    conversation(frozen)
    frozen.admin("POST", "/snapshots", {"name": "base"})
    document = frozen.admin("GET", "/snapshots/base")
    frozen.admin("PUT", "/snapshots/copy", document.json)
    assert frozen.admin("GET", "/snapshots/copy").content == document.content
    frozen.admin("POST", "/reset")
    frozen.admin("POST", "/snapshots/copy/restore")
    frozen.admin("POST", "/snapshots", {"name": "again"})
    assert frozen.admin("GET", "/snapshots/again").content == document.content

"""What no client would send as a credential is refused, and breaks nothing."""

import pytest

from tests.conformance.conftest import Subject


@pytest.mark.parametrize("value", ["Basic \xe9", "Basic ====", "Basic /w==", "Bearer \xe9", "Basic", ""])
def test_a_credential_that_cannot_be_read_is_refused(subject: Subject, value: str) -> None:
    """As one that is not accepted, in the words of the API."""
    request = subject.sample.create(subject.tenant)
    headers = {**request.headers, "Authorization": value}
    answer = subject.caller.send(request.method, request.target, headers, request.body)
    assert answer.status == subject.sample.statuses["unauthenticated"]

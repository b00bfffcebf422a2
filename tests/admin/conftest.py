"""The control plane, in process, for an organization of the test's own."""

from typing import Any

import pytest

from tests.clients import Answer, Rebilly


class Admin:
    """Calls to the control plane for one tenant, and the Rebilly client they are about."""

    def __init__(self, rebilly: Rebilly) -> None:
        self.rebilly = rebilly

    def afresh(self) -> "Admin":
        """Return the calls for another tenant."""
        return Admin(self.rebilly.afresh())

    def __call__(self, method: str, path: str, body: Any = None, *, expect: int = 200) -> Any:
        """Call a path of the tenant; the status has to be the expected one."""
        answer = self.rebilly.admin(method, path, body)
        assert answer.status == expect, answer.content
        return answer.json if answer.content else None

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        """Call a path that is refused, and give the status and the detail of its problem."""
        return problem(self.rebilly.admin(method, path, body))


def problem(answer: Answer) -> tuple[int, str]:
    """Read problem details, in the form the control plane promises."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["status"] == answer.status
    assert set(answer.json) >= {"type", "title", "status", "detail"}
    return answer.status, answer.json["detail"]


@pytest.fixture
def admin(rebilly: Rebilly) -> Admin:
    return Admin(rebilly)

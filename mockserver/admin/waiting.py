"""Answers that wait until the journal says what was asked for."""

from collections.abc import Callable
from typing import TypeVar

from flask import request

from mockserver.admin.plane import Plane
from mockserver.admin.problems import AdminProblem
from mockserver.sandbox.journal.waiting import WAIT, Wait, block
from mockserver.sandbox.tenancy.tenant import Tenant

Found = TypeVar("Found")

LOOK_AGAIN = 0.1
"""Seconds after which it is looked again whose journal is meant, where nobody says so and there is no tenant yet."""


class NotYet(AdminProblem):
    """The edge is to put the request again; nobody sees this answer."""

    def __init__(self) -> None:
        super().__init__(503, "Not yet.")


def until(plane: Plane, within: float, ask: Callable[[Tenant], tuple[bool, Found]]) -> Found:
    """Ask until the answer will do, or `within` seconds of real time are over; then give what was found last.

    Where the edge can wait by itself no thread is held meanwhile.
    """
    given: Wait | None = request.environ.get(WAIT)
    wait = given or Wait()
    while True:
        tenant = plane.tenant()
        seen = tenant.journal.changes
        will_do, found = ask(tenant)
        longest = LOOK_AGAIN if tenant is plane.sandbox.defaults else within
        if will_do or not wait.goes_on(tenant.journal, seen, within, longest):
            return found
        if given:
            raise NotYet
        block(wait)
        wait.put_again(last=False)

"""Stripe's own Node library knows every operation of the sandbox, and every operation knows it."""

from collections.abc import Sequence
from typing import Any

import pytest

from mockserver.testing.server import MockServer
from tests.clients import Stripe
from tests.sdks.operations import Run, operation
from tests.sdks.stripe_account import reached
from tests.sdks.stripe_node import StripeNode
from tests.sdks.stripe_operations import CASES, Case, check

pytestmark = pytest.mark.sdk


@pytest.mark.parametrize("name", CASES)
def test_operations(stripe_node: StripeNode, account: Stripe, name: str) -> None:
    """The library's method reaches the operation, which answers what the method promises."""

    def call(case: Case, arguments: Sequence[Any]) -> Any:
        options = [{"apiVersion": case.version}] if case.version else []
        return stripe_node.call(case.node, *arguments, *options).value

    check(Run(CASES, call), name)
    last = reached(account)[-1]
    assert (last["operation"], last["response"]["status"]) == (operation(name), 200)


def test_no_operation_is_forgotten(live: MockServer) -> None:
    """What the API serves is what is called here."""
    assert {operation(name) for name in CASES} == {route.operation for route in live.sandbox.apis["stripe"].routes}

"""Chargebee's own libraries know every operation of the sandbox, and every operation knows them."""

from collections.abc import Sequence
from typing import Any

import pytest
from chargebee import Chargebee as Client

from mockserver.testing.server import MockServer
from tests.clients import Chargebee
from tests.sdks.chargebee_node import ChargebeeNode, named
from tests.sdks.chargebee_operations import CASES, WITHOUT_METHOD, Case, check, filled, prepare
from tests.sdks.chargebee_python import call, plain
from tests.sdks.chargebee_site import reached
from tests.sdks.operations import Run, operation

pytestmark = pytest.mark.sdk


@pytest.fixture
def prepared(site: Chargebee) -> Chargebee:
    """A site with what operations need."""
    prepare(site)
    return site


def last(site: Chargebee) -> tuple[str, int]:
    """Give the operation that came last, and its status."""
    entry = reached(site)[-1]
    return entry["operation"], entry["response"]["status"]


@pytest.mark.parametrize("name", CASES)
def test_operations_in_python(chargebee_client: Client, prepared: Chargebee, name: str) -> None:
    """The client's method reaches the operation, which answers what the method promises."""

    def answered(case: Case, arguments: Sequence[Any]) -> Any:
        return plain(call(chargebee_client, case.method, *[filled(prepared, argument) for argument in arguments]))

    check(Run(CASES, answered), name)
    assert last(prepared) == (operation(name), 200)


@pytest.mark.parametrize("name", CASES)
def test_operations_in_node(chargebee_node: ChargebeeNode, prepared: Chargebee, name: str) -> None:
    """The library's method reaches the operation, which answers what the method promises."""

    def answered(case: Case, arguments: Sequence[Any]) -> Any:
        return chargebee_node.call(named(case.method), *[filled(prepared, argument) for argument in arguments]).value

    check(Run(CASES, answered), name)
    assert last(prepared) == (operation(name), 200)


def test_no_operation_is_forgotten(live: MockServer) -> None:
    """What the API serves is what is called here, but for what neither library can call."""
    served = {route.operation for route in live.sandbox.apis["chargebee"].routes}
    assert {operation(name) for name in CASES} == served - WITHOUT_METHOD
    assert served >= WITHOUT_METHOD

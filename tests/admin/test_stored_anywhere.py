"""Every collection of every API: members of another kind are refused, or change nothing in that the API answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from mockserver.core.registry import registered
from mockserver.core.stored import KINDS
from tests.admin.made import Client, made

ANYTHING: Sequence[Any] = ("x", 5, True, [7], {"x": {"y": 1}}, None)
"""A value of each kind; null takes a member away."""

DEEPEST = 3

MOST_RECORDS = 3

Place = tuple[str | int, ...]


@pytest.fixture(scope="module")
def tenants() -> dict[str, Client]:
    return {}


@pytest.fixture(params=[api.name for api in registered()])
def client(request: pytest.FixtureRequest, tenants: dict[str, Client]) -> Client:
    api = request.param
    tenants[api] = tenants.get(api) or made(api)
    return tenants[api]


def test_members_of_another_kind_are_refused_or_harmless(client: Client, api: str) -> None:
    wrong = []
    _ = [wrong.append(x) for x in failures(client, api)]
    assert wrong == []

"""Every collection of every API: members of another kind are refused, or the API answers all the same."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache
from itertools import permutations
from typing import Any

import pytest

from mockserver.core.api.model import Api, Route
from mockserver.core.api.shapes import KINDS
from mockserver.registry import registered
from tests import stored
from tests.admin.made import made
from tests.clients import Client
from tests.conformance.samples import sample_of
from tests.stored.__main__ import written

Place = tuple[str | int, ...]

ANYTHING: Sequence[Any] = ("x", 5, True, [7], {"x": {"y": 1}}, None)
"""A value of each kind; null takes a member away."""

DEEPEST = 4
"""Levels of members that are replaced."""

MOST_RECORDS = 3
"""Records of a collection that are tried: the first ones, which have the most members."""

_OWNERS = ("customer", "customerId", "customer_id", "relatedId", "resourceId")
_ARGUMENT = re.compile(r"<[^>]+>")


@cache
def start(api: str) -> tuple[Client, Mapping[str, Any], Sequence[Route]]:
    """Return a client of a tenant with records in all collections, these, and what it can ask."""
    client, sandbox = made(api)
    assert client.admin("POST", "/snapshots", {"name": "start"}).status == 201
    return client, client.admin("GET", "/snapshots/start").json["records"][api], sandbox.apis[api].routes


def again(client: Client) -> None:
    assert client.admin("POST", "/snapshots/start/restore").status == 200


@pytest.mark.parametrize("api", [api.name for api in registered()])
def test_what_an_api_stores_has_the_shapes_that_are_kept(api: str) -> None:
    """Where this fails, `python -m tests.stored` writes the shapes anew."""
    _, sandbox = made(api)
    assert stored.strangers(sandbox) == []


@pytest.mark.parametrize("api", [api.load() for api in registered()], ids=lambda api: str(api.name))
def test_shapes_are_kept_as_they_are_written(api: Api) -> None:
    """Each collection has one, and the program has written the file."""
    assert api.stored
    text = api.stored.read_text("utf-8")
    assert set(json.loads(text)) == {collection.name for collection in api.collections}
    assert written(json.loads(text)) == text


COLLECTIONS = [(api.name, collection.name) for api in registered() for collection in api.load().collections]


@pytest.mark.parametrize(("api", "collection"), COLLECTIONS)
def test_members_of_another_kind_are_refused_or_harmless(api: str, collection: str) -> None:
    client, records, routes = start(api)
    refused = 0
    for entry in records[collection][:MOST_RECORDS]:
        id, record = entry["id"], entry["record"]
        for value in ANYTHING:
            for depth in range(1, DEEPEST + 1):
                places = [place for place in inside(record, depth) if is_other(record, place, value)]
                again(client)
                accepted = patched(client, f"/data/{api}/{collection}/{id}", record, places, value)
                refused += len(places) - len(accepted)
                if accepted:
                    told = f"{collection} {id} with {value!r} at {accepted}"
                    assert failures(client, routes, id, record) == [], told
    assert refused


@pytest.mark.parametrize(("api", "collection"), COLLECTIONS)
def test_a_record_that_an_api_fails_at_is_named(api: str, collection: str) -> None:
    """Stored raw: the client gets the provider's own 500, and the journal says which record it is."""
    client, records, routes = start(api)
    [entry, *_] = records[collection]
    id, record = entry["id"], entry["record"]
    again(client)
    client.admin("POST", "/reset?only=journal")
    assert client.admin("PATCH", f"/data/{api}/{collection}/{id}?raw=true", dict.fromkeys(record, 5)).status == 200
    failed = failures(client, routes, id, record)
    refusals = [each["refusal"] for each in client.admin("GET", "/requests?status=500").json["requests"]]
    assert len(refusals) == len(failed)
    assert failed or collection not in sample_of(api).fails_at
    for refusal in refusals:
        assert refusal["kind"] == "server_error"
        assert f" {api}.{collection} {id!r} (" in refusal["detail"]


def inside(value: Any, depth: int) -> Iterator[Place]:
    """Walk the places that are so many levels deep in a value."""
    if depth == 0:
        yield ()
        return
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in members:
        yield from ((name, *place) for place in inside(member, depth - 1))


def is_other(record: Any, place: Place, value: Any) -> bool:
    for name in place:
        record = record[name]
    return KINDS[type(record)] != KINDS[type(value)]


def patched(client: Client, path: str, record: Mapping[str, Any], places: Sequence[Place], value: Any) -> list[Place]:
    """Put a value at all places that may have it, and return these; the others are named by the refusal."""
    left = [*places]
    while left:
        answer = client.admin("PATCH", path, patch(record, left, value))
        if answer.status == 200:
            break
        assert answer.status == 422, answer.content
        wrong = [tuple(error["path"]) for error in answer.json["errors"]]
        kept = [place for place in left if not any(error[: len(place)] == place for error in wrong)]
        assert len(kept) < len(left), answer.content
        left = kept
    return left


def patch(record: Mapping[str, Any], places: Sequence[Place], value: Any) -> Mapping[str, Any]:
    """Write a merge patch, which names members alone and lists as a whole."""
    changed: Any = deepcopy(record)
    for *above, last in places:
        inner = changed
        for name in above:
            inner = inner[name]
        inner[last] = value
    told: dict[Any, Any] = {}
    for place in places:
        part, now = told, changed
        for left, name in zip(range(len(place) - 1, -1, -1), place, strict=True):
            now = now[name]
            if left == 0 or isinstance(now, list):
                part[name] = now
                break
            part = part.setdefault(name, {})
    return told


def failures(client: Client, routes: Sequence[Route], id: str, record: Mapping[str, Any]) -> list[str]:
    """Ask the API for everything that may be about a record, and let it change that; give what it failed at."""
    words = [*re.split("[/:]", id), *(str(record[name]) for name in _OWNERS if record.get(name))]
    failed = []
    for route in routes:
        if route.method == "DELETE":
            continue
        parts = _ARGUMENT.split(route.path)
        for chosen in permutations(dict.fromkeys(words), len(parts) - 1):
            path = "".join(map("".join, zip(parts, (*chosen, ""), strict=True)))
            answer = client.send(route.method, path) if route.method == "GET" else client.send(route.method, path, {})
            if answer.status == 500:
                failed.append(f"{route.method} {path}")
    return failed

"""Arguments of paths, as everybody reads them who is not the router."""

from dataclasses import replace

from mockserver.core.api.model import Api, Call, Response, Route, Seeding
from mockserver.core.api.openapi import document
from mockserver.core.documents import parse
from mockserver.core.http.reply import Reply
from mockserver.sandbox.fixtures import load
from tests.core.toy import call, sandbox, toy


def own_toy(call: Call) -> Reply:
    owner = call.arguments["owner"]
    call.records.put("toys", owner, {"id": owner})
    return Reply.json(201, owner)


def show_toy(call: Call) -> Reply:
    return Reply.json(200, call.records.get("toys", call.arguments["owner"]))


owned: Api = replace(
    toy,
    mounts=("/api", "/<path:prefix>/api"),
    routes=(
        Route("PUT", "/of/<path:owner>/toys", "toys.own", "OwnToy", own_toy, "Own a toy", {201: Response()}),
        Route("GET", "/of/<path:owner>/toys", "toys.show", "ShowToy", show_toy, "Show a toy", {200: Response()}),
    ),
    fixtures={"toys": Seeding("toys.own")},
)


def test_an_argument_that_may_hold_slashes_is_documented_as_any_other() -> None:
    """OpenAPI has no word for it."""
    [(path, operations)] = document(owned)["paths"].items()
    assert path == "/api/of/{owner}/toys"
    assert operations["put"]["parameters"] == [
        {"in": "path", "name": "owner", "required": True, "schema": {"type": "string"}}
    ]


def test_a_fixture_fills_it() -> None:
    """From the member of its name."""
    server = sandbox(api=owned)
    text = "version: 1\ntoy: { tenants: { child: { toys: [{ owner: a/b }] } } }"
    assert load(server, parse(text, "x.yaml")) == {"toy": {"child": {"toys": 1}}}
    assert call(server, "GET", "/some/where/api/of/a/b/toys") == (200, {"id": "a/b"})

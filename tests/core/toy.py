"""A vendor nobody has heard of: the least an API can be, to try the core without any real one."""

import json
from pathlib import Path
from typing import Any

from mockserver.core.api import Api, Call, Reply, Response, Route
from mockserver.core.auth import Identity
from mockserver.core.bodies import decode_json
from mockserver.core.exchange import Exchange
from mockserver.core.problems import Invalid, Problem
from mockserver.core.sandbox import Sandbox, drive
from mockserver.core.scenarios.library import Library
from mockserver.core.store import Collection, Store
from mockserver.core.store.tinydb import TinyStore


def create_toy(call: Call) -> Reply:
    id = call.mint("toy")
    call.records.put("toys", id, {"id": id, "made": call.now.isoformat()})
    if call.body == {"break": True}:
        raise ZeroDivisionError("a secret of the implementation")
    if call.body == {"invalid": True}:
        raise Invalid("no")
    return Reply.json(201, {"id": id})


def count_toys(call: Call) -> Reply:
    return Reply.json(200, call.records.count("toys"))


def render(problem: Problem, exchange: Exchange) -> Reply:
    return Reply.json(400, {"toy": problem.kind, "because": problem.detail})


toy = Api(
    name="toy",
    title="Toy",
    prefix="/toys",
    mounts=("",),
    routes=(
        Route("POST", "/toys", "toys.create", "MakeToy", create_toy, "Make a toy", {201: Response()}),
        Route("GET", "/toys/count", "toys.count", "CountToys", count_toys, "Count toys", {200: Response()}),
    ),
    collections=(Collection("toys"),),
    identify=lambda exchange, any_key: Identity("key", "key", exchange.headers.get("tenant", "child")),
    decode=lambda exchange: decode_json(exchange.body),
    render=render,
    stamp=lambda exchange, reply, allowance: None,
)


def sandbox(store: Store | None = None, **options: Any) -> Sandbox:
    return Sandbox([toy], store or TinyStore(), Library([Path("scenarios")], [toy]), **options)


def call(sandbox: Sandbox, method: str, path: str, body: Any = None, waits: list[float] | None = None) -> Any:
    """Run one exchange; give its status and JSON."""
    exchange = Exchange(
        method=method,
        target=path,
        path=path,
        query_string="",
        headers={},
        body=b"" if body is None else json.dumps(body).encode(),
        base_url="http://toy.example.com",
        match=sandbox.router.find(method, path),
    )
    reply = drive(sandbox.answer(exchange), (waits if waits is not None else []).append)
    return reply.status, json.loads(reply.content)

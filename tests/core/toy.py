"""A vendor nobody has heard of: the least an API can be, to try the core without any real one.

`toy` knows no idempotency keys; `keyed` is the same with them.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mockserver.core.api.idempotency import Idempotency
from mockserver.core.api.manifest import Manifest
from mockserver.core.api.model import Api, Call, Exchange, Response, Route
from mockserver.core.api.receivers import Delivery
from mockserver.core.http.auth import Identity
from mockserver.core.http.bodies import decode_json
from mockserver.core.http.reply import Reply
from mockserver.core.limits.limiter import Allowance
from mockserver.core.problems import Declined, Invalid, Malformed, Problem
from mockserver.core.store import Collection, Store
from mockserver.core.store.tinydb import TinyStore
from mockserver.sandbox.sandbox import Sandbox, drive
from mockserver.scenarios.format.library import Library


def create_toy(call: Call) -> Reply:
    id = call.mint("toy")
    call.records.put("toys", id, {"id": id, "made": call.now.isoformat()})
    if call.body == {"break": True}:
        raise ZeroDivisionError("a secret of the implementation")
    if call.body == {"invalid": True}:
        raise Invalid("no")
    if call.body == {"declined": True}:
        raise Declined(f"no, at {call.now.isoformat()}")
    call.deliver(Delivery("toy.made", "POST", "http://127.0.0.1:9/", {}, id.encode()))
    return Reply.json(201, {"id": id})


def count_toys(call: Call) -> Reply:
    return Reply.json(200, call.records.count("toys"))


def render(problem: Problem, exchange: Exchange) -> Reply:
    return Reply.json(400, {"toy": problem.kind, "because": problem.detail})


toy = Api(
    name="toy",
    title="Toy",
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


def check_key(key: str) -> None:
    if not 1 <= len(key) <= 20:
        raise Malformed("a key has 1 to 20 characters")


def stamp(exchange: Exchange, reply: Reply, allowance: Allowance | None) -> None:
    reply.headers["Request-Id"] = exchange.trace[-1]


keyed = replace(
    toy,
    stamp=stamp,
    idempotency=Idempotency(
        header="toy-key",
        lifetime=3600,
        check=check_key,
        keeps=lambda problem: isinstance(problem, Declined),
        replayed=lambda kept: {"Toy-Replayed": "true", "Toy-First": kept.trace[-1]},
    ),
)


def sandbox(
    store: Store | None = None, api: Api = toy, scenarios: Path = Path("scenarios"), **options: Any
) -> Sandbox:  # fmt: skip
    return Sandbox(
        [Manifest(api.name, lambda: api)],
        store or TinyStore(),
        Library([scenarios], {api.name: api}),
        **options,
    )


def exchange(
    sandbox: Sandbox, method: str, target: str, body: Any = None, headers: Mapping[str, str] | None = None
) -> Exchange:
    path, _, query = target.partition("?")
    return Exchange(
        method=method,
        target=target,
        path=path,
        query_string=query,
        headers=headers or {},
        body=b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode(),
        base_url="http://toy.example.com",
        match=sandbox.router.find(method, path),
    )


def call(sandbox: Sandbox, method: str, path: str, body: Any = None, waits: list[float] | None = None) -> Any:
    """Run one exchange; give its status and JSON."""
    answer = sandbox.answer(exchange(sandbox, method, path, body))
    reply = drive(answer, (waits if waits is not None else []).append)
    return reply.status, json.loads(reply.content)

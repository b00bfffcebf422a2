"""The entries of a bulk request: each is read, run and answered as if it had come alone."""

import json
import re
from dataclasses import replace
from typing import Any

from mockserver.apis.chargeover.envelope import BASE
from mockserver.apis.chargeover.parameters import Choice, Describe, Parameter, Parameters, Text
from mockserver.apis.chargeover.problems import render, wrong
from mockserver.core.api.model import Call, Exchange
from mockserver.core.api.router import matcher
from mockserver.core.http.bodies import encode_json
from mockserver.core.http.reply import Reply
from mockserver.core.http.request import split_target
from mockserver.core.problems import Malformed, MethodNotAllowed, NotFound, Problem
from mockserver.core.store import Record

_OURS = re.compile("/+".join(BASE.split("/")) + "(?:/|$)")

_ANSWERED = ("code", "status", "message", "response")


class Payload(Parameter):
    """The body of a request, as JSON itself or written out as text."""

    def read(self, value: Any) -> bytes:
        return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else encode_json(value)

    def openapi(self, described: Describe) -> dict[str, Any]:
        return {"type": ["object", "array", "string", "null"]}


class BulkEntryParameters(Parameters):
    """One request of a bulk; its address begins like all others and may have a query."""

    request_method = Choice(("GET", "POST", "PUT"), required=True)
    uri = Text(required=True)
    payload = Payload()


_ENTRY = BulkEntryParameters()


def answer(call: Call, entry: Any) -> Record:
    """Run one entry of a bulk and return its answer; where it is refused, it has changed nothing."""
    exchange = call.exchange
    try:
        exchange = _exchange(call, entry)
        with call.records.savepoint():
            reply = _operate(call, exchange)
    except Problem as problem:
        reply = render(problem, exchange)
    else:
        for delivery in exchange.deliveries:
            call.deliver(delivery)
    answered = json.loads(reply.content)
    return {name: answered[name] for name in _ANSWERED}


def _exchange(call: Call, entry: Any) -> Exchange:
    """Return the request that an entry describes; whose it is and all around it is the bulk's."""
    if not isinstance(entry, dict):
        raise Malformed("Missing or invalid parameter. An entry of a bulk request must be a JSON object.")
    values = _ENTRY.read(entry)
    method, target = values["request_method"], values["uri"].removeprefix(call.base_url)
    if not _OURS.match(target.partition("?")[0]):
        raise wrong("uri", f"must begin with {BASE}/")
    path, query_string = split_target(target)
    match = matcher(call.exchange.api)(method, path)
    if match.route is not None and match.route is call.exchange.route:
        raise wrong("uri", "must not be that of a bulk request")
    return replace(
        call.exchange,
        method=method,
        target=target,
        path=path,
        query_string=query_string,
        body=values.get("payload") or b"",
        given=None,
        match=match,
        deliveries=[],
    )


def _operate(call: Call, exchange: Exchange) -> Reply:
    match = exchange.match
    if match.route is None:
        raise MethodNotAllowed(allowed=match.allowed) if match.allowed else NotFound()
    return match.route.handler(replace(call, exchange=exchange, arguments=match.arguments, body=exchange.decoded()))

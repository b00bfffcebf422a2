"""Bulk requests: up to 25 requests in one, which is authenticated, counted and recorded once.

Each is read, run and answered as if it had come alone.
"""

import json
import re
from dataclasses import replace
from typing import Any

from mockserver.apis.chargeover import answers
from mockserver.apis.chargeover.answers import BASE, ok, route
from mockserver.apis.chargeover.dialect import Parameters, read
from mockserver.apis.chargeover.problems import no_data, render, wrong
from mockserver.core.api.model import Call, Exchange
from mockserver.core.api.router import matcher
from mockserver.core.fields.containers import Array, Object, shape_of
from mockserver.core.fields.field import Describe, Field, Reading
from mockserver.core.fields.kinds import Anything, Choice, Text, Whole
from mockserver.core.http.bodies import encode_json
from mockserver.core.http.reply import Reply
from mockserver.core.http.request import split_target
from mockserver.core.problems import Malformed, MethodNotAllowed, NotFound, Problem
from mockserver.core.store import Record

MOST_ENTRIES = 25

_OURS = re.compile("/+".join(BASE.split("/")) + "(?:/|$)")

_ANSWERED = ("code", "status", "message", "response")


class Payload(Field):
    """The body of a request, as JSON itself or written out as text."""

    def read(self, value: Any, reading: Reading) -> bytes | None:
        if value is None:
            return None
        return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else encode_json(value)

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": ["object", "array", "string", "null"]}


class BulkEntry(Parameters):
    """One request of a bulk; its address begins like all others and may have a query."""

    request_method = Choice(("GET", "POST", "PUT"), required=True)
    uri = Text(required=True)
    payload = Payload()


class EntryAnswer(Parameters):
    """What one entry is answered; the response is what the same request alone would get."""

    code = Whole()
    status = Choice(("OK", "Error"))
    message = Text()
    response = Anything(null=True)


class Bulk(Parameters):
    """The answers of all entries, in their order."""

    _bulk = Array(Object(EntryAnswer))


_ENTRY = BulkEntry()


@route("POST /_bulk", "bulk.run", "bulk-batch-requests", answers.answer(shape_of(Bulk)), body=BulkEntry, body_many=True)
def run_bulk(call: Call) -> Reply:
    """Run several requests. What refuses one of them is no matter of the others."""
    entries = call.body
    if entries in (None, {}, []):
        raise no_data()
    if not isinstance(entries, list):
        raise Malformed("Missing or invalid parameter. The request body must be a JSON array.")
    if len(entries) > MOST_ENTRIES:
        raise Malformed(f"Missing or invalid parameter. A bulk request must have at most {MOST_ENTRIES} entries.")
    return ok(call, {"_bulk": [answer(call, entry) for entry in entries]})


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
    values = read(_ENTRY, entry)
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

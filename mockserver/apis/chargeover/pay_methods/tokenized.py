"""Tokens, the words of a gateway for something that it keeps itself: store, read, list, count and delete them."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.chargeover.answers import CREATED, CountAnswerSchema, TrueAnswerSchema, answer, created, ok, route
from mockserver.apis.chargeover.dialect import Parameters, read_new
from mockserver.apis.chargeover.kinds import TOKENIZED, drop, keep, keyed, named, next_id
from mockserver.apis.chargeover.pay_methods import owner
from mockserver.apis.chargeover.pay_methods.expiry import ExpiryDate
from mockserver.apis.chargeover.pay_methods.numbers import TYPES
from mockserver.apis.chargeover.pay_methods.owner import OWNER
from mockserver.apis.chargeover.query import COUNT_QUERY, QUERY, Column, Listing, count, page, stored
from mockserver.core.api.model import Call
from mockserver.core.fields.containers import shape_of
from mockserver.core.fields.kinds import Choice, Text, Whole
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record

TOKEN = "_token"  # noqa: S105  (the name of an index)
"""The index of the tokens in small letters."""


class Tokenized(Parameters):
    """A token."""

    tokenized_id = Whole(dump_only=True)
    customer_id = Whole()
    customer_external_key = Text(load_only=True)
    customer_token = Text(load_only=True)
    external_key = Text(null=True)
    name = Text(null=True)
    type = Text()
    paymethod_hint = Choice(("crd", "ach"), null=True)
    expdate = ExpiryDate(null=True, described={"format": "date"})
    type_hint = Choice(tuple(TYPES), null=True)
    token = Text(required=True)
    gateway = Text(null=True)


CREATE, SHAPE = Tokenized(), shape_of(Tokenized)

_SHOWN = (
    "tokenized_id", "external_key", "type", "token", "name", "paymethod_hint", "expdate", "type_hint", "gateway",
    "customer_id",
)  # fmt: skip

_COLUMNS: Mapping[str, Column] = {
    "tokenized_id": stored("tokenized_id", "number", "id"),
    "customer_id": stored("customer_id", "number", OWNER),
    "external_key": stored("external_key", index="_external_key"),
    "token": stored("token", index=TOKEN),
    **{name: stored(name) for name in ("type", "paymethod_hint", "type_hint", "gateway")},
    "expdate": stored("expdate", "date"),
}


def _view(call: Call, record: Record) -> dict[str, Any]:
    return {name: record[name] for name in _SHOWN}


TOKENS = Listing(TOKENIZED, _COLUMNS, _view)


@route("POST /tokenized", "tokenized.create", "store-a-pay-method-token", CREATED, body=CREATE)
def create_tokenized(call: Call) -> Reply:
    """Store a token."""
    values = read_new(call, CREATE)
    customer = owner.owner(call, values)
    record = _new(call, customer, values)
    keep(call, TOKENIZED, record)
    owner.got(call, customer, TOKENIZED, record)
    return created(call, TOKENIZED.object, record["tokenized_id"])


@route("GET /tokenized", "tokenized.list", "query-for-pay-method-tokens", answer(SHAPE, many=True), query=QUERY)
def list_tokenized(call: Call) -> Reply:
    """List tokens."""
    return page(call, TOKENS)


@route("GET /tokenized/_count", "tokenized.count", "count-pay-method-tokens", CountAnswerSchema, query=COUNT_QUERY)
def count_tokenized(call: Call) -> Reply:
    """Count tokens."""
    return count(call, TOKENS)


@route("GET /tokenized/<id>", "tokenized.get", "get-a-specific-pay-method-token", answer(SHAPE))
def get_tokenized(call: Call) -> Reply:
    """Retrieve a token."""
    return ok(call, _view(call, named(call, TOKENIZED)))


@route("DELETE /tokenized/<id>", "tokenized.delete", "delete-a-pay-method-token", TrueAnswerSchema)
def delete_tokenized(call: Call) -> Reply:
    """Delete a token."""
    record = named(call, TOKENIZED)
    drop(call, TOKENIZED, record)
    owner.lost(call, TOKENIZED, record)
    return ok(call, True)


def _new(call: Call, customer: Record, values: Mapping[str, Any]) -> dict[str, Any]:
    """Make a token of what a request says; raise what refuses it."""
    return {
        **keyed(call, TOKENIZED, values.get("external_key")),
        "type": values.get("type") or "customer",
        "token": values["token"],
        TOKEN: values["token"].casefold(),
        **{name: values.get(name) for name in ("name", "paymethod_hint", "type_hint", "gateway")},
        "expdate": values.get("expdate") or None,
        "tokenized_id": next_id(call, TOKENIZED),
        **owner.owned(call, customer),
    }


collections = (TOKENIZED.declared(OWNER, TOKEN),)

"""What the documents of operations have in common: refusals, queries, lists, and what is left of deleted objects."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

from marshmallow import Schema, fields, validate

from mockserver.apis.stripe.auth import ANY_KEY
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.fields import Range
from mockserver.apis.stripe.problems import API, CARD, IDEMPOTENCY, REQUEST
from mockserver.core.api.model import QueryParameter, Response
from mockserver.core.api.routes import Routes
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.field import Shape, constant
from mockserver.core.fields.kinds import Whole


class DeletedSchema(Shape):
    """What is left of a deleted object."""

    id = fields.String(required=True)
    object = fields.String(required=True)
    deleted = fields.Boolean(required=True)


class ErrorDetailsSchema(Shape):
    """What went wrong."""

    code = fields.String()
    decline_code = fields.String()
    doc_url = fields.String()
    message = fields.String(required=True)
    param = fields.String()
    request_log_url = fields.String()
    type = fields.String(required=True, validate=validate.OneOf([API, CARD, IDEMPOTENCY, REQUEST]))


class ErrorSchema(Shape):
    """A refusal."""

    error = fields.Nested(ErrorDetailsSchema, required=True)


@cache
def list_of(schema: type[Schema]) -> type[Schema]:
    """Return the schema of a list of objects."""
    members = {
        "object": constant("list"),
        "data": fields.List(fields.Nested(schema), required=True),
        "has_more": fields.Boolean(required=True),
        "url": fields.String(required=True),
    }
    return type(f"{schema.__name__.removesuffix('Schema')}ListSchema", (Shape,), members)


@cache
def embedded_list_of(schema: type[Schema]) -> type[Schema]:
    """Return the schema of a list of objects inside another object: it says how many there are in all."""
    name = schema.__name__.removesuffix("Schema")
    return type(f"{name}EmbeddedListSchema", (list_of(schema),), {"total_count": fields.Integer(required=True)})


@cache
def found_of(schema: type[Schema]) -> type[Schema]:
    """Return the schema of a page of what was found."""
    members = {
        "object": constant("search_result"),
        "data": fields.List(fields.Nested(schema), required=True),
        "has_more": fields.Boolean(required=True),
        "next_page": fields.String(required=True, allow_none=True),
        "total_count": fields.Integer(),
        "url": fields.String(required=True),
    }
    return type(f"{schema.__name__.removesuffix('Schema')}SearchResultSchema", (Shape,), members)


REFUSED: Mapping[int, Response] = {status: Response(ErrorSchema) for status in (400, 401, 403, 404, 429)}
"""How any operation can refuse."""

WRITE: Mapping[int, Response] = {**REFUSED, 409: Response(ErrorSchema)}
"""How an operation with an idempotency key can refuse."""

PAYMENT: Mapping[int, Response] = {**WRITE, 402: Response(ErrorSchema)}
"""How an operation can refuse that asks a bank."""


def queries(schema: Parameters) -> Sequence[QueryParameter]:
    """Return the query parameters that a schema declares, hashes and arrays by their bracketed names."""
    found = []
    for name, parameter in schema.parameters.items():
        type: Literal["integer", "string"] = "integer" if isinstance(parameter, Whole) else "string"
        if isinstance(parameter, Array):
            found.append(QueryParameter(f"{name}[]", _DESCRIBED.get(name, _OTHER), type, parameter.required))
        elif isinstance(parameter, Range):
            found += [QueryParameter(f"{name}[{bound}]", _DESCRIBED.get(name, _OTHER), "integer") for bound in _BOUNDS]
        elif isinstance(parameter, Object):
            described = _DESCRIBED.get(name, _OTHER)
            found += [QueryParameter(f"{name}[{inner}]", described) for inner in parameter.schema.parameters]
        else:
            found.append(QueryParameter(name, _DESCRIBED.get(name, _OTHER), type, parameter.required))
    return tuple(found)


_BOUNDS = ("gt", "gte", "lt", "lte")

_OTHER = "A filter: only objects with this value."

_DESCRIBED = {
    "created": "Only objects created within these bounds; a single time is taken as well.",
    "ending_before": "The page before this object.",
    "expand": "Members to answer as whole objects.",
    "limit": "Objects on the page.",
    "owner": "Whose objects: without an owner, the account's own.",
    "page": "The page that a search named as its next.",
    "query": "What to search for, in the language of searches.",
    "starting_after": "The page after this object.",
}

route = Routes(ANY_KEY, {"GET": REFUSED, "POST": WRITE, "DELETE": REFUSED}, queries)

"""The outcomes that Rebilly documents for every operation of a kind."""

from collections.abc import Mapping

from marshmallow import Schema

from mockserver.apis.rebilly.auth import SECRET_OR_SESSION
from mockserver.apis.rebilly.dialect import Body
from mockserver.core.api.model import Response
from mockserver.core.api.routes import Routes
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.kinds import Text, Whole


class InvalidFieldSchema(Body):
    """One member that breaks a rule."""

    field = Text(required=True)
    message = Text(required=True)


class ProblemSchema(Body):
    """Problem details (RFC 9457)."""

    type = Text(metadata={"format": "uri-reference"})
    title = Text()
    status = Whole()
    detail = Text()


class ValidationProblemSchema(ProblemSchema):
    """Problem details that name every invalid member."""

    invalidFields = Array(Object(InvalidFieldSchema))


PAGINATION = ("Pagination-Total", "Pagination-Limit", "Pagination-Offset")
LIMITS = ("X-RateLimit-Limit", "X-RateLimit-Remaining")
CREATED = ("Location", *LIMITS)

_REFUSED: Mapping[int, Response] = {401: Response(ProblemSchema), 403: Response(ProblemSchema)}

COLLECTION_READ = _REFUSED
READ = {**_REFUSED, 404: Response(ProblemSchema)}
WRITE = {**_REFUSED, 429: Response(ProblemSchema, ("X-RateLimit-Retry-After",))}
VALIDATED = {**WRITE, 422: Response(ValidationProblemSchema)}
CONFLICT = {409: Response(ProblemSchema)}
MISSING = {404: Response(ProblemSchema)}

DELETED = {204: Response(None, LIMITS)}

route = Routes(
    SECRET_OR_SESSION, {"GET": READ, "POST": VALIDATED, "PUT": VALIDATED, "PATCH": VALIDATED, "DELETE": WRITE}
)

lists = Routes(SECRET_OR_SESSION, {"GET": COLLECTION_READ})


def many(schema: type[Schema]) -> Mapping[int, Response]:
    """Document an operation that answers a page."""
    return {200: Response(schema, PAGINATION, many=True)}


def made(schema: type[Schema]) -> Mapping[int, Response]:
    """Document an operation that creates."""
    return {201: Response(schema, CREATED)}

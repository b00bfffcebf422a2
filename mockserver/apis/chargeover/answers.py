"""ChargeOver's answers: the envelope around every one of them, their shapes, and how operations are declared."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from marshmallow import Schema, fields, validate

from mockserver.apis.chargeover.auth import ANY_KEY
from mockserver.core.api.model import Call, Exchange, Response
from mockserver.core.api.routes import Routes
from mockserver.core.fields.field import Shape
from mockserver.core.http.bodies import encode_json
from mockserver.core.http.reply import Reply

BASE = "/api/v3"


def enveloped(
    exchange: Exchange, code: int, response: Any, message: str = "", headers: Mapping[str, str] | None = None
) -> Reply:
    """Answer with a code that is the status of HTTP, too."""
    members: dict[str, Any] = {
        "code": code,
        "status": "OK" if code < 400 else "Error",
        "message": message,
        "details": {},
    }
    if _is_legacy(exchange):
        del members["details"]
    content = encode_json({**members, "response": response})
    return Reply(code, content, {"Content-Type": "application/json", **(headers or {})})


def ok(call: Call, response: Any) -> Reply:
    """Return what was asked for."""
    return enveloped(call.exchange, 200, response)


def created(call: Call, object: str, id: int) -> Reply:
    """Return the id of a new object, and where it is."""
    return _placed(call, 201, object, id)


def modified(call: Call, object: str, id: int) -> Reply:
    """Return the id of a changed object, and where it is."""
    return _placed(call, 202, object, id)


def _placed(call: Call, code: int, object: str, id: int) -> Reply:
    location = f"{call.base_url}{BASE}/{object}/{id}"
    return enveloped(call.exchange, code, {"id": id}, headers={"Location": location})


def _is_legacy(exchange: Exchange) -> bool:
    """Return whether a client gets the envelope of 2015, which knew no details.

    The Java library is of that time, refuses members it does not know, and calls itself what Java does.
    """
    wish = exchange.settings["envelope"]
    return bool(wish == "legacy" or (wish == "auto" and exchange.headers.get("user-agent", "").startswith("Java/")))


class Details(Schema):
    """What an answer says beside its message; nothing."""


class _Envelope(Shape):
    """The members around every response; an old client gets no details."""

    code = fields.Integer(required=True)
    status = fields.String(required=True, validate=validate.OneOf(("OK", "Error")))
    message = fields.String(required=True)
    details = fields.Nested(Details)


class ErrorSchema(_Envelope):
    """A refusal; the response is null where an object does not exist, and else false."""

    response = fields.Raw(required=True, allow_none=True, metadata={"enum": [False, None]})


class IdSchema(Shape):
    """The id of a new or changed object."""

    id = fields.Integer(required=True)


@cache
def answer(schema: type[Schema], *, many: bool = False) -> type[Schema]:
    """Return the schema of an envelope around an object, or around a list of them."""
    inner: fields.Field[Any] = fields.Nested(schema, required=True)
    if many:
        inner = fields.List(fields.Nested(schema), required=True)
    name = schema.__name__.removesuffix("Schema")
    return type(f"{name}{'List' if many else ''}AnswerSchema", (_Envelope,), {"response": inner})


class CountAnswerSchema(_Envelope):
    """How many objects there are."""

    response = fields.Integer(required=True)


class TrueAnswerSchema(_Envelope):
    """That it was done."""

    response = fields.Boolean(required=True, validate=validate.Equal(True))


class TextAnswerSchema(_Envelope):
    """A text."""

    response = fields.String(required=True)


class ActionAnswerSchema(_Envelope):
    """What came of an action: that it was done, or a text."""

    response = fields.Raw(required=True, metadata={"type": ["boolean", "string"]})


IdAnswerSchema = answer(IdSchema)

REFUSED: Mapping[int, Response] = {status: Response(ErrorSchema) for status in (400, 401, 403, 404, 429)}
"""How any operation can refuse."""

route = Routes(ANY_KEY, dict.fromkeys(("GET", "POST", "PUT", "DELETE"), REFUSED))

CREATED = {201: Response(IdAnswerSchema, ("Location",))}
MODIFIED = {202: Response(IdAnswerSchema, ("Location",))}

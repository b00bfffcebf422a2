"""What the documents of operations have in common: how they answer and how they refuse."""

from collections.abc import Mapping

from marshmallow import Schema

from mockserver.apis.chargeover.shapes import (
    ActionAnswerSchema,
    CountAnswerSchema,
    ErrorSchema,
    IdAnswerSchema,
    TextAnswerSchema,
    TrueAnswerSchema,
    answer,
)
from mockserver.core.api.model import Response

READ: Mapping[int, Response] = {status: Response(ErrorSchema) for status in (400, 401, 403, 404, 429)}
"""How an operation can refuse."""

CREATED: Mapping[int, Response] = {201: Response(IdAnswerSchema, ("Location",)), **READ}
MODIFIED: Mapping[int, Response] = {202: Response(IdAnswerSchema, ("Location",)), **READ}
DONE: Mapping[int, Response] = {200: Response(TrueAnswerSchema), **READ}
COUNTED: Mapping[int, Response] = {200: Response(CountAnswerSchema), **READ}
TEXT: Mapping[int, Response] = {200: Response(TextAnswerSchema), **READ}
ACTED: Mapping[int, Response] = {200: Response(ActionAnswerSchema), **READ}


def one(schema: type[Schema]) -> Mapping[int, Response]:
    """Document an operation that answers an object."""
    return {200: Response(answer(schema)), **READ}


def many(schema: type[Schema]) -> Mapping[int, Response]:
    """Document an operation that answers a list."""
    return {200: Response(answer(schema, many=True)), **READ}

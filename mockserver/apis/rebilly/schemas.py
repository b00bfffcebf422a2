"""Small shapes that several resources share."""

from typing import Any

from mockserver.apis.rebilly.dialect import Body
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.kinds import Number, Text, Whole


class Moment(Text):
    """A read-only moment."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(dump_only=True, metadata={"format": "date-time"}, **kwargs)


class LinkSchema(Body):
    """A link to a related resource."""

    rel = Text(required=True)
    href = Text(required=True, metadata={"format": "uri"})


class MoneySchema(Body):
    """An amount with its value in US dollars."""

    currency = Text(3)
    amount = Number()
    amountUsd = Number()


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

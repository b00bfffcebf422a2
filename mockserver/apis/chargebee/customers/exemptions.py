"""The details of tax exemptions: a list of objects, which the clients write in two ways."""

from typing import Any

from marshmallow import fields

from mockserver.apis.chargebee.dialect import Json
from mockserver.core.fields.field import Describe, Reading
from mockserver.core.fields.refusals import refuse


class ExemptionDetails(Json):
    """One array of objects, as Node's client has it, or a parameter for each, as Python's has it; none are empty."""

    what = "a JSON array of objects"

    def is_heard(self, value: Any, reading: Reading) -> bool:
        return all(super(ExemptionDetails, self).is_heard(part, reading) for part in _parts(value))

    def openapi(self, describe: Describe) -> dict[str, Any]:
        return {"type": "string", "description": "A JSON array of objects."}

    def parse(self, value: Any, reading: Reading) -> list[dict[str, Any]] | None:
        details: list[Any] = []
        for part in _parts(value):
            said = self.literal(part) if isinstance(part, str) else part
            details += said if isinstance(said, list) else [said]
        if not all(isinstance(detail, dict) for detail in details):
            raise refuse("json", said=f"should be {self.what}")
        return details or None

    def shape(self) -> fields.Field[Any]:
        return fields.List(fields.Dict(), **self.shown())


def _parts(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

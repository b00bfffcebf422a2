"""The document of an API, as its routes declare it."""

from dataclasses import replace

from marshmallow import Schema, fields

from mockserver.core.api.openapi import document
from tests.core.toy import toy


class ToySchema(Schema):
    """A toy."""

    colour = fields.String()


def test_a_body_is_an_object_or_a_list_of_them() -> None:
    """A route says which; the shape of the objects is published once."""
    one, other = toy.routes
    single = replace(one, body=ToySchema)
    several = replace(other, method="POST", body=ToySchema, body_many=True)
    described = document(replace(toy, routes=(single, several)))
    bodies = [described["paths"][route.path]["post"]["requestBody"] for route in (single, several)]
    toy_schema = {"$ref": "#/components/schemas/Toy"}
    assert bodies == [
        {"required": True, "content": {"application/json": {"schema": schema}}}
        for schema in (toy_schema, {"type": "array", "items": toy_schema})
    ]
    assert described["components"]["schemas"]["Toy"]["properties"] == {"colour": {"type": "string"}}

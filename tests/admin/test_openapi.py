"""The control plane's own OpenAPI document: complete, valid, and true."""

import re
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import settings
from schemathesis import Case
from schemathesis.specs.openapi.schemas import OpenApiSchema

from mockserver.admin import OPERATIONS
from mockserver.app import create_app
from mockserver.settings import Settings
from tests.apis.generated import CHECKS, FEW, try_each


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(Settings())


@pytest.fixture(scope="module")
def schema(app: Flask) -> OpenApiSchema:
    return schemathesis.openapi.from_wsgi("/__admin/openapi.json", app)


@pytest.fixture(scope="module")
def document(schema: OpenApiSchema) -> Any:
    return schema.raw_schema


def test_every_address_is_described_and_no_other(app: Flask, document: Any) -> None:
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(path, method) for path, methods in document["paths"].items() for method in methods} == served


def test_every_operation_has_one_sentence_and_a_name_of_its_own() -> None:
    for operation in OPERATIONS:
        assert re.fullmatch(r"[A-Z][^.]*\.", operation.summary), operation.name
    assert len({operation.name for operation in OPERATIONS}) == len(OPERATIONS)


def test_the_document_is_valid(schema: OpenApiSchema) -> None:
    schema.validate()


def test_operations_have_names_of_their_own(document: Any) -> None:
    names = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))


def test_answers_are_as_described(schema: OpenApiSchema, subtests: pytest.Subtests) -> None:
    """Every refusal is a problem of the kind that is promised, whatever comes in. Nobody waits."""

    def lies_under_tenants_too(context: Any) -> bool:
        path = context.operation.path.replace("/__admin/", "/__admin/tenants/{tenant}/", 1)
        return path in schema.raw_schema["paths"]

    def check(case: Case[Any]) -> None:
        for given in (case.query, case.body):
            if isinstance(given, dict):
                given.pop("within", None)
        response = case.call()
        case.validate_response(response, checks=CHECKS)
        if response.status_code >= 400:
            assert response.headers["content-type"] == ["application/problem+json"]
            assert {"type", "title", "status", "detail"} <= set(response.json())

    try_each(schema.exclude(func=lies_under_tenants_too), check, subtests, settings(FEW, max_examples=3))

"""The published document holds for whatever a generator makes of it."""

from typing import Any

import pytest
from schemathesis import Case
from schemathesis.specs.openapi.schemas import OpenApiSchema

from mockserver.apis.chargeover.api import api
from tests.apis.generated import CHECKS, document_of, operations_of, try_each


@pytest.fixture(scope="module")
def document() -> OpenApiSchema:
    return document_of("chargeover")


def test_every_answer_is_a_documented_one(document: OpenApiSchema, subtests: pytest.Subtests) -> None:
    """Whatever is sent, the status and the body of the answer are those of the document."""

    def check(case: Case[Any]) -> None:
        case.headers["Authorization"] = "Basic Z2VuZXJhdGVkOnByaXZhdGU="
        case.validate_response(case.call(), checks=CHECKS)

    try_each(document, check, subtests)


def test_the_document_has_every_operation(document: OpenApiSchema) -> None:
    """What it leaves out is not tested by it."""
    assert len(list(operations_of(document))) == len(api.routes)

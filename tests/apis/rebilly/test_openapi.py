"""The published document holds for whatever a generator makes of it."""

from typing import Any

import pytest
from schemathesis import Case
from schemathesis.specs.openapi.schemas import OpenApiSchema

from mockserver.apis.rebilly.api import api
from tests.apis.generated import BEYOND_STATUS, CHECKS, document_of, operations_of, try_each
from tests.clients import KEY


@pytest.fixture(scope="module")
def document() -> OpenApiSchema:
    return document_of("rebilly")


def test_every_answer_is_a_documented_one(document: OpenApiSchema, subtests: pytest.Subtests) -> None:
    """Whatever is sent, the status, the headers and the body of the answer are those of the document."""

    def check(case: Case[Any]) -> None:
        case.path_parameters["organization"] = "org_generated"
        case.headers["REB-APIKEY"] = KEY
        response = case.call()
        # 400 is for what cannot be read at all, which Rebilly documents for no operation.
        case.validate_response(response, checks=CHECKS if response.status_code != 400 else BEYOND_STATUS)

    try_each(document, check, subtests)


def test_the_document_has_every_operation(document: OpenApiSchema) -> None:
    """What it leaves out is not tested by it."""
    assert len(list(operations_of(document))) == len(api.routes)

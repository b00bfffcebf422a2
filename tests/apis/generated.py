"""What the tests share that try an API with whatever a generator makes of its document, reproducibly and in process."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Err
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test
from schemathesis.python._constants.orchestrator import make_constants_value_source
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.schemas import OpenApiSchema

from mockserver.app import create_app
from mockserver.settings import Settings

BEYOND_STATUS = [
    not_a_server_error,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
"""What holds of every answer, also of one whose status the provider documents nowhere."""

CHECKS = [checks.status_code_conformance, *BEYOND_STATUS]

FEW = settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""Runs a test with the same few examples each time."""


def document_of(api: str) -> OpenApiSchema:
    """Return the document of an API, as its own server publishes it."""
    return schemathesis.openapi.from_wsgi(f"/__admin/openapi/{api}.json", create_app(Settings()))


def operations_of(document: BaseSchema) -> Iterator[APIOperation[Any, Any, Any, Any]]:
    """Return the operations of a document; raise `InvalidSchema` for one that is no valid description."""
    for result in document.get_all_operations():
        if isinstance(result, Err):
            raise result.err()
        yield result.ok()


def try_each(
    document: BaseSchema, check: Callable[..., None], subtests: pytest.Subtests, settings: settings = FEW
) -> None:
    """Check the cases that are made of each operation, which is a subtest.

    Schemathesis' own `parametrize` makes them when tests are collected, which costs seconds before any test runs.
    """
    config = HypothesisTestConfig(
        project=document.config,
        modes=list(HypothesisTestMode),
        explicit_settings=settings,
        feedback=FeedbackSources(constants_value_source=make_constants_value_source(document)),
    )
    for operation in operations_of(document):
        with subtests.test(operation.label):
            create_test(operation=operation, test_func=check, config=config)()

"""The published document holds for whatever a generator makes of it, reproducibly and in process."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from mockserver.app import create_app
from mockserver.settings import Settings

SCHEMA = schemathesis.openapi.from_wsgi("/__admin/openapi/chargebee.json", create_app(Settings()))

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@SCHEMA.parametrize()
@settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_a_documented_one(case: Any) -> None:
    """Whatever is sent, the status and the body of the answer are those of the document."""
    case.headers["Authorization"] = "Basic dGVzdF9nZW5lcmF0ZWQ6"
    case.validate_response(case.call(), checks=CHECKS)


def test_the_document_has_every_operation() -> None:
    """What it leaves out is not tested by it."""
    from mockserver.apis.chargebee.api import api

    assert len(list(SCHEMA.get_all_operations())) == len(api.routes)

"""What the tests share that try an API with whatever a generator makes of its document, reproducibly and in process."""

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
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

few = settings(
    max_examples=5,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
"""Runs a test with the same few examples each time."""


def document_of(api: str) -> OpenApiSchema:
    """Give the document of an API, as its own server publishes it."""
    return schemathesis.openapi.from_wsgi(f"/__admin/openapi/{api}.json", create_app(Settings()))

"""The published document holds for whatever a generator makes of it, reproducibly and in process."""

from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from mockserver.app import create_app
from mockserver.settings import Settings
from tests.clients import KEY

SCHEMA = schemathesis.openapi.from_wsgi("/__admin/openapi/rebilly.json", create_app(Settings()))

CHECKS = [
    not_a_server_error,
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
    """Whatever is sent, the status, the headers and the body of the answer are those of the document."""
    case.path_parameters["organization"] = "org_generated"
    case.headers["REB-APIKEY"] = KEY
    response = case.call()
    # 400 is for what cannot be read at all, which Rebilly documents for no operation.
    documented = [checks.status_code_conformance] if response.status_code != 400 else []
    case.validate_response(response, checks=CHECKS + documented)


def test_the_document_has_every_operation() -> None:
    """What it leaves out is not tested by it."""
    from mockserver.apis.rebilly.api import api

    assert len(list(SCHEMA.get_all_operations())) == len(api.routes)

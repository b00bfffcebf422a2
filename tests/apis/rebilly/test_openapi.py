"""The published document holds for whatever a generator makes of it."""

from typing import Any

from mockserver.apis.rebilly.api import api
from tests.apis.generated import BEYOND_STATUS, CHECKS, document_of, few
from tests.clients import KEY

SCHEMA = document_of("rebilly")


@SCHEMA.parametrize()
@few
def test_every_answer_is_a_documented_one(case: Any) -> None:
    """Whatever is sent, the status, the headers and the body of the answer are those of the document."""
    case.path_parameters["organization"] = "org_generated"
    case.headers["REB-APIKEY"] = KEY
    response = case.call()
    # 400 is for what cannot be read at all, which Rebilly documents for no operation.
    case.validate_response(response, checks=CHECKS if response.status_code != 400 else BEYOND_STATUS)


def test_the_document_has_every_operation() -> None:
    """What it leaves out is not tested by it."""
    assert len(list(SCHEMA.get_all_operations())) == len(api.routes)

"""The published document holds for whatever a generator makes of it."""

from typing import Any

from mockserver.apis.chargeover.api import api
from tests.apis.generated import CHECKS, document_of, few

SCHEMA = document_of("chargeover")


@SCHEMA.parametrize()
@few
def test_every_answer_is_a_documented_one(case: Any) -> None:
    """Whatever is sent, the status and the body of the answer are those of the document."""
    case.headers["Authorization"] = "Basic Z2VuZXJhdGVkOnByaXZhdGU="
    case.validate_response(case.call(), checks=CHECKS)


def test_the_document_has_every_operation() -> None:
    """What it leaves out is not tested by it."""
    assert len(list(SCHEMA.get_all_operations())) == len(api.routes)

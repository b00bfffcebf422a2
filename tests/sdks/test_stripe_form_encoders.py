"""What Stripe's Node SDK writes for any parameters is read as they were."""

import json
import subprocess
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from mockserver.core.http.forms import decode_form
from tests.core.parameters import PARAMETERS, as_sent
from tests.sdks.javascript import FOLDER

pytestmark = [pytest.mark.sdk, pytest.mark.usefixtures("installed")]

EXAMPLES = 200


def examples() -> list[Any]:
    """Make up many hashes of parameters."""
    made = []

    @settings(max_examples=EXAMPLES, phases=[Phase.generate], database=None)
    @given(PARAMETERS)
    def make(parameters: Any) -> None:
        made.append(parameters)

    make()
    return made


def written(many: list[Any]) -> list[dict[str, str]]:
    """Give the body and the query string that the SDK writes for each hash of parameters, from one process."""
    lines = "".join(f"{json.dumps(parameters)}\n" for parameters in many)
    done = subprocess.run(
        ["node", "stripe_forms.mjs"], cwd=FOLDER, input=lines, stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_node_sdk_is_understood() -> None:
    """From a body and from a query string; it writes `null` as an empty string."""
    many = examples()
    assert len(many) == EXAMPLES
    for parameters, sent in zip(many, written(many), strict=True):
        expected = as_sent(parameters, null="")
        assert {name: decode_form(text) for name, text in sent.items()} == {"body": expected, "query": expected}

"""Stripe's own Python library knows every operation of the sandbox, and every operation knows it."""

from collections.abc import Sequence
from typing import Any

import pytest
from stripe import StripeClient

from tests.clients import Stripe
from tests.sdks.stripe_account import reached
from tests.sdks.stripe_operations import CASES, Case, Run, operation
from tests.sdks.stripe_python import call

pytestmark = pytest.mark.sdk


@pytest.mark.parametrize("name", CASES)
def test_operations(client: StripeClient, account: Stripe, name: str) -> None:
    """The library's method reaches the operation, which answers what the method promises."""

    def answered(case: Case, arguments: Sequence[Any]) -> Any:
        options = [{"stripe_version": case.version}] if case.version else []
        return call(client, case.python, *arguments, *options).to_dict()

    Run(answered).check(name)
    last = reached(account)[-1]
    assert (last["operation"], last["response"]["status"]) == (operation(name), 200)

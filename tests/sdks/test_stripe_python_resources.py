"""Stripe's own Python library knows every operation of the sandbox, and every operation knows it."""

from collections.abc import Sequence
from typing import Any

import pytest
from stripe import StripeClient

from tests.clients import Stripe
from tests.sdks.operations import Of, Run, operation
from tests.sdks.stripe_account import reached
from tests.sdks.stripe_operations import CASES, Case, check
from tests.sdks.stripe_python import call

pytestmark = pytest.mark.sdk


@pytest.mark.parametrize("name", CASES)
def test_operations(client: StripeClient, account: Stripe, name: str) -> None:
    """The library's method reaches the operation, which answers what the method promises."""

    def answered(case: Case, arguments: Sequence[Any]) -> Any:
        options = [{"stripe_version": case.version}] if case.version else []
        return call(client, case.python, *arguments, *options).to_dict()

    check(Run(CASES, answered), name)
    last = reached(account)[-1]
    assert (last["operation"], last["response"]["status"]) == (operation(name), 200)


PREFIXES = {
    "customers": "cus",
    "tax_ids": "txi",
    "account_tax_ids": "txi",
    "balance_transactions": "cbtxn",
    "cash_balances": "ccsbtxn",
    "coupons": "COUPON",
    "promotion_codes": "promo",
    "payment_methods": "pm",
    "sources": "card",
    "tokens": "tok",
    "events": "evt",
    "test_clocks": "clock",
}

NEED_A_PAST = {"discounts.delete", "sources.verify", "test_clocks.advance"}
"""Operations for an object in a state that one which was made up is not in."""


def stranger(argument: Any) -> Any:
    """Give an id of the right kind that nobody created, wherever an argument is one."""
    if isinstance(argument, Of):
        return f"{PREFIXES[argument.case.partition('.')[0]]}_xxxxxxxxxxxxx"
    if isinstance(argument, dict):
        return {name: stranger(value) for name, value in argument.items()}
    return argument


@pytest.mark.parametrize("name", [name for name in CASES if operation(name) not in NEED_A_PAST])
def test_operations_where_any_id_exists(client: StripeClient, account: Stripe, name: str) -> None:
    """An account can be set so that the library's own examples work, whose ids nobody created."""
    assert account.admin("PUT", "/settings/stripe", {"any_id": True}).status == 200
    case = CASES[name]
    options = [{"stripe_version": case.version}] if case.version else []
    arguments = [stranger(argument) for argument in case.arguments]
    answer = call(client, case.python, *arguments, *options).to_dict()
    if answer["object"] in ("list", "search_result"):
        assert len(answer["data"]) == 1
    elif answer.get("deleted"):
        assert answer["id"] == arguments[-1]
    assert [entry["response"]["status"] for entry in reached(account)] == [200]

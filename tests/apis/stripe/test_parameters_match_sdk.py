"""What our schemas declare is what today's SDK can send, at every depth; where not, it is named here."""

import importlib
import typing
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from stripe._request_options import RequestOptions
from typing_extensions import is_typeddict

from mockserver.apis.stripe.balance_parameters import (
    BalanceTransactionCreateParameters,
    BalanceTransactionListParameters,
    BalanceTransactionUpdateParameters,
)
from mockserver.apis.stripe.cash_balance_parameters import (
    CashBalanceUpdateParameters,
    FundCashBalanceParameters,
    FundingInstructionsParameters,
)
from mockserver.apis.stripe.clock_parameters import ClockAdvanceParameters, ClockCreateParameters
from mockserver.apis.stripe.coupon_parameters import (
    ByCurrency,
    CouponCreateParameters,
    CouponListParameters,
    CouponUpdateParameters,
)
from mockserver.apis.stripe.customer_parameters import (
    CustomerCreateParameters,
    CustomerListParameters,
    CustomerUpdateParameters,
)
from mockserver.apis.stripe.event_routes import EventListParameters
from mockserver.apis.stripe.fields import Array, Hash, Range
from mockserver.apis.stripe.listing import ListParameters
from mockserver.apis.stripe.parameters import Parameters
from mockserver.apis.stripe.payment_method_parameters import (
    AttachParameters,
    CustomerPaymentMethodListParameters,
    PaymentMethodCreateParameters,
    PaymentMethodListParameters,
    PaymentMethodUpdateParameters,
)
from mockserver.apis.stripe.promotion_code_parameters import (
    PromotionCodeCreateParameters,
    PromotionCodeListParameters,
    PromotionCodeUpdateParameters,
)
from mockserver.apis.stripe.search import SearchParameters
from mockserver.apis.stripe.source_parameters import (
    SourceCreateParameters,
    SourceListParameters,
    SourceUpdateParameters,
    SourceVerifyParameters,
)
from mockserver.apis.stripe.tax_id_parameters import (
    AccountTaxIdCreateParameters,
    AccountTaxIdListParameters,
    TaxIdCreateParameters,
)

OPTIONS = set(RequestOptions.__annotations__)

EARLIER = {
    "CustomerCreateParams": {"coupon", "promotion_code"},
    "CustomerUpdateParams": {"coupon", "promotion_code"},
    "PromotionCodeCreateParams": {"coupon"},
}
"""Parameters of old versions, which today's SDK has forgotten."""

TABLE: list[tuple[str, type[Parameters]]] = [
    ("CustomerCreateParams", CustomerCreateParameters),
    ("CustomerUpdateParams", CustomerUpdateParameters),
    ("CustomerListParams", CustomerListParameters),
    ("CustomerCreateTaxIdParams", TaxIdCreateParameters),
    ("CustomerListTaxIdsParams", ListParameters),
    ("TaxIdCreateParams", AccountTaxIdCreateParameters),
    ("TaxIdListParams", AccountTaxIdListParameters),
    ("CustomerCreateBalanceTransactionParams", BalanceTransactionCreateParameters),
    ("CustomerModifyBalanceTransactionParams", BalanceTransactionUpdateParameters),
    ("CustomerListBalanceTransactionsParams", BalanceTransactionListParameters),
    ("CustomerModifyCashBalanceParams", CashBalanceUpdateParameters),
    ("CustomerListCashBalanceTransactionsParams", ListParameters),
    ("CustomerFundCashBalanceParams", FundCashBalanceParameters),
    ("CustomerCreateFundingInstructionsParams", FundingInstructionsParameters),
    ("CouponCreateParams", CouponCreateParameters),
    ("CouponUpdateParams", CouponUpdateParameters),
    ("CouponListParams", CouponListParameters),
    ("PromotionCodeCreateParams", PromotionCodeCreateParameters),
    ("PromotionCodeUpdateParams", PromotionCodeUpdateParameters),
    ("PromotionCodeListParams", PromotionCodeListParameters),
    ("test_helpers.TestClockCreateParams", ClockCreateParameters),
    ("test_helpers.TestClockAdvanceParams", ClockAdvanceParameters),
    ("test_helpers.TestClockListParams", ListParameters),
    ("CustomerSearchParams", SearchParameters),
    ("EventListParams", EventListParameters),
    ("PaymentMethodCreateParams", PaymentMethodCreateParameters),
    ("PaymentMethodUpdateParams", PaymentMethodUpdateParameters),
    ("PaymentMethodListParams", PaymentMethodListParameters),
    ("PaymentMethodAttachParams", AttachParameters),
    ("CustomerPaymentMethodListParams", CustomerPaymentMethodListParameters),
    ("CustomerPaymentSourceCreateParams", SourceCreateParameters),
    ("CustomerPaymentSourceUpdateParams", SourceUpdateParameters),
    ("CustomerPaymentSourceListParams", SourceListParameters),
    ("CustomerPaymentSourceVerifyParams", SourceVerifyParameters),
]


@pytest.mark.parametrize(("name", "schema"), TABLE, ids=[name for name, _ in TABLE])
def test_a_schema_declares_what_the_sdk_can_send(name: str, schema: type[Parameters]) -> None:
    folder, _, params = name.rpartition(".")
    module = importlib.import_module(f"stripe.params{'.' if folder else ''}{folder}._{_snake(params)}")
    ours, theirs = set(_ours(schema())), set(_theirs(getattr(module, params)))
    assert ours - theirs - EARLIER.get(name, set()) == set()
    assert theirs - ours == set()


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _ours(schema: Parameters, prefix: str = "") -> Iterator[str]:
    for name, parameter in schema.parameters.items():
        yield prefix + name
        inner = parameter.inner if isinstance(parameter, (Array, ByCurrency)) else parameter
        if isinstance(inner, Hash):
            yield from _ours(inner.schema, f"{prefix}{name}.")
        elif isinstance(inner, Range):
            yield from (f"{prefix}{name}.{bound}" for bound in ("gt", "gte", "lt", "lte"))


def _theirs(params: Any, prefix: str = "") -> Iterator[str]:
    module = vars(importlib.import_module(params.__module__))
    # What its options name is imported for type checkers alone.
    hints = typing.get_type_hints(params, module, {"StripeContext": object, "Mapping": Mapping, "Any": Any})
    for name, hint in hints.items():
        if name in OPTIONS and not prefix:
            continue
        yield prefix + name
        for inner in _shapes(hint):
            yield from _theirs(inner, f"{prefix}{name}.")


def _shapes(hint: Any) -> Iterator[Any]:
    """Find the shapes of objects inside a type."""
    if is_typeddict(hint):
        yield hint
    for argument in typing.get_args(hint):
        yield from _shapes(argument)

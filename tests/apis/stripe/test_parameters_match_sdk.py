"""What our schemas declare is what today's SDK can send, at every depth; where not, it is named here."""

import importlib

import pytest

from mockserver.apis.stripe.balances.balance_parameters import (
    BalanceTransactionCreateParameters,
    BalanceTransactionListParameters,
    BalanceTransactionUpdateParameters,
)
from mockserver.apis.stripe.balances.members import (
    CashBalanceUpdateParameters,
    FundCashBalanceParameters,
    FundingInstructionsParameters,
)
from mockserver.apis.stripe.clocks.clock_parameters import ClockAdvanceParameters, ClockCreateParameters
from mockserver.apis.stripe.customers.members import (
    CustomerCreateParameters,
    CustomerListParameters,
    CustomerUpdateParameters,
)
from mockserver.apis.stripe.customers.search import SearchParameters
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.discounts.members import (
    CouponCreateParameters,
    CouponListParameters,
    CouponUpdateParameters,
)
from mockserver.apis.stripe.discounts.promotion_code_parameters import (
    PromotionCodeCreateParameters,
    PromotionCodeListParameters,
    PromotionCodeUpdateParameters,
)
from mockserver.apis.stripe.event_routes import EventListParameters
from mockserver.apis.stripe.payments.payment_method_members import (
    AttachParameters,
    CustomerPaymentMethodListParameters,
    PaymentMethodCreateParameters,
    PaymentMethodListParameters,
    PaymentMethodUpdateParameters,
)
from mockserver.apis.stripe.payments.source_members import (
    SourceCreateParameters,
    SourceListParameters,
    SourceUpdateParameters,
    SourceVerifyParameters,
)
from mockserver.apis.stripe.query import ListParameters
from mockserver.apis.stripe.tax_ids.members import (
    AccountTaxIdCreateParameters,
    AccountTaxIdListParameters,
    TaxIdCreateParameters,
)
from tests.apis.stripe.declared import names_of, sent_names

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
    ours, theirs = set(names_of(schema())), set(sent_names(getattr(module, params)))
    assert ours - theirs - EARLIER.get(name, set()) == set()
    assert theirs - ours == set()


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")

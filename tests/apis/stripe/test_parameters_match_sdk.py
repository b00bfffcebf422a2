"""What our schemas declare is what today's SDK can send, at every depth; where not, it is named here."""

import importlib

from mockserver.apis.stripe import clocks
from mockserver.apis.stripe.balances import cash_balances, funding_instructions, transactions
from mockserver.apis.stripe.customers import operations as customers
from mockserver.apis.stripe.customers.search import SEARCH
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.discounts import operations as discounts
from mockserver.apis.stripe.event_routes import LIST as LIST_EVENTS
from mockserver.apis.stripe.payments import payment_methods, sources
from mockserver.apis.stripe.tax_ids import operations as tax_ids
from tests.apis.stripe.declared import names_of, sent_names
from tests.tables import each_row

EARLIER = {
    "CustomerCreateParams": {"coupon", "promotion_code"},
    "CustomerUpdateParams": {"coupon", "promotion_code"},
    "PromotionCodeCreateParams": {"coupon"},
}
"""Parameters of old versions, which today's SDK has forgotten."""

TABLE: list[tuple[str, Parameters]] = [
    ("CustomerCreateParams", customers.CREATE),
    ("CustomerUpdateParams", customers.UPDATE),
    ("CustomerListParams", customers.LIST),
    ("CustomerCreateTaxIdParams", tax_ids.CREATE),
    ("CustomerListTaxIdsParams", tax_ids.LIST),
    ("TaxIdCreateParams", tax_ids.CREATE_ANY),
    ("TaxIdListParams", tax_ids.LIST_ANY),
    ("CustomerCreateBalanceTransactionParams", transactions.CREATE),
    ("CustomerModifyBalanceTransactionParams", transactions.UPDATE),
    ("CustomerListBalanceTransactionsParams", transactions.LIST),
    ("CustomerModifyCashBalanceParams", cash_balances.UPDATE),
    ("CustomerListCashBalanceTransactionsParams", cash_balances.LIST),
    ("CustomerFundCashBalanceParams", cash_balances.FUND),
    ("CustomerCreateFundingInstructionsParams", funding_instructions.CREATE),
    ("CouponCreateParams", discounts.CREATE_COUPON),
    ("CouponUpdateParams", discounts.UPDATE_COUPON),
    ("CouponListParams", discounts.LIST_COUPONS),
    ("PromotionCodeCreateParams", discounts.CREATE_CODE),
    ("PromotionCodeUpdateParams", discounts.UPDATE_CODE),
    ("PromotionCodeListParams", discounts.LIST_CODES),
    ("test_helpers.TestClockCreateParams", clocks.CREATE),
    ("test_helpers.TestClockAdvanceParams", clocks.ADVANCE),
    ("test_helpers.TestClockListParams", clocks.LIST),
    ("CustomerSearchParams", SEARCH),
    ("EventListParams", LIST_EVENTS),
    ("PaymentMethodCreateParams", payment_methods.CREATE),
    ("PaymentMethodUpdateParams", payment_methods.UPDATE),
    ("PaymentMethodListParams", payment_methods.LIST),
    ("PaymentMethodAttachParams", payment_methods.ATTACH),
    ("CustomerPaymentMethodListParams", payment_methods.LIST_OF_CUSTOMER),
    ("CustomerPaymentSourceCreateParams", sources.CREATE),
    ("CustomerPaymentSourceUpdateParams", sources.UPDATE),
    ("CustomerPaymentSourceListParams", sources.LIST),
    ("CustomerPaymentSourceVerifyParams", sources.VERIFY),
]


@each_row(("name", "schema"), TABLE, ids=[name for name, _ in TABLE])
def test_a_schema_declares_what_the_sdk_can_send(name: str, schema: Parameters) -> None:
    folder, _, params = name.rpartition(".")
    module = importlib.import_module(f"stripe.params{'.' if folder else ''}{folder}._{_snake(params)}")
    ours, theirs = set(names_of(schema)), set(sent_names(getattr(module, params)))
    assert ours - theirs - EARLIER.get(name, set()) == set()
    assert theirs - ours == set()


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")

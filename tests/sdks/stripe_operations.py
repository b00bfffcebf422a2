"""Every operation of Stripe's, as both of its libraries call it: a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.sdks.operations import Of, Run

ACACIA = "2025-02-24.acacia"


@dataclass(frozen=True)
class Case:
    """How the libraries call an operation, and members that its answer has."""

    python: str
    node: str
    arguments: Sequence[Any] = ()
    expected: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    """The version of the request, where it is not the newest; its arguments end with the parameters then."""
    after: Sequence[str] = ()
    """Cases that come first, each of which makes one of the objects that a list shows."""


def check(run: Run[Case], name: str) -> None:
    """See to it that a case is answered as it should be."""
    case, answer = run.cases[name], run.answer(name)
    expected = run.given(case.expected)
    assert {member: answer[member] for member in expected} == expected
    rows = answer["data"] if answer["object"] in ("list", "search_result") else []
    assert len(rows) == len(case.after)


CUSTOMER = Of("customers.create")
TAX_ID = Of("tax_ids.create")
ACCOUNT_TAX_ID = Of("account_tax_ids.create")
TRANSACTION = Of("balance_transactions.create")
FUNDED = Of("cash_balances.fund")
EVENT = Of("events.list", "data.0.id")
COUPON = Of("coupons.create")
PROMOTION_CODE = Of("promotion_codes.create")
METHOD = Of("payment_methods.create")
ATTACHED = Of("payment_methods.attach")
SOURCE = Of("sources.create")
BANK_ACCOUNT = Of("sources.create (a bank account)")
TOKEN = Of("tokens.create")
CLOCK = Of("test_clocks.create")

SPRING, AUTUMN = 1_900_000_000, 1_910_000_000
ACCOUNT = {
    "country": "US",
    "currency": "usd",
    "account_number": "000123456789",
    "routing_number": "110000000",
    "account_holder_name": "Ada Lovelace",
    "account_holder_type": "individual",
}

CASES: Mapping[str, Case] = {
    "customers.create": Case(
        "customers.create", "customers.create", [{"name": "Ada"}], {"object": "customer", "name": "Ada"}
    ),
    "customers.list": Case(
        "customers.list", "customers.list", [{"limit": 1}], {"object": "list", "has_more": False},
        after=["customers.create"],
    ),
    "customers.get": Case("customers.retrieve", "customers.retrieve", [CUSTOMER], {"name": "Ada"}),
    "customers.update": Case("customers.update", "customers.update", [CUSTOMER, {"phone": "1"}], {"phone": "1"}),
    "customers.delete": Case("customers.delete", "customers.del", [CUSTOMER], {"deleted": True}),
    "customers.search": Case(
        "customers.search", "customers.search", [{"query": "name:'Ada'"}],
        {"object": "search_result", "has_more": False, "next_page": None, "url": "/v1/customers/search"},
        after=["customers.create"],
    ),
    "tax_ids.create": Case(
        "customers.tax_ids.create", "customers.createTaxId", [CUSTOMER, {"type": "eu_vat", "value": "DE123456789"}],
        {"object": "tax_id", "type": "eu_vat", "value": "DE123456789", "country": "DE"},
    ),
    "tax_ids.list": Case(
        "customers.tax_ids.list", "customers.listTaxIds", [CUSTOMER], {"object": "list"},
        after=["tax_ids.create"],
    ),
    "tax_ids.get": Case(
        "customers.tax_ids.retrieve", "customers.retrieveTaxId", [CUSTOMER, TAX_ID], {"value": "DE123456789"}
    ),
    "tax_ids.delete": Case(
        "customers.tax_ids.delete", "customers.deleteTaxId", [CUSTOMER, TAX_ID], {"object": "tax_id", "deleted": True}
    ),
    "account_tax_ids.create": Case(
        "tax_ids.create", "taxIds.create", [{"type": "eu_vat", "value": "DE123456789"}],
        {"object": "tax_id", "customer": None},
    ),
    "account_tax_ids.list": Case(
        "tax_ids.list", "taxIds.list", [], {"object": "list", "url": "/v1/tax_ids"},
        after=["account_tax_ids.create"],
    ),
    "account_tax_ids.get": Case("tax_ids.retrieve", "taxIds.retrieve", [ACCOUNT_TAX_ID], {"value": "DE123456789"}),
    "account_tax_ids.delete": Case("tax_ids.delete", "taxIds.del", [ACCOUNT_TAX_ID], {"deleted": True}),
    "balance_transactions.create": Case(
        "customers.balance_transactions.create", "customers.createBalanceTransaction",
        [CUSTOMER, {"amount": -500, "currency": "usd"}],
        {"object": "customer_balance_transaction", "amount": -500, "ending_balance": -500, "type": "adjustment"},
    ),
    "balance_transactions.list": Case(
        "customers.balance_transactions.list", "customers.listBalanceTransactions", [CUSTOMER], {"object": "list"},
        after=["balance_transactions.create"],
    ),
    "balance_transactions.get": Case(
        "customers.balance_transactions.retrieve", "customers.retrieveBalanceTransaction", [CUSTOMER, TRANSACTION],
        {"amount": -500},
    ),
    "balance_transactions.update": Case(
        "customers.balance_transactions.update", "customers.updateBalanceTransaction",
        [CUSTOMER, TRANSACTION, {"description": "A gift", "metadata": {"for": "Ada"}}],
        {"description": "A gift", "metadata": {"for": "Ada"}},
    ),
    "cash_balances.get": Case(
        "customers.cash_balance.retrieve", "customers.retrieveCashBalance", [CUSTOMER],
        {"object": "cash_balance", "available": None},
    ),
    "cash_balances.update": Case(
        "customers.cash_balance.update", "customers.updateCashBalance",
        [CUSTOMER, {"settings": {"reconciliation_mode": "manual"}}],
        {"settings": {"reconciliation_mode": "manual", "using_merchant_default": False}},
    ),
    "cash_balances.fund": Case(
        "test_helpers.customers.fund_cash_balance", "testHelpers.customers.fundCashBalance",
        [CUSTOMER, {"amount": 1000, "currency": "eur"}],
        {"object": "customer_cash_balance_transaction", "net_amount": 1000, "currency": "eur", "type": "funded"},
    ),
    "cash_balance_transactions.list": Case(
        "customers.cash_balance_transactions.list", "customers.listCashBalanceTransactions", [CUSTOMER],
        {"object": "list"},
        after=["cash_balances.fund"],
    ),
    "cash_balance_transactions.get": Case(
        "customers.cash_balance_transactions.retrieve", "customers.retrieveCashBalanceTransaction", [CUSTOMER, FUNDED],
        {"net_amount": 1000},
    ),
    "funding_instructions.create": Case(
        "customers.funding_instructions.create", "customers.createFundingInstructions",
        [
            CUSTOMER,
            {
                "bank_transfer": {"type": "eu_bank_transfer", "eu_bank_transfer": {"country": "DE"}},
                "currency": "eur",
                "funding_type": "bank_transfer",
            },
        ],
        {"object": "funding_instructions", "currency": "eur", "funding_type": "bank_transfer"},
    ),
    "coupons.create": Case(
        "coupons.create", "coupons.create", [{"percent_off": 25, "duration": "once"}],
        {"object": "coupon", "percent_off": 25, "duration": "once", "valid": True},
    ),
    "coupons.list": Case(
        "coupons.list", "coupons.list", [], {"object": "list", "url": "/v1/coupons"},
        after=["coupons.create"],
    ),
    "coupons.get": Case("coupons.retrieve", "coupons.retrieve", [COUPON], {"percent_off": 25}),
    "coupons.update": Case("coupons.update", "coupons.update", [COUPON, {"name": "Spring"}], {"name": "Spring"}),
    "coupons.delete": Case("coupons.delete", "coupons.del", [COUPON], {"object": "coupon", "deleted": True}),
    "promotion_codes.create": Case(
        "promotion_codes.create", "promotionCodes.create",
        [{"promotion": {"type": "coupon", "coupon": COUPON}, "code": "SPRING25"}],
        {"object": "promotion_code", "code": "SPRING25", "active": True},
    ),
    "promotion_codes.list": Case(
        "promotion_codes.list", "promotionCodes.list", [{"active": True}], {"object": "list"},
        after=["promotion_codes.create"],
    ),
    "promotion_codes.get": Case(
        "promotion_codes.retrieve", "promotionCodes.retrieve", [PROMOTION_CODE], {"code": "SPRING25"}
    ),
    "promotion_codes.update": Case(
        "promotion_codes.update", "promotionCodes.update", [PROMOTION_CODE, {"active": False}], {"active": False}
    ),
    "customers.create (with a coupon)": Case(
        "customers.create", "customers.create", [{"coupon": COUPON}], {"object": "customer"}, ACACIA
    ),
    "discounts.delete": Case(
        "customers.delete_discount", "customers.deleteDiscount", [Of("customers.create (with a coupon)")],
        {"object": "discount", "deleted": True},
    ),
    "payment_methods.create": Case(
        "payment_methods.create", "paymentMethods.create", [{"type": "card", "card": {"token": "tok_visa"}}],
        {"object": "payment_method", "type": "card", "customer": None},
    ),
    "payment_methods.list": Case(
        "payment_methods.list", "paymentMethods.list", [{"customer": CUSTOMER, "type": "card"}],
        {"object": "list", "url": "/v1/payment_methods"},
        after=["payment_methods.attach"],
    ),
    "payment_methods.get": Case(
        "payment_methods.retrieve", "paymentMethods.retrieve", [METHOD], {"type": "card", "customer": None}
    ),
    "payment_methods.update": Case(
        "payment_methods.update", "paymentMethods.update", [ATTACHED, {"metadata": {"for": "Ada"}}],
        {"metadata": {"for": "Ada"}},
    ),
    "payment_methods.attach": Case(
        "payment_methods.attach", "paymentMethods.attach", [METHOD, {"customer": CUSTOMER}], {"customer": CUSTOMER}
    ),
    "payment_methods.detach": Case(
        "payment_methods.detach", "paymentMethods.detach", [ATTACHED], {"customer": None}
    ),
    "customer_payment_methods.list": Case(
        "customers.payment_methods.list", "customers.listPaymentMethods", [CUSTOMER], {"object": "list"},
        after=["payment_methods.attach"],
    ),
    "customer_payment_methods.get": Case(
        "customers.payment_methods.retrieve", "customers.retrievePaymentMethod", [CUSTOMER, ATTACHED],
        {"customer": CUSTOMER},
    ),
    "sources.create": Case(
        "customers.payment_sources.create", "customers.createSource", [CUSTOMER, {"source": "tok_visa"}],
        {"object": "card", "brand": "Visa", "last4": "4242", "customer": CUSTOMER},
    ),
    "sources.create (a bank account)": Case(
        "customers.payment_sources.create", "customers.createSource", [CUSTOMER, {"source": TOKEN}],
        {"object": "bank_account", "status": "new", "last4": "6789", "customer": CUSTOMER},
    ),
    "sources.list": Case(
        "customers.payment_sources.list", "customers.listSources", [CUSTOMER, {"object": "card"}], {"object": "list"},
        after=["sources.create"],
    ),
    "sources.get": Case(
        "customers.payment_sources.retrieve", "customers.retrieveSource", [CUSTOMER, SOURCE], {"last4": "4242"}
    ),
    "sources.update": Case(
        "customers.payment_sources.update", "customers.updateSource", [CUSTOMER, SOURCE, {"name": "Ada King"}],
        {"name": "Ada King"},
    ),
    "sources.delete": Case(
        "customers.payment_sources.delete", "customers.deleteSource", [CUSTOMER, SOURCE],
        {"id": SOURCE, "object": "card", "deleted": True},
    ),
    "sources.verify": Case(
        "customers.payment_sources.verify", "customers.verifySource", [CUSTOMER, BANK_ACCOUNT, {"amounts": [32, 45]}],
        {"object": "bank_account", "status": "verified"},
    ),
    "tokens.create": Case(
        "tokens.create", "tokens.create", [{"bank_account": ACCOUNT}],
        {"object": "token", "type": "bank_account", "used": False},
    ),
    "tokens.get": Case("tokens.retrieve", "tokens.retrieve", [TOKEN], {"type": "bank_account", "used": False}),
    "events.list": Case(
        "events.list", "events.list", [{"type": "customer.created"}], {"object": "list", "url": "/v1/events"},
        after=["customers.create"],
    ),
    "events.get": Case(
        "events.retrieve", "events.retrieve", [EVENT], {"object": "event", "type": "customer.created"}
    ),
    "test_clocks.create": Case(
        "test_helpers.test_clocks.create", "testHelpers.testClocks.create", [{"frozen_time": SPRING, "name": "Spring"}],
        {"object": "test_helpers.test_clock", "frozen_time": SPRING, "name": "Spring", "status": "ready"},
    ),
    "test_clocks.list": Case(
        "test_helpers.test_clocks.list", "testHelpers.testClocks.list", [], {"object": "list"},
        after=["test_clocks.create"],
    ),
    "test_clocks.get": Case(
        "test_helpers.test_clocks.retrieve", "testHelpers.testClocks.retrieve", [CLOCK], {"name": "Spring"}
    ),
    "test_clocks.advance": Case(
        "test_helpers.test_clocks.advance", "testHelpers.testClocks.advance", [CLOCK, {"frozen_time": AUTUMN}],
        {"object": "test_helpers.test_clock", "status": "advancing"},
    ),
    "test_clocks.delete": Case(
        "test_helpers.test_clocks.delete", "testHelpers.testClocks.del", [CLOCK], {"deleted": True}
    ),
}  # fmt: skip

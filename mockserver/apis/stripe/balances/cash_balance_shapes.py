"""The shapes of cash balances and of the money that came in, in answers."""

from marshmallow import fields

from mockserver.apis.stripe.balances.members import TRANSFERS
from mockserver.apis.stripe.shapes import Shape, choice, constant, expandable, flag, inner, text, whole

TYPES = (
    "adjusted_for_overdraft", "applied_to_payment", "funded", "funding_reversed", "refunded_from_payment",
    "return_canceled", "return_initiated", "transferred_to_balance", "unapplied_from_payment",
)  # fmt: skip


class CashBalanceSettingsSchema(Shape):
    """How money that comes in finds its invoice."""

    reconciliation_mode = choice("automatic", "manual")
    using_merchant_default = flag()


class CashBalanceSchema(Shape):
    """A customer's cash balance: `available` has an amount for each currency."""

    object = constant("cash_balance")
    available = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True, allow_none=True)
    customer = text()
    customer_account = text(null=True)
    livemode = flag()
    settings = inner(CashBalanceSettingsSchema)


class EuSenderSchema(Shape):
    """Who sent euros."""

    bic = text(null=True)
    iban_last4 = text(null=True)
    sender_name = text(null=True)


class GbSenderSchema(Shape):
    """Who sent pounds."""

    account_number_last4 = text(null=True)
    sender_name = text(null=True)
    sort_code = text(null=True)


class JpSenderSchema(Shape):
    """Who sent yen."""

    sender_bank = text(null=True)
    sender_branch = text(null=True)
    sender_name = text(null=True)


class UsSenderSchema(Shape):
    """Who sent dollars."""

    network = text(null=True)
    sender_name = text(null=True)


class FundedBankTransferSchema(Shape):
    """The transfer that brought the money."""

    eu_bank_transfer = fields.Nested(EuSenderSchema)
    gb_bank_transfer = fields.Nested(GbSenderSchema)
    jp_bank_transfer = fields.Nested(JpSenderSchema)
    reference = text(null=True)
    type = choice(*TRANSFERS)
    us_bank_transfer = fields.Nested(UsSenderSchema)


class FundedSchema(Shape):
    """How money came in."""

    bank_transfer = inner(FundedBankTransferSchema)


class CashBalanceTransactionSchema(Shape):
    """A change of a cash balance."""

    id = text()
    object = constant("customer_cash_balance_transaction")
    created = whole()
    currency = text()
    customer = expandable()
    customer_account = text(null=True)
    ending_balance = whole()
    funded = inner(FundedSchema)
    livemode = flag()
    net_amount = whole()
    type = choice(*TYPES)

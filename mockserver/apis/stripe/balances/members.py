"""The members of balances, of their transactions, and of the instructions where to send money."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe.addresses import Address
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.fields import (
    Amounts,
    Constant,
    Currency,
    Expandable,
    ListParameters,
    Metadata,
    Range,
    Reference,
    Text,
)
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.field import Reading
from mockserver.core.fields.kinds import Choice, Flag, Whole
from mockserver.core.fields.refusals import refuse

LONGEST_DESCRIPTION = 350

BALANCE_TYPES = (
    "adjustment", "applied_to_invoice", "checkout_session_subscription_payment",
    "checkout_session_subscription_payment_canceled", "credit_note", "initial", "invoice_overpaid",
    "invoice_too_large", "invoice_too_small", "migration", "unapplied_from_invoice", "unspent_receiver_credit",
)  # fmt: skip
CASH_TYPES = (
    "adjusted_for_overdraft", "applied_to_payment", "funded", "funding_reversed", "refunded_from_payment",
    "return_canceled", "return_initiated", "transferred_to_balance", "unapplied_from_payment",
)  # fmt: skip

RECONCILIATION_MODES = ("automatic", "manual", "merchant_default")
TRANSFERS = ("eu_bank_transfer", "gb_bank_transfer", "jp_bank_transfer", "mx_bank_transfer", "us_bank_transfer")
ADDRESS_TYPES = ("iban", "sort_code", "spei", "zengin")
EU_COUNTRIES = ("BE", "DE", "ES", "FR", "IE", "NL")
NETWORKS = ("ach", "bacs", "chaps", "domestic_wire_us", "fps", "sepa", "spei", "swift", "zengin")


class BalanceTransaction(Expandable):
    """A change of a customer's balance; a customer who has a currency need not be told it again."""

    id = Text(dump_only=True)
    object = Constant("customer_balance_transaction")
    amount = Whole(required=True, on="create")
    checkout_session = Reference(dump_only=True)
    created = Whole(dump_only=True)
    credit_note = Reference(dump_only=True)
    currency = Currency(on="create")
    customer = Reference(dump_only=True)
    customer_account = Text(dump_only=True, null=True)
    description = Text(LONGEST_DESCRIPTION, unset=None, null=True)
    ending_balance = Whole(dump_only=True)
    invoice = Reference(dump_only=True)
    livemode = Flag(dump_only=True)
    metadata = Metadata()
    type = Choice(BALANCE_TYPES, dump_only=True)


class BalanceTransactionListParameters(ListParameters):
    """A list of transactions."""

    created = Range()
    invoice = Text()


class CashBalanceSettings(Parameters):
    """How money that comes in finds its invoice."""

    reconciliation_mode = Choice(RECONCILIATION_MODES, answered=Choice(RECONCILIATION_MODES[:2]))
    using_merchant_default = Flag(dump_only=True)


class CashBalanceChange(Parameters):
    """What can be said about a cash balance where its customer is created or changed."""

    settings = Object(CashBalanceSettings)


class CashBalance(Expandable, CashBalanceChange):
    """A customer's cash balance."""

    object = Constant("cash_balance")
    available = Amounts(dump_only=True, null=True)
    customer = Text(dump_only=True)
    customer_account = Text(dump_only=True, null=True)
    livemode = Flag(dump_only=True)


def _of_texts(name: str, *members: str, null: bool = False) -> type[Parameters]:
    return type(name, (Parameters,), {member: Text(null=null) for member in members})


class FundedBankTransfer(Parameters):
    """The transfer that brought the money, and who sent it."""

    eu_bank_transfer = Object(_of_texts("EuSender", "bic", "iban_last4", "sender_name", null=True), always=False)
    gb_bank_transfer = Object(
        _of_texts("GbSender", "account_number_last4", "sender_name", "sort_code", null=True), always=False
    )
    jp_bank_transfer = Object(
        _of_texts("JpSender", "sender_bank", "sender_branch", "sender_name", null=True), always=False
    )
    reference = Text(null=True)
    type = Choice(TRANSFERS)
    us_bank_transfer = Object(_of_texts("UsSender", "network", "sender_name", null=True), always=False)


class Funded(Parameters):
    """How money came in."""

    bank_transfer = Object(FundedBankTransfer)


class CashBalanceTransaction(Expandable):
    """A change of a cash balance; what makes one is money that comes in."""

    id = Text(dump_only=True)
    object = Constant("customer_cash_balance_transaction")
    amount = Whole(1, required=True, load_only=True)
    created = Whole(dump_only=True)
    currency = Currency(required=True)
    customer = Reference(dump_only=True)
    customer_account = Text(dump_only=True, null=True)
    ending_balance = Whole(dump_only=True)
    funded = Object(Funded, dump_only=True)
    livemode = Flag(dump_only=True)
    net_amount = Whole(dump_only=True)
    reference = Text(load_only=True)
    type = Choice(CASH_TYPES, dump_only=True)


class EuBankTransfer(Parameters):
    """The country that the money is to be sent to."""

    country = Choice(EU_COUNTRIES, required=True)


def _account(name: str, *members: str) -> Object:
    """Return a type of accounts, by their members."""
    kind = _of_texts(name, "account_holder_name", *members)
    address = {"account_holder_address": Object(Address), "bank_address": Object(Address)}
    return Object(type(name, (kind,), address), always=False)


class FinancialAddress(Parameters):
    """An account, under the name of its type."""

    aba = _account("Aba", "account_number", "account_type", "bank_name", "routing_number")
    iban = _account("Iban", "bic", "country", "iban")
    sort_code = _account("SortCode", "account_number", "sort_code")
    spei = _account("Spei", "bank_code", "bank_name", "clabe")
    supported_networks = Array(Choice(NETWORKS))
    swift = _account("Swift", "account_number", "account_type", "bank_name", "swift_code")
    type = Choice(("aba", "iban", "sort_code", "spei", "swift", "zengin"))
    zengin = _account(
        "Zengin", "account_number", "account_type", "bank_code", "bank_name", "branch_code", "branch_name"
    )


class BankTransfer(Parameters):
    """The kind of transfer, of which one within the EU has to name a country, and where to send it."""

    country = Text(dump_only=True)
    eu_bank_transfer = Object(EuBankTransfer, load_only=True)
    financial_addresses = Array(Object(FinancialAddress), dump_only=True)
    requested_address_types = Array(Choice(ADDRESS_TYPES), load_only=True)
    type = Choice(TRANSFERS, required=True)

    def read(self, data: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        values = super().read(data, reading)
        if (values["type"] == "eu_bank_transfer") != ("eu_bank_transfer" in values):
            raise refuse("unknown" if "eu_bank_transfer" in values else "required", "eu_bank_transfer")
        return values


class FundingInstructions(Expandable):
    """How to fund a cash balance."""

    object = Constant("funding_instructions")
    bank_transfer = Object(BankTransfer, required=True)
    currency = Currency(required=True)
    funding_type = Choice(("bank_transfer",), required=True)
    livemode = Flag(dump_only=True)

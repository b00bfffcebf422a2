"""What can be said about the money a customer sends ahead, and about where to send it."""

from collections.abc import Mapping
from typing import Any

from mockserver.apis.stripe.currencies import Currency
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.fields import Expandable, Text
from mockserver.core.fields.containers import Array, Object
from mockserver.core.fields.field import Reading
from mockserver.core.fields.kinds import Choice, Whole
from mockserver.core.fields.refusals import refuse

RECONCILIATION_MODES = ("automatic", "manual", "merchant_default")
TRANSFERS = ("eu_bank_transfer", "gb_bank_transfer", "jp_bank_transfer", "mx_bank_transfer", "us_bank_transfer")
ADDRESS_TYPES = ("iban", "sort_code", "spei", "zengin")
EU_COUNTRIES = ("BE", "DE", "ES", "FR", "IE", "NL")


class CashBalanceSettingsParameters(Parameters):
    """How money that comes in finds its invoice."""

    reconciliation_mode = Choice(RECONCILIATION_MODES)


class CashBalanceParameters(Parameters):
    """A customer's cash balance, where its customer is created or changed."""

    settings = Object(CashBalanceSettingsParameters)


class CashBalanceUpdateParameters(Expandable, CashBalanceParameters):
    """A change of a cash balance."""


class FundCashBalanceParameters(Expandable):
    """Money that comes in."""

    amount = Whole(1, required=True)
    currency = Currency(required=True)
    reference = Text()


class EuBankTransferParameters(Parameters):
    """The country that the money is to be sent to."""

    country = Choice(EU_COUNTRIES, required=True)


class BankTransferParameters(Parameters):
    """The kind of transfer; one within the EU has to name a country."""

    eu_bank_transfer = Object(EuBankTransferParameters)
    requested_address_types = Array(Choice(ADDRESS_TYPES))
    type = Choice(TRANSFERS, required=True)

    def read(self, data: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        values = super().read(data, reading)
        if (values["type"] == "eu_bank_transfer") != ("eu_bank_transfer" in values):
            raise refuse("unknown" if "eu_bank_transfer" in values else "required", "eu_bank_transfer")
        return values


class FundingInstructionsParameters(Expandable):
    """What instructions are asked for."""

    bank_transfer = Object(BankTransferParameters, required=True)
    currency = Currency(required=True)
    funding_type = Choice(("bank_transfer",), required=True)

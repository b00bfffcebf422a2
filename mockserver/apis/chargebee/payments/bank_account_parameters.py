"""What can be said about a bank account."""

from mockserver.apis.chargebee.dialect import Email, Json, Parameters
from mockserver.apis.chargebee.payments.words import ACCOUNT_HOLDER_TYPES, ACCOUNT_TYPES, ECHECK_TYPES
from mockserver.core.fields.kinds import Choice, Text


class BankAccountParameters(Parameters):
    """A new bank account, by its IBAN or by what its country knows it by."""

    gateway_account_id = Text(50)
    iban = Text(50, least=10)
    first_name = Text(150)
    last_name = Text(150)
    company = Text(250)
    email = Email()
    phone = Text(50)
    bank_name = Text(100)
    account_number = Text(17, least=4)
    routing_number = Text(9, least=3)
    bank_code = Text(20)
    account_type = Choice(ACCOUNT_TYPES)
    account_holder_type = Choice(ACCOUNT_HOLDER_TYPES)
    echeck_type = Choice(ECHECK_TYPES)
    swedish_identity_number = Text(12, least=10)
    billing_address = Json()


class CustomerBankAccountParameters(BankAccountParameters):
    """A new customer's bank account, which also says its country."""

    issuing_country = Text(50)


class BankAccountUpdateParameters(Parameters):
    """What can be changed of a bank account."""

    first_name = Text(150)
    last_name = Text(150)
    email = Email()

"""The shape of funding instructions in answers."""

from marshmallow import fields

from mockserver.apis.stripe.balances.members import TRANSFERS
from mockserver.apis.stripe.customers.customer_shapes import AddressSchema
from mockserver.apis.stripe.shapes import Shape, array, choice, constant, flag, inner, text

NETWORKS = ("ach", "bacs", "chaps", "domestic_wire_us", "fps", "sepa", "spei", "swift", "zengin")


class AccountSchema(Shape):
    """What all accounts have in common."""

    account_holder_address = inner(AddressSchema)
    account_holder_name = text()
    bank_address = inner(AddressSchema)


class AbaSchema(AccountSchema):
    """An American account, from within the country."""

    account_number = text()
    account_type = text()
    bank_name = text()
    routing_number = text()


class IbanSchema(AccountSchema):
    """A European account."""

    bic = text()
    country = text()
    iban = text()


class SortCodeSchema(AccountSchema):
    """A British account."""

    account_number = text()
    sort_code = text()


class SpeiSchema(AccountSchema):
    """A Mexican account."""

    bank_code = text()
    bank_name = text()
    clabe = text()


class SwiftSchema(AccountSchema):
    """An American account, from abroad."""

    account_number = text()
    account_type = text()
    bank_name = text()
    swift_code = text()


class ZenginSchema(AccountSchema):
    """A Japanese account."""

    account_number = text()
    account_type = text()
    bank_code = text()
    bank_name = text()
    branch_code = text()
    branch_name = text()


class FinancialAddressSchema(Shape):
    """An account, under the name of its type."""

    aba = fields.Nested(AbaSchema)
    iban = fields.Nested(IbanSchema)
    sort_code = fields.Nested(SortCodeSchema)
    spei = fields.Nested(SpeiSchema)
    supported_networks = array(fields.String(metadata={"enum": list(NETWORKS)}))
    swift = fields.Nested(SwiftSchema)
    type = choice("aba", "iban", "sort_code", "spei", "swift", "zengin")
    zengin = fields.Nested(ZenginSchema)


class BankTransferSchema(Shape):
    """Where to send money."""

    country = text()
    financial_addresses = array(fields.Nested(FinancialAddressSchema))
    type = choice(*TRANSFERS)


class FundingInstructionsSchema(Shape):
    """How to fund a cash balance."""

    object = constant("funding_instructions")
    bank_transfer = inner(BankTransferSchema)
    currency = text()
    funding_type = constant("bank_transfer")
    livemode = flag()

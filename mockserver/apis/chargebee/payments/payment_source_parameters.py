"""What requests about payment sources can say."""

from mockserver.apis.chargebee.dialect import Email, Json, Parameters
from mockserver.apis.chargebee.payments.bank_account_parameters import (
    BankAccountParameters,
    BankAccountUpdateParameters,
)
from mockserver.apis.chargebee.payments.card_parameters import (
    CardAtGatewayParameters,
    CardParameters,
    CardUpdateParameters,
)
from mockserver.apis.chargebee.payments.words import GATEWAYS, INTENT_TYPES, ROLES, TYPES, VOUCHER_TYPES
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Flag, Text, Whole


class PaymentMethodParameters(Parameters):
    """A payment method that a gateway keeps: a token of it, temporary or not."""

    type = Choice(TYPES, required=True)
    gateway = Choice(GATEWAYS)
    gateway_account_id = Text(50)
    reference_id = Text(200)
    tmp_token = Text(65_000)
    issuing_country = Text(50)
    additional_information = Json()


class UsedIntentParameters(Parameters):
    """A payment intent; without its id, what a gateway gave for one."""

    id = Text(150)
    gateway_account_id = Text(50)
    gw_token = Text(65_000)
    payment_method_type = Choice(INTENT_TYPES)
    reference_id = Text(65_000)
    gw_payment_method_id = Text(65_000)
    additional_information = Json()


class UsedIntentInfoParameters(UsedIntentParameters):
    """The same, with an older name for one of its members."""

    additional_info = Json()


class CardSourceParameters(Parameters):
    """A card for a customer."""

    customer_id = Text(50, required=True)
    brand_id = Text(50)
    replace_primary_payment_source = Flag()
    card = Object(CardParameters, required=True)


class BankAccountSourceParameters(Parameters):
    """A bank account for a customer."""

    customer_id = Text(50, required=True)
    brand_id = Text(50)
    issuing_country = Text(50)
    replace_primary_payment_source = Flag()
    bank_account = Object(BankAccountParameters, required=True)


class TempTokenSourceParameters(Parameters):
    """What a gateway's temporary token stands for."""

    customer_id = Text(50, required=True)
    brand_id = Text(50)
    gateway_account_id = Text(50)
    type = Choice(TYPES, required=True)
    tmp_token = Text(65_000, required=True)
    issuing_country = Text(50)
    replace_primary_payment_source = Flag()
    additional_information = Json()


class SourceAddressParameters(Parameters):
    """Where bills of a payment source go."""

    first_name = Text(150)
    last_name = Text(150)
    email = Email()
    line1 = Text(150)
    line2 = Text(150)
    line3 = Text(150)
    city = Text(50)
    state_code = Text(50)
    state = Text(50)
    zip = Text(20)
    country = Text(50)


class PermanentTokenSourceParameters(Parameters):
    """What a gateway keeps for good, by one of the names it has there."""

    customer_id = Text(50, required=True)
    brand_id = Text(50)
    type = Choice(TYPES, required=True)
    gateway_account_id = Text(50)
    reference_id = Text(200)
    issuing_country = Text(50)
    replace_primary_payment_source = Flag()
    payment_method_token = Text(100)
    customer_profile_token = Text(100)
    network_transaction_id = Text(100)
    mandate_id = Text(100)
    skip_retrieval = Flag()
    additional_information = Json()
    card = Object(CardAtGatewayParameters)
    billing_address = Object(SourceAddressParameters)


class TokenSourceParameters(Parameters):
    """What a token of Chargebee's own stands for."""

    customer_id = Text(50, required=True)
    brand_id = Text(50)
    replace_primary_payment_source = Flag()
    token_id = Text(40, required=True)


class IntentSourceParameters(Parameters):
    """What a payment was authorized with."""

    customer_id = Text(50, required=True)
    brand_id = Text(50)
    replace_primary_payment_source = Flag()
    payment_intent = Object(UsedIntentInfoParameters, required=True)


class VoucherParameters(Parameters):
    """A kind of voucher, and whom it is for."""

    voucher_type = Choice(VOUCHER_TYPES, required=True)
    gateway_account_id = Text(50)
    tax_id = Text(20)
    billing_address = Json()


class VoucherSourceParameters(Parameters):
    """Vouchers that a customer pays by."""

    customer_id = Text(50, required=True)
    brand_id = Text(50)
    voucher_payment_source = Object(VoucherParameters, required=True)


class NetworkReferenceParameters(Parameters):
    """The first transaction of a card."""

    original_network_transaction_id = Text(100)


class CardChangeParameters(Parameters):
    """A change of a card."""

    gateway_meta_data = Json()
    reference_transaction = Text(50)
    card = Object(CardUpdateParameters)
    network_transaction_reference = Object(NetworkReferenceParameters)


class BankAccountChangeParameters(Parameters):
    """A change of a bank account."""

    bank_account = Object(BankAccountUpdateParameters)


class VerificationParameters(Parameters):
    """Two small amounts that a bank account received."""

    amount1 = Whole(0, required=True)
    amount2 = Whole(0, required=True)


class GatewayAccountParameters(Parameters):
    """An account at a gateway."""

    gateway_account_id = Text(50, required=True)


class CardGatewayParameters(GatewayAccountParameters):
    """An account at a gateway, whose name older clients give, too."""

    gateway = Choice(GATEWAYS)


class RoleParameters(Parameters):
    """A payment source, and what it is from now on."""

    payment_source_id = Text(40, required=True)
    role = Choice(ROLES, required=True)


class PaymentMethodChangeParameters(Parameters):
    """What a customer pays with from now on."""

    payment_method = Object(PaymentMethodParameters, required=True)

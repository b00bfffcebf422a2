"""What can be said about a card."""

from mockserver.apis.chargebee.dialect import Json, Parameters
from mockserver.apis.chargebee.payments.words import BRANDS, FUNDING_TYPES, GATEWAYS, PREFERRED_SCHEMES
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Text, Whole


class HolderParameters(Parameters):
    """Whose card it is, and where its bills go."""

    first_name = Text(50)
    last_name = Text(50)
    billing_addr1 = Text(150)
    billing_addr2 = Text(150)
    billing_city = Text(50)
    billing_state_code = Text(50)
    billing_state = Text(50)
    billing_zip = Text(20)
    billing_country = Text(50)


class CardUpdateParameters(HolderParameters):
    """What can be changed of a card."""

    expiry_month = Whole(1, 12)
    expiry_year = Whole()
    additional_information = Json()


class CardParameters(Parameters):
    """A new card. Numbers and security codes can be long because they may come encrypted."""

    gateway_account_id = Text(50)
    first_name = Text(50)
    last_name = Text(50)
    number = Text(1500, required=True)
    expiry_month = Whole(1, 12, required=True)
    expiry_year = Whole(required=True)
    cvv = Text(520)
    preferred_scheme = Choice(PREFERRED_SCHEMES)
    billing_addr1 = Text(150)
    billing_addr2 = Text(150)
    billing_city = Text(50)
    billing_state_code = Text(50)
    billing_state = Text(50)
    billing_zip = Text(20)
    billing_country = Text(50)
    additional_information = Json()


class CustomerCardParameters(CardParameters):
    """A new customer's card, or a token that a gateway gave for one."""

    gateway = Choice(GATEWAYS)
    tmp_token = Text(300)
    number = Text(1500)
    expiry_month = Whole(1, 12)
    expiry_year = Whole()
    ip_address = Text(50)


class CardAtGatewayParameters(Parameters):
    """What is known of a card that a gateway keeps."""

    last4 = Text(4, least=4)
    iin = Text(6, least=6)
    expiry_month = Whole(1, 12)
    expiry_year = Whole()
    brand = Choice(BRANDS)
    funding_type = Choice(FUNDING_TYPES)


class VatParameters(Parameters):
    """What a customer's card can be changed together with."""

    vat_number = Text(20)


class CardForCustomerParameters(CustomerCardParameters):
    """A card in place of the one a customer has."""

    customer = Object(VatParameters)

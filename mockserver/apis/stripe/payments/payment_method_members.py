"""What can be said about a payment method when it is created, changed, attached and listed."""

from mockserver.apis.stripe.addresses import AddressParameters
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.fields import Email, Expandable, Text
from mockserver.apis.stripe.metadata import Metadata
from mockserver.apis.stripe.payments.bank_accounts import HOLDER_TYPES
from mockserver.apis.stripe.payments.card_parameters import NetworksParameters, NetworksUpdateParameters, secret
from mockserver.apis.stripe.payments.payment_method_types import TYPES, Nothing
from mockserver.apis.stripe.query import ListParameters
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Choice, Whole

REDISPLAY = ("always", "limited", "unspecified")
ALL_TYPES = tuple(sorted([*TYPES, "card"]))


class BillingDetailsParameters(Parameters):
    """Who pays, and where the bills go."""

    address = Object(AddressParameters, unset=None)
    email = Email(unset=None)
    name = Text(unset=None)
    phone = Text(unset=None)
    tax_id = Text()


class CardParameters(Parameters):
    """A card, or the token of one."""

    cvc = secret()
    exp_month = Whole()
    exp_year = Whole()
    networks = Object(NetworksParameters)
    number = secret()
    token = Text()


class CardUpdateParameters(Parameters):
    """What changes when a bank sends a new card."""

    exp_month = Whole()
    exp_year = Whole()
    networks = Object(NetworksUpdateParameters)


class UsBankAccountUpdateParameters(Parameters):
    """What can be put right about a bank account."""

    account_holder_type = Choice(HOLDER_TYPES)
    account_type = Choice(("checking", "savings"))


class RadarOptionsParameters(Parameters):
    """What the provider's fraud prevention saw."""

    session = Text()


class _OfAnyTypeParameters(Expandable):
    """What is said about payment methods of all types."""

    allow_redisplay = Choice(REDISPLAY)
    billing_details = Object(BillingDetailsParameters)
    card = Object(CardParameters)
    customer = Text()
    interac_present = Object(Nothing)
    metadata = Metadata()
    payment_method = Text()
    radar_options = Object(RadarOptionsParameters)
    type = Choice(ALL_TYPES)


PaymentMethodCreateParameters: type[Parameters] = type(
    "PaymentMethodCreateParameters",
    (_OfAnyTypeParameters,),
    {
        "__doc__": "A new payment method: its type and the hash of that name, or another one to copy.",
        **{name: Object(type.parameters) for name, type in TYPES.items()},
    },
)


class PaymentMethodUpdateParameters(Expandable):
    """A change of a payment method."""

    allow_redisplay = Choice(REDISPLAY)
    billing_details = Object(BillingDetailsParameters)
    card = Object(CardUpdateParameters)
    metadata = Metadata()
    us_bank_account = Object(UsBankAccountUpdateParameters)


class AttachParameters(Expandable):
    """Whose payment method it is to be."""

    customer = Text()
    customer_account = Text()


class CustomerPaymentMethodListParameters(ListParameters):
    """A list of a customer's payment methods."""

    allow_redisplay = Choice(REDISPLAY)
    type = Choice(ALL_TYPES)


class PaymentMethodListParameters(CustomerPaymentMethodListParameters):
    """The same, where the customer is a parameter."""

    customer = Text()
    customer_account = Text()

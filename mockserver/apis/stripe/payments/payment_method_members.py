"""The members of a payment method: what can be said of it, and what answers show."""

from mockserver.apis.stripe.addresses import Address
from mockserver.apis.stripe.dialect import Parameters
from mockserver.apis.stripe.fields import Constant, Email, Expandable, ListParameters, Metadata, Reference, Text
from mockserver.apis.stripe.payments.bank_accounts import HOLDER_TYPES
from mockserver.apis.stripe.payments.cards import Networks, NetworksUpdate, secret
from mockserver.apis.stripe.payments.payment_method_types import TYPES, US_ACCOUNT_TYPES, Nothing
from mockserver.core.fields.containers import Array, Object, OpenObject
from mockserver.core.fields.kinds import Choice, Flag, Whole

REDISPLAY = ("always", "limited", "unspecified")
ALL_TYPES = tuple(sorted([*TYPES, "card"]))


CHECK_RESULTS = ("fail", "pass", "unavailable", "unchecked")


class BillingDetails(Parameters):
    """Who pays, and where the bills go."""

    address = Object(Address, unset=None)
    email = Email(unset=None, null=True)
    name = Text(unset=None, null=True)
    phone = Text(unset=None, null=True)
    tax_id = Text(null=True)


class NewCard(Parameters):
    """A card, or the token of one."""

    cvc = secret()
    exp_month = Whole()
    exp_year = Whole()
    networks = Object(Networks)
    number = secret()
    token = Text()


class CardUpdate(Parameters):
    """What changes when a bank sends a new card."""

    exp_month = Whole()
    exp_year = Whole()
    networks = Object(NetworksUpdate)


class UsBankAccountUpdate(Parameters):
    """What can be put right about a bank account."""

    account_holder_type = Choice(HOLDER_TYPES)
    account_type = Choice(US_ACCOUNT_TYPES)


class CardChecks(Parameters):
    """What its bank said of a card's details."""

    address_line1_check = Choice(CHECK_RESULTS, null=True)
    address_postal_code_check = Choice(CHECK_RESULTS, null=True)
    cvc_check = Choice(CHECK_RESULTS, null=True)


class CardNetworks(Parameters):
    """What payments can go through."""

    available = Array(Text())
    preferred = Text(null=True)


class ThreeDSecureUsage(Parameters):
    """Whether payers can be asked to show who they are."""

    supported = Flag()


class PaymentMethodCard(Parameters):
    """A card."""

    brand = Text()
    checks = Object(CardChecks)
    country = Text(null=True)
    display_brand = Text()
    exp_month = Whole()
    exp_year = Whole()
    fingerprint = Text()
    funding = Choice(("credit", "debit", "prepaid", "unknown"))
    generated_from = OpenObject(null=True)
    last4 = Text()
    networks = Object(CardNetworks)
    regulated_status = Choice(("regulated", "unregulated"), null=True)
    three_d_secure_usage = Object(ThreeDSecureUsage)
    wallet = OpenObject(null=True)


class RadarOptions(Parameters):
    """What the provider's fraud prevention saw."""

    session = Text(always=False)


class PaymentMethod(Expandable):
    """A payment method: its type and the hash of that name, or another one to copy."""

    id = Text(dump_only=True)
    object = Constant("payment_method")
    allow_redisplay = Choice(REDISPLAY)
    billing_details = Object(BillingDetails)
    card = Object(NewCard, on="create", answered=Object(PaymentMethodCard), always=False)
    card_ = Object(CardUpdate, on="update", data_key="card", load_only=True)
    created = Whole(dump_only=True)
    customer = Text(on="create", answered=Reference())
    customer_account = Text(dump_only=True, null=True)
    interac_present = Object(Nothing, on="create", load_only=True)
    livemode = Flag(dump_only=True)
    metadata = Metadata()
    payment_method = Text(on="create", load_only=True)
    radar_options = Object(RadarOptions, on="create", always=False)
    type = Choice(ALL_TYPES, on="create", answered=Text())
    us_bank_account_ = Object(UsBankAccountUpdate, on="update", data_key="us_bank_account", load_only=True)

    class Meta:
        include = {
            name: Object(type.parameters, on="create", answered=OpenObject(), always=False)
            for name, type in TYPES.items()
        }


class Attach(Expandable):
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

"""What requests about payment intents can say."""

from mockserver.apis.chargebee.dialect import Json, Parameters
from mockserver.apis.chargebee.payments.words import INTENT_TYPES
from mockserver.core.fields.kinds import Choice, Flag, Text, Whole

_MOST = 2**63 - 1


class PaymentIntentParameters(Parameters):
    """A new payment intent."""

    business_entity_id = Text(50)
    brand_id = Text(50)
    customer_id = Text(50)
    amount = Whole(0, _MOST, required=True)
    currency_code = Text(3, required=True)
    gateway_account_id = Text(50)
    reference_id = Text(200)
    defer_payment_method_type = Flag()
    payment_method_type = Choice(INTENT_TYPES)
    success_url = Text(250)
    failure_url = Text(250)
    payment_method_options = Json()


class PaymentIntentUpdateParameters(Parameters):
    """A change of a payment intent."""

    amount = Whole(0, _MOST)
    currency_code = Text(3)
    gateway_account_id = Text(50)
    payment_method_type = Choice(INTENT_TYPES)
    success_url = Text(250)
    failure_url = Text(250)
    payment_method_options = Json()

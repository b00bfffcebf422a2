"""What a token can be made of."""

from mockserver.apis.chargeover.parameters import Choice, Parameters, Text, Whole
from mockserver.apis.chargeover.pay_methods.card_numbers import TYPES
from mockserver.apis.chargeover.pay_methods.expiry import ExpiryDate

PAYMETHODS = ("crd", "ach")


class TokenizedParameters(Parameters):
    """The members of a token that a request can say."""

    customer_id = Whole()
    customer_external_key = Text()
    customer_token = Text()
    external_key = Text()
    name = Text()
    type = Text()
    paymethod_hint = Choice(PAYMETHODS)
    expdate = ExpiryDate()
    type_hint = Choice(tuple(TYPES))
    token = Text(required=True)
    gateway = Text()

"""The shapes of sources and tokens in answers."""

from marshmallow import fields

from mockserver.apis.stripe.payments.payment_method_shapes import CHECK_RESULTS
from mockserver.apis.stripe.shapes import Shape, choice, constant, expandable, flag, metadata, text, whole


def _maybe(*words: str) -> fields.Field[str]:
    return fields.String(allow_none=True, metadata={"enum": [*words, None]} if words else {})


class SourceSchema(Shape):
    """A card or a bank account; the members that the other kind does not have are not required."""

    id = text()
    object = choice("bank_account", "card")
    account_holder_name = _maybe()
    account_holder_type = _maybe("company", "individual")
    account_type = _maybe("checking", "futsu", "savings", "toza")
    address_city = _maybe()
    address_country = _maybe()
    address_line1 = _maybe()
    address_line1_check = _maybe(*CHECK_RESULTS)
    address_line2 = _maybe()
    address_state = _maybe()
    address_zip = _maybe()
    address_zip_check = _maybe(*CHECK_RESULTS)
    bank_name = fields.String()
    brand = fields.String()
    country = text(null=True)
    currency = fields.String()
    customer = expandable(required=False)
    cvc_check = _maybe(*CHECK_RESULTS)
    dynamic_last4 = _maybe()
    exp_month = fields.Integer()
    exp_year = fields.Integer()
    fingerprint = text()
    funding = fields.String()
    last4 = text()
    metadata = metadata()
    name = _maybe()
    networks = fields.Dict()
    regulated_status = _maybe("regulated", "unregulated")
    routing_number = _maybe()
    status = fields.String(metadata={"enum": ["errored", "new", "validated", "verification_failed", "verified"]})
    tokenization_method = _maybe()


class TokenSchema(Shape):
    """What stands for something until it is used."""

    id = text()
    object = constant("token")
    bank_account = fields.Nested(SourceSchema)
    card = fields.Nested(SourceSchema)
    client_ip = text(null=True)
    created = whole()
    livemode = flag()
    type = text()
    used = flag()

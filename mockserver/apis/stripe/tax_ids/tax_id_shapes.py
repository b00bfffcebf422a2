"""The shape of a tax id in answers."""

from marshmallow import fields

from mockserver.apis.stripe.shapes import Shape, choice, constant, expandable, flag, inner, text, whole
from mockserver.apis.stripe.tax_ids.members import OWNERS


class TaxIdOwnerSchema(Shape):
    """Whose tax id it is."""

    account = fields.String()
    customer = expandable(required=False)
    customer_account = fields.String(allow_none=True)
    type = choice(*OWNERS)


class TaxIdVerificationSchema(Shape):
    """What a register says."""

    status = choice("pending", "unavailable", "unverified", "verified")
    verified_address = text(null=True)
    verified_name = text(null=True)


class TaxIdSchema(Shape):
    """A tax id."""

    id = text()
    object = constant("tax_id")
    country = text(null=True)
    created = whole()
    customer = expandable()
    customer_account = text(null=True)
    livemode = flag()
    owner = inner(TaxIdOwnerSchema)
    type = text()
    value = text()
    verification = inner(TaxIdVerificationSchema)

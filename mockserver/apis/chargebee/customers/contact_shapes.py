"""The shape of a contact in answers."""

from marshmallow import fields

from mockserver.apis.chargebee.shapes import Shape, constant, envelope


class ContactSchema(Shape):
    """Somebody at a customer's."""

    id = fields.String(required=True)
    first_name = fields.String()
    last_name = fields.String()
    email = fields.String(required=True)
    phone = fields.String()
    label = fields.String()
    enabled = fields.Boolean(required=True)
    send_account_email = fields.Boolean(required=True)
    send_billing_email = fields.Boolean(required=True)
    object = constant("contact")


ContactEnvelopeSchema = envelope((("contact", ContactSchema),))

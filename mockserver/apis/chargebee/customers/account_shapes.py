"""The shapes of what a customer has in answers: balances, and a place in an account hierarchy."""

from marshmallow import fields

from mockserver.apis.chargebee.shapes import Shape, constant


class BalanceSchema(Shape):
    """What a customer has coming in a currency."""

    promotional_credits = fields.Integer(required=True)
    excess_payments = fields.Integer(required=True)
    refundable_credits = fields.Integer(required=True)
    unbilled_charges = fields.Integer(required=True)
    currency_code = fields.String(required=True)
    object = constant("customer_balance")


class RelationshipSchema(Shape):
    """Who a customer belongs to, who pays for it, and who gets its invoices."""

    parent_id = fields.String(required=True)
    payment_owner_id = fields.String(required=True)
    invoice_owner_id = fields.String(required=True)


class EmailsSchema(Shape):
    """Which messages somebody gets."""

    send_subscription_emails = fields.Boolean()
    send_payment_emails = fields.Boolean()
    send_invoice_emails = fields.Boolean()


class ParentAccountAccessSchema(EmailsSchema):
    """What a parent may do, and what it is told."""

    portal_edit_child_subscriptions = fields.String()
    portal_download_child_invoices = fields.String()


class ChildAccountAccessSchema(EmailsSchema):
    """What a child may do, and what it is told."""

    portal_edit_subscriptions = fields.String()
    portal_download_invoices = fields.String()

"""The shape of a contact in answers."""

from marshmallow import fields

from mockserver.apis.chargeover.shapes import Shape


class UserCustomerSchema(Shape):
    """A customer that a contact belongs to."""

    customer_id = fields.String(required=True)
    company = fields.String(required=True)


class UserSchema(Shape):
    """A contact; lists show it without its customers."""

    user_id = fields.Integer(required=True)
    external_key = fields.String(required=True, allow_none=True)
    first_name = fields.String(required=True)
    middle_name_glob = fields.String(required=True, allow_none=True)
    last_name = fields.String(required=True)
    name_suffix = fields.String(required=True, allow_none=True)
    title = fields.String(required=True)
    email = fields.String(required=True)
    token = fields.String(required=True)
    phone = fields.String(required=True)
    mobile = fields.String(required=True, allow_none=True)
    user_type_id = fields.Integer(required=True)
    write_datetime = fields.String(required=True)
    mod_datetime = fields.String(required=True)
    name = fields.String(required=True)
    display_as = fields.String(required=True, metadata={"deprecated": True})
    url_self = fields.String(required=True)
    user_type_name = fields.String(required=True)
    username = fields.String(required=True)
    customer_id = fields.Integer(required=True, allow_none=True)
    customers = fields.List(fields.Nested(UserCustomerSchema))

    class Meta(Shape.Meta):
        include = {f"custom_{n}": fields.String(required=True, allow_none=True) for n in range(1, 21)}

"""The shape of a test clock in answers."""

from marshmallow import fields

from mockserver.apis.stripe.shapes import Shape, choice, constant, flag, inner, text, whole


class AdvancingSchema(Shape):
    """Where a test clock is going."""

    target_frozen_time = whole()


class StatusDetailsSchema(Shape):
    """What a test clock is doing."""

    advancing = fields.Nested(AdvancingSchema)


class TestClockSchema(Shape):
    """A test clock."""

    id = text()
    object = constant("test_helpers.test_clock")
    created = whole()
    deletes_after = whole()
    frozen_time = whole()
    livemode = flag()
    name = text(null=True)
    status = choice("advancing", "internal_failure", "ready")
    status_details = inner(StatusDetailsSchema)

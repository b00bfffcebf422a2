"""The shape of an event in answers."""

from marshmallow import fields

from mockserver.apis.stripe.shapes import Shape, constant, flag, inner, text, whole


class EventDataSchema(Shape):
    """The object an event is about, and what of it an update changed."""

    object = fields.Dict(required=True)
    previous_attributes = fields.Dict()


class EventRequestSchema(Shape):
    """The request that caused an event."""

    id = text(null=True)
    idempotency_key = text(null=True)


class EventSchema(Shape):
    """An event."""

    id = text()
    object = constant("event")
    api_version = text(null=True)
    created = whole()
    data = inner(EventDataSchema)
    livemode = flag()
    pending_webhooks = whole()
    request = inner(EventRequestSchema)
    type = text()

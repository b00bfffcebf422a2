"""What is set up for an account: subscriptions, whose receivers are kept and not called, and values by key.

Values can be set and, as the provider has it, not be read.
"""

import re

from marshmallow import INCLUDE, Schema

from mockserver.apis.chargeover.account import now
from mockserver.apis.chargeover.answers import CREATED, TrueAnswerSchema, created, ok, route
from mockserver.apis.chargeover.dialect import Parameters, data_of, read_new
from mockserver.apis.chargeover.kinds import Kind, named, next_id
from mockserver.core.api.model import Call
from mockserver.core.fields.kinds import Text, WebAddress
from mockserver.core.http.reply import Reply
from mockserver.core.problems import FieldError, Invalid
from mockserver.core.store import Collection

CONFIGURATION = "configuration"
RESTHOOK = Kind("_resthook", "resthooks", "subscription")


class Resthook(Parameters):
    """A subscription: the address of a receiver, and what it wants to hear of, an object and what happens to it."""

    target_url = WebAddress(
        hint="must be an address that begins with http:// or https://, with a plain host and without a user",
        required=True,
    )
    event = Text(
        pattern=re.compile(r"[a-z_]+\.[a-z_]+", re.ASCII),
        hint="must be an object and a verb, like customer.insert",
        required=True,
    )


CREATE = Resthook()


@route("POST /_resthook", "resthooks.create", "create-a-resthook", CREATED, body=CREATE)
def create_resthook(call: Call) -> Reply:
    """Subscribe to an event. A subscription that is there already becomes another one with an id of its own."""
    values = read_new(call, CREATE)
    id = next_id(call, RESTHOOK)
    call.records.put(RESTHOOK.collection, str(id), {RESTHOOK.id_member: id, **values, "write_datetime": now(call)})
    return created(call, RESTHOOK.object, id)


@route("DELETE /_resthook/<id>", "resthooks.delete", "delete-a-resthook", TrueAnswerSchema)
def delete_resthook(call: Call) -> Reply:
    """End a subscription."""
    call.records.delete(RESTHOOK.collection, str(named(call, RESTHOOK)[RESTHOOK.id_member]))
    return ok(call, True)


class ConfigurationParameters(Schema):
    """Values by key: text, numbers, true, false or null."""

    class Meta:
        unknown = INCLUDE


@route("POST /_config", "configuration.set", "set-configuration", TrueAnswerSchema, body=ConfigurationParameters)
def set_configuration(call: Call) -> Reply:
    """Set values of the account. Other keys stay as they are."""
    values = data_of(call)
    errors = [
        FieldError(key, "must be text, a number, true, false or null")
        for key, value in values.items()
        if isinstance(value, (dict, list))
    ]
    if errors:
        raise Invalid(errors=errors)
    for key, value in values.items():
        call.records.put(CONFIGURATION, key, {"key": key, "value": value})
    return ok(call, True)


collections = (RESTHOOK.declared("event"), Collection(CONFIGURATION))

"""Subscriptions: who is told when something of a kind happens. They are kept; no receiver is called."""

import re

from mockserver.apis.chargeover.answers import CREATED, TrueAnswerSchema, created, ok, route
from mockserver.apis.chargeover.dialect import Parameters, read_new
from mockserver.apis.chargeover.kinds import Kind, named, next_id
from mockserver.apis.chargeover.times import now
from mockserver.core.api.model import Call
from mockserver.core.fields.kinds import Text, WebAddress
from mockserver.core.http.reply import Reply

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


collections = (RESTHOOK.declared("event"),)

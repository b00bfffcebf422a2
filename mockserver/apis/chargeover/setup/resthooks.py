"""Subscriptions: who is told when something of a kind happens. They are kept; no receiver is called."""

from mockserver.apis.chargeover.auth import ANY_KEY
from mockserver.apis.chargeover.documented import CREATED, DONE
from mockserver.apis.chargeover.envelope import created, ok
from mockserver.apis.chargeover.identifiers import next_id
from mockserver.apis.chargeover.kinds import Kind, named
from mockserver.apis.chargeover.requests import read_new
from mockserver.apis.chargeover.setup.resthook_parameters import ResthookParameters
from mockserver.apis.chargeover.times import now
from mockserver.core.api.model import Call, Route
from mockserver.core.http.reply import Reply

RESTHOOK = Kind("_resthook", "resthooks", "subscription")

CREATE = ResthookParameters()


def create_resthook(call: Call) -> Reply:
    """Keep a subscription; one that is there already becomes another one with an id of its own."""
    values = read_new(call, CREATE)
    id = next_id(call, RESTHOOK.object)
    call.records.put(RESTHOOK.collection, str(id), {RESTHOOK.id_member: id, **values, "write_datetime": now(call)})
    return created(call, RESTHOOK.object, id)


def delete_resthook(call: Call) -> Reply:
    """Forget a subscription."""
    call.records.delete(RESTHOOK.collection, str(named(call, RESTHOOK)[RESTHOOK.id_member]))
    return ok(call, True)


collections = (RESTHOOK.declared("event"),)

routes = (
    Route(
        "POST", "/_resthook", "resthooks.create", "create-a-resthook", create_resthook, "Subscribe to an event",
        CREATED, ANY_KEY, ResthookParameters,
    ),
    Route(
        "DELETE", "/_resthook/<id>", "resthooks.delete", "delete-a-resthook", delete_resthook, "End a subscription",
        DONE, ANY_KEY,
    ),
)  # fmt: skip

"""Finding what a request names, or saying in Stripe's words that it does not exist."""

from collections.abc import Callable
from dataclasses import dataclass

from mockserver.apis.stripe.problems import NoSuch, missing_reference, no_such
from mockserver.core.api.model import Call
from mockserver.core.store import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object: where it is kept, what errors call it, and how one is made up for a given id."""

    collection: str
    what: str
    blank: Callable[[Call, str], Record]


def any_id(call: Call) -> bool:
    """Return whether the account is set so that any id exists, whatever is stored and whatever the clock says."""
    return bool(call.settings["any_id"])


def found(call: Call, kind: Kind, id: str) -> Record | None:
    """Return an object; where the account is set so that any id exists, one is made up for an unknown id."""
    record = call.records.get(kind.collection, id)
    return made_up(call, kind, id) if record is None and any_id(call) else record


def made_up(call: Call, kind: Kind, id: str) -> Record:
    """Make up an object for an id, and keep it."""
    record = kind.blank(call, id)
    call.records.put(kind.collection, id, record)
    return record


def existing(call: Call, kind: Kind, id: str, param: str = "id") -> Record:
    """Return the object that the path names; raise `NoSuch` (404)."""
    record = found(call, kind, id)
    if record is None:
        raise NoSuch(no_such(kind.what, id), param=param)
    return record


def referenced(call: Call, kind: Kind, id: str, param: str) -> Record:
    """Return the object that a parameter names, as `invoice_settings.footer` is one; raise `BadParameter` (400)."""
    record = found(call, kind, id)
    if record is None:
        raise missing_reference(param, kind.what, id)
    return record


def belonging(call: Call, kind: Kind, customer: Record, id: str, param: str = "id") -> Record:
    """Return the object that the path names below a customer; raise `NoSuch` (404) for those of other customers."""
    record = existing(call, kind, id, param)
    if record["customer"] == customer["id"]:
        return record
    if any_id(call):
        return made_up(call, kind, id)
    raise NoSuch(no_such(kind.what, id), param=param)

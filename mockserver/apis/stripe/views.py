"""What stored objects look like to a caller: hidden members left out, time and version taken into account."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, cast

from mockserver.apis.stripe.versions import asked_for
from mockserver.core.api.model import Api, Call
from mockserver.core.store import Record

Shown = dict[str, Any]
Include = Callable[[Call, Shown], Any]


@dataclass(frozen=True, slots=True)
class Look:
    """How answers show a kind of object.

    What `show` writes anew each time follows from the time and from the version. The `references` are members that
    hold an id, each with the collections it may be an id of; `embedded` members are whole objects anyway, with members
    of their own to expand; `included` ones are left out unless they are asked for.
    """

    show: Callable[[Call, Record, Shown, str], None] | None = None
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    embedded: frozenset[str] = frozenset()
    included: Mapping[str, Include] = field(default_factory=dict)


PLAIN = Look()


@dataclass(frozen=True, kw_only=True, eq=False)
class StripeApi(Api):
    """What Stripe declares, with the looks of its objects by their kind."""

    looks: Mapping[str, Look]


def looks_of(*resources: ModuleType) -> dict[str, Look]:
    """Return the looks that modules declare in `looks`."""
    return {kind: look for module in resources for kind, look in getattr(module, "looks", {}).items()}


def look_of(call: Call, kind: str) -> Look:
    """Return how answers show a kind of object."""
    return cast("StripeApi", call.exchange.api).looks.get(kind, PLAIN)


def view(call: Call, record: Record, version: str | None = None) -> Shown:
    """Write an object for the version of the request, or for another one."""
    shown = {name: value for name, value in record.items() if not name.startswith("_")}
    show = look_of(call, record["object"]).show
    if show:
        show(call, record, shown, version or asked_for(call.exchange))
    return shown


def deleted(record: Record) -> Shown:
    """Write what is left of a deleted object."""
    return {"id": record["id"], "object": record["object"], "deleted": True}

"""Answers: objects, with the members written as whole objects that the caller wants expanded."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from mockserver.apis.stripe.problems import refused
from mockserver.apis.stripe.views import Look, Shown, look_of, view
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.store import Record

DEEPEST = 4
"""Members in one path."""

MOST_WITHIN = 10
"""Objects of a list inside another object."""

Segments = list[str]


def answer(call: Call, record: Record, values: Mapping[str, Any]) -> Reply:
    """Return an object; every success of Stripe's is 200."""
    shown = view(call, record)
    expand(call, shown, values.get("expand", ()))
    return Reply.json(200, shown)


def expand(call: Call, shown: Shown, paths: Iterable[str]) -> None:
    """Expand an answer in place; raises `BadParameter` for a path that leads nowhere."""
    for path in paths:
        segments = path.split(".")
        if len(segments) > DEEPEST:
            message = f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}"
            raise refused(message, "property_expansion_max_depth", begun=False)
        _check_first(call, shown, segments)
        _expand(call, shown, segments)


def _check_first(call: Call, shown: Shown, segments: Segments) -> None:
    if shown["object"] in ("list", "search_result"):
        if segments == ["total_count"]:  # whoever answers counts, or refuses to
            return
        if segments[0] != "data":
            path = ".".join(segments)
            hint = f"You may want to try expanding 'data.{path}' instead."
            raise refused(f"This property cannot be expanded ({path}). {hint}", begun=False)
        for row in shown["data"][:1]:
            if segments[1:]:
                _check_first(call, row, segments[1:])
        return
    first, look = segments[0], look_of(call, shown["object"])
    if _expandable(look, first) or (first in shown and first in look.embedded):
        return
    if first in shown:
        raise refused(f"This property cannot be expanded ({first}).", begun=False)
    raise refused(f"This property cannot be expanded because it doesn't exist: {first}.", begun=False)


def _expandable(look: Look, first: str) -> bool:
    return first in look.included or any(path.split(".")[0] == first for path in look.references)


def _expand(call: Call, shown: Any, segments: Segments) -> None:
    """Expand one path below an object, as far as it leads."""
    if not segments or not isinstance(shown, dict):
        return
    if shown.get("object") in ("list", "search_result"):
        if segments[0] == "data":
            for row in shown["data"]:
                _expand(call, row, segments[1:])
        return
    look = look_of(call, shown.get("object", ""))
    include = look.included.get(segments[0])
    if include:
        if not isinstance(shown.get(segments[0]), dict):
            shown[segments[0]] = include(call, shown)
        _expand(call, shown[segments[0]], segments[1:])
        return
    if segments[0] in look.embedded:
        _expand(call, shown.get(segments[0]), segments[1:])
        return
    for member, collections in look.references.items():
        path = member.split(".")
        if segments[: len(path)] == path:
            _expand(call, _replaced(call, shown, path, collections), segments[len(path) :])
            return


def _replaced(call: Call, shown: Shown, path: Segments, collections: Sequence[str]) -> Any:
    """Put an object where its id stands; what is stored is not touched, so the hashes on the way are copied."""
    holder = shown
    for name in path[:-1]:
        inner = holder.get(name)
        if not isinstance(inner, dict):
            return None
        inner = dict(inner)
        holder[name] = inner
        holder = inner
    value = holder.get(path[-1])
    if isinstance(value, str):
        records = (call.records.get(collection, value) for collection in collections)
        record = next((record for record in records if record is not None), None)
        if record is not None:
            holder[path[-1]] = view(call, record)
    return holder.get(path[-1])


def list_within(call: Call, customer: Shown, collection: str, *, kept: bool = True) -> Shown:
    """Write a customer's own list of something; of what is not `kept` in this sandbox it is empty."""
    records = call.records.lookup(collection, "customer", customer["id"]) if kept else []
    rows = list(islice(reversed(records), MOST_WITHIN))
    return {
        "object": "list",
        "data": [view(call, row) for row in rows],
        "has_more": len(records) > len(rows),
        "total_count": len(records),
        "url": f"/v1/customers/{customer['id']}/{collection}",
    }

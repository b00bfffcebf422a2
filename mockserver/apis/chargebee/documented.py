"""What the documents of operations have in common: how they refuse, and what their queries take."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from mockserver.apis.chargebee.dialect import Parameters
from mockserver.apis.chargebee.problems import inside
from mockserver.apis.chargebee.shapes import ErrorSchema
from mockserver.core.api.model import QueryParameter, Response
from mockserver.core.fields.containers import Object
from mockserver.core.fields.kinds import Whole

READ: Mapping[int, Response] = {
    status: Response(ErrorSchema, ("Retry-After",) if status == 429 else ()) for status in (400, 401, 403, 404, 429)
}
"""How an operation that reads can refuse."""

WRITE: Mapping[int, Response] = {**READ, 409: Response(ErrorSchema), 422: Response(ErrorSchema)}
"""How an operation that changes something can refuse."""


def queries(schema: Parameters) -> Sequence[QueryParameter]:
    """Return the query parameters that a schema declares, by the names that requests have them under."""
    return tuple(_queries(schema))


def _queries(schema: Parameters, group: str = "") -> Iterator[QueryParameter]:
    for name, parameter in schema.parameters.items():
        param = inside(group, name)
        if isinstance(parameter, Object):
            yield from _queries(parameter.schema, param)
        else:
            described = _DESCRIBED.get(name, f"Only objects with this {group or name}.")
            kind: Literal["integer", "string"] = "integer" if isinstance(parameter, Whole) else "string"
            yield QueryParameter(param, described, kind, parameter.required)


_DESCRIBED: Mapping[str, str] = {
    "limit": "How many objects to answer at most, from 1 to 100; 10 without it.",
    "offset": "Where the page begins: what the page before gave as `next_offset`.",
    "include_deleted": "Whether to list deleted objects, too.",
    "asc": "What to sort by, the least first.",
    "desc": "What to sort by, the greatest first.",
    "is": "Only objects whose member is this.",
    "is_not": "Only objects whose member is not this.",
    "starts_with": "Only objects whose member starts with this.",
    "in": "Only objects whose member is one of these: `[a,b]`.",
    "not_in": "Only objects whose member is none of these: `[a,b]`.",
    "is_present": "Only objects that have the member, or with `false` that have it not.",
    "after": "Only objects whose time is later, in seconds.",
    "before": "Only objects whose time is earlier, in seconds.",
    "on": "Only objects whose time is on the day, in UTC, of this one, in seconds.",
    "hierarchy_operation_type": "Which part of the hierarchy: all of it, those below, or those above.",
    "from_site": "The site it came from.",
    "entity_type": "What was moved: `customer`.",
    "entity_id": "The id of what was moved.",
    "between": "Only objects whose time is one of these two or between them, a JSON array of seconds.",
}

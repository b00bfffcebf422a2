"""Lists: newest first, a page at a time, before or after an object that the caller has seen."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from mockserver.apis.stripe import views
from mockserver.apis.stripe.answers import expand
from mockserver.apis.stripe.lookups import Kind
from mockserver.apis.stripe.problems import bad, missing_reference, refused
from mockserver.apis.stripe.versions import BASIL, checked, since
from mockserver.core.api.model import Call
from mockserver.core.http.reply import Reply
from mockserver.core.store import Condition, Record
from mockserver.core.store.queries import QueryInstance, every, has

FEWEST, WITHOUT_WISH, MOST = 1, 10, 100
"""Objects on a page: at least, without a wish, and at most."""


TOTAL = "total_count"
"""How many objects a list has on all its pages, which old versions can expand."""


def page(
    call: Call,
    values: Mapping[str, Any],
    kind: Kind,
    *,
    among: tuple[str, str] | None = None,
    keep: Condition | None = None,
) -> Reply:
    """Return a page of a kind of objects, or of those `among` them whose index (name, value) fits.

    `keep` filters; what it leaves out costs time but no place on the page. A page of a whole kind costs the same
    wherever it begins; one of a part grows with the part.
    """
    limit = limit_of(call, values, strict=False)
    after, before = values.get("starting_after"), values.get("ending_before")
    if after and before:
        message = "Received both starting_after and ending_before parameters. Please pass in only one."
        raise refused(message, begun=False)
    cursor = after or before
    if cursor and call.settings["any_id"] and not _is_among(call, kind, cursor, among):
        cursor = None
    if cursor:
        _check_cursor(call, kind, cursor, "starting_after" if after else "ending_before", among)
    wanted = _query(among, keep)
    walk = call.records.oldest_first if before else call.records.newest_first
    rows = list(islice(walk(kind.collection, cursor, wanted), limit + 1))
    more = len(rows) > limit
    rows = rows[:limit]
    if before:
        rows.reverse()
    if not rows and not cursor and call.settings["any_id"]:
        rows = [kind.blank(call, f"{kind.collection}_any")]
    answer = listed(call, rows, url(call), has_more=more)
    expanded = values.get("expand", ())
    if TOTAL in expanded:
        answer[TOTAL] = _total(call, kind, wanted)
    expand(call, answer, expanded)
    return Reply.json(200, answer)


def _query(among: tuple[str, str] | None, keep: Condition | None) -> QueryInstance | None:
    conditions = [*([has(*among)] if among else ()), *([keep] if keep else ())]
    return every(conditions) if conditions else None


def _total(call: Call, kind: Kind, wanted: QueryInstance | None) -> int:
    """Count a list, which takes as long as it is; raise `BadParameter` at versions that do not count any more."""
    if since(checked(call.exchange), BASIL):
        raise refused(f"This property cannot be included ({TOTAL})", "property_forbidden", begun=False)
    return call.records.count(kind.collection, wanted)


def page_where(call: Call, values: Mapping[str, Any], kind: Kind, index: tuple[str, str], keep: Condition) -> Reply:
    """Return a page of those objects whose index (name, value) fits and that `keep` keeps.

    Unlike with `among`, the page may begin at any object: a caller that walks through the pages may have changed the
    one it saw last, so that it does not fit any more.
    """
    return page(call, values, kind, keep=every([has(*index), keep]))


def listed(call: Call, rows: Iterable[Record], url: str, *, has_more: bool = False) -> dict[str, Any]:
    """Write a list of objects."""
    return {"object": "list", "data": [views.view(call, row) for row in rows], "has_more": has_more, "url": url}


def url(call: Call) -> str:
    """Return the path of a request as lists carry it: the clients refuse two slashes at its beginning."""
    return "/" + "/".join(filter(None, call.exchange.path.split("/")))


def limit_of(call: Call, values: Mapping[str, Any], *, strict: bool) -> int:
    """Return how many objects are wanted. Out of bounds it is the bound, or refused, as the account is set.

    Stripe's documents and its answers are told differently: `strict` is what this list does without a setting.
    """
    limit: int = values.get("limit", WITHOUT_WISH)
    setting = call.settings["pagination"]
    if FEWEST <= limit <= MOST:
        return limit
    if setting == "clamp" or (setting == "documented" and not strict):
        return min(max(limit, FEWEST), MOST)
    if limit < FEWEST:
        message = f"This value must be greater than or equal to {FEWEST}."
    else:
        message = f"This value must be less than or equal to {MOST} (it currently is '{limit}')."
    raise bad(("limit",), message, "parameter_invalid_integer")


def _check_cursor(call: Call, kind: Kind, id: str, param: str, among: tuple[str, str] | None) -> None:
    if not _is_among(call, kind, id, among):
        raise missing_reference(param, kind.what, id)


def _is_among(call: Call, kind: Kind, id: str, among: tuple[str, str] | None) -> bool:
    record = call.records.get(kind.collection, id)
    return record is not None and (among is None or record.get(among[0]) == among[1])

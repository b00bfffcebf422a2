"""Which entries of a journal a list is to hold, as its query says."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from mockserver.admin.plane import steps, whole
from mockserver.admin.problems import AdminProblem
from mockserver.core.api.model import Api
from mockserver.core.documents import Document
from mockserver.core.problems import Misconfigured
from mockserver.core.text import suggestion
from mockserver.sandbox.journal import Entry
from mockserver.sandbox.tenants import Tenant
from mockserver.sandbox.verification.loading import LONGEST_WAIT, load_wanted
from mockserver.sandbox.verification.wanted import Wanted, hear
from mockserver.scenarios.notation.moments import duration, read_date
from mockserver.scenarios.rules.matching import PARTS

_REQUEST = ("api", "operation", "method", "path", "status", "rule")
_LISTS = ("operation", "status")
_PLACE = ("after", "before", "since", "order", "limit", "within", "count")
MOST_LISTED = 10_000
_LARGEST_ID = 10**9


@dataclass(frozen=True, slots=True)
class Filter:
    """Entries that are wanted, between two numbers and from a moment on; and how long to wait for how many."""

    wanted: Wanted
    after: int
    before: int
    since: float
    oldest_first: bool
    limit: int
    within: float
    count: int

    def of(self, tenant: Tenant) -> list[Entry]:
        """Return the entries of a tenant's journal."""
        budget = steps()
        found = [
            entry
            for entry in tenant.journal
            if self.after < entry.id < self.before
            and entry.time >= self.since
            and self.wanted.holds(hear(tenant, entry, budget))
        ]
        return found[::-1] if self.oldest_first else found


def read_filter(query: MultiDict[str, str], apis: Mapping[str, Api]) -> Filter:
    """Read the filter of a query; what is wrong with it is refused by name."""
    members = [name for name in query if name.partition(".")[0] in PARTS and name.partition(".")[2]]
    refuse_unknown((*_REQUEST, *_PLACE), members)
    if "count" in query and "within" not in query:
        raise AdminProblem(400, "count means something with within only.")
    return Filter(
        wanted=_wanted(query, members, apis),
        after=whole("after", 0, _LARGEST_ID),
        before=whole("before", _LARGEST_ID, _LARGEST_ID),
        since=_since(query.get("since")),
        oldest_first=_order(query.get("order", "newest")),
        limit=whole("limit", 100, MOST_LISTED),
        within=_within(query.get("within")),
        count=whole("count", 1, MOST_LISTED) if "within" in query else 0,
    )


def refuse_unknown(known: Sequence[str], members: Sequence[str] = ()) -> None:
    """Refuse a parameter of the query that nobody reads."""
    for name in request.args:
        if name not in known and name not in members:
            listed = f"{', '.join(known)}{' and members such as body.email' if 'api' in known else ''}"
            raise AdminProblem(400, f"{name!r} is no filter{suggestion(name, known)}; there are {listed}.")


def _wanted(query: MultiDict[str, str], members: Sequence[str], apis: Mapping[str, Api]) -> Wanted:
    asked: dict[str, Any] = {name: query[name] for name in _REQUEST if name in query}
    for name in _LISTS:
        if name in asked:
            asked[name] = [word.strip() for word in asked[name].split(",")]
    match: dict[str, dict[str, Any]] = {}
    for name in members:
        part, _, key = name.partition(".")
        match.setdefault(part, {})[key] = _value(query[name])
    if match:
        asked["match"] = match
    try:
        return load_wanted(Document("query", asked), apis)
    except Misconfigured as error:
        told = [{"path": list(path), "message": message} for path, message in error.errors]
        raise AdminProblem(400, str(error).splitlines()[0], {"errors": told}) from None


def _value(text: str) -> Any:
    """Read what a member must be like: JSON, or else the text itself."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _since(text: str | None) -> float:
    if text is None:
        return float("-inf")
    try:
        return read_date(text).timestamp()
    except ValueError as error:
        raise AdminProblem(400, f"since {error}.") from None


def _order(text: str) -> bool:
    if text not in ("newest", "oldest"):
        raise AdminProblem(400, f"order must be newest or oldest, not {text!r}.")
    return text == "oldest"


def _within(text: str | None) -> float:
    if text is None:
        return 0.0
    try:
        seconds = duration(text)
    except ValueError as error:
        raise AdminProblem(400, f"within {error}.") from None
    if seconds > LONGEST_WAIT:
        raise AdminProblem(400, f"within must be at most {LONGEST_WAIT:.0f}s.")
    return seconds

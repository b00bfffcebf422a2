"""Which entries of a journal are asked for, as a query says, and waiting until they are there."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import request
from werkzeug.datastructures import MultiDict

from mockserver.admin.call import LIMIT, Call, steps, whole
from mockserver.admin.problems import AdminProblem, mistakes
from mockserver.core.api.model import Api
from mockserver.core.documents import Document
from mockserver.core.problems import Misconfigured
from mockserver.core.text import suggestion
from mockserver.sandbox.journal import Entry
from mockserver.sandbox.journal.waiting import WAIT, Wait, block
from mockserver.sandbox.tenancy.tenant import Tenant
from mockserver.sandbox.verification.loading import LONGEST_WAIT, load_wanted
from mockserver.sandbox.verification.wanted import Wanted, hear
from mockserver.scenarios.notation.moments import duration, read_date
from mockserver.scenarios.rules.matching import PARTS

_REQUEST = {
    "api": "Only this API.",
    "operation": "Only these operations: names or patterns, separated by commas.",
    "method": "Only this method.",
    "path": "Only paths that fit: a pattern with * and ?.",
    "status": "Only these statuses or classes such as 4xx, separated by commas; none for no answer.",
    "rule": "Only those for which this rule fired.",
}
JOURNAL = {
    **_REQUEST,
    "after": "Only numbers above this one.",
    "before": "Only numbers below this one.",
    "since": "Only from this moment of the tenant's clock on.",
    "order": "newest or oldest first.",
    **LIMIT,
}
"""What the query of a list may say of entries, beside members of requests."""
WAITING = {"within": "How long to wait for them, at most 60s.", "count": "How many to wait for: 1."}
"""What it may say where they may still come."""
_LISTS = ("operation", "status")
MOST_LISTED = 10_000
LOOK_AGAIN = 0.1
"""Seconds after which it is looked again whose journal is meant, where nobody says so and there is no tenant yet."""
_LARGEST_ID = 10**9

Found = TypeVar("Found")


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
    refuse_unknown((*JOURNAL, *WAITING), members)
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
        raise AdminProblem(400, str(error).splitlines()[0], mistakes(error.errors)) from None


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


class NotYet(AdminProblem):
    """The edge is to put the request again; nobody sees this answer."""

    def __init__(self) -> None:
        super().__init__(503, "Not yet.")


def until(call: Call, within: float, ask: Callable[[Tenant], tuple[bool, Found]]) -> Found:
    """Ask until the answer will do, or `within` seconds of real time are over; then give what was found last.

    Where the edge can wait by itself no thread is held meanwhile.
    """
    given: Wait | None = request.environ.get(WAIT)
    wait = given or Wait()
    while True:
        tenant = call.tenant()
        seen = tenant.journal.changes
        will_do, found = ask(tenant)
        longest = LOOK_AGAIN if tenant is call.sandbox.defaults else within
        if will_do or not wait.goes_on(tenant.journal, seen, within, longest):
            return found
        if given:
            raise NotYet
        block(wait)
        wait.put_again(last=False)

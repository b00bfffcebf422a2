"""Work that Chargebee leaves for later: noted with the time it is due, and done before the first request after that.

Whatever reads or writes records finds them as they are once the work is done; nothing else has to know of it. It is
done as of the time it was due, so that it leaves the same behind whenever the next request comes.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from mockserver.core.api.model import Call, Operation, Route
from mockserver.core.http.reply import Reply
from mockserver.core.store import Collection

Work = Callable[[Call, Mapping[str, Any]], None]
"""Does what is due, given what was noted for it; what that names may be gone by now."""

COLLECTION = "due_work"
_EARLIEST = "due_work_at"

FEW_MINUTES = 5 * 60
"""How long Chargebee takes for what it says it does in a few minutes."""

collections = (Collection(COLLECTION),)


def do_later(call: Call, work: str, **noted: Any) -> None:
    """Note work for the next request or, where the site takes its time, for a few minutes later."""
    wait = 0 if call.settings["deletion"] == "immediate" else FEW_MINUTES
    at = _milliseconds(call) + wait * 1000
    id = str(call.records.next_number(COLLECTION))
    call.records.put(COLLECTION, id, {"id": id, "at": at, "work": work, "noted": noted})
    _expect(call, min(at, at if (earliest := _earliest(call)) is None else earliest))


def after_due_work(route: Route, works: Mapping[str, Work]) -> Route:
    """Return a route whose operation finds all work done that is due."""
    return replace(route, handler=_after_due_work(route.handler, works))


def _after_due_work(operation: Operation, works: Mapping[str, Work]) -> Operation:
    def handler(call: Call) -> Reply:
        earliest = _earliest(call)
        if earliest is not None and earliest <= _milliseconds(call):
            _do(call, works)
        return operation(call)

    return handler


def _do(call: Call, works: Mapping[str, Work]) -> None:
    """Do what is due, by its time."""
    waiting = sorted(call.records.oldest_first(COLLECTION), key=lambda work: int(work["at"]))
    due = [work for work in waiting if work["at"] <= _milliseconds(call)]
    for work in due:
        works[work["work"]](replace(call, now=datetime.fromtimestamp(work["at"] / 1000, UTC)), work["noted"])
        call.records.delete(COLLECTION, work["id"])
    _expect(call, waiting[len(due)]["at"] if len(waiting) > len(due) else None)


def _earliest(call: Call) -> int | None:
    """Return the time that the first work is due, `None` while nothing waits."""
    return call.records.counter(_EARLIEST) - 1 if call.records.counter(_EARLIEST) else None


def _expect(call: Call, at: int | None) -> None:
    """Note when the first work is due: one more than that, because a counter that nobody has set is 0."""
    call.records.set_counter(_EARLIEST, 0 if at is None else at + 1)


def _milliseconds(call: Call) -> int:
    return int(call.now.timestamp() * 1000)

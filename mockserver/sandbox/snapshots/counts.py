"""The counts of limits in the document of a snapshot."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from mockserver.core.documents import Path_
from mockserver.core.limits.counters import COUNTERS, Counter, Measure
from mockserver.core.limits.limiter import LimitKey, Shares
from mockserver.sandbox.snapshots.writing import SLOTS
from mockserver.scenarios.format.mistakes import Errors


def read_limits(data: Iterable[Mapping[str, Any]], errors: Errors) -> Iterator[tuple[LimitKey, Shares]]:
    """Yield what was counted for limits, by what these go by; what is wrong is added to `errors`."""
    for index, entry in enumerate(data):
        shares = Shares(start=entry.get("start"))
        for place, given in enumerate(entry["shares"]):
            counter = _counter(COUNTERS[entry["algorithm"]], given)
            if counter is None:
                path: Path_ = ("limits", index, "shares", place)
                errors.append((path, f"is not what {entry['algorithm']} counts of a share"))
            else:
                shares.counters[given["share"]] = counter
        yield (entry["id"], entry["algorithm"], Measure(*(entry[name] for name in Measure._fields))), shares


def _counter(kind: type[Counter], given: Any) -> Counter | None:
    """Make the counter of a share; nothing of what is none."""
    names = {field.name for field in fields(kind)} - {SLOTS}  # type: ignore[arg-type]
    if not isinstance(given, dict) or set(given) != {"share", *names} or not isinstance(given["share"], str):
        return None
    counter = kind()
    for name in names:
        value = given[name]
        if isinstance(getattr(counter, name), int):
            if type(value) is not int:
                return None
            setattr(counter, name, value)
        else:
            if not isinstance(value, list) or not all(_is_pair(item) for item in value):
                return None
            getattr(counter, name).extend(map(tuple, value))
    return counter


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and [type(item) for item in value] == [int, int]

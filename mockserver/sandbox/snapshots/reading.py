"""A snapshot from a document: what `writing` wrote comes back as it was; anything else is refused by its path."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from typing import Any

from marshmallow import ValidationError

from mockserver.core.api.idempotency import Kept
from mockserver.core.api.model import Api
from mockserver.core.clock import Clock
from mockserver.core.documents import Document, Path_
from mockserver.core.limits.counters import COUNTERS, Counter, Measure
from mockserver.core.limits.limiter import LimitKey, Shares
from mockserver.core.problems import Misconfigured
from mockserver.core.store import Contents, Record
from mockserver.core.text import suggestion
from mockserver.sandbox import execution
from mockserver.sandbox.snapshots.schema import LISTS, MOST_ENTRIES, SnapshotSchema
from mockserver.sandbox.snapshots.writing import SLOTS
from mockserver.sandbox.tenancy.state import OneOff, Snapshot, State
from mockserver.scenarios.format.includes import load_document
from mockserver.scenarios.format.library import Library
from mockserver.scenarios.format.loader import check_settings, load_rule
from mockserver.scenarios.format.mistakes import Errors
from mockserver.scenarios.format.schema import MOST_RULES
from mockserver.scenarios.rules.engine import Followed
from mockserver.scenarios.rules.model import Scenario
from mockserver.scenarios.rules.tallies import Tallies

MOST_MISTAKES = 1_000
"""Mistakes of records after which no other record is looked at."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The names in a document: APIs, scenarios of files (those in use first), and the time of its reading.

    `source` is the machine's time, the base of clocks.
    """

    apis: Mapping[str, Api]
    library: Library
    followed: Iterable[Scenario]
    source: Callable[[], float]


def read_snapshot(document: Document, name: str, around: Surroundings, *, raw: bool = False) -> Snapshot:
    """Turn a document into a snapshot; raise `Misconfigured` with all that is wrong.

    With `raw`, records may be what their API cannot read.
    """
    if long := [*_too_long(document.value)]:
        raise document.refuse(long)
    try:
        data = SnapshotSchema().load(document.value)
    except ValidationError as error:
        raise document.refuse(_flat(error.messages, ())) from None
    errors: Errors = []
    clock = _clock(data["clock"], around.source, errors)
    now = clock.timestamp()
    state = State(
        clock=clock,
        requests=data["requests"],
        began=_timestamp(data.get("began"), now),
        settings=_settings(data["settings"], around.apis, errors),
        followed=tuple(_scenarios(data["scenarios"], around, now, errors)),
        rules=_rules(data["rules"], around.apis, now, errors),
        tallies=_tallies(data),
        limits=dict(_limits(data["limits"], errors)),
    )
    contents = Contents(dict(_records(data["records"], around.apis, errors, raw=raw)), data["counters"])
    errors += _strangers(data["counters"], around.apis)
    if errors:
        raise document.refuse(errors)
    return Snapshot(name, _timestamp(data.get("taken"), now), contents, state)


def _too_long(value: Any) -> Iterator[tuple[Path_, str]]:
    """Find the lists that have more entries than are held against a schema."""
    for name in LISTS if isinstance(value, dict) else ():
        if isinstance(value.get(name), list) and len(value[name]) > MOST_ENTRIES:
            yield (name,), f"must have at most {MOST_ENTRIES} entries"


def _flat(messages: Any, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(messages, dict):
        for key, value in messages.items():
            # Of a mapping with keys of its own, marshmallow says beside the key whether that or its value is wrong.
            yield from _flat(value, path if key in ("_schema", "key", "value") else (*path, key))
        return
    yield from ((path, message) for message in messages)


def _timestamp(moment: datetime | None, otherwise: float) -> float:
    return moment.timestamp() if moment else otherwise


def _clock(data: Mapping[str, Any], source: Callable[[], float], errors: Errors) -> Clock:
    clock, mode = Clock(source), data["mode"]
    needed = {"frozen": "now", "offset": "offset"}.get(mode)
    if needed and needed not in data:
        errors.append((("clock", needed), f"is missing: the mode is {mode}"))
        return clock
    try:
        if mode == "frozen":
            clock.freeze(data["now"])
        elif mode == "offset":
            clock.run_ahead(data["offset"])
    except (ValueError, OverflowError) as error:
        errors.append((("clock", needed or ""), str(error)))
    return clock


def _settings(data: Mapping[str, Any], apis: Mapping[str, Api], errors: Errors) -> dict[str, dict[str, Any]]:
    for api, values in data.items():
        if api not in apis:
            errors.append((("settings", api), f"there is no such API{suggestion(api, apis)}"))
        elif not isinstance(values, dict):
            errors.append((("settings", api), "must be an object of settings"))
        else:
            errors += [(("settings", api, name), text) for name, text in check_settings(apis[api], values)]
    return dict(data)


def _scenarios(
    data: Iterable[Mapping[str, Any]], around: Surroundings, now: float, errors: Errors
) -> Iterator[Followed]:  # fmt: skip
    names = set()
    for index, entry in enumerate(data):
        path: Path_ = ("scenarios", index)
        if ("file" in entry) == ("scenario" in entry):
            errors.append((path, "must hold file, the name of a scenario's file, or scenario, what it says"))
            continue
        try:
            scenario = _scenario(entry, around)
        except Misconfigured as error:
            errors += _below(error, (*path, "file" if "file" in entry else "scenario"))
            continue
        if scenario.name in names:
            errors.append((path, f"there are two scenarios of the name {scenario.name!r}"))
        names.add(scenario.name)
        yield Followed(scenario, _timestamp(entry.get("since"), now))


def _scenario(entry: Mapping[str, Any], around: Surroundings) -> Scenario:
    if "scenario" in entry:
        return load_document(Document("body", entry["scenario"]), "inline", around.apis, around.library.find)
    for scenario in around.followed:
        if scenario.path and scenario.path.stem == entry["file"]:
            return scenario  # one that the server started with may lie outside of its folders
    return around.library.get(entry["file"])


def _rules(
    data: list[Mapping[str, Any]], apis: Mapping[str, Api], now: float, errors: Errors
) -> dict[str, OneOff]:  # fmt: skip
    rules: dict[str, OneOff] = {}
    if len(data) > MOST_RULES:
        errors.append((("rules",), f"a tenant has at most {MOST_RULES} rules"))
        return rules
    for index, entry in enumerate(data):
        try:
            rule = load_rule(Document("body", entry["rule"]), f"rule-{index + 1}", apis)
        except Misconfigured as error:
            errors += _below(error, ("rules", index, "rule"))
            continue
        if rule.id in rules:
            errors.append((("rules", index, "rule", "id"), f"there are two rules {rule.id!r}"))
        rules[rule.id] = OneOff(rule, entry["rule"], _timestamp(entry.get("since"), now))
    return rules


def _below(error: Misconfigured, path: Path_) -> Errors:
    """Return the mistakes of a part of a document, which was read by itself."""
    return [((*path, *inner), message) for inner, message in error.errors] or [(path, str(error))]


def _tallies(data: Mapping[str, Any]) -> Tallies:
    tallies = Tallies()
    for entry in data["tallies"]:
        tally = tallies.of(entry["scenario"], entry["rule"], entry["share"])
        tally.matched, tally.fired = entry["matched"], entry["fired"]
    for entry in data["states"]:
        tallies.enter(entry["scenario"], entry["machine"], entry["state"])
    return tallies


def _limits(data: Iterable[Mapping[str, Any]], errors: Errors) -> Iterator[tuple[LimitKey, Shares]]:
    """Yield the counts of limits, by the limits' identity; mistakes are added to `errors`."""
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
    """Make the counter of a share; nothing of an invalid one."""
    names = {field.name for field in fields(kind)} - {SLOTS}
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


def _records(
    data: Mapping[str, Any], apis: Mapping[str, Api], errors: Errors, *, raw: bool
) -> Iterator[tuple[str, dict[str, Record]]]:  # fmt: skip
    """Yield the collections of all APIs, by their names in the store; mistakes are added to `errors`."""
    for api, collections in data.items():
        known = _collections(api, apis)
        if known is None:
            errors.append((("records", api), f"there is no such API{suggestion(api, apis)}"))
        elif not isinstance(collections, dict):
            errors.append((("records", api), "must be an object of collections"))
        else:
            for name, listed in collections.items():
                path: Path_ = ("records", api, name)
                if name not in known:
                    errors.append((path, f"is no collection of {api}{suggestion(name, known)}"))
                elif not isinstance(listed, list):
                    errors.append((path, "must be a list of records"))
                else:
                    records = _collection(listed, path, errors, api == execution.PREFIX)
                    if api in apis and not raw:
                        mistakes = _misshapen(listed, apis[api], name, path)
                        errors += islice(mistakes, max(MOST_MISTAKES - len(errors), 0))
                    yield f"{api}.{name}", records


def _collections(api: str, apis: Mapping[str, Api]) -> list[str] | None:
    """Name what records a snapshot has of an API, or of all APIs what idempotency keys remember."""
    if api == execution.PREFIX:
        return [each.name for each in apis.values() if each.idempotency]
    return [each.name for each in apis[api].collections] if api in apis else None


def _collection(listed: list[Any], path: Path_, errors: Errors, of_keys: bool) -> dict[str, Record]:
    records: dict[str, Record] = {}
    for index, entry in enumerate(listed):
        if len(errors) >= MOST_MISTAKES:
            break
        if not isinstance(entry, dict) or set(entry) != {"id", "record"}:
            errors.append(((*path, index), "must hold id and record"))
        elif not isinstance(entry["id"], str) or not isinstance(entry["record"], dict):
            errors.append(((*path, index), "must hold a text as id and an object as record"))
        elif entry["id"] in records:
            errors.append(((*path, index, "id"), f"there are two records {entry['id']!r}"))
        elif of_keys and not _is_kept(entry["record"]):
            errors.append(((*path, index, "record"), "is not what a key remembers"))
        else:
            records[entry["id"]] = entry["record"]
    return records


def _misshapen(listed: list[Any], api: Api, collection: str, path: Path_) -> Iterator[tuple[Path_, str]]:
    for index, entry in enumerate(listed):
        record = entry.get("record") if isinstance(entry, dict) else None
        if isinstance(record, dict):
            for place, message in api.mistakes_in(collection, record):
                yield (*path, index, "record", *place), message


def _is_kept(record: Record) -> bool:
    try:
        Kept.read(record)
    except (AttributeError, KeyError, TypeError, UnicodeError):
        return False
    return True


def _strangers(counters: Iterable[str], apis: Mapping[str, Api]) -> Errors:
    """Return which counters no API can have."""
    return [
        (("counters", name), "must begin with the name of an API and a dot")
        for name in counters
        if name.partition(".")[0] not in (*apis, execution.PREFIX)
    ]

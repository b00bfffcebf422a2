"""A snapshot from a document: what `writing` wrote comes back as it was; anything else is refused by its path."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import ValidationError

from mockserver.core.api.model import Api
from mockserver.core.clock import Clock
from mockserver.core.documents import Document, Path_
from mockserver.core.problems import Misconfigured
from mockserver.core.store import Contents
from mockserver.core.text import suggestion
from mockserver.sandbox.snapshots import Snapshot, State
from mockserver.sandbox.snapshots.counts import read_limits
from mockserver.sandbox.snapshots.records import read_records, strangers
from mockserver.sandbox.snapshots.schema import LISTS, MOST_ENTRIES, SnapshotSchema
from mockserver.sandbox.tenants import OneOff
from mockserver.scenarios.format.includes import load_document
from mockserver.scenarios.format.library import Library
from mockserver.scenarios.format.loader import check_settings, load_rule
from mockserver.scenarios.format.mistakes import Errors
from mockserver.scenarios.format.schema import MOST_RULES
from mockserver.scenarios.rules.engine import Followed
from mockserver.scenarios.rules.model import Scenario
from mockserver.scenarios.rules.tallies import Tallies


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a document can name: APIs, scenarios of files (those that are followed first), and the time it is read at.

    `source` is the machine's time, which clocks run beside.
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
        limits=dict(read_limits(data["limits"], errors)),
    )
    contents = Contents(dict(read_records(data["records"], around.apis, errors, raw=raw)), data["counters"])
    errors += strangers(data["counters"], around.apis)
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
    """Return what is wrong with a part of a document, which was read by itself."""
    return [((*path, *inner), message) for inner, message in error.errors] or [(path, str(error))]


def _tallies(data: Mapping[str, Any]) -> Tallies:
    tallies = Tallies()
    for entry in data["tallies"]:
        tally = tallies.of(entry["scenario"], entry["rule"], entry["share"])
        tally.matched, tally.fired = entry["matched"], entry["fired"]
    for entry in data["states"]:
        tallies.enter(entry["scenario"], entry["machine"], entry["state"])
    return tallies

"""A snapshot as a document that people can read, keep in a file and compare line by line.

Its order is stable: APIs, collections, counters and tallies are sorted by name, records by creation.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import yaml

from mockserver.core.clock import Clock
from mockserver.core.documents import Loader
from mockserver.core.http.bodies import legible_json
from mockserver.core.limits.counters import Concurrency, Counter
from mockserver.core.limits.limiter import LimitKey, Shares
from mockserver.core.store import Contents, Record
from mockserver.sandbox.tenancy.state import OneOff, Snapshot
from mockserver.scenarios.rules.engine import Followed
from mockserver.scenarios.rules.tallies import Tallies

VERSION = 1

SLOTS = "running"
"""The members of a counter that are no part of a document: running requests."""

_READER = yaml.resolver.BaseResolver()
_READER.yaml_implicit_resolvers = Loader.yaml_implicit_resolvers

_NEITHER = "!"


def described(snapshot: Snapshot) -> dict[str, Any]:
    """Return the document of a snapshot."""
    state = snapshot.state
    return {
        "version": VERSION,
        "taken": moment(snapshot.taken),
        "began": moment(state.began),
        "clock": _clock(state.clock),
        "requests": state.requests,
        "settings": {api: dict(sorted(state.settings[api].items())) for api in sorted(state.settings)},
        "scenarios": [_scenario(each) for each in state.followed],
        "rules": [_rule(one) for one in state.rules.values()],
        "tallies": [*_tallies(state.tallies)],
        "states": [*_states(state.tallies)],
        "limits": [*_limits(state.limits)],
        "counters": dict(sorted(snapshot.contents.counters.items())),
        "records": _records(snapshot.contents),
    }


def as_json(document: Mapping[str, Any]) -> bytes:
    """Write a document as JSON, a member a line."""
    return (legible_json(document, indent=2) + "\n").encode()


def as_yaml(document: Mapping[str, Any]) -> bytes:
    """Write a document as YAML, in its own order; as JSON, which is YAML, where a text of it has a form only there."""
    try:
        text: str = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
        return text.encode()
    except UnicodeEncodeError:
        return as_json(document)


def moment(timestamp: float) -> str:
    """Write an epoch second.

    >>> moment(1768471200.5)
    '2026-01-15T10:00:00.500000+00:00'
    """
    return datetime.fromtimestamp(timestamp, UTC).isoformat()


def _clock(clock: Clock) -> dict[str, Any]:
    if clock.mode == "frozen":
        return {"mode": "frozen", "now": clock.now().isoformat()}
    return {"mode": clock.mode, **({"offset": clock.offset} if clock.mode == "offset" else {})}


def _scenario(followed: Followed) -> dict[str, Any]:
    """Return the name of a scenario's file, or else the whole scenario."""
    scenario = followed.scenario
    named = {"file": scenario.path.stem} if scenario.path else {"scenario": scenario.source}
    return {"since": moment(followed.since), **named}


def _rule(one: OneOff) -> dict[str, Any]:
    return {"since": moment(one.since), "rule": {**one.source, "id": one.rule.id}}


def _tallies(tallies: Tallies) -> Iterator[dict[str, Any]]:
    for (scenario, rule, share), tally in sorted(tallies.counted(), key=lambda counted: counted[0]):
        shared = {"share": share} if share else {}
        yield {"scenario": scenario, "rule": rule, **shared, "matched": tally.matched, "fired": tally.fired}


def _states(tallies: Tallies) -> Iterator[dict[str, Any]]:
    for (scenario, machine), state in sorted(tallies.machines()):
        yield {"scenario": scenario, "machine": machine, "state": state}


def _limits(limits: Mapping[LimitKey, Shares]) -> Iterator[dict[str, Any]]:
    """Write what was counted for limits; moments and windows are in microseconds, as they are counted."""
    for (id, algorithm, measure), shares in sorted(limits.items()):
        start = {"start": [*shares.start]} if shares.start else {}
        yield {
            "id": id,
            "algorithm": algorithm,
            **measure._asdict(),
            **start,
            "shares": [{"share": share, **_counter(shares.counters[share])} for share in sorted(shares.counters)],
        }


def _counter(counter: Counter) -> dict[str, Any]:
    values = {field.name: getattr(counter, field.name) for field in fields(counter)}
    if isinstance(counter, Concurrency):
        del values[SLOTS]
    return {name: value if isinstance(value, int) else [*map(list, value)] for name, value in values.items()}


def _records(contents: Contents) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Write records by API and collection: in lists, because the members of an object have no order everywhere."""
    written: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for name in sorted(contents.records):
        api, _, collection = name.partition(".")
        written.setdefault(api, {})[collection] = [*_listed(contents.records[name].items())]
    return written


def _listed(records: Iterable[tuple[str, Record]]) -> Iterator[dict[str, Any]]:
    return ({"id": id, "record": record} for id, record in records)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # libyaml, where PyYAML has it
    """PyYAML's writer without aliases, and with quotes or a tag where it and our reader differ.

    A whole number of twenty digits is text to our reader, and is written as `!!int`; `NO` is a boolean to others.
    """

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: Any) -> Any:
        """Return the implicit tag of a scalar."""
        tag = super().resolve(kind, value, implicit)
        if kind is not yaml.ScalarNode or not implicit[0]:
            return tag
        return tag if tag == _READER.resolve(kind, value, implicit) else _NEITHER  # type: ignore[no-untyped-call]

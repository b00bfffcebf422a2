"""The rules of a scenario with the place in a file that each of them was written at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from mockserver.core.api.model import Api, Route
from mockserver.core.documents import Document, Path_
from mockserver.scenarios.format.includes import Part
from mockserver.scenarios.rules.model import Rule


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule, the file it stands in, where it stands there, what is written there, and the operations it is about."""

    rule: Rule
    document: Document
    path: Path_
    written: Mapping[str, Any]
    routes: Sequence[tuple[Api, Route]]
    operations: frozenset[tuple[str, str]]
    """The names of these, each behind that of its API."""

    def steps(self) -> Iterator[tuple[Path_, Mapping[str, Any]]]:
        """Return the answers of the rule as they are written, each with its place in the rule."""
        if "responses" in self.written:
            for index, step in enumerate(self.written["responses"]):
                yield ("responses", index), step
        else:
            yield ("respond",), self.written.get("respond", {})


def placed(parts: Sequence[Part], apis: Mapping[str, Api]) -> list[Placed]:
    """Return the rules of all files of a scenario in the order they are asked in: of those with one id the first."""
    found: dict[str, Placed] = {}
    for part in parts:
        for index, rule in enumerate(part.scenario.rules):
            if rule.id not in found:
                routes = concerned(rule, apis)
                operations = frozenset((api.name, route.operation) for api, route in routes)
                written = part.document.value["rules"][index]
                found[rule.id] = Placed(rule, part.document, ("rules", index), written, routes, operations)
    return sorted(found.values(), key=lambda one: one.rule.priority)


def concerned(rule: Rule, apis: Mapping[str, Api]) -> list[tuple[Api, Route]]:
    """Return the operations whose requests a rule can be about by its API, its operations and its method."""
    chosen = [apis[rule.api]] if rule.api else [*apis.values()]
    return [
        (api, route)
        for api in chosen
        for route in api.routes
        if _named(rule, route) and (rule.method is None or rule.method in _methods(route))
    ]


def _named(rule: Rule, route: Route) -> bool:
    return not rule.operations or any(
        name == route.operation_id or fnmatchcase(route.operation, name) for name in rule.operations
    )


def _methods(route: Route) -> tuple[str, ...]:
    """Return the methods that lead to an operation."""
    return ("GET", "HEAD") if route.method == "GET" else (route.method,)

"""Warnings of valid but probably unintended parts of a scenario, each with its place in the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockserver.core.api.model import Api
from mockserver.core.documents import Document, Path_, dotted
from mockserver.core.text import suggestion
from mockserver.scenarios.format.includes import Part
from mockserver.scenarios.format.unreachable import Placed, Told, never_fires, never_so_often, placed
from mockserver.scenarios.notation.texts import texts_with_gaps
from mockserver.scenarios.rules.model import Rule, Scenario, Step

RETRIED = frozenset(
    {"too_many_requests", "server_error", "unavailable", "timeout", "locked", "idempotency_in_progress"}
)
"""Errors after which clients try again by themselves."""

RETRIED_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Doubt:
    """One warning: the part of a file, and the message."""

    document: Document
    path: Path_
    message: str

    def __str__(self) -> str:
        return f"{self.document.where(self.path)}: warning: {dotted(self.path)}: {self.message}"


def warnings(scenario: Scenario, parts: Sequence[Part], apis: Mapping[str, Api]) -> list[Doubt]:
    """Return the warnings about a scenario that was read from `parts`, file by file in their order."""
    rules = placed(parts, apis)
    found = [
        Doubt(one.document, (*one.path, *path), message)
        for one in rules
        for path, message in (*never_fires(one, rules, scenario, apis), *_of_rule(one))
    ]
    for part in parts:
        found += [Doubt(part.document, path, message) for path, message in _of_part(part, apis)]
    found += _of_vars(scenario, parts, rules)
    files = [id(part.document) for part in parts]
    once = {str(doubt): doubt for doubt in found}  # a file can be included twice
    return sorted(
        once.values(), key=lambda doubt: (files.index(id(doubt.document)), doubt.document.position(doubt.path))
    )


def _of_part(part: Part, apis: Mapping[str, Api]) -> Iterator[Told]:
    value = part.document.value
    if value.get("webhooks"):
        yield ("webhooks",), "is accepted, and nothing is sent because of it yet"
    for index, entry in enumerate(value.get("auth", ())):
        yield from _borrowed(entry.get("error"), ("auth", index, "error"), [apis[entry["api"]]])


def _of_rule(one: Placed) -> Iterator[Told]:
    rule = one.rule
    routes = one.routes
    titled = {api.name: api for api, _ in routes}
    for path, step in one.steps():
        yield from _borrowed(step.get("error"), (*path, "error"), [*titled.values()])
    yield from never_so_often(one)
    if _for_ever(rule):
        place = "times" if "times" in one.written else "when"
        yield (place,), "clients that try again for ever never end; bound it with times, calls, between or expires"
    if rule.operations or rule.method or rule.api:
        yield from _without_meaning(one, routes)


def _without_meaning(one: Placed, routes: Sequence[tuple[Api, Any]]) -> Iterator[Told]:
    """Warn of keys without effect on any request that the rule matches."""
    if not routes:
        return
    keyed = any(api.idempotency and route.method in api.idempotency.methods for api, route in routes)
    titles = ", ".join(dict.fromkeys(api.title for api, _ in routes))
    if "store" in one.written and not keyed:
        yield ("store",), f"says nothing: what it is about takes no idempotency keys ({titles})"
    if all(route.method == "GET" for _, route in routes):
        for path, written in (((), one.written), *one.steps()):
            if written.get("effect") == "commit" and not one.rule.steps[0].fault:
                yield (*path, "effect"), "says nothing: what it is about changes nothing"


def _borrowed(error: str | None, path: Path_, apis: Sequence[Api]) -> Iterator[Told]:
    """Warn of an error that some of the APIs have no form of their own for."""
    titles = [api.title for api in apis if error and error not in api.native]
    if titles:
        have = "has no form of its own" if len(titles) == 1 else "have no form of their own"
        yield path, f"{', '.join(titles)} {have} for {error!r}; the nearest one stands in"


def _for_ever(rule: Rule) -> bool:
    """Return whether a rule keeps on answering what clients try again after."""
    when = rule.when
    bounded = rule.times is not None or rule.expires or rule.state or rule.then == "pass"
    bounded = bounded or (when.between is not None and when.between[1] is not None)
    if bounded or (when.calls and all(last is not None for _, last in when.calls)) or when.probability not in (None, 1):
        return False
    return all(map(_is_retried, rule.steps if rule.then == "cycle" else rule.steps[-1:]))


def _is_retried(step: Step) -> bool:
    if step.fault:
        return step.fault.kind != "dribble"
    respond = step.respond
    return respond is not None and (respond.error in RETRIED or respond.status in RETRIED_STATUSES)


def _of_vars(scenario: Scenario, parts: Sequence[Part], rules: Sequence[Placed]) -> Iterator[Doubt]:
    used: set[str] = set()
    for one in rules:
        for path, text in (found for place, step in one.steps() for found in texts_with_gaps(step, place)):
            for name in _vars_in(text, scenario):
                used.add(name)
                if name not in scenario.vars:
                    known = f"there is no {name!r} among vars{suggestion(name, scenario.vars)}"
                    yield Doubt(one.document, (*one.path, *path), known)
    for part in parts:
        for name in part.document.value.get("vars", {}):
            if name not in used:
                yield Doubt(part.document, ("vars", name), "no text names it")


def _vars_in(text: str, scenario: Scenario) -> set[str]:
    """Return the names that a text takes from `vars`; all of them where it uses `vars` as a whole."""
    from jinja2 import nodes

    from mockserver.scenarios.rules.templates import compiled

    gaps = [part for part in compiled(text).parts if not isinstance(part, nodes.TemplateData)]
    everything = [node for gap in gaps for node in (gap, *gap.find_all(nodes.Node))]
    named: set[str] = set()
    whole = sum(isinstance(node, nodes.Name) and node.name == "vars" for node in everything)
    for node in everything:
        if isinstance(node, (nodes.Getattr, nodes.Getitem)) and _is_vars(node.node):
            name = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
            if isinstance(name, str):
                named.add(name)
                whole -= 1
    return named | set(scenario.vars) if whole else named


def _is_vars(node: Any) -> bool:
    return getattr(node, "name", None) == "vars"

"""What is allowed in a scenario and probably not meant: warnings, each at the part of the document it is about."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from mockserver.core.api import Api
from mockserver.core.documents import Path_
from mockserver.core.scenarios.model import Rule, Scenario

Warning_ = tuple[Path_, str]


def warnings(scenario: Scenario, apis: Mapping[str, Api]) -> list[Warning_]:
    """Give the warnings about a scenario, in the order of its file."""
    found: list[Warning_] = []
    for index, rule in enumerate(scenario.rules):
        found += _of_rule(rule, ("rules", index), apis)
    for api, grants in scenario.auth.items():
        for grant in grants:
            found += _borrowed(grant.error, ("auth",), [apis[api]])
    return found


def _of_rule(rule: Rule, path: Path_, apis: Mapping[str, Api]) -> Iterator[Warning_]:
    for step in rule.steps:
        if step.respond:
            yield from _borrowed(step.respond.error, (*path, "respond", "error"), concerned(rule, apis))


def _borrowed(error: str | None, path: Path_, apis: list[Api]) -> Iterator[Warning_]:
    """Warn of an error that some of the APIs have no form of their own for."""
    titles = [api.title for api in apis if error and error not in api.native]
    if titles:
        have = "has no form of its own" if len(titles) == 1 else "have no form of their own"
        yield path, f"{', '.join(titles)} {have} for {error!r}; the nearest one stands in"


def concerned(rule: Rule, apis: Mapping[str, Api]) -> list[Api]:
    """Give the APIs whose requests a rule can be about."""
    chosen = [apis[rule.api]] if rule.api else [*apis.values()]
    if not rule.operations:
        return chosen
    return [api for api in chosen if any(_has(api, pattern) for pattern in rule.operations)]


def _has(api: Api, pattern: str) -> bool:
    return any(pattern == route.operation_id or fnmatchcase(route.operation, pattern) for route in api.routes)

"""The only reader of the scenario format: a document becomes a frozen `Scenario`, or one refusal with every error."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from mockserver.core.api.model import Api
from mockserver.core.documents import Document, Path_
from mockserver.core.http.auth import Grant
from mockserver.core.limits.limiter import Operations
from mockserver.scenarios.format.fields import NAME, NO_NAME
from mockserver.scenarios.format.mistakes import Errors, hint, known_api, named_operations, resolved, validated
from mockserver.scenarios.format.rules import read_rule
from mockserver.scenarios.format.schema import RuleSchema, ScenarioSchema
from mockserver.scenarios.rules.matching import bundled
from mockserver.scenarios.rules.model import ClockWish, LimitWish, Rule, Scenario
from mockserver.scenarios.rules.tallies import RESERVED


def load(document: Document, name: str, apis: Mapping[str, Api]) -> Scenario:
    """Turn a document into a scenario called `name` unless it names itself; raise `Misconfigured` with all errors.

    Its includes are not read here.
    """
    data, errors = validated(ScenarioSchema(), document.value, "a scenario file")
    rules = [
        (path, read_rule(rule, path, f"rule-{number + 1}", apis, errors))
        for number, path, rule in _entries(data, "rules")
    ]
    _refuse_twins(rules, errors)
    limits = [(path, _limit(limit, path, apis, errors)) for _, path, limit in _entries(data, "rate_limits")]
    _refuse_twins(limits, errors)
    auth = _auth(data, apis, errors)
    for api, values in data.get("settings", {}).items():
        known_api(api, ("settings", api), apis, errors)
        if api in apis:
            errors += [(("settings", api, setting), text) for setting, text in check_settings(apis[api], values)]
    name = data.get("name", name)
    if name in RESERVED:
        errors.append((("name",), f"{name!r} is what other rules than those of a file are counted under"))
    if errors:
        raise document.refuse(errors)
    return Scenario(
        name=name,
        seed=str(data["seed"]) if "seed" in data else _seed_of(name),
        rules=_bundled([rule for _, rule in rules]),
        rate_limits=tuple(limit for _, limit in limits),
        auth=auth,
        settings=data.get("settings", {}),
        vars=data.get("vars", {}),
        clock=_clock(data.get("clock")),
        data=data.get("data"),
    )


def _bundled(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    matches = bundled([rule.match for rule in rules])
    return tuple(replace(rule, match=match) for rule, match in zip(rules, matches, strict=True))


def _entries(data: Mapping[str, Any], name: str) -> Iterator[tuple[int, Path_, Mapping[str, Any]]]:
    """Yield the elements of a list that are mappings, each with its number and its place."""
    for number, entry in enumerate(data.get(name, ())):
        if isinstance(entry, dict):
            yield number, (name, number), entry


def _seed_of(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def load_rule(document: Document, default_id: str, apis: Mapping[str, Api]) -> Rule:
    """Turn a document into a single rule, as the control plane takes them."""
    data, errors = validated(RuleSchema(), document.value, "a rule")
    rule = read_rule(data, (), default_id, apis, errors)
    if not re.fullmatch(NAME, rule.id):  # the default comes from an address
        errors.append((("id",), NO_NAME))
    if errors:
        raise document.refuse(errors)
    return rule


def check_settings(api: Api, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the mistakes in settings of an API, by name."""
    known = {setting.name: setting for setting in api.settings}
    errors: list[tuple[str, str]] = []
    for name, value in values.items():
        if name not in known:
            errors.append((name, f"is not a setting of {api.name}{hint(errors, name, known)}"))
        elif refusal := known[name].refusal(value):
            errors.append((name, refusal))
    return errors


def _limit(data: Mapping[str, Any], path: Path_, apis: Mapping[str, Api], errors: Errors) -> LimitWish:
    if "api" in data:
        known_api(data["api"], (*path, "api"), apis, errors)
    chosen = {data["api"]: apis[data["api"]]} if data.get("api") in apis else apis
    limit, window = data.get("limit") or (None, None)
    return LimitWish(
        id=data.get("id", ""),
        api=data.get("api"),
        operations=_counting(data.get("operations"), (*path, "operations"), chosen, errors),
        limit=limit,
        window=window or 0.0,
        algorithm=data.get("algorithm", "fixed_window"),
        burst=data.get("burst"),
        per=data.get("per", "tenant"),
        announced=data.get("headers", "vendor"),
    )


def _counting(value: Any, path: Path_, apis: Mapping[str, Api], errors: Errors) -> Operations | tuple[str, ...] | None:
    """Read the operations of a limit: `all`, `reads`, `writes`, or operations; nothing means the limit's own."""
    if value is None or value == "all" or value == "reads" or value == "writes":
        counting: Operations | None = value
        return counting
    if value == []:
        errors.append((path, "must name an operation, or be all, reads or writes"))
        return None
    return resolved(named_operations(value, path, apis, errors), apis)


def _auth(data: Mapping[str, Any], apis: Mapping[str, Api], errors: Errors) -> dict[str, tuple[Grant, ...]]:
    auth: dict[str, tuple[Grant, ...]] = {}
    for _, path, entry in _entries(data, "auth"):
        if "api" not in entry:
            continue
        name = entry["api"]
        known_api(name, (*path, "api"), apis, errors)
        if name in apis:
            auth[name] = (*auth.get(name, ()), _grant(entry, path, apis[name], errors))
    return auth


def _grant(entry: Mapping[str, Any], path: Path_, api: Api, errors: Errors) -> Grant:
    allowed: tuple[str, ...] | None = None
    if "allow" in entry:
        only, names = {api.name: api}, entry["allow"]  # an empty list allows nothing
        allowed = resolved(named_operations(names, (*path, "allow"), only, errors), only) if names else ()
    if "secret" in entry and not api.secret:
        errors.append(((*path, "secret"), f"keys of {api.name} are not proven with a secret"))
    tenants, ips = (tuple(entry[part]) if part in entry else None for part in ("tenants", "ips"))
    return Grant(entry.get("key", ""), allowed, entry.get("error"), tenants, ips, entry.get("secret", ""))


def _clock(data: Mapping[str, Any] | None) -> ClockWish | None:
    if data is None:
        return None
    start = data.get("start")
    return ClockWish(data.get("mode", "frozen" if start is None else "offset"), start)


def _refuse_twins(placed: Sequence[tuple[Path_, Rule | LimitWish]], errors: Errors) -> None:
    seen: set[str] = set()
    for path, one in placed:
        if one.id in seen:
            errors.append(((*path, "id"), f"the id {one.id!r} was used before"))
        seen.add(one.id)

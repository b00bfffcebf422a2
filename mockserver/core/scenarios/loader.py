"""The only reader of the scenario format: a document becomes a frozen `Scenario`, or one refusal with every error."""

import fnmatch
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from marshmallow import Schema, ValidationError, fields

from mockserver.core.api import Api
from mockserver.core.auth import Grant
from mockserver.core.documents import MOST_ERRORS, Document, Path_
from mockserver.core.faults import Fault
from mockserver.core.limiter import Operations
from mockserver.core.problems import FieldError
from mockserver.core.scenarios.bundles import bundled
from mockserver.core.scenarios.fields import pattern
from mockserver.core.scenarios.gaps import texts_with_gaps
from mockserver.core.scenarios.matching import GROUPING, REQUEST, TESTS, Comparison, Matcher, steps_of
from mockserver.core.scenarios.model import (
    ALWAYS,
    FOREVER,
    ClockWish,
    LimitWish,
    Respond,
    Rule,
    Scenario,
    Step,
    When,
)
from mockserver.core.scenarios.schema import RuleSchema, ScenarioSchema
from mockserver.core.wording import suggestion

Errors = list[tuple[Path_, str]]

MOST_OPERATIONS = 100
"""Operations that one rule, limit or credential names; a pattern counts as one."""

_WITH_GAPS = {"detail": "detail", "fields_": "fields", "headers": "headers", "body": "body"}
"""The parts of an answer that can have gaps, as the schema and as files call them."""

MOST_NESTED_TESTS = 5
"""Levels of `any_of`, `all_of` and `none_of` inside one another."""


def load(document: Document, name: str, apis: Mapping[str, Api]) -> Scenario:
    """Turn a document into a scenario called `name` unless it names itself; raises `Misconfigured` with all errors.

    What it includes is not read here.
    """
    data, errors = _validated(ScenarioSchema(), document.value, "a scenario file")
    variables = data.get("vars", {})
    rules = [
        _rule(rule, ("rules", index), f"rule-{index + 1}", apis, errors)
        for index, rule in enumerate(data.get("rules", ()))
        if isinstance(rule, dict)
    ]
    _refuse_twins([rule.id for rule in rules], "rules", errors)
    limits = [
        _limit(limit, ("rate_limits", index), apis, errors) for index, limit in enumerate(data.get("rate_limits", ()))
    ]
    _refuse_twins([limit.id for limit in limits], "rate_limits", errors)
    auth = _auth(data.get("auth", ()), apis, errors)
    for api, values in data.get("settings", {}).items():
        _known_api(api, ("settings", api), apis, errors)
        if api in apis:
            errors += [(("settings", api, setting), text) for setting, text in check_settings(apis[api], values)]
    if errors:
        raise document.refuse(errors)
    name = data.get("name", name)
    return Scenario(
        name=name,
        seed=str(data["seed"]) if "seed" in data else _seed_of(name),
        rules=bundled(rules),
        rate_limits=tuple(limits),
        auth=auth,
        settings=data.get("settings", {}),
        vars=variables,
        clock=_clock(data.get("clock")),
        data=data.get("data"),
    )


def _seed_of(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def load_rule(document: Document, default_id: str, apis: Mapping[str, Api]) -> Rule:
    """Turn a document into a single rule, as the control plane takes them."""
    data, errors = _validated(RuleSchema(), document.value, "a rule")
    rule = _rule(data, (), default_id, apis, errors)
    if errors:
        raise document.refuse(errors)
    return rule


def check_settings(api: Api, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say what is wrong with settings of an API, by name."""
    known = {setting.name: setting for setting in api.settings}
    errors = []
    for name, value in values.items():
        if name not in known:
            errors.append((name, f"is not a setting of {api.name}{suggestion(name, known)}"))
        elif refusal := known[name].refusal(value):
            errors.append((name, refusal))
    return errors


def _validated(schema: Schema, value: Any, what: str) -> tuple[dict[str, Any], Errors]:
    if not isinstance(value, dict):
        return {}, [((), f"{what} must be a mapping of keys to values")]
    try:
        return schema.load(value), []
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        messages = error.messages if isinstance(error.messages, dict) else {"_schema": error.messages}
        return valid, list(_flat(messages, (), schema))


def _flat(messages: Mapping[Any, Any], path: Path_, schema: Schema | None) -> Errors:
    flat: Errors = []
    for key, value in messages.items():
        # Under a mapping with keys of its own, marshmallow tells whether the key or the value is wrong.
        told_apart = key in ("key", "value") and schema is None
        here = path if key == "_schema" or told_apart else (*path, key)
        if isinstance(value, dict):
            flat += _flat(value, here, _below(schema, key))
            continue
        for text in value:
            message = text.rstrip(".")
            if text == "Unknown field." and schema:
                known = [field.data_key or name for name, field in schema.fields.items()]
                message = f"unknown key{suggestion(str(key), known)}"
            flat.append((here, message[0].lower() + message[1:]))
    return flat


def _below(schema: Schema | None, key: Any) -> Schema | None:
    """Find the schema that judged what stands under a key; list elements share their list's."""
    if isinstance(key, int) or schema is None:
        return schema
    found: Any = next((field for name, field in schema.fields.items() if (field.data_key or name) == key), None)
    if isinstance(found, fields.List):
        found = found.inner
    return found.schema if isinstance(found, fields.Nested) else None


def _rule(
    data: Mapping[str, Any],
    path: Path_,
    default_id: str,
    apis: Mapping[str, Api],
    errors: Errors,
) -> Rule:
    api = data.get("api")
    if api:
        _known_api(api, (*path, "api"), apis, errors)
    steps = _steps(data, path, errors)
    return Rule(
        id=data.get("id", default_id),
        api=api,
        operations=_operations(data.get("operation", []), (*path, "operation"), apis, errors),
        method=data.get("method"),
        path=data.get("path"),
        match=_matchers(data.get("match", {}), (*path, "match"), errors),
        when=_when(data.get("when") or {}),
        steps=steps,
        then=data.get("then", "pass" if "responses" in data else "repeat_last"),
        times=_times(data),
        priority=data.get("priority", 5),
        machine=data.get("machine", ""),
        state=data.get("state"),
        expires=data.get("expires"),
    )


def _when(data: Mapping[str, Any]) -> When:
    if not data:
        return ALWAYS
    return When(
        calls=tuple(data.get("calls", ())),
        probability=data.get("probability"),
        between=data.get("between"),
        per=data.get("per", "tenant"),
    )


def _times(data: Mapping[str, Any]) -> int | None:
    """Say how often a rule fires: once where it refuses, and says nothing of when it begins and ends.

    Who retries would otherwise never get through.
    """
    if "times" in data:
        times: int | None = data["times"]
        return times
    if not {"respond", "fault"} & set(data):
        return FOREVER
    bounded = {"state", "expires"} & set(data) or set(data.get("when") or ()) - {"per"}
    return FOREVER if bounded else 1


def _steps(data: Mapping[str, Any], path: Path_, errors: Errors) -> tuple[Step, ...]:
    if "responses" in data:
        return tuple(
            _step(step, step, (*path, "responses", index), data, errors)
            for index, step in enumerate(data["responses"])
            if isinstance(step, dict)
        )
    respond = data["respond"] if isinstance(data.get("respond"), dict) else None
    return (_step(data, respond, (*path, "respond"), data, errors),)


def _step(
    data: Mapping[str, Any], answer: Mapping[str, Any] | None, path: Path_, rule: Mapping[str, Any], errors: Errors
) -> Step:
    fault: Fault | None = data.get("fault")
    respond = _respond(answer, path, errors) if answer and {"error", "status"} & set(answer) else None
    spoils = fault is not None and not fault.silent and respond is None
    return Step(
        respond=respond,
        fault=fault,
        effect=data.get("effect", "commit" if spoils else rule.get("effect", "skip")),
        store=rule.get("store", "genuine"),
        delay=data.get("delay", rule.get("delay")),
        after=data.get("after", rule.get("after")),
        next_state=data.get("next_state"),
        repeat=data.get("repeat", 1),
        decides=respond is not None or fault is not None or "pass_" in data or "next_state" in data,
    )


def _respond(data: Mapping[str, Any], path: Path_, errors: Errors) -> Respond:
    return Respond(
        error=data.get("error"),
        detail=data.get("detail", ""),
        retry_after=data.get("retry_after"),
        fields=tuple(FieldError(item["field"], item["message"]) for item in data.get("fields_", ()) if len(item) == 2),
        status=data.get("status"),
        headers=data.get("headers", {}),
        body=data.get("body"),
        templates=_has_gaps(data, path, errors),
    )


def _has_gaps(data: Mapping[str, Any], path: Path_, errors: Errors) -> bool:
    """Say whether any text of an answer has gaps; each is read, to tell what is wrong with it."""
    parts = {name: data[key] for key, name in _WITH_GAPS.items() if key in data}
    texts = [*texts_with_gaps(parts, path)]
    if not texts:
        return False
    from mockserver.core.scenarios.templates import MOST_GAPS, compiled  # Jinja: only for files that have such texts

    gaps = 0
    for here, text in texts:
        try:
            gaps += compiled(text).gaps
        except ValueError as error:
            errors.append((here, str(error)))
        if gaps > MOST_GAPS:
            errors.append((here, f"brings what gaps of this answer name and filter to more than {MOST_GAPS}"))
            break
    return True


def _clock(data: Mapping[str, Any] | None) -> ClockWish | None:
    if data is None:
        return None
    start = data.get("start")
    return ClockWish(data.get("mode", "frozen" if start is None else "offset"), start)


def _operations(value: Any, path: Path_, apis: Mapping[str, Api], errors: Errors) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        errors.append((path, "must be the name of an operation, a pattern such as customers.*, or a list of them"))
        return ()
    if not names:
        return ()  # and no API has to be loaded
    if len(names) > MOST_OPERATIONS:
        errors.append((path, f"must not name more than {MOST_OPERATIONS} operations"))
        return ()
    known = {name for api in apis.values() for route in api.routes for name in (route.operation, route.operation_id)}
    errors += [
        (path, f"no API has an operation {name!r}{suggestion(name, known) if len(errors) < MOST_ERRORS else ''}")
        for name in names
        if not any(name == operation or fnmatch.fnmatchcase(operation, name) for operation in known)
    ]
    return tuple(names)


def resolved(names: Sequence[str], apis: Mapping[str, Api]) -> tuple[str, ...]:
    """Give the operations that names, patterns and providers' names stand for."""
    routes = [route for api in apis.values() for route in api.routes]
    return tuple(
        dict.fromkeys(
            route.operation
            for name in names
            for route in routes
            if name == route.operation_id or fnmatch.fnmatchcase(route.operation, name)
        )
    )


def _matchers(value: Mapping[str, Any], path: Path_, errors: Errors) -> tuple[Matcher, ...]:
    matchers = []
    for part, members in value.items():
        for key, wish in members.items():
            tests = _tests(wish, (*path, part, key), errors)
            if part == "request" and key not in REQUEST:
                told = f"is nothing of a request{suggestion(key, REQUEST)}; there are {', '.join(REQUEST)}"
                errors.append(((*path, part, key), told))
            find = _jsonpath(key, (*path, part, key), errors) if part == "jsonpath" else None
            name = key.lower() if part == "headers" else key
            steps = steps_of(key) if part in ("query", "body") else ()
            matchers.append(Matcher(part, name, tests, steps, find))  # type: ignore[arg-type]  # the schema knows parts
    return tuple(matchers)


def _jsonpath(key: str, path: Path_, errors: Errors) -> Callable[[Any], list[Any]] | None:
    from mockserver.core.scenarios.jsonpaths import finder  # a tenth of a second: only for files that have some

    try:
        return finder(key)
    except ValueError as error:
        errors.append((path, str(error)))
        return None


def _tests(wish: Any, path: Path_, errors: Errors, depth: int = 0) -> tuple[Comparison, ...]:
    if wish in ("present", "absent"):
        return (Comparison(wish, True),)
    if not isinstance(wish, dict):
        return (Comparison("equals", wish),)
    if not wish:
        errors.append((path, f"must hold a comparison; there are {', '.join(TESTS)}"))
    tests = []
    for name, expected in wish.items():
        try:
            operand = (
                _groups(name, expected, (*path, name), errors, depth) if name in GROUPING else _operand(name, expected)
            )
            tests.append(Comparison(name, operand))
        except ValidationError as error:
            errors.append(((*path, name), str(error.messages[0])))
    return tuple(tests)


def _groups(name: str, expected: Any, path: Path_, errors: Errors, depth: int) -> tuple[tuple[Comparison, ...], ...]:
    if not isinstance(expected, list) or not expected:
        raise ValidationError(f"must be a list of comparisons, such as [{{contains: a}}, {{equals: b}}], for {name}")
    if depth >= MOST_NESTED_TESTS:
        raise ValidationError(f"must not be nested more than {MOST_NESTED_TESTS} times")
    return tuple(_tests(wish, (*path, index), errors, depth + 1) for index, wish in enumerate(expected))


def _operand(name: str, expected: Any) -> Any:
    if name not in TESTS:
        raise ValidationError(f"unknown comparison{suggestion(name, TESTS)}; there are {', '.join(TESTS)}")
    if name == "matches":
        return pattern(expected)
    if name == "one_of" and not isinstance(expected, list):
        raise ValidationError("must be a list of values")
    if name in ("present", "absent") and not isinstance(expected, bool):
        raise ValidationError("must be true or false")
    if name in ("gt", "gte", "lt", "lte") and (isinstance(expected, bool) or not isinstance(expected, (int, float))):
        raise ValidationError("must be a number")
    return expected


def _limit(data: Mapping[str, Any], path: Path_, apis: Mapping[str, Api], errors: Errors) -> LimitWish:
    if "api" in data:
        _known_api(data["api"], (*path, "api"), apis, errors)
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
    """Read what counts for a limit: `all`, `reads`, `writes`, or operations; nothing means what the limit is about."""
    if value is None or value == "all" or value == "reads" or value == "writes":
        counting: Operations | None = value
        return counting
    if value == []:
        errors.append((path, "must name an operation, or be all, reads or writes"))
    return resolved(_operations(value, path, apis, errors), apis)


def _auth(
    entries: Sequence[Mapping[str, Any]], apis: Mapping[str, Api], errors: Errors
) -> dict[str, tuple[Grant, ...]]:
    auth: dict[str, tuple[Grant, ...]] = {}
    for index, entry in enumerate(entries):
        name = entry.get("api", "")
        _known_api(name, ("auth", index, "api"), apis, errors)
        if name not in apis:
            continue
        allow = entry.get("allow")
        chosen = {name: apis[name]}
        allowed = (
            None if allow is None else resolved(_operations(allow, ("auth", index, "allow"), chosen, errors), chosen)
        )
        tenants, ips = (None if part is None else tuple(part) for part in (entry.get("tenants"), entry.get("ips")))
        if "secret" in entry and not apis[name].secret:
            errors.append((("auth", index, "secret"), f"keys of {name} are not proven with a secret"))
        grant = Grant(entry.get("key", ""), allowed, entry.get("error"), tenants, ips, entry.get("secret", ""))
        auth[name] = (*auth.get(name, ()), grant)
    return auth


def _known_api(name: str, path: Path_, apis: Mapping[str, Api], errors: Errors) -> None:
    if name not in apis:
        errors.append((path, f"there is no API {name!r}{suggestion(name, apis)}; there are {', '.join(apis)}"))


def _refuse_twins(names: Sequence[str], path: str, errors: Errors) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            errors.append(((path, index, "id"), f"the id {name!r} was used before"))

"""The only reader of the scenario format: a document becomes a frozen `Scenario`, or one refusal with every error."""

import fnmatch
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, get_args

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from mockserver.core.api import Api
from mockserver.core.auth import Grant
from mockserver.core.documents import Document, Path_
from mockserver.core.problems import KINDS, FieldError
from mockserver.core.scenarios.fields import Calls, DelayField, Duration, NetworkField, Rate, Times, pattern
from mockserver.core.scenarios.model import (
    TESTS,
    Comparison,
    Effect,
    LimitWish,
    Matcher,
    Respond,
    Rule,
    Scenario,
    Stored,
)
from mockserver.core.wording import suggestion

VERSION = 1
MOST_RULES = 1000
PARTS = ("headers", "query", "body", "arguments")


def _one_of(words: Sequence[str]) -> Callable[[str], None]:
    def check(value: str) -> None:
        if value not in words:
            raise ValidationError(f"must be one of {', '.join(words)}{suggestion(value, words)}")

    return check


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class GrantSchema(_Strict):
    """A credential an API accepts, and what it may do."""

    key = fields.String(required=True, validate=validate.Length(min=1, max=500))
    api = fields.String(required=True)
    allow = fields.List(fields.String())
    tenants = fields.List(fields.String(validate=validate.Length(1, 200)))
    ips = fields.List(NetworkField())
    error = fields.String(validate=_one_of(sorted(KINDS)))
    secret = fields.String(validate=validate.Length(1, 500))


class LimitSchema(_Strict):
    """A rate limit that is enforced."""

    id = fields.String(required=True, validate=validate.Length(min=1, max=100))
    api = fields.String()
    operations = fields.Raw()
    algorithm = fields.String(validate=_one_of(["fixed_window"]))
    limit = Rate(required=True)
    per = fields.String(validate=_one_of(["tenant"]))


class WhenSchema(_Strict):
    """Which of the matching requests a rule fires for."""

    calls = Calls()
    probability = fields.Float(validate=validate.Range(0, 1))

    @validates_schema
    def one(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if len(data) != 1:
            raise ValidationError("must hold either calls or probability")


class ErrorFieldSchema(_Strict):
    """A member an injected validation error complains about."""

    field = fields.String(required=True)
    message = fields.String(required=True)


class RespondSchema(_Strict):
    """What is answered instead: a named error, or a status with headers and a body."""

    error = fields.String(validate=_one_of(sorted(KINDS)))
    detail = fields.String()
    retry_after = Duration()
    fields_ = fields.List(fields.Nested(ErrorFieldSchema), data_key="fields")
    status = fields.Integer(strict=True, validate=validate.Range(200, 599))
    headers = fields.Dict(keys=fields.String(), values=fields.String())
    body = fields.Raw(allow_none=True)

    @validates_schema
    def answers(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if "error" not in data and "status" not in data:
            raise ValidationError("must hold error or status")
        for name, value in data.get("headers", {}).items():
            if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name) or not re.fullmatch(r"[\t -~]*", value):
                raise ValidationError({"headers": {name: ["is not a header that HTTP can carry"]}})


class RuleSchema(_Strict):
    """One wish about some requests."""

    id = fields.String(validate=validate.Regexp(r"[\w.-]{1,100}$", error="must be 1 to 100 letters, digits, . _ -"))
    api = fields.String()
    operation = fields.Raw()
    method = fields.String(validate=_one_of(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]))
    path = fields.String(validate=validate.Length(min=1, max=500))
    match = fields.Dict(keys=fields.String(validate=_one_of(PARTS)), values=fields.Dict(keys=fields.String()))
    when = fields.Nested(WhenSchema)
    respond = fields.Nested(RespondSchema)
    effect = fields.String(validate=_one_of(get_args(Effect)))
    store = fields.String(validate=_one_of(get_args(Stored)))
    delay = DelayField()
    times = Times()

    @validates_schema
    def does_something(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if "respond" not in data and "delay" not in data:
            raise ValidationError("must hold respond or delay")
        lonely = [name for name in ("effect", "store") if name in data and "respond" not in data]
        if lonely:
            raise ValidationError({name: ["means something with respond only"] for name in lonely})


class ScenarioSchema(_Strict):
    """A scenario file."""

    version = fields.Integer(strict=True, required=True, validate=validate.Equal(VERSION, error="must be 1"))
    name = fields.String(validate=validate.Length(min=1, max=100))
    description = fields.String()
    seed = fields.Raw(validate=lambda value: _seed(value))
    settings = fields.Dict(keys=fields.String(), values=fields.Dict(keys=fields.String()))
    auth = fields.List(fields.Nested(GrantSchema))
    rate_limits = fields.List(fields.Nested(LimitSchema), validate=validate.Length(max=100))
    rules = fields.List(fields.Nested(RuleSchema), validate=validate.Length(max=MOST_RULES))


def load(document: Document, name: str, apis: Mapping[str, Api]) -> Scenario:
    """Turn a document into a scenario called `name` unless it names itself; raises `Misconfigured` with all errors."""
    data, errors = _validated(ScenarioSchema(), document.value, "a scenario file")
    rules = [
        _rule(rule, ("rules", index), f"rule-{index + 1}", apis, errors)
        for index, rule in enumerate(data.get("rules", ()))
        if isinstance(rule, dict)
    ]
    _refuse_twins([rule.id for rule in rules], "rules", errors)
    limits = [
        _limit(limit, ("rate_limits", index), apis, errors) for index, limit in enumerate(data.get("rate_limits", ()))
    ]
    auth = _auth(data.get("auth", ()), apis, errors)
    for api, values in data.get("settings", {}).items():
        _known_api(api, ("settings", api), apis, errors)
        if api in apis:
            errors += [(("settings", api, setting), text) for setting, text in check_settings(apis[api], values)]
    if errors:
        raise document.refuse(errors)
    name = data.get("name", name)
    seed = str(data["seed"]) if "seed" in data else blake2b(name.encode(), digest_size=8).hexdigest()
    return Scenario(name, seed, tuple(rules), tuple(limits), auth, data.get("settings", {}))


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


def _validated(schema: Schema, value: Any, what: str) -> tuple[dict[str, Any], list[tuple[Path_, str]]]:
    if not isinstance(value, dict):
        return {}, [((), f"{what} must be a mapping of keys to values")]
    try:
        return schema.load(value), []
    except ValidationError as error:
        valid = error.valid_data if isinstance(error.valid_data, dict) else {}
        messages = error.messages if isinstance(error.messages, dict) else {"_schema": error.messages}
        return valid, list(_flat(messages, (), schema))


def _flat(messages: Mapping[Any, Any], path: Path_, schema: Schema | None) -> list[tuple[Path_, str]]:
    flat: list[tuple[Path_, str]] = []
    for key, value in messages.items():
        here = path if key in ("_schema", "key", "value") else (*path, key)
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
    errors: list[tuple[Path_, str]],
) -> Rule:
    api = data.get("api")
    if api:
        _known_api(api, (*path, "api"), apis, errors)
    respond = _respond(data["respond"]) if isinstance(data.get("respond"), dict) else None
    when = data.get("when") or {}
    once = respond is not None and not when and "times" not in data
    return Rule(
        id=data.get("id", default_id),
        api=api,
        operations=_operations(data.get("operation", []), (*path, "operation"), apis, errors),
        method=data.get("method"),
        path=re.compile(fnmatch.translate(data["path"])) if "path" in data else None,
        match=_matchers(data.get("match", {}), (*path, "match"), errors),
        calls=tuple(when.get("calls", ())),
        probability=when.get("probability"),
        respond=respond,
        effect=data.get("effect", "skip"),
        store=data.get("store", "genuine"),
        delay=data.get("delay"),
        times=1 if once else data.get("times"),
    )


def _respond(data: Mapping[str, Any]) -> Respond:
    return Respond(
        error=data.get("error"),
        detail=data.get("detail", ""),
        retry_after=data.get("retry_after"),
        fields=tuple(FieldError(**item) for item in data.get("fields_", ())),
        status=data.get("status"),
        headers=data.get("headers", {}),
        body=data.get("body"),
    )


def _operations(value: Any, path: Path_, apis: Mapping[str, Api], errors: list[tuple[Path_, str]]) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        errors.append((path, "must be the name of an operation, a pattern such as customers.*, or a list of them"))
        return ()
    if not names:
        return ()  # and no API has to be loaded
    known = {name for api in apis.values() for route in api.routes for name in (route.operation, route.operation_id)}
    errors += [
        (path, f"no API has an operation {name!r}{suggestion(name, known)}")
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


def _matchers(value: Mapping[str, Any], path: Path_, errors: list[tuple[Path_, str]]) -> tuple[Matcher, ...]:
    matchers = []
    for part, members in value.items():
        for key, wish in members.items():
            tests = _tests(wish, (*path, part, key), errors)
            matchers.append(Matcher(part, key, tests))  # type: ignore[arg-type]  # the schema knows the parts
    return tuple(matchers)


def _tests(wish: Any, path: Path_, errors: list[tuple[Path_, str]]) -> tuple[Comparison, ...]:
    if wish in ("present", "absent"):
        return (Comparison(wish, True),)
    if not isinstance(wish, dict):
        return (Comparison("equals", wish),)
    tests = []
    for name, expected in wish.items():
        try:
            tests.append(Comparison(name, _operand(name, expected)))
        except ValidationError as error:
            errors.append(((*path, name), str(error.messages[0])))
    return tuple(tests)


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


def _limit(data: Mapping[str, Any], path: Path_, apis: Mapping[str, Api], errors: list[tuple[Path_, str]]) -> LimitWish:
    if "api" in data:
        _known_api(data["api"], (*path, "api"), apis, errors)
    operations = data.get("operations")
    if operations not in (None, "all", "reads", "writes"):
        chosen = {data["api"]: apis[data["api"]]} if data.get("api") in apis else apis
        operations = resolved(_operations(operations, (*path, "operations"), chosen, errors), chosen)
    limit, window = data.get("limit") or (None, None)
    return LimitWish(data.get("id", ""), data.get("api"), operations, limit, window)


def _auth(
    entries: Sequence[Mapping[str, Any]], apis: Mapping[str, Api], errors: list[tuple[Path_, str]]
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


def _known_api(name: str, path: Path_, apis: Mapping[str, Api], errors: list[tuple[Path_, str]]) -> None:
    if name not in apis:
        errors.append((path, f"there is no API {name!r}{suggestion(name, apis)}; there are {', '.join(apis)}"))


def _refuse_twins(names: Sequence[str], path: str, errors: list[tuple[Path_, str]]) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            errors.append(((path, index, "id"), f"the id {name!r} was used before"))


def _seed(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValidationError("must be a number or text")
    return True

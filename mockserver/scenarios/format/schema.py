"""The shape of a scenario file: every key there is, for the loader, for editors and for the pages.

`together` is what keys of one mapping ask of each other, as the JSON Schema says it.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, get_args

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from mockserver.core.clock import Mode
from mockserver.core.http.headers import OF_THE_CONNECTION, lines_of
from mockserver.core.http.reply import DAMAGING, Fault
from mockserver.core.limits.counters import Algorithm
from mockserver.core.patterns import portable
from mockserver.core.problems import KINDS
from mockserver.scenarios.format.fields import (
    API,
    OPERATION,
    Json,
    Written,
    WrittenNumber,
    entries,
    mapping,
    named,
    needs,
    nested,
    one_of,
    only_with,
    raw,
    saying,
    text,
    whole,
    word,
    written,
)
from mockserver.scenarios.format.mistakes import MOST_OPERATIONS
from mockserver.scenarios.notation import Notation
from mockserver.scenarios.notation.counts import ANNOUNCED, CALLS, RATE, SHARE, TIMES
from mockserver.scenarios.notation.delays import DELAY
from mockserver.scenarios.notation.faults import FAULT
from mockserver.scenarios.notation.moments import BETWEEN, DATE, DURATION, EXPIRY
from mockserver.scenarios.notation.texts import HEADER, NETWORK, PATH
from mockserver.scenarios.rules.matching import ALWAYS_TEXT, PARTS, REQUEST
from mockserver.scenarios.rules.model import Effect, Stored, Then

VERSION = 1
MOST_RULES = 1000
MOST_STEPS = 100
MOST_GRANTS = 1000
MOST_GRANTED = 1000
MOST_LIMITS = 100
MOST_FIELDS = 100
MOST_INCLUDED = 20
MOST_MEMBERS = 100
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}\Z")
"""What texts with gaps can name as `vars.NAME`."""

HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")

_OPERATIONS = [OPERATION, {"type": "array", "items": OPERATION, "minItems": 1, "maxItems": MOST_OPERATIONS}]
_HEADERS: Json = {
    "type": "object",
    "propertyNames": {"pattern": portable(HEADER_NAME, whole=True)},
    "additionalProperties": HEADER.json_schema,
}
_MATCH: Json = {
    "type": "object",
    "properties": {
        part: {
            "type": "object",
            "additionalProperties": {"$ref": f"#/$defs/{'TextTest' if part in ALWAYS_TEXT else 'Test'}"},
            "maxProperties": MOST_MEMBERS,
            **({"propertyNames": {"enum": list(REQUEST)}} if part == "request" else {}),
        }
        for part in PARTS
    },
    "additionalProperties": False,
}


class _Strict(Schema):
    together: ClassVar[Json] = {}

    class Meta:
        unknown = RAISE


class ClockSchema(_Strict):
    """What time it is where the scenario begins."""

    start = written("The date and time it begins with. Default: this moment.", DATE)
    mode = word(
        "Whether it stands (frozen), runs from the start (offset), or is the machine's own (real).", get_args(Mode)
    )
    together = {
        "minProperties": 1,
        "dependentSchemas": {"start": {"properties": {"mode": {"not": {"const": "real"}}}}},
        "if": only_with("mode", "offset"),
        "then": {"required": ["start"]},
    }

    @validates_schema
    def consistent(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if not data:
            raise ValidationError("must hold start or mode")
        if "start" in data and data.get("mode") == "real":
            raise ValidationError({"start": ["means nothing with mode: real"]})
        if data.get("mode") == "offset" and "start" not in data:
            raise ValidationError({"mode": ["offset wants a start"]})


class GrantSchema(_Strict):
    """A credential an API accepts, and what it may do."""

    key = text("The credential as the client sends it.", 1, 500, required=True)
    api = text("The API that accepts it.", published=API, required=True)
    allow = entries(
        "What it may call; anything else is forbidden. Default: everything.",
        fields.String(),
        MOST_OPERATIONS,
        published={"type": "array", "items": OPERATION, "maxItems": MOST_OPERATIONS},
    )
    tenants = entries("Whom it may speak for. Default: everybody.", text("", 1, 200), MOST_GRANTED)
    ips = entries("Where it may call from. Default: everywhere.", Written(NETWORK), MOST_GRANTED)
    error = word("What each of its calls is answered.", sorted(KINDS))
    secret = text("What the credential is proven with, where an API asks for a proof.", 1, 500)


class LimitSchema(_Strict):
    """A rate limit that is enforced."""

    id = named("Its name in the control plane.", required=True)
    api = text("Only this API. Default: each API has the limit for itself.", published=API)
    operations = raw(
        "What counts: all, reads, writes, or operations. Default: all.",
        {"anyOf": [{"enum": ["all", "reads", "writes"]}, *_OPERATIONS]},
    )
    algorithm = word("How requests are counted. Default: fixed_window.", get_args(Algorithm))
    limit = written(
        "How many requests in what time, such as 3000/10m; for concurrency a number; or published.", RATE, required=True
    )
    burst = whole("How many requests a full token_bucket holds. Default: the limit's number.", 1, 1_000_000)
    per = written("Who shares the limit. Default: tenant.", SHARE)
    headers = written("How answers tell of it. Default: vendor.", ANNOUNCED)
    together = {
        "dependentSchemas": {"burst": only_with("algorithm", "token_bucket")},
        "if": only_with("algorithm", "concurrency"),
        "then": {"properties": {"limit": {"anyOf": [{"type": "integer"}, {"const": "published"}]}}},
        "else": {"properties": {"limit": {"type": "string"}}},
    }

    @validates_schema
    def consistent(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        algorithm = data.get("algorithm", "fixed_window")
        if "burst" in data and algorithm != "token_bucket":
            raise ValidationError({"burst": ["goes with algorithm: token_bucket"]})
        alone = "limit" in data and data["limit"] is not None and data["limit"][1] is None
        if "limit" in data and alone != (algorithm == "concurrency"):
            said = "a number alone, such as 5" if algorithm == "concurrency" else "a rate, such as 3000/10m"
            raise ValidationError({"limit": [f"must be {said}, with algorithm: {algorithm}"]})


class WhenSchema(_Strict):
    """Which of the matching requests a rule fires for."""

    calls = written("Which of the calls that match the rule, counted from 1: 3, 1..2, 4.., or a list of these.", CALLS)
    probability = WrittenNumber(
        validate=validate.Range(0, 1), allow_nan=False,
        metadata=saying("The chance of each call; 0 is never, 1 is always."),
    )  # fmt: skip
    between = written("Two moments of the tenant's clock, such as [+5m, +7m]; null is no end.", BETWEEN)
    per = written("Who shares the count. Default: tenant.", SHARE)
    together = {"minProperties": 1}

    @validates_schema
    def something(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if not data:
            raise ValidationError("must hold calls, probability, between or per")


class ErrorFieldSchema(_Strict):
    """A member an injected validation error complains about."""

    field = text("The member, for example primaryAddress.emails.0.value.", required=True)
    message = text("What is wrong with it.", required=True)


_IDLE: Json = {
    "detail": {"required": ["error"]},
    "retry_after": only_with("error", "too_many_requests"),
    "fields": only_with("error", "invalid"),
}


class RespondSchema(_Strict):
    """What is answered instead: a named error, or a status with headers and a body."""

    error = word("A named error, in the form the provider gives it.", sorted(KINDS))
    detail = text("Its sentence, instead of the usual one.")
    retry_after = written("The wait that too_many_requests announces. Default: 1s.", DURATION)
    fields_ = entries("The members that invalid names.", ErrorFieldSchema, MOST_FIELDS, data_key="fields")
    status = whole("The status, alone or instead of the error's own.", 200, 599)
    headers = mapping("Headers to add, or to put in place of others.", _HEADERS, values=Written(HEADER))
    body = raw(
        "The body, alone or instead of the error's own; text goes as text, anything else as JSON.", allow_none=True
    )
    together = {**needs("error", "status"), "dependentSchemas": _IDLE}

    @validates_schema
    def answers(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if "error" not in data and "status" not in data:
            raise ValidationError("must hold error or status")
        refuse_idle(data)
        refuse_wrong_headers(data.get("headers", {}))


def refuse_idle(answer: Mapping[str, Any]) -> None:
    """Refuse what says nothing in an answer, because it is for named errors, or for another one."""
    error = answer.get("error")
    needed = {
        "detail": "an error" if error is None else "",
        "retry_after": "" if error == "too_many_requests" else "error: too_many_requests",
        "fields": "" if error == "invalid" else "error: invalid",
    }
    given = {"fields" if name == "fields_" else name for name in answer}
    idle = {name: what for name, what in needed.items() if what and name in given}
    if idle:
        raise ValidationError({name: [f"means something with {what} only"] for name, what in idle.items()})


SERVERS_OWN: Mapping[str, str] = {
    "content-length": "is the server's own; the fault wrong_length makes it wrong",
    "transfer-encoding": "is the server's own; the fault wrong_length makes the length wrong",
    "content-encoding": "is the server's own: it sends bodies as they are written, and encodes none",
}
"""Headers that say how an answer is sent, each with why no rule can set it."""


def refuse_wrong_headers(headers: Mapping[str, str]) -> None:
    """Refuse headers that no message can carry, and those that say how it is sent: they would be untrue."""
    for name, value in headers.items():
        wrong = SERVERS_OWN.get(name.lower()) or ("is the server's own" if name.lower() in OF_THE_CONNECTION else "")
        if wrong:
            raise ValidationError({"headers": {name: [wrong]}})
        if not HEADER_NAME.fullmatch(name) or not all(re.fullmatch(r"[\t -~]*", line) for line in lines_of(value)):
            raise ValidationError({"headers": {name: ["is not a header that HTTP can carry"]}})


def refuse_skipping(data: Mapping[str, Any], fault: Fault) -> None:
    """Refuse `effect: skip` where a fault needs the operation's answer."""
    if data.get("effect") == "skip":
        raise ValidationError({"effect": [f"must be commit, because {fault.kind} spoils the operation's answer"]})


class StepSchema(RespondSchema):
    """One of several answers that follow one another; with `pass` the operation's own."""

    pass_ = fields.Boolean(
        truthy={True}, falsy=set(), data_key="pass", metadata=saying("Answer as the operation does.", {"const": True})
    )
    repeat = whole("How often this answer is given before the next one. Default: 1.", 1, 1_000_000)
    next_state = named("The state the rule's machine goes to after the last repetition.")
    delay = written("How long to wait before the operation. Default: the rule's.", DELAY)
    after = written("How long to keep the answer back. Default: the rule's.", DELAY)
    fault = written("What goes wrong with the connection.", FAULT)
    effect = word("Whether the operation runs behind the answer. Default: the rule's.", get_args(Effect))
    together = {
        **needs("error", "status", "fault", "pass"),
        "dependentSchemas": {
            **_IDLE,
            "pass": {"not": needs("error", "status", "effect")},
            "headers": needs("error", "status"),
            "body": needs("error", "status"),
        },
    }

    @validates_schema
    def answers(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        answering = {"error", "status"} & set(data)
        if not answering and not {"pass_", "fault"} & set(data):
            raise ValidationError("must hold error, status, fault or pass: true")
        if "pass_" in data and (answering or "effect" in data):
            raise ValidationError("must hold pass: true or an answer, not both")
        if not answering and (idle := sorted({"headers", "body"} & set(data))):
            raise ValidationError({name: ["means something with error or status only"] for name in idle})
        refuse_idle(data)
        fault = data.get("fault")
        if "pass_" in data and fault and fault.silent:
            raise ValidationError({"fault": [f"cannot stand beside pass: true, because {fault.kind} leaves no answer"]})
        if fault and fault.kind in DAMAGING and not answering:
            refuse_skipping(data, fault)
        refuse_wrong_headers(data.get("headers", {}))


class RuleSchema(_Strict):
    """One wish about some requests."""

    id = named("Its name in the journal, in X-Mock-Rule and in draws. Default: rule-1, rule-2, … by place.")
    api = text("Only requests to this API.", published=API)
    operation = raw(
        "Only these operations: names such as customers.create, the provider's own, or patterns.",
        {"anyOf": _OPERATIONS},
    )
    method = word("Only this method.", METHODS)
    path = written("Only paths that fit whole: a pattern with * and ?, or a regular expression.", PATH)
    match = mapping(
        "Only requests whose members are like this.",
        _MATCH,
        keys=fields.String(validate=one_of(PARTS)),
        values=fields.Dict(keys=fields.String(), validate=validate.Length(max=MOST_MEMBERS)),
    )
    machine = named("The state machine that state and next_state are about. Default: the scenario's own.")
    state = named("Only while the machine is in this state; each begins in Started.")
    next_state = named("The state the machine goes to when the rule fires.")
    when = nested("Only some of the requests that are left.", WhenSchema)
    respond = nested("What to answer.", RespondSchema)
    responses = entries(
        "Several answers that follow one another, each time the rule fires.", StepSchema, MOST_STEPS, least=1
    )
    then = word("What comes after the last of the responses. Default: pass.", get_args(Then))
    fault = written("What goes wrong with the connection.", FAULT)
    effect = word("Whether the operation runs behind the answer. Default: skip.", get_args(Effect))
    store = word("Which answer an idempotency key remembers. Default: genuine.", get_args(Stored))
    delay = written("How long to wait before the operation.", DELAY)
    after = written("How long to keep the answer back after the operation.", DELAY)
    times = written("How often the rule fires; forever for without end.", TIMES)
    expires = written("When the rule ends.", EXPIRY)
    priority = whole("Rules of lower numbers are asked first. Default: 5.", 1, 1000)
    together = {
        **needs("respond", "responses", "fault", "delay", "after", "next_state"),
        "dependentSchemas": {
            "responses": {"not": needs("respond", "fault", "next_state")},
            "effect": needs("respond", "responses", "fault"),
            "store": needs("respond", "responses"),
            "then": {"required": ["responses"]},
        },
    }

    @validates_schema
    def does_something(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        doing = {"respond", "responses", "fault", "delay", "after", "next_state"} & set(data)
        if not doing:
            raise ValidationError("must hold respond, responses, fault, delay, after or next_state")
        if "responses" in data and (many := {"respond", "fault", "next_state"} & set(data)):
            raise ValidationError({min(many): ["cannot stand beside responses; write it into one of them"]})
        answering = {"respond", "responses", "fault"} & set(data)
        lonely = [name for name in ("effect", "store") if name in data and not answering]
        if lonely:
            raise ValidationError({name: ["means something with respond, responses or fault only"] for name in lonely})
        if "then" in data and "responses" not in data:
            raise ValidationError({"then": ["means something with responses only"]})
        if "store" in data and "fault" in data and "respond" not in data:
            raise ValidationError({"store": ["means something with respond or responses only"]})
        fault = data.get("fault")
        if fault and fault.kind in DAMAGING and "respond" not in data:
            refuse_skipping(data, fault)


def _seed(value: Any) -> int | str:
    if isinstance(value, bool) or not isinstance(value, (int, str)) or len(str(value)) > 64:
        raise ValueError("must be a number or text of at most 64 characters")
    return value


class ScenarioSchema(_Strict):
    """A scenario file."""

    version = fields.Integer(
        strict=True, required=True, validate=validate.Equal(VERSION, error="must be 1"),
        metadata=saying("The version of this format, which is 1."),
    )  # fmt: skip
    name = text("What the scenario is called when it is shown. Default: the file's name without its ending.", 1, 100)
    description = text("A sentence for readers.")
    seed = Written(
        Notation(_seed, {"oneOf": [{"type": "string", "maxLength": 64}, {"type": "integer"}]}),
        metadata=saying("What chance is drawn from, beside the server's seed. Default: a hash of the name."),
    )
    include = entries(
        "Scenarios that this one lies over: files beside it, or names of the library.", text("", 1, 500), MOST_INCLUDED
    )
    vars = mapping(
        "Values that texts of answers can name as {{ vars.NAME }}.",
        {"type": "object", "propertyNames": {"pattern": portable(VARIABLE)}},
        keys=fields.String(validate=validate.Regexp(VARIABLE, error="must be a name")),
        values=fields.Raw(allow_none=True),
    )
    clock = nested("What time it is for a tenant when the scenario is loaded.", ClockSchema)
    settings = mapping(
        "Switches of the tenant, by API.", {"$ref": "#/$defs/Settings"}, values=fields.Dict(keys=fields.String())
    )
    auth = entries("The only credentials that the APIs it names accept.", GrantSchema, MOST_GRANTS)
    rate_limits = entries("Limits that are enforced.", LimitSchema, MOST_LIMITS)
    data = mapping("Records to begin with, by API, as fixture files have them.", {"$ref": "#/$defs/Data"})
    webhooks = mapping("Accepted; nothing is sent because of it yet.")
    rules = entries("What happens to which requests, from top to bottom.", RuleSchema, MOST_RULES)

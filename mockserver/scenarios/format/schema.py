"""The shape of a scenario file: every key there is, for the loader and for editors."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from mockserver.core.clock import Mode
from mockserver.core.http.faults import DAMAGING, Fault
from mockserver.core.http.headers import OF_THE_CONNECTION, lines_of
from mockserver.core.limits.counters import Algorithm
from mockserver.core.problems import KINDS
from mockserver.core.text import suggestion
from mockserver.scenarios.format.fields import (
    AnnouncedField,
    Between,
    Calls,
    DateTime,
    DelayField,
    Duration,
    Entries,
    Expires,
    FaultField,
    HeaderField,
    NetworkField,
    Number,
    PathField,
    Rate,
    ShareField,
    Times,
)
from mockserver.scenarios.format.operations import MOST_OPERATIONS
from mockserver.scenarios.rules.matching import PARTS
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

NO_NAME = "must be a name of 1 to 100 letters, digits, . _ -"
NAME = r"[A-Za-z0-9_.-]{1,100}\Z"
"""What rules and machines can be called."""

VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}\Z")
"""What texts with gaps can name as `vars.NAME`."""

HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


def one_of(words: Sequence[str]) -> Callable[[str], None]:
    """Return a check that a text is one of some words; its error says which was probably meant."""

    def check(value: str) -> None:
        if value not in words:
            raise ValidationError(f"must be one of {', '.join(words)}{suggestion(value, words)}")

    check.words = tuple(words)  # type: ignore[attr-defined]  # for the editors' schema
    return check


def _name() -> fields.String:
    return fields.String(validate=validate.Regexp(NAME, error=NO_NAME))


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class ClockSchema(_Strict):
    """What time it is where the scenario begins."""

    start = DateTime()
    mode = fields.String(validate=one_of(get_args(Mode)))

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

    key = fields.String(required=True, validate=validate.Length(min=1, max=500))
    api = fields.String(required=True)
    allow = Entries(fields.String(), MOST_OPERATIONS)
    tenants = Entries(fields.String(validate=validate.Length(1, 200)), MOST_GRANTED)
    ips = Entries(NetworkField(), MOST_GRANTED)
    error = fields.String(validate=one_of(sorted(KINDS)))
    secret = fields.String(validate=validate.Length(1, 500))


class LimitSchema(_Strict):
    """A rate limit that is enforced."""

    id = fields.String(required=True, validate=validate.Regexp(NAME, error=NO_NAME))
    api = fields.String()
    operations = fields.Raw()
    algorithm = fields.String(validate=one_of(get_args(Algorithm)))
    limit = Rate(required=True)
    burst = fields.Integer(strict=True, validate=validate.Range(1, 1_000_000))
    per = ShareField()
    headers = AnnouncedField()

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

    calls = Calls()
    probability = Number(validate=validate.Range(0, 1), allow_nan=False)
    between = Between()
    per = ShareField()

    @validates_schema
    def something(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        if not data:
            raise ValidationError("must hold calls, probability, between or per")


class ErrorFieldSchema(_Strict):
    """A member an injected validation error complains about."""

    field = fields.String(required=True)
    message = fields.String(required=True)


class RespondSchema(_Strict):
    """What is answered instead: a named error, or a status with headers and a body."""

    error = fields.String(validate=one_of(sorted(KINDS)))
    detail = fields.String()
    retry_after = Duration()
    fields_ = Entries(fields.Nested(ErrorFieldSchema), MOST_FIELDS, data_key="fields")
    status = fields.Integer(strict=True, validate=validate.Range(200, 599))
    headers = fields.Dict(keys=fields.String(), values=HeaderField())
    body = fields.Raw(allow_none=True)

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

    pass_ = fields.Boolean(truthy={True}, falsy=set(), data_key="pass")
    repeat = fields.Integer(strict=True, validate=validate.Range(1, 1_000_000))
    next_state = _name()
    delay = DelayField()
    after = DelayField()
    fault = FaultField()
    effect = fields.String(validate=one_of(get_args(Effect)))

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

    id = _name()
    api = fields.String()
    operation = fields.Raw()
    method = fields.String(validate=one_of(METHODS))
    path = PathField()
    match = fields.Dict(
        keys=fields.String(validate=one_of(PARTS)),
        values=fields.Dict(keys=fields.String(), validate=validate.Length(max=MOST_MEMBERS)),
    )
    machine = _name()
    state = _name()
    next_state = _name()
    when = fields.Nested(WhenSchema)
    respond = fields.Nested(RespondSchema)
    responses = Entries(fields.Nested(StepSchema), MOST_STEPS, least=1)
    then = fields.String(validate=one_of(get_args(Then)))
    fault = FaultField()
    effect = fields.String(validate=one_of(get_args(Effect)))
    store = fields.String(validate=one_of(get_args(Stored)))
    delay = DelayField()
    after = DelayField()
    times = Times()
    expires = Expires()
    priority = fields.Integer(strict=True, validate=validate.Range(1, 1000))

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


class ScenarioSchema(_Strict):
    """A scenario file."""

    version = fields.Integer(strict=True, required=True, validate=validate.Equal(VERSION, error="must be 1"))
    name = fields.String(validate=validate.Length(min=1, max=100))
    description = fields.String()
    seed = fields.Raw(validate=lambda value: _seed(value))
    include = Entries(fields.String(validate=validate.Length(1, 500)), MOST_INCLUDED)
    vars = fields.Dict(
        keys=fields.String(validate=validate.Regexp(VARIABLE, error="must be a name")),
        values=fields.Raw(allow_none=True),
    )
    clock = fields.Nested(ClockSchema)
    settings = fields.Dict(keys=fields.String(), values=fields.Dict(keys=fields.String()))
    auth = Entries(fields.Nested(GrantSchema), MOST_GRANTS)
    rate_limits = Entries(fields.Nested(LimitSchema), MOST_LIMITS)
    data = fields.Dict(keys=fields.String())
    webhooks = fields.Dict(keys=fields.String())
    rules = Entries(fields.Nested(RuleSchema), MOST_RULES)


def _seed(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, str)) or len(str(value)) > 64:
        raise ValidationError("must be a number or text of at most 64 characters")
    return True

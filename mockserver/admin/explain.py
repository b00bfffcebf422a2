"""Dry runs: what would become of a request, and what is wrong with a scenario."""

from collections.abc import Mapping
from typing import Any

from flask import request
from marshmallow import ValidationError, fields, validate, validates_schema

from mockserver.admin.call import Call, Strict, document, steps
from mockserver.admin.operations import document_of, operation
from mockserver.admin.problems import AdminProblem, mistakes
from mockserver.admin.scenario import WHERE
from mockserver.core.api.model import Exchange
from mockserver.core.http.bodies import encode_json
from mockserver.core.problems import Misconfigured
from mockserver.sandbox.rehearsal import MOST_CALLS
from mockserver.scenarios.format.includes import Reading, check_document


class RequestSchema(Strict):
    """A request, as it would be sent or by its number in the journal, and the how many-th of its kind it is."""

    method = fields.String(validate=validate.Regexp(r"[A-Z]{1,20}\Z", error="Must be a method, such as POST."))
    target = fields.String(validate=validate.Regexp(r"(/|https?://)", error="Must be a path, such as /v1/customers."))
    headers = fields.Dict(keys=fields.String(), values=fields.String())
    body = fields.Raw(allow_none=True)
    request = fields.Integer(strict=True, validate=validate.Range(1))
    call = fields.Integer(strict=True, validate=validate.Range(1, MOST_CALLS), load_default=1)

    @validates_schema
    def one_of_both(self, data: Mapping[str, Any], **kwargs: Any) -> None:
        """Raise `ValidationError` unless exactly one of both ways is taken."""
        if ("request" in data) == bool({"method", "target"} & set(data)):
            raise ValidationError("Must hold method and target, or request, the number of one in the journal.")
        if "request" not in data and not {"method", "target"} <= set(data):
            raise ValidationError("Must hold method and target.")


@operation("POST", "/scenario/explain", body=RequestSchema, answer=("tenant", "limits", "rules", "decision"))
def explain(call: Call) -> Mapping[str, Any]:
    """Return what would become of a request."""
    given = call.body()
    exchange = _of_journal(call, given["request"]) if "request" in given else _described(call, given)
    told = call.sandbox.explain(exchange, given["call"], steps())
    if call.named and told["tenant"] not in (None, call.named):
        raise AdminProblem(422, f"The request is one of the tenant {told['tenant']!r}, not of {call.named!r}.")
    return told


@operation("POST", "/scenario/check", body=document_of(f"A scenario, {WHERE}."), answer=("valid", "errors", "warnings"))
def check(call: Call) -> Mapping[str, Any]:
    """Return what is wrong with a scenario."""
    from mockserver.scenarios.format.lint import warnings  # what only this asks for

    given, sandbox, reading = document(), call.sandbox, Reading()
    try:
        scenario = check_document(given, "inline", sandbox.apis, sandbox.library.find, reading)
    except Misconfigured as error:
        return {"valid": False, **mistakes(error.errors), "warnings": []}
    doubts = [doubt for doubt in warnings(scenario, reading.parts, sandbox.apis) if doubt.document is given]
    told = [{"path": list(doubt.path), "message": doubt.message} for doubt in doubts]
    return {"valid": True, "errors": [], "warnings": told}


def _described(call: Call, given: Mapping[str, Any]) -> Exchange:
    body = given.get("body")
    content = b"" if body is None else body.encode() if isinstance(body, str) else encode_json(body)
    headers = {name.lower(): value.strip(" \t") for name, value in given.get("headers", {}).items()}
    if body is not None and not isinstance(body, str):
        headers.setdefault("content-type", "application/json")
    peer = f"{request.remote_addr}:0"
    return call.sandbox.exchange(given["method"], given["target"], headers, content, peer)


def _of_journal(call: Call, number: int) -> Exchange:
    """Make a request again as it came."""
    entry = call.tenant(make=False).journal.get(number)
    if entry is None:
        raise AdminProblem(404, f"The journal holds no request {number}.")
    if not entry.whole:
        raise AdminProblem(422, f"The journal does not hold all of the body of request {number}.")
    return call.sandbox.exchange(entry.method, entry.target, entry.headers, entry.body, entry.peer)

"""Dry runs: what would become of a request, and what is wrong with a scenario."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from marshmallow import ValidationError, fields, validate, validates_schema

from mockserver.admin.plane import Plane, Strict, document, object_body, steps
from mockserver.admin.problems import AdminProblem
from mockserver.core.api.model import Exchange
from mockserver.core.documents import Document
from mockserver.core.http.bodies import encode_json
from mockserver.core.problems import Misconfigured
from mockserver.sandbox.rehearsal import MOST_CALLS


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
        if ("request" in data) == bool({"method", "target"} & set(data)):
            raise ValidationError("Must hold method and target, or request, the number of one in the journal.")
        if "request" not in data and not {"method", "target"} <= set(data):
            raise ValidationError("Must hold method and target.")


def register(blueprint: Blueprint, plane: Plane) -> None:
    """Add `scenario/explain` and `scenario/check`."""

    @blueprint.post("/scenario/explain")
    def explain() -> dict[str, Any]:
        given = object_body(RequestSchema())
        exchange = _of_journal(plane, given["request"]) if "request" in given else _described(plane, given)
        told = plane.sandbox.explain(exchange, given["call"], steps())
        name = plane.named()
        if name and told["tenant"] not in (None, name):
            raise AdminProblem(422, f"The request is one of the tenant {told['tenant']!r}, not of {name!r}.")
        return told

    @blueprint.post("/scenario/check")
    def check() -> dict[str, Any]:
        return _checked(plane, document())


def _described(plane: Plane, given: Mapping[str, Any]) -> Exchange:
    body = given.get("body")
    content = b"" if body is None else body.encode() if isinstance(body, str) else encode_json(body)
    headers = {name.lower(): value.strip(" \t") for name, value in given.get("headers", {}).items()}
    if body is not None and not isinstance(body, str):
        headers.setdefault("content-type", "application/json")
    peer = f"{request.remote_addr}:0"
    return plane.sandbox.exchange(given["method"], given["target"], headers, content, peer)


def _of_journal(plane: Plane, number: int) -> Exchange:
    """Make a request again as it came."""
    entry = plane.tenant(make=False).journal.get(number)
    if entry is None:
        raise AdminProblem(404, f"The journal holds no request {number}.")
    if not entry.whole:
        raise AdminProblem(422, f"The journal does not hold all of the body of request {number}.")
    return plane.sandbox.exchange(entry.method, entry.target, entry.headers, entry.body, entry.peer)


def _checked(plane: Plane, given: Document) -> dict[str, Any]:
    # The reader of scenarios is a tenth of a second that most runs do without.
    from mockserver.scenarios.format.includes import Reading, check_document
    from mockserver.scenarios.format.lint import warnings

    sandbox, reading = plane.sandbox, Reading()
    try:
        scenario = check_document(given, "inline", sandbox.apis, sandbox.library.find, reading)
    except Misconfigured as error:
        told = [{"path": list(path), "message": message} for path, message in error.errors]
        return {"valid": False, "errors": told, "warnings": []}
    doubts = [doubt for doubt in warnings(scenario, reading.parts, sandbox.apis) if doubt.document is given]
    told = [{"path": list(doubt.path), "message": doubt.message} for doubt in doubts]
    return {"valid": True, "errors": [], "warnings": told}

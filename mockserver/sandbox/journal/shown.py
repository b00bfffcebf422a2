"""Entries of the journal for people and programs, and as command lines, with secrets masked."""

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from mockserver.core.api.model import Api, Refusal
from mockserver.core.http.bodies import legible_json
from mockserver.core.http.forms import decode_form, decode_multipart
from mockserver.core.problems import Malformed
from mockserver.sandbox.journal import Entry
from mockserver.sandbox.journal.masking import (
    MASK,
    is_secret_header,
    mask_text,
    masked,
    masked_form,
    masked_headers,
    masked_json,
    masked_target,
    masked_text,
)

_OF_THE_CLIENT = frozenset({
    "accept-encoding", "connection", "content-encoding", "content-length", "expect", "host", "keep-alive", "te",
    "transfer-encoding", "user-agent",
})  # fmt: skip
"""Headers that curl writes itself, or that are about the connection or the body as it was sent: it is kept decoded."""

_NAME = re.compile(r"[^A-Z0-9]+")


def described(entry: Entry) -> dict[str, Any]:
    """Write all of an entry."""
    api = entry.api
    return {
        "id": entry.id,
        "time": entry.time,
        "api": api.name,
        "operation": entry.operation or None,
        "request": {
            "method": entry.method,
            "target": masked_target(entry.target, api.secret_members),
            "url": url_of(entry),
            "headers": masked_headers(entry.headers, api),
            "body": body_of(entry),
            "peer": entry.peer,
            **logged(entry.time),
        },
        "response": None
        if entry.status is None
        else {
            "status": entry.status,
            "headers": masked_headers(entry.answer_headers, api),
            "body": _readable(entry.answer, api.secret_members),
        },
        "rule": rule_of(entry),
        "fault": entry.fault,
        "refusal": entry.refusal and refused(entry.refusal, api),
        "milliseconds": round(entry.milliseconds, 3),
    }


def brief(entry: Entry) -> dict[str, Any]:
    """Write the distinctive parts of an entry."""
    return {
        "id": entry.id,
        "api": entry.api.name,
        "operation": entry.operation or None,
        "method": entry.method,
        "url": url_of(entry),
        "status": entry.status,
        "rule": rule_of(entry),
    }


def as_logged(entry: Entry) -> dict[str, Any]:
    """Write a request as WireMock does: the body is text."""
    return {
        "method": entry.method,
        "url": url_of(entry),
        "clientIp": entry.peer.rpartition(":")[0],
        "headers": masked_headers(entry.headers, entry.api),
        "body": masked_body(entry),
        **logged(entry.time),
    }


def masked_body(entry: Entry) -> str:
    """Return the text of a body; a form stays one, and JSON stays JSON."""
    text, secret = entry.body.decode("utf-8", "replace"), entry.api.secret_members
    if is_form(entry):
        return masked_form(text, secret)
    value = masked_json(text, secret)
    return value if isinstance(value, str) and not text.startswith('"') else legible_json(value)


def refused(refusal: Refusal, api: Api) -> dict[str, Any]:
    """Write what was wrong with a request."""
    secret = api.secret_members
    fields = [
        {"field": masked_text(error.field, secret), "message": masked_text(error.message, secret)}
        for error in refusal.errors
    ]
    return {"kind": refusal.kind, "detail": masked_text(refusal.detail, secret), "fields": fields}


def url_of(entry: Entry) -> str:
    """Return path and query."""
    target = masked_target(entry.target, entry.api.secret_members)
    return target if target.startswith("/") else "/" + target.partition("://")[2].partition("/")[2]


def rule_of(entry: Entry) -> str | None:
    """Return the id of the rule that fired, masked like any text of a client."""
    return entry.rule and mask_text(entry.rule)


def logged(time: float) -> dict[str, Any]:
    """Write a moment as WireMock does: in milliseconds, and as a date."""
    at = datetime.fromtimestamp(time, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"loggedDate": int(time * 1000), "loggedDateString": at}


def body_of(entry: Entry) -> Any:
    """Return the body of a request for people: a form as the values it holds."""
    body, api = entry.body, entry.api
    type, secret = entry.headers.get("content-type", "").lower(), api.secret_members
    try:
        if api.form_bodies and type.startswith("multipart/form-data"):
            return masked(decode_multipart(body, entry.headers["content-type"]), secret)
        if is_form(entry):
            return masked(decode_form(body), secret) if body else None
    except Malformed:
        return MASK  # what cannot be read cannot be masked in part
    return _readable(body, secret)


def is_form(entry: Entry) -> bool:
    """Return whether a body is read as a form."""
    type = entry.headers.get("content-type", "").lower()
    if type.startswith("application/x-www-form-urlencoded"):
        return True
    is_json = "json" in type or entry.body.lstrip().startswith((b"{", b"["))
    return entry.api.form_bodies and not is_json


def _readable(body: bytes, secret: frozenset[str]) -> Any:
    return masked_json(body.decode("utf-8", "replace"), secret) if body else None


def curl(entry: Entry, base: str) -> str:
    """Write a command line; for each header with a credential it names a variable of the shell, such as `$REB_APIKEY`.

    `base` is the address of the server. Masked parts of the body stay masked.
    """
    method = [] if entry.method == "GET" and not entry.body else ["-X", entry.method]
    lines = [shlex.join(["curl", "-sS", *method, base + url_of(entry)]), *_headers(entry), *_body(entry)]
    return " \\\n  ".join(lines) + "\n"


def _headers(entry: Entry) -> Iterator[str]:
    multipart = _is_multipart(entry)
    for name, value in entry.headers.items():
        if name in _OF_THE_CLIENT or (multipart and name == "content-type"):
            continue
        if is_secret_header(name, entry.api):
            yield f'-H "{name}: ${_NAME.sub("_", name.upper())}"'
        else:
            yield shlex.join(["-H", f"{name}: {masked_text(value, entry.api.secret_members)}"])
    if entry.body and "content-type" not in entry.headers:
        yield "-H 'content-type;'"  # else curl would say that it is a form


def _body(entry: Entry) -> Iterator[str]:
    if not entry.body:
        return
    if _is_multipart(entry):
        for name, value in _parts(body_of(entry)):
            yield shlex.join(["--form-string", f"{name}={value}"])
        return
    yield shlex.join(["--data-binary", masked_body(entry)])


def _is_multipart(entry: Entry) -> bool:
    type = entry.headers.get("content-type", "").lower()
    return entry.api.form_bodies and type.startswith("multipart/form-data")


def _parts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Write decoded values as fields again, with their names in brackets."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _parts(member, f"{name}[{key}]" if name else key)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _parts(member, f"{name}[{index}]")
    else:
        yield name, str(value)

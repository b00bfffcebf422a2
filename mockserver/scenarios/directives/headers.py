"""Orders in headers: four of ours, `Prefer: code=429` as Prism takes it, and Postman's `x-mock-response-code`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from mockserver.core.problems import KINDS, Malformed
from mockserver.core.text import suggestion
from mockserver.scenarios.notation.delays import read_wait
from mockserver.scenarios.notation.faults import read_fault
from mockserver.scenarios.notation.moments import duration
from mockserver.scenarios.rules.comparisons import shown
from mockserver.scenarios.rules.engine import Plan
from mockserver.scenarios.rules.model import Respond

ERROR, STATUS, DELAY, FAULT = OURS = ("x-mock-error", "x-mock-status", "x-mock-delay", "x-mock-fault")
PREFER, POSTMAN = "prefer", "x-mock-response-code"
_ORDERING = frozenset({*OURS, PREFER, POSTMAN})

_MEANT: Mapping[int, str] = {
    400: "malformed", 401: "unauthenticated", 402: "declined", 403: "forbidden", 404: "not_found",
    405: "method_not_allowed", 409: "conflict", 410: "gone", 413: "too_large", 422: "invalid", 423: "locked",
    429: "too_many_requests", 500: "server_error", 502: "unavailable", 503: "unavailable", 504: "timeout",
}  # fmt: skip
"""The error whose words go with a status."""

_COMMITS = re.compile(r";\s*effect\s*=\s*commit\s*(?=;|$)")
_SEMICOLONS = re.compile(r'(?:[^;"]|"[^"]*+"?)++')
_COMMAS = re.compile(r'(?:[^,"]|"[^"]*+"?)++')
_CODE = re.compile(r'code\s*=\s*"?([0-9]{3})"?\s*(?:;.*)?', re.IGNORECASE)

Value = TypeVar("Value")


def by_headers(headers: Mapping[str, str]) -> Plan | None:
    """Return the plan that headers order; raise `Malformed` for one of ours that cannot be read.

    Other people's headers are not ours to refuse: what they say beside a failure is passed over.
    """
    if _ORDERING.isdisjoint(headers):
        return None
    if any(name in headers for name in OURS):
        return _by_ours(headers)
    for preference in _COMMAS.findall(headers.get(PREFER, "")):
        if code := _CODE.fullmatch(preference.strip()):
            return _failing(code[1], PREFER, {"Preference-Applied": f"code={code[1]}"})
    return _failing(headers.get(POSTMAN, "").strip(), POSTMAN)


def meant(status: int) -> Respond:
    """Return the answer that a status stands for: in the words of the error it is known for, or of its class."""
    return Respond(error=_MEANT.get(status, {4: "malformed", 5: "server_error"}.get(status // 100)), status=status)


def _by_ours(headers: Mapping[str, str]) -> Plan:
    """Join what our headers order; `effect=commit` in one of them holds for all."""
    said = {name: _COMMITS.sub("", headers[name]).strip() for name in OURS if name in headers}
    commits = any(_COMMITS.search(headers[name]) for name in said)
    plan = Plan(rule=next(iter(said)), effect="commit" if commits else "skip")
    if ERROR in said:
        plan.respond = _read(ERROR, _error, said)
    if STATUS in said:
        status = _read(STATUS, _status, said)
        plan.respond = replace(plan.respond, status=status) if plan.respond else meant(status)
    if FAULT in said:
        plan.fault = _read(FAULT, read_fault, said)
    if DELAY in said:
        plan.before = _read(DELAY, read_wait, said)
    return plan


def _failing(status: str, rule: str, headers: Mapping[str, str] | None = None) -> Plan | None:
    """Order a status that is no success: a success is what the sandbox answers anyhow."""
    if not re.fullmatch(r"[345][0-9]{2}", status):
        return None
    return Plan(rule=rule, respond=meant(int(status)), headers=headers or {})


def _error(text: str) -> Respond:
    """Read `too_many_requests; retry_after=3; detail=Slow down.`."""
    name, *parts = (part.strip() for part in _SEMICOLONS.findall(text) or [""])
    if name not in KINDS:
        raise ValueError(f"must be one of {', '.join(KINDS)}, not {shown(name)}{suggestion(name, KINDS)}")
    respond = Respond(error=name)
    for part in parts:
        word, _, value = (piece.strip() for piece in part.partition("="))
        value = value.strip('"')
        if word == "detail" and value:
            respond = replace(respond, detail=value)
        elif word == "retry_after" and name == "too_many_requests":
            respond = replace(respond, retry_after=_seconds(value))
        else:
            raise ValueError(
                f"{shown(part)} must be detail=TEXT, effect=commit, or with too_many_requests retry_after=SECONDS"
            )
    return respond


def _seconds(text: str) -> float:
    """Read a wait as headers write it, in seconds, or as files do, with a unit."""
    return duration(text if text[-1:].isalpha() else f"{text}s")


def _status(text: str) -> int:
    if not re.fullmatch(r"[2-5][0-9]{2}", text):
        raise ValueError(f"must be a status from 200 to 599, not {shown(text)}")
    return int(text)


def _read(header: str, read: Callable[[str], Value], said: Mapping[str, str]) -> Value:
    """Read a header; raise `Malformed` that names it."""
    try:
        return read(said[header])
    except ValueError as error:
        end = "" if str(error).endswith("?") else "."
        raise Malformed(f"{header.title()}: {error}{end}") from None

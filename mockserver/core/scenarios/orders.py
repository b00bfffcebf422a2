"""Faults that a request orders for itself: in headers of ours and of other mock servers, or in its own data.

Clients that cannot set headers put `+mock-rate-limited` into an e-mail address, or a member `mock` into metadata. Such
a word counts once for each value it stands in, so that a retry gets through: `-3x` asks for three times, `-always` for
all.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from mockserver.core.exchange import Exchange
from mockserver.core.problems import KINDS, Malformed
from mockserver.core.scenarios.delays import LONGEST
from mockserver.core.scenarios.durations import duration
from mockserver.core.scenarios.engine import Plan
from mockserver.core.scenarios.faulty import FAULTS, read_fault
from mockserver.core.scenarios.model import Respond
from mockserver.core.scenarios.tallies import Tallies
from mockserver.core.wording import suggestion

ERROR, STATUS, DELAY, FAULT = "x-mock-error", "x-mock-status", "x-mock-delay", "x-mock-fault"
OURS = (ERROR, STATUS, DELAY, FAULT)
PREFER, POSTMAN = "prefer", "x-mock-response-code"

ORDERED = "ordered"
"""The name under which words in the data of requests are counted."""

_OF_STATUS: Mapping[int, str] = {
    400: "malformed", 401: "unauthenticated", 402: "declined", 403: "forbidden", 404: "not_found",
    405: "method_not_allowed", 409: "conflict", 410: "gone", 413: "too_large", 422: "invalid", 423: "locked",
    429: "too_many_requests", 500: "server_error", 502: "unavailable", 503: "unavailable", 504: "timeout",
}  # fmt: skip
"""What a status means where nothing else is said."""

_ALIASES = {"rate-limited": "too_many_requests"}

_PREFERRED_CODE = re.compile(r"""(?:^|[,;])\s*code\s*=\s*"?(\d{3})"?\s*(?:$|[,;])""")
_COMMITS = re.compile(r";\s*effect\s*=\s*commit\s*(?=;|$)")
_TAG = re.compile(r"\+mock-([a-z0-9-]{1,60})@", re.IGNORECASE)
_REPEATED = re.compile(r"(.+?)-(?:(\d{1,4})x|always)")
Read = TypeVar("Read")

_METADATA = ("metadata", "meta_data", "customFields", "custom_fields")


def ordered(exchange: Exchange, tallies: Tallies) -> Plan | None:
    """Give the plan a request orders for itself, if it does; raises `Malformed` for an order that cannot be read."""
    headers = exchange.headers
    if any(name in headers for name in OURS):
        return _by_our_headers(headers)
    if PREFER in headers and (code := _PREFERRED_CODE.search(headers[PREFER])):
        return _by_status(int(code[1]), "Prefer", {"Preference-Applied": f"code={code[1]}"})
    if POSTMAN in headers and headers[POSTMAN].strip().isdecimal():
        return _by_status(int(headers[POSTMAN].strip()[:4]), POSTMAN, {})
    if b"mock" in exchange.body:
        return _by_data(exchange, tallies)
    return None


def _by_our_headers(headers: Mapping[str, str]) -> Plan:
    plan = Plan(rule=next(name for name in OURS if name in headers))
    if ERROR in headers:
        plan.respond = _error(headers[ERROR])
        plan.effect = "commit" if _COMMITS.search(headers[ERROR]) else "skip"
    if STATUS in headers:
        status = _status(headers[STATUS])
        plan.respond = replace(plan.respond or _meant(status), status=status)
    if DELAY in headers:
        plan.before = _read(DELAY, lambda: min(duration(headers[DELAY].strip()), LONGEST))
    if FAULT in headers:
        plan.fault = _read(FAULT, lambda: read_fault(headers[FAULT].strip()))
        plan.effect = "skip" if plan.fault.silent else "commit"
    return plan


def _error(text: str) -> Respond:
    """Read `too_many_requests; retry_after=3; detail=Slow down.; effect=commit`."""
    name, *parts = (part.strip() for part in text.split(";"))
    if name not in KINDS:
        known = ", ".join(KINDS)
        raise Malformed(f"X-Mock-Error: there is no error {name!r}{suggestion(name, KINDS)}; there are {known}.")
    respond = Respond(error=name)
    for part in filter(None, parts):
        word, _, value = part.partition("=")
        value = value.strip().strip('"')
        if word.strip() == "retry_after" and re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value):
            respond = replace(respond, retry_after=float(value))
        elif word.strip() == "detail":
            respond = replace(respond, detail=value)
        elif not _COMMITS.fullmatch(f";{part}"):
            raise Malformed(f"X-Mock-Error: {part!r} must be retry_after=SECONDS, detail=TEXT or effect=commit.")
    return respond


def _status(text: str) -> int:
    if not re.fullmatch(r"[2-5]\d\d", text.strip()):
        raise Malformed(f"X-Mock-Status: must be a status from 200 to 599, not {text!r}.")
    return int(text)


def _by_status(status: int, rule: str, headers: Mapping[str, str]) -> Plan | None:
    """Order a status; what is a success is what the sandbox answers anyhow."""
    if not 300 <= status <= 599:
        return None
    return Plan(rule=rule, respond=replace(_meant(status), status=status), headers=headers)


def _meant(status: int) -> Respond:
    return Respond(error=_OF_STATUS.get(status))


def _by_data(exchange: Exchange, tallies: Tallies) -> Plan | None:
    try:
        body = exchange.decoded()
    except Malformed:
        return None
    for word, value in _words(body):
        plan = _of_word(word, value, exchange, tallies)
        if plan:
            return plan
    return None


def _words(body: Any) -> Iterator[tuple[str, str]]:
    """Walk the words in a body, each with the text it stands in."""
    level = [body]
    while level:
        inside: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                for name in _METADATA:
                    if isinstance(data := item.get(name), dict) and isinstance(word := data.get("mock"), str):
                        yield word, f"{name}:{word}"
                inside += item.values()
            elif isinstance(item, list):
                inside += item
            elif isinstance(item, str) and (tag := _TAG.search(item)):
                yield tag[1], item
        level = inside


def _of_word(word: str, value: str, exchange: Exchange, tallies: Tallies) -> Plan | None:
    repeated = _REPEATED.fullmatch(word.lower())
    name = repeated[1] if repeated else word.lower()
    plan = _plan_of(name.removeprefix("mock-"))
    if plan is None:
        return None
    times = (int(repeated[2]) if repeated[2] else None) if repeated else 1
    tally = tallies.of(ORDERED, f"{exchange.api.name}.{exchange.operation}", value[:500])
    tally.matched += 1
    if times is not None and tally.fired >= times:
        return None
    tally.fired += 1
    plan.rule = f"mock-{name}"
    return plan


def _plan_of(name: str) -> Plan | None:
    """Give what a word stands for: an error, a status, a fault, or `slow` and a duration."""
    kind = _ALIASES.get(name, name.replace("-", "_"))
    if kind in KINDS:
        return Plan(respond=Respond(error=kind))
    if kind in FAULTS:
        fault = read_fault(kind)
        return Plan(fault=fault, effect="skip" if fault.silent else "commit")
    if re.fullmatch(r"[3-5]\d\d", name):
        return Plan(respond=replace(_meant(int(name)), status=int(name)))
    if slow := re.fullmatch(r"slow-?(\d{1,6}(?:ms|s|m))", name):
        return Plan(before=min(duration(slow[1]), LONGEST))
    return None


def _read(header: str, read: "Callable[[], Read]") -> "Read":
    try:
        return read()
    except ValueError as error:
        raise Malformed(f"{header.title()}: {error}.") from None

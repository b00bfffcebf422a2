"""Directives: the requests of a call about its own answer, in its headers or in words among its data.

Headers are four of ours, `Prefer: code=429` as Prism takes it, and Postman's `x-mock-response-code`. Words are for
clients that cannot set headers: `ada+mock-rate-limited@example.com`, or `mock` in metadata. A word counts once for each
e-mail address, or for each request with metadata, and operation: the retry gets through. `-3x` behind it means three
times, `-always` each time.
"""

import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

from mockserver.core.api.model import Exchange
from mockserver.core.problems import KINDS, UNREADABLE, Malformed
from mockserver.core.text import suggestion
from mockserver.scenarios.notation.delays import LONGEST, read_wait
from mockserver.scenarios.notation.faults import FAULTS, read_fault
from mockserver.scenarios.notation.moments import duration
from mockserver.scenarios.rules.comparisons import shown
from mockserver.scenarios.rules.engine import Plan
from mockserver.scenarios.rules.model import Respond
from mockserver.scenarios.rules.tallies import DIRECTED, Tally

ERROR, STATUS, DELAY, FAULT = OURS = ("x-mock-error", "x-mock-status", "x-mock-delay", "x-mock-fault")
PREFER, POSTMAN = "prefer", "x-mock-response-code"
_DIRECTING = frozenset({*OURS, PREFER, POSTMAN})

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

MOST_VALUES, MOST_WORDS = 10_000, 20
"""Values of a body, and words in them, that are looked at."""

ALIASES = {"rate-limited": "too_many_requests"}
METADATA = ("metadata", "meta_data", "customFields")

_TAG = re.compile(r"\+mock-([a-z0-9_-]{1,60})@")
_MEMBER = re.compile(r"""["']mock["']\s*:\s*["']([a-z0-9_-]{1,60})["']""")
"""The member of metadata that was sent as JSON inside a text, or as Python prints it."""

_WORD = re.compile(r"(?P<name>[a-z0-9_-]{1,60}?)(?:-(?:(?P<times>[0-9]{1,4})x|(?P<always>always)))?")
_SLOW = re.compile(r"slow-?([0-9]{1,6}(?:ms|s|m))")

Value = TypeVar("Value")
Count = Callable[[str, str, str], Tally]
"""Returns the counters of an operation's word, by `DIRECTED`, the operation, and the word with its place."""


def directed(exchange: Exchange, count: Count) -> Plan | None:
    """Return the plan of a request's directives, if it has any; headers come before words.

    `count` returns the counters of a word, which bounds the failures, so that a retry succeeds.
    Raise `Malformed` for an unreadable header of ours; an unreadable word does nothing.
    """
    return by_headers(exchange.headers) or by_words(exchange, count)


def by_headers(headers: Mapping[str, str]) -> Plan | None:
    """Return the plan of the headers; raise `Malformed` for an unreadable one of ours.

    Headers of Prism and Postman are never refused: anything but a failure is ignored.
    """
    if _DIRECTING.isdisjoint(headers):
        return None
    if any(name in headers for name in OURS):
        return _by_ours(headers)
    for preference in _COMMAS.findall(headers.get(PREFER, "")):
        if code := _CODE.fullmatch(preference.strip()):
            return _failing(code[1], PREFER, {"Preference-Applied": f"code={code[1]}"})
    return _failing(headers.get(POSTMAN, "").strip(), POSTMAN)


def meant(status: int) -> Respond:
    """Return the answer of a status: in the words of its usual error, or of its class."""
    return Respond(error=_MEANT.get(status, {4: "malformed", 5: "server_error"}.get(status // 100)), status=status)


def _by_ours(headers: Mapping[str, str]) -> Plan:
    """Join the plans of our headers; `effect=commit` in one of them holds for all."""
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
    """Plan a status that is no success: with success the sandbox answers anyhow."""
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


def by_words(exchange: Exchange, count: Count) -> Plan | None:
    """Return the plan of the first word in a body that is not used up."""
    if b"mock" not in exchange.body:
        return None
    try:
        body = exchange.decoded()
    except UNREADABLE:
        return None
    for word, place in islice(_words(exchange.path, body), MOST_WORDS):
        parts = _WORD.fullmatch(word)
        plan = _plan(parts["name"]) if parts else None
        if parts and plan and (parts["always"] or _is_left(parts, place, exchange, count)):
            return plan
    return None


def _is_left(word: re.Match[str], place: str, exchange: Exchange, count: Count) -> bool:
    """Return whether a word is not used up at its place, and count one."""
    stands = blake2b(place.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    tally = count(DIRECTED, f"{exchange.api.name}.{exchange.operation}", f"{word[0]}:{stands}")
    tally.matched += 1
    if tally.fired >= int(word["times"] or 1):
        return False
    tally.fired += 1
    return True


def _words(path: str, body: Any) -> Iterator[tuple[str, str]]:
    """Yield the words in a body, each with its place: a text, or for one in metadata the whole request."""
    whole = ""
    for value in islice(_values(body), MOST_VALUES):
        if isinstance(value, str) and "+mock-" in value:
            yield from ((tag[1], value) for tag in _TAG.finditer(value))
        elif isinstance(value, dict):
            for word in filter(None, [_member(value[name]) for name in METADATA if name in value]):
                whole = whole or json.dumps([path, body], sort_keys=True)
                yield word, whole


def _values(body: Any) -> Iterator[Any]:
    """Yield a body and all that is in it, level by level."""
    waiting = deque([body])
    while waiting:
        value = waiting.popleft()
        yield value
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _member(metadata: Any) -> str:
    """Return the member `mock` of metadata, which forms may hold as a text; empty where there is none."""
    if isinstance(metadata, str):
        found = _MEMBER.search(metadata)
        return found[1] if found else ""
    word = metadata.get("mock") if isinstance(metadata, dict) else None
    return word if isinstance(word, str) else ""


def _plan(name: str) -> Plan | None:
    """Return the plan of a word: an error, a fault, a status that is no success, or `slow` and a duration."""
    plan = Plan(rule=f"mock-{name}")
    kind = ALIASES.get(name, name.replace("-", "_"))
    if kind in KINDS:
        plan.respond = Respond(error=kind)
    elif kind in FAULTS:
        plan.fault = read_fault(kind)
    elif re.fullmatch(r"[345][0-9]{2}", name):
        plan.respond = meant(int(name))
    elif slow := _SLOW.fullmatch(name):
        plan.before = min(duration(slow[1]), LONGEST)
    else:
        return None
    return plan

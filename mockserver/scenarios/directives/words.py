"""Orders in data, for clients that cannot set headers: `ada+mock-rate-limited@example.com`, or `mock` in metadata.

A word counts once for each e-mail address, or for each request with metadata, and operation: the retry gets through.
`-3x` behind it asks for three times, `-always` for all.
"""

import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import islice
from typing import Any

from mockserver.core.api.model import Exchange
from mockserver.core.problems import KINDS, UNREADABLE
from mockserver.scenarios.directives.headers import meant
from mockserver.scenarios.notation.delays import LONGEST
from mockserver.scenarios.notation.faults import FAULTS, read_fault
from mockserver.scenarios.notation.moments import duration
from mockserver.scenarios.rules.engine import Plan
from mockserver.scenarios.rules.model import Respond
from mockserver.scenarios.rules.tallies import ORDERED, Tally

MOST_VALUES, MOST_WORDS = 10_000, 20
"""Values of a body, and words in them, that are looked at."""

ALIASES = {"rate-limited": "too_many_requests"}
METADATA = ("metadata", "meta_data", "customFields")

_TAG = re.compile(r"\+mock-([a-z0-9_-]{1,60})@")
_MEMBER = re.compile(r"""["']mock["']\s*:\s*["']([a-z0-9_-]{1,60})["']""")
"""The member of metadata that was sent as JSON inside a text, or as Python prints it."""

_WORD = re.compile(r"(?P<name>[a-z0-9_-]{1,60}?)(?:-(?:(?P<times>[0-9]{1,4})x|(?P<always>always)))?")
_SLOW = re.compile(r"slow-?([0-9]{1,6}(?:ms|s|m))")

Count = Callable[[str, str, str], Tally]
"""Gives the counters of an operation's word, by `ORDERED`, the operation, and the word with where it stands."""


def by_words(exchange: Exchange, count: Count) -> Plan | None:
    """Return what the first word in a body orders that has not had its times yet."""
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
    """Return whether a word has not had its times where it stands, and count one."""
    stands = blake2b(place.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    tally = count(ORDERED, f"{exchange.api.name}.{exchange.operation}", f"{word[0]}:{stands}")
    tally.matched += 1
    if tally.fired >= int(word["times"] or 1):
        return False
    tally.fired += 1
    return True


def _words(path: str, body: Any) -> Iterator[tuple[str, str]]:
    """Yield the words in a body, each with what it stands in: a text, or for one in metadata the whole request."""
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
    """Return what a word stands for: an error, a fault, a status that is no success, or `slow` and a duration."""
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
